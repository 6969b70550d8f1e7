//! Fixed work whose instructions are counted by `benches/instructions.py`: `instructions STAGE TIMES`.
//!
//! Each stage is done `TIMES` times after it was made ready; the difference between two runs is the work itself.

use std::hint::black_box;

use stance::classify::Classifier;
use stance::corpus::{Faults, LabelledOptions, read_all};
use stance::features::count;
use stance::model::Model;
use stance::quotation;
use stance::text::{Analyzer, tokens};
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
    let mut session = classifier.session();
    let mut done = part.texts.iter().map(|text| session.classify(text, 0).len()).sum::<usize>();
    for _ in 0..times {
        done += match stage.as_str() {
            "read" => read_all(&[FILE], Faults::Stop, &LabelledOptions::default())?.len(),
            "tokens" => part.texts.iter().map(|text| tokens(black_box(text)).count()).sum(),
            "count" => count(&part.texts, &analyzer, 1, 1)?.rows.len(),
            "classify" => part.texts.iter().map(|text| session.classify(black_box(text), 0).len()).sum(),
            "explain" => part.texts.iter().map(|text| session.explain(black_box(text), 0).len()).sum(),
            "extract" => quotation::extract(black_box(ARTICLE), &quotation::Options::default()).statements.len(),
            "first" => {
                let classifier = Classifier::new(Model::from_bytes(black_box(&bytes), "m")?)?;
                part.texts.iter().take(1).map(|text| classifier.session().classify(text, 0).len()).sum()
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
