//! A report, read back.

use std::fs::File;
use std::path::Path;

use serde_json::Value;

use super::compare::{Verification, compare};
use super::page_text::{self, RECORD};
use crate::corpus::read_whole;
use crate::error::{Place, excerpt, listed};
use crate::model::InputFile;
use crate::{Error, Result};

/// The verbs that write reports.
const VERBS: [&str; 2] = ["evaluate", "summarize"];
/// Keys of the lists of files with their digests.
const INPUTS: [&str; 3] = ["inputs", "files", "other_files"];
/// The most bytes of a report.
const MOST: usize = 1 << 30;

/// What `summarize` or `evaluate` wrote as JSON, or as a page with the JSON in it.
#[derive(Clone, Debug)]
pub struct ReportFile {
    file: String,
    text: String,
    record: Value,
}

impl ReportFile {
    /// Reads a report.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Data`] for a file without a record of how it was made.
    pub fn read(path: &Path) -> Result<Self> {
        let file = path.display().to_string();
        let mut open = File::open(path).map_err(|error| Error::io("open", &file, error))?;
        let text = String::from_utf8_lossy(&read_whole(&mut open, &file, MOST)?).into_owned();
        let json = match text.split_once(RECORD) {
            Some((_, rest)) => rest.split("</script>").next().unwrap_or_default(),
            None => &text,
        };
        let record: Value = serde_json::from_str(json).unwrap_or_default();
        let verb = record.pointer("/command/0").and_then(Value::as_str);
        if verb.is_some_and(|verb| VERBS.contains(&verb)) {
            return Ok(Self { record, text, file });
        }
        Err(unknown(&file))
    }

    /// The program's command line that made it, without where and how results were written.
    #[must_use]
    pub fn command(&self) -> Vec<String> {
        list(&self.record, "command").filter_map(|word| Some(word.as_str()?.to_owned())).collect()
    }

    /// Whether it is a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.text.contains(RECORD)
    }

    /// The files that it was made from, the model among them.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let inputs = self.inputs().filter_map(|input| input.get("file")?.as_str());
        inputs.chain(self.record.pointer("/model/file").and_then(Value::as_str)).map(Path::new)
    }

    /// The files with their digests.
    fn inputs(&self) -> impl Iterator<Item = &Value> {
        INPUTS.into_iter().flat_map(|key| list(&self.record, key))
    }

    /// Checks that the files are there and have not changed.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Data`] for a report from standard input, or from other contents of a file.
    pub fn check_inputs(&self) -> Result<()> {
        let mut changed = Vec::new();
        for input in self.inputs() {
            let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default();
            let (file, digest) = (text("file"), text("sha256"));
            if file == "-" || digest.is_empty() {
                let what = if file == "-" { "standard input" } else { "a pipe" };
                let problem = format!("was made from {what}, which cannot be read again");
                return Err(Error::data(Place::file(&self.file), problem));
            }
            if InputFile::read(Path::new(file))?.sha256 != digest {
                changed.push(format!("`{}`", excerpt(file)));
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        let changed = listed(changed);
        let problem = format!("was made from other contents of {changed}; its numbers cannot be computed again");
        Err(Error::data(Place::file(&self.file), problem))
    }

    /// The error of a report whose command line does not exist.
    #[must_use]
    pub fn unknown_command(&self) -> Error {
        let problem = "was made by a command line that this version does not have";
        Error::data(Place::file(&self.file), format!("{problem}: {}", excerpt(&self.command().join(" "))))
    }

    /// Compares it with what the same command gives now: `now` is JSON, and `page` the page with it if this is one.
    ///
    /// # Errors
    /// [`Error::Data`] if another model was used.
    pub fn compare(&self, now: &str, page: Option<&str>) -> Result<Verification> {
        let then = &self.record;
        let now: Value =
            serde_json::from_str(now).map_err(|error| Error::data(Place::file(&self.file), error.to_string()))?;
        if let (Some(then), Some(now)) = (then.pointer("/model/sha256"), now.pointer("/model/sha256"))
            && then != now
        {
            let problem = "was made with another model than the one that is there now, by its digest";
            return Err(Error::data(Place::file(&self.file), problem));
        }
        let version = |record: &Value| record.get("version").and_then(Value::as_str).unwrap_or("unknown").to_owned();
        let (before, after) = (version(then), version(&now));
        let page = page.filter(|_| self.is_page() && before == after);
        let mut found = Verification {
            inputs: self.inputs().count(),
            page: page.is_some(),
            remark: (before != after).then(|| {
                let only = ": only the record in the page is compared, not what the page shows";
                let what = if self.is_page() { only } else { "" };
                format!("the report was made by version {before}, this is {after}{what}")
            }),
            ..Verification::default()
        };
        found.numbers = compare(then, &now, "", &mut found.differences);
        if let Some(page) = page {
            found.differences.extend(page_text::differences(&self.text, page));
        }
        Ok(found)
    }
}

fn unknown(file: &str) -> Error {
    let problem =
        "has no record of how it was made; give what `summarize` or `evaluate` wrote with --format json or html";
    Error::data(Place::file(file), problem)
}

/// The values of a list; none if there is no such list.
fn list<'v>(record: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    record.get(key).and_then(Value::as_array).into_iter().flatten()
}
