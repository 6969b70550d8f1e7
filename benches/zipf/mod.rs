//! Reproducible numbers that follow Zipf's law, of which benchmarks make words.

#[path = "../../src/learn/tests/random.rs"]
mod random;

pub(crate) use random::Random;

/// A distribution over the numbers below `n`: the one of rank r has a probability proportional to 1/r. Ranks are shuffled,
/// because vocabularies are sorted by word and not by frequency.
pub(crate) struct Zipf {
    cumulated: Vec<f64>,
    ids: Vec<u32>,
}

impl Zipf {
    /// `n` must be at least 1.
    pub(crate) fn new(n: usize, random: &mut Random) -> Self {
        let mut total = 0.0;
        let cumulated = (1..=n).map(|rank| {
            total += 1.0 / rank as f64;
            total
        });
        let cumulated = cumulated.collect();
        let mut ids: Vec<u32> = (0..n as u32).collect();
        for i in (1..n).rev() {
            ids.swap(i, random.below(i + 1));
        }
        Self { cumulated, ids }
    }

    /// A random number.
    pub(crate) fn draw(&self, random: &mut Random) -> u32 {
        let u = random.unit() * self.cumulated[self.cumulated.len() - 1];
        self.ids[self.cumulated.partition_point(|&c| c < u).min(self.ids.len() - 1)]
    }
}
