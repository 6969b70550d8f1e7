//! Scores for people.

use std::collections::BTreeMap;

use stance::error::{counted, excerpt};
use stance::evaluate::{Interval, Report, Scores, WHOLE_CONFUSION};

use super::text::{self, cells, number};
use stance::train::SliceScores;

/// Pairs of classes that are listed as most confused.
const CONFUSED: usize = 20;

/// The scores of every head, then those of its slices.
pub(crate) fn text(report: &Report, slices: &SliceScores) -> String {
    let mut out = String::new();
    for (name, scores) in &report.heads {
        out.push_str(&format!("{}\n", table(name, scores)));
        for (by, values) in slices.get(name).into_iter().flatten() {
            out.push_str(&format!("{}\n", slice_table(name, by, values)));
        }
    }
    out
}

fn table(name: &str, scores: &Scores) -> String {
    let mut out = format!("{}: {}\n", excerpt(name), counted(scores.n, "row"));
    let mut metrics = text::table(["metric", "value", "95 % interval"]);
    let values = [
        ("accuracy", scores.accuracy),
        ("macro_f1", scores.macro_f1),
        ("f_avg", scores.f_avg),
        ("mcc", scores.mcc),
        ("log_loss", scores.log_loss),
        ("brier", scores.brier),
        ("ece", scores.ece),
    ];
    for (metric, value) in values {
        let interval: Option<&Interval> = scores.intervals.get(metric).and_then(|i| i.as_ref());
        let interval = interval.map_or("–".to_owned(), |[low, high]| format!("{low:.3} – {high:.3}"));
        metrics.add_row([metric.to_owned(), number(value), interval]);
    }
    if let (Some(coverage), Some(right)) = (scores.coverage, scores.accuracy_decided)
        && coverage < 1.0
    {
        metrics.add_row(["coverage".to_owned(), number(Some(coverage)), "–".to_owned()]);
        metrics.add_row(["accuracy_decided".to_owned(), number(Some(right)), "–".to_owned()]);
    }
    out.push_str(&format!("{metrics}\n"));
    let mut header =
        vec!["class".to_owned(), "precision".to_owned(), "recall".to_owned(), "F1".to_owned(), "support".to_owned()];
    let with_confusion = scores.per_class.len() <= WHOLE_CONFUSION;
    if with_confusion {
        header.extend(scores.per_class.keys().map(|class| format!("→ {class}")));
    }
    let mut classes = text::table(header);
    for (class, s) in &scores.per_class {
        let mut row = vec![class.clone(), number(s.precision), number(s.recall), number(s.f1), s.support.to_string()];
        let confused = scores.confusion.get(class);
        let counts =
            scores.per_class.keys().map(|to| confused.and_then(|c| c.get(to)).copied().unwrap_or(0).to_string());
        row.extend(counts.filter(|_| with_confusion));
        classes.add_row(cells(row));
    }
    out.push_str(&format!("{classes}\n"));
    if !with_confusion {
        out.push_str(&most_confused(scores));
    }
    out
}

/// The classes that are most often taken for others, for more classes than a table can show.
fn most_confused(scores: &Scores) -> String {
    let pairs = scores.confusion.iter().flat_map(|(truth, row)| row.iter().map(move |(to, rows)| (truth, to, *rows)));
    let mut wrong: Vec<_> = pairs.filter(|(truth, to, rows)| truth != to && *rows > 0).collect();
    wrong.sort_by_key(|(_, _, rows)| std::cmp::Reverse(*rows));
    let mut table = text::table(["most confused", "taken for", "rows"]);
    for (truth, to, rows) in wrong.into_iter().take(CONFUSED) {
        table.add_row(cells([truth.clone(), to.clone(), rows.to_string()]));
    }
    format!("{table}\n")
}

fn slice_table(name: &str, by: &str, values: &BTreeMap<String, Scores>) -> String {
    let mut table = text::table([by, "rows", "accuracy", "macro_f1"]);
    for (value, scores) in values {
        table.add_row(cells([value.clone(), scores.n.to_string(), number(scores.accuracy), number(scores.macro_f1)]));
    }
    format!("{} by {}\n{table}\n", excerpt(name), excerpt(by))
}
