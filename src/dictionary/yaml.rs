//! quanteda's YAML: keys, each with a list of entries, a single entry, or keys of its own.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::builder::{Builder, ReadDictionary, joined};
use crate::Result;

/// How deep keys may be nested.
const DEEPEST: usize = 8;
/// What is wrong with an alias, or with a glob that YAML takes for one.
const UNKNOWN_ALIAS: &str = "this alias (`*name`) is not that of an earlier list of entries (`key: &name`); for a glob \
                             that begins with `*` write quotation marks around it";

/// Reads a dictionary in quanteda's YAML form: a mapping from keys to lists of entries. Entries directly under a key may be
/// a single text; a key inside another is named by both, with a dot between. In a list the alias of an earlier list
/// (`loosen: &loosen [...]`, then `- *loosen`) means all entries of that list.
///
/// # Errors
/// [`Error::Data`](crate::Error::Data) with `file` and the line, what was found and what is wanted.
pub(super) fn read(text: &str, file: &str) -> Result<ReadDictionary> {
    let mut reader = Reader { builder: Builder::new(file), anchors: HashMap::new(), open: Vec::new(), at: At::Start };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let problem = match error.info().contains("anchor") {
                true => UNKNOWN_ALIAS.to_owned(),
                false => format!("is not YAML ({}); see the form of quanteda's dictionaries", error.info()),
            };
            reader.builder.wrong(error.marker().line() as u64, problem)
        })?;
        reader.take(&event, span.start.line() as u64)?;
    }
    reader.builder.finish()
}

/// The reader between two events of the YAML parser.
struct Reader<'f> {
    builder: Builder<'f>,
    /// The key whose list has each anchor, by the parser's number of the anchor.
    anchors: HashMap<usize, usize>,
    /// The keys that are open, outermost first.
    open: Vec<OpenKey>,
    at: At,
}

/// A key whose value is being read.
struct OpenKey {
    /// With the names of the keys around it.
    name: String,
    number: usize,
}

/// What the reader expects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// The outermost mapping.
    Start,
    /// The name of a key, or the end of a mapping.
    Name,
    /// The value of the innermost open key.
    Value,
    /// An entry, or the end of the list.
    Entry,
}

