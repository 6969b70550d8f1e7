//! `stance train`: labelled rows → model file.

use std::fs::{File, Metadata};
use std::io::{Read, Write};
use std::path::Path;

use stance::corpus::{Output, Purpose};
use stance::error::{counted, excerpt, listed};
use stance::learn::Convergence;
use stance::model::Model;
use stance::text::CharNgrams;
use stance::train::{FEW_ROWS, HeadReport, train};
use stance::{Error, Result};

use super::outcome::Outcome;
use super::warnings;
use crate::flags::TrainArgs;
use crate::input::labelled;
use crate::output::streams::{say_text, standard_output};
use crate::output::{Steps, trial_table, unfinished};

pub(crate) fn run(args: &TrainArgs, threads: usize) -> Result<Outcome> {
    if let Some(start) = &args.start {
        return super::train_from::run(args, start, threads);
    }
    let mut options = args.learn.options(threads)?;
    // Opened before the long work, so that it is not lost where the model cannot be written.
    let file = ModelFile::open(&args.output)?;
    let (labelled, digests) = labelled::read_hashed(&args.files, &args.learn.columns, Purpose::Learn)?;
    let about = args.about.about(&labelled)?;
    warnings::of_labels(&labelled);
    let steps = Steps::new();
    options.progress = steps.progress();
    let mut trained = train(&labelled, &options, digests)?;
    drop(steps);
    trained.model.about = about;
    args.doubt.apply(&mut trained.model)?;
    report_blank(trained.blank_rows);
    if let Some(why) = &trained.not_searched {
        say!("options not chosen by cross-validation ({why})");
    }
    if !trained.trials.is_empty() {
        say_text(&trial_table::text(&trained.trials));
    }
    if !trained.moved.is_empty() {
        let own = |(head, chars): &(String, CharNgrams)| {
            format!("{head} would take {} by itself", trial_table::shown(*chars))
        };
        let own: Vec<String> = trained.moved.iter().map(own).collect();
        let chosen = trial_table::shown(trained.model.text.char_ngrams);
        say!("character n-grams {chosen} are chosen for all label columns together; {}", own.join(", "));
    }
    for head in &trained.heads {
        report(head);
    }
    file.write(&trained.model)?;
    Ok(Outcome::Done)
}

/// A model file to be written.
pub(super) struct ModelFile<'p> {
    path: &'p Path,
    output: Output,
}

impl<'p> ModelFile<'p> {
    /// Opens it, so that the long work before is not lost where it cannot be written.
    pub(super) fn open(path: &'p Path) -> Result<Self> {
        let output = if path.as_os_str() == "-" {
            standard_output()?
        } else {
            check_replaced(path)?;
            unfinished::open(path)?
        };
        Ok(Self { path, output })
    }

    /// Writes it whole.
    pub(super) fn write(mut self, model: &Model) -> Result<()> {
        let bytes = model.to_bytes()?;
        self.output.write_all(&bytes).map_err(|e| Error::io("write", self.output.name().to_owned(), e))?;
        self.output.commit()?;
        say!("{}: {}, {} bytes", self.path.display(), counted(model.vocabulary.len(), "term"), bytes.len());
        Ok(())
    }
}

/// Refuses to replace a file that is not a model: it was hardly meant.
fn check_replaced(path: &Path) -> Result<()> {
    // What cannot be opened is refused where it is written.
    let Some(file) = std::fs::metadata(path).ok().filter(Metadata::is_file).and_then(|_| File::open(path).ok()) else {
        return Ok(());
    };
    let mut head = Vec::new();
    let name = path.display().to_string();
    file.take(200).read_to_end(&mut head).map_err(|e| Error::io("read", &name, e))?;
    if head.is_empty() || Model::begins(&head) {
        return Ok(());
    }
    let problem = "is there and is not a model; name another file, or remove it first";
    Err(Error::options(format!("-o {name}"), problem))
}

/// Prints how many rows with a blank text were left out.
pub(super) fn report_blank(rows: usize) {
    if rows > 0 {
        say!("{} with an empty text left out", counted(rows, "row"));
    }
}

/// Prints that the solver did not reach the minimum of a head, if so.
pub(super) fn report_convergence(head: &str, convergence: &Convergence) {
    if !convergence.converged {
        say!(
            "{}: the solver stopped after {} passes at a relative gradient of {:.1e}; raise --penalty",
            excerpt(head),
            convergence.passes,
            convergence.relative_gradient
        );
    }
}

/// Prints what the training of a head reached.
fn report(head: &HeadReport) {
    let name = excerpt(&head.name);
    let shown = |(class, rows): &(String, usize)| format!("{} {rows}", excerpt(class));
    say!("{name}: {} ({})", counted(head.rows, "row"), listed(head.class_rows.iter().map(shown)));
    let rare: Vec<String> = head.class_rows.iter().filter(|(_, rows)| *rows < FEW_ROWS).map(shown).collect();
    if !rare.is_empty() {
        let rare = listed(rare);
        say!(
            "warning: {name}: classes of fewer than {FEW_ROWS} rows are hardly learnt ({rare}); label more of their rows"
        );
    }
    report_convergence(&head.name, &head.convergence);
    if let Some(why) = &head.not_calibrated {
        say!("{name}: not calibrated ({why})");
    }
}
