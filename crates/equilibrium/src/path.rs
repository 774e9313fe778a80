//! Exact decomposition of a large change: the tangent integrated along the path of the shock.
//!
//! On the way from no shock to the whole one, [`Shocks::part`], every instant's change of real income is split into
//! channels, and into the shocks that move; the parts add up to the whole. Equation: model.md (3.15), section 7.

mod channels;

use oblate_numerics::{Ending, NewtonSettings, newton};

use crate::direction::Direction;
use crate::economy::Economy;
use crate::equations::Equations;
use crate::equilibrium::Equilibrium;
use crate::error::DecompositionError;
use crate::linearised::Linearised;
use crate::settings::Settings;
use crate::shocks::Shocks;

pub use channels::Channel;
use channels::Channels;

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

/// Gauss–Legendre nodes and weights on [0, 1], twelve of them: exact for polynomials of degree 23.
const NODES: [(f64, f64); 12] = [
    (0.009_219_682_876_640_378, 0.023_587_668_193_255_917),
    (0.047_941_371_814_762_6, 0.053_469_662_997_659_09),
    (0.115_048_662_902_847_65, 0.080_039_164_271_673_17),
    (0.206_341_022_856_691_26, 0.101_583_713_361_532_92),
    (0.316_084_250_500_909_94, 0.116_746_268_269_177_39),
    (0.437_383_295_744_265_54, 0.124_573_522_906_701_44),
    (0.562_616_704_255_734_5, 0.124_573_522_906_701_44),
    (0.683_915_749_499_090_1, 0.116_746_268_269_177_39),
    (0.793_658_977_143_308_7, 0.101_583_713_361_532_92),
    (0.884_951_337_097_152_3, 0.080_039_164_271_673_17),
    (0.952_058_628_185_237_5, 0.053_469_662_997_659_09),
    (0.990_780_317_123_359_6, 0.023_587_668_193_255_917),
];

/// Largest miss of the integral over a piece of the path, in log real income; it is halved where it is missed.
const TOLERANCE: f64 = 1e-9;
/// How often a piece may be halved.
const DEPTH: usize = 24;
/// At how many positions the path may be looked at: halving that does not help ends here.
const POSITIONS: usize = 2400;

/// Splits the change of real income between the baseline and an equilibrium.
///
/// # Errors
/// [`DecompositionError`] if an equilibrium on the way is not found or its derivative is not.
pub fn decompose(
    economy: &Economy,
    shocks: &Shocks,
    equilibrium: &Equilibrium,
    settings: &Settings<'_>,
) -> Result<PathDecomposition, DecompositionError> {
    if !equilibrium.unbounded.is_empty() {
        return Err(DecompositionError::Unbounded);
    }
    let mut walk = Walk::new(economy, shocks, settings);
    let mut start = Guess::new(Equations::new(economy, shocks, settings.stop)?.start());
    let ends = [0.0, 1.0].map(|position| End {
        position,
        ln_real_income: if position == 0.0 {
            vec![0.0; economy.income.len()]
        } else {
            equilibrium.real_income_hat.iter().map(|hat| hat.ln()).collect()
        },
    });
    let [from, to] = ends;
    walk.piece(&from, &to, &mut start, 0)?;
    Ok(walk.finish(to.ln_real_income))
}

/// One end of a piece of the path.
struct End {
    position: f64,
    ln_real_income: Vec<f64>,
}

/// Unknowns at a position, and how they move there: what the next position is solved from.
#[derive(Debug, Clone)]
struct Guess {
    position: f64,
    unknowns: Vec<f64>,
    moves: Vec<f64>,
}

impl Guess {
    fn new(unknowns: Vec<f64>) -> Self {
        Self { position: 0.0, unknowns, moves: Vec::new() }
    }

    /// The unknowns at another position, to first order.
    fn at(&self, position: f64) -> Vec<f64> {
        let step = position - self.position;
        let mut unknowns = self.unknowns.clone();
        unknowns.iter_mut().zip(&self.moves).for_each(|(unknown, change)| *unknown += step * change);
        unknowns
    }
}

struct Walk<'a> {
    economy: &'a Economy,
    shocks: &'a Shocks,
    settings: &'a Settings<'a>,
    sums: Sums,
    kinds: Vec<ShockKind>,
    positions: usize,
}

/// What was collected over a piece.
#[derive(Clone)]
struct Sums {
    total: Vec<f64>,
    channels: Channels,
    shocks: Vec<Vec<f64>>,
}

impl Sums {
    fn new(regions: usize, sectors: usize, kinds: usize) -> Self {
        Self {
            total: vec![0.0; regions],
            channels: Channels::new(regions, sectors),
            shocks: vec![vec![0.0; regions]; kinds],
        }
    }

