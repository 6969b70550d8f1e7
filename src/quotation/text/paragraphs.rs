//! Where paragraphs begin and end.

use super::bytes::position;
use crate::span::ByteSpan;

/// A line shorter than this, in bytes, is not taken for one that breaks off.
const SHORTEST_BROKEN: usize = 6;

/// Where the paragraphs of `text` are, trimmed, empty ones left out, in order.
///
/// A paragraph is a line, as web copies have it, unless the line breaks off in the middle of a sentence; in a text whose lines
/// are wrapped at a fixed width it is a block between blank lines.
pub fn paragraphs(text: &str) -> Vec<ByteSpan> {
    let lines = lines(text);
    let wrapped = wrapped(&lines);
    let mut blocks: Vec<ByteSpan> = Vec::new();
    let mut open = false;
    for line in lines {
        match blocks.last_mut() {
            _ if line.is_empty() => open = false,
            Some(block) if open && (wrapped || breaks_off(block.of(text), line.of(text))) => {
                *block = ByteSpan::new(block.start(), line.end())
            }
            _ => {
                blocks.push(line);
                open = true;
            }
        }
    }
    blocks
}

/// Whether a sentence goes on from `line` to `next`, the line right below it: `line` has no end, and `next` begins in lower
/// case, or `line` is plainly running text.
fn breaks_off(line: &str, next: &str) -> bool {
    let goes_on = |c: char| c.is_alphabetic() || c == ',';
    let (Some(last), Some(first)) = (line.chars().next_back(), next.chars().next()) else { return false };
    if !goes_on(last) || !first.is_alphabetic() || line.len() < SHORTEST_BROKEN {
        return false;
    }
    if first.is_lowercase() || last == ',' {
        return !line.starts_with(['-', '*', '•', '#', '|']);
    }
    // “It is fair,” said Rolf / Tandem: running text that stops in the middle.
    let quoted = line.rfind(['"', '”']).and_then(|at| line.get(at + 1..)).unwrap_or("");
    let words = quoted.split_whitespace().count();
    (2..=3).contains(&words) && first.is_uppercase() && last.is_lowercase() && quoted.starts_with(' ')
}

/// Trimmed lines, empty ones included.
fn lines(text: &str) -> Vec<ByteSpan> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut start = 0;
    loop {
        let rest = bytes.get(start..).unwrap_or(&[]);
        let mut from = 0;
        // The end of the line, and the bytes of its separator: one, or three for the two Unicode ones.
        let (end, skip) = loop {
            let tail = rest.get(from..).unwrap_or(&[]);
            let Some(at) = position(tail, [b'\n', b'\r', 0xE2]) else { break (rest.len(), 0) };
            match tail.get(at..) {
                Some([b'\n' | b'\r', ..]) => break (from + at, 1),
                Some([0xE2, 0x80, 0xA8 | 0xA9, ..]) => break (from + at, 3),
                _ => from += at + 1,
            }
        };
        let piece = text.get(start..start + end).unwrap_or("");
        let lead = piece.len() - piece.trim_start().len();
        out.push(ByteSpan::new(start + lead, start + lead + piece.trim().len()));
        if skip == 0 {
            return out;
        }
        start += end + skip;
    }
}

/// Whether most lines that another line follows directly are as long as a fixed width makes them.
fn wrapped(lines: &[ByteSpan]) -> bool {
    let (mut inner, mut fit) = (0usize, 0usize);
    for pair in lines.windows(2) {
        if let [this, next] = pair
            && !this.is_empty()
            && !next.is_empty()
        {
            inner += 1;
            fit += usize::from((50..=90).contains(&this.len()));
        }
    }
    inner >= 4 && fit * 4 >= inner * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|p| p.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_whatever_ends_it() {
        assert_eq!(texts("One.\r\n\r\n  Two é. \u{2029}Three.\n"), ["One.", "Two é.", "Three."]);
        assert!(texts("").is_empty());
        assert!(texts(" \n\t\n").is_empty());
    }

    #[test]
    fn a_line_break_inside_a_sentence_ends_nothing() {
        assert_eq!(
            texts("\"We will\nnot sign,\" she said.\nHe left."),
            ["\"We will\nnot sign,\" she said.", "He left."]
        );
        assert_eq!(texts("A headline in May\nThe text begins."), ["A headline in May", "The text begins."]);
    }

    #[test]
    fn wrapped_lines_are_joined_up_to_the_blank_line() {
        let line = "The committee met for the third time this week to hear the views\n";
        let text = format!("{}of both sides.\n\n{}of the others.\n", line.repeat(3), line.repeat(3));
        assert_eq!(paragraphs(&text).len(), 2);
    }
}
