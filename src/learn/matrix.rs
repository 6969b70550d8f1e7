//! Sparse matrices.

use crate::{Error, Result};

/// The new id of a column that is left out, for [`Csr::compact`].
pub(super) const DROPPED: u32 = u32::MAX;
/// The new id of a singleton column, which has an entry in one row only.
pub(super) const SINGLETON: u32 = u32::MAX - 1;

/// A sparse matrix in compressed row form: 32-bit column ids, 32-bit values.
///
/// Column ids rise strictly within a row, all are below [`columns`](Self::columns), all values are finite:
/// all constructors check this, and a matrix can only be changed by adding rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Csr {
    indptr: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
    columns: usize,
}

impl Csr {
    /// A matrix from its three arrays: row `i` is entries `indptr[i]..indptr[i + 1]` of `indices` and `values`.
    ///
    /// # Errors
    /// [`Error::Options`] naming the array that breaks the rules of [`Csr`].
    pub fn new(indptr: Vec<usize>, indices: Vec<u32>, values: Vec<f32>, columns: usize) -> Result<Self> {
        if indices.len() != values.len() {
            return Err(Error::options("values", format!("{} values for {} indices", values.len(), indices.len())));
        }
        if indptr.first() != Some(&0) || indptr.last() != Some(&indices.len()) {
            return Err(Error::options(
                "indptr",
                format!("must start at 0 and end at the number of entries, {}", indices.len()),
            ));
        }
        check_columns(columns)?;
        for (row, ends) in indptr.windows(2).enumerate() {
            let &[start, end] = ends else { continue };
            let (Some(ids), Some(entries)) = (indices.get(start..end), values.get(start..end)) else {
                return Err(Error::options("indptr", format!("row {row} runs from entry {start} to {end}")));
            };
            let mut previous = None;
            for (&id, &value) in ids.iter().zip(entries) {
                check_entry(row, columns, previous, id, value)?;
                previous = Some(id);
            }
        }
        Ok(Self { indptr, indices, values, columns })
    }

    /// A matrix without rows, to be filled by [`push_row`](Self::push_row).
    ///
    /// # Errors
    /// [`Error::Options`] if there are more columns than 32-bit ids.
    pub fn with_columns(columns: usize) -> Result<Self> {
        Self::new(vec![0], Vec::new(), Vec::new(), columns)
    }

    /// Adds a row from (column, value) pairs in rising order of column.
    ///
    /// # Errors
    /// [`Error::Options`] if columns do not rise strictly, one is out of range, or a value is not finite;
    /// the matrix is then as before.
    pub fn push_row(&mut self, row: impl IntoIterator<Item = (u32, f32)>) -> Result<()> {
        let (number, start) = (self.rows(), self.indices.len());
        let mut previous = None;
        for (id, value) in row {
            if let Err(error) = check_entry(number, self.columns, previous, id, value) {
                self.indices.truncate(start);
                self.values.truncate(start);
                return Err(error);
            }
            previous = Some(id);
            self.indices.push(id);
            self.values.push(value);
        }
        self.indptr.push(self.indices.len());
        Ok(())
    }

    /// The columns and values of row `i`; empty beyond the last row.
    pub fn row(&self, i: usize) -> (&[u32], &[f32]) {
        let range = match (self.indptr.get(i), self.indptr.get(i.saturating_add(1))) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        };
        (self.indices.get(range.clone()).unwrap_or(&[]), self.values.get(range).unwrap_or(&[]))
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.indptr.len().saturating_sub(1)
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The number of stored entries.
    pub fn entries(&self) -> usize {
        self.indices.len()
    }

    /// Where each row's entries start, and the number of entries at the end: `rows() + 1` numbers.
    pub fn indptr(&self) -> &[usize] {
        &self.indptr
    }

    /// The column of each entry, row after row.
    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// The value of each entry, row after row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The given rows, in the given order. A row may be given twice; a number beyond the last row gives an empty row.
    /// The columns stay the same.
    pub fn select(&self, rows: &[usize]) -> Csr {
        let entries = rows.iter().map(|&row| self.row(row).0.len()).sum();
        let mut selected = Csr {
            indptr: Vec::with_capacity(rows.len() + 1),
            indices: Vec::with_capacity(entries),
            values: Vec::with_capacity(entries),
            columns: self.columns,
        };
        selected.indptr.push(0);
        for &row in rows {
            let (ids, values) = self.row(row);
            selected.indices.extend_from_slice(ids);
            selected.values.extend_from_slice(values);
            selected.indptr.push(selected.indices.len());
        }
        selected
    }

