//! Limits that connect the parts of the model: choices that must be the same, or tend to each other.

use crate::property::{Limit, holds_for, largest};
use crate::random;
use crate::random::remake::Parents;
use crate::random::{Draw, gap, solve_closely};
use oblate_equilibrium::{
    DeficitRule, Demand, Economy, Elasticity, Equilibrium, FactorMarket, FinalUses, HouseholdGroup,
    MarketStructure, Members, Nest, Parameters, Preferences, Settings, ShockError, Shocks, SolveError,
    Sourcing, Technology, WageFloor, solve,
};
use oblate_numerics::Method;
use oblate_world::{Array2, FinalUse, Flows, Id, RandomWorld, Region, Sector, TradeTensor, World};

/// Three to five regions and three or four sectors, with tariffs, taxes on production and deficits.
fn spec(seed: u64) -> RandomWorld {
    let (regions, sectors) = (3 + seed as usize % 3, 3 + seed as usize % 2);
    RandomWorld { regions, sectors, factors: 2, final_uses: 3, seed, ..RandomWorld::default() }
}

/// Trade elasticities from 3 to 8.
fn parameters(spec: &RandomWorld) -> Parameters {
    let mut draw = Draw(spec.seed);
    Parameters::new((0..spec.sectors).map(|_| draw.between(3.0, 8.0)).collect())
}

fn external(part: f64, theta: f64) -> MarketStructure {
    MarketStructure::External { scale_elasticity: part / theta }
}

fn melitz(eta: f64, theta: f64) -> MarketStructure {
    MarketStructure::Melitz { variety_elasticity: 1.0 + theta / (1.0 + eta) }
}

fn with(mut parameters: Parameters, of: impl Fn(usize, f64) -> MarketStructure) -> Parameters {
    for s in 0..parameters.trade_elasticity.len() {
        parameters.set_structure(Sector::new(s), of(s, parameters.trade_elasticity[s]));
    }
    parameters
}

type Choice = fn(usize, f64) -> MarketStructure;

const STRUCTURES: [Choice; 5] = [
    |_, _| MarketStructure::Perfect,
    |_, theta| external(0.6, theta),
    |_, _| MarketStructure::Krugman,
    |_, theta| melitz(0.3, theta),
    |s, theta| match s % 4 {
        0 => melitz(0.25, theta),
        1 => MarketStructure::Krugman,
        2 => external(0.6, theta),
        _ => MarketStructure::Perfect,
    },
];

/// Every structure on a few seeds.
fn structures(seeds: u64) -> impl Iterator<Item = (u64, Choice)> {
    STRUCTURES.iter().flat_map(move |choice| (0..seeds).map(move |seed| (seed, *choice)))
}

/// Tariffs, trade costs, productivity, factor supplies; a size below one takes a part of each.
fn shocks(economy: &Economy, seed: u64, size: f64) -> Shocks {
    let mut draw = Draw(seed ^ 5);
    let [n, m, f] = economy.factor_share.shape();
    let mut tariff = draw.links(economy, 0.0, 0.3, 0.0);
    if let Some(before) = &economy.tariff {
        tariff
            .as_mut_slice()
            .iter_mut()
            .zip(before.as_slice())
            .for_each(|(new, old)| *new = old + size * (*new - old));
    }
    let mut hat = |low: f64, high: f64| draw.between(low, high).powf(size);
    Shocks {
        tariff: Some(tariff),
        iceberg_hat: Some(TradeTensor::from_fn(
            [m, n, n],
            |_, j, i| if i == j { 1.0 } else { hat(0.9, 1.12) },
        )),
        productivity_hat: Some(Array2::from_fn([n, m], |_, _| hat(0.95, 1.08))),
        factor_supply_hat: Some(Array2::from_fn([n, f], |_, _| hat(0.95, 1.1))),
        ..Shocks::default()
    }
}

