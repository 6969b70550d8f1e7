//! What a page shows, compared with what it should show.

use super::compare::Difference;
use crate::error::excerpt;
use scraper::{ElementRef, Html, Node};

/// Where the record is in a page.
pub(super) const RECORD: &str = "<script type=\"application/json\" id=\"record\">";

/// A text, or an attribute of an element, with where it is.
#[derive(PartialEq, Eq)]
struct Shown {
    place: String,
    words: String,
}

/// Where two pages differ, outside of their records: place, what one says, and what the other says.
pub(super) fn differences(then: &str, now: &str) -> Vec<Difference> {
    if without_record(then) == without_record(now) {
        return Vec::new();
    }
    let [then, now] = [then, now].map(|page| shown(&Html::parse_document(page)));
    let same = then.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let rest = |list: &[Shown]| list.len() - same;
    let tail = then.iter().rev().zip(now.iter().rev()).take(rest(&then).min(rest(&now)));
    let tail = tail.take_while(|(a, b)| a.words == b.words).count();
    let middle = |list: &'_ [Shown]| same..list.len() - tail;
    let (then, now) = (then.get(middle(&then)).unwrap_or(&[]), now.get(middle(&now)).unwrap_or(&[]));
    let mut out = Vec::new();
    for at in 0..then.len().max(now.len()) {
        let words = |own: Option<&Shown>| own.map_or("nothing".to_owned(), |own| format!("`{}`", excerpt(&own.words)));
        let (a, b) = (then.get(at), now.get(at));
        let place = a.or(b).map_or("", |own| own.place.as_str());
        if a.map(|own| &own.words) != b.map(|own| &own.words) {
            out.push(Difference { place: place.to_owned(), then: words(a), now: words(b) });
        }
    }
    if out.is_empty() {
        let [place, then, now] = ["the page", "other markup", "what this version writes"].map(str::to_owned);
        out.push(Difference { place, then, now });
    }
    out
}

/// A page without the contents of its record.
fn without_record(page: &str) -> (&str, &str) {
    let (before, rest) = page.split_once(RECORD).unwrap_or((page, ""));
    (before, rest.split_once("</script>").map_or("", |(_, after)| after))
}

/// All texts and attributes of a page in their order, those of the record left out.
fn shown(page: &Html) -> Vec<Shown> {
    let mut out = Vec::new();
    for node in page.tree.root().descendants() {
        match node.value() {
            Node::Text(text) if !text.trim().is_empty() => {
                let Some(parent) = node.parent().and_then(ElementRef::wrap) else { continue };
                if parent.attr("id") != Some("record") {
                    out.push(Shown { place: place(parent), words: text.trim().to_owned() });
                }
            }
            Node::Element(element) => {
                let Some(own) = ElementRef::wrap(node) else { continue };
                for (name, value) in element.attrs() {
                    out.push(Shown { place: format!("{}, {name}", place(own)), words: value.to_owned() });
                }
            }
            _ => {}
        }
    }
    out
}

/// Where an element is: its cell of a table, its item of a list, or its name.
fn place(element: ElementRef<'_>) -> String {
    let ancestors = || std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap));
    let find = |names: &[&str]| ancestors().find(|own| names.contains(&own.value().name()));
    if let Some(cell) = find(&["td", "th"]) {
        return cell_place(cell);
    }
    let Some(item) = find(&["li"]) else {
        let own = find(&["figcaption", "caption", "p", "h1", "h2", "h3", "style", "script", "title"]);
        return own.unwrap_or(element).value().name().to_owned();
    };
    let number = item.prev_siblings().filter(|own| own.value().is_element()).count() + 1;
    let list = item.parent().and_then(ElementRef::wrap).and_then(|list| list.attr("class")).unwrap_or("list");
    format!("{list}, item {number}")
}

/// The table, row and column of a cell.
fn cell_place(cell: ElementRef<'_>) -> String {
    let column = cell.prev_siblings().filter(|own| own.value().is_element()).count();
    let row = cell.parent().and_then(ElementRef::wrap);
    let table = cell.ancestors().filter_map(ElementRef::wrap).find(|own| own.value().name() == "table");
    let caption = table.and_then(|table| descendant(table, "caption")).map(words).unwrap_or_default();
    let head = table.and_then(|table| descendant(table, "thead")).and_then(|head| descendant(head, "tr"));
    let column = head.and_then(|head| children(head).nth(column)).map(words).unwrap_or_default();
    let names = row.into_iter().flat_map(children).filter(|own| own.value().name() == "th").map(words);
    let names: Vec<String> = names.collect();
    format!("table `{}`, row `{}`, column `{}`", excerpt(&caption), excerpt(&names.join(", ")), excerpt(&column))
}

fn children(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.children().filter_map(ElementRef::wrap)
}

fn descendant<'e>(element: ElementRef<'e>, name: &str) -> Option<ElementRef<'e>> {
    element.descendants().filter_map(ElementRef::wrap).find(|own| own.value().name() == name)
}

/// The words of an element.
fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
