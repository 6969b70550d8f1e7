//! Reads and writes tables: CSV, TSV and JSONL rows, labelled data, folds, and output files (feature `rows`).
//!
//! Reading is streaming. An error names the file, the record, the line and the column, and says what to do.
//!
//! ```
//! use stance::corpus::{Bom, Cell, Faults, Format, Row, RowReader, RowWriter};
//!
//! let mut reader = RowReader::new("text\nkeep it\n".as_bytes(), Format::Csv, "rows", Faults::Stop)?;
//! let mut writer = RowWriter::new(Vec::new(), "out", Format::Jsonl, &reader.header(), &["label"], Bom::Without)?;
//! let mut row = Row::default();
//! while reader.read(&mut row)? {
//!     writer.write(&row, &[Cell::Text("support")])?;
//! }
//! assert_eq!(writer.finish()?, b"{\"text\":\"keep it\",\"label\":\"support\"}\n");
//! # Ok::<(), stance::Error>(())
//! ```

mod columns;
mod delimiter;
#[cfg(feature = "encodings")]
mod encode;
mod encoding;
mod exports;
mod fields;
mod folds;
mod format;
mod gather;
mod gather_mark;
mod head;
mod ids;
mod json;
mod json_values;
mod label_cell;
mod labelled;
mod line_reader;
mod lines;
mod open;
mod output;
mod packing;
mod read;
mod read_labelled;
#[cfg(feature = "encodings")]
mod recognize;
mod row;
mod separated;
mod separated_writer;
#[cfg(feature = "spreadsheets")]
mod sheets;
mod source;
mod step;
mod table;
mod table_input;
mod text_row;
mod to_utf8;
#[cfg(feature = "encodings")]
mod transcoder;
#[cfg(feature = "folders")]
mod walk;
mod write;
#[cfg(feature = "compression")]
mod zstd_reader;

pub use columns::{ColumnChoice, LabelledOptions, Purpose};
pub use delimiter::Delimiter;
#[cfg(feature = "encodings")]
pub use encode::encode;
pub use encoding::Encoding;
pub use folds::{FOLD_SEED, Folds};
pub use format::Format;
pub use gather::LabelledBuilder;
pub use head::read_head;
pub use json_values::begins_as_json;
pub use labelled::{Announced, Extra, Groups, HeadLabels, Labelled, RowPlace, Targets};
pub use line_reader::LineReader;
pub use open::{open, open_seen, read_whole};
pub use output::Output;
pub use packing::unpacked_name;
pub use read::{Faults, RowReader, Rows};
pub use read_labelled::{read_all, read_labelled};
#[cfg(feature = "encodings")]
pub use recognize::looks_like;
pub use row::Row;
pub use source::RECORD_BYTES;
pub use table::{Field, Header};
pub use table_input::{ReadOptions, TableInput, is_spreadsheet, table_input};
pub use to_utf8::{Utf8Input, to_utf8};
#[cfg(feature = "folders")]
pub use walk::{Found, expand, others};
pub use write::{Bom, Cell, RowWriter};
