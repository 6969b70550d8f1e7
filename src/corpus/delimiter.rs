//! Recognises which character separates the fields of a table.

use std::io::{Cursor, Read};
use std::str::FromStr;

use super::format::Format;
use super::head::read_head;
use crate::{Error, Result};

/// Bytes that the separator is recognised by.
const SAMPLE: usize = 1 << 20;
/// Bytes in which a first line `sep=;` ends.
const DECLARATION: usize = 64;
/// Records that are compared.
const RECORDS: usize = 100;
/// Separators that are recognised, with the names that `--delimiter` takes.
const KNOWN: [(u8, &str); 4] = [(b',', "comma"), (b'\t', "tab"), (b';', "semicolon"), (b'|', "pipe")];

/// The separator of the fields of CSV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// A comma, or a tab for TSV, unless the first line is `sep=;` as spreadsheets write it.
    #[default]
    OfFormat,
    /// What separates the fields of the first records.
    Auto,
    /// This ASCII character.
    Is(u8),
}

impl FromStr for Delimiter {
    type Err = String;

    /// `auto`, `comma`, `tab`, `semicolon`, `pipe`, or one ASCII character.
    fn from_str(name: &str) -> std::result::Result<Self, String> {
        if name == "auto" {
            return Ok(Delimiter::Auto);
        }
        if let Some((byte, _)) = KNOWN.iter().find(|(_, known)| *known == name) {
            return Ok(Delimiter::Is(*byte));
        }
        match name.as_bytes() {
            _ if name == "\\t" => Ok(Delimiter::Is(b'\t')),
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\"\r\n".contains(byte) => {
                Ok(Delimiter::Is(*byte))
            }
            _ => {
                Err(format!("`{name}` cannot separate fields; use auto, comma, tab, semicolon, pipe or one character"))
            }
        }
    }
}

/// A table whose separator is known.
pub(super) struct Separation {
    pub(super) format: Format,
    /// Without a line `sep=;`.
    pub(super) contents: Box<dyn Read + Send>,
    /// What was recognised without having been asked for by name.
    pub(super) note: Option<String>,
}

/// Finds the separator of an input in UTF-8. `wide` says that it was UTF-16 with a mark: spreadsheets write tabs there.
pub(super) fn separate(
    mut input: Box<dyn Read + Send>,
    file: &str,
    format: Format,
    delimiter: Delimiter,
    wide: bool,
) -> Result<Separation> {
    let recognise = delimiter == Delimiter::Auto || wide;
    let sample = if recognise { SAMPLE } else { DECLARATION };
    let mut head = read_head(&mut input, sample, recognise).map_err(|e| Error::io("read", file, e))?;
    let start = if head.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    let body = head.get(start..).unwrap_or_default();
    let (declared, length) = declared(body).map_or((None, 0), |(byte, length)| (Some(byte), length));
    let body = body.get(length..).unwrap_or_default();
    let own = format.delimiter();
    let (byte, note) = match (delimiter, declared) {
        (Delimiter::Is(byte), _) => (Some(byte), None),
        (_, Some(byte)) => {
            (Some(byte), Some(format!("fields are separated by {}, as its first line says", name(byte))))
        }
        (Delimiter::Auto, None) => recognised(body, own, |_| true),
        (Delimiter::OfFormat, None) if wide => recognised(body, own, |byte| byte == b'\t'),
        (Delimiter::OfFormat, None) => (own, None),
    };
    let format = match byte {
        Some(b',') => Format::Csv,
        Some(b'\t') => Format::Tsv,
        Some(byte) => Format::Separated(byte),
        None => format,
    };
    if length > 0 {
        head.drain(start..start + length);
    }
    Ok(Separation { format, contents: Box::new(Cursor::new(head).chain(input)), note })
}

/// The separator that fits best and is `wanted`, with a note if it is not the format's own.
fn recognised(body: &[u8], own: Option<u8>, wanted: impl Fn(u8) -> bool) -> (Option<u8>, Option<String>) {
    let found = best(body).filter(|byte| wanted(*byte));
    match found {
        Some(byte) if Some(byte) != own => (found, Some(format!("fields are separated by {}", name(byte)))),
        _ => (own, None),
    }
}

