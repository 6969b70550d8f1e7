//! Text of unknown origin as messages and tables show it.

use std::borrow::Cow;
use std::fmt::Write;

/// Characters of a cell that a message quotes.
const CELL: usize = 200;
/// Names that a message lists.
const NAMES: usize = 20;

/// `text` with characters that could command a terminal or reorder a line written as escapes, such as `\u{1b}`: control
/// characters but the line feed, marks of writing direction, separators of lines and paragraphs, and invisible tags.
///
/// ```
/// assert_eq!(stance::error::shown("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
/// ```
pub fn shown(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c != '\n' && commands(c))
}

/// As [`shown`], on one line.
pub fn one_line(text: &str) -> Cow<'_, str> {
    escaped(text, commands)
}

/// A cell or name in a message: as [`shown`], on one line, and cut after 200 characters.
pub fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(CELL) {
        None => escaped(text, commands),
        Some((end, _)) => Cow::Owned(escaped(text.get(..end).unwrap_or_default(), commands).into_owned() + "…"),
    }
}

/// Names after one another, separated by commas; after the first twenty, how many more there are.
pub fn listed<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> String {
    let mut out = String::new();
    let mut more = 0;
    for (at, name) in names.into_iter().enumerate() {
        if at >= NAMES {
            more += 1;
            continue;
        }
        if at > 0 {
            out.push_str(", ");
        }
        out.push_str(name.as_ref());
    }
    if more > 0 {
        let _ = write!(out, " and {more} more");
    }
    out
}

fn commands(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn escaped(text: &str, escape: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&escape) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' if escape(c) => out.extend(c.escape_default()),
            c if escape(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_a_terminal_is_escaped_and_everything_else_stays() {
        for c in
            ['\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{200e}', '\u{2028}', '\u{202e}', '\u{2067}', '\u{e0041}']
        {
            assert_eq!(shown(&format!("a{c}b")), format!("a\\u{{{:x}}}b", u32::from(c)));
        }
        assert_eq!(shown("a\tb\rc\nd"), "a\\tb\\rc\nd");
        for text in ["", "Été 限制 🙂 \u{200d} ‘x’", "\\u{1b}"] {
            assert!(matches!(shown(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn an_excerpt_is_one_line_of_at_most_200_characters_of_the_cell() {
        assert_eq!(excerpt("a\nb"), "a\\nb");
        assert_eq!(excerpt(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(excerpt(&"é".repeat(201)), "é".repeat(200) + "…");
    }

    #[test]
    fn a_long_list_says_how_many_names_it_leaves_out() {
        assert_eq!(listed(["a", "b"]), "a, b");
        let names: Vec<String> = (0..23).map(|k| k.to_string()).collect();
        assert!(listed(&names).ends_with("18, 19 and 3 more"), "{}", listed(&names));
    }
}
