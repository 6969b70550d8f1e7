//! The stored weights of the speaker's confidence are calibrated, and the model generalises.
//! `examples/fit_speaker_confidence` fits and writes them.

#[path = "../../examples/fit_speaker_confidence/gold.rs"]
mod gold;

use gold::{Row, fit, loss, probability, rows};

/// Fitted on other articles too, they need not be the best for these, but they must be right on average.
#[test]
fn the_stored_weights_are_calibrated_on_articles_of_our_own() {
    let (rows, missing) = rows().unwrap();
    let count = rows.len() as f64;
    let share = rows.iter().filter(|r| r.right).count() as f64 / count;
    let mean = rows.iter().map(|r| r.stored).sum::<f64>() / count;
    let constant = loss(rows.iter().map(|r| (share, r.right)));
    let stored = loss(rows.iter().map(|r| (r.stored, r.right)));
    assert!((mean - share).abs() < 0.03, "{share:.3} are right, {mean:.3} are expected");
    assert!(stored < constant - 0.02, "stored {stored:.4}, constant {constant:.4}: fit_speaker_confidence fits again");
    assert!(missing.len() * 20 <= rows.len(), "{missing:?} were not found or taken for terms");
}

#[test]
fn confidence_tells_right_from_wrong_speakers_in_articles_it_was_not_fitted_on() {
    let (rows, _) = rows().unwrap();
    let articles = rows.iter().map(|r| r.article).max().unwrap() + 1;
    let share = rows.iter().filter(|r| r.right).count() as f64 / rows.len() as f64;
    let mut pairs = Vec::new();
    for fold in 0..6 {
        let train: Vec<&Row> = rows.iter().filter(|r| r.article % 6 != fold).collect();
        let weights = fit(&train);
        pairs.extend(rows.iter().filter(|r| r.article % 6 == fold).map(|r| (probability(&weights, &r.x), r.right)));
    }
    let held_out = loss(pairs.iter().copied());
    let constant = loss(rows.iter().map(|r| (share, r.right)));
    assert!(articles >= 30 && held_out < constant, "{held_out:.3} is not below {constant:.3}");
}
