//! Articles in, statements out: reading files, and the columns of a statement.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use stance::article::{self, Article, Offsets, Syntax};
use stance::corpus::{self, Cell, Header};
use stance::error::Place;
use stance::quotation::{self, Extraction, Statement};
use stance::statements::{self, COLUMNS, StatementRow, hull};
use stance::{Error, Result};

use crate::classify::{self, Predictor};
use crate::cli::{InputArgs, Kind};
use crate::rows::OwnedCell;
use crate::sink::Sink;

/// The columns of an article's statements, before any prediction.
pub(crate) fn plain_columns() -> Vec<&'static str> {
    std::iter::once("file").chain(COLUMNS.iter().map(|column| column.name)).collect()
}

/// Columns that follow for HTML, whose offsets count in the extracted text: the text around, for finding a statement again.
const AROUND: [&str; 2] = ["before", "after"];
/// Characters of the text around.
const REACH: usize = 60;

/// Refuses `--speaker` without a document, and a document without it.
pub(crate) fn check(input: &InputArgs) -> Result<()> {
    let document = input.kind == Some(Kind::Document);
    let named = input.speaker.as_ref().is_some_and(|s| !s.trim().is_empty());
    if document && !named {
        return Err(Error::options("--as document", "needs the speaker; name him, her or it with --speaker NAME"));
    }
    if !document && input.speaker.is_some() {
        return Err(Error::options("--speaker", "is for a whole document by one speaker; give --as document with it"));
    }
    Ok(())
}

/// How a file is written: by `--as html` or `--as markdown`, else by its extension.
fn syntax(kind: Kind, path: &Path) -> Syntax {
    match kind {
        Kind::Html => Syntax::Html,
        Kind::Markdown => Syntax::Markdown,
        _ => Syntax::of_path(corpus::unpacked_name(path)),
    }
}

/// Whether any file is HTML.
fn any_html(kind: Kind, files: &[PathBuf]) -> bool {
    files.iter().any(|path| syntax(kind, path) == Syntax::Html)
}

/// The columns of statements, before any prediction.
pub(crate) fn columns(kind: Kind, files: &[PathBuf]) -> Vec<&'static str> {
    let mut columns = plain_columns();
    if any_html(kind, files) {
        columns.extend(AROUND);
    }
    columns
}

/// A file's name as shown and its article. `-` is standard input.
pub(crate) fn read(path: &Path, kind: Kind) -> Result<(String, Article)> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    corpus::open(path, &Arc::default())?.read_to_end(&mut bytes).map_err(|e| Error::io("read", &name, e))?;
    let text = article::decode(bytes, &name)?;
    Ok((name, Article::parse(text, syntax(kind, path))))
}

/// What was said in a text of this kind; `name` is what errors call it.
pub(crate) fn statements(input: &InputArgs, kind: Kind, text: &str, name: &str) -> Result<Extraction> {
    match kind {
        Kind::Transcript => {
            let found = quotation::transcript(text);
            match found.statements.is_empty() {
                true => Err(Error::data(Place::file(name), "has no line `SPEAKER: words`; read it with --as article")),
                false => Ok(found),
            }
        }
        Kind::Document => Ok(quotation::document(text, input.speaker.as_deref().unwrap_or_default().trim())),
        _ => Ok(extract(text, input.indirect)),
    }
}

/// The quotations of a text.
pub(crate) fn extract(text: &str, indirect: bool) -> Extraction {
    let indirect = if indirect { quotation::Indirect::Extract } else { quotation::Indirect::Count };
    quotation::extract(text, &quotation::Options { indirect })
}

/// Labels the statements of articles.
pub(crate) fn classify(predictor: &mut Predictor<'_>, kind: Kind, files: &[PathBuf], added: &[&str]) -> Result<()> {
    let args = predictor.args;
    let target = predictor.target_of(args.target.as_deref(), &Place::default())?;
    let wanted = |s: &Statement| args.include_terms || !is_term(s);
    write(&args.input, kind, files, added, classify::shown, wanted, |text| predictor.cells(text, target))
}

/// Writes the statements of articles, those `wanted`, with the cells that `predict` adds.
pub(crate) fn write(
    input: &InputArgs,
    kind: Kind,
    files: &[PathBuf],
    added: &[&str],
    shown: impl Fn(&str) -> bool,
    wanted: impl Fn(&Statement) -> bool,
    mut predict: impl FnMut(&str) -> Vec<OwnedCell>,
) -> Result<()> {
    let own = columns(kind, files);
    let names: Vec<&str> = own.iter().chain(added).copied().collect();
    let mut sink: Option<Sink> = None;
    let around = any_html(kind, files);
    let mut left = 0;
    for path in files {
        let (name, article) = read(path, kind)?;
        let extraction = statements(input, kind, article.text(), &name)?;
        let offsets = article.offsets();
        left += extraction.indirect_left_aside;
        // Not before the first file was found sound: a header alone looks like a result.
        let sink = match &mut sink {
            Some(sink) => sink,
            None => sink.insert(Sink::open(input, &Header::default(), &names, &shown)?),
        };
        for statement in extraction.statements.iter().filter(|s| wanted(s)) {
            let own = Cells::new(&name, &article, &offsets, statement, around);
            let predicted = predict(&statement.text);
            let mut cells = own.cells();
            cells.extend(predicted.iter().map(OwnedCell::cell));
            sink.row(None, &cells)?;
        }
    }
    sink.map_or(Ok(()), Sink::finish)?;
    report_left_aside(left);
    Ok(())
}

/// Says how many indirect statements were left aside.
pub(crate) fn report_left_aside(left: usize) {
    if left > 0 {
        say!("{left} indirect statements (S said that …) left aside; --indirect gives them too");
    }
}

/// The cells of a statement in a file.
pub(crate) struct Cells {
    file: String,
    /// Nothing for an article without statements.
    row: Option<StatementRow>,
    around: Option<(String, String)>,
}

impl Cells {
    /// The cells of a statement of `article`; with the text `around` it where that is asked for.
    pub(crate) fn new(
        file: &str,
        article: &Article,
        points: &Offsets<'_>,
        statement: &Statement,
        around: bool,
    ) -> Self {
        Self {
            file: file.to_owned(),
            row: Some(StatementRow::new(statement, article.text(), |span| points.span(span))),
            around: around.then(|| article.around(hull(statement), REACH)),
        }
    }

    /// An article without statements.
    pub(crate) fn empty(file: &str) -> Self {
        Self { file: file.to_owned(), row: None, around: None }
    }

    /// In the order of [`columns`].
    pub(crate) fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = vec![Cell::Text(&self.file)];
        cells.extend(match &self.row {
            Some(row) => row.cells(),
            None => statements::empty(),
        });
        if let Some((before, after)) = &self.around {
            cells.extend([Cell::Text(before), Cell::Text(after)]);
        }
        cells
    }
}

/// Whether a statement is only a title or a so-called term.
pub(crate) fn is_term(statement: &Statement) -> bool {
    statement.kind == quotation::Kind::Term
}
