//! What `train` and `evaluate` say of rows and labels, and what a model says of itself.

use serde_json::Value;

use crate::process::*;

/// Sixty rows of three classes.
fn sides(label: impl Fn(usize) -> String) -> String {
    let words = [
        ("keep the rule for it is helpful", "support"),
        ("lift the ban for it is awful", "oppose"),
        ("the board met", "neutral"),
    ];
    let row = |k: usize| {
        let given = label(k);
        format!("{} number {k},{}\n", words[k % 3].0, if given.is_empty() { words[k % 3].1.to_owned() } else { given })
    };
    "text,label\n".to_owned() + &(0..60).map(row).collect::<String>()
}

fn train(folder: &Folder, csv: &str, options: &[&str]) -> std::process::Output {
    let file = folder.put("rows.csv", csv);
    run(&[&["train", &file, "-o", &folder.path("m.st")], options].concat())
}

#[test]
fn a_text_without_a_known_word_gets_the_class_shares_from_every_model() {
    let folder = Folder::new();
    for options in [&["--no-search"][..], &[], &["--no-search", "--char-ngrams", "none", "--norm", "sqrt-words"]] {
        stdout(&train(&folder, &sides(|_| String::new()), options));
        let (model, texts) = (folder.path("m.st"), folder.put("texts.txt", "zzzz\nqwrtp lmnb\n12345\n"));
        let line = ["classify", "--model", &model, "--as", "lines", &texts, "--probabilities", "--format", "jsonl"];
        for row in objects(&stdout(&run(&line))) {
            for class in ["neutral", "oppose", "support"] {
                let p = row[format!("predicted_label_p_{class}")].as_f64().unwrap();
                assert!((p - 1.0 / 3.0).abs() < 1e-3, "{options:?} {row}");
            }
        }
    }
}

#[test]
fn labels_that_are_surely_no_labels_are_named_in_one_warning() {
    let folder = Folder::new();
    let labels = |k: usize| match k {
        0 | 3 => "NaN".to_owned(),
        6 => "Support".to_owned(),
        7 => "\"{\"\"choice\"\": \"\"support\"\"}\"".to_owned(),
        8 => "label".to_owned(),
        9 => "a#b".to_owned(),
        10 => "b#a".to_owned(),
        _ => String::new(),
    };
    let csv = sides(labels);
    stdout(&train(&folder, &csv, &["--no-search"]));
    let file = folder.path("rows.csv");
    let model = folder.path("m.st");
    let verbs: [&[&str]; 4] = [
        &["train", &file, "--no-search", "-o", &model],
        &["evaluate", &file, "--model", &model],
        &["evaluate", &file, "--cross-validate", "2", "--no-search", "--skip-bad-rows"],
        &["audit", &file, "--quick"],
    ];
    for verb in verbs {
        let said = stderr(&run(verb));
        let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("warning: labels that may")).collect();
        assert_eq!(lines.len(), 1, "{verb:?}: {said}");
        for part in
            ["`NaN` (2 rows)", "`Support` (1)", "`{\"choice\"", "record 9 (line 10): repeats the header", "`a#b`"]
        {
            assert!(lines[0].contains(part), "`{part}` is not in {}", lines[0]);
        }
    }
    let audit: Value = serde_json::from_str(&stdout(&run(&["audit", &file, "--quick", "--format", "json"]))).unwrap();
    assert_eq!(audit["suspect_labels"][0]["kind"], "missing");
    let clean = train(&folder, &sides(|_| String::new()), &["--no-search"]);
    assert!(!stderr(&clean).contains("warning"), "{}", stderr(&clean));
}

#[test]
fn data_that_nothing_can_be_learnt_from_exits_with_3_and_leaves_no_model() {
    let folder = Folder::new();
    refused(
        &train(&folder, "text,label\n,a\n\" \",b\n", &[]),
        3,
        &["rows.csv", "every text is empty", "--text-column"],
    );
    refused(&train(&folder, &sides(|_| String::new()), &["--min-texts", "1000000"]), 3, &["rows.csv", "--min-texts"]);
    let heads = "text,a,a_probability\ngood,x,y\nbad,z,w\n";
    let columns = ["--label", "a", "--label", "a_probability"];
    refused(&train(&folder, heads, &columns), 3, &["`a_probability`", "`predicted_a_probability`", "rename"]);
    let many: String = (0..3000).map(|k| format!("text {k},c{k}\n")).collect();
    refused(&train(&folder, &("text,label\n".to_owned() + &many), &[]), 3, &["3000 different labels", "--label"]);
    assert!(!std::path::Path::new(&folder.path("m.st")).exists());
    let weight = "text,label,weight\ngood,a,1e308\nbad,b,1\n";
    refused(&train(&folder, weight, &[]), 3, &["rows.csv, record 1 (line 2), column `weight`", "`1e308`"]);
    let weightless = "text,label,weight\ngood,a,1\nbad,b,0\n";
    refused(&train(&folder, weightless, &[]), 3, &["rows.csv", "column `label`", "class `b`", "weight above 0"]);
}

