//! The value of a feature in a row: term frequency × global weight ÷ length of the row.

use serde::{Deserialize, Serialize};

use super::{Families, Row};

/// How counts become values: `local(count) × scale ÷ norm`, that is term frequency × global weight ÷ length of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Weighting {
    /// Term frequency: from the counts of the row.
    pub local: Local,
    /// Global weight: fitted on the training rows.
    pub scale: Scale,
    /// Length of the row.
    pub norm: Norm,
}

/// Term frequency: how the count of a feature in a text is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Local {
    /// 1 if it occurs.
    Binary,
    /// The count.
    Count,
    /// 1 + ln(count).
    LogCount,
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
    /// 1.
    None,
    /// The square root of the sum of their squares: the Euclidean length.
    L2,
    /// Euclidean length, for word n-grams and for character n-grams separately.
    L2ByFamily,
    /// √(number of words). The scales of each family (word and character n-grams) are multiplied by a constant such
    /// that the mean squared Euclidean length of the training rows is one per family.
    SqrtWords,
    /// √(Σ over words of ½ + the squared scales of the word's features), with the scales of the families multiplied as
    /// for [`Norm::SqrtWords`]. Words that the model does not know count too, by the ½: a text with one known word
    /// among many others does not get the length of that word alone.
    SqrtSquares,
}

impl Norm {
    /// Whether the scales of each family are multiplied so that its rows have a mean squared length of one.
    #[cfg(feature = "train")]
    pub(super) fn balances_families(self) -> bool {
        matches!(self, Norm::SqrtWords | Norm::SqrtSquares)
    }
}

impl Weighting {
    /// The term frequency of a feature with this count.
    pub(super) fn local(&self, count: u32) -> f64 {
        match self.local {
            Local::Binary => 1.0,
            Local::Count => f64::from(count),
            Local::LogCount => 1.0 + libm::log(f64::from(count.max(1))),
        }
    }

    /// Whether features have a scale other than 1.
    pub fn has_scale(&self) -> bool {
        self.scale != Scale::None || self.norm.balances_families()
    }

    /// Writes the columns and values of `row` to `out`. `scale` is the result of `fit_scale`, `families` those
    /// of the vocabulary.
    pub(crate) fn weigh(&self, row: &Row, scale: Option<&[f32]>, families: &Families, out: &mut Vec<(u32, f32)>) {
        let per_row = match self.norm {
            Norm::SqrtWords => 1.0 / f64::from(row.words.max(1)).sqrt(),
            Norm::SqrtSquares => {
                let square = |(column, count): &(u32, u32)| {
                    let scale_of_column = scale.and_then(|s| s.get(*column as usize)).copied();
                    f64::from(*count) * square_of(scale_of_column)
                };
                1.0 / length(row.terms.iter().map(square).sum(), row.words)
            }
            Norm::None | Norm::L2 | Norm::L2ByFamily => 1.0,
        };
        out.clear();
        out.extend(row.terms.iter().map(|(column, count)| {
            let scale_of_column = scale.and_then(|s| s.get(*column as usize)).map_or(1.0, |x| f64::from(*x));
            (*column, (self.local(*count) * scale_of_column * per_row) as f32)
        }));
        match self.norm {
            Norm::None | Norm::SqrtWords | Norm::SqrtSquares => {}
            Norm::L2 => divide_by_length(out, |_| true),
            Norm::L2ByFamily => {
                for family in 0..Families::COUNT {
                    divide_by_length(out, |column| families.of(column) == family);
                }
            }
        }
    }
}

/// The square of a feature's scale, which is 1 if the weighting has none.
pub(crate) fn square_of(scale: Option<f32>) -> f64 {
    scale.map_or(1.0, |s| f64::from(s) * f64::from(s))
}

/// The length of a row under [`Norm::SqrtSquares`]: `squares` is the sum of the squared scales of its features.
pub(crate) fn length(squares: f64, words: u32) -> f64 {
    (squares + 0.5 * f64::from(words.max(1))).sqrt()
}

/// Divides the values of the columns that `belongs` accepts by their Euclidean length.
fn divide_by_length(values: &mut [(u32, f32)], belongs: impl Fn(u32) -> bool) {
    let own = |v: &&mut (u32, f32)| belongs(v.0);
    let squares: f64 = values.iter().filter(|v| belongs(v.0)).map(|(_, v)| f64::from(*v) * f64::from(*v)).sum();
    if squares > 0.0 {
        let scale = 1.0 / squares.sqrt();
        values.iter_mut().filter(own).for_each(|(_, v)| *v = (f64::from(*v) * scale) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(terms: &[(u32, u32)]) -> Row {
        Row { terms: terms.to_vec(), words: terms.iter().map(|(_, n)| n).sum() }
    }

    fn values(local: Local, scale: Option<&[f32]>, norm: Norm) -> Vec<f32> {
        let mut out = Vec::new();
        Weighting { local, scale: Scale::None, norm }.weigh(
            &row(&[(0, 1), (2, 3)]),
            scale,
            &Families { chars: 2..3, keys: 3..3 },
            &mut out,
        );
        out.into_iter().map(|(_, v)| v).collect()
    }

    #[test]
    fn values_are_local_times_scale_over_norm() {
        assert_eq!(values(Local::Binary, None, Norm::None), [1.0, 1.0]);
        assert_eq!(values(Local::Count, None, Norm::None), [1.0, 3.0]);
        assert_eq!(values(Local::LogCount, None, Norm::None)[1], 1.0 + 3f32.ln());
        assert_eq!(values(Local::Count, Some(&[4.0, 9.0, 1.0]), Norm::L2), [0.8, 0.6]);
        assert_eq!(values(Local::Count, Some(&[4.0, 9.0, 1.0]), Norm::L2ByFamily), [1.0, 1.0]);
        assert_eq!(values(Local::Count, Some(&[4.0, 9.0, 1.0]), Norm::SqrtWords), [2.0, 1.5]);
    }
}