/// Hats of costs, prices, factor prices, receipts and incomes.
fn hats(economy: &Economy, equilibrium: &Equilibrium) -> Vec<f64> {
    let ratio =
        |new: &[f64], old: &[f64]| -> Vec<f64> { new.iter().zip(old).map(|(new, old)| new / old).collect() };
    let wages = equilibrium.sector_wage_hat.as_ref().map_or_else(Vec::new, |wages| wages.as_slice().to_vec());
    [
        equilibrium.unit_cost_hat.as_slice().to_vec(),
        equilibrium.price_index_hat.as_slice().to_vec(),
        equilibrium.wage_hat.as_slice().to_vec(),
        wages,
        ratio(equilibrium.receipts.as_slice(), economy.receipts.as_slice()),
        ratio(equilibrium.group_income.as_slice(), economy.group_income.as_slice()),
    ]
    .concat()
}

/// The same but factor prices by sector, which some markets do not have.
fn common_hats(economy: &Economy, equilibrium: &Equilibrium) -> Vec<f64> {
    let mut pooled = equilibrium.clone();
    pooled.sector_wage_hat = None;
    hats(economy, &pooled)
}

/// Hats after the shocks of a seed.
fn answer(world: &World, parameters: &Parameters, seed: u64, size: f64) -> Vec<f64> {
    let economy = Economy::calibrate(world, parameters).unwrap();
    common_hats(&economy, &solve_closely(&economy, &shocks(&economy, seed, size)))
}

/// A part of the shocks that leaves an equilibrium near the baseline where scale is strong and factors move freely.
const SMALL: f64 = 0.05;

/// The gap between two choices on one world, after the shocks of a seed.
fn between(spec: &RandomWorld, one: &Parameters, other: &Parameters) -> f64 {
    between_after(1.0, spec, one, other)
}

fn between_after(size: f64, spec: &RandomWorld, one: &Parameters, other: &Parameters) -> f64 {
    let world = spec.build();
    gap(&answer(&world, one, spec.seed, size), &answer(&world, other, spec.seed, size))
}

const SAME: Limit = Limit(1e-9, "of any hat");

#[test]
fn krugman_is_external_economies_of_one_over_theta() {
    let statement =
        "`krugman` is `external` with a scale elasticity of 1/θ, and `melitz` without selection (ς = 1 + θ)";
    holds_for(statement, SAME, 0..8, |seed| {
        let spec = spec(seed);
        let of = |choice: Choice| with(parameters(&spec), choice);
        let krugman = of(|_, _| MarketStructure::Krugman);
        let external = between(&spec, &krugman, &of(|_, theta| external(1.0, theta)));
        external.max(between(&spec, &krugman, &of(|_, theta| melitz(0.0, theta))))
    });
}

#[test]
fn small_scale_and_selection_tend_to_none() {
    let statement = "a scale elasticity that tends to zero leads to `perfect`, selection that tends to zero to `krugman`: the gap falls in \
                     proportion";
    holds_for(statement, Limit(0.02, "of the fall of the gap, tenfold"), 0..6, |seed| {
        let spec = spec(seed);
        let of = |choice: &dyn Fn(usize, f64) -> MarketStructure| with(parameters(&spec), choice);
        let perfect = of(&|_, _| MarketStructure::Perfect);
        let krugman = of(&|_, _| MarketStructure::Krugman);
        let scale = |size: f64| between(&spec, &of(&|_, theta| external(size, theta)), &perfect);
        let selection = |size: f64| between(&spec, &of(&|_, theta| melitz(size, theta)), &krugman);
        largest([
            (scale(1e-4) / scale(1e-3) * 10.0 - 1.0).abs(),
            (selection(1e-4) / selection(1e-3) * 10.0 - 1.0).abs(),
        ])
    });
}

