//! Statements → shares by group and over time.

use std::collections::BTreeMap;

use super::Date;
use super::cells::{Cells, phrase};
use super::coded::Coded;
use super::compare::compare;
use super::difference::{Corrected, corrected, corrected_mean};
use super::guess::Elsewhere;
use super::matching::{Matched, SampleCounts};
use super::statements::{NO_DAY, Statements};
use super::summary::{Cell, Position, Share, Summary};
use crate::error::{excerpt, listed};
use crate::{Error, Result};

/// Coded rows from which a cell has a λ of its own; below, that of all coded rows is used.
const OWN_LAMBDA: usize = 50;
/// Coded rows below which a cell gets no corrected share.
const LEAST_CODED: usize = 10;

/// The largest distance of a class from position 0. Squares of much larger ones are no numbers.
const FARTHEST: f64 = 1e9;

/// What is summarised how.
#[derive(Clone, Debug)]
pub struct SummaryOptions {
    /// Cells with fewer statements are held back.
    pub min_cell: u64,
    /// The position of each class; by default of [`positions`].
    pub positions: BTreeMap<String, f64>,
    /// Compare the statements before this day with those from it on.
    pub before_after: Option<Date>,
    /// Compare each group with all other statements.
    pub compare: bool,
    /// What is known of the model's errors on other texts, for statements of which none is coded.
    pub elsewhere: Option<Elsewhere>,
}

impl Default for SummaryOptions {
    fn default() -> Self {
        Self { min_cell: 10, positions: BTreeMap::new(), before_after: None, compare: false, elsewhere: None }
    }
}

/// The positions of classes with usual names: 1 for `support`, `favor`, `favour`, `positive` and `pro`, −1 for `oppose`,
/// `against`, `negative` and `contra`, 0 for `neutral` and `none`; letter case does not matter. Empty unless both sides
/// are there.
#[must_use]
pub fn positions(classes: &[String]) -> BTreeMap<String, f64> {
    let position = |class: &String| match class.to_lowercase().as_str() {
        "support" | "favor" | "favour" | "positive" | "pro" | "for" => Some(1.0),
        "oppose" | "against" | "negative" | "contra" => Some(-1.0),
        "neutral" | "none" => Some(0.0),
        _ => None,
    };
    let found: BTreeMap<String, f64> =
        classes.iter().filter_map(|class| Some((class.clone(), position(class)?))).collect();
    let has = |side: f64| found.values().any(|position| *position == side);
    if has(1.0) && has(-1.0) { found } else { BTreeMap::new() }
}

/// Summarises statements; `sample` says what became of the coded rows, if there are any.
///
/// # Errors
/// [`Error::Options`] for the position of a class that does not occur.
pub fn summarize(statements: &Statements, sample: Option<SampleCounts>, options: &SummaryOptions) -> Result<Summary> {
    if let Some(unknown) = options.positions.keys().find(|class| !statements.classes.contains(class)) {
        let classes = listed(statements.classes.iter().map(|class| format!("`{}`", excerpt(class))));
        return Err(Error::options(
            "position",
            format!("`{}` is not a class; the classes are {classes}", excerpt(unknown)),
        ));
    }
    let far = |position: &f64| position.is_nan() || position.abs() > FARTHEST;
    if let Some((class, position)) = options.positions.iter().find(|(_, position)| far(position)) {
        let problem =
            format!("`{}` is at {position:e}; give a number from -{FARTHEST:e} to {FARTHEST:e}", excerpt(class));
        return Err(Error::options("position", problem));
    }
    let positions =
        if options.positions.is_empty() { positions(&statements.classes) } else { options.positions.clone() };
    let counter = Counter { statements, positions: &positions, options, lambdas: Vec::new() };
    let all: Vec<u32> = (0..statements.len() as u32).collect();
    let (mut total, lambdas) = counter.whole(&all);
    total.by = Vec::new();
    let counter = Counter { lambdas, ..counter };
    let cells = Cells::new(statements);
    let over = statements.groupings.len() - cells.by;
    let (mut shown, mut held_back, mut held_back_statements) = (Vec::new(), 0, 0);
    for (values, rows) in cells.in_order() {
        if (rows.len() as u64) < options.min_cell {
            held_back += 1;
            held_back_statements += rows.len() as u64;
            continue;
        }
        let mut cell = counter.cell(&rows, false);
        let mut names: Vec<String> = values;
        cell.period = (over > 0).then(|| names.pop()).flatten();
        cell.by = names;
        shown.push(cell);
    }
    let comparisons = counter.comparisons(&all, &cells);
    let columns: Vec<String> = statements.groupings.iter().map(|grouping| grouping.column.clone()).collect();
    Ok(Summary {
        label: statements.label.clone(),
        classes: statements.classes.clone(),
        by: columns.iter().take(cells.by).cloned().collect(),
        over: columns.get(cells.by).cloned(),
        min_cell: options.min_cell,
        corrected: sample.is_some(),
        training_shares_unknown: sample.is_none()
            && options.elsewhere.as_ref().is_some_and(|own| own.trained.is_none()),
        counts: statements.counts.clone(),
        sample,
        total,
        cells: shown,
        held_back,
        held_back_statements,
        comparisons,
        positions: positions.clone(),
    })
}

