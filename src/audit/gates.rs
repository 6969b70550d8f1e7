//! Quality gates: limits on what an audit may find.

use serde::Serialize;

use super::Audit;
use super::baselines::TEXT_SHORTCUTS;

/// The limit of each gate; `None` turns a gate off.
#[derive(Clone, Debug, PartialEq)]
pub struct Gates {
    /// Duplicate rows. Default 0.
    pub duplicates: Option<u64>,
    /// Near-duplicate rows. Default 0.
    pub near_duplicates: Option<u64>,
    /// Rows in conflict with an earlier one. Default 0.
    pub conflicts: Option<u64>,
    /// Rows with an equal or near row in the other split, and groups in both splits. Default 0.
    pub leaks: Option<u64>,
    /// Rows with an equal or near earlier row of another group. Default 0.
    pub group_leaks: Option<u64>,
    /// Confounds. Default 0.
    pub leans: Option<u64>,
    /// Rows of the largest class divided by those of the smallest, in any head. Default 10.
    pub imbalance: Option<f64>,
    /// The smallest number of rows in any cell of a cross table of two heads. Default: off.
    pub min_cell: Option<u64>,
    /// Share of suspected label errors, in any head. Default 0.25.
    pub doubtful: Option<f64>,
    /// The kappa of a model of length, function words or names as a share of that of the words, in any head. Default
    /// 0.9.
    pub shortcut: Option<f64>,
    /// Cramér's V of two heads. Default 0.8.
    pub association: Option<f64>,
}

impl Default for Gates {
    fn default() -> Self {
        Self {
            duplicates: Some(0),
            near_duplicates: Some(0),
            conflicts: Some(0),
            leaks: Some(0),
            group_leaks: Some(0),
            leans: Some(0),
            imbalance: Some(10.0),
            min_cell: None,
            doubtful: Some(0.25),
            shortcut: Some(0.9),
            association: Some(0.8),
        }
    }
}

/// A gate and its outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gate {
    /// Its name.
    pub gate: &'static str,
    /// Where: a head, a cell or a baseline; empty for the data as a whole.
    pub at: String,
    /// The value found.
    pub found: f64,
    /// The largest value that passes; for `min-cell` the smallest.
    pub limit: f64,
    /// Whether it passes.
    pub passed: bool,
}

impl Gates {
    /// Checks an audit against these gates. There is one outcome per gate that is set and was audited, by the worst
    /// head.
    pub fn check(&self, audit: &Audit) -> Vec<Gate> {
        let overlaps = &audit.overlaps;
        let mut out = Vec::new();
        let mut most = |gate, at: String, found: f64, limit: Option<f64>| {
            out.extend(limit.map(|limit| Gate { gate, at, found, limit, passed: found <= limit }));
        };
        let count = |limit: Option<u64>| limit.map(|l| l as f64);
        let rows = |n: usize| n as f64;
        most("duplicates", String::new(), rows(overlaps.duplicates.len()), count(self.duplicates));
        most("near-duplicates", String::new(), rows(overlaps.near_duplicates.len()), count(self.near_duplicates));
        most("conflicts", String::new(), rows(overlaps.conflicts.len()), count(self.conflicts));
        if audit.against_rows.is_some() {
            let leaks = overlaps.leaks.len() + overlaps.shared_groups.len();
            most("leaks", String::new(), rows(leaks), count(self.leaks));
        }
        if audit.groups.is_some() {
            most("group-leaks", String::new(), rows(overlaps.group_leaks.len()), count(self.group_leaks));
        }
        most("leans", String::new(), rows(audit.leans.found.len()), count(self.leans));
        let heads = audit.balance.heads.iter();
        if let Some((head, found)) = worst(heads.map(|(head, rows)| (head.clone(), rows.imbalance))) {
            most("imbalance", head, found, self.imbalance);
        }
        let tables = audit.balance.tables.iter();
        if let Some((at, found)) = worst(tables.map(|table| (table.heads.join(" × "), table.association))) {
            most("association", at, found, self.association);
        }
        if let Some(models) = &audit.models {
            let doubtful = models.heads.iter().map(|(head, found)| (head.clone(), found.doubts.share));
            if let Some((head, found)) = worst(doubtful) {
                most("doubtful", head, found, self.doubtful);
            }
            let shortcuts = models.heads.iter().flat_map(|(head, found)| {
                let views = found.views.iter().filter(|v| TEXT_SHORTCUTS.contains(&v.view.as_str()));
                views.map(move |view| (format!("{head} by {}", view.view), view.share_of_words))
            });
            if let Some((at, found)) = worst(shortcuts) {
                most("shortcut", at, found, self.shortcut);
            }
        }
        out.extend(self.min_cell.and_then(|limit| smallest_cell(audit, limit)));
        out
    }
}

/// The entry with the largest number, the first of equal ones.
fn worst(entries: impl Iterator<Item = (String, Option<f64>)>) -> Option<(String, f64)> {
    entries.filter_map(|(at, found)| Some((at, found?))).reduce(|a, b| if b.1 > a.1 { b } else { a })
}

fn smallest_cell(audit: &Audit, limit: u64) -> Option<Gate> {
    let cells = audit.balance.tables.iter().flat_map(|table| {
        let rows = table.cells.iter();
        rows.flat_map(|(a, row)| row.iter().map(move |(b, n)| (format!("{a} × {b}"), *n)))
    });
    let (at, found) = cells.reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    Some(Gate { gate: "min-cell", at, found: found as f64, limit: limit as f64, passed: found >= limit })
}
