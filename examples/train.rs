//! Trains a model on rows in memory and labels a new text: `cargo run --example train`.

use stance::corpus::{Faults, Format, LabelledOptions, read_labelled};
use stance::train::{CalibrationMode, Search, TrainOptions, train};
use stance::{Classifier, Result};

const ROWS: &str = "text,label
keep the limits in place,for
these limits protect us,for
the limits are needed,for
we must keep them,for
lift the ban now,against
this ban hurts us,against
the ban has failed,against
drop it at once,against
";

fn main() -> Result<()> {
    let columns = LabelledOptions { labels: vec!["label".to_owned()], ..LabelledOptions::default() };
    let rows = read_labelled(ROWS.as_bytes(), Format::Csv, "rows in memory", Faults::Stop, &columns)?;
    // Eight rows are too few to choose options or to calibrate.
    let options = TrainOptions { search: Search::Off, calibration: CalibrationMode::None, ..TrainOptions::default() };
    let classifier = Classifier::new(train(&rows, &options, Vec::new())?.model)?;
    let labels = classifier.classify("keep these limits")?;
    println!("{} ({:.2})", labels["label"].label(), labels["label"].probability());
    Ok(())
}
