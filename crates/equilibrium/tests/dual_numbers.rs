//! The engine's derivatives against those of the plain model, which dual numbers give exactly.

use crate::plain::answer::answer;
use crate::plain::baseline::Baseline;
use crate::plain::model::Model;
use crate::plain_structures::cases::{
    self, Case, all, external, melitz, mixed, moderate, part, spec, structured, two_groups,
};
use crate::random;
use faer::Mat;
use faer::linalg::solvers::{PartialPivLu, Solve};
use num_dual::Dual64;
use oblate_equilibrium::{
    Demand, Direction, Economy, Entry, Equilibrium, EquilibriumTangent, FactorMarket, Feedback, FinalUses,
    Linearised, MarketStructure, Measure, Parameters, Preferences, Settings, Shocks, Sourcing, WageFloor,
    solve,
};
use oblate_world::{FinalUse, Id, RandomWorld, Region, Sector, TradeTensor};

/// Largest difference of two derivatives, relative to the largest of their kind.
const TOLERANCE: f64 = 1e-9;

/// The plain model at the engine's equilibrium, with its Jacobian factored.
struct Oracle<'a> {
    model: Model<'a, Dual64>,
    x: Vec<f64>,
    jacobian: PartialPivLu<f64>,
}

/// How the equilibrium moves with an instrument.
struct Moves {
    /// Of the unknowns, in logs.
    ln_x: Vec<f64>,
    /// Of real incomes, in logs, by region.
    real_income: Vec<f64>,
}

impl<'a> Oracle<'a> {
    fn new(model: Model<'a, Dual64>, x: Vec<f64>) -> Self {
        let columns: Vec<Vec<Dual64>> = (0..x.len())
            .map(|at| {
                let mut moved: Vec<Dual64> = x.iter().map(|x| Dual64::from_re(*x)).collect();
                moved[at].eps = 1.0;
                model.residuals(&moved)
            })
            .collect();
        let jacobian = Mat::from_fn(x.len(), x.len(), |row, column| columns[column][row].eps);
        Self { model, x, jacobian: jacobian.partial_piv_lu() }
    }

    /// `dx = −J⁻¹ ∂F/∂τ` with an instrument of `model` that carries the derivative, and real incomes along both.
    fn along(&self, model: Model<'a, Dual64>) -> Moves {
        let still: Vec<Dual64> = self.x.iter().map(|x| Dual64::from_re(*x)).collect();
        let pushed = model.residuals(&still);
        let dx = self.jacobian.solve(Mat::from_fn(self.x.len(), 1, |row, _| -pushed[row].eps));
        let moved: Vec<Dual64> =
            self.x.iter().enumerate().map(|(at, x)| Dual64::new(*x, dx[(at, 0)])).collect();
        let hats = model.hats(&moved);
        let flow = model.flow(&hats);
        let real_income = |j| num_dual::DualNum::ln(&model.real_income(&hats, &flow, j)).eps;
        Moves {
            ln_x: moved.iter().map(|x| x.eps / x.re).collect(),
            real_income: (0..model.baseline.regions).map(real_income).collect(),
        }
    }

    /// All shocks on their way.
    fn along_shocks(&self) -> Moves {
        self.along(Model { path: Dual64::new(1.0, 1.0), ..self.model })
    }

    fn along_tariff(&self, link: [usize; 3]) -> Moves {
        self.along(Model { tariff_step: Some((link, Dual64::new(0.0, 1.0))), ..self.model })
    }

    /// Moves of the engine in the order of the plain model's unknowns up to incomes; then factor prices by region.
    fn compare(&self, economy: &Economy, moves: &Moves, tangent: &EquilibriumTangent, receipts: &[f64]) {
        let b = self.model.baseline;
        let (n, m, f) = (b.regions, b.sectors, b.factors);
        let costs = tangent.unit_cost.as_slice().iter().copied();
        let receipts = tangent.receipts.as_slice().iter().zip(receipts).map(|(change, level)| change / level);
        let found = costs.chain(receipts).chain(tangent.income.as_slice().iter().copied());
        close(&found.collect::<Vec<_>>(), &moves.ln_x[..2 * n * m + n * self.model.groups()]);
        close(&tangent.real_income, &moves.real_income);
        let still: Vec<Dual64> = self.x.iter().map(|x| Dual64::from_re(*x)).collect();
        let hats = self.model.hats(&still);
        let flow = self.model.flow(&hats);
        let wages = &moves.ln_x[self.x.len() - n * m * f..];
        let mean = |j: usize, f_at: usize| {
            let paid = |k: usize| self.model.payment(&hats, &flow, j, k, f_at).re;
            let all: f64 = (0..m).map(paid).sum();
            (0..m).map(|k| paid(k) / all * wages[(j * m + k) * f + f_at]).sum::<f64>()
        };
        let paid = |(j, f): &(usize, usize)| economy.factor_income[(Region::new(*j), Id::new(*f))] > 0.0;
        let places: Vec<_> = (0..n).flat_map(|j| (0..f).map(move |f| (j, f))).filter(paid).collect();
        let found = places.iter().map(|&(j, f)| tangent.wage[(Region::new(j), Id::new(f))]);
        close(&found.collect::<Vec<_>>(), &places.iter().map(|&(j, f)| mean(j, f)).collect::<Vec<_>>());
    }
}

