//! Files and command lines that could lose rows, time or memory: nothing is lost, and what is refused is named.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::process::*;

/// The texts of rows in JSONL.
fn texts(output: &std::process::Output) -> Vec<String> {
    objects(&stdout(output)).iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_row_of_a_tsv_file_stays_whatever_quotation_marks_it_holds() {
    let folder = Folder::new();
    let rows =
        ["\"All those sleek, fresh faces", "quiet", "another, \"quoted\"", "The end.\"", "\"One\" or two", "\"All\""];
    let table: String = rows.iter().enumerate().map(|(k, text)| format!("{k}\t{text}\n")).collect();
    let output = run(&["classify", &folder.put("a.tsv", format!("id\ttext\n{table}")), "--format", "jsonl"]);
    assert_eq!(texts(&output)[..5], rows[..5]);
    assert_eq!(texts(&output)[5], "All", "quotes at both ends of a field are no text");
    let joined = folder.put("b.tsv", "id\ttext\n1\t\"All those faces\n2\tquiet\n3\tThe end.\"\n");
    let output = run(&["classify", &joined, "--format", "jsonl"]);
    assert_eq!(texts(&output).len(), 3);
    assert!(stderr(&output).contains("double quotes are read as text in 1 record, the first record 1 (line 2)"));
    // Where not even the first row can be read, nothing is written: a header alone looks like a result.
    for rows in ["\"ban\"x,2\n", "\"ban,2\n", "a\n"] {
        let file = folder.put("first.csv", format!("text,n\n{rows}"));
        refused(&run(&["classify", &file, "--format", "csv"]), 3, &["first.csv, record 1 (line 2)"]);
    }
    let csv = folder.put("a.csv", "text,n\nfine,1\n\"ban\"x,2\n");
    ended(
        &run(&["classify", &csv, "--format", "csv"]),
        3,
        &["a.csv, record 2 (line 3)", "after the closing double quote"],
    );
}

#[test]
fn an_output_that_is_an_input_is_refused_before_any_work() {
    let folder = Folder::new();
    let rows = folder.labelled();
    let before = std::fs::read(&rows).unwrap();
    let options = folder.put("o.toml", "penalty = 0.1\n");
    std::fs::create_dir(folder.path("in")).unwrap();
    let other_name = folder.path("in/../labelled.csv");
    let mut names = vec![rows.clone(), other_name];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&rows, folder.path("link")).unwrap();
        std::fs::hard_link(&rows, folder.path("hard")).unwrap();
        names.extend([folder.path("link"), folder.path("hard")]);
    }
    for output in &names {
        refused(&run(&["train", &rows, "-o", output]), 2, &["-o", "labelled.csv", "is the input"]);
    }
    refused(&run(&["train", &rows, "-o", &options, "--config", &options]), 2, &["o.toml", "is the input"]);
    assert_eq!(std::fs::read(&rows).unwrap(), before);
    // Every command that has an output, and files that a folder or a pattern stands for.
    let article = folder.put("in/a.txt", "“We oppose it,” Ada said.\n");
    let (inside, pattern) = (folder.path("in"), folder.path("in/*.txt"));
    for args in [
        ["classify", &rows, "-o", &rows],
        ["classify", &inside, "-o", &article],
        ["extract", &inside, "-o", &article],
        ["extract", &pattern, "-o", &article],
        ["evaluate", &rows, "-o", &rows],
        ["audit", &rows, "-o", &rows],
    ] {
        refused(&run(&args), 2, &["-o", "is the input"]);
    }
    // A file that is there and is not a model was hardly meant.
    let notes = folder.put("notes.old", "keep me");
    refused(&run(&["train", &rows, "-o", &notes]), 2, &["notes.old", "is not a model"]);
    assert_eq!(std::fs::read(&notes).unwrap(), b"keep me");
    let model = folder.model();
    refused(&run(&["inspect", &model, "-o", &model]), 2, &["is the input"]);
    for output in [&model, &folder.put("empty", "")] {
        stdout(&run(&["train", &rows, "-o", output, "--no-search"]));
    }
}

