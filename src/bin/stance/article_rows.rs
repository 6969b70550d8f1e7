//! Rows that hold articles: the statements of each, with the row's other columns.

use std::io::Read;
use std::sync::Arc;

use stance::article::{Article, Syntax};
use stance::corpus::{Cell, Field, Header, Row, RowReader};
use stance::error::Place;
use stance::quotation::Statement;
use stance::{Error, Result};

use crate::articles::{self, Cells};
use crate::classify::{self, Predictor};
use crate::cli::{Format, InputArgs, Kind};
use crate::rows::{self, OwnedCell};
use crate::sink::{self, Sink};
use crate::{extract, page};

/// Labels the statements of the articles in a column.
pub(crate) fn classify(predictor: &mut Predictor<'_>, added: &[&str]) -> Result<()> {
    let args = predictor.args;
    if sink::format(&args.input) == Format::Html {
        return page::article_rows(predictor);
    }
    let mut names = articles::plain_columns();
    names.extend(added);
    write(&args.input, &names, classify::shown, |place, statements| {
        let target = predictor.target_of(args.target.as_deref(), place)?;
        let wanted = statements.iter().enumerate().filter(|(_, s)| args.include_terms || !articles::is_term(s));
        Ok(wanted.map(|(k, s)| (k, predictor.cells(&s.text, target))).collect())
    })
}

/// Lists the statements of the articles in a column.
pub(crate) fn extract(input: &InputArgs) -> Result<()> {
    if sink::format(input) == Format::Html {
        return Err(Error::options(
            "--format",
            "html shows rows of articles with labels; use classify, or csv or jsonl",
        ));
    }
    let every = |_: &Place, statements: &[Statement]| Ok((0..statements.len()).map(|k| (k, Vec::new())).collect());
    write(input, &articles::plain_columns(), extract::shown, every)
}

/// The rows of a file that hold articles.
pub(crate) struct ArticleRows {
    reader: RowReader<Box<dyn Read + Send>>,
    column: usize,
    /// Positions of the columns that are carried, all but the article's.
    carried: Vec<usize>,
    /// Their names in the output.
    pub(crate) names: Vec<String>,
    /// The file as given.
    pub(crate) file: String,
}

impl ArticleRows {
    /// Opens a file whose statements get the columns `own`. A carried column of the same name is called `article_NAME`.
    pub(crate) fn open(input: &InputArgs, path: &std::path::Path, own: &[&str]) -> Result<Self> {
        let reader = rows::reader(input, path, &Arc::default())?;
        let header = reader.header();
        let file = path.display().to_string();
        let name = input.article_column.as_deref().unwrap_or_default();
        let way_out = "name the column that holds the articles with --article-column";
        let column = header.require(name, &file, way_out)?;
        let carried: Vec<usize> = (0..header.len()).filter(|c| *c != column).collect();
        let mut names: Vec<String> = Vec::new();
        for name in carried.iter().filter_map(|c| header.names().get(*c)) {
            let clashes = own.contains(&name.as_str());
            if clashes && name.starts_with("predicted_") {
                let problem = "is there already and would be written again; rename or remove it";
                return Err(Error::data(Place::file(&file).column(name), problem));
            }
            let new = if clashes { format!("article_{name}") } else { name.clone() };
            if clashes && header.position(&new).is_some() {
                let problem = format!("is the name of a statement's column, and `{new}` is taken; rename it");
                return Err(Error::data(Place::file(&file).column(name), problem));
            }
            names.push(new);
        }
        Ok(Self { reader, column, carried, names, file })
    }

    /// Says which columns are called otherwise.
    pub(crate) fn announce(&self) {
        for (column, name) in self.carried.iter().zip(&self.names) {
            if let Some(old) = self.reader.header().names().get(*column).filter(|old| *old != name) {
                say!("column `{old}` is carried as `{name}`, since statements have a column `{old}`");
            }
        }
    }

    /// The next row and its article; nothing after the last.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<Option<Article>> {
        if !self.reader.read(row)? {
            return Ok(None);
        }
        if let Some(key) = row.unlisted().next() {
            let place = self.place(row).column(key);
            return Err(Error::data(
                place,
                "is a key that the first object does not have; give the first object this key",
            ));
        }
        Ok(Some(Article::parse(row.text(self.column).to_owned(), Syntax::Plain)))
    }

    /// Where a row stands.
    pub(crate) fn place(&self, row: &Row) -> Place {
        Place::file(&self.file).record(row.record, row.line)
    }

    /// The carried cells of a row as text.
    pub(crate) fn texts(&self, row: &Row) -> Vec<String> {
        self.carried.iter().map(|column| row.text(*column).to_owned()).collect()
    }

    /// The carried cells of a row.
    pub(crate) fn cells<'r>(&self, row: &'r Row) -> Vec<Cell<'r>> {
        let cell = |column: &usize| match row.field(*column) {
            Field::Absent => Cell::Empty,
            Field::Text(text) => Cell::Text(text),
            Field::Json(json) => Cell::Json(json),
        };
        self.carried.iter().map(cell).collect()
    }
}

/// Extracts from the articles in a column of rows and writes a row a statement, the row's other columns first. An article
/// without statements keeps one row. `predict` says which statements are written, with which cells added.
fn write(
    input: &InputArgs,
    added: &[&str],
    shown: impl Fn(&str) -> bool + Copy,
    mut predict: impl FnMut(&Place, &[Statement]) -> Result<Vec<(usize, Vec<OwnedCell>)>>,
) -> Result<()> {
    let mut sink: Option<(Sink, Vec<String>)> = None;
    let mut left = 0;
    for path in rows::files(input)? {
        let mut articles = ArticleRows::open(input, &path, added)?;
        let (sink, _) = match &mut sink {
            Some(sink) => {
                rows::same_header(&sink.1, &articles.names, &articles.file)?;
                sink
            }
            None => {
                articles.announce();
                let names: Vec<&str> = articles.names.iter().map(String::as_str).chain(added.iter().copied()).collect();
                sink.insert((Sink::open(input, &Header::default(), &names, shown)?, articles.names.clone()))
            }
        };
        let mut row = Row::default();
        while let Some(article) = articles.next(&mut row)? {
            let place = articles.place(&row);
            let extraction = articles::statements(input, Kind::Article, article.text(), &articles.file)?;
            left += extraction.indirect_left_aside;
            let offsets = article.offsets();
            let predicted = predict(&place, &extraction.statements)?;
            if predicted.is_empty() {
                let own = Cells::empty(&articles.file);
                let mut cells = articles.cells(&row);
                cells.extend(own.cells());
                cells.resize(articles.names.len() + added.len(), Cell::Empty);
                sink.row(None, &cells)?;
            }
            for (k, more) in &predicted {
                let Some(statement) = extraction.statements.get(*k) else { continue };
                let own = Cells::new(&articles.file, &article, &offsets, statement, false);
                let mut cells = articles.cells(&row);
                cells.extend(own.cells());
                cells.extend(more.iter().map(OwnedCell::cell));
                sink.row(None, &cells)?;
            }
        }
    }
    if let Some((sink, _)) = sink {
        sink.finish()?;
    }
    articles::report_left_aside(left);
    Ok(())
}
