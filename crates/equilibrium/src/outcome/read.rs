//! The tables of an equilibrium, read off the last point of its equations.

mod purchases;

use std::borrow::Cow;

use oblate_numerics::Solution;
use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

use super::check;
use super::equilibrium::{CapOutcome, Equilibrium, Moved, Residuals};
use crate::equations::live::LiveRate;
use crate::shocks::Rent;
use crate::system::Equations;

use purchases::Purchases;

impl Equilibrium {
    /// Reads the tables off the last point of the equations, and checks them in levels.
    pub(crate) fn of(equations: Equations<'_>, solution: Solution) -> Self {
        let (economy, shocks) = (equations.economy, equations.shocks);
        let mut equilibrium = Self::read(equations, solution);
        equilibrium.residuals = check::residuals(economy, shocks, &equilibrium);
        equilibrium
    }

    fn read(equations: Equations<'_>, solution: Solution) -> Self {
        let layout = equations.layout;
        let [n, m, f] = [layout.regions, layout.sectors, layout.factors];
        let x = layout.parts(&solution.x);
        let deficit = equations.deficits();
        let revenue = equations.revenue();
        let earned = equations.point.markets.earned.chunks_exact(layout.groups);
        let factor_income = earned.map(|groups| groups.iter().sum()).collect();
        let (wage_hat, sector_wage_hat) = factor_prices(&equations);
        let final_spending = equations.consumption.column_spending(&equations.point.consumption);
        let utility = equations
            .consumption
            .moves()
            .then(|| hats([n, layout.groups], &equations.point.consumption.choice.ln_utility));
        let LiveTables { cap_wedge, caps, tariff } = LiveTables::of(&equations);
        let emissions = emissions(&equations);
        let (real_income_hat, group_real) = equations.real_incomes();
        let migration = moved(&equations, x.population, &real_income_hat);
        let technology = &equations.technology;
        let moved = !technology.fixed_shares;
        let purchases = Purchases::of(&equations);
        let (point, counterfactual) = (equations.point, equations.counterfactual);
        let receipts: Array2<Region, Sector> = Array2::from_vec([n, m], point.receipts);
        let subsidy = counterfactual.subsidy;
        let mut trade_share = counterfactual.links.into_trade_shares(&point.competitiveness, &point.phi);
        counterfactual.live.write_shares(&point.live, &point.competitiveness, &point.phi, &mut trade_share);
        let (trade_share, by_use) = purchases.pool(trade_share);
        let income = point.income.chunks_exact(layout.groups).map(|groups| groups.iter().sum()).collect();
        let mut equilibrium = Self {
            unit_cost_hat: hats([n, m], x.cost),
            price_index_hat: purchases.price_index_hat,
            wage_hat,
            sector_wage_hat,
            // model.md (3.4)
            gross_output: Array2::from_fn([n, m], |j, k| receipts[(j, k)] / (1.0 + subsidy[(j, k)])),
            expenditure: purchases.expenditure,
            input_share: moved.then(|| technology.input_share(&point.nests).clone()),
            factor_share: moved.then(|| technology.factor_share(&point.nests).clone()),
            factor_income: Array2::from_vec([n, f], factor_income),
            trade_share,
            by_use,
            tariff: tariff.or(counterfactual.tariff.map(Cow::into_owned)),
            cap_wedge,
            caps,
            export_rent: revenue.rent,
            emissions,
            export_tax: counterfactual.export_tax.map(Cow::into_owned),
            tariff_revenue: revenue.tariff,
            export_tax_revenue: revenue.export_tax,
            purchase_tax_revenue: revenue.purchase_tax,
            subsidy_cost: revenue.subsidy,
            income,
            group_income: Array2::from_vec([n, layout.groups], point.income),
            group_share: equations.consumption.moves().then(|| point.consumption.choice.share.clone()),
            utility_hat: utility,
            final_spending,
            unbounded: counterfactual.reach.unbounded().to_vec(),
            real_income_hat,
            group_real_income_hat: Array2::from_vec([n, layout.groups], group_real),
            migration,
            beyond: None,
            unknowns: solution.x.clone(),
            residuals: Residuals::default(),
            record: solution.record,
            deficit,
            receipts,
            subsidy,
        };
        equilibrium.blank_unbounded();
        equilibrium
    }

    /// Missing values for what has no finite value.
    fn blank_unbounded(&mut self) {
        for j in self.unbounded.iter().map(|(j, _)| *j).collect::<Vec<_>>() {
            let tables = [
                &mut self.unit_cost_hat,
                &mut self.price_index_hat,
                &mut self.receipts,
                &mut self.gross_output,
                &mut self.expenditure,
            ];
            tables.into_iter().for_each(|table| table.row_mut(j).fill(f64::NAN));
            self.wage_hat.row_mut(j).fill(f64::NAN);
            self.factor_income.row_mut(j).fill(f64::NAN);
            self.group_income.row_mut(j).fill(f64::NAN);
            self.group_real_income_hat.row_mut(j).fill(f64::NAN);
            self.final_spending.iter_mut().for_each(|column| column[j.index()] = f64::NAN);
            if let Some(wages) = &mut self.sector_wage_hat {
                (0..wages.shape()[1]).for_each(|k| wages.row_mut(j, Sector::new(k)).fill(f64::NAN));
            }
            if let Some(utility) = &mut self.utility_hat {
                utility.row_mut(j).fill(f64::NAN);
            }
            for list in [
                &mut self.income,
                &mut self.tariff_revenue,
                &mut self.export_tax_revenue,
                &mut self.subsidy_cost,
                &mut self.purchase_tax_revenue,
                &mut self.export_rent,
                &mut self.real_income_hat,
            ] {
                list[j.index()] = f64::NAN;
            }
        }
    }
}

