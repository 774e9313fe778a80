//! From shocks to an equilibrium: Newton first, then Anderson acceleration, then the path of the shock.

use std::borrow::Cow;

use oblate_numerics::{
    AndersonSettings, ContinuationSettings, Ending, Homotopy, NewtonSettings, Record, Solution, System,
    anderson, continuation, newton,
};
use oblate_world::{Array2, Id, Region, Sector};

use crate::check;
use crate::economy::Economy;
use crate::equations::Equations;
use crate::equilibrium::{Equilibrium, Residuals, hats};
use crate::error::{NotConverged, SolveError};
use crate::settings::Settings;
use crate::shocks::{DeficitRule, Shocks};

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
    let mut equations = Equations::new(economy, shocks, settings.stop)?;
    let start = vec![0.0; equations.size()];
    let mut solution = direct(&mut equations, &start, settings);
    if !matches!(solution.ending, Ending::Converged | Ending::Interrupted) {
        solution = along_the_path(&mut equations, &start, settings, solution.record)?;
    }
    if solution.ending == Ending::Interrupted {
        return Err(SolveError::Interrupted { record: solution.record });
    }
    let supply = equations.counterfactual.factor_supply_hat.clone();
    let mut equilibrium = read(equations, solution);
    equilibrium.residuals = check::residuals(economy, &equilibrium, &supply);
    accept(equilibrium, settings)
}

/// Newton's method tightens to this part of the tolerance, so that the check in levels holds with room.
const TIGHTER: f64 = 0.1;

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
    let newton = newton_settings(settings);
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
    equations.layout.describe(equations.economy, largest.unwrap_or_default())
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
    let mut deficit = vec![0.0; n];
    equations.add_deficits(&mut deficit);
    let revenue = equations.revenue();
    let technology = &equations.technology;
    let moved = !technology.fixed_shares;
    let (point, counterfactual) = (equations.point, equations.counterfactual);
    let receipts: Array2<Region, Sector> = Array2::from_vec([n, m], point.receipts);
    let subsidy = counterfactual.subsidy;
    let mut equilibrium = Equilibrium {
        unit_cost_hat: hats([n, m], x.cost),
        price_index_hat: hats([n, m], &point.ln_price),
        wage_hat: hats([n, f], x.wage),
        // model.md (3.4)
        gross_output: Array2::from_fn([n, m], |j, k| receipts[(j, k)] / (1.0 + subsidy[(j, k)])),
        expenditure: Array2::from_vec([n, m], point.expenditure),
        input_share: moved.then(|| technology.input_share(&point.nests).clone()),
        factor_share: moved.then(|| technology.factor_share(&point.nests).clone()),
        factor_income: Array2::from_vec([n, f], point.factor_income),
        trade_share: counterfactual.links.into_trade_shares(&point.competitiveness, &point.phi),
        tariff: counterfactual.tariff.map(Cow::into_owned),
        export_tax: counterfactual.export_tax.map(Cow::into_owned),
        tariff_revenue: revenue.tariff,
        export_tax_revenue: revenue.export_tax,
        subsidy_cost: revenue.subsidy,
        income: point.income,
        unbounded: counterfactual.reach.unbounded().to_vec(),
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
            for list in [
                &mut self.income,
                &mut self.tariff_revenue,
                &mut self.export_tax_revenue,
                &mut self.subsidy_cost,
            ] {
                list[j.index()] = f64::NAN;
            }
        }
    }
}
