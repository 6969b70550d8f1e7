//! `stance verify`, and what `evaluate` says beside its scores: other labellers, baselines, the model card.

use crate::process::*;

/// Labelled rows, and a summary of them in a format.
fn summary(folder: &Folder, format: &str) -> (String, String) {
    let rows: String =
        (0..40).map(|n| format!("Statement {n} on the toll,{}\n", ["support", "oppose"][n % 2])).collect();
    let file = folder.put("rows.csv", format!("text,stance\n{rows}"));
    let report = folder.path(&format!("report.{format}"));
    stdout(&run(&["summarize", &file, "--label", "stance", "-o", &report]));
    (file, report)
}

#[test]
fn a_report_is_verified_from_its_files() {
    for format in ["json", "html"] {
        let folder = Folder::new();
        let (_, report) = summary(&folder, format);
        let said = stdout(&run(&["verify", &report]));
        assert!(said.starts_with("verified: ") && said.contains("from 1 file"), "{said}");
    }
}

#[test]
fn a_number_that_was_changed_is_named() {
    let folder = Folder::new();
    for format in ["json", "html"] {
        let (_, report) = summary(&folder, format);
        let text = std::fs::read_to_string(&report).unwrap();
        assert!(text.contains("\"naive\": 0.5"));
        std::fs::write(&report, text.replacen("\"naive\": 0.5", "\"naive\": 0.75", 1)).unwrap();
        let output = run(&["verify", &report]);
        assert_eq!(output.status.code(), Some(5));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("/total/shares/0/naive: 0.75 in the report, 0.5 now"), "{said}");
    }
}

#[test]
fn what_a_page_shows_is_verified_beside_its_record() {
    let folder = Folder::new();
    let (_, report) = summary(&folder, "html");
    let page = std::fs::read_to_string(&report).unwrap();
    assert!(stdout(&run(&["verify", &report])).contains("the page shows what they say"));
    let changed = |from: &str, to: &str, wanted: &[&str]| {
        assert!(page.contains(from), "{from}");
        std::fs::write(&report, page.replacen(from, to, 1)).unwrap();
        let output = run(&["verify", &report]);
        assert_eq!(output.status.code(), Some(5));
        let said = String::from_utf8(output.stdout).unwrap();
        for wanted in wanted {
            assert!(said.starts_with("1 difference ") && said.contains(wanted), "`{wanted}` is not in: {said}");
        }
    };
    // A cell of the table, a bar, a statement, a sentence, the script.
    changed(
        "<td class=\"n\">50.0 %</td>",
        "<td class=\"n\">80.0 %</td>",
        &["table `Naive shares of the labels`, row `all`, column `oppose`: `80.0 %` in the report, `50.0 %` now"],
    );
    changed("width=\"160.0\"", "width=\"300.0\"", &["row `all`, column `Shares`, width: `300.0` in the report"]);
    changed("Statement 3 on the toll", "Statement 3 on a toll", &["listed, item 4: `Statement 3 on a toll` in"]);
    changed("40 statements, 40", "90 statements, 40", &["p: `90 statements"]);
    changed("\"use strict\";", "\"use strict\"; alert(1);", &["script: "]);
}

#[test]
fn a_page_of_scores_is_verified_too() {
    let folder = Folder::new();
    let (gold, scores) = (sample("gold.csv"), folder.path("scores.html"));
    stdout(&run(&["evaluate", &gold, "--label", "stance", "--format", "html", "-o", &scores]));
    assert!(stdout(&run(&["verify", &scores])).contains("the page shows what they say"));
    let page = std::fs::read_to_string(&scores).unwrap();
    std::fs::write(&scores, page.replacen("Scores on ", "Best scores on ", 1)).unwrap();
    assert_eq!(run(&["verify", &scores]).status.code(), Some(5));
}

