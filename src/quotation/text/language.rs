//! Which language's words and reports an article is read with.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use super::lexicon::{Class, Folded, Language, Lexicon, fold};

/// Words of an article that are looked at.
const WORDS_SEEN: usize = 120;
/// From this many words on, the crate `whatlang` is asked about what our own lists do not know.
const FEWEST_WORDS: usize = 25;
/// Words after an opening mark at which it counts as never closed.
const LONGEST_QUOTATION: usize = 60;
/// Of so many words, one at least is in the lists of the language they are written in.
const KNOWN_SHARE: usize = 6;
/// What a reporting verb counts among function words: *said* tells more than *la*.
const VERB_WEIGHT: u16 = 3;
/// By so much another language must be ahead of English.
const CLEAR_LEAD: u16 = 2;
/// Below this confidence nothing is said of a language without a list.
const SURE: f64 = 0.6;
/// The confidence needed for a stretch of an article in another language.
const SURE_OF_STRETCH: f64 = 0.8;
/// How many times as much the words of a stretch count for its own language as for that of its article.
const STRETCH_LEAD: u16 = 2;

/// How many words of each known language a text has, by [`Language::KNOWN`].
type Counts = [u16; Language::KNOWN.len()];

/// The words of the language that `article` is written in; English where none can be detected, and no words at all for a
/// language that is not known.
///
/// Our own word lists are counted first, which is cheap and works for a single sentence; only where they know few of the
/// words is [`crate::language::detect`] asked.
pub(crate) fn lexicon_for(article: &str) -> &'static Lexicon {
    let (counts, words) = counted(narrated_words(article));
    let (best, most) = leading(counts);
    if usize::from(most) * KNOWN_SHARE >= words && most > 0 {
        // Words that two languages share tell little: English yields to a clear lead only.
        let [english, ..] = counts;
        let clear = english == 0 || most >= english + CLEAR_LEAD;
        return if clear { Lexicon::of(best) } else { Lexicon::english() };
    }
    if words < FEWEST_WORDS && article.is_ascii() {
        return Lexicon::english();
    }
    Lexicon::of(asked(article))
}

/// What the first words count for each language, and how many were looked at.
fn counted<'t>(words: impl Iterator<Item = &'t str>) -> (Counts, usize) {
    let weights = weights();
    let (mut counts, mut seen) = (Counts::default(), 0);
    for word in words.take(WORDS_SEEN) {
        seen += 1;
        if let Some(found) = fold(word).and_then(|folded| weights.get(&folded)) {
            for (count, weight) in counts.iter_mut().zip(found) {
                *count += weight;
            }
        }
    }
    (counts, seen)
}

/// The language that the words count most for, and how much. The first of equals: English before the others.
fn leading(counts: Counts) -> (Language, u16) {
    let most = counts.iter().copied().max().unwrap_or(0);
    let best = Language::KNOWN.into_iter().zip(counts).find(|(_, count)| *count == most);
    (best.map_or(Language::English, |b| b.0), most)
}

/// The words of the language that `stretch`, a part of an article in the language of `article`, is plainly written in; no words
/// at all for a language that is not known. `None` where it cannot be detected.
pub(super) fn detected_in(stretch: &str, article: &'static Lexicon) -> Option<&'static Lexicon> {
    let (counts, words) = counted(stretch.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()));
    let (best, most) = leading(counts);
    let own = Language::KNOWN.into_iter().zip(counts).find(|(language, _)| *language == article.language);
    let own = own.map_or(0, |(_, count)| count);
    let telling = usize::from(most) * KNOWN_SHARE >= words && most > 0;
    if telling && own == most {
        return Some(article);
    }
    // Short words are shared by many languages: the letters must agree.
    let agrees = || crate::language::detect(stretch).is_some_and(|found| found.code == best.code());
    if telling && most >= CLEAR_LEAD && most >= own * STRETCH_LEAD && agrees() {
        return Some(Lexicon::of(best));
    }
    if usize::from(own) * KNOWN_SHARE * 2 > words {
        return None;
    }
    let found = crate::language::detect(stretch).filter(|found| found.confidence >= SURE_OF_STRETCH)?;
    let known = Language::KNOWN.into_iter().find(|language| language.code() == found.code);
    Some(Lexicon::of(known.unwrap_or(Language::Other)))
}

