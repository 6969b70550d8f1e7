//! Exports of labelling tools, both ways.

use serde_json::{Value, json};

use crate::process::*;

/// Twelve statements of two classes.
fn statements() -> Vec<(String, &'static str)> {
    let one = |k: usize| match k % 2 {
        0 => (format!("keep the controls number {k} strong"), "support"),
        _ => (format!("lift the ban number {k} now"), "oppose"),
    };
    (0..12).map(one).collect()
}

fn lines(values: impl IntoIterator<Item = Value>) -> String {
    values.into_iter().map(|value| value.to_string() + "\n").collect()
}

/// Trains on a file, and returns what is said.
fn trained(folder: &Folder, file: &str, args: &[&str]) -> String {
    let output = run(&[&["train", file, "--no-search", "-o", &folder.path("m.st")], args].concat());
    ended(&output, 0, &[]);
    for verb in [["audit", file, "--quick"].as_slice(), &["evaluate", file, "--cross-validate", "2", "--no-search"]] {
        ended(&run(&[verb, args].concat()), 0, &[]);
    }
    stderr(&output)
}

#[test]
fn exports_of_every_tool_train_evaluate_and_audit() {
    let folder = Folder::new();
    let all = statements();
    let task = |(text, label): &(String, &str)| {
        let result =
            json!([{"from_name": "position", "to_name": "text", "type": "choices", "value": {"choices": [label]}}]);
        json!({"id": 1, "data": {"text": text}, "annotations": [{"result": result}], "predictions": []})
    };
    let studio = folder.put("studio.json", serde_json::to_string(&all.iter().map(task).collect::<Vec<_>>()).unwrap());
    let said = trained(&folder, &studio, &[]);
    assert!(
        said.contains("position: 12 rows (oppose 6, support 6)") && said.contains("export of Label Studio, 12 items"),
        "{said}"
    );
    let doccano =
        lines(all.iter().map(|(text, label)| json!({"id": 1, "text": text, "label": [label], "Comments": []})));
    let said = trained(&folder, &folder.put("doccano.jsonl", doccano), &[]);
    assert!(said.contains("label: 12 rows (oppose 6, support 6)"), "{said}");
    let prodigy = all.iter().enumerate().flat_map(|(k, (text, label))| {
        let answer =
            |label: &str, answer: &str| json!({"text": text, "_input_hash": k, "label": label, "answer": answer});
        [answer("neutral", "reject"), answer(label, "accept")]
    });
    let said = trained(&folder, &folder.put("prodigy.jsonl", lines(prodigy)), &[]);
    assert!(
        said.contains("label: 12 rows (oppose 6, support 6)") && said.contains("12 answers left out (rejected)"),
        "{said}"
    );
    let rows: String = all.iter().map(|(text, label)| format!("1,{text},{label},ada,2026-11-30,\n")).collect();
    let tigger = folder.put("tigger.csv", format!("id,text,labels,user,timestamp,comment\n{rows}"));
    assert!(trained(&folder, &tigger, &[]).contains("labels: 12 rows (oppose 6, support 6)"));
    let rows: String =
        all.iter().map(|(text, label)| format!("7,2,\"{{\"\"choices\"\": [\"\"{label}\"\"]}}\",{text}\n")).collect();
    let table = folder.put("studio.csv", format!("annotation_id,annotator,stance,text\n{rows}"));
    assert!(trained(&folder, &table, &[]).contains("stance: 12 rows (oppose 6, support 6)"));
}

#[test]
fn several_labels_at_once_are_an_error_that_names_them_and_skipped_when_asked() {
    let folder = Folder::new();
    let mut values: Vec<Value> =
        statements().iter().map(|(text, label)| json!({"text": text, "label": [label]})).collect();
    values.push(json!({"text": "both", "label": ["support", "urgent"]}));
    values.push(json!({"text": "twice", "label": ["support", "support", "oppose"]}));
    values.push(json!({"text": "none", "label": []}));
    let file = folder.put("a.jsonl", lines(values));
    let model = folder.path("m.st");
    refused(&run(&["train", &file, "--no-search", "-o", &model]), 3, &["record 13", "`support`, `urgent`"]);
    let output = run(&["train", &file, "--no-search", "--skip-bad-rows", "-o", &model]);
    ended(&output, 0, &["label: 13 rows (oppose 6, support 7)", "1 faulty row left out"]);
}

