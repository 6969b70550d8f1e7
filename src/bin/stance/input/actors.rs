//! The table of actors: rows that give a name or an alias to a person or an organisation.

use std::path::Path;
use std::sync::Arc;

use stance::corpus::{Faults, Format, Row, RowReader, open, unpacked_name};
use stance::error::Place;
use stance::quotation::{Actor, Actors};
use stance::{Error, Result};

/// Reads a table with the columns `name` and `actor`, and perhaps `actor_kind` and `actor_country`; CSV unless the extension
/// says otherwise.
pub(super) fn read(path: &Path) -> Result<Actors> {
    let file = path.display().to_string();
    let format = Format::of_path(unpacked_name(path)).unwrap_or(Format::Csv);
    let mut reader = RowReader::new(open(path, &Arc::default())?, format, &file, Faults::Stop)?;
    let header = reader.header();
    let hint = "; a table of actors has the columns `name`, `actor`, `actor_kind` and `actor_country`";
    let name = header.require("name", &file, stance::error::Hint::new(hint))?;
    let actor = header.require("actor", &file, stance::error::Hint::new(hint))?;
    let (kind, country) = (header.position("actor_kind"), header.position("actor_country"));
    let mut actors = Actors::default();
    let mut row = Row::default();
    while reader.read(&mut row)? {
        let optional = |column: Option<usize>| {
            let text = column.map_or("", |column| row.text(column).trim());
            (!text.is_empty()).then(|| text.to_owned())
        };
        let entry = Actor { name: row.text(actor).trim().to_owned(), kind: optional(kind), country: optional(country) };
        actors.add(row.text(name), entry).map_err(|problem| {
            let place = Place::file(&file).record(row.record, row.line);
            Error::data(place, format!("{problem}; correct the row or remove it"))
        })?;
    }
    if actors.is_empty() {
        return Err(Error::data(Place::file(&file), format!("has no rows{hint}")));
    }
    Ok(actors)
}
