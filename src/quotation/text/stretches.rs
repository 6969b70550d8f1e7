//! Stretches of a paragraph in another language than the one it is read in.

use super::language;
use super::lexicon::{Class, Lexicon};
use super::tokens::Token;
use crate::quotation::grammar::token_view::{TokenRange, Tokens};
use crate::span::ByteSpan;

/// The fewest lower-case words outside quotations by which the language of a sentence is detected.
const FEWEST_WORDS: usize = 8;
/// If fewer than one word in this many is a function word of the assumed language, the language is in doubt.
const FUNCTION_SHARE: usize = 5;
/// Bytes of a script without letter case (Chinese, Arabic, …) from which on the language is in doubt.
const FEWEST_CASELESS: usize = 24;

/// A stretch of a paragraph, with the words of its language.
#[derive(Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) span: ByteSpan,
    pub(crate) lexicon: &'static Lexicon,
}

/// What the narrator's words of some tokens say about their language.
#[derive(Clone, Copy, Default)]
struct Evidence {
    /// Words in lower case.
    words: usize,
    /// Those of them that are function words of the language they are read in.
    function: usize,
    /// Those that are known at all.
    known: usize,
    /// Bytes of words in a script without letter case.
    caseless: usize,
}

impl Evidence {
    fn of(tokens: Tokens<'_>, range: TokenRange) -> Self {
        let mut found = Evidence::default();
        for token in range.iter().filter_map(|i| tokens.at(i)).filter(|t| t.is_word()) {
            if !token.is(Class::CAP | Class::DIGIT) {
                found.words += 1;
                found.function += usize::from(token.is(Class::FUNCTION));
                found.known += usize::from(token.class != Class::default());
            } else if is_caseless(tokens.text, token) {
                found.caseless += token.end - token.start;
            }
        }
        found
    }

    fn add(&mut self, other: Evidence) {
        self.words += other.words;
        self.function += other.function;
        self.known += other.known;
        self.caseless += other.caseless;
    }

    /// Whether there is enough to tell a language by.
    fn has_enough_words(self) -> bool {
        self.words >= FEWEST_WORDS || self.caseless >= FEWEST_CASELESS
    }

    /// Whether the words are hardly those of the language they are read in.
    fn is_doubtful(self) -> bool {
        self.has_enough_words() && (self.function * FUNCTION_SHARE < self.words || self.caseless > self.words * 4)
    }
}

/// Whether a token is written in a script without letter case.
fn is_caseless(text: &str, token: &Token) -> bool {
    let first = || token.span().of(text).chars().next();
    text.as_bytes().get(token.start).is_some_and(|b| *b >= 0x80) && first().is_some_and(|c| !c.is_uppercase())
}

/// Appends the stretches of `paragraph` to `out`, in order, if any is in another language than that of `tokens`; none otherwise.
///
/// A language is detected by the narrator's words, sentence by sentence, where a sentence has enough of them: quoted words may
/// be in any language. Shorter sentences are read like those before them. `before` are the words that the paragraph before
/// was read with.
pub(crate) fn find(
    paragraph: ByteSpan,
    tokens: Tokens<'_>,
    sentences: &[TokenRange],
    before: &'static Lexicon,
    out: &mut Vec<Stretch>,
) {
    let (mut whole, mut any_doubtful) = (Evidence::default(), false);
    for sentence in sentences {
        let evidence = Evidence::of(tokens, *sentence);
        any_doubtful |= evidence.is_doubtful();
        whole.add(evidence);
    }
    // Nothing of the narrator's own language, right after a stretch in another one, or in words enough to tell.
    let unknown = whole.words > 0 && whole.known == 0;
    let follows = unknown && before.language != tokens.lexicon.language;
    if !(any_doubtful || whole.is_doubtful() || follows || unknown && whole.words > 1) {
        return;
    }
    let own = tokens.lexicon;
    let all = TokenRange::new(0, tokens.list.len());
    let mut found: Vec<Option<&'static Lexicon>> = sentences
        .iter()
        .map(|sentence| {
            let evidence = Evidence::of(tokens, *sentence);
            let doubted = || if evidence.is_doubtful() { detect_stretch(tokens, *sentence) } else { None };
            // “…,” Alder said.: short, but in known words.
            let is_clear =
                evidence.has_enough_words() || evidence.words > 0 && evidence.known * 4 >= evidence.words * 3;
            is_clear.then(|| doubted().unwrap_or(own))
        })
        .collect();
    if found.iter().all(Option::is_none) {
        let by_words = if whole.is_doubtful() { detect_stretch(tokens, all) } else { None };
        let enough = || paragraph.of(tokens.text).split_whitespace().nth(FEWEST_WORDS).is_some();
        let by_all = || if unknown && enough() { language::detected_in(paragraph.of(tokens.text), own) } else { None };
        let whole = by_words.or_else(by_all).or(follows.then_some(before));
        found.iter_mut().for_each(|lexicon| *lexicon = whole);
    }
    let mut last = found.iter().flatten().next().copied().unwrap_or(own);
    let mut start = paragraph.start();
    let mut runs = Vec::new();
    for (sentence, lexicon) in sentences.iter().zip(found) {
        let lexicon = lexicon.unwrap_or(last);
        if lexicon.language != last.language {
            let at = tokens.at(sentence.start).map_or(start, |t| t.start);
            runs.push(Stretch { span: ByteSpan::new(start, at).trimmed(tokens.text), lexicon: last });
            start = at;
        }
        last = lexicon;
    }
    runs.push(Stretch { span: ByteSpan::new(start, paragraph.end()), lexicon: last });
    if runs.iter().any(|run| run.lexicon.language != own.language) {
        out.extend(runs.into_iter().filter(|run| !run.span.is_empty()));
    }
}

