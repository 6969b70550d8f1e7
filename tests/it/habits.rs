//! Habits of command lines: help, quiet, what is said where a result is empty or odd, and reading in a terminal.

use crate::process::*;

#[test]
fn help_and_the_manual_are_complete() {
    assert_eq!(stdout(&run(&["help"])), stdout(&run(&["--help"])));
    assert_eq!(stdout(&run(&["help", "extract"])), stdout(&run(&["extract", "--help"])));
    let page = stdout(&run(&["man"]));
    for section in [".SH EXAMPLES", ".SH ENVIRONMENT", ".SH \"EXIT STATUS\"", "NO_COLOR", "COLUMNS"] {
        assert!(page.contains(section), "{section}");
    }
}

#[test]
fn values_of_options_are_suggested_and_completed() {
    for (args, wanted) in [
        (vec!["classify", "--format", "jsnl"], "jsonl"),
        (vec!["classify", "--as", "transcripts"], "transcript"),
        (vec!["train", "x.csv", "-o", "m", "--scale", "ration"], "ratio"),
        (vec!["classify", "--delimitr", ";"], "--delimiter"),
        (vec!["classfy"], "classify"),
    ] {
        refused(&run(&args), 2, &[wanted]);
    }
    let bash = stdout(&run(&["completions", "bash"]));
    for value in ["label-studio", "ndjson", "ratio-idf", "newton", "transcript"] {
        assert!(bash.contains(value) || value == "ndjson", "{value}");
    }
}

#[test]
fn quiet_leaves_out_notes_and_keeps_errors() {
    let folder = Folder::new();
    let article = folder.put("a.txt", "The rule is bad, Ada Nowak said. Ada Nowak said it would end.\n");
    assert!(stderr(&run(&["extract", &article])).contains("indirect"));
    assert_eq!(stderr(&run(&["extract", &article, "-q"])), "");
    refused(&run(&["extract", &folder.path("none.txt"), "--quiet"]), 1, &["none.txt"]);
    refused(&run(&["extract", &article, "-q", "-v"]), 2, &["--verbose"]);
    let said = stderr(&run(&["extract", &sample("wire.txt"), "-v"]));
    assert!(said.contains("1 file,") && said.contains("statements"), "{said}");
}

#[test]
fn a_header_alone_gives_a_header_alone() {
    let folder = Folder::new();
    let file = folder.put("a.csv", "text,n\n");
    let text = stdout(&run(&["classify", &file, "--format", "csv"]));
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("text,n,predicted_stance,"), "{text}");
    assert_eq!(stdout(&run(&["classify", &file, "--format", "jsonl"])), "");
    let text = stdout(&run(&["extract", &file, "--article-column", "text", "--format", "csv"]));
    assert!(text.starts_with("n,file,statement,") && text.lines().count() == 1, "{text}");
    assert_eq!(stdout(&piped(&["classify", "--format", "csv"], "")).lines().count(), 1);
    refused(&run(&["train", &file, "-o", &folder.path("m.st"), "--label", "n"]), 3, &["a.csv", "no row"]);
    refused(&run(&["classify", &folder.put("b.csv", "")]), 3, &["b.csv", "is empty"]);
}

#[test]
fn input_that_looks_like_something_else_is_said() {
    let folder = Folder::new();
    for (input, way_out) in [
        ("id,text\n1,Keep it.\n", "--as csv"),
        ("id\ttext\n1\tKeep it.\n", "--as tsv"),
        ("{\"text\": \"Keep it.\"}\n", "--as jsonl"),
    ] {
        let output = piped(&["classify", "--format", "csv"], input);
        ended(&output, 0, &["standard input", way_out]);
        assert!(!stderr(&piped(&["classify", "--as", "lines", "--format", "csv"], input)).contains("--as"));
    }
    assert_eq!(stderr(&piped(&["classify", "--format", "csv"], "The text, they say.\nKeep it.\n")), "");
    for (text, way_out) in [
        ("ADA NOWAK: We oppose the rule.\n\nBO LIND: Keep it.\n", "--as transcript"),
        ("We oppose the rule. It must go.\n", "--as document"),
        ("id,text\n1,Keep it.\n", "--as csv"),
    ] {
        let file = folder.put("a.txt", text);
        for verb in ["extract", "classify"] {
            ended(&run(&[verb, &file, "--format", "csv"]), 0, &["a.txt: no statement found", way_out]);
        }
    }
    let silent = folder.put("b.txt", "No one spoke of “it”.\n");
    ended(
        &run(&["classify", &silent, &sample("wire.txt"), "--format", "csv"]),
        0,
        &["1 of 2 files without a statement"],
    );
}

#[test]
fn a_narrow_terminal_gets_records_with_the_text_first_and_no_word_broken() {
    let text = "These unprecedentedly counterproductive restrictions will certainly cost us the semiconductor market.";
    let args = ["classify", "--text", text, "--format", "table"];
    for width in ["30", "60", "99"] {
        let output = stance().args(args).env("COLUMNS", width).output().unwrap();
        let shown = stdout(&output);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[0].starts_with("These unprecedentedly"), "{shown}");
        assert!(lines.iter().all(|line| line.chars().count() <= width.parse().unwrap()), "{shown}");
        assert_eq!(lines.join(" ").split_whitespace().take(11).collect::<Vec<_>>().join(" "), text);
        assert!(shown.contains("stance oppose 0."), "{shown}");
    }
    let wide = stance().args(args).env("COLUMNS", "100").output().unwrap();
    assert!(stdout(&wide).starts_with('┌'));
    let article =
        stance().args(["extract", &sample("wire.txt"), "--format", "table"]).env("COLUMNS", "80").output().unwrap();
    assert!(stdout(&article).contains("Marla Quillfeather"), "{}", stdout(&article));
}

#[test]
fn words_of_a_table_are_never_broken() {
    let word = "counterrevolutionaryhyperinternationalisation";
    let text = format!("Keep it {word} {}", "and do so for many a long year ".repeat(9));
    for width in ["100", "120"] {
        let output =
            stance().args(["classify", "--text", &text, "--format", "table"]).env("COLUMNS", width).output().unwrap();
        assert!(stdout(&output).contains(word), "{}", stdout(&output));
    }
}

#[test]
fn reasons_are_words_for_people_and_json_for_programs() {
    let args = ["classify", "--text", "Lift the ban now, it is a disgrace.", "--explain"];
    let shown = stdout(&run(&[&args[..], &["--format", "table"]].concat()));
    assert!(shown.starts_with("Lift the ban now, it is a disgrace.\n") && shown.contains("because of “"), "{shown}");
    assert!(!shown.contains("contribution") && !shown.contains('\u{1b}'), "{shown}");
    let coloured = stdout(&run(&[&args[..], &["--format", "table", "--color", "always"]].concat()));
    let first = coloured.lines().next().unwrap();
    assert!(first.contains("\u{1b}[1;32m") && first.contains("\u{1b}[0m"), "{coloured}");
    let plain: String = first.replace("\u{1b}[1;32m", "").replace("\u{1b}[1;31m", "").replace("\u{1b}[0m", "");
    assert_eq!(plain, "Lift the ban now, it is a disgrace.");
    let json = objects(&stdout(&run(&[&args[..], &["--format", "jsonl"]].concat())));
    assert!(json[0]["predicted_stance_reasons"].is_array());
}
