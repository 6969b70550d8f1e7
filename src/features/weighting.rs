//! What a term weighs in a row: within the text, over the corpus, and the length of the row.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::rows::Row;

/// How counts become values: `local(count) × scale`, divided by the row's norm.
///
/// With [`Local::Count`] and [`Norm::SqrtWords`] a score is a sum over words times a factor that only depends on their
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Weighting {
    /// Within the text.
    pub local: Local,
    /// Over the corpus.
    pub scale: Scale,
    /// Over the row.
    pub norm: Norm,
}

/// Weight of a term within a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Local {
    /// 1 if it occurs.
    Binary,
    /// How often it occurs.
    Count,
    /// 1 + ln(how often it occurs).
    LogCount,
}

/// Weight of a term over the corpus, fitted on the training rows alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// None: every term counts alike.
    None,
    /// idf = ln((1 + texts) / (1 + texts with the term)) + 1, as scikit-learn's default.
    Idf,
    /// |r|, the size of the log-count ratio (Wang & Manning 2012): r = ln((p / Σp) / (q / Σq)) with p the texts of a class
    /// that hold the term and q those of all other classes, both plus one, sums over the terms of its family (word or
    /// character n-grams); with more than two classes the largest |r| of any class against the rest.
    Ratio,
    /// |r| × idf.
    RatioIdf,
}

/// What the values of a row are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Norm {
    /// Nothing.
    None,
    /// The square root of the sum of their squares.
    L2,
    /// The same, word n-grams and character n-grams each by their own.
    L2ByFamily,
    /// The square root of the number of the row's words; before that, each family (word and character n-grams) is scaled so
    /// that its rows have a length of one in the mean square over the training rows.
    SqrtWords,
    /// The square root of the sum over the row's words of ½ and of the squared scales of their terms, families evened as with
    /// [`Norm::SqrtWords`]. Other than [`Norm::L2`] it is a sum over words, and a word that the model does not know counts too:
    /// a text with a single known word among many others is not given the length of that word.
    SqrtSquares,
}

impl Norm {
    /// Whether the scales of each family are multiplied so that its rows have a length of one in the mean.
    fn evens_families(self) -> bool {
        matches!(self, Norm::SqrtWords | Norm::SqrtSquares)
    }
}

/// The rows a scale is fitted on.
#[cfg(feature = "train")]
pub(crate) struct ScaleData<'d> {
    pub(crate) rows: &'d [&'d Row],
    pub(crate) classes: &'d [u32],
    pub(crate) n_classes: usize,
    pub(crate) columns: usize,
    /// The columns of character n-grams.
    pub(crate) chars: Range<u32>,
}

impl Weighting {
    /// The weight of a term that occurs `count` times, before scale and norm.
    fn local(&self, count: u32) -> f64 {
        match self.local {
            Local::Binary => 1.0,
            Local::Count => f64::from(count),
            Local::LogCount => 1.0 + libm::log(f64::from(count.max(1))),
        }
    }

    /// Whether columns have a scale.
    pub fn has_scale(&self) -> bool {
        self.scale != Scale::None || self.norm.evens_families()
    }

    /// The scale of every column, or `None` if this weighting has none; 0 for columns that are not `kept`.
    #[cfg(feature = "train")]
    pub(crate) fn fit_scale(&self, data: &ScaleData<'_>, kept: Option<&[bool]>) -> Option<Vec<f32>> {
        if !self.has_scale() {
            return None;
        }
        let mut scale = match self.scale {
            Scale::None => vec![1.0; data.columns],
            Scale::Idf => data.idf(),
            Scale::Ratio => data.ratio(),
            Scale::RatioIdf => data.ratio().into_iter().zip(data.idf()).map(|(a, b)| a * b).collect(),
        };
        for (scale, _) in scale.iter_mut().zip(kept.unwrap_or(&[])).filter(|(_, kept)| !**kept) {
            *scale = 0.0;
        }
        if self.norm.evens_families() {
            self.even_families(data, &mut scale);
        }
        Some(scale.into_iter().map(|s| s as f32).collect())
    }

