//! Agreement of coders on one label column, with intervals.

use serde::Serialize;

use super::alpha::Level;
use super::{alpha, fleiss};
use crate::error::Place;
use crate::evaluate::{Agreement, Bootstrap, Interval, agreement, resample_rows, weighted_agreement};
use crate::{Error, Result};

/// What coders gave for one label column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// The names of the coders.
    pub coders: Vec<String>,
    /// The classes; from one end to the other if they are ordered.
    pub classes: Vec<String>,
    /// By row, the code of each coder as position in `classes`; `None` where the coder gave none.
    pub rows: Vec<Vec<Option<u32>>>,
    /// The document of each row, as any ids: documents are resampled together.
    pub documents: Option<Vec<u32>>,
    /// Whether the classes are ordered.
    pub ordered: bool,
}

/// A number with its 95 % interval by bootstrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The number; `None` where it is undefined, as where all codes are the same.
    pub value: Option<f64>,
    /// The interval.
    pub interval: Option<Interval>,
}

/// The agreement of coders on one label column.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeadAgreement {
    /// The names of the coders.
    pub coders: Vec<String>,
    /// Number of rows with a code of any coder.
    pub rows: u64,
    /// Number of rows with codes of two coders or more; everything below is about these.
    pub shared: u64,
    /// Share of the pairs of codes of a row that are the same, the mean over the rows.
    pub observed: Estimate,
    /// Krippendorff's alpha, nominal.
    pub alpha: Estimate,
    /// Krippendorff's alpha, ordinal; `None` if the classes are not ordered.
    pub alpha_ordinal: Option<Estimate>,
    /// Cohen's kappa; `None` unless there are two coders.
    pub cohen_kappa: Option<Estimate>,
    /// Fleiss' kappa.
    pub fleiss_kappa: Estimate,
    /// Agreement class by class.
    pub classes: Vec<ClassAgreement>,
    /// Agreement of each two coders who share a row.
    pub pairs: Vec<CoderPair>,
    /// Positions of the rows with different codes.
    pub disputed: Vec<usize>,
}

/// The agreement on one class against all others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClassAgreement {
    /// The class.
    pub class: String,
    /// Number of codes of this class in shared rows.
    pub codes: u64,
    /// The probability that another coder of a row gives this class too where one has given it (specific agreement).
    pub specific: Option<f64>,
    /// Krippendorff's alpha of the class against all others.
    pub alpha: Estimate,
}

/// The agreement of two coders.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CoderPair {
    /// Their names.
    pub coders: [String; 2],
    /// Shared rows, observed and expected agreement, and Cohen's kappa.
    #[serde(flatten)]
    pub agreement: Agreement,
}

/// The codes of each row without those that are missing.
struct Units {
    given: Vec<Vec<u32>>,
    /// For each class the codes of each row: 1 for this class, 0 for another.
    of_class: Vec<Vec<Vec<u32>>>,
}

/// The agreement of coders, with 95 % intervals by bootstrap over documents, or rows where there are none.
///
/// # Errors
/// [`Error::Data`] if no row has the codes of two coders.
pub fn agree(codes: &Codes, bootstrap: Bootstrap) -> Result<HeadAgreement> {
    let shared: Vec<usize> = (0..codes.rows.len()).filter(|row| codes.given(*row).count() > 1).collect();
    if shared.is_empty() {
        let problem = "no row has the labels of two coders; let them label the same rows: 50 give alpha within about 0.15, \
                       200 within about 0.08";
        return Err(Error::data(Place::file("coders"), problem));
    }
    let units = codes.units(&shared);
    let documents: Option<Vec<u32>> = codes.documents.as_ref().map(|ids| crate::pick::pick(ids, &shared));
    let two = (codes.coders.len() == 2).then(|| [0, 1].map(|coder| codes.column(coder, &shared)));
    let measure = |weights: Option<&[u32]>| measures(&units, codes, two.as_ref(), weights);
    let values = measure(None);
    let intervals =
        resample_rows(shared.len(), documents.as_deref(), bootstrap, values.len(), |weights| measure(Some(weights)));
    let mut estimates = values.iter().zip(intervals).map(|(value, interval)| {
        let interval = interval.filter(|_| value.is_some());
        Estimate { value: *value, interval }
    });
    let mut next = || estimates.next().unwrap_or_default();
    let (observed, alpha, fleiss_kappa) = (next(), next(), next());
    let alpha_ordinal = codes.ordered.then(&mut next);
    let cohen_kappa = two.is_some().then(&mut next);
    let classes = codes.classes.iter().zip(&units.of_class).map(|(class, of_class)| {
        let (codes, specific) = specific(of_class);
        ClassAgreement { class: class.clone(), codes, specific, alpha: next() }
    });
    Ok(HeadAgreement {
        classes: classes.collect(),
        coders: codes.coders.clone(),
        rows: (0..codes.rows.len()).filter(|row| codes.given(*row).next().is_some()).count() as u64,
        shared: shared.len() as u64,
        observed,
        alpha,
        alpha_ordinal,
        cohen_kappa,
        fleiss_kappa,
        pairs: codes.pairs()?,
        disputed: shared.into_iter().filter(|row| codes.is_disputed(*row)).collect(),
    })
}

