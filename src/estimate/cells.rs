//! Statements → groups and periods.

use std::collections::HashMap;

use super::statements::{Grouping, Statements};

/// The statements of each combination of values.
pub(super) struct Cells<'s> {
    statements: &'s Statements,
    /// How many groupings are columns; the rest is the period.
    pub(super) by: usize,
    /// The cell of each statement.
    of: Vec<u32>,
    /// The value of each grouping, by cell.
    values: Vec<Vec<u32>>,
}

impl<'s> Cells<'s> {
    pub(super) fn new(statements: &'s Statements) -> Self {
        let by = statements.groupings.len() - usize::from(statements.has_periods);
        let mut of = vec![0u32; statements.len()];
        let mut values: Vec<Vec<u32>> = vec![Vec::new()];
        for grouping in &statements.groupings {
            let mut ids: HashMap<(u32, u32), u32, foldhash::fast::FixedState> = HashMap::default();
            let mut next: Vec<Vec<u32>> = Vec::new();
            for (cell, value) in of.iter_mut().zip(&grouping.of) {
                let before = *cell;
                *cell = *ids.entry((before, *value)).or_insert_with(|| {
                    let mut own = values.get(before as usize).cloned().unwrap_or_default();
                    own.push(*value);
                    next.push(own);
                    next.len() as u32 - 1
                });
            }
            values = next;
        }
        if statements.groupings.is_empty() {
            values.clear();
        }
        Self { statements, by, of, values }
    }

    /// The values and the statements of each cell: the group with the most statements first, each in the order of time.
    pub(super) fn in_order(&self) -> Vec<(Vec<String>, Vec<u32>)> {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); self.values.len()];
        for (row, cell) in (0..).zip(&self.of) {
            if let Some(list) = rows.get_mut(*cell as usize) {
                list.push(row);
            }
        }
        let mut of_group: HashMap<&[u32], usize> = HashMap::new();
        let group = |values: &'_ Vec<u32>| values.len().min(self.by);
        for (values, rows) in self.values.iter().zip(&rows) {
            *of_group.entry(values.get(..group(values)).unwrap_or_default()).or_default() += rows.len();
        }
        let mut cells: Vec<(usize, Vec<String>, Vec<u32>)> = self
            .values
            .iter()
            .zip(rows)
            .map(|(values, rows)| {
                let size = of_group.get(values.get(..group(values)).unwrap_or_default()).copied().unwrap_or(0);
                let name = |(grouping, value): (&Grouping, &u32)| {
                    grouping.names.get(*value as usize).cloned().unwrap_or_default()
                };
                (size, self.statements.groupings.iter().zip(values).map(name).collect(), rows)
            })
            .collect();
        cells.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        cells.into_iter().map(|(_, values, rows)| (values, rows)).collect()
    }
}

/// The values of a group in one phrase. Of several columns each value follows the name of its column, so that a comma in a
/// value does not look like the end of it: `speaker_name: Adams, Ada; month: 2026-01`.
#[must_use]
pub fn phrase<'v>(columns: &[&str], values: impl Iterator<Item = &'v str>) -> String {
    let values: Vec<&str> = values.collect();
    if let [value] = values.as_slice() {
        return (*value).to_owned();
    }
    let named = columns.iter().zip(values).map(|(column, value)| format!("{column}: {value}"));
    named.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_in_a_value_is_not_the_end_of_it() {
        let both = |values: [&'static str; 2]| phrase(&["speaker", "outlet"], values.into_iter());
        assert_eq!(both(["A, B", "C"]), "speaker: A, B; outlet: C");
        assert_ne!(both(["A, B", "C"]), both(["A", "B, C"]));
        assert_eq!(phrase(&["speaker"], ["A, B"].into_iter()), "A, B");
    }
}