#[test]
fn what_is_written_for_a_tool_can_be_read_again_once_it_is_accepted() {
    let folder = Folder::new();
    let texts: String = statements().iter().map(|(text, _)| format!("{text},x\n")).collect();
    let file = folder.put("a.csv", format!("text,source\n{texts}"));
    let model = folder.model();
    let written = |format: &str| stdout(&run(&["classify", &file, "--model", &model, "--format", format]));
    let (text, label) = (&statements()[1].0, "oppose");

    let mut tasks: Vec<Value> = serde_json::from_str(&written("label-studio")).unwrap();
    let result = &tasks[1]["predictions"][0]["result"][0];
    assert_eq!((&tasks[1]["data"]["text"], &tasks[1]["data"]["source"]), (&json!(text), &json!("x")));
    assert_eq!(
        (&result["from_name"], &result["to_name"], &result["type"]),
        (&json!("stance"), &json!("text"), &json!("choices"))
    );
    assert_eq!(result["value"]["choices"], json!([label]));
    let score = tasks[1]["predictions"][0]["score"].as_f64().unwrap();
    assert!(score > 0.5 && score <= 1.0 && result["score"].as_f64() == Some(score));
    for task in &mut tasks {
        task["annotations"] = json!([{"result": task["predictions"][0]["result"]}]);
    }
    let said = trained(&folder, &folder.put("a.json", json!(tasks).to_string()), &[]);
    assert!(said.contains("stance: 12 rows (oppose 6, support 6)"), "{said}");

    let rows = objects(&written("doccano"));
    assert_eq!((&rows[1]["text"], &rows[1]["label"], &rows[1]["source"]), (&json!(text), &json!([label]), &json!("x")));
    assert_eq!(rows[1]["score"].as_f64(), Some(score));
    let said = trained(&folder, &folder.put("a.jsonl", written("doccano")), &[]);
    assert!(said.contains("label: 12 rows (oppose 6, support 6)"), "{said}");

    let mut examples = objects(&written("prodigy"));
    assert_eq!(
        (&examples[1]["text"], &examples[1]["accept"], &examples[1]["meta"]["source"]),
        (&json!(text), &json!([label]), &json!("x"))
    );
    assert_eq!(
        examples[1]["options"],
        json!([{"id": "oppose", "text": "oppose"}, {"id": "support", "text": "support"}])
    );
    for example in &mut examples {
        example["answer"] = json!("accept");
    }
    let said = trained(&folder, &folder.put("b.jsonl", lines(examples)), &["--ignore-column", "score"]);
    assert!(said.contains("label: 12 rows (oppose 6, support 6)"), "{said}");
}

#[test]
fn one_head_is_written_for_tools_that_take_one_list_of_labels() {
    let text = ["--text", "Lift the ban now."];
    let labels = |args: &[&str]| {
        objects(&stdout(&run(&[&["classify", "--format", "doccano"], &text[..], args].concat())))[0]["label"].clone()
    };
    assert_eq!(labels(&[]), json!(["oppose"]));
    assert_eq!(labels(&["--head", "sentiment"]), json!(["neutral"]));
    assert_eq!(labels(&["--min-confidence", "1"]), json!([]), "an unsure label is no suggestion");
    let said = run(&[&["classify", "--format", "prodigy"], &text[..]].concat());
    assert!(stderr(&said).contains("--head names another"), "{}", stderr(&said));
    refused(
        &run(&[&["classify", "--format", "doccano", "--head", "tone"], &text[..]].concat()),
        2,
        &["--head", "stance, sentiment"],
    );
    let both: Value =
        serde_json::from_str(&stdout(&run(&[&["classify", "--format", "label-studio"], &text[..]].concat()))).unwrap();
    assert_eq!(both[0]["predictions"][0]["result"].as_array().unwrap().len(), 2);
    let article = stdout(&run(&["extract", &sample("wire.txt"), "--format", "label-studio"]));
    let tasks: Vec<Value> = serde_json::from_str(&article).unwrap();
    assert!(tasks[0].get("predictions").is_none() && tasks[0]["data"]["speaker_name"].is_string());
}

#[test]
fn examples_without_a_model_have_no_empty_options() {
    let example = objects(&stdout(&run(&["extract", &sample("wire.txt"), "--format", "prodigy"]))).remove(0);
    assert!(example["text"].is_string() && example.get("options").is_none() && example.get("accept").is_none());
    assert!(example["meta"]["speaker_name"].is_string(), "{example}");
}
