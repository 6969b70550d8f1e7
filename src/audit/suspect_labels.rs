//! Labels that are surely no labels: words for missing values, spellings of one class, JSON, a repeated header.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::corpus::{HeadLabels, Labelled};
use crate::error::excerpt;

/// Words, in lower case, that tables have where nothing was filled in. `none` is not among them, since it is a class of
/// many data sets; `None`, as Python writes it, is looked for separately.
const MISSING: [&str; 15] = [
    "nan",
    "na",
    "n/a",
    "n.a.",
    "#n/a",
    "<na>",
    "null",
    "nil",
    "undefined",
    "missing",
    "blank",
    "(blank)",
    "empty",
    "?",
    "--",
];
/// Signs between several labels in one cell.
const SEPARATORS: [char; 7] = ['#', '|', ';', ',', '+', '/', '&'];
/// With more classes than this a column is hardly one of labels.
const MANY: usize = 50;
/// With more classes than [`SOME`], and fewer rows than this for each, too.
const ROWS_PER_CLASS: usize = 5;
const SOME: usize = 10;
/// Labels that are listed in a message.
const LISTED: usize = 5;

/// Labels of one head that are probably not what was meant. Displayed as what was found and the way out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SuspectLabels {
    /// The label column.
    pub head: String,
    /// Why.
    pub kind: SuspectKind,
    /// The labels with their numbers of rows, most frequent first. Empty for [`SuspectKind::Many`].
    pub labels: Vec<(String, u64)>,
    /// Where the first of them is, as `file, record 3 (line 4)`.
    pub first: String,
    /// The number of classes of the head.
    pub classes: u64,
    /// The number of rows with a label.
    pub rows: u64,
}

/// Why labels are suspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuspectKind {
    /// Words for missing values, such as `NaN`.
    Missing,
    /// Labels that differ only in letter case, spaces, or as `1` and `1.0`.
    Spellings,
    /// The same labels in another order, such as `a#b` and `b#a`.
    Order,
    /// JSON objects or arrays.
    Json,
    /// The name of the column: the header is repeated among the rows.
    Header,
    /// So many classes that the column is hardly one of labels.
    Many,
}

impl fmt::Display for SuspectLabels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = list(&self.labels);
        let head = excerpt(&self.head);
        match self.kind {
            SuspectKind::Missing => {
                write!(f, "{head}: {list}: words for a missing label; empty the cells to leave them out")
            }
            SuspectKind::Spellings => {
                write!(
                    f,
                    "{head}: {list}: alike but for letter case, spaces or the form of a number; write one class one way"
                )
            }
            SuspectKind::Order => {
                write!(f, "{head}: {list}: the same labels in another order; write them in one order, or in columns")
            }
            SuspectKind::Json => write!(f, "{head}: {list}: JSON instead of a label; write the label alone"),
            SuspectKind::Header => write!(f, "{}: repeats the header (column `{head}`); remove the record", self.first),
            SuspectKind::Many => write!(
                f,
                "{head}: {} classes in {} rows: is it a column of labels? time and memory grow with the classes",
                self.classes, self.rows
            ),
        }
    }
}

/// Looks for labels that are surely no labels, head after head.
#[must_use]
pub fn suspect_labels(labelled: &Labelled) -> Vec<SuspectLabels> {
    labelled.heads.iter().flat_map(|head| of_head(labelled, head)).collect()
}

fn of_head(labelled: &Labelled, head: &HeadLabels) -> Vec<SuspectLabels> {
    let mut rows = vec![0u64; head.classes.len()];
    let mut first_row = vec![None; head.classes.len()];
    for (row, class) in head.labels.iter().enumerate().filter_map(|(row, class)| Some((row, (*class)? as usize))) {
        rows.get_mut(class).into_iter().for_each(|n| *n += 1);
        first_row.get_mut(class).into_iter().for_each(|first| *first = first.or(Some(row)));
    }
    let labelled_rows: u64 = rows.iter().sum();
    let finding = |kind, mut classes: Vec<usize>| {
        classes.sort_by_key(|class| std::cmp::Reverse(rows.get(*class).copied()));
        let label = |class: &usize| Some((head.classes.get(*class)?.clone(), *rows.get(*class)?));
        let first = classes.iter().filter_map(|class| first_row.get(*class).copied().flatten()).min();
        SuspectLabels {
            head: head.name.clone(),
            kind,
            labels: classes.iter().filter_map(label).collect(),
            first: first.map_or_else(String::new, |row| labelled.place(row).to_string()),
            classes: head.classes.len() as u64,
            rows: labelled_rows,
        }
    };
    let those = |test: &dyn Fn(&str) -> bool| {
        let classes = head.classes.iter().enumerate().filter(|(k, class)| rows.get(*k) > Some(&0) && test(class));
        classes.map(|(k, _)| k).collect::<Vec<usize>>()
    };
    let mut found = Vec::new();
    let mut add = |kind, classes: Vec<usize>| {
        if !classes.is_empty() {
            found.push(finding(kind, classes));
        }
    };
    add(SuspectKind::Missing, those(&|class| class == "None" || MISSING.contains(&class.to_lowercase().as_str())));
    for same in groups(head, spelling) {
        add(SuspectKind::Spellings, same);
    }
    for same in groups(head, |class| ordered(class).unwrap_or_else(|| format!(" {class}"))) {
        add(SuspectKind::Order, same);
    }
    add(SuspectKind::Json, those(&is_json));
    add(SuspectKind::Header, those(&|class| class == head.name));
    let many = head.classes.len() > MANY
        || (head.classes.len() > SOME && labelled_rows < (ROWS_PER_CLASS * head.classes.len()) as u64);
    if many {
        found.push(finding(SuspectKind::Many, Vec::new()));
    }
    found
}

