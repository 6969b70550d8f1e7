//! Counts text and links of HTML elements, to recognise menus: elements that consist almost only of links.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

/// Counts for one element and everything in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amount {
    /// Number of characters of text without white space.
    pub(super) text: usize,
    /// Number of these in links.
    linked: usize,
    /// Number of links.
    links: usize,
}

impl Amount {
    /// Characters of text outside links.
    pub(super) fn unlinked(&self) -> usize {
        self.text.saturating_sub(self.linked)
    }

    /// Three links or more that hold four fifths of the text.
    pub(super) fn is_menu(&self) -> bool {
        self.links >= 3 && self.linked * 5 >= self.text * 4
    }
}

/// Counts for every element of a page. Text of scripts and styles is not counted.
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
