//! Rows and lines as streams: the same bytes with any number of threads, compressed or not, and errors are reported.

use std::io::Write;
use std::process::Output;

use crate::process::{Folder, ended, refused, run, stderr};

/// Standard output of a run that ends well.
fn fine(args: &[&str]) -> Vec<u8> {
    let output = run(args);
    assert!(output.status.success(), "{}", stderr(&output));
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
fn the_same_bytes_come_out_with_any_number_of_threads_and_compressed_or_not() {
    let folder = Folder::new();
    let rows = rows();
    let plain = folder.put("a.csv", &rows);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(rows.as_bytes()).unwrap();
    let gzip = folder.put("b.csv.gz", packer.finish().unwrap());
    let zstd = folder.put(
        "c.csv.zst",
        ruzstd::encoding::compress_to_vec(rows.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest),
    );
    for format in ["csv", "jsonl"] {
        let of = |file, threads| fine(&["classify", file, "--format", format, "--threads", threads, "--probabilities"]);
        let one = of(&plain, "1");
        assert!(one.len() > rows.len());
        for (file, threads) in [(&plain, "2"), (&plain, "8"), (&gzip, "2"), (&zstd, "1")] {
            assert_eq!(of(file, threads), one, "{file}, {threads} threads, {format}");
        }
    }
    let lines = |threads| fine(&["classify", &plain, "--as", "lines", "--format", "csv", "--threads", threads]);
    assert_eq!(lines("1"), lines("8"));
}

#[test]
fn rows_before_a_fault_are_written_and_the_fault_is_reported() {
    let folder = Folder::new();
    let file = folder.put("a.csv", rows() + "9000,one,two\n9001,after\n");
    let outputs: Vec<Output> =
        ["1", "2", "8"].map(|threads| run(&["classify", &file, "--format", "csv", "--threads", threads])).into();
    for output in &outputs {
        ended(output, 3, &["record 9001"]);
        assert_eq!(output.stdout, outputs[0].stdout);
    }
    let mut written = csv::Reader::from_reader(outputs[0].stdout.as_slice());
    assert_eq!(written.records().map(Result::unwrap).count(), 9000);
}

#[test]
fn a_file_that_is_not_compressed_as_its_name_says_is_refused() {
    let folder = Folder::new();
    let file = folder.put("a.csv.gz", "text\nnot packed\n");
    refused(&run(&["classify", &file, "--format", "csv"]), 1, &["a.csv.gz: cannot read"]);
}

#[test]
fn training_gives_the_same_model_with_any_number_of_threads() {
    let folder = Folder::new();
    let mut text = "text,label\n".to_owned();
    for k in 0..400 {
        let (words, label) = if k % 2 == 0 { ("keep the controls", "a") } else { ("lift the ban now", "b") };
        text.push_str(&format!("{words} {} number {k},{label}\n", "and so on ".repeat(k % 7)));
    }
    let (file, model) = (folder.put("a.csv", text), folder.path("m"));
    let trained = |threads: &str| {
        fine(&["train", &file, "-o", &model, "--no-search", "--threads", threads]);
        std::fs::read(&model).unwrap()
    };
    let one = trained("1");
    assert!(["2", "8"].iter().all(|threads| trained(threads) == one));
}
