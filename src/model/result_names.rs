//! The names of the columns in which results are written. Two heads must not write to the same one.

use std::collections::BTreeMap;

/// Ends of the names of a head's columns, beside those of its classes.
const ENDS: [&str; 4] = ["probability", "unsure", "bias", "reasons"];

/// The names of all columns that a head with these classes may write to.
pub(crate) fn result_names<'n>(head: &'n str, classes: &'n [String]) -> impl Iterator<Item = String> + 'n {
    let ends = ENDS.iter().map(move |end| format!("predicted_{head}_{end}"));
    let classes = classes.iter().map(move |class| format!("predicted_{head}_p_{class}"));
    std::iter::once(format!("predicted_{head}")).chain(ends).chain(classes)
}

/// The first column that two heads would write to: the two heads, in order, and its name. Heads are given by their
/// names and classes.
pub(crate) fn collision<'h>(
    heads: impl IntoIterator<Item = (&'h str, &'h [String])>,
) -> Option<(&'h str, &'h str, String)> {
    let mut owners = BTreeMap::<String, &str>::new();
    for (head, classes) in heads {
        for name in result_names(head, classes) {
            if let Some(owner) = owners.insert(name.clone(), head) {
                return Some((owner, head, name));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_would_share_a_column_are_found() {
        fn found(a: &str, b: &str) -> Option<String> {
            let classes = ["no".to_owned(), "yes".to_owned()];
            collision([(a, &classes[..]), (b, &classes[..])]).map(|(_, _, name)| name)
        }
        assert_eq!(found("a", "b"), None);
        assert_eq!(found("a", "a").as_deref(), Some("predicted_a"));
        assert_eq!(found("a", "a_probability").as_deref(), Some("predicted_a_probability"));
        assert_eq!(found("a_p_yes", "a").as_deref(), Some("predicted_a_p_yes"));
        for end in ENDS {
            assert!(found("a", &format!("a_{end}")).is_some(), "{end}");
        }
        assert_eq!(found("a", "ab"), None);
    }
}