#[test]
fn few_rows_are_learnt_with_a_warning_and_empty_texts_are_left_out() {
    let folder = Folder::new();
    let output = train(&folder, "text,label\ngood plan,a\nbad plan,b\n,a\n", &[]);
    stdout(&output);
    let said = stderr(&output);
    assert!(said.contains("1 row with an empty text left out") && said.contains("label: 2 rows (a 1, b 1)"), "{said}");
    assert!(
        said.contains("warning: label: classes of fewer than 10 rows") && said.contains("(a 1, b 1); label more"),
        "{said}"
    );
    assert!(!said.contains("-0.0000"), "{said}");
}

#[test]
fn a_model_that_knows_none_of_the_labels_is_refused_and_one_that_knows_some_is_a_warning() {
    let folder = Folder::new();
    stdout(&train(&folder, &sides(|_| String::new()), &["--no-search"]));
    let model = folder.path("m.st");
    let none = folder.put("none.csv", "text,label\ngood,pro\nbad,con\n");
    let output = run(&["evaluate", &none, "--model", &model]);
    refused(&output, 3, &["none.csv", "column `label`", "`con`, `pro`", "`neutral`, `oppose`, `support`"]);
    let some = folder.put("some.csv", "text,label\nkeep the rule,support\nbad,con\nworse,con\n");
    let output = run(&["evaluate", &some, "--model", &model]);
    stdout(&output);
    assert!(stderr(&output).contains("warning: label: 2 rows have labels that are no classes of the model"));
    assert!(stderr(&output).contains("`con`"));
}

#[test]
fn a_model_says_what_it_is_for_wherever_it_is_used() {
    let folder = Folder::new();
    let about = [
        "--question",
        "For or against the rule?",
        "--describe",
        "support=wants it kept",
        "--describe",
        "label.oppose=wants it gone",
        "--model-language",
        "English",
        "--licence",
        "MIT",
        "--date",
        "2026-11-30",
        "--no-search",
    ];
    stdout(&train(&folder, &sides(|_| String::new()), &about));
    let (model, rows) = (folder.path("m.st"), folder.path("rows.csv"));
    let shown =
        ["question: For or against the rule?", "label = oppose: wants it gone", "licence: MIT", "date: 2026-11-30"];
    let text = ["classify", "--text", "keep it", "--model", &model, "--format"];
    for line in [[&text[..], &["table"]].concat(), [&text[..], &["html"]].concat(), vec!["inspect", &model]] {
        let out = stdout(&run(&line));
        assert!(shown.iter().all(|part| out.contains(part)), "{line:?}: {out}");
    }
    let json: Value = serde_json::from_str(&stdout(&run(&["inspect", &model, "--format", "json"]))).unwrap();
    assert_eq!(json["about"]["heads"]["label"]["classes"]["support"], "wants it kept");
    let scores = stdout(&run(&["evaluate", &rows, "--model", &model, "--format", "json"]));
    let scores: Value = serde_json::from_str(&scores).unwrap();
    assert_eq!(scores["model"]["about"]["question"], "For or against the rule?");
    assert_eq!(scores["model"]["sha256"], json["sha256"]);
    for (wrong, says) in [
        (["--describe", "maybe=neither"], "`maybe` is not a class"),
        (["--describe", "support"], "CLASS=TEXT"),
        (["--date", "30.11.2026"], "2026-11-30"),
        (["--question", " "], "blank"),
    ] {
        refused(&train(&folder, &sides(|_| String::new()), &wrong), 2, &[wrong[0], says]);
    }
}

