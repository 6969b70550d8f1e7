//! What all pages share: style, script, rendering, and how numbers are written.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// The parts of the base template `page.html` that are the same on every page.
pub(super) struct Frame {
    pub(super) version: &'static str,
    pub(super) style: &'static str,
    pub(super) script: &'static str,
    /// The digest of `script`, for the content security policy: no other script may run.
    pub(super) script_hash: String,
}

impl Frame {
    /// That of pages to read.
    pub(super) fn new() -> Self {
        Self::with(include_str!("templates/page.css"), include_str!("templates/page.js"))
    }

    /// That of a page whose statements are filtered and sorted.
    pub(super) fn statements() -> Self {
        let style = concat!(include_str!("templates/page.css"), include_str!("templates/filter.css"));
        Self::with(style, FILTER_SCRIPT)
    }

    /// That of the page of a summary.
    #[cfg(feature = "rows")]
    pub(super) fn summary() -> Self {
        let style = concat!(
            include_str!("templates/page.css"),
            include_str!("templates/filter.css"),
            include_str!("templates/summary.css")
        );
        Self::with(style, FILTER_SCRIPT)
    }

    /// That of the page to label on.
    pub(super) fn coding() -> Self {
        let style = concat!(include_str!("templates/page.css"), include_str!("templates/coding.css"));
        Self::with(style, include_str!("templates/coding.js"))
    }

    fn with(style: &'static str, script: &'static str) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            style,
            script,
            script_hash: format!("sha256-{}", STANDARD.encode(Sha256::digest(script.as_bytes()))),
        }
    }
}

/// The script of pages whose statements are filtered and sorted.
const FILTER_SCRIPT: &str = concat!(include_str!("templates/page.js"), include_str!("templates/filter.js"));

/// Renders a template.
///
/// # Errors
/// [`Error::Io`] if rendering fails.
pub(super) fn render(template: &impl Template) -> Result<String> {
    let page = template.render().map_err(|error| Error::io("render", "the page", std::io::Error::other(error)))?;
    Ok(without_controls(page))
}

/// A page with control characters of its data, which HTML forbids, written as escapes such as `\u{0}`.
fn without_controls(page: String) -> String {
    let forbidden = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if !page.contains(forbidden) {
        return page;
    }
    let mut out = String::with_capacity(page.len() + 64);
    for c in page.chars() {
        if forbidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// JSON as the contents of an element of a page: a tag in a name of the data must not end the element.
pub(super) fn embedded(json: &str) -> String {
    json.replace('<', "\\u003c")
}

pub(super) use crate::error::counted;

/// A name, or what is shown of a blank one.
pub(super) fn named(name: &str) -> &str {
    if name.is_empty() { "(none)" } else { name }
}

/// A probability or share with two decimals.
pub(super) fn share(p: f64) -> String {
    format!("{p:.2}")
}

/// At most `most` characters of `text`, with an ellipsis if it is longer.
pub(super) fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("").trim_end()),
    }
}