    /// Multiplies the scales of each family so that the mean over the rows of its squared length is one.
    #[cfg(feature = "train")]
    fn even_families(&self, data: &ScaleData<'_>, scale: &mut [f64]) {
        let family = |column: u32| usize::from(data.chars.contains(&column));
        let mut squares = [0.0; 2];
        for row in data.rows {
            let mut of_row = [0.0; 2];
            for (column, count) in &row.terms {
                let value = self.local(*count) * scale.get(*column as usize).copied().unwrap_or(0.0);
                if let Some(sum) = of_row.get_mut(family(*column)) {
                    *sum += value * value;
                }
            }
            for (sum, of_row) in squares.iter_mut().zip(of_row) {
                *sum += of_row / f64::from(row.words.max(1));
            }
        }
        let factors = squares.map(|s| if s > 0.0 { (data.rows.len() as f64 / s).sqrt() } else { 1.0 });
        for (column, scale) in (0u32..).zip(scale) {
            *scale *= factors.get(family(column)).copied().unwrap_or(1.0);
        }
    }

    /// Writes the values of `row` to `out`, in its order. `scale` is what `fit_scale` gave, `chars` the columns of
    /// character n-grams.
    pub(crate) fn weigh(&self, row: &Row, scale: Option<&[f32]>, chars: &Range<u32>, out: &mut Vec<(u32, f32)>) {
        let over_row = match self.norm {
            Norm::SqrtWords => 1.0 / f64::from(row.words.max(1)).sqrt(),
            Norm::SqrtSquares => {
                let square = |(column, count): &(u32, u32)| {
                    let over_corpus = scale.and_then(|s| s.get(*column as usize)).copied();
                    f64::from(*count) * square_of(over_corpus)
                };
                1.0 / length(row.terms.iter().map(square).sum(), row.words)
            }
            Norm::None | Norm::L2 | Norm::L2ByFamily => 1.0,
        };
        out.clear();
        out.extend(row.terms.iter().map(|(column, count)| {
            let over_corpus = scale.and_then(|s| s.get(*column as usize)).map_or(1.0, |x| f64::from(*x));
            (*column, (self.local(*count) * over_corpus * over_row) as f32)
        }));
        match self.norm {
            Norm::None | Norm::SqrtWords | Norm::SqrtSquares => {}
            Norm::L2 => divide_by_length(out, |_| true),
            Norm::L2ByFamily => {
                divide_by_length(out, |column| chars.contains(&column));
                divide_by_length(out, |column| !chars.contains(&column));
            }
        }
    }
}

/// The square of a term's scale, of 1 if it has none.
pub(crate) fn square_of(scale: Option<f32>) -> f64 {
    scale.map_or(1.0, |s| f64::from(s) * f64::from(s))
}

/// The length of a row by [`Norm::SqrtSquares`], from the sum of its squared scales and the number of its words.
pub(crate) fn length(squares: f64, words: u32) -> f64 {
    (squares + 0.5 * f64::from(words.max(1))).sqrt()
}

/// Divides the values of the columns that belong by the length of their vector.
fn divide_by_length(values: &mut [(u32, f32)], belongs: impl Fn(u32) -> bool) {
    let own = |v: &&mut (u32, f32)| belongs(v.0);
    let squares: f64 = values.iter().filter(|v| belongs(v.0)).map(|(_, v)| f64::from(*v) * f64::from(*v)).sum();
    if squares > 0.0 {
        let scale = 1.0 / squares.sqrt();
        values.iter_mut().filter(own).for_each(|(_, v)| *v = (f64::from(*v) * scale) as f32);
    }
}

#[cfg(feature = "train")]
impl ScaleData<'_> {
    fn idf(&self) -> Vec<f64> {
        let with = self.texts_with(|_| true);
        let texts = self.rows.len() as f64;
        with.into_iter().map(|n| libm::log((1.0 + texts) / (1.0 + n)) + 1.0).collect()
    }

    /// The largest |log-count ratio| of any class against the rest, for every column.
    fn ratio(&self) -> Vec<f64> {
        let mut largest = vec![0.0; self.columns];
        // Of two classes one says it all: the other's ratio is the same with the opposite sign.
        let classes = if self.n_classes == 2 { 1 } else { self.n_classes };
        for class in 0..classes as u32 {
            let p = self.texts_with(|c| c == class);
            let q = self.texts_with(|c| c != class);
            let (p_sums, q_sums) = (self.family_sums(&p), self.family_sums(&q));
            for (column, ((p, q), largest)) in p.iter().zip(&q).zip(&mut largest).enumerate() {
                let family = usize::from(self.chars.contains(&(column as u32)));
                let share = |n: f64, sums: [f64; 2]| (n + 1.0) / sums.get(family).copied().unwrap_or(1.0);
                let ratio = libm::log(share(*p, p_sums) / share(*q, q_sums)).abs();
                if p + q > 0.0 && ratio > *largest {
                    *largest = ratio;
                }
            }
        }
        largest
    }

    /// Texts of the classes that count, with each term.
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

    /// Sums of counts plus one: over word n-grams, over character n-grams.
    fn family_sums(&self, counts: &[f64]) -> [f64; 2] {
        let mut sums = [0.0; 2];
        for (column, n) in counts.iter().enumerate() {
            let family = usize::from(self.chars.contains(&(column as u32)));
            if let Some(sum) = sums.get_mut(family) {
                *sum += n + 1.0;
            }
        }
        sums
    }
}

