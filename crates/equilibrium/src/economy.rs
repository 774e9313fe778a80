//! A calibrated economy: the shares and levels from which changes are computed.

mod behaviour;
mod by_use;
mod check;
mod error;
mod final_demand;
mod ids;
mod national;
mod parameters;
mod shares;

use oblate_world::{Array2, Array3, Axes, Factor, Id, Region, Sector, TradeTensor, World};

pub use behaviour::Behaviour;
pub use error::CalibrationError;
pub use final_demand::{FinalColumn, FinalKind, final_columns};
pub use ids::{Bundle, Group, Use};
pub(crate) use national::cost;
pub(crate) use parameters::Tree;
pub use parameters::{
    Demand, Elasticity, FactorMarket, FinalUses, HouseholdGroup, MarketStructure, Members, Migration, Nest,
    Parameters, Preferences, Sourcing, Technology, WageFloor, trade_elasticity_of_tariffs,
};
use shares::{factor_shares, factor_totals, input_shares, row_shares, trade_shares};
pub(crate) use shares::{rate, share};

/// Shares and levels of a baseline, with elasticities.
///
/// The levels of one calibrated on a [`World`] are an equilibrium; those of one made from national pieces
/// need not be, its shares count then and a solve without shocks gives the balanced baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Economy {
    /// The axes of the world.
    pub axes: Axes,
    /// Elasticities.
    pub parameters: Parameters,
    /// Trade shares `π`, purchasers' values, all uses pooled: sector × destination × origin. Equation: model.md (2.3).
    pub trade_share: TradeTensor,
    /// Trade shares of each use under by-use sourcing: bundle (product and use) × destination × origin.
    pub use_trade_share: Option<Array3<Bundle, Region, Region>>,
    /// Import tariff `t`: sector × destination × origin; none means zero.
    pub tariff: Option<TradeTensor>,
    /// Input shares in receipts `R`: region × product × using sector.
    pub input_share: Array3<Region, Sector, Sector>,
    /// Factor shares in receipts `R`: region × sector × factor.
    pub factor_share: Array3<Region, Sector, Factor>,
    /// Shares of products in final spending, uses pooled: region × product.
    pub final_share: Array2<Region, Sector>,
    /// Final spending by column: households, and where they are told apart investment and other uses.
    pub final_demand: Vec<FinalColumn>,
    /// Income of each group of households, before investment and other uses are paid: region × group.
    pub group_income: Array2<Region, Group>,
    /// Receipts after net output subsidy `R = (1+b) Y`: region × sector. Equation: model.md (2.2).
    pub receipts: Array2<Region, Sector>,
    /// Net output subsidy `b`: region × sector.
    pub subsidy: Array2<Region, Sector>,
    /// Factor income `V`: region × factor.
    pub factor_income: Array2<Region, Factor>,
    /// Income = final spending `I`: by region.
    pub income: Vec<f64>,
    /// Deficit `D`: by region. Equation: model.md (2.4).
    pub deficit: Vec<f64>,
}

impl Economy {
    /// Calibrates a balanced world.
    ///
    /// # Errors
    /// [`CalibrationError`] if an elasticity is missing or out of range, or a region has no income.
    pub fn calibrate(world: &World, parameters: &Parameters) -> Result<Self, CalibrationError> {
        let axes = world.axes().clone();
        let accounts = world.accounts();
        let shape = [axes.regions.len(), axes.sectors.len()];
        let receipts: Array2<Region, Sector> =
            Array2::from_fn(shape, |j, k| world.gross_output()[(j, k)] - accounts.production_tax[(j, k)]);
        let subsidy = Array2::from_fn(shape, |j, k| {
            share(-accounts.production_tax[(j, k)], world.gross_output()[(j, k)])
        });
        let final_use = Array2::from_fn(shape, |j, s| world.final_use().row(j, s).iter().sum());
        let by_use = parameters.sourcing == Sourcing::ByUse;
        let mut economy = Self {
            trade_share: trade_shares(world.trade(), accounts.tariff.as_ref()),
            use_trade_share: by_use.then(|| by_use::trade_shares(world, &parameters.demand)).transpose()?,
            tariff: accounts.tariff.clone(),
            input_share: input_shares(world.intermediate(), &receipts),
            factor_share: factor_shares(&accounts.factor_income, &receipts),
            final_demand: final_demand::columns(world, &parameters.demand),
            group_income: Array2::zeros([axes.regions.len(), parameters.demand.groups.len().max(1)]),
            factor_income: factor_totals(&accounts.factor_income),
            income: axes.regions.ids().map(|j| final_use.row(j).iter().sum()).collect(),
            final_share: row_shares(final_use),
            receipts,
            subsidy,
            deficit: world.deficits(),
            parameters: parameters.clone(),
            axes,
        };
        check::check(&economy)?;
        economy.group_income = final_demand::group_incomes(&economy)?;
        Ok(economy)
    }

