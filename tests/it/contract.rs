//! The command line's promises, one by one: flags, exit codes, streams.

use std::process::Command;

use crate::process::*;

const LIFT: &str = "We should lift the export ban, it costs us customers.";

#[test]
fn a_byte_order_mark_is_written_only_on_request_and_only_to_csv() {
    let bytes = |args: &[&str]| run(&[&["classify", "--text", LIFT], args].concat()).stdout;
    assert!(bytes(&["--format", "csv", "--bom"]).starts_with(b"\xEF\xBB\xBFtext,"));
    assert!(bytes(&["--format", "csv"]).starts_with(b"text,"));
    assert!(bytes(&["--format", "jsonl", "--bom"]).starts_with(b"{"));
}

#[test]
fn terms_are_listed_by_extract_and_labelled_only_on_request() {
    let folder = Folder::new();
    let file =
        folder.put("a.txt", "Analysts speak of the so-called “chip gap”. “We oppose the rule,” Ada Nowak said.\n");
    let texts = |args: &[&str]| {
        let rows = objects(&stdout(&run(&[args, &[file.as_str(), "--format", "jsonl"]].concat())));
        rows.iter()
            .map(|r| (r["kind"].as_str().unwrap().to_owned(), r["predicted_stance"].is_string()))
            .collect::<Vec<_>>()
    };
    let (term, full) = ("term".to_owned(), "full".to_owned());
    assert_eq!(texts(&["extract"]), [(term.clone(), false), (full.clone(), false)]);
    assert_eq!(texts(&["classify"]), [(full.clone(), true)]);
    assert_eq!(texts(&["classify", "--include-terms"]), [(term, true), (full, true)]);
}

#[test]
fn probabilities_are_a_column_a_class_and_sum_to_one() {
    let (header, rows) = records(&stdout(&run(&["classify", "--text", LIFT, "--probabilities", "--format", "csv"])));
    let wanted = [
        "text",
        "predicted_stance",
        "predicted_stance_probability",
        "predicted_stance_unsure",
        "predicted_stance_p_neutral",
        "predicted_stance_p_oppose",
        "predicted_stance_p_support",
        "predicted_sentiment",
        "predicted_sentiment_probability",
        "predicted_sentiment_unsure",
        "predicted_sentiment_p_negative",
        "predicted_sentiment_p_neutral",
        "predicted_sentiment_p_positive",
    ];
    assert_eq!(header, wanted);
    for from in [4, 10] {
        let p: Vec<f64> = (from..from + 3).map(|k| rows[0][k].parse().unwrap()).collect();
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-5);
        let label: f64 = rows[0][from - 2].parse().unwrap();
        assert_eq!(label, p.iter().copied().fold(0.0, f64::max));
    }
}

#[test]
fn reasons_are_json_with_places_in_the_statement() {
    let (header, rows) = records(&stdout(&run(&["classify", "--text", LIFT, "--explain", "--format", "csv"])));
    let at = header.iter().position(|h| h == "predicted_stance_reasons").unwrap();
    let reasons: Vec<serde_json::Value> = serde_json::from_str(&rows[0][at]).unwrap();
    assert!(reasons.len() > 5);
    let keys = |reason: &serde_json::Value| reason.as_object().unwrap().keys().cloned().collect::<Vec<String>>();
    assert!(reasons.iter().any(|reason| reason.get("key").is_some()), "the shipped model has a dictionary");
    for reason in &reasons {
        let key = reason.get("key").map(|_| "key");
        let wanted = ["term", "start", "end", "contribution"].into_iter().chain(key);
        assert_eq!(keys(reason), wanted.collect::<Vec<_>>());
        let (start, end) = (reason["start"].as_u64().unwrap() as usize, reason["end"].as_u64().unwrap() as usize);
        let words: String = LIFT.chars().skip(start).take(end - start).collect();
        assert_eq!(reason["term"], words);
    }
}

