//! An export → its articles.

use std::ops::Range;

use regex::Regex;

use super::dates::iso_date;
use super::layout::{Border, Layout};

/// An article of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archived {
    /// Its headline.
    pub title: String,
    /// Its day, as `2026-05-02` where it can be read, otherwise as written.
    pub date: String,
    /// The newspaper, agency or station.
    pub outlet: String,
    /// Who wrote it.
    pub byline: String,
    /// Its id in the archive, otherwise its number in the file, from 1.
    pub id: String,
    /// Its text; empty if none was found.
    pub body: String,
    /// Where its text begins in the export, in code points.
    pub body_start: usize,
    /// The line on which it begins, from 1.
    pub line: usize,
}

/// What is in an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The layout by which it was read.
    pub layout: String,
    /// The articles, in order.
    pub articles: Vec<Archived>,
    /// Lines with words that belong to no article.
    pub other_lines: usize,
    /// The first of them, from 1.
    pub first_other: Option<usize>,
    /// The lines, from 1, of articles that begin inside another: the border between the two is missing.
    pub without_border: Vec<usize>,
    /// The line, from 1, of a last article after which the line that ends an article is missing.
    pub without_end: Option<usize>,
}

/// Splits an export of a layout.
pub(super) fn split(text: &str, layout: &Layout) -> Split {
    let mut split = Split { layout: layout.name.clone(), ..Split::default() };
    // Lines and code points before the byte up to which they were counted.
    let (mut at, mut line, mut points) = (0, 1, 0);
    for Piece { range, is_article, after_border, has_end } in pieces(text, layout) {
        let part = text.get(range.clone()).unwrap_or("");
        let skipped = part.len() - part.trim_start().len();
        let start = range.start + skipped;
        let passed = text.get(at..start).unwrap_or("");
        line += passed.matches('\n').count();
        points += passed.chars().count();
        at = start;
        let part = part.get(skipped..).unwrap_or("");
        if part.is_empty() {
            continue;
        }
        if !is_article {
            split.other_lines += part.lines().filter(|line| !line.trim().is_empty()).count();
            split.first_other.get_or_insert(line);
            continue;
        }
        if !after_border {
            split.without_border.push(line);
        }
        if !has_end {
            split.without_end = Some(line);
        }
        let number = split.articles.len() + 1;
        split.articles.push(article(part, layout, number, line, points));
    }
    split
}

/// A part of an export.
struct Piece {
    range: Range<usize>,
    is_article: bool,
    /// Whether it is where the layout says, and not inside another article.
    after_border: bool,
    /// Whether the line that ends it is there, or the layout has none.
    has_end: bool,
}

/// The articles of a text and what is before the first and after the last. An article that has the beginning of a text
/// more than once holds others whose border is missing, and is cut.
fn pieces(text: &str, layout: &Layout) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |range: Range<usize>, is_article, has_end| {
        let mut from = range.start;
        let starts = if is_article { starts_inside(text, range.clone(), layout) } else { Vec::new() };
        for (at, end) in starts.into_iter().chain([range.end]).enumerate() {
            pieces.push(Piece {
                range: from..end,
                is_article,
                after_border: at == 0,
                has_end: has_end || end < range.end,
            });
            from = end;
        }
    };
    match &layout.border {
        Border::Begin(begin) => {
            let starts: Vec<usize> = begin.find_iter(text).map(|found| found.start()).collect();
            push(0..starts.first().copied().unwrap_or(text.len()), false, true);
            for (at, start) in starts.iter().enumerate() {
                push(*start..starts.get(at + 1).copied().unwrap_or(text.len()), true, true);
            }
        }
        Border::End(end) => {
            let mut from = 0;
            for found in end.find_iter(text) {
                push(from..found.end(), true, true);
                from = found.end();
            }
            // What is after the last end is an article if it looks like one: the export may have been cut.
            let rest = text.get(from..).unwrap_or("");
            let is_article =
                layout.body_begin.is_match(rest) && layout.header.as_ref().is_some_and(|header| header.is_match(rest));
            push(from..text.len(), is_article, !is_article);
        }
    }
    pieces
}

/// Where further articles begin inside one: at the last header before each further beginning of a text. Where no header is
/// found, the beginning of the text counts if the text before has ended, since it would be lost otherwise.
fn starts_inside(text: &str, article: Range<usize>, layout: &Layout) -> Vec<usize> {
    let part = text.get(article.clone()).unwrap_or("");
    let bodies: Vec<Range<usize>> = layout.body_begin.find_iter(part).map(|found| found.range()).collect();
    let start = |pair: &[Range<usize>]| {
        let [before, body] = pair else { return None };
        // Headers are looked for in whole lines.
        let from =
            part.get(before.end..).and_then(|rest| rest.find(['\n', '\r'])).map_or(before.end, |at| before.end + at);
        let between = part.get(from..body.start).unwrap_or("");
        let header = layout.header.as_ref().and_then(|header| header.find_iter(between).last());
        match header {
            Some(header) => Some(article.start + from + header.start()),
            None => layout.body_end.as_ref()?.is_match(between).then_some(article.start + body.start),
        }
    };
    bodies.windows(2).filter_map(start).collect()
}

/// The article in a part of an export that begins on `line`, after `points` code points.
fn article(part: &str, layout: &Layout, number: usize, line: usize, points: usize) -> Archived {
    let begin = layout.body_begin.find(part).map(|found| found.end());
    let body = begin.map(|begin| {
        let rest = part.get(begin..).unwrap_or("");
        let end = layout.body_end.as_ref().and_then(|end| end.find(rest)).map_or(rest.len(), |found| found.start());
        let whole = rest.get(..end).unwrap_or("");
        let start = begin + whole.len() - whole.trim_start().len();
        start..start + whole.trim().len()
    });
    let body = body.unwrap_or(0..0);
    let [title, date, outlet, byline, id] = &layout.fields;
    let value = |patterns: &[Regex]| value(part, patterns);
    let id = value(id);
    Archived {
        title: value(title),
        date: iso_date(&value(date)),
        outlet: value(outlet),
        byline: value(byline),
        id: if id.is_empty() { number.to_string() } else { id },
        body_start: points + part.get(..body.start).unwrap_or("").chars().count(),
        body: without_labels(part.get(body).unwrap_or(""), layout.hidden.as_ref()),
        line,
    }
}

/// The first group of the first pattern that matches, on one line.
fn value(part: &str, patterns: &[Regex]) -> String {
    let found = patterns.iter().find_map(|pattern| pattern.captures(part)?.get(1));
    found.map_or_else(String::new, |found| found.as_str().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text with spaces in place of labels, so that places in it stay.
fn without_labels(body: &str, hidden: Option<&Regex>) -> String {
    match hidden {
        Some(hidden) => hidden.replace_all(body, |label: &regex::Captures<'_>| {
            label
                .get(0)
                .map_or("", |label| label.as_str())
                .chars()
                .map(|c| if matches!(c, '\n' | '\r') { c } else { ' ' })
                .collect::<String>()
        }),
        None => body.into(),
    }
    .into_owned()
}
