//! The speakers of a corpus as a table of actors, to be corrected by hand.

use super::statements::Statements;
use crate::corpus::Cell;

/// A speaker and who it is, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorRow {
    /// The name as rows have it.
    pub name: String,
    /// The actor, its kind and its country: those of the rows, otherwise for a bare surname the only full name that ends
    /// with it, otherwise the name itself.
    pub actor: [String; 3],
    /// Number of its statements.
    pub statements: u64,
}

impl ActorRow {
    /// The columns of a table of actors.
    pub const COLUMNS: [&str; 5] = ["name", "actor", "actor_kind", "actor_country", "statements"];

    /// The cells in these columns.
    #[must_use]
    pub fn cells(&self) -> [Cell<'_>; 5] {
        let [actor, kind, country] = self.actor.each_ref().map(|text| Cell::Text(text));
        [Cell::Text(&self.name), actor, kind, country, Cell::Integer(self.statements)]
    }
}

/// The known speakers, those with the most statements first.
#[must_use]
pub fn actor_rows(statements: &Statements) -> Vec<ActorRow> {
    let mut counts = vec![0u64; statements.speakers.len()];
    for speaker in &statements.speaker {
        counts.get_mut(*speaker as usize).into_iter().for_each(|count| *count += 1);
    }
    let known = statements.speakers.iter().zip(counts).filter(|(speaker, _)| !speaker.name.is_empty());
    let mut rows: Vec<ActorRow> = known
        .map(|(speaker, count)| {
            let [actor, kind, country] = speaker.actor.clone();
            let actor = if actor.is_empty() { full_name(statements, &speaker.name).to_owned() } else { actor };
            ActorRow { name: speaker.name.clone(), actor: [actor, kind, country], statements: count }
        })
        .collect();
    rows.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.name.cmp(&b.name)));
    rows
}

/// The only longer name that ends with this single word; the word itself if there are several or none.
fn full_name<'s>(statements: &'s Statements, name: &'s str) -> &'s str {
    if name.contains(' ') {
        return name;
    }
    let ends = |longer: &&str| longer.rsplit_once(' ').is_some_and(|(_, last)| last == name);
    let mut longer = statements.speakers.iter().map(|speaker| speaker.name.as_str()).filter(ends);
    match (longer.next(), longer.next()) {
        (Some(only), None) => only,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Speaker;

    #[test]
    fn a_bare_surname_is_the_only_person_who_has_it() {
        let speaker = |name: &str| Speaker { name: name.to_owned(), ..Speaker::default() };
        let names = ["", "Elena Voss", "Voss", "Ada Lind", "Bo Lind", "Lind"];
        let mut statements = Statements { speaker: vec![0, 1, 2, 2, 3, 4, 5], ..Statements::default() };
        statements.speakers = names.map(speaker).to_vec();
        statements.speakers[3].actor = ["Ministry".to_owned(), "ministry".to_owned(), "Norland".to_owned()];
        let rows = actor_rows(&statements);
        let actor = |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.actor[0].as_str());
        assert_eq!(
            (actor("Voss"), actor("Lind"), actor("Ada Lind")),
            (Some("Elena Voss"), Some("Lind"), Some("Ministry"))
        );
        assert_eq!((rows.len(), rows[0].name.as_str(), rows[0].statements), (5, "Voss", 2));
    }
}
