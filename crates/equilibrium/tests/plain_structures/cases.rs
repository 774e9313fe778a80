//! Small random worlds with random rules and shocks.

use oblate_equilibrium::{
    Economy, Elasticity, Equilibrium, HouseholdGroup, MarketStructure, Members, Nest, Parameters, Settings,
    Shocks, SolveError, Sourcing, Technology, solve,
};
use oblate_world::{Array2, Array3, Factor, Id, RandomWorld, Sector, World};

use super::newton::{follow, root};
use crate::plain::answer::answer;
use crate::plain::baseline::{Baseline, list};
use crate::plain::model::{Model, Structure};
use crate::property::largest;
use crate::random::Draw;

/// A world of three or four regions and sectors with tariffs, taxes on production and deficits.
pub fn spec(seed: u64) -> RandomWorld {
    let draw = |at: u64| (seed + at) as usize;
    RandomWorld {
        regions: 3 + draw(0) % 2,
        sectors: 3 + draw(1) % 2,
        factors: 1 + draw(0) % 3,
        final_uses: 3,
        seed,
        ..RandomWorld::default()
    }
}

/// Trade elasticities from 3 to 7, where scale and links between sectors still make one equilibrium.
pub fn parameters(spec: &RandomWorld) -> Parameters {
    let mut draw = Draw(spec.seed);
    Parameters::new((0..spec.sectors).map(|_| draw.between(3.0, 7.0)).collect())
}

/// The structures of all sectors, and what they mean as numbers.
pub fn structured(
    mut parameters: Parameters,
    of: impl Fn(usize, f64) -> MarketStructure,
) -> (Parameters, Structure) {
    let mut structure = Vec::new();
    for s in 0..parameters.trade_elasticity.len() {
        let theta = parameters.trade_elasticity[s];
        let kind = of(s, theta);
        parameters.set_structure(Sector::new(s), kind);
        structure.push(match kind {
            MarketStructure::Perfect => [0.0, 0.0],
            MarketStructure::External { scale_elasticity } => [scale_elasticity, 0.0],
            MarketStructure::Krugman => [1.0 / theta, 0.0],
            MarketStructure::Melitz { variety_elasticity } => {
                [1.0 / theta, theta / (variety_elasticity - 1.0) - 1.0]
            }
        });
    }
    (parameters, structure)
}

/// External economies with `θψ` of this size.
pub fn external(part: f64, theta: f64) -> MarketStructure {
    MarketStructure::External { scale_elasticity: part / theta }
}

/// Selection with `η` of this size.
pub fn melitz(eta: f64, theta: f64) -> MarketStructure {
    MarketStructure::Melitz { variety_elasticity: 1.0 + theta / (1.0 + eta) }
}

/// Every structure in turn.
pub fn mixed(s: usize, theta: f64) -> MarketStructure {
    match s % 4 {
        0 => melitz(0.25, theta),
        1 => MarketStructure::Krugman,
        2 => external(0.6, theta),
        _ => MarketStructure::Perfect,
    }
}

/// The first product is energy: it stands in a nest with the last factor, within value added. Elasticities differ by sector.
pub fn energy_tree(parameters: &mut Parameters, spec: &RandomWorld) {
    let mut draw = Draw(spec.seed ^ 77);
    let mut elasticity =
        |low, high| Elasticity::BySector((0..spec.sectors).map(|_| draw.between(low, high)).collect());
    let last = Factor::new(spec.factors - 1);
    let nest = |name: &str, parent, elasticity, products, factors| Nest {
        name: name.to_owned(),
        parent,
        elasticity,
        products,
        factors,
    };
    let tree = vec![
        nest("output", None, elasticity(0.2, 0.9), Members::none(), Members::none()),
        nest("value_added", Some(0), elasticity(0.3, 1.6), Members::none(), Members::Rest),
        nest("materials", Some(0), elasticity(0.1, 1.5), Members::Rest, Members::none()),
        nest(
            "energy",
            Some(1),
            elasticity(1.2, 2.5),
            Members::These(vec![Sector::new(0)]),
            Members::These(vec![last]),
        ),
    ];
    // the last sector keeps the default tree
    let mut technology =
        Technology::default_tree(vec![0.7; spec.sectors], vec![1.0; spec.sectors], vec![1.3; spec.sectors]);
    technology.trees.push(tree);
    technology.tree_of = (0..spec.sectors).map(|k| usize::from(k + 1 < spec.sectors)).collect();
    parameters.technology = technology;
}

