//! What `sample` and `suggest` share: the coding sheet and how it is written.

use stance::error::counted;
use std::fs::File;
use std::path::Path;

use stance::article::decode;
use stance::coding::label_columns;
use stance::columns::is_blank;
use stance::corpus::{Bom, Cell, Labelled, read_whole};
use stance::estimate::{INCLUSION_COLUMN, SAMPLED_COLUMN, STRATUM_COLUMN};
use stance::model::Model;
use stance::report::{CodingHead, CodingPage};
use stance::{Error, Result, UNSURE};

use super::outcome::Outcome;
use crate::flags::{Format, OutputArgs, SheetArgs};
use crate::input::{Pool, Sheet};
use crate::pipeline::Job;

/// Columns that the page shows with the statement, if they are there and none is named.
const SHOWN: [&str; 3] = ["context", "speaker_name", "target"];
/// Most statements of a page; browsers are slow with more.
const MOST: usize = 5000;

/// The columns to fill in, and what coders see of them.
pub(super) struct Coding<'a> {
    heads: Vec<CodingHead>,
    codebook: Option<String>,
    args: &'a SheetArgs,
    output: &'a OutputArgs,
}

impl<'a> Coding<'a> {
    /// Checks the flags and reads the codebook, before any row is read. Classes that are not given are those of the model,
    /// or of the rows labelled before.
    pub(super) fn new(
        args: &'a SheetArgs,
        output: &'a OutputArgs,
        model: Option<&Model>,
        labelled: Option<&Labelled>,
    ) -> Result<Self> {
        let names = label_columns(&args.label, model);
        if names.iter().any(|name| is_blank(name)) {
            return Err(Error::options("--label", "is blank; name the column to fill in, for example stance"));
        }
        if let Some(name) =
            names.iter().find(|name| [SAMPLED_COLUMN, INCLUSION_COLUMN, STRATUM_COLUMN].contains(&name.as_str()))
        {
            let problem = format!("`{name}` is a column of the sheet already; name the label column otherwise");
            return Err(Error::options("--label", problem));
        }
        let mut heads = Vec::with_capacity(names.len());
        for name in &names {
            let of_model = model.and_then(|model| model.heads.iter().find(|head| head.name == *name));
            let of_rows = || labelled.and_then(|labelled| labelled.head(name)).map(|head| head.classes.clone());
            let classes = classes(args, name, &names)?
                .or_else(|| of_model.map(|head| head.classes.clone()))
                .or_else(of_rows)
                .unwrap_or_default();
            if classes.is_empty() && output.format() == Format::Html {
                let problem = format!(
                    "the page needs the classes of `{name}` to choose from; give for example support,oppose,neutral"
                );
                return Err(Error::options("--classes", problem));
            }
            let about = model.and_then(|model| model.about.heads.get(name));
            let meaning = |class: &String| about.and_then(|about| about.classes.get(class).cloned());
            let classes = classes.into_iter().map(|class| (class.clone(), meaning(&class))).collect();
            let question = about.and_then(|about| about.question.clone());
            heads.push(CodingHead { name: name.clone(), column: 0, question, classes });
        }
        for given in &args.describe {
            describe(given, &mut heads)?;
        }
        let codebook = args.codebook.as_deref().map(read_codebook).transpose()?;
        Ok(Self { heads, codebook, args, output })
    }