/// What is estimated, in the order in which [`agree`] takes it.
fn measures(
    units: &Units,
    codes: &Codes,
    two: Option<&[Vec<Option<u32>>; 2]>,
    weights: Option<&[u32]>,
) -> Vec<Option<f64>> {
    let (given, classes) = (&units.given, codes.classes.len());
    let mut out = vec![
        observed(given, weights),
        alpha::alpha(given, classes, Level::Nominal, weights),
        fleiss::fleiss(given, classes, weights),
    ];
    if codes.ordered {
        out.push(alpha::alpha(given, classes, Level::Ordinal, weights));
    }
    if let Some([first, second]) = two {
        out.push(weighted_agreement(first, second, weights).ok().and_then(|found| found.kappa));
    }
    out.extend(units.of_class.iter().map(|of_class| alpha::alpha(of_class, 2, Level::Nominal, weights)));
    out
}

/// The mean share of equal pairs.
fn observed(units: &[Vec<u32>], weights: Option<&[u32]>) -> Option<f64> {
    let (mut sum, mut number) = (0.0, 0u64);
    for (at, codes) in units.iter().enumerate() {
        let weight = weights.map_or(1, |weights| weights.get(at).copied().unwrap_or(0));
        let pairs = codes.len() * (codes.len() - 1);
        let same: usize = codes.iter().map(|a| codes.iter().filter(|b| *b == a).count() - 1).sum();
        sum += f64::from(weight) * same as f64 / pairs.max(1) as f64;
        number += u64::from(weight);
    }
    (number > 0).then(|| sum / number as f64)
}

/// The number of codes of a class, and the mean share of the other codes of their rows that are of it too.
fn specific(of_class: &[Vec<u32>]) -> (u64, Option<f64>) {
    let (mut codes, mut same) = (0, 0.0);
    for unit in of_class {
        let own = unit.iter().filter(|code| **code == 1).count();
        codes += own as u64;
        same += (own * own.saturating_sub(1)) as f64 / (unit.len() - 1).max(1) as f64;
    }
    (codes, (codes > 0).then(|| same / codes as f64))
}

impl Codes {
    /// The codes that a row has.
    fn given(&self, row: usize) -> impl Iterator<Item = u32> {
        self.rows.get(row).into_iter().flatten().filter_map(|code| *code)
    }

    /// Whether a row has different codes.
    fn is_disputed(&self, row: usize) -> bool {
        let first = self.given(row).next();
        self.given(row).any(|code| Some(code) != first)
    }

    fn units(&self, shared: &[usize]) -> Units {
        let given: Vec<Vec<u32>> = shared.iter().map(|row| self.given(*row).collect()).collect();
        let binary =
            |class: u32| given.iter().map(|unit| unit.iter().map(|c| u32::from(*c == class)).collect()).collect();
        let of_class = (0..self.classes.len() as u32).map(binary).collect();
        Units { given, of_class }
    }

    /// The codes that one coder gave to these rows.
    fn column(&self, coder: usize, rows: &[usize]) -> Vec<Option<u32>> {
        let code = |row: &usize| self.rows.get(*row).and_then(|codes| codes.get(coder).copied().flatten());
        rows.iter().map(code).collect()
    }

