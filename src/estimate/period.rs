//! Dates → periods.

use std::str::FromStr;

use super::date::Date;

/// The periods of a summary over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// `2026-03-04`.
    Day,
    /// `2026-W10`, by ISO 8601.
    Week,
    /// `2026-03`.
    Month,
    /// `2026-Q1`.
    Quarter,
    /// `2026`.
    Year,
    /// The values of a column, in the order of their bytes.
    Column(String),
}

impl Over {
    /// The period of a date; empty for a column.
    #[must_use]
    pub fn of(&self, date: Date) -> String {
        match self {
            Over::Day => date.to_string(),
            Over::Week => {
                let (year, week) = date.iso_week();
                format!("{year:04}-W{week:02}")
            }
            Over::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Over::Quarter => format!("{:04}-Q{}", date.year(), date.month().div_ceil(3)),
            Over::Year => format!("{:04}", date.year()),
            Over::Column(_) => String::new(),
        }
    }

    /// Its name in headings and files.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Over::Day => "day",
            Over::Week => "week",
            Over::Month => "month",
            Over::Quarter => "quarter",
            Over::Year => "year",
            Over::Column(name) => name,
        }
    }

    /// Whether rows need a date.
    #[must_use]
    pub fn needs_dates(&self) -> bool {
        !matches!(self, Over::Column(_))
    }
}

/// `day`, `week`, `month`, `quarter` or `year`; everything else is the name of a column.
impl FromStr for Over {
    type Err = std::convert::Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "day" => Over::Day,
            "week" => Over::Week,
            "month" => Over::Month,
            "quarter" => Over::Quarter,
            "year" => Over::Year,
            column => Over::Column(column.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_sort_as_time_runs() {
        let date = Date::new(2026, 3, 4).unwrap();
        let of = |name: &str| name.parse::<Over>().unwrap().of(date);
        let names = ["day", "week", "month", "quarter", "year"];
        assert_eq!(names.map(of), ["2026-03-04", "2026-W10", "2026-03", "2026-Q1", "2026"]);
    }
}
