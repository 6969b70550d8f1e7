//! `stance classify`: labels for statements in lines, rows, articles, or on the command line.

use stance::classify::Classifier;
use stance::model::Model;
use stance::{Error, Result};

use super::outcome::Outcome;
use crate::flags::{ClassifyArgs, Kind};
use crate::input::{
    self, ARTICLE, ArticleRows, Articles, Files, Lines, Needed, NewsArchive, Reading, Rows, Texts, model,
};
use crate::label::Labeller;
use crate::pipeline::Job;

pub(crate) fn run(args: &ClassifyArgs, threads: usize) -> Result<Outcome> {
    let input = &args.input;
    input::check(input)?;
    // Never dropped: the process ends after it, and to give back its memory piece by piece would take milliseconds.
    let classifier: &Classifier = Box::leak(Box::new(model::compile(args.model.as_deref())?));
    let labeller = Labeller::new(args, classifier)?;
    let job = Job {
        labeller: Some(&labeller),
        keys: None,
        output: &args.output,
        notes: notes(args, classifier.model()),
        threads,
        skip_bad_files: input.skip_bad_files,
        head: args.head.as_deref(),
    };
    if !args.text.is_empty() {
        labeller.check_target()?;
        return job.run(Texts::new(&args.text));
    }
    let files = Files::new(input, input::wanted(input, false))?;
    let target = labeller.needs_target().then(|| args.target_column.clone());
    if let Some(archive) = NewsArchive::of(input, &files)? {
        labeller.check_target()?;
        let reading = Reading::new(input, Kind::Article, args.include_terms)?;
        let needed = Needed::articles(ARTICLE, None);
        return job.run(ArticleRows::open(files.of_archive(archive), None, needed, reading)?);
    }
    if let Some(column) = &input.article_column {
        let needed = Needed::articles(column, target);
        let reading = Reading::new(input, input.kind.unwrap_or(Kind::Article), args.include_terms)?;
        return job.run(ArticleRows::open(files, input.kind, needed, reading)?);
    }
    let kind = input::same_kind(input, &files)?;
    if input.actors.is_some() && !kind.is_article() {
        let problem =
            "is for the speakers of articles; name the column of articles with --article-column, or leave it out";
        return Err(Error::options("--actors", problem));
    }
    if kind.is_rows() {
        return job.run(Rows::open(files, input.kind, Needed::statements(&args.text_column, target))?);
    }
    labeller.check_target()?;
    match kind {
        Kind::Lines => job.run(Lines::new(files, input.kind.is_none().then_some(args.text_column.as_str()))),
        kind => {
            let reading = Reading::new(input, kind, args.include_terms)?;
            job.run(Articles::new(files, reading, args.target.as_deref()))
        }
    }
}

/// What a page says of the labels, and what the model says of itself.
fn notes(args: &ClassifyArgs, of: &Model) -> Vec<String> {
    let model = args.model.as_ref().map_or("the shipped model".to_owned(), |m| m.display().to_string());
    let mut notes = vec![format!("Labels and probabilities by {model}.")];
    match args.min_confidence {
        Some(0.0) => {}
        Some(least) => notes.push(format!("Below a probability of {least} the label is “unsure”.")),
        None => notes.extend(of.doubt.lines()),
    }
    notes.extend(of.about.lines());
    notes
}
