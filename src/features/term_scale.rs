//! Global weights of features, fitted on training rows: idf, log-count ratio, and the balance of the families.

use super::weighting::Weighting;
use super::{Families, Row, Scale};

/// The rows that scales are fitted on.
pub(crate) struct ScaleData<'d> {
    pub(crate) rows: &'d [&'d Row],
    /// Class of each row.
    pub(crate) classes: &'d [u32],
    pub(crate) n_classes: usize,
    /// Number of columns.
    pub(crate) columns: usize,
    pub(crate) families: Families,
}

impl Weighting {
    /// The scale of every column. Columns that are not `kept` get 0.
    pub(crate) fn fit_scale(&self, data: &ScaleData<'_>, kept: Option<&[bool]>) -> Vec<f32> {
        let mut scale = data.global_weights(self.scale);
        for (scale, _) in scale.iter_mut().zip(kept.unwrap_or(&[])).filter(|(_, kept)| !**kept) {
            *scale = 0.0;
        }
        data.balance_families(&mut scale);
        scale.into_iter().map(|s| s as f32).collect()
    }
}

impl ScaleData<'_> {
    /// The global weight of every column.
    fn global_weights(&self, scale: Scale) -> Vec<f64> {
        match scale {
            Scale::None => vec![1.0; self.columns],
            Scale::Idf => self.idf(),
            Scale::Ratio => self.ratio(),
            Scale::RatioIdf => self.ratio().into_iter().zip(self.idf()).map(|(a, b)| a * b).collect(),
        }
    }

    /// Multiplies the scales of each family by a constant, so that the mean squared length of its rows is one.
    fn balance_families(&self, scale: &mut [f64]) {
        let family = |column: u32| self.families.of(column);
        let mut squares = [0.0; Families::COUNT];
        for row in self.rows {
            let mut of_row = [0.0; Families::COUNT];
            for (column, count) in &row.terms {
                let value = f64::from(*count) * scale.get(*column as usize).copied().unwrap_or(0.0);
                if let Some(sum) = of_row.get_mut(family(*column)) {
                    *sum += value * value;
                }
            }
            for (sum, of_row) in squares.iter_mut().zip(of_row) {
                *sum += of_row / f64::from(row.words.max(1));
            }
        }
        let factors = squares.map(|s| if s > 0.0 { (self.rows.len() as f64 / s).sqrt() } else { 1.0 });
        for (column, scale) in (0u32..).zip(scale) {
            *scale *= factors.get(family(column)).copied().unwrap_or(1.0);
        }
    }

    /// Inverse document frequency of every column.
    fn idf(&self) -> Vec<f64> {
        let with = self.texts_with(|_| true);
        let texts = self.rows.len() as f64;
        with.into_iter().map(|n| libm::log((1.0 + texts) / (1.0 + n)) + 1.0).collect()
    }

    /// The largest |log-count ratio| of any class against the rest, for every column.
    fn ratio(&self) -> Vec<f64> {
        let mut largest = vec![0.0; self.columns];
        // With two classes, the ratio of the second is that of the first with the opposite sign.
        let classes = if self.n_classes == 2 { 1 } else { self.n_classes };
        let all = self.texts_with(|_| true);
        for class in 0..classes as u32 {
            let p = self.texts_with(|c| c == class);
            let q: Vec<f64> = all.iter().zip(&p).map(|(all, p)| all - p).collect();
            let (p_sums, q_sums) = (self.family_sums(&p), self.family_sums(&q));
            for (column, ((p, q), largest)) in p.iter().zip(&q).zip(&mut largest).enumerate() {
                let family = self.families.of(column as u32);
                let share = |n: f64, sums: [f64; Families::COUNT]| (n + 1.0) / sums.get(family).copied().unwrap_or(1.0);
                let ratio = libm::log(share(*p, p_sums) / share(*q, q_sums)).abs();
                if p + q > 0.0 && ratio > *largest {
                    *largest = ratio;
                }
            }
        }
        largest
    }

    /// For every column, the number of texts with it, of the classes that `counts` accepts.
    fn texts_with(&self, counts: impl Fn(u32) -> bool) -> Vec<f64> {
        let mut with = vec![0.0; self.columns];
        for (row, _) in self.rows.iter().zip(self.classes).filter(|(_, class)| counts(**class)) {
            for (column, _) in &row.terms {
                if let Some(n) = with.get_mut(*column as usize) {
                    *n += 1.0;
                }
            }
        }
        with
    }

    /// Sums of counts plus one, over the features of each family.
    fn family_sums(&self, counts: &[f64]) -> [f64; Families::COUNT] {
        let mut sums = [0.0; Families::COUNT];
        for (column, n) in counts.iter().enumerate() {
            let family = self.families.of(column as u32);
            if let Some(sum) = sums.get_mut(family) {
                *sum += n + 1.0;
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Norm;

    fn row(terms: &[(u32, u32)]) -> Row {
        Row { terms: terms.to_vec(), words: terms.iter().map(|(_, n)| n).sum() }
    }

    #[test]
    fn families_have_the_same_mean_length_over_the_training_rows() {
        let rows = [row(&[(0, 1), (2, 3)]), row(&[(1, 2)]), row(&[(2, 1), (3, 2)]), row(&[])];
        let refs: Vec<&Row> = rows.iter().collect();
        let data = ScaleData {
            rows: &refs,
            classes: &[0, 1, 0, 1],
            n_classes: 2,
            columns: 4,
            families: Families { chars: 2..4, keys: 4..4 },
        };
        for scale in [Scale::None, Scale::RatioIdf] {
            let weighting = Weighting { scale, norm: Norm::SqrtWords };
            let scale = weighting.fit_scale(&data, None);
            let (mut squares, mut out) = ([0.0; 2], Vec::new());
            for row in &rows {
                weighting.weigh(row, &scale, &mut out);
                out.iter().for_each(|(c, v)| squares[usize::from(*c >= 2)] += v * v);
            }
            assert!(squares.iter().all(|s| (s / 4.0 - 1.0).abs() < 1e-5), "{squares:?}");
        }
    }

    fn fitted(scale: Scale, n_classes: usize, classes: &[u32]) -> Vec<f64> {
        let rows = [row(&[(0, 1)]), row(&[(0, 2), (1, 1)]), row(&[(0, 1), (2, 1)])];
        let rows: Vec<&Row> = rows.iter().collect();
        let data =
            ScaleData { rows: &rows, classes, n_classes, columns: 4, families: Families { chars: 3..4, keys: 4..4 } };
        data.global_weights(scale)
    }

    #[test]
    fn a_feature_in_every_text_has_an_idf_of_one() {
        let idf = fitted(Scale::Idf, 2, &[0, 1, 1]);
        assert_eq!(idf[0], 1.0);
        assert!((idf[1] - (2f64.ln() + 1.0)).abs() < 1e-6);
    }

    #[test]
    fn ratios_are_those_worked_out_by_hand() {
        // Class 0 has one text, the rest two: with one added, p = 2 1 1 and q = 3 2 2 over the three words.
        let ratio = fitted(Scale::Ratio, 2, &[0, 1, 1]);
        let by_hand = |p: f64, q: f64| ((p / 4.0) / (q / 7.0)).ln().abs();
        for (got, (p, q)) in ratio.iter().zip([(2.0, 3.0), (1.0, 2.0), (1.0, 2.0)]) {
            assert!((got - by_hand(p, q)).abs() < 1e-6);
        }
        assert_eq!(ratio[3], 0.0, "a feature of no text has no weight");
    }

    #[test]
    fn with_three_classes_the_largest_ratio_counts() {
        let (two, three) = (fitted(Scale::Ratio, 2, &[0, 1, 1]), fitted(Scale::Ratio, 3, &[0, 1, 2]));
        assert!(three[1] > two[1]);
    }
}
