//! An equilibrium: it exists only if it converged and was checked in levels.

use oblate_numerics::Record;
use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

use crate::economy::Economy;

/// The outcome of a counterfactual, with hats relative to the economy that was solved.
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibrium {
    /// Unit cost `ĉ`: region × sector. Equation: model.md (3.3).
    pub unit_cost_hat: Array2<Region, Sector>,
    /// Price index of a product `P̂`: region × product. Equation: model.md (3.8).
    pub price_index_hat: Array2<Region, Sector>,
    /// Factor price `ŵ`: region × factor.
    pub wage_hat: Array2<Region, Factor>,
    /// Receipts `R'`: region × sector.
    pub receipts: Array2<Region, Sector>,
    /// Gross output at basic prices `Y'`: region × sector.
    pub gross_output: Array2<Region, Sector>,
    /// Purchases at purchasers' prices `X'`: region × product.
    pub expenditure: Array2<Region, Sector>,
    /// Trade shares `π'`: sector × destination × origin. Equation: model.md (3.7).
    pub trade_share: TradeTensor,
    /// Input shares after the shock; none under Cobb–Douglas, where they do not move.
    pub input_share: Option<Array3<Region, Sector, Sector>>,
    /// Factor shares after the shock; none under Cobb–Douglas, where they do not move.
    pub factor_share: Option<Array3<Region, Sector, Factor>>,
    /// Factor income `ŵ L̂ V`: region × factor.
    pub factor_income: Array2<Region, Factor>,
    /// Import tariff after the shock; none means zero.
    pub tariff: Option<TradeTensor>,
    /// Export tax after the shock; none means zero.
    pub export_tax: Option<TradeTensor>,
    /// Net output subsidy `b'`: region × sector.
    pub subsidy: Array2<Region, Sector>,
    /// Import tariff revenue by region.
    pub tariff_revenue: Vec<f64>,
    /// Export tax revenue by region.
    pub export_tax_revenue: Vec<f64>,
    /// Net output subsidies paid by region.
    pub subsidy_cost: Vec<f64>,
    /// Deficit `D'` by region.
    pub deficit: Vec<f64>,
    /// Income = final spending `I'` by region. Equation: model.md (3.13).
    pub income: Vec<f64>,
    /// Regions that trade with nobody and have no home supply of these products: real income there falls
    /// without bound and all their values are missing (NaN). The others stand.
    pub unbounded: Vec<(Region, Vec<Sector>)>,
    /// Largest relative errors, in levels.
    pub residuals: Residuals,
    /// The solver's iterations.
    pub record: Record,
}

/// Largest relative errors of an equilibrium in levels, by kind of equation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Residuals {
    /// Zero profit: unit cost against the prices of inputs and factors.
    pub unit_costs: f64,
    /// Trade shares against one.
    pub trade_shares: f64,
    /// Goods markets: output against sales.
    pub goods_markets: f64,
    /// Factor markets: income against payments.
    pub factor_markets: f64,
    /// Budgets: final spending against income.
    pub budgets: f64,
    /// Walras' law: imports − exports against the deficit, relative to income.
    pub walras: f64,
}

impl Residuals {
    /// All of them, with their names.
    pub fn named(&self) -> [(&'static str, f64); 6] {
        [
            ("unit costs", self.unit_costs),
            ("trade shares", self.trade_shares),
            ("goods markets", self.goods_markets),
            ("factor markets", self.factor_markets),
            ("budgets", self.budgets),
            ("Walras' law", self.walras),
        ]
    }

    /// The largest of them.
    pub fn largest(&self) -> f64 {
        self.named().iter().fold(0.0, |largest, (_, value)| if *value > largest { *value } else { largest })
    }
}

impl Equilibrium {
    /// Sales of one trade link at basic prices, `Z' = π' X' / ((1+t')(1+e'))`. Equation: model.md (3.9).
    pub fn trade(&self, s: Sector, j: Region, i: Region) -> f64 {
        let rate = |tensor: &Option<TradeTensor>| tensor.as_ref().map_or(0.0, |tensor| tensor[(s, j, i)]);
        let wedge = (1.0 + rate(&self.tariff)) * (1.0 + rate(&self.export_tax));
        self.trade_share[(s, j, i)] * self.expenditure[(j, s)] / wedge
    }

    /// Price index of final spending, `P̂_j = Π_s P̂_js^β`, by region. Equation: model.md (3.12) with Cobb–Douglas demand.
    pub fn consumer_price_hat(&self, economy: &Economy) -> Vec<f64> {
        let ln = |j: Region| -> f64 {
            let prices = self.price_index_hat.row(j).iter().zip(economy.final_share.row(j));
            prices.map(|(price, share)| if *share == 0.0 { 0.0 } else { share * price.ln() }).sum()
        };
        economy.axes.regions.ids().map(|j| ln(j).exp()).collect()
    }

    /// Whether the region's values are missing because its price level is unbounded.
    pub fn is_unbounded(&self, j: Region) -> bool {
        self.unbounded.iter().any(|(region, _)| *region == j)
    }

    /// The economy with this equilibrium as its baseline: same elasticities, new shares and levels.
    pub fn rebase(&self, economy: &Economy) -> Economy {
        let mut new = economy.clone();
        new.trade_share = self.trade_share.clone();
        new.tariff = self.tariff.clone();
        if let (Some(inputs), Some(factors)) = (&self.input_share, &self.factor_share) {
            new.input_share = inputs.clone();
            new.factor_share = factors.clone();
        }
        new.receipts = self.receipts.clone();
        new.subsidy = self.subsidy.clone();
        new.factor_income = self.factor_income.clone();
        new.income = self.income.clone();
        new.deficit = self.deficit.clone();
        new
    }
}

/// `exp` of a region × column vector as a table.
pub(crate) fn hats<A: Id, B: Id>(shape: [usize; 2], ln: &[f64]) -> Array2<A, B> {
    Array2::from_vec(shape, ln.iter().map(|ln| ln.exp()).collect())
}
