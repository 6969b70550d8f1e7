//! Statements given with `--text`.

use stance::Result;

use super::files::Files;
use super::item::{Batch, Input, Item, OfFile, Origin, Section, Shape, Source, Visitor};

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

    fn fill(&mut self, batch: &mut Statements) -> bool {
        batch.texts = self.texts.take().unwrap_or_default();
        !batch.texts.is_empty()
    }
}

/// All of them.
#[derive(Default)]
pub(crate) struct Statements {
    texts: Vec<String>,
    of_file: OfFile,
}

impl Batch for Statements {
    fn of_file(&mut self) -> &mut OfFile {
        &mut self.of_file
    }

    fn items(&mut self, visitor: &mut dyn Visitor) -> Result<()> {
        visitor.begin();
        visitor.section(&Section { title: "Command line", article: None, continued: false });
        for (k, text) in self.texts.iter().enumerate() {
            let origin = Origin { file: "", record: None };
            visitor.item(&Item { text, number: k + 1, target: None, origin, source: Source::Text })?;
        }
        Ok(())
    }
}