/// The classes that have a form in common with another class, one list per form.
fn groups(head: &HeadLabels, form: impl Fn(&str) -> String) -> Vec<Vec<usize>> {
    let mut by_form = BTreeMap::<String, Vec<usize>>::new();
    for (k, class) in head.classes.iter().enumerate() {
        by_form.entry(form(class)).or_default().push(k);
    }
    by_form.into_values().filter(|same| same.len() > 1).collect()
}

/// A label without letter case, spaces, underscores and the form of its letters and numbers.
fn spelling(class: &str) -> String {
    let plain: String = class.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && *c != '_').collect();
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() => format!("{number:?}"),
        _ => plain,
    }
}

/// The parts of a label of several parts, in order; `None` for a label of one part.
fn ordered(class: &str) -> Option<String> {
    let separator = SEPARATORS.into_iter().find(|separator| class.contains(*separator))?;
    let mut parts: Vec<&str> = class.split(separator).map(str::trim).collect();
    parts.sort_unstable();
    Some(parts.join("#"))
}

/// Whether a label is a JSON object or array.
fn is_json(class: &str) -> bool {
    class.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(class).is_ok()
}

/// The labels with their rows, the first few of them.
fn list(labels: &[(String, u64)]) -> String {
    let one = |(k, (label, rows)): (usize, &(String, u64))| {
        let unit = if k > 0 {
            ""
        } else if *rows == 1 {
            " row"
        } else {
            " rows"
        };
        format!("`{}` ({rows}{unit})", excerpt(label))
    };
    let mut listed: Vec<String> = labels.iter().take(LISTED).enumerate().map(one).collect();
    if labels.len() > LISTED {
        listed.push(format!("{} more", labels.len() - LISTED));
    }
    listed.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tests::labelled;

    fn found(labels: &[&str]) -> Vec<(SuspectKind, Vec<(String, u64)>)> {
        let rows: String = labels.iter().map(|label| format!("good,\"{}\"\n", label.replace('"', "\"\""))).collect();
        let data = labelled(&("text,stance\n".to_owned() + &rows));
        suspect_labels(&data).into_iter().map(|found| (found.kind, found.labels)).collect()
    }

    fn named(labels: &[(&str, u64)]) -> Vec<(String, u64)> {
        labels.iter().map(|(label, rows)| ((*label).to_owned(), *rows)).collect()
    }

    #[test]
    fn words_for_missing_labels_are_found_and_the_class_none_is_not() {
        let missing = found(&["NaN", "a", "N/A", "NaN", "None", "b", "none", "NONE"]);
        assert!(
            missing.contains(&(SuspectKind::Missing, named(&[("NaN", 2), ("N/A", 1), ("None", 1)]))),
            "{missing:?}"
        );
        assert!(found(&["favor", "none", "against", "neutral", "na\u{ef}ve"]).is_empty());
    }

    #[test]
    fn spellings_of_one_class_are_found() {
        for (a, b) in
            [("Support", "support"), ("for it", "for  it"), ("1", "1.0"), ("no_side", "no side"), ("\u{ff21}", "a")]
        {
            let spellings = found(&[a, b, "other", a]);
            assert_eq!(spellings, [(SuspectKind::Spellings, named(&[(a, 2), (b, 1)]))]);
        }
        assert!(found(&["1", "2", "10", "a", "ab"]).is_empty());
    }

    #[test]
    fn labels_in_two_orders_json_and_headers_are_found() {
        assert_eq!(found(&["a#b", "b#a", "a", "b"])[0].0, SuspectKind::Order);
        assert!(found(&["a#b", "a#c", "a", "b/c"]).is_empty());
        let json = r#"{"side": "support", "tone": "angry"}"#;
        assert_eq!(found(&[json, "a"]), [(SuspectKind::Json, named(&[(json, 1)]))]);
        assert!(found(&["{x", "[y"]).is_empty());
        let data = labelled("text,stance\ngood,a\ntext,stance\nbad,b\n");
        let message = suspect_labels(&data)[0].to_string();
        assert!(message.contains("record 2 (line 3): repeats the header"), "{message}");
    }

    #[test]
    fn columns_that_are_hardly_labels_are_named_with_their_classes() {
        let labels: Vec<String> = (0..12).map(|k| format!("row {k}")).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(found(&labels), [(SuspectKind::Many, Vec::new())]);
        assert!(found(&labels.repeat(5)).is_empty());
    }

    #[test]
    fn messages_are_one_line_and_not_long() {
        let label = "x\n".repeat(500);
        let data = labelled(&format!("text,stance\ngood,\"{label}\"\nbad,\"{}\"\n", label.to_uppercase()));
        let message = suspect_labels(&data)[0].to_string();
        assert!(message.chars().count() < 900 && !message.contains('\n'), "{message}");
    }
}