#[test]
fn choosy_workers_tend_to_mobile_ones() {
    let statement = "workers who choose sectors (`roy`) tend to mobile ones as their talents become alike: the gap falls like one over \
                     the shape";
    // scale of `θψ = 1` makes the answer ten times as large: the solver does not follow it where prices hardly differ
    let cases = structures(6).take(12);
    holds_for(statement, Limit(0.05, "of the fall of the gap, tenfold"), cases, |(seed, choice)| {
        let spec = spec(seed);
        let of = |market| {
            let factor_markets = vec![market, FactorMarket::Mobile];
            with(Parameters { factor_markets, ..parameters(&spec) }, choice)
        };
        let mobile = of(FactorMarket::Mobile);
        let distance = |shape: f64| between_after(SMALL, &spec, &of(FactorMarket::Roy { shape }), &mobile);
        (distance(1e3) / distance(1e2) * 10.0 - 1.0).abs()
    });
}

/// The world with every purchase split over its sources in proportion.
fn split_in_proportion(spec: &RandomWorld) -> World {
    let world = spec.build();
    let (n, m) = (spec.regions, spec.sectors);
    let (trade, tariffs) = (world.trade().clone(), world.accounts().tariff.clone());
    let gross = |s: Sector, j: Region, i: Region| {
        (1.0 + tariffs.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)])) * trade[(s, j, i)]
    };
    let part = |s: Sector, j: Region, i: Region| {
        let total: f64 = (0..n).map(|i| gross(s, j, Region::new(i))).sum();
        trade[(s, j, i)] / total
    };
    let (mut intermediate, mut final_use) = (Vec::new(), Vec::new());
    for (i, s) in (0..n).flat_map(|i| (0..m).map(move |s| (Region::new(i), Sector::new(s)))) {
        for j in (0..n).map(Region::new) {
            let part = part(s, j, i);
            intermediate.extend(world.intermediate().row(j, s).iter().map(|value| part * value));
            final_use.extend(world.final_use().row(j, s).iter().map(|value| part * value));
        }
    }
    let mut accounts = world.into_accounts();
    accounts.flows = Flows::ByUse { intermediate, final_use };
    World::new(accounts).unwrap()
}

#[test]
fn sources_that_uses_share_may_as_well_be_pooled() {
    let statement = "sourcing by use is common sourcing where all uses have the same shares and there is no selection, final uses pooled \
                     or apart";
    let choices = [STRUCTURES[0], STRUCTURES[1], STRUCTURES[2]];
    let cases = choices.iter().flat_map(|choice| (0..4).map(move |seed| (seed, *choice)));
    holds_for(statement, SAME, cases, |(seed, choice)| {
        let spec = spec(seed);
        let world = split_in_proportion(&spec);
        let of = |sourcing| {
            let final_uses = if seed % 2 == 0 { FinalUses::Pooled } else { apart() };
            let technology = random::technology(seed % 3 == 0, spec.sectors, seed);
            let demand = Demand { final_uses, ..Demand::default() };
            with(Parameters { sourcing, technology, demand, ..parameters(&spec) }, choice)
        };
        gap(
            &answer(&world, &of(Sourcing::ByUse), seed, 1.0),
            &answer(&world, &of(Sourcing::Common), seed, 1.0),
        )
    });
}

fn apart() -> FinalUses {
    FinalUses::Apart { households: vec![FinalUse::new(0)], investment: vec![FinalUse::new(1)] }
}

fn two_groups() -> Vec<HouseholdGroup> {
    let group = |name: &str, first: f64, transfer_share| HouseholdGroup {
        name: name.to_owned(),
        factor_share: vec![first, 1.0 - first],
        transfer_share,
        sector_weight: None,
    };
    vec![group("some", 0.6, 0.5), group("others", 0.4, 0.5)]
}

