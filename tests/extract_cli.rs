//! `stance extract` as a process: the columns of a speaker, and indirect statements on request.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;

const ARTICLE: &str = "Ada Nowak said that the port would close. \"We wait,\" Boris Lind said.\n\n“规则。”\n";

/// Standard output and standard error of `stance extract` on [`ARTICLE`].
fn extract(arguments: &[&str]) -> (Vec<serde_json::Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("article.txt");
    std::fs::write(&path, ARTICLE).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
    let output =
        command.env_clear().arg("extract").arg(&path).args(["--format", "jsonl"]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = String::from_utf8(output.stdout).unwrap();
    let rows = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (rows, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn standard_error_says_how_many_indirect_statements_were_left_aside() {
    let (rows, talk) = extract(&[]);
    assert_eq!(rows[0]["text"], "We wait,");
    assert!(talk.contains("1 indirect statement") && talk.contains("--indirect"), "{talk}");
    let (rows, talk) = extract(&["--indirect"]);
    assert_eq!(rows[0]["text"], "the port would close");
    assert_eq!(rows[0]["flags"], "indirect");
    assert!(!talk.contains("indirect"), "{talk}");
}

#[test]
fn a_speaker_has_a_confidence_between_nothing_and_one() {
    let (rows, _) = extract(&[]);
    let confidence = rows[0]["speaker_confidence"].as_f64().unwrap();
    assert!(confidence > 0.5 && confidence <= 1.0, "{confidence}");
}

#[test]
fn a_statement_without_a_speaker_has_no_confidence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("article.txt");
    std::fs::write(&path, "“We have waited since May.”").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
    let output = command.env_clear().arg("extract").arg(&path).args(["--format", "jsonl"]).output().unwrap();
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(row["speaker_confidence"], serde_json::Value::Null);
    assert_eq!(row["flags"], "no_speaker");
}
