//! Claims about tokens and their normal forms.

use super::super::tokens;
use super::*;
use crate::text::Language;

fn analyzer(language: Language) -> Analyzer {
    Analyzer::new(&TextSettings { language, ..TextSettings::default() }).unwrap()
}

fn stems(text: &str) -> Vec<String> {
    let analyzer = analyzer(Language::None);
    let mut normal = Vec::new();
    for token in tokens(text) {
        analyzer.normalize(token.kind, token.span.of(text), &mut normal);
    }
    normal.into_iter().map(|t| t.stem).collect()
}

#[test]
fn negation_survives_in_every_spelling() {
    assert_eq!(stems("We can't, we cannot"), ["we", "can", "not", "we", "can", "not"]);
    assert_eq!(stems("It won’t work"), ["it", "will", "not", "work"]);
    assert_eq!(stems("is n't it"), ["is", "not", "it"]);
    assert_eq!(stems("We are not against the controls"), ["we", "are", "not", "against", "the", "controls"]);
}

#[test]
fn possessives_are_dropped_and_contractions_written_out() {
    assert_eq!(stems("China's chips, the allies' view"), ["china", "chips", "the", "allies", "view"]);
    assert_eq!(stems("they’ve said we'll and I'm"), ["they", "have", "said", "we", "will", "and", "i", "am"]);
}

#[test]
fn the_country_is_not_the_pronoun() {
    assert_eq!(stems("the US told us"), ["the", "u.s.", "told", "us"]);
    assert_eq!(stems("U.S. firms, U.S.-made"), ["u.s.", "firms", "u.s.", "made"]);
    assert_eq!(stems("the U.K. and A.I."), ["the", "uk", "and", "ai"]);
}

#[test]
fn hyphens_split_and_numbers_stay_whole() {
    assert_eq!(stems("anti-China self-reliance"), ["anti", "china", "self", "reliance"]);
    assert_eq!(stems("4,800 TOPS at 2.5 percent."), ["4,800", "tops", "at", "2.5", "percent"]);
}

#[test]
fn hashtags_are_kept_and_split() {
    assert_eq!(stems("#EndTheBan"), ["#endtheban", "end", "the", "ban"]);
    assert_eq!(stems("#AI2025 #no_chips # alone"), ["#ai2025", "ai", "2025", "#no_chips", "no", "chips", "alone"]);
}

#[test]
fn mentions_links_and_emoji_are_tokens() {
    assert_eq!(stems("@BISgov see https://example.org/a?b=c."), ["@bisgov", "see", "https"]);
    assert_eq!(stems("good 👍🏽 bad 🇺🇸!"), ["good", "👍🏽", "bad", "🇺🇸", "!"]);
}

#[test]
fn expressive_punctuation_is_kept_and_shortened() {
    assert_eq!(
        stems("Really?! No!!! Wait... so sooooo good :)"),
        ["really", "?!", "no", "!!", "wait", "…", "so", "soo", "good", ":)"]
    );
}

#[test]
fn shouting_leaves_a_mark_where_it_is_asked_for() {
    let analyzer = Analyzer::new(&TextSettings { capitals: Capitals::Mark, ..TextSettings::default() }).unwrap();
    let mut normal = Vec::new();
    for word in ["STOP", "NOW", "the", "BANS", "McGEE"] {
        analyzer.normalize(TokenKind::Word, word, &mut normal);
    }
    let stems: Vec<&str> = normal.iter().map(|token| token.stem.as_str()).collect();
    assert_eq!(stems, ["stop", "⇧", "now", "the", "bans", "⇧", "mcgee"]);
}

#[test]
fn scripts_without_spaces_are_split_into_characters() {
    assert_eq!(stems("出口管制"), ["出", "口", "管", "制"]);
    assert_eq!(stems("限制AI芯片"), ["限", "制", "ai", "芯", "片"]);
    assert_eq!(stems("チップ規制"), ["チ", "ッ", "プ", "規", "制"]);
}

#[test]
fn compatibility_characters_and_marks_are_one_word() {
    assert_eq!(stems("ＡＩ ﬁrm"), ["ai", "firm"]);
    assert_eq!(stems("cafe\u{301} नहीं"), ["café", "नहीं"]);
}

#[test]
fn every_token_kind_is_reached() {
    let kinds: Vec<TokenKind> = tokens("a #b @c www.example.org 🙂 ! ,").map(|t| t.kind).collect();
    use TokenKind::*;
    assert_eq!(kinds, [Word, Hashtag, Mention, Link, Emoji, Expressive, Clause]);
}

#[test]
fn characters_that_are_not_seen_change_nothing() {
    for c in ['\u{AD}', '\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FEFF}'] {
        assert_eq!(stems(&format!("ex{c}port con{c}{c}trols{c} don{c}'t")), ["export", "controls", "do", "not"]);
    }
}

#[test]
fn signs_typed_for_apostrophes_keep_the_negation() {
    for sign in ['`', '´', '‘', '′', '｀', '＇', 'ʼ'] {
        assert_eq!(stems(&format!("can{sign}t, won{sign}t")), ["can", "not", "will", "not"]);
    }
    assert_eq!(stems("``quoted´´ a` ´b ‘c’"), ["quoted", "a", "b", "c"]);
}

#[test]
fn an_emoji_with_a_joiner_ends_before_what_is_no_emoji() {
    assert_eq!(stems("👍\u{200D} good 👍\u{200D}, 👩\u{200D}💻"), ["👍\u{200D}", "good", "👍\u{200D}", "👩\u{200D}💻"]);
}

#[test]
fn no_character_gives_a_normal_token_with_a_space() {
    let analyzer = analyzer(Language::English);
    let mut normal = Vec::new();
    for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        for text in [format!("{c}"), format!("a{c}b"), format!("#{c}"), format!("🙂\u{200D}{c}")] {
            normal.clear();
            for token in tokens(&text) {
                analyzer.normalize(token.kind, token.span.of(&text), &mut normal);
            }
            for token in &normal {
                assert!(!token.stem.is_empty() && !token.stem.contains(char::is_whitespace), "{text:?}");
                assert!(!token.word.contains(char::is_whitespace), "{text:?}");
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn tokens_come_in_order_on_character_boundaries(text in "\\PC{0,60}") {
        let mut end = 0;
        for token in tokens(&text) {
            assert!(token.span.start() >= end && token.span.end() > token.span.start());
            assert!(text.get(token.span.start()..token.span.end()).is_some());
            end = token.span.end();
        }
    }

    #[test]
    fn no_text_panics_in_any_language(text in "[\\PC\\n\\t]{0,40}", which in 0..Language::ALL.len()) {
        let analyzer = analyzer(Language::ALL[which]);
        let mut normal = Vec::new();
        for token in tokens(&text) {
            analyzer.normalize(token.kind, token.span.of(&text), &mut normal);
        }
    }
}
