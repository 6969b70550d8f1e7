//! Tells which encoding text has: by a byte-order mark, a declaration in HTML, or what its bytes look like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding as Known, UTF_8, UTF_16BE, UTF_16LE};

use super::encoding::{Choice, Encoding};
use crate::encoding::{ByteOrder, unmarked_utf16};
use crate::error::{Hint, Place};
use crate::{Error, Result};

/// Bytes in which HTML declares its encoding.
const DECLARATION: usize = 4096;

/// An encoding, and why it was taken.
pub(super) struct Found {
    pub(super) encoding: &'static Known,
    pub(super) note: Option<String>,
}

impl Found {
    fn new(encoding: &'static Known, why: &str) -> Self {
        Self { encoding, note: Some(format!("read as {}, {why}", encoding.name())) }
    }
}

/// The encoding of an input that begins with `head`; `cut` says that there is more.
///
/// # Errors
/// [`Error::Data`] for UTF-32, and for UTF-16 without a mark that was not asked for.
pub(super) fn find(choice: Encoding, head: &[u8], cut: bool, html: bool, file: &str) -> Result<Found> {
    if head.starts_with(&[0xFF, 0xFE, 0, 0]) || head.starts_with(&[0, 0, 0xFE, 0xFF]) {
        let problem = format!("is UTF-32; convert it with: iconv -f UTF-32 -t UTF-8 '{file}' > NEW");
        return Err(Error::data(Place::file(file).byte(0), problem));
    }
    if let Some((encoding, _)) = Known::for_bom(head) {
        return Ok(Found::new(encoding, "as its byte-order mark says"));
    }
    let wide = utf16(head);
    match (choice.0, wide) {
        (Choice::Named(encoding), _) => return Ok(Found { encoding, note: None }),
        (Choice::Auto, Some(encoding)) => return Ok(Found::new(encoding, "which its bytes look like")),
        (Choice::Declared, Some(encoding)) => {
            let problem = format!("looks like {} without a byte-order mark, not UTF-8", encoding.name());
            let hint = Hint::new("; read it with {}").value("encoding", encoding.name().to_lowercase());
            return Err(Error::data(Place::file(file).byte(0), problem).with_hint(hint));
        }
        (_, None) => {}
    }
    let unicode = is_utf8(head, cut);
    if let Some(encoding) = declared(head).filter(|_| html) {
        // Pages are often saved as UTF-8 with the old declaration; other text with accents is practically never UTF-8.
        let resaved = unicode && !head.is_ascii();
        let encoding = if resaved { UTF_8 } else { encoding };
        return Ok(Found::new(encoding, "as the page declares"));
    }
    if choice == Encoding::AUTO && !unicode {
        return Ok(Found::new(guess(head), "which its bytes look like"));
    }
    Ok(Found { encoding: UTF_8, note: None })
}

/// The encoding that bytes look like that are not UTF-8.
pub(super) fn guess(sample: &[u8]) -> &'static Known {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The name of the encoding that bytes look like that are not UTF-8, such as `windows-1252`; `None` if they are UTF-8 for
/// the most part, with some wrong bytes in between.
pub fn looks_like(sample: &[u8]) -> Option<String> {
    if let Some(encoding) = utf16(sample) {
        return Some(encoding.name().to_lowercase());
    }
    let (mut right, mut wrong) = (0, 0);
    for chunk in sample.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += chunk.invalid().len();
    }
    (wrong >= right).then(|| guess(sample).name().to_lowercase())
}

/// The UTF-16 of text without a mark, by the beginning of the text.
fn utf16(head: &[u8]) -> Option<&'static Known> {
    unmarked_utf16(head.get(..DECLARATION).unwrap_or(head)).map(|order| match order {
        ByteOrder::BigEndian => UTF_16BE,
        ByteOrder::LittleEndian => UTF_16LE,
    })
}

fn is_utf8(head: &[u8], cut: bool) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => cut && error.error_len().is_none(),
    }
}

/// What `<meta charset=…>`, `<meta … content="…charset=…">` or an XML declaration says.
fn declared(head: &[u8]) -> Option<&'static Known> {
    let head = head.get(..DECLARATION).unwrap_or(head).to_ascii_lowercase();
    let text = String::from_utf8_lossy(&head);
    let tags = text.split('<').filter(|tag| tag.starts_with("meta") || tag.starts_with("?xml"));
    for tag in tags {
        let tag = tag.split('>').next().unwrap_or_default();
        let word = if tag.starts_with("?xml") { "encoding" } else { "charset" };
        let Some((_, after)) = tag.split_once(word) else { continue };
        let Some(value) = after.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.+".contains(c))).unwrap_or(value.len());
        let known = value.get(..end).and_then(|label| Known::for_label_no_replacement(label.as_bytes()));
        // The declaration itself can be read byte by byte, so that the page cannot be UTF-16.
        return known.map(|known| if known == UTF_16LE || known == UTF_16BE { UTF_8 } else { known });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(choice: Encoding, bytes: &[u8], html: bool) -> &'static str {
        find(choice, bytes, false, html, "f").unwrap().encoding.name()
    }

    #[test]
    fn marks_and_declarations_are_believed() {
        let page = |meta: &str| [format!("<html><head>{meta}</head><p>").as_bytes(), b"\x93caf\xe9\x94"].concat();
        for meta in [
            "<meta charset=windows-1252>",
            "<META CHARSET = 'ISO-8859-1' >",
            "<meta name=x><meta http-equiv=\"Content-Type\" content=\"text/html; charset=latin1\">",
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
        ] {
            assert_eq!(name(Encoding::DECLARED, &page(meta), true), "windows-1252", "{meta}");
            assert_eq!(name(Encoding::DECLARED, &page(meta), false), "UTF-8", "{meta}");
        }
        let resaved = "<meta charset=windows-1252><p>“café”".as_bytes();
        assert_eq!(name(Encoding::DECLARED, resaved, true), "UTF-8");
        assert_eq!(name(Encoding::DECLARED, b"<meta charset=iso-2022-jp>\x1b$B", true), "ISO-2022-JP");
        assert_eq!(name(Encoding::DECLARED, b"<meta charset=utf-16><p>x", true), "UTF-8");
        assert_eq!(name(Encoding::DECLARED, b"\xff\xfet\0", false), "UTF-16LE");
        assert_eq!(name(Encoding::DECLARED, b"\xfe\xff\0t", false), "UTF-16BE");
        assert!(find(Encoding::AUTO, b"\xff\xfe\0\0t\0\0\0", false, false, "f").is_err());
    }

    #[test]
    fn other_text_is_recognised_and_read_only_when_asked() {
        let wide: Vec<u8> = "text\tlabel\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(name(Encoding::AUTO, &wide, false), "UTF-16BE");
        let error = find(Encoding::DECLARED, &wide, false, false, "f").err().unwrap();
        assert!(error.to_string().contains("utf-16be"), "{error}");
        let latin = b"Die Beschr\xe4nkungen f\xfcr Chips sind \x84n\xf6tig\x93, sagte er.";
        assert_eq!(name(Encoding::AUTO, latin, false), "windows-1252");
        assert_eq!(name(Encoding::DECLARED, latin, false), "UTF-8");
        assert_eq!(looks_like(latin).as_deref(), Some("windows-1252"));
        assert_eq!(looks_like(b"\xe2\x80\x9cKeep it\xe2\x80\x9d, caf\xe9"), None, "UTF-8 with a wrong byte");
        assert_eq!(name(Encoding::AUTO, "Beschränkung 限制".as_bytes(), false), "UTF-8");
    }
}
