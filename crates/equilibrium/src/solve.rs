//! From shocks to an equilibrium: Newton first, then Anderson acceleration, then the path of the shock.

use std::borrow::Cow;

use oblate_numerics::{
    AndersonSettings, ContinuationSettings, Ending, Homotopy, NewtonSettings, Record, Solution, System,
    TransientSettings, anderson, continuation, newton, transient,
};
use oblate_world::{Array2, Array3, Factor, Id, Region, Sector, TradeTensor};

use crate::check;
use crate::economy::{Bundle, Economy};
use crate::entry::Entry;
use crate::equations::Equations;
use crate::equilibrium::{ByUse, CapOutcome, Equilibrium, Moved, Residuals, hats};
use crate::error::{NotConverged, SolveError};
use crate::links::Weights;
use crate::live::LiveRate;
use crate::settings::Settings;
use crate::shocks::{DeficitRule, Rent, Shocks};

/// A counterfactual beside the baseline against which its changes are told.
#[derive(Debug, Clone)]
pub struct Outcome<'e> {
    /// The economy itself, or the economy without deficits ([`DeficitRule::Zero`]).
    pub baseline: Cow<'e, Economy>,
    /// The equilibrium after the shocks, in changes from that baseline.
    pub equilibrium: Equilibrium,
}

/// Solves a counterfactual; with [`DeficitRule::Zero`] the baseline without deficits is solved first.
///
/// # Errors
/// As [`solve`].
pub fn counterfactual<'e>(
    economy: &'e Economy,
    shocks: &Shocks,
    settings: &Settings<'_>,
) -> Result<Outcome<'e>, SolveError> {
    let no_deficits = economy.deficit.iter().all(|&deficit| deficit == 0.0);
    if shocks.deficits != DeficitRule::Zero || no_deficits {
        let equilibrium = solve(economy, shocks, settings)?;
        return Ok(Outcome { baseline: Cow::Borrowed(economy), equilibrium });
    }
    let zero = Shocks { deficits: DeficitRule::Zero, ..Shocks::default() };
    let baseline = solve(economy, &zero, settings)?.rebase(economy);
    let equilibrium = solve(&baseline, shocks, settings)?;
    Ok(Outcome { baseline: Cow::Owned(baseline), equilibrium })
}

/// Solves for the equilibrium after the shocks, from hats of one, in changes from `economy`.
///
/// # Errors
/// [`SolveError`] if the shocks cannot be applied, if no method converges, if the result fails its check in
/// levels, or if the user stops it.
pub fn solve(economy: &Economy, shocks: &Shocks, settings: &Settings<'_>) -> Result<Equilibrium, SolveError> {
    let equations = Equations::new(economy, shocks, settings.stop)?;
    let start = equations.start();
    let mut outcome = solve_at(equations, shocks, &start, settings);
    if let Err(SolveError::NotConverged(failure)) = &mut outcome {
        failure.entry = Entry::at_baseline(economy, settings.stop);
    }
    outcome
}

/// Solves the equations after these shocks from these unknowns.
pub(crate) fn solve_at(
    mut equations: Equations<'_>,
    shocks: &Shocks,
    start: &[f64],
    settings: &Settings<'_>,
) -> Result<Equilibrium, SolveError> {
    let economy = equations.economy;
    let mut solution = if economy.parameters.has_scale() {
        by_adjustment(&mut equations, start, settings)
    } else {
        direct(&mut equations, start, settings)
    };
    if !matches!(solution.ending, Ending::Converged | Ending::Interrupted) {
        solution = along_the_path(&mut equations, start, settings, solution.record)?;
    }
    if solution.ending == Ending::Interrupted {
        return Err(SolveError::Interrupted { record: solution.record });
    }
    let mut equilibrium = read(equations, solution);
    equilibrium.residuals = check::residuals(economy, shocks, &equilibrium);
    accept(equilibrium, settings)
}

/// Newton's method tightens to this part of the tolerance, so that the check in levels holds with room.
const TIGHTER: f64 = 0.1;

/// How Newton's method solves an economy.
pub(crate) fn newton_for(economy: &Economy, settings: &Settings<'_>) -> NewtonSettings {
    if economy.parameters.has_scale() { quick_settings(settings) } else { newton_settings(settings) }
}

fn newton_settings(settings: &Settings<'_>) -> NewtonSettings {
    NewtonSettings {
        tolerance: TIGHTER * settings.tolerance,
        acceptable: settings.tolerance,
        max_iterations: settings.max_iterations,
        ..NewtonSettings::default()
    }
}

