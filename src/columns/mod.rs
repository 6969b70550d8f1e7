//! The output row of a labelled statement: names, types and cells of the columns that the program writes, that pages
//! save, and that the Python package returns.
//!
//! [`StatementRow`] has the columns of a statement found in an article ([`STATEMENT`]); [`PredictionColumns`] adds those
//! of a model's predictions, and [`PredictionRow`] holds the predictions of one statement.
//!
//! ```
//! use stance::article::{Article, Syntax};
//! use stance::columns::{STATEMENT, StatementRow};
//! use stance::corpus::Cell;
//! use stance::error::Place;
//! use stance::quotation::{Options, extract};
//!
//! let source = "“We oppose it,” said Ada Nowak.".to_owned();
//! let article = Article::parse(source, Syntax::Plain, || Place::file("a.txt"))?;
//! let offsets = article.offsets();
//! let found = extract(article.text(), &Options::default()).statements;
//! let row = StatementRow::new(&found[0], article.text(), |span| offsets.span(span));
//! let speaker = STATEMENT.iter().position(|column| column.name == "speaker_name").unwrap();
//! assert_eq!(row.cells()[speaker], Cell::Text("Ada Nowak"));
//! # Ok::<(), stance::Error>(())
//! ```

mod column;
mod keys;
mod prediction;
mod statement;

pub use column::{Column, Holds};
pub use keys::{KeyColumns, KeyRow};
pub use prediction::{
    PROBABILITY_DECIMALS, PredictionColumn, PredictionColumns, PredictionOptions, PredictionRow, is_blank,
};
pub use statement::{ACTOR, CONFIDENCE_DECIMALS, NO_STATEMENT, STATEMENT, StatementRow, actor_cells, hull};
