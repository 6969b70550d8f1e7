//! Numbers that follow Zipf's law, the same for ever: what benchmarks make their words of.

/// Splitmix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// From 0 to 1, 1 left out.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// The numbers below `n`, the one of rank r drawn in proportion to 1/r. Ranks are shuffled, since vocabularies are sorted by
/// word and not by frequency.
pub(crate) struct Zipf {
    cumulated: Vec<f64>,
    ids: Vec<u32>,
}

impl Zipf {
    /// Of at least one number.
    pub(crate) fn new(n: usize, random: &mut Random) -> Self {
        let mut total = 0.0;
        let cumulated = (1..=n).map(|rank| {
            total += 1.0 / rank as f64;
            total
        });
        let cumulated = cumulated.collect();
        let mut ids: Vec<u32> = (0..n as u32).collect();
        for i in (1..n).rev() {
            ids.swap(i, (random.unit() * (i + 1) as f64) as usize);
        }
        Self { cumulated, ids }
    }

    /// One number.
    pub(crate) fn draw(&self, random: &mut Random) -> u32 {
        let u = random.unit() * self.cumulated[self.cumulated.len() - 1];
        self.ids[self.cumulated.partition_point(|&c| c < u).min(self.ids.len() - 1)]
    }
}
