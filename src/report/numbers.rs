//! Numbers as pages and tables show them.

/// A share in per cent with one decimal: `12.5 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A number with sign and two decimals: `+0.25`, `−0.25`; 0 has no sign.
#[must_use]
pub fn signed(x: f64) -> String {
    with_minus(&format!("{x:+.2}"))
}

/// The difference of two shares: `+1.5 percentage points`.
#[must_use]
pub fn percentage_points(difference: f64) -> String {
    format!("{} percentage points", with_minus(&format!("{:+.1}", 100.0 * difference)))
}

/// An interval, its unit once: `10.0 to 12.5 %`.
#[must_use]
pub fn between([low, high]: [f64; 2], show: fn(f64) -> String) -> String {
    let (low, high) = (show(low), show(high));
    let unit = high.find(' ').and_then(|at| high.get(at..)).unwrap_or("");
    format!("{} to {high}", low.strip_suffix(unit).unwrap_or(&low))
}

/// A coordinate in a picture, to a tenth of its unit.
pub(super) fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

/// A signed number with the sign of subtraction in place of the hyphen, and without a sign if it is 0.
fn with_minus(text: &str) -> String {
    let digits = text.trim_start_matches(['+', '-']);
    if digits.chars().all(|c| matches!(c, '0' | '.')) { digits.to_owned() } else { text.replace('-', "−") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_sign_and_zero_has_none() {
        assert_eq!([0.254, -0.254, 0.0, -0.001].map(signed), ["+0.25", "−0.25", "0.00", "0.00"]);
        assert_eq!(
            [0.015, -0.2, -0.0001].map(percentage_points).map(|t| t.replace(" percentage points", "")),
            ["+1.5", "−20.0", "0.0"]
        );
    }

    #[test]
    fn an_interval_has_its_unit_once() {
        assert_eq!(between([0.1, 0.125], percent), "10.0 to 12.5 %");
        assert_eq!(between([-0.1, 0.1], signed), "−0.10 to +0.10");
        assert_eq!(between([-0.1, 0.1], percentage_points), "−10.0 to +10.0 percentage points");
    }
}