#[test]
fn below_the_least_confidence_the_label_is_unsure() {
    let label = |least: &str| {
        let (_, rows) =
            records(&stdout(&run(&["classify", "--text", LIFT, "--min-confidence", least, "--format", "csv"])));
        rows[0][1].to_owned()
    };
    assert_eq!((label("1"), label("0") == "unsure"), ("unsure".to_owned(), false));
    for wrong in ["1.5", "-0.1", "NaN"] {
        let given = format!("--min-confidence={wrong}");
        refused(&run(&["classify", "--text", LIFT, &given]), 2, &["--min-confidence", "0 to 1"]);
    }
    refused(&run(&["classify", "--text", LIFT, "--min-confidence", "much"]), 2, &["--min-confidence"]);
}

#[test]
fn a_predicted_column_that_is_there_is_refused_in_every_format() {
    let folder = Folder::new();
    let csv = folder.put("a.csv", "text,predicted_stance\nx,y\n");
    refused(&run(&["classify", &csv, "--format", "csv"]), 3, &["predicted_stance", "rename or remove"]);
    refused(&run(&["classify", &csv, "--format", "jsonl"]), 3, &["predicted_stance"]);
    let json = folder.put("a.jsonl", "{\"text\":\"x\",\"predicted_sentiment_probability\":1}\n");
    refused(&run(&["classify", &json, "--format", "jsonl"]), 3, &["predicted_sentiment_probability"]);
}

