//! Files that a report was made from, identified by their contents.

use std::path::{Path, PathBuf};

use stance::Result;
use stance::corpus::expand;
use stance::model::InputFile;

/// Each of these files, those of folders and patterns among them. Those that cannot be read
/// again, standard input and pipes, have no digest.
///
/// # Errors
/// [`stance::Error::Io`] for the first that cannot be read.
pub(crate) fn input_files<'p>(given: impl Iterator<Item = &'p Path>) -> Result<Vec<InputFile>> {
    let mut out = Vec::new();
    for path in given {
        let files = expand(path, |_| true)?.map_or_else(|| vec![PathBuf::from(path)], |found| found.files);
        for file in files {
            // Reading a pipe again would wait for ever.
            let is_readable_again = file.as_os_str() != "-" && file.is_file();
            let without_digest = || InputFile { file: file.display().to_string(), sha256: String::new() };
            out.push(if is_readable_again { InputFile::read(&file)? } else { without_digest() });
        }
    }
    Ok(out)
}
