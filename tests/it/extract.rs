//! `stance extract` as a process: the columns of a speaker, and indirect statements on request.

use crate::process::{Folder, objects, run, stderr, stdout};

const ARTICLE: &str = "Ada Nowak said that the port would close. \"We wait,\" Boris Lind said.\n\n“规则。”\n";

/// Standard output and standard error of `stance extract` on [`ARTICLE`].
fn extract(arguments: &[&str]) -> (Vec<serde_json::Value>, String) {
    let folder = Folder::new();
    let file = folder.put("article.txt", ARTICLE);
    let output = run(&[&["extract", file.as_str(), "--format", "jsonl"], arguments].concat());
    (objects(&stdout(&output)), stderr(&output))
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
    let folder = Folder::new();
    let file = folder.put("article.txt", "“We have waited since May.”");
    let row = &objects(&stdout(&run(&["extract", &file, "--format", "jsonl"])))[0];
    assert_eq!(row["speaker_confidence"], serde_json::Value::Null);
    assert_eq!(row["flags"], "no_speaker");
}
