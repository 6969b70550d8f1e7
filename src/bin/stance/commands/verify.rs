//! `stance verify`: computes the numbers of a report again from the files that it names.

use std::path::Path;

use stance::verify::ReportFile;
use stance::{Error, Result};

use super::outcome::Outcome;
use super::{evaluate, summarize};
use crate::flags::{Cli, Verb, VerifyArgs};
use crate::input::Identity;
use crate::output::text::for_people;

pub(crate) fn run(args: &VerifyArgs, threads: usize) -> Result<Outcome> {
    let report = ReportFile::read(&args.report)?;
    let words = report.command();
    if report.files().any(|file| file != Path::new("-") && !file.exists()) {
        let name = args.report.display();
        say!("{name}: its inputs are named as seen from the folder in which it was made; run verify there");
    }
    report.check_inputs()?;
    keep_inputs(&report, args)?;
    let cli = Cli::parse(["stance".to_owned()].into_iter().chain(words.iter().cloned()));
    let (now, page) = match &cli.map_err(|_| report.unknown_command())?.verb {
        Verb::Summarize(args) => summarize::again(args, &words, report.is_page())?,
        Verb::Evaluate(args) => evaluate::again(args, &words, threads, report.is_page())?,
        _ => return Err(report.unknown_command()),
    };
    let found = report.compare(&now, page.as_deref())?;
    if let Some(remark) = &found.remark {
        say!("{remark}");
    }
    args.output.write(&for_people(&found.to_string()))?;
    Ok(if found.verified() { Outcome::Done } else { Outcome::GateFailed })
}

/// Refuses to write over a file that the report names.
fn keep_inputs(report: &ReportFile, args: &VerifyArgs) -> Result<()> {
    let Some(output) = args.output.path() else { return Ok(()) };
    let written = Identity::of(output);
    match report.files().find(|input| written.is_some() && Identity::of(input) == written) {
        Some(input) => {
            let problem = format!("is the input {} of the report too, which would be lost", input.display());
            Err(Error::options(format!("-o {}", output.display()), problem))
        }
        None => Ok(()),
    }
}
