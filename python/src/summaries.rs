//! Shares by group and over time, corrected by a coded sample.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use stance::corpus::Cell;
use stance::estimate::{
    ActorRow, CodedSample, Columns, Date, DateOrder, Elsewhere, Labels, Over, SampleColumns, Statements,
    StatementsBuilder, SummaryOptions, SummaryRecord, actor_rows, date_of_file, read_sample, summarize as summary_of,
    summary_columns, summary_rows,
};
use stance::model::{InputFile, sha256};
use stance::report::SummaryPage;
use stance::{Error, Result};

use crate::cells::{Round, object};
use crate::errors::raise;
use crate::tables::Table;

/// What is summarised how: the arguments of the package's function.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Arguments {
    by: Vec<String>,
    over: Option<String>,
    head: Option<String>,
    label: Option<String>,
    code_column: Option<String>,
    equal_chance: bool,
    min_cell: u64,
    position: BTreeMap<String, f64>,
    compare: bool,
    before_after: Option<String>,
    keep_copies: bool,
    keep_near_copies: bool,
    date_column: Option<String>,
    date_order: Option<String>,
    document_column: Option<String>,
    speaker_column: String,
    text_column: String,
    /// Whether there is to be a page.
    page: bool,
    /// The program's command line, for tables that are files.
    command: Option<Vec<String>>,
}

impl Arguments {
    fn day(&self) -> Result<Option<Date>> {
        let day = |typed: &String| {
            let problem = || Error::options("before_after", format!("{typed:?} is not a day; write it as YYYY-MM-DD"));
            Date::read(typed, DateOrder::Unknown).ok_or_else(problem)
        };
        self.before_after.as_ref().map(day).transpose()
    }

    fn columns(&self) -> Columns {
        Columns {
            labels: match (&self.label, &self.head) {
                (Some(column), _) => Labels::Column(column.clone()),
                (None, Some(head)) => Labels::Head(head.clone()),
                (None, None) => Labels::FirstHead,
            },
            text: self.text_column.clone(),
            speaker: self.speaker_column.clone(),
            document: self.document_column.clone(),
            date: self.date_column.clone(),
            order: match self.date_order.as_deref() {
                Some("dmy") => DateOrder::DayFirst,
                Some("mdy") => DateOrder::MonthFirst,
                _ => DateOrder::Unknown,
            },
            by: self.by.clone(),
            // Every text is a period or the name of a column.
            over: self.over.as_ref().and_then(|over| over.parse::<Over>().ok()),
            days: self.before_after.is_some(),
            keep_copies: self.keep_copies,
            keep_near_copies: self.keep_near_copies,
            keep_texts: self.page,
        }
    }

    fn sample_columns(&self) -> SampleColumns {
        SampleColumns {
            code: self.code_column.clone().or_else(|| self.head.clone()),
            text: self.text_column.clone(),
            equal_chance: self.equal_chance,
        }
    }
}

/// A summary, its statements, and what to know of how files were read.
struct Found {
    record: SummaryRecord,
    statements: Statements,
    remarks: Vec<String>,
}

/// `errors` has the name and the JSON of an evaluation.
fn compute(
    tables: &[Table],
    coded: Option<&Table>,
    errors: Option<&(String, Vec<u8>)>,
    arguments: &Arguments,
) -> Result<Found> {
    let before_after = arguments.day()?;
    let (mut inputs, mut remarks) = (Vec::new(), Vec::new());
    let mut sample = CodedSample::default();
    let mut of_sample = None;
    if let Some(table) = coded {
        let (file, notes) = table.read(|rows| read_sample(&mut sample, rows, &arguments.sample_columns()))?;
        of_sample = file;
        remarks.extend(notes);
    }
    let mut builder = StatementsBuilder::new(arguments.columns(), coded.map(|_| &sample));
    for table in tables {
        let (file, notes) = table.read(|rows| builder.add(rows, &mut date_of_file))?;
        inputs.extend(file);
        remarks.extend(notes);
    }
    inputs.extend(of_sample);
    let (statements, counts) = builder.finish()?;
    let elsewhere = errors.map(|(file, json)| Elsewhere::of_evaluation(json, file, &statements.label)).transpose()?;
    let evaluation =
        |(file, json): &(String, Vec<u8>)| InputFile { file: file.clone(), sha256: sha256([json.as_slice()]) };
    inputs.extend(errors.map(evaluation));
    let options = SummaryOptions {
        min_cell: arguments.min_cell,
        positions: arguments.position.clone(),
        before_after,
        compare: arguments.compare,
        elsewhere,
    };
    let summary = summary_of(&statements, counts, &options)?;
    Ok(Found { record: SummaryRecord::new(arguments.command.clone(), inputs, summary), statements, remarks })
}

/// A summary as JSON, its page, its rows, its actors, and what to know of how files were read.
type Summarized<'py> = (String, Option<String>, Bound<'py, PyList>, Bound<'py, PyList>, Vec<String>);

/// A summary of labelled tables, by the coded sample or by the evaluation of the model whose name and JSON `errors` has.
#[pyfunction]
#[pyo3(signature = (tables, coded, errors, arguments))]
pub(crate) fn summarize(
    py: Python<'_>,
    tables: Vec<Table>,
    coded: Option<Table>,
    errors: Option<(String, Vec<u8>)>,
    arguments: Arguments,
) -> PyResult<Summarized<'_>> {
    let found = py.detach(|| {
        let found = compute(&tables, coded.as_ref(), errors.as_ref(), &arguments)?;
        let json = serde_json::to_string_pretty(&found.record)
            .map_err(|error| Error::io("write", "the summary", error.into()))?
            + "\n";
        let page = arguments.page.then(|| SummaryPage::of_record(&found.record, &found.statements)).transpose()?;
        Ok((found, json, page))
    });
    let (found, json, page) = found.map_err(raise)?;
    let summary = &found.record.summary;
    let names = summary_columns(summary);
    let rows = dictionaries(py, &names, summary_rows(summary))?;
    let actors = actor_rows(&found.statements);
    let actors = dictionaries(py, &ActorRow::COLUMNS, actors.iter().map(ActorRow::cells))?;
    Ok((json, page, rows, actors, found.remarks))
}

/// Rows as dictionaries with these keys.
fn dictionaries<'py, 'c, R: IntoIterator<Item = Cell<'c>>>(
    py: Python<'py>,
    names: &[impl AsRef<str>],
    rows: impl IntoIterator<Item = R>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for row in rows {
        let dictionary = PyDict::new(py);
        for (name, cell) in names.iter().zip(row) {
            dictionary.set_item(name.as_ref(), object(py, cell, Round::No)?)?;
        }
        list.append(dictionary)?;
    }
    Ok(list)
}