/// Newton, then Anderson acceleration from where Newton stopped, then Newton again.
fn direct(equations: &mut Equations<'_>, start: &[f64], settings: &Settings<'_>) -> Solution {
    let newton_settings = newton_settings(settings);
    let first = newton(equations, start, &newton_settings);
    if matches!(first.ending, Ending::Converged | Ending::Interrupted | Ending::OutOfDomain) {
        return first;
    }
    let rough = AndersonSettings { tolerance: 1e-4, ..AndersonSettings::default() };
    let second = anderson(equations, &first.x, &rough);
    let mut record = first.record;
    record.append(second.record);
    if second.ending != Ending::Converged {
        return Solution { record, ..second };
    }
    let third = newton(equations, &second.x, &newton_settings);
    record.append(third.record);
    Solution { record, ..third }
}

/// With economies of scale: Newton, then the adjustment of receipts from the start, then Newton from where that rests.
///
/// Receipts grow where sales exceed them. Where the baseline's branch of equilibria ends before the whole shock, this goes
/// on to an equilibrium at which entry is stable.
fn by_adjustment(equations: &mut Equations<'_>, start: &[f64], settings: &Settings<'_>) -> Solution {
    const ROUNDS: usize = 3;
    let done =
        |ending: Ending| matches!(ending, Ending::Converged | Ending::Interrupted | Ending::OutOfDomain);
    let quick = quick_settings(settings);
    let mut solution = newton(equations, start, &quick);
    let mut from = start.to_vec();
    let mut tolerance = TransientSettings::default().tolerance;
    for _ in 0..ROUNDS {
        if done(solution.ending) {
            break;
        }
        let adjusted =
            transient(equations, &from, &TransientSettings { tolerance, ..TransientSettings::default() });
        from.clone_from(&adjusted.x);
        solution.record.append(adjusted.record);
        if adjusted.ending == Ending::Interrupted {
            return Solution { x: adjusted.x, ending: adjusted.ending, record: solution.record };
        }
        let last = newton(equations, &adjusted.x, &quick);
        solution.record.append(last.record);
        solution = Solution { record: solution.record, ..last };
        tolerance *= 1e-2;
    }
    solution
}

/// Newton steps before something else is tried, and the share of a full step under which it is.
const QUICK_STEPS: usize = 20;
const SHORT_STEP: f64 = 0.05;

/// With economies of scale. Their preconditioner costs as much as dozens of products and ages slowly.
fn quick_settings(settings: &Settings<'_>) -> NewtonSettings {
    NewtonSettings {
        smallest_step: SHORT_STEP,
        max_iterations: settings.max_iterations.min(QUICK_STEPS),
        restart: 80,
        max_products: 160,
        keep_preconditioner: 8,
        long_solve: 25,
        ..newton_settings(settings)
    }
}

/// First and smallest share of the shock that is added in one step.
const FIRST_STEP: f64 = 0.25;
const SMALLEST_STEP: f64 = 1.0 / 1024.0;

/// Applies the shock little by little, each position solved from the last one.
fn along_the_path(
    equations: &mut Equations<'_>,
    start: &[f64],
    settings: &Settings<'_>,
    mut record: Record,
) -> Result<Solution, SolveError> {
    let newton = newton_for(equations.economy, settings);
    let path = ContinuationSettings { newton, first_step: FIRST_STEP, smallest_step: SMALLEST_STEP };
    let (solution, reached) = continuation(equations, start, &path);
    record.append(solution.record);
    match solution.ending {
        Ending::Converged | Ending::Interrupted => Ok(Solution { record, ..solution }),
        ending => Err(SolveError::NotConverged(Box::new(NotConverged {
            ending,
            worst: worst_equation(equations, &solution.x),
            tolerance: settings.tolerance,
            reached,
            entry: None,
            last_iterate: solution.x,
            record,
        }))),
    }
}

/// The equation with the largest residual under the full shock, in words.
fn worst_equation(equations: &mut Equations<'_>, x: &[f64]) -> String {
    let mut residual = vec![0.0; x.len()];
    if equations.set_path(1.0).is_err() || equations.residual(x, &mut residual).is_err() {
        return "the equations are not defined at the last iterate".to_owned();
    }
    let largest = (0..x.len()).max_by(|&a, &b| residual[a].abs().total_cmp(&residual[b].abs()));
    let market = |at| equations.markets.region(at).index();
    equations.layout.describe(equations.economy, largest.unwrap_or_default(), market)
}

