//! The solver against a literal, slow transcription of the algorithm of Caliendo & Parro (2015, appendix).

use crate::dense::eliminate;
use crate::property::{Limit, holds_for, largest};
use crate::random;
use crate::random::Draw;
use oblate_equilibrium::{Economy, Equilibrium, Parameters, Shocks};
use oblate_numerics::Method;
use oblate_world::{Id, RandomWorld, Region, Sector, TradeTensor, World};

/// Baseline shares as the paper names them, indices `n` destination, `i` origin, `j` and `k` sectors.
struct Paper {
    /// Trade shares `π[j][n][i]`.
    pi: Vec<Vec<Vec<f64>>>,
    /// Baseline `1 + τ[j][n][i]`.
    tariff: Vec<Vec<Vec<f64>>>,
    /// Share of input `k` in the cost of `j`: `γ[n][k][j]`.
    gamma: Vec<Vec<Vec<f64>>>,
    /// Value-added shares `B[n][j]`.
    value_added: Vec<Vec<f64>>,
    /// Final shares `α[n][j]`.
    alpha: Vec<Vec<f64>>,
    /// Value added `VA[n]` and deficits `D[n]`.
    income: Vec<f64>,
    deficit: Vec<f64>,
    theta: Vec<f64>,
}

/// The equilibrium in changes.
struct Answer {
    wage: Vec<f64>,
    cost: Vec<Vec<f64>>,
    price: Vec<Vec<f64>>,
    expenditure: Vec<Vec<f64>>,
}

impl Paper {
    fn of(world: &World) -> Self {
        let (regions, sectors) = (world.axes().regions.len(), world.axes().sectors.len());
        let cube = |cell: &dyn Fn(Sector, Region, Region) -> f64| -> Vec<Vec<Vec<f64>>> {
            let row =
                |j, n| (0..regions).map(|i| cell(Sector::new(j), Region::new(n), Region::new(i))).collect();
            (0..sectors).map(|j| (0..regions).map(|n| row(j, n)).collect()).collect()
        };
        let tariff = cube(&|j, n, i| 1.0 + world.tariff(j, n, i));
        let mut pi = cube(&|j, n, i| (1.0 + world.tariff(j, n, i)) * world.trade()[(j, n, i)]);
        for row in pi.iter_mut().flatten() {
            let total: f64 = row.iter().sum();
            row.iter_mut().for_each(|value| *value /= total);
        }
        let output = |n, j| world.gross_output()[(Region::new(n), Sector::new(j))];
        let used = |n, k, j| world.intermediate()[(Region::new(n), Sector::new(k), Sector::new(j))];
        let gamma_row = |n, k| (0..sectors).map(|j| used(n, k, j) / output(n, j)).collect();
        let gamma = (0..regions).map(|n| (0..sectors).map(|k| gamma_row(n, k)).collect()).collect();
        let earned =
            |n, j| world.accounts().factor_income.row(Region::new(n), Sector::new(j)).iter().sum::<f64>();
        let bought = |n, j| world.final_use().row(Region::new(n), Sector::new(j)).iter().sum::<f64>();
        let shares = |n, of: &dyn Fn(usize, usize) -> f64, whole: &dyn Fn(usize) -> f64| -> Vec<f64> {
            (0..sectors).map(|j| of(n, j) / whole(j)).collect()
        };
        let spending = |n| (0..sectors).map(|j| bought(n, j)).sum::<f64>();
        Self {
            value_added: (0..regions).map(|n| shares(n, &earned, &|j| output(n, j))).collect(),
            alpha: (0..regions).map(|n| shares(n, &bought, &|_| spending(n))).collect(),
            income: (0..regions).map(|n| (0..sectors).map(|j| earned(n, j)).sum()).collect(),
            deficit: world.deficits(),
            theta: world.accounts().trade_elasticity.clone().unwrap(),
            pi,
            tariff,
            gamma,
        }
    }

    fn sizes(&self) -> (usize, usize) {
        (self.income.len(), self.theta.len())
    }

    /// The trade cost change `κ̂ = d̂ (1+τ')/(1+τ)` of each link.
    fn kappa(
        &self,
        tariff: &[Vec<Vec<f64>>],
        iceberg: &[Vec<Vec<f64>>],
        j: usize,
        n: usize,
        i: usize,
    ) -> f64 {
        iceberg[j][n][i] * tariff[j][n][i] / self.tariff[j][n][i]
    }

