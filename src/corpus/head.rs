//! The first bytes of an input, by which it is recognised.

use std::io::{self, Read};

/// Bytes that tell formats and encodings apart.
const LEAST: usize = 4;

/// Takes up to `most` bytes from the beginning of an input. With `whole` it waits for all of them; otherwise a pipe that
/// gives few bytes at first is not waited for.
///
/// # Errors
/// Those of reading.
pub fn read_head(input: &mut dyn Read, most: usize, whole: bool) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    if whole {
        input.take(most as u64).read_to_end(&mut head)?;
        return Ok(head);
    }
    let mut chunk = vec![0; most];
    while head.len() < LEAST.min(most) {
        let left = most - head.len();
        match input.read(chunk.get_mut(..left).unwrap_or_default()) {
            Ok(0) => break,
            Ok(n) => head.extend_from_slice(chunk.get(..n).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_that_gives_few_bytes_is_not_waited_for() {
        let mut input = (&b"te"[..]).chain(&b"xt\n"[..]).chain(&b"more"[..]);
        assert_eq!(read_head(&mut input, 64, false).unwrap(), b"text\n");
        assert_eq!(read_head(&mut &b"text\nmore"[..], 6, true).unwrap(), b"text\nm");
        assert_eq!(read_head(&mut &b"te"[..], 64, false).unwrap(), b"te");
    }
}
