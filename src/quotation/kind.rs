//! Tells whole statements, fragments and mere terms apart.

use super::attribution::Attribution;
use super::lexicon::{Class, Lexicon};
use super::marks::Family;
use super::mentions::Phrase;
use super::statement::{Construction, Kind};
use super::tokens::Sort;

/// What is known of a stretch when its kind is judged.
pub(super) struct Case<'a> {
    /// The paragraph's tokens.
    pub(super) phrase: Phrase<'a>,
    /// Bounds of the sentence.
    pub(super) low: usize,
    pub(super) high: usize,
    /// The stretch's token.
    pub(super) at: usize,
    /// The quoted words.
    pub(super) words: &'a str,
    pub(super) family: Family,
    pub(super) attribution: Attribution,
}

/// Shape of the quoted words themselves.
struct Look {
    count: usize,
    capitals: usize,
    small: usize,
    verb: bool,
    person: bool,
    ends: bool,
    comma: bool,
    upper: bool,
}

fn look(words: &str) -> Look {
    let lexicon = Lexicon::get();
    let mut l =
        Look { count: 0, capitals: 0, small: 0, verb: false, person: false, ends: false, comma: false, upper: false };
    for word in words.split_whitespace().take(40) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        let class = lexicon.class(bare);
        let capital = bare.chars().next().is_some_and(|c| !c.is_lowercase());
        if l.count == 0 {
            l.upper = capital;
        }
        l.count += 1;
        if class.has(Class::FUNCTION) && !capital {
            l.small += 1;
        } else if capital {
            l.capitals += 1;
        }
        l.verb |= class.has(Class::AUX.and(Class::VERB)) || class.has(Class::FINITE) || bare.contains(['\'', '’']);
        l.person |= class.has(Class::PRON.and(Class::POSS));
    }
    let last = words.trim_end_matches(['\'', '’', ']', ')', '"', '”']).chars().next_back();
    l.ends = last.is_some_and(|c| ".?!…".contains(c));
    l.comma = last == Some(',');
    l
}

/// The kind of a stretch.
pub(super) fn judge(case: &Case<'_>) -> Kind {
    let l = look(case.words);
    let remark = case.words.starts_with('(') && case.words.ends_with(')');
    let label = case.words.ends_with(':') && l.count <= 3;
    if l.count == 0 || remark || label {
        return Kind::Term;
    }
    if term(case, &l) {
        return Kind::Term;
    }
    if l.upper && l.count >= 3 && (l.ends || l.comma || l.verb) || l.count >= 8 && l.verb {
        Kind::Full
    } else {
        Kind::Fragment
    }
}

fn term(case: &Case<'_>, l: &Look) -> bool {
    let p = case.phrase;
    let k = case.at;
    let how = case.attribution.how;
    let strong =
        matches!(how, Construction::After | Construction::Before | Construction::According | Construction::Header);
    let title = l.capitals + l.small == l.count && l.capitals > 0 && l.upper;
    let before = (k > case.low).then(|| k - 1);
    let is_before = |class| before.is_some_and(|b| p.is(b, class));
    // A title: capitals throughout, after a noun for a work or a medium, or after its owner.
    if title && l.count <= 14 {
        let announced =
            (case.low.max(k.saturating_sub(4))..k).any(|i| p.is(i, Class::WORK.and(Class::NAMED).and(Class::MEDIA)));
        let owned = is_before(Class::OWNS) || is_before(Class::WORK.and(Class::MEDIA));
        let inside = is_before(Class::PREP) || is_before(Class::DET);
        // On CNN's "Title," S said: the report that follows is of other words.
        let opening = how == Construction::After && k > case.low && (owned || inside || announced);
        let loose =
            !matches!(how, Construction::Clause | Construction::Before | Construction::Final | Construction::Noun);
        let called = is_before(Class::NAMED) && how == Construction::Before;
        let aired = before.is_some_and(|b| p.word(b) == "on" || p.is(b, Class::TELL) && l.count >= 2);
        let followed =
            p.is(k + 1, Class::WORK.and(Class::MEDIA)) || p.is(k + 2, Class::WORK) && !p.is(k + 1, Class::CUE);
        // Ann "Sparky" Doe: a nickname stands inside its name.
        let nickname = l.count <= 3
            && before.is_some_and(|b| p.at(b).is_some_and(|t| t.name() && !t.is(Class::FUNCTION)))
            && p.at(k + 1).is_some_and(|t| t.name() && !t.is(Class::FUNCTION))
            && !l.ends
            && !l.comma;
        if opening
            || owned
            || aired
            || nickname
            || followed && how != Construction::Before
            || (announced && !called || loose && inside && l.count <= 6) && (!strong || how == Construction::Before)
        {
            return true;
        }
        if l.count >= 2
            && l.capitals >= 2
            && !l.person
            && matches!(how, Construction::Subject | Construction::Inherited | Construction::Nothing)
            && !alone(case)
        {
            return true;
        }
    }
    // Named, titled, so-called.
    let active = how == Construction::Before && is_before(Class::CALL);
    if is_before(Class::NAMED) && l.count <= 5 && !active && !matches!(how, Construction::After) {
        return true;
    }
    if case.family == Family::Single && l.count <= 4 && !strong {
        return true;
    }
    // A few words that nobody is reported to have said.
    let article = article_first(case.words);
    let most = if how == Construction::Subject { 1 + usize::from(article) } else { 2 };
    if l.count <= most
        && matches!(how, Construction::Subject | Construction::Nothing | Construction::Inherited)
        && !alone(case)
        && (how == Construction::Subject || !l.ends)
    {
        return true;
    }
    // A "safety check" feature: between its article and its noun, in a sentence that reports nothing, it is a name for it.
    let attribute = how == Construction::Subject
        && l.count <= 3
        && !l.ends
        && is_before(Class::ARTICLE.and(Class::POSS).and(Class::OWNS))
        && p.at(k + 1).is_some_and(|t| t.word() && !t.is(Class::FUNCTION.and(Class::CAP).and(Class::FINITE)));
    if attribute {
        return true;
    }
    // It is the "largest and last" order, the agency reported: news given on by a medium, no speaker's words.
    let news = how == Construction::Final
        && l.count <= 4
        && !l.verb
        && is_before(Class::ARTICLE)
        && case.attribution.cue.is_some_and(|c| matches!(c.of(p.text), "reported" | "reports"));
    if news {
        return true;
    }
    // From "low" to "high", according to S: single words of a report that is not theirs.
    let far = how == Construction::According
        && !case.attribution.cue.is_some_and(|c| {
            p.at(k + 1).is_some_and(|t| t.start == c.start) || p.at(k + 2).is_some_and(|t| t.start == c.start)
        });
    far && l.count == 1
}

/// Whether the words begin with an article.
fn article_first(words: &str) -> bool {
    words.split_whitespace().next().is_some_and(|w| Lexicon::get().class(w).has(Class::ARTICLE))
}

/// Whether the sentence is only quotations.
fn alone(case: &Case<'_>) -> bool {
    (case.low..case.high).all(|i| case.phrase.at(i).is_none_or(|t| t.quote() || t.sort == Sort::Stop))
}
