//! Writes text in another encoding than UTF-8.

use encoding_rs::{EncoderResult, Encoding as Known, UTF_16BE, UTF_16LE};

use crate::error::Place;
use crate::{Error, Result};

/// Text of whole characters in the encoding with this name. `file` is the name of the output in errors.
///
/// # Errors
/// [`Error::Data`] names a character that the encoding does not have; [`Error::Options`] for an unknown name.
pub fn encode(text: &str, encoding: &str, file: &str) -> Result<Vec<u8>> {
    let Some(known) = Known::for_label(encoding.as_bytes()) else {
        return Err(Error::options("encoding", format!("`{encoding}` is not known")));
    };
    if known == UTF_16LE {
        return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if known == UTF_16BE {
        return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let mut encoder = known.new_encoder();
    let space = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
    let mut out = vec![0; space.unwrap_or(text.len() * 4 + 16)];
    let (outcome, _, written) = encoder.encode_from_utf8_without_replacement(text, &mut out, true);
    out.truncate(written);
    if let EncoderResult::Unmappable(character) = outcome {
        let problem =
            format!("{} has no character `{character}`; write UTF-8 instead, with another format", known.name());
        return Err(Error::data(Place::file(file), problem));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_written_as_it_would_be_read() {
        assert_eq!(encode("“é”", "windows-1252", "f").unwrap(), b"\x93\xe9\x94");
        assert_eq!(encode("é\n", "UTF-16LE", "f").unwrap(), b"\xe9\0\n\0");
        let error = encode("限制", "windows-1252", "f").unwrap_err();
        assert!(error.to_string().contains("`限`"), "{error}");
    }
}
