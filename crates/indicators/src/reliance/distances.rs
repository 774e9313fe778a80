//! Distances between regions, in space or in anything else, and how alike they make them.

use oblate_world::{Array2, Id, Region};

/// Distances between regions, from 0 (the same, or no distance at all) to 1 (the farthest pair), NaN where unknown.
///
/// A region about which nothing is known has no distances at all, and takes no part in measures that use them; a region is at
/// no distance from itself, whatever the source says about distances inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    /// What is measured: `geography`, `politics`, `culture`.
    pub name: String,
    values: Array2<Region, Region>,
    known: Vec<bool>,
    decay: f64,
}

impl Distances {
    /// Distances from a table of any unit: origin × destination, NaN where missing. They are divided by the largest; the decay
    /// of similarity is the mean over pairs of different regions, so that regions at the mean distance have the
    /// similarity `1/e`.
    pub fn new(name: &str, table: &Array2<Region, Region>) -> Self {
        let mut distances = Self::with_decay(name, table, 1.0);
        let known = pairs(table.shape()[0]).map(|(c, d)| distances.between(c, d)).filter(|d| d.is_finite());
        let (sum, count) = known.fold((0.0, 0.0), |(sum, count), d| (sum + d, count + 1.0));
        if sum > 0.0 {
            distances.decay = sum / count;
        }
        distances
    }

    /// Distances with a decay of similarity of one's own: the distance, after the division by the largest, at which
    /// similarity is `1/e`.
    pub fn with_decay(name: &str, table: &Array2<Region, Region>, decay: f64) -> Self {
        let regions = table.shape()[0];
        let given = || pairs(regions).filter(|&pair| table[pair].is_finite());
        let known = |c| given().any(|(from, to)| from == c || to == c);
        let largest = given().map(|pair| table[pair]).fold(0.0f64, f64::max);
        let scale = if largest > 0.0 { largest } else { 1.0 };
        let values =
            Array2::from_fn([regions, regions], |c, d| if c == d { 0.0 } else { table[(c, d)] / scale });
        Self {
            name: name.to_owned(),
            values,
            known: (0..regions).map(|c| known(Region::new(c))).collect(),
            decay,
        }
    }

    /// The distance at which similarity is `1/e`.
    pub fn decay(&self) -> f64 {
        self.decay
    }

    /// The distance of two regions, NaN where unknown.
    pub fn between(&self, from: Region, to: Region) -> f64 {
        match self.known[from.index()] && self.known[to.index()] {
            true => self.values[(from, to)],
            false => f64::NAN,
        }
    }

    /// The regions about which nothing is known.
    pub fn missing(&self) -> Vec<Region> {
        (0..self.known.len()).filter(|&c| !self.known[c]).map(Region::new).collect()
    }

    /// How alike two regions are, `exp(−d / δ)`, NaN where unknown.
    pub fn similarity(&self, one: Region, other: Region) -> f64 {
        (-self.between(one, other) / self.decay).exp()
    }
}

/// Pairs of different regions.
fn pairs(regions: usize) -> impl Iterator<Item = (Region, Region)> {
    let ids = move || (0..regions).map(Region::new);
    ids().flat_map(move |c| ids().filter(move |&d| d != c).map(move |d| (c, d)))
}
