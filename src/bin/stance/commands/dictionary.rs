//! `stance dictionary`: the keys of a dictionary in statements, rows and articles.

use stance::features::KeyCounter;
use stance::{Error, Result};

use super::outcome::Outcome;
use crate::flags::{DictionaryArgs, Format, Kind, open_dictionary};
use crate::input::{self, ArticleRows, Articles, Files, Lines, Needed, Reading, Rows, Texts};
use crate::label::KeyLabeller;
use crate::pipeline::Job;

pub(crate) fn run(args: &DictionaryArgs, threads: usize) -> Result<Outcome> {
    let input = &args.input;
    input::check(input)?;
    if matches!(args.output.format(), Format::Html | Format::LabelStudio | Format::Doccano | Format::Prodigy) {
        return Err(Error::options("--format", "is for labels; counts are written as table, csv, tsv, jsonl or json"));
    }
    let keys = KeyLabeller::new(KeyCounter::new(open_dictionary(&args.dictionary)?, args.nested_scope)?);
    let job = Job {
        labeller: None,
        keys: Some(&keys),
        output: &args.output,
        notes: Vec::new(),
        threads,
        skip_bad_files: input.skip_bad_files,
        head: None,
    };
    if !args.text.is_empty() {
        return job.run(Texts::new(&args.text));
    }
    let files = Files::new(input, input::wanted(input, false))?;
    if let Some(column) = &input.article_column {
        let reading = Reading::new(input, input.kind.unwrap_or(Kind::Article), false)?;
        return job.run(ArticleRows::open(files, input.kind, Needed::articles(column, None), reading)?);
    }
    match input::same_kind(input, &files)? {
        kind if kind.is_rows() => job.run(Rows::open(files, input.kind, Needed::statements(&args.text_column, None))?),
        Kind::Lines => job.run(Lines::new(files, input.kind.is_none().then_some(args.text_column.as_str()))),
        kind => job.run(Articles::new(files, Reading::new(input, kind, false)?, None)),
    }
}