    /// Equations (10) and (11): costs and prices at given wages, by iterating on prices.
    fn prices(&self, wage: &[f64], kappa: &dyn Fn(usize, usize, usize) -> f64) -> [Vec<Vec<f64>>; 2] {
        let (regions, sectors) = self.sizes();
        let mut price = vec![vec![1.0f64; sectors]; regions];
        loop {
            let mut cost = vec![vec![1.0; sectors]; regions];
            let mut new = price.clone();
            for n in 0..regions {
                for j in 0..sectors {
                    let inputs: f64 = (0..sectors).map(|k| price[n][k].powf(self.gamma[n][k][j])).product();
                    cost[n][j] = wage[n].powf(self.value_added[n][j]) * inputs;
                }
            }
            for n in 0..regions {
                for j in 0..sectors {
                    let theta = self.theta[j];
                    let offer = |i: usize| self.pi[j][n][i] * (kappa(j, n, i) * cost[i][j]).powf(-theta);
                    new[n][j] = (0..regions).map(offer).sum::<f64>().powf(-1.0 / theta);
                }
            }
            let moved = (price.iter().flatten().zip(new.iter().flatten()))
                .fold(0.0, |most, (old, new)| f64::max(most, (old / new - 1.0).abs()));
            price = new;
            if moved < 1e-14 {
                return [cost, price];
            }
        }
    }

    /// Equation (13): expenditure from the linear system `X = γ Y + α I`.
    fn expenditure(&self, wage: &[f64], pi: &[Vec<Vec<f64>>], tariff: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
        let (regions, sectors) = self.sizes();
        let size = regions * sectors;
        let mut matrix = vec![vec![0.0; size + 1]; size];
        for n in 0..regions {
            for j in 0..sectors {
                let row = &mut matrix[n * sectors + j];
                row[n * sectors + j] += 1.0;
                row[size] = self.alpha[n][j] * (wage[n] * self.income[n] + self.deficit[n]);
                for k in 0..sectors {
                    for i in 0..regions {
                        let sale = pi[k][i][n] / tariff[k][i][n];
                        row[i * sectors + k] -= self.gamma[n][j][k] * sale;
                        let revenue = (tariff[k][n][i] - 1.0) * pi[k][n][i] / tariff[k][n][i];
                        row[n * sectors + k] -= self.alpha[n][j] * revenue;
                    }
                }
            }
        }
        eliminate(matrix).chunks(sectors).map(<[f64]>::to_vec).collect()
    }

    /// The wage loop: equation (14), trade balance up to the deficit, damped.
    fn solve(&self, tariff: &[Vec<Vec<f64>>], iceberg: &[Vec<Vec<f64>>]) -> Answer {
        const DAMPING: f64 = 0.2;
        let (regions, sectors) = self.sizes();
        let world: f64 = self.income.iter().sum();
        let mut wage = vec![1.0; regions];
        for _ in 0..20_000 {
            let kappa = |j, n, i| self.kappa(tariff, iceberg, j, n, i);
            let [cost, price] = self.prices(&wage, &kappa);
            let mut pi = self.pi.clone();
            for (j, sector) in pi.iter_mut().enumerate() {
                for (n, row) in sector.iter_mut().enumerate() {
                    for (i, share) in row.iter_mut().enumerate() {
                        *share *= (cost[i][j] * kappa(j, n, i) / price[n][j]).powf(-self.theta[j]);
                    }
                }
            }
            let expenditure = self.expenditure(&wage, &pi, tariff);
            let trade = |j: usize, n: usize, i: usize| pi[j][n][i] * expenditure[n][j] / tariff[j][n][i];
            let mut excess = self.deficit.clone();
            for n in 0..regions {
                for i in 0..regions {
                    excess[n] += (0..sectors).map(|j| trade(j, i, n) - trade(j, n, i)).sum::<f64>();
                }
                excess[n] /= wage[n] * self.income[n];
            }
            if excess.iter().all(|excess| excess.abs() < 1e-13) {
                return Answer { wage, cost, price, expenditure };
            }
            wage.iter_mut().zip(&excess).for_each(|(wage, excess)| *wage *= 1.0 + DAMPING * excess);
            let paid: f64 = wage.iter().zip(&self.income).map(|(wage, income)| wage * income).sum();
            wage.iter_mut().for_each(|wage| *wage *= world / paid);
        }
        panic!("the plain algorithm did not converge")
    }
}

