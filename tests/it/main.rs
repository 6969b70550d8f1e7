//! Integration tests, in one binary: the program as a process, its pages, and what the library promises for quotations.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod growth;
mod pool;
mod process;

mod archives;
mod article_growth;
mod audit;
mod cli;
mod coding;
mod contract;
mod dictionary;
mod documents;
mod encodings;
mod extract;
mod files;
mod goldens;
mod habits;
mod hostile;
mod inputs;
mod learning;
mod options;
mod readme;
mod refusals;
mod report;
#[cfg(target_os = "linux")]
mod signals;
mod start;
mod stream;
mod summarize;
mod table_growth;
mod terminal;
mod tools;
mod verify;

mod polnear;
mod quotation;
mod quotation_properties;
mod speaker_confidence;
