//! The files that a command reads and writes, checked before any work.

use std::path::{Path, PathBuf};

use stance::corpus::expand;
use stance::{Error, Result};

use super::{Cli, LearnArgs, SheetArgs, Verb};
use crate::input::Identity;
use crate::output::streams::STANDARD_OUTPUT;

impl Cli {
    /// Refuses a file that is both read and written, under whatever names.
    ///
    /// # Errors
    /// [`Error::Options`] names the output and the input.
    pub(crate) fn check_paths(&self) -> Result<()> {
        let (inputs, output) = self.verb.paths();
        let written = output.filter(|path| *path != Path::new("-"));
        let table = match &self.verb {
            Verb::Summarize(args) => args.actors_table.as_deref(),
            _ => None,
        };
        if let (Some(table), true) = (table, table.is_some() && table == written) {
            let problem = "is the output too; write the table of actors to another file";
            return Err(Error::options(format!("--actors-table {}", table.display()), problem));
        }
        let outputs = [
            table.map(|path| (Identity::of(path), format!("--actors-table {}", path.display()))),
            written.map(|path| (Identity::of(path), format!("-o {}", path.display()))),
            Some((Identity::of_standard_output(), STANDARD_OUTPUT.to_owned())),
        ];
        for (identity, name) in outputs.into_iter().flatten().filter(|(identity, _)| identity.is_some()) {
            for given in &inputs {
                // A folder or a pattern that cannot be read is refused where it is read.
                let found = expand(given, |_| true).ok().flatten();
                let files = found.map_or_else(|| vec![given.to_path_buf()], |found| found.files);
                if let Some(input) = files.iter().find(|input| Identity::of(input) == identity) {
                    let input = if input.as_os_str() == "-" { "on standard input" } else { &*input.to_string_lossy() };
                    let problem = format!("is the input {input} too, which would be lost; write to another file");
                    return Err(Error::options(name, problem));
                }
            }
        }
        Ok(())
    }
}

impl Verb {
    /// Every file that the command reads, `-` for standard input, and the one that it writes.
    fn paths(&self) -> (Vec<&Path>, Option<&Path>) {
        let mut inputs: Vec<&Path> = Vec::new();
        let output = match self {
            Verb::Classify(args) => {
                inputs.extend(or_standard_input(&args.input.files, args.text.is_empty()));
                inputs.extend(args.model.as_deref());
                args.output.destination().path()
            }
            Verb::Extract(args) => {
                inputs.extend(or_standard_input(&args.input.files, true));
                args.output.destination().path()
            }
            Verb::Dictionary(args) => {
                inputs.push(&args.dictionary);
                inputs.extend(or_standard_input(&args.input.files, args.text.is_empty()));
                args.output.destination().path()
            }
            Verb::Seed(args) => {
                inputs.push(&args.seeds);
                inputs.extend(args.pool.pool.iter().map(PathBuf::as_path));
                Some(&args.output)
            }
            Verb::Train(args) => {
                inputs.extend(args.files.iter().map(PathBuf::as_path));
                inputs.extend(args.learn.paths());
                Some(&args.output)
            }
            Verb::Evaluate(args) => {
                inputs.extend(args.baseline.as_deref());
                inputs.extend(args.files.iter().chain(&args.against).map(PathBuf::as_path));
                inputs.extend(args.model.as_deref());
                inputs.extend(args.learn.paths());
                args.output.path()
            }
            Verb::Audit(args) => {
                inputs.extend(args.files.iter().chain(&args.against).map(PathBuf::as_path));
                args.output.path()
            }
            Verb::Sample(args) => {
                inputs.extend(args.pool.files.iter().map(PathBuf::as_path));
                inputs.extend(args.sheet.paths());
                args.output.destination().path()
            }
            Verb::Suggest(args) => {
                inputs.extend(args.pool.files.iter().map(PathBuf::as_path));
                inputs.extend(args.model.as_deref());
                inputs.extend(args.sheet.paths());
                args.output.destination().path()
            }
            Verb::Agree(args) => {
                inputs.extend(args.files.iter().map(PathBuf::as_path));
                args.output.as_ref()
            }
            Verb::Verify(args) => {
                inputs.push(&args.report);
                args.output.path()
            }
            Verb::Summarize(args) => {
                inputs.extend(args.files.iter().chain(&args.coded).chain(&args.errors).map(PathBuf::as_path));
                args.output.path()
            }
            Verb::Inspect(args) => {
                inputs.extend(args.model.as_deref());
                args.output.path()
            }
            Verb::Completions { output, .. } | Verb::Man { output } => output.path(),
        };
        (inputs, output.map(PathBuf::as_path))
    }
}

impl LearnArgs {
    /// The files of options, dictionaries, vectors and unlabelled statements.
    fn paths(&self) -> impl Iterator<Item = &Path> {
        let files = [&self.config, &self.dictionary, &self.seeds, &self.vectors];
        files.into_iter().flatten().chain(&self.pool.pool).map(PathBuf::as_path)
    }
}

impl SheetArgs {
    /// The codebook and the rows labelled so far.
    fn paths(&self) -> impl Iterator<Item = &Path> {
        self.codebook.as_deref().into_iter().chain(self.labelled.iter().map(PathBuf::as_path))
    }
}

/// The files; standard input if there is none and it is `wanted`.
fn or_standard_input(files: &[PathBuf], wanted: bool) -> impl Iterator<Item = &Path> {
    let standard_input = (files.is_empty() && wanted).then_some(Path::new("-"));
    files.iter().map(PathBuf::as_path).chain(standard_input)
}
