//! How sure the answer is: every variant solved again under elasticities drawn around their estimates.

use std::sync::atomic::{AtomicUsize, Ordering};

use oblate_world::World;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::plan::Case;
use super::spread::{DrawnElasticity, Spread, drawn};
use super::{Further, solution};
use crate::error::EngineError;

/// What the draws of one variant came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    /// How many were asked for.
    pub number: usize,
    /// How uncertain the elasticities are.
    pub spread: Spread,
    /// The elasticities that differ between draws.
    pub elasticities: Vec<DrawnElasticity>,
    /// The draws that were solved, in their order.
    pub solved: Vec<Draw>,
    /// Draws that were left out, each with the reason.
    pub left_out: Vec<String>,
}

/// One draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Its number, from one: a draw is the same however many there are.
    pub number: usize,
    /// Its elasticities, in the order of those that differ.
    pub elasticities: Vec<f64>,
    /// Exact change of real income by region, per cent; NaN if a price level is unbounded.
    pub real_income_pct: Vec<f64>,
    /// Income of the baseline by region: the weights of means.
    pub income: Vec<f64>,
}

impl Draws {
    /// The change of real income of the world over the draws, per cent.
    pub fn world_real_income_pct(&self) -> Statistics {
        let world = |draw: &Draw| {
            let weighted =
                draw.income.iter().zip(&draw.real_income_pct).map(|(income, change)| income * change);
            weighted.sum::<f64>() / draw.income.iter().sum::<f64>()
        };
        Statistics::of(self.solved.iter().map(world).collect())
    }

    /// What was left out, as a fragment; none if nothing was.
    pub fn left_out_in_words(&self) -> Option<String> {
        let (first, count) = (self.left_out.first()?, self.left_out.len());
        Some(format!("{count} of {} draws are left out of all statistics; the first, {first}", self.number))
    }
}

/// What is told of a number over all draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Statistics {
    /// Mean.
    pub mean: f64,
    /// Standard deviation; missing of one number.
    pub sd: f64,
    /// Fifth percentile.
    pub p5: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
}

impl Statistics {
    /// Of these numbers; missing if one of them is, or if there are none.
    pub fn of(mut numbers: Vec<f64>) -> Self {
        if numbers.is_empty() || numbers.iter().any(|number| number.is_nan()) {
            return Self { mean: f64::NAN, sd: f64::NAN, p5: f64::NAN, p50: f64::NAN, p95: f64::NAN };
        }
        numbers.sort_by(f64::total_cmp);
        let count = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / count;
        let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
        let quantile = |part: f64| {
            // between the two nearest of the sorted numbers (Hyndman & Fan 1996, definition 7)
            let place = part * (count - 1.0);
            let (below, above) = (numbers[place.floor() as usize], numbers[place.ceil() as usize]);
            below + (above - below) * place.fract()
        };
        // the deviation of one number is 0 / 0
        let sd = (squares / (count - 1.0)).sqrt();
        Self { mean, sd, p5: quantile(0.05), p50: quantile(0.5), p95: quantile(0.95) }
    }
}

/// Solves the variants under each draw; draws are the same in every variant.
pub(crate) fn draws(
    world: &World,
    cases: &[Case],
    further: &Further<'_>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Draws>, EngineError> {
    let number = further.draws;
    let plans: Vec<(Spread, Vec<DrawnElasticity>)> =
        cases.iter().map(|case| (Spread::of(case), DrawnElasticity::all(case))).collect();
    let tasks: Vec<(usize, usize)> =
        (0..cases.len()).flat_map(|variant| (1..=number).map(move |draw| (variant, draw))).collect();
    let (done, total) = (AtomicUsize::new(0), tasks.len());
    let outcomes = tasks.into_par_iter().map(|(variant, draw)| {
        let (spread, elasticities) = &plans[variant];
        let outcome = solve(world, &cases[variant], spread, elasticities, draw, stop);
        (further.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        outcome
    });
    let mut outcomes = outcomes.collect::<Vec<_>>().into_iter();
    let mut all = Vec::with_capacity(cases.len());
    for (spread, elasticities) in plans {
        let mut draws = Draws { number, spread, elasticities, solved: Vec::new(), left_out: Vec::new() };
        for outcome in outcomes.by_ref().take(number) {
            match outcome? {
                Ok(draw) => draws.solved.push(draw),
                Err(reason) => draws.left_out.push(reason),
            }
        }
        all.push(draws);
    }
    Ok(all)
}

/// One draw, or why it is left out; an error is the wish to stop.
fn solve(
    world: &World,
    case: &Case,
    spread: &Spread,
    elasticities: &[DrawnElasticity],
    number: usize,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Result<Draw, String>, EngineError> {
    let variant = &case.resolved.variant;
    if stop() {
        return Err(EngineError::Interrupted { during: format!("solving draws of variant `{variant}`") });
    }
    let parameters = match drawn(case, spread, number) {
        Ok(parameters) => parameters,
        Err(reason) => return Ok(Err(format!("draw {number}: {reason}"))),
    };
    match solution(world, case, &parameters, variant, stop) {
        Ok(solution) => Ok(Ok(Draw {
            number,
            elasticities: elasticities.iter().map(|elasticity| elasticity.value(&parameters)).collect(),
            real_income_pct: solution.welfare.real_income_pct,
            income: solution.baseline.income,
        })),
        Err(stopped @ EngineError::Interrupted { .. }) => Err(stopped),
        Err(reason) => Ok(Err(format!("draw {number}: {reason}"))),
    }
}
