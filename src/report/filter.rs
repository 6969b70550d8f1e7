//! The controls of a page by which its statements are filtered and sorted.

use std::collections::BTreeMap;

use super::page::named;

/// The controls. The template `filter.html` shows them, `filter.js` makes them work.
#[derive(Default)]
pub(super) struct Filter {
    /// Choices between values, such as speakers.
    pub(super) choices: Vec<Choice>,
    /// Whether statements have probabilities.
    pub(super) probabilities: bool,
    /// Whether statements have dates.
    pub(super) dates: bool,
}

/// The values of a choice.
pub(super) struct Choice {
    /// The name of the attribute `data-KEY` of statements that holds the number of their value.
    pub(super) key: String,
    /// What is chosen.
    pub(super) label: String,
    /// The values in the order of their bytes, each with its number of statements.
    values: Vec<(String, usize)>,
}

impl Choice {
    /// The choice between the values that statements have.
    pub(super) fn new<'v>(key: &str, label: &str, values: impl Iterator<Item = &'v str>) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        values.for_each(|value| *counts.entry(value).or_default() += 1);
        let values = counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        Self { key: key.to_owned(), label: label.to_owned(), values }
    }

    /// Whether there is anything to choose between.
    pub(super) fn is_useful(&self) -> bool {
        self.values.len() > 1
    }

    /// The number of a value.
    fn number(&self, value: &str) -> Option<usize> {
        self.values.binary_search_by(|(own, _)| own.as_str().cmp(value)).ok()
    }

    /// The attribute with the number of a value.
    pub(super) fn attribute(&self, value: &str) -> String {
        self.number(value).map_or(String::new(), |number| format!(" data-{}=\"{number}\"", self.key))
    }

    /// The values as they are shown, in the order of their numbers.
    pub(super) fn options(&self) -> impl Iterator<Item = String> {
        self.values.iter().map(|(value, count)| format!("{} ({count})", named(value)))
    }
}
