//! How much of each element's text is in links: what is nearly all links is a menu.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

/// Amounts of one element, what is inside it included.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amount {
    /// Characters of text, white space left out.
    pub(super) text: usize,
    /// Those in links.
    linked: usize,
    /// Links.
    links: usize,
}

impl Amount {
    /// Three links or more that hold four fifths of the text.
    pub(super) fn is_menu(&self) -> bool {
        self.links >= 3 && self.linked * 5 >= self.text * 4
    }
}

/// Counts every element of a page, scripts and styles apart.
pub(super) fn count(page: &Html) -> HashMap<NodeId, Amount> {
    let mut amounts = HashMap::new();
    let mut open: Vec<Amount> = Vec::new();
    let (mut in_link, mut unseen) = (0usize, 0usize);
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) => {
                    let seen = if unseen > 0 { 0 } else { text.chars().filter(|c| !c.is_whitespace()).count() };
                    if let Some(amount) = open.last_mut() {
                        amount.text += seen;
                        amount.linked += if in_link > 0 { seen } else { 0 };
                    }
                }
                Node::Element(element) => {
                    in_link += usize::from(element.name() == "a");
                    unseen += usize::from(is_unseen(element.name()));
                    open.push(Amount::default());
                }
                _ => {}
            },
            Edge::Close(node) => {
                let Node::Element(element) = node.value() else { continue };
                in_link -= usize::from(element.name() == "a");
                unseen -= usize::from(is_unseen(element.name()));
                let mut amount = open.pop().unwrap_or_default();
                amount.links += usize::from(element.name() == "a");
                amounts.insert(node.id(), amount);
                if let Some(outer) = open.last_mut() {
                    outer.text += amount.text;
                    outer.linked += amount.linked;
                    outer.links += amount.links;
                }
            }
        }
    }
    amounts
}

fn is_unseen(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript")
}
