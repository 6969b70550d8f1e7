//! What the program writes to a terminal, and how it ends: nothing commands the terminal, messages are short, and what
//! cannot be written is an error.

use std::process::{Command, Output};

use crate::process::*;

/// Characters that command a terminal or turn the order of a line.
const COMMANDS: [char; 6] = ['\u{1b}', '\u{7}', '\r', '\u{9b}', '\u{202e}', '\u{2066}'];

/// Asserts that neither stream commands the terminal, and that the first of [`COMMANDS`] is shown in one of them.
fn tame(output: &Output, what: &str) {
    let streams = format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(output));
    for command in COMMANDS {
        assert!(!streams.contains(command), "{what}: {command:?} in {streams:?}");
    }
    assert!(streams.contains("\\u{1b}"), "{what}: {streams}");
}

#[test]
fn tables_and_messages_show_characters_that_command_a_terminal_as_escapes() {
    let folder = Folder::new();
    let evil: String = COMMANDS.iter().collect::<String>() + "[31m";
    let quoted = format!("\"{evil}\"");
    let lines = folder.put("a.dat", format!("Keep it {}.\n", evil.replace('\r', "")));
    let article = folder.put("a.txt", format!("“We {evil} oppose the rule,” Ada {evil} Nowak said.\n"));
    tame(&run(&["classify", &lines, "--as", "lines", "--format", "table"]), "a statement");
    tame(&run(&["extract", &article, "--format", "table"]), "an article");
    tame(&run(&["classify", "--text", &evil, "--format", "table"]), "a text of the command line");
    let rows: String = (0..12)
        .map(|k| format!("keep the rule {k},{quoted},{quoted}\nlift the ban {k},b{quoted},g\n"))
        .collect::<String>()
        .replace(&format!("b{quoted}"), "b");
    let labelled = folder.put("l.csv", format!("text,{quoted},{quoted}x\n{rows}").replace(&format!("{quoted}x"), "by"));
    let model = folder.path("m.model");
    let trained = run(&["train", &labelled, "-o", &model, "--label", &evil]);
    assert!(trained.status.success(), "{}", stderr(&trained));
    tame(&trained, "names of a head and a class");
    tame(&run(&["inspect", &model]), "a model");
    tame(&run(&["classify", "--text", "x", "--model", &model, "--format", "table"]), "a label");
    tame(&run(&["evaluate", &labelled, "--model", &model, "--label", &evil, "--by", "by"]), "scores");
    tame(&run(&["audit", &labelled, "--label", &evil]), "an audit");
    tame(&run(&["classify", &labelled, "--text-column", "none"]), "a list of columns");
    tame(&run(&["classify", &labelled, "--text-column", &evil.replace('m', "")]), "a column that is not there");
    tame(&run(&["classify", &folder.path(&format!("no{evil}.csv"))]), "a file that is not there");
    tame(&run(&["classify", &evil]), "a file without an extension");
    tame(&run(&["classify", &format!("--{evil}")]), "an option");
    tame(&run(&["classify", "--format", &evil]), "a value");
    tame(&run(&["train", &labelled, "-o", &folder.path(&format!("no{evil}/m"))]), "an output");
    let weights = folder.put("w.csv", format!("text,label,weight\na,b,{quoted}\n"));
    tame(&run(&["train", &weights, "-o", &model]), "a cell");
}

#[test]
fn a_message_is_one_line_and_short_whatever_a_cell_holds() {
    let folder = Folder::new();
    let long = "very ".repeat(200_000);
    let names: String = (0..20_000).map(|k| format!("column number {k},")).collect();
    let model = folder.path("m");
    let targets: String =
        (0..2000).map(|k| format!("\"text {k}\",{},\"target\nnumber {k}\"\n", ["a", "b"][k % 2])).collect();
    let targets = folder.put("t.csv", format!("text,label,target\n{targets}"));
    stdout(&run(&["train", &targets, "-o", &folder.path("t.model"), "--no-search", "--calibration", "none"]));
    for args in [
        vec!["train", &folder.put("w.csv", format!("text,label,weight\na,b,{long}\n")), "-o", &model],
        vec!["train", &folder.put("l.csv", format!("text,label\na,{long}\n")), "-o", &model],
        vec!["classify", &folder.put("n.csv", format!("{names}x\n1\n")), "--format", "csv"],
        vec!["classify", &folder.put("d.csv", format!("{long},{long}\n1,2\n"))],
        vec!["classify", &folder.put("j.jsonl", format!("{{\"{long}\":1,\"{long}\":2}}\n"))],
        vec!["classify", &folder.put("v.jsonl", format!("{{\"text\":\"{long}\\ud800\"}}\n"))],
        vec!["classify", "--text", "x", "--model", &folder.path("t.model")],
        vec!["classify", &folder.put("a.csv", "text,\"two\nlines\"\nx\n"), "--text-column", "none"],
        vec!["classify", &folder.path("no\nfile.csv")],
    ] {
        let output = run(&args);
        let message = stderr(&output);
        assert!(matches!(output.status.code(), Some(1..=3)), "{args:.60?} {message:.300}");
        assert_eq!(message.lines().count(), 1, "{message:.300}");
        assert!(message.len() < 5000, "{} bytes: {message:.300}", message.len());
    }
}