#[cfg(unix)]
#[test]
fn standard_output_that_is_an_input_is_refused_by_every_verb() {
    let folder = Folder::new();
    let (rows, model) = (folder.labelled(), folder.model());
    let article = folder.put("a.txt", "“We oppose it,” Ada said.\n");
    for (args, file) in [
        (vec!["classify", &rows], &rows),
        (vec!["classify", &article, "--model", &model], &model),
        (vec!["extract", &article], &article),
        (vec!["evaluate", &rows, "--model", &model], &rows),
        (vec!["audit", &rows, "--quick"], &rows),
        (vec!["inspect", &model], &model),
    ] {
        let before = std::fs::read(file).unwrap();
        let stream = std::fs::File::options().append(true).open(file).unwrap();
        let child = Command::new(program()).args(&args).stdout(stream).stderr(Stdio::piped()).output();
        ended(&child.unwrap(), 2, &["standard output", "is the input"]);
        assert_eq!(std::fs::read(file).unwrap(), before, "{args:?}");
    }
}

#[test]
fn a_record_longer_than_the_limit_is_refused_with_its_place_in_every_kind_of_input() {
    let folder = Folder::new();
    let long = "x".repeat(3 << 20);
    let limit = ["--max-record", "2", "--format", "csv"];
    let put = |name: &str, contents: String| folder.put(name, contents);
    for (file, kind, place) in [
        (put("a.csv", format!("text\nfine\n{long}\n")), "csv", "a.csv, record 2 (line 3)"),
        (
            put("a.jsonl", format!("{{\"text\":\"fine\"}}\n{{\"text\":\"{long}\"}}\n")),
            "jsonl",
            "a.jsonl, record 2 (line 2)",
        ),
        (put("a.dat", format!("fine\n{long}\n")), "lines", "a.dat (line 2)"),
        (put("a.txt", long.clone()), "article", "a.txt"),
    ] {
        let args = [&["classify", &file, "--as", kind][..], &limit].concat();
        ended(&run(&args), 3, &[place, "is longer than 2 MiB", "--max-record 4"]);
        stdout(&run(&["classify", &file, "--as", kind, "--max-record", "4", "--format", "csv"]));
    }
    let labelled = put("l.csv", format!("text,label\na,b\n{long},c\n"));
    refused(&run(&["train", &labelled, "-o", &folder.path("m"), "--max-record", "1"]), 3, &["l.csv, record 2"]);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&vec![0; 40 << 20]).unwrap();
    let bomb = folder.put("bomb.csv.gz", packer.finish().unwrap());
    refused(&run(&["classify", &bomb]), 3, &["bomb.csv.gz (line 1)", "is longer than 16 MiB"]);
    refused(&run(&["classify", &bomb, "--max-record", "0"]), 2, &["--max-record", "1..=1024"]);
}

#[cfg(unix)]
#[test]
fn an_endless_file_ends_with_an_error() {
    for kind in ["lines", "csv", "jsonl", "article"] {
        refused(
            &run(&["classify", "/dev/zero", "--as", kind, "--format", "csv"]),
            3,
            &["/dev/zero", "longer than 16 MiB"],
        );
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_trains_the_same_model_as_the_file_with_the_digest_of_what_was_read() {
    let folder = Folder::new();
    let (rows, pipe) = (folder.labelled(), folder.path("pipe.csv"));
    let model = |input: &str, name: &str| {
        let path = folder.path(name);
        stdout(&run(&["train", input, "-o", &path, "--no-search"]));
        std::fs::read(path).unwrap()
    };
    let expected = model(&rows, "file.model");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let contents = std::fs::read(&rows).unwrap();
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::write(pipe, contents))
    };
    assert_eq!(model(&pipe, "pipe.model"), expected);
    writer.join().unwrap().unwrap();
    let piped = stance()
        .args(["train", "-", "-o", &folder.path("m"), "--no-search"])
        .write_stdin(std::fs::read(&rows).unwrap())
        .output()
        .unwrap();
    stdout(&piped);
    assert_eq!(std::fs::read(folder.path("m")).unwrap(), expected);
}