    /// Number of uses that are told apart: the using sectors and the columns of final demand.
    pub fn uses(&self) -> usize {
        self.axes.sectors.len() + self.final_demand.len()
    }

    /// The column of final demand that is investment, where it is told apart.
    pub(crate) fn investment(&self) -> Option<usize> {
        self.final_demand.iter().position(|column| column.kind == FinalKind::Investment)
    }

    /// Whether any factor is capital in the long run.
    pub(crate) fn accumulates(&self) -> bool {
        let mut factors = self.axes.factors.ids();
        factors.any(|f| self.parameters.factor_market(f.index()) == FactorMarket::LongRun)
    }

    /// Share of a group of households in the income of a factor in a sector; the shares of all groups add up to one.
    pub fn owner_share(&self, g: Group, k: Sector, f: Factor) -> f64 {
        let groups = &self.parameters.demand.groups;
        if groups.is_empty() {
            return 1.0;
        }
        let weight = |group: &HouseholdGroup| {
            let sector = group.sector_weight.as_ref().map_or(1.0, |weights| weights[k.index()]);
            group.factor_share[f.index()] * sector
        };
        share(weight(&groups[g.index()]), groups.iter().map(weight).sum())
    }

    /// Income of a factor in a sector in the baseline.
    pub fn factor_income_of(&self, j: Region, k: Sector, f: Factor) -> f64 {
        self.factor_share[(j, k, f)] * self.receipts[(j, k)]
    }

    /// Gross output at basic prices `Y = R / (1+b)`: region × sector.
    pub fn gross_output(&self) -> Array2<Region, Sector> {
        Array2::from_fn(self.receipts.shape(), |j, k| self.receipts[(j, k)] / (1.0 + self.subsidy[(j, k)]))
    }

    /// Purchases at purchasers' prices `X`, uses pooled: region × product.
    pub fn expenditure(&self) -> Array2<Region, Sector> {
        Array2::from_fn(self.receipts.shape(), |j, s| self.bought(j, s))
    }

    /// Purchases of one product, all uses pooled.
    fn bought(&self, j: Region, s: Sector) -> f64 {
        let inputs = self.input_share.row(j, s).iter().zip(self.receipts.row(j));
        self.final_share[(j, s)] * self.income[j.index()] + inputs.map(|(a, r)| a * r).sum::<f64>()
    }

    /// Purchases of one product by one use: a using sector, or the number of sectors plus the position of a column.
    pub(crate) fn bought_by(&self, j: Region, s: Sector, u: usize) -> f64 {
        match u.checked_sub(self.axes.sectors.len()) {
            None => self.input_share[(j, s, Sector::new(u))] * self.receipts[(j, Sector::new(u))],
            Some(c) => self.final_demand[c].share[(j, s)] * self.final_demand[c].spending[j.index()],
        }
    }

    /// Sales of one link in the baseline, all uses pooled, at basic prices.
    pub(crate) fn baseline_sales(&self, s: Sector, j: Region, i: Region) -> f64 {
        self.trade_share[(s, j, i)] * self.bought(j, s) / (1.0 + rate(self.tariff.as_ref(), (s, j, i)))
    }
}
