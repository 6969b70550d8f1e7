//! The variance of an estimate from coded rows, over documents within strata.

use super::coded::{Coded, Sums};

/// Documents below which there is no variance.
const LEAST_DOCUMENTS: usize = 5;

/// Weighted deviations of codes and predictions from their means, summed over each document and centred in each stratum.
pub(super) struct Deviations {
    /// One per document and stratum.
    totals: Vec<Total>,
    strata: usize,
    /// Coded rows per document, less one, over coded rows: 0 where every row has a document of its own, about 1 where
    /// few documents hold all rows.
    clustering: f64,
    /// The part that one row has in the whole, less for rows that were drawn with certainty.
    largest: f64,
}

/// The deviations of a document's coded rows.
struct Total {
    /// Of the codes.
    truth: f64,
    /// Of the predictions.
    proxy: f64,
    /// The part of the rows in the sum of all weights.
    weight: f64,
}

impl Deviations {
    pub(super) fn new(coded: &[Coded], sums: &Sums) -> Self {
        let mut parts: Vec<(u32, u32, Total)> = coded
            .iter()
            .map(|row| {
                let weight = row.weight / sums.weight;
                // A row that was certain to be drawn adds no uncertainty.
                let uncertain = weight * (1.0 - row.inclusion_probability).max(0.0).sqrt();
                let (truth, proxy) = (uncertain * (row.truth - sums.truth), uncertain * (row.proxy - sums.proxy));
                (row.stratum, row.cluster, Total { truth, proxy, weight })
            })
            .collect();
        let rows = coded.len().max(1) as f64;
        let uncertain: f64 = coded.iter().map(|row| (1.0 - row.inclusion_probability).max(0.0)).sum();
        // The order of equal keys decides the last digits of sums: the sort is stable.
        parts.sort_by_key(|part| (part.0, part.1));
        let mut totals = Vec::new();
        let mut strata = 0;
        for stratum in parts.chunk_by(|a, b| a.0 == b.0) {
            strata += 1;
            let from = totals.len();
            totals.extend(stratum.chunk_by(|a, b| a.1 == b.1).map(Total::sum));
            centre(totals.get_mut(from..).unwrap_or_default());
        }
        let clustering = 1.0 - totals.len() as f64 / rows;
        Self { totals, strata, clustering, largest: (uncertain / rows).sqrt() / rows }
    }

    /// Number of documents, counted once in each stratum.
    pub(super) fn documents(&self) -> usize {
        self.totals.len()
    }

    /// The λ with the least variance; 0 if the predictions do not vary.
    pub(super) fn best_lambda(&self) -> f64 {
        let (both, proxy) = self.products();
        if proxy > 0.0 && (both / proxy).is_finite() { both / proxy } else { 0.0 }
    }

    /// The sums of products of predictions with codes and with themselves.
    fn products(&self) -> (f64, f64) {
        let add = |(both, proxy), own: &Total| (both + own.truth * own.proxy, proxy + own.proxy * own.proxy);
        self.totals.iter().fold((0.0, 0.0), add)
    }

    /// The variance of an estimate with `lambda`, and its degrees of freedom; `None` for too few documents. `tuned` says
    /// that λ is [`Self::best_lambda`], and `moved` how far the mean prediction of all rows is from that of the coded ones.
    ///
    /// Where documents hold several coded rows, the variance by linearisation is too small for few documents, and that of
    /// the jackknife, which leaves out one document after another, too large (Bell and McCaffrey 2002): the more rows a
    /// document holds, the more the second counts. It is never less than that of one coded row about which the
    /// predictions are wrong, because where all coded rows happen to agree with them, their variance of 0 says nothing.
    pub(super) fn variance(&self, lambda: f64, tuned: bool, moved: f64) -> Option<(f64, f64)> {
        let df = self.documents() as f64 - self.strata as f64 - f64::from(u8::from(tuned));
        if self.documents() < LEAST_DOCUMENTS || df < 1.0 {
            return None;
        }
        let sum: f64 = self.totals.iter().map(|own| own.residual(lambda) * own.residual(lambda)).sum();
        // λ was chosen for the least sum, which is therefore too small by one degree of freedom.
        let linear = sum * if tuned { (df + 1.0) / df } else { 1.0 };
        let jackknife = if tuned { self.jackknife(lambda, moved) } else { linear };
        let variance = linear + self.clustering * (jackknife - linear).max(0.0);
        Some((variance.max(self.largest * self.largest), df))
    }

    /// The variance by leaving out one document after another, means and λ computed anew.
    fn jackknife(&self, lambda: f64, moved: f64) -> f64 {
        let (both, proxy) = self.products();
        let square = |own: &Total| {
            let left = (1.0 - own.weight).max(1e-9);
            let without = proxy - own.proxy * own.proxy;
            let other = if without > 1e-12 * proxy { (both - own.truth * own.proxy) / without } else { lambda };
            // The change of the means, then that of λ, which acts on how far the predictions are moved.
            let moved = moved + own.proxy / left;
            let change = own.residual(lambda) / left - (other - lambda) * moved;
            change * change
        };
        self.totals.iter().map(square).sum()
    }
}

impl Total {
    /// The sum over a document's rows.
    fn sum(rows: &[(u32, u32, Total)]) -> Self {
        let add = |sum: Total, (_, _, row): &(u32, u32, Total)| Total {
            truth: sum.truth + row.truth,
            proxy: sum.proxy + row.proxy,
            weight: sum.weight + row.weight,
        };
        rows.iter().fold(Total { truth: 0.0, proxy: 0.0, weight: 0.0 }, add)
    }

    /// What the predictions leave of the deviation of the codes.
    fn residual(&self, lambda: f64) -> f64 {
        self.truth - lambda * self.proxy
    }
}

/// Centres the totals of a stratum, and scales them so that their squares add up to the variance.
fn centre(totals: &mut [Total]) {
    let n = totals.len() as f64;
    if totals.len() < 2 {
        // A stratum of one document has no variance of its own: its deviation from the whole counts in full.
        return;
    }
    let truth = totals.iter().map(|own| own.truth).sum::<f64>() / n;
    let proxy = totals.iter().map(|own| own.proxy).sum::<f64>() / n;
    let scale = (n / (n - 1.0)).sqrt();
    for own in totals {
        (own.truth, own.proxy) = ((own.truth - truth) * scale, (own.proxy - proxy) * scale);
    }
}
