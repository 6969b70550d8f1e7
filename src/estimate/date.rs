//! Days of the calendar, and the ways in which tables and articles write them.

use std::fmt;

use crate::calendar::{is_day, month_of};

/// How a date of three numbers with slashes or dashes that does not begin with the year is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Only if one order is possible: 25/03/2026, but not 04/03/2026.
    #[default]
    Unknown,
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// A day of the Gregorian calendar, from the year 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// A day; `None` if the calendar does not have it.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let valid = (1..=9999).contains(&year) && is_day(year.unsigned_abs(), month, day);
        valid.then_some(Self { year, month: month as u8, day: day as u8 })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        u32::from(self.month)
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u32 {
        u32::from(self.day)
    }

    /// Days since 1970-01-01 (Howard Hinnant's `days_from_civil`).
    #[must_use]
    pub fn days(self) -> i32 {
        let year = self.year - i32::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i32::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day that is this number of days after 1970-01-01; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn of_days(days: i32) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self::new(year_of_era + era * 400 + i32::from(month <= 2), month as u32, day as u32)
    }

    /// Year and week by ISO 8601: weeks begin on Monday, and the first holds the year's first Thursday.
    #[must_use]
    pub fn iso_week(self) -> (i32, u32) {
        // 1970-01-01 was a Thursday: day 3 of a week that begins with Monday as day 0.
        let thursday = self.days() - (self.days() + 3).rem_euclid(7) + 3;
        let year = Self::of_days(thursday).map_or(self.year, |date| date.year);
        let first = Self { year, month: 1, day: 1 }.days();
        (year, ((thursday - first) / 7 + 1) as u32)
    }

    /// Reads a date as tables and articles write it: `2026-03-04`, also with a time behind or with slashes, dots or no
    /// separators; `4 March 2026`, `March 4, 2026` and the same with short, German, French or Spanish names; `04.03.2026` with the day
    /// first; `04/03/2026` as `order` says.
    ///
    /// ```
    /// use stance::estimate::{Date, DateOrder};
    ///
    /// let read = |text| Date::read(text, DateOrder::Unknown);
    /// assert_eq!(read("2026-03-04T10:00:00Z"), Date::new(2026, 3, 4));
    /// assert_eq!(read("Wed, 4 Mar. 2026"), Date::new(2026, 3, 4));
    /// assert_eq!(read("04/03/2026"), None);
    /// ```
    #[must_use]
    pub fn read(text: &str, order: DateOrder) -> Option<Self> {
        let text = text.trim();
        // A leading run of eight digits, as in `20260304` and `20260304T100000`.
        let run = text.bytes().take_while(u8::is_ascii_digit).count();
        if run == 8 {
            return Self::of_numbers(text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
        }
        if text.contains(char::is_alphabetic)
            && let Some(date) = Self::with_name(text)
        {
            return Some(date);
        }
        // The date ends where a time begins.
        let date = text.split(['T', ' ', ',']).next().unwrap_or_default();
        let separator = date.chars().find(|c| !c.is_ascii_digit())?;
        if !matches!(separator, '-' | '/' | '.' | '_') {
            return None;
        }
        let numbers: Vec<&str> = date.split(separator).collect();
        let [first, second, third] = numbers.as_slice() else { return None };
        if first.len() == 4 {
            return Self::of_numbers(first, second, third);
        }
        let day_first = || Self::of_numbers(third, second, first);
        let month_first = || Self::of_numbers(third, first, second);
        match (third.len() == 4, separator, order) {
            (false, ..) => None,
            (true, '.', _) | (true, _, DateOrder::DayFirst) => day_first(),
            (true, _, DateOrder::MonthFirst) => month_first(),
            (true, _, DateOrder::Unknown) => match (day_first(), month_first()) {
                (Some(a), Some(b)) if a != b => None,
                (a, b) => a.or(b),
            },
        }
    }

    /// Reads a date whose month is a name; the year has four digits.
    fn with_name(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let day = |word: &&str| {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            digits.parse::<u32>().ok().filter(|_| digits.len() <= 2)
        };
        let year = |word: &&str| word.parse::<i32>().ok().filter(|_| word.len() == 4);
        // A word that is a month by chance, as in `5 days ago, on 4 March 2026`, has no day and year beside it.
        words.iter().enumerate().filter_map(|(at, word)| Some((at, month_of(word)?))).find_map(|(at, month)| {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            // `4 March 2026`, otherwise `March 4, 2026`.
            if let (Some(day), Some(year)) = (before.and_then(day), words.get(at + 1).and_then(year)) {
                return Self::new(year, month, day);
            }
            Self::new(words.get(at + 2).and_then(year)?, month, words.get(at + 1).and_then(day)?)
        })
    }

    fn of_numbers(year: &str, month: &str, day: &str) -> Option<Self> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if ![year, month, day].into_iter().all(digits) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

/// `2026-03-04`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_through_leap_years_and_back() {
        for (days, text) in
            [(0, "1970-01-01"), (20_454, "2026-01-01"), (11_016, "2000-02-29"), (-719_162, "0001-01-01")]
        {
            let date = Date::of_days(days).unwrap();
            assert_eq!((date.to_string().as_str(), date.days()), (text, days));
        }
        for days in (-700_000..2_900_000).step_by(997) {
            assert_eq!(Date::of_days(days).map(Date::days), Some(days));
        }
        assert_eq!(Date::new(2025, 2, 29), None);
    }

    #[test]
    fn weeks_are_those_of_iso_8601() {
        for (text, week) in [("2026-01-01", (2026, 1)), ("2027-01-03", (2026, 53)), ("2024-12-30", (2025, 1))] {
            assert_eq!(Date::read(text, DateOrder::Unknown).map(Date::iso_week), Some(week), "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_tables_and_articles_write_them() {
        let expected = Date::new(2026, 3, 4);
        for text in [
            "2026-03-04",
            " 2026-03-04 10:00 ",
            "2026-03-04T10:00:00+01:00",
            "2026/3/4",
            "20260304",
            "20260304T1000",
            "2026_03_04",
            "04.03.2026",
            "4 March 2026",
            "March 4, 2026",
            "Mar 4th 2026",
            "Wednesday, 4 March 2026 10:00",
            "4. März 2026",
            "4 mars 2026",
            "4 marzo 2026",
            "5 days ago, on 4 March 2026",
        ] {
            assert_eq!(Date::read(text, DateOrder::Unknown), expected, "{text}");
        }
        assert_eq!(Date::read("04/03/2026", DateOrder::DayFirst), expected);
        assert_eq!(Date::read("03/04/2026", DateOrder::MonthFirst), expected);
        assert_eq!(Date::read("25/03/2026", DateOrder::Unknown), Date::new(2026, 3, 25));
    }

    #[test]
    fn what_may_be_two_days_or_none_is_not_a_date() {
        for text in [
            "",
            "soon",
            "04/03/2026",
            "2026-13-04",
            "2026-02-30",
            "4 March",
            "March 2026",
            "04/03/26",
            "2026",
            "1e9-1-1",
        ] {
            assert_eq!(Date::read(text, DateOrder::Unknown), None, "{text}");
        }
    }
}
