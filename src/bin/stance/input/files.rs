//! The files named on the command line, opened one after another.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use stance::corpus::open;
use stance::{Error, Result};

use crate::flags::InputArgs;

/// The files, and how many bytes of them were read.
#[derive(Clone)]
pub(crate) struct Files {
    paths: Vec<PathBuf>,
    next: usize,
    read: Arc<AtomicU64>,
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
    /// The files given; standard input if there is none and it is not a terminal.
    pub(crate) fn new(input: &InputArgs) -> Result<Self> {
        let mut paths = input.files.clone();
        if paths.is_empty() {
            if std::io::stdin().is_terminal() {
                return Err(Error::options("FILE", "is missing; name a file, or `-` for standard input"));
            }
            paths.push(PathBuf::from("-"));
        }
        Ok(Self { paths, next: 0, read: Arc::default() })
    }

    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The count of bytes read, as they lie on disk; grows while the files are read.
    pub(crate) fn read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }

    /// Opens the next file; `None` after the last.
    pub(super) fn open_next(&mut self) -> Result<Option<OpenFile>> {
        let Some(path) = self.paths.get(self.next).cloned() else { return Ok(None) };
        self.next += 1;
        let contents = open(&path, &self.read)?;
        let name = path.display().to_string();
        Ok(Some(OpenFile { path, name, contents }))
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
