//! Writes predictions for the scorer of direct quotations; only on request, with data that is not part of this repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::{env, fs, path::Path};

use stance::quotation::{Options, evidence, extract};
use stance::span::CodePoints;

/// Reads `text/*.txt` in the folder named by `STANCE_POLNEAR`, writes `predictions.jsonl` (or the file named by
/// `STANCE_PREDICTIONS`) and prints the speed.
#[test]
#[ignore = "needs a folder of articles in STANCE_POLNEAR"]
fn predictions_are_written_for_the_scorer() {
    let Ok(folder) = env::var("STANCE_POLNEAR") else {
        eprintln!("skipped: STANCE_POLNEAR is not set");
        return;
    };
    let out = env::var("STANCE_PREDICTIONS").unwrap_or_else(|_| "predictions.jsonl".into());
    let mut paths: Vec<_> = fs::read_dir(Path::new(&folder).join("text")).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let articles: Vec<(String, String)> = paths
        .iter()
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(p).unwrap()))
        .collect();
    let mut lines = String::new();
    for (name, text) in &articles {
        let points = CodePoints::new(text);
        for s in extract(text, &Options::default()).statements {
            let spans: Vec<_> = s.spans.iter().map(|x| points.span(*x)).collect();
            let mention = s.speaker.as_ref().map(|m| points.span(m.span));
            let row = serde_json::json!({
                "file": name, "spans": spans, "kind": s.kind, "text": s.text,
                "speaker_start": mention.map(|m| m.0), "speaker_end": mention.map(|m| m.1),
                "speaker_name": s.speaker.as_ref().map(|m| &m.name), "speaker_role": s.speaker.as_ref().map(|m| &m.role),
                "cue": s.cue.map(|c| c.of(text)), "flags": s.flags, "construction": s.construction,
                "speaker_confidence": s.confidence, "evidence": evidence(text, &s).to_vec(),
            });
            writeln!(lines, "{row}").unwrap();
        }
    }
    fs::write(out, lines).unwrap();
    let bytes: usize = articles.iter().map(|a| a.1.len()).sum();
    let rounds = 5;
    let start = std::time::Instant::now();
    let mut count = 0;
    for _ in 0..rounds {
        count += articles.iter().map(|a| extract(&a.1, &Options::default()).statements.len()).sum::<usize>();
    }
    let seconds = start.elapsed().as_secs_f64();
    eprintln!(
        "{} articles, {} statements, {:.1} MB/s",
        articles.len(),
        count / rounds,
        (bytes * rounds) as f64 / 1e6 / seconds
    );
}