impl Reader<'_> {
    /// Takes the next event, which begins at `line`.
    fn take(&mut self, event: &Event<'_>, line: u64) -> Result<()> {
        match (event, self.at) {
            (Event::MappingStart(..), At::Start | At::Value) => {
                self.at = At::Name;
                if self.open.len() < DEEPEST {
                    return Ok(());
                }
                Err(self.builder.wrong(line, format!("keys are nested deeper than {DEEPEST}")))
            }
            (Event::MappingStart(..), At::Entry) => {
                Err(self.builder.wrong(line, "a mapping cannot be inside a list; write entries as texts"))
            }
            (Event::Scalar(name, ..), At::Name) => self.key(name, line),
            (Event::SequenceStart(anchor, _), At::Value) => {
                self.at = At::Entry;
                if let Some(key) = self.open.last().filter(|_| *anchor > 0) {
                    self.anchors.insert(*anchor, key.number);
                }
                Ok(())
            }
            (Event::Scalar(entry, style, ..), At::Entry | At::Value) => {
                let null = *style == ScalarStyle::Plain && matches!(&**entry, "~" | "null");
                self.entry(if null { "" } else { entry }, line)?;
                self.value_ends();
                Ok(())
            }
            (Event::Alias(anchor), At::Entry | At::Value) => {
                self.entries_of(*anchor, line)?;
                self.value_ends();
                Ok(())
            }
            (Event::MappingEnd | Event::SequenceEnd, _) => {
                self.open.pop();
                self.at = At::Name;
                Ok(())
            }
            (Event::SequenceStart(..), At::Entry) => {
                Err(self.builder.wrong(line, "a list cannot be inside a list; write all entries of a key in one list"))
            }
            (Event::SequenceStart(..) | Event::Scalar(..) | Event::MappingStart(..) | Event::Alias(_), _) => {
                let problem = "found entries without a key; write `key:` and its entries as a list below";
                Err(self.builder.wrong(line, problem))
            }
            _ => Ok(()),
        }
    }

    /// After an entry: closes its key if the entry is the key's whole value and not one of a list.
    fn value_ends(&mut self) {
        if self.at == At::Value {
            self.open.pop();
            self.at = At::Name;
        }
    }

    /// Opens a key.
    fn key(&mut self, name: &str, line: u64) -> Result<()> {
        let name = match self.open.last() {
            Some(outer) => format!("{}.{}", outer.name, joined(name)),
            None => joined(name),
        };
        let number = self.builder.new_key(&name, line)?;
        self.open.push(OpenKey { name, number });
        self.at = At::Value;
        Ok(())
    }

    /// Adds an entry to the innermost key.
    fn entry(&mut self, entry: &str, line: u64) -> Result<()> {
        debug_assert!(!self.open.is_empty(), "an entry follows its key");
        self.open.last().map_or(Ok(()), |key| self.builder.entry(key.number, entry, line))
    }

    /// Adds the entries of the list with this anchor to the innermost key.
    fn entries_of(&mut self, anchor: usize, line: u64) -> Result<()> {
        let key = self.open.last().map(|key| key.number);
        let from = self.anchors.get(&anchor).copied().filter(|from| Some(*from) != key);
        match (key, from) {
            (Some(key), Some(from)) => self.builder.entries_of(key, from, line),
            _ => Err(self.builder.wrong(line, UNKNOWN_ALIAS)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name and the number of entries of each key.
    fn sizes(text: &str) -> Vec<(String, usize)> {
        let dictionary = read(text, "d.yml").unwrap().dictionary;
        dictionary.keys().iter().map(|key| (key.name.clone(), key.entries.len())).collect()
    }

    #[test]
    fn nested_keys_and_single_entries_are_read() {
        let text = "policy: [ban, 'export control*']\nmove:\n  loosen:\n    - scrap*\n    - roll back\n  keep: keep\n";
        let expected = [("policy", 2), ("move", 0), ("move.loosen", 2), ("move.keep", 1)];
        assert_eq!(sizes(text), expected.map(|(name, n)| (name.to_owned(), n)));
    }

    #[test]
    fn the_alias_of_a_list_means_its_entries() {
        let text = "drop: &drop [scrap*, lift]\nstop: &stop\n  - halt\nweaken: [ease, *drop, *stop]\nopen: *drop\n";
        let expected = [("drop", 2), ("stop", 1), ("weaken", 4), ("open", 2)];
        assert_eq!(sizes(text), expected.map(|(name, n)| (name.to_owned(), n)));
    }

    #[test]
    fn aliases_of_aliases_do_not_grow_without_bound() {
        let mut text = "k0: &k0 [a, b, c, d]\n".to_owned();
        for k in 1..60 {
            text += &format!("k{k}: &k{k} [*k{0}, *k{0}]\n", k - 1);
        }
        let error = read(&text, "d.yml").unwrap_err().to_string();
        assert!(error.contains("entries") && error.contains("line"), "{error}");
    }

    #[test]
    fn faults_name_file_and_line() {
        for (text, line, found) in [
            ("a:\n  - ok\n  - {b: c}\n", 3, "mapping"),
            ("a:\n  - ok\na:\n  - x\n", 3, "twice"),
            ("a:\n  - '!'\n", 2, "`!`"),
            ("- a\n- b\n", 1, "without a key"),
            ("a:\n  - \"open\n", 2, "YAML"),
            ("a:\n  - *x\n", 2, "quotation marks around it"),
            ("a: &a\n  - x\n  - *a\n", 3, "alias"),
            ("a: &a x\nb:\n  - *a\n", 3, "alias"),
            ("a:\n  - [x]\n", 2, "list"),
        ] {
            let error = read(text, "d.yml").unwrap_err().to_string();
            assert!(error.contains("d.yml") && error.contains(found), "{error}");
            assert!(error.contains(&format!("line {line}")) || found == "YAML" || found.is_empty(), "{error}");
        }
        assert!(read("", "d.yml").is_err());
    }
}
