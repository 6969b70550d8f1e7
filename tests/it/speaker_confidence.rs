//! The stored weights of the speaker's confidence are as good as freshly fitted ones, and the model generalises.
//! `examples/fit_speaker_confidence` fits and writes them.

#[path = "../../examples/fit_speaker_confidence/gold.rs"]
mod gold;

use gold::{Row, fit, loss, probability, rows};

#[test]
fn the_stored_weights_are_as_good_as_fitted_ones() {
    let (rows, missing) = rows().unwrap();
    let weights = fit(&rows.iter().collect::<Vec<&Row>>());
    let fitted = loss(rows.iter().map(|r| (probability(&weights, &r.x), r.right)));
    let stored = loss(rows.iter().map(|r| (r.stored, r.right)));
    assert!(
        stored < fitted + 0.01,
        "stored {stored:.4}, fitted {fitted:.4}: run `cargo run --release --example fit_speaker_confidence`"
    );
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
