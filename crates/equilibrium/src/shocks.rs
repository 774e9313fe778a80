//! What a scenario changes: wedges, technology, tastes, endowments and deficits, on the axes of one world.

pub(crate) mod iceberg_path;

use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

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
    /// Fixed cost of market access `f̂`, > 0; acts where there is selection: sector × destination × origin.
    pub fixed_cost_hat: Option<TradeTensor>,
    /// Caps on quantities traded.
    pub quantity_caps: Vec<QuantityCap>,
    /// Net output subsidy `b'` after the shock, > −1 (baseline: minus the net production tax over output).
    pub subsidy: Option<Array2<Region, Sector>>,
    /// Tax on purchases `τ'` after the shock, > −1 (baseline: zero), by region, product and use: a consumption tax, or a
    /// subsidy on inputs where negative.
    pub purchase_tax: Option<Array3<Region, Sector, Use>>,
    /// Carbon prices.
    pub carbon: Option<CarbonPrice>,
    /// Productivity `Â` in variable cost, > 0.
    pub productivity_hat: Option<Array2<Region, Sector>>,
    /// Factor supply `L̂`, > 0.
    pub factor_supply_hat: Option<Array2<Region, Factor>>,
    /// Weights of products in the preferences of households `b̂`, > 0; shares are scaled to add up to one.
    pub preference_hat: Option<Array2<Region, Sector>>,
    /// How deficits behave.
    pub deficits: DeficitRule,
    /// Deficits after the shock by region, in the world's unit, instead of the baseline's (with [`DeficitRule::Fixed`]).
    pub deficit: Option<Vec<f64>>,
}

/// A use of products within a region: intermediate use by a sector (its position), or a final column (the number
/// of sectors plus the position of the column, see [`Economy::final_demand`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Use(u32);

impl Id for Use {
    const KIND: &'static str = "use";
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("an axis has fewer than 2^32 entries"))
    }
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A cap on the quantity that one trade link carries. Equation: model.md (4.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantityCap {
    /// The product.
    pub sector: Sector,
    /// Where it goes.
    pub destination: Region,
    /// Where it comes from.
    pub origin: Region,
    /// The most that may pass, as a share of the baseline's quantity, > 0 (an embargo is an infinite iceberg cost).
    pub cap: f64,
    /// Who earns the rent of a cap that binds.
    pub rent: Rent,
}

/// Who earns the rent of a quantity cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rent {
    /// The origin: a voluntary export restraint, an export quota.
    #[default]
    Origin,
    /// The destination: an import quota whose licences are auctioned.
    Destination,
    /// Nobody: the cap wastes it as queues and red tape do.
    Nobody,
}

/// Prices of carbon, zero in the baseline. Equation: model.md (4.2).
#[derive(Debug, Clone, PartialEq)]
pub struct CarbonPrice {
    /// Price of a tonne after the shock by region, in the world's unit of value.
    pub price: Vec<f64>,
    /// Tonnes per unit of value of baseline purchases, by region, product and use.
    pub intensity: Array3<Region, Sector, Use>,
    /// Border adjustment, if there is one.
    pub border: Option<BorderAdjustment>,
}

impl CarbonPrice {
    /// What of the prices is charged at a position on the path, and how fast that grows: `(g^position − 1)/(g − 1)`, where
    /// the price of the dirtiest purchase grows `g` times. Its log then grows smoothly, as does that of any cleaner one.
    pub(crate) fn share(&self, position: f64) -> [f64; 2] {
        let cells = self.intensity.as_slice();
        let of_region = cells.chunks_exact(cells.len() / self.price.len().max(1));
        let charges = of_region
            .zip(&self.price)
            .map(|(cells, price)| cells.iter().fold(0.0_f64, |most, intensity| most.max(intensity * price)));
        let growth = charges.fold(0.0, f64::max).ln_1p();
        if growth < 1e-6 {
            return [position, 1.0];
        }
        [(growth * position).exp_m1() / growth.exp_m1(), growth * (growth * position).exp() / growth.exp_m1()]
    }
}

/// A tariff on the carbon of imports that their origin has not charged. Equation: model.md (4.2).
#[derive(Debug, Clone, PartialEq)]
pub struct BorderAdjustment {
    /// Whether a region charges it on its imports, by region.
    pub destinations: Vec<bool>,
    /// Tonnes per unit of value of baseline output that it counts: region × sector; zero where it does not apply.
    pub intensity: Array2<Region, Sector>,
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
    /// A part of the shocks, from none (`0`) to all (`1`): rates and deficits move linearly, hats and caps as powers, iceberg
    /// costs and embargoes so that trade at given prices falls as a polynomial, prices of carbon exponentially.
    ///
    /// Equation: model.md, section 7.
    pub fn part(&self, economy: &Economy, position: f64) -> Self {
        let between = |from: f64, to: f64| from + position * (to - from);
        let mut part = self.clone();
        for (tensor, baseline) in [(&mut part.tariff, economy.tariff.as_ref()), (&mut part.export_tax, None)]
        {
            for (at, rate) in tensor.iter_mut().flat_map(|tensor| tensor.as_mut_slice()).enumerate() {
                *rate = between(baseline.map_or(0.0, |baseline| baseline.as_slice()[at]), *rate);
            }
        }
        if let Some(cost) = &mut part.iceberg_hat {
            for s in economy.axes.sectors.ids() {
                let theta = economy.parameters.theta(s);
                cost.matrix_mut(s).iter_mut().for_each(|hat| *hat = iceberg_path::at(*hat, theta, position));
            }
        }
        let hats = (part.productivity_hat.iter_mut().flat_map(|table| table.as_mut_slice()))
            .chain(part.fixed_cost_hat.iter_mut().flat_map(|tensor| tensor.as_mut_slice()))
            .chain(part.preference_hat.iter_mut().flat_map(|table| table.as_mut_slice()))
            .chain(part.quantity_caps.iter_mut().map(|cap| &mut cap.cap).filter(|cap| **cap < 1.0))
            .chain(part.factor_supply_hat.iter_mut().flat_map(|table| table.as_mut_slice()));
        hats.for_each(|hat| *hat = hat.powf(position));
        for (at, rate) in part.subsidy.iter_mut().flat_map(|table| table.as_mut_slice()).enumerate() {
            *rate = between(economy.subsidy.as_slice()[at], *rate);
        }
        let taxes = part.purchase_tax.iter_mut().flat_map(|table| table.as_mut_slice());
        taxes.for_each(|rate| *rate *= position);
        if let Some(carbon) = &mut part.carbon {
            let [share, _] = carbon.share(position);
            carbon.price.iter_mut().for_each(|price| *price *= share);
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