#[test]
fn unknown_flags_and_values_exit_with_2_and_are_not_in_the_help() {
    for args in [
        vec!["classify", "--nothing"],
        vec!["classify", "--as", "poem"],
        vec!["classify", "--format", "xml"],
        vec!["extract", "--include-terms"],
        vec!["evaluate", "a.csv", "--format", "csv"],
        vec!["nothing"],
        vec![],
        vec!["train", "a.csv"],
        vec!["completions", "cobol"],
        vec!["classify", "--text", "x", "--threads", "0"],
        vec!["classify", "--text", "x", "--color", "mauve"],
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?} {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    assert!(!stdout(&run(&["extract", "--help"])).contains("--include-terms"));
}

#[test]
fn optional_columns_are_announced_named_or_turned_off() {
    let folder = Folder::new();
    let rows = |k: usize| {
        format!("keep it strong {k},support,g{k},1,c{k},{}\nlift it now {k},oppose,g{k},2,c{k},{}\n", k % 3, k % 3)
    };
    let header = "text,stance,group,weight,author,part\n".to_owned();
    let file = folder.put("a.csv", header + &(0..6).map(rows).collect::<String>());
    let model = folder.path("m.st");
    let said = |args: &[&str]| {
        let output = run(&[&["train", &file, "-o", &model], args].concat());
        stdout(&output);
        stderr(&output)
    };
    let all = said(&[]);
    assert!(all.contains("`group` is used") && all.contains("`weight` is used"), "{all}");
    let off = said(&["--ignore-column", "group", "--ignore-column", "weight"]);
    assert!(!off.contains("is used"), "{off}");
    let named = said(&["--group-column", "author"]);
    assert!(!named.contains("`group` is used"), "{named}");
    refused(&run(&["train", &file, "-o", &model, "--group-column", "none"]), 3, &["`none`", "--group-column"]);
    refused(&run(&["train", &file, "-o", &model, "--group-column", "text"]), 2, &["text"]);
    // Folds by name: three of them, whatever K says.
    let json = |args: &[&str]| {
        stdout(&run(&[&["evaluate", &file, "--format", "json", "--cross-validate", "2"], args].concat()))
    };
    let crossed: serde_json::Value = serde_json::from_str(&json(&["--fold-column", "part"])).unwrap();
    assert_eq!(crossed["heads"]["stance"]["n"], 12);
    assert_ne!(json(&["--fold-column", "part"]), json(&[]));
    refused(&run(&["evaluate", &file, "--cross-validate", "2", "--fold-column", "none"]), 3, &["`none`"]);
}

#[test]
fn bad_rows_are_skipped_only_when_asked_and_then_counted() {
    let folder = Folder::new();
    let mut rows = std::fs::read_to_string(folder.labelled()).unwrap();
    rows.push_str("one field\nkeep it,support,g1,too,many\n");
    let (file, model) = (folder.put("bad.csv", rows), folder.path("m.st"));
    refused(&run(&["train", &file, "-o", &model]), 3, &["bad.csv", "record 13", "line 14"]);
    assert!(!std::path::Path::new(&model).exists(), "nothing is left behind");
    let output = run(&["train", &file, "-o", &model, "--skip-bad-rows"]);
    stdout(&output);
    assert!(stderr(&output).contains("2 faulty rows left out"), "{}", stderr(&output));
}

#[test]
fn a_gate_that_is_not_met_exits_with_5_after_the_scores() {
    let folder = Folder::new();
    let (file, model) = (folder.labelled(), folder.model());
    // No model is right about both.
    let both = folder.put("both.csv", "text,stance\nkeep it,support\nkeep it,oppose\n");
    for format in ["table", "json", "html"] {
        let output = run(&["evaluate", &both, "--model", &model, "--min-macro-f1", "1", "--format", format]);
        assert_eq!(output.status.code(), Some(5), "{}", stderr(&output));
        assert!(!output.stdout.is_empty() && stderr(&output).contains("below the 1 asked for"));
    }
    stdout(&run(&["evaluate", &file, "--model", &model, "--min-macro-f1", "0.99"]));
}

#[test]
fn every_class_of_fault_has_its_exit_code() {
    let folder = Folder::new();
    let model = folder.path("m.st");
    refused(&run(&["classify", &folder.path("none.txt")]), 1, &["none.txt", "cannot open"]);
    refused(&run(&["classify", "--text", "x", "--model", &folder.path("none.st")]), 1, &["none.st"]);
    refused(&run(&["train", &folder.labelled(), "-o", &folder.path("no/m.st")]), 1, &["no"]);
    refused(&run(&["train", &folder.labelled(), "-o", &model, "--label", "none"]), 3, &["`none`", "--label"]);
    refused(&run(&["classify", "--text", "x", "--model", &folder.put("bad.st", "no model")]), 4, &["bad.st"]);
    refused(&run(&["inspect", &folder.put("empty.st", "")]), 4, &["empty.st"]);
    refused(&run(&["evaluate", &folder.labelled(), "--model", &folder.put("x.st", [0; 64])]), 4, &["x.st"]);
}

#[test]
fn a_closed_pipe_ends_quietly_with_0() {
    let many = "Keep the controls.\n".repeat(20_000);
    let folder = Folder::new();
    let lines = folder.put("many.txt", many);
    let table = of_repository("training-data/export-controls.csv");
    let test = of_repository("training-data/export-controls.test.csv");
    for args in [
        vec!["classify", &lines, "--as", "lines", "--format", "csv"],
        vec!["classify", &table, "--format", "jsonl"],
        vec!["classify", &test, "--format", "html"],
        vec!["man"],
        vec!["completions", "zsh"],
        vec!["--help"],
        vec!["inspect"],
    ] {
        let output = run_for_nobody(&args);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{args:?} {said}");
        assert!(said.is_empty(), "{args:?} {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn talk_that_cannot_be_written_changes_nothing() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(program());
    let output = command.args(["extract", "none.txt"]).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let folder = Folder::new();
    let file = folder.put("a.txt", "Bo Lind said that the rule should go.\n");
    let mut command = Command::new(program());
    let output = command.args(["extract", &file, "--format", "csv"]).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_that_names_the_output() {
    for args in [vec!["classify", "--text", LIFT, "--format", "csv"], vec!["man"], vec!["completions", "fish"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(program()).args(&args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(stderr(&output).contains("standard output"), "{args:?} {}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_a_shell_closed_is_an_error_and_one_that_is_thrown_away_is_not() {
    let shell = |words: &str, closed: &str| {
        // A second command, so that the shell stays the parent.
        let script = format!("\"$0\" {words} {closed}; exit $?");
        Command::new("sh").args(["-c", &script]).arg(program()).output().unwrap()
    };
    let folder = Folder::new();
    let file = folder.path("out.csv");
    let labelled = folder.labelled();
    for words in ["classify --text x --format csv", "man", "--help", "inspect", &format!("train {labelled} -o -")] {
        ended(&shell(words, ">&-"), 1, &["standard output: cannot write: it is closed"]);
        assert_eq!(shell(words, "> /dev/null").status.code(), Some(0), "{words}");
        assert_eq!(shell(words, "3>&1 > /dev/null").status.code(), Some(0), "{words}");
    }
    // Neither where results go to a file, nor where another program gives its child the null device.
    ended(&shell(&format!("classify --text x -o {file}"), ">&-"), 0, &[]);
    let null = std::fs::File::options().read(true).write(true).open("/dev/null").unwrap();
    let output = Command::new(program()).args(["classify", "--text", "x"]).stdout(null).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn colours_are_shown_only_where_they_are_wanted() {
    let coloured = |name: &str, value: &str, args: &[&str]| {
        let mut command = stance();
        if !name.is_empty() {
            command.env(name, value);
        }
        let output = command.args(["classify", "none.txt"]).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        stderr(&output).contains('\x1b')
    };
    assert!(!coloured("", "", &[]), "not to a pipe");
    assert!(coloured("", "", &["--color", "always"]));
    assert!(coloured("CLICOLOR_FORCE", "1", &[]));
    assert!(!coloured("CLICOLOR_FORCE", "1", &["--color", "never"]));
    assert!(!coloured("NO_COLOR", "1", &[]));
    assert!(coloured("NO_COLOR", "1", &["--color", "always"]), "what is said on the command line wins");
    let mut both = stance();
    both.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1");
    assert!(!stderr(&both.args(["classify", "none.txt"]).output().unwrap()).contains('\x1b'));
}

#[test]
fn data_goes_to_standard_output_and_talk_to_standard_error() {
    let folder = Folder::new();
    let file = folder.put("a.txt", "“We oppose it,” Ada Nowak said. Bo Lind said that the rule should go.\n");
    let output = run(&["classify", &file, "--format", "jsonl"]);
    assert_eq!(objects(&stdout(&output)).len(), 1);
    assert_eq!(stderr(&output), "1 indirect statement (S said that …) left aside; --indirect gives it too\n");
    assert_eq!(objects(&stdout(&run(&["classify", &file, "--indirect", "--format", "jsonl"]))).len(), 2);
    let output = run(&["train", &folder.labelled(), "-o", &folder.path("m.st")]);
    assert!(stdout(&output).is_empty() && stderr(&output).contains("stance: 12 rows"));
}

#[test]
fn a_dash_is_standard_output_for_a_model() {
    let folder = Folder::new();
    let bytes = run(&["train", &folder.labelled(), "-o", "-"]).stdout;
    assert_eq!(bytes, std::fs::read(folder.model()).unwrap());
    assert!(!std::path::Path::new("-").exists());
}

#[test]
fn a_dash_is_standard_input_for_labelled_rows() {
    let folder = Folder::new();
    let (model, rows) = (folder.model(), std::fs::read_to_string(folder.labelled()).unwrap());
    let scores = stdout(&piped(&["evaluate", "-", "--model", &model, "--format", "json"], &rows));
    let named = scores.replace("\"-\"", &format!("{:?}", folder.labelled()));
    assert_eq!(named, stdout(&run(&["evaluate", &folder.labelled(), "--model", &model, "--format", "json"])));
    let again = folder.path("again.st");
    stdout(&piped(&["train", "-", "-o", &again], &rows));
    assert_eq!(std::fs::read(model).unwrap(), std::fs::read(again).unwrap());
}

#[test]
fn the_manual_and_the_completions_know_every_verb() {
    let manual = stdout(&run(&["man"]));
    for verb in [
        "classify",
        "extract",
        "train",
        "evaluate",
        "inspect",
        "audit",
        "dictionary",
        "seed",
        "summarize",
        "verify",
        "completions",
        "man",
    ] {
        assert!(manual.contains(&format!(".SH \"STANCE {}\"", verb.to_uppercase())), "{verb}");
    }
    assert!(manual.contains("\\-\\-min\\-macro\\-f1") && manual.contains(".SH \"EXIT STATUS\""));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = stdout(&run(&["completions", shell]));
        assert!(script.contains("classify") && script.contains("article-column"), "{shell}");
    }
}

#[test]
fn threads_do_not_change_results() {
    let file = of_repository("training-data/export-controls.test.csv");
    let one = |threads: &str| run(&["classify", &file, "--explain", "--format", "jsonl", "--threads", threads]).stdout;
    assert_eq!(one("1"), one("4"));
}
