//! Months by their names, and the days that the Gregorian calendar has.

/// Names and abbreviations of months in English, German, French and Spanish, in lower case; a word must equal one.
#[cfg(any(feature = "rows", feature = "archives"))]
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "jän", "janvier", "janv", "enero", "ene"],
    &["february", "feb", "februar", "février", "fevrier", "févr", "fevr", "fév", "febrero"],
    &["march", "mar", "märz", "maerz", "mär", "mrz", "mars", "marzo"],
    &["april", "apr", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juni", "juin", "junio"],
    &["july", "jul", "juli", "juillet", "juil", "julio"],
    &["august", "aug", "août", "aout", "agosto", "ago"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic"],
];

/// The month with this name, 1 to 12.
#[cfg(any(feature = "rows", feature = "archives"))]
pub(crate) fn month_of(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    MONTHS.iter().position(|names| names.contains(&word.as_str())).map(|month| month as u32 + 1)
}

/// Whether the calendar has this day.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day)
}

/// The number of days of a month.
fn days_of(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn february_has_its_leap_day_in_leap_years_only() {
        assert!(is_day(2024, 2, 29) && is_day(2000, 2, 29) && is_day(2026, 12, 31));
        for (year, month, day) in
            [(2025, 2, 29), (1900, 2, 29), (2026, 2, 30), (2026, 4, 31), (2026, 13, 1), (2026, 1, 0)]
        {
            assert!(!is_day(year, month, day), "{year}-{month}-{day}");
        }
    }

    #[cfg(feature = "rows")]
    #[test]
    fn a_month_is_known_by_its_whole_name_in_any_case_and_no_name_is_of_two() {
        assert_eq!([month_of("März"), month_of("JUIN"), month_of("juil"), month_of("ene")], [3, 6, 7, 1].map(Some));
        assert_eq!([month_of("marching"), month_of("decide"), month_of("")], [None; 3]);
        let all: Vec<&str> = MONTHS.iter().copied().flatten().copied().collect();
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    }
}
