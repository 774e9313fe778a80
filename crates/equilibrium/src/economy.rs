//! A calibrated economy: the shares and levels from which changes are computed.

mod by_use;
mod check;
mod final_demand;

use oblate_world::{
    Array2, Array3, Axes, Factor, Id, National, Region, Sector, TradeTensor, World, tariff_revenue,
};

use crate::error::CalibrationError;
use crate::parameters::{HouseholdGroup, Parameters, Sourcing};

pub use by_use::Bundle;
pub use final_demand::{FinalColumn, FinalKind, Group, final_columns};

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

    /// Takes the shares, the factor income and the deficits of national pieces that need not add up.
    ///
    /// Trade shares are gross of tariffs, input shares are intermediate use over intermediate use plus
    /// value added, final shares are those of final use. The levels are a first guess.
    ///
    /// # Errors
    /// As [`Economy::calibrate`].
    pub fn from_national(national: &National, parameters: &Parameters) -> Result<Self, CalibrationError> {
        let axes = national.axes.clone();
        let (n, m) = (axes.regions.len(), axes.sectors.len());
        let cost = Array2::from_fn([n, m], |j: Region, k: Sector| {
            let inputs: f64 = axes.sectors.ids().map(|s| national.intermediate[(j, s, k)]).sum();
            inputs + national.value_added[(j, k)]
        });
        let factor_income: Array3<Region, Sector, Factor> =
            Array3::from_vec([n, m, 1], national.value_added.as_slice().to_vec());
        let revenue = tariff_revenue(&national.trade, &national.tariff);
        let value_added = factor_totals(&factor_income);
        let mut economy = Self {
            trade_share: trade_shares(&national.trade, Some(&national.tariff)),
            tariff: Some(national.tariff.clone()),
            input_share: input_shares(&national.intermediate, &cost),
            factor_share: factor_shares(&factor_income, &cost),
            final_share: row_shares(national.final_use.clone()),
            use_trade_share: None,
            final_demand: Vec::new(),
            group_income: Array2::zeros([n, 1]),
            subsidy: Array2::zeros([n, m]),
            income: (0..n).map(|j| value_added.as_slice()[j] + revenue[j] + national.deficit[j]).collect(),
            factor_income: value_added,
            receipts: cost,
            deficit: national.deficit.clone(),
            parameters: parameters.clone(),
            axes,
        };
        check::check(&economy)?;
        economy.settle_receipts();
        economy.final_demand = vec![FinalColumn::pooled(&economy)];
        economy.group_income = Array2::from_vec([n, 1], economy.income.clone());
        Ok(economy)
    }

    /// Number of uses that are told apart: the using sectors and the columns of final demand.
    pub fn uses(&self) -> usize {
        self.axes.sectors.len() + self.final_demand.len()
    }

    /// Whether investment is told apart from other final spending.
    pub(crate) fn has_investment(&self) -> bool {
        self.final_demand.iter().any(|column| column.kind == FinalKind::Investment)
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
        Array2::from_fn(self.receipts.shape(), |j, s| {
            let inputs = self.input_share.row(j, s).iter().zip(self.receipts.row(j));
            self.final_share[(j, s)] * self.income[j.index()] + inputs.map(|(a, r)| a * r).sum::<f64>()
        })
    }

    /// Sales of one link in the baseline, all uses pooled, at basic prices.
    pub(crate) fn baseline_sales(&self, s: Sector, j: Region, i: Region) -> f64 {
        let inputs = self.input_share.row(j, s).iter().zip(self.receipts.row(j));
        let bought =
            self.final_share[(j, s)] * self.income[j.index()] + inputs.map(|(a, r)| a * r).sum::<f64>();
        let rate = self.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        self.trade_share[(s, j, i)] * bought / (1.0 + rate)
    }

    /// Makes receipts the sales that follow from the shares at given incomes: without this first guess the
    /// solver starts far out where the pieces do not add up.
    fn settle_receipts(&mut self) {
        const ROUNDS: usize = 40;
        for _ in 0..ROUNDS {
            let expenditure = self.expenditure();
            let mut sales = Array2::zeros(self.receipts.shape());
            for s in self.axes.sectors.ids() {
                for j in self.axes.regions.ids() {
                    let tariffs = self.tariff.as_ref().map(|tariff| tariff.row(s, j));
                    for (at, share) in self.trade_share.row(s, j).iter().enumerate() {
                        let gross = 1.0 + tariffs.map_or(0.0, |rates| rates[at]);
                        sales[(Region::new(at), s)] += share * expenditure[(j, s)] / gross;
                    }
                }
            }
            self.receipts = sales;
        }
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// `π = (1+t) Z / Σ (1+t) Z` over the origins; zero where nothing is bought. Equation: model.md (2.3).
fn trade_shares(trade: &TradeTensor, tariff: Option<&TradeTensor>) -> TradeTensor {
    let mut shares = trade.clone();
    if let Some(tariff) = tariff {
        for (value, rate) in shares.as_mut_slice().iter_mut().zip(tariff.as_slice()) {
            *value *= 1.0 + rate;
        }
    }
    divide_rows(shares.as_mut_slice(), trade.shape()[2]);
    shares
}

/// Divides each row of `width` cells by its sum.
fn divide_rows(cells: &mut [f64], width: usize) {
    for row in cells.chunks_exact_mut(width) {
        let total: f64 = row.iter().sum();
        row.iter_mut().for_each(|value| *value = share(*value, total));
    }
}

fn input_shares(
    use_value: &Array3<Region, Sector, Sector>,
    receipts: &Array2<Region, Sector>,
) -> Array3<Region, Sector, Sector> {
    let mut shares = use_value.clone();
    let [regions, sectors, _] = use_value.shape();
    for j in (0..regions).map(Region::new) {
        for s in (0..sectors).map(Sector::new) {
            for (value, whole) in shares.row_mut(j, s).iter_mut().zip(receipts.row(j)) {
                *value = share(*value, *whole);
            }
        }
    }
    shares
}

fn factor_shares(
    income: &Array3<Region, Sector, Factor>,
    receipts: &Array2<Region, Sector>,
) -> Array3<Region, Sector, Factor> {
    let mut shares = income.clone();
    let factors = income.shape()[2];
    for (row, whole) in shares.as_mut_slice().chunks_exact_mut(factors).zip(receipts.as_slice()) {
        row.iter_mut().for_each(|value| *value = share(*value, *whole));
    }
    shares
}

fn factor_totals(income: &Array3<Region, Sector, Factor>) -> Array2<Region, Factor> {
    let [regions, sectors, factors] = income.shape();
    Array2::from_fn([regions, factors], |j: Region, f: Factor| {
        (0..sectors).map(|k| income[(j, Sector::new(k), f)]).sum()
    })
}

fn row_shares(mut values: Array2<Region, Sector>) -> Array2<Region, Sector> {
    let sectors = values.shape()[1];
    divide_rows(values.as_mut_slice(), sectors);
    values
}
