//! What a file holds: as said with `--as`, else by its extension.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use stance::article::Syntax;
use stance::corpus::{Format, begins_as_json, is_spreadsheet, open, unpacked_name};
use stance::error::excerpt;
use stance::{Error, Result};

use super::files::Files;
use super::files::is_on_disk;
use super::foreign;
use crate::flags::{InputArgs, Kind};

/// Refuses combinations of `--as`, `--speaker` and `--article-column` that contradict each other.
pub(crate) fn check(input: &InputArgs) -> Result<()> {
    let document = input.kind == Some(Kind::Document);
    let named = input.speaker.as_ref().is_some_and(|s| !s.trim().is_empty());
    if document && !named {
        return Err(Error::options("--as document", "needs the speaker; name him, her or it with --speaker NAME"));
    }
    if !document && input.speaker.is_some() {
        return Err(Error::options("--speaker", "is for a whole document by one speaker; give --as document with it"));
    }
    if input.article_column.is_some() && input.archive.is_some() {
        let problem = "reads articles from exports, and --article-column from rows; leave one of them out";
        return Err(Error::options("--archive", problem));
    }
    if input.archive.is_some() && !matches!(input.kind, None | Some(Kind::Article | Kind::Html)) {
        let problem = "reads exports in text, HTML or .docx; leave --as out, or give --as article or html";
        return Err(Error::options("--archive", problem));
    }
    if input.article_column.is_some() && input.kind == Some(Kind::Lines) {
        let problem = "has no columns, and so none for --article-column; leave one of them out";
        return Err(Error::options("--as lines", problem));
    }
    Ok(())
}

/// What a file holds; `standard_input` is what is expected there.
fn kind_of(input: &InputArgs, path: &Path, standard_input: Kind) -> Result<Kind> {
    if let Some(kind) = input.kind {
        return Ok(kind);
    }
    if path == Path::new("-") {
        return Ok(standard_input);
    }
    let by_name = by_extension(path).or_else(|| foreign::is_known(path).then_some(Kind::Article));
    let article = by_name.is_none_or(|kind| kind == Kind::Article) && !foreign::is_known(path);
    if article && syntax(Kind::Article, path) == Syntax::Plain && holds_json(path) {
        return Ok(Kind::Jsonl);
    }
    by_name.ok_or_else(|| {
        let words = path.to_string_lossy();
        if words.contains(' ') && !path.exists() {
            let problem = format!("`{}` is not a file; to label it as a statement, use --text", excerpt(&words));
            return Error::options("FILE", problem);
        }
        let found = extension(path).map_or("has no extension".to_owned(), |e| format!("has the extension .{e}"));
        let way_out = "give --as lines, csv, tsv, jsonl, article, transcript or document";
        Error::options("--as", format!("{} {found}, which does not say what it holds; {way_out}", path.display()))
    })
}

/// The files of a folder that are read: those whose extension fits `--as`, or says what they hold. For extract these are
/// articles only, unless they are in a column.
pub(crate) fn wanted(input: &InputArgs, only_articles: bool) -> impl Fn(&Path) -> bool + use<> {
    let (kind, column, archive) = (input.kind, input.article_column.is_some(), input.archive.is_some());
    move |path| {
        let Some(held) = by_extension(path) else { return false };
        match kind {
            _ if column => held.is_rows(),
            None if archive => held.is_article(),
            None => !only_articles || held.is_article(),
            Some(Kind::Html) => syntax(Kind::Article, path) == Syntax::Html,
            Some(Kind::Markdown) => syntax(Kind::Article, path) == Syntax::Markdown,
            Some(Kind::Lines) => held.is_article() && syntax(Kind::Article, path) == Syntax::Plain,
            Some(kind) => kind.is_rows() == held.is_rows(),
        }
    }
}

/// What an extension says; `None` if it says nothing.
fn by_extension(path: &Path) -> Option<Kind> {
    match extension(path)?.as_str() {
        "csv" => Some(Kind::Csv),
        "tsv" | "tab" => Some(Kind::Tsv),
        "jsonl" | "ndjson" | "json" => Some(Kind::Jsonl),
        "txt" | "text" | "md" | "markdown" | "html" | "htm" | "xhtml" | "docx" | "vtt" | "srt" => Some(Kind::Article),
        _ if is_spreadsheet(path) => Some(Kind::Csv),
        _ => None,
    }
}

/// Whether a file begins as JSON objects do. A pipe is not looked into.
fn holds_json(path: &Path) -> bool {
    if !is_on_disk(path) {
        return false;
    }
    let mut head = Vec::new();
    let read = open(path, &Arc::default()).map(|input| input.take(256).read_to_end(&mut head));
    matches!(read, Ok(Ok(_))) && begins_as_json(&head)
}

/// The kind of files to be labelled, the same for all; rows may be CSV and JSONL. Standard input is lines.
pub(crate) fn same_kind(input: &InputArgs, files: &Files) -> Result<Kind> {
    let mut kinds = files.paths().iter().map(|path| kind_of(input, path, Kind::Lines));
    let first = kinds.next().transpose()?.unwrap_or(Kind::Lines);
    for kind in kinds {
        let kind = kind?;
        if kind != first && !(kind.is_rows() && first.is_rows()) {
            return Err(Error::options(
                "FILE",
                "rows, lines and articles cannot be labelled in one run; give them one kind at a time, by a pattern such as 'news/*.txt'",
            ));
        }
    }
    Ok(first)
}

/// The kind of files from which statements are to be extracted. Standard input is an article.
pub(crate) fn article_kind(input: &InputArgs, files: &Files) -> Result<Kind> {
    let mut first = None;
    for path in files.paths() {
        let kind = kind_of(input, path, Kind::Article)?;
        if !kind.is_article() {
            return Err(Error::options(
                "--as",
                "extract reads articles; for rows of articles name their column with --article-column",
            ));
        }
        first.get_or_insert(kind);
    }
    Ok(first.unwrap_or(Kind::Article))
}

/// How one file of articles of this kind is read: captions (`.vtt`, `.srt`) are transcripts.
pub(super) fn kind_of_file(kind: Kind, path: &Path) -> Kind {
    match (kind, extension(path).as_deref()) {
        (Kind::Article, Some("vtt" | "srt")) => Kind::Transcript,
        _ => kind,
    }
}

/// The notation of an article: by `--as html` or `--as markdown`, else by the file's extension.
pub(super) fn syntax(kind: Kind, path: &Path) -> Syntax {
    match kind {
        Kind::Html => Syntax::Html,
        Kind::Markdown => Syntax::Markdown,
        _ => Syntax::of_path(unpacked_name(path)),
    }
}

/// The format of rows: by `--as`, or by the extension; unknown where neither says it.
pub(super) fn row_format(kind: Option<Kind>, path: &Path) -> Option<Format> {
    match (kind, Format::of_path(path)) {
        (Some(Kind::Jsonl), _) => Some(Format::Jsonl),
        (Some(Kind::Tsv), _) | (Some(Kind::Csv), Some(Format::Tsv)) => Some(Format::Tsv),
        (Some(Kind::Csv), _) => Some(Format::Csv),
        (_, format) => format,
    }
}

/// Whether a file holds rows by its extension.
pub(super) fn is_table(path: &Path) -> bool {
    by_extension(path).is_some_and(Kind::is_rows)
}

/// Whether a file is a Word file by its extension.
pub(super) fn is_word(path: &Path) -> bool {
    extension(path).as_deref() == Some("docx")
}

fn extension(path: &Path) -> Option<String> {
    unpacked_name(path).extension().map(|e| e.to_string_lossy().to_lowercase())
}
