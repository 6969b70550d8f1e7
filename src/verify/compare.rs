//! Where two records differ.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::excerpt;

/// Differences that are listed.
const SHOWN: usize = 20;
/// Keys that say how a report came about, and are no numbers.
const NOT_NUMBERS: [&str; 3] = ["version", "command", "citation"];

/// A place where a report says something else than what is computed now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The keys of the value, as `/total/statements`, or where it is in the page.
    pub place: String,
    /// What the report says.
    pub then: String,
    /// What is computed now.
    pub now: String,
}

/// What came of comparing a report. Displayed, it says it in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Verification {
    /// Number of numbers compared.
    pub numbers: usize,
    /// Number of files that they were computed from.
    pub inputs: usize,
    /// Whether what the page shows was compared too.
    pub page: bool,
    /// What the report says otherwise.
    pub differences: Vec<Difference>,
    /// What to know of the comparison, if the report is of another version.
    pub remark: Option<String>,
}

impl Verification {
    /// Whether the report says what is computed now.
    #[must_use]
    pub fn verified(&self) -> bool {
        self.differences.is_empty()
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { numbers, inputs, page, differences, .. } = self;
        if self.verified() {
            let files = if *inputs == 1 { "file" } else { "files" };
            let page = if *page { ", and the page shows what they say" } else { "" };
            return writeln!(f, "verified: {numbers} numbers are the same, computed again from {inputs} {files}{page}");
        }
        let what = if differences.len() == 1 { "difference" } else { "differences" };
        writeln!(f, "{} {what} from what {numbers} numbers, computed again, say:", differences.len())?;
        for Difference { place, then, now } in differences.iter().take(SHOWN) {
            writeln!(f, "{place}: {then} in the report, {now} now")?;
        }
        if differences.len() > SHOWN {
            writeln!(f, "… and {} more", differences.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// Lists where two values differ, by their paths, and returns the number of numbers compared.
pub(super) fn compare(then: &Value, now: &Value, path: &str, out: &mut Vec<Difference>) -> usize {
    match (then, now) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            let keys = keys.filter(|key| !(path.is_empty() && NOT_NUMBERS.contains(&key.as_str())));
            let of = |map: &Map<String, Value>, key: &String| map.get(key).cloned().unwrap_or(Value::Null);
            keys.map(|key| compare(&of(a, key), &of(b, key), &format!("{path}/{key}"), out)).sum()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.map(|(at, (a, b))| compare(a, b, &format!("{path}/{at}"), out)).sum()
        }
        _ => {
            if then != now {
                let shown = |value: &Value| excerpt(&value.to_string()).into_owned();
                out.push(Difference { place: path.to_owned(), then: shown(then), now: shown(now) });
            }
            usize::from(then.is_number())
        }
    }
}
