//! `stance evaluate --learning-curve`: scores by the number of rows learned from.

use stance::corpus::Purpose;
use stance::train::{HeldOut, learning_curve};
use stance::{Error, Result};

use super::outcome::Outcome;
use super::warnings;
use crate::flags::{EvaluateArgs, EvaluateFormat};
use crate::input::labelled::read;
use crate::output::text::{for_people, json};
use crate::output::{curve_table, destination};

pub(crate) fn run(args: &EvaluateArgs, threads: usize) -> Result<Outcome> {
    let options = args.learn.options(threads)?;
    if args.format() == EvaluateFormat::Html {
        return Err(Error::options("--format", "html does not show learning curves; use table or json"));
    }
    let output = args.output.open()?;
    let columns = &args.learn.columns;
    let labelled = read(&args.files, columns, Purpose::Learn)?;
    warnings::of_labels(&labelled);
    let curve = match args.cross_validate {
        Some(k) => learning_curve(&labelled, &options, HeldOut::Folds(k), args.curve_points)?,
        None => {
            let part = read(&args.against, columns, Purpose::Score)?;
            learning_curve(&labelled, &options, HeldOut::Part(&part), args.curve_points)?
        }
    };
    let text = match args.format() {
        EvaluateFormat::Json => json(&curve)?.into_bytes(),
        EvaluateFormat::Table | EvaluateFormat::Html => for_people(&curve_table::text(&curve)),
    };
    destination::write(output, &text)?;
    Ok(Outcome::Done)
}
