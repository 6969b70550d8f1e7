//! Reads HTML: the text that a reader of the article sees.

use std::collections::HashMap;

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node};

use super::block_quote::BlockQuote;
use super::links::{self, Amount};
use super::page;
use crate::Result;
use crate::error::Place;

/// The text of a page. Blocks are separated by an empty line; white space is collapsed.
///
/// Scripts, styles, menus, forms, page headers and footers, hidden elements and lists of links are left out. If the
/// page marks the article (`itemprop="articleBody"`, `article`, `main`), only that part is read. Text in `q` gets the
/// quotation marks that browsers show.
///
/// # Errors
/// See [`page::parse`].
pub(super) fn read(source: &str, place: impl FnOnce() -> Place) -> Result<String> {
    let page = page::parse(source.strip_prefix('\u{FEFF}').unwrap_or(source), place)?;
    let amounts = links::count(&page);
    let mut text = Text::default();
    for root in roots(&page, &amounts) {
        walk(root, &amounts, &mut text);
        text.block();
    }
    Ok(text.out)
}

/// The elements that hold the article have at least this part of a page's words, as one of so many.
const SMALLEST_SHARE: usize = 3;

/// The parts of the page that hold the article, outermost first, in document order.
fn roots<'a>(page: &'a Html, amounts: &HashMap<NodeId, Amount>) -> Vec<NodeRef<'a, Node>> {
    let body = |e: &Element| e.attr("itemprop").is_some_and(|p| p.split_whitespace().any(|p| p == "articleBody"));
    let article = |e: &Element| e.name() == "article" || e.attr("role") == Some("article");
    let main = |e: &Element| e.name() == "main" || e.attr("role") == Some("main");
    let found = [outermost(page, &body), outermost(page, &article), outermost(page, &main)];
    // Words outside links: cards of other articles are nearly all links.
    let size = |n: &NodeRef<'_, Node>| amounts.get(&n.id()).map_or(0, Amount::unlinked);
    let page_size: usize = page.tree.root().children().map(|n| size(&n)).sum();
    for nodes in found {
        let all: usize = nodes.iter().map(size).sum();
        // Comments and cards may be in `article` elements while the story is not.
        if all * SMALLEST_SHARE < page_size {
            continue;
        }
        // Beside the article there may be cards of others: one that holds most of the words is meant.
        if let Some(most) = nodes.iter().find(|n| size(n) * 2 > all) {
            return vec![*most];
        }
        if all > 0 {
            return nodes;
        }
    }
    vec![page.tree.root()]
}

/// The elements that fit and are not inside another one that fits.
fn outermost<'a>(page: &'a Html, fits: &dyn Fn(&Element) -> bool) -> Vec<NodeRef<'a, Node>> {
    let mut out: Vec<NodeRef<'a, Node>> = Vec::new();
    each(page.tree.root(), |node, entered| {
        let found = node.value().as_element().is_some_and(fits);
        if found && entered {
            out.push(node);
        }
        !found
    });
    out
}

/// Walks the nodes under `root` without recursion. Calls `visit` when a node is entered (`true`) and when it is left;
/// on entering, its result says whether to visit the children.
fn each<'a>(root: NodeRef<'a, Node>, mut visit: impl FnMut(NodeRef<'a, Node>, bool) -> bool) {
    let mut at = root;
    loop {
        let inside = visit(at, true);
        if let Some(child) = at.first_child().filter(|_| inside) {
            at = child;
            continue;
        }
        loop {
            visit(at, false);
            if at.id() == root.id() {
                return;
            }
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            match at.parent() {
                Some(parent) => at = parent,
                None => return,
            }
        }
    }
}

/// Adds the text under `root`.
fn walk(root: NodeRef<'_, Node>, amounts: &HashMap<NodeId, Amount>, text: &mut Text) {
    each(root, |node, entered| match node.value() {
        Node::Text(words) => {
            if entered {
                text.add(words);
            }
            false
        }
        Node::Element(element) => {
            if node.id() != root.id() && dropped(node, element, amounts) {
                return false;
            }
            if entered {
                text.open(element.name());
            } else {
                text.close(element.name());
            }
            true
        }
        _ => true,
    });
}

/// Whether an element does not belong to the text of the article.
fn dropped(node: NodeRef<'_, Node>, element: &Element, amounts: &HashMap<NodeId, Amount>) -> bool {
    match element.name() {
        "head" | "script" | "style" | "noscript" | "template" | "nav" | "aside" | "form" | "button" | "select"
        | "textarea" | "input" | "label" | "iframe" | "object" | "svg" | "math" | "canvas" | "video" | "audio"
        | "dialog" | "menu" => return true,
        // An article's own header holds its headline; a page's holds menus.
        "footer" if within(node, &["blockquote"]) => {}
        "header" | "footer" => return !within(node, &["article", "main"]) || element.name() == "footer",
        "ul" | "ol" | "dl" | "div" | "section" | "p" | "table"
            if amounts.get(&node.id()).is_some_and(Amount::is_menu) =>
        {
            return true;
        }
        _ => {}
    }
    let role = element.attr("role").unwrap_or("");
    let invisible = |style: &str| {
        let plain: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        plain.contains("display:none") || plain.contains("visibility:hidden")
    };
    element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element.attr("style").is_some_and(invisible)
        || matches!(
            role,
            "navigation"
                | "banner"
                | "contentinfo"
                | "complementary"
                | "search"
                | "menu"
                | "menubar"
                | "dialog"
                | "form"
        )
}

/// Whether a node lies inside an element with one of these names.
fn within(node: NodeRef<'_, Node>, names: &[&str]) -> bool {
    node.ancestors().any(|n| n.value().as_element().is_some_and(|e| names.contains(&e.name())))
}

/// The text so far.
#[derive(Default)]
struct Text {
    out: String,
    /// Whether there was white space since the last word.
    space: bool,
    /// What separates the last words from the next.
    gap: Gap,
    /// The marks of a block quotation.
    quote: BlockQuote,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Line,
    Block,
}

impl Text {
    fn block(&mut self) {
        self.gap = Gap::Block;
        self.quote.next_block();
    }

    fn open(&mut self, name: &str) {
        match name {
            "br" => self.gap = self.gap.max(Gap::Line),
            "q" => self.word('“'),
            "blockquote" => {
                self.block();
                self.quote.enter();
            }
            "cite" | "footer" if self.quote.inside() => {
                if self.quote.ends_before_source() {
                    self.out.push('”');
                }
                self.block();
                self.word('—');
                self.space = true;
            }
            _ if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "q" => {
                self.space = false;
                self.word('”');
            }
            "td" | "th" => self.space = true,
            "blockquote" => {
                if self.quote.leave() {
                    self.out.push('”');
                }
                self.block();
            }
            _ if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn add(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                // Soft hyphens and invisible characters.
                '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => {}
                c if c.is_whitespace() => self.space = true,
                c => self.word(c),
            }
        }
    }

    fn word(&mut self, c: char) {
        if !self.out.is_empty() {
            self.out.push_str(match self.gap {
                Gap::Block => "\n\n",
                Gap::Line => "\n",
                Gap::None if self.space => " ",
                Gap::None => "",
            });
        }
        (self.gap, self.space) = (Gap::None, false);
        let mut written = [0; 4];
        if self.quote.opens(c.encode_utf8(&mut written)) {
            self.out.push('“');
        }
        self.out.push(c);
    }
}

/// Block-level elements.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "blockquote"
            | "body"
            | "caption"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tr"
            | "ul"
    )
}