/// The separator by which the most records have as many fields as the header, at least two; of several the one with
/// the most fields.
pub(super) fn best(body: &[u8]) -> Option<u8> {
    let score = |byte: u8| {
        let mut reader = csv::ReaderBuilder::new().delimiter(byte).has_headers(false).flexible(true).from_reader(body);
        let mut records = reader.byte_records().map_while(std::result::Result::ok).take(RECORDS);
        let fields = records.next().map_or(0, |header| header.len());
        let lengths: Vec<usize> = records.map(|record| record.len()).collect();
        // The last record may be cut.
        let whole = lengths.get(..lengths.len().saturating_sub(1)).unwrap_or_default();
        let fitting = whole.iter().filter(|length| **length == fields).count();
        let share = if whole.is_empty() { 100 } else { 100 * fitting / whole.len() };
        (share, fields)
    };
    let scores = KNOWN.iter().map(|(byte, _)| (*byte, score(*byte))).filter(|(_, (_, fields))| *fields >= 2);
    scores.max_by_key(|(byte, (share, fields))| (*share, *fields, *byte == b',')).map(|(byte, _)| byte)
}

/// The separator that a first line `sep=;` declares, and the length of the line with its end.
fn declared(body: &[u8]) -> Option<(u8, usize)> {
    let line = body.split(|byte| *byte == b'\n').next()?;
    let bare = line.trim_ascii_end();
    let bare = bare.strip_prefix(b"\"").and_then(|b| b.strip_suffix(b"\"")).unwrap_or(bare);
    let byte = match bare.get(..4)?.eq_ignore_ascii_case(b"sep=").then(|| bare.get(4..))?? {
        // A tab at the end of the line is white space too.
        [] if line.contains(&b'\t') => b'\t',
        [byte] if byte.is_ascii_punctuation() => *byte,
        _ => return None,
    };
    Some((byte, (line.len() + 1).min(body.len())))
}

/// A separator in words.
pub(super) fn name(byte: u8) -> String {
    match byte {
        b',' => "commas".to_owned(),
        b'\t' => "tabs".to_owned(),
        b';' => "semicolons".to_owned(),
        b'|' => "vertical bars".to_owned(),
        byte => format!("`{}`", char::from(byte)),
    }
}

/// The separator that a header of one column seems to have, and the name that `--delimiter` takes.
pub(super) fn in_header(column: &str) -> Option<(u8, &'static str)> {
    KNOWN.iter().skip(1).find(|(byte, _)| column.bytes().any(|b| b == *byte)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn separated(text: &str, delimiter: Delimiter) -> (Format, String) {
        let input = Box::new(Cursor::new(text.as_bytes().to_vec()));
        let mut found = separate(input, "f", Format::Csv, delimiter, false).unwrap();
        let mut rest = String::new();
        found.contents.read_to_string(&mut rest).unwrap();
        (found.format, rest)
    }

    #[test]
    fn a_declared_separator_is_believed_and_its_line_is_no_row() {
        for text in ["sep=;\ntext;a\nx;y\n", "\u{FEFF}sep=;\r\ntext;a\nx;y\n", "\"sep=;\"\ntext;a\nx;y\n"] {
            let (format, rest) = separated(text, Delimiter::OfFormat);
            assert_eq!(format, Format::Separated(b';'), "{text:?}");
            assert_eq!(rest.trim_start_matches('\u{FEFF}'), "text;a\nx;y\n");
        }
        assert_eq!(separated("sep=\t\ntext\ta\n", Delimiter::OfFormat).0, Format::Tsv);
        assert_eq!(separated("separate,b\nx,y\n", Delimiter::OfFormat), (Format::Csv, "separate,b\nx,y\n".to_owned()));
    }

    #[test]
    fn the_separator_that_gives_every_row_the_headers_fields_is_recognised() {
        for (text, format) in [
            ("text;label\na, b, c;x\nd;y\n", Format::Separated(b';')),
            ("text|label\na, b; c|x\nd|y\n", Format::Separated(b'|')),
            ("text\tlabel\na, b; c\tx\nd\ty\n", Format::Tsv),
            ("text,label\n\"a; b; c\",x\nd;e,y\n", Format::Csv),
            ("text\na, b\n", Format::Csv),
            ("id;text;label\n1;a, b;x\n", Format::Separated(b';')),
        ] {
            assert_eq!(separated(text, Delimiter::Auto).0, format, "{text}");
        }
        assert_eq!(separated("text;label\na;x\n", Delimiter::OfFormat).0, Format::Csv, "only when asked");
        assert_eq!(separated("a^b\n", Delimiter::Is(b'^')).0, Format::Separated(b'^'));
    }

    #[test]
    fn names_of_separators_are_words_or_one_character() {
        let named = |name: &str| name.parse::<Delimiter>();
        assert_eq!((named("tab"), named("\t"), named("\\t")), (named("tab"), named("tab"), named("tab")));
        assert_eq!((named(";"), named("auto")), (Ok(Delimiter::Is(b';')), Ok(Delimiter::Auto)));
        for wrong in ["", "x", "ab", "\"", "é", "\n"] {
            assert!(named(wrong).is_err(), "{wrong:?}");
        }
    }
}