/// Two groups that own factors unequally; with weights they also earn in other sectors.
pub fn two_groups(spec: &RandomWorld, weighted: bool) -> Vec<HouseholdGroup> {
    let mut draw = Draw(spec.seed ^ 99);
    let first: Vec<f64> = (0..spec.factors).map(|_| draw.between(0.3, 0.7)).collect();
    let mut weights = || weighted.then(|| (0..spec.sectors).map(|_| draw.between(0.4, 1.6)).collect());
    let group = |name: &str, factor_share: Vec<f64>, transfer_share, sector_weight| HouseholdGroup {
        name: name.to_owned(),
        factor_share,
        transfer_share,
        sector_weight,
    };
    let second = first.iter().map(|share| 1.0 - share).collect();
    vec![group("some", first, 0.4, weights()), group("others", second, 0.6, weights())]
}

/// Tariffs, iceberg costs, productivity, factor supplies.
pub fn moderate(economy: &Economy, seed: u64) -> Shocks {
    let mut draw = Draw(seed ^ 11);
    let [n, m, f] = economy.factor_share.shape();
    Shocks {
        tariff: Some(draw.links(economy, 0.0, 0.2, 0.0)),
        iceberg_hat: Some(draw.links(economy, 0.95, 1.06, 1.0)),
        productivity_hat: Some(Array2::from_fn([n, m], |_, _| draw.between(0.97, 1.04))),
        factor_supply_hat: Some(Array2::from_fn([n, f], |_, _| draw.between(0.95, 1.06))),
        ..Shocks::default()
    }
}

/// Those, and export taxes, output subsidies, fixed costs, taxes on purchases, and tastes.
pub fn all(economy: &Economy, seed: u64) -> Shocks {
    let mut draw = Draw(seed ^ 13);
    let [n, m, _] = economy.factor_share.shape();
    Shocks {
        export_tax: Some(draw.links(economy, -0.03, 0.08, 0.0)),
        subsidy: Some(Array2::from_fn([n, m], |_, _| draw.between(-0.06, 0.03))),
        fixed_cost_hat: Some(draw.links(economy, 0.85, 1.2, 1.1)),
        purchase_tax: Some(Array3::from_fn([n, m, economy.uses()], |_, _, _| draw.between(-0.05, 0.1))),
        preference_hat: Some(Array2::from_fn([n, m], |_, _| draw.between(0.9, 1.15))),
        ..moderate(economy, seed)
    }
}

/// A world and everything that is decided about it.
pub struct Case {
    pub world: World,
    pub parameters: Parameters,
    pub structure: Structure,
}

impl Case {
    pub fn new(spec: &RandomWorld, (parameters, structure): (Parameters, Structure)) -> Self {
        let by_use = parameters.sourcing == Sourcing::ByUse;
        Self { world: RandomWorld { by_use, ..spec.clone() }.build(), parameters, structure }
    }

    /// Largest relative gap between the engine and the plain model. Where scale is strong a shock may leave no equilibrium
    /// near the baseline, or several: then a smaller one is taken, the same in all directions.
    pub fn gap(&self, shocks: impl Fn(&Economy) -> Shocks) -> f64 {
        let economy = Economy::calibrate(&self.world, &self.parameters).unwrap();
        let shocks = shocks(&economy);
        let settings = Settings { tolerance: 1e-10, beyond: true, ..Settings::default() };
        for size in [1.0, 0.3, 0.1, 0.03] {
            let shocks = part(&economy, &shocks, size);
            match solve(&economy, &shocks, &settings) {
                Ok(fast) if self.is_told(&fast) => {
                    if let Some(gap) = self.gap_to(&economy, &shocks, &fast) {
                        return gap;
                    }
                    println!("a shock of {size}: there is another equilibrium");
                }
                Ok(_) => {}
                Err(SolveError::NotConverged(error)) => println!("a shock of {size}: {error}"),
                Err(error) => panic!("{error}"),
            }
        }
        panic!("not even a small shock has an equilibrium")
    }

    /// Whether (3.8) tells all prices: those of a market with costs of access do not exist where nothing is bought any more,
    /// as in what a closed sector buys for itself.
    fn is_told(&self, fast: &Equilibrium) -> bool {
        let selects = self.structure.iter().any(|[_, eta]| *eta > 0.0);
        fast.by_use.is_none() || !selects || fast.receipts.as_slice().iter().all(|receipts| *receipts > 0.0)
    }

