//! An equilibrium: it exists only if it converged and was checked in levels.

use oblate_numerics::Record;
use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

use crate::economy::{Bundle, Economy, Group, rate};
use crate::shocks::Rent;

/// The outcome of a counterfactual, with hats relative to the economy that was solved.
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibrium {
    /// Unit cost `ĉ`: region × sector. Equation: model.md (3.3).
    pub unit_cost_hat: Array2<Region, Sector>,
    /// Price index of a product `P̂`: region × product. Equation: model.md (3.8).
    pub price_index_hat: Array2<Region, Sector>,
    /// Factor price `ŵ`: region × factor; the mean over sectors, weighted by baseline income, where sectors pay differently.
    pub wage_hat: Array2<Region, Factor>,
    /// Factor prices that each sector pays: region × sector × factor; none where all sectors of a region pay the same.
    pub sector_wage_hat: Option<Array3<Region, Sector, Factor>>,
    /// Receipts `R'`: region × sector.
    pub receipts: Array2<Region, Sector>,
    /// Gross output at basic prices `Y'`: region × sector.
    pub gross_output: Array2<Region, Sector>,
    /// Purchases at purchasers' prices `X'`: region × product.
    pub expenditure: Array2<Region, Sector>,
    /// Trade shares `π'`, all uses pooled: sector × destination × origin. Equation: model.md (3.7).
    pub trade_share: TradeTensor,
    /// Prices, purchases and trade shares of each use under by-use sourcing.
    pub by_use: Option<ByUse>,
    /// Input shares after the shock; none under Cobb–Douglas, where they do not move.
    pub input_share: Option<Array3<Region, Sector, Sector>>,
    /// Factor shares after the shock; none under Cobb–Douglas, where they do not move.
    pub factor_share: Option<Array3<Region, Sector, Factor>>,
    /// Factor income `ŵ L̂ V` of those who own it: region × factor.
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
    /// Revenue of taxes on purchases and of carbon prices by region; negative where purchases are subsidised.
    pub purchase_tax_revenue: Vec<f64>,
    /// Net output subsidies paid by region.
    pub subsidy_cost: Vec<f64>,
    /// Deficit `D'` by region.
    pub deficit: Vec<f64>,
    /// Income = final spending `I'` by region. Equation: model.md (3.13).
    pub income: Vec<f64>,
    /// Income of each group of households: region × group.
    pub group_income: Array2<Region, Group>,
    /// Shares of products in the spending of each group, where they move: (region × group) × product.
    pub group_share: Option<Vec<f64>>,
    /// Change of utility `Û` of each group, ordinal, by its tastes after the shock: region × group; none under Cobb–Douglas.
    /// Equation: model.md (3.12).
    pub utility_hat: Option<Array2<Region, Group>>,
    /// Spending by column of final demand, in their order: by column, by region.
    pub final_spending: Vec<Vec<f64>>,
    /// Wedges `μ` of caps whose rent somebody earns, in rate points: sector × destination × origin; none means zero.
    pub cap_wedge: Option<TradeTensor>,
    /// Quantity caps, in the order of the shocks; those on links without trade are left out.
    pub caps: Vec<CapOutcome>,
    /// Rents of caps that regions earn as origins.
    pub export_rent: Vec<f64>,
    /// Emissions under the carbon prices, in tonnes, by region: before and after; empty where carbon has no price.
    pub emissions: Vec<[f64; 2]>,
    /// Regions that trade with nobody and have no home supply of these products: real income there falls
    /// without bound and all their values are missing (NaN). The others stand.
    pub unbounded: Vec<(Region, Vec<Sector>)>,
    /// Real income over the baseline by the tastes of the baseline, by region: the mean over spenders, weighted by baseline
    /// spending; investment does not count where capital is in the long run. Equation: model.md (3.15).
    pub real_income_hat: Vec<f64>,
    /// Real spending of each group over the baseline: region × group. Equation: model.md (3.15).
    pub group_real_income_hat: Array2<Region, Group>,
    /// Population over the baseline of regions between which people move, and welfare of those who come from there.
    /// Equation: model.md section 5 `migration`.
    pub migration: Vec<Moved>,
    /// Where this is no equilibrium of the branch that begins at the baseline, but another one: the share of the shock at which that
    /// branch ends.
    pub beyond: Option<f64>,
    /// The solver's unknowns.
    pub(crate) unknowns: Vec<f64>,
    /// Largest relative errors, in levels.
    pub residuals: Residuals,
    /// The solver's iterations.
    pub record: Record,
}