/// Everything that can be decided, decided against the default; capital, the second factor, in this market.
fn elaborate(spec: &RandomWorld, capital: FactorMarket, choice: Choice) -> Parameters {
    let income = (0..spec.sectors).map(|s| 0.6 + 0.3 * s as f64).collect();
    let demand = Demand {
        preferences: Preferences::NonHomothetic { substitution: 0.6, income },
        final_uses: apart(),
        groups: two_groups(),
    };
    let parameters = Parameters {
        demand,
        sourcing: Sourcing::ByUse,
        technology: random::technology(true, spec.sectors, spec.seed),
        factor_markets: vec![FactorMarket::Mobile, capital],
        ..parameters(spec)
    };
    with(parameters, choice)
}

const MARKETS: [FactorMarket; 7] = [
    FactorMarket::Mobile,
    FactorMarket::Specific,
    FactorMarket::Roy { shape: 2.0 },
    FactorMarket::World,
    FactorMarket::LongRun,
    FactorMarket::Rigid { floor: WageFloor::Nominal },
    FactorMarket::Rigid { floor: WageFloor::Real },
];

#[test]
fn no_shock_changes_nothing_under_any_rule() {
    let statement = "without a shock every hat is one, under every market structure with every kind of factor market, sourcing by use, \
                     nests, and non-homothetic demand of groups";
    let cases = STRUCTURES.iter().flat_map(|choice| MARKETS.map(|market| (*choice, market)));
    holds_for(statement, Limit(1e-12, "of any hat"), cases.enumerate(), |(at, (choice, market))| {
        let spec = RandomWorld { by_use: true, ..spec(at as u64) };
        let economy = Economy::calibrate(&spec.build(), &elaborate(&spec, market, choice)).unwrap();
        let equilibrium = solve_closely(&economy, &Shocks::default());
        largest(hats(&economy, &equilibrium).into_iter().map(|hat| (hat - 1.0).abs()))
    });
}

#[test]
fn more_of_all_factors_is_more_of_everything() {
    let statement = "a common rise of all factor supplies under `perfect` with homothetic demand raises outputs by as much over prices and \
                     moves no relative price, whether factors are mobile, specific, or choose";
    let markets =
        [FactorMarket::Mobile, FactorMarket::Specific, FactorMarket::Roy { shape: 2.0 }, FactorMarket::World];
    let cases = (0..8).map(|seed| (seed, markets[seed as usize % 4]));
    holds_for(statement, Limit(1e-10, "of any hat"), cases, |(seed, market)| {
        let spec = RandomWorld { by_use: true, ..spec(seed) };
        let demand = Demand { preferences: Preferences::Ces { substitution: 0.5 }, ..Demand::default() };
        let technology = random::technology(true, spec.sectors, seed);
        let factor_markets = vec![market, FactorMarket::Mobile];
        let parameters =
            Parameters { sourcing: Sourcing::ByUse, demand, technology, factor_markets, ..parameters(&spec) };
        let economy = Economy::calibrate(&spec.build(), &parameters).unwrap();
        let more = 1.37;
        let supply = Array2::filled([spec.regions, spec.factors], more);
        let equilibrium =
            solve_closely(&economy, &Shocks { factor_supply_hat: Some(supply), ..Shocks::default() });
        let prices = [
            equilibrium.unit_cost_hat.as_slice(),
            equilibrium.price_index_hat.as_slice(),
            equilibrium.wage_hat.as_slice(),
        ];
        let prices = prices.concat().into_iter().map(|hat| hat * more);
        let receipts =
            equilibrium.receipts.as_slice().iter().zip(economy.receipts.as_slice()).map(|(a, b)| a / b);
        let utility = equilibrium.utility_hat.as_ref().unwrap().as_slice().iter().map(|hat| hat / more);
        largest(prices.chain(receipts).chain(utility).map(|hat| (hat - 1.0).abs()))
    });
}