fn close(found: &[f64], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len());
    let scale = wanted.iter().fold(0.0, |most, value| f64::max(most, value.abs()));
    assert!(scale > 0.0, "nothing moves");
    for (at, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        assert!((found - wanted).abs() <= TOLERANCE * scale, "place {at}: {found} for {wanted}, of {scale}");
    }
}

/// An equilibrium in which all sectors are open: where scale is strong it may take a smaller shock.
fn solved(economy: &Economy, shocks: &Shocks) -> (Shocks, Equilibrium) {
    let settings = Settings { tolerance: 1e-12, beyond: true, ..Settings::default() };
    for size in [0.3, 0.1, 0.03] {
        let shocks = part(economy, shocks, size);
        match solve(economy, &shocks, &settings) {
            Ok(equilibrium) if !equilibrium.receipts.as_slice().contains(&0.0) => {
                return (shocks, equilibrium);
            }
            _ => println!("a shock of {size} is too much"),
        }
    }
    panic!("not even a small shock has an equilibrium")
}

/// The direction in which the plain model's path moves at its end: hats as powers, rates and prices of carbon linearly.
fn along(economy: &Economy, shocks: &Shocks) -> Direction {
    let ln = |tensor: &TradeTensor| TradeTensor::from_fn(tensor.shape(), |s, j, i| tensor[(s, j, i)].ln());
    Direction {
        iceberg: shocks.iceberg_hat.as_ref().map(ln),
        carbon_price: shocks.carbon.as_ref().map(|carbon| carbon.price.clone()),
        ..shocks.velocity(economy, 1.0)
    }
}

/// The tangent along all shocks, and the gradient of real income to all tariffs: the engine against the oracle.
fn check(case: &Case, shocks: impl Fn(&Economy) -> Shocks) {
    let economy = Economy::calibrate(&case.world, &case.parameters).unwrap();
    let (shocks, equilibrium) = solved(&economy, &shocks(&economy));
    let baseline = Baseline::of(&case.world, &case.parameters);
    let real = Model {
        baseline: &baseline,
        parameters: &case.parameters,
        structure: &case.structure,
        shocks: &shocks,
        path: 1.0,
        tariff_step: None,
    };
    let x = answer(&real, &economy, &equilibrium);
    let model = Model {
        baseline: real.baseline,
        parameters: real.parameters,
        structure: real.structure,
        shocks: real.shocks,
        path: Dual64::from_re(1.0),
        tariff_step: None,
    };
    let oracle = Oracle::new(model, x);
    let mut linearised = Linearised::new(&economy, &shocks, &equilibrium).unwrap();
    let tangent = linearised.tangent(&along(&economy, &shocks)).unwrap();
    oracle.compare(&economy, &oracle.along_shocks(), &tangent, equilibrium.receipts.as_slice());

    let [m, n, _] = economy.trade_share.shape();
    let links: Vec<[usize; 3]> = (0..m * n * n)
        .map(|at| [at / (n * n), at / n % n, at % n])
        .filter(|&[s, j, i]| economy.trade_share[(Sector::new(s), Region::new(j), Region::new(i))] > 0.0)
        .collect();
    let worth: Vec<Moves> = links.iter().map(|&link| oracle.along_tariff(link)).collect();
    for j in 0..n {
        let weights = (0..n).map(|k| if k == j { 1.0 } else { 0.0 }).collect();
        let gradient = linearised.marginal(&Measure::RealIncome(weights)).unwrap().tariff();
        let found = links.iter().map(|&[s, j, i]| gradient[(Sector::new(s), Region::new(j), Region::new(i))]);
        let wanted: Vec<f64> = worth.iter().map(|moves| moves.real_income[j]).collect();
        close(&found.collect::<Vec<_>>(), &wanted);
    }
}

/// Three regions, three sectors, two factors.
fn small(seed: u64) -> RandomWorld {
    RandomWorld { regions: 3, sectors: 3, factors: 2, dead_sectors: 0, ..spec(seed) }
}

fn apart() -> FinalUses {
    FinalUses::Apart { households: vec![FinalUse::new(0)], investment: vec![FinalUse::new(1)] }
}

type Choice = fn(usize, f64) -> MarketStructure;

const STRUCTURES: [Choice; 5] = [
    |_, _| MarketStructure::Perfect,
    |_, theta| external(0.6, theta),
    |_, _| MarketStructure::Krugman,
    |_, theta| melitz(0.3, theta),
    mixed,
];

