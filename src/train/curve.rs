//! Learning curves: whether more statements, or more groups, would improve a model.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CalibrationMode, HeadPredictions, Search, TrainOptions, predict, train};
use crate::classify::Classifier;
use crate::corpus::{FOLD_SEED, Folds, Labelled};
use crate::evaluate::{Bootstrap, Difference, Random, Scores, paired};
use crate::{Error, Result};

/// Number of samples per size if one held-out set is scored.
const DRAWS: u64 = 3;

/// What the models of a curve are scored on.
#[derive(Clone, Copy, Debug)]
pub enum HeldOut<'d> {
    /// This number of folds in turn, with whole groups: one model per fold and size.
    Folds(usize),
    /// Another data set: three models per size, trained on three samples and scored together.
    Part(&'d Labelled),
}

/// Scores by the size of the training data.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Curve {
    /// The curves by head.
    pub heads: BTreeMap<String, CurveHead>,
}

/// The curves of one head, from small to large.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CurveHead {
    /// Growing numbers of statements, sampled from all groups.
    pub by_statements: Vec<CurvePoint>,
    /// Growing numbers of whole groups; empty for data without groups. The last point is that of `by_statements`.
    pub by_groups: Vec<CurvePoint>,
}

/// The scores of the models of one size.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Number of training statements, the mean over the models.
    pub statements: f64,
    /// Number of their groups, the mean over the models.
    pub groups: Option<f64>,
    /// The scores; `None` if the training rows of some model lacked a class.
    pub scores: Option<Scores>,
    /// The gain over the previous point on the same rows, by metric; `None` at the first point.
    pub gain: Option<BTreeMap<String, Difference>>,
}

/// What grows from point to point.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Statements,
    Groups,
}

/// Trains on growing samples of `labelled` and scores each size. Each sample contains the one before and has twice its
/// rows, or groups. Training is without calibration, which hardly ever changes a label, and without a search for
/// options. `points` is the number of sizes.
///
/// # Errors
/// [`Error::Options`] for fewer than 2 or more than 20 points; otherwise as [`train`], [`Folds::of`] and [`predict`]. A
/// sample that lacks a class is not an error; its point has no scores.
pub fn learning_curve(
    labelled: &Labelled,
    options: &TrainOptions,
    held_out: HeldOut<'_>,
    points: usize,
) -> Result<Curve> {
    if !(2..=20).contains(&points) {
        return Err(Error::options("curve-points", format!("{points} is out of range; use 2 to 20")));
    }
    let options = TrainOptions { calibration: CalibrationMode::None, search: Search::Off, ..options.clone() };
    let rounds = rounds(labelled, held_out)?;
    let mut curve = Curve::default();
    let mut last = None;
    for unit in [Unit::Statements, Unit::Groups] {
        if unit == Unit::Groups && labelled.groups.is_none() {
            continue;
        }
        let mut before: Option<Vec<HeadPredictions>> = None;
        for point in 0..points {
            let share = 0.5f64.powi((points - 1 - point) as i32);
            // The last size is all rows in both curves.
            let whole = last.take_if(|_| point + 1 == points);
            let size = whole.map_or_else(|| size(labelled, &options, &rounds, unit, share), Ok)?;
            curve.add(unit, &size, before.as_deref())?;
            before = size.predictions.clone();
            if point + 1 == points {
                last = Some(size);
            }
        }
    }
    Ok(curve)
}

impl Curve {
    /// Adds a point to each head's curve.
    fn add<'p>(&mut self, unit: Unit, size: &'p Size, before: Option<&'p [HeadPredictions]>) -> Result<()> {
        for head in &size.heads {
            let of = |all: &'p [HeadPredictions]| all.iter().find(|p| p.name == *head);
            let own = size.predictions.as_deref().and_then(of);
            let earlier = before.and_then(of);
            let gain = own
                .zip(earlier)
                .map(|(own, earlier)| paired(&earlier.as_predictions(), &own.as_predictions(), Bootstrap::default()));
            let point = CurvePoint {
                statements: size.statements,
                groups: size.groups,
                scores: own.map(|own| own.scores(Bootstrap::default())).transpose()?,
                gain: gain.transpose()?,
            };
            let curves = self.heads.entry(head.clone()).or_default();
            match unit {
                Unit::Statements => curves.by_statements.push(point),
                Unit::Groups => curves.by_groups.push(point),
            }
        }
        Ok(())
    }
}

