//! Numbers of a summary as its page shows them.

use super::numbers::{between, percent, percentage_points, signed};
use crate::estimate::{Cell, Comparison, Corrected, Summary};

/// The share that is shown: the corrected one where there is one.
pub(super) fn shown(corrected: Option<&Corrected>, naive: f64) -> f64 {
    corrected.map_or(naive, |own| own.value)
}

/// A number and its interval, blank where there is none.
pub(super) type Shown = (String, String);

/// The numbers of a cell, in the order of the table's header: documents, speakers, the shares, `unsure`, the position.
pub(super) fn of_cell(cell: &Cell, summary: &Summary) -> Vec<Shown> {
    let count = |count: u64| (count.to_string(), String::new());
    let mut cells = vec![count(cell.documents), count(cell.speakers)];
    let best = |corrected: Option<&Corrected>, naive: Option<f64>, show: fn(f64) -> String| match (corrected, naive) {
        (Some(own), _) => (show(own.value), own.interval.map_or(String::new(), |range| between(range, show))),
        (None, Some(naive)) if summary.corrected => (format!("naive {}", show(naive)), String::new()),
        (None, Some(naive)) => (show(naive), String::new()),
        (None, None) => ("–".to_owned(), String::new()),
    };
    cells.extend(cell.shares.iter().map(|share| best(share.corrected.as_ref(), Some(share.naive), percent)));
    cells.push(count(cell.unsure));
    if let Some(position) = &cell.position {
        cells.push(best(position.corrected.as_ref(), position.naive, signed));
    }
    cells
}

/// A difference: of what, naive, corrected, and its interval.
pub(super) fn of_comparison(own: &Comparison) -> [String; 4] {
    let show = if own.what == "position" { signed } else { percentage_points };
    let or_dash = |x: Option<f64>| x.map_or("–".to_owned(), show);
    let interval = own.interval.map_or("–".to_owned(), |range| between(range, show));
    [own.what.clone(), or_dash(own.naive), or_dash(own.difference), interval]
}
