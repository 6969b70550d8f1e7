//! quanteda's YAML: keys, each with a list of entries, a single entry, or keys of its own.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::builder::{ReadDictionary, joined};
use super::dictionary::{wrong_entry, wrong_name};
use super::{Dictionary, Key};
use crate::error::Place;
use crate::{Error, Result};

/// How deep keys may be nested.
const DEEPEST: usize = 8;

/// Reads a dictionary in quanteda's YAML form: a mapping from keys to lists of entries. Entries directly under a key may be
/// a single text; a key inside another is named by both, with a dot between.
///
/// # Errors
/// [`Error::Data`] with `file` and the line, what was found and what is wanted.
pub(super) fn read(text: &str, file: &str) -> Result<ReadDictionary> {
    let wrong = |line: u64, problem: String| Error::data(Place { line: Some(line), ..Place::file(file) }, problem);
    let mut keys = Vec::new();
    let mut state = State::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            wrong(
                error.marker().line() as u64,
                format!("is not YAML ({}); see the form of quanteda's dictionaries", error.info()),
            )
        })?;
        state.take(&event, &mut keys).map_err(|problem| wrong(span.start.line() as u64, problem))?;
    }
    let dictionary = Dictionary::new(keys).map_err(|error| Error::data(Place::file(file), error.to_string()))?;
    Ok(ReadDictionary { dictionary, ..ReadDictionary::default() })
}

/// Where the reader is in the file.
#[derive(Debug, Default)]
struct State {
    /// The names of the keys that are open, outermost first, each with the number of its [`Key`].
    open: Vec<(String, usize)>,
    /// A key was named and its value has not begun.
    waits: bool,
    in_list: bool,
    /// Mappings that are open.
    depth: usize,
}

impl State {
    /// Takes the next event; says what is wrong with it.
    fn take(&mut self, event: &Event<'_>, keys: &mut Vec<Key>) -> std::result::Result<(), String> {
        match event {
            Event::MappingStart(..) if self.in_list => {
                Err("a mapping stands in a list; write entries as texts".to_owned())
            }
            Event::MappingStart(..) if self.depth == 0 || self.waits => {
                self.depth += 1;
                self.waits = false;
                if self.depth > DEEPEST { Err(format!("keys are nested deeper than {DEEPEST}")) } else { Ok(()) }
            }
            Event::MappingEnd => {
                self.depth = self.depth.saturating_sub(1);
                self.open.pop();
                Ok(())
            }
            Event::SequenceStart(..) if self.waits && !self.in_list => {
                (self.in_list, self.waits) = (true, false);
                Ok(())
            }
            Event::SequenceEnd => {
                self.in_list = false;
                self.open.pop();
                Ok(())
            }
            Event::Scalar(value, style, ..) if self.in_list || self.waits => {
                let empty = value.is_empty() || (*style == ScalarStyle::Plain && matches!(&**value, "~" | "null"));
                self.entry(if empty { "" } else { value }, keys)?;
                if self.waits {
                    self.waits = false;
                    self.open.pop();
                }
                Ok(())
            }
            Event::Scalar(name, ..) if self.depth > 0 => self.key(name, keys),
            Event::Alias(_) => {
                Err("an alias (`*name`) is not supported; in a glob write quotation marks around it".to_owned())
            }
            Event::SequenceStart(..) | Event::Scalar(..) | Event::MappingStart(..) => {
                Err("found entries without a key; write `key:` and its entries as a list below".to_owned())
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    /// Opens a key.
    fn key(&mut self, name: &str, keys: &mut Vec<Key>) -> std::result::Result<(), String> {
        let name = joined(name);
        let name = match self.open.last() {
            Some((outer, _)) => format!("{outer}.{name}"),
            None => name,
        };
        if let Some(problem) = wrong_name(&name) {
            return Err(problem);
        }
        if keys.iter().any(|key| key.name == name) {
            return Err(format!("the key `{name}` occurs twice; merge the two"));
        }
        self.open.push((name.clone(), keys.len()));
        keys.push(Key { name, entries: Vec::new() });
        self.waits = true;
        Ok(())
    }

    /// Adds an entry to the innermost key.
    fn entry(&mut self, entry: &str, keys: &mut [Key]) -> std::result::Result<(), String> {
        if let Some(problem) = wrong_entry(entry) {
            return Err(problem);
        }
        let key = self.open.last().and_then(|(_, number)| keys.get_mut(*number));
        debug_assert!(key.is_some(), "an entry follows its key");
        if let Some(key) = key {
            key.entries.push(entry.to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_keys_and_single_entries_are_read() {
        let text = "policy: [ban, 'export control*']\nmove:\n  loosen:\n    - scrap*\n    - roll back\n  keep: keep\n";
        let dictionary = read(text, "d.yml").unwrap().dictionary;
        let keys: Vec<(&str, usize)> = dictionary.keys().iter().map(|k| (k.name.as_str(), k.entries.len())).collect();
        assert_eq!(keys, [("policy", 2), ("move", 0), ("move.loosen", 2), ("move.keep", 1)]);
    }

    #[test]
    fn faults_name_file_and_line() {
        for (text, line, found) in [
            ("a:\n  - ok\n  - {b: c}\n", 3, "mapping"),
            ("a:\n  - ok\na:\n  - x\n", 3, "twice"),
            ("a:\n  - '!'\n", 2, "`!`"),
            ("- a\n- b\n", 1, "without a key"),
            ("a:\n  - \"open\n", 2, "YAML"),
            ("a:\n  - *x\n", 2, ""),
        ] {
            let error = read(text, "d.yml").unwrap_err().to_string();
            assert!(error.contains("d.yml") && error.contains(found), "{error}");
            assert!(error.contains(&format!("line {line}")) || found == "YAML" || found.is_empty(), "{error}");
        }
        assert!(read("", "d.yml").is_err());
    }
}
