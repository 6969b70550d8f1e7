//! Reads article files: plain text, Markdown (feature `markdown`) or HTML (feature `html`) → text, and places in it →
//! places in the file.
//!
//! Plain text is taken as it is. In Markdown the markup is removed, and places refer to the file. In HTML tags,
//! scripts, menus and the like are removed, and places refer to the extracted text, because one word can be written in
//! many ways.
//!
//! ```
//! use stance::article::{Article, Syntax};
//! use stance::error::Place;
//!
//! let source = "“We *oppose* it,” she said.".to_owned();
//! let article = Article::parse(source, Syntax::Markdown, || Place::file("a.md"))?;
//! assert_eq!(article.text(), "“We oppose it,” she said.");
//! # Ok::<(), stance::Error>(())
//! ```

#[cfg(feature = "archives")]
pub mod archive;
#[cfg(feature = "html")]
mod attributes;
#[cfg(any(feature = "html", feature = "markdown"))]
mod block_quote;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "html")]
mod links;
#[cfg(feature = "markdown")]
mod markdown;
#[cfg(feature = "html")]
mod page;
mod places;
#[cfg(test)]
#[cfg(all(feature = "html", feature = "markdown"))]
mod tests;
#[cfg(feature = "documents")]
mod word;

pub use places::Offsets;
#[cfg(feature = "documents")]
pub use word::word_text;

#[cfg(all(feature = "html", feature = "markdown"))]
use std::path::Path;

use crate::error::Place;
use crate::{ByteSpan, Error, Result, encoding};

/// Bytes that are looked at to recognise UTF-16.
const UTF16_HEAD: usize = 4096;

/// The syntax of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Syntax {
    /// Plain text.
    #[default]
    Plain,
    /// CommonMark with tables, footnotes and front matter (feature `markdown`).
    #[cfg(feature = "markdown")]
    Markdown,
    /// A web page or a part of one (feature `html`).
    #[cfg(feature = "html")]
    Html,
}

#[cfg(all(feature = "html", feature = "markdown"))]
impl Syntax {
    /// The syntax of a path by its extension, in any letter case: `.md` and `.markdown`, `.html`, `.htm` and `.xhtml`;
    /// plain text for all others. It exists only if the features `html` and `markdown` are on, so that no page is taken
    /// for plain text by mistake.
    pub fn of_path(path: impl AsRef<Path>) -> Self {
        let extension = path.as_ref().extension().map(|e| e.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown") => Syntax::Markdown,
            Some("html" | "htm" | "xhtml") => Syntax::Html,
            _ => Syntax::Plain,
        }
    }
}

/// The text of an article.
#[derive(Clone, Debug)]
pub struct Article {
    text: String,
    /// The contents of the file and the places of the text's pieces in it; `None` if places refer to the text.
    origin: Option<(String, Vec<places::Piece>)>,
    syntax: Syntax,
}

impl Article {
    /// Parses an article; `place` is where it is, for errors. Anything that is not markup is text.
    ///
    /// # Errors
    /// [`Error::Data`] for HTML beyond a limit: elements more than 512 deep in each other, a tag with more than 512
    /// attributes, or formatting that is never closed and is opened again so often that there are more elements than bytes.
    #[cfg_attr(not(feature = "html"), allow(unused_variables))]
    pub fn parse(source: String, syntax: Syntax, place: impl FnOnce() -> Place) -> Result<Self> {
        Ok(match syntax {
            Syntax::Plain => Self { text: source, origin: None, syntax },
            #[cfg(feature = "markdown")]
            Syntax::Markdown => {
                let (text, pieces) = markdown::read(&source);
                Self { text, origin: Some((source, pieces)), syntax }
            }
            #[cfg(feature = "html")]
            Syntax::Html => Self { text: html::read(&source, place)?, origin: None, syntax },
        })
    }

    /// The text without markup.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The syntax that it was parsed from.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Converts byte spans of [`Article::text`] to code points of the file, or of the text for HTML.
    pub fn offsets(&self) -> Offsets<'_> {
        match &self.origin {
            None => Offsets::new(&self.text, None),
            Some((source, pieces)) => Offsets::new(source, Some(pieces)),
        }
    }

    /// Up to `characters` characters of the text before and after `span`, with line breaks as spaces, for finding the
    /// span again.
    pub fn around(&self, span: ByteSpan, characters: usize) -> (String, String) {
        let before = self.text.get(..span.start()).unwrap_or("");
        let from = before.char_indices().rev().take(characters).last().map_or(before.len(), |(at, _)| at);
        let after = self.text.get(span.end()..).unwrap_or("");
        let to = after.char_indices().nth(characters).map_or(after.len(), |(at, _)| at);
        let flat = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        (flat(before.get(from..).unwrap_or("")), flat(after.get(..to).unwrap_or("")))
    }
}

/// Decodes the bytes of a file; `file` is its name in errors.
///
/// # Errors
/// [`Error::Data`] names the first byte that is not UTF-8, or says that the bytes are UTF-16.
pub fn decode(bytes: Vec<u8>, file: &str) -> Result<String> {
    let refuse = |byte: usize, found: &str| {
        Error::data(Place::file(file).byte(byte as u64), format!("{found}; convert the file to UTF-8"))
    };
    if let Some(found) = encoding::utf16(bytes.get(..UTF16_HEAD).unwrap_or(&bytes)) {
        return Err(refuse(0, found));
    }
    String::from_utf8(bytes).map_err(|error| refuse(error.utf8_error().valid_up_to(), "is not UTF-8"))
}
