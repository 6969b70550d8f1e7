//! Fixed work whose instructions are counted by `benches/instructions.py`: `instructions STAGE TIMES`.
//!
//! Each stage runs `TIMES` times after its preparation, so that the difference between two runs is the work itself.

use std::hint::black_box;

use stance::classify::Classifier;
use stance::corpus::{Faults, LabelledOptions, read_all};
use stance::internals::{Analyzer, count, tokens};
use stance::model::Model;
use stance::quotation;
use stance::train::{CalibrationMode, Search, TrainOptions, train};
use stance::{Error, Result};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/training-data/export-controls.test.csv");
const ARTICLE: &str = include_str!("../examples/wire.txt");

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [stage, times] = args.as_slice() else { return Ok(()) };
    let times: usize = times.parse().map_err(|_| Error::options("TIMES", "is not a number"))?;
    let labelled = read_all(&[FILE], Faults::Stop, &LabelledOptions::default())?;
    let rows: Vec<usize> = (0..labelled.len().min(300)).collect();
    let part = labelled.subset(&rows);
    let options = TrainOptions { search: Search::Off, calibration: CalibrationMode::None, ..TrainOptions::default() };
    let analyzer = Analyzer::new(&options.text)?;
    let bytes = Model::shipped()?.to_bytes()?;
    let classifier = Classifier::new(Model::shipped()?)?;
    let target = classifier.default_target()?;
    let mut session = classifier.session();
    let mut done = 0;
    for text in &part.texts {
        done += session.classify(text, target)?.len();
    }
    for _ in 0..times {
        done += match stage.as_str() {
            "read" => read_all(&[FILE], Faults::Stop, &LabelledOptions::default())?.len(),
            "tokens" => part.texts.iter().map(|text| tokens(black_box(text)).count()).sum(),
            "count" => count(&part.texts, &analyzer, 1, 1)?.rows.len(),
            "classify" => {
                let labels = part.texts.iter().map(|text| Ok(session.classify(black_box(text), target)?.len()));
                labels.sum::<Result<usize>>()?
            }
            "explain" => {
                let reasons = part.texts.iter().map(|text| Ok(session.explain(black_box(text), target)?.len()));
                reasons.sum::<Result<usize>>()?
            }
            "extract" => quotation::extract(black_box(ARTICLE), &quotation::Options::default()).statements.len(),
            "first" => {
                let classifier = Classifier::new(Model::from_bytes(black_box(&bytes), "m")?)?;
                classifier.session().classify(&part.texts[0], target)?.len()
            }
            "load" => {
                let classifier = Classifier::new(Model::from_bytes(black_box(&bytes), "m")?)?;
                classifier.prepare();
                classifier.model().heads.len()
            }
            "train" => train(&part, &options, Vec::new())?.heads.len(),
            _ => return Err(Error::options("STAGE", format!("`{stage}` is not known"))),
        };
    }
    println!("{done}");
    Ok(())
}
