//! What holds for any text: no panic, every place points at what it claims, cost in proportion to length.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Instant;

use proptest::prelude::*;
use stance::ByteSpan;
use stance::quotation::{Extraction, Flag, Indirect, Options, evidence, extract};

/// Pieces of which news articles, and traps for whoever reads them, are made.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "“",
    "”",
    "‘",
    "’",
    "„",
    "«",
    "»",
    "‹",
    "›",
    "「",
    "」",
    "『",
    "』",
    "``",
    "''",
    ",",
    ".",
    "?",
    "!",
    ":",
    ";",
    " — ",
    " - ",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    " ",
    "said ",
    "told ",
    "according to ",
    "Ada Nowak ",
    "the ministry ",
    "a spokesman for ",
    "who ",
    "that ",
    "she ",
    "US' ",
    "'90s ",
    "6'2\" ",
    "Mr. ",
    "U.S. ",
    "HOST: ",
    "is ",
    "calling ",
    "with ",
    "by ",
    "of ",
    "and ",
    "to ",
    "ü",
    "規則",
    "\u{feff}",
    "\u{200b}",
    "e\u{301}",
    "🚢",
    "words ",
    "rulesThe ",
    "<a href=\"x\">",
    "OSTERHAVEN",
    "3.5",
    "because ",
    "would ",
    "what ",
    "statement ",
    "puts it ",
    "@port ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..120).prop_map(|pieces| pieces.concat())
}

fn both(text: &str) -> [Extraction; 2] {
    [Indirect::Count, Indirect::Extract].map(|indirect| extract(text, &Options { indirect }))
}

/// Every claim about places in `text`.
fn check(text: &str, found: &Extraction) {
    let inside = |s: ByteSpan| text.get(s.start()..s.end()).is_some();
    let mut last = 0;
    for (index, s) in found.statements.iter().enumerate() {
        assert_eq!(s.number, index + 1);
        assert!(!s.spans.is_empty());
        assert!(inside(s.context));
        for span in &s.spans {
            assert!(inside(*span) && !span.is_empty(), "{span:?} in {text:?}");
            let words = span.of(text);
            assert_eq!(words.trim(), words);
        }
        for pair in s.spans.windows(2) {
            assert!(pair[0].end() < pair[1].start(), "{:?} overlap in {text:?}", s.spans);
        }
        assert!(s.spans[0].start() >= last, "out of order in {text:?}");
        last = s.spans[0].start();
        let joined: Vec<&str> = s.spans.iter().map(|x| x.of(text)).collect();
        assert_eq!(s.text, joined.join(" "));
        if let Some(cue) = s.cue {
            assert!(inside(cue) && !cue.is_empty());
        }
        match &s.speaker {
            Some(m) => {
                assert!(inside(m.span) && !m.span.is_empty(), "{m:?} in {text:?}");
                assert!(!m.name.trim().is_empty());
                assert!(!s.flags.contains(&Flag::NoSpeaker));
            }
            None => assert!(s.flags.contains(&Flag::NoSpeaker)),
        }
        assert!((0.0..=1.0).contains(&s.confidence));
        assert!(evidence(text, s).iter().all(|x| (0.0..=1.0).contains(x)));
        assert_eq!(s.indirect, s.flags.contains(&Flag::Indirect));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn places_point_at_what_they_claim_in_any_mix_of_marks_and_words(text in text()) {
        for found in both(&text) {
            check(&text, &found);
        }
    }

    #[test]
    fn no_string_makes_it_panic(text in any::<String>()) {
        for found in both(&text) {
            check(&text, &found);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_result(text in text()) {
        prop_assert_eq!(both(&text), both(&text));
    }

    #[test]
    fn statements_that_are_not_indirect_do_not_depend_on_the_option(text in text()) {
        let [counted, given] = both(&text);
        let spans = |e: &Extraction| -> Vec<_> {
            e.statements.iter().filter(|s| !s.indirect).map(|s| s.spans.clone()).collect()
        };
        prop_assert_eq!(spans(&counted), spans(&given));
        prop_assert_eq!(counted.indirect_left_aside, given.statements.iter().filter(|s| s.indirect).count());
    }
}

/// Seconds this thread has run, where the system tells; what others do to the machine does not count.
fn clock(start: Instant) -> f64 {
    let ran = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = ran.and_then(|s| s.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// Seconds for `unit` repeated to `bytes`.
fn seconds(unit: &str, bytes: usize) -> f64 {
    let text = unit.repeat(bytes / unit.len());
    let start = Instant::now();
    let before = clock(start);
    let found = extract(&text, &Options { indirect: Indirect::Extract });
    let seconds = clock(start) - before;
    assert!(found.statements.len() <= text.len());
    seconds
}

#[test]
fn cost_grows_in_proportion_to_length_on_texts_made_to_be_slow() {
    let traps = [
        "\"",
        "\" ",
        "'a ",
        "“",
        "” ",
        "(",
        ") ",
        "a (",
        "“a” ",
        "\"a\" ",
        "'s ",
        "„",
        "«",
        "「a",
        "a",
        "A ",
        "A, ",
        "said ",
        "said, ",
        "that ",
        "who ",
        "with ",
        "of ",
        "to ",
        ", ",
        "; ",
        "— ",
        ": ",
        ". ",
        "and ",
        "CAPS ",
        "Caps ",
        "A: b\n",
        "“a\n",
        "“a\n\n",
        "it said \"a\" ",
        "Ada Nowak said “no”, she said “yes”, ",
        "who said that he said what she called ",
        "with A, a b, ",
        "A (",
        "\"a\", ",
        "“a.” ",
        "Al Bo, ",
        "'",
        "``",
        "''",
        "é",
        "x-",
        "3,",
        "A.",
        "A's ",
        "Al Bo said \"a.\"\n",
        "\"Al Bo\" ",
        "“Al ",
        "according to ",
        "\"a\" she said, ",
        "the b of the c of ",
    ];
    let (small, large) = (25_000, 200_000);
    for unit in traps {
        let (first, second) = (seconds(unit, small), seconds(unit, large));
        // Eight times the text: more than thirty times the time, and much of it, is no noise.
        assert!(second < 30.0 * first + 0.5, "`{unit}`: {first:.3} s, then {second:.3} s");
    }
}

#[test]
fn a_megabyte_of_marks_and_brackets_takes_seconds() {
    let taken = seconds("\"(“'", 1_000_000);
    assert!(taken < 30.0, "{taken:.1} s");
}