fn accept(equilibrium: Equilibrium, settings: &Settings<'_>) -> Result<Equilibrium, SolveError> {
    let named = equilibrium.residuals.named();
    match named.into_iter().find(|(_, gap)| *gap > settings.tolerance || gap.is_nan()) {
        None => Ok(equilibrium),
        Some((account, gap)) => Err(SolveError::FailedCheck { account, gap, tolerance: settings.tolerance }),
    }
}

/// Reads the tables off the last point of the equations.
fn read(equations: Equations<'_>, solution: Solution) -> Equilibrium {
    let layout = equations.layout;
    let [n, m, f] = [layout.regions, layout.sectors, layout.factors];
    let x = layout.parts(&solution.x);
    let deficit = equations.deficits();
    let revenue = equations.revenue();
    let earned = equations.point.markets.earned.chunks_exact(layout.groups);
    let factor_income = earned.map(|groups| groups.iter().sum()).collect();
    let (wage_hat, sector_wage_hat) = factor_prices(&equations);
    let final_spending = equations.final_spending();
    let utility = equations
        .consumption
        .moves()
        .then(|| hats([n, layout.groups], &equations.point.consumption.choice.ln_utility));
    let LiveTables { cap_wedge, caps, tariff } = LiveTables::of(&equations);
    let emissions = equations.emissions();
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
    let mut equilibrium = Equilibrium {
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

/// Purchases and prices, pooled over uses where uses have sources of their own.
struct Purchases {
    expenditure: Array2<Region, Sector>,
    price_index_hat: Array2<Region, Sector>,
    /// The same by bundle, under by-use sourcing.
    by_use: Option<(Array2<Region, Bundle>, Array2<Region, Bundle>)>,
}

impl Purchases {
    fn of(equations: &Equations<'_>) -> Self {
        let [n, m] = [equations.layout.regions, equations.layout.sectors];
        let (point, width) = (&equations.point, equations.shape.bundle_width);
        if width == 1 {
            return Self {
                expenditure: Array2::from_vec([n, m], point.expenditure.clone()),
                price_index_hat: hats([n, m], &point.ln_price),
                by_use: None,
            };
        }
        let pooled = point.expenditure.chunks_exact(width).map(|uses| uses.iter().sum()).collect();
        // the mean of log prices, weighted by purchases after the shock
        let mean = |(bought, prices): (&[f64], &[f64])| {
            let total: f64 = bought.iter().sum();
            let weighted: f64 = bought.iter().zip(prices).map(|(bought, ln)| bought * ln).sum();
            if total > 0.0 { weighted / total } else { 0.0 }
        };
        let ln: Vec<f64> =
            point.expenditure.chunks_exact(width).zip(point.ln_price.chunks_exact(width)).map(mean).collect();
        Self {
            expenditure: Array2::from_vec([n, m], pooled),
            price_index_hat: hats([n, m], &ln),
            by_use: Some((
                Array2::from_vec([n, m * width], point.expenditure.clone()),
                hats([n, m * width], &point.ln_price),
            )),
        }
    }

    /// Trade shares pooled over uses, and those of each use.
    fn pool(&self, shares: Weights) -> (TradeTensor, Option<ByUse>) {
        let n = shares.regions;
        let [_, m] = self.expenditure.shape();
        let Some((expenditure, price_index_hat)) = &self.by_use else {
            return (TradeTensor::from_vec([m, n, n], shares.cells), None);
        };
        let mut pooled = TradeTensor::zeros([m, n, n]);
        for b in 0..m * shares.width {
            let s = Sector::new(b / shares.width);
            for j in (0..n).map(Region::new) {
                let total = self.expenditure[(j, s)];
                let part = if total > 0.0 { expenditure[(j, Bundle::new(b))] / total } else { 0.0 };
                pooled
                    .row_mut(s, j)
                    .iter_mut()
                    .zip(shares.row(b, j))
                    .for_each(|(sum, share)| *sum += part * share);
            }
        }
        let by_use = ByUse {
            trade_share: Array3::from_vec([m * shares.width, n, n], shares.cells),
            expenditure: expenditure.clone(),
            price_index_hat: price_index_hat.clone(),
        };
        (pooled, Some(by_use))
    }
}

/// Missing values for what has no finite value.
impl Equilibrium {
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
