//! Who is who: names and aliases of people and organisations that the user gives.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::gender::Gender;
use crate::quotation::statement::{Flag, Statement};
use crate::quotation::text::language::lexicon_for;
use crate::quotation::text::lexicon::{Class, Lexicon};

/// A person or an organisation, under the name that it is to have everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The name.
    pub name: String,
    /// What it is, such as `person` or `company`; the word is the user's own.
    pub kind: Option<String>,
    /// Its country, as the user writes it.
    pub country: Option<String>,
}

impl Actor {
    /// Whether it can be a person: its kind says so or nothing.
    fn can_be_person(&self) -> bool {
        self.kind.as_ref().is_none_or(|kind| kind.eq_ignore_ascii_case("person"))
    }
}

/// Actors by their names and aliases.
///
/// ```
/// use stance::quotation::{Actor, Actors, Options, extract};
///
/// let voss = Actor { name: "Elena Voss".into(), kind: Some("person".into()), country: Some("Norland".into()) };
/// let mut actors = Actors::default();
/// actors.add("Senator Voss", voss).unwrap();
///
/// let article = "“We oppose the rule,” Ms. Voss said.";
/// let statement = &extract(article, &Options::default()).statements[0];
/// assert_eq!(actors.of(article, statement).unwrap().name, "Elena Voss");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Actors {
    list: Vec<Actor>,
    /// Position in `list` by the actor's name in its comparable form.
    by_name: HashMap<String, usize>,
    /// Position in `list` by each alias in its comparable form.
    by_alias: HashMap<String, usize>,
    /// Position in `list` by the last word of people's names, in its comparable form; none if two people have it.
    by_surname: HashMap<String, Option<usize>>,
}

impl Actors {
    /// Adds `actor` under `alias` and under its own name. Names are compared without regard to letter case, white space, a
    /// *the* before them and the form of apostrophes.
    ///
    /// # Errors
    /// A message that says what is wrong and that the caller puts after the place of the entry: a name is blank, the
    /// alias leads to another actor, or the actor was added with another kind or country.
    pub fn add(&mut self, alias: &str, actor: Actor) -> Result<(), String> {
        let (alias, name) = (comparable(alias), comparable(&actor.name));
        if alias.is_empty() {
            return Err("has a blank name".to_owned());
        }
        if name.is_empty() {
            return Err("has a blank actor".to_owned());
        }
        let at = match self.by_name.entry(name.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(self.list.len());
                self.list.push(actor);
                self.list.len() - 1
            }
            Entry::Occupied(entry) => {
                let at = *entry.get();
                if self.list.get(at).is_some_and(|known| (&known.kind, &known.country) != (&actor.kind, &actor.country))
                {
                    return Err(format!("gives `{}` another kind or country than a row before", actor.name));
                }
                at
            }
        };
        for key in [alias, name] {
            let known = *self.by_alias.entry(key.clone()).or_insert(at);
            if known != at {
                let other = self.list.get(known).map_or("", |actor| &actor.name);
                return Err(format!("gives `{key}` to another actor than a row before, `{other}`"));
            }
            self.note_surname(&key, at);
        }
        Ok(())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Notes the last word of a name of two words or more, if the actor can be a person.
    fn note_surname(&mut self, key: &str, at: usize) {
        let person = self.list.get(at).is_some_and(Actor::can_be_person);
        let Some((_, surname)) = key.rsplit_once(' ').filter(|_| person) else { return };
        let known = self.by_surname.entry(surname.to_owned()).or_insert(Some(at));
        if *known != Some(at) {
            *known = None;
        }
    }