#[test]
fn numbers_out_of_range_are_refused_with_the_range() {
    let folder = Folder::new();
    let rows = folder.labelled();
    for (verb, option, values, range) in [
        ("evaluate", "--min-macro-f1", &["NaN", "2", "-1", "-0.5", "inf", "x"][..], "0 to 1"),
        ("classify", "--min-confidence", &["NaN", "2", "-1"], "0 to 1"),
        ("audit", "--near", &["-1", "NaN", "1.5"], "0 to 1"),
        ("audit", "--max-lean", &["-1", "NaN"], "0 to 1"),
        ("audit", "--max-imbalance", &["0.5", "NaN", "-2"], "1 or more"),
        ("audit", "--max-shortcut", &["-1", "NaN", "inf"], "0 or more"),
        ("classify", "--threads", &["0", "-1", "1025", "18446744073709551615", "x"], "1 to 1024"),
        ("classify", "--max-record", &["0", "-1", "1025"], "1..=1024"),
    ] {
        for value in values {
            refused(&run(&[verb, &rows, option, value]), 2, &[option.trim_start_matches('-'), range]);
        }
    }
    for value in ["-1", "0", "NaN", "1e300"] {
        let refusal = run(&["evaluate", &rows, "--cross-validate", "2", "--penalty", value]);
        refused(&refusal, 2, &["penalty", "1e-30 to 1e30"]);
    }
}

#[test]
fn options_of_training_are_refused_where_nothing_is_trained() {
    let folder = Folder::new();
    let rows = folder.labelled();
    refused(&run(&["evaluate", &rows, "--penalty", "1"]), 2, &["--cross-validate", "--against"]);
    refused(&run(&["evaluate", &rows, "--no-search"]), 2, &["--cross-validate", "--against"]);
}

#[test]
fn a_statement_may_begin_with_a_minus_sign_and_a_digit() {
    let rows = objects(&stdout(&run(&["classify", "--text", "-1", "--format", "jsonl"])));
    assert_eq!(rows[0]["text"], "-1");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error_in_every_verb() {
    let folder = Folder::new();
    let rows = folder.labelled();
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for args in [
        vec!["--help"],
        vec!["--version"],
        vec!["classify", "--help"],
        vec!["man"],
        vec!["completions", "bash"],
        vec!["inspect"],
        vec!["classify", &rows, "--format", "csv"],
        vec!["classify", &rows, "--format", "table"],
        vec!["classify", &rows, "--format", "html"],
        vec!["evaluate", &rows, "--label", "stance"],
        vec!["evaluate", &rows, "--label", "stance", "--format", "json"],
        vec!["audit", &rows, "--quick"],
        vec!["train", &rows, "-o", "-", "--no-search"],
    ] {
        let output = Command::new(program()).args(&args).stdout(full()).output().unwrap();
        ended(&output, 1, &["standard output: cannot write"]);
        // A reader that goes away is no fault.
        let output = run_for_nobody(&args);
        assert_eq!(output.status.code(), Some(0), "{args:?} {}", stderr(&output));
    }
}

#[cfg(unix)]
#[test]
fn outputs_that_cannot_be_written_are_refused_before_the_work_and_links_are_followed() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new();
    let rows = folder.labelled();
    // Rows that cannot be read show that the output is looked at first.
    let unread = folder.path("no-such.csv");
    for output in ["new/", "", "no/such/m"] {
        let output = if output.is_empty() { folder.path("..") } else { folder.path(output) };
        let refused = run(&["train", &unread, "-o", &output]);
        ended(&refused, 1, &["folder"]);
        assert!(!stderr(&refused).contains("no-such.csv"), "{}", stderr(&refused));
    }
    std::os::unix::fs::symlink("behind.model", folder.path("link.model")).unwrap();
    stdout(&run(&["train", &rows, "-o", &folder.path("link.model"), "--no-search"]));
    assert!(std::fs::symlink_metadata(folder.path("link.model")).unwrap().is_symlink());
    assert!(std::fs::metadata(folder.path("behind.model")).unwrap().is_file());
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.csv.zst");
    let path = std::path::Path::new(&folder.path("")).join(name);
    std::fs::write(
        &path,
        ruzstd::encoding::compress_to_vec(&b"text\nKeep it.\n"[..], ruzstd::encoding::CompressionLevel::Fastest),
    )
    .unwrap();
    let output = stance().arg("classify").arg(&path).args(["--format", "csv"]).output().unwrap();
    assert!(stdout(&output).starts_with("text,predicted_"));
}

#[test]
fn a_statement_in_place_of_a_file_is_told_from_a_file_without_an_extension() {
    refused(&run(&["classify", "We must keep these controls"]), 2, &["is not a file", "--text"]);
}
