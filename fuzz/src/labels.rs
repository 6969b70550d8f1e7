//! The whole way with the shipped model: article → statements → labels → rows in every format.

use std::sync::OnceLock;

use stance::article::{Article, Syntax};
use stance::classify::Classifier;
use stance::columns::{PredictionColumns, PredictionOptions, PredictionRow, STATEMENT, StatementRow};
use stance::corpus::{Bom, Cell, Faults, Format, Header, Row, RowReader, RowWriter};
use stance::error::Place;
use stance::quotation::{self, Indirect, Options};

use crate::mixture::{Of, text};

/// Labels the statements of an article and writes them; what is written reads back with the same number of rows.
pub fn classify(data: &[u8]) {
    static SHIPPED: OnceLock<Classifier> = OnceLock::new();
    let classifier = SHIPPED.get_or_init(|| Classifier::shipped().expect("the shipped model"));
    let syntax =
        [Syntax::Plain, Syntax::Html, Syntax::Markdown][data.first().map_or(0, |kind| usize::from(*kind) / 2 % 3)];
    let of = [Of::News, Of::Page, Of::Markdown][data.first().map_or(0, |kind| usize::from(*kind) / 2 % 3)];
    let Ok(article) = Article::parse(text(data, of), syntax, || Place::file("a")) else { return };
    let found = quotation::extract(article.text(), &Options { indirect: Indirect::Extract });
    let target = classifier.default_target().expect("the shipped model has one");
    let columns = PredictionColumns::new(
        classifier.model(),
        PredictionOptions { reasons: true, probabilities: true, ..PredictionOptions::default() },
    );
    let names: Vec<&str> = STATEMENT.iter().map(|column| column.name).chain(columns.names()).collect();
    let none = Header::new(Vec::new(), Place::file("a")).expect("no name is there twice");
    let formats = [Format::Csv, Format::Tsv, Format::Jsonl];
    let mut writers =
        formats.map(|format| RowWriter::new(Vec::new(), "a", format, &none, &names, Bom::Without).expect("memory"));
    let offsets = article.offsets();
    let mut session = classifier.session();
    let mut predicted = PredictionRow::default();
    for statement in &found.statements {
        let explanations = session.explain(&statement.text, target).expect("the target is there");
        let predictions = session.classify(&statement.text, target).expect("the target is there");
        for (explanation, prediction) in explanations.iter().zip(&predictions) {
            assert_eq!(&explanation.prediction, prediction, "{:?}", statement.text);
            let sum: f64 = prediction.probabilities.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9, "{prediction:?}");
            for reason in &explanation.reasons {
                assert!(statement.text.get(reason.span.start()..reason.span.end()).is_some(), "{reason:?}");
            }
        }
        let doubts = session.doubts(&statement.text);
        predicted.clear();
        predicted.explain(&statement.text, explanations);
        predicted.doubt(doubts);
        let row = StatementRow::new(statement, article.text(), |span| offsets.span(span));
        let cells: Vec<Cell<'_>> = row.cells().into_iter().chain(columns.cells(&predicted)).collect();
        for writer in &mut writers {
            writer.write_cells(&cells).expect("memory takes any row");
        }
    }
    for (writer, format) in writers.into_iter().zip(formats) {
        let bytes = writer.finish().expect("memory takes any row");
        if found.statements.is_empty() {
            continue;
        }
        let mut reader = RowReader::new(bytes.as_slice(), format, "a", Faults::Stop).expect("it was written");
        let (mut row, mut rows) = (Row::default(), 0);
        let text = reader.header().position("text").expect("the column is there");
        while reader.read(&mut row).expect("it was written") {
            assert_eq!(row.text(text), found.statements[rows].text);
            rows += 1;
        }
        assert_eq!(rows, found.statements.len());
    }
}
