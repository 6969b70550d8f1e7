//! Tasks of Label Studio: `{"data": {…}, "annotations": [{"result": [{"from_name", "value": {"choices": […]}}]}]}`.

use serde_json::{Map, Value};

use super::{Table, plain};

/// Adds a task. Each annotation that was not cancelled counts as an annotator; predictions are not labels.
pub(super) fn add(table: &mut Table, task: &Map<String, Value>) {
    let item = table.item(None);
    let data = task.get("data").and_then(Value::as_object);
    for (key, value) in data.into_iter().flatten() {
        table.set(item, key, value);
    }
    if let Some(id) = task.get("id").filter(|_| data.is_none_or(|data| !data.contains_key("id"))) {
        table.set(item, "id", id);
    }
    let annotations = task.get("annotations").or_else(|| task.get("completions")).and_then(Value::as_array);
    for annotation in annotations.into_iter().flatten() {
        if annotation.get("was_cancelled").and_then(Value::as_bool) == Some(true) {
            table.leave_out("skipped");
            continue;
        }
        for result in annotation.get("result").and_then(Value::as_array).into_iter().flatten() {
            let Some(question) = result.get("from_name").and_then(Value::as_str) else { continue };
            let Some(choices) = result.get("value").and_then(|v| v.get("choices")).and_then(Value::as_array) else {
                continue;
            };
            table.vote(item, question, choices.iter().filter_map(plain).collect());
        }
    }
}
