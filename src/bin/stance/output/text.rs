//! Text on standard output, and numbers as people read them.

use comfy_table::{Table, presets::UTF8_FULL_CONDENSED};
use serde::Serialize;
use stance::{Error, Result};

/// What errors call the output.
pub(crate) const STANDARD_OUTPUT: &str = "standard output";

/// An error of writing to standard output.
pub(crate) fn cannot_write(error: impl Into<std::io::Error>) -> Error {
    Error::io("write", STANDARD_OUTPUT, error.into())
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
pub(crate) fn table<H: ToString>(header: impl IntoIterator<Item = H>) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(header.into_iter().map(|h| h.to_string()));
    table
}
