//! Tells whole statements, fragments and mere terms apart.

use super::sentence::Attribution;
use crate::quotation::grammar::token_view::{TokenRange, Tokens};
use crate::quotation::statement::{Construction, Kind};
use crate::quotation::text::lexicon::{Class, Language, Lexicon};
use crate::quotation::text::quote_marks::MarkFamily;
use crate::quotation::text::tokens::{Token, TokenKind};

/// Words of a quotation that are looked at.
const WORDS_SEEN: usize = 40;

/// Verbs that give the meaning of a word.
const MEANS: [&str; 6] = ["means", "meaning", "meant", "mean", "translates", "signifies"];
/// Commands after which something to be typed or pressed is quoted.
const SEARCHES: [&str; 12] =
    ["search", "google", "type", "enter", "click", "press", "tap", "select", "choose", "see", "look", "find"];

/// What is known of a quotation when its kind is judged.
pub(crate) struct Case<'a> {
    /// The paragraph's tokens.
    pub(crate) tokens: Tokens<'a>,
    /// The sentence around the quotation.
    pub(crate) sentence: TokenRange,
    /// The quotation's token.
    pub(crate) quote: usize,
    /// The quoted words.
    pub(crate) words: &'a str,
    /// The marks around them.
    pub(crate) family: MarkFamily,
    /// Who speaks them.
    pub(crate) attribution: Attribution,
    /// Whether the paragraph holds no other words.
    pub(crate) whole_paragraph: bool,
}

/// The form of the quoted words themselves.
struct Form {
    /// Number of words.
    count: usize,
    /// Words with a capital.
    capitals: usize,
    /// Function words without one.
    small: usize,
    /// Whether a verb is among them.
    verb: bool,
    /// Whether a personal or possessive pronoun is among them.
    person: bool,
    /// Whether the first word is capitalised.
    upper: bool,
    /// Whether they end a sentence.
    ends: bool,
    /// Whether they end in a comma.
    comma: bool,
}

impl Form {
    fn of(words: &str, lexicon: &Lexicon) -> Form {
        let last = words.trim_end_matches(['\'', '’', ']', ')', '"', '”']).chars().next_back();
        let mut form = Form {
            count: 0,
            capitals: 0,
            small: 0,
            verb: false,
            person: false,
            upper: false,
            ends: last.is_some_and(|c| ".?!…".contains(c)),
            comma: last == Some(','),
        };
        for word in words.split_whitespace().take(WORDS_SEEN) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let Some(first) = bare.chars().next() else { continue };
            let class = lexicon.class(bare);
            let capital = !first.is_lowercase();
            form.upper |= form.count == 0 && capital;
            form.count += 1;
            form.small += usize::from(class.intersects(Class::FUNCTION) && !capital);
            form.capitals += usize::from(capital);
            form.verb |= class.intersects(Class::AUX | Class::VERB | Class::FINITE) || bare.contains(['\'', '’']);
            form.person |= class.intersects(Class::PRON | Class::POSS);
        }
        form
    }

    /// Whether it could be a title: capitals throughout, but for function words.
    fn is_title(&self) -> bool {
        self.capitals + self.small == self.count && self.capitals > 0 && self.upper
    }
}

/// The kind of a quotation.
pub(crate) fn judge(case: &Case<'_>) -> Kind {
    let form = Form::of(case.words, case.tokens.lexicon);
    let remark = case.words.starts_with('(') && case.words.ends_with(')');
    let label = case.words.ends_with(':') && form.count <= 3;
    if form.count == 0 || remark || label || case.is_term(&form) {
        return Kind::Term;
    }
    if form.upper && form.count >= 3 && (form.ends || form.comma || form.verb) || form.count >= 8 && form.verb {
        Kind::Full
    } else {
        Kind::Fragment
    }
}

