//! The label in a cell, which labelling tools write as a list.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::table::Field;

/// The label in a cell, without white space around it; empty for none. A list of strings, or `{"choices": […]}`, with one
/// label is that label, and so is the one of several that is repeated most often, as by several annotators.
///
/// # Errors
/// What is wrong, in words that follow the place: another JSON value, or several labels at once.
pub(super) fn label(field: Field<'_>) -> Result<Cow<'_, str>, String> {
    match field {
        Field::Absent | Field::Json("null") => Ok(Cow::Borrowed("")),
        Field::Json(json) if json.starts_with(['[', '{']) => match serde_json::from_str(json).ok().and_then(labels) {
            Some(labels) => one(labels),
            None => Err("holds a JSON array or object where a label is expected; write a string".to_owned()),
        },
        Field::Json(json) => Ok(Cow::Borrowed(json.trim())),
        Field::Text(text) => {
            let text = text.trim();
            let list = text.starts_with(['[', '{']).then(|| serde_json::from_str(text).ok().and_then(labels)).flatten();
            list.map_or(Ok(Cow::Borrowed(text)), one)
        }
    }
}

/// The strings of a list, or of the choices of Label Studio.
fn labels(value: Value) -> Option<Vec<String>> {
    match value {
        Value::Array(all) => {
            let label = |value| if let Value::String(label) = value { Some(label) } else { None };
            all.into_iter().map(label).collect()
        }
        Value::Object(mut object) if object.len() == 1 => object.remove("choices").and_then(labels),
        _ => None,
    }
}

fn one<'c>(labels: Vec<String>) -> Result<Cow<'c, str>, String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for label in labels {
        *counts.entry(label.trim().to_owned()).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or_default();
    let mut best = counts.iter().filter(|(_, count)| **count == most).map(|(label, _)| label);
    match (best.next(), best.next()) {
        (None, _) => Ok(Cow::Borrowed("")),
        (Some(label), None) => Ok(Cow::Owned(label.clone())),
        _ => {
            let names: Vec<String> = counts.keys().take(5).map(|label| format!("`{label}`")).collect();
            Err(format!(
                "holds several labels at once ({}), and a statement has one in each label column; keep one, or leave the cell empty",
                names.join(", ")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_one_label_is_that_label() {
        for cell in [
            Field::Json("[\"support\"]"),
            Field::Text(" [\"support\"] "),
            Field::Text("{\"choices\": [\"support\"]}"),
            Field::Json("[\"support\", \"oppose\", \"support\"]"),
            Field::Text(" support "),
        ] {
            assert_eq!(label(cell).unwrap(), "support", "{cell:?}");
        }
        for cell in [Field::Json("[]"), Field::Text("[]"), Field::Json("null"), Field::Absent, Field::Text("")] {
            assert_eq!(label(cell).unwrap(), "", "{cell:?}");
        }
        for (text, found) in [("[neutral]", "[neutral]"), ("{a}", "{a}"), ("[1]", "[1]")] {
            assert_eq!(label(Field::Text(text)).unwrap(), found, "what is no list of labels is a label");
        }
        assert_eq!(label(Field::Json("1")).unwrap(), "1");
    }

    #[test]
    fn several_labels_at_once_are_refused() {
        for cell in [Field::Json("[\"a\",\"b\"]"), Field::Text("{\"choices\": [\"b\", \"a\"]}")] {
            let problem = label(cell).unwrap_err();
            assert!(problem.contains("`a`, `b`"), "{problem}");
        }
        assert!(label(Field::Json("{\"a\": 1}")).is_err());
    }
}
