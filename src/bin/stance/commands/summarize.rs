//! `stance summarize`: shares by group and over time, corrected by a coded sample.

use std::path::Path;

use stance::Result;
use stance::corpus::{Bom, Format, Header, RowWriter};
use stance::estimate::{
    ActorRow, Columns, Elsewhere, Labels, SampleColumns, Statements, StatementsBuilder, SummaryOptions, SummaryRecord,
    actor_rows, summarize,
};
use stance::model::InputFile;
use stance::report::SummaryPage;

use super::outcome::Outcome;
use crate::flags::{SummarizeArgs, SummaryFormat};
use crate::input::errors::read_errors;
use crate::input::statements::{read_coded, read_labelled};
use crate::output::streams::standard_output;
use crate::output::text::{for_people, json};
use crate::output::{destination, summary_table, unfinished};

pub(crate) fn run(args: &SummarizeArgs, command: &[String]) -> Result<Outcome> {
    let output = args.output.open()?;
    let (record, statements) = compute(args, command, args.format() == SummaryFormat::Html)?;
    if let Some(path) = &args.actors_table {
        write_actors(path, &actor_rows(&statements))?;
    }
    let bytes = match args.format() {
        SummaryFormat::Table => for_people(&summary_table::text(&record.summary)),
        SummaryFormat::Csv => summary_table::csv(&record.summary)?,
        SummaryFormat::Json => json(&record)?.into_bytes(),
        SummaryFormat::Html => SummaryPage::of_record(&record, &statements)?.into_bytes(),
    };
    destination::write(output, &bytes)?;
    if args.format() != SummaryFormat::Table {
        record.notes.iter().for_each(|note| say!("{note}"));
    }
    Ok(Outcome::Done)
}

/// Writes a table of actors.
fn write_actors(path: &Path, rows: &[ActorRow]) -> Result<()> {
    let name = path.display().to_string();
    let (none, columns) = (Header::default(), ActorRow::COLUMNS);
    let mut writer = RowWriter::new(Vec::new(), &name, Format::Csv, &none, &columns, Bom::Without)?;
    rows.iter().try_for_each(|row| writer.write_cells(&row.cells()))?;
    let output = if path == Path::new("-") { standard_output()? } else { unfinished::open(path)? };
    destination::write(output, &writer.finish()?)
}

/// Reads the files and computes the summary as JSON, and the page of it if one `is_page`.
///
/// # Errors
/// The fault of a file or of an option.
pub(crate) fn again(args: &SummarizeArgs, command: &[String], is_page: bool) -> Result<(String, Option<String>)> {
    let (record, statements) = compute(args, command, is_page)?;
    if !is_page {
        return Ok((json(&record)?, None));
    }
    let page = SummaryPage::of_record(&record, &statements)?;
    Ok((json(&record.of_page())?, Some(page)))
}

/// `keep_texts` says whether the words of the statements are kept, for a page.
fn compute(args: &SummarizeArgs, command: &[String], keep_texts: bool) -> Result<(SummaryRecord, Statements)> {
    let reading = args.reading.options(&args.limit);
    let labels = match (&args.label, &args.head) {
        (Some(column), _) => Labels::Column(column.clone()),
        (None, Some(head)) => Labels::Head(head.clone()),
        (None, None) => Labels::FirstHead,
    };
    let columns = Columns {
        labels,
        text: args.text_column.clone(),
        speaker: args.speaker_column.clone(),
        document: args.document_column.clone(),
        date: args.date_column.clone(),
        order: args.order(),
        by: args.by.clone(),
        over: args.over.clone(),
        days: args.before_after.is_some(),
        keep_copies: args.keep_copies,
        keep_near_copies: args.keep_near_copies,
        keep_texts,
    };
    let coded = args.coded.as_ref().map(|path| {
        let code = args.code_column.clone().or_else(|| args.head.clone());
        let columns = SampleColumns { code, text: args.text_column.clone(), equal_chance: args.equal_chance };
        read_coded(path, &reading, &columns)
    });
    let coded = coded.transpose()?;
    let mut builder = StatementsBuilder::new(columns, coded.as_ref().map(|(sample, _)| sample));
    let mut inputs = read_labelled(&args.files, &reading, &mut builder)?;
    let (statements, counts) = builder.finish()?;
    let elsewhere: Option<(Elsewhere, InputFile)> =
        args.errors.as_ref().map(|path| read_errors(path, &statements.label)).transpose()?;
    let (elsewhere, errors) = elsewhere.unzip();
    let options = SummaryOptions {
        min_cell: args.min_cell,
        positions: args.position.iter().cloned().collect(),
        before_after: args.before_after,
        compare: args.compare,
        elsewhere,
    };
    let summary = summarize(&statements, counts, &options)?;
    inputs.extend(coded.map(|(_, file)| file));
    inputs.extend(errors);
    Ok((SummaryRecord::new(Some(command.to_vec()), inputs, summary), statements))
}