/// What migration does to a region between which and others people move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// The region.
    pub region: Region,
    /// Its population over the baseline.
    pub population_hat: f64,
    /// Welfare over the baseline of the people who come from there, wherever they live.
    pub welfare_hat: f64,
}

/// What a quantity cap does. Equation: model.md (4.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapOutcome {
    /// The product.
    pub sector: Sector,
    /// Where it goes.
    pub destination: Region,
    /// Where it comes from.
    pub origin: Region,
    /// Its wedge μ in rate points; zero where it does not bind.
    pub wedge: f64,
    /// Who earns the rent.
    pub rent: Rent,
}

/// What by-use sourcing tells of each use of a product: bundles `s·U + u` of products and uses.
#[derive(Debug, Clone, PartialEq)]
pub struct ByUse {
    /// Trade shares `π'`: bundle × destination × origin.
    pub trade_share: Array3<Bundle, Region, Region>,
    /// Purchases at purchasers' prices `X'`: region × bundle.
    pub expenditure: Array2<Region, Bundle>,
    /// Price index `P̂`: region × bundle.
    pub price_index_hat: Array2<Region, Bundle>,
}

/// Largest relative errors of an equilibrium in levels, by kind of equation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Residuals {
    /// Zero profit: unit cost against the prices of inputs and factors.
    pub unit_costs: f64,
    /// Price indices against the costs and trade shares of the largest source.
    pub prices: f64,
    /// Trade shares against one.
    pub trade_shares: f64,
    /// Purchases against what sectors and final spending ask for.
    pub purchases: f64,
    /// Goods markets: output against sales.
    pub goods_markets: f64,
    /// Factor markets: income against payments.
    pub factor_markets: f64,
    /// Budgets: final spending against income.
    pub budgets: f64,
    /// Walras' law: imports − exports against the deficit and factor income from abroad, relative to income.
    pub walras: f64,
}

impl Residuals {
    /// All of them, with their names.
    pub fn named(&self) -> [(&'static str, f64); 8] {
        [
            ("unit costs", self.unit_costs),
            ("prices", self.prices),
            ("trade shares", self.trade_shares),
            ("purchases", self.purchases),
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
        let rate = |rates: &Option<TradeTensor>| rate(rates.as_ref(), (s, j, i));
        let wedge =
            (1.0 + rate(&self.tariff)) * (1.0 + rate(&self.export_tax)) * (1.0 + rate(&self.cap_wedge));
        self.trade_share[(s, j, i)] * self.expenditure[(j, s)] / wedge
    }

    /// Price index of final spending by region: income over real income. Equation: model.md (3.15).
    pub fn consumer_price_hat(&self, economy: &Economy) -> Vec<f64> {
        let hats = self.income.iter().zip(&economy.income).zip(&self.real_income_hat);
        hats.map(|((new, old), real)| new / old / real).collect()
    }

    /// Whether the region's values are missing because its price level is unbounded.
    pub fn is_unbounded(&self, j: Region) -> bool {
        self.unbounded.iter().any(|(region, _)| *region == j)
    }

    /// The economy with this equilibrium as its baseline: same elasticities, new shares and levels.
    pub fn rebase(&self, economy: &Economy) -> Economy {
        let mut new = economy.clone();
        new.trade_share = self.trade_share.clone();
        new.use_trade_share = self.by_use.as_ref().map(|by_use| by_use.trade_share.clone());
        new.group_income = self.group_income.clone();
        for (column, spending) in new.final_demand.iter_mut().zip(&self.final_spending) {
            column.spending.clone_from(spending);
        }
        if let Some(shares) = &self.group_share {
            // groups start from the same shares again; one group keeps its own
            let [n, groups] = self.group_income.shape();
            let products = economy.axes.sectors.len();
            new.final_demand[0].share = Array2::from_fn([n, products], |j: Region, s: Sector| {
                let of = |g: usize| {
                    shares[(j.index() * groups + g) * products + s.index()]
                        * self.group_income[(j, Group::new(g))]
                };
                (0..groups).map(of).sum::<f64>() / self.income[j.index()]
            });
        }
        new.final_share = Array2::from_fn(economy.final_share.shape(), |j: Region, s: Sector| {
            let columns = new.final_demand.iter();
            columns.map(|column| column.share[(j, s)] * column.spending[j.index()]).sum::<f64>()
                / self.income[j.index()]
        });
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
