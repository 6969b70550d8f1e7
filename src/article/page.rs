//! Parses HTML within stated limits, so that no page takes more than time and memory in proportion to its length.

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink};

use super::attributes;
use crate::error::Place;
use crate::{Error, Result};

/// Elements inside each other. Browsers stop at 512 too.
const MOST_LEVELS: usize = 512;
/// Bytes that are parsed before the limits are looked at again. A chunk can hold a few hundred tags at most.
const CHUNK: usize = 1024;
/// Nodes of a page beyond one per byte. Only unclosed formatting, which is opened again in every block, makes more.
const SPARE_NODES: usize = 1024;

/// Parses a page; `place` is where it is, for errors.
///
/// # Errors
/// [`Error::Data`] if elements are nested more than [`MOST_LEVELS`] deep, a tag has more than
/// [`attributes::MOST_ATTRIBUTES`] attributes, or unclosed formatting makes more elements than the page has bytes.
pub(super) fn parse(source: &str, place: impl FnOnce() -> Place) -> Result<Html> {
    let fault = |at: usize, problem: String| Error::data(place().byte(at as u64), problem);
    if let Some(at) = attributes::tag_beyond_limit(source) {
        let most = attributes::MOST_ATTRIBUTES;
        return Err(fault(
            at,
            format!("a tag has more than {most} attributes; remove it, or read the page as plain text"),
        ));
    }
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut at = 0;
    while at < source.len() {
        let boundary = (at + CHUNK..source.len()).find(|end| source.is_char_boundary(*end));
        let end = boundary.unwrap_or(source.len());
        let Some(chunk) = source.get(at..end) else { break };
        parser.process(StrTendril::from_slice(chunk));
        let page = parser.tokenizer.sink.sink.0.borrow();
        let levels = page.tree.nodes().next_back().map_or(0, |last| last.ancestors().take(MOST_LEVELS + 1).count());
        if levels > MOST_LEVELS {
            let problem = format!(
                "elements are nested more than {MOST_LEVELS} deep; remove some, or read the page as plain text"
            );
            return Err(fault(end, problem));
        }
        if page.tree.nodes().len() > end + SPARE_NODES {
            let problem = "formatting that is never closed makes more elements than the page has bytes; close it, or read \
                           the page as plain text";
            return Err(fault(end, problem.to_owned()));
        }
        at = end;
    }
    Ok(parser.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(source: &str) -> String {
        parse(source, || Place::file("a.html")).err().map_or_else(String::new, |e| e.to_string())
    }

    #[test]
    fn a_page_nested_too_deep_is_refused_with_its_place() {
        let nested = |levels: usize| format!("{}deep{}", "<div>".repeat(levels), "</div>".repeat(levels));
        assert_eq!(problem(&nested(500)), "");
        let refused = problem(&nested(20_000));
        assert!(refused.starts_with("a.html, byte 3072: elements are nested more than 512 deep;"), "{refused}");
        let table = format!("<table>{}", "<b x>".repeat(3000));
        assert!(problem(&table).contains("nested more than 512 deep"), "elements moved out of a table");
    }

    #[test]
    fn formatting_that_is_opened_again_in_every_block_is_refused() {
        let open: String = (0..400).map(|i| format!("<b id={i}>")).collect();
        let refused = problem(&format!("<p>{open}{}", "<p>a".repeat(5000)));
        assert!(refused.contains("never closed"), "{refused}");
        assert_eq!(problem(&format!("<p><b>{}", "<p>a".repeat(5000))), "");
    }

    #[test]
    fn a_page_is_parsed_as_if_it_were_in_one_piece() {
        let page = format!(
            "<p title='{}'>é “words” &amp; more{}<script>a<b</script>\r\n<!-- {} -->",
            "x".repeat(1500),
            " é&lt;".repeat(900),
            "–".repeat(900)
        );
        let parsed = parse(&page, Place::default).unwrap();
        assert_eq!(parsed.html(), Html::parse_document(&page).html());
    }
}
