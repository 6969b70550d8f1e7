//! `stance train`: labelled rows → model file.

use std::io::Write;

use stance::corpus::{Output, Purpose};
use stance::train::{HeadReport, train};
use stance::{Error, Result};

use super::outcome::Outcome;
use crate::flags::TrainArgs;
use crate::input::labelled;
use crate::output::text::STANDARD_OUTPUT;
use crate::output::trial_table;

pub(crate) fn run(args: &TrainArgs, threads: usize) -> Result<Outcome> {
    let options = args.learn.options(threads)?;
    // Opened before the long work, so that it is not lost where the model cannot be written.
    let mut output = if args.output.as_os_str() == "-" {
        Output::stream(Box::new(std::io::stdout()), STANDARD_OUTPUT)
    } else {
        Output::file(&args.output)?
    };
    let (labelled, files) = labelled::read_files(&args.files, &args.learn.columns, Purpose::Learn)?;
    let trained = train(&labelled, &options, labelled::digests(&files, &labelled)?)?;
    if let Some(why) = &trained.not_searched {
        say!("options not chosen by cross-validation ({why})");
    }
    if !trained.trials.is_empty() {
        say!("{}", trial_table::text(&trained.trials));
    }
    for head in &trained.heads {
        report(head);
    }
    let bytes = trained.model.to_bytes()?;
    output.write_all(&bytes).map_err(|e| Error::io("write", output.name().to_owned(), e))?;
    output.commit()?;
    say!("{}: {} terms, {} bytes", args.output.display(), trained.model.vocabulary.len(), bytes.len());
    Ok(Outcome::Done)
}

/// Prints what the training of a head reached.
fn report(head: &HeadReport) {
    let name = &head.name;
    let classes: Vec<String> = head.class_rows.iter().map(|(class, rows)| format!("{class} {rows}")).collect();
    say!("{name}: {} rows ({})", head.rows, classes.join(", "));
    let convergence = &head.convergence;
    if !convergence.converged {
        say!(
            "{name}: the solver stopped after {} passes at a relative gradient of {:.1e}; raise --penalty",
            convergence.passes,
            convergence.relative_gradient
        );
    }
    if let Some(why) = &head.not_calibrated {
        say!("{name}: not calibrated ({why})");
    }
}
