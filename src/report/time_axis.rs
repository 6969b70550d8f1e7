//! Where periods are on an axis of time.

use std::collections::BTreeSet;

use crate::estimate::{Date, DateOrder};

/// An axis from the first period to the last. Periods of the calendar are as far apart as they are in time; others follow
/// each other.
pub(super) struct TimeAxis {
    from: f64,
    /// The width of a period.
    pub(super) step: f64,
    /// The periods in their order, each with its time, counted in periods.
    periods: Vec<(String, f64)>,
}

impl TimeAxis {
    /// The axis of these periods between two places; `over` says what they are. Blank periods are left out.
    pub(super) fn new<'p>(over: &str, periods: impl Iterator<Item = &'p str>, from: f64, to: f64) -> Self {
        let all: BTreeSet<&str> = periods.filter(|period| !period.is_empty()).collect();
        let times: Option<Vec<f64>> = all.iter().map(|period| time(over, period)).collect();
        let times = times.unwrap_or_else(|| (0..all.len()).map(|at| at as f64).collect());
        let first = times.iter().copied().fold(f64::INFINITY, f64::min);
        let last = times.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let count = if first <= last { last - first + 1.0 } else { 1.0 };
        let periods = all.iter().zip(times).map(|(name, time)| ((*name).to_owned(), time - first)).collect();
        Self { from, step: (to - from) / count, periods }
    }

    /// The middle of a period; `None` for one that the axis does not have.
    pub(super) fn x(&self, period: &str) -> Option<f64> {
        let at = self.periods.binary_search_by(|(own, _)| own.as_str().cmp(period)).ok()?;
        self.periods.get(at).map(|(_, time)| self.from + self.step * (time + 0.5))
    }

    /// The first and the last period: place, anchor, words.
    pub(super) fn labels(&self) -> Vec<(f64, &'static str, String)> {
        let label = |(name, time): &(String, f64), anchor, shift: f64| {
            (self.from + self.step * (time + shift), anchor, name.clone())
        };
        match self.periods.as_slice() {
            [] => Vec::new(),
            [only] => vec![label(only, "middle", 0.5)],
            [first, .., last] => vec![label(first, "start", 0.0), label(last, "end", 1.0)],
        }
    }
}

/// The time of a period of the calendar, counted in periods. Weeks are counted by the mean length of a year.
fn time(over: &str, period: &str) -> Option<f64> {
    let part = |text: &str| text.parse::<u32>().ok().map(f64::from);
    let (year, rest) = period.split_once('-').unwrap_or((period, ""));
    match over {
        "day" => Date::read(period, DateOrder::Unknown).map(|date| f64::from(date.days())),
        "week" => Some(part(year)? * 52.1775 + part(rest.strip_prefix('W')?)?),
        "month" => Some(part(year)? * 12.0 + part(rest)?),
        "quarter" => Some(part(year)? * 4.0 + part(rest.strip_prefix('Q')?)?),
        "year" => part(period),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_statements_takes_its_place_on_the_axis() {
        let axis = TimeAxis::new("month", ["2026-01", "2025-12", "2026-03", ""].into_iter(), 0.0, 400.0);
        let x = ["2025-12", "2026-01", "2026-03", "2026-02"].map(|period| axis.x(period));
        assert_eq!(x, [Some(50.0), Some(150.0), Some(350.0), None]);
        let labels: Vec<String> = axis.labels().into_iter().map(|(_, _, words)| words).collect();
        assert_eq!(labels, ["2025-12", "2026-03"]);
    }

    #[test]
    fn periods_that_are_no_dates_follow_each_other() {
        let axis = TimeAxis::new("month", ["spring", "2026-03"].into_iter(), 0.0, 100.0);
        assert_eq!((axis.x("2026-03"), axis.x("spring")), (Some(25.0), Some(75.0)));
        assert!(TimeAxis::new("phase", std::iter::empty(), 0.0, 100.0).labels().is_empty());
    }
}
