//! The page on which coders label statements, without a model.

use askama::Template;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::page::{self, Frame, counted};
use super::{class_style, codebook};
use crate::Result;

/// A sheet of statements to be labelled by hand.
#[derive(Clone, Debug, Default)]
pub struct CodingPage {
    /// The page's title.
    pub title: String,
    /// The columns of the sheet. The page saves them all, and a column `coder`.
    pub columns: Vec<String>,
    /// The rows of the sheet, one cell per column.
    pub rows: Vec<Vec<String>>,
    /// The position of the statement among the columns.
    pub text: usize,
    /// Positions of columns that are shown with the statement.
    pub shown: Vec<usize>,
    /// The label columns to fill in.
    pub heads: Vec<CodingHead>,
    /// The codebook, in Markdown.
    pub codebook: Option<String>,
    /// Whether the file that the page saves begins with a byte-order mark.
    pub bom: bool,
}

/// A label column to fill in.
#[derive(Clone, Debug, Default)]
pub struct CodingHead {
    /// Its name.
    pub name: String,
    /// Its position among the columns.
    pub column: usize,
    /// The question, if there is one.
    pub question: Option<String>,
    /// The classes to choose from, each with its meaning if that is known.
    pub classes: Vec<(String, Option<String>)>,
}

#[derive(Template)]
#[template(path = "coding.html", config = "src/report/askama.toml")]
struct View<'p> {
    frame: Frame,
    title: &'p str,
    summary: String,
    heads: Vec<HeadView<'p>>,
    codebook: Option<String>,
    sheet: String,
}

struct HeadView<'p> {
    name: &'p str,
    question: Option<&'p str>,
    classes: Vec<ClassView<'p>>,
    has_meanings: bool,
}

impl View<'_> {
    /// Whether the meaning of a class is known.
    fn has_meanings(&self) -> bool {
        self.heads.iter().any(|head| head.has_meanings)
    }
}

struct ClassView<'p> {
    name: &'p str,
    meaning: Option<&'p str>,
    tone: &'static str,
    /// The key that chooses it; the first ten classes have one.
    key: Option<char>,
}

/// What the page's script reads.
#[derive(Serialize)]
struct Sheet<'p> {
    columns: &'p [String],
    rows: &'p [Vec<String>],
    text: usize,
    shown: &'p [usize],
    heads: Vec<SheetHead<'p>>,
    bom: bool,
    /// Identifies the sheet where the browser keeps its labels.
    key: String,
}

#[derive(Serialize)]
struct SheetHead<'p> {
    name: &'p str,
    column: usize,
    classes: Vec<&'p str>,
}

/// The keys of the first ten classes.
const KEYS: [char; 10] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

impl CodingPage {
    /// The page as one self-contained HTML file.
    ///
    /// # Errors
    /// [`crate::Error::Io`] if rendering fails.
    pub fn render(&self) -> Result<String> {
        let heads = self.heads.iter().map(|head| SheetHead {
            name: &head.name,
            column: head.column,
            classes: head.classes.iter().map(|(class, _)| class.as_str()).collect(),
        });
        let mut sheet = Sheet {
            columns: &self.columns,
            rows: &self.rows,
            text: self.text,
            shown: &self.shown,
            heads: heads.collect(),
            bom: self.bom,
            key: String::new(),
        };
        let digest = Sha256::digest(json(&sheet).as_bytes());
        sheet.key = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        page::render(&View {
            frame: Frame::coding(),
            title: &self.title,
            summary: format!("{} to label.", counted(self.rows.len(), "statement")),
            heads: self.heads.iter().map(head).collect(),
            codebook: self.codebook.as_deref().map(codebook::html),
            sheet: json(&sheet),
        })
    }
}

fn json(sheet: &Sheet<'_>) -> String {
    let text = serde_json::to_string(sheet);
    debug_assert!(text.is_ok(), "strings and numbers can be written");
    text.unwrap_or_default()
}

fn head(head: &CodingHead) -> HeadView<'_> {
    let names: Vec<String> = head.classes.iter().map(|(class, _)| class.clone()).collect();
    let classes = head.classes.iter().enumerate().map(|(at, (name, meaning))| ClassView {
        name,
        meaning: meaning.as_deref(),
        tone: class_style::of(&names, at),
        key: KEYS.get(at).copied(),
    });
    let has_meanings = head.classes.iter().any(|(_, meaning)| meaning.is_some());
    HeadView { name: &head.name, question: head.question.as_deref(), classes: classes.collect(), has_meanings }
}
