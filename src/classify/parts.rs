//! The parts of a text that are reasons, with the sums of their fixed-point weights.

use crate::ByteSpan;
use crate::features::FeatureId;

/// Spans of a text, each with the sums of the weights of its features, one per lane. The sums are integers, so that they
/// do not depend on the order of the features.
#[derive(Debug, Default)]
pub(super) struct Parts {
    lanes: usize,
    parts: Vec<Part>,
    /// The sums of all parts, one part after another.
    sums: Vec<i64>,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    span: ByteSpan,
    /// The dictionary key that it is; `None` for words.
    key: Option<FeatureId>,
    /// Its number in the order in which parts were added.
    number: usize,
}

impl Parts {
    /// Forgets all parts; the next have this number of lanes.
    pub(super) fn begin(&mut self, lanes: usize) {
        self.lanes = lanes;
        self.parts.clear();
        self.sums.clear();
    }

    /// The sums of a part, to be added to; a new part unless it is the last.
    pub(super) fn sums_of(&mut self, span: ByteSpan, key: Option<FeatureId>) -> &mut [i64] {
        if self.parts.last().is_none_or(|last| (last.span, last.key) != (span, key)) {
            self.parts.push(Part { span, key, number: self.parts.len() });
            self.sums.resize(self.sums.len() + self.lanes, 0);
        }
        let from = self.sums.len().saturating_sub(self.lanes);
        self.sums.get_mut(from..).unwrap_or_default()
    }

    /// The sums over all parts.
    pub(super) fn totals(&self) -> Vec<i64> {
        let mut totals = vec![0; self.lanes];
        for sums in self.sums.chunks_exact(self.lanes.max(1)) {
            totals.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
        }
        totals
    }

    /// Sorts the parts by their spans, then by their keys, and makes those that are the same one.
    pub(super) fn merge(&mut self) {
        self.parts.sort_unstable_by_key(|part| (part.span, part.key, part.number));
        let (lanes, sums) = (self.lanes, &mut self.sums);
        self.parts.dedup_by(|part, first| {
            let same = (part.span, part.key) == (first.span, first.key);
            for lane in (0..lanes).filter(|_| same) {
                let added = sums.get_mut(part.number * lanes + lane).map_or(0, std::mem::take);
                sums.get_mut(first.number * lanes + lane).into_iter().for_each(|sum| *sum += added);
            }
            same
        });
    }

    /// The parts with their sums, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ByteSpan, Option<FeatureId>, &[i64])> {
        self.parts.iter().map(|part| {
            let from = part.number * self.lanes;
            (part.span, part.key, self.sums.get(from..from + self.lanes).unwrap_or(&[]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parts_become_one_whatever_their_order() {
        let (first, second) = (ByteSpan::new(0, 3), ByteSpan::new(4, 6));
        let key = Some(FeatureId::new(7));
        let mut parts = Parts::default();
        parts.begin(2);
        for (span, key, add) in
            [(second, None, 1), (second, None, 2), (first, key, 4), (first, None, 8), (second, None, 16)]
        {
            parts.sums_of(span, key).iter_mut().for_each(|sum| *sum += add);
        }
        parts.merge();
        let found: Vec<_> = parts.iter().map(|(span, key, sums)| (span, key, sums.to_vec())).collect();
        assert_eq!(found, [(first, None, vec![8, 8]), (first, key, vec![4, 4]), (second, None, vec![19, 19])]);
        assert_eq!(parts.totals(), [31, 31]);
    }
}
