//! The files that a command reads and writes, checked before any work.

use std::path::{Path, PathBuf};

use stance::corpus::expand;
use stance::{Error, Result};

use super::{Cli, EvaluateArgs, LearnArgs, SheetArgs, Verb};
use crate::input::Identity;
use crate::input::model::named;
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
        if table == Some(Path::new("-")) && written.is_none() {
            let problem = "and the summary would both be on standard output; name a file for one of them";
            return Err(Error::options("--actors-table -", problem));
        }
        let table = table.filter(|path| *path != Path::new("-"));
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
        for (path, flag) in
            written.map(|path| (path, "-o")).into_iter().chain(table.map(|path| (path, "--actors-table")))
        {
            self.verb.check_extension(path, flag)?;
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
                // A model may be replaced by what is trained from it: it is read before, and written whole.
                Some(&args.output)
            }
            Verb::Evaluate(args) => {
                inputs.extend(args.files.iter().chain(&args.against).map(PathBuf::as_path));
                inputs.extend(args.other_files());
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

/// Extensions of formats that some verb writes.
const WRITTEN: [&str; 10] = ["csv", "tsv", "tab", "jsonl", "ndjson", "json", "html", "htm", "txt", "md"];
/// Extensions of formats that no verb writes.
const NOT_WRITTEN: [&str; 28] = [
    "yml", "yaml", "toml", "xml", "xlsx", "xlsm", "xlsb", "xls", "ods", "docx", "doc", "odt", "rtf", "pdf", "epub",
    "parquet", "arrow", "feather", "sav", "dta", "rds", "sqlite", "db", "pkl", "zip", "gz", "zst", "bz2",
];

impl Verb {
    /// The extensions of the formats that the verb writes, the usual one first.
    fn extensions(&self, flag: &str) -> &'static [&'static str] {
        match self {
            Verb::Summarize(_) if flag != "-o" => &["csv"],
            Verb::Agree(_) => &["csv", "tsv", "tab", "jsonl", "ndjson"],
            Verb::Summarize(_) => &["csv", "json", "html", "htm", "txt"],
            Verb::Classify(_) | Verb::Extract(_) | Verb::Dictionary(_) | Verb::Sample(_) | Verb::Suggest(_) => {
                &["csv", "tsv", "tab", "jsonl", "ndjson", "json", "html", "htm", "txt"]
            }
            Verb::Evaluate(_) => &["txt", "json", "html", "htm", "md"],
            Verb::Audit(_) | Verb::Inspect(_) | Verb::Verify(_) => &["txt", "json", "md"],
            Verb::Train(_) | Verb::Seed(_) => &["safetensors"],
            Verb::Completions { .. } | Verb::Man { .. } => &["txt"],
        }
    }

    /// Whether what is written does not depend on an extension that names no format: --format says it, or there is one format.
    fn takes_any_extension(&self, flag: &str) -> bool {
        let is_format_given = match self {
            Verb::Classify(args) => args.output.names_format(),
            Verb::Extract(args) => args.output.names_format(),
            Verb::Dictionary(args) => args.output.names_format(),
            Verb::Sample(args) => args.output.names_format(),
            Verb::Suggest(args) => args.output.names_format(),
            Verb::Evaluate(args) => args.format.is_some(),
            Verb::Audit(args) => args.format.is_some(),
            Verb::Inspect(args) => args.format.is_some(),
            Verb::Summarize(args) => args.format.is_some(),
            Verb::Agree(_) | Verb::Verify(_) => false,
            Verb::Train(_) | Verb::Seed(_) | Verb::Completions { .. } | Verb::Man { .. } => true,
        };
        is_format_given && flag == "-o"
    }

    /// Refuses an output whose extension names a format that the verb does not write, or none: the file would hold another
    /// format than its name says.
    fn check_extension(&self, path: &Path, flag: &str) -> Result<()> {
        let Some(extension) = path.extension().and_then(|extension| extension.to_str()) else { return Ok(()) };
        let own = extension.to_ascii_lowercase();
        let known = WRITTEN.iter().chain(&NOT_WRITTEN).any(|known| *known == own);
        let able = self.extensions(flag);
        if able.contains(&own.as_str()) || (!known && self.takes_any_extension(flag)) {
            return Ok(());
        }
        let able: Vec<String> = able.iter().map(|able| format!(".{able}")).collect();
        let problem = match own.as_str() {
            "gz" | "zst" | "bz2" | "zip" => {
                "packed files are not written; leave that extension out and pack the file".to_owned()
            }
            _ => format!(".{own} is not written here; name a file with {}", able.join(", ")),
        };
        Err(Error::options(format!("{flag} {}", path.display()), problem))
    }
}

impl EvaluateArgs {
    /// The files that are read beside labelled rows: models, and those that training needs.
    pub(crate) fn other_files(&self) -> impl Iterator<Item = &Path> {
        let baseline = self.baseline.as_deref().and_then(named);
        self.model.as_deref().into_iter().chain(baseline).chain(self.learn.paths())
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
