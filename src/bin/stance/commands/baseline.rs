//! `stance evaluate --baseline`: two labellers on the same rows.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use stance::corpus::Labelled;
use stance::error::excerpt;
use stance::evaluate::{Bootstrap, Difference};
use stance::model::sha256;
use stance::train::{HeadPredictions, compare, predict};
use stance::{Error, Result};

use crate::input::model;
use crate::output::text::table;

/// The scores that tables show.
const SHOWN: [&str; 4] = ["accuracy", "macro_f1", "mcc", "log_loss"];

/// How the scores differ from those of another model; keys of `evaluate --format json`.
#[derive(Serialize)]
pub(super) struct Baseline {
    /// The other model's file, or `shipped`.
    file: String,
    sha256: String,
    /// Score minus the other model's, by head and score.
    differences: BTreeMap<String, BTreeMap<String, Difference>>,
}

impl Baseline {
    /// Labels the rows with the model in `path` too.
    pub(super) fn new(path: &Path, labelled: &Labelled, heads: &[HeadPredictions], threads: usize) -> Result<Self> {
        let file = path.display().to_string();
        let other = model::compile(model::named(path))?;
        let sha256 = sha256([other.model().to_bytes()?.as_slice()]);
        let theirs = predict(&other, labelled, threads)?;
        let mut differences = BTreeMap::new();
        for head in heads {
            if let Some(other) = theirs.iter().find(|other| other.name == head.name) {
                differences.insert(head.name.clone(), compare(other, head, Bootstrap::default())?);
            }
        }
        if differences.is_empty() {
            return Err(Error::options(
                "--baseline",
                format!("{} has none of the label columns as a head", excerpt(&file)),
            ));
        }
        Ok(Self { file, sha256, differences })
    }

    /// The differences for people.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for (head, differences) in &self.differences {
            let mut table = table(["score", "difference", "95 % interval"]);
            for score in SHOWN {
                let Some(Difference { difference: Some(difference), interval }) = differences.get(score) else {
                    continue;
                };
                let interval = interval.map_or("–".to_owned(), |[low, high]| format!("{low:+.3} to {high:+.3}"));
                table.add_row([score.to_owned(), format!("{difference:+.3}"), interval]);
            }
            out.push_str(&format!("{} against {}\n{table}\n", excerpt(head), excerpt(&self.file)));
        }
        out
    }

    /// The differences in sentences, for the page.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (head, differences) in &self.differences {
            let all = SHOWN.iter().filter_map(|score| {
                let Difference { difference, interval } = differences.get(*score)?;
                let interval = interval.map_or_else(String::new, |[low, high]| format!(" ({low:+.3} to {high:+.3})"));
                Some(format!("{score} {:+.3}{interval}", (*difference)?))
            });
            notes.push(format!("{head} against {}: {}.", self.file, all.collect::<Vec<_>>().join(", ")));
        }
        notes
    }
}