/// The world with all its values multiplied.
fn in_other_units(world: World, unit: f64) -> World {
    let mut accounts = world.into_accounts();
    let Flows::ByUse { intermediate, final_use } = &mut accounts.flows else {
        panic!("a world with sources by use")
    };
    let others = [accounts.factor_income.as_mut_slice(), accounts.production_tax.as_mut_slice()];
    [intermediate.as_mut_slice(), final_use.as_mut_slice()]
        .into_iter()
        .chain(others)
        .flatten()
        .for_each(|value| *value *= unit);
    World::new(accounts).unwrap()
}

#[test]
fn the_unit_of_values_changes_no_hat_under_any_rule() {
    let statement = "all values, deficits among them, in another unit: every hat stays, under every market structure with every kind of \
                     factor market";
    // with capital in the long run or a real floor nothing holds an economy of scale back
    let elastic = [FactorMarket::LongRun, FactorMarket::Rigid { floor: WageFloor::Real }];
    let held = |(at, market): &(usize, FactorMarket)| *at == 0 || !elastic.contains(market);
    let all = (0..STRUCTURES.len()).flat_map(|at| MARKETS.map(|market| (at, market)));
    let cases = all.filter(held).map(|(at, market)| (STRUCTURES[at], market));
    holds_for(statement, Limit(1e-9, "of any hat"), cases.enumerate(), |(at, (choice, market))| {
        let spec = RandomWorld { regions: 3, by_use: true, ..spec(at as u64) };
        let parameters = elaborate(&spec, market, choice);
        let other = in_other_units(spec.build(), 173.0);
        gap(
            &answer(&spec.build(), &parameters, spec.seed, SMALL),
            &answer(&other, &parameters, spec.seed, SMALL),
        )
    });
}

#[test]
fn equal_parts_have_the_hats_of_the_whole_under_any_structure() {
    let statement = "a region and a sector split into equal halves: the halves have the hats of the whole, under every market structure (where \
                     sectors can close, a sector only: which of two equal regions has one is not determined)";
    holds_for(statement, SAME, structures(4), |(seed, choice)| {
        let spec = spec(seed);
        let world = spec.build();
        let technology = random::technology(seed % 2 == 0, spec.sectors, seed);
        let parameters = with(Parameters { technology, ..parameters(&spec) }, choice);
        // where a sector can close, which of two equal regions has it is not determined: regions stay whole there
        let footloose = (0..spec.sectors)
            .any(|s| parameters.trade_elasticity[s] * parameters.scale_elasticity[s] > 1.0 - 1e-9);
        let twin = (!footloose).then_some(seed as usize % spec.regions);
        let parents = Parents {
            regions: (0..spec.regions).chain(twin).collect(),
            sectors: (0..spec.sectors).chain([(seed as usize + 1) % spec.sectors]).collect(),
        };
        let old = Economy::calibrate(&world, &parameters).unwrap();
        let new = parents.economy(&world, &parameters);
        // far from the baseline there can be several equilibria, and the two need not be the same one
        let near = [1.0, 0.3, 0.1, 0.03, 0.01].into_iter().find_map(|size| {
            let shocks = shocks(&old, seed, size);
            let both = [solve_closely(&old, &shocks), solve_closely(&new, &parents.shocks(&shocks))];
            let by_newton = |found: &Equilibrium| {
                found.record.iterations.iter().all(|step| step.method == Method::Newton && step.path == 1.0)
            };
            both.iter().all(by_newton).then_some(both)
        });
        let [before, after] = near.expect("a part of the shocks that Newton's method alone solves");
        let mut largest = 0.0f64;
        for (j, &parent) in parents.regions.iter().enumerate() {
            for (s, &product) in parents.sectors.iter().enumerate() {
                let (cell, origin) =
                    ((Region::new(j), Sector::new(s)), (Region::new(parent), Sector::new(product)));
                let receipts = |equilibrium: &Equilibrium, economy: &Economy, cell| {
                    equilibrium.receipts[cell] / economy.receipts[cell]
                };
                let found =
                    [after.unit_cost_hat[cell], after.price_index_hat[cell], receipts(&after, &new, cell)];
                let wanted = [
                    before.unit_cost_hat[origin],
                    before.price_index_hat[origin],
                    receipts(&before, &old, origin),
                ];
                largest = largest.max(gap(&found, &wanted));
            }
        }
        largest
    });
}