impl Case<'_> {
    fn is_term(&self, form: &Form) -> bool {
        form.is_title() && self.is_titled_work(form)
            || self.is_named(form)
            || self.is_unreported(form)
            || self.is_attribute(form)
            || self.is_news_term(form)
            || self.is_far_word(form)
            || self.is_mentioned(form)
            || self.is_scare_quote(form)
            || self.is_heading(form)
            || self.is_german_name(form)
    }

    /// Words that are spoken of, not spoken: what a word means, what to search for, a count of things.
    fn is_mentioned(&self, form: &Form) -> bool {
        let tokens = self.tokens;
        let (start, quote) = (self.sentence.start, self.quote);
        if quote == start {
            // “Pons” means “a way across”.
            return form.count <= 2 && !form.ends && MEANS.contains(&tokens.word(quote + 1));
        }
        let before = tokens.word(quote - 1);
        let means = MEANS.contains(&before) && quote - start <= 3;
        // Search “county bridges” to find it.
        let command = SEARCHES.contains(&tokens.word(start).to_ascii_lowercase().as_str())
            && quote - start <= 3
            && form.count <= 6
            && !form.ends;
        // 12,000 “hearts,”
        let counted = tokens.is(quote - 1, Class::DIGIT) && form.count <= 2 && !form.upper;
        // Known as “ditch cough.”
        let known = before == "as" && quote >= start + 2 && tokens.is(quote - 2, Class::NAMED) && form.count <= 5;
        // A book called “…”: whatever it says.
        let work = quote >= start + 2
            && tokens.is(quote - 1, Class::NAMED)
            && (start.max(quote.saturating_sub(4))..quote - 1).any(|i| tokens.is(i, Class::WORK));
        means || command || counted || known || work
    }

    /// Words held at a distance: *“quiet street” laws*, *are blaming “bridge sceptics”*.
    fn is_scare_quote(&self, form: &Form) -> bool {
        let tokens = self.tokens;
        if form.count > 3 || form.ends || form.comma || form.upper || self.quote == self.sentence.start {
            return false;
        }
        let noun_follows = tokens.at(self.quote + 1).is_some_and(|t| {
            t.is_word()
                && tokens.word(self.quote + 1) != "than"
                && !t.is(Class::FUNCTION
                    | Class::CAP
                    | Class::FINITE
                    | Class::VERB
                    | Class::TIME
                    | Class::ADV
                    | Class::BY)
        });
        let attribute = self.attribution.how == Construction::Subject
            && noun_follows
            && tokens.is(self.quote - 1, Class::AUX | Class::VERB | Class::PREP | Class::DET);
        let blamed = form.count <= 2
            && tokens.is(self.quote - 1, Class::ACCUSE)
            && tokens.is(self.quote - 1, Class::GERUND)
            && self.quote >= self.sentence.start + 2
            && tokens.is(self.quote - 2, Class::AUX);
        attribute || blamed
    }

    /// A paragraph that is nothing but a few quoted words without an end: a heading.
    fn is_heading(&self, form: &Form) -> bool {
        self.whole_paragraph
            && form.count <= 8
            && !form.ends
            && !form.comma
            && !form.verb
            && matches!(self.attribution.how, Construction::Inherited | Construction::Nothing)
    }

    /// Whether the token right before the quotation is of any class in `class`.
    fn after(&self, class: Class) -> bool {
        self.quote > self.sentence.start && self.tokens.is(self.quote - 1, class)
    }

    /// Whether a report is right beside the words, or they have a header.
    fn reported_beside(&self) -> bool {
        matches!(
            self.attribution.how,
            Construction::After | Construction::Before | Construction::According | Construction::Header
        )
    }

    /// Whether no report was found, only a subject or the speaker of another sentence.
    fn unreported(&self) -> bool {
        matches!(self.attribution.how, Construction::Subject | Construction::Inherited | Construction::Nothing)
    }

    /// A title: capitals throughout, after a noun for a work or a medium, or after its owner.
    fn is_titled_work(&self, form: &Form) -> bool {
        let tokens = self.tokens;
        let (quote, how) = (self.quote, self.attribution.how);
        if form.count <= 14 {
            // Films such as “…” and “…”: a list looks back past its titles.
            let listed = quote >= self.sentence.start + 2
                && tokens.is(quote - 1, Class::CONJ)
                && tokens.at(quote - 2).is_some_and(Token::is_quote);
            let reach = quote.saturating_sub(if listed { 8 } else { 4 });
            let near = TokenRange::new(self.sentence.start.max(reach).min(quote), quote);
            let announced = tokens.any(near, Class::WORK | Class::NAMED | Class::MEDIA);
            let owned = self.after(Class::OWNS | Class::WORK | Class::MEDIA);
            let inside = self.after(Class::PREP | Class::DET);
            // On CNN's "Title," S said: the report that follows is of other words.
            let opening = how == Construction::After && quote > self.sentence.start && (owned || inside || announced);
            let loose =
                !matches!(how, Construction::Clause | Construction::Before | Construction::Final | Construction::Noun);
            let called = self.after(Class::NAMED) && how == Construction::Before;
            let aired = quote > self.sentence.start
                && (tokens.word(quote - 1) == "on" || tokens.is(quote - 1, Class::TELL) && form.count >= 2);
            let followed = tokens.is(quote + 1, Class::WORK | Class::MEDIA)
                || tokens.is(quote + 2, Class::WORK) && !tokens.is(quote + 1, Class::CUE);
            if opening
                || owned
                || aired
                || self.is_nickname(form)
                || followed && how != Construction::Before
                || (announced && !called || loose && inside && form.count <= 6)
                    && (!self.reported_beside() || how == Construction::Before)
            {
                return true;
            }
            return form.count >= 2 && form.capitals >= 2 && !form.person && self.unreported() && !self.alone();
        }
        false
    }

    /// Ann "Sparky" Doe: a nickname inside its name.
    fn is_nickname(&self, form: &Form) -> bool {
        form.count <= 3
            && self.quote > self.sentence.start
            && self.tokens.name_like(self.quote - 1)
            && self.tokens.name_like(self.quote + 1)
            && !form.ends
            && !form.comma
    }

    /// Named, titled, so-called; a few words in single marks.
    fn is_named(&self, form: &Form) -> bool {
        let how = self.attribution.how;
        let active = how == Construction::Before && self.after(Class::CALL);
        self.after(Class::NAMED) && form.count <= 5 && !active && how != Construction::After
            || self.family == MarkFamily::Single
                && form.count <= 4
                && !self.reported_beside()
                && !(form.ends && self.alone() && form.count > 1)
    }

    /// A few words that nobody is reported to have said.
    fn is_unreported(&self, form: &Form) -> bool {
        let subject = self.attribution.how == Construction::Subject;
        let article = begins_with_article(self.words, self.tokens.lexicon);
        let most = if subject { 1 + usize::from(article) } else { 2 };
        form.count <= most
            && self.unreported()
            && !self.alone()
            && (subject || !form.ends)
            && !self.tokens.is_reported_speech(self.sentence)
    }

    /// German writes names of things in marks, right after a noun or a definite article: *der Sender „Al Fanar“*. Its nouns are
    /// capitalised, so that only a verb or a small first word tells words that somebody said.
    fn is_german_name(&self, form: &Form) -> bool {
        let tokens = self.tokens;
        let (start, quote) = (self.sentence.start, self.quote);
        if tokens.lexicon.language != Language::German || quote == start || form.ends || form.comma {
            return false;
        }
        let noun = tokens.is_name(quote - 1) && !tokens.is(quote - 1, Class::FUNCTION | Class::CUE);
        let definite = matches!(
            tokens.word(quote - 1),
            "der" | "die" | "das" | "des" | "dem" | "den" | "vom" | "im" | "zum" | "zur" | "beim" | "genannt"
        );
        let small = self.words.chars().next().is_some_and(char::is_lowercase);
        let judged_before = tokens.any(TokenRange::new(start.max(quote.saturating_sub(8)), quote), Class::CALL);
        let titled = tokens.is(quote - 1, Class::NAMED | Class::MEDIA | Class::BODY) && !judged_before
            || matches!(tokens.word(quote - 1), "genannt" | "kurz");
        let judged = judged_before || tokens.is(quote + 1, Class::CALL);
        // Fahrendes Volk („gens du voyage“): a translation; der „drastischen“ Steuer: a single word.
        let bracketed = tokens.kind(quote - 1, TokenKind::Open) && tokens.kind(quote + 1, TokenKind::Close);
        let single = form.count == 1 && definite && !judged && !self.reported_beside();
        if titled || single || bracketed && !form.verb {
            return true;
        }
        let beside = self.reported_beside() && self.attribution.how != Construction::After;
        !form.verb
            && form.count <= 7
            && !small
            && !form.person
            && (noun && !(judged && form.count <= 2) || definite && !judged)
            && !beside
    }

    /// A "safety check" feature: between its article and its noun, in a sentence that reports nothing, it is a name for it.
    fn is_attribute(&self, form: &Form) -> bool {
        self.attribution.how == Construction::Subject
            && form.count <= 3
            && !form.ends
            && self.after(Class::ARTICLE | Class::POSS | Class::OWNS)
            && self
                .tokens
                .at(self.quote + 1)
                .is_some_and(|t| t.is_word() && !t.is(Class::FUNCTION | Class::CAP | Class::FINITE))
    }

    /// It is the "largest and last" order, the agency reported: news given on by a medium, no speaker's words.
    fn is_news_term(&self, form: &Form) -> bool {
        self.attribution.how == Construction::Final
            && form.count <= 4
            && !form.verb
            && self.after(Class::ARTICLE)
            && self.attribution.cue.is_some_and(|c| matches!(c.of(self.tokens.text), "reported" | "reports"))
    }

    /// From "low" to "high", according to S: single words of a report that is not theirs.
    fn is_far_word(&self, form: &Form) -> bool {
        let beside = |start: usize| (1..=2).any(|k| self.tokens.at(self.quote + k).is_some_and(|t| t.start == start));
        self.attribution.how == Construction::According
            && form.count == 1
            && !self.attribution.cue.is_some_and(|cue| beside(cue.start()))
    }

    /// Whether the sentence is only quotations.
    fn alone(&self) -> bool {
        self.sentence.iter().all(|i| self.tokens.at(i).is_none_or(|t| t.is_quote() || t.kind == TokenKind::Stop))
    }
}

/// Whether the words begin with an article.
fn begins_with_article(words: &str, lexicon: &Lexicon) -> bool {
    words.split_whitespace().next().is_some_and(|w| lexicon.class(w).intersects(Class::ARTICLE))
}
