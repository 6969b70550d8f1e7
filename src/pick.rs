//! Elements of slices by row number.

/// The values of `rows`, in this order; rows that are not there are left out.
pub(crate) fn pick<T: Clone>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().filter_map(|row| values.get(*row).cloned()).collect()
}

/// The values of `rows` in a table of `width` values per row, stored row after row.
pub(crate) fn pick_wide<T: Clone>(values: &[T], rows: &[usize], width: usize) -> Vec<T> {
    rows.iter().filter_map(|row| values.get(row * width..(row + 1) * width)).flatten().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_picked_whole_and_in_order() {
        assert_eq!(pick(&["a", "b", "c"], &[2, 0, 9, 2]), ["c", "a", "c"]);
        assert_eq!(pick_wide(&[1, 2, 3, 4, 5, 6], &[2, 0, 3], 2), [5, 6, 1, 2]);
    }
}
