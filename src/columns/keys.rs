//! The columns of a dictionary's counts.

use serde_json::json;

use super::column::Holds;
use crate::corpus::Cell;
use crate::features::{KeyCounter, KeyHit};
use crate::span::CodePoints;

/// Column with the number of words of a statement.
const WORDS: &str = "dictionary_words";
/// Column with the words that matched, by key, for people.
const MATCHED: &str = "dictionary_matched";
/// Column with all matches as JSON: key, words, offsets.
const MATCHES: &str = "dictionary_matches";

/// The columns of a dictionary's counts: `dictionary_words`, `key_KEY` for each key, `dictionary_matched` and
/// `dictionary_matches`.
///
/// ```
/// use stance::columns::{KeyColumns, KeyRow};
/// use stance::corpus::Cell;
/// use stance::dictionary::{Dictionary, Key};
/// use stance::features::KeyCounter;
/// use stance::text::NestedScope;
///
/// let keys = vec![Key { name: "loosen".to_owned(), entries: vec!["scrap*".to_owned()] }];
/// let counter = KeyCounter::new(Dictionary::new(keys)?, NestedScope::Key)?;
/// let (columns, mut row) = (KeyColumns::new(&counter), KeyRow::default());
/// let text = "They scrapped it.";
/// let mut session = counter.session();
/// session.find(text);
/// row.fill(&columns, text, session.hits(), session.words());
/// assert_eq!(columns.cells(&row)[..3], [Cell::Integer(3), Cell::Integer(1), Cell::Text("loosen: scrapped")]);
/// # Ok::<(), stance::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct KeyColumns {
    keys: Vec<String>,
    names: Vec<String>,
}

/// The counts of one statement. Filled again and again.
#[derive(Clone, Debug, Default)]
pub struct KeyRow {
    /// Number of words; `None` for a statement that was not counted.
    words: Option<u32>,
    counts: Vec<u32>,
    matched: String,
    matches: String,
}

impl KeyColumns {
    /// The columns for the keys of `counter`.
    #[must_use]
    pub fn new(counter: &KeyCounter) -> Self {
        let keys = counter.names().to_vec();
        let of_keys = keys.iter().map(|key| format!("key_{key}"));
        let names = std::iter::once(WORDS.to_owned()).chain(of_keys).chain([MATCHED.to_owned(), MATCHES.to_owned()]);
        Self { names: names.collect(), keys }
    }

    /// Their names, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What the cells of a column hold.
    #[must_use]
    pub fn holds(name: &str) -> Holds {
        match name {
            MATCHED => Holds::Texts,
            MATCHES => Holds::Json,
            _ => Holds::Integers,
        }
    }

    /// The cells of a statement, in order; empty ones for a statement that was not counted.
    #[must_use]
    pub fn cells<'r>(&self, row: &'r KeyRow) -> Vec<Cell<'r>> {
        let Some(words) = row.words else { return vec![Cell::Empty; self.names.len()] };
        let counts = row.counts.iter().map(|count| Cell::Integer(u64::from(*count)));
        let words = std::iter::once(Cell::Integer(u64::from(words)));
        words.chain(counts).chain([Cell::Text(&row.matched), Cell::Json(&row.matches)]).collect()
    }
}

impl KeyRow {
    /// Empties the row: the statement is not counted.
    pub fn clear(&mut self) {
        self.words = None;
    }

    /// Takes the matches in `text`, which has this number of words.
    pub fn fill(&mut self, columns: &KeyColumns, text: &str, hits: &[KeyHit], words: u32) {
        self.words = Some(words);
        self.counts.clear();
        self.counts.resize(columns.keys.len(), 0);
        let mut by_key: Vec<Vec<&str>> = vec![Vec::new(); columns.keys.len()];
        for hit in hits {
            self.counts.get_mut(hit.key).into_iter().for_each(|count| *count += 1);
            by_key.get_mut(hit.key).into_iter().for_each(|words| words.push(hit.span.of(text)));
        }
        let found = columns.keys.iter().zip(&by_key).filter(|(_, words)| !words.is_empty());
        let found: Vec<String> = found.map(|(key, words)| format!("{key}: {}", words.join(", "))).collect();
        self.matched = found.join("; ");
        let points = CodePoints::new(text);
        let name = |hit: &KeyHit| columns.keys.get(hit.key).map_or("", String::as_str);
        let matches = hits.iter().map(|hit| {
            let (start, end) = points.span(hit.span);
            json!({"key": name(hit), "words": hit.span.of(text), "start": start, "end": end})
        });
        self.matches = serde_json::Value::Array(matches.collect()).to_string();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{Dictionary, Key};
    use crate::text::NestedScope;

    #[test]
    fn names_types_and_cells_agree() {
        let key = |name: &str, entry: &str| Key { name: name.to_owned(), entries: vec![entry.to_owned()] };
        let dictionary = Dictionary::new(vec![key("a", "é*"), key("b.c", "two words")]).unwrap();
        let counter = KeyCounter::new(dictionary, NestedScope::Key).unwrap();
        let (columns, mut row) = (KeyColumns::new(&counter), KeyRow::default());
        assert!(columns.cells(&row).iter().all(|cell| *cell == Cell::Empty));
        let text = "Ça été two words, two words";
        let mut session = counter.session();
        let hits = session.find(text).to_vec();
        row.fill(&columns, text, &hits, session.words());
        let cells = columns.cells(&row);
        assert_eq!(cells.len(), columns.names().len());
        assert!(columns.names().iter().zip(&cells).all(|(name, cell)| KeyColumns::holds(name).fits(cell)));
        assert_eq!(cells[..3], [Cell::Integer(6), Cell::Integer(1), Cell::Integer(2)]);
        assert_eq!(cells[3], Cell::Text("a: été; b.c: two words, two words"));
        let matches: serde_json::Value = serde_json::from_str(&row.matches).unwrap();
        assert_eq!(
            (&matches[0]["start"], &matches[0]["end"], &matches[1]["key"]),
            (&3.into(), &6.into(), &"b.c".into())
        );
    }
}
