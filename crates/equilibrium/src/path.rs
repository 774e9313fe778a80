//! Exact decomposition of a large change: the tangent integrated along the path of the shock.
//!
//! On the way from no shock to the whole one, [`Shocks::part`], every instant's change of real income is split into
//! channels, and into the shocks that move; the parts add up to the whole. Equation: model.md (3.15), section 7.

mod channels;
mod quadrature;
mod track;

use oblate_numerics::{Ending, NewtonSettings, newton};

use crate::direction::Direction;
use crate::economy::Economy;
use crate::equations::Equations;
use crate::equilibrium::Equilibrium;
use crate::error::DecompositionError;
use crate::linearised::Linearised;
use crate::preconditioner::Preconditioner;
use crate::settings::Settings;
use crate::shocks::Shocks;
use crate::solve::newton_for;

pub use channels::Channel;
use channels::Channels;
use quadrature::{LEVELS, NODES};
use track::{Known, Track};

/// The change of log real income of every region by what brings it.
#[derive(Debug, Clone, PartialEq)]
pub struct PathDecomposition {
    /// Change of log real income, by region, as the two ends of the path have it.
    pub total: Vec<f64>,
    /// By channel: region × [`Channel::ALL`].
    pub channels: Vec<[f64; Channel::COUNT]>,
    /// By channel and sector where a channel tells sectors apart: region × sector × channel.
    pub sectors: Vec<[f64; Channel::COUNT]>,
    /// By channel and trade partner where a channel tells partners apart, own trade included: region × partner × channel.
    pub partners: Vec<[f64; Channel::COUNT]>,
    /// By kind of shock, those of the scenario: each by region.
    pub shocks: Vec<(ShockKind, Vec<f64>)>,
    /// By entry of the scenario, where entries of a kind are told apart; else by kind.
    pub entries: Vec<EntryPart>,
    /// Positions on the path at which the tangent was taken.
    pub positions: usize,
}

/// A kind of shock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShockKind {
    /// Import tariffs.
    Tariff,
    /// Export taxes.
    ExportTax,
    /// Iceberg trade costs and embargoes.
    Iceberg,
    /// Fixed costs of market access.
    FixedCost,
    /// Quantity caps.
    Cap,
    /// Net output subsidies.
    Subsidy,
    /// Taxes on purchases.
    PurchaseTax,
    /// Prices of carbon.
    CarbonPrice,
    /// Productivity.
    Productivity,
    /// Factor supply.
    FactorSupply,
    /// Preferences.
    Preference,
    /// Deficits.
    Deficit,
}

/// An entry of a scenario, and its part of what the entries of its kind do together.
#[derive(Debug, Clone, PartialEq)]
pub struct ShockEntry {
    /// Its name.
    pub name: String,
    /// What it moves.
    pub kind: ShockKind,
    /// Its share in the move of each cell, in the order of the shock's array (of caps: of the caps); none where it is the only
    /// entry of its kind. Of all entries of a kind the shares of a cell that moves add up to one.
    pub share: Option<Vec<f64>>,
}

/// What an entry brings, or a kind of shock whose entries are not told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryPart {
    /// The entry; none for a kind as a whole.
    pub name: Option<String>,
    /// The kind.
    pub kind: ShockKind,
    /// Its part of the change of log real income, by region.
    pub by_region: Vec<f64>,
}

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

/// Splits the change of real income between the baseline and an equilibrium. `entries` are those of the scenario, of every kind all
/// or none.
///
/// # Errors
/// [`DecompositionError`] if an equilibrium on the way is not found or its derivative is not.
pub fn decompose(
    economy: &Economy,
    shocks: &Shocks,
    entries: &[ShockEntry],
    equilibrium: &Equilibrium,
    settings: &Settings<'_>,
) -> Result<PathDecomposition, DecompositionError> {
    if !equilibrium.unbounded.is_empty() {
        return Err(DecompositionError::Unbounded);
    }
    let no_shock = Equations::new(economy, shocks, settings.stop)?.start();
    let parts = parts(economy, shocks, entries);
    let mut walk = Walk::new(economy, shocks, settings, parts, [no_shock, equilibrium.unknowns.clone()]);
    let from = End { position: 0.0, ln_real_income: vec![0.0; economy.income.len()] };
    let ln_real_income = equilibrium.real_income_hat.iter().map(|hat| hat.ln()).collect();
    let to = End { position: 1.0, ln_real_income };
    walk.piece(&from, &to, 0)?;
    Ok(walk.finish(to.ln_real_income))
}

/// What is told apart on the path: a kind of shock as a whole, or an entry of it.
struct Part<'a> {
    kind: ShockKind,
    entry: Option<&'a ShockEntry>,
}

/// The parts of all kinds that move, in the order of kinds.
fn parts<'a>(economy: &Economy, shocks: &Shocks, entries: &'a [ShockEntry]) -> Vec<Part<'a>> {
    let kinds = shocks.velocity(economy, 0.0).by_kind().into_iter().map(|(kind, _)| kind);
    let of_kind = |kind| {
        let own = entries.iter().filter(|entry| entry.kind == kind);
        let parts: Vec<Part<'a>> = own.map(|entry| Part { kind, entry: Some(entry) }).collect();
        if parts.is_empty() { vec![Part { kind, entry: None }] } else { parts }
    };
    kinds.flat_map(of_kind).collect()
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
    parts: Vec<Part<'a>>,
    positions: usize,
}

