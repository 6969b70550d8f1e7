//! Lexicoder's `.lc3`: a line `+key+`, then its entries, one per line.

use super::builder::Builder;
use super::builder::ReadDictionary;
use crate::Result;

/// Reads it.
pub(super) fn read(text: &str, file: &str) -> Result<ReadDictionary> {
    let mut builder = Builder::new(file);
    let mut key = None;
    for (line, number) in text.lines().zip(1u64..) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let name = line.strip_prefix('+').and_then(|rest| rest.strip_suffix('+'));
        match (name, key) {
            (Some(name), _) => key = Some(builder.new_key(name, number)?),
            (None, Some(key)) => builder.entry(key, line, number)?,
            (None, None) => {
                let problem = format!("found the entry `{line}` before any key; begin with a line `+key+`");
                return Err(builder.wrong(number, problem));
            }
        }
    }
    builder.finish()
}
