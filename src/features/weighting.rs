//! What a term weighs in a row: within the text, over the corpus, and the length of the row.

use serde::{Deserialize, Serialize};

use super::rows::Row;

/// How counts become values.
///
/// A value is `local(count) × idf`, divided by the row's norm. Scaling that depends on labels (the log-count ratio) is
/// no part of it: it enters the learner as a per-class scale and is folded into the coefficients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Weighting {
    /// Within the text.
    pub local: Local,
    /// Over the corpus.
    pub idf: Idf,
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

/// Weight of a term over the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Idf {
    /// None: every term counts alike.
    None,
    /// ln((1 + texts) / (1 + texts with the term)) + 1, as scikit-learn's default.
    Smooth,
}

/// What the values of a row are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Norm {
    /// Nothing.
    None,
    /// The square root of the sum of their squares.
    L2,
}

impl Weighting {
    /// The weight of a term that occurs `count` times, before idf and norm.
    pub(crate) fn local(&self, count: u32) -> f64 {
        match self.local {
            Local::Binary => 1.0,
            Local::Count => f64::from(count),
            Local::LogCount => 1.0 + libm::log(f64::from(count.max(1))),
        }
    }

    /// The idf of every column, or `None` if this weighting has none.
    pub(crate) fn fit_idf<'r>(&self, rows: impl Iterator<Item = &'r Row>, columns: usize) -> Option<Vec<f32>> {
        if self.idf == Idf::None {
            return None;
        }
        let mut with = vec![0u32; columns];
        let mut texts = 0u32;
        for row in rows {
            texts += 1;
            for (column, _) in row {
                if let Some(n) = with.get_mut(*column as usize) {
                    *n += 1;
                }
            }
        }
        let idf = |n: u32| (libm::log(f64::from(1 + texts) / f64::from(1 + n)) + 1.0) as f32;
        Some(with.into_iter().map(idf).collect())
    }

    /// Writes the values of `row` to `out`, in its order. `idf` is what [`Self::fit_idf`] gave.
    pub(crate) fn weigh(&self, row: &[(u32, u32)], idf: Option<&[f32]>, out: &mut Vec<(u32, f32)>) {
        out.clear();
        out.extend(row.iter().map(|(column, count)| {
            let over_corpus = idf.and_then(|idf| idf.get(*column as usize)).map_or(1.0, |x| f64::from(*x));
            (*column, (self.local(*count) * over_corpus) as f32)
        }));
        if self.norm == Norm::L2 {
            let squares: f64 = out.iter().map(|(_, v)| f64::from(*v) * f64::from(*v)).sum();
            if squares > 0.0 {
                let scale = 1.0 / squares.sqrt();
                out.iter_mut().for_each(|(_, v)| *v = (f64::from(*v) * scale) as f32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: [(u32, u32); 2] = [(0, 1), (2, 3)];

    fn values(local: Local, idf: Option<&[f32]>, norm: Norm) -> Vec<f32> {
        let mut out = Vec::new();
        Weighting { local, idf: Idf::None, norm }.weigh(&ROW, idf, &mut out);
        out.into_iter().map(|(_, v)| v).collect()
    }

    #[test]
    fn values_are_local_times_idf_over_norm() {
        assert_eq!(values(Local::Binary, None, Norm::None), [1.0, 1.0]);
        assert_eq!(values(Local::Count, None, Norm::None), [1.0, 3.0]);
        assert_eq!(values(Local::LogCount, None, Norm::None)[1], 1.0 + 3f32.ln());
        assert_eq!(values(Local::Count, Some(&[4.0, 9.0, 1.0]), Norm::L2), [0.8, 0.6]);
    }

    #[test]
    fn a_term_in_every_text_has_an_idf_of_one() {
        let weighting = Weighting { local: Local::Binary, idf: Idf::Smooth, norm: Norm::L2 };
        let rows: Vec<Row> = vec![vec![(0, 1)], vec![(0, 2), (1, 1)]];
        let idf = weighting.fit_idf(rows.iter(), 2).unwrap();
        assert_eq!(idf[0], 1.0);
        assert!((idf[1] - (1.5f32.ln() + 1.0)).abs() < 1e-6);
    }
}