    fn add(&mut self, other: &Self) {
        let add =
            |sum: &mut [f64], part: &[f64]| sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        add(&mut self.total, &other.total);
        self.channels.add(&other.channels, 1.0);
        self.shocks.iter_mut().zip(&other.shocks).for_each(|(sum, part)| add(sum, part));
    }
}

impl<'a> Walk<'a> {
    fn new(economy: &'a Economy, shocks: &'a Shocks, settings: &'a Settings<'a>) -> Self {
        let kinds: Vec<ShockKind> =
            shocks.velocity(economy, 0.0).by_kind().into_iter().map(|(kind, _)| kind).collect();
        let [n, m] = economy.receipts.shape();
        Self { sums: Sums::new(n, m, kinds.len()), economy, shocks, settings, kinds, positions: 0 }
    }

    /// Integrates over a piece; where the integral misses the change between its ends, over its halves instead.
    fn piece(
        &mut self,
        from: &End,
        to: &End,
        start: &mut Guess,
        depth: usize,
    ) -> Result<(), DecompositionError> {
        let length = to.position - from.position;
        let [n, m] = self.economy.receipts.shape();
        let mut sums = Sums::new(n, m, self.kinds.len());
        let before = start.clone();
        for (node, weight) in NODES {
            self.node(from.position + node * length, weight * length, start, &mut sums)?;
        }
        let miss = (0..n)
            .map(|j| (sums.total[j] - (to.ln_real_income[j] - from.ln_real_income[j])).abs())
            .fold(0.0, f64::max);
        if miss <= TOLERANCE.max(10.0 * self.settings.tolerance) * length.max(0.1) {
            self.sums.add(&sums);
            return Ok(());
        }
        if depth >= DEPTH || self.positions >= POSITIONS {
            return Err(DecompositionError::Missed { position: from.position, miss });
        }
        let middle = 0.5 * (from.position + to.position);
        let mut start = before;
        let part = self.shocks.part(self.economy, middle);
        let linearised = self.solve_at(middle, &part, &mut start)?;
        let (real_income, _) = linearised.equations().real_incomes();
        let middle =
            End { position: middle, ln_real_income: real_income.iter().map(|hat| hat.ln()).collect() };
        drop(linearised);
        let mut first = start.clone();
        self.piece(from, &middle, &mut first, depth + 1)?;
        self.piece(&middle, to, &mut start, depth + 1)
    }

    /// The tangent at a position, and what it is made of.
    fn node(
        &mut self,
        position: f64,
        weight: f64,
        start: &mut Guess,
        sums: &mut Sums,
    ) -> Result<(), DecompositionError> {
        let part = self.shocks.part(self.economy, position);
        let velocity = self.shocks.velocity(self.economy, position);
        let mut linearised = self.solve_at(position, &part, start)?;
        self.positions += 1;
        if self.kinds.len() > 1 {
            for ((_, direction), sum) in velocity.by_kind().into_iter().zip(&mut sums.shocks) {
                linearised
                    .move_along(&direction)
                    .map_err(|reason| DecompositionError::derivative(position, reason))?;
                let moves = linearised.real_income_moves();
                sum.iter_mut().zip(moves).for_each(|(sum, change)| *sum += weight * change);
            }
        }
        start.moves = linearised
            .move_along(&velocity)
            .map_err(|reason| DecompositionError::derivative(position, reason))?;
        let moves = linearised.real_income_moves();
        sums.channels.add(&channels::at(&linearised, &velocity, &moves), weight);
        if let [only] = sums.shocks.as_mut_slice() {
            only.iter_mut().zip(&moves).for_each(|(sum, change)| *sum += weight * change);
        }
        sums.total.iter_mut().zip(moves).for_each(|(sum, change)| *sum += weight * change);
        Ok(())
    }

    /// The equilibrium at a position, from the unknowns of a near one, which are replaced.
    fn solve_at<'p>(
        &self,
        position: f64,
        part: &'p Shocks,
        start: &mut Guess,
    ) -> Result<Linearised<'p>, DecompositionError>
    where
        'a: 'p,
    {
        let mut equations = Equations::new(self.economy, part, self.settings.stop)?;
        let settings = NewtonSettings {
            tolerance: 0.1 * self.settings.tolerance,
            acceptable: self.settings.tolerance,
            max_iterations: self.settings.max_iterations,
            ..NewtonSettings::default()
        };
        let solution = newton(&mut equations, &start.at(position), &settings);
        match solution.ending {
            Ending::Converged => {
                *start = Guess { position, unknowns: solution.x, moves: Vec::new() };
                Ok(Linearised::of(equations))
            }
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
            shocks: self.kinds.into_iter().zip(self.sums.shocks).collect(),
            positions: self.positions,
        }
    }
}

impl Direction {
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
