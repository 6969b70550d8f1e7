//! Confounds: names and column values that go with one label, so that a model may learn them instead of the statement.

use std::collections::BTreeMap;

use serde::Serialize;

use super::names::Names;
use crate::corpus::{HeadLabels, Labelled};

/// The confounds of the data, and how they were tested.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Confounds {
    /// A value is a confound if more than this share of its rows have one label.
    pub cap: f64,
    /// Only values with at least this many labelled rows are tested.
    pub min_rows: u64,
    /// The significance level: a confound has an adjusted p-value below this.
    pub significance: f64,
    /// The columns whose values were tested.
    pub columns: Vec<String>,
    /// Number of tests: names and column values, over all heads.
    pub tested: u64,
    /// The confounds, those with most rows first.
    pub found: Vec<Confound>,
}

/// A value most of whose rows have one label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Confound {
    /// The label column.
    pub head: String,
    /// The column of the value; `None` for a name in the text.
    pub column: Option<String>,
    /// The value or the name.
    pub value: String,
    /// The label that it goes with.
    pub label: String,
    /// Number of labelled rows with the value.
    pub rows: u64,
    /// Number of groups of these rows, if there are groups.
    pub groups: Option<u64>,
    /// Share of these rows with the label.
    pub share: f64,
    /// Share of all labelled rows with the label.
    pub base: f64,
    /// The adjusted p-value: how probable a share this high is by chance, given the number of tests.
    pub p: f64,
}

/// How confounds are tested.
pub(super) struct ConfoundOptions<'o> {
    pub(super) cap: f64,
    pub(super) min_rows: u64,
    pub(super) significance: f64,
    pub(super) columns: &'o [String],
}

/// The labelled rows of one value.
#[derive(Default)]
struct Tally {
    by_class: Vec<u64>,
    groups: Vec<u32>,
}

/// Tests the names in the texts and the values of `options.columns` against each head: an exact binomial test of the
/// value's most frequent label against that label's share of all rows. The p-value is multiplied by the number of
/// classes, because the label was chosen after looking, and adjusted over the values of the head by Benjamini &
/// Hochberg (1995).
///
/// The test takes rows as independent, which rows of one group are not. It only filters out small numbers;
/// [`Confound::groups`] says how many groups support the finding.
pub(super) fn confounds(labelled: &Labelled, names: &Names, options: &ConfoundOptions<'_>) -> Confounds {
    let mut out = Confounds {
        cap: options.cap,
        min_rows: options.min_rows,
        significance: options.significance,
        columns: options.columns.to_vec(),
        ..Confounds::default()
    };
    for head in &labelled.heads {
        let mut tested = Vec::new();
        let of_row = |row: usize| names.rows.get(row).into_iter().flatten().map(|id| *id as usize);
        let tallies = tally(labelled, head, names.names.len(), of_row);
        test(head, None, names.names.iter().zip(&tallies), options, &mut tested);
        for column in options.columns {
            let Some(values) = labelled.extra.column(column) else { continue };
            let mut ids: BTreeMap<&str, usize> = values.iter().map(|v| (v.as_str(), 0)).collect();
            ids.remove("");
            ids.values_mut().enumerate().for_each(|(at, id)| *id = at);
            let tallies =
                tally(labelled, head, ids.len(), |row| values.get(row).and_then(|v| ids.get(v.as_str())).copied());
            test(head, Some(column), ids.keys().zip(&tallies), options, &mut tested);
        }
        out.tested += tested.len() as u64;
        adjust(&mut tested);
        tested.retain(|value| value.share > options.cap && value.p < options.significance);
        out.found.extend(without_parts_of_names(tested));
    }
    out.found.sort_by(|a, b| b.rows.cmp(&a.rows).then(a.head.cmp(&b.head)).then(a.value.cmp(&b.value)));
    out
}

/// Counts the labelled rows of each of `n` values by class. `values` gives the ids of a row's values, each once.
fn tally<V: IntoIterator<Item = usize>>(
    labelled: &Labelled,
    head: &HeadLabels,
    n: usize,
    values: impl Fn(usize) -> V,
) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = (0..n).map(|_| Tally::default()).collect();
    for (row, label) in head.labels.iter().enumerate() {
        let Some(label) = label else { continue };
        let group = labelled.groups.as_ref().and_then(|g| g.ids.get(row)).copied();
        for value in values(row) {
            let Some(tally) = tallies.get_mut(value) else { continue };
            tally.by_class.resize(head.classes.len(), 0);
            if let Some(count) = tally.by_class.get_mut(*label as usize) {
                *count += 1;
            }
            // Rows of a group mostly follow each other, so this keeps the list short.
            if tally.groups.last() != group.as_ref() {
                tally.groups.extend(group);
            }
        }
    }
    tallies
}

