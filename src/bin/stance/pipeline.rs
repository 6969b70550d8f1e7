//! The one loop of `classify` and `extract`: input → items → labels → output, in batches, by several threads, in order, in
//! memory that does not grow with the input.

use stance::Result;
use stance::columns::{PredictionColumns, PredictionRow};
use stance::corpus::{Bom, Format as RowFormat};
use stance::parallel::in_order;

use crate::flags::{Format, OutputArgs};
use crate::input::{Batch, Input, Item, Section, Visitor};
use crate::label::{Labeller, Session};
use crate::output::{Output, Page, Progress, RowOutput, TableOutput};

/// What is done with an input.
pub(crate) struct Job<'j> {
    /// Labels the items; `None` only lists them.
    pub(crate) labeller: Option<&'j Labeller<'j>>,
    pub(crate) output: &'j OutputArgs,
    /// Sentences under the title of a page.
    pub(crate) notes: Vec<String>,
    pub(crate) threads: usize,
}

impl Job<'_> {
    /// Reads all of an input and writes the result to standard output.
    pub(crate) fn run(self, input: impl Input) -> Result<()> {
        let none = PredictionColumns::default();
        let predicted = self.labeller.map_or(&none, |labeller| labeller.columns());
        let (shape, bom) = (input.shape(), self.output.bom());
        match self.output.format() {
            Format::Csv => self.write(input, &RowOutput::new(&shape, predicted, RowFormat::Csv, bom)?),
            Format::Jsonl => self.write(input, &RowOutput::new(&shape, predicted, RowFormat::Jsonl, Bom::Without)?),
            Format::Table => self.write(input, &TableOutput::new(&shape, predicted)?),
            Format::Html => {
                let title = input.files().map_or("Statements".to_owned(), |files| files.title());
                self.write(input, &Page::new(&shape, predicted, bom, title, &self.notes)?)
            }
        }
    }

    fn write<I: Input, O: Output>(&self, mut input: I, output: &O) -> Result<()> {
        let progress = Progress::new(input.files());
        let mut sink = output.open()?;
        let mut left_aside = 0;
        in_order(
            self.threads,
            |batch: &mut I::Batch| input.fill(batch),
            || {
                let mut session = self.labeller.map(Labeller::session);
                let mut row = PredictionRow::default();
                move |batch: &mut I::Batch, done: &mut Done<O::Part>| {
                    done.begun = false;
                    done.left_aside = 0;
                    output.begin(&mut done.part)?;
                    let outcome = batch.items(&mut Work { output, session: session.as_mut(), row: &mut row, done });
                    output.end(&mut done.part)?;
                    outcome
                }
            },
            |done: &mut Done<O::Part>| {
                progress.show();
                left_aside += done.left_aside;
                if done.begun { output.take(&mut sink, &mut done.part) } else { Ok(()) }
            },
        )?;
        drop(progress);
        output.finish(sink)?;
        if left_aside > 0 {
            say!("{left_aside} indirect statements (S said that …) left aside; --indirect gives them too");
        }
        Ok(())
    }
}

/// The results of a batch.
#[derive(Default)]
struct Done<P> {
    part: P,
    /// Whether the batch could be read, so that the header may be written.
    begun: bool,
    left_aside: usize,
}

/// Labels the items of a batch and writes them into its part of the output.
struct Work<'w, 'l, O: Output> {
    output: &'w O,
    session: Option<&'w mut Session<'l>>,
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
        if let Some(session) = &mut self.session {
            session.label(item, self.row)?;
        }
        self.output.item(&mut self.done.part, item, self.row)
    }

    fn left_aside(&mut self, statements: usize) {
        self.done.left_aside += statements;
    }
}
