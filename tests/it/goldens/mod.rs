//! Whole outputs of the program, compared with recorded ones: every verb, kind of input, format, and option that changes
//! what is printed. `tests/goldens/README.md` says how to record again.

mod cases;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use cases::Case;

use crate::process::program;

/// Bytes of an output that are shown in a record; of all of them the digest is kept.
const SHOWN: usize = 1200;

#[test]
fn classify_labels_articles_as_recorded() {
    check("classify-articles", &cases::classify_articles());
}

#[test]
fn classify_labels_rows_and_lines_as_recorded() {
    check("classify-rows", &cases::classify_rows());
}

#[test]
fn rows_of_articles_are_read_as_recorded() {
    check("article-column", &cases::article_column());
}

#[test]
fn extract_lists_statements_as_recorded() {
    check("extract", &cases::extract());
}

#[test]
fn models_are_trained_and_described_as_recorded() {
    check("train", &cases::train());
}

#[test]
fn models_are_scored_as_recorded() {
    check("evaluate", &cases::evaluate());
}

#[test]
fn labelled_rows_are_audited_as_recorded() {
    check("audit", &cases::audit());
}

#[test]
fn help_and_completions_are_printed_as_recorded() {
    check("help", &cases::help());
}

#[test]
fn bad_input_is_refused_as_recorded() {
    check("refused", &cases::refused());
}

/// Runs the cases and compares what they print with `tests/goldens/recorded/NAME.txt`, or writes that file.
fn check(name: &str, cases: &[Case]) {
    let folder = folder();
    let found: Vec<String> = cases.iter().map(|case| record(folder.path(), case)).collect();
    let path = goldens().join("recorded").join(format!("{name}.txt"));
    if std::env::var_os("STANCE_WRITE").is_some() {
        return fs::write(path, found.concat()).unwrap();
    }
    let recorded = fs::read_to_string(&path).unwrap();
    if recorded == found.concat() {
        return;
    }
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.txt"));
    fs::write(&all, found.concat()).unwrap();
    let known: Vec<String> = recorded.split_inclusive("\n\n").map(str::to_owned).collect();
    let new: Vec<&str> = found.iter().filter(|case| !known.contains(case)).map(String::as_str).collect();
    panic!(
        "{} of {} cases are not as recorded; compare {} with {}; the first:\n{}",
        new.len(),
        found.len(),
        all.display(),
        path.display(),
        new.first().unwrap_or(&"cases are missing or in another order")
    );
}

fn goldens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens")
}

/// A folder with the sample articles, the small files, and two models trained on these: `plain.st`, and `targets.st`
/// whose weights differ by target.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for from in [goldens().join("input"), goldens().join("../../examples")] {
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    for (rows, model) in [("labelled.csv", "plain.st"), ("targets.csv", "targets.st")] {
        let output = run(folder.path(), &Case::new(["train", rows, "-o", model, "--no-search"]));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    folder
}

fn run(folder: &Path, case: &Case) -> Output {
    let input = match &case.stdin {
        Some(file) => Stdio::from(fs::File::open(folder.join(file)).unwrap()),
        None => Stdio::null(),
    };
    Command::new(program()).env_clear().current_dir(folder).args(&case.args).stdin(input).output().unwrap()
}

/// What a case prints, as it is recorded.
fn record(folder: &Path, case: &Case) -> String {
    let output = run(folder, case);
    let mut out = format!("$ stance {case}\nexit {}\n", output.status.code().unwrap());
    for (stream, bytes) in [("stderr", &output.stderr), ("stdout", &output.stdout)] {
        if bytes.is_empty() {
            continue;
        }
        let digest: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        writeln!(out, "{stream}: {} bytes, sha256 {digest}", bytes.len()).unwrap();
        out.push_str(&shown(bytes));
    }
    out + "\n"
}

/// The first lines of an output; nothing of a model, nor of a page, whose first lines are always the same.
fn shown(bytes: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else { return String::new() };
    if text.starts_with("<!doctype") {
        return String::new();
    }
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        if out.len() + line.len() > SHOWN {
            break;
        }
        out.push_str("| ");
        for c in line.trim_end_matches('\n').chars() {
            match c {
                '\t' => out.push(c),
                '\u{FEFF}' => out.push_str("\\u{feff}"),
                c if c.is_control() => out.extend(c.escape_unicode()),
                c => out.push(c),
            }
        }
        out.push('\n');
    }
    out
}
