//! Files that are articles: the statements of each.

use std::path::PathBuf;
use std::sync::Arc;

use stance::article::{self, Article, Syntax, word_text};
use stance::columns::{StatementRow, hull};
use stance::corpus::read_whole;
use stance::quotation::{self, Actors, Extraction, Indirect, Statement};
use stance::{Error, Result};

use super::actors;
use super::files::{Files, OpenFile};
use super::item::{Batch, Input, Item, OfFile, Origin, Quoted, Section, Shape, Source, Visitor};
use super::kind::{is_word, kind_of_file, syntax};
use super::likely::instead_of_article;
use crate::flags::{InputArgs, Kind};

/// Characters of the text around a statement.
const REACH: usize = 60;

/// How statements are found in an article.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(super) kind: Kind,
    speaker: String,
    indirect: Indirect,
    /// Whether quoted titles and so-called terms are statements too.
    terms: bool,
    /// Whether the text around each statement is kept.
    pub(super) around: bool,
    /// Who is who, if that is given.
    pub(super) actors: Option<Arc<Actors>>,
}

impl Reading {
    /// As the flags say, for articles of this kind; reads the table of actors.
    pub(crate) fn new(input: &InputArgs, kind: Kind, terms: bool) -> Result<Self> {
        Ok(Self {
            kind,
            speaker: input.speaker.as_deref().unwrap_or_default().trim().to_owned(),
            indirect: if input.indirect { Indirect::Extract } else { Indirect::Count },
            terms,
            around: kind == Kind::Html,
            actors: input.actors.as_deref().map(actors::read).transpose()?.map(Arc::new),
        })
    }

    /// The statements of an article of this kind; `origin` is where it is, for errors.
    pub(super) fn extract(&self, article: &Article, kind: Kind, origin: Origin<'_>) -> Result<Extraction> {
        let text = article.text();
        match kind {
            Kind::Transcript => {
                if let Some(line) = quotation::broken_caption(text) {
                    let problem = "line {} is not the time of a caption, `00:00:01,000 --> 00:00:02,500`; correct it";
                    return Err(Error::data(origin.place(), problem.replace("{}", &line.to_string())));
                }
                let found = quotation::transcript(text);
                if found.statements.is_empty() {
                    let problem = "has no line `SPEAKER: words`; read it with --as article";
                    return Err(Error::data(origin.place(), problem));
                }
                Ok(found)
            }
            Kind::Document => Ok(quotation::document(text, &self.speaker)),
            _ => Ok(quotation::extract(text, &quotation::Options { indirect: self.indirect })),
        }
    }

    /// Passes on the statements that are wanted, and returns how many they are. `carried` is the row that holds the
    /// article.
    pub(super) fn items(
        &self,
        article: &Article,
        found: &Extraction,
        origin: Origin<'_>,
        target: Option<&str>,
        carried: Option<(&stance::corpus::Row, &[usize])>,
        visitor: &mut dyn Visitor,
    ) -> Result<usize> {
        let text = article.text();
        visitor.left_aside(found.indirect_left_aside);
        let offsets = article.offsets();
        let wanted = |s: &&Statement| self.terms || s.kind != quotation::Kind::Term;
        let mut items = 0;
        for statement in found.statements.iter().filter(wanted) {
            let quoted = Quoted {
                statement,
                article: text,
                row: StatementRow::new(statement, text, |span| offsets.span(span)),
                around: self.around.then(|| article.around(hull(statement), REACH)),
                actor: self.actors.as_ref().map(|actors| actors.of(text, statement)),
            };
            items += 1;
            visitor.item(&Item {
                text: &statement.text,
                number: statement.number,
                target,
                origin,
                source: Source::Article { file: origin.file, carried, statement: Some(&quoted) },
            })?;
        }
        Ok(items)
    }
}

/// Articles, a file each.
pub(crate) struct Articles {
    files: Files,
    reading: Arc<Reading>,
    target: Option<String>,
}

impl Articles {
    /// Articles of this kind; all statements are judged for `target`.
    pub(crate) fn new(files: Files, mut reading: Reading, target: Option<&str>) -> Self {
        // All rows have the same columns, so one file whose offsets do not count in the file itself is enough.
        let extracted = |path: &PathBuf| is_word(path) || syntax(reading.kind, path) == Syntax::Html;
        reading.around = files.paths().iter().any(extracted);
        Self { files, reading: Arc::new(reading), target: target.map(str::to_owned) }
    }

    /// Reads a whole file.
    fn read(&self, mut file: OpenFile) -> Result<ArticleFile> {
        let kind = kind_of_file(self.reading.kind, &file.path);
        let (syntax, word) = (syntax(kind, &file.path), is_word(&file.path));
        let html = syntax == Syntax::Html;
        let mut contents = if word { file.contents } else { self.files.text(&mut file, html)? };
        let name = file.name;
        let mut bytes = read_whole(&mut contents, &name, self.files.limit())?;
        if word {
            bytes = word_text(&bytes, &name)?.into_bytes();
        }
        Ok(ArticleFile { name, bytes, kind, syntax, reading: Arc::clone(&self.reading) })
    }
}

impl Input for Articles {
    type Batch = ArticleBatch;

    fn shape(&self) -> Shape {
        Shape::Statements {
            carried: None,
            around: self.reading.around,
            actors: self.reading.actors.is_some(),
            target: self.target.clone(),
        }
    }

    fn files(&self) -> Option<&Files> {
        Some(&self.files)
    }

    fn fill(&mut self, batch: &mut ArticleBatch) -> bool {
        batch.file = None;
        let Some((number, opened)) = self.files.open_next() else { return false };
        batch.of_file = OfFile { number, fault: None };
        match opened.and_then(|file| self.read(file)) {
            Ok(file) => batch.file = Some(file),
            Err(error) => batch.of_file.fault = Some(error),
        }
        true
    }
}

/// One article.
#[derive(Default)]
pub(crate) struct ArticleBatch {
    /// `None` if it could not be opened or read.
    file: Option<ArticleFile>,
    of_file: OfFile,
}

struct ArticleFile {
    name: String,
    bytes: Vec<u8>,
    kind: Kind,
    syntax: Syntax,
    reading: Arc<Reading>,
}

impl Batch for ArticleBatch {
    fn of_file(&mut self) -> &mut OfFile {
        &mut self.of_file
    }

    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let origin = Origin { file: &file.name, record: None };
        let article = Article::parse(article::decode(file.bytes, &file.name)?, file.syntax, || origin.place())?;
        let found = file.reading.extract(&article, file.kind, origin)?;
        visitor.begin();
        visitor.section(&Section { title: &file.name, article: Some(&article), continued: false });
        if file.reading.items(&article, &found, origin, None, None, visitor)? == 0 {
            visitor.without_statement(instead_of_article(article.text(), file.reading.kind));
        }
        Ok(())
    }
}
