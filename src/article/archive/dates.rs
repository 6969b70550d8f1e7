//! Days as archives write them → `2026-05-02`.

use crate::calendar::{is_day, month_of};

/// The day that a text begins with or has after a name of a weekday, in ISO 8601; otherwise, and for days that the calendar
/// does not have, the text.
pub(super) fn iso_date(text: &str) -> String {
    let words: Vec<&str> = text.split([' ', ',', '.', '\u{a0}']).filter(|word| !word.is_empty()).take(6).collect();
    let days = words.windows(3).filter_map(|window| match window {
        [day, month, year] if number(day, 2).is_some() => Some((number(day, 2)?, month_of(month)?, number(year, 4)?)),
        [month, day, year] => Some((number(day, 2)?, month_of(month)?, number(year, 4)?)),
        _ => None,
    });
    let mut days = days.filter(|(_, _, year)| (1000..=9999).contains(year));
    let day = days.find(|(day, month, year)| is_day(*year, *month, *day));
    day.map_or_else(|| text.to_owned(), |(day, month, year)| format!("{year:04}-{month:02}-{day:02}"))
}

/// A number of at most `most` digits.
fn number(word: &str, most: usize) -> Option<u32> {
    (word.len() <= most && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_archives_write_them() {
        for (text, day) in [
            ("January 5, 2012 Thursday", "2012-01-05"),
            ("Thursday, January 5, 2012", "2012-01-05"),
            ("5 January 2012", "2012-01-05"),
            ("Jan 5, 2012", "2012-01-05"),
            ("05 Jan 2012", "2012-01-05"),
            ("5. März 2024", "2024-03-05"),
            ("14 juillet 2025", "2025-07-14"),
            ("2 juin 2025", "2025-06-02"),
            ("2012-01-05", "2012-01-05"),
            ("Spring 2012", "Spring 2012"),
            ("January 99, 2012", "January 99, 2012"),
            ("February 30, 2012", "February 30, 2012"),
            ("29 February 2025", "29 February 2025"),
            ("29 févr. 2024", "2024-02-29"),
            ("3 de mayo de 2024", "3 de mayo de 2024"),
            ("", ""),
        ] {
            assert_eq!(iso_date(text), day, "{text}");
        }
    }
}
