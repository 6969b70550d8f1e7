//! Recognises the encoding of text and converts it to UTF-8. Other encodings than UTF-8 need the feature `encodings`.

use std::io::{Cursor, Read};
use std::str::FromStr;

use super::head::read_head;
use crate::{Error, Result};

#[cfg(feature = "encodings")]
use super::recognize::{self, Found};
#[cfg(feature = "encodings")]
use super::transcoder::Transcoder;

/// Bytes at the beginning of an input that its encoding is recognised by, where it is declared.
const DECLARATION: usize = 4096;
/// The same where it is guessed: one letter with an accent may be far from the beginning.
const SAMPLE: usize = 4 << 20;

/// How the bytes of an input become text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoding(pub(super) Choice);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Choice {
    #[default]
    Declared,
    #[cfg(feature = "encodings")]
    Auto,
    #[cfg(feature = "encodings")]
    Named(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// UTF-8, unless a byte-order mark or a declaration in HTML says otherwise.
    pub const DECLARED: Self = Self(Choice::Declared);
    /// As declared, and otherwise what the bytes look like.
    #[cfg(feature = "encodings")]
    pub const AUTO: Self = Self(Choice::Auto);
}

impl FromStr for Encoding {
    type Err = String;

    /// `auto`, or a name of the WHATWG Encoding Standard in any letter case, such as `windows-1252` or `utf-16le`.
    fn from_str(name: &str) -> std::result::Result<Self, String> {
        #[cfg(feature = "encodings")]
        {
            if name.eq_ignore_ascii_case("auto") {
                return Ok(Self::AUTO);
            }
            let known = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
            if let Some(known) = known {
                return Ok(Self(Choice::Named(known)));
            }
        }
        let known = "utf-8, windows-1252, iso-8859-2, utf-16le, shift_jis, gb18030 or another name of the WHATWG \
                     Encoding Standard";
        Err(format!("`{name}` is not the name of an encoding; use auto, {known}"))
    }
}

/// An input as UTF-8.
pub struct Text {
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
pub fn to_utf8(mut input: Box<dyn Read + Send>, file: &str, encoding: Encoding, html: bool) -> Result<Text> {
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
        return Ok(Text { contents: Box::new(Transcoder::new(contents, encoding)), encoding: encoding.name(), note });
    }
    Ok(Text { contents, encoding: "UTF-8", note: None })
}
