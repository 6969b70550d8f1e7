//! Coding by hand: samples, suggestions, the page to label on, agreement.

use serde_json::Value;

use crate::process::*;

/// A pool of three outlets with 60, 30 and 10 statements, and a row without text.
fn pool(folder: &Folder) -> String {
    let outlet = |k: usize| {
        if k < 60 {
            "daily"
        } else if k < 90 {
            "weekly"
        } else {
            "wire"
        }
    };
    let rows: String = (0..100).map(|k| format!("{k},{},statement number {k}\n", outlet(k))).collect();
    folder.put("pool.csv", format!("id,outlet,text\n{rows}100,wire,\n"))
}

/// The values of a column.
fn column(text: &str, name: &str) -> Vec<String> {
    let (header, rows) = records(text);
    let at = header.iter().position(|column| column == name).unwrap_or_else(|| panic!("{name} in {header:?}"));
    rows.iter().map(|row| row[at].to_owned()).collect()
}

#[test]
fn a_sample_keeps_columns_and_carries_its_probabilities() {
    let folder = Folder::new();
    let pool = pool(&folder);
    let output = run(&["sample", &pool, "-n", "20", "--format", "csv", "--label", "stance", "--label", "tone"]);
    let text = stdout(&output);
    ended(&output, 0, &["1 of 101 rows has no text", "20 of 100 rows drawn"]);
    assert!(text.starts_with("id,outlet,text,sampled,inclusion_probability,stance,tone\n"), "{text}");
    assert!(column(&text, "inclusion_probability").iter().all(|p| p == "0.2"));
    assert!(column(&text, "sampled").iter().all(|how| how == "random"));
    let again = stdout(&run(&["sample", &pool, "-n", "20", "--format", "csv", "--label", "stance", "--label", "tone"]));
    assert_eq!(text, again);
    let other = stdout(&run(&["sample", &pool, "-n", "20", "--seed", "2", "--format", "csv"]));
    assert_ne!(column(&text, "id"), column(&other, "id"));
}

#[test]
fn a_stratified_sample_weighs_each_stratum_to_its_size() {
    let folder = Folder::new();
    let pool = pool(&folder);
    for allocation in ["proportional", "equal"] {
        let args = ["sample", &pool, "-n", "24", "--strata", "outlet", "--allocation", allocation, "--format", "jsonl"];
        let rows = objects(&stdout(&run(&args)));
        for (stratum, size) in [("daily", 60.0), ("weekly", 30.0), ("wire", 10.0)] {
            let of = rows.iter().filter(|row| row["stratum"] == stratum && row["outlet"] == stratum);
            let weights: f64 = of.map(|row| 1.0 / row["inclusion_probability"].as_f64().unwrap()).sum();
            assert!((weights - size).abs() < 1e-6, "{allocation} {stratum}: {weights}");
        }
        assert!(rows.iter().all(|row| row["stance"] == Value::Null));
    }
}

#[test]
fn samples_are_written_for_labelling_tools() {
    let folder = Folder::new();
    let pool = pool(&folder);
    let tasks: Value =
        serde_json::from_str(&stdout(&run(&["sample", &pool, "-n", "3", "--format", "label-studio"]))).unwrap();
    assert_eq!(tasks[0]["data"]["inclusion_probability"], 0.03);
    assert!(tasks[0].get("predictions").is_none());
    let lines = objects(&stdout(&run(&["sample", &pool, "-n", "3", "--format", "prodigy"])));
    assert!(lines[2]["text"].is_string() && lines[2]["meta"]["sampled"] == "random");
}

#[test]
fn samples_that_cannot_be_are_refused_with_what_would_do() {
    let folder = Folder::new();
    let pool = pool(&folder);
    refused(&run(&["sample", &pool, "-n", "101"]), 2, &["--number", "at most 100"]);
    refused(&run(&["sample", &pool, "-n", "0"]), 2, &["--number", "1 or more"]);
    refused(&run(&["sample", &pool, "-n", "2", "--strata", "outlet"]), 2, &["3 strata", "at least 3"]);
    refused(&run(&["sample", &pool, "-n", "2", "--strata", "land"]), 3, &["`land`", "`outlet`", "--strata"]);
    refused(&run(&["sample", &pool, "-n", "2", "--text-column", "words"]), 3, &["`words`", "--text-column"]);
    refused(&run(&["sample", &pool, "-n", "2", "--label", "sampled"]), 2, &["--label", "`sampled`"]);
    let empty = folder.put("empty.csv", "id,text\n1,\n2, \n");
    refused(&run(&["sample", &empty, "-n", "1"]), 3, &["empty.csv", "blank in all 2 rows", "--text-column"]);
    let blank = folder.put("blank.csv", "outlet,text\na,one\n,two\n,three\n");
    let args = ["sample", &blank, "-n", "2", "--strata", "outlet"];
    refused(&run(&args), 3, &["blank.csv, record 2 (line 3), column `outlet`", "blank in 2 of 3 rows", "`unknown`"]);
    let twice = folder.put("twice.csv", "text,sampled\none,x\n");
    refused(&run(&["sample", &twice, "-n", "1"]), 3, &["`sampled`", "is there already"]);
}

