//! Days as archives write them → `2026-05-02`.

/// Beginnings of the names of months in English, German, French and Spanish, in lower case, with their numbers.
const MONTHS: [(&str, u32); 30] = [
    ("jan", 1),
    ("jän", 1),
    ("ene", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("mär", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("juin", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("août", 8),
    ("aou", 8),
    ("ago", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("déc", 12),
    ("dez", 12),
    ("dic", 12),
    ("maerz", 3),
];

/// The day that a text begins with or has after a name of a weekday, in ISO 8601; otherwise the text.
pub(super) fn iso_date(text: &str) -> String {
    let words: Vec<&str> = text.split([' ', ',', '.', '\u{a0}']).filter(|word| !word.is_empty()).take(6).collect();
    let days = words.windows(3).filter_map(|window| match window {
        [day, month, year] if number(day, 2).is_some() => Some((number(day, 2)?, month_of(month)?, number(year, 4)?)),
        [month, day, year] => Some((number(day, 2)?, month_of(month)?, number(year, 4)?)),
        _ => None,
    });
    let day = days.into_iter().find(|(day, _, year)| (1..=31).contains(day) && (1000..=9999).contains(year));
    day.map_or_else(|| text.to_owned(), |(day, month, year)| format!("{year:04}-{month:02}-{day:02}"))
}

/// A number of at most `most` digits.
fn number(word: &str, most: usize) -> Option<u32> {
    (word.len() <= most && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}

fn month_of(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    // The longest beginning: `juil` is not `jui`.
    let fits = MONTHS.iter().filter(|(name, _)| word.starts_with(name));
    fits.max_by_key(|(name, _)| name.len()).map(|(_, month)| *month)
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
            ("", ""),
        ] {
            assert_eq!(iso_date(text), day, "{text}");
        }
    }
}
