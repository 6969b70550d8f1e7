//! Text in memory → label on any labelled file: `cargo bench --bench texts -- MODEL FILE.csv LABEL`.
//!
//! Prints one line of JSON: the number of statements, their bytes, the CPU seconds of the fastest of seven passes over all
//! texts on one thread, and the accuracy, so that a fast wrong answer shows. Without arguments it does nothing, so that
//! `cargo bench` runs through.

use cpu_time::ThreadTime;
use stance::Result;
use stance::classify::{Classifier, Prediction};
use stance::corpus::{Faults, LabelledOptions, Purpose, read_all};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [model, file, label] = args.as_slice() else { return Ok(()) };
    let options =
        LabelledOptions { labels: vec![label.clone()], purpose: Purpose::Score, ..LabelledOptions::default() };
    let labelled = read_all(&[file], Faults::Stop, &options)?;
    let classifier = Classifier::open(model)?;
    let target = classifier.default_target()?;
    let head = classifier.model().heads.iter().position(|h| h.name == *label).unwrap_or(0);
    let classes = classifier.model().heads.get(head).map(|h| h.classes.clone()).unwrap_or_default();
    let mut session = classifier.session();
    let mut predictions: Vec<Prediction> = Vec::new();
    let mut right = 0;
    let mut least = f64::INFINITY;
    for _ in 0..7 {
        right = 0;
        let before = ThreadTime::now();
        for (row, text) in labelled.texts.iter().enumerate() {
            session.classify_into(text, target, &mut predictions)?;
            let said = predictions.get(head).and_then(|p| classes.get(p.class));
            let truth = labelled.heads.first().and_then(|h| h.classes.get((*h.labels.get(row)?)? as usize));
            right += usize::from(said.is_some() && said == truth);
        }
        least = least.min(before.elapsed().as_secs_f64());
    }
    let bytes: usize = labelled.texts.iter().map(String::len).sum();
    println!(
        "{{\"statements\": {}, \"bytes\": {bytes}, \"seconds\": {least:.6}, \"accuracy\": {:.4}}}",
        labelled.len(),
        right as f64 / labelled.len() as f64
    );
    Ok(())
}
