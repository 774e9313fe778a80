//! Random numbers that are the same whatever the number of threads: one stream for each purpose and number.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What random numbers are for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Starting guesses.
    Start,
}

/// A stream of standard normal numbers.
pub(crate) struct Normal(ChaCha8Rng);

impl Normal {
    pub(crate) fn new(purpose: Purpose, number: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(purpose as u64);
        rng.set_stream(number as u64);
        Self(rng)
    }

    /// The next number (Box & Muller 1958).
    pub(crate) fn next(&mut self) -> f64 {
        let (u, v) = (self.unit(), self.unit());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// Uniform on (0, 1].
    fn unit(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 / (1u64 << 53) as f64
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
