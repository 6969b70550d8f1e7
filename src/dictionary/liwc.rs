//! LIWC's `.dic`: numbered categories between two lines `%`, then entries with the numbers of their categories.

use std::collections::HashMap;

use super::builder::ReadDictionary;
use super::builder::{Builder, joined};
use crate::{Error, Result};

/// Reads it.
///
/// Categories that are indented below another are its keys. A description in round brackets after a category's name is
/// left out. So are conditions on the next word, `(02 134)125/464` and `<of>131/125`, which only LIWC itself applies; the
/// categories beside them are kept. Entries of signs alone, as of emoticons, are left out.
pub(super) fn read(text: &str, file: &str) -> Result<ReadDictionary> {
    let mut builder = Builder::new(file);
    let mut lines = text.lines().zip(1u64..);
    let begin = lines.by_ref().find(|(line, _)| !line.trim().is_empty());
    if let Some((line, number)) = begin.filter(|(line, _)| !is_mark(line)) {
        let problem = format!("found `{}`, not the line `%` that begins the categories", shown(line));
        return Err(builder.wrong(number, problem));
    }
    let categories = categories(&mut lines, &mut builder)?;
    let mut conditions = 0;
    for (line, number) in lines.filter(|(line, _)| !line.trim().is_empty()) {
        let (entry, rest) = split(line);
        if rest.trim().is_empty() {
            let problem = format!("found `{}` without a category; write its numbers after a tab", shown(line));
            return Err(builder.wrong(number, problem));
        }
        let (rest, left) = without_conditions(rest);
        conditions += left;
        let skip = builder.leave_out(entry);
        for id in rest.split_whitespace() {
            let Some(key) = categories.get(plain(id)) else {
                let wanted = "give it a name between the two lines `%`, or correct the number";
                let problem = format!("found the category `{}` at `{}`; {wanted}", shown(id), shown(entry));
                return Err(builder.wrong(number, problem));
            };
            if !skip {
                builder.entry(*key, entry, number)?;
            }
        }
    }
    if conditions > 0 {
        builder.remark(format!("{conditions} categories with a condition on the next word are left out"));
    }
    builder.finish()
}

/// Reads the categories up to the second `%`: the number of the key by the number of the category.
fn categories<'t>(
    lines: &mut impl Iterator<Item = (&'t str, u64)>,
    builder: &mut Builder<'_>,
) -> Result<HashMap<String, usize>> {
    let mut categories = HashMap::new();
    // The categories that the line may be below: indentation and full name.
    let mut outer: Vec<(usize, String)> = Vec::new();
    let mut last = 1;
    for (line, number) in lines {
        last = number;
        if is_mark(line) {
            return Ok(categories);
        }
        if line.trim().is_empty() {
            continue;
        }
        let Some((id, name)) = line.trim().split_once(char::is_whitespace).filter(|(id, _)| is_number(id)) else {
            return Err(no_category(builder, line, number));
        };
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        outer.retain(|(own, _)| *own < indent);
        let name = joined(without_description(name.trim()));
        let name = outer.last().map_or(name.clone(), |(_, outer)| format!("{outer}.{name}"));
        let key = builder.new_key(&name, number)?;
        if categories.insert(plain(id).to_owned(), key).is_some() {
            return Err(builder.wrong(number, format!("the category number {id} occurs twice; number them apart")));
        }
        outer.push((indent, name));
    }
    Err(builder.wrong(last, "the file ends among its categories; write a line `%` after the last of them"))
}

fn no_category(builder: &Builder<'_>, line: &str, number: u64) -> Error {
    let wanted = "write a number, a tab and a name, or end the categories with a line `%`";
    builder.wrong(number, format!("found `{}` among the categories; {wanted}", shown(line)))
}

/// Whether a line is one of the two that enclose the categories.
fn is_mark(line: &str) -> bool {
    line.trim() == "%"
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}

/// A category number without leading zeros.
fn plain(id: &str) -> &str {
    let plain = id.trim_start_matches('0');
    if plain.is_empty() { id } else { plain }
}

/// The name before a description in round brackets.
fn without_description(name: &str) -> &str {
    match name.split_once('(') {
        Some((before, _)) if name.ends_with(')') && !before.trim().is_empty() => before.trim(),
        _ => name,
    }
}

/// The entry of a line, and the rest with its categories: from the first tab, or else from the first number or condition
/// after the first word.
fn split(line: &str) -> (&str, &str) {
    let line = line.trim();
    if let Some((entry, rest)) = line.split_once('\t') {
        return (entry.trim(), rest);
    }
    let mut begun = false;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if begun && before.is_whitespace() && (c.is_ascii_digit() || c == '(' || c == '<') {
            return (line.get(..at).unwrap_or("").trim(), line.get(at..).unwrap_or(""));
        }
        begun |= before.is_whitespace() && at > 0 || !c.is_whitespace();
        before = c;
    }
    (line, "")
}

/// The categories without those that have a condition, and the number of these.
fn without_conditions(rest: &str) -> (String, usize) {
    let mut kept = String::with_capacity(rest.len());
    let (mut conditions, mut closes, mut in_condition) = (0, None, false);
    for c in rest.chars() {
        match (closes, c) {
            (Some(end), _) if c == end => closes = None,
            (Some(_), _) => {}
            (None, '(') | (None, '<') => {
                closes = Some(if c == '(' { ')' } else { '>' });
                conditions += 1;
                in_condition = true;
            }
            (None, _) if c.is_whitespace() => {
                in_condition = false;
                kept.push(' ');
            }
            (None, _) if !in_condition => kept.push(c),
            (None, _) => {}
        }
    }
    (kept, conditions)
}

/// The beginning of a text, for a message.
fn shown(text: &str) -> String {
    text.trim().chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
