//! Dispersion of sources: how concentrated, distant and alike those are on whom somebody relies.
//!
//! `p_c` is the share of origin c. Many sources in one neighbourhood or one camp are not many: a measure of diversity that
//! knows how alike sources are does not count ten of them as ten.

use oblate_world::{Id, Region};

use crate::reliance::distances::Distances;
use crate::table::ratio;

/// The sources of a user: what comes from each region, and where the user is.
#[derive(Debug, Clone, PartialEq)]
pub struct Sources {
    /// The region of the user.
    pub home: Region,
    /// Amounts by region of origin; negative ones count as none.
    amounts: Vec<f64>,
}

/// Measures that need no distances; missing (NaN) where there is nothing to share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// The share of other regions, `1 − p_home`.
    pub foreign_share: f64,
    /// Herfindahl index over all origins, home too, `Σ p_c²`.
    pub herfindahl: f64,
    /// Herfindahl index over foreign origins, of their shares in what is foreign.
    pub herfindahl_foreign: f64,
    /// The largest foreign source, and its share in all sources.
    pub largest_foreign: Option<(Region, f64)>,
}

impl Concentration {
    /// Effective number of sources, `1 / HHI`.
    pub fn effective_sources(&self) -> f64 {
        1.0 / self.herfindahl
    }

    /// Effective number of foreign sources.
    pub fn effective_foreign_sources(&self) -> f64 {
        1.0 / self.herfindahl_foreign
    }
}

/// Measures by one kind of distance, over the sources whose distances are known; missing (NaN) where none is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Remoteness {
    /// The share of the sources whose distances are known; the other measures are of these.
    pub covered: f64,
    /// Mean distance of the sources, `Σ p_c d(home, c)`, home at 0.
    pub distance: f64,
    /// Effective number of sources where those alike count as one, `²D = 1 / Σ p_c S_cd p_d`.
    pub diversity: f64,
    /// Mean distance of two sources from each other, Rao's Q, `Σ p_c p_d d_cd`.
    pub spread: f64,
    /// Concentration on the distant, `Σ p_c² d(home, c)`: concentration × hostility where the distance is political.
    pub concentration: f64,
}

impl Sources {
    /// Sources from amounts by region of origin.
    pub fn new(home: Region, amounts: impl IntoIterator<Item = f64>) -> Self {
        Self { home, amounts: amounts.into_iter().map(|amount| amount.max(0.0)).collect() }
    }

    /// All amounts together.
    pub fn total(&self) -> f64 {
        self.amounts.iter().sum()
    }

    /// Amounts by region of origin.
    pub fn amounts(&self) -> &[f64] {
        &self.amounts
    }

    /// How concentrated the sources are.
    ///
    /// Equation: indicators.md (14.2)
    pub fn concentration(&self) -> Concentration {
        let total = self.total();
        let squares: f64 = self.amounts.iter().map(|amount| amount * amount).sum();
        let foreign = || self.amounts.iter().enumerate().filter(|(c, _)| *c != self.home.index());
        let abroad: f64 = foreign().map(|(_, amount)| amount).sum();
        let squares_abroad: f64 = foreign().map(|(_, amount)| amount * amount).sum();
        // the first of equals, so that the answer does not depend on the order of comparison
        let largest = foreign().fold(None, |best: Option<(usize, f64)>, (c, &amount)| match best {
            Some((_, most)) if most >= amount => best,
            _ if amount > 0.0 => Some((c, amount)),
            _ => best,
        });
        Concentration {
            foreign_share: ratio(abroad, total),
            herfindahl: ratio(squares, total * total),
            herfindahl_foreign: ratio(squares_abroad, abroad * abroad),
            largest_foreign: largest.map(|(c, amount)| (Region::new(c), amount / total)),
        }
    }

    /// How distant and how alike the sources are.
    ///
    /// Equation: indicators.md (14.3) [Leinster & Cobbold 2012; Rao 1982]
    pub fn remoteness(&self, distances: &Distances) -> Remoteness {
        let shares = self.known_shares(distances);
        let covered: f64 = shares.iter().map(|(_, share)| share).sum();
        let to_home = |c: Region| distances.between(self.home, c);
        let reached = || shares.iter().filter(|(c, _)| to_home(*c).is_finite());
        let weight: f64 = reached().map(|(_, p)| p).sum();
        let distance: f64 = reached().map(|(c, p)| p * to_home(*c)).sum();
        let concentration: f64 = reached().map(|(c, p)| p * p * to_home(*c)).sum();
        let [mut pairs, mut apart, mut alike] = [0.0; 3];
        for (c, p) in &shares {
            for (d, q) in &shares {
                let distance = distances.between(*c, *d);
                if distance.is_finite() {
                    pairs += p * q;
                    apart += p * q * distance;
                    alike += p * q * distances.similarity(*c, *d);
                }
            }
        }
        Remoteness {
            covered: if self.total() == 0.0 { f64::NAN } else { covered },
            distance: ratio(distance, weight),
            diversity: ratio(pairs, alike),
            spread: ratio(apart, pairs),
            concentration: ratio(concentration, weight * weight),
        }
    }

    fn known_shares(&self, distances: &Distances) -> Vec<(Region, f64)> {
        let total = self.total();
        let origins = (0..self.amounts.len()).filter(|&c| self.amounts[c] > 0.0);
        let shares = origins.map(|c| (Region::new(c), self.amounts[c] / total));
        shares.filter(|(c, _)| distances.between(*c, *c).is_finite()).collect()
    }
}
