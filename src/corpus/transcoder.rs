//! Converts an input to UTF-8 while it is read.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding as Known};

use super::step::BUFFER;
use crate::error::{Hint, Malformed};

/// A reader that gives the text of `inner` as UTF-8. A byte-order mark stays.
pub(super) struct Transcoder<R> {
    inner: R,
    encoding: &'static Known,
    decoder: Decoder,
    /// Bytes read, of which `from..to` are still to be converted.
    bytes: Vec<u8>,
    from: usize,
    to: usize,
    /// The offset of `from` in the input.
    offset: u64,
    /// Room for text, of which `given..written` is still to be delivered.
    text: Vec<u8>,
    given: usize,
    written: usize,
    /// Whether the end of `inner` was seen, and whether the decoder knows.
    ended: bool,
    finished: bool,
}

impl<R: Read> Transcoder<R> {
    pub(super) fn new(inner: R, encoding: &'static Known) -> Self {
        Self {
            inner,
            encoding,
            decoder: encoding.new_decoder_without_bom_handling(),
            bytes: vec![0; BUFFER],
            from: 0,
            to: 0,
            offset: 0,
            text: vec![0; BUFFER * 3 + 16],
            given: 0,
            written: 0,
            ended: false,
            finished: false,
        }
    }

    /// Converts more bytes.
    fn convert(&mut self) -> io::Result<()> {
        if self.from == self.to && !self.ended {
            self.from = 0;
            self.to = self.inner.read(&mut self.bytes)?;
            self.ended = self.to == 0;
        }
        let bytes = self.bytes.get(self.from..self.to).unwrap_or_default();
        let (outcome, read, written) =
            self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.text, self.ended);
        (self.given, self.written) = (0, written);
        self.from += read;
        self.offset += read as u64;
        match outcome {
            DecoderResult::InputEmpty => self.finished = self.ended,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, after) => {
                let byte = self.offset.saturating_sub(u64::from(bad) + u64::from(after));
                let problem = format!("is not {}", self.encoding.name());
                let hint = Some(Hint::new("; correct {}").option("encoding"));
                return Err(io::Error::new(io::ErrorKind::InvalidData, Malformed { byte, problem, hint }));
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.given == self.written && !self.finished && !buf.is_empty() {
            self.convert()?;
        }
        let n = self.text.get(self.given..self.written).unwrap_or_default().read(buf)?;
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Delivers one byte per call.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(1).min(buf.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn read(bytes: &[u8], label: &str, drip: bool) -> io::Result<String> {
        let inner: Box<dyn Read> = if drip { Box::new(Drip(bytes)) } else { Box::new(bytes) };
        let mut out = String::new();
        Transcoder::new(inner, Known::for_label(label.as_bytes()).unwrap()).read_to_string(&mut out)?;
        Ok(out)
    }

    #[test]
    fn text_is_the_same_however_it_is_cut() {
        let text = "\u{FEFF}“Café” 限制 🙂\n".repeat(5000);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for drip in [false, true] {
            assert_eq!(read(&wide, "utf-16le", drip).unwrap(), text);
            assert_eq!(read(b"\x93Caf\xe9\x94", "windows-1252", drip).unwrap(), "“Café”");
            assert_eq!(read(b"", "windows-1252", drip).unwrap(), "");
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_named_and_never_replaced() {
        for drip in [false, true] {
            let error = read(b"ab\x82\xa0\xff!", "shift_jis", drip).unwrap_err();
            assert!(error.to_string().contains("byte 4"), "{error}");
            let error = read(b"a\0b\0c", "utf-16le", drip).unwrap_err();
            assert!(error.to_string().contains("UTF-16LE"), "{error}");
        }
    }
}