/// Counts and estimates the shares of sets of statements.
struct Counter<'s> {
    statements: &'s Statements,
    positions: &'s BTreeMap<String, f64>,
    options: &'s SummaryOptions,
    /// The λ of each class, then of the position, over all coded rows.
    lambdas: Vec<f64>,
}

impl Counter<'_> {
    /// The cell of all statements, and its λs.
    fn whole(&self, rows: &[u32]) -> (Cell, Vec<f64>) {
        let cell = self.cell(rows, true);
        let lambda = |corrected: Option<&Corrected>| corrected.map_or(0.0, |corrected| corrected.lambda);
        let mut lambdas: Vec<f64> = cell.shares.iter().map(|share| lambda(share.corrected.as_ref())).collect();
        lambdas.push(lambda(cell.position.as_ref().and_then(|position| position.corrected.as_ref())));
        (cell, lambdas)
    }

    /// The shares of the statements `rows`, which rise.
    fn cell(&self, rows: &[u32], whole: bool) -> Cell {
        let statements = self.statements;
        let classes = statements.classes.len();
        let mut counts = vec![0u64; classes];
        let mut unsure = 0;
        let (mut documents, mut speakers) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for row in rows {
            let row = *row as usize;
            match statements.class.get(row).and_then(|class| counts.get_mut(*class as usize)) {
                Some(count) => *count += 1,
                None => unsure += 1,
            }
            documents.extend(statements.document.get(row));
            speakers.extend(statements.speaker.get(row).filter(|speaker| **speaker > 0));
        }
        let n = rows.len() as u64;
        let shares = statements.classes.iter().zip(&counts).map(|(class, count)| Share {
            class: class.clone(),
            statements: *count,
            naive: *count as f64 / n.max(1) as f64,
            ..Share::default()
        });
        let position = (!self.positions.is_empty()).then(|| {
            let of = |class: &String| self.positions.get(class).copied();
            let decided: u64 =
                statements.classes.iter().zip(&counts).filter(|(c, _)| of(c).is_some()).map(|(_, n)| n).sum();
            let sum: f64 =
                statements.classes.iter().zip(&counts).map(|(class, n)| of(class).unwrap_or(0.0) * *n as f64).sum();
            Position { naive: (decided > 0).then(|| sum / decided as f64), corrected: None }
        });
        let mut cell = Cell {
            statements: n,
            documents: distinct(documents),
            speakers: distinct(speakers),
            unsure,
            shares: shares.collect(),
            position,
            ..Cell::default()
        };
        if statements.coded.is_empty() {
            if let Some(elsewhere) = &self.options.elsewhere {
                elsewhere.fill(&mut cell, statements, rows);
            }
        } else {
            self.correct(&mut cell, rows, whole);
        }
        cell
    }

    /// Adds what the coded statements of the cell say.
    fn correct(&self, cell: &mut Cell, rows: &[u32], whole: bool) {
        let statements = self.statements;
        let coded: Vec<&Matched> =
            statements.coded.iter().filter(|coded| whole || rows.binary_search(&coded.row).is_ok()).collect();
        cell.coded = Some(coded.len() as u64);
        if coded.len() < LEAST_CODED {
            return;
        }
        let pooled = |at: usize| (!whole && coded.len() < OWN_LAMBDA).then(|| self.lambdas.get(at).copied()).flatten();
        let row = |coded: &Matched, truth: f64, proxy: f64| Coded {
            truth,
            proxy,
            inclusion_probability: coded.inclusion_probability,
            weight: coded.weight,
            cluster: statements.document.get(coded.row as usize).copied().unwrap_or(0),
            stratum: coded.stratum,
        };
        let mean = |proxy: &dyn Fn(usize) -> f64| {
            rows.iter().map(|row| proxy(*row as usize)).sum::<f64>() / rows.len().max(1) as f64
        };
        for (class, share) in (0u32..).zip(&mut cell.shares) {
            let proxy = |row: usize| statements.proxy(row, class);
            let list: Vec<Coded> = coded
                .iter()
                .map(|coded| row(coded, f64::from(u8::from(coded.class == class)), proxy(coded.row as usize)))
                .collect();
            share.corrected = corrected(&list, mean(&proxy), pooled(class as usize));
        }
        add_up(&mut cell.shares);
        let value = |class: u32| {
            statements.classes.get(class as usize).and_then(|class| self.positions.get(class)).copied().unwrap_or(0.0)
        };
        if let Some(position) = &mut cell.position {
            let proxy = |row: usize| {
                let classes = 0..statements.classes.len() as u32;
                classes.map(|class| value(class) * statements.proxy(row, class)).sum::<f64>()
            };
            let list: Vec<Coded> =
                coded.iter().map(|coded| row(coded, value(coded.class), proxy(coded.row as usize))).collect();
            position.corrected = corrected_mean(&list, mean(&proxy), pooled(statements.classes.len()));
        }
        cell.code_more = code_more(coded.len(), rows.len(), cell);
    }

    /// Differences asked for.
    fn comparisons(&self, all: &[u32], cells: &Cells) -> Vec<super::Comparison> {
        let mut comparisons = Vec::new();
        if let Some(date) = self.options.before_after {
            let day = |row: &u32| self.statements.day.get(*row as usize).copied().unwrap_or(NO_DAY);
            let dated: Vec<u32> = all.iter().copied().filter(|row| day(row) != NO_DAY).collect();
            let (before, after): (Vec<u32>, Vec<u32>) = dated.into_iter().partition(|row| day(row) < date.days());
            let names = [format!("before {date}"), format!("from {date}")];
            let [first, second] = [&names[0], &names[1]].map(String::as_str);
            comparisons.extend(self.pair(&before, &after, [first, second]));
        }
        if self.options.compare && cells.by > 0 {
            let mut groups: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
            for (mut values, rows) in cells.in_order() {
                values.truncate(cells.by);
                groups.entry(values).or_default().extend(rows);
            }
            let columns: Vec<&str> =
                self.statements.groupings.iter().take(cells.by).map(|own| own.column.as_str()).collect();
            for (values, mut rows) in groups {
                rows.sort_unstable();
                let rest: Vec<u32> = all.iter().copied().filter(|row| rows.binary_search(row).is_err()).collect();
                comparisons.extend(self.pair(
                    &rest,
                    &rows,
                    ["all others", &phrase(&columns, values.iter().map(String::as_str))],
                ));
            }
        }
        comparisons
    }

    /// The differences between two sets of statements, unless one is too small to be shown.
    fn pair(&self, first: &[u32], second: &[u32], names: [&str; 2]) -> Vec<super::Comparison> {
        if [first, second].iter().any(|rows| (rows.len() as u64) < self.options.min_cell.max(1)) {
            return Vec::new();
        }
        compare(&self.cell(first, false), &self.cell(second, false), names)
    }
}

