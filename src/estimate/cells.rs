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
