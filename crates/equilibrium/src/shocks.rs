//! What a scenario changes: wedges, technology, endowments and deficits, on the axes of one world.

use oblate_world::{Array2, Factor, Region, Sector, TradeTensor};

use crate::economy::Economy;

/// The shocks of one counterfactual. `None` leaves the baseline as it is.
///
/// Rates are levels after the shock in rate points (0.1 is 10 %); hats are new over baseline.
/// Equations: model.md (3.5), (3.6), (3.9), section 4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shocks {
    /// Import tariff `t'` after the shock, > −1: sector × destination × origin.
    pub tariff: Option<TradeTensor>,
    /// Export tax `e'` after the shock, > −1 (baseline: zero): sector × destination × origin.
    pub export_tax: Option<TradeTensor>,
    /// Iceberg trade cost `d̂`, > 0; infinity is an embargo: sector × destination × origin.
    pub iceberg_hat: Option<TradeTensor>,
    /// Net output subsidy `b'` after the shock, > −1 (baseline: minus the net production tax over output).
    pub subsidy: Option<Array2<Region, Sector>>,
    /// Productivity `Â` in variable cost, > 0.
    pub productivity_hat: Option<Array2<Region, Sector>>,
    /// Factor supply `L̂`, > 0.
    pub factor_supply_hat: Option<Array2<Region, Factor>>,
    /// How deficits behave.
    pub deficits: DeficitRule,
    /// Deficits after the shock by region, in the world's unit, instead of the baseline's (with [`DeficitRule::Fixed`]).
    pub deficit: Option<Vec<f64>>,
}

/// How trade deficits behave in a counterfactual. Equation: model.md (3.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeficitRule {
    /// Deficits keep their value in units of the numeraire (world factor income).
    #[default]
    Fixed,
    /// No deficits: the baseline is first solved without them, and changes are told against it.
    Zero,
    /// Deficits keep their share in the region's factor income, surpluses adjusting in proportion.
    Share,
}

impl Shocks {
    /// A part of the shocks, from none (`0`) to all (`1`): rates and deficits move linearly, hats as powers.
    ///
    /// An embargo is approached through growing iceberg costs, `1/(1 − position)`.
    pub fn part(&self, economy: &Economy, position: f64) -> Self {
        let power = |hat: f64| if hat.is_infinite() { 1.0 / (1.0 - position) } else { hat.powf(position) };
        let between = |from: f64, to: f64| from + position * (to - from);
        let mut part = self.clone();
        for (tensor, baseline) in [(&mut part.tariff, economy.tariff.as_ref()), (&mut part.export_tax, None)]
        {
            for (at, rate) in tensor.iter_mut().flat_map(|tensor| tensor.as_mut_slice()).enumerate() {
                *rate = between(baseline.map_or(0.0, |baseline| baseline.as_slice()[at]), *rate);
            }
        }
        let hats = (part.iceberg_hat.iter_mut().flat_map(|tensor| tensor.as_mut_slice()))
            .chain(part.productivity_hat.iter_mut().flat_map(|table| table.as_mut_slice()))
            .chain(part.factor_supply_hat.iter_mut().flat_map(|table| table.as_mut_slice()));
        hats.for_each(|hat| *hat = power(*hat));
        for (at, rate) in part.subsidy.iter_mut().flat_map(|table| table.as_mut_slice()).enumerate() {
            *rate = between(economy.subsidy.as_slice()[at], *rate);
        }
        if self.deficits == DeficitRule::Zero {
            part.deficits = DeficitRule::Fixed;
            part.deficit = Some(vec![0.0; economy.deficit.len()]);
        }
        for (at, deficit) in part.deficit.iter_mut().flatten().enumerate() {
            *deficit = between(economy.deficit[at], *deficit);
        }
        part
    }
}
