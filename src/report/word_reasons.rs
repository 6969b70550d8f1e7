//! Reasons per word: the contributions of word pairs and parts of words are divided among the words.

use super::numbers::signed;
use unicode_segmentation::UnicodeSegmentation;

use crate::ByteSpan;

/// A word or a punctuation mark, and its contribution in logits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) span: ByteSpan,
    pub(super) contribution: f64,
}

/// The words of `text` with their contributions. The contribution of a span over several words is divided evenly among
/// them; the sum stays the same.
pub(super) fn by_word(text: &str, reasons: &[(ByteSpan, f64)]) -> Vec<Word> {
    let pieces = text.split_word_bound_indices().filter(|(_, piece)| !piece.trim().is_empty());
    let word = |(at, piece): (usize, &str)| Word { span: ByteSpan::new(at, at + piece.len()), contribution: 0.0 };
    let mut words: Vec<Word> = pieces.map(word).collect();
    for (span, contribution) in reasons {
        let from = words.partition_point(|w| w.span.end() <= span.start());
        let to = words.partition_point(|w| w.span.start() < span.end()).max(from);
        // A span between words goes to the next word, or to the last one.
        let last = words.len();
        let (from, to) = if from == to { (from.min(last.saturating_sub(1)), (from + 1).min(last)) } else { (from, to) };
        let share = contribution / (to - from).max(1) as f64;
        for word in words.get_mut(from..to).unwrap_or_default() {
            word.contribution += share;
        }
    }
    words
}

/// The strength of a mark, from 0 to 3, for a contribution where `most` is the largest absolute value in the statement.
pub(super) fn strength(contribution: f64, most: f64) -> usize {
    match contribution.abs() / most {
        share if share >= 0.66 => 3,
        share if share >= 0.33 => 2,
        share if share >= 0.12 => 1,
        _ => 0,
    }
}

/// A list of at most `most` words, those with the largest contributions first: `“controls” +0.42, …`. `nothing` if
/// there are none.
pub(super) fn listed(text: &str, words: &[Word], wanted: impl Fn(f64) -> bool, most: usize) -> String {
    let mut chosen: Vec<&Word> =
        words.iter().filter(|w| wanted(w.contribution) && w.contribution.abs() >= 0.005).collect();
    chosen.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.span.cmp(&b.span)));
    if chosen.is_empty() {
        return "nothing".to_owned();
    }
    let rest = chosen.len().saturating_sub(most);
    let one = |w: &&Word| format!("“{}” {}", w.span.of(text), signed(w.contribution));
    let mut out = chosen.iter().take(most).map(one).collect::<Vec<_>>().join(", ");
    if rest > 0 {
        out.push_str(&format!(" and {rest} more"));
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_contribution_of_a_pair_is_divided_evenly() {
        let text = "We can't, now";
        let words =
            by_word(text, &[(ByteSpan::new(0, 8), 1.0), (ByteSpan::new(3, 5), 0.25), (ByteSpan::new(8, 9), -2.0)]);
        let found: Vec<(&str, f64)> = words.iter().map(|w| (w.span.of(text), w.contribution)).collect();
        assert_eq!(found, [("We", 0.5), ("can't", 0.75), (",", -2.0), ("now", 0.0)]);
        assert_eq!(listed(text, &words, |c| c > 0.0, 1), "“can't” +0.75 and 1 more");
        assert_eq!(listed(text, &words, |c| c < -3.0, 1), "nothing");
    }

    proptest! {
        #[test]
        fn dividing_contributions_keeps_the_sum(text in "[a-z’ ,.é]{1,40}", ends in prop::collection::vec((0usize..40, 1usize..9, -2.0f64..2.0), 0..9)) {
            let reasons: Vec<(ByteSpan, f64)> = ends.iter().map(|(a, l, c)| (ByteSpan::new(*a, a + l), *c)).collect();
            let words = by_word(&text, &reasons);
            let given: f64 = reasons.iter().map(|r| r.1).sum();
            let found: f64 = words.iter().map(|w| w.contribution).sum();
            prop_assert!(words.is_empty() || (given - found).abs() < 1e-9);
        }
    }
}
