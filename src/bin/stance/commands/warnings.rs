//! What is said of labelled rows before the work begins.

use stance::audit::suspect_labels;
use stance::corpus::Labelled;
use stance::error::{agreeing, counted};
use stance::model::Model;
use stance::train::unknown_labels;

/// Warns, in one line, of labels that are surely no labels.
pub(crate) fn of_labels(labelled: &Labelled) {
    let found: Vec<String> = suspect_labels(labelled).iter().map(ToString::to_string).collect();
    if !found.is_empty() {
        say!("warning: labels that may not be meant: {}", found.join("; "));
    }
}

/// Warns of labels that the model does not know.
pub(crate) fn of_unknown_labels(model: &Model, labelled: &Labelled) {
    for unknown in unknown_labels(model, labelled).iter().filter(|unknown| !unknown.all) {
        let rows: u64 = unknown.labels.iter().map(|(_, rows)| rows).sum();
        say!(
            "warning: {}: {} labels that are no classes of the model and {} as wrong: {}; its classes are {}",
            unknown.head,
            counted(rows, "row") + agreeing(rows, " has", " have"),
            agreeing(rows, "counts", "count"),
            unknown.names(),
            unknown.known_names()
        );
    }
}
