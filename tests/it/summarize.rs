//! `stance summarize`: from articles to shares, and input that cannot be summarised.

use crate::process::*;

/// Articles of two months in a folder; all people and companies are invented.
fn articles(folder: &Folder) -> String {
    std::fs::create_dir(folder.path("articles")).unwrap();
    for n in 0..12 {
        let month = 1 + n / 6;
        let text = format!(
            "The valve rule, day {n}\n\"These limits on chip exports keep us safe, and report {n} shows why,\" said Ada \
             Example, a senator.\n\"The export ban hurts our workers and should be repealed before week {n},\" said Bo \
             Sample, head of Valve Works.\n\"Rule number {n} takes effect in May,\" said Cy Instance, a clerk.\n"
        );
        folder.put(&format!("articles/2026-0{month}-{:02}.txt", 10 + n), &text);
    }
    folder.path("articles")
}

/// Fills in the codes of a sheet: what each speaker always says.
fn code(folder: &Folder, sheet: &str) {
    let text = std::fs::read_to_string(sheet).unwrap();
    let codes = [("Ada", "support"), ("Bo", "oppose"), ("Cy", "neutral")];
    let coded = text.lines().map(|line| match codes.iter().find(|(name, _)| line.contains(&format!(",{name} "))) {
        Some((_, code)) => format!("{line}{code}\n"),
        None => format!("{line}\n"),
    });
    folder.put("coded.csv", coded.collect::<String>());
}

