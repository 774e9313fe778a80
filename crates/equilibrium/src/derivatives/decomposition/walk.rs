//! The walk along the path: equilibria and their tangents where the rule of integration asks for them.

use oblate_numerics::{Ending, NewtonSettings, newton};

use super::channels::Channels;
use super::quadrature::{LEVELS, NODES};
use super::track::{Known, Track};
use super::{Part, instant};
use crate::derivatives::error::DecompositionError;
use crate::derivatives::linearised::Linearised;
use crate::economy::Economy;
use crate::shocks::Shocks;
use crate::solve::{Preconditioner, Problem, Settings, newton_for};

/// Largest miss of the integral over a piece of the path, in log real income; it is halved where it is missed.
const TOLERANCE: f64 = 1e-9;
/// How far beyond the tolerance the next rule's error may be expected before a piece is halved at once.
const HOPE: f64 = 10.0;
/// How often a piece may be halved.
const DEPTH: usize = 24;
/// How many steps in between may lead to a position that is not reached at once.
const STEPS: usize = 6;
/// At how many positions the path may be looked at: halving that does not help ends here.
const POSITIONS: usize = 2400;

/// Integrates what parts of the shocks and channels bring between the unknowns of no shock and an equilibrium, whose log real
/// income is given; also tells at how many positions the tangent was taken.
pub(super) fn integrate(
    economy: &Economy,
    shocks: &Shocks,
    settings: &Settings<'_>,
    parts: &[Part<'_>],
    ends: [Vec<f64>; 2],
    ln_real_income: Vec<f64>,
) -> Result<(Rates, usize), DecompositionError> {
    let [start, end] = ends;
    let known = |position, unknowns| Known { position, unknowns, moves: Vec::new() };
    let mut walk = Walk {
        economy,
        shocks,
        settings,
        track: Track::new(known(0.0, start), known(1.0, end)),
        preconditioner: None,
        sums: Rates::zero(economy, parts.len()),
        parts,
        positions: 0,
    };
    let from = End { position: 0.0, ln_real_income: vec![0.0; economy.income.len()] };
    walk.piece(&from, &End { position: 1.0, ln_real_income }, 0)?;
    Ok((walk.sums, walk.positions))
}

/// One end of a piece of the path.
struct End {
    position: f64,
    ln_real_income: Vec<f64>,
}

struct Walk<'a> {
    economy: &'a Economy,
    shocks: &'a Shocks,
    settings: &'a Settings<'a>,
    track: Track,
    /// The last preconditioner, kept where there are economies of scale: there it costs more than the rest of a position.
    preconditioner: Option<Preconditioner>,
    sums: Rates,
    parts: &'a [Part<'a>],
    positions: usize,
}

/// How real income moves by what brings it: at one position, or summed over many.
pub(super) struct Rates {
    total: Vec<f64>,
    pub channels: Channels,
    pub parts: Vec<Vec<f64>>,
}

impl Rates {
    fn zero(economy: &Economy, parts: usize) -> Self {
        let [regions, sectors] = economy.receipts.shape();
        Self {
            total: vec![0.0; regions],
            channels: Channels::new(regions, sectors),
            parts: vec![vec![0.0; regions]; parts],
        }
    }

    fn add(&mut self, other: &Self, weight: f64) {
        let add = |sum: &mut [f64], part: &[f64]| {
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += weight * part)
        };
        add(&mut self.total, &other.total);
        self.channels.add(&other.channels, weight);
        self.parts.iter_mut().zip(&other.parts).for_each(|(sum, part)| add(sum, part));
    }
}

impl<'a> Walk<'a> {
    /// Integrates over a piece at more and more positions; where the integral still misses the change between its ends,
    /// over its halves instead.
    fn piece(&mut self, from: &End, to: &End, depth: usize) -> Result<(), DecompositionError> {
        let length = to.position - from.position;
        let tolerance = TOLERANCE.max(10.0 * self.settings.tolerance) * length.max(0.1);
        let mut ends: Vec<(End, Rates)> = Vec::new();
        let (mut miss, mut before) = (f64::INFINITY, f64::INFINITY);
        for weights in LEVELS {
            // errors of the rules fall by a power of the number of nodes: hopeless where even that leaves too much
            if miss * (miss / before).powi(2) > HOPE * tolerance {
                break;
            }
            before = miss;
            for node in &NODES[ends.len()..weights.len()] {
                ends.push(self.node(from.position + node * length)?);
            }
            let mut sums = Rates::zero(self.economy, self.parts.len());
            weights.iter().zip(&ends).for_each(|(weight, (_, rates))| sums.add(rates, weight * length));
            let changes = to.ln_real_income.iter().zip(&from.ln_real_income);
            let misses = sums.total.iter().zip(changes).map(|(sum, (to, from))| (sum - (to - from)).abs());
            miss = misses.fold(0.0, f64::max);
            if miss <= tolerance {
                self.sums.add(&sums, 1.0);
                self.track.forget(from.position, to.position);
                return Ok(());
            }
        }
        if depth >= DEPTH || self.positions >= POSITIONS {
            return Err(DecompositionError::Missed { position: from.position, miss });
        }
        // the first node stands in the middle
        let (middle, _) = ends.swap_remove(0);
        drop(ends);
        self.piece(from, &middle, depth + 1)?;
        self.piece(&middle, to, depth + 1)
    }

