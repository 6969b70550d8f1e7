//! `stance extract`: the statements of articles, unlabelled.

use stance::Result;
use stance::corpus::Header;
use stance::span::CodePoints;

use crate::articles::{self, COLUMNS, Cells};
use crate::cli::{ExtractArgs, Kind};
use crate::rows;
use crate::sink::Sink;

/// Columns a table shows.
pub(crate) fn shown(name: &str) -> bool {
    matches!(name, "statement" | "speaker_name" | "text" | "kind")
}

pub(crate) fn run(args: &ExtractArgs) -> Result<()> {
    let input = &args.input;
    rows::check_threads(input.threads)?;
    if let Some(column) = &input.article_column {
        let every = |_: &_, statements: &[_]| Ok((0..statements.len()).map(|k| (k, Vec::new())).collect());
        return rows::articles_of_rows(input, column, &COLUMNS, shown, every);
    }
    if matches!(input.kind, Some(Kind::Lines | Kind::Csv | Kind::Jsonl)) {
        return Err(stance::Error::options(
            "--as",
            "extract reads articles; for rows of articles name their column with --article-column",
        ));
    }
    let mut sink = Sink::open(input, &Header::default(), &COLUMNS, shown)?;
    let mut left = 0;
    for path in rows::files(input)? {
        let (name, text) = articles::read(&path)?;
        let extraction = articles::extract(&text, input.indirect);
        let points = CodePoints::new(&text);
        left += extraction.indirect_left_aside;
        for statement in &extraction.statements {
            sink.row(None, &Cells::new(&name, &text, &points, statement).cells())?;
        }
    }
    sink.finish()?;
    articles::report_left_aside(left);
    Ok(())
}
