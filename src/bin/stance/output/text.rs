//! Text on standard output, and numbers as people read them.

use comfy_table::{Table, presets::UTF8_FULL_CONDENSED};
use serde::Serialize;
use stance::Result;
use stance::error::shown;

use super::streams::cannot_write;

/// Text for people, which may hold names of unknown origin, as bytes to be written.
pub(crate) fn for_people(text: &str) -> Vec<u8> {
    shown(text).into_owned().into_bytes()
}

/// A value as indented JSON, with a line end.
pub(crate) fn json(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value).map_err(cannot_write)? + "\n")
}

/// A number with three decimals, or a dash where it is undefined.
pub(crate) fn number(x: Option<f64>) -> String {
    x.map_or("–".to_owned(), |x| format!("{x:.3}"))
}

/// A count, or a share with three decimals.
pub(crate) fn count_or_share(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.3}") }
}

/// An empty table with a header.
pub(crate) fn table<H: AsRef<str>>(header: impl IntoIterator<Item = H>) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(cells(header));
    table
}

/// Cells of a table, which may hold text of unknown origin.
pub(crate) fn cells<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> Vec<String> {
    cells.into_iter().map(|cell| shown(cell.as_ref()).into_owned()).collect()
}
