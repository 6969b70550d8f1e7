//! Rows and lines as streams: the same bytes with any number of threads, packed or not, and an end that is told.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
    command.env_clear().current_dir(folder).args(args).output().unwrap()
}

fn fine(output: Output) -> Vec<u8> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Some thousand rows of uneven length, more than a batch holds, with blank ones among them.
fn rows() -> String {
    let mut text = "id,text\n".to_owned();
    for k in 0..9000 {
        let statement = match k % 5 {
            0 => String::new(),
            1 => "These controls protect our security.".to_owned(),
            2 => format!("\"Lift the ban,\nnow {k}, \"\"please\"\"!\""),
            3 => "This rule will cost us the market. ".repeat(k % 40),
            _ => format!("Rule number {k} won’t work"),
        };
        text.push_str(&format!("{k},{statement}\n"));
    }
    text
}

#[test]
fn the_same_bytes_come_out_with_any_number_of_threads_and_packed_or_not() {
    let folder = TempDir::new().unwrap();
    let rows = rows();
    std::fs::write(folder.path().join("a.csv"), &rows).unwrap();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(rows.as_bytes()).unwrap();
    std::fs::write(folder.path().join("b.csv.gz"), packer.finish().unwrap()).unwrap();
    std::fs::write(folder.path().join("c.csv.zst"), zstd::stream::encode_all(rows.as_bytes(), 1).unwrap()).unwrap();
    for format in ["csv", "jsonl"] {
        let of = |file, threads| {
            fine(run(folder.path(), &["classify", file, "--format", format, "--threads", threads, "--probabilities"]))
        };
        let one = of("a.csv", "1");
        assert!(one.len() > rows.len());
        for (file, threads) in [("a.csv", "2"), ("a.csv", "8"), ("b.csv.gz", "2"), ("c.csv.zst", "1")] {
            assert_eq!(of(file, threads), one, "{file}, {threads} threads, {format}");
        }
    }
    let lines = |threads| {
        fine(run(folder.path(), &["classify", "a.csv", "--as", "lines", "--format", "csv", "--threads", threads]))
    };
    assert_eq!(lines("1"), lines("8"));
}

#[test]
fn rows_before_a_fault_are_written_and_the_fault_is_told() {
    let folder = TempDir::new().unwrap();
    let mut rows = rows();
    rows.push_str("9000,one,two\n9001,after\n");
    std::fs::write(folder.path().join("a.csv"), &rows).unwrap();
    let outputs: Vec<Output> = ["1", "2", "8"]
        .map(|threads| run(folder.path(), &["classify", "a.csv", "--format", "csv", "--threads", threads]))
        .into();
    for output in &outputs {
        assert_eq!(output.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&output.stderr).contains("record 9001"));
        assert_eq!(output.stdout, outputs[0].stdout);
    }
    let mut written = csv::Reader::from_reader(outputs[0].stdout.as_slice());
    assert_eq!(written.records().map(Result::unwrap).count(), 9000);
}

#[test]
fn what_is_not_packed_as_its_name_says_is_refused() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("a.csv.gz"), "text\nnot packed\n").unwrap();
    let output = run(folder.path(), &["classify", "a.csv.gz", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a.csv.gz: cannot read"));
}

#[test]
fn training_gives_the_same_model_with_any_number_of_threads() {
    let folder = TempDir::new().unwrap();
    let mut text = "text,label\n".to_owned();
    for k in 0..400 {
        let (words, label) = if k % 2 == 0 { ("keep the controls", "a") } else { ("lift the ban now", "b") };
        text.push_str(&format!("{words} {} number {k},{label}\n", "and so on ".repeat(k % 7)));
    }
    std::fs::write(folder.path().join("a.csv"), text).unwrap();
    let model = |threads: &str| {
        fine(run(folder.path(), &["train", "a.csv", "-o", "m", "--no-search", "--threads", threads]));
        std::fs::read(folder.path().join("m")).unwrap()
    };
    let one = model("1");
    assert!(["2", "8"].iter().all(|threads| model(threads) == one));
}
