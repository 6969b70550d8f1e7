//! The labels that annotators gave to items.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

/// By item, the labels that each annotator gave together.
type Answers = HashMap<usize, Vec<Vec<String>>>;

/// By question and item, what each annotator answered.
#[derive(Default)]
pub(super) struct Votes {
    /// In the order of first appearance; a label is empty where none was given.
    questions: Vec<(String, Answers)>,
    /// Items by the column and the value that they have in common.
    items: HashMap<String, usize>,
}

/// What became of the answers to a question on an item.
pub(super) struct Outcome {
    /// The label: a string, a list of several given together, or null.
    pub(super) label: Value,
    pub(super) annotators: usize,
    pub(super) disagreed: bool,
}

impl Votes {
    /// The item that has this value already; otherwise it is noted that `next` has it.
    pub(super) fn known(&mut self, key: &str, value: &Value, next: usize) -> Option<usize> {
        let key = format!("{key}:{value}");
        let known = self.items.get(&key).copied();
        if known.is_none() {
            self.items.insert(key, next);
        }
        known
    }

    /// Adds the labels that an annotator gave together, if any.
    pub(super) fn add(&mut self, item: usize, question: &str, mut labels: Vec<String>) {
        labels.sort();
        labels.dedup();
        let at = self.questions.iter().position(|(name, _)| name == question).unwrap_or_else(|| {
            self.questions.push((question.to_owned(), HashMap::new()));
            self.questions.len() - 1
        });
        if let Some((_, answers)) = self.questions.get_mut(at).filter(|_| !labels.is_empty()) {
            answers.entry(item).or_default().push(labels);
        }
    }

    /// The questions, in the order of first appearance.
    pub(super) fn questions(&self) -> impl Iterator<Item = &str> {
        self.questions.iter().map(|(name, _)| name.as_str())
    }

    /// The answer that more annotators gave than any other.
    pub(super) fn outcome(&self, item: usize, question: &str) -> Outcome {
        let answers = self.questions.iter().find(|(name, _)| name == question).and_then(|(_, all)| all.get(&item));
        let answers = answers.map(Vec::as_slice).unwrap_or_default();
        let mut counts: BTreeMap<&[String], usize> = BTreeMap::new();
        for answer in answers {
            *counts.entry(answer).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or_default();
        let mut best = counts.into_iter().filter(|(_, count)| *count == most).map(|(answer, _)| answer);
        let (first, second) = (best.next(), best.next());
        let label = match (first, second) {
            (Some([label]), None) => Value::from(label.as_str()),
            (Some(labels), None) => labels.iter().map(String::as_str).collect(),
            _ => Value::Null,
        };
        Outcome { label, annotators: answers.len(), disagreed: second.is_some() }
    }
}
