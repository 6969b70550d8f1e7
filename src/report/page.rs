//! What all pages share: style, script, and how they are rendered.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

pub(super) const STYLE: &str = include_str!("templates/page.css");
pub(super) const SCRIPT: &str = include_str!("templates/page.js");
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The only script that the page's policy allows, by its digest.
pub(super) fn script_hash() -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(SCRIPT.as_bytes())))
}

pub(super) fn render(template: &impl Template) -> Result<String> {
    template.render().map_err(|error| Error::io("render", "the page", std::io::Error::other(error)))
}

/// `1 statement`, `2 statements`.
pub(super) fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A probability or share with two digits.
pub(super) fn share(p: f64) -> String {
    format!("{p:.2}")
}

/// The first `most` characters, with an ellipsis where some are left out.
pub(super) fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("").trim_end()),
    }
}
