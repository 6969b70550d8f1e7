//! Examples of Prodigy: `{"text", "label" or "accept": […], "answer"}`, several for one text.

use serde_json::{Map, Value};

use super::{Table, plain};

/// What an annotator can answer.
pub(super) const ANSWERS: [&str; 3] = ["accept", "reject", "ignore"];
/// Keys that are no columns of the example.
const OWN: [&str; 5] = ["answer", "accept", "label", "options", "config_accept"];

/// Adds an example. Only accepted ones have a label; rejected and ignored ones are counted.
pub(super) fn add(table: &mut Table, example: &Map<String, Value>) {
    let key = ["_input_hash", "text"].into_iter().find_map(|key| example.get(key).map(|value| (key, value)));
    let item = table.item(key);
    let meta = example.get("meta").and_then(Value::as_object);
    for (key, value) in example.iter().chain(meta.into_iter().flatten()) {
        if !key.starts_with('_') && !OWN.contains(&key.as_str()) {
            table.set(item, key, value);
        }
    }
    let labels = match example.get("accept").and_then(Value::as_array) {
        Some(accepted) => accepted.iter().filter_map(plain).collect(),
        None => example.get("label").and_then(plain).into_iter().collect(),
    };
    match example.get("answer").and_then(Value::as_str) {
        Some("accept") => table.vote(item, "label", labels),
        Some("reject") => table.leave_out("rejected"),
        Some(_) => table.leave_out("ignored"),
        None => table.leave_out("not answered"),
    }
}
