//! Reads Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block_quote::BlockQuote;
use super::places::Piece;
use crate::ByteSpan;

/// The text of a Markdown file, and where its pieces are written. Front matter, code blocks, images and HTML are left out;
/// blocks are set apart by an empty line, line breaks inside a paragraph become spaces. A block quotation gets quotation marks,
/// one at the head of each of its paragraphs.
pub(super) fn read(source: &str) -> (String, Vec<Piece>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut page = Page::default();
    // Number of open elements that are left out.
    let mut hidden = 0usize;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        let written = ByteSpan::new(range.start, range.end);
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::MetadataBlock(_) | Tag::HtmlBlock) => hidden += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock) => {
                hidden = hidden.saturating_sub(1);
            }
            Event::Start(Tag::BlockQuote(_)) if hidden == 0 => page.quote.enter(),
            Event::End(TagEnd::BlockQuote(_)) if hidden == 0 => {
                page.close_quote(written);
                page.block();
            }
            Event::End(end) if is_block(end) => page.block(),
            _ if hidden > 0 => {}
            Event::Text(text) => page.add(&text, written, source),
            Event::Code(text) => page.add(&text, written, source),
            Event::SoftBreak => page.add(" ", written, source),
            Event::HardBreak => page.add("\n", written, source),
            Event::Rule => page.block(),
            _ => {}
        }
    }
    page.finish()
}

fn is_block(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

#[derive(Default)]
struct Page {
    text: String,
    pieces: Vec<Piece>,
    /// Whether a block has ended since the last text.
    ended: bool,
    /// The marks of a block quotation.
    quote: BlockQuote,
}

impl Page {
    fn block(&mut self) {
        self.ended = !self.text.is_empty();
        self.quote.next_block();
    }

    /// Adds the closing mark of a block quotation that was opened.
    fn close_quote(&mut self, written: ByteSpan) {
        if self.quote.leave() {
            self.push_mark('”', written.end());
        }
    }

    /// Adds a mark that is not in the file; `source` is where it would be.
    fn push_mark(&mut self, mark: char, source: usize) {
        let at = ByteSpan::new(source, source);
        self.pieces.push(Piece { at: self.text.len(), source: at, verbatim: false });
        self.text.push(mark);
    }

    fn add(&mut self, words: &str, written: ByteSpan, source: &str) {
        if words.is_empty() {
            return;
        }
        if std::mem::take(&mut self.ended) {
            let at = ByteSpan::new(written.start(), written.start());
            self.pieces.push(Piece { at: self.text.len(), source: at, verbatim: false });
            self.text.push_str("\n\n");
        }
        if self.quote.opens(words) {
            self.push_mark('“', written.start());
        }
        let verbatim = written.of(source) == words;
        self.pieces.push(Piece { at: self.text.len(), source: written, verbatim });
        self.text.push_str(words);
    }

    fn finish(self) -> (String, Vec<Piece>) {
        (self.text, self.pieces)
    }
}
