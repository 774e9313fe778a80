//! The draws behind a random world: its shares and rates.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::axes::{Array2, Array3, Factor, FinalUse, Id, Region, Sector, TradeTensor};
use crate::random::RandomWorld;

/// What a stream of random numbers is for; each is independent of the others.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stream {
    Elasticities,
    Sizes,
    Dead,
    Links,
    Inputs,
    Factors,
    FinalUses,
    Tariffs,
    Taxes,
    Deficits,
    Sources,
    Satellites,
    Populations,
    Places,
}

/// Uniform random numbers of one stream. Only sums and products are taken of them, so that they are the
/// same to the last bit on every machine.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub(super) fn new(seed: u64, stream: Stream) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream as u64);
        Self(rng)
    }

    /// Uniform on [0, 1), on a grid of 2⁻⁵³.
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.unit() * bound as f64) as usize
    }

    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }
}

/// All shares and rates of a random world.
pub(super) struct Shares {
    /// Origins' shares in purchases at purchasers' prices: sector × destination × origin.
    pub(super) trade: TradeTensor,
    /// Tariff rates: sector × destination × origin.
    pub(super) tariff: TradeTensor,
    /// Inputs as shares of receipts: region × product × using sector.
    pub(super) input: Array3<Region, Sector, Sector>,
    /// Factors' shares in value added: region × sector × factor.
    pub(super) factor: Array3<Region, Sector, Factor>,
    /// Shares in a region's final spending: region × product × final use.
    pub(super) final_use: Array3<Region, Sector, FinalUse>,
    /// Net production tax as a share of output: region × sector.
    pub(super) tax: Array2<Region, Sector>,
    /// Deficit of each region as a share of its income, before the world's mean is taken off.
    pub(super) deficit: Vec<f64>,
    /// Spending of each region to start from.
    pub(super) size: Vec<f64>,
}

impl Shares {
    pub(super) fn draw(spec: &RandomWorld) -> Self {
        let stream = |stream| Draw::new(spec.seed, stream);
        let mut sizes = stream(Stream::Sizes);
        let size: Vec<f64> = (0..spec.regions).map(|_| 100.0 / (0.02 + sizes.unit())).collect();
        let dead = dead_industries(spec, &mut stream(Stream::Dead));
        let trade = trade_shares(spec, &size, &dead, &mut stream(Stream::Links));
        let final_use = final_shares(spec, &mut stream(Stream::FinalUses));
        let mut taxes = stream(Stream::Taxes);
        let tax = |_, _| if spec.production_taxes { taxes.between(-0.05, 0.1) } else { 0.0 };
        Self {
            tariff: tariffs(spec, &mut stream(Stream::Tariffs)),
            input: input_shares(spec, &mut stream(Stream::Inputs)),
            factor: factor_shares(spec, &mut stream(Stream::Factors)),
            tax: Array2::from_fn([spec.regions, spec.sectors], tax),
            deficit: deficits(spec, &trade, &final_use, &mut stream(Stream::Deficits)),
            trade,
            final_use,
            size,
        }
    }
}

/// Deficits as shares of income, small enough for every region's imports to exceed its deficit.
fn deficits(
    spec: &RandomWorld,
    trade: &TradeTensor,
    final_use: &Array3<Region, Sector, FinalUse>,
    draw: &mut Draw,
) -> Vec<f64> {
    let import_share = |j: usize| {
        let (j, products) = (Region::new(j), (0..spec.sectors).map(Sector::new));
        let abroad = |s: Sector| 1.0 - trade[(s, j, j)];
        products.map(|s| abroad(s) * final_use.row(j, s).iter().sum::<f64>()).sum::<f64>()
    };
    let smallest = (0..spec.regions).map(import_share).fold(1.0, f64::min);
    let largest = if spec.deficits && traded(spec) > 0 { 0.25 * smallest } else { 0.0 };
    (0..spec.regions).map(|_| draw.between(-largest, largest)).collect()
}

fn traded(spec: &RandomWorld) -> usize {
    spec.sectors.saturating_sub(spec.untraded)
}

/// Which industries have no output; each traded sector and each region keep one traded industry.
fn dead_industries(spec: &RandomWorld, draw: &mut Draw) -> Array2<Region, Sector> {
    let mut dead = Array2::zeros([spec.regions, spec.sectors]);
    let mut candidates: Vec<(usize, usize)> =
        (0..traded(spec)).flat_map(|s| (0..spec.regions).map(move |j| (j, s))).collect();
    let (mut alive_in, mut alive_of) = (vec![traded(spec); spec.regions], vec![spec.regions; spec.sectors]);
    let mut left = spec.dead_sectors;
    while left > 0 && !candidates.is_empty() {
        let (j, s) = candidates.swap_remove(draw.below(candidates.len()));
        if alive_in[j] > 1 && alive_of[s] > 1 {
            dead[(Region::new(j), Sector::new(s))] = 1.0;
            alive_in[j] -= 1;
            alive_of[s] -= 1;
            left -= 1;
        }
    }
    dead
}