    /// Real income at a position, and how it moves there by what brings it.
    fn node(&mut self, position: f64) -> Result<(End, Rates), DecompositionError> {
        let part = self.shocks.part(self.economy, position);
        let velocity = self.shocks.velocity(self.economy, position);
        let (unknowns, mut linearised) = self.reach(position, &part, 0)?;
        self.positions += 1;
        let failed = |reason| DecompositionError::derivative(position, reason);
        let by_kind = velocity.by_kind();
        let (mut moves, mut parts) = (Vec::new(), Vec::new());
        for (at, part) in self.parts.iter().enumerate() {
            let Some((_, of_kind)) = by_kind.iter().find(|(kind, _)| *kind == part.kind) else {
                // a kind that stands still here for a moment
                moves.push(vec![0.0; unknowns.len()]);
                parts.push(vec![0.0; self.economy.income.len()]);
                continue;
            };
            let share = part.entry.and_then(|entry| entry.share.as_ref());
            let own = share.map(|share| of_kind.shared(share));
            let guess = self.track.guess_moves(position, at);
            moves.push(linearised.move_along(own.as_ref().unwrap_or(of_kind), guess).map_err(failed)?);
            parts.push(linearised.real_income_moves());
        }
        if parts.len() != 1 {
            // derivatives add up; nothing may move at all
            let sum = |at: usize| moves.iter().map(|of_part| of_part[at]).sum();
            let whole: Vec<f64> = (0..unknowns.len()).map(sum).collect();
            linearised.move_with(&whole, &velocity);
        }
        let total = linearised.real_income_moves();
        let channels = instant::channels(&linearised, &velocity, &total);
        let (real_income, _) = linearised.equations().real_incomes();
        let end = End { position, ln_real_income: real_income.iter().map(|hat| hat.ln()).collect() };
        self.keep_preconditioner(linearised.into_problem());
        self.track.insert(Known { position, unknowns, moves });
        Ok((end, Rates { total, channels, parts }))
    }

    /// The equilibrium at a position, if need be by way of others between it and the last one before it.
    fn reach<'p>(
        &mut self,
        position: f64,
        part: &'p Shocks,
        steps: usize,
    ) -> Result<(Vec<f64>, Linearised<'p>), DecompositionError>
    where
        'a: 'p,
    {
        let missed = |found: &Result<_, _>| matches!(found, Err(DecompositionError::NotFound { .. }));
        let mut found = self.solve_at(position, part, &self.track.guess(position));
        if missed(&found) {
            let start = self.track.before(position).unknowns.clone();
            found = self.solve_at(position, part, &start);
        }
        if !missed(&found) || steps == STEPS {
            return found;
        }
        let between = 0.5 * (self.track.before(position).position + position);
        let way = self.shocks.part(self.economy, between);
        let (unknowns, linearised) = self.reach(between, &way, steps + 1)?;
        self.keep_preconditioner(linearised.into_problem());
        self.track.insert(Known { position: between, unknowns, moves: Vec::new() });
        self.reach(position, part, steps + 1)
    }

    fn keep_preconditioner(&mut self, problem: Problem<'_>) {
        if self.economy.parameters.has_scale() {
            self.preconditioner = problem.preconditioner;
        }
    }

    /// The equilibrium at a position, from a guess of its unknowns.
    fn solve_at<'p>(
        &mut self,
        position: f64,
        part: &'p Shocks,
        guess: &[f64],
    ) -> Result<(Vec<f64>, Linearised<'p>), DecompositionError>
    where
        'a: 'p,
    {
        let mut problem = Problem::new(self.economy, part, self.settings.stop)?;
        let settings = NewtonSettings {
            tolerance: self.settings.tolerance,
            acceptable: 10.0 * self.settings.tolerance,
            prepared: self.preconditioner.is_some(),
            ..newton_for(self.economy, self.settings)
        };
        problem.preconditioner = self.preconditioner.take();
        let solution = newton(&mut problem, guess, &settings);
        match solution.ending {
            Ending::Converged => Ok((solution.x, Linearised::of(problem))),
            Ending::Interrupted => Err(DecompositionError::Interrupted),
            _ => Err(DecompositionError::NotFound { position }),
        }
    }
}