fn preferring(spec: &RandomWorld, preferences: Preferences) -> Parameters {
    let demand = Demand { preferences, groups: two_groups(), ..Demand::default() };
    with(Parameters { demand, ..parameters(spec) }, STRUCTURES[spec.seed as usize % STRUCTURES.len()])
}

#[test]
fn ces_demand_tends_to_cobb_douglas() {
    let statement = "CES demand tends to Cobb–Douglas as its elasticity tends to one: the gap falls in proportion to the distance";
    holds_for(statement, Limit(0.02, "of the fall of the gap, tenfold"), 0..10, |seed| {
        let spec = spec(seed);
        let cobb_douglas = preferring(&spec, Preferences::CobbDouglas);
        let distance = |off: f64| {
            between(&spec, &preferring(&spec, Preferences::Ces { substitution: 1.0 + off }), &cobb_douglas)
        };
        (distance(1e-4) / distance(1e-3) * 10.0 - 1.0).abs()
    });
}

#[test]
fn non_homothetic_demand_with_equal_income_parameters_is_ces() {
    let statement = "non-homothetic demand whose income parameters are all the same is CES demand";
    holds_for(statement, SAME, 0..10, |seed| {
        let spec = spec(seed);
        let (substitution, equal) = ([0.5, 2.5][seed as usize % 2], [1.0, 0.7][seed as usize / 2 % 2]);
        let income = vec![equal; spec.sectors];
        let one = preferring(&spec, Preferences::NonHomothetic { substitution, income });
        between(&spec, &one, &preferring(&spec, Preferences::Ces { substitution }))
    });
}

#[test]
fn a_floor_that_does_not_bind_is_none() {
    let statement =
        "a floor under wages that does not bind changes nothing: labour becomes scarce, wages rise";
    let floors = [WageFloor::Nominal, WageFloor::Real];
    let cases = structures(2).flat_map(|(seed, choice)| floors.map(|floor| (seed, choice, floor)));
    holds_for(statement, SAME, cases, |(seed, choice, floor)| {
        let spec = spec(seed);
        let world = spec.build();
        let of = |market| {
            let factor_markets = vec![market, FactorMarket::Mobile];
            with(Parameters { factor_markets, ..parameters(&spec) }, choice)
        };
        let answer = |market| {
            let economy = Economy::calibrate(&world, &of(market)).unwrap();
            let scarce = |_, f: oblate_world::Factor| if f.index() == 0 { 0.7 } else { 1.0 };
            let shocks = Shocks {
                factor_supply_hat: Some(Array2::from_fn([spec.regions, spec.factors], scarce)),
                productivity_hat: Some(Array2::filled([spec.regions, spec.sectors], 1.25)),
                ..shocks(&economy, seed, 1.0)
            };
            let equilibrium = solve_closely(&economy, &shocks);
            assert!(economy.axes.regions.ids().all(|j| equilibrium.wage_hat.row(j)[0] > 1.0));
            common_hats(&economy, &equilibrium)
        };
        gap(&answer(FactorMarket::Rigid { floor }), &answer(FactorMarket::Mobile))
    });
}