/// The words of the language that the narrator's words in `range` are plainly written in.
fn detect_stretch(tokens: Tokens<'_>, range: TokenRange) -> Option<&'static Lexicon> {
    let mut words = String::new();
    for token in range.iter().filter_map(|i| tokens.at(i)).filter(|t| t.is_word()) {
        words.push_str(token.span().of(tokens.text));
        words.push(' ');
    }
    language::detected_in(&words, tokens.lexicon)
}

#[cfg(test)]
mod tests {
    use crate::quotation::statement::{Flag, Statement};
    use crate::quotation::{Options, extract};

    fn statements(article: &str) -> Vec<Statement> {
        extract(article, &Options::default()).statements
    }

    fn names(article: &str) -> Vec<Option<String>> {
        statements(article).into_iter().map(|s| s.speaker.map(|m| m.name)).collect()
    }

    fn flagged(article: &str) -> Vec<bool> {
        statements(article).iter().map(|s| s.flags.contains(&Flag::Language)).collect()
    }

    const ENGLISH: &str = "The council met on Monday to vote on the new bridge, which has been late for years. \
        “We have waited long enough,” said Mayor Ruth Alder. She told reporters that the money was there.";

    #[test]
    fn a_german_paragraph_in_an_english_article_is_read_with_german_rules() {
        let german = "Auf der anderen Seite des Flusses ist man weniger begeistert, denn die Brücke endet mitten im Dorf. \
            „Das wird für uns alle sehr teuer“, sagte die Bürgermeisterin Petra Lohmann am Dienstag.";
        let article = format!("{ENGLISH}\n\n{german}\n\n“It will be built,” Alder said.");
        assert_eq!(
            names(&article),
            [Some("Ruth Alder".into()), Some("Petra Lohmann".into()), Some("Ruth Alder".into())]
        );
        assert_eq!(flagged(&article), [false; 3]);
    }

    const POLISH: &str = "Po drugiej stronie rzeki mieszkańcy nie są zadowoleni, ponieważ most kończy się w środku wsi. \
        „To będzie nas wszystkich drogo kosztować”, powiedział w poniedziałek wójt Jan Maliniak.";

    #[test]
    fn a_stretch_in_a_language_without_rules_is_flagged_and_nobody_is_guessed() {
        let article =
            format!("{ENGLISH}\n\n{POLISH}\n\n„Nie ma na to zgody”, dodał.\n\n“It will be built,” Alder said.");
        assert_eq!(names(&article), [Some("Ruth Alder".into()), None, None, Some("Ruth Alder".into())]);
        assert_eq!(flagged(&article), [false, true, true, false]);
        let in_one_line =
            format!("{ENGLISH} {POLISH} “It will be built as planned and on the day we named,” Alder said.");
        assert_eq!(names(&in_one_line), [Some("Ruth Alder".into()), None, Some("Ruth Alder".into())]);
        assert_eq!(flagged(&in_one_line), [false, true, false]);
        let chinese =
            format!("{ENGLISH}\n\n市长周一在新闻发布会上表示：“我们不会再等下去了。”他说，大桥将按计划建成。");
        assert_eq!(flagged(&chinese), [false, true]);
    }

    #[test]
    fn a_stretch_without_rules_hands_nobody_on() {
        let article = format!("{ENGLISH}\n\n{POLISH}\n\n“It will be built,” he said.");
        assert_eq!(flagged(&article), [false, true, false]);
        assert!(!names(&article).contains(&Some("Jan Maliniak".into())));
    }

    #[test]
    fn quoted_words_in_another_language_are_no_other_stretch() {
        let article = format!(
            "{ENGLISH}\n\n“Nie ma na to zgody i nie będzie jej w tym roku,” said Jan Maliniak.\n\n“Dość tego,” he said."
        );
        assert_eq!(names(&article)[1..], [Some("Jan Maliniak".into()), Some("Jan Maliniak".into())]);
        assert_eq!(flagged(&article), [false; 3]);
        let french = "Le conseil s’est réuni lundi pour voter sur le nouveau pont, qui est en retard depuis des années. \
            « Nous avons assez attendu », a déclaré la maire Ruth Aubin. Elle a cité une lettre de Londres :\n\n\
            “We will pay our share of the bridge, but not a penny more than we promised.”\n\n\
            « C’est peu », a commenté Ruth Aubin.";
        assert_eq!(flagged(french), [false; 3]);
        assert_eq!(names(french)[2].as_deref(), Some("Ruth Aubin"));
    }

    #[test]
    fn lists_of_names_and_things_are_in_no_other_language() {
        let article = format!(
            "{ENGLISH}\n\nFlour, butter, eggs, sugar, salt, vanilla, cream, cocoa, yeast, almonds, cinnamon, honey.\n\n\
            “It will be built,” Alder said."
        );
        assert_eq!(flagged(&article), [false, false]);
        assert_eq!(names(&article)[1].as_deref(), Some("Ruth Alder"));
    }
}
