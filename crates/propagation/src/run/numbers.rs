//! Random numbers: one stream each, the same on every machine and any number of threads.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers. Streams of one seed are independent of each other.
#[derive(Debug, Clone)]
pub struct Numbers(ChaCha8Rng);

impl Numbers {
    /// The stream of a seed.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Goes to a place of the stream, counted in numbers.
    pub(crate) fn at(mut self, place: u128) -> Self {
        // a number takes two words
        self.0.set_word_pos(2 * place);
        self
    }

    /// Uniform on [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Puts a list in random order (Fisher-Yates).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, (self.unit() * (last + 1) as f64) as usize);
        }
    }
}
