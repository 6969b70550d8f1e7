//! Recognises UTF-16, which is not read.

/// What is wrong with bytes that begin as UTF-16 text does: with a byte-order mark, or without one but with a zero in
/// every second byte, as Latin letters have. `None` for other bytes. `head` is the beginning of the input; a few bytes
/// are enough.
pub(crate) fn utf16(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return Some("is UTF-16, not UTF-8");
    }
    unmarked_utf16(head).map(|_| "is UTF-16 without a byte-order mark, not UTF-8")
}

/// The order of the bytes of a 16-bit unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    BigEndian,
    LittleEndian,
}

/// The byte order of text that looks like UTF-16 although it has no byte-order mark: zeros are on one side of the pairs
/// only, as in Latin letters. A quarter of all pairs is enough, since other scripts have zeros in spaces and digits alone.
pub(crate) fn unmarked_utf16(head: &[u8]) -> Option<ByteOrder> {
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    let (mut first, mut second) = (0, 0);
    for pair in pairs {
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.last() == Some(&0));
    }
    let (most, least) = (first.max(second), first.min(second));
    let order = if first > second { ByteOrder::BigEndian } else { ByteOrder::LittleEndian };
    (most >= 2 && least == 0 && most * 4 >= count).then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_recognised_in_both_byte_orders_with_and_without_a_mark() {
        for text in ["text,label\nKeep it.,a\n", "\u{FEFF}text\nBeschränkung\n", "{\"text\": \"Да, это так\"}\n"]
        {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                assert!(utf16(&bytes).is_some_and(|found| found.starts_with("is UTF-16")), "{text}");
                assert!(utf16(&bytes[..4]).is_some(), "{text}");
            }
        }
    }

    #[test]
    fn other_bytes_are_not_taken_for_utf16() {
        for bytes in [&b""[..], b"text\n", &[0; 64], b"a\0b,c\0\0d", "限制 é 🙂".as_bytes(), b"caf\xE9"] {
            assert_eq!(utf16(bytes), None, "{bytes:?}");
        }
    }
}
