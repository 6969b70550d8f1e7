//! Finds the fields of one CSV or TSV record.

use std::io::Read;

use memchr::{memchr, memchr3};

use super::source::{Source, Stop};

/// The most fields of one record.
pub(super) const MOST_FIELDS: usize = 1 << 20;

/// Where a field is in its record, without the double quotes around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether two double quotes in it mean one.
    pub(super) doubled: bool,
    /// Whether it is in double quotes.
    pub(super) quoted: bool,
}

/// What double quotes at the beginning of a field mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// They must be closed at the field's end.
    Strict,
    /// They are part of the text if they are not closed at a field's end.
    Lenient,
}

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Text follows the closing quote of the field at this position.
    TextAfterQuote(usize),
    /// The quotes of a field are never closed.
    Unclosed,
    /// There are more fields than [`MOST_FIELDS`].
    TooMany,
}

/// The fields of a record.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) fields: Vec<Field>,
    /// Bytes of the record with the end of its last line.
    pub(super) length: usize,
    pub(super) fault: Option<Fault>,
}

impl Fields {
    /// Finds the fields of the record at which `source` is.
    ///
    /// # Errors
    /// [`Stop`]; the fields found before it stay.
    pub(super) fn find<R: Read>(&mut self, source: &mut Source<R>, delimiter: u8, quotes: Quotes) -> Result<(), Stop> {
        self.fields.clear();
        self.fault = None;
        let mut at = 0;
        loop {
            let opened = source.byte(at)? == Some(b'"');
            let closing = if opened { closing(source, at, quotes)? } else { None };
            let end = match closing {
                Some((quote, doubled)) => {
                    let after = source.byte(quote + 1)?;
                    let closed = after.is_none_or(|byte| byte == delimiter || byte == b'\n' || byte == b'\r');
                    if closed {
                        self.fields.push(Field { start: at as u32 + 1, end: quote as u32, doubled, quoted: true });
                        quote + 1
                    } else if quotes == Quotes::Strict {
                        self.fault.get_or_insert(Fault::TextAfterQuote(self.fields.len()));
                        self.plain(source, delimiter, at, quote + 1)?
                    } else {
                        self.plain(source, delimiter, at, at)?
                    }
                }
                None if opened && quotes == Quotes::Strict => {
                    self.fault = Some(Fault::Unclosed);
                    self.length = source.rest().len();
                    return Ok(());
                }
                None => self.plain(source, delimiter, at, at)?,
            };
            if self.fields.len() > MOST_FIELDS {
                self.fault = Some(Fault::TooMany);
                return Ok(());
            }
            self.length = match source.byte(end)? {
                Some(byte) if byte == delimiter => {
                    at = end + 1;
                    continue;
                }
                Some(b'\r') if source.byte(end + 1)? == Some(b'\n') => end + 2,
                Some(_) => end + 1,
                None => end,
            };
            return Ok(());
        }
    }

    /// Finds the fields of a line, whose quotes guard neither delimiters nor line ends.
    pub(super) fn find_in_line(&mut self, line: &[u8], delimiter: u8) {
        self.fields.clear();
        self.fault = None;
        self.length = line.len();
        let mut start = 0;
        for written in line.split(|byte| *byte == delimiter) {
            let (from, to) = (start as u32, (start + written.len()) as u32);
            let inner = written.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            self.fields.push(match inner.map(|inner| inner.split(|byte| *byte == b'"').collect::<Vec<_>>()) {
                // Split at quotes, each doubled quote leaves an empty piece at an odd position.
                Some(pieces) if pieces.len() % 2 == 1 && pieces.iter().skip(1).step_by(2).all(|p| p.is_empty()) => {
                    Field { start: from + 1, end: to - 1, doubled: pieces.len() > 1, quoted: true }
                }
                _ => Field { start: from, end: to, doubled: false, quoted: false },
            });
            start += written.len() + 1;
        }
    }

    /// Adds a field without quotes that begins at `start` and ends at the first delimiter or line end from `from` on;
    /// returns where it ends.
    fn plain<R: Read>(
        &mut self,
        source: &mut Source<R>,
        delimiter: u8,
        start: usize,
        from: usize,
    ) -> Result<usize, Stop> {
        let end = source.find(from, |bytes| memchr3(delimiter, b'\n', b'\r', bytes))?;
        let end = end.unwrap_or(source.rest().len());
        self.fields.push(Field { start: start as u32, end: end as u32, doubled: false, quoted: false });
        Ok(end)
    }
}

/// The double quote that closes the one at `opening`, and whether there are doubled ones between them. With
/// [`Quotes::Lenient`], quotes that are not closed within the limit are not closed.
fn closing<R: Read>(source: &mut Source<R>, opening: usize, quotes: Quotes) -> Result<Option<(usize, bool)>, Stop> {
    let (mut from, mut doubled) = (opening + 1, false);
    loop {
        let quote = match source.find(from, |bytes| memchr(b'"', bytes)) {
            Ok(Some(quote)) => quote,
            Ok(None) => return Ok(None),
            Err(Stop::Long) if quotes == Quotes::Lenient => return Ok(None),
            Err(stop) => return Err(stop),
        };
        match source.byte(quote + 1) {
            Ok(Some(b'"')) => {
                doubled = true;
                from = quote + 2;
            }
            Ok(_) => return Ok(Some((quote, doubled))),
            Err(Stop::Long) if quotes == Quotes::Lenient => return Ok(None),
            Err(stop) => return Err(stop),
        }
    }
}