    /// The agreement of each two coders who share a row.
    fn pairs(&self) -> Result<Vec<CoderPair>> {
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let columns: Vec<Vec<Option<u32>>> = (0..self.coders.len()).map(|coder| self.column(coder, &all)).collect();
        let named: Vec<(&String, &Vec<Option<u32>>)> = self.coders.iter().zip(&columns).collect();
        let mut pairs = Vec::new();
        for (at, (first, codes)) in named.iter().enumerate() {
            for (second, others) in named.iter().skip(at + 1) {
                let agreement = agreement(codes, others)?;
                if agreement.n > 0 {
                    pairs.push(CoderPair { coders: [(*first).clone(), (*second).clone()], agreement });
                }
            }
        }
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two coders and a third who coded only some rows.
    fn codes() -> Codes {
        let row = |codes: &str| codes.chars().map(|c| c.to_digit(10)).collect::<Vec<_>>();
        let rows = ["00*", "11*", "112", "01*", "22*", "221", "**0", "0**", "111", "000"].map(row);
        Codes {
            coders: ["a", "b", "c"].map(str::to_owned).to_vec(),
            classes: ["con", "mid", "pro"].map(str::to_owned).to_vec(),
            rows: rows.to_vec(),
            documents: Some((0..10).map(|row| row / 2).collect()),
            ordered: true,
        }
    }

    #[test]
    fn rows_with_one_code_count_for_nothing() {
        let found = agree(&codes(), Bootstrap::default()).unwrap();
        assert_eq!((found.rows, found.shared, found.disputed.clone()), (10, 8, vec![2, 3, 5]));
        assert!((found.observed.value.unwrap() - (5.0 + 2.0 / 3.0) / 8.0).abs() < 1e-12);
        let fewer = Codes {
            rows: codes().rows.into_iter().filter(|r| r.iter().flatten().count() > 1).collect(),
            documents: None,
            ..codes()
        };
        let same = agree(&fewer, Bootstrap::Off).unwrap();
        assert_eq!((found.alpha.value, found.classes[0].codes), (same.alpha.value, same.classes[0].codes));
        assert!(found.cohen_kappa.is_none() && found.pairs.len() == 3);
    }

    #[test]
    fn intervals_hold_the_value_and_are_the_same_on_every_run() {
        let found = agree(&codes(), Bootstrap::default()).unwrap();
        for estimate in [found.alpha, found.alpha_ordinal.unwrap(), found.fleiss_kappa, found.observed] {
            let [low, high] = estimate.interval.unwrap();
            let value = estimate.value.unwrap();
            assert!(low < value && value <= high && high <= 1.0 + 1e-12, "{estimate:?}");
        }
        assert_eq!(found, agree(&codes(), Bootstrap::default()).unwrap());
    }

    #[test]
    fn the_specific_agreement_of_two_coders_is_the_published_formula() {
        // 20 both yes, 15 with one yes: 2 · 20 / (2 · 20 + 15).
        let rows = [
            vec![[Some(1), Some(1)]; 20],
            vec![[Some(1), Some(0)]; 5],
            vec![[Some(0), Some(1)]; 10],
            vec![[Some(0); 2]; 15],
        ];
        let codes = Codes {
            coders: vec!["a".to_owned(), "b".to_owned()],
            classes: vec!["no".to_owned(), "yes".to_owned()],
            rows: rows.concat().into_iter().map(|row| row.to_vec()).collect(),
            ..Codes::default()
        };
        let found = agree(&codes, Bootstrap::Off).unwrap();
        assert!((found.classes[1].specific.unwrap() - 40.0 / 55.0).abs() < 1e-12);
        assert_eq!(found.classes[1].codes, 55);
        assert!((found.cohen_kappa.unwrap().value.unwrap() - 0.4).abs() < 1e-12);
        assert!((found.classes[0].alpha.value.unwrap() - found.alpha.value.unwrap()).abs() < 1e-12);
        assert_eq!(found.alpha_ordinal, None);
    }

    #[test]
    fn coders_who_share_no_row_are_told_how_many_would_do() {
        let rows = vec![vec![Some(0), None, None], vec![None, Some(1), None]];
        let error = agree(&Codes { rows, documents: None, ..codes() }, Bootstrap::Off).unwrap_err();
        assert_eq!(error.class() as i32, 3);
        assert!(error.to_string().contains("50 give alpha within about 0.15"), "{error}");
    }
}