#[test]
fn files_that_changed_or_are_gone_are_named() {
    let folder = Folder::new();
    let (file, report) = summary(&folder, "json");
    folder.put("rows.csv", "text,stance\nNo.,oppose\n");
    refused(&run(&["verify", &report]), 3, &["report.json", "rows.csv", "other contents"]);
    std::fs::remove_file(&file).unwrap();
    refused(&run(&["verify", &report]), 1, &["rows.csv", "open"]);
    for (name, text) in [("a.json", "{}"), ("b.json", "text\n"), ("c.html", "<p>no record</p>")] {
        refused(&run(&["verify", &folder.put(name, text)]), 3, &[name, "no record"]);
    }
    refused(&run(&["verify", &folder.path("none.json")]), 1, &["none.json"]);
    let odd = folder.put("odd.json", "{\"command\": [\"classify\"], \"inputs\": []}");
    refused(&run(&["verify", &odd]), 3, &["no record"]);
}

#[test]
fn an_evaluation_is_verified_too() {
    let folder = Folder::new();
    let (gold, scores) = (sample("gold.csv"), folder.path("scores.json"));
    stdout(&run(&["evaluate", &gold, "--label", "stance", "--format", "json", "-o", &scores]));
    assert!(stdout(&run(&["verify", &scores])).starts_with("verified: "));
}

#[test]
fn any_labeller_is_scored_by_its_column() {
    let folder = Folder::new();
    let rows: String = (0..40)
        .map(|n| {
            let truth = ["support", "oppose"][n % 2];
            let other = if n % 4 == 0 { "oppose" } else { truth };
            let coder = if n == 1 { "unsure" } else { truth };
            format!("Statement {n},{truth},{other},{coder}\n")
        })
        .collect();
    let file = folder.put("rows.csv", format!("text,stance,machine,coder\n{rows}"));
    let scores = |column: &str| -> serde_json::Value {
        let args = ["evaluate", &file, "--predicted", column, "--format", "json"];
        serde_json::from_str(&stdout(&run(&args))).unwrap()
    };
    let machine = scores("machine");
    assert_eq!(machine["heads"]["stance"]["accuracy"], 0.75);
    assert!(machine["heads"]["stance"]["log_loss"].is_null() && machine["model"].is_null());
    let coder = scores("coder");
    assert_eq!(
        (&coder["heads"]["stance"]["unsure"], &coder["heads"]["stance"]["accuracy"]),
        (&1.into(), &0.975.into())
    );
    refused(&run(&["evaluate", &file, "--predicted", "nobody"]), 3, &["`nobody`", "--predicted"]);
    refused(&run(&["evaluate", &sample("gold.csv"), "--predicted", "text"]), 3, &["`stance`", "--label"]);
}

#[test]
fn two_models_are_compared_on_the_same_rows() {
    let folder = Folder::new();
    let gold = sample("gold.csv");
    let args = ["evaluate", &gold, "--label", "stance", "--baseline", "shipped"];
    let text = stdout(&run(&args));
    assert!(text.contains("stance against shipped") && text.contains("+0.000 to +0.000"), "{text}");
    let json = stdout(&run(&[&args[..], &["--format", "json"]].concat()));
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["baseline"]["differences"]["stance"]["macro_f1"]["difference"], 0.0);
    refused(&run(&["evaluate", &gold, "--baseline", &folder.path("none.st")]), 1, &["none.st"]);
}

#[test]
fn a_model_card_has_the_sections_that_people_expect() {
    let card = stdout(&run(&["evaluate", &sample("gold.csv"), "--card"]));
    assert!(card.starts_with("---\nlanguage: en\n"), "{card}");
    for wanted in [
        "library_name: stance",
        "model-index: [{",
        "## Model details",
        "## Intended use",
        "## Labels",
        "## Training data",
        "## Training procedure",
        "## Evaluation",
        "### stance",
        "Matthews correlation",
        "## Limits",
        "## How to cite",
    ] {
        assert!(card.contains(wanted), "`{wanted}` is not in: {card}");
    }
    refused(&run(&["evaluate", &sample("gold.csv"), "--card", "--format", "json"]), 2, &["--card"]);
}

