//! Reads offices with what they are for before a name: *Secretary of State NAME*, *la ministre de la Santé NAME*.

use super::mentions::{MentionCandidate, MentionType};
use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;

/// Tokens of a description up to its office: *l'ancienne vice-présidente*.
const LONGEST_BEFORE: usize = 4;
/// Tokens between an office and the preposition of what it is for: *consejero delegado de*.
const LONGEST_BETWEEN: usize = 2;
/// Tokens from an office to the name of its holder.
const LONGEST_OFFICE: usize = 10;

impl Tokens<'_> {
    /// *Secretary of State NAME*, *envoy to Norland NAME*: the name, with all that is before it as its role.
    pub(super) fn holder_of_office(&self, phrase: TokenRange) -> Option<MentionCandidate> {
        let of = phrase.iter().skip(1).take(6).find(|i| self.links_office(*i))?;
        let end = (of + 1..phrase.end).find(|i| !(self.is_name(*i) || self.in_complement(*i))).unwrap_or(phrase.end);
        let start = self.after_complement(TokenRange::new(of + 1, end))?;
        let from = phrase.start + usize::from(self.is(phrase.start, Class::DET));
        let role = self.span(TokenRange::new(from.min(of), start));
        let found = MentionCandidate::plain(self.span(phrase), MentionType::Proper, phrase);
        Some(found.named(self.span(TokenRange::new(start, end)), Some(role)))
    }

    /// Whether token `i` links an office to what it is for: the *of* in *Chief of Staff*.
    pub(crate) fn links_office(&self, i: usize) -> bool {
        matches!(self.word(i), "of" | "to" | "for")
            && i > 0
            && self.is(i - 1, Class::ROLE | Class::TITLE)
            && !self.is(i - 1, Class::OWNS)
    }

    /// Whether token `i` may be a small word inside what an office is for: *of the*, *and*.
    fn in_complement(&self, i: usize) -> bool {
        matches!(self.word(i), "the" | "and" | "of" | "for")
    }

    /// Where the name begins in the words after *Minister of*: behind what the office is for, if a name is left.
    pub(crate) fn after_complement(&self, words: TokenRange) -> Option<usize> {
        let small = words.iter().rev().find(|i| self.in_complement(*i));
        // The capitalised words after the last small one: *Home Affairs Orla Venn*.
        let run = words.starting_at(small.map_or(words.start, |i| i + 1));
        if !run.iter().all(|i| self.proper(i)) {
            return None;
        }
        let known = run.iter().take_while(|i| self.is(*i, Class::COMPLEMENT | Class::BODY | Class::GROUP)).count();
        let left = run.len() - known;
        let initial = left >= 3 && self.is(run.end - 2, Class::DOTTED);
        let name = match (known, left) {
            (_, 0) => return None,
            (1.., 1..=3) => left,
            (0, 3..) => 2 + usize::from(initial && left > 3),
            _ => return None,
        };
        let start = run.end - name;
        let person =
            !self.any(TokenRange::new(start, run.end), Class::BODY | Class::GROUP | Class::PLACE | Class::OWNS);
        (person && start > words.start).then_some(start)
    }
    /// *la présidente de la commission des Finances NAME*: the name, with all that is before it as its role.
    pub(super) fn holder_of_romance_office(&self, phrase: TokenRange) -> Option<MentionCandidate> {
        if !self.lexicon.language.is_romance() {
            return None;
        }
        let office = phrase.ending_at(phrase.start + LONGEST_BEFORE).iter().find(|i| self.is_office(*i))?;
        let run = self.last_names(phrase, office);
        let start = self.name_of_holder(run, office)?;
        let from = phrase.start + usize::from(self.is(phrase.start, Class::DET));
        let role = self.span(TokenRange::new(from.min(office), start));
        let found = MentionCandidate::plain(self.span(phrase), MentionType::Proper, phrase);
        Some(found.named(self.span(TokenRange::new(start, run.end)), Some(role)))
    }

    /// Whether token `i` is a noun for what somebody is, not one for a body.
    fn is_office(&self, i: usize) -> bool {
        self.is(i, Class::ROLE | Class::TITLE) && !self.is(i, Class::BODY | Class::PREP | Class::KIN)
    }

    /// The capitalised words, with the particles among them, that `phrase` ends with, after what follows token `office`.
    fn last_names(&self, phrase: TokenRange, office: usize) -> TokenRange {
        let mut start = phrase.end;
        let inside = |i: usize| i > office + 1 && self.proper(i) && !self.is(i, Class::OWNS);
        while start > office + 2 {
            let particle = start < phrase.end && self.is(start - 1, Class::PARTICLE);
            let two = particle && start > office + 3 && self.is(start - 2, Class::PARTICLE) && inside(start - 3);
            if !(inside(start - 1) || particle && inside(start - 2) || two) {
                break;
            }
            start -= 1;
        }
        TokenRange::new(start, phrase.end)
    }

    /// Where the holder's name begins in `run`, the capitalised words after the office at token `office` and a preposition.
    ///
    /// The first word of three is what the office is for (*de Comercio NAME NAME*), unless it is a first name; right after
    /// another noun a known first name begins the holder's name.
    fn name_of_holder(&self, run: TokenRange, office: usize) -> Option<usize> {
        let reach = TokenRange::new(office + 1, run.start.min(office + 1 + LONGEST_BETWEEN).max(office + 1));
        let linked = reach.iter().any(|i| self.is(i, Class::PREP));
        if !linked || run.start > office + LONGEST_OFFICE || run.is_empty() {
            return None;
        }
        let given = |i: usize| self.is(i, Class::FEMALE | Class::MALE) && !self.is(i, Class::DET | Class::ROLE);
        let words = run.iter().filter(|i| !self.is(*i, Class::PARTICLE)).count();
        let before = run.start - 1;
        if self.is(before, Class::PREP | Class::DET) {
            let second = run.start + 1;
            let fits = (3..=4).contains(&words)
                && !given(run.start)
                && !self.is(run.start, Class::EPONYM)
                && self.proper(second);
            // La líder de la Alianza Popular Serrana, NAME: the words after an article may name a body.
            let body = self.is(before, Class::DET) && !self.is(run.start, Class::BODY) && !given(second)
                || self.kind(run.end, TokenKind::Comma) && self.name_like(run.end + 1);
            return (fits && !body)
                .then(|| run.end - self.length_of_name(run, words))
                .filter(|start| *start > run.start);
        }
        let noun = Class::BODY | Class::EPONYM | Class::WORK | Class::MEDIA | Class::PLACE | Class::ROLE | Class::NAMED;
        (words >= 2 && given(run.start) && !self.is(before, noun)).then_some(run.start)
    }

    /// Tokens of the name at the end of `run`, whose first words are what an office is for: the last two words, or from a
    /// first name on.
    fn length_of_name(&self, run: TokenRange, words: usize) -> usize {
        let given =
            run.iter().skip(1).find(|i| self.is(*i, Class::FEMALE | Class::MALE) && !self.is(*i, Class::PARTICLE));
        let last_two = run.iter().filter(|i| !self.is(*i, Class::PARTICLE)).nth(words.saturating_sub(2));
        let start = given.filter(|i| *i + 1 < run.end).or(last_two).unwrap_or(run.start);
        run.end - start
    }

    /// Where the holder's name begins in the capitalised words `run`, if an office and what it is for are before it.
    pub(crate) fn holder_after_office(&self, run: TokenRange) -> Option<usize> {
        if !self.lexicon.language.is_romance() || run.start == 0 {
            return None;
        }
        let from = run.start.saturating_sub(LONGEST_OFFICE);
        let words =
            (from..run.start).rev().take_while(|i| self.at(*i).is_some_and(|t| t.is_word() && !t.is(Class::AUX)));
        let office = words.into_iter().find(|i| self.is_office(*i))?;
        self.name_of_holder(run, office)
    }

    /// Whether the preposition at token `i` goes on with what the office in `before` is for: *secrétaire d'État* **au**
    /// *Commerce NAME*.
    pub(super) fn goes_on_with_office(&self, i: usize, before: TokenRange) -> bool {
        self.lexicon.language.is_romance()
            && matches!(self.word(i), "au" | "aux" | "à" | "en" | "a" | "al")
            && before.iter().any(|k| self.is_office(k))
            && (i + 1..i + 4).all(|k| self.proper(k))
    }

    /// Whether token `i` is *Under* in *Under Secretary*.
    pub(crate) fn opens_office(&self, i: usize) -> bool {
        self.word(i) == "Under" && self.is(i + 1, Class::ROLE | Class::TITLE) && self.is(i + 1, Class::CAP)
    }
}

