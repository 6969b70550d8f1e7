//! Converts an input to UTF-8, whatever its encoding. Other encodings than UTF-8 need the feature `encodings`.

use std::io::{Cursor, Read};

use super::encoding::Encoding;
use super::head::read_head;
#[cfg(feature = "encodings")]
use super::recognize::{self, Found};
#[cfg(feature = "encodings")]
use super::transcoder::Transcoder;
use crate::{Error, Result};

/// Bytes at the beginning of an input that its encoding is recognised by, where it is declared.
const DECLARATION: usize = 4096;
/// Bytes that a guess of the encoding looks at: one letter with an accent may be far from the beginning.
const SAMPLE: usize = 4 << 20;

/// An input as UTF-8.
pub struct Utf8Input {
    /// The text. Bytes that are not text in a declared or named encoding are an error when they are read; bytes that
    /// are not UTF-8 are passed on where the encoding is UTF-8. A byte-order mark stays.
    pub contents: Box<dyn Read + Send>,
    /// The name of the encoding.
    pub encoding: &'static str,
    /// Why it is this encoding, if it is not UTF-8 and was not named.
    pub note: Option<String>,
}

/// Converts an input to UTF-8. `file` is its name in errors; `html` says that a declaration in HTML counts.
///
/// # Errors
/// [`Error::Io`] if reading fails; [`Error::Data`] for UTF-32, and for UTF-16 without a byte-order mark, unless the
/// encoding is named or guessed.
pub fn to_utf8(mut input: Box<dyn Read + Send>, file: &str, encoding: Encoding, html: bool) -> Result<Utf8Input> {
    let declared = encoding == Encoding::DECLARED && !html;
    let length = if declared { DECLARATION } else { SAMPLE };
    let head = read_head(&mut input, length, !declared).map_err(|e| Error::io("read", file, e))?;
    #[cfg(feature = "encodings")]
    let found = recognize::find(encoding, &head, head.len() == length, html, file)?;
    let contents: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(input));
    #[cfg(feature = "encodings")]
    if let Found { encoding, note } = found
        && encoding != encoding_rs::UTF_8
    {
        return Ok(Utf8Input {
            contents: Box::new(Transcoder::new(contents, encoding)),
            encoding: encoding.name(),
            note,
        });
    }
    Ok(Utf8Input { contents, encoding: "UTF-8", note: None })
}
