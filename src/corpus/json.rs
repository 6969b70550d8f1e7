//! One line of JSONL: an object with its values as written.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fields::MOST_FIELDS;
use super::table::{Field, Header};
use crate::error::excerpt;

/// An object as written, with the positions of its values.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonRow {
    line: String,
    /// One per column of the header.
    cells: Vec<JsonCell>,
    unlisted: Vec<(String, JsonCell)>,
}

#[derive(Clone, Debug, Default)]
enum JsonCell {
    #[default]
    Absent,
    /// A value other than a string, as written.
    Raw(Range<usize>),
    /// A string as written, without its quotation marks; it has no escapes.
    Plain(Range<usize>),
    /// The meaning of a string with escapes.
    Escaped(String),
}

impl JsonRow {
    /// Parses `line`, which must hold one object and otherwise only white space.
    ///
    /// # Errors
    /// A message that says what is wrong, without the place.
    pub(super) fn parse(&mut self, line: &str, header: &Header) -> Result<(), String> {
        self.line.clear();
        self.line.push_str(line.trim_ascii());
        self.cells.clear();
        self.cells.resize(header.len(), JsonCell::Absent);
        self.unlisted.clear();
        let pairs = pairs(&self.line)?;
        let mut next = 0;
        for (key, raw) in pairs {
            let cell = cell(&self.line, raw)?;
            let column = if header.names().get(next) == Some(&key) { Some(next) } else { header.position(&key) };
            let twice = match column {
                Some(column) => {
                    next = column + 1;
                    self.cells
                        .get_mut(column)
                        .map(|place| std::mem::replace(place, cell))
                        .is_some_and(|old| !matches!(old, JsonCell::Absent))
                }
                None => {
                    self.unlisted.push((key, cell));
                    continue;
                }
            };
            if twice {
                return Err(twice_there(&key));
            }
        }
        let mut keys: Vec<&str> = self.unlisted().collect();
        keys.sort_unstable();
        match keys.windows(2).find(|pair| pair.first() == pair.last()) {
            Some(pair) => Err(twice_there(pair.first().unwrap_or(&""))),
            None => Ok(()),
        }
    }

    /// The field of a column.
    pub(super) fn field(&self, column: usize) -> Field<'_> {
        let slice = |range: &Range<usize>| self.line.get(range.clone()).unwrap_or_default();
        match self.cells.get(column) {
            None | Some(JsonCell::Absent) => Field::Absent,
            Some(JsonCell::Raw(range)) => Field::Json(slice(range)),
            Some(JsonCell::Plain(range)) => Field::Text(slice(&(range.start + 1..range.end.saturating_sub(1)))),
            Some(JsonCell::Escaped(text)) => Field::Text(text),
        }
    }

    /// The object as written, without white space around it.
    pub(super) fn line(&self) -> &str {
        &self.line
    }

    /// Keys that are not in the header.
    pub(super) fn unlisted(&self) -> impl Iterator<Item = &str> {
        self.unlisted.iter().map(|(key, _)| key.as_str())
    }
}

fn twice_there(key: &str) -> String {
    format!("has the key `{}` twice; remove one", excerpt(key))
}

/// The keys of the object on `line`, in order, repeated where they are repeated.
pub(super) fn keys(line: &str) -> Result<Vec<String>, String> {
    Ok(pairs(line.trim_ascii())?.into_iter().map(|(key, _)| key).collect())
}

fn pairs(line: &str) -> Result<Vec<(String, &RawValue)>, String> {
    if line.starts_with('[') {
        return Err("is a JSON array; write one object a line".to_owned());
    }
    let pairs: Pairs<'_> = serde_json::from_str(line)
        .map_err(|error| format!("is not one JSON object ({error}); write one whole object a line"))?;
    Ok(pairs.0)
}

fn cell(line: &str, raw: &RawValue) -> Result<JsonCell, String> {
    let text = raw.get();
    let start = (text.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    let range = start..start + text.len();
    if !text.starts_with('"') {
        return Ok(JsonCell::Raw(range));
    }
    if !text.contains('\\') {
        return Ok(JsonCell::Plain(range));
    }
    let meant = serde_json::from_str(text)
        .map_err(|error| format!("has a string that cannot be read ({error}); correct {}", excerpt(text)))?;
    Ok(JsonCell::Escaped(meant))
}

/// An object as its keys and values in order, values as written.
struct Pairs<'l>(Vec<(String, &'l RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::with_capacity(16);
                while let Some(key) = map.next_key::<String>()? {
                    if key.is_empty() {
                        return Err(A::Error::custom("a key is empty"));
                    }
                    if pairs.len() == MOST_FIELDS {
                        return Err(A::Error::custom(format_args!("more than {MOST_FIELDS} keys")));
                    }
                    pairs.push((key, map.next_value()?));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