/// Tests each value of a column, or each name, and adds it to `tested`.
fn test<'v, S: AsRef<str> + 'v>(
    head: &HeadLabels,
    column: Option<&str>,
    values: impl Iterator<Item = (S, &'v Tally)>,
    options: &ConfoundOptions<'_>,
    tested: &mut Vec<Confound>,
) {
    let class_rows = |class: u32| head.labels.iter().filter(|l| **l == Some(class)).count() as f64;
    let totals: Vec<f64> = (0..head.classes.len() as u32).map(class_rows).collect();
    let all: f64 = totals.iter().sum();
    for (value, tally) in values {
        let rows: u64 = tally.by_class.iter().sum();
        if rows < options.min_rows.max(1) {
            continue;
        }
        let (class, most) =
            tally.by_class.iter().enumerate().fold((0, 0), |b, (k, n)| if *n > b.1 { (k, *n) } else { b });
        let base = totals.get(class).copied().unwrap_or(0.0) / all;
        let mut groups = tally.groups.clone();
        groups.sort_unstable();
        groups.dedup();
        tested.push(Confound {
            head: head.name.clone(),
            column: column.map(str::to_owned),
            value: value.as_ref().to_owned(),
            label: head.classes.get(class).cloned().unwrap_or_default(),
            rows,
            groups: (!groups.is_empty()).then_some(groups.len() as u64),
            share: most as f64 / rows as f64,
            base,
            p: (tail(most, rows, base) * head.classes.len() as f64).min(1.0),
        });
    }
}

/// The upper tail of the binomial distribution: the probability of at least `k` of `n` successes, each with probability
/// `p`.
fn tail(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    let (k, n) = (k as f64, n as f64);
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let mut term = libm::exp(choose + k * libm::log(p) + (n - k) * libm::log1p(-p));
    let (mut sum, mut at) = (term, k);
    while at < n {
        term *= (n - at) / (at + 1.0) * p / (1.0 - p);
        at += 1.0;
        sum += term;
        if at > n * p && term < sum * 1e-12 {
            break;
        }
    }
    sum.min(1.0)
}

/// Adjusts p-values by Benjamini & Hochberg: p · tests / rank, made monotone from the largest p down.
fn adjust(tested: &mut [Confound]) {
    tested.sort_by(|a, b| b.p.total_cmp(&a.p).then(a.value.cmp(&b.value)));
    let all = tested.len() as f64;
    let mut least = 1.0f64;
    for (before, value) in tested.iter_mut().enumerate() {
        least = least.min(value.p * all / (all - before as f64));
        value.p = least;
    }
}

/// Leaves out names that occur only as a part of another name that was found.
fn without_parts_of_names(found: Vec<Confound>) -> Vec<Confound> {
    let is_part = |name: &Confound| {
        name.column.is_none()
            && found.iter().any(|whole| {
                whole.column.is_none()
                    && whole.rows == name.rows
                    && whole.value.len() > name.value.len()
                    && whole.value.split(' ').any(|word| word == name.value)
            })
    };
    let keep: Vec<bool> = found.iter().map(|value| !is_part(value)).collect();
    found.into_iter().zip(keep).filter_map(|(value, keep)| keep.then_some(value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tests::labelled;

    fn options(columns: &[String]) -> ConfoundOptions<'_> {
        ConfoundOptions { cap: 0.8, min_rows: 10, significance: 0.05, columns }
    }

    #[test]
    fn a_tail_equals_one_computed_by_hand() {
        // 4 or 5 of 5 fair coins: (5 + 1) / 32.
        assert!((tail(4, 5, 0.5) - 6.0 / 32.0).abs() < 1e-12);
        assert!((tail(0, 5, 0.3) - 1.0).abs() < 1e-12);
        assert!((tail(1, 1000, 0.5) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_name_and_a_value_on_one_side_are_found_with_their_groups() {
        let mut csv = "text,stance,group,register,even\n".to_owned();
        for k in 0..60 {
            let (stance, name, register) =
                if k % 2 == 0 { ("oppose", "Old Acme", "letter") } else { ("support", "Bolt", "speech") };
            let name = if k < 40 { name } else { "it" };
            csv.push_str(&format!("we asked {name} about China,{stance},g{},{register},{}\n", k % 6, k % 4 / 2));
        }
        let columns = ["register".to_owned(), "even".to_owned()];
        let data = labelled(&csv);
        let found = confounds(&data, &Names::of(&data.texts), &options(&columns));
        let of = |value: &str| found.found.iter().find(|l| l.value == value);
        let acme = of("Old Acme").unwrap();
        assert_eq!((acme.label.as_str(), acme.rows, acme.groups, acme.share), ("oppose", 20, Some(3), 1.0));
        assert!(acme.p < 0.001 && acme.base == 0.5);
        assert!(of("Acme").is_none(), "a part of a name is not shown beside it");
        assert_eq!(of("letter").unwrap().column.as_deref(), Some("register"));
        assert!(of("China").is_none() && of("0").is_none());
        assert_eq!(found.found.len(), 4);
    }

    #[test]
    fn small_numbers_and_large_classes_are_not_confounds() {
        let mut csv = "text,stance\n".to_owned();
        for k in 0..100 {
            // Nine of ten rows oppose, whatever they name, so the name says nothing.
            let name = if k < 50 { "Acme" } else { "Bolt" };
            csv.push_str(&format!("we asked {name},{}\n", if k % 10 == 0 { "support" } else { "oppose" }));
        }
        csv.push_str(&"then came Cog,support\n".repeat(9));
        let data = labelled(&csv);
        assert!(confounds(&data, &Names::of(&data.texts), &options(&[])).found.is_empty());
    }
}
