//! The layouts of exports, read from TOML.

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::error::Place;
use crate::{Error, Result};

/// Bytes that a compiled pattern may take.
const PATTERN_BYTES: usize = 4 << 20;

/// A file of layouts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    layout: Vec<Written>,
}

/// A layout as it is written. `^` and `$` match at lines, `\n` matches any line end, and the first group of a pattern is the
/// value of its field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    name: String,
    recognise: String,
    begin: Option<String>,
    end: Option<String>,
    #[serde(default)]
    title: Vec<String>,
    #[serde(default)]
    date: Vec<String>,
    #[serde(default)]
    outlet: Vec<String>,
    #[serde(default)]
    byline: Vec<String>,
    #[serde(default)]
    id: Vec<String>,
    header: Option<String>,
    body_begin: String,
    body_end: Option<String>,
    hidden: Option<String>,
}

/// Where the articles of an export are, and what is known of each.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) name: String,
    /// What a file of this layout has.
    pub(super) recognise: Regex,
    pub(super) border: Border,
    /// Title, date, outlet, byline and id: the patterns of each, the best first.
    pub(super) fields: [Vec<Regex>; 5],
    /// How an article begins, for articles whose border is missing.
    pub(super) header: Option<Regex>,
    pub(super) body_begin: Regex,
    /// Where the text of an article ends, at the latest with the article.
    pub(super) body_end: Option<Regex>,
    /// Labels between the words of an article.
    pub(super) hidden: Option<Regex>,
}

/// What separates articles.
#[derive(Clone, Debug)]
pub(super) enum Border {
    /// The first line of each.
    Begin(Regex),
    /// The last line of each.
    End(Regex),
}

/// The layouts of a file; `file` is its name in errors.
///
/// # Errors
/// [`Error::Data`] if it is not TOML, has other keys, or a pattern is not one.
pub(super) fn read(text: &str, file: &str) -> Result<Vec<Layout>> {
    let wrong = |problem: String| Error::data(Place::file(file), problem);
    let read: File =
        toml::from_str(text).map_err(|e| wrong(format!("is not a file of layouts ({}); correct it", e.message())))?;
    if read.layout.is_empty() {
        return Err(wrong("has no [[layout]]; write one".to_owned()));
    }
    read.layout.into_iter().map(|written| layout(written).map_err(wrong)).collect()
}

/// Whether a text has one of the layouts of a file. Compiles only the patterns that recognise them: all the others take
/// twenty times as long.
pub(super) fn recognises(layouts: &str, text: &str) -> bool {
    let layouts = toml::from_str(layouts).map_or_else(|_| Vec::new(), |File { layout }| layout);
    layouts.iter().any(|layout| compile(&layout.recognise).is_ok_and(|recognise| recognise.is_match(text)))
}

fn compile(written: &str) -> std::result::Result<Regex, regex::Error> {
    let written = with_any_line_end(written);
    RegexBuilder::new(&written).multi_line(true).crlf(true).size_limit(PATTERN_BYTES).build()
}

fn layout(written: Written) -> std::result::Result<Layout, String> {
    let Written { name, title, date, outlet, byline, id, .. } = written;
    let pattern = |key: &str, written: &str| {
        compile(written).map_err(|e| {
            let why = e.to_string();
            let why = why.lines().last().unwrap_or_default().trim();
            format!("has in layout `{name}` a pattern `{key}` that cannot be read ({why}); correct it")
        })
    };
    let optional = |key: &str, written: Option<&String>| written.map(|written| pattern(key, written)).transpose();
    let field = |key: &str, written: &[String]| -> std::result::Result<Vec<Regex>, String> {
        let patterns: Vec<Regex> =
            written.iter().map(|own| pattern(key, own)).collect::<std::result::Result<_, _>>()?;
        match patterns.iter().all(|own| own.captures_len() > 1) {
            true => Ok(patterns),
            false => {
                Err(format!("has in layout `{name}` a pattern `{key}` without a group ( ) for the value; add one"))
            }
        }
    };
    let border = match (&written.begin, &written.end) {
        (Some(begin), None) => Border::Begin(pattern("begin", begin)?),
        (None, Some(end)) => Border::End(pattern("end", end)?),
        _ => return Err(format!("has layout `{name}` without one of `begin` and `end`; give one")),
    };
    Ok(Layout {
        recognise: pattern("recognise", &written.recognise)?,
        border,
        fields: [
            field("title", &title)?,
            field("date", &date)?,
            field("outlet", &outlet)?,
            field("byline", &byline)?,
            field("id", &id)?,
        ],
        header: optional("header", written.header.as_ref())?,
        body_begin: pattern("body-begin", &written.body_begin)?,
        body_end: optional("body-end", written.body_end.as_ref())?,
        hidden: optional("hidden", written.hidden.as_ref())?,
        name,
    })
}

/// A pattern in which `\n` stands for LF, CRLF and CR, and in a class for both characters.
fn with_any_line_end(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let (mut in_class, mut characters) = (false, pattern.chars());
    while let Some(character) = characters.next() {
        match (character, in_class) {
            ('\\', _) => match (characters.next(), in_class) {
                (Some('n'), false) => out.push_str(r"(?:\r\n|\n|\r)"),
                (Some('n'), true) => out.push_str(r"\r\n"),
                (next, _) => out.extend(std::iter::once('\\').chain(next)),
            },
            (bracket @ ('[' | ']'), _) => {
                in_class = bracket == '[';
                out.push(bracket);
            }
            (other, _) => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_in_a_pattern_is_any_line_end() {
        for (pattern, text) in [(r"a\nb", "a\r\nb"), (r"a\n+b", "a\r\rb"), (r"a[\n ]+b", "a\r\n b"), (r"\\n", "\\n")] {
            assert!(Regex::new(&with_any_line_end(pattern)).unwrap().is_match(text), "{pattern}");
        }
        assert!(!Regex::new(&with_any_line_end(r"a[^\n]b")).unwrap().is_match("a\rb"));
    }
}
