//! Rows learnt on top of a model: `train --start`.

use serde_json::Value;

use crate::process::*;

/// A model of two label columns, and rows with new words for one of them.
fn prepared(folder: &Folder) -> (String, String) {
    let row = |k: usize| {
        let (word, side) = [("keep", "support"), ("lift", "oppose"), ("meet", "neutral")][k % 3];
        let (mood, tone) = [("gladly", "positive"), ("sadly", "negative")][k % 2];
        format!("they {word} it {mood} on day w{},{side},{tone}\n", k % 7)
    };
    let rows = folder.put("rows.csv", "text,stance,sentiment\n".to_owned() + &(0..60).map(row).collect::<String>());
    let start = folder.path("start.safetensors");
    stdout(&run(&["train", &rows, "-o", &start, "--no-search", "--question", "Keep it?", "--date", "2026-01-02"]));
    let new = |k: usize| format!("they frob it on day v{},{}\n", k % 5, ["support", "oppose"][usize::from(k % 5 == 4)]);
    let new = folder.put("new.csv", "text,stance\n".to_owned() + &(0..55).map(new).collect::<String>());
    (start, new)
}

fn labels(model: &str, text: &str) -> Value {
    let line = ["classify", "--model", model, "--text", text, "--probabilities", "--format", "jsonl"];
    objects(&stdout(&run(&line))).remove(0)
}

fn inspected(model: &str) -> Value {
    serde_json::from_str(&stdout(&run(&["inspect", model, "--format", "json"]))).unwrap()
}

#[test]
fn new_rows_are_learnt_and_everything_else_of_the_model_stays() {
    let folder = Folder::new();
    let (start, new) = prepared(&folder);
    let better = folder.path("better.safetensors");
    let output = run(&["train", "--start", &start, &new, "-o", &better, "-v"]);
    ended(
        &output,
        0,
        &[
            "stance: 55 rows learnt on top of the model (oppose 11, support 44)",
            "on the distance from the model, of (log-loss of rows held out)",
            "stance: calibration kept, since it was fitted on more rows (60)",
            "sentiment: no new label, kept as it is",
        ],
    );
    assert_eq!(labels(&better, "they frob it")["predicted_stance"], "support");
    let (before, after) = (labels(&start, "they frob it sadly"), labels(&better, "they frob it sadly"));
    for key in ["predicted_sentiment", "predicted_sentiment_p_negative", "predicted_sentiment_p_positive"] {
        assert_eq!(before[key], after[key]);
    }
    let found = inspected(&better);
    let digest = found["options"]["starts"][0]["sha256"].as_str().unwrap();
    assert_eq!(digest, stance::model::sha256([std::fs::read(&start).unwrap().as_slice()]));
    assert_eq!(found["data"].as_array().unwrap().len(), 2, "the files of the start and the new one");
    let shown = stdout(&run(&["inspect", &better]));
    assert!(shown.contains("Keep it?") && !shown.contains("2026-01-02"), "another model has another date: {shown}");
    // The same bytes again, at any number of threads.
    let again = folder.path("again.safetensors");
    stdout(&run(&["train", "--start", &start, &new, "-o", &again, "--threads", "2"]));
    assert_eq!(std::fs::read(&better).unwrap(), std::fs::read(&again).unwrap());
}

#[test]
fn flags_that_contradict_the_model_are_refused_and_those_that_agree_are_taken() {
    let folder = Folder::new();
    let (start, new) = prepared(&folder);
    let out = folder.path("out.safetensors");
    let line = |more: &[&str]| run(&[&["train", "--start", &start, &new, "-o", &out], more].concat());
    let keys = folder.put("keys.yml", "keep: [keep*]\n");
    for (flags, said) in [
        (["--language", "german"], "is german here and none in the model that training starts from"),
        (["--word-ngrams", "3"], "is 3 here and 2 in the model"),
        (["--char-ngrams", "none"], "is none here and 2-5 in the model that training starts from"),
        (["--scale", "idf"], "is idf here and ratio-idf in the model"),
        (["--dictionary", &keys], "cannot be added to a model that has none"),
        (["--max-terms", "5"], "cannot be given with --start"),
        (["--solver", "newton"], "cannot be given with --start"),
        (["--penalty", "0"], "out of range"),
    ] {
        let said = if flags[0] == "--penalty" { vec!["penalty", said] } else { vec![flags[0], said] };
        refused(&line(&flags), 2, &said);
    }
    assert!(!std::path::Path::new(&out).exists());
    ended(
        &line(&["--language", "none", "--word-ngrams", "2", "--penalty", "1", "--calibration", "cv"]),
        0,
        &["penalty 1 on the distance from the model"],
    );
    refused(&run(&["train", "--start", &new, &new, "-o", &out]), 4, &["new.csv"]);
    let unknown = folder.put("unknown.csv", "text,stance\nx,against\n");
    refused(
        &run(&["train", "--start", &start, &unknown, "-o", &out]),
        3,
        &["`against`", "`neutral`, `oppose`, `support`"],
    );
    let other = folder.put("other.csv", "text,mood\nx,good\n");
    refused(&run(&["train", "--start", &start, &other, "-o", &out]), 3, &["`sentiment`", "--label"]);
}

#[test]
fn what_is_corrected_on_the_page_goes_on_top_of_the_shipped_model() {
    let folder = Folder::new();
    let page = stdout(&run(&["classify", &sample("wire.txt"), "--format", "html"]));
    assert!(page.contains("stance train --start MODEL corrected.csv -o BETTER"));
    let corrected = folder.put("corrected.csv", "text,stance\nThe fence around our best chips must stay.,support\n");
    let better = folder.path("better.safetensors");
    ended(&run(&["train", "--start", "shipped", &corrected, "-o", &better]), 0, &["1 row learnt on top of the model"]);
    assert_eq!(inspected(&better)["options"]["method"], "start");
}
