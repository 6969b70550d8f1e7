//! `stance extract`: the statements of articles, unlabelled.

use std::path::Path;

use stance::{Error, Result};

use crate::cli::{ExtractArgs, Format, InputArgs, Kind};
use crate::{article_rows, articles, page, rows, sink};

/// Columns a table shows.
pub(crate) fn shown(name: &str) -> bool {
    matches!(name, "statement" | "speaker_name" | "text" | "kind")
}

pub(crate) fn run(args: &ExtractArgs) -> Result<()> {
    let input = &args.input;
    rows::check_threads(input.threads)?;
    articles::check(input)?;
    if input.article_column.is_some() {
        return article_rows::extract(input);
    }
    let files = rows::files(input)?;
    let kinds = files.iter().map(|path| kind(input, path)).collect::<Result<Vec<Kind>>>()?;
    let kind = kinds.first().copied().unwrap_or(Kind::Article);
    if sink::format(input) == Format::Html {
        return page::extracted(input, kind, &files);
    }
    articles::write(input, kind, &files, &[], shown, |_| true, |_| Vec::new())
}

/// What a file holds; standard input holds an article.
fn kind(input: &InputArgs, path: &Path) -> Result<Kind> {
    if input.kind.is_none() && path == Path::new("-") {
        return Ok(Kind::Article);
    }
    match rows::kind(input, path)? {
        Kind::Lines | Kind::Csv | Kind::Jsonl => Err(Error::options(
            "--as",
            "extract reads articles; for rows of articles name their column with --article-column",
        )),
        kind => Ok(kind),
    }
}