/// The words outside quotation marks, roughly: a quotation may be in another language than its narrator.
fn narrated_words(article: &str) -> impl Iterator<Item = &str> {
    let mut left = 0usize;
    pieces(article)
        .filter(move |piece| {
            let opens = piece.trim_start_matches(['(', '[']).starts_with(['"', '“', '„', '«', '»']);
            // Most pieces are plain words.
            let marked = piece.bytes().any(|b| b == b'"' || b >= 0x80);
            let closes = marked && piece.chars().skip(1).any(|c| matches!(c, '"' | '”' | '“' | '»' | '«'));
            let quoted = opens || left > 0;
            left = match (opens, closes) {
                (_, true) => 0,
                (true, false) => LONGEST_QUOTATION,
                (false, false) => left.saturating_sub(1),
            };
            !quoted
        })
        .flat_map(|piece| {
            let plain = piece.bytes().all(|b| b.is_ascii_alphabetic());
            let mut rest = Some(piece);
            std::iter::from_fn(move || {
                let all = rest.take()?;
                let end = if plain { None } else { all.find(|c: char| !c.is_alphabetic()) };
                let (word, after) = end.and_then(|end| all.split_at_checked(end)).unwrap_or((all, ""));
                let mut after = after.chars();
                rest = after.next().map(|_| after.as_str());
                Some(word)
            })
        })
        .filter(|word| !word.is_empty())
}

/// What is between white space, with an empty piece between two of its characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let all = rest.take()?;
        let bytes = all.as_bytes();
        let mut end = 0;
        while let Some(byte) = bytes.get(end) {
            if byte.is_ascii() {
                if matches!(byte, b' ' | b'\t'..=b'\r') {
                    break;
                }
                end += 1;
                continue;
            }
            match all.get(end..).and_then(|tail| tail.chars().next()) {
                Some(c) if !c.is_whitespace() => end += c.len_utf8(),
                _ => break,
            }
        }
        let (piece, after) = all.split_at_checked(end).unwrap_or((all, ""));
        let mut after = after.chars();
        rest = after.next().map(|_| after.as_str());
        Some(piece)
    })
}

/// The language that `whatlang` detects; English where it is not sure.
fn asked(article: &str) -> Language {
    let Some(found) = crate::language::detect(article) else { return Language::English };
    let known = Language::KNOWN.into_iter().find(|l| l.code() == found.code);
    match known {
        Some(language) => language,
        None if found.confidence >= SURE => Language::Other,
        None => Language::English,
    }
}

/// What each function word and reporting verb counts for each known language.
fn weights() -> &'static HashMap<Folded, Counts, FixedState> {
    static WEIGHTS: OnceLock<HashMap<Folded, Counts, FixedState>> = OnceLock::new();
    WEIGHTS.get_or_init(|| {
        let mut table: HashMap<Folded, Counts, FixedState> = HashMap::default();
        for (index, language) in Language::KNOWN.into_iter().enumerate() {
            for (word, class) in Lexicon::of(language).words() {
                if class.intersects(Class::DERIVED) {
                    // So many forms are words of other languages too.
                    continue;
                }
                let verb = class.intersects(Class::SAY | Class::TELL) && class.intersects(Class::FINITE);
                let report = verb || class.intersects(Class::ACCORDING | Class::THUS);
                let weight = match (report, class.intersects(Class::FUNCTION)) {
                    (true, _) => VERB_WEIGHT,
                    (false, true) => 1,
                    (false, false) if class.intersects(Class::ROLE | Class::TITLE) => 1,
                    (false, false) => continue,
                };
                if let Some(count) = table.entry(*word).or_default().get_mut(index) {
                    *count = weight;
                }
            }
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_is_enough_for_a_known_language() {
        let language = |text: &str| lexicon_for(text).language;
        assert_eq!(language("“We wait,” said Ana de la Cruz."), Language::English);
        assert_eq!(language("„Das wird teuer“, so der Sprecher des Vereins."), Language::German);
        assert_eq!(language("« Il faut attendre », a dit Marc Aubin."), Language::French);
        assert_eq!(language("«No vamos a ceder», afirmó la alcaldesa."), Language::Spanish);
        assert_eq!(language("\"No.\""), Language::English);
        assert_eq!(language(""), Language::English);
    }

    #[test]
    fn pieces_are_those_between_white_space_of_any_kind() {
        for text in ["", " ", "a", "one two\n\nthree\u{a0}four\u{2028} \u{85}fünf\u{3000}", "é\t\u{b}“x”", "\r\n"]
        {
            let expected: Vec<&str> = text.split(char::is_whitespace).collect();
            assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
        assert_eq!(
            narrated_words("It's 4-door, 'so' (he “says nothing”) über…").collect::<Vec<_>>(),
            ["It", "s", "door", "so", "he", "über"]
        );
    }

    #[test]
    fn a_language_without_a_list_is_not_taken_for_another() {
        let finnish = "Hallitus esitti maanantaina uuden suunnitelman, jonka mukaan kouluja ei suljeta ensi vuonna. \
            Kaupunginjohtaja totesi, ettei päätöstä ole vielä tehty ja että keskustelu jatkuu syksyllä valtuustossa.";
        assert_eq!(lexicon_for(finnish).language, Language::Other);
    }
}
