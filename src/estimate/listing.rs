//! The statements that a page lists: all of them, or some of every cell.

use super::cells::Cells;
use super::date::Date;
use super::statements::{NO_DAY, Statements};
use crate::UNSURE;

/// A statement as a page lists it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed<'s> {
    /// Its words.
    pub text: &'s str,
    /// Its speaker; blank if unknown.
    pub speaker: &'s str,
    /// Its label: a class, or `unsure`.
    pub label: &'s str,
    /// The probability of the label, if there is one.
    pub probability: Option<f32>,
    /// The class that a coder gave, if it was coded.
    pub code: Option<&'s str>,
    /// Its document and its number there, or its file and row.
    pub place: String,
    /// Its day, if there is one.
    pub day: Option<Date>,
    /// The values of the columns by which cells are formed.
    pub by: Vec<&'s str>,
    /// Its period; blank without a date, `None` without periods.
    pub period: Option<&'s str>,
}

/// The statements in the order in which they were read, at most `most`. Where there are more, each of the first `cells` cells
/// is listed as far as one number of statements for all of them allows, at even distances. Empty unless [`super::Columns::keep_texts`] was set.
#[must_use]
pub fn list(statements: &Statements, most: usize, cells: usize) -> Vec<Listed<'_>> {
    let Some(texts) = &statements.texts else { return Vec::new() };
    let mut code = vec![None; statements.len()];
    for coded in &statements.coded {
        if let Some(place) = code.get_mut(coded.row as usize) {
            *place = Some(coded.class);
        }
    }
    let class = |id: u32| statements.classes.get(id as usize).map_or(UNSURE, String::as_str);
    let at = |list: &[u32], row: usize| list.get(row).copied().unwrap_or_default();
    chosen(statements, most, cells)
        .into_iter()
        .map(|row| {
            let value = |grouping: &'_ super::Grouping| at(&grouping.of, row) as usize;
            let name = |grouping| grouping_name(grouping, value(grouping));
            let mut by: Vec<&str> = statements.groupings.iter().map(name).collect();
            let period = if statements.has_periods { by.pop() } else { None };
            Listed {
                text: texts.text(row),
                speaker: statements.speakers.get(at(&statements.speaker, row) as usize).map_or("", |s| &s.name),
                label: class(statements.class.get(row).copied().unwrap_or(u32::MAX)),
                probability: texts.probability(row),
                code: code.get(row).copied().flatten().map(class),
                place: texts.place(row, at(&statements.document, row)),
                day: statements.day.get(row).filter(|day| **day != NO_DAY).and_then(|day| Date::of_days(*day)),
                by,
                period,
            }
        })
        .collect()
}

fn grouping_name(grouping: &super::Grouping, value: usize) -> &str {
    grouping.names.get(value).map_or("", String::as_str)
}

/// The positions of the statements to list, which rise.
fn chosen(statements: &Statements, most: usize, first: usize) -> Vec<usize> {
    if statements.len() <= most {
        return (0..statements.len()).collect();
    }
    let all = || vec![(0..statements.len() as u32).collect()];
    let cells: Vec<Vec<u32>> =
        Cells::new(statements).in_order().into_iter().take(first).map(|(_, rows)| rows).collect();
    let cells = if cells.is_empty() { all() } else { cells };
    let quota = quota(cells.iter().map(Vec::len).collect(), most);
    let mut rows: Vec<usize> = cells.iter().flat_map(|rows| spread(rows, quota)).collect();
    rows.sort_unstable();
    rows.truncate(most);
    rows
}

/// The largest number of statements per cell with which all cells list at most `most`, and at least 1.
fn quota(mut sizes: Vec<usize>, most: usize) -> usize {
    sizes.sort_unstable();
    let (mut left, mut cells) = (most, sizes.len());
    for size in sizes {
        if size * cells > left {
            return (left / cells).max(1);
        }
        (left, cells) = (left - size, cells - 1);
    }
    most
}

/// At most `most` of these rows at even distances.
fn spread(rows: &[u32], most: usize) -> impl Iterator<Item = usize> {
    let take = most.min(rows.len());
    (0..take).filter_map(move |at| rows.get(at * rows.len() / take)).map(|row| *row as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cells_are_listed_whole_and_large_ones_share_the_rest() {
        assert_eq!(quota(vec![2, 100, 100], 22), 10);
        assert_eq!(quota(vec![2, 3], 22), 22);
        assert_eq!(quota(vec![5; 100], 10), 1);
        assert_eq!(spread(&[0, 1, 2, 3, 4, 5], 3).collect::<Vec<_>>(), [0, 2, 4]);
    }
}