/// For each region, what it surely buys abroad: a product of each of its two neighbours, as (origin, sector).
/// Without such a ring a region might buy abroad without selling there, and its income would run dry.
fn ring(spec: &RandomWorld, dead: &Array2<Region, Sector>, draw: &mut Draw) -> Vec<Vec<(usize, usize)>> {
    let n = spec.regions;
    let mut product_of = |origin: usize| {
        let alive = |s: &usize| dead[(Region::new(origin), Sector::new(*s))] == 0.0;
        let sectors: Vec<usize> = (0..traded(spec)).filter(alive).collect();
        sectors.get(draw.below(sectors.len())).map(|&s| (origin, s))
    };
    (0..n).map(|j| [(j + 1) % n, (j + n - 1) % n].into_iter().filter_map(&mut product_of).collect()).collect()
}

/// Links exist by chance, but for the ring; the weight of an origin grows with its size.
fn trade_shares(
    spec: &RandomWorld,
    size: &[f64],
    dead: &Array2<Region, Sector>,
    draw: &mut Draw,
) -> TradeTensor {
    let n = spec.regions;
    let ring = ring(spec, dead, draw);
    let mut shares = TradeTensor::zeros([spec.sectors, n, n]);
    for s in 0..spec.sectors {
        let lives = |i: usize| dead[(Region::new(i), Sector::new(s))] == 0.0;
        for j in 0..n {
            let row = shares.row_mut(Sector::new(s), Region::new(j));
            if s >= traded(spec) {
                row[j] = 1.0;
                continue;
            }
            for i in (0..n).filter(|&i| i != j) {
                let weight = size[i] * draw.between(0.1, 1.0);
                let exists = draw.happens(spec.trade_density) || ring[j].contains(&(i, s));
                row[i] = if exists && lives(i) { weight } else { 0.0 };
            }
            let (own, abroad) = (draw.between(0.5, 1.5), draw.between(0.5, 1.5));
            let must_import = !lives(j) && row.iter().all(|&weight| weight == 0.0);
            if must_import {
                let origins: Vec<usize> = (0..n).filter(|&i| lives(i)).collect();
                row[origins[draw.below(origins.len())]] = 1.0;
            }
            normalize(row, (1.0 - spec.home_bias) * abroad);
            row[j] = if lives(j) { spec.home_bias * own } else { 0.0 };
            normalize(row, 1.0);
        }
    }
    shares
}

fn tariffs(spec: &RandomWorld, draw: &mut Draw) -> TradeTensor {
    let n = spec.regions;
    let mut rates = TradeTensor::zeros([spec.sectors, n, n]);
    if spec.tariffs {
        for s in (0..traded(spec)).map(Sector::new) {
            for (at, rate) in rates.matrix_mut(s).iter_mut().enumerate() {
                let drawn = if draw.happens(0.7) { draw.between(0.0, 0.3) } else { 0.0 };
                *rate = if at / n == at % n { 0.0 } else { drawn };
            }
        }
    }
    rates
}

/// Inputs are 30-70 % of receipts; one in ten products is not used.
fn input_shares(spec: &RandomWorld, draw: &mut Draw) -> Array3<Region, Sector, Sector> {
    let (n, m) = (spec.regions, spec.sectors);
    let mut shares = Array3::zeros([n, m, m]);
    let mut column = vec![0.0; m];
    for j in (0..n).map(Region::new) {
        for k in (0..m).map(Sector::new) {
            for weight in &mut column {
                *weight = if draw.happens(0.9) { draw.unit() * draw.unit() } else { 0.0 };
            }
            normalize(&mut column, draw.between(0.3, 0.7));
            for (s, share) in column.iter().enumerate() {
                shares[(j, Sector::new(s), k)] = *share;
            }
        }
    }
    shares
}

fn factor_shares(spec: &RandomWorld, draw: &mut Draw) -> Array3<Region, Sector, Factor> {
    let shape = [spec.regions, spec.sectors, spec.factors];
    let weights = (0..shape.iter().product()).map(|_| draw.between(0.1, 1.0)).collect();
    let mut shares = Array3::from_vec(shape, weights);
    shares.as_mut_slice().chunks_mut(spec.factors).for_each(|row| normalize(row, 1.0));
    shares
}

fn final_shares(spec: &RandomWorld, draw: &mut Draw) -> Array3<Region, Sector, FinalUse> {
    let shape = [spec.regions, spec.sectors, spec.final_uses];
    let weights = (0..shape.iter().product()).map(|_| draw.between(0.05, 1.0) * draw.between(0.05, 1.0));
    let mut shares = Array3::from_vec(shape, weights.collect());
    (0..spec.regions).for_each(|j| normalize(shares.matrix_mut(Region::new(j)), 1.0));
    shares
}

/// Scales weights to a total; weights that are all zero stay so.
fn normalize(weights: &mut [f64], total: f64) {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        weights.iter_mut().for_each(|weight| *weight *= total / sum);
    }
}
