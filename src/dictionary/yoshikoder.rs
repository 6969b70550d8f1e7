//! Yoshikoder's `.ykd`: XML in which categories (`cnode`) hold categories and patterns (`pnode`).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::builder::ReadDictionary;
use super::builder::{Builder, joined};
use crate::Result;

/// How deep categories may be nested.
const DEEPEST: usize = 16;

/// Reads it. The outermost category is the dictionary itself and takes no part in the names of keys, unless it has
/// patterns of its own.
pub(super) fn read(text: &str, file: &str) -> Result<ReadDictionary> {
    let nodes = nodes(text, file)?;
    let mut builder = Builder::new(file);
    let root_is_key = nodes.iter().any(|node| node.pattern.is_some() && node.path.len() < 2)
        || nodes.iter().filter(|node| node.path.len() == 1 && node.pattern.is_none()).count() > 1
        || !nodes.iter().any(|node| node.path.len() > 1);
    for node in &nodes {
        let path = if root_is_key { &node.path[..] } else { node.path.get(1..).unwrap_or(&[]) };
        if path.is_empty() {
            if node.pattern.is_some() {
                return Err(builder.wrong(node.line, "found a `pnode` outside of any `cnode`; put it into a category"));
            }
            continue;
        }
        let key = builder.key(&path.join("."), node.line)?;
        if let Some(pattern) = &node.pattern {
            builder.entry(key, pattern, node.line)?;
        }
    }
    builder.finish()
}

/// A category or a pattern.
struct Node {
    /// The names of the categories that it is in, a category's own name included, outermost first.
    path: Vec<String>,
    pattern: Option<String>,
    line: u64,
}

/// All categories and patterns, in the order of the file.
fn nodes(text: &str, file: &str) -> Result<Vec<Node>> {
    let (mut nodes, mut path): (Vec<Node>, Vec<String>) = (Vec::new(), Vec::new());
    let mut reader = Reader::from_str(text);
    let (mut line, mut counted) = (1u64, 0usize);
    let wrong = |line: u64, problem: String| Builder::new(file).wrong(line, problem);
    loop {
        let event = reader.read_event();
        let at = (reader.buffer_position() as usize).min(text.len());
        let before = text.as_bytes().get(counted..at).unwrap_or(&[]);
        line += before.iter().filter(|b| **b == b'\n').count() as u64;
        counted = counted.max(at);
        let unreadable =
            |e: quick_xml::Error| wrong(line, format!("is not XML ({e}); save the dictionary again in Yoshikoder"));
        match event.map_err(unreadable)? {
            Event::Eof if path.is_empty() => return Ok(nodes),
            Event::Eof => return Err(wrong(line, "the file ends within a category; it is not complete".to_owned())),
            Event::Start(element) if element.local_name().as_ref() == "cnode" => {
                path.push(name(&element).map_err(|problem| wrong(line, problem))?);
                if path.len() > DEEPEST {
                    return Err(wrong(line, format!("categories are nested deeper than {DEEPEST}")));
                }
                nodes.push(Node { path: path.clone(), pattern: None, line });
            }
            Event::Empty(element) if element.local_name().as_ref() == "cnode" => {
                let own = name(&element).map_err(|problem| wrong(line, problem))?;
                nodes.push(Node { path: path.iter().cloned().chain([own]).collect(), pattern: None, line });
            }
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "pnode" => {
                let pattern = attribute(&element, "name").map_err(|problem| wrong(line, problem))?;
                nodes.push(Node { path: path.clone(), pattern: Some(pattern), line });
            }
            Event::End(element) if element.local_name().as_ref() == "cnode" => {
                path.pop();
            }
            _ => {}
        }
    }
}

/// The name of a category as part of a key's name.
fn name(element: &BytesStart<'_>) -> std::result::Result<String, String> {
    attribute(element, "name").map(|name| joined(&name))
}

fn attribute(element: &BytesStart<'_>, name: &str) -> std::result::Result<String, String> {
    let local = element.local_name();
    let missing = || format!("found `{}` without a `{name}`; give it one", AsRef::<str>::as_ref(&local));
    let found = element.try_get_attribute(name).map_err(|e| format!("found an attribute that is not XML ({e})"))?;
    let value = found.ok_or_else(missing)?;
    let text = value.normalized_value(quick_xml::XmlVersion::Implicit1_0);
    text.map(|text| text.into_owned()).map_err(|e| format!("found a name that is not XML ({e})"))
}
