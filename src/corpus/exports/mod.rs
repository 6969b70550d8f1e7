//! Exports of labelling tools → rows with a column per question. Several annotators become one label by majority.

mod label_studio;
mod prodigy;
#[cfg(test)]
mod tests;
mod votes;

use std::io::Read;

use serde_json::{Map, Value};

use crate::error::{Place, counted};
use crate::{Error, Result};
use votes::Votes;

/// A labelling tool whose exports are not tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    /// Tasks with annotations, of Label Studio.
    LabelStudio,
    /// Examples with answers, of Prodigy.
    Prodigy,
    /// Texts with annotations by user, of doccano before version 1.5. What later versions export are rows.
    Doccano,
}

/// An export as rows.
pub(super) struct Exported {
    /// One object per line, all with the same keys.
    pub(super) jsonl: Vec<u8>,
    /// The columns that hold labels.
    pub(super) labels: Vec<String>,
    /// What it was, and what was left out.
    pub(super) note: String,
}

/// The tool whose export begins with `head`, which holds JSON.
pub(super) fn recognise(head: &[u8]) -> Option<Tool> {
    let body = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head).trim_ascii_start();
    let body = body.strip_prefix(b"[").unwrap_or(body);
    let first = serde_json::Deserializer::from_slice(body).into_iter::<Value>().next()?.ok()?;
    let object = first.as_object()?;
    let list = |key: &str| object.get(key).and_then(Value::as_array);
    let tasks = ["annotations", "predictions", "completions"].iter().any(|key| list(key).is_some());
    if object.get("data").is_some_and(Value::is_object) && tasks {
        return Some(Tool::LabelStudio);
    }
    let answer = object.get("answer").and_then(Value::as_str);
    if object.contains_key("_input_hash") || answer.is_some_and(|a| prodigy::ANSWERS.contains(&a)) {
        return Some(Tool::Prodigy);
    }
    let annotated = list("annotations").is_some_and(|all| all.iter().all(|one| one.get("label").is_some()));
    (annotated && object.get("text").is_some_and(Value::is_string)).then_some(Tool::Doccano)
}

/// The rows of an export with one JSON value per line.
///
/// # Errors
/// [`Error::Io`] if reading fails; [`Error::Data`] for a line that is not an object.
pub(super) fn rows(tool: Tool, mut input: impl Read, file: &str) -> Result<Exported> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|e| Error::io("read", file, e))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let place = Place::file(file).byte(e.utf8_error().valid_up_to() as u64);
        Error::data(place, "is not UTF-8; save the file as UTF-8")
    })?;
    let mut table = Table::default();
    let text = text.trim_start_matches('\u{FEFF}');
    for (record, (line, text)) in (1..).zip((1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty())) {
        let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            let place = Place::file(file).record(record, line);
            Error::data(place, format!("is not one JSON object ({error}); export it again"))
        })?;
        match tool {
            Tool::LabelStudio => label_studio::add(&mut table, &object),
            Tool::Prodigy => prodigy::add(&mut table, &object),
            Tool::Doccano => add_doccano(&mut table, &object),
        }
    }
    Ok(table.finish(tool))
}

/// Adds a text with `annotations: [{label, user}]`.
fn add_doccano(table: &mut Table, object: &Map<String, Value>) {
    let item = table.item(None);
    for (key, value) in object {
        match (key.as_str(), value) {
            ("annotations", Value::Array(all)) => {
                let mut by_user: Vec<(&Value, Vec<String>)> = Vec::new();
                for one in all {
                    let (user, label) = (one.get("user").unwrap_or(&Value::Null), one.get("label").and_then(plain));
                    match by_user.iter_mut().find(|(known, _)| *known == user) {
                        Some((_, labels)) => labels.extend(label),
                        None => by_user.push((user, label.into_iter().collect())),
                    }
                }
                by_user.into_iter().for_each(|(_, labels)| table.vote(item, "label", labels));
            }
            _ => table.set(item, key, value),
        }
    }
}

/// A string, number or boolean as text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Items with their columns and the labels that annotators gave.
#[derive(Default)]
struct Table {
    items: Vec<Map<String, Value>>,
    /// The columns in the order of first appearance.
    columns: Vec<String>,
    votes: Votes,
    /// Answers that are no label: the tool's word and how often.
    left_out: Vec<(&'static str, u64)>,
}

impl Table {
    /// The number of an item: a new one, or the one that has the same value in all of these columns.
    fn item(&mut self, same: Option<(&str, &Value)>) -> usize {
        let known = same.and_then(|(key, value)| self.votes.known(key, value, self.items.len()));
        known.unwrap_or_else(|| {
            self.items.push(Map::new());
            self.items.len() - 1
        })
    }

    /// Sets a column of an item, unless the value is a list or an object.
    fn set(&mut self, item: usize, column: &str, value: &Value) {
        if value.is_array() || value.is_object() || column.is_empty() {
            return;
        }
        if !self.columns.iter().any(|known| known == column) {
            self.columns.push(column.to_owned());
        }
        if let Some(cells) = self.items.get_mut(item) {
            cells.insert(column.to_owned(), value.clone());
        }
    }

    /// Adds what one annotator answered to a question.
    fn vote(&mut self, item: usize, question: &str, labels: Vec<String>) {
        self.votes.add(item, question, labels);
    }

    /// Counts an answer that is left out.
    fn leave_out(&mut self, word: &'static str) {
        match self.left_out.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => self.left_out.push((word, 1)),
        }
    }

    fn finish(self, tool: Tool) -> Exported {
        let labels: Vec<String> = self.votes.questions().map(str::to_owned).collect();
        let mut jsonl = Vec::new();
        let mut disagreed = 0;
        let mut several = 0;
        for (number, cells) in self.items.iter().enumerate() {
            let mut row = Map::new();
            // Data may have a column of the name of a question; the annotators' answer is the label.
            for column in &self.columns {
                let taken = labels.contains(column);
                let name = if taken { format!("data_{column}") } else { column.clone() };
                row.insert(name, cells.get(column).cloned().unwrap_or(Value::Null));
            }
            for question in &labels {
                let outcome = self.votes.outcome(number, question);
                disagreed += u64::from(outcome.disagreed);
                several += u64::from(outcome.annotators > 1);
                row.insert(question.clone(), outcome.label);
            }
            jsonl.extend(Value::Object(row).to_string().into_bytes());
            jsonl.push(b'\n');
        }
        let name = match tool {
            Tool::LabelStudio => "Label Studio",
            Tool::Prodigy => "Prodigy",
            Tool::Doccano => "doccano",
        };
        let mut note =
            format!("an export of {name}, {}, labels in {}", counted(self.items.len(), "item"), labels.join(", "));
        for (word, count) in &self.left_out {
            note.push_str(&format!(", {} left out ({word})", counted(*count, "answer")));
        }
        if several > 0 {
            note.push_str(&format!(
                ", {several} by several annotators, of which {disagreed} without a majority have no label"
            ));
        }
        Exported { jsonl, labels, note }
    }
}
