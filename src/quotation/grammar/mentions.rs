//! Reads noun phrases as mentions of possible speakers: person, organisation, pronoun or description.

use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::{Class, Language};
use crate::span::ByteSpan;

/// What a mention looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MentionType {
    /// A proper name that is not evidently an organisation.
    Proper,
    /// An organisation.
    Organisation,
    /// A personal pronoun.
    Pronominal,
    /// A relative pronoun; `whole` is its antecedent.
    Relative,
    /// A description: *the spokesman*, *critics*, *a person familiar with the matter*.
    Nominal,
}

/// A noun phrase that may be a speaker.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MentionCandidate {
    /// The head as written: the name, or the description up to its first preposition.
    pub(crate) head: ByteSpan,
    /// The whole description where it is longer than the head.
    pub(crate) whole: ByteSpan,
    /// The role written beside the name.
    pub(crate) role: Option<ByteSpan>,
    /// What it looks like.
    pub(crate) mention_type: MentionType,
    /// The tokens of the whole phrase, role and tail included.
    pub(crate) phrase: TokenRange,
}

impl MentionCandidate {
    /// A mention whose head is all of it, without a role.
    pub(crate) fn plain(head: ByteSpan, mention_type: MentionType, phrase: TokenRange) -> Self {
        Self { head, whole: head, role: None, mention_type, phrase }
    }

    /// The same phrase read as the name `head`, with the role `role`.
    pub(crate) fn named(self, head: ByteSpan, role: Option<ByteSpan>) -> Self {
        Self { head, whole: head, role, mention_type: MentionType::Proper, ..self }
    }
}

/// Noun phrases longer than this many tokens are cut.
const LONGEST_PHRASE: usize = 60;
/// Names and heads of descriptions have at most this many words.
const MOST_WORDS: usize = 12;
/// Tokens of a description after its head that still belong to it.
const LONGEST_TAIL: usize = 14;

/// Participles and adjectives that belong to what follows a noun: *a person familiar with the matter*.
const AFTER_NOUN: [&str; 13] = [
    "familiar",
    "close",
    "briefed",
    "involved",
    "based",
    "seen",
    "obtained",
    "released",
    "published",
    "reviewed",
    "written",
    "provided",
    "issued",
];

/// Words before *of* that say how many of a whole are meant: the mention's head is the whole.
const PARTS: [&str; 16] = [
    "some", "one", "many", "most", "several", "all", "each", "none", "both", "two", "half", "few", "number", "group",
    "dozens", "hundreds",
];

