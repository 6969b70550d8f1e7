//! `stance audit` and learning curves as a process: what is found, exit codes, bad input.

use std::process::Output;

use crate::process::{Folder, ended, run, stderr};

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(output)))
}

/// Sixty rows without fault: every word of a statement but those that tell is its own.
fn clean(folder: &Folder) -> String {
    let mut text = "id,text,stance,sentiment,group,outlet\n".to_owned();
    for k in 0..60 {
        let words = if k % 2 == 0 { "keep limits strong" } else { "lift bans soon" };
        let stance = if k % 2 == 0 { "support" } else { "oppose" };
        let tone = ["positive", "negative", "neutral"][k % 3];
        let own: Vec<String> = (0..3 + k % 4).map(|w| format!("own{k}x{w}")).collect();
        let outlet = ["wire", "daily"][k / 2 % 2];
        text.push_str(&format!("{k},{words} {},{stance},{tone},g{},{outlet}\n", own.join(" "), k / 6));
    }
    folder.put("clean.csv", &text)
}

#[test]
fn clean_data_pass_every_gate() {
    let folder = Folder::new();
    let file = clean(&folder);
    let output = run(&["audit", &file, "--strict", "--max-doubtful", "1", "--format", "json"]);
    ended(&output, 0, &["10 groups"]);
    let report = json(&output);
    assert_eq!((report["rows"].as_u64(), report["groups"].as_u64()), (Some(60), Some(10)));
    assert!(report["gates"].as_array().unwrap().iter().all(|gate| gate["passed"] == true));
    assert_eq!(report["leans"]["columns"], serde_json::json!(["outlet"]));
    assert_eq!(report["balance"]["tables"][0]["cells"]["support"]["negative"], 10);
    let views = report["models"]["heads"]["stance"]["views"].as_array().unwrap();
    let names: Vec<&str> = views.iter().map(|v| v["view"].as_str().unwrap()).collect();
    assert_eq!(names, ["majority", "length", "function words", "names", "sentiment", "words"]);
    assert_eq!(views[5]["accuracy"], 1.0);
}

#[test]
fn strict_names_each_gate_that_fails_and_flags_move_it() {
    let folder = Folder::new();
    let file = clean(&folder);
    let mut faulty = std::fs::read_to_string(&file).unwrap();
    faulty.push_str("90,\"Keep limits strong, own0x0 own0x1 own0x2!\",oppose,positive,g3,wire\n");
    faulty.push_str("91,lift bans soon own1x0 own1x1 own1x2 own1x3 now,oppose,negative,g0,wire\n");
    let faulty = folder.put("faulty.csv", &faulty);
    let other = folder.put("other.csv", "text,stance,group\nlift bans soon own3x0 own3x1 own3x2,oppose,g1\n");
    let args = ["audit", &faulty, "--against", &other, "--quick"];
    let found = json(&run(&[&args[..], &["--format", "json"]].concat()));
    let count = |list: &str| found["overlaps"][list].as_array().unwrap().len();
    assert_eq!(["duplicates", "near_duplicates", "group_leaks", "conflicts"].map(count), [1, 1, 1, 1]);
    assert_eq!(found["overlaps"]["duplicates"][0]["of"]["id"], "0");
    assert_eq!(found["overlaps"]["shared_groups"], serde_json::json!(["g1"]));
    assert!(found["models"].is_null());
    let strict = run(&[&args[..], &["--strict"]].concat());
    ended(
        &strict,
        5,
        &["duplicates: 1, above the 0 of --max-duplicates", "near-duplicates: 1", "conflicts: 1", "leaks: "],
    );
    let table = String::from_utf8(strict.stdout).unwrap();
    assert!(table.contains("record 61 (90): Keep limits strong"), "{table}");
    let allowed = [
        "--strict",
        "--max-duplicates",
        "1",
        "--max-near-duplicates",
        "1",
        "--max-conflicts",
        "1",
        "--max-leaks",
        "2",
        "--max-group-leaks",
        "1",
    ];
    ended(&run(&[&args[..], &allowed].concat()), 0, &[]);
    ended(&run(&[&args[..], &allowed, &["--min-cell", "11"]].concat()), 5, &["min-cell", "below the 11"]);
}

#[test]
fn bad_input_of_an_audit_is_named() {
    let folder = Folder::new();
    let file = clean(&folder);
    ended(&run(&["audit", "none.csv"]), 1, &["none.csv"]);
    ended(&run(&["audit"]), 2, &["FILE"]);
    ended(&run(&["audit", &file, "--near", "2"]), 2, &["near", "0 to 1"]);
    ended(&run(&["audit", &file, "--confound", "paper"]), 3, &["paper", "outlet"]);
    ended(&run(&["audit", &folder.put("cols.csv", "words,stance\na,b\n")]), 3, &["cols.csv", "text"]);
    ended(&run(&["audit", &file, "--against", &folder.put("empty.csv", "")]), 3, &["empty.csv", "is empty"]);
}

#[test]
fn a_learning_curve_doubles_up_to_all_rows() {
    let folder = Folder::new();
    let file = clean(&folder);
    let args = ["evaluate", &file, "--learning-curve", "--curve-points", "3", "--char-ngrams", "none"];
    let curve = json(&run(&[&args[..], &["--cross-validate", "5", "--format", "json"]].concat()));
    let points = curve["heads"]["stance"]["by_statements"].as_array().unwrap();
    let sizes: Vec<f64> = points.iter().map(|p| p["statements"].as_f64().unwrap()).collect();
    assert_eq!(sizes, [12.0, 24.0, 48.0]);
    assert_eq!(points[2]["scores"]["n"], 60);
    assert_eq!(curve["heads"]["stance"]["by_groups"][0]["groups"], 2.0);
    let table = run(&[&args[..], &["--against", &file]].concat());
    ended(&table, 0, &[]);
    assert!(String::from_utf8(table.stdout).unwrap().contains("stance, growing by whole groups"));
}

#[test]
fn a_learning_curve_needs_rows_to_be_scored_on() {
    let folder = Folder::new();
    let file = clean(&folder);
    ended(&run(&["evaluate", &file, "--learning-curve"]), 2, &["--cross-validate", "--against"]);
    ended(&run(&["evaluate", &file, "--against", &file]), 2, &["--learning-curve"]);
    let both = ["evaluate", &file, "--learning-curve", "--cross-validate", "3", "--against", &file];
    ended(&run(&both), 2, &["cannot be used with"]);
    let one = ["evaluate", &file, "--learning-curve", "--cross-validate", "3", "--curve-points", "1"];
    ended(&run(&one), 2, &["curve-points", "2 to 20"]);
}