#[test]
fn under_every_market_structure_and_sourcing() {
    for (seed, choice) in STRUCTURES.into_iter().enumerate() {
        for sourcing in [Sourcing::Common, Sourcing::ByUse] {
            let spec = small(seed as u64);
            let demand = Demand { final_uses: apart(), ..Demand::default() };
            let parameters = Parameters { sourcing, demand, ..cases::parameters(&spec) };
            check(&Case::new(&spec, structured(parameters, choice)), |economy| all(economy, seed as u64));
        }
    }
}

#[test]
fn under_demand_that_moves_with_prices_income_and_tastes() {
    let preferences = [
        Preferences::Ces { substitution: 0.6 },
        Preferences::NonHomothetic { substitution: 0.4, income: vec![0.5, 0.9, 1.3] },
    ];
    for (seed, preferences) in preferences.into_iter().enumerate() {
        let spec = small(seed as u64);
        let demand = Demand { preferences, final_uses: apart(), groups: two_groups(&spec, false) };
        let mut parameters = Parameters { demand, ..cases::parameters(&spec) };
        parameters.technology = random::technology(true, spec.sectors, seed as u64);
        check(&Case::new(&spec, structured(parameters, mixed)), |economy| all(economy, seed as u64));
    }
}

#[test]
fn in_every_factor_market() {
    let markets = [
        FactorMarket::Specific,
        FactorMarket::Roy { shape: 1.8 },
        FactorMarket::World,
        FactorMarket::LongRun,
        FactorMarket::Rigid { floor: WageFloor::Nominal },
        FactorMarket::Rigid { floor: WageFloor::Real },
    ];
    for (seed, market) in markets.into_iter().enumerate() {
        let spec = small(seed as u64);
        let demand = Demand { final_uses: apart(), groups: two_groups(&spec, false), ..Demand::default() };
        let factor_markets = vec![FactorMarket::Mobile, market];
        let parameters = Parameters { demand, factor_markets, ..cases::parameters(&spec) };
        let case = Case::new(&spec, structured(parameters, |_, _| MarketStructure::Perfect));
        check(&case, |economy| moderate(economy, seed as u64));
    }
}

#[test]
fn entry_rests_at_the_baseline_where_the_plain_model_says_so() {
    let (mut stable, mut unstable) = (0, 0);
    for (seed, part) in (0..40).flat_map(|seed| [0.5, 1.6].map(|part| (seed, part))) {
        let spec = RandomWorld { factors: 1, ..small(seed) };
        let case = Case::new(
            &spec,
            structured(cases::parameters(&spec), |s, theta| match s {
                0 => MarketStructure::Perfect,
                _ => external(part, theta),
            }),
        );
        let economy = Economy::calibrate(&case.world, &case.parameters).unwrap();
        // the numeraire takes the same factor market in both
        let factor_income = economy.factor_income.as_slice();
        if factor_income.iter().any(|income| *income > factor_income[0]) {
            continue;
        }
        let wanted = entry_eigenvalue(&case, &economy);
        match Entry::at_baseline(&economy, &|| false) {
            Some(Entry::Stable) => {
                assert!(wanted > 0.0, "{wanted}");
                stable += 1;
            }
            Some(Entry::Unstable(Feedback { eigenvalue, .. })) => {
                assert!((eigenvalue - wanted).abs() < 1e-6, "{eigenvalue} for {wanted}");
                unstable += 1;
            }
            _ => panic!("economies of scale"),
        }
    }
    assert!(stable > 3 && unstable > 3, "{stable} {unstable}");
}

/// The eigenvalue of entry with the least real part: of `J x = λ B x`, where `B` takes inputs, receipts over cost, of sectors with
/// scale to their goods markets; from the dense inverse of the plain model's Jacobian.
fn entry_eigenvalue(case: &Case, economy: &Economy) -> f64 {
    let baseline = Baseline::of(&case.world, &case.parameters);
    let shocks = Shocks::default();
    let model = Model {
        baseline: &baseline,
        parameters: &case.parameters,
        structure: &case.structure,
        shocks: &shocks,
        path: Dual64::from_re(1.0),
        tariff_step: None,
    };
    let oracle = Oracle::new(model, vec![1.0; model.size()]);
    let [n, m] = economy.receipts.shape();
    let scaled: Vec<usize> = (0..n * m)
        .filter(|at| case.structure[at % m][0] > 0.0 && economy.receipts.as_slice()[*at] > 0.0)
        .collect();
    let pushes =
        Mat::from_fn(
            oracle.x.len(),
            scaled.len(),
            |row, column| {
                if row == n * m + scaled[column] { 1.0 } else { 0.0 }
            },
        );
    let moved = oracle.jacobian.solve(&pushes);
    let inputs = Mat::from_fn(scaled.len(), scaled.len(), |row, column| {
        moved[(n * m + scaled[row], column)] - moved[(scaled[row], column)]
    });
    let inverse = inputs.eigenvalues().unwrap();
    inverse.iter().map(|tau| tau.re / tau.norm_sqr()).fold(f64::INFINITY, f64::min)
}