    /// The gap; none if the plain model finds another equilibrium from hats of one.
    fn gap_to(&self, economy: &Economy, shocks: &Shocks, fast: &Equilibrium) -> Option<f64> {
        let baseline = Baseline::of(&self.world, &self.parameters);
        let model = Model {
            baseline: &baseline,
            parameters: &self.parameters,
            structure: &self.structure,
            shocks,
            path: 1.0,
            tariff_step: None,
        };
        let at = |path: f64, x: &[f64]| Model { path, ..model }.residuals(x);
        let worst = |residuals: Vec<f64>| largest(residuals.into_iter().map(f64::abs));
        let (ones, found) = (vec![1.0; model.size()], answer(&model, economy, fast));
        let at_rest = worst(at(0.0, &ones));
        assert!(at_rest < 1e-9, "the baseline is no equilibrium of the plain model: {at_rest:e}");
        let there = worst(at(1.0, &found));
        assert!(there < 1e-9, "the engine's answer is no equilibrium of the plain model: {there:e}");
        let near = root(|x| at(1.0, x), &found).expect("the plain model has a root where the engine has");
        assert!(model.walras(&near) < 1e-9, "Walras' law fails by {:e}", model.walras(&near));
        let gap = |x: &[f64]| Self::between(&model, economy, fast, x);
        assert!(gap(&near) < 1e-8, "the plain model's root lies {:e} away", gap(&near));
        // a sector may close in one equilibrium and not in another, and the way from hats of one may end at a fold
        let closed = fast.receipts.as_slice().contains(&0.0);
        let far = if closed { None } else { follow(at, &ones) };
        println!("closed: {closed}, from hats of one: {}", far.is_some());
        match far.map(|x| gap(&x)) {
            Some(gap) if gap > 1e-6 => None,
            far => Some(far.unwrap_or_else(|| gap(&near))),
        }
    }

    /// Largest relative gap between two answers.
    fn between(model: &Model<'_>, economy: &Economy, fast: &Equilibrium, x: &[f64]) -> f64 {
        let plain = [list_of_plain(model, x), x.to_vec()].concat();
        let fast = fast_and_incomes(model, economy, fast);
        largest(plain.iter().zip(&fast).map(|(plain, fast)| {
            let apart = (fast - plain).abs() / plain.abs().max(1e-3);
            if apart.is_nan() { f64::INFINITY } else { apart }
        }))
    }
}

/// Income of each region, which is the sum over groups.
fn list_of_plain(model: &Model<'_>, x: &[f64]) -> Vec<f64> {
    let hats = model.hats(x);
    list(model.baseline.regions, |j| {
        (0..model.groups()).map(|g| hats.income[j][g] * model.income_before(j, g)).sum::<f64>()
            / model.baseline.income(j)
    })
}

fn fast_and_incomes(model: &Model<'_>, economy: &Economy, fast: &Equilibrium) -> Vec<f64> {
    let incomes = (0..model.baseline.regions).map(|j| fast.income[j] / model.baseline.income(j));
    incomes.chain(answer(model, economy, fast)).collect()
}

/// A part of the shocks: rates linearly, hats as powers.
pub fn part(economy: &Economy, shocks: &Shocks, size: f64) -> Shocks {
    let mut part = shocks.clone();
    let hats = (part.iceberg_hat.iter_mut().flat_map(|hat| hat.as_mut_slice()))
        .chain(part.fixed_cost_hat.iter_mut().flat_map(|hat| hat.as_mut_slice()))
        .chain(part.productivity_hat.iter_mut().flat_map(|hat| hat.as_mut_slice()))
        .chain(part.preference_hat.iter_mut().flat_map(|hat| hat.as_mut_slice()))
        .chain(part.factor_supply_hat.iter_mut().flat_map(|hat| hat.as_mut_slice()));
    hats.for_each(|hat| *hat = hat.powf(size));
    let taxes = (part.export_tax.iter_mut().flat_map(|tax| tax.as_mut_slice()))
        .chain(part.purchase_tax.iter_mut().flat_map(|tax| tax.as_mut_slice()));
    taxes.for_each(|rate| *rate *= size);
    let before = |old: Option<f64>| old.unwrap_or(0.0);
    for (at, rate) in part.tariff.iter_mut().flat_map(|tariff| tariff.as_mut_slice()).enumerate() {
        let old = before(economy.tariff.as_ref().map(|tariff| tariff.as_slice()[at]));
        *rate = old + size * (*rate - old);
    }
    for (at, rate) in part.subsidy.iter_mut().flat_map(|subsidy| subsidy.as_mut_slice()).enumerate() {
        let old = economy.subsidy.as_slice()[at];
        *rate = old + size * (*rate - old);
    }
    part
}