#[test]
fn a_file_named_twice_counts_once_where_rows_are_learned_from_and_is_classified_twice() {
    let folder = Folder::new();
    let rows = folder.labelled();
    std::fs::create_dir(folder.path("in")).unwrap();
    let again = folder.path("in/../labelled.csv");
    let (once, twice) = (folder.path("once"), folder.path("twice"));
    stdout(&run(&["train", &rows, "-o", &once, "--no-search"]));
    let output = run(&["train", &rows, &again, "-o", &twice, "--no-search"]);
    ended(&output, 0, &["is the same file as"]);
    assert_eq!(std::fs::read(once).unwrap(), std::fs::read(&twice).unwrap());
    for verb in [&["evaluate", "--model", &twice][..], &["audit", "--quick"]] {
        let of = |files: &[&str]| run(&[verb, files].concat());
        let (one, two) = (of(&[&rows]), of(&[&rows, &again]));
        assert_eq!(stdout(&one), stdout(&two));
        assert!(stderr(&two).contains("is the same file as"), "{}", stderr(&two));
    }
    assert_eq!(objects(&stdout(&run(&["classify", &rows, &again, "--format", "jsonl"]))).len(), 24);
}

#[test]
fn a_json_object_is_no_text_in_any_verb() {
    let folder = Folder::new();
    for value in ["{\"a\":1}", "[\"a\"]"] {
        let file = folder
            .put("a.jsonl", format!("{{\"text\":\"fine\",\"label\":\"x\"}}\n{{\"text\":{value},\"label\":\"y\"}}\n"));
        let place = ["a.jsonl, record 2 (line 2), column `text`", "JSON array or object"];
        ended(&run(&["classify", &file, "--format", "csv"]), 3, &place);
        ended(&run(&["extract", &file, "--article-column", "text", "--format", "csv"]), 3, &place);
        refused(&run(&["train", &file, "-o", &folder.path("m")]), 3, &place);
    }
    let numbers = folder.put("n.jsonl", "{\"text\":12}\n{\"text\":null}\n{\"text\":true}\n");
    assert_eq!(objects(&stdout(&run(&["classify", &numbers, "--format", "jsonl"]))).len(), 3);
}

#[test]
fn a_column_without_a_name_gets_one_that_is_announced() {
    let folder = Folder::new();
    let file = folder.put("a.csv", "text,n,\nKeep it.,1,x\n");
    let output = run(&["classify", &file, "--format", "jsonl"]);
    assert_eq!(objects(&stdout(&output))[0]["column_3"], "x");
    assert!(stderr(&output).contains("a.csv: column 3 has no name and is called `column_3`"), "{}", stderr(&output));
    let again = folder.put("b.jsonl", stdout(&output).replace("predicted_", "old_"));
    stdout(&run(&["classify", &again, "--format", "csv"]));
    let csv = stdout(&run(&["classify", &file, "--format", "csv"]));
    assert!(csv.starts_with("text,n,,predicted_"), "the columns of a table stay as they are: {csv}");
    let two = folder.put("c.csv", "text,,\nKeep it.,1,x\n");
    assert_eq!(objects(&stdout(&run(&["classify", &two, "--format", "jsonl"])))[0]["column_2"], "1");
}

#[test]
fn lines_end_with_any_line_end_and_begin_after_a_byte_order_mark() {
    let folder = Folder::new();
    for end in ["\n", "\r\n", "\r"] {
        let lines = ["Keep it.", "", "Lift the ban."].join(end);
        for contents in [lines.clone(), format!("\u{FEFF}{lines}{end}")] {
            let output = run(&["classify", &folder.put("a.dat", contents), "--as", "lines", "--format", "jsonl"]);
            assert_eq!(texts(&output), ["Keep it.", "", "Lift the ban."], "{end:?}");
        }
    }
}

#[test]
fn utf16_is_named_with_and_without_a_byte_order_mark() {
    let folder = Folder::new();
    for mark in ["", "\u{FEFF}"] {
        let text = format!("{mark}text,label\nKeep it.,a\nLift it.,b\n");
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            let file = folder.put("a.csv", &bytes);
            if !mark.is_empty() {
                // The mark says what it is, so that it can be read.
                for kind in ["csv", "lines", "article"] {
                    ended(&run(&["classify", &file, "--as", kind, "-v"]), 0, &["a.csv", "UTF-16"]);
                }
                continue;
            }
            for kind in ["csv", "jsonl", "lines", "article"] {
                refused(&run(&["classify", &file, "--as", kind]), 3, &["a.csv", "UTF-16"]);
            }
            refused(&run(&["train", &file, "-o", &folder.path("m")]), 3, &["a.csv", "UTF-16"]);
        }
    }
}