#[cfg(test)]
mod tests {
    use crate::quotation::{Options, extract};

    /// Name and role of who speaks the only statement of each text.
    fn speakers(texts: &[&str]) -> Vec<(String, String)> {
        let speaker = |text: &&str| {
            let found = extract(text, &Options::default()).statements;
            let speaker = found.into_iter().next().and_then(|s| s.speaker);
            speaker.map(|s| (s.name, s.role.unwrap_or_default())).unwrap_or_default()
        };
        texts.iter().map(speaker).collect()
    }

    fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, role)| ((*name).to_owned(), (*role).to_owned())).collect()
    }

    #[test]
    fn an_office_before_a_name_is_its_role() {
        let found = speakers(&[
            "“We will act,” Harbour Undersecretary Ines Calloway said.",
            "“We will act,” said Deputy Canal Minister Piet Loos.",
            "“We will act,” Senate Ports Committee Chair Dora Lind said.",
            "“We will act,” former river envoy Rolf Bean said.",
            "“We will act,” Undersecretary for Harbours and Canals Ines Calloway said.",
            "“We will act,” Canals President-elect Ines Calloway said.",
            "“We will act,” Vice Premier He Lan said.",
        ]);
        let roles = [
            ("Ines Calloway", "Harbour Undersecretary"),
            ("Piet Loos", "Deputy Canal Minister"),
            ("Dora Lind", "Senate Ports Committee Chair"),
            ("Rolf Bean", "former river envoy"),
            ("Ines Calloway", "Undersecretary for Harbours and Canals"),
            ("Ines Calloway", "Canals President-elect"),
            ("He Lan", "Vice Premier"),
        ];
        assert_eq!(found, expected(&roles));
    }

    #[test]
    fn what_a_romance_office_is_for_is_no_part_of_the_name() {
        let found = speakers(&[
            "« Nous agirons », a déclaré la secrétaire d’État au Tourisme Inès Valmont.",
            "« Nous agirons », a dit la présidente de la commission des Ports Inès Valmont.",
            "« Nous agirons », a déclaré le vice-ministre du Tourisme Inès Valmont.",
            "«Vamos a actuar», afirmó la subsecretaria de Turismo Inés Calloway.",
            "«Vamos a actuar», dijo el consejero delegado de Altana Piet de la Vega.",
        ]);
        let roles = [
            ("Inès Valmont", "secrétaire d’État au Tourisme"),
            ("Inès Valmont", "présidente de la commission des Ports"),
            ("Inès Valmont", "vice-ministre du Tourisme"),
            ("Inés Calloway", "subsecretaria de Turismo"),
            ("Piet de la Vega", "consejero delegado de Altana"),
        ];
        assert_eq!(found, expected(&roles));
    }

    #[test]
    fn a_place_named_after_somebody_is_not_the_holder_of_an_office() {
        let found = speakers(&[
            "« Nous agirons », a déclaré le proviseur du lycée Victor Hugo.",
            "« Nous agirons », a déclaré l’avocate de Perrine Valmont.",
            "«Vamos a actuar», dijo la líder de la Alianza Popular Serrana, Inés Calloway.",
        ]);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert!(!names.contains(&"Victor Hugo") && !names.contains(&"Perrine Valmont"), "{names:?}");
        assert_eq!(names[2], "Inés Calloway");
    }
}
