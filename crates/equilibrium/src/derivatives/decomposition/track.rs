//! Equilibria that are known on the path, and the guess of those between.

/// An equilibrium on the path.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub position: f64,
    pub unknowns: Vec<f64>,
    /// How the unknowns move there by part of the shock; empty where that was not found.
    pub moves: Vec<Vec<f64>>,
}

impl Known {
    /// How an unknown moves there.
    fn slope(&self, at: usize) -> Option<f64> {
        (!self.moves.is_empty()).then(|| self.moves.iter().map(|of_part| of_part[at]).sum())
    }
}

/// Known equilibria in order of their positions, those of both ends among them.
#[derive(Debug)]
pub(super) struct Track(Vec<Known>);

impl Track {
    pub(super) fn new(start: Known, end: Known) -> Self {
        Self(vec![start, end])
    }

    /// Adds an equilibrium.
    pub(super) fn insert(&mut self, known: Known) {
        let at = self.0.partition_point(|other| other.position < known.position);
        self.0.insert(at, known);
    }

    /// Lets go of what lies between two positions.
    pub(super) fn forget(&mut self, from: f64, to: f64) {
        self.0.retain(|known| known.position <= from || known.position >= to);
    }

    /// The equilibrium before a position.
    pub(super) fn before(&self, position: f64) -> &Known {
        &self.0[self.0.partition_point(|known| known.position < position).max(1) - 1]
    }

    fn neighbours(&self, position: f64) -> [&Known; 2] {
        let after = self.0.partition_point(|known| known.position < position).clamp(1, self.0.len() - 1);
        [&self.0[after - 1], &self.0[after]]
    }

    /// How the unknowns move at a position by a part of the shock: on the line between the neighbours, or as at the one where that
    /// is known; not at all where it is known at none.
    pub(super) fn guess_moves(&self, position: f64, part: usize) -> Vec<f64> {
        let [a, b] = self.neighbours(position);
        match (a.moves.get(part), b.moves.get(part)) {
            (Some(first), Some(second)) => {
                let t = (position - a.position) / (b.position - a.position);
                first.iter().zip(second).map(|(first, second)| first + t * (second - first)).collect()
            }
            (Some(known), None) | (None, Some(known)) => known.clone(),
            (None, None) => vec![0.0; a.unknowns.len()],
        }
    }

    /// The unknowns at a position within the path: Hermite's polynomial between the neighbours.
    pub(super) fn guess(&self, position: f64) -> Vec<f64> {
        let [a, b] = self.neighbours(position);
        let length = b.position - a.position;
        let t = (position - a.position) / length;
        let value = |at: usize| {
            let (start, rise) = (a.unknowns[at], b.unknowns[at] - a.unknowns[at]);
            // by how much the slopes at the ends miss the chord
            let miss = |known: &Known| known.slope(at).map(|slope| slope * length - rise);
            let bend = match (miss(a), miss(b)) {
                (Some(a), Some(b)) => t * (1.0 - t) * (a * (1.0 - t) - b * t),
                (Some(a), None) => t * (1.0 - t) * a,
                (None, Some(b)) => -t * (1.0 - t) * b,
                (None, None) => 0.0,
            };
            start + t * rise + bend
        };
        (0..a.unknowns.len()).map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(position: f64, moves: bool, value: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> Known {
        let of_parts = [0.25, 0.75].map(|part| vec![part * slope(position)]);
        let moves = if moves { of_parts.to_vec() } else { Vec::new() };
        Known { position, unknowns: vec![value(position)], moves }
    }

    #[test]
    fn guesses_are_exact_for_polynomials_that_the_neighbours_tell() {
        let cases = [(false, false, 1), (true, false, 2), (false, true, 2), (true, true, 3)];
        for (first, second, degree) in cases {
            let value = |x: f64| (0..=degree).map(|power| x.powi(power)).sum::<f64>();
            let slope = |x: f64| (1..=degree).map(|power| f64::from(power) * x.powi(power - 1)).sum::<f64>();
            let mut track = Track::new(known(0.2, first, value, slope), known(1.0, second, value, slope));
            let guess = |track: &Track, at: f64| track.guess(at)[0];
            assert!((guess(&track, 0.4) - value(0.4)).abs() < 1e-14, "degree {degree}");
            track.insert(known(0.6, true, value, slope));
            let moves = track.guess_moves(0.6, 1)[0];
            assert!((moves - 0.75 * slope(0.6)).abs() < 1e-14, "degree {degree}");
            assert!((guess(&track, 0.7) - value(0.7)).abs() < 1e-14, "degree {degree}");
            assert_eq!(track.before(0.7).position, 0.6);
            track.forget(0.2, 1.0);
            assert_eq!(track.before(0.7).position, 0.2);
        }
    }
}
