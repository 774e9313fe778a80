//! Random numbers that are the same whatever the number of threads: one stream for each purpose and number.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

/// What random numbers are for; its position is their seed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Starting guesses.
    Start,
    /// Errors of trade elasticities.
    TradeElasticity,
    /// Errors of what scale elasticities are beside trade elasticities.
    ScaleElasticity,
    /// Errors of elasticities of substitution.
    Substitution,
}

/// Where the random numbers of draws come from, for those who repeat them.
pub const GENERATOR: &str = "ChaCha8 (rand_chacha) and StandardNormal (rand_distr); the number of a draw is its \
                                    stream; seeds: 1 trade, 2 scale, 3 substitution elasticities";

/// A stream of standard normal numbers.
pub(crate) struct Normal(ChaCha8Rng);

impl Normal {
    pub(crate) fn new(purpose: Purpose, number: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(purpose as u64);
        rng.set_stream(number as u64);
        Self(rng)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_standard_normal_and_streams_differ() {
        const MANY: usize = 20_000;
        let mut normal = Normal::new(Purpose::Start, 3);
        let numbers: Vec<f64> = (0..MANY).map(|_| normal.next()).collect();
        let mean = numbers.iter().sum::<f64>() / MANY as f64;
        let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / MANY as f64;
        let below = numbers.iter().filter(|x| **x < -1.644_854).count() as f64 / MANY as f64;
        // three standard errors of each
        assert!(mean.abs() < 0.022, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
        assert!((below - 0.05).abs() < 0.005, "{below}");
        assert_ne!(Normal::new(Purpose::Start, 4).next(), numbers[0]);
        assert_eq!(Normal::new(Purpose::Start, 3).next(), numbers[0]);
    }
}
