//! What all sessions of a classifier share for many texts: the lookup and the fixed-point weights of its features.

use prefetch_index::prefetch_index;

use super::pair_stem::PairStem;
use super::pair_table::PairTable;
use crate::classify::fixed_point::FixedPoint;
use crate::features::{FeatureId, HashedLookup, StemId};
use crate::model::Model;

/// The tables of a classifier.
#[derive(Debug)]
pub(in crate::classify) struct Tables {
    pub(super) lookup: HashedLookup,
    pub(super) weights: WeightTables,
}

impl Tables {
    /// Builds the tables of `model`. `None` if it is too large for them.
    pub(in crate::classify) fn new(model: &Model, fixed_point: &FixedPoint) -> Option<Self> {
        let (lookup, pairs) = HashedLookup::with_pairs(&model.vocabulary);
        let weights = WeightTables::new(model, fixed_point, &lookup, &pairs)?;
        Some(Self { lookup, weights })
    }
}

/// The fixed-point weights of a model.
///
/// Stems that are part of a word pair or triple are numbered again, without gaps, as [`PairStem`]s: the fewer bits they
/// need, the smaller the pair table.
#[derive(Debug)]
pub(super) struct WeightTables {
    /// For each target, `columns × lanes`.
    weights: Vec<Vec<i32>>,
    /// Number of lanes.
    pub(super) lanes: usize,
    /// Word pairs with their weights, `targets × lanes` each.
    pub(super) pairs: PairTable,
    /// By stem.
    pair_stems: Vec<PairStem>,
    /// By pair stem.
    stems: Vec<StemId>,
}

impl WeightTables {
    /// The weights of `model`, whose features are those of `lookup`, and whose word pairs are `pairs`. `None` if it has
    /// more stems than the pair table can number.
    fn new(
        model: &Model,
        fixed_point: &FixedPoint,
        lookup: &HashedLookup,
        pairs: &[([StemId; 2], FeatureId)],
    ) -> Option<Self> {
        let (lanes, targets) = (fixed_point.lanes, fixed_point.targets);
        let (mut pair_stems, mut stems) = (vec![PairStem::NONE; lookup.stem_count()], Vec::new());
        let mut pair_stem = |stem: StemId| {
            let Some(own) = pair_stems.get_mut(stem.index()) else {
                debug_assert!(false, "stems are numbered below their count");
                return PairStem::NONE;
            };
            if *own == PairStem::NONE {
                *own = PairStem(stems.len() as u32);
                stems.push(stem);
            }
            *own
        };
        let known: Vec<([PairStem; 2], FeatureId)> =
            pairs.iter().map(|(pair, feature)| (pair.map(&mut pair_stem), *feature)).collect();
        lookup.triples().flatten().for_each(|stem| {
            pair_stem(stem);
        });
        let mut pairs = PairTable::new(stems.len(), &known, targets * lanes)?;
        let of_target = |target: usize| {
            let mut weights = vec![0; model.vocabulary.len() * lanes];
            fixed_point.fill(model, target, &mut weights);
            weights
        };
        let weights: Vec<Vec<i32>> = (0..targets).map(of_target).collect();
        let tables = Self { weights, lanes, pairs: PairTable::default(), pair_stems, stems };
        let prefetch =
            |feature: FeatureId| tables.weights.iter().for_each(|own| prefetch_index(own, feature.index() * lanes));
        pairs.fill_weights(prefetch, |feature, slots| {
            for (target, slots) in slots.chunks_exact_mut(lanes).enumerate() {
                let weights = tables.weights(target, feature);
                slots.iter_mut().zip(weights).for_each(|(slot, weight)| *slot = *weight as u32);
            }
        });
        Some(Self { pairs, ..tables })
    }

    /// Number of targets; 1 without.
    pub(super) fn targets(&self) -> usize {
        self.weights.len()
    }

    /// The pair stem of a stem.
    pub(super) fn pair_stem(&self, stem: StemId) -> PairStem {
        debug_assert!(stem.index() < self.pair_stems.len());
        self.pair_stems.get(stem.index()).copied().unwrap_or(PairStem::NONE)
    }

    /// The stem of a pair stem, [`StemId::NONE`] for [`PairStem::NONE`].
    pub(super) fn stem(&self, stem: PairStem) -> StemId {
        self.stems.get(stem.0 as usize).copied().unwrap_or(StemId::NONE)
    }

    /// The weights of a feature, one per lane.
    #[inline(always)]
    fn weights(&self, target: usize, feature: FeatureId) -> &[i32] {
        let from = feature.index() * self.lanes;
        let weights = self.weights.get(target).and_then(|weights| weights.get(from..from + self.lanes));
        debug_assert!(weights.is_some(), "targets and features are those of the model");
        weights.unwrap_or(&[])
    }

    /// Adds the weights of a feature to `totals`, one per lane.
    pub(super) fn add(&self, target: usize, feature: FeatureId, totals: &mut [i64]) {
        for (total, weight) in totals.iter_mut().zip(self.weights(target, feature)) {
            *total += i64::from(*weight);
        }
    }
}
