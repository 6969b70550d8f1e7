//! Rows that are labelled already, and what the next labels are expected to bring.

use stance::Result;
use stance::coding::forecast;
use stance::corpus::{Labelled, Purpose};
use stance::error::excerpt;
use stance::train::TrainOptions;

use crate::flags::{ColumnArgs, PoolArgs, SheetArgs};
use crate::input::labelled;

/// How many labels are looked ahead.
const MORE: usize = 50;

/// The rows of `--labelled` that have a label, if files are given.
pub(super) fn read(args: &SheetArgs, pool: &PoolArgs, label: Vec<String>) -> Result<Option<Labelled>> {
    if args.labelled.is_empty() {
        return Ok(None);
    }
    let columns = ColumnArgs {
        label,
        text_column: pool.text_column.clone(),
        group_column: args.group_column.clone(),
        weight_column: None,
        target_column: None,
        fold_column: None,
        ignore_column: Vec::new(),
        skip_bad_rows: false,
        skip_bad_files: false,
        limit: pool.limit.clone(),
        reading: pool.reading.clone(),
        default_labels: Vec::new(),
    };
    Ok(Some(labelled::read(&args.labelled, &columns, Purpose::Score)?.with_a_label()))
}

/// Says what the next labels are expected to bring, or why that cannot be said. Without rows labelled so far nothing is.
pub(super) fn say_forecast(args: &SheetArgs, labelled: Option<&Labelled>, threads: usize) {
    let Some(labelled) = labelled.filter(|_| !args.no_forecast) else { return };
    let options = TrainOptions { threads, ..TrainOptions::default() };
    match forecast(labelled, &options, MORE) {
        Ok(forecasts) => {
            for found in forecasts {
                let [low, high] = found.interval;
                say!(
                    "the next {MORE} labels are expected to change macro-F1 of {} by {:+.3} (90 % interval {low:+.3} to \
                     {high:+.3}), from {:.3} with {}",
                    excerpt(&found.head),
                    found.gain,
                    found.macro_f1,
                    found.labelled
                );
            }
        }
        Err(error) => say!("what more labels would bring cannot be said: {}", error.message(crate::flag)),
    }
}
