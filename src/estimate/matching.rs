//! Where the rows of a coded sample are in the corpus, and what they represent.

use std::collections::HashMap;

use serde::Serialize;

use super::interner::Interner;
use super::sample::{CodedRow, CodedSample, RowKey, STRATUM_COLUMN};
use crate::error::{Place, counted, excerpt, listed};
use crate::{Error, Result};

/// A coded statement of the corpus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matched {
    /// Its position in the corpus.
    pub row: u32,
    /// The class that the coder gave.
    pub class: u32,
    /// The probability of being drawn and coded.
    pub inclusion_probability: f64,
    /// The number of statements that it represents.
    pub weight: f64,
    /// The position of its stratum.
    pub stratum: u32,
}

/// What became of the sample's rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SampleCounts {
    /// Rows drawn at random.
    pub drawn: usize,
    /// Rows left out because they were not drawn at random.
    pub chosen: usize,
    /// Drawn rows without a code.
    pub without_code: usize,
    /// Coded rows that are not in the corpus.
    pub not_found: usize,
    /// Places of the first of them.
    pub not_found_examples: Vec<String>,
    /// Coded rows left out as copies of another coded row.
    pub copies: usize,
    /// Whether copies had a chance of their own to be drawn, so that a statement is represented by each of them.
    pub copies_drawn: bool,
    /// Coded statements that are used.
    pub used: usize,
    /// The number of statements that all drawn rows represent: the sum of 1 / probability.
    pub represented: f64,
    /// Number of strata.
    pub strata: usize,
}

/// Finds the sample's rows among those of the corpus.
#[derive(Debug)]
pub(super) struct Finder {
    /// The key by which rows are found.
    key: RowKey,
    /// The sample rows with a key, in order.
    by_key: HashMap<String, Vec<u32>>,
    /// The corpus row of each sample row.
    found: Vec<Option<u32>>,
}

impl Finder {
    /// A finder by the first key that sample and corpus both have; `has` says which the corpus has.
    ///
    /// # Errors
    /// [`Error::Data`] if there is none, or an id is in the sample twice.
    pub(super) fn new(sample: &CodedSample, has: [bool; RowKey::ALL.len()]) -> Result<Self> {
        let all = |key: RowKey| sample.rows.iter().all(|row| row.key(key).is_some());
        let both = |(key, has): (RowKey, bool)| (has && all(key)).then_some(key);
        let key = RowKey::ALL.into_iter().zip(has).find_map(both).ok_or_else(|| {
            let file = sample.rows.first().map_or("", |row| &row.place.file);
            let problem = "corpus and coded sample share none of the columns `id`, `file` with `statement`, and the \
                           statement's text, by which the coded rows are found";
            Error::data(Place::file(file), problem)
        })?;
        let mut by_key: HashMap<String, Vec<u32>> = HashMap::with_capacity(sample.rows.len());
        for (at, row) in sample.rows.iter().enumerate() {
            let Some(own) = row.key(key) else { continue };
            let same = by_key.entry(own.to_owned()).or_default();
            if key != RowKey::Text
                && let Some(first) = same.first().and_then(|first| sample.rows.get(*first as usize))
            {
                let problem = format!("is the statement of {} again; keep one row of each statement", first.place);
                return Err(Error::data(row.place.clone(), problem));
            }
            same.push(at as u32);
        }
        by_key.values_mut().for_each(|rows| rows.reverse());
        Ok(Self { key, by_key, found: vec![None; sample.rows.len()] })
    }

    /// The key by which rows are found.
    pub(super) fn key(&self) -> RowKey {
        self.key
    }

    /// Notes that the corpus has a row with this key.
    pub(super) fn note(&mut self, key: &str, row: u32) {
        // Rows with the same text are taken one after another.
        if let Some(at) = self.by_key.get_mut(key).and_then(Vec::pop)
            && let Some(found) = self.found.get_mut(at as usize)
        {
            *found = Some(row);
        }
    }

    /// Notes that statements are counted as others: `position` has the new position of each.
    pub(super) fn move_to(&mut self, position: &[u32]) {
        let moved = |row: &mut u32| *row = position.get(*row as usize).copied().unwrap_or(*row);
        self.found.iter_mut().flatten().for_each(moved);
    }

