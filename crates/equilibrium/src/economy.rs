//! A calibrated economy: the shares and levels from which changes are computed.

use oblate_world::{
    Array2, Array3, Axes, Factor, FinalUse, Id, National, Region, Sector, TradeTensor, World, tariff_revenue,
};

use crate::error::CalibrationError;
use crate::parameters::Parameters;

/// Shares and levels of a baseline under common sourcing, with elasticities.
///
/// The levels of one calibrated on a [`World`] are an equilibrium; those of one made from national pieces
/// need not be, its shares count then and a solve without shocks gives the balanced baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Economy {
    /// The axes of the world.
    pub axes: Axes,
    /// Elasticities.
    pub parameters: Parameters,
    /// Trade shares `π`, purchasers' values: sector × destination × origin. Equation: model.md (2.3).
    pub trade_share: TradeTensor,
    /// Import tariff `t`: sector × destination × origin; none means zero.
    pub tariff: Option<TradeTensor>,
    /// Input shares in receipts `R`: region × product × using sector.
    pub input_share: Array3<Region, Sector, Sector>,
    /// Factor shares in receipts `R`: region × sector × factor.
    pub factor_share: Array3<Region, Sector, Factor>,
    /// Shares of products in final spending, uses pooled: region × product.
    pub final_share: Array2<Region, Sector>,
    /// Shares of final uses in the final purchases of a product: region × product × use.
    pub use_share: Array3<Region, Sector, FinalUse>,
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
        let economy = Self {
            trade_share: trade_shares(world.trade(), accounts.tariff.as_ref()),
            tariff: accounts.tariff.clone(),
            input_share: input_shares(world.intermediate(), &receipts),
            factor_share: factor_shares(&accounts.factor_income, &receipts),
            use_share: use_shares(world.final_use(), &final_use),
            factor_income: factor_totals(&accounts.factor_income),
            income: axes.regions.ids().map(|j| final_use.row(j).iter().sum()).collect(),
            final_share: row_shares(final_use),
            receipts,
            subsidy,
            deficit: world.deficits(),
            parameters: parameters.clone(),
            axes,
        };
        economy.check()?;
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
            use_share: Array3::filled([n, m, 1], 1.0),
            subsidy: Array2::zeros([n, m]),
            income: (0..n).map(|j| value_added.as_slice()[j] + revenue[j] + national.deficit[j]).collect(),
            factor_income: value_added,
            receipts: cost,
            deficit: national.deficit.clone(),
            parameters: parameters.clone(),
            axes,
        };
        economy.check()?;
        economy.settle_receipts();
        Ok(economy)
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

    fn check(&self) -> Result<(), CalibrationError> {
        let sectors = self.axes.sectors.len();
        let technology = &self.parameters.technology;
        let lists = [
            ("the trade elasticity", &self.parameters.trade_elasticity, "above zero", f64::MIN_POSITIVE),
            ("the elasticity between value added and materials", &technology.output, "of zero or more", 0.0),
            ("the elasticity between factors", &technology.value_added, "of zero or more", 0.0),
            ("the elasticity between materials", &technology.materials, "of zero or more", 0.0),
        ];
        for (parameter, values, legal, least) in lists {
            if values.len() != sectors {
                return Err(CalibrationError::Length { parameter, found: values.len(), expected: sectors });
            }
            if let Some(at) = values.iter().position(|value| !(value.is_finite() && *value >= least)) {
                let sector = self.axes.sectors.code(Sector::new(at)).to_owned();
                return Err(CalibrationError::Elasticity { parameter, sector, value: values[at], legal });
            }
        }
        self.check_incomes()?;
        self.check_nests()
    }

    fn check_incomes(&self) -> Result<(), CalibrationError> {
        for j in self.axes.regions.ids() {
            let factors: f64 = self.factor_income.row(j).iter().sum();
            let income = self.income[j.index()].min(factors);
            if !(income.is_finite() && income > 0.0) {
                return Err(CalibrationError::Income {
                    region: self.axes.regions.code(j).to_owned(),
                    income,
                });
            }
        }
        Ok(())
    }

    /// Negative shares (a sector whose value added is negative) have a meaning under Cobb–Douglas only.
    fn check_nests(&self) -> Result<(), CalibrationError> {
        let technology = &self.parameters.technology;
        for j in self.axes.regions.ids() {
            for k in self.axes.sectors.ids() {
                let shares = self.factor_share.row(j, k);
                let value_added: f64 = shares.iter().sum();
                let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
                let inputs = self.axes.sectors.ids().map(|s| self.input_share[(j, s, k)]);
                let least_input = inputs.fold(f64::INFINITY, f64::min);
                let (child, share) = if technology.materials[k.index()] != 1.0 && least_input < 0.0 {
                    ("an input", least_input)
                } else if technology.output[k.index()] != 1.0 && value_added < 0.0 {
                    ("value added", value_added)
                } else if technology.value_added[k.index()] != 1.0 && least < 0.0 {
                    ("a factor", least)
                } else {
                    continue;
                };
                return Err(CalibrationError::Share {
                    child,
                    region: self.axes.regions.code(j).to_owned(),
                    sector: self.axes.sectors.code(k).to_owned(),
                    share,
                });
            }
        }
        Ok(())
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
    let regions = trade.shape()[2];
    for row in shares.as_mut_slice().chunks_exact_mut(regions) {
        let total: f64 = row.iter().sum();
        row.iter_mut().for_each(|value| *value = share(*value, total));
    }
    shares
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
    let [regions, _] = values.shape();
    for j in (0..regions).map(Region::new) {
        let total: f64 = values.row(j).iter().sum();
        values.row_mut(j).iter_mut().for_each(|value| *value = share(*value, total));
    }
    values
}

fn use_shares(
    final_use: &Array3<Region, Sector, FinalUse>,
    pooled: &Array2<Region, Sector>,
) -> Array3<Region, Sector, FinalUse> {
    let mut shares = final_use.clone();
    let uses = final_use.shape()[2];
    for (row, whole) in shares.as_mut_slice().chunks_exact_mut(uses).zip(pooled.as_slice()) {
        row.iter_mut().for_each(|value| *value = share(*value, *whole));
    }
    shares
}