#[test]
fn where_there_is_one_sector_to_work_in_all_work_there() {
    let statement = "in a world of one sector, factors that are specific or choose are mobile ones; in one of one region, a factor of \
                     the world is a mobile one";
    let inside = [FactorMarket::Specific, FactorMarket::Roy { shape: 1.5 }];
    let cases = (0..8).map(|seed| (seed, inside[seed as usize % 2]));
    holds_for(statement, SAME, cases, |(seed, market)| {
        let of = |spec: &RandomWorld, market| {
            let factor_markets = vec![market, FactorMarket::Mobile];
            with(
                Parameters { factor_markets, ..parameters(spec) },
                STRUCTURES[seed as usize % STRUCTURES.len()],
            )
        };
        let mobile = FactorMarket::Mobile;
        let sector = RandomWorld { sectors: 1, untraded: 0, ..spec(seed) };
        let region = RandomWorld { regions: 1, ..spec(seed) };
        let world = between(&region, &of(&region, FactorMarket::World), &of(&region, mobile));
        between(&sector, &of(&sector, market), &of(&sector, mobile)).max(world)
    });
}

/// The default tree told otherwise: inputs in two nests and factors in one more, all with the elasticity of the nest around
/// them, members in another order.
fn told_otherwise(sectors: usize, [output, value_added, materials]: [f64; 3]) -> Technology {
    let nest = |name: &str, parent, elasticity, products, factors| Nest {
        name: name.to_owned(),
        parent,
        elasticity: Elasticity::Uniform(elasticity),
        products,
        factors,
    };
    let first = Members::These(vec![Sector::new(sectors - 1), Sector::new(0)]);
    let tree = vec![
        nest("all", None, output, Members::none(), Members::none()),
        nest("inputs", Some(0), materials, Members::none(), Members::none()),
        nest("factors", Some(0), value_added, Members::none(), Members::none()),
        nest("some", Some(1), materials, first, Members::none()),
        nest("others", Some(1), materials, Members::Rest, Members::none()),
        nest("each", Some(2), value_added, Members::none(), Members::Rest),
    ];
    Technology { trees: vec![tree], tree_of: vec![0; sectors] }
}

#[test]
fn nests_of_the_elasticity_around_them_do_not_matter() {
    let statement = "a tree that tells the default tree in more nests, each with the elasticity of the nest around it, is the default tree";
    holds_for(statement, SAME, structures(3), |(seed, choice)| {
        let spec = spec(seed);
        let elasticities = [[1.0, 1.0, 1.0], [0.5, 0.8, 0.3], [1.0, 1.4, 0.0]][seed as usize % 3];
        let list = |at: usize| vec![elasticities[at]; spec.sectors];
        let default = Technology::default_tree(list(0), list(1), list(2));
        let of = |technology| with(Parameters { technology, ..parameters(&spec) }, choice);
        between(&spec, &of(default), &of(told_otherwise(spec.sectors, elasticities)))
    });
}

#[test]
fn what_cannot_be_paid_for_is_named_before_and_after_the_search() {
    let spec = spec(3);
    let economy = random::economy(&spec, false);
    let [m, n, _] = economy.trade_share.shape();
    let cut = |_, j: Region, i: Region| if i.index() == 0 && j != i { f64::INFINITY } else { 1.0 };
    let shocks = Shocks {
        iceberg_hat: Some(TradeTensor::from_fn([m, n, n], cut)),
        deficits: DeficitRule::Zero,
        ..Shocks::default()
    };
    let first = economy.axes.regions.code(Region::new(0)).to_owned();
    let unpaid = solve(&economy, &shocks, &Settings::default()).unwrap_err();
    assert!(
        matches!(&unpaid, SolveError::Shock(ShockError::Unpaid { region }) if *region == first),
        "{unpaid}"
    );
    // the first region owes twice what it earns
    let mut deficit = vec![0.0; n];
    let owed = 2.0 * economy.income[0];
    (deficit[0], deficit[1]) = (-owed, owed);
    let shocks = Shocks { deficit: Some(deficit), ..Shocks::default() };
    let told = solve(&economy, &shocks, &Settings::default()).unwrap_err().to_string();
    assert!(told.contains(&format!("the income of region `{first}` falls to zero or below")), "{told}");
    assert!(told.contains("`deficits = \"zero\"`"), "{told}");
}
