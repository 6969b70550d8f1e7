//! The header of a table, and the fields of its rows.

use std::collections::HashSet;
use std::sync::Arc;

use super::delimiter;
use crate::error::{Hint, Place, excerpt, listed};
use crate::{Error, Result};

/// The names of a table's columns, in order, each once. Copies share their memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header(Arc<Columns>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Columns {
    names: Vec<String>,
    /// The positions in the order of their names.
    sorted: Vec<u32>,
    /// The positions of columns without a name in the file, rising.
    unnamed: Vec<u32>,
}

impl Header {
    /// A header of these names.
    ///
    /// # Errors
    /// [`Error::Data`] at `place` when a name occurs twice.
    pub fn new(names: Vec<String>, place: Place) -> Result<Self> {
        Self::with_unnamed(names, Vec::new(), place)
    }

    /// A header as it is in a file: a column without a name gets one from its number, `column_3` for the third, with
    /// `_` behind where that is the name of another column.
    ///
    /// # Errors
    /// As [`Header::new`].
    pub(super) fn named(mut names: Vec<String>, place: Place) -> Result<Self> {
        let empty: Vec<u32> = (0..).zip(&names).filter(|(_, name)| name.is_empty()).map(|(at, _)| at).collect();
        // Numbers differ, so that only a name of the file can be the same.
        let taken: HashSet<String> = match empty.as_slice() {
            [] => HashSet::new(),
            _ => names.iter().filter(|name| name.starts_with("column_")).cloned().collect(),
        };
        for at in &empty {
            let mut name = format!("column_{}", at + 1);
            while taken.contains(&name) {
                name.push('_');
            }
            if let Some(place) = names.get_mut(*at as usize) {
                *place = name;
            }
        }
        Self::with_unnamed(names, empty, place)
    }

    fn with_unnamed(names: Vec<String>, unnamed: Vec<u32>, place: Place) -> Result<Self> {
        let name = |at: &u32| names.get(*at as usize).map_or("", String::as_str);
        let mut sorted: Vec<u32> = (0..names.len() as u32).collect();
        sorted.sort_unstable_by(|a, b| name(a).cmp(name(b)).then(a.cmp(b)));
        let twice = sorted.windows(2).filter_map(|pair| match pair {
            [first, second] if name(first) == name(second) => Some((*second, *first)),
            _ => None,
        });
        if let Some((second, first)) = twice.min() {
            return Err(Error::data(
                place.column(name(&first)),
                format!("is there twice, as columns {} and {}; rename or remove one", first + 1, second + 1),
            ));
        }
        Ok(Self(Arc::new(Columns { names, sorted, unnamed })))
    }

    /// The names, in order.
    pub fn names(&self) -> &[String] {
        &self.0.names
    }

    /// The names as they are in a table: empty for a column that has no name there.
    pub(super) fn written(&self) -> impl Iterator<Item = &str> {
        let Columns { names, unnamed, .. } = &*self.0;
        let has_none = |at: u32| unnamed.binary_search(&at).is_ok();
        (0..).zip(names).map(move |(at, name)| if has_none(at) { "" } else { name.as_str() })
    }

    /// The columns without a name in the file: number, from 1, and what each is called.
    pub fn unnamed(&self) -> impl Iterator<Item = (usize, &str)> {
        let name = |at: &u32| self.0.names.get(*at as usize).map(|name| (*at as usize + 1, name.as_str()));
        self.0.unnamed.iter().filter_map(name)
    }

    /// The first `n` columns, all of which have names.
    pub(super) fn first(&self, n: usize) -> Self {
        let names: Vec<String> = self.0.names.iter().take(n).cloned().collect();
        let sorted = self.0.sorted.iter().copied().filter(|at| (*at as usize) < n).collect();
        debug_assert!(self.0.unnamed.is_empty());
        Self(Arc::new(Columns { names, sorted, unnamed: Vec::new() }))
    }

    /// Number of columns.
    pub fn len(&self) -> usize {
        self.0.names.len()
    }

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.0.names.is_empty()
    }

    /// The position of a column, from 0. Names are compared exactly.
    pub fn position(&self, name: &str) -> Option<usize> {
        let Columns { names, sorted, .. } = &*self.0;
        let of = |at: &u32| names.get(*at as usize).map_or("", String::as_str);
        let found = sorted.binary_search_by(|at| of(at).cmp(name)).ok()?;
        sorted.get(found).map(|at| *at as usize)
    }

    /// The position of a column that must be there.
    ///
    /// # Errors
    /// [`Error::Data`] that lists the columns, with `hint` as the way out. A single column whose name has a semicolon, a
    /// tab or a vertical bar suggests another separator.
    pub fn require(&self, name: &str, file: &str, hint: impl Into<Hint>) -> Result<usize> {
        self.position(name).ok_or_else(|| {
            let hint = match self.names() {
                [only] => delimiter::in_header(only).map(|(byte, value)| {
                    let found =
                        format!("; its fields seem to be separated by {}: read it with {{}}", delimiter::name(byte));
                    Hint::new(found).value("delimiter", value)
                }),
                _ => None,
            }
            .unwrap_or_else(|| hint.into());
            Error::data(Place::file(file).column(name), format!("is not there{}", self.listed())).with_hint(hint)
        })
    }

    /// The list of columns, to follow "is not there".
    pub(super) fn listed(&self) -> String {
        let mut text = String::from(", the columns are ");
        text.push_str(&listed(self.names().iter().map(|name| format!("`{}`", excerpt(name)))));
        text
    }
}

/// The value of a row in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'r> {
    /// The JSON object does not have this key.
    Absent,
    /// A CSV field, or the contents of a JSON string.
    Text(&'r str),
    /// Any other JSON value as written: a number, `true`, `false`, `null`, an array or an object.
    Json(&'r str),
}
