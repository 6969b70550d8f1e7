//! An audit for people: a section per check, long lists cut short.

use stance::audit::{Audit, Balance, Confounds, Gate, HeadChecks, LabelErrors, Match, Overlaps, RowRef};
use stance::error::{counted, excerpt, listed};
use stance::evaluate::WHOLE_CONFUSION;

use super::text::{cells, count_or_share, number, table};

/// Characters of a statement that are shown.
const SHOWN: usize = 90;

/// The whole audit; lists show `most` entries.
pub(crate) fn text(audit: &Audit, gates: &[Gate], most: usize) -> String {
    let mut out = counted(audit.rows, "row");
    out.push_str(&audit.groups.map_or_else(String::new, |n| format!(" of {}", counted(n, "group"))));
    out.push_str(&audit.against_rows.map_or_else(String::new, |n| format!(", compared with {}", counted(n, "row"))));
    out.push_str("\n\n");
    out.push_str(&balance(&audit.balance));
    out.push_str(&overlaps(&audit.overlaps, most));
    out.push_str(&leans(&audit.leans, most));
    if let Some(models) = &audit.models {
        for (head, checks) in &models.heads {
            out.push_str(&views(head, checks, models.folds));
            out.push_str(&doubts(head, &checks.doubts, most));
        }
    }
    if let Some(why) = &audit.no_models {
        out.push_str(&format!("no checks that train models: {why}\n\n"));
    }
    out.push_str(&gate_table(gates));
    out
}

/// File, record and id, and the beginning of the statement.
fn row(row: &RowRef) -> String {
    let id = row.id.as_ref().map_or_else(String::new, |id| format!(" ({})", excerpt(id)));
    format!("{}, record {}{id}: {}", excerpt(&row.file), row.record, short(&row.text))
}

fn short(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", one_line.get(..end).unwrap_or("").trim_end()),
        None => one_line,
    }
}

fn and_more(shown: usize, all: usize) -> String {
    if all > shown {
        format!("  … and {} more (--show {all}, or --format json)\n", all - shown)
    } else {
        String::new()
    }
}

fn balance(balance: &Balance) -> String {
    let mut out = String::new();
    for (head, found) in &balance.heads {
        let classes: Vec<String> = found.classes.iter().map(|(class, n)| format!("{} {n}", excerpt(class))).collect();
        let unlabelled =
            if found.unlabelled > 0 { format!(", {} unlabelled", found.unlabelled) } else { String::new() };
        out.push_str(&format!("{}: {}{unlabelled}\n", excerpt(head), classes.join(", ")));
    }
    out.push('\n');
    for cross in &balance.tables {
        let [first, second] = &cross.heads;
        let association = cross.association.map_or_else(String::new, |v| format!("Cramér's V {v:.3}\n"));
        if cross.cells.len().max(cross.cells.values().map(|row| row.len()).max().unwrap_or(0)) > WHOLE_CONFUSION {
            out.push_str(&format!("{first} × {second}: too many classes for a table (--format json)\n{association}\n"));
            continue;
        }
        let columns: Vec<String> =
            cross.cells.values().next().map_or_else(Vec::new, |cells| cells.keys().cloned().collect());
        let mut counts = table(std::iter::once(format!("{first} × {second}")).chain(columns));
        for (class, row) in &cross.cells {
            counts.add_row(cells(std::iter::once(class.clone()).chain(row.values().map(u64::to_string))));
        }
        out.push_str(&format!("{counts}\n{association}\n"));
    }
    out
}