#[test]
fn neither_a_table_of_actors_nor_a_verification_is_written_over_an_input() {
    let folder = Folder::new();
    let rows = "text,speaker_name,predicted_stance,predicted_stance_probability\nwe are for it,Ada,support,0.9\n";
    let (labelled, report) = (folder.put("labelled.csv", rows), folder.path("report.json"));
    refused(&run(&["summarize", &labelled, "--actors-table", &labelled]), 2, &["--actors-table", "would be lost"]);
    let both = folder.path("both.csv");
    refused(&run(&["summarize", &labelled, "--actors-table", &both, "-o", &both]), 2, &["is the output too"]);
    assert_eq!(std::fs::read_to_string(&labelled).unwrap(), rows);
    // Of a name that `verify` writes, too.
    let rows = r#"[{"text": "we are for it", "predicted_stance": "support", "predicted_stance_probability": 0.9}]"#;
    let labelled = folder.put("labelled.json", rows);
    stdout(&run(&["summarize", &labelled, "--format", "json", "-o", &report]));
    refused(&run(&["verify", &report, "-o", &labelled]), 2, &["is the input", "would be lost"]);
    assert_eq!(std::fs::read_to_string(&labelled).unwrap(), rows);
}

#[test]
fn a_model_or_dictionary_that_was_replaced_since_is_named() {
    let folder = Folder::new();
    let (rows, model, report) = (folder.labelled(), folder.path("m.st"), folder.path("scores.json"));
    let train = |more: &[&str]| stdout(&run(&[&["train", &rows, "--no-search", "-o", &model], more].concat()));
    train(&[]);
    stdout(&run(&["evaluate", &rows, "--model", &model, "-o", &report]));
    assert!(stdout(&run(&["verify", &report])).starts_with("verified: "));
    train(&["--penalty", "7"]);
    refused(&run(&["verify", &report]), 3, &["was made from other contents of", "m.st"]);

    let keys = folder.put("keys.yml", "keep: [keep*]\nlift: [lift*]\n");
    let own = ["evaluate", &rows, "--cross-validate", "2", "--no-search", "--dictionary", &keys, "-o", &report];
    stdout(&run(&own));
    assert!(std::fs::read_to_string(&report).unwrap().contains("\"other_files\""));
    assert!(stdout(&run(&["verify", &report])).starts_with("verified: "));
    refused(&run(&["verify", &report, "-o", &keys]), 2, &["keys.yml"]);
    folder.put("keys.yml", "keep: [keep*]\nlift: [remove*]\n");
    refused(&run(&["verify", &report]), 3, &["was made from other contents of", "keys.yml"]);
}

#[test]
fn a_page_of_many_groups_says_what_it_leaves_out_and_is_verified() {
    let folder = Folder::new();
    let rows: String = (0..2100).map(|n| format!("Statement {n} on the toll,support,outlet {n}\n")).collect();
    let file = folder.put("rows.csv", format!("text,stance,outlet\n{rows}Nothing.,oppose,outlet 7\n"));
    let report = folder.path("report.html");
    stdout(&run(&["summarize", &file, "--label", "stance", "--by", "outlet", "--min-cell", "1", "-o", &report]));
    let page = std::fs::read_to_string(&report).unwrap();
    assert!(page.contains("2000 of 2100 rows are on this page") && page.contains("writes has all"));
    assert!(page.contains("1<span class=\"vh\"> statement of outlet 0</span>"));
    assert!(page.contains("2<span class=\"vh\"> statements of outlet 7</span>"));
    assert!(stdout(&run(&["verify", &report])).contains("the page shows what they say"));
    let table = stdout(&run(&[
        "summarize",
        &file,
        "--label",
        "stance",
        "--by",
        "outlet",
        "--min-cell",
        "1",
        "--format",
        "csv",
    ]));
    assert!(table.contains("outlet 2099"));
}
