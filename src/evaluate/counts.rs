//! The confusion matrix, and the scores computed from it.

/// A confusion matrix: numbers of rows by true and predicted class. The last predicted "class" is `unsure`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    classes: usize,
    cells: Vec<u64>,
}

/// The mean; undefined without values.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0u64), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Counts {
    pub(super) fn new(classes: usize) -> Self {
        Self { classes, cells: vec![0; classes * (classes + 1)] }
    }

    /// The cell of a row, for [`Counts::add`].
    pub(super) fn cell(&self, truth: u32, predicted: Option<u32>) -> usize {
        truth as usize * (self.classes + 1) + predicted.map_or(self.classes, |p| p as usize)
    }

    /// Adds `times` rows to a cell.
    pub(super) fn add(&mut self, cell: usize, times: u64) {
        if let Some(count) = self.cells.get_mut(cell) {
            *count += times;
        }
    }

    pub(super) fn clear(&mut self) {
        self.cells.fill(0);
    }

    pub(super) fn get(&self, truth: usize, predicted: usize) -> u64 {
        let cell = truth * (self.classes + 1) + predicted;
        self.cells.get(cell).copied().unwrap_or(0)
    }

    pub(super) fn total(&self) -> u64 {
        self.cells.iter().sum()
    }

    pub(super) fn unsure(&self) -> u64 {
        (0..self.classes).map(|c| self.get(c, self.classes)).sum()
    }

    fn right(&self) -> u64 {
        (0..self.classes).map(|c| self.get(c, c)).sum()
    }

    /// The number of rows of a true class.
    pub(super) fn support(&self, class: usize) -> u64 {
        (0..=self.classes).map(|p| self.get(class, p)).sum()
    }

    fn predicted(&self, class: usize) -> u64 {
        (0..self.classes).map(|t| self.get(t, class)).sum()
    }

    pub(super) fn accuracy(&self) -> Option<f64> {
        ratio(self.right(), self.total())
    }

    pub(super) fn decided_accuracy(&self) -> Option<f64> {
        ratio(self.right(), self.total() - self.unsure())
    }

    pub(super) fn precision(&self, class: usize) -> Option<f64> {
        ratio(self.get(class, class), self.predicted(class))
    }

    pub(super) fn recall(&self, class: usize) -> Option<f64> {
        ratio(self.get(class, class), self.support(class))
    }

    /// 2TP / (2TP + FP + FN).
    pub(super) fn f1(&self, class: usize) -> Option<f64> {
        ratio(2 * self.get(class, class), self.predicted(class) + self.support(class))
    }

    pub(super) fn macro_f1(&self) -> Option<f64> {
        mean((0..self.classes).filter_map(|c| self.f1(c)))
    }

    pub(super) fn f_avg(&self, opposed: Option<(usize, usize)>) -> Option<f64> {
        let (one, other) = opposed?;
        Some((self.f1(one)? + self.f1(other)?) / 2.0)
    }
}

/// The positions of two opposed classes, the one in favour first: `favor` and `against`, or `support` and `oppose`, in
/// any letter case. `None` without such a pair.
pub fn opposed(classes: &[String]) -> Option<(usize, usize)> {
    let find = |name: &str| classes.iter().position(|c| c.eq_ignore_ascii_case(name));
    [("favor", "against"), ("support", "oppose")].into_iter().find_map(|(one, other)| find(one).zip(find(other)))
}