/// Moves the corrected shares so that they add up to 1, each by its part of the variance: the estimates closest to the
/// single ones that do (generalised least squares with independent errors).
fn add_up(shares: &mut [Share]) {
    let sum: f64 = shares.iter().filter_map(|share| share.corrected.as_ref()).map(|own| own.value).sum();
    let variance = |own: &Corrected| own.standard_error.map_or(0.0, |error| error * error);
    let total: f64 = shares.iter().filter_map(|share| share.corrected.as_ref()).map(variance).sum();
    if total <= 0.0 || shares.iter().any(|share| share.corrected.is_none()) {
        return;
    }
    for own in shares.iter_mut().filter_map(|share| share.corrected.as_mut()) {
        let moved = (1.0 - sum) * variance(own) / total;
        own.value = (own.value + moved).clamp(0.0, 1.0);
        if let Some([low, high]) = &mut own.interval {
            *low = (*low + moved).clamp(0.0, own.value);
            *high = (*high + moved).clamp(own.value, 1.0);
        }
    }
}

/// The number of statements to code beyond `coded` of `statements` for a quarter of the variance, hence half the width.
fn code_more(coded: usize, statements: usize, cell: &Cell) -> Option<u64> {
    cell.shares.iter().find_map(|share| share.corrected.as_ref()?.interval)?;
    let (coded, all) = (coded as f64, statements as f64);
    let unseen = (1.0 / coded - 1.0 / all).max(0.0);
    let needed = 1.0 / (unseen / 4.0 + 1.0 / all);
    let more = (needed - coded).ceil().min(all - coded);
    (more >= 1.0).then_some(more as u64)
}

/// Number of different values.
fn distinct(mut values: Vec<u32>) -> u64 {
    values.sort_unstable();
    values.dedup();
    values.len() as u64
}

#[cfg(test)]
mod tests;