#[test]
fn the_page_to_label_on_is_one_safe_file() {
    let folder = Folder::new();
    let pool = folder.put("pool.csv", "text,speaker_name\n</script><b>one,\"x\"\" onload=y\"\ntwo,\n");
    let book = folder.put("book.md", "# Toll\n\n- **pro**: for it <script>alert(1)</script>\n");
    let args =
        ["sample", &pool, "-n", "2", "--classes", "pro,con,none", "--codebook", &book, "--describe", "con=against it"];
    let source = stdout(&run(&[&args[..], &["--format", "html"]].concat()));
    let page = scraper::Html::parse_document(&source);
    crate::report::sound(&source, &page);
    let one = |selector: &str| page.select(&scraper::Selector::parse(selector).unwrap()).next().unwrap();
    let sheet: Value = serde_json::from_str(one("#desk").attr("data-sheet").unwrap()).unwrap();
    assert_eq!(sheet["heads"][0]["classes"], serde_json::json!(["pro", "con", "none"]));
    assert_eq!(
        sheet["columns"],
        serde_json::json!(["text", "speaker_name", "sampled", "inclusion_probability", "stance"])
    );
    assert!(sheet["rows"].as_array().unwrap().iter().any(|row| row[0] == "</script><b>one" && row[3] == "1"));
    assert!(one("aside dd").text().collect::<String>().contains("against it"));
    assert!(one("aside .book").text().collect::<String>().contains("<script>alert(1)</script>"));
    let again = stdout(&run(&[&args[..], &["--format", "html"]].concat()));
    assert_eq!(source, again);
}

#[test]
fn a_page_that_cannot_be_is_refused_with_what_would_do() {
    let folder = Folder::new();
    let pool = pool(&folder);
    let page = |more: &[&str]| run(&[&["sample", &pool, "-n", "2", "--format", "html"], more].concat());
    refused(&page(&[]), 2, &["--classes", "`stance`", "support,oppose,neutral"]);
    refused(&page(&["--classes", "pro"]), 2, &["--classes", "fewer than two"]);
    refused(&page(&["--classes", "pro,con,pro"]), 2, &["--classes", "twice"]);
    refused(&page(&["--classes", "tone=pro,con"]), 2, &["--classes", "`tone` is not a label column", "--label"]);
    refused(&page(&["--classes", "pro,con", "--describe", "neutral=x"]), 2, &["--describe", "pro, con"]);
    refused(&page(&["--classes", "pro,con", "--show", "land"]), 3, &["`land`", "--show"]);
    refused(&page(&["--classes", "pro,con", "--codebook", &folder.path("none.md")]), 1, &["none.md"]);
}

#[test]
fn coders_are_compared_and_what_they_dispute_is_a_sheet() {
    let folder = Folder::new();
    let row = |k: usize, label: &str| format!("{k},text {k},{label},g{}\n", k / 4);
    let label = |k: usize| ["pro", "con", "none"][k % 3];
    let ada: String = (0..40).map(|k| row(k, label(k))).collect();
    let bo: String = (0..38).rev().map(|k| row(k, if k % 10 == 0 { "none" } else { label(k) })).collect();
    let (ada, bo) = (
        folder.put("ada.csv", format!("id,text,stance,group\n{ada}")),
        folder.put("bo.csv", format!("id,text,stance,group\n{bo}")),
    );
    let sheet = folder.path("disputes.csv");
    let output = run(&["agree", &ada, &bo, "-o", &sheet, "--format", "json", "--order", "con,none,pro"]);
    let found: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let stance = &found["heads"]["stance"];
    // Numbers 0, 10, 30 are pro, con, pro for Ada; 20 is none for both.
    assert_eq!((&stance["shared"], &stance["rows"]), (&38.into(), &40.into()));
    assert!((stance["observed"]["value"].as_f64().unwrap() - 35.0 / 38.0).abs() < 1e-12);
    let alpha = stance["alpha"]["value"].as_f64().unwrap();
    let interval = stance["alpha"]["interval"].as_array().unwrap();
    assert!(interval[0].as_f64().unwrap() < alpha && alpha < interval[1].as_f64().unwrap());
    assert!(stance["alpha_ordinal"]["value"].is_f64() && stance["cohen_kappa"]["value"].is_f64());
    let text = std::fs::read_to_string(&sheet).unwrap();
    assert!(text.starts_with("id,text,group,stance,stance_ada,stance_bo\n"), "{text}");
    assert_eq!(column(&text, "id"), ["0", "10", "30"]);
    assert_eq!(column(&text, "stance"), ["", "", ""]);
    let table = stdout(&run(&["agree", &ada, &bo]));
    assert!(table.contains("Cohen's kappa") && table.contains("3 rows in dispute"), "{table}");
}