impl Tokens<'_> {
    /// Whether token `i` can be part of a proper name.
    pub(super) fn proper(&self, i: usize) -> bool {
        let Some(token) = self.at(i).filter(|t| t.is_capitalized()) else { return false };
        // Vice Premier He Ling.
        let surname = || {
            let office = i > 0 && self.is(i - 1, Class::ROLE | Class::TITLE) && self.is(i - 1, Class::CAP);
            office && token.is(Class::PRON) && self.name_like(i + 1)
        };
        // Theresa May, Will Smith: a name beside a name.
        let odd_name =
            || token.is(Class::AUX | Class::TIME) && (i > 0 && self.name_like(i - 1) || self.month_as_first_name(i));
        !token.is(Class::FUNCTION | Class::TIME)
            || token.is(Class::UPPER | Class::DOTTED) && !token.is(Class::DET)
            || odd_name()
            || surname()
    }

    /// April Summers: whether the month at token `i` is a first name, before a name and not after a preposition or a number.
    pub(crate) fn month_as_first_name(&self, i: usize) -> bool {
        let given = self.is(i, Class::TIME | Class::AUX) && self.is(i, Class::FEMALE | Class::MALE);
        let dated = i > 0 && self.is(i - 1, Class::PREP | Class::DIGIT | Class::TIME);
        let next =
            || self.name_like(i + 1) && !self.is(i + 1, Class::TIME | Class::DIGIT | Class::NATION | Class::BODY);
        given && self.is(i, Class::CAP) && !dated && next()
    }

    /// Where the proper name at the end of `phrase` begins, particles and initials included; the phrase's end without one.
    fn name_start(&self, phrase: TokenRange) -> usize {
        let mut start = phrase.end;
        while start > phrase.start {
            let before = start - 1;
            let particle = self.is(before, Class::PARTICLE)
                && start < phrase.end
                && before > phrase.start
                && (self.proper(before - 1) || self.is(before - 1, Class::PARTICLE));
            // A possessive ends what is written before the name.
            let owner = start < phrase.end && self.is(before, Class::OWNS);
            if owner || !(self.proper(before) || particle) {
                break;
            }
            start = before;
        }
        start
    }

    /// Reads `phrase`, a noun phrase without commas, as a mention.
    pub(crate) fn read(&self, phrase: TokenRange) -> Option<MentionCandidate> {
        let start = self.skip_openers(phrase);
        let phrase = self.without_adverbs(phrase.starting_at(start).ending_at(start + LONGEST_PHRASE));
        if phrase.is_empty() {
            return None;
        }
        if self.is(start, Class::PRON) {
            let pronoun = TokenRange::new(start, start + 1);
            return Some(MentionCandidate::plain(self.span(pronoun), MentionType::Pronominal, pronoun));
        }
        let office = self.holder_of_office(phrase).or_else(|| self.holder_of_romance_office(phrase));
        if let Some(found) = office.or_else(|| self.joined(phrase)) {
            return Some(found);
        }
        // Half of voters: not a name, though it begins with a capital.
        let part = self.is(start, Class::CAP) && PARTS.contains(&self.word(start).to_ascii_lowercase().as_str());
        if part && self.word(start + 1) == "of" {
            return self.described(phrase, self.past_part(phrase, start + 1));
        }
        // The head ends before the first preposition.
        let preposition = (start + 1..phrase.end)
            .find(|i| self.is(*i, Class::PREP) && !self.is(*i, Class::CAP) || self.genitive(*i))
            .unwrap_or(phrase.end);
        let head_end = if AFTER_NOUN.contains(&self.word(preposition - 1)) {
            (preposition - 1).max(start + 1)
        } else {
            preposition
        };
        let name = TokenRange::new(self.name_start(phrase.ending_at(head_end)), head_end);
        if !name.is_empty() && !(self.is(head_end - 1, Class::OWNS) && head_end < phrase.end) {
            let end = self.name_end(phrase, name, preposition);
            return Some(self.named(phrase, TokenRange::new(name.start, end)));
        }
        self.described(phrase, self.past_part(phrase, head_end))
    }

    /// Whether token `i` begins a genitive after its noun: *der Sprecher* **des** *Vereins*.
    fn genitive(&self, i: usize) -> bool {
        self.lexicon.language == Language::German
            && self.is(i, Class::DET)
            && !self.is(i, Class::CAP)
            && i > 0
            && self.is_name(i - 1)
    }

    /// The phrase without adverbs at its end: *agents reportedly* (infiltrated).
    fn without_adverbs(&self, phrase: TokenRange) -> TokenRange {
        let adverb =
            |i: usize| self.is(i, Class::ADV) && !self.is(i, Class::CAP | Class::ROLE | Class::BODY | Class::PRON);
        let last = phrase.iter().rev().find(|i| !adverb(*i));
        last.map_or(phrase, |last| phrase.ending_at((last + 1).max(phrase.start + 1)))
    }

    /// *Nora Fell and her son*: two who speak together, the second not by name.
    fn joined(&self, phrase: TokenRange) -> Option<MentionCandidate> {
        let and = phrase.iter().take(8).find(|i| self.word(*i) == "and")?;
        let second = self.is(and + 1, Class::POSS) || self.is(and + 1, Class::DET) && self.is(and + 2, Class::ROLE);
        let first = phrase.ending_at(and);
        let named = !first.is_empty() && first.iter().all(|i| self.proper(i)) && !self.any(first, Class::OWNS);
        if !second || !named || phrase.len() > MOST_WORDS {
            return None;
        }
        let end = (and + 2..phrase.end).find(|i| self.is(*i, Class::PREP)).unwrap_or(phrase.end);
        Some(MentionCandidate::plain(self.span(phrase.ending_at(end)), MentionType::Proper, phrase))
    }

    /// The first token of `phrase` that is no conjunction, adverb, time or punctuation, but for names of that form.
    fn skip_openers(&self, phrase: TokenRange) -> usize {
        let opener = |i: usize| {
            self.at(i).is_some_and(|t| {
                let skipped = t.is(Class::CONJ | Class::ADV | Class::OPEN | Class::TIME) && !t.is(Class::DET);
                let name = t.is_capitalized() && !t.is(Class::FUNCTION | Class::TIME);
                (!t.is_word() || skipped) && !name
            })
        };
        phrase.iter().find(|i| !opener(*i)).unwrap_or(phrase.end)
    }

    /// Where a name ends that may go on past the preposition after it: *Ministry of Commerce*, *Bank of England*, *Academy of
    /// the Arts*.
    fn name_end(&self, phrase: TokenRange, name: TokenRange, preposition: usize) -> usize {
        if preposition >= phrase.end || self.word(preposition) != "of" {
            return name.end;
        }
        let organisation = self.any(name, Class::BODY);
        let title = self.is(name.end - 1, Class::ROLE | Class::TITLE);
        // Hana Brook of Eastlake Hospital: a person and where she is from.
        let person = name.len() > 1 && !self.any(name, Class::UPPER);
        if !organisation && (title || person || !self.proper(preposition + 1)) {
            return name.end;
        }
        let mut end = preposition + 1;
        while end < phrase.end
            && (self.proper(end) || self.is(end, Class::DET) || matches!(self.word(end), "and" | "of" | "for"))
        {
            end += 1;
        }
        while end > name.end && !self.proper(end - 1) {
            end -= 1;
        }
        end
    }

    /// Where the head of a description ends: *some of his supporters*, *one of the firms* have it after *of*.
    fn past_part(&self, phrase: TokenRange, head_end: usize) -> usize {
        let last = self.word(head_end.saturating_sub(1)).to_ascii_lowercase();
        if self.word(head_end) != "of" || !PARTS.contains(&last.as_str()) {
            return head_end;
        }
        (head_end + 1..phrase.end).find(|i| self.is(*i, Class::PREP)).unwrap_or(phrase.end)
    }

    /// A proper name inside `phrase`: titles and roles before it are split off.
    fn named(&self, phrase: TokenRange, name: TokenRange) -> MentionCandidate {
        let organisation = self.names_organisation(name);
        let mut start = name.start;
        if let Some(title) =
            (name.start..name.end.saturating_sub(1)).rev().find(|i| self.is(*i, Class::TITLE | Class::ROLE))
        {
            start = title + 1;
        }
        while start + 1 < name.end && self.is(start, Class::NATION) && !organisation {
            start += 1;
        }
        // The president, Speaker: a title without a name.
        let determined = start > phrase.start && self.is(start - 1, Class::DET | Class::POSS);
        let lone_title = name.end - start == 1
            && self.is(start, Class::ROLE | Class::GROUP)
            && (!self.is(start, Class::UPPER) || determined && self.lexicon.language.is_romance());
        if start >= name.end || lone_title {
            let head = self.span(TokenRange::new(phrase.start, name.end));
            let plain = MentionCandidate::plain(head, MentionType::Nominal, phrase);
            return MentionCandidate { whole: self.span(phrase), ..plain };
        }
        // Ann Nowak and Boris Lind: both speak.
        let pair =
            self.paired(phrase, name.start).filter(|first| start == name.start && name.end - first <= MOST_WORDS);
        if let Some(first) = pair {
            let head = self.span(TokenRange::new(first, name.end));
            return MentionCandidate::plain(head, MentionType::Proper, phrase);
        }
        let organisation = organisation && start == name.start;
        let owned = organisation && name.start > phrase.start && self.is(name.start - 1, Class::OWNS);
        let head = TokenRange::new(if owned { name.start - 1 } else { start }, name.end);
        let mention_type = if organisation { MentionType::Organisation } else { MentionType::Proper };
        let role = self.role_before(phrase.start, head.start, start);
        MentionCandidate { role, ..MentionCandidate::plain(self.span(head), mention_type, phrase) }
    }

    /// Whether a proper name is an organisation's: it has a noun for one, which is not part of a title (*Party leader*).
    fn names_organisation(&self, name: TokenRange) -> bool {
        name.iter().any(|i| {
            self.is(i, Class::BODY)
                && !(i + 1 < name.end && self.is(i + 1, Class::TITLE | Class::ROLE))
                && !self.any(name.ending_at(i), Class::TITLE)
        })
    }

    /// The role from `phrase_start` to the name at `name_start`, without determiners; a mere *Mr* is none. `bare` is where the
    /// name begins without the organisation that owns it.
    fn role_before(&self, phrase_start: usize, name_start: usize, bare: usize) -> Option<ByteSpan> {
        let from = (phrase_start..bare).find(|i| !self.is(*i, Class::DET)).unwrap_or(bare);
        let is_role = self.any(TokenRange::new(from, bare), Class::ROLE | Class::TITLE | Class::NATION);
        let polite = (from..name_start).all(|i| {
            let word = self.word(i).trim_end_matches('.').to_ascii_lowercase();
            matches!(word.as_str(), "mr" | "mrs" | "ms" | "miss" | "messrs")
        });
        (is_role && !polite && name_start > from).then(|| self.span(TokenRange::new(from, name_start)))
    }

    /// Where a name begins that *and* joins to the one at `name_start`.
    fn paired(&self, phrase: TokenRange, name_start: usize) -> Option<usize> {
        let and = name_start.checked_sub(1).filter(|i| *i > phrase.start && self.word(*i) == "and")?;
        let first = self.name_start(phrase.ending_at(and));
        let plain = (first..and)
            .all(|i| self.proper(i) && !self.is(i, Class::TITLE | Class::ROLE | Class::OWNS | Class::NATION));
        (first < and && plain).then_some(first)
    }

    /// A description whose head ends at `head_end`.
    fn described(&self, phrase: TokenRange, head_end: usize) -> Option<MentionCandidate> {
        if self.is(phrase.start, Class::PREP | Class::SUB | Class::REL | Class::THAT) {
            return None;
        }
        let whole = self.span(phrase.ending_at(head_end + LONGEST_TAIL));
        let head = self.span(phrase.ending_at(head_end).last(MOST_WORDS));
        Some(MentionCandidate { whole, ..MentionCandidate::plain(head, MentionType::Nominal, phrase) })
    }

    /// Whether a description is of one person or organisation, which may be named beside it: *her daughter*, *the maker*.
    pub(crate) fn describes_someone(&self, mention: MentionCandidate) -> bool {
        let first_words = mention.phrase.ending_at(mention.phrase.start + MOST_WORDS);
        self.any(first_words, Class::ROLE | Class::TITLE | Class::BODY)
    }

    /// The person or organisation that owns what is described: *Nowak* in *Nowak's answer*.
    pub(crate) fn owner(&self, mention: MentionCandidate) -> Option<MentionCandidate> {
        let phrase = mention.phrase;
        let owner = phrase.ending_at(phrase.start + 5).iter().find(|i| self.is(*i, Class::OWNS))?;
        let name = TokenRange::new(phrase.start, owner + 1);
        let named = name.iter().all(|i| self.name_like(i));
        named.then(|| MentionCandidate::plain(self.span(name), MentionType::Proper, name))
    }

    /// Number of tokens in the head of a mention.
    pub(super) fn head_len(&self, mention: MentionCandidate) -> usize {
        mention.phrase.iter().filter(|i| self.at(*i).is_some_and(|t| mention.head.contains(t.span()))).count()
    }
}
