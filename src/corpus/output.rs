//! Output files that are written as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::{Error, Result};

/// How the names of temporary files end.
const SUFFIX: &str = ".part";

/// A destination that is opened, and thereby checked, before long work, and gets its contents only by
/// [`Output::commit`].
///
/// A file is written under a temporary name in the same folder and then renamed. If it is dropped without `commit`, the
/// old file stays. A stream, or a path that is not a regular file (`/dev/null`, a pipe), is written directly. Writes
/// are buffered.
#[derive(Debug)]
pub struct Output {
    name: String,
    sink: Sink,
}

enum Sink {
    File { temporary: BufWriter<NamedTempFile>, destination: PathBuf },
    Stream(BufWriter<Box<dyn Write + Send>>),
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Sink::File { destination, .. } => write!(f, "File({})", destination.display()),
            Sink::Stream(_) => f.write_str("Stream"),
        }
    }
}

impl Output {
    /// A new file, or one to be replaced. A symbolic link stays, and its target is replaced; permissions of an existing
    /// file are kept.
    ///
    /// # Errors
    /// [`Error::Io`] if the path is a folder, or if its folder does not exist or is not writable, which the error
    /// names.
    pub fn file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let fail = |error| Error::io("write", &name, error);
        let present = match fs::metadata(path) {
            Ok(found) => Some(found),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(fail(error)),
        };
        if path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.file_name().is_none() {
            return Err(fail(io::Error::new(
                io::ErrorKind::IsADirectory,
                "is the name of a folder; name a file in it",
            )));
        }
        if let Some(found) = &present {
            if found.is_dir() {
                return Err(fail(io::Error::new(io::ErrorKind::IsADirectory, "is a folder; name a file in it")));
            }
            if !found.is_file() {
                let device = File::options().write(true).open(path).map_err(fail)?;
                return Ok(Self::stream(Box::new(device), name));
            }
        }
        let destination = match present {
            Some(_) => fs::canonicalize(path).map_err(fail)?,
            None => behind_links(path).map_err(fail)?,
        };
        let folder = match destination.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let prefix = prefix(&destination);
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX);
        #[cfg(unix)]
        {
            // The mode of a new file; the system applies the umask.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let temporary = builder
            .tempfile_in(folder)
            .map_err(|error| Error::io("write in this folder", folder.display().to_string(), error))?;
        // Locked for as long as this process lives. A file system without locks only keeps what a killed process left.
        let _ = temporary.as_file().try_lock();
        remove_leftovers(folder, &prefix, temporary.path());
        if let Some(found) = present {
            temporary.as_file().set_permissions(found.permissions()).map_err(fail)?;
        }
        Ok(Self { name, sink: Sink::File { temporary: BufWriter::with_capacity(1 << 16, temporary), destination } })
    }

    /// A stream such as standard output; `name` is its name in errors.
    pub fn stream(writer: Box<dyn Write + Send>, name: impl Into<String>) -> Self {
        Self { name: name.into(), sink: Sink::Stream(BufWriter::with_capacity(1 << 16, writer)) }
    }

    /// The temporary file that holds what is written; `None` for a stream.
    pub fn temporary(&self) -> Option<&Path> {
        match &self.sink {
            Sink::File { temporary, .. } => Some(temporary.get_ref().path()),
            Sink::Stream(_) => None,
        }
    }

    /// The name of this destination in errors: the path as given, or the name of the stream.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Replaces the contents of the destination by the written bytes.
    ///
    /// # Errors
    /// [`Error::Io`]; the destination is then as before.
    pub fn commit(self) -> Result<()> {
        let name = self.name;
        let fail = |error| Error::io("write", &name, error);
        match self.sink {
            Sink::Stream(mut writer) => writer.flush().map_err(fail),
            Sink::File { temporary, destination } => {
                let temporary = temporary.into_inner().map_err(|e| fail(e.into_error()))?;
                temporary.as_file().sync_all().map_err(fail)?;
                temporary.persist(destination).map_err(|error| fail(error.error))?;
                Ok(())
            }
        }
    }
}

/// How the names of temporary files begin for this destination: the same for all that are written for it.
fn prefix(destination: &Path) -> String {
    let name = destination.file_name().unwrap_or_default().to_string_lossy();
    // Names have at most 255 bytes.
    format!(".stance-{}-", name.chars().take(50).collect::<String>())
}

/// Removes temporary files for the same destination that a killed process left. A running one holds a lock on its file.
fn remove_leftovers(folder: &Path, prefix: &str, own: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let named = name.to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(SUFFIX));
        if named && Some(name.as_os_str()) != own.file_name() {
            let file = File::options().write(true).open(entry.path());
            if file.is_ok_and(|file| file.try_lock().is_ok()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Where links lead at whose end there is no file yet.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    // The system gives up after as many.
    for _ in 0..40 {
        if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
            return Ok(path);
        }
        let target = fs::read_link(&path)?;
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    Err(io::Error::other("leads through too many links"))
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::File { temporary, .. } => temporary.write(bytes),
            Sink::Stream(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::File { temporary, .. } => temporary.flush(),
            Sink::Stream(writer) => writer.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn dropped_without_commit_the_old_file_is_left_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let mut output = Output::file(&path).unwrap();
        output.write_all(&[b'n'; 200_000]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(output);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(entries(folder.path()), ["out.csv"]);
    }

    #[test]
    fn committed_the_new_file_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut output = Output::file(&path).unwrap();
        output.write_all(b"new").unwrap();
        assert!(!path.exists());
        output.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(entries(folder.path()), ["out.csv"]);
    }

    #[test]
    fn a_missing_folder_is_named_before_any_work() {
        let error = Output::file("/no/such/folder/out.csv").unwrap_err();
        assert_eq!(error.class() as i32, 1);
        assert!(error.to_string().starts_with("/no/such/folder: "), "{error}");
        let folder = tempfile::tempdir().unwrap();
        let error = Output::file(folder.path()).unwrap_err();
        assert!(
            error.to_string().contains("is the name of a folder") || error.to_string().contains("is a folder"),
            "{error}"
        );
        let named = format!("{}/new/", folder.path().display());
        assert!(Output::file(named).unwrap_err().to_string().contains("is the name of a folder"));
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_what_a_running_one_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let begun = prefix(&path);
        let (dead, other) = (folder.path().join(format!("{begun}dead.part")), folder.path().join(".stance-x.part"));
        fs::write(&dead, "half").unwrap();
        fs::write(&other, "half").unwrap();
        let running = Output::file(&path).unwrap();
        assert!(!dead.exists());
        let next = Output::file(&path).unwrap();
        assert!(other.exists(), "it is for another destination");
        assert!(running.temporary().unwrap().exists());
        drop((running, next));
        assert_eq!(entries(folder.path()), [".stance-x.part"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_without_a_file_behind_it_stays_and_gets_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("new"), folder.path().join("link"));
        std::os::unix::fs::symlink("new", &link).unwrap();
        let mut output = Output::file(&link).unwrap();
        output.write_all(b"new").unwrap();
        output.commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        std::os::unix::fs::symlink("loop", folder.path().join("loop")).unwrap();
        assert!(Output::file(folder.path().join("loop")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_permissions_and_devices_survive() {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        let mut output = Output::file(&link).unwrap();
        output.write_all(b"new").unwrap();
        output.commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);

        let mut output = Output::file("/dev/null").unwrap();
        output.write_all(b"gone").unwrap();
        output.commit().unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }
}
