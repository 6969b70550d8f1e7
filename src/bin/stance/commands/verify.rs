//! `stance verify`: computes the numbers of a report again from the files that it names.

use std::fs::File;
use std::path::Path;

use serde_json::Value;
use stance::corpus::read_whole;
use stance::error::{Place, excerpt, listed};
use stance::model::Hasher;
use stance::{Error, Result};

use super::outcome::Outcome;
use super::{evaluate, page_text, summarize};
use crate::flags::{Cli, Verb, VerifyArgs};
use crate::input::Identity;
use crate::output::text::for_people;

/// The most bytes of a report.
const MOST: usize = 1 << 30;
/// Where the record is in a page.
pub(super) const RECORD: &str = "<script type=\"application/json\" id=\"record\">";
/// Differences that are listed.
const SHOWN: usize = 20;
/// Keys that say how a report came about, and are no numbers.
const NOT_NUMBERS: [&str; 3] = ["version", "command", "citation"];

pub(crate) fn run(args: &VerifyArgs, threads: usize) -> Result<Outcome> {
    let file = args.report.display().to_string();
    let open = File::open(&args.report).map_err(|error| Error::io("open", &file, error))?;
    let bytes = read_whole(&mut { open }, &file, MOST)?;
    let text = String::from_utf8_lossy(&bytes);
    let is_page = text.contains(RECORD);
    let then = record(&text, &file)?;
    let words: Vec<String> = list(&then, "command").filter_map(|word| Some(word.as_str()?.to_owned())).collect();
    check_inputs(&then, &file)?;
    keep_inputs(&then, args)?;
    let cli = Cli::parse(["stance".to_owned()].into_iter().chain(words.iter().cloned())).map_err(|_| {
        let problem = "was made by a command line that this version does not have";
        Error::data(Place::file(&file), format!("{problem}: {}", excerpt(&words.join(" "))))
    })?;
    let (now, page) = match &cli.verb {
        Verb::Summarize(args) => {
            let (record, page) = summarize::again(args, &words, is_page)?;
            (value(&record, &file)?, page)
        }
        Verb::Evaluate(args) => evaluate::again(args, &words, threads, is_page)?,
        _ => return Err(unknown(&file)),
    };
    if let (Some(then), Some(now)) = (then.pointer("/model/sha256"), now.pointer("/model/sha256"))
        && then != now
    {
        let problem = "was made with another model than the one that is there now, by its digest";
        return Err(Error::data(Place::file(&file), problem));
    }
    let version = |record: &Value| record.get("version").and_then(Value::as_str).unwrap_or("unknown").to_owned();
    let same_version = version(&then) == version(&now);
    let mut differences = Vec::new();
    let numbers = compare(&then, &now, "", &mut differences);
    let page = page.filter(|_| same_version);
    if let Some(page) = &page {
        differences.extend(page_text::differences(&text, page));
    }
    if !same_version {
        let what = if is_page { ": only the record in the page is compared, not what the page shows" } else { "" };
        say!("the report was made by version {}, this is {}{what}", version(&then), version(&now));
    }
    args.output.write(&for_people(&report(&differences, numbers, &then, page.is_some())))?;
    Ok(if differences.is_empty() { Outcome::Done } else { Outcome::GateFailed })
}

/// Refuses to write over a file that the report names.
fn keep_inputs(then: &Value, args: &VerifyArgs) -> Result<()> {
    let Some(output) = args.output.path() else { return Ok(()) };
    let written = Identity::of(output);
    let named = |key: &str| list(then, key).filter_map(|input| input.get("file")?.as_str()).map(Path::new).collect();
    let mut inputs: Vec<&Path> = named("inputs");
    inputs.extend::<Vec<&Path>>(named("files"));
    inputs.extend(then.pointer("/model/file").and_then(Value::as_str).map(Path::new));
    match inputs.into_iter().find(|input| written.is_some() && Identity::of(input) == written) {
        Some(input) => {
            let problem = format!("is the input {} of the report too, which would be lost", input.display());
            Err(Error::options(format!("-o {}", output.display()), problem))
        }
        None => Ok(()),
    }
}

