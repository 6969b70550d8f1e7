//! Files that are the same file under several names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What tells one file from another: the same for all names of a file, links followed. Only regular files have one; `-`
/// is standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// Standard input, which is not a regular file.
    StandardInput,
    /// Device and file number.
    #[cfg(unix)]
    Number(u64, u64),
    /// The path without links.
    #[cfg(not(unix))]
    Path(PathBuf),
}

impl Identity {
    /// The identity of a path; `None` where there is none, or no regular file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        if path == Path::new("-") {
            return Some(Self::of_stream(io::stdin()).unwrap_or(Self::StandardInput));
        }
        let found = fs::metadata(path).ok()?;
        #[cfg(unix)]
        return Self::number(&found);
        #[cfg(not(unix))]
        return found.is_file().then(|| fs::canonicalize(path).ok()).flatten().map(Self::Path);
    }

    /// The identity of the regular file that standard output goes to.
    pub(crate) fn of_standard_output() -> Option<Self> {
        Self::of_stream(io::stdout())
    }

    #[cfg(unix)]
    fn of_stream(stream: impl std::os::fd::AsFd) -> Option<Self> {
        let file = fs::File::from(stream.as_fd().try_clone_to_owned().ok()?);
        Self::number(&file.metadata().ok()?)
    }

    #[cfg(not(unix))]
    fn of_stream<S>(_: S) -> Option<Self> {
        None
    }

    #[cfg(unix)]
    fn number(found: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        found.is_file().then(|| Self::Number(found.dev(), found.ino()))
    }
}

/// The files, each once. Another name of a file before it is left out, which is said.
pub(crate) fn distinct(files: &[PathBuf]) -> Vec<&PathBuf> {
    let mut kept: Vec<(&PathBuf, Option<Identity>)> = Vec::new();
    for path in files {
        let identity = Identity::of(path);
        match kept.iter().find(|(_, before)| identity.is_some() && *before == identity) {
            Some((before, _)) => {
                say!("{} is the same file as {}, so its rows count once", path.display(), before.display());
            }
            None => kept.push((path, identity)),
        }
    }
    kept.into_iter().map(|(path, _)| path).collect()
}
