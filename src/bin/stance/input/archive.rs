//! Exports of news archives as rows that hold articles.

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use stance::article::archive::{Archive, Copies, Split};
use stance::article::{Article, Syntax, decode, word_text};
use stance::corpus::{TableInput, open, read_whole};
use stance::error::{Place, agreeing, counted};
use stance::{Error, Result};

use super::files::{Files, OpenFile, is_on_disk};
use super::kind::{is_table, is_word, syntax};
use crate::flags::{InputArgs, Kind};

/// The column of articles in the rows of an export.
pub(crate) const ARTICLE: &str = "article";
/// Bytes by which an export is recognised.
const HEAD: u64 = 1 << 20;
/// Bytes of JSON that one byte of an article takes at most.
const ESCAPED: usize = 6;

/// An archive, and the articles that were read from its exports so far.
pub(crate) struct NewsArchive {
    archive: Archive,
    kind: Option<Kind>,
    copies: Mutex<Copies>,
}

impl NewsArchive {
    /// The archive named by `--archive`, or the one that all files are recognised as exports of, which is said.
    pub(crate) fn of(input: &InputArgs, files: &Files) -> Result<Option<Arc<Self>>> {
        let archive = match &input.archive {
            Some(name) => Some(named(name)?),
            None if input.kind.is_some() || input.article_column.is_some() => None,
            None => recognised(files).map(Archive::shipped).transpose()?,
        };
        let own = |archive| Arc::new(Self { archive, kind: input.kind, copies: Mutex::default() });
        Ok(archive.map(own))
    }

    /// The articles of an export as rows: what is known of each, then its text.
    pub(super) fn table(&self, files: &Files, mut file: OpenFile) -> Result<TableInput> {
        let syntax = syntax(self.kind.unwrap_or(Kind::Article), &file.path);
        let word = is_word(&file.path);
        let name = file.name.clone();
        let mut contents = if word { file.contents } else { files.text(&mut file, syntax == Syntax::Html)? };
        let bytes = read_whole(&mut contents, &name, files.limit())?;
        let place = || Place::file(&*name);
        let text = match syntax {
            _ if word => word_text(&bytes, &name)?,
            Syntax::Html => Article::parse(decode(bytes, &name)?, syntax, place)?.text().to_owned(),
            // Markdown has no layouts of its own.
            _ => decode(bytes, &name)?,
        };
        let split = self.archive.split(&text, place)?;
        if split.articles.is_empty() {
            return Err(Error::data(place(), "has no article; name another archive with --archive"));
        }
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut rows, mut copied) = (Vec::new(), 0);
        for article in &split.articles {
            let copy_of = copies.add(&article.id, &article.body);
            copied += usize::from(copy_of.is_some());
            let row = json!({
                "title": article.title, "date": article.date, "outlet": article.outlet, "byline": article.byline,
                "article_id": article.id, "copy_of": copy_of.unwrap_or_default(),
                "article_start": article.body_start, ARTICLE: article.body,
            });
            rows.extend_from_slice(row.to_string().as_bytes());
            rows.push(b'\n');
        }
        say!("{name}: {}", summary(&split, copied));
        Ok(TableInput::objects(rows, files.limit().saturating_mul(ESCAPED)))
    }
}

/// An archive by its name, or by the name of its file of layouts.
fn named(name: &str) -> Result<Archive> {
    if !name.contains(['.', '/', '\\']) {
        return Archive::shipped(name);
    }
    let bytes = read_whole(&mut open(Path::new(name), &Arc::default())?, name, 1 << 20)?;
    Archive::read(&decode(bytes, name)?, name)
}

/// The archive that all files are exports of.
fn recognised(files: &Files) -> Option<&'static str> {
    let mut archives = files.paths().iter().map(|path| archive_of(path));
    let first = archives.next()??;
    archives.all(|archive| archive == Some(first)).then(|| {
        say!("{first}: recognised as the archive of the files; --as article reads each as one article");
        first
    })
}

/// The archive that a file is an export of. A pipe is not looked into, nor is a table, which may hold exports in its
/// fields.
fn archive_of(path: &Path) -> Option<&'static str> {
    if is_table(path) || is_word(path) || !is_on_disk(path) {
        return None;
    }
    let mut head = Vec::new();
    open(path, &Arc::default()).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    let text = String::from_utf8_lossy(&head).into_owned();
    let text = match syntax(Kind::Article, path) {
        Syntax::Html => Article::parse(text, Syntax::Html, || Place::file("")).ok()?.text().to_owned(),
        _ => text,
    };
    Archive::recognise(&text)
}

/// What was read, and what was not.
fn summary(split: &Split, copied: usize) -> String {
    let count = |n: usize, one: &str, more: &str| format!("{n} {}", agreeing(n, one, more));
    let mut words = format!("{} ({})", counted(split.articles.len(), "article"), split.layout);
    let empty: Vec<_> = split.articles.iter().filter(|article| article.body.is_empty()).collect();
    if let Some(first) = empty.first() {
        words += &format!("; {} no text (line {})", count(empty.len(), "has", "have"), first.line);
    }
    if copied > 0 {
        words += &format!("; {} of another", count(copied, "is a copy", "are copies"));
    }
    if let Some(first) = split.without_border.first() {
        let begin = count(split.without_border.len(), "begins", "begin");
        words += &format!("; warning: {begin} inside another, whose end is missing (line {first})");
    }
    if let Some(line) = split.without_end {
        words += &format!("; warning: the end of the last article is missing (line {line}), which may be cut");
    }
    if let Some(first) = split.first_other {
        let lines = count(split.other_lines, "line belongs", "lines belong");
        words += &format!("; {lines} to no article (line {first})");
    }
    words
}