    /// The coded statements with their weights; `classes` numbers the codes, and `statements` is the size of the corpus.
    ///
    /// # Errors
    /// [`Error::Data`] if no coded row is in the corpus, or a stratum has none.
    pub(super) fn matched(
        &self,
        sample: &CodedSample,
        classes: &mut Interner,
        statements: usize,
        copies: &HashMap<u32, u32>,
    ) -> Result<(Vec<Matched>, SampleCounts)> {
        let all = statements + copies.values().map(|more| *more as usize).sum::<usize>();
        let equal = sample.rows.len() as f64 / all.max(1) as f64;
        let inclusion_probability =
            |row: &CodedRow| if row.inclusion_probability > 0.0 { row.inclusion_probability } else { equal.min(1.0) };
        let mut counts = SampleCounts {
            drawn: sample.rows.len(),
            chosen: sample.chosen,
            strata: sample.strata.len(),
            ..SampleCounts::default()
        };
        let mut strata = vec![Stratum::default(); sample.strata.len()];
        let mut used: Vec<(u32, &CodedRow)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (row, found) in sample.rows.iter().zip(&self.found) {
            let Some(stratum) = strata.get_mut(row.stratum as usize) else { continue };
            stratum.drawn += 1.0 / inclusion_probability(row);
            stratum.rows += 1;
            counts.represented += 1.0 / inclusion_probability(row);
            if row.code.is_empty() || row.code.eq_ignore_ascii_case(crate::UNSURE) {
                counts.without_code += 1;
                continue;
            }
            let Some(found) = found else {
                counts.not_found += 1;
                if counts.not_found_examples.len() < 5 {
                    counts.not_found_examples.push(row.place.to_string());
                }
                continue;
            };
            stratum.coded += 1.0 / inclusion_probability(row);
            used.push((*found, row));
        }
        // Copies had a chance if the rows that the sample represents are all rows rather than those that differ.
        let (with, without) = (counts.represented - all as f64, counts.represented - statements as f64);
        counts.copies_drawn = with.abs() <= without.abs();
        if !counts.copies_drawn {
            let before = used.len();
            used.retain(|(found, _)| seen.insert(*found));
            counts.copies = before - used.len();
        }
        counts.used = used.len();
        refuse(sample, &counts, &strata)?;
        let matched = used.into_iter().map(|(at, row)| {
            let of = strata.get(row.stratum as usize).copied().unwrap_or_default();
            // One of k copies that was drawn represents a k-th of what it would alone (Birnbaum and Sirken 1965).
            let same = if counts.copies_drawn { 1 + copies.get(&at).copied().unwrap_or(0) } else { 1 };
            let weight = of.drawn / of.coded / inclusion_probability(row) / f64::from(same);
            let class = classes.id(&row.code);
            Matched { row: at, class, inclusion_probability: 1.0 / weight.max(1.0), weight, stratum: row.stratum }
        });
        Ok((matched.collect(), counts))
    }
}

/// What a stratum's rows represent.
#[derive(Clone, Copy, Debug, Default)]
struct Stratum {
    rows: usize,
    /// The sum of 1 / probability over drawn rows.
    drawn: f64,
    /// The sum of 1 / probability over coded rows.
    coded: f64,
}

/// Refuses a sample that says nothing of the corpus, or of a stratum.
fn refuse(sample: &CodedSample, counts: &SampleCounts, strata: &[Stratum]) -> Result<()> {
    let file = sample.rows.first().map_or("", |row| &row.place.file);
    if counts.used == 0 {
        let problem = match (counts.drawn, counts.not_found) {
            (0, _) => "has no row that was drawn at random".to_owned(),
            (_, 0) => format!("none of its {} has a code; code some", counted(counts.drawn, "row")),
            (_, lost) => {
                let rows = counted(lost, "coded row");
                format!("none of its {rows} is in the corpus; give the corpus from which it was drawn")
            }
        };
        return Err(Error::data(Place::file(file), problem));
    }
    let empty = sample.strata.iter().zip(strata).filter(|(_, own)| own.rows > 0 && own.coded == 0.0);
    let named: Vec<String> =
        empty.map(|(name, own)| format!("`{}` ({} drawn)", excerpt(name), counted(own.rows, "row"))).collect();
    if named.is_empty() {
        return Ok(());
    }
    let problem = format!(
        "no row is coded of the strata {}; code some of each, because nothing else says anything of them",
        listed(&named)
    );
    Err(Error::data(Place::file(file).column(STRATUM_COLUMN), problem))
}