    /// The actor who speaks `statement` of `article`.
    ///
    /// The speaker as written is looked up first, then the resolved name, each also with the speaker's role before it and
    /// without titles and roles. A bare surname leads to the only person who has it, unless a title before it (*Ms.*)
    /// contradicts the first name.
    pub fn of(&self, article: &str, statement: &Statement) -> Option<&Actor> {
        let speaker = statement.speaker.as_ref()?;
        let lexicon = lexicon_for(article);
        let written = if statement.flags.contains(&Flag::Pronoun) { "" } else { speaker.span.of(article) };
        let names = [written, without_titles(written, lexicon), &speaker.name, without_titles(&speaker.name, lexicon)];
        let with_role = |name: &&str| Some(format!("{} {name}", speaker.role.as_deref()?));
        let with_role = names.iter().filter(|name| !name.is_empty()).filter_map(with_role);
        let names = with_role.chain(names.iter().map(|name| (*name).to_owned()));
        let alias = names.into_iter().find_map(|name| self.by_alias.get(&comparable(&name)));
        let at = alias.copied().or_else(|| {
            let surname = without_titles(&speaker.name, lexicon);
            let at = self.by_surname.get(&comparable(surname)).copied().flatten()?;
            let title = Gender::of_title_before(article, speaker.span.start(), lexicon);
            let first = self.list.get(at).and_then(|actor| actor.name.split_whitespace().next()).unwrap_or("");
            let contradicts = title.zip(Gender::of(lexicon.class(first))).is_some_and(|(title, name)| title != name);
            (!contradicts).then_some(at)
        });
        self.list.get(at?)
    }
}

/// A name without titles and roles before it; all of it if nothing else is left.
fn without_titles<'n>(name: &'n str, lexicon: &Lexicon) -> &'n str {
    let mut rest = name.trim();
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        if !lexicon.class(word.trim_end_matches('.')).intersects(Class::TITLE | Class::ROLE) {
            return rest;
        }
        rest = after.trim_start();
    }
    rest
}

/// The form in which names are compared.
fn comparable(name: &str) -> String {
    let name = name.replace('’', "'").to_lowercase();
    let name = name.trim().trim_end_matches("'s").trim_end_matches([',', ':', ';']);
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        all => all.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::{Options, extract};

    fn actor(name: &str, kind: &str) -> Actor {
        Actor { name: name.to_owned(), kind: Some(kind.to_owned()), country: None }
    }

    fn named(actors: &Actors, article: &str) -> Option<String> {
        let found = extract(article, &Options::default()).statements;
        actors.of(article, &found[0]).map(|actor| actor.name.clone())
    }

    fn two() -> Actors {
        let mut actors = Actors::default();
        actors.add("Senator Voss", actor("Elena Voss", "person")).unwrap();
        actors.add("the commerce ministry", actor("Ministry of Commerce", "body")).unwrap();
        actors
    }

    #[test]
    fn one_actor_has_one_name_however_it_is_written() {
        let actors = two();
        for article in [
            "“We wait,” Elena Voss said.",
            "“We wait,” Senator Voss said.",
            "“We wait,” said Ms. Voss.",
            "Elena Voss stood up. “We wait,” she said.",
            "“We wait,” according to Voss.",
        ] {
            assert_eq!(named(&actors, article).as_deref(), Some("Elena Voss"), "{article}");
        }
        let ministry = "“We wait,” the commerce ministry said.";
        assert_eq!(named(&actors, ministry).as_deref(), Some("Ministry of Commerce"));
    }

    #[test]
    fn namesakes_and_contradicting_titles_are_not_merged() {
        let mut actors = two();
        assert_eq!(named(&actors, "“We wait,” Mr. Voss said."), None);
        assert_eq!(named(&actors, "“We wait,” Peter Voss said."), None);
        assert_eq!(
            named(&actors, "“We wait,” Commerce said."),
            None,
            "the end of an organisation's name is no surname"
        );
        actors.add("Jan Voss", actor("Jan Voss", "person")).unwrap();
        assert_eq!(named(&actors, "“We wait,” Voss said."), None);
        assert_eq!(named(&actors, "“We wait,” Senator Voss said.").as_deref(), Some("Elena Voss"), "a given alias");
    }

    #[test]
    fn an_entry_that_contradicts_another_is_refused() {
        let mut actors = two();
        assert_eq!(actors.add(" ", actor("A", "person")).unwrap_err(), "has a blank name");
        assert_eq!(actors.add("A", actor("", "person")).unwrap_err(), "has a blank actor");
        let other = actors.add("senator  VOSS", actor("Jan Voss", "person")).unwrap_err();
        assert!(other.contains("`senator voss`") && other.contains("`Elena Voss`"), "{other}");
        let kind = actors.add("E. Voss", actor("Elena Voss", "company")).unwrap_err();
        assert!(kind.contains("`Elena Voss` another kind"), "{kind}");
        actors.add("E. Voss", actor("Elena Voss", "person")).unwrap();
    }
}