#[test]
fn a_study_takes_four_commands_from_articles_to_the_page() {
    let folder = Folder::new();
    let (labelled, sheet, page) = (folder.path("labelled.csv"), folder.path("sheet.csv"), folder.path("page.html"));
    stdout(&run(&["classify", &articles(&folder), "--probabilities", "-o", &labelled]));
    stdout(&run(&["sample", &labelled, "-n", "24", "-o", &sheet]));
    code(&folder, &sheet);
    let coded = folder.path("coded.csv");
    let args =
        ["summarize", &labelled, "--by", "speaker_name", "--over", "month", "--coded", &coded, "--min-cell", "6"];
    ended(&run(&[&args[..], &["-o", &page]].concat()), 0, &["corrected by 24 coded statements, with 95 % intervals"]);
    let html = std::fs::read_to_string(&page).unwrap();
    for wanted in
        ["Ada Example", "2026-01", "2026-02", "95 % intervals", "\"sha256\"", "data-open", "report 7 shows why"]
    {
        assert!(html.contains(wanted), "{wanted}");
    }
    let found: serde_json::Value =
        serde_json::from_str(&stdout(&run(&[&args[..], &["--format", "json"]].concat()))).unwrap();
    let total = &found["total"];
    assert_eq!(
        (total["statements"].as_u64(), total["documents"].as_u64(), total["speakers"].as_u64()),
        (Some(36), Some(12), Some(3))
    );
    let sum: f64 = total["shares"].as_array().unwrap().iter().map(|s| s["corrected"]["value"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9);
}

#[test]
fn a_table_of_actors_is_corrected_once_and_given_back() {
    let folder = Folder::new();
    let (articles, labelled, actors) = (articles(&folder), folder.path("labelled.csv"), folder.path("actors.csv"));
    stdout(&run(&["extract", &articles, "--format", "csv", "-o", &labelled]));
    let text = std::fs::read_to_string(&labelled).unwrap();
    let coded =
        text.lines().enumerate().map(|(n, line)| format!("{line},{}\n", if n == 0 { "stance" } else { "support" }));
    let coded = folder.put("coded.csv", coded.collect::<String>());
    stdout(&run(&["summarize", &coded, "--label", "stance", "--actors-table", &actors]));
    let table = std::fs::read_to_string(&actors).unwrap();
    assert!(
        table.starts_with("name,actor,actor_kind,actor_country,statements\nAda Example,Ada Example,,,12\n"),
        "{table}"
    );
    std::fs::write(&actors, table.replace("Ada Example,Ada Example,,", "Ada Example,Senate,parliament,Norland"))
        .unwrap();
    stdout(&run(&["classify", &articles, "--actors", &actors, "-o", &labelled]));
    let by_actor = stdout(&run(&["summarize", &labelled, "--by", "actor", "--by", "actor_kind", "--format", "csv"]));
    assert!(by_actor.contains("Senate,parliament,group,12,12,1,"), "{by_actor}");
}

#[test]
fn near_copies_are_counted_once_unless_they_are_kept() {
    let folder = Folder::new();
    let text = "we will not accept a rule that closes our plants and sends the work";
    let row = |file: &str, end: &str, speaker: &str| format!("{file},{text} {end},{speaker},oppose\n");
    let rows = [row("a.txt", "abroad", "Ada"), row("b.txt", "away", "Ada"), row("b.txt", "abroad", "Bo")].concat();
    let file = folder.put("rows.csv", format!("file,text,speaker_name,stance\n{rows}"));
    let counts = |more: &[&str]| {
        let args = [&["summarize", &file, "--label", "stance", "--format", "json"], more].concat();
        let output = run(&args);
        let found: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert_eq!(stderr(&output).contains("1 statement is a near copy"), more.is_empty(), "{}", stderr(&output));
        (found["total"]["statements"].as_u64(), found["counts"]["near_copies"].as_u64())
    };
    assert_eq!(counts(&[]), (Some(2), Some(1)));
    assert_eq!(counts(&["--keep-near-copies"]), (Some(3), Some(0)));
    assert_eq!(counts(&["--keep-copies"]), (Some(3), Some(0)));
}

#[test]
fn expectation_maximisation_starts_from_the_training_shares_where_they_are_known() {
    let folder = Folder::new();
    let labelled = folder.path("labelled.csv");
    let articles = articles(&folder);
    stdout(&run(&["classify", &articles, "--probabilities", "-o", &labelled]));
    let scores = stdout(&run(&["evaluate", &of_repository("examples/gold.csv"), "--format", "json"]));
    let mut known: serde_json::Value = serde_json::from_str(&scores).unwrap();
    assert!(known["model"]["training_rows"]["stance"]["support"].as_f64().unwrap() > 100.0);
    let summarize = |scores: &serde_json::Value| {
        let file = folder.put("scores.json", scores.to_string());
        stdout(&run(&["summarize", &labelled, "--errors", &file]))
    };
    let said = summarize(&known);
    assert!(said.contains("EM (guess)") && !said.contains("is not known"), "{said}");
    known["model"].as_object_mut().unwrap().remove("training_rows");
    assert!(summarize(&known).contains("What shares the classes had in training is not known"));
}

#[test]
fn what_cannot_be_summarised_is_named() {
    let folder = Folder::new();
    let rows = "text,stance,outlet\nKeep it.,support,a\nDrop it.,oppose,b\n";
    let file = folder.put("a.csv", rows);
    refused(&run(&["summarize", &file]), 3, &["a.csv", "predicted_", "--label"]);
    refused(&run(&["summarize", &file, "--label", "mood"]), 3, &["`mood`", "outlet"]);
    refused(&run(&["summarize", &file, "--label", "stance", "--by", "paper"]), 3, &["`paper`", "--by"]);
    refused(&run(&["summarize", &file, "--label", "stance", "--over", "paper"]), 3, &["`paper`", "--over"]);
    refused(&run(&["summarize", &file, "--label", "stance", "--position", "for=1"]), 2, &["`for`", "`oppose`"]);
    refused(&run(&["summarize", &folder.path("none.csv")]), 1, &["none.csv"]);
    refused(&run(&["summarize", &folder.put("b.csv", "text,stance\n,\n"), "--label", "stance"]), 3, &["no row"]);
    let coded = folder.put("coded.csv", "text,stance\nKeep it.,support\n");
    let with = |more: &[&str]| run(&[&["summarize", &file, "--label", "stance", "--coded", &coded], more].concat());
    refused(&with(&[]), 3, &["coded.csv", "inclusion_probability", "--equal-chance"]);
    refused(&with(&["--equal-chance", "--code-column", "code"]), 3, &["`code`", "--code-column"]);
    let other = folder.put("coded.csv", "text,stance\nAnother text.,support\n");
    refused(
        &run(&["summarize", &file, "--label", "stance", "--coded", &other, "--equal-chance"]),
        3,
        &["in the corpus"],
    );
}

#[test]
fn every_format_has_the_same_numbers() {
    let folder = Folder::new();
    let rows: String = (0..40)
        .map(|n| format!("Statement {n} on the toll,{},2026-0{}-01\n", ["support", "oppose"][n % 2], 1 + n % 3))
        .collect();
    let file = folder.put("a.csv", format!("text,stance,date\n{rows}"));
    let out =
        |format: &str| stdout(&run(&["summarize", &file, "--label", "stance", "--over", "month", "--format", format]));
    let csv = out("csv");
    assert!(csv.contains("2026-01,group,14,14,0,oppose,7,0.5,"), "{csv}");
    assert!(out("table").contains("50.0 %") && out("html").contains("50.0 %"));
    let json: serde_json::Value = serde_json::from_str(&out("json")).unwrap();
    assert_eq!(json["cells"][0]["shares"][0]["naive"], 0.5);
    assert_eq!(json["command"], serde_json::json!(["summarize", "--over=month", "--label=stance", "--", &file]));
    assert_eq!(json["inputs"][0]["file"], file.as_str());
}