#[test]
fn scores_as_json_say_how_they_came_about() {
    let folder = Folder::new();
    let rows = folder.labelled();
    let digest = |bytes: &[u8]| stance::model::sha256([bytes]);
    let json = |args: &[&str]| -> Value {
        serde_json::from_str(&stdout(&run(&[&["evaluate", &rows, "--format", "json"], args].concat()))).unwrap()
    };
    let crossed = json(&["--cross-validate", "3", "--no-search"]);
    assert_eq!(crossed["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&crossed["rows"], &crossed["folds"], &crossed["model"]), (&12.into(), &3.into(), &Value::Null));
    assert_eq!(crossed["files"][0]["sha256"], digest(&std::fs::read(&rows).unwrap()));
    assert_eq!((&crossed["bootstrap"]["draws"], &crossed["bootstrap"]["unit"]), (&1000.into(), &"groups".into()));
    assert!(crossed["heads"]["stance"]["n"] == 12 && crossed["advice"]["stance"][0].is_string());
    let shipped = json(&["--ignore-column", "group"]);
    assert_eq!((&shipped["folds"], &shipped["bootstrap"]["unit"]), (&Value::Null, &"rows".into()));
    let model = shipped["model"]["sha256"].as_str().unwrap();
    assert_eq!(model, digest(&std::fs::read(of_repository("models/export-controls.safetensors")).unwrap()));
    let citation = shipped["citation"].as_str().unwrap();
    let file = std::fs::read_to_string(of_repository("CITATION.cff")).unwrap();
    for part in ["title: stance", "The developers of stance", &format!("version: {}", env!("CARGO_PKG_VERSION"))] {
        assert!(file.contains(part), "{part}");
    }
    assert!(
        citation.contains("The developers of stance") && citation.contains(env!("CARGO_PKG_VERSION")),
        "{citation}"
    );
    assert!(citation.contains(model), "{citation}");
}

#[test]
fn advice_is_given_where_scores_say_little() {
    let folder = Folder::new();
    let output = run(&["evaluate", &folder.labelled(), "--model", &folder.model()]);
    assert!(stderr(&output).contains("advice: stance: 12 rows are few to judge by"), "{}", stderr(&output));
}

#[test]
fn a_model_carries_when_its_labels_are_unsure_and_says_why() {
    let folder = Folder::new();
    let keys = folder.put("keys.yml", "limits: [rule*, ban]\n");
    let rules = ["--no-search", "--dictionary", &keys, "--unsure-below", "0.5", "--subject", "label=limits"];
    stdout(&train(&folder, &sides(|_| String::new()), &[&rules[..], &["--model-language", "English"]].concat()));
    let model = folder.path("m.st");
    let texts = "keep the rule for it is helpful\nkeep it for it is helpful\nthe board met\nrule\nqwrt zzyx plmk vvtr\n\
                 Das haben wir am Montag nicht gewusst, sagte der Sprecher der Regierung den Journalisten.\n";
    let texts = folder.put("texts.txt", texts);
    let rows = |options: &[&str]| {
        let line = ["classify", "--model", &model, "--as", "lines", &texts, "--format", "jsonl"];
        objects(&stdout(&run(&[&line[..], options].concat())))
    };
    let why: Vec<Value> = rows(&[]).iter().map(|row| row["predicted_label_unsure"].clone()).collect();
    assert_eq!(why[..2], [Value::Null, "off-subject".into()]);
    assert_eq!(why[2..], [Value::Null, "too-short".into(), "few-known-words".into(), "language".into()]);
    for row in rows(&["--min-confidence", "0"]) {
        assert!(row["predicted_label_unsure"].is_null() && row["predicted_label"] != "unsure", "{row}");
    }
    for row in rows(&["--min-confidence", "1"]) {
        let certain = row["predicted_label_probability"] == 1;
        assert_eq!(row["predicted_label"] == "unsure", !row["predicted_label_unsure"].is_null(), "{row}");
        assert!(certain || row["predicted_label"] == "unsure", "{row}");
    }
    let described = stdout(&run(&["inspect", &model]));
    assert!(described.contains("label is unsure below 0.5") && described.contains("none of the keys limits"));
    for (flag, value, problem) in [
        ("--unsure-below", "much", "is not P or COLUMN=P"),
        ("--unsure-below", "1.5", "not above 0 and at most 1"),
        ("--unsure-below", "tone=0.5", "`tone` is not a label column"),
        ("--subject", "label=cars", "`cars` is not a dictionary key"),
        ("--subject", "limits", "is not COLUMN=KEY,KEY"),
    ] {
        let given = train(&folder, &sides(|_| String::new()), &["--no-search", "--dictionary", &keys, flag, value]);
        refused(&given, 2, &[flag, problem]);
    }
}

#[test]
fn coverage_is_by_the_models_own_limit_and_a_given_limit_counts_unsure_as_missed() {
    let folder = Folder::new();
    // The last row has one known word of four; its label is certain enough, but nothing else is.
    let rows = sides(|_| String::new()) + "qwzx helpful vvtr plmk,support\nbrrr lmn,oppose\n";
    stdout(&train(&folder, &rows, &["--no-search", "--min-texts", "2", "--unsure-below", "0.6"]));
    let (model, file) = (folder.path("m.st"), folder.path("rows.csv"));
    let scores = |options: &[&str]| -> Value {
        let line = [&["evaluate", &file, "--model", &model, "--format", "json"][..], options].concat();
        let report: Value = serde_json::from_str(&stdout(&run(&line))).unwrap();
        report["heads"]["label"].clone()
    };
    let (own, none, all) = (scores(&[]), scores(&["--min-confidence", "0"]), scores(&["--min-confidence", "1"]));
    assert_eq!((&own["unsure"], &none["unsure"]), (&0.into(), &0.into()));
    assert!(own["coverage"].as_f64() < Some(1.0) && own["accuracy"] == none["accuracy"]);
    assert_eq!(none["coverage"].as_f64(), Some(1.0));
    assert!(all["unsure"].as_u64() >= Some(2) && all["accuracy"].as_f64() < none["accuracy"].as_f64());
    let curve = own["risk_coverage"].as_array().unwrap();
    assert!(curve.len() > 1 && curve.last().unwrap()["accuracy"] == own["accuracy"]);
}
