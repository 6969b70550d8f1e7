//! Finds the files of a folder or of a pattern (feature `folders`).

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use ignore::WalkBuilder;

use crate::error::Place;
use crate::{Error, Result};

/// The files of a folder or of a pattern.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that are wanted, sorted by path.
    pub files: Vec<PathBuf>,
    /// How many other files there are, by extension; `""` for files without one.
    pub others: BTreeMap<String, usize>,
    /// Folders that could not be read.
    pub faults: Vec<Error>,
}

/// Lists the files of a folder and of the folders in it, or those that a pattern fits (`news/*.txt`, `**/2024-*.html`).
///
/// Hidden files are left out, and so are those that a `.gitignore` or `.ignore` file names. Of a folder only files are
/// listed that `wanted` accepts; a pattern says itself what is wanted. `None` for anything else: the name of a file,
/// whether it is there or not, and `-`.
///
/// # Errors
/// [`Error::Io`] if no file fits the pattern; [`Error::Options`] for a pattern that cannot be understood;
/// [`Error::Data`] for a folder without a wanted file.
pub fn expand(path: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Option<Found>> {
    if path == Path::new("-") {
        return Ok(None);
    }
    if path.is_dir() {
        let found = walk(path, wanted);
        return if found.files.is_empty() { Err(none_wanted(path, found)) } else { Ok(Some(found)) };
    }
    let Some(pattern) = path.to_str().filter(|text| text.contains(['*', '?', '[', '{'])) else { return Ok(None) };
    if path.exists() {
        return Ok(None);
    }
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    let glob = glob.map_err(|e| Error::options("FILE", format!("`{pattern}` is not a pattern: {}", e.kind())))?;
    let glob = glob.compile_matcher();
    let found = walk(&start(path), |file| glob.is_match(file.strip_prefix("./").unwrap_or(file)));
    if found.files.is_empty() {
        let problem = "no file fits this pattern; hidden and ignored files are left out";
        return Err(Error::io("open", pattern, io::Error::new(io::ErrorKind::NotFound, problem)));
    }
    Ok(Some(Found { others: BTreeMap::new(), ..found }))
}

/// The folder in which the files of a pattern are: its parts before the first wildcard.
fn start(pattern: &Path) -> PathBuf {
    let plain = |part: &std::path::Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let folder: PathBuf = pattern.components().take_while(plain).collect();
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}

fn walk(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Found {
    let mut found = Found::default();
    for entry in WalkBuilder::new(folder).follow_links(true).build() {
        match entry {
            Err(error) => found.faults.push(fault(folder, error)),
            Ok(entry) if entry.file_type().is_none_or(|kind| kind.is_dir()) => {}
            Ok(entry) if wanted(entry.path()) => found.files.push(plain(entry.path())),
            Ok(entry) => {
                let extension = entry.path().extension().map_or(String::new(), |e| e.to_string_lossy().to_lowercase());
                *found.others.entry(extension).or_default() += 1;
            }
        }
    }
    found.files.sort();
    found
}

/// A path without the `./` that walking the current folder puts before it. A file named `-` keeps it: without, it would be
/// standard input.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix("./").ok().filter(|short| *short != Path::new("-")).unwrap_or(path).to_path_buf()
}

fn fault(folder: &Path, error: ignore::Error) -> Error {
    let shown = folder.display().to_string();
    let problem = error.to_string();
    Error::io("read", shown, error.into_io_error().unwrap_or_else(|| io::Error::other(problem)))
}

fn none_wanted(folder: &Path, found: Found) -> Error {
    let place = Place::file(folder.display().to_string());
    if let Some(error) = found.faults.into_iter().next() {
        return error;
    }
    let held = if found.others.is_empty() { "nothing".to_owned() } else { others(&found.others) };
    let problem = format!(
        "is a folder without files of a kind that is read here; it holds {held} (hidden and ignored files not counted)"
    );
    Error::data(place, problem)
}

/// Files by extension in words: `3 .pdf, 1 .png, 2 without extension`.
pub fn others(by_extension: &BTreeMap<String, usize>) -> String {
    let words = by_extension.iter().map(|(extension, count)| match extension.as_str() {
        "" => format!("{count} without extension"),
        extension => format!("{count} .{extension}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn text_files(path: &Path) -> bool {
        path.extension().is_some_and(|e| e == "txt")
    }

    #[test]
    fn folders_are_walked_in_order_without_hidden_and_ignored_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/deep")).unwrap();
        fs::create_dir(root.join(".hidden")).unwrap();
        for name in
            ["b/2.txt", "a.txt", "b/deep/1.txt", ".secret.txt", ".hidden/x.txt", "drafts.txt", "p.pdf", "LICENSE"]
        {
            fs::write(root.join(name), "x").unwrap();
        }
        fs::write(root.join(".ignore"), "drafts.txt\n").unwrap();
        let found = expand(root, text_files).unwrap().unwrap();
        let names: Vec<_> = found.files.iter().map(|f| f.strip_prefix(root).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.txt", "b/2.txt", "b/deep/1.txt"]);
        assert_eq!(others(&found.others), "1 without extension, 1 .pdf");
        let error = expand(root, |_| false).unwrap_err();
        assert_eq!(error.class() as i32, 3);
        assert!(error.to_string().contains("3 .txt"), "{error}");
    }

    #[test]
    fn patterns_fit_names_and_a_file_with_such_a_name_is_taken_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("b")).unwrap();
        for name in ["a.txt", "b/2.txt", "c.md", "[x].txt"] {
            fs::write(root.join(name), "x").unwrap();
        }
        let count = |pattern: &str| expand(&root.join(pattern), |_| false).map(|found| found.map(|f| f.files.len()));
        assert_eq!(count("*.txt").unwrap(), Some(2));
        assert_eq!(count("**/*.txt").unwrap(), Some(3));
        assert_eq!(count("?.{txt,md}").unwrap(), Some(2));
        assert_eq!(count("[x].txt").unwrap(), None);
        assert_eq!(count("none.txt").unwrap(), None);
        assert_eq!(count("*.csv").unwrap_err().class() as i32, 1);
        assert_eq!(count("{a").unwrap_err().class() as i32, 2);
        assert_eq!(expand(Path::new("-"), |_| true).unwrap().map(|f| f.files.len()), None);
    }
}