    /// Writes chosen rows with the added columns, `added` first, then empty label columns. A label column that the pool has
    /// stays as it is.
    pub(super) fn write(
        mut self,
        pool: &Pool,
        added: &[&str],
        mut chosen: Vec<(usize, Vec<Cell<'_>>)>,
        threads: usize,
    ) -> Result<Outcome> {
        let missing = self.heads.iter().map(|head| head.name.as_str());
        let missing = missing.filter(|name| pool.header.position(name).is_none());
        let names: Vec<&str> = added.iter().copied().chain(missing).collect();
        for (_, cells) in &mut chosen {
            cells.resize(names.len(), Cell::Empty);
        }
        let sheet = pool.sheet(&names, &chosen)?;
        let output = self.output;
        if output.format() == Format::Html {
            let page = self.page(pool, &sheet)?.render()?;
            return output.destination().write(page.as_bytes()).map(|()| Outcome::Done);
        }
        let job =
            Job { labeller: None, output, notes: Vec::new(), threads, head: None, keys: None, skip_bad_files: false };
        job.run(sheet)
    }

    /// The page to label on.
    fn page(&mut self, pool: &Pool, sheet: &Sheet) -> Result<CodingPage> {
        if sheet.rows.len() > MOST {
            let problem = format!("html holds at most {MOST} statements, and here are more; ask for fewer, or use csv");
            return Err(Error::options("--format", problem));
        }
        for head in &mut self.heads {
            head.column = sheet.header.position(&head.name).unwrap_or_default();
        }
        let named = self.args.show.iter().map(|name| pool.column(name, "--show")).collect::<Result<Vec<usize>>>()?;
        let default = || SHOWN.iter().filter_map(|name| sheet.header.position(name)).collect();
        let cells = |row: &stance::corpus::Row| (0..sheet.header.len()).map(|at| row.text(at).to_owned()).collect();
        Ok(CodingPage {
            title: format!("Label {}", counted(sheet.rows.len(), "statement")),
            columns: sheet.header.names().to_vec(),
            rows: sheet.rows.iter().map(cells).collect(),
            text: sheet.text,
            shown: if named.is_empty() { default() } else { named },
            heads: std::mem::take(&mut self.heads),
            codebook: self.codebook.take(),
            bom: self.output.bom() == Bom::With,
        })
    }
}

/// The classes that `--classes` gives a label column: those for all columns, or `COLUMN=…`.
fn classes(args: &SheetArgs, name: &str, names: &[String]) -> Result<Option<Vec<String>>> {
    let mut found = None;
    for given in &args.classes {
        let (column, list) = match given.split_once('=') {
            Some((column, list)) => (Some(column.trim()), list),
            None => (None, given.as_str()),
        };
        if let Some(unknown) = column.filter(|column| !names.iter().any(|name| name == column)) {
            let problem = format!("`{unknown}` is not a label column ({}); name it with --label", names.join(", "));
            return Err(Error::options("--classes", problem));
        }
        if column.is_some_and(|column| column != name) || (column.is_none() && found.is_some()) {
            continue;
        }
        let mut classes: Vec<String> = Vec::new();
        for class in list.split(',').map(str::trim).filter(|class| !class.is_empty()) {
            if class.eq_ignore_ascii_case(UNSURE) {
                let problem =
                    format!("`{class}` is reserved for results that are not sure enough; name the class otherwise");
                return Err(Error::options("--classes", problem));
            }
            if classes.iter().any(|known| known == class) {
                return Err(Error::options("--classes", format!("`{class}` is there twice; leave one out")));
            }
            classes.push(class.to_owned());
        }
        if classes.len() < 2 {
            let problem = format!("`{given}` has fewer than two classes; write for example support,oppose,neutral");
            return Err(Error::options("--classes", problem));
        }
        found = Some(classes);
    }
    Ok(found)
}

/// Takes up one `--describe`.
fn describe(given: &str, heads: &mut [CodingHead]) -> Result<()> {
    let Some((name, text)) = given.split_once('=') else {
        let problem = format!("`{given}` is not CLASS=TEXT; write for example support=wants the limits kept");
        return Err(Error::options("--describe", problem));
    };
    let name = name.trim();
    let mut found = false;
    for head in heads.iter_mut() {
        let own = name.strip_prefix(head.name.as_str()).and_then(|rest| rest.strip_prefix('.'));
        for (class, meaning) in &mut head.classes {
            if class == name || own == Some(class) {
                *meaning = Some(text.trim().to_owned());
                found = true;
            }
        }
    }
    if found {
        return Ok(());
    }
    let known: Vec<&str> = heads.iter().flat_map(|head| head.classes.iter().map(|(class, _)| class.as_str())).collect();
    let problem = format!("`{name}` is not a class; the classes are {}", known.join(", "));
    Err(Error::options("--describe", problem))
}

/// The text of a codebook.
fn read_codebook(path: &Path) -> Result<String> {
    let name = path.display().to_string();
    let mut file = File::open(path).map_err(|error| Error::io("open", &name, error))?;
    decode(read_whole(&mut file, &name, MOST_CODEBOOK)?, &name)
}

/// The most bytes of a codebook.
const MOST_CODEBOOK: usize = 1 << 20;

/// The error of an option of the library, named as its flag.
pub(super) fn flagged(error: Error) -> Error {
    match error {
        Error::Options { option, problem, hint } => {
            let flag = if option == "n" { "--number".to_owned() } else { format!("--{option}") };
            Error::Options { option: flag, problem, hint }
        }
        other => other,
    }
}
