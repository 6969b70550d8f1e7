//! English plurals in messages.

/// A number with what it counts, in the plural unless it is one: `1 row`, `2 rows`, `0 classes`, `3 copies`.
///
/// ```
/// assert_eq!(stance::error::counted(1, "row"), "1 row");
/// assert_eq!(stance::error::counted(2, "copy"), "2 copies");
/// ```
pub fn counted(n: impl TryInto<u64>, what: &str) -> String {
    let n = n.try_into().unwrap_or(u64::MAX);
    let vowel_before_y = what.strip_suffix('y').is_none_or(|stem| stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match what.strip_suffix('y').filter(|_| !vowel_before_y) {
        _ if n == 1 => format!("1 {what}"),
        Some(stem) => format!("{n} {stem}ies"),
        None if what.ends_with(['s', 'x']) || what.ends_with("ch") => format!("{n} {what}es"),
        None => format!("{n} {what}s"),
    }
}

/// `one` for 1, otherwise `more`: the verb that goes with a number.
///
/// ```
/// assert_eq!(stance::error::agreeing(2, "is", "are"), "are");
/// ```
pub fn agreeing<'v>(n: impl TryInto<u64>, one: &'v str, more: &'v str) -> &'v str {
    if n.try_into().is_ok_and(|n| n == 1) { one } else { more }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_in_the_singular_and_every_other_number_in_the_plural() {
        let shown = [(0u64, "row"), (1, "class"), (2, "class"), (2, "box"), (2, "day"), (3, "entry"), (2, "branch")];
        let shown: Vec<String> = shown.into_iter().map(|(n, what)| counted(n, what)).collect();
        assert_eq!(shown, ["0 rows", "1 class", "2 classes", "2 boxes", "2 days", "3 entries", "2 branches"]);
    }
}
