//! Numbers of rows by true and by predicted class, and the scores computed from them.

/// What the scores of labels need: per class the rows of which it is the true class, those of which it is the predicted
/// one, and those of which it is both. Linear in the number of classes, where a confusion matrix is quadratic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    truth: Vec<u64>,
    predicted: Vec<u64>,
    right: Vec<u64>,
    unsure: u64,
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
        Self { truth: vec![0; classes], predicted: vec![0; classes], right: vec![0; classes], unsure: 0 }
    }

    /// Adds `times` rows of a true class with a predicted one; `None` for `unsure`.
    pub(super) fn add(&mut self, truth: u32, predicted: Option<u32>, times: u64) {
        let add = |counts: &mut Vec<u64>, class: u32| {
            if let Some(count) = counts.get_mut(class as usize) {
                *count += times;
            }
        };
        add(&mut self.truth, truth);
        match predicted {
            Some(class) => add(&mut self.predicted, class),
            None => self.unsure += times,
        }
        if predicted == Some(truth) {
            add(&mut self.right, truth);
        }
    }

    pub(super) fn clear(&mut self) {
        [&mut self.truth, &mut self.predicted, &mut self.right].into_iter().for_each(|counts| counts.fill(0));
        self.unsure = 0;
    }

    pub(super) fn total(&self) -> u64 {
        self.truth.iter().sum()
    }

    pub(super) fn unsure(&self) -> u64 {
        self.unsure
    }

    fn all_right(&self) -> u64 {
        self.right.iter().sum()
    }

    /// The number of rows of a true class.
    pub(super) fn support(&self, class: usize) -> u64 {
        self.truth.get(class).copied().unwrap_or(0)
    }

    fn predicted(&self, class: usize) -> u64 {
        self.predicted.get(class).copied().unwrap_or(0)
    }

    fn right(&self, class: usize) -> u64 {
        self.right.get(class).copied().unwrap_or(0)
    }

    pub(super) fn accuracy(&self) -> Option<f64> {
        ratio(self.all_right(), self.total())
    }

    pub(super) fn decided_accuracy(&self) -> Option<f64> {
        ratio(self.all_right(), self.total() - self.unsure())
    }

    pub(super) fn precision(&self, class: usize) -> Option<f64> {
        ratio(self.right(class), self.predicted(class))
    }

    pub(super) fn recall(&self, class: usize) -> Option<f64> {
        ratio(self.right(class), self.support(class))
    }

    /// 2TP / (2TP + FP + FN).
    pub(super) fn f1(&self, class: usize) -> Option<f64> {
        ratio(2 * self.right(class), self.predicted(class) + self.support(class))
    }

    pub(super) fn macro_f1(&self) -> Option<f64> {
        mean((0..self.truth.len()).filter_map(|c| self.f1(c)))
    }

    /// Matthews correlation for several classes (Gorodkin 2004), from −1 to 1; `unsure` is an answer that is never right.
    /// Undefined if all rows have one true class or one answer.
    pub(super) fn mcc(&self) -> Option<f64> {
        let square = |counts: &[u64]| counts.iter().map(|n| *n as f64 * *n as f64).sum::<f64>();
        let (rows, right) = (self.total() as f64, self.all_right() as f64);
        let chance: f64 = self.truth.iter().zip(&self.predicted).map(|(t, p)| *t as f64 * *p as f64).sum();
        let answers = rows * rows - square(&self.predicted) - self.unsure as f64 * self.unsure as f64;
        let truths = rows * rows - square(&self.truth);
        (answers > 0.0 && truths > 0.0).then(|| (right * rows - chance) / (answers * truths).sqrt())
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
