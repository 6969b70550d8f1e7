//! Reasons word by word: what each word of a statement adds, word pairs and parts of words shared out.

use unicode_segmentation::UnicodeSegmentation;

use crate::ByteSpan;

/// A word, or a mark between words, and what it adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) span: ByteSpan,
    pub(super) contribution: f64,
}

/// The words of `text` with what they add. The contribution of a stretch over several words is shared out evenly; the sum
/// stays what it was.
pub(super) fn shared_out(text: &str, reasons: &[(ByteSpan, f64)]) -> Vec<Word> {
    let pieces = text.split_word_bound_indices().filter(|(_, piece)| !piece.trim().is_empty());
    let word = |(at, piece): (usize, &str)| Word { span: ByteSpan::new(at, at + piece.len()), contribution: 0.0 };
    let mut words: Vec<Word> = pieces.map(word).collect();
    for (span, contribution) in reasons {
        let from = words.partition_point(|w| w.span.end <= span.start);
        let to = words.partition_point(|w| w.span.start < span.end).max(from);
        // A stretch between words, should there be one, goes to the word after it or the last.
        let last = words.len();
        let (from, to) = if from == to { (from.min(last.saturating_sub(1)), (from + 1).min(last)) } else { (from, to) };
        let share = contribution / (to - from).max(1) as f64;
        for word in words.get_mut(from..to).unwrap_or_default() {
            word.contribution += share;
        }
    }
    words
}

/// How strongly a contribution is marked, 0 to 3, where `most` is the largest in size of the statement.
pub(super) fn strength(contribution: f64, most: f64) -> usize {
    match contribution.abs() / most {
        share if share >= 0.66 => 3,
        share if share >= 0.33 => 2,
        share if share >= 0.12 => 1,
        _ => 0,
    }
}

/// The words that add most, `most` of them at the most: `“controls” +0.42, …`; `nothing` if there are none.
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

/// With its sign, two decimals.
pub(super) fn signed(x: f64) -> String {
    let text = format!("{x:+.2}");
    if text.trim_start_matches(['+', '-']) == "0.00" { "0.00".to_owned() } else { text.replace('-', "−") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pair_of_words_is_shared_out_evenly() {
        let text = "We can't, now";
        let words =
            shared_out(text, &[(ByteSpan::new(0, 8), 1.0), (ByteSpan::new(3, 5), 0.25), (ByteSpan::new(8, 9), -2.0)]);
        let found: Vec<(&str, f64)> = words.iter().map(|w| (w.span.of(text), w.contribution)).collect();
        assert_eq!(found, [("We", 0.5), ("can't", 0.75), (",", -2.0), ("now", 0.0)]);
        assert_eq!(listed(text, &words, |c| c > 0.0, 1), "“can't” +0.75 and 1 more");
        assert_eq!(listed(text, &words, |c| c < -3.0, 1), "nothing");
    }

    proptest! {
        #[test]
        fn sharing_out_keeps_the_sum(text in "[a-z’ ,.é]{1,40}", ends in prop::collection::vec((0usize..40, 1usize..9, -2.0f64..2.0), 0..9)) {
            let reasons: Vec<(ByteSpan, f64)> = ends.iter().map(|(a, l, c)| (ByteSpan::new(*a, a + l), *c)).collect();
            let words = shared_out(&text, &reasons);
            let given: f64 = reasons.iter().map(|r| r.1).sum();
            let found: f64 = words.iter().map(|w| w.contribution).sum();
            prop_assert!(words.is_empty() || (given - found).abs() < 1e-9);
        }
    }
}
