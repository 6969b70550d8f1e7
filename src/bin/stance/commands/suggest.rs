//! `stance suggest`: the rows of a pool that teach a model most.

use stance::classify::Classifier;
use stance::coding::{HeadOutlook, suggest};
use stance::columns::is_blank;
use stance::corpus::{Cell, Row};
use stance::error::{Place, agreeing, counted, excerpt, listed};
use stance::estimate::{CHANCE_COLUMN, SAMPLED_COLUMN};
use stance::{Error, Result, Target};

use super::outcome::Outcome;
use super::{labelled_so_far, sheet};
use crate::flags::SuggestArgs;
use crate::input::{Pool, model};

/// The column of targets.
const TARGET: &str = "target";

pub(crate) fn run(args: &SuggestArgs, threads: usize) -> Result<Outcome> {
    let classifier = model::compile(args.model.as_deref())?;
    let names = sheet::names(&args.sheet, Some(classifier.model()));
    let labelled = labelled_so_far::read(&args.sheet, &args.pool, names.clone())?;
    let coding = sheet::Coding::new(&args.sheet, &args.output, Some(classifier.model()), labelled.as_ref())?;
    let mut pool = Pool::read(&args.pool)?;
    let all = pool.rows.len();
    leave_out_labelled(&mut pool, &names)?;
    let heads = outlook(&classifier, &pool, &names, threads)?;
    let known = labelled.as_ref().map(|labelled| labelled.texts.as_slice()).unwrap_or_default();
    let chosen = suggest(&pool.texts, &heads, known, args.pool.number).map_err(sheet::flagged)?;
    let number = chosen.len();
    if number < args.pool.number {
        let rows = counted(number, "row");
        let are = agreeing(number, "is no near copy", "are no near copies of each other or");
        say!("only {rows} {are} of labelled ones");
    }
    let rows = chosen.into_iter().map(|row| (row, vec![Cell::Text("chosen"), Cell::Empty])).collect();
    coding.write(&pool, &[SAMPLED_COLUMN, CHANCE_COLUMN], rows, threads)?;
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

/// What the model says of each row, for each label column.
fn outlook(classifier: &Classifier, pool: &Pool, names: &[String], threads: usize) -> Result<Vec<HeadOutlook>> {
    let heads = &classifier.model().heads;
    let mut places = Vec::with_capacity(names.len());
    for name in names {
        let place = heads.iter().position(|head| head.name == *name).ok_or_else(|| {
            let known = listed(heads.iter().map(|head| excerpt(&head.name)));
            let problem = format!("`{}` is not a head of the model, its heads are {known}", excerpt(name));
            Error::options("--label", problem)
        })?;
        places.push(place);
    }
    let targets = targets(classifier, pool)?;
    let predicted = classifier.classify_batch(&pool.texts, &targets, threads)?;
    let of_head = |place: &usize| {
        let probabilities = predicted.iter().filter_map(|row| row.get(*place)).flat_map(|found| &found.probabilities);
        let head = heads.get(*place);
        let classes = head.map_or(0, |head| head.classes.len());
        // A model may lack the shares of its classes; they count as even then.
        let even = || vec![1.0 / classes.max(1) as f64; classes];
        let shares = head.and_then(|head| head.class_shares.first()).cloned().unwrap_or_else(even);
        HeadOutlook { probabilities: probabilities.copied().collect(), shares }
    };
    Ok(places.iter().map(of_head).collect())
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
