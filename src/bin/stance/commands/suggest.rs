//! `stance suggest`: the rows of a pool that teach a model most.

use stance::classify::Classifier;
use stance::coding::{label_columns, outlook, shortfall, suggest};
use stance::columns::is_blank;
use stance::corpus::{Cell, Row};
use stance::error::{Place, agreeing, counted};
use stance::estimate::{INCLUSION_COLUMN, SAMPLED_COLUMN};
use stance::{Error, Result, Target};

use super::outcome::Outcome;
use super::{labelled_so_far, sheet};
use crate::flags::SuggestArgs;
use crate::input::{Pool, model};

/// The column of targets.
const TARGET: &str = "target";

pub(crate) fn run(args: &SuggestArgs, threads: usize) -> Result<Outcome> {
    let classifier = model::compile(args.model.as_deref())?;
    let names = label_columns(&args.sheet.label, Some(classifier.model()));
    let labelled = labelled_so_far::read(&args.sheet, &args.pool, names.clone())?;
    let coding = sheet::Coding::new(&args.sheet, &args.output, Some(classifier.model()), labelled.as_ref())?;
    let mut pool = Pool::read(&args.pool)?;
    let all = pool.rows.len();
    leave_out_labelled(&mut pool, &names)?;
    let targets = targets(&classifier, &pool)?;
    let heads = outlook(&classifier, &pool.texts, &targets, &names, threads).map_err(sheet::flagged)?;
    let known = labelled.as_ref().map(|labelled| labelled.texts.as_slice()).unwrap_or_default();
    let chosen = suggest(&pool.texts, &heads, known, args.pool.number).map_err(sheet::flagged)?;
    let number = chosen.len();
    if let Some(remark) = shortfall(number, args.pool.number) {
        say!("{remark}");
    }
    let rows = chosen.into_iter().map(|row| (row, vec![Cell::Text("chosen"), Cell::Empty])).collect();
    coding.write(&pool, &[SAMPLED_COLUMN, INCLUSION_COLUMN], rows, threads)?;
    say!("{number} of {} chosen", counted(all, "row"));
    labelled_so_far::say_forecast(&args.sheet, labelled.as_ref(), threads);
    Ok(Outcome::Done)
}

/// Leaves out the rows that have a label in each of the label columns already.
fn leave_out_labelled(pool: &mut Pool, names: &[String]) -> Result<()> {
    let columns: Vec<Option<usize>> = names.iter().map(|name| pool.header.position(name)).collect();
    let has_label = |row: &Row| columns.iter().all(|at| at.is_some_and(|at| !is_blank(row.text(at))));
    let before = pool.rows.len();
    pool.retain(|row| !has_label(row));
    match before - pool.rows.len() {
        0 => Ok(()),
        left_out if left_out == before => {
            let problem = "all rows are labelled already; give a pool with rows to label";
            Err(Error::data(Place::file("POOL"), problem))
        }
        left_out => {
            let are = agreeing(left_out, "is", "are");
            say!("{} {are} labelled already and {are} left out", counted(left_out, "row"));
            Ok(())
        }
    }
}

/// The target of each row, for models trained with targets; otherwise one for all.
fn targets(classifier: &Classifier, pool: &Pool) -> Result<Vec<Target>> {
    if classifier.targets().is_empty() {
        return Ok(vec![classifier.target(None)?]);
    }
    let column = pool.column(TARGET, "the column of targets, which the model needs")?;
    let target = |(at, row): (usize, &Row)| {
        let found = classifier.target(row.text(column));
        found.map_err(|error| Error::data(pool.place(at).column(TARGET), error.to_string()))
    };
    pool.rows.iter().enumerate().map(target).collect()
}
