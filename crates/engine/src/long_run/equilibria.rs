//! Whether the equilibrium is the only one: every variant solved again from random starts.

use oblate_equilibrium::{Equilibrium, SolveError, solve_from, welfare};
use oblate_world::Array2;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::VariantResult;
use super::draw::{Normal, Purpose};
use super::plan::Case;
use crate::error::EngineError;

/// Largest difference of two equilibria that are the same one, in the log of any factor price or price.
pub const SAME: f64 = 1e-6;
/// Standard deviations of log receipts around the known equilibrium, one after the other: near and far starts.
const SPREADS: [f64; 4] = [0.25, 0.5, 0.75, 1.0];

/// What the random starts of one variant came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// Number of starts.
    pub starts: usize,
    /// How many came back to the equilibrium of the run.
    pub same: usize,
    /// How many came to no equilibrium.
    pub failed: usize,
    /// The other equilibria, in the order of the starts that first came to them.
    pub others: Vec<OtherEquilibrium>,
}

/// An equilibrium beside that of the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OtherEquilibrium {
    /// How many starts came to it.
    pub starts: usize,
    /// How far it is from that of the run: largest difference in the log of any factor price or price.
    pub distance: f64,
    /// Exact change of real income by region, per cent; NaN if a price level is unbounded. The table `equilibria` holds it.
    #[serde(skip)]
    pub real_income_pct: Vec<f64>,
}

impl Search {
    /// What came of it, as a fragment.
    pub fn in_words(&self) -> String {
        let failed = match self.failed {
            0 => String::new(),
            failed => format!(", {failed} to no equilibrium"),
        };
        let others = match self.others.len() {
            0 => "no other was found".to_owned(),
            1 => "another one was found: the table `equilibria` tells it".to_owned(),
            more => format!("{more} others were found: the table `equilibria` tells them"),
        };
        format!(
            "{} of {} random starts came back to the same equilibrium{failed}; {others}",
            self.same, self.starts
        )
    }
}

/// Solves every variant again from this many random starts, around the receipts of its equilibrium.
pub(crate) fn search(
    cases: &[Case],
    solved: &[VariantResult],
    starts: usize,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Search>, EngineError> {
    let tasks: Vec<(usize, usize)> =
        (0..cases.len()).flat_map(|variant| (0..starts).map(move |start| (variant, start))).collect();
    let outcomes =
        tasks.into_par_iter().map(|(variant, start)| from(&cases[variant], &solved[variant], start, stop));
    let outcomes: Vec<_> = outcomes.collect();
    let mut searches = Vec::with_capacity(cases.len());
    for (found, variant) in outcomes.chunks(starts.max(1)).zip(solved) {
        if found.iter().any(|outcome| matches!(outcome, Err(SolveError::Interrupted { .. }))) {
            let during = format!("solving variant `{}` from random starts", variant.name());
            return Err(EngineError::Interrupted { during });
        }
        searches.push(cluster(variant, found));
    }
    Ok(searches)
}

/// What one start comes to: prices in logs, and changes of real income.
struct Found {
    ln_prices: Vec<f64>,
    real_income_pct: Vec<f64>,
}

fn from(
    case: &Case,
    variant: &VariantResult,
    start: usize,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Found, SolveError> {
    let (baseline, shocks) = (&variant.baseline, &case.resolved.shocks);
    let mut normal = Normal::new(Purpose::Start, start);
    let spread = SPREADS[start % SPREADS.len()];
    let mut hats = Array2::filled(baseline.receipts.shape(), 1.0);
    hats.as_mut_slice().iter_mut().for_each(|hat| *hat = (spread * normal.next()).exp());
    let equilibrium = solve_from(baseline, shocks, &variant.equilibrium, &hats, &case.settings(stop))?;
    let real_income_pct = welfare(baseline, &equilibrium, shocks).real_income_pct;
    Ok(Found { ln_prices: ln_prices(&equilibrium), real_income_pct })
}

/// Factor prices and prices in logs.
fn ln_prices(equilibrium: &Equilibrium) -> Vec<f64> {
    let wages = match &equilibrium.sector_wage_hat {
        Some(hats) => hats.as_slice(),
        None => equilibrium.wage_hat.as_slice(),
    };
    wages.iter().chain(equilibrium.price_index_hat.as_slice()).map(|hat| hat.ln()).collect()
}

/// The largest difference; values that one of the two lacks tell nothing.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).filter(|gap| gap.is_finite()).fold(0.0, f64::max)
}

fn cluster(variant: &VariantResult, outcomes: &[Result<Found, SolveError>]) -> Search {
    let own = ln_prices(&variant.equilibrium);
    let mut search = Search { starts: outcomes.len(), same: 0, failed: 0, others: Vec::new() };
    let mut known: Vec<&[f64]> = Vec::new();
    for outcome in outcomes {
        let Ok(found) = outcome else {
            search.failed += 1;
            continue;
        };
        let from_own = distance(&own, &found.ln_prices);
        if from_own <= SAME {
            search.same += 1;
        } else if let Some(at) = known.iter().position(|other| distance(other, &found.ln_prices) <= SAME) {
            search.others[at].starts += 1;
        } else {
            known.push(&found.ln_prices);
            search.others.push(OtherEquilibrium {
                starts: 1,
                distance: from_own,
                real_income_pct: found.real_income_pct.clone(),
            });
        }
    }
    search
}
