//! `stance train --start`: a model and new labelled rows → model file.

use std::path::Path;

use stance::Result;
use stance::corpus::Purpose;
use stance::error::{counted, excerpt, listed};
use stance::train::{Continued, ContinuedHead, KeptCalibration, train_from};

use super::outcome::Outcome;
use super::train::{ModelFile, report_blank, report_convergence};
use super::warnings;
use crate::flags::TrainArgs;
use crate::input::{labelled, model};
use crate::output::Steps;

/// Learns the rows on top of the model at `path`.
pub(super) fn run(args: &TrainArgs, path: &Path, threads: usize) -> Result<Outcome> {
    let start = model::load(model::named(path))?;
    let mut options = args.learn.start_options(&start, threads)?;
    let file = ModelFile::open(&args.output)?;
    let mut columns = args.learn.columns.clone();
    columns.default_labels = start.heads.iter().map(|head| head.name.clone()).collect();
    let about = args.about.over(&start)?;
    let (labelled, digests) = labelled::read_hashed(&args.files, &columns, Purpose::Score)?;
    warnings::of_labels(&labelled);
    if start.targets().is_empty() && labelled.targets.is_some() {
        say!("warning: the model has no targets, so that the target column is not used");
    }
    let steps = Steps::new();
    options.progress = steps.progress();
    let mut continued = train_from(&start, &labelled, &options, digests)?;
    drop(steps);
    continued.model.about = about;
    args.doubt.add_to(&mut continued.model)?;
    report_blank(continued.blank_rows);
    continued.heads.iter().for_each(report);
    report_whole(&continued);
    file.write(&continued.model)?;
    Ok(Outcome::Done)
}

/// Prints what became of the model as a whole.
fn report_whole(continued: &Continued) {
    if !continued.kept.is_empty() {
        let names = listed(continued.kept.iter().map(|name| excerpt(name)));
        say!("{names}: no new label, kept as it is in the model that training started from");
    }
    detail!("{}", counted(continued.new_terms, "new term"));
}

/// Prints what the training of a head reached.
fn report(head: &ContinuedHead) {
    let name = excerpt(&head.name);
    let classes = head.class_rows.iter().filter(|(_, rows)| *rows > 0);
    let shown = classes.map(|(class, rows)| format!("{} {rows}", excerpt(class)));
    say!("{name}: {} learnt on top of the model ({})", counted(head.rows, "row"), listed(shown));
    if head.tried.is_empty() {
        match &head.not_chosen {
            Some(why) => say!("{name}: penalty {} on the distance from the model, not chosen ({why})", head.penalty),
            None => say!("{name}: penalty {} on the distance from the model", head.penalty),
        }
    } else {
        let tried: Vec<String> = head.tried.iter().map(|(penalty, loss)| format!("{penalty} {loss:.3}")).collect();
        let tried = tried.join(", ");
        say!("{name}: penalty {} on the distance from the model, of (log-loss of rows held out) {tried}", head.penalty);
    }
    report_convergence(&head.name, &head.convergence);
    match &head.kept_calibration {
        None => {}
        Some(KeptCalibration::MoreRows(Some(rows))) => {
            detail!(
                "{name}: calibration kept, since it was fitted on more rows ({rows}); --calibration cv fits it anew"
            );
        }
        Some(KeptCalibration::NotHeldOut(why)) => say!("{name}: calibration kept ({why})"),
        Some(_) => detail!("{name}: calibration kept; --calibration cv fits it anew"),
    }
}
