//! Chance that repeats itself: SplitMix64, which is good enough for a story and the same on every machine.

/// Thrown again and again.
pub struct Dice(u64);

impl Dice {
    /// Dice of its own for each thing, so that one more thing changes no other.
    pub fn new(seed: u64, thing: &str) -> Self {
        let hash = thing
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(seed ^ hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From one number to below another.
    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.fraction()
    }

    /// A whole number from one to another, both included.
    #[expect(clippy::cast_possible_truncation, reason = "the bounds are small numbers of our own")]
    pub fn whole(&mut self, from: i64, to: i64) -> i64 {
        self.between(from as f64, to as f64 + 1.0).floor() as i64
    }

    pub fn happens(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }
}