#[test]
fn coders_who_share_nothing_are_told_what_would_do() {
    let folder = Folder::new();
    let (a, b) = (folder.put("a.csv", "text,stance\none,pro\n"), folder.put("b.csv", "text,stance\ntwo,con\n"));
    refused(&run(&["agree", &a, &b]), 3, &["no row has the labels of two coders", "50 give alpha"]);
    refused(&run(&["agree", &a]), 3, &["a.csv", "one coder only", "--coder-column"]);
    let unordered = run(&["agree", &a, &folder.put("c.csv", "text,stance\none,con\n"), "--order", "pro,neutral"]);
    refused(&unordered, 3, &["`con` is not among the ordered classes", "--order"]);
}

/// Labelled rows of two classes, one of them rare, and a pool of which some rows are like them.
fn labelled(folder: &Folder) -> String {
    let row = |k: usize| match k % 4 {
        0 => format!("lift the ban number {k} now,oppose,g{}\n", k / 4),
        _ => format!("keep the controls number {k} strong,support,g{}\n", k / 4),
    };
    folder.put("labelled.csv", format!("text,stance,group\n{}", (0..80).map(row).collect::<String>()))
}

#[test]
fn suggestions_leave_out_copies_and_what_is_labelled_and_say_what_labels_bring() {
    let folder = Folder::new();
    let (labelled, model) = (labelled(&folder), folder.path("model.st"));
    stdout(&run(&["train", &labelled, "--no-search", "-o", &model]));
    let pool = folder.put(
        "pool.csv",
        "id,text,stance\n1,lift the ban number 0 now,\n2,lift the controls or keep the ban,\n3,lift the controls or keep the ban!,\n\
         4,something else altogether,\n5,keep it,support\n6,the ban on the controls,\n7,,\n",
    );
    let args = ["suggest", &pool, "--model", &model, "--labelled", &labelled, "-n", "4", "--format", "csv"];
    let output = run(&args);
    let text = stdout(&output);
    assert!(text.starts_with("id,text,stance,sampled,inclusion_probability\n"), "{text}");
    let mut ids = column(&text, "id");
    ids.sort();
    // One of the two that are alike.
    let alike = ids.iter().filter(|id| ["2", "3"].contains(&id.as_str())).count();
    assert!(alike == 1 && ids.ends_with(&["4".to_owned(), "6".to_owned()]), "{ids:?}");
    assert!(column(&text, "sampled").iter().all(|how| how == "chosen"));
    assert!(column(&text, "inclusion_probability").iter().all(String::is_empty));
    let said = stderr(&output);
    for part in
        ["1 row is labelled already", "only 3 of 4 rows", "the next 50 labels", "macro-F1 of stance by", "with 80"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(text, stdout(&run(&[&args[..], &["--threads", "2", "--no-forecast"]].concat())));
}

#[test]
fn suggestions_make_a_page_with_the_models_classes() {
    let folder = Folder::new();
    let model = folder.model();
    let pool = pool(&folder);
    let page = stdout(&run(&["suggest", &pool, "--model", &model, "-n", "3", "--format", "html"]));
    assert!(page.contains("<kbd>1</kbd> oppose") && page.contains("<kbd>2</kbd> support"));
}

#[test]
fn suggestions_that_cannot_be_are_refused_with_what_would_do() {
    let folder = Folder::new();
    let (pool, model) = (pool(&folder), folder.model());
    refused(&run(&["suggest", &pool, "--model", &model, "-n", "101"]), 2, &["--number", "at most 100"]);
    refused(
        &run(&["suggest", &pool, "--model", &model, "-n", "2", "--label", "tone"]),
        2,
        &["--label", "`tone`", "stance"],
    );
    let done = folder.put("done.csv", "text,stance\none,pro\n");
    refused(&run(&["suggest", &done, "--model", &model, "-n", "1"]), 3, &["labelled already", "rows to label"]);
    let few = folder.put("few.csv", "text,stance\none,pro\ntwo,con\n");
    let output = run(&["sample", &pool, "-n", "1", "--labelled", &few, "--format", "csv"]);
    ended(&output, 0, &["few.csv, column `stance`: has 2 labels", "needs 40, 5 of each class"]);
}