#[cfg(test)]
#[cfg(feature = "train")]
mod tests {
    use super::*;

    fn row(terms: &[(u32, u32)]) -> Row {
        Row { terms: terms.to_vec(), words: terms.iter().map(|(_, n)| n).sum() }
    }

    fn values(local: Local, scale: Option<&[f32]>, norm: Norm) -> Vec<f32> {
        let mut out = Vec::new();
        Weighting { local, scale: Scale::None, norm }.weigh(&row(&[(0, 1), (2, 3)]), scale, &(2..3), &mut out);
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

    #[test]
    fn families_are_of_equal_length_over_the_training_rows() {
        let rows = [row(&[(0, 1), (2, 3)]), row(&[(1, 2)]), row(&[(2, 1), (3, 2)]), row(&[])];
        let refs: Vec<&Row> = rows.iter().collect();
        let data = ScaleData { rows: &refs, classes: &[0, 1, 0, 1], n_classes: 2, columns: 4, chars: 2..4 };
        for scale in [Scale::None, Scale::RatioIdf] {
            let weighting = Weighting { local: Local::Count, scale, norm: Norm::SqrtWords };
            let scale = weighting.fit_scale(&data, None).unwrap();
            let (mut squares, mut out) = ([0.0; 2], Vec::new());
            for row in &rows {
                weighting.weigh(row, Some(&scale), &data.chars, &mut out);
                out.iter().for_each(|(c, v)| squares[usize::from(*c >= 2)] += v * v);
            }
            assert!(squares.iter().all(|s| (s / 4.0 - 1.0).abs() < 1e-5), "{squares:?}");
        }
    }

    fn fitted(scale: Scale, n_classes: usize, classes: &[u32]) -> Vec<f32> {
        let rows = [row(&[(0, 1)]), row(&[(0, 2), (1, 1)]), row(&[(0, 1), (2, 1)])];
        let rows: Vec<&Row> = rows.iter().collect();
        let data = ScaleData { rows: &rows, classes, n_classes, columns: 4, chars: 3..4 };
        Weighting { local: Local::Binary, scale, norm: Norm::L2 }.fit_scale(&data, None).unwrap()
    }

    #[test]
    fn a_term_in_every_text_has_an_idf_of_one() {
        let idf = fitted(Scale::Idf, 2, &[0, 1, 1]);
        assert_eq!(idf[0], 1.0);
        assert!((idf[1] - (2f32.ln() + 1.0)).abs() < 1e-6);
    }

    #[test]
    fn ratios_are_what_a_hand_gets() {
        // Class 0 has one text, the rest two: with one added, p = 2 1 1 and q = 3 2 2 over the three words.
        let ratio = fitted(Scale::Ratio, 2, &[0, 1, 1]);
        let by_hand = |p: f32, q: f32| ((p / 4.0) / (q / 7.0)).ln().abs();
        for (got, (p, q)) in ratio.iter().zip([(2.0, 3.0), (1.0, 2.0), (1.0, 2.0)]) {
            assert!((got - by_hand(p, q)).abs() < 1e-6);
        }
        assert_eq!(ratio[3], 0.0, "a term of no text has no say");
    }

    #[test]
    fn with_three_classes_the_most_telling_counts() {
        let (two, three) = (fitted(Scale::Ratio, 2, &[0, 1, 1]), fitted(Scale::Ratio, 3, &[0, 1, 2]));
        assert!(three[1] > two[1]);
    }
}
