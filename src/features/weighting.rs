//! The value of a feature in a row: term frequency × global weight ÷ length of the row.

use serde::{Deserialize, Serialize};

#[cfg(feature = "train")]
use super::Row;

/// How counts become values: count × scale ÷ norm, that is term frequency × global weight ÷ length of the row.
///
/// With every norm a score is a sum over words divided by a length, and the length comes from sums over words too. So
/// what a word adds can be summed in advance. Other term frequencies (presence, logarithm) and Euclidean lengths were
/// measured and gain nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighting {
    /// Global weight: fitted on the training rows.
    pub scale: Scale,
    /// Length of the row.
    pub norm: Norm,
}

/// Global weight of a feature, fitted on the training rows alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// 1 for every feature.
    None,
    /// Inverse document frequency: ln((1 + texts) ÷ (1 + texts with the feature)) + 1, as scikit-learn's default.
    Idf,
    /// |r|, the absolute log-count ratio (Wang & Manning 2012): r = ln((p ÷ Σp) ÷ (q ÷ Σq)). p is the number of texts of a
    /// class that have the feature, plus one; q the same for all other classes; the sums are over the features of the
    /// same family (word or character n-grams). With more than two classes, the largest |r| of any class against the
    /// rest.
    Ratio,
    /// |r| × idf.
    RatioIdf,
}

/// What the values of a row are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Norm {
    /// √(number of words). The scales of each family (word and character n-grams) are multiplied by a constant such
    /// that the mean squared Euclidean length of the training rows is one per family.
    SqrtWords,
    /// √(Σ over words of ½ + the squared scales of the word's features), with the scales of the families multiplied as
    /// for [`Norm::SqrtWords`]. Words that the model does not know count too, by the ½: a text with one known word
    /// among many others does not get the length of that word alone.
    SqrtSquares,
}

impl Weighting {
    /// Writes the columns and values of `row` to `out`. `scale` is the result of `fit_scale`.
    #[cfg(feature = "train")]
    pub(crate) fn weigh(&self, row: &Row, scale: &[f32], out: &mut Vec<(u32, f32)>) {
        let of = |column: u32| scale.get(column as usize).copied().unwrap_or(0.0);
        let norm = match self.norm {
            Norm::SqrtWords => f64::from(row.words.max(1)).sqrt(),
            Norm::SqrtSquares => length(
                row.terms.iter().map(|(column, count)| f64::from(*count) * square_of(of(*column))).sum(),
                row.words,
            ),
        };
        let per_row = 1.0 / norm;
        out.clear();
        out.extend(
            row.terms
                .iter()
                .map(|(column, count)| (*column, (f64::from(*count) * f64::from(of(*column)) * per_row) as f32)),
        );
    }
}

/// The square of a feature's scale.
#[inline(always)]
pub(crate) fn square_of(scale: f32) -> f64 {
    f64::from(scale) * f64::from(scale)
}

/// The length of a row under [`Norm::SqrtSquares`]: `squares` is the sum of the squared scales of its features.
pub(crate) fn length(squares: f64, words: u32) -> f64 {
    (squares + 0.5 * f64::from(words.max(1))).sqrt()
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    fn values(norm: Norm) -> Vec<f32> {
        let row = Row { terms: vec![(0, 1), (2, 3)], words: 4 };
        let mut out = Vec::new();
        Weighting { scale: Scale::None, norm }.weigh(&row, &[4.0, 9.0, 1.0], &mut out);
        out.into_iter().map(|(_, v)| v).collect()
    }

    #[test]
    fn values_are_count_times_scale_over_norm() {
        assert_eq!(values(Norm::SqrtWords), [2.0, 1.5]);
        // Squares: 1 × 16 + 3 × 1, and ½ for each of four words.
        let length = 21f32.sqrt();
        assert!(values(Norm::SqrtSquares).iter().zip([4.0 / length, 3.0 / length]).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}
