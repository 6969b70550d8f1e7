//! The one loop of `classify` and `extract`: input → items → labels → output, in batches, by several threads, in order, in
//! memory that does not grow with the input.

use stance::Result;
use stance::columns::{PredictionColumns, PredictionRow};
use stance::corpus::{Bom, Format as RowFormat};
use stance::parallel::in_order;

use crate::bad_files::BadFiles;
use crate::commands::Outcome;
use crate::flags::{Format, OutputArgs};
use crate::input::{Batch, Dialect, Files, Input, Item, Section, Source, Visitor};
use crate::label::{KeyLabeller, KeySession, Labeller, Session};
use crate::output::{
    Annotations, Done, FileByFile, Output, Page, Progress, Records, RowOutput, TABLE_COLUMNS, TableOutput, Tool,
};

/// What is done with an input.
pub(crate) struct Job<'j> {
    /// Labels the items; `None` only lists them.
    pub(crate) labeller: Option<&'j Labeller<'j>>,
    /// Counts the keys of a dictionary.
    pub(crate) keys: Option<&'j KeyLabeller>,
    pub(crate) output: &'j OutputArgs,
    /// Sentences under the title of a page.
    pub(crate) notes: Vec<String>,
    pub(crate) threads: usize,
    /// The head whose labels a tool gets that takes one list of labels.
    pub(crate) head: Option<&'j str>,
    /// Whether files that cannot be used leave the exit code at 0.
    pub(crate) skip_bad_files: bool,
}

impl Job<'_> {
    /// Reads all of an input and writes the result.
    pub(crate) fn run(self, input: impl Input) -> Result<Outcome> {
        let none = PredictionColumns::default();
        let keys = self.keys.map(KeyLabeller::columns);
        let predicted = self.labeller.map(Labeller::columns).or(keys).unwrap_or(&none);
        let (shape, bom, to) = (input.shape(), self.output.bom(), self.output.destination());
        let about = || self.labeller.map_or_else(Vec::new, |labeller| labeller.about().lines());
        let dialect = |format| Dialect { format, ..Dialect::default() };
        let rows = |dialect, bom| RowOutput::new(&shape, predicted, dialect, bom, to);
        let tasks = |tool| Annotations::new(tool, &shape, predicted, self.head, to);
        match self.output.format() {
            Format::Csv => self.write(input, &rows(dialect(RowFormat::Csv), bom)?),
            Format::Tsv => self.write(input, &rows(dialect(RowFormat::Tsv), bom)?),
            Format::Jsonl => self.write(input, &rows(dialect(RowFormat::Jsonl), Bom::Without)?),
            Format::Json => self.write(input, &rows(dialect(RowFormat::Jsonl), Bom::Without)?.in_array()),
            Format::LabelStudio => self.write(input, &tasks(Tool::LabelStudio)?),
            Format::Doccano => self.write(input, &tasks(Tool::Doccano)?),
            Format::Prodigy => self.write(input, &tasks(Tool::Prodigy)?),
            Format::Same => self.write(input, &rows(shape.dialect(), bom)?),
            Format::Table if (to.width() < TABLE_COLUMNS && self.keys.is_none()) || predicted.options().reasons => {
                self.write(input, &Records::new(predicted, about(), to))
            }
            Format::Table => self.write(input, &TableOutput::new(&shape, predicted, about(), to)?),
            Format::Html => {
                let title = input.files().map_or("Statements".to_owned(), |files| files.title());
                self.write(input, &Page::new(&shape, predicted, bom, title, &self.notes, to)?)
            }
        }
    }

    fn write<I: Input, O: Output>(&self, mut input: I, output: &O) -> Result<Outcome> {
        let progress = Progress::new(input.files());
        let names: Vec<String> = input.files().map_or_else(Vec::new, Files::names);
        let files = input.files().filter(|files| files.several()).map(|_| names.len());
        let mut sink = FileByFile::new(output, files.is_some(), names, BadFiles::new(self.skip_bad_files))?;
        in_order(
            self.threads,
            |batch: &mut I::Batch| Ok(input.fill(batch)),
            || {
                let mut session = self.labeller.map(Labeller::session);
                let mut keys = self.keys.map(KeyLabeller::session);
                let mut row = PredictionRow::default();
                move |batch: &mut I::Batch, done: &mut Done<O::Part>| {
                    let of_file = batch.of_file();
                    done.reset(of_file.number);
                    let fault = of_file.fault.take();
                    output.begin(&mut done.part)?;
                    let outcome = batch.items(&mut Work {
                        output,
                        session: session.as_mut(),
                        keys: keys.as_mut(),
                        row: &mut row,
                        done,
                    });
                    output.end(&mut done.part)?;
                    match outcome.and(fault.map_or(Ok(()), Err)) {
                        Err(error) if files.is_some() && BadFiles::is_about_file(&error) => {
                            done.fault = Some(error);
                            Ok(())
                        }
                        outcome => outcome,
                    }
                }
            },
            |done: &mut Done<O::Part>| {
                progress.show();
                sink.take(done)
            },
        )?;
        drop(progress);
        sink.finish()
    }
}

/// Labels the items of a batch and writes them into its part of the output.
struct Work<'w, 'l, O: Output> {
    output: &'w O,
    session: Option<&'w mut Session<'l>>,
    keys: Option<&'w mut KeySession<'l>>,
    row: &'w mut PredictionRow,
    done: &'w mut Done<O::Part>,
}

impl<O: Output> Visitor for Work<'_, '_, O> {
    fn begin(&mut self) {
        self.done.begun = true;
    }

    fn section(&mut self, section: &Section<'_>) {
        self.output.section(&mut self.done.part, section);
    }

    fn item(&mut self, item: &Item<'_>) -> Result<()> {
        self.done.bytes += match item.source {
            Source::Row(row) => row.bytes(),
            Source::Text | Source::Article { .. } => item.text.len(),
        };
        if let Some(session) = &mut self.session {
            session.label(item, self.row)?;
        }
        if let Some(keys) = &mut self.keys {
            keys.count(item, self.row);
        }
        self.done.items += 1;
        self.output.item(&mut self.done.part, item, self.row)
    }

    fn without_statement(&mut self, hint: Option<String>) {
        self.done.silent += 1;
        self.done.hint = hint;
    }

    fn left_aside(&mut self, statements: usize) {
        self.done.left_aside += statements;
    }
}