/// How real income moves by what brings it: at one position, or summed over many.
struct Rates {
    total: Vec<f64>,
    channels: Channels,
    parts: Vec<Vec<f64>>,
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
    fn new(
        economy: &'a Economy,
        shocks: &'a Shocks,
        settings: &'a Settings<'a>,
        parts: Vec<Part<'a>>,
        ends: [Vec<f64>; 2],
    ) -> Self {
        let [start, end] = ends;
        let known = |position, unknowns| Known { position, unknowns, moves: Vec::new() };
        let track = Track::new(known(0.0, start), known(1.0, end));
        Self {
            track,
            preconditioner: None,
            sums: Rates::zero(economy, parts.len()),
            economy,
            shocks,
            settings,
            parts,
            positions: 0,
        }
    }

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
        let channels = channels::at(&linearised, &velocity, &total);
        let (real_income, _) = linearised.equations().real_incomes();
        let end = End { position, ln_real_income: real_income.iter().map(|hat| hat.ln()).collect() };
        self.keep_preconditioner(linearised.into_equations());
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
        self.keep_preconditioner(linearised.into_equations());
        self.track.insert(Known { position: between, unknowns, moves: Vec::new() });
        self.reach(position, part, steps + 1)
    }

    fn keep_preconditioner(&mut self, mut equations: Equations<'_>) {
        if self.economy.parameters.has_scale() {
            self.preconditioner = equations.take_preconditioner();
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
        let mut equations = Equations::new(self.economy, part, self.settings.stop)?;
        let settings = NewtonSettings {
            tolerance: self.settings.tolerance,
            acceptable: 10.0 * self.settings.tolerance,
            prepared: self.preconditioner.is_some(),
            ..newton_for(self.economy, self.settings)
        };
        equations.set_preconditioner(self.preconditioner.take());
        let solution = newton(&mut equations, guess, &settings);
        match solution.ending {
            Ending::Converged => Ok((solution.x, Linearised::of(equations))),
            Ending::Interrupted => Err(DecompositionError::Interrupted),
            _ => Err(DecompositionError::NotFound { position }),
        }
    }

    fn finish(self, total: Vec<f64>) -> PathDecomposition {
        PathDecomposition {
            total,
            channels: self.sums.channels.regions,
            sectors: self.sums.channels.sectors,
            partners: self.sums.channels.partners,
            shocks: by_kind(&self.parts, &self.sums.parts),
            entries: (self.parts.iter().zip(self.sums.parts))
                .map(|(part, by_region)| EntryPart {
                    name: part.entry.map(|entry| entry.name.clone()),
                    kind: part.kind,
                    by_region,
                })
                .collect(),
            positions: self.positions,
        }
    }
}

/// Parts of one kind added up.
fn by_kind(parts: &[Part<'_>], sums: &[Vec<f64>]) -> Vec<(ShockKind, Vec<f64>)> {
    let mut kinds: Vec<(ShockKind, Vec<f64>)> = Vec::new();
    for (part, sum) in parts.iter().zip(sums) {
        match kinds.last_mut().filter(|(kind, _)| *kind == part.kind) {
            Some((_, whole)) => whole.iter_mut().zip(sum).for_each(|(whole, part)| *whole += part),
            None => kinds.push((part.kind, sum.clone())),
        }
    }
    kinds
}

impl Direction {
    /// The direction with each cell moving by its share only; it is of one kind.
    fn shared(&self, share: &[f64]) -> Self {
        let mut own = self.clone();
        let tensors = [&mut own.tariff, &mut own.export_tax, &mut own.iceberg, &mut own.fixed_cost];
        let tables = [&mut own.subsidy, &mut own.productivity, &mut own.preference];
        let lists = [&mut own.carbon_price, &mut own.deficit, &mut own.caps];
        let cells = (tensors.into_iter().flatten().map(|tensor| tensor.as_mut_slice()))
            .chain(tables.into_iter().flatten().map(|table| table.as_mut_slice()))
            .chain(own.factor_supply.iter_mut().map(|table| table.as_mut_slice()))
            .chain(own.purchase_tax.iter_mut().map(|table| table.as_mut_slice()))
            .chain(lists.into_iter().flatten().map(Vec::as_mut_slice));
        cells.for_each(|cells| cells.iter_mut().zip(share).for_each(|(cell, share)| *cell *= share));
        own
    }

    /// One direction for each kind of shock that moves.
    fn by_kind(&self) -> Vec<(ShockKind, Self)> {
        let none = Self::default;
        let all = [
            (ShockKind::Tariff, Self { tariff: self.tariff.clone(), ..none() }),
            (ShockKind::ExportTax, Self { export_tax: self.export_tax.clone(), ..none() }),
            (ShockKind::Iceberg, Self { iceberg: self.iceberg.clone(), ..none() }),
            (ShockKind::FixedCost, Self { fixed_cost: self.fixed_cost.clone(), ..none() }),
            (ShockKind::Cap, Self { caps: self.caps.clone(), ..none() }),
            (ShockKind::Subsidy, Self { subsidy: self.subsidy.clone(), ..none() }),
            (ShockKind::PurchaseTax, Self { purchase_tax: self.purchase_tax.clone(), ..none() }),
            (ShockKind::CarbonPrice, Self { carbon_price: self.carbon_price.clone(), ..none() }),
            (ShockKind::Productivity, Self { productivity: self.productivity.clone(), ..none() }),
            (ShockKind::FactorSupply, Self { factor_supply: self.factor_supply.clone(), ..none() }),
            (ShockKind::Preference, Self { preference: self.preference.clone(), ..none() }),
            (ShockKind::Deficit, Self { deficit: self.deficit.clone(), ..none() }),
        ];
        all.into_iter().filter(|(_, direction)| *direction != Self::default()).collect()
    }
}