    /// The given rows with column `j` renumbered to `new_ids[j]`, which is below `columns`. Entries that are zero, or
    /// whose new id is [`DROPPED`], are left out. Entries keep their order, so ids need not rise in the result.
    ///
    /// The entries of a row whose new id is [`SINGLETON`] are merged into one entry of value 1 in a new column,
    /// numbered from `columns` on. The second matrix has one row per new column, with the original entries. There are
    /// `singletons` of them.
    pub(super) fn compact(&self, rows: &[usize], new_ids: &[u32], columns: usize, singletons: usize) -> (Csr, Csr) {
        // Without branches, which would be mispredicted: each entry is written to both matrices, and the end of one of
        // them advances. Both therefore need one slot more than they have entries.
        let room = |entries: usize, columns: usize| Csr {
            indptr: vec![0],
            indices: vec![0; entries + 1],
            values: vec![0.0; entries + 1],
            columns,
        };
        let (mut compact, mut single) = (room(self.entries(), columns), room(singletons, self.columns));
        compact.indptr.reserve(rows.len());
        let (mut end, mut single_end) = (0, 0);
        for &row in rows {
            let (ids, values) = self.row(row);
            let before = single_end;
            for (&id, &value) in ids.iter().zip(values) {
                let new_id = new_ids[id as usize];
                compact.indices[end] = new_id;
                compact.values[end] = value;
                end += usize::from((new_id < SINGLETON) & (value != 0.0));
                single.indices[single_end] = id;
                single.values[single_end] = value;
                single_end += usize::from((new_id == SINGLETON) & (value != 0.0));
            }
            if single_end > before {
                single.indptr.push(single_end);
                compact.indices[end] = compact.columns as u32;
                compact.values[end] = 1.0;
                compact.columns += 1;
                end += 1;
            }
            compact.indptr.push(end);
        }
        for (matrix, end) in [(&mut compact, end), (&mut single, single_end)] {
            matrix.indices.truncate(end);
            matrix.values.truncate(end);
        }
        (compact, single)
    }

    /// The transposed matrix, for work column by column.
    ///
    /// # Errors
    /// [`Error::Options`] if there are more rows than 32-bit ids.
    pub fn transpose(&self) -> Result<Csr> {
        check_columns(self.rows())?;
        let mut indptr = vec![0usize; self.columns + 1];
        for &id in &self.indices {
            indptr[id as usize + 1] += 1;
        }
        for column in 0..self.columns {
            indptr[column + 1] += indptr[column];
        }
        let mut next = indptr.clone();
        let mut indices = vec![0u32; self.entries()];
        let mut values = vec![0f32; self.entries()];
        for (row, number) in (0..self.rows()).zip(0u32..) {
            let (ids, entries) = self.row(row);
            for (&id, &value) in ids.iter().zip(entries) {
                let place = &mut next[id as usize];
                indices[*place] = number;
                values[*place] = value;
                *place += 1;
            }
        }
        Ok(Csr { indptr, indices, values, columns: self.rows() })
    }
}

fn check_columns(columns: usize) -> Result<()> {
    if u32::try_from(columns).is_err() {
        return Err(Error::options("columns", format!("{columns} columns do not fit 32-bit ids")));
    }
    Ok(())
}

fn check_entry(row: usize, columns: usize, previous: Option<u32>, id: u32, value: f32) -> Result<()> {
    let problem = if id as usize >= columns {
        format!("row {row} has column {id} of only {columns}")
    } else if previous.is_some_and(|previous| previous >= id) {
        format!("row {row}: column {id} does not come after the one before it")
    } else if !value.is_finite() {
        format!("row {row}, column {id}: {value} is not a finite number")
    } else {
        return Ok(());
    };
    Err(Error::options("rows", problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Csr {
        let mut matrix = Csr::with_columns(4).unwrap();
        matrix.push_row([(0, 1.0), (3, 2.0)]).unwrap();
        matrix.push_row([]).unwrap();
        matrix.push_row([(1, 3.0), (3, 4.0)]).unwrap();
        matrix
    }

    #[test]
    fn rows_come_back_as_they_were_pushed() {
        let matrix = sample();
        assert_eq!(matrix.rows(), 3);
        assert_eq!(matrix.row(0), (&[0u32, 3][..], &[1f32, 2.0][..]));
        assert_eq!(matrix.row(1), (&[][..], &[][..]));
        assert_eq!(matrix.row(9), (&[][..], &[][..]));
    }

    #[test]
    fn transposing_twice_changes_nothing() {
        let matrix = sample();
        let transposed = matrix.transpose().unwrap();
        assert_eq!(transposed.row(3), (&[0u32, 2][..], &[2f32, 4.0][..]));
        assert_eq!(transposed.row(2), (&[][..], &[][..]));
        assert_eq!(transposed.transpose().unwrap(), matrix);
    }

    #[test]
    fn selected_rows_may_repeat_and_are_in_the_order_asked() {
        let picked = sample().select(&[2, 0, 2]);
        assert_eq!(picked.row(0), picked.row(2));
        assert_eq!(picked.row(1), sample().row(0));
    }

    #[test]
    fn a_refused_row_leaves_the_matrix_as_it_was() {
        let mut matrix = sample();
        for bad in [
            vec![(0, 1.0), (0, 1.0)],
            vec![(1, 1.0), (0, 1.0)],
            vec![(0, 1.0), (4, 1.0)],
            vec![(0, 1.0), (1, f32::NAN)],
        ] {
            assert!(matrix.push_row(bad).is_err());
            assert_eq!(matrix, sample());
        }
    }

    #[test]
    fn arrays_that_contradict_each_other_are_refused() {
        assert!(Csr::new(vec![0, 1], vec![0], vec![], 1).is_err());
        assert!(Csr::new(vec![], vec![], vec![], 1).is_err());
        assert!(Csr::new(vec![0, 2, 1, 2], vec![0, 1], vec![1.0, 1.0], 2).is_err());
        assert!(Csr::new(vec![0, 5, 2], vec![0, 1], vec![1.0, 1.0], 2).is_err());
        assert!(Csr::new(vec![0, 2], vec![0, 1], vec![1.0, 1.0], 2).is_ok());
    }
}
