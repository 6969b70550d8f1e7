//! `stance sample`: a random coding sheet with inclusion probabilities.

use std::collections::BTreeMap;

use stance::coding::{Drawn, draw, label_columns};
use stance::columns::is_blank;
use stance::corpus::Cell;
use stance::error::{counted, excerpt, listed};
use stance::estimate::{INCLUSION_COLUMN, SAMPLED_COLUMN, STRATUM_COLUMN};
use stance::{Error, Result};

use super::outcome::Outcome;
use super::{labelled_so_far, sheet};
use crate::flags::SampleArgs;
use crate::input::Pool;

pub(crate) fn run(args: &SampleArgs, threads: usize) -> Result<Outcome> {
    let labelled = labelled_so_far::read(&args.sheet, &args.pool, label_columns(&args.sheet.label, None))?;
    let coding = sheet::Coding::new(&args.sheet, &args.output, None, labelled.as_ref())?;
    let pool = Pool::read(&args.pool)?;
    let strata = args.strata.as_ref().map(|column| strata(&pool, column)).transpose()?;
    let ids = strata.as_ref().map(|strata| strata.of_row.as_slice());
    let drawn = draw(pool.rows.len(), ids, args.pool.number, args.allocation.allocation(), args.seed);
    let drawn = drawn.map_err(sheet::flagged)?;
    let mut added = vec![SAMPLED_COLUMN, INCLUSION_COLUMN];
    added.extend(strata.as_ref().map(|_| STRATUM_COLUMN));
    let rows = drawn.iter().map(|drawn| {
        let mut cells = vec![Cell::Text("random"), Cell::Number(drawn.probability)];
        cells.extend(strata.as_ref().map(|strata| Cell::Text(strata.name(drawn.row))));
        (drawn.row, cells)
    });
    coding.write(&pool, &added, rows.collect(), threads)?;
    say!(
        "{} of {} drawn{}",
        drawn.len(),
        counted(pool.rows.len(), "row"),
        strata.map_or_else(String::new, |strata| strata.counts(&drawn))
    );
    labelled_so_far::say_forecast(&args.sheet, labelled.as_ref(), threads);
    Ok(Outcome::Done)
}

/// The strata of a pool.
struct Strata {
    names: Vec<String>,
    of_row: Vec<u32>,
}

/// The strata by the values of a column, sorted.
fn strata(pool: &Pool, column: &str) -> Result<Strata> {
    let at = pool.column(column, "--strata")?;
    let values: Vec<&str> = pool.rows.iter().map(|row| row.text(at).trim()).collect();
    let blank: Vec<usize> =
        (0..values.len()).filter(|row| values.get(*row).is_some_and(|value| is_blank(value))).collect();
    if let Some(first) = blank.first() {
        let problem = format!(
            "is blank in {} of {}, which would belong to no stratum; fill it in, for example with `unknown`, or name \
             another column with --strata",
            blank.len(),
            counted(values.len(), "row")
        );
        return Err(Error::data(pool.place(*first).column(column), problem));
    }
    let mut ids: BTreeMap<&str, u32> = values.iter().map(|value| (*value, 0)).collect();
    ids.values_mut().zip(0..).for_each(|(id, number)| *id = number);
    let of_row = values.iter().filter_map(|value| ids.get(value).copied()).collect();
    Ok(Strata { names: ids.into_keys().map(str::to_owned).collect(), of_row })
}

impl Strata {
    fn name(&self, row: usize) -> &str {
        self.of_row.get(row).and_then(|id| self.names.get(*id as usize)).map_or("", String::as_str)
    }

    /// How many rows each of a few strata gave, in words.
    fn counts(&self, drawn: &[Drawn]) -> String {
        let mut counts = vec![0; self.names.len()];
        let ids = drawn.iter().filter_map(|drawn| self.of_row.get(drawn.row));
        ids.for_each(|id| counts.get_mut(*id as usize).into_iter().for_each(|n| *n += 1));
        let shown = self.names.iter().zip(counts).map(|(name, n): (_, u32)| format!("{} {n}", excerpt(name)));
        format!(" ({})", listed(shown))
    }
}