/// A record as the value that its JSON reads as.
pub(crate) fn value(record: &impl serde::Serialize, file: &str) -> Result<Value> {
    let text = crate::output::text::json(record)?;
    serde_json::from_str(&text).map_err(|error| Error::data(Place::file(file), error.to_string()))
}

/// The record of a report: all of a JSON file, and an element of a page.
fn record(text: &str, file: &str) -> Result<Value> {
    let json = match text.split_once(RECORD) {
        Some((_, rest)) => rest.split("</script>").next().unwrap_or_default(),
        None => text,
    };
    let record: Value = serde_json::from_str(json).map_err(|_| unknown(file))?;
    if record.get("command").is_some_and(Value::is_array) { Ok(record) } else { Err(unknown(file)) }
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

/// Checks that the files are there and have not changed.
fn check_inputs(record: &Value, report: &str) -> Result<()> {
    let mut changed = Vec::new();
    for input in list(record, "inputs").chain(list(record, "files")) {
        let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default();
        let (file, digest) = (text("file"), text("sha256"));
        if file == "-" {
            let problem = "was made from standard input, which cannot be read again";
            return Err(Error::data(Place::file(report), problem));
        }
        if !Path::new(file).exists() {
            say!(
                "{report}: names its inputs as they were given; run verify in the folder in which the report was made"
            );
        }
        if sha256(Path::new(file))? != digest {
            changed.push(format!("`{}`", excerpt(file)));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let problem = format!("was made from other contents of {}; its numbers cannot be computed again", listed(changed));
    Err(Error::data(Place::file(report), problem))
}

/// The digest of a file as it lies on disk.
fn sha256(path: &Path) -> Result<String> {
    let mut hasher = Hasher::default();
    let name = path.display().to_string();
    let fail = |error| Error::io("read", &name, error);
    let mut file = open_plain(path)?;
    let mut chunk = vec![0; 1 << 16];
    loop {
        match std::io::Read::read(&mut file, &mut chunk) {
            Ok(0) => return Ok(hasher.finish()),
            Ok(n) => hasher.add(chunk.get(..n).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(fail(error)),
        }
    }
}

fn open_plain(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| Error::io("open", path.display().to_string(), error))
}

/// Lists where two values differ, by their paths, and returns the number of numbers compared.
fn compare(then: &Value, now: &Value, path: &str, out: &mut Vec<(String, String, String)>) -> usize {
    match (then, now) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            let keys = keys.filter(|key| !(path.is_empty() && NOT_NUMBERS.contains(&key.as_str())));
            let of = |map: &serde_json::Map<String, Value>, key: &String| map.get(key).cloned().unwrap_or(Value::Null);
            keys.map(|key| compare(&of(a, key), &of(b, key), &format!("{path}/{key}"), out)).sum()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.map(|(at, (a, b))| compare(a, b, &format!("{path}/{at}"), out)).sum()
        }
        _ => {
            if then != now {
                let shown = |value: &Value| excerpt(&value.to_string()).into_owned();
                out.push((path.to_owned(), shown(then), shown(now)));
            }
            usize::from(then.is_number())
        }
    }
}

/// The outcome in words; `shown` says that what a page shows was compared too.
fn report(differences: &[(String, String, String)], numbers: usize, record: &Value, shown: bool) -> String {
    let inputs = list(record, "inputs").chain(list(record, "files")).count();
    if differences.is_empty() {
        let files = if inputs == 1 { "file" } else { "files" };
        let page = if shown { ", and the page shows what they say" } else { "" };
        return format!("verified: {numbers} numbers are the same, computed again from {inputs} {files}{page}\n");
    }
    let what = if differences.len() == 1 { "difference" } else { "differences" };
    let mut out = format!("{} {what} from what {numbers} numbers, computed again, say:\n", differences.len());
    for (path, then, now) in differences.iter().take(SHOWN) {
        out.push_str(&format!("{path}: {then} in the report, {now} now\n"));
    }
    if differences.len() > SHOWN {
        out.push_str(&format!("… and {} more\n", differences.len() - SHOWN));
    }
    out
}
