//! The files named on the command line, opened one after another.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use stance::corpus::{Format, ReadOptions, TableInput, expand, is_spreadsheet, open, others, table_input, to_utf8};
use stance::{Error, Result};

use super::archive::NewsArchive;
use super::foreign::{refuse_address, refuse_foreign};
use super::notes::Notes;
use crate::flags::InputArgs;

/// The files, and how much of them was read.
#[derive(Clone)]
pub(crate) struct Files {
    paths: Vec<PathBuf>,
    /// Whether a folder or a pattern was given.
    expanded: bool,
    next: usize,
    bytes: Arc<AtomicU64>,
    opened: Arc<AtomicUsize>,
    reading: ReadOptions,
    /// The archive that they are exports of.
    archive: Option<Arc<NewsArchive>>,
    notes: Notes,
}

/// A file, opened for reading.
pub(super) struct OpenFile {
    pub(super) path: PathBuf,
    /// What errors call it.
    pub(super) name: String,
    /// Unpacked.
    pub(super) contents: Box<dyn Read + Send>,
}

impl Files {
    /// The files given, and those of the folders given that are `wanted`; standard input if there is none and it is not
    /// a terminal.
    pub(crate) fn new(input: &InputArgs, wanted: impl Fn(&Path) -> bool) -> Result<Self> {
        if input.files.is_empty() && std::io::stdin().is_terminal() {
            return Err(Error::options("FILE", "is missing; name a file, or `-` for standard input"));
        }
        let given = if input.files.is_empty() { vec![PathBuf::from("-")] } else { input.files.clone() };
        let (paths, expanded) = expand_all(&given, wanted)?;
        Ok(Self::of(paths, expanded, input.reading.options(&input.limit)))
    }

    /// These files, `expanded` if a folder or a pattern was given.
    pub(super) fn of(paths: Vec<PathBuf>, expanded: bool, reading: ReadOptions) -> Self {
        let (bytes, opened) = (Arc::default(), Arc::default());
        Self { paths, expanded, next: 0, bytes, opened, reading, archive: None, notes: Notes::default() }
    }

    /// These files as exports of an archive, whose tables are their articles.
    pub(crate) fn of_archive(self, archive: Arc<NewsArchive>) -> Self {
        Self { archive: Some(archive), ..self }
    }

    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// What errors call them.
    pub(crate) fn names(&self) -> Vec<String> {
        self.paths.iter().map(|path| path.display().to_string()).collect()
    }

    /// Whether a file that cannot be used leaves others: several files, a folder or a pattern were given.
    pub(crate) fn several(&self) -> bool {
        self.expanded || self.paths.len() > 1
    }

    /// The most bytes of one record.
    pub(super) fn limit(&self) -> usize {
        self.reading.limit
    }

    /// The count of bytes read, as they lie on disk; grows while the files are read.
    pub(crate) fn bytes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes)
    }

    /// The count of files opened so far.
    pub(crate) fn opened(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.opened)
    }

    /// Opens the next file, whose number, from 0, comes with it; `None` after the last.
    pub(super) fn open_next(&mut self) -> Option<(usize, Result<OpenFile>)> {
        let number = self.next;
        let path = self.paths.get(number)?.clone();
        self.next += 1;
        self.opened.store(self.next, Ordering::Relaxed);
        let name = path.display().to_string();
        Some((number, open(&path, &self.bytes).map(|contents| OpenFile { path, name, contents })))
    }

    /// The text of a file in UTF-8; `html` says that a declaration in HTML counts.
    pub(super) fn text(&self, file: &mut OpenFile, html: bool) -> Result<Box<dyn Read + Send>> {
        let contents = std::mem::replace(&mut file.contents, Box::new(std::io::empty()));
        let contents = refuse_foreign(&file.path, contents)?;
        let text = to_utf8(contents, &file.name, self.reading.encoding, html)?;
        self.notes.say(&file.name, text.note);
        Ok(text.contents)
    }

    /// The table in a file whose name says that it has this format.
    pub(super) fn table(&self, file: OpenFile, format: Option<Format>) -> Result<TableInput> {
        if let Some(archive) = &self.archive {
            return archive.table(self, file);
        }
        let mut table = open_table(file.contents, &file.path, format, &self.reading)?;
        self.notes.say(&file.name, table.notes.drain(..));
        Ok(table)
    }

    /// The title of a page that shows what is in them.
    pub(crate) fn title(&self) -> String {
        let name = |path: &PathBuf| {
            path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
        };
        match self.paths.as_slice() {
            [one] if one.as_path() == Path::new("-") => "Statements".to_owned(),
            [one] => format!("Statements in {}", name(one)),
            _ => format!("Statements in {} files", self.paths.len()),
        }
    }
}

/// Whether a path names a file, and not standard input, a pipe or a folder.
pub(super) fn is_on_disk(path: &Path) -> bool {
    path != Path::new("-") && path.is_file()
}

/// The table in a file, which must not be of a format that is not read.
pub(super) fn open_table(
    mut contents: Box<dyn Read + Send>,
    path: &Path,
    format: Option<Format>,
    options: &ReadOptions,
) -> Result<TableInput> {
    if !is_spreadsheet(path) {
        contents = refuse_foreign(path, contents)?;
    }
    table_input(contents, path, format, options)
}

/// The paths with folders and patterns replaced by the files that they stand for, and whether there was one. Says which
/// files of a folder are left out.
pub(super) fn expand_all(given: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> Result<(Vec<PathBuf>, bool)> {
    let mut paths = Vec::with_capacity(given.len());
    let mut expanded = false;
    for path in given {
        refuse_address(path)?;
        let Some(found) = expand(path, &wanted)? else {
            paths.push(path.clone());
            continue;
        };
        expanded = true;
        if !found.others.is_empty() {
            say!("{}: left out {}, which are not read here", path.display(), others(&found.others));
        }
        if let Some(fault) = found.faults.into_iter().next() {
            return Err(fault);
        }
        paths.extend(found.files);
    }
    Ok((paths, expanded))
}
