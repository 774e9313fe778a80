//! Whether an economy lies within the bounds in which its equilibrium is known to be unique.
//!
//! With economies of scale these are `θ_s ψ_s ≤ 1` and, with intermediates, a spectral radius of
//! `diag(1 + ψ + η/θ) Γ` below one in every region [Kucheryavyy, Lyn & Rodríguez-Clare 2023]. Beyond them a solve still runs,
//! and its result need not be the only one.

use oblate_world::{Id, Region, Sector};

use super::Economy;
use super::parameters::FactorMarket;

/// What lies beyond the bounds; nothing where all is well.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Behaviour {
    /// Sectors with `θψ` above one, and its value.
    pub sectors: Vec<(Sector, f64)>,
    /// Regions whose spectral radius is one or more, and its value.
    pub regions: Vec<(Region, f64)>,
}

impl Behaviour {
    /// Looks an economy over.
    pub fn of(economy: &Economy) -> Self {
        let parameters = &economy.parameters;
        let product = |s: Sector| parameters.theta(s) * parameters.scale_elasticity[s.index()];
        let sectors =
            economy.axes.sectors.ids().map(|s| (s, product(s))).filter(|(_, product)| *product > 1.0 + 1e-12);
        let feeds = parameters.has_scale() || economy.accumulates();
        let regions = economy.axes.regions.ids().filter(|_| feeds);
        Self {
            sectors: sectors.collect(),
            regions: regions
                .map(|j| (j, spectral_radius(economy, j)))
                .filter(|(_, radius)| *radius >= 1.0)
                .collect(),
        }
    }

    /// Whether the economy lies within the bounds.
    pub fn is_good(&self) -> bool {
        self.sectors.is_empty() && self.regions.is_empty()
    }
}

/// Largest growth of a price rise that feeds on itself at home; power iteration on a matrix without negative entries.
fn spectral_radius(economy: &Economy, j: Region) -> f64 {
    const ROUNDS: usize = 500;
    let m = economy.axes.sectors.len();
    let feeds = feeds(economy, j);
    let mut x = vec![1.0; m];
    let mut radius = 0.0;
    for _ in 0..ROUNDS {
        let next: Vec<f64> = (0..m).map(|k| (0..m).map(|s| feeds[s * m + k] * x[s]).sum()).collect();
        let largest = next.iter().copied().fold(0.0, f64::max);
        if largest == 0.0 {
            return 0.0;
        }
        x = next.into_iter().map(|value| value / largest).collect();
        if (largest - radius).abs() < 1e-12 * largest {
            break;
        }
        radius = largest;
    }
    radius
}

/// `(1 + ψ_s + η_s/θ_s) Γ_sk`, product × using sector; capital in the long run is made of what investment buys.
fn feeds(economy: &Economy, j: Region) -> Vec<f64> {
    let parameters = &economy.parameters;
    let invested = economy.investment().map(|column| &economy.final_demand[column]);
    let long_run = |k: Sector| -> f64 {
        let factors = economy.axes.factors.ids();
        let kept = factors.filter(|f| parameters.factor_market(f.index()) == FactorMarket::LongRun);
        kept.map(|f| economy.factor_share[(j, k, f)]).sum()
    };
    let capital: Vec<f64> = economy.axes.sectors.ids().map(long_run).collect();
    let mut feeds = Vec::with_capacity(capital.len() * capital.len());
    for s in economy.axes.sectors.ids() {
        let at = s.index();
        let scale = 1.0 + parameters.scale_elasticity[at] + parameters.selection[at] / parameters.theta(s);
        let bought = invested.map_or(0.0, |column| column.share[(j, s)]);
        let row = economy.input_share.row(j, s).iter().zip(&capital);
        feeds.extend(row.map(|(share, capital)| scale * (share.max(0.0) + bought * capital)));
    }
    feeds
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test
mod tests {
    use oblate_world::RandomWorld;

    use super::*;
    use crate::economy::parameters::{MarketStructure, Parameters};

    /// Two regions, two sectors; region 0 with inputs worked by hand.
    fn economy(structure: MarketStructure, inputs: [[f64; 2]; 2]) -> Economy {
        let spec = RandomWorld { regions: 2, sectors: 2, untraded: 0, ..RandomWorld::default() };
        let parameters = Parameters::new(vec![4.0, 5.0]).with_structure(structure);
        let mut economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
        for s in 0..2 {
            for k in 0..2 {
                economy.input_share[(Region::new(0), Sector::new(s), Sector::new(k))] = inputs[s][k];
                economy.input_share[(Region::new(1), Sector::new(s), Sector::new(k))] = 0.1;
            }
        }
        economy
    }

    #[test]
    fn perfect_competition_is_always_good() {
        assert!(Behaviour::of(&economy(MarketStructure::Perfect, [[0.9, 0.0], [0.0, 0.9]])).is_good());
    }

    #[test]
    fn the_spectral_radius_is_the_largest_eigenvalue() {
        // scale 1 + 0.2: eigenvalues of [[0.5, 0.4], [0.4, 0.5]] are 0.9 and 0.1, so 1.08
        let structure = MarketStructure::External { scale_elasticity: 0.2 };
        let behaviour = Behaviour::of(&economy(structure, [[0.5, 0.4], [0.4, 0.5]]));
        assert!(behaviour.sectors.is_empty());
        assert_eq!(behaviour.regions.len(), 1);
        assert_eq!(behaviour.regions[0].0, Region::new(0));
        assert!((behaviour.regions[0].1 - 1.08).abs() < 1e-10);
        assert!(Behaviour::of(&economy(structure, [[0.4, 0.4], [0.4, 0.4]])).is_good());
    }

    #[test]
    fn a_scale_elasticity_above_the_inverse_of_the_trade_elasticity_is_named() {
        let structure = MarketStructure::External { scale_elasticity: 0.22 };
        let behaviour = Behaviour::of(&economy(structure, [[0.1, 0.1], [0.1, 0.1]]));
        assert_eq!(behaviour.sectors.len(), 1);
        assert_eq!(behaviour.sectors[0].0, Sector::new(1));
        assert!((behaviour.sectors[0].1 - 1.1).abs() < 1e-12);
        assert!(Behaviour::of(&economy(MarketStructure::Krugman, [[0.1, 0.1], [0.1, 0.1]])).is_good());
    }
}
