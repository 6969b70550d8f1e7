//! Dates in the names of files and in the first lines of articles.

use std::fs::File;
use std::path::Path;

use super::date::{Date, DateOrder};
use crate::calendar::month_of;
use crate::corpus::read_head;

/// Characters of an article in which its date is looked for.
const HEAD: usize = 4096;
/// Bytes that are read to get that many characters.
const HEAD_BYTES: usize = 1 << 14;

/// The date in the name of a file: `2026-03-04`, `2026_03_04` or `20260304` with no digit before or behind.
///
/// ```
/// use stance::estimate::{Date, date_of_name};
///
/// assert_eq!(date_of_name("news/wire-20260304-a.txt"), Date::new(2026, 3, 4));
/// assert_eq!(date_of_name("report-1203.txt"), None);
/// ```
#[must_use]
pub fn date_of_name(path: &str) -> Option<Date> {
    // The name itself first, then the folders, from the innermost.
    path.rsplit(['/', '\\']).find_map(in_part)
}

/// The date in one part of a path.
fn in_part(part: &str) -> Option<Date> {
    let is_digit = |at: usize| part.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    (0..part.len()).filter(|at| is_digit(*at) && (*at == 0 || !is_digit(at - 1))).find_map(|start| {
        [10, 8].into_iter().find_map(|length| {
            let text = part.get(start..start + length)?;
            let separated =
                length == 8 || matches!(text.as_bytes().get(4..8), Some([b'-', _, _, b'-'] | [b'_', _, _, b'_']));
            (separated && !is_digit(start + length)).then(|| Date::read(text, DateOrder::Unknown)).flatten()
        })
    })
}

/// The date at the beginning of an article file; none if there is no such file.
#[must_use]
pub fn date_of_file(name: &str) -> Option<Date> {
    let path = Path::new(name);
    if name.is_empty() || !path.is_file() {
        return None;
    }
    let head = read_head(&mut File::open(path).ok()?, HEAD_BYTES, true).ok()?;
    date_of_article(&String::from_utf8_lossy(&head))
}

/// The date at the beginning of an article: in its HTML head or a `time` element, on a line that begins with `Date:` or
/// `Published`, in a dateline (`WASHINGTON, March 4, 2026 -`), or on a line of its own. A date without a year is not one.
#[must_use]
pub fn date_of_article(text: &str) -> Option<Date> {
    let head = text.char_indices().nth(HEAD).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    head.lines().find_map(in_line)
}

/// The date that a line says the article has.
fn in_line(line: &str) -> Option<Date> {
    let lower = line.to_lowercase();
    for mark in ["article:published_time", "datetime=", "\"datepublished\""] {
        if let Some(at) = lower.find(mark) {
            let rest = lower.get(at + mark.len()..).unwrap_or_default();
            let from = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            let value = rest.get(from..).unwrap_or_default();
            let end = value.find(['"', '\'', '>']).unwrap_or(value.len());
            return Date::read(&value.get(..end).unwrap_or_default().to_uppercase(), DateOrder::Unknown);
        }
    }
    let line = line.trim().trim_matches(['*', '_', '#']).trim();
    let name = lower.trim().trim_matches(['*', '_', '#']).trim();
    for label in ["date:", "published:", "published on", "published", "updated:", "datum:", "stand:"] {
        if let Some(rest) = name.strip_prefix(label) {
            return Date::read(rest, DateOrder::Unknown);
        }
    }
    // A dateline is short and before the first dash; a line of its own has few words.
    let dashes = [" - ", " – ", " — ", "--"].iter().filter_map(|dash| line.split_once(dash));
    let before = dashes.map(|(before, _)| before).min_by_key(|before| before.len());
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    let candidate = match before {
        Some(before) => Some(before).filter(|before| before.len() <= 80 && begins_with_place(before)),
        None => Some(line).filter(|_| words <= 6),
    }?;
    let named = candidate.split(|c: char| !c.is_alphanumeric()).any(|word| month_of(word).is_some());
    let candidate = candidate.trim_end_matches(')').trim();
    if named || candidate.starts_with(|c: char| c.is_ascii_digit()) {
        Date::read(candidate, DateOrder::Unknown)
    } else {
        None
    }
}

/// Whether a line begins with a word in capitals, as datelines do.
fn begins_with_place(line: &str) -> bool {
    let word = line.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_folders_hold_dates() {
        let expected = Date::new(2026, 3, 4);
        for name in
            ["2026-03-04.txt", "a/wire_2026_03_04_b.html", "20260304.md", "2026-03-04/a.txt", "x\\20260304-1.txt"]
        {
            assert_eq!(date_of_name(name), expected, "{name}");
        }
        for name in ["120260304.txt", "2026-0304.txt", "wire.txt", "2026-13-04.txt", "12.txt"] {
            assert_eq!(date_of_name(name), None, "{name}");
        }
    }

    #[test]
    fn articles_say_their_date_in_a_dateline_a_line_or_the_head() {
        let expected = Date::new(2026, 3, 4);
        for text in [
            "Chips\nWASHINGTON, March 4, 2026 - The rule",
            "Chips\nBERLIN (4. März 2026) — Die Regel",
            "Chips\nPublished 4 March 2026\nThe rule",
            "**Date: 2026-03-04**\nThe rule",
            "4 March 2026\n\nThe rule",
            "<meta property=\"article:published_time\" content=\"2026-03-04T10:00:00Z\">",
            "<p><time datetime=\"2026-03-04\">yesterday</time></p>",
        ] {
            assert_eq!(date_of_article(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_in_the_running_text_is_not_the_date_of_the_article() {
        for text in [
            "WASHINGTON, March 4 - The rule",
            "The rule of 4 March 2026 was hailed by the industry, and by nobody else at all.",
            "Chips - the rule of March 4, 2026",
        ] {
            assert_eq!(date_of_article(text), None, "{text}");
        }
    }
}
