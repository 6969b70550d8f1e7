//! Learning curves for people.

use comfy_table::Table;
use stance::error::excerpt;
use stance::evaluate::{Interval, Scores};
use stance::train::{Curve, CurvePoint};

use super::text::{self, number};

/// For every head, the curve by statements and, where there are groups, by whole groups.
pub(crate) fn text(curve: &Curve) -> String {
    let mut out = String::new();
    for (name, head) in &curve.heads {
        out.push_str(&format!(
            "{}, growing by statements of all groups\n{}\n",
            excerpt(name),
            table(&head.by_statements)
        ));
        if !head.by_groups.is_empty() {
            out.push_str(&format!("{}, growing by whole groups\n{}\n", excerpt(name), table(&head.by_groups)));
        }
    }
    out
}

/// One row per point. Metrics that are undefined at every point have no column.
fn table(points: &[CurvePoint]) -> Table {
    let f_avg = points.iter().any(|p| p.scores.as_ref().is_some_and(|s| s.f_avg.is_some()));
    let metrics: Vec<&str> = ["accuracy", "macro_f1", "f_avg"].into_iter().filter(|m| f_avg || *m != "f_avg").collect();
    let mut header = vec!["statements".to_owned(), "groups".to_owned()];
    header.extend(metrics.iter().map(|m| format!("{m} (95 % interval)")));
    header.push("gain in macro_f1".to_owned());
    let mut table = text::table(header);
    for point in points {
        let mut row = vec![
            format!("{:.0}", point.statements),
            point.groups.map_or_else(|| "–".to_owned(), |groups| format!("{groups:.1}")),
        ];
        row.extend(
            metrics.iter().map(|metric| point.scores.as_ref().map_or_else(|| "–".to_owned(), |s| score(s, metric))),
        );
        let gain = point.gain.as_ref().and_then(|gain| gain.get("macro_f1"));
        row.push(gain.and_then(|g| g.difference.map(|d| (d, g.interval))).map_or_else(
            || "–".to_owned(),
            |(d, interval)| {
                format!("{d:+.3}{}", interval.map_or_else(String::new, |[a, b]| format!(" [{a:+.3}, {b:+.3}]")))
            },
        ));
        table.add_row(row);
    }
    table
}

fn score(scores: &Scores, metric: &str) -> String {
    let value = match metric {
        "accuracy" => scores.accuracy,
        "macro_f1" => scores.macro_f1,
        _ => scores.f_avg,
    };
    let interval: Option<Interval> = scores.intervals.get(metric).copied().flatten();
    number(value) + &interval.map_or_else(String::new, |[a, b]| format!(" [{a:.3}, {b:.3}]"))
}