fn overlaps(found: &Overlaps, most: usize) -> String {
    let near = format!("near duplicates (word pairs alike by {} or more)", found.threshold);
    let lists: [(&str, &[Match]); 4] = [
        ("duplicates", &found.duplicates),
        (&near, &found.near_duplicates),
        ("copies across groups", &found.group_leaks),
        ("copies across the two splits", &found.leaks),
    ];
    let mut out = String::new();
    for (name, list) in lists {
        out.push_str(&format!("{name}: {}\n", list.len()));
        for pair in list.iter().take(most) {
            out.push_str(&format!("  {:.2}  {}\n     ~  {}\n", pair.similarity, row(&pair.row), row(&pair.of)));
        }
        out.push_str(&and_more(most, list.len()));
    }
    if !found.shared_groups.is_empty() {
        out.push_str(&format!(
            "groups in both splits: {}\n",
            listed(found.shared_groups.iter().map(|group| excerpt(group)))
        ));
    }
    out.push_str(&format!("conflicting labels: {}\n", found.conflicts.len()));
    for c in found.conflicts.iter().take(most) {
        out.push_str(&format!("  {:.2}  {} {}: {}\n", c.similarity, excerpt(&c.head), excerpt(&c.label), row(&c.row)));
        out.push_str(&format!("     ~  {} {}: {}\n", excerpt(&c.head), excerpt(&c.of_label), row(&c.of)));
    }
    out.push_str(&and_more(most, found.conflicts.len()));
    if !found.complete {
        out.push_str("there are too many copies to list them all; remove these and audit again\n");
    }
    out + "\n"
}

fn leans(found: &Confounds, most: usize) -> String {
    let mut out = format!(
        "confounds, names and column values of at least {1} rows of which a share above {0} has one label: {2} of {3} tested\n",
        found.cap,
        found.min_rows,
        found.found.len(),
        found.tested
    );
    if most > 0 && !found.found.is_empty() {
        let mut rows = table(["head", "where", "value", "rows", "groups", "label", "share", "of all", "p"]);
        for lean in found.found.iter().take(most) {
            rows.add_row(cells([
                lean.head.clone(),
                lean.column.clone().unwrap_or_else(|| "names".to_owned()),
                short(&lean.value),
                lean.rows.to_string(),
                lean.groups.map_or_else(|| "–".to_owned(), |n| n.to_string()),
                lean.label.clone(),
                format!("{:.3}", lean.share),
                format!("{:.3}", lean.base),
                format!("{:.1e}", lean.p),
            ]));
        }
        out.push_str(&format!("{rows}\n"));
    }
    out + &and_more(most, found.found.len()) + "\n"
}

fn views(head: &str, checks: &HeadChecks, folds: u64) -> String {
    let mut rows =
        table(["input of the model", "accuracy", "macro_f1", "95 % interval", "kappa", "share of the words' kappa"]);
    for view in &checks.views {
        rows.add_row([
            view.view.clone(),
            number(view.accuracy),
            number(view.macro_f1),
            view.interval.map_or_else(|| "–".to_owned(), |[a, b]| format!("{a:.3} – {b:.3}")),
            number(view.kappa),
            number(view.share_of_words),
        ]);
    }
    format!("{}: probe models, each with one kind of input, {folds} folds\n{rows}\n\n", excerpt(head))
}

fn doubts(head: &str, found: &LabelErrors, most: usize) -> String {
    let percent = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{:.1} %", 100.0 * x));
    let mut out = format!(
        "{}: {} suspected label errors by confident learning ({}), estimated noise at most {}\n",
        excerpt(head),
        found.rows.len(),
        percent(found.share),
        percent(found.noise)
    );
    for doubt in found.rows.iter().take(most) {
        let (label, p) = (excerpt(&doubt.label), doubt.self_confidence);
        let (other, q) = (excerpt(&doubt.suggested), doubt.suggested_confidence);
        out.push_str(&format!("  {label} {p:.2}, {other} {q:.2}: {}\n", row(&doubt.row)));
    }
    out + &and_more(most, found.rows.len()) + "\n"
}

fn gate_table(gates: &[Gate]) -> String {
    let mut rows = table(["gate", "where", "found", "limit", ""]);
    for gate in gates {
        let passed = if gate.passed { "passed" } else { "FAILED" };
        rows.add_row(cells([gate.gate, &gate.at, &count_or_share(gate.found), &count_or_share(gate.limit), passed]));
    }
    format!("{rows}\n")
}