/// Who lives where.
fn moved(equations: &Equations<'_>, population: &[f64], real_income_hat: &[f64]) -> Vec<Moved> {
    let ln: Vec<f64> = real_income_hat.iter().map(|hat| hat.ln()).collect();
    let welfare = equations.movers.welfare(&ln, population);
    let of = |((region, welfare_hat), ln): ((Region, f64), &f64)| Moved {
        region,
        population_hat: ln.exp(),
        welfare_hat,
    };
    welfare.into_iter().zip(population).map(of).collect()
}

/// What is found of wedges in equilibrium.
struct LiveTables {
    cap_wedge: Option<TradeTensor>,
    caps: Vec<CapOutcome>,
    /// Tariffs with border adjustments, where there are any.
    tariff: Option<TradeTensor>,
}

impl LiveTables {
    fn of(equations: &Equations<'_>) -> Self {
        let shape = equations.economy.trade_share.shape();
        let mut tables = Self { cap_wedge: None, caps: Vec::new(), tariff: None };
        for (sector, destination, origin, rate) in equations.counterfactual.live.rates(&equations.point.live)
        {
            match rate {
                LiveRate::Cap(wedge, rent) => {
                    tables.caps.push(CapOutcome { sector, destination, origin, wedge, rent });
                    if rent != Rent::Nobody {
                        let tensor = tables.cap_wedge.get_or_insert_with(|| TradeTensor::zeros(shape));
                        tensor[(sector, destination, origin)] = wedge;
                    }
                }
                LiveRate::Tariff(rate) => {
                    let fixed = equations.counterfactual.tariff.as_deref();
                    let without = || fixed.map_or_else(|| TradeTensor::zeros(shape), Clone::clone);
                    tables.tariff.get_or_insert_with(without)[(sector, destination, origin)] = rate;
                }
            }
        }
        tables
    }
}

type FactorPrices = (Array2<Region, Factor>, Option<Array3<Region, Sector, Factor>>);

/// Factor prices by region, and by sector where sectors of a region pay differently.
fn factor_prices(equations: &Equations<'_>) -> FactorPrices {
    let [n, m, f] = equations.economy.factor_share.shape();
    let market = |at: usize| equations.markets.market_of()[at];
    let differ = (0..n * m).any(|cell| (0..f).any(|g| market(cell * f + g) != market(cell / m * m * f + g)));
    let by_sector: Array3<Region, Sector, Factor> =
        Array3::from_vec([n, m, f], equations.point.ln_factor.iter().map(|ln| ln.exp()).collect());
    let mean = Array2::from_fn([n, f], |j: Region, g: Factor| {
        let first = by_sector[(j, Sector::new(0), g)];
        let total = equations.economy.factor_income[(j, g)];
        if !differ || total == 0.0 {
            return first;
        }
        let sectors = equations.economy.axes.sectors.ids();
        sectors.map(|k| equations.economy.factor_income_of(j, k, g) * by_sector[(j, k, g)]).sum::<f64>()
            / total
    });
    (mean, differ.then_some(by_sector))
}

/// Emissions by region, before and after: `M' = M X̂/P̂`; empty where carbon has no price. Equation: model.md (4.2).
fn emissions(equations: &Equations<'_>) -> Vec<[f64; 2]> {
    let Some(carbon) = &equations.shocks.carbon else { return Vec::new() };
    let (m, uses) = (equations.layout.sectors, equations.shape.uses);
    let mut emissions = vec![[0.0; 2]; equations.layout.regions];
    let intensity = carbon.intensity.as_slice();
    equations.each_paid_use(|j, at, paid| {
        let price = equations.point.ln_price[at / (equations.shape.use_width / equations.shape.bundle_width)];
        emissions[j][1] += intensity[at] * paid * equations.purchase_net(at) * (-price).exp();
    });
    for (at, intensity) in intensity.iter().enumerate() {
        let (j, s, u) = (at / (m * uses), at / uses % m, at % uses);
        let bought = equations.economy.bought_by(Region::new(j), Sector::new(s), u);
        emissions[j][0] += intensity * bought;
    }
    emissions
}

/// `exp` of a region × column vector as a table.
fn hats<A: Id, B: Id>(shape: [usize; 2], ln: &[f64]) -> Array2<A, B> {
    Array2::from_vec(shape, ln.iter().map(|ln| ln.exp()).collect())
}
