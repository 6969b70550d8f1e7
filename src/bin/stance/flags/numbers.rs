//! Numbers in a range.

/// A number from 0 to 1.
pub(super) fn share(typed: &str) -> Result<f64, &'static str> {
    number(typed, 0.0, 1.0).ok_or("use a number from 0 to 1")
}

/// A number that is 0 or more.
pub(super) fn not_negative(typed: &str) -> Result<f64, &'static str> {
    number(typed, 0.0, f64::MAX).ok_or("use a number, 0 or more")
}

/// A number that is 1 or more.
pub(super) fn ratio(typed: &str) -> Result<f64, &'static str> {
    number(typed, 1.0, f64::MAX).ok_or("use a number, 1 or more")
}

/// The number, if it is one and in the range; NaN is in none.
fn number(typed: &str, least: f64, most: f64) -> Option<f64> {
    typed.parse().ok().filter(|x| (least..=most).contains(x))
}
