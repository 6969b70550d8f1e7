//! When a model's labels are not to be trusted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A model's own rules for when a label is [`UNSURE`](crate::UNSURE). A limit given when the model is used replaces the
/// model's; without any limit no label is unsure. The rules change no probability.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoubtRules {
    /// For heads by their names: the label is unsure if its class is less probable than this.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub min_confidence: BTreeMap<String, f64>,
    /// For heads by their names: dictionary keys of which a text must have one to be on the head's subject. For other
    /// texts, if there is a limit, every label that is not [neutral](NEUTRAL) is unsure.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub subject: BTreeMap<String, Vec<String>>,
}

/// Classes that take no side, in any letter case: a text off the subject may be one.
pub const NEUTRAL: [&str; 3] = ["neutral", "none", "unrelated"];

/// Whether a class takes no side.
#[must_use]
pub fn is_neutral(class: &str) -> bool {
    NEUTRAL.iter().any(|neutral| class.eq_ignore_ascii_case(neutral))
}

impl DoubtRules {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lines for people; empty if there are no rules.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let below = self.min_confidence.iter().map(|(head, least)| format!("{head} is unsure below {least}"));
        let off = self.subject.iter().map(|(head, keys)| {
            format!("{head} is unsure, unless neutral, in texts with none of the keys {}", keys.join(", "))
        });
        below.chain(off).collect()
    }

    /// Checks that heads are among `heads`, keys among `keys`, and least confidences above 0 and at most 1.
    ///
    /// # Errors
    /// [`Error::Options`] names the rule and says what is right.
    pub fn check(&self, heads: &[&str], keys: &[&str]) -> Result<()> {
        for (head, least) in &self.min_confidence {
            known("unsure-below", head, heads, "label column")?;
            if !(*least > 0.0 && *least <= 1.0) {
                return Err(Error::options("unsure-below", format!("{least} is not above 0 and at most 1")));
            }
        }
        for (head, subject) in &self.subject {
            known("subject", head, heads, "label column")?;
            if subject.is_empty() {
                return Err(Error::options("subject", format!("`{head}` has no dictionary key")));
            }
            subject.iter().try_for_each(|key| known("subject", key, keys, "dictionary key"))?;
        }
        Ok(())
    }
}

/// Checks that a name is among those that are known.
fn known(rule: &str, name: &str, known: &[&str], what: &str) -> Result<()> {
    if known.contains(&name) {
        return Ok(());
    }
    let all = if known.is_empty() { "there is none".to_owned() } else { format!("they are {}", known.join(", ")) };
    Err(Error::options(rule, format!("`{name}` is not a {what}; {all}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_do_not_fit_the_model_are_refused() {
        let confidence =
            |head: &str, p: f64| DoubtRules { min_confidence: [(head.to_owned(), p)].into(), ..DoubtRules::default() };
        let subject = |head: &str, keys: &[&str]| DoubtRules {
            subject: [(head.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect())].into(),
            ..DoubtRules::default()
        };
        let check = |rules: &DoubtRules| rules.check(&["stance"], &["policy", "chips"]);
        assert!(check(&DoubtRules::default()).is_ok() && check(&confidence("stance", 0.5)).is_ok());
        assert!(check(&subject("stance", &["policy"])).is_ok());
        for (rules, problem) in [
            (confidence("tone", 0.5), "`tone` is not a label column; they are stance"),
            (confidence("stance", 0.0), "0 is not above 0"),
            (confidence("stance", f64::NAN), "NaN is not above 0"),
            (subject("tone", &["policy"]), "`tone` is not a label column"),
            (subject("stance", &[]), "has no dictionary key"),
            (subject("stance", &["cars"]), "`cars` is not a dictionary key; they are policy, chips"),
        ] {
            let found = check(&rules).unwrap_err().to_string();
            assert!(found.contains(problem), "{found}");
        }
    }

    #[test]
    fn classes_that_take_no_side_are_neutral_in_any_case() {
        assert!(is_neutral("Neutral") && is_neutral("NONE") && !is_neutral("oppose"));
    }
}
