//! From any start: Newton first, then Anderson acceleration or the adjustment of receipts, then the path of the shock.

use oblate_numerics::{
    AndersonSettings, ContinuationSettings, Ending, Homotopy, NewtonSettings, Record, Solution, System,
    TransientSettings, anderson, continuation, newton, transient,
};
use oblate_world::{Id, Region};

use super::error::NotConverged;
use super::problem::Problem;
use super::settings::Settings;
use crate::economy::Economy;
use crate::shocks::DeficitRule;
use crate::system::Equations;

/// Solves from these unknowns by the first method that gets there; what the user stopped has not converged.
pub(super) fn find(
    problem: &mut Problem<'_>,
    start: &[f64],
    settings: &Settings<'_>,
) -> Result<Solution, Box<NotConverged>> {
    let solution = if problem.equations.economy.parameters.has_scale() {
        by_adjustment(problem, start, settings)
    } else {
        direct(problem, start, settings)
    };
    match solution.ending {
        Ending::Converged | Ending::Interrupted => Ok(solution),
        _ => along_the_path(problem, start, settings, solution.record),
    }
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
fn direct(problem: &mut Problem<'_>, start: &[f64], settings: &Settings<'_>) -> Solution {
    let newton_settings = newton_settings(settings);
    let first = newton(problem, start, &newton_settings);
    if matches!(first.ending, Ending::Converged | Ending::Interrupted | Ending::OutOfDomain) {
        return first;
    }
    let rough = AndersonSettings { tolerance: 1e-4, ..AndersonSettings::default() };
    let second = anderson(problem, &first.x, &rough);
    let mut record = first.record;
    record.append(second.record);
    if second.ending != Ending::Converged {
        return Solution { record, ..second };
    }
    let third = newton(problem, &second.x, &newton_settings);
    record.append(third.record);
    Solution { record, ..third }
}

/// With economies of scale: Newton, then the adjustment of receipts from the start, then Newton from where that rests.
///
/// Receipts grow where sales exceed them. Where the baseline's branch of equilibria ends before the whole shock, this goes
/// on to an equilibrium at which entry is stable.
fn by_adjustment(problem: &mut Problem<'_>, start: &[f64], settings: &Settings<'_>) -> Solution {
    const ROUNDS: usize = 3;
    let done =
        |ending: Ending| matches!(ending, Ending::Converged | Ending::Interrupted | Ending::OutOfDomain);
    let quick = quick_settings(settings);
    let mut solution = newton(problem, start, &quick);
    let mut from = start.to_vec();
    let mut tolerance = TransientSettings::default().tolerance;
    for _ in 0..ROUNDS {
        if done(solution.ending) {
            break;
        }
        let adjusted =
            transient(problem, &from, &TransientSettings { tolerance, ..TransientSettings::default() });
        from.clone_from(&adjusted.x);
        solution.record.append(adjusted.record);
        if adjusted.ending == Ending::Interrupted {
            return Solution { x: adjusted.x, ending: adjusted.ending, record: solution.record };
        }
        let last = newton(problem, &adjusted.x, &quick);
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
pub(super) fn quick_settings(settings: &Settings<'_>) -> NewtonSettings {
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
    problem: &mut Problem<'_>,
    start: &[f64],
    settings: &Settings<'_>,
    mut record: Record,
) -> Result<Solution, Box<NotConverged>> {
    let newton = newton_for(problem.equations.economy, settings);
    let path = ContinuationSettings {
        newton,
        first_step: FIRST_STEP,
        smallest_step: SMALLEST_STEP,
        across_kinks: None,
    };
    let (solution, reached) = continuation(problem, start, &path);
    record.append(solution.record);
    let solution = Solution { record, ..solution };
    match solution.ending {
        Ending::Converged | Ending::Interrupted => Ok(solution),
        _ => Err(not_converged(problem, solution, reached, settings)),
    }
}

/// What is known of a solve that ended part of the way.
pub(super) fn not_converged(
    problem: &mut Problem<'_>,
    solution: Solution,
    reached: f64,
    settings: &Settings<'_>,
) -> Box<NotConverged> {
    Box::new(NotConverged {
        ending: solution.ending,
        worst: worst_equation(problem, &solution.x),
        tolerance: settings.tolerance,
        deficits_stay: problem.equations.counterfactual.deficits != DeficitRule::Zero,
        reached,
        last_iterate: solution.x,
        record: solution.record,
    })
}

/// The equation with the largest residual under the full shock, in words.
fn worst_equation(problem: &mut Problem<'_>, x: &[f64]) -> String {
    let mut residual = vec![0.0; x.len()];
    let undefined = problem.set_path(1.0).is_err() || problem.residual(x, &mut residual).is_err();
    if let Some(region) = without_income(&problem.equations) {
        return format!(
            "the income of region `{region}` falls to zero or below: what it owes or pays in subsidies is more than it earns"
        );
    }
    if undefined {
        return "the equations are not defined at the last iterate".to_owned();
    }
    let largest = (0..x.len()).max_by(|&a, &b| residual[a].abs().total_cmp(&residual[b].abs()));
    let equations = &problem.equations;
    let market = |at| equations.markets.region(at).index();
    equations.layout.describe(equations.economy, largest.unwrap_or_default(), market)
}

/// The first region in which some group has nothing left to spend at the last point.
fn without_income<'e>(equations: &Equations<'e>) -> Option<&'e str> {
    let groups = equations.layout.groups;
    let spent = |income: &f64| *income <= 0.0;
    let at = equations.point.income_from_sources.iter().position(spent)?;
    let region = Region::new(at / groups);
    let bounded = !equations.counterfactual.reach.is_unbounded(region);
    bounded.then(|| equations.economy.axes.regions.code(region))
}
