//! Exports of news archives → their articles, by patterns in TOML (feature `archives`).
//!
//! The layouts of Nexis, Factiva and ProQuest come with this crate, and [`Archive::read`] takes others.
//!
//! ```
//! use stance::article::archive::Archive;
//! use stance::error::Place;
//!
//! let export = "Chips\nThe Daily\nMay 2, 2026\nByline: Ada Nowak\nBody\n\n“No,” he said.\n\nLoad-Date: x\n\nEnd of Document\n";
//! let found = Archive::shipped("nexis")?.split(export, || Place::file("a.txt"))?;
//! let article = &found.articles[0];
//! assert_eq!((article.title.as_str(), article.date.as_str()), ("Chips", "2026-05-02"));
//! assert_eq!(article.body, "“No,” he said.");
//! # Ok::<(), stance::Error>(())
//! ```

mod copies;
mod dates;
mod layout;
mod split;

pub use copies::Copies;
pub use split::{Archived, Split};

use layout::Layout;

use crate::error::{Place, listed};
use crate::{Error, Result};

/// The archives whose layouts come with this crate, and these.
const SHIPPED: [(&str, &str); 3] = [
    ("nexis", include_str!("nexis.toml")),
    ("factiva", include_str!("factiva.toml")),
    ("proquest", include_str!("proquest.toml")),
];

/// The layouts of an archive.
#[derive(Clone, Debug)]
pub struct Archive {
    name: String,
    layouts: Vec<Layout>,
}

impl Archive {
    /// The names of the archives that come with this crate.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// An archive that comes with this crate.
    ///
    /// # Errors
    /// [`Error::Options`] if there is none of this name.
    pub fn shipped(name: &str) -> Result<Self> {
        let Some((name, text)) = SHIPPED.iter().find(|(own, _)| *own == name) else {
            let names = listed(Self::names().map(str::to_owned));
            return Err(Error::options("archive", format!("`{name}` is not one of {names}, nor a file of layouts")));
        };
        Self::read(text, name)
    }

    /// The layouts of a TOML file; `file` is its name in errors.
    ///
    /// # Errors
    /// [`Error::Data`] if it is not TOML, has other keys, or a pattern is not one.
    pub fn read(text: &str, file: &str) -> Result<Self> {
        Ok(Self { name: file.to_owned(), layouts: layout::read(text, file)? })
    }

    /// The archive that comes with this crate and whose layouts a text, or its beginning, has.
    pub fn recognise(text: &str) -> Option<&'static str> {
        let found = SHIPPED.iter().find(|(_, layouts)| layout::recognises(layouts, text));
        found.map(|(name, _)| *name)
    }

    /// Its name, or that of its file.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn layout_of(&self, text: &str) -> Option<&Layout> {
        self.layouts.iter().find(|layout| layout.recognise.is_match(text))
    }

    /// The articles of an export; `place` is where it is, for errors.
    ///
    /// # Errors
    /// [`Error::Data`] if it has none of the layouts.
    pub fn split(&self, text: &str, place: impl FnOnce() -> Place) -> Result<Split> {
        let Some(layout) = self.layout_of(text) else {
            let names = listed(self.layouts.iter().map(|layout| format!("`{}`", layout.name)));
            let problem = format!("has none of the layouts {names}; name the archive it comes from, or leave it out");
            return Err(Error::data(place(), problem));
        };
        Ok(split::split(text, layout))
    }
}

#[cfg(test)]
mod tests;
