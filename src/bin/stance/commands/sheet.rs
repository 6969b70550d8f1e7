//! What `sample` and `suggest` share: the coding sheet and how it is written.

use stance::corpus::Cell;
use stance::{Error, Result};

use super::outcome::Outcome;
use crate::flags::{OutputArgs, SheetArgs};
use crate::input::Pool;
use crate::pipeline::Job;

/// Column that says how a row was chosen: `random` or `chosen`.
pub(super) const SAMPLED: &str = "sampled";
/// Column with the probability with which a row was to be drawn; empty for chosen rows.
pub(super) const PROBABILITY: &str = "inclusion_probability";
/// Column with the stratum of a row, in stratified samples.
pub(super) const STRATUM: &str = "stratum";
/// The label column, unless another is named.
const LABEL: &str = "stance";

/// The columns to fill in.
pub(super) struct Coding {
    pub(super) labels: Vec<String>,
}

impl Coding {
    /// Checks the flags, before any row is read.
    pub(super) fn new(args: &SheetArgs) -> Result<Self> {
        let labels = if args.label.is_empty() { vec![LABEL.to_owned()] } else { args.label.clone() };
        for name in &labels {
            if [SAMPLED, PROBABILITY, STRATUM].contains(&name.as_str()) {
                let problem = format!("`{name}` is a column of the sheet already; name the label column otherwise");
                return Err(Error::options("--label", problem));
            }
        }
        Ok(Self { labels })
    }

    /// Writes chosen rows with the added columns, `added` first, then empty label columns. A label column that the pool has
    /// stays as it is.
    pub(super) fn write(
        &self,
        pool: &Pool,
        added: &[&str],
        mut chosen: Vec<(usize, Vec<Cell<'_>>)>,
        output: &OutputArgs,
        threads: usize,
    ) -> Result<Outcome> {
        let missing: Vec<&str> =
            self.labels.iter().map(String::as_str).filter(|name| pool.header.position(name).is_none()).collect();
        let names: Vec<&str> = added.iter().copied().chain(missing.iter().copied()).collect();
        for (_, cells) in &mut chosen {
            cells.resize(names.len(), Cell::Empty);
        }
        let sheet = pool.sheet(&names, &chosen)?;
        Job { labeller: None, output, notes: Vec::new(), threads, head: None, keys: None, skip_bad_files: false }
            .run(sheet)
    }
}

/// The error of an option of the library, named as its flag.
pub(super) fn flagged(error: Error) -> Error {
    match error {
        Error::Options { option, problem, hint } if option == "n" => {
            Error::Options { option: "--number".to_owned(), problem, hint }
        }
        other => other,
    }
}
