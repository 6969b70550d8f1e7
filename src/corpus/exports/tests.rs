use super::*;

fn exported(lines: &str) -> (Tool, Vec<Value>, Vec<String>, String) {
    let tool = recognise(lines.as_bytes()).unwrap();
    let found = rows(tool, lines.as_bytes(), "f").unwrap();
    let text = String::from_utf8(found.jsonl).unwrap();
    (tool, text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), found.labels, found.note)
}

#[test]
fn tasks_of_label_studio_have_a_column_per_question_and_the_majoritys_label() {
    let choice = |name: &str, label: &str| {
        format!(r#"{{"from_name":"{name}","to_name":"text","type":"choices","value":{{"choices":["{label}"]}}}}"#)
    };
    let annotation = |results: &[String]| format!(r#"{{"completed_by":1,"result":[{}]}}"#, results.join(","));
    let task = |id: u32, annotations: &[String]| {
        let data = format!(r#"{{"text":"t{id}","group":"g","list":[1]}}"#);
        format!(r#"{{"id":{id},"data":{data},"annotations":[{}],"predictions":[]}}"#, annotations.join(",")) + "\n"
    };
    let lines = [
        task(1, &[]),
        task(2, &[annotation(&[choice("stance", "support"), choice("sentiment", "neutral")])]),
        task(3, &["support", "oppose", "support"].map(|l| annotation(&[choice("stance", l)]))),
        task(4, &["support", "oppose"].map(|l| annotation(&[choice("stance", l)]))),
        task(5, &[r#"{"was_cancelled":true,"result":[]}"#.to_owned()]),
        task(6, &[r#"{"result":[{"from_name":"stance","value":{"choices":["a","b"]}}]}"#.to_owned()]),
    ];
    let (tool, rows, labels, note) = exported(&lines.concat());
    assert_eq!((tool, labels), (Tool::LabelStudio, vec!["stance".to_owned(), "sentiment".to_owned()]));
    let stances: Vec<&Value> = rows.iter().map(|row| &row["stance"]).collect();
    assert_eq!(serde_json::json!(stances), serde_json::json!([null, "support", "support", null, null, ["a", "b"]]));
    assert_eq!(
        (&rows[1]["text"], &rows[1]["group"], &rows[1]["sentiment"]),
        (&"t2".into(), &"g".into(), &"neutral".into())
    );
    assert!(
        note.contains("1 answer left out (skipped)") && note.contains("2 by several annotators, of which 1"),
        "{note}"
    );
}

#[test]
fn only_accepted_examples_of_prodigy_have_a_label() {
    let lines = r#"{"text":"a","label":"support","answer":"accept","_input_hash":1,"meta":{"source":"x"}}
{"text":"a","label":"oppose","answer":"reject","_input_hash":1}
{"text":"b","accept":["oppose"],"options":[{"id":"oppose"}],"answer":"accept","_input_hash":2}
{"text":"c","accept":["support"],"answer":"ignore","_input_hash":3}
{"text":"d","accept":["support"],"answer":"accept","_input_hash":4,"_annotator_id":"x"}
{"text":"d","accept":["oppose"],"answer":"accept","_input_hash":4,"_annotator_id":"y"}
"#;
    let (tool, rows, _, note) = exported(lines);
    assert_eq!((tool, rows.len()), (Tool::Prodigy, 4));
    let labels: Vec<&Value> = rows.iter().map(|row| &row["label"]).collect();
    assert_eq!(serde_json::json!(labels), serde_json::json!(["support", "oppose", null, null]));
    assert_eq!((&rows[0]["source"], &rows[1]["source"]), (&"x".into(), &Value::Null));
    assert!(
        note.contains("(rejected)") && note.contains("(ignored)") && note.contains("1 without a majority"),
        "{note}"
    );
}

#[test]
fn annotations_of_old_doccano_count_by_user() {
    let lines = r#"{"id":1,"text":"a","annotations":[{"label":2,"user":1},{"label":2,"user":2},{"label":3,"user":3}]}
{"id":2,"text":"b","annotations":[],"meta":{}}
"#;
    let (tool, rows, _, _) = exported(lines);
    assert_eq!((tool, &rows[0]["label"], &rows[1]["label"]), (Tool::Doccano, &"2".into(), &Value::Null));
}

#[test]
fn ordinary_rows_are_no_export() {
    for text in [
        r#"{"text":"a","label":"x"}"#,
        r#"[{"text":"a","label":["x"]}]"#,
        r#"{"text":"a","answer":"yes"}"#,
        r#"{"data":{"text":"a"}}"#,
        "text,label\n",
        "",
    ] {
        assert_eq!(recognise(text.as_bytes()), None, "{text}");
    }
}