/// Rows to train on, and rows to score.
struct Round<'d> {
    learn: Vec<usize>,
    seed: u64,
    score: Scored<'d>,
}

enum Scored<'d> {
    /// These rows of the data.
    Rows(Vec<usize>),
    Part(&'d Labelled),
}

/// The predictions of the models of one size.
struct Size {
    heads: Vec<String>,
    statements: f64,
    groups: Option<f64>,
    predictions: Option<Vec<HeadPredictions>>,
}

fn rounds<'d>(labelled: &Labelled, held_out: HeldOut<'d>) -> Result<Vec<Round<'d>>> {
    let k = match held_out {
        HeldOut::Part(part) => {
            let round = |seed| Round { learn: (0..labelled.len()).collect(), seed, score: Scored::Part(part) };
            return Ok((0..DRAWS).map(round).collect());
        }
        HeldOut::Folds(k) => k,
    };
    let folds = Folds::of(labelled, k)?;
    let round = |(fold, number): (usize, &u32)| {
        let (out, learn) = folds.rows(fold);
        Round { learn, seed: u64::from(*number), score: Scored::Rows(out) }
    };
    Ok(folds.numbers.iter().enumerate().map(round).collect())
}

/// Trains on this share of each round's rows, and collects the predictions.
fn size(labelled: &Labelled, options: &TrainOptions, rounds: &[Round<'_>], unit: Unit, share: f64) -> Result<Size> {
    let mut all: Option<Vec<HeadPredictions>> = Some(Vec::new());
    let (mut statements, mut groups) = (0, 0);
    for round in rounds {
        let rows = part(labelled, round, unit, share);
        statements += rows.len();
        groups += groups_of(labelled, &rows);
        let Some(so_far) = &mut all else { continue };
        match train(&labelled.subset(&rows), options, Vec::new()) {
            Ok(trained) => {
                let classifier = Classifier::new(trained.model)?;
                let (found, places): (_, Vec<usize>) = match &round.score {
                    Scored::Rows(rows) => {
                        (predict(&classifier, &labelled.subset(rows), options.threads)?, rows.clone())
                    }
                    Scored::Part(part) => (predict(&classifier, part, options.threads)?, (0..part.len()).collect()),
                };
                join(so_far, found, &places);
            }
            // A small sample may lack a class.
            Err(Error::Data { .. }) if share < 1.0 => all = None,
            Err(error) => return Err(error),
        }
    }
    let mean = |n: usize| n as f64 / rounds.len() as f64;
    // A head that the held-out data lacks has no curve.
    let scored = |name: &str| match rounds.first().map(|round| &round.score) {
        Some(Scored::Part(part)) => part.head(name).is_some(),
        _ => true,
    };
    Ok(Size {
        heads: labelled.heads.iter().map(|h| h.name.clone()).filter(|name| scored(name)).collect(),
        statements: mean(statements),
        groups: labelled.groups.as_ref().map(|_| mean(groups)),
        predictions: all,
    })
}

/// The first `share` of the round's rows, or groups, in a random order that is the same for all shares.
fn part(labelled: &Labelled, round: &Round<'_>, unit: Unit, share: f64) -> Vec<usize> {
    let take = |n: usize| ((share * n as f64).round() as usize).clamp(1, n.max(1));
    let mut random = Random::new(FOLD_SEED, 1000 + round.seed);
    let mut rows = match (&labelled.groups, unit) {
        (Some(groups), Unit::Groups) => {
            let group = |row: &usize| groups.ids.get(*row).copied();
            let mut there: Vec<u32> = round.learn.iter().filter_map(group).collect();
            there.sort_unstable();
            there.dedup();
            random.shuffle(&mut there);
            there.truncate(take(there.len()));
            round.learn.iter().copied().filter(|row| group(row).is_some_and(|g| there.contains(&g))).collect()
        }
        _ => {
            let mut rows = round.learn.clone();
            random.shuffle(&mut rows);
            rows.truncate(take(rows.len()));
            rows
        }
    };
    rows.sort_unstable();
    rows
}

fn groups_of(labelled: &Labelled, rows: &[usize]) -> usize {
    let ids = labelled.groups.as_ref().map_or(&[][..], |g| g.ids.as_slice());
    let found: std::collections::BTreeSet<u32> = rows.iter().filter_map(|row| ids.get(*row).copied()).collect();
    found.len()
}

/// Adds the predictions of a round. Without groups, each row is a cluster, so that several predictions of one row are
/// resampled together: they are not independent.
fn join(so_far: &mut Vec<HeadPredictions>, found: Vec<HeadPredictions>, places: &[usize]) {
    for (at, mut part) in found.into_iter().enumerate() {
        if part.clusters.is_none() {
            part.clusters = Some(part.rows.iter().filter_map(|r| places.get(*r)).map(|r| *r as u32).collect());
        }
        if so_far.len() == at {
            so_far.push(HeadPredictions::new(&part.name, &part.classes));
        }
        if let Some(all) = so_far.get_mut(at) {
            all.append(part, places);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Faults, Format, LabelledOptions, read_labelled};
    use crate::text::CharNgrams;

    /// Sixteen groups of four rows, each with a word of its group beside the indicative ones.
    fn data(groups: bool) -> Labelled {
        let mut csv = format!("text,stance{}\n", if groups { ",group" } else { "" });
        for k in 0..64 {
            let text = if k % 2 == 0 { "keep the limits" } else { "lift the ban" };
            let label = if k % 2 == 0 { "support" } else { "oppose" };
            let group = if groups { format!(",g{}", k / 4) } else { String::new() };
            csv.push_str(&format!("{text} w{} x{k},{label}{group}\n", k / 4));
        }
        read_labelled(csv.as_bytes(), Format::Csv, "a.csv", Faults::Stop, &LabelledOptions::default()).unwrap()
    }

    fn options() -> TrainOptions {
        let mut options = TrainOptions::default();
        options.text.char_ngrams = CharNgrams::NONE;
        options
    }

    #[test]
    fn sizes_double_and_both_curves_end_in_the_whole() {
        let curve = learning_curve(&data(true), &options(), HeldOut::Folds(4), 3).unwrap();
        let head = &curve.heads["stance"];
        let sizes = |points: &[CurvePoint]| points.iter().map(|p| (p.statements, p.groups)).collect::<Vec<_>>();
        assert_eq!(sizes(&head.by_statements).iter().map(|s| s.0).collect::<Vec<_>>(), [12.0, 24.0, 48.0]);
        assert_eq!(sizes(&head.by_groups), [(12.0, Some(3.0)), (24.0, Some(6.0)), (48.0, Some(12.0))]);
        let (a, b) = (&head.by_statements[2], &head.by_groups[2]);
        assert_eq!(a.scores, b.scores);
        assert!(a.scores.as_ref().unwrap().accuracy.unwrap() > 0.9);
        assert_eq!(a.scores.as_ref().unwrap().n, 64);
        assert!(head.by_statements[0].gain.is_none() && a.gain.as_ref().unwrap()["macro_f1"].difference.is_some());
    }

    #[test]
    fn a_size_without_some_class_has_no_scores() {
        let curve = learning_curve(&data(false), &options(), HeldOut::Folds(4), 7).unwrap();
        let head = &curve.heads["stance"];
        assert_eq!(head.by_statements[0].statements, 1.0);
        assert!(head.by_statements[0].scores.is_none() && head.by_statements[6].scores.is_some());
        assert!(head.by_groups.is_empty());
    }

    #[test]
    fn a_held_out_part_is_scored_by_three_draws_whose_rows_are_drawn_together() {
        let part = data(false).subset(&[0, 1, 2, 3, 4, 5]);
        let run = || learning_curve(&data(true), &options(), HeldOut::Part(&part), 2).unwrap();
        let curve = run();
        assert_eq!(curve.heads["stance"].by_groups[0].scores.as_ref().unwrap().n, 18);
        assert_eq!(curve, run());
    }

    #[test]
    fn a_head_that_the_other_part_lacks_has_no_curve() {
        let mut two = data(true);
        let extra = crate::corpus::HeadLabels { name: "a".to_owned(), ..two.heads[0].clone() };
        two.heads.insert(0, extra);
        let part = data(false);
        let curve = learning_curve(&two, &options(), HeldOut::Part(&part), 2).unwrap();
        assert_eq!(curve.heads.keys().collect::<Vec<_>>(), ["stance"]);
        let alone = learning_curve(&data(true), &options(), HeldOut::Part(&part), 2).unwrap();
        assert_eq!(curve, alone);
    }

    #[test]
    fn one_point_is_no_curve() {
        let error = learning_curve(&data(true), &options(), HeldOut::Folds(4), 1).unwrap_err();
        assert_eq!(error.class() as i32, 2);
    }
}
