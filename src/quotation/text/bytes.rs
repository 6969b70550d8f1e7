//! Looks for single bytes in long texts.

/// Bytes looked at together.
const TOGETHER: usize = 32;

/// Where the first byte is that is one of `wanted`; quick where few bytes are.
pub(super) fn position<const N: usize>(bytes: &[u8], wanted: [u8; N]) -> Option<usize> {
    let hit = |byte: u8| wanted.iter().fold(0, |any, w| any | u8::from(byte == *w));
    let mut at = 0;
    for chunk in bytes.as_chunks::<TOGETHER>().0 {
        // No branch per byte, so that the compiler compares many at once.
        if chunk.iter().fold(0, |any, byte| any | hit(*byte)) != 0 {
            break;
        }
        at += TOGETHER;
    }
    bytes.get(at..)?.iter().position(|byte| hit(*byte) != 0).map(|offset| at + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wanted_byte_is_found_wherever_it_is() {
        for length in 0..100 {
            let mut text = vec![b'a'; length];
            assert_eq!(position(&text, [b'x', b'\n']), None);
            for at in (0..length).rev() {
                text[at] = b'x';
                assert_eq!(position(&text, [b'x', b'\n']), Some(at));
            }
        }
    }
}
