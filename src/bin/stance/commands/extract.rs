//! `stance extract`: the statements of articles, unlabelled.

use stance::{Error, Result};

use super::outcome::Outcome;
use crate::flags::{ExtractArgs, Format, Kind};
use crate::input::{self, ARTICLE, ArticleRows, Articles, Files, Needed, NewsArchive, Reading};
use crate::pipeline::Job;

pub(crate) fn run(args: &ExtractArgs, threads: usize) -> Result<Outcome> {
    let input = &args.input;
    input::check(input)?;
    let files = Files::new(input, input::wanted(input, true))?;
    let skip_bad_files = input.skip_bad_files;
    let job = Job {
        labeller: None,
        keys: None,
        output: &args.output,
        notes: Vec::new(),
        threads,
        skip_bad_files,
        head: None,
    };
    if let Some(archive) = NewsArchive::of(input, &files)? {
        let reading = Reading::new(input, Kind::Article, true)?;
        return job.run(ArticleRows::open(files.of_archive(archive), None, Needed::articles(ARTICLE, None), reading)?);
    }
    match &input.article_column {
        Some(_) if args.output.format() == Format::Html => {
            Err(Error::options("--format", "html shows rows of articles with labels; use classify, or csv or jsonl"))
        }
        Some(column) => {
            let reading = Reading::new(input, input.kind.unwrap_or(Kind::Article), true)?;
            job.run(ArticleRows::open(files, input.kind, Needed::articles(column, None), reading)?)
        }
        None => {
            let kind = input::article_kind(input, &files)?;
            job.run(Articles::new(files, Reading::new(input, kind, true)?, None))
        }
    }
}
