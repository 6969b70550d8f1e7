//! Statements given with `--text`.

use stance::Result;

use super::files::Files;
use super::item::{Batch, Input, Item, Origin, Section, Shape, Source, Visitor};

/// Statements on the command line.
pub(crate) struct Texts {
    texts: Option<Vec<String>>,
}

impl Texts {
    pub(crate) fn new(texts: &[String]) -> Self {
        Self { texts: Some(texts.to_vec()) }
    }
}

impl Input for Texts {
    type Batch = Statements;

    fn shape(&self) -> Shape {
        Shape::Text
    }

    fn files(&self) -> Option<&Files> {
        None
    }

    fn fill(&mut self, batch: &mut Statements) -> Result<bool> {
        batch.0 = self.texts.take().unwrap_or_default();
        Ok(!batch.0.is_empty())
    }
}

/// All of them.
#[derive(Default)]
pub(crate) struct Statements(Vec<String>);

impl Batch for Statements {
    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        visitor.begin();
        visitor.section(&Section { title: "Command line", article: None, continued: false });
        for (k, text) in self.0.iter().enumerate() {
            let origin = Origin { file: "", record: None };
            visitor.item(&Item { text, number: k + 1, target: None, origin, source: Source::Text })?;
        }
        Ok(())
    }
}