/// A tensor as nested lists.
fn nested(tensor: &oblate_world::TradeTensor, of: impl Fn(f64) -> f64) -> Vec<Vec<Vec<f64>>> {
    let [sectors, regions, _] = tensor.shape();
    let row = |j, n| tensor.row(Sector::new(j), Region::new(n)).iter().map(|&value| of(value)).collect();
    (0..sectors).map(|j| (0..regions).map(|n| row(j, n)).collect()).collect()
}

/// A random world as the paper has them: one factor, no taxes on production.
fn world(seed: u64) -> World {
    let regions = 2 + seed as usize % 4;
    RandomWorld { regions, factors: 1, production_taxes: false, seed, ..RandomWorld::default() }.build()
}

fn calibrate(world: &World) -> Economy {
    Economy::calibrate(world, &Parameters::new(world.accounts().trade_elasticity.clone().unwrap())).unwrap()
}

/// Largest gap between the two programs: wages, unit costs, prices, expenditure.
fn gap_to_plain(world: &World, shocks: &Shocks, fast: &Equilibrium) -> f64 {
    let none = TradeTensor::filled(fast.trade_share.shape(), 1.0);
    let plain = Paper::of(world).solve(
        &nested(shocks.tariff.as_ref().unwrap(), |rate| 1.0 + rate),
        &nested(shocks.iceberg_hat.as_ref().unwrap_or(&none), |cost| cost),
    );
    let pairs = [
        (fast.wage_hat.as_slice(), plain.wage),
        (fast.unit_cost_hat.as_slice(), plain.cost.concat()),
        (fast.price_index_hat.as_slice(), plain.price.concat()),
        (fast.expenditure.as_slice(), plain.expenditure.concat()),
    ];
    largest(pairs.iter().map(|(fast, plain)| random::gap(fast, plain)))
}

#[test]
fn the_solver_agrees_with_the_plain_algorithm() {
    let statement = "the plain algorithm, a literal, slow transcription of that of Caliendo & Parro (2015, appendix), gives the same \
                     wages, unit costs, prices and expenditure, with tariffs, trade costs and deficits";
    holds_for(statement, Limit(1e-9, "relative"), 0..12, |seed| {
        let world = world(seed);
        let economy = calibrate(&world);
        let mut draw = Draw(seed);
        let tariff = draw.links(&economy, 0.0, 0.5, 0.0);
        let iceberg = draw.links(&economy, 0.8, 1.3, 1.0);
        let shocks = Shocks { tariff: Some(tariff), iceberg_hat: Some(iceberg), ..Shocks::default() };
        gap_to_plain(&world, &shocks, &random::solve_closely(&economy, &shocks))
    });
}

/// Tariffs between a subsidy of a half and twenty times the price: Newton's method alone fails on the worlds below.
fn wild_tariffs(economy: &Economy, seed: u64) -> Shocks {
    Shocks { tariff: Some(Draw(seed).links(economy, -0.5, 20.0, 0.0)), ..Shocks::default() }
}

#[test]
fn anderson_acceleration_finds_the_same_equilibrium() {
    let statement = "the plain algorithm gives the same where Newton's method stops short and Anderson acceleration has to help: tariffs up to \
                     2000 %";
    holds_for(statement, Limit(1e-9, "relative"), [38, 88, 111, 148], |seed| {
        let world = world(seed);
        let economy = calibrate(&world);
        let shocks = wild_tariffs(&economy, seed);
        let fast = random::solve_closely(&economy, &shocks);
        let iterations = &fast.record.iterations;
        assert!(iterations.iter().any(|iteration| iteration.method == Method::Anderson), "seed {seed}");
        assert!(iterations.iter().all(|iteration| iteration.path == 1.0), "seed {seed}");
        gap_to_plain(&world, &shocks, &fast)
    });
}

#[test]
fn the_path_of_the_shock_leads_to_the_same_equilibrium() {
    let statement = "the plain algorithm gives the same where both fail and the shock is applied little by little: tariffs up to 2000 %";
    holds_for(statement, Limit(1e-9, "relative"), [10, 117, 121, 128], |seed| {
        let world = world(seed);
        let economy = calibrate(&world);
        let shocks = wild_tariffs(&economy, seed);
        let fast = random::solve_closely(&economy, &shocks);
        let iterations = &fast.record.iterations;
        assert!(iterations.iter().any(|iteration| iteration.path < 1.0), "seed {seed}");
        assert_eq!(iterations.last().map(|iteration| iteration.path), Some(1.0), "seed {seed}");
        gap_to_plain(&world, &shocks, &fast)
    });
}
