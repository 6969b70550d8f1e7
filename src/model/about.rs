//! What a model is for, in words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::is_day;
use crate::{Error, Result};

/// The most characters of a text in [`About`].
pub const ABOUT_CHARACTERS: usize = 1000;

/// What a model is for, in words that its authors gave: the question that it answers, what its classes mean, the
/// language of its texts, its licence and its date. All parts are optional, and none of them changes a prediction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The question that all heads together answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The language of the texts that the model is for, such as `English`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The licence under which the model may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The day of the model, as `YYYY-MM-DD`. It is given and never read from a clock, so that the same training gives
    /// the same bytes on every day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What single heads are for, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub heads: BTreeMap<String, AboutHead>,
}

/// What one head is for, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AboutHead {
    /// The question that the head answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What classes mean, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub classes: BTreeMap<String, String>,
}

impl About {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lines for people: `question: …`, then each head's question and classes, then language, licence and date. Empty
    /// if nothing is said.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let line = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name}: {value}"));
        let mut lines: Vec<String> = line("question", &self.question).into_iter().collect();
        for (head, about) in &self.heads {
            lines.extend(line(head, &about.question));
            lines.extend(about.classes.iter().map(|(class, meaning)| format!("{head} = {class}: {meaning}")));
        }
        let rest = [("language", &self.language), ("licence", &self.licence), ("date", &self.date)];
        lines.extend(rest.into_iter().filter_map(|(name, value)| line(name, value)));
        lines
    }

    /// Checks that texts are single lines that are not blank and not too long, that the date is a date, and that heads
    /// and classes are among `heads`, given by their names and classes.
    ///
    /// # Errors
    /// [`Error::Options`] names the part and says what is right.
    pub fn check(&self, heads: &[(&str, &[String])]) -> Result<()> {
        let parts = [
            ("question", &self.question),
            ("model-language", &self.language),
            ("licence", &self.licence),
            ("date", &self.date),
        ];
        for (name, text) in parts {
            text.as_deref().map_or(Ok(()), |text| check_text(name, text))?;
        }
        if let Some(date) = self.date.as_deref().filter(|date| !is_date(date)) {
            return Err(Error::options("date", format!("`{date}` is not a date; write it as 2026-11-30")));
        }
        for (name, about) in &self.heads {
            let Some((_, classes)) = heads.iter().find(|(head, _)| head == name) else {
                let names: Vec<&str> = heads.iter().map(|(head, _)| *head).collect();
                let problem = format!("`{name}` is not a label column; the label columns are {}", names.join(", "));
                return Err(Error::options("question", problem));
            };
            about.question.as_deref().map_or(Ok(()), |text| check_text("question", text))?;
            for (class, meaning) in &about.classes {
                if !classes.contains(class) {
                    let known = classes.join(", ");
                    let problem = format!("`{class}` is not a class of `{name}`, which has {known}");
                    return Err(Error::options("describe", problem));
                }
                check_text("describe", meaning)?;
            }
        }
        Ok(())
    }
}

/// Checks a text that is shown to people.
fn check_text(name: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::options(name, "is blank; give words, or leave the option out"));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::options(name, "has a line break or another control character; give one line"));
    }
    if text.chars().count() > ABOUT_CHARACTERS {
        return Err(Error::options(name, format!("is too long; at most {ABOUT_CHARACTERS} characters are stored")));
    }
    Ok(())
}

/// Whether `text` is a day of the Gregorian calendar as `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let digits = |range| {
        let part: &str = text.get(range).unwrap_or("");
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else { return false };
    text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-") && is_day(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar_are_dates_and_nothing_else_is() {
        assert!(["2026-11-30", "2024-02-29", "2000-02-29"].iter().all(|date| is_date(date)));
        let wrong =
            ["2026-11-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-1-1", "30.11.2026", "2026-11-3é", ""];
        assert!(wrong.iter().all(|date| !is_date(date)));
    }

    #[test]
    fn what_cannot_be_shown_as_a_line_is_refused() {
        for question in [" ", "two\nlines", &"x".repeat(ABOUT_CHARACTERS + 1)] {
            let about = About { question: Some(question.to_owned()), ..About::default() };
            assert!(about.check(&[]).unwrap_err().to_string().starts_with("question: "));
        }
        let heads = BTreeMap::from([("stance".to_owned(), AboutHead::default())]);
        assert!(About { heads, ..About::default() }.check(&[]).is_err(), "no such head");
    }
}
