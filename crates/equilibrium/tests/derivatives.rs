//! Tangents and gradients at an equilibrium: against differences of whole solves, and against each other.

use crate::random;
use crate::random::Draw;
use oblate_equilibrium::{
    CarbonPrice, DeficitRule, Demand, Direction, Economy, Elasticity, Equilibrium, FactorMarket, FinalUses,
    HouseholdGroup, Linearised, MarketStructure, Measure, Migration, Parameters, Preferences, QuantityCap,
    Rent, Settings, Shocks, Sourcing, Technology, Use, solve,
};
use oblate_world::{Array2, Array3, Id, RandomWorld, Region, Sector, TradeTensor};

const SECTORS: usize = 4;

/// What an economy of the tests is like.
struct Case {
    structures: [MarketStructure; SECTORS],
    by_use: bool,
    preferences: Preferences,
    markets: Vec<FactorMarket>,
    seed: u64,
}

const PERFECT: [MarketStructure; SECTORS] = [MarketStructure::Perfect; SECTORS];

impl Default for Case {
    fn default() -> Self {
        Self {
            structures: PERFECT,
            by_use: false,
            preferences: Preferences::CobbDouglas,
            markets: Vec::new(),
            seed: 1,
        }
    }
}

impl Case {
    fn economy(&self) -> Economy {
        let spec = RandomWorld {
            regions: 3,
            sectors: SECTORS,
            factors: 2,
            final_uses: 3,
            untraded: 0,
            trade_density: 1.0,
            by_use: self.by_use,
            seed: self.seed,
            ..RandomWorld::default()
        };
        let mut parameters =
            Parameters::new(spec.trade_elasticities().iter().map(|theta| theta.max(2.0)).collect());
        for (s, structure) in self.structures.into_iter().enumerate() {
            parameters.set_structure(Sector::new(s), structure);
        }
        parameters.sourcing = if self.by_use { Sourcing::ByUse } else { Sourcing::Common };
        parameters.technology =
            Technology::default_tree(vec![0.6; 4], vec![0.8, 1.0, 1.3, 0.5], vec![0.7, 1.2, 1.0, 0.4]);
        parameters.technology.trees[0][1].elasticity = Elasticity::Uniform(0.7);
        let world = spec.build();
        let uses: Vec<_> = world.axes().final_uses.ids().collect();
        let group = |name: &str, factor_share: Vec<f64>, transfer_share| HouseholdGroup {
            name: name.to_owned(),
            factor_share,
            transfer_share,
            sector_weight: None,
        };
        parameters.demand = Demand {
            preferences: self.preferences.clone(),
            final_uses: FinalUses::Apart { households: vec![uses[0]], investment: vec![uses[1]] },
            groups: vec![group("first", vec![0.7, 0.2], 0.5), group("second", vec![0.3, 0.8], 0.5)],
        };
        parameters.factor_markets.clone_from(&self.markets);
        Economy::calibrate(&world, &parameters).unwrap()
    }
}

/// A moderate shock of every kind, with deficits fixed.
fn shocks(economy: &Economy) -> Shocks {
    let mut shocks = random::all_shocks(economy, 3);
    let soften = |tensor: &mut Option<TradeTensor>, middle: f64| {
        for value in tensor.iter_mut().flat_map(|tensor| tensor.as_mut_slice()) {
            *value = middle + 0.3 * (*value - middle);
        }
    };
    soften(&mut shocks.tariff, 0.1);
    soften(&mut shocks.iceberg_hat, 1.0);
    soften(&mut shocks.export_tax, 0.0);
    let [n, m] = economy.receipts.shape();
    let mut draw = Draw(5);
    shocks.purchase_tax = Some(Array3::from_fn([n, m, economy.uses()], |_, _, _| draw.between(-0.05, 0.1)));
    shocks.carbon = Some(CarbonPrice {
        price: vec![0.2, 0.1, 0.05],
        intensity: Array3::from_fn([n, m, economy.uses()], |_, _, _| draw.between(0.0, 0.2)),
        border: None,
    });
    shocks.fixed_cost_hat = Some(draw.links(economy, 0.9, 1.1, 1.0));
    shocks.deficits = DeficitRule::Fixed;
    shocks
}

/// A direction in which everything moves.
fn direction(economy: &Economy) -> Direction {
    let mut draw = Draw(9);
    let [n, m, f] = economy.factor_share.shape();
    let uses = economy.uses();
    let mut deficit: Vec<f64> = (0..n).map(|j| 0.02 * economy.income[j] * draw.between(-1.0, 1.0)).collect();
    let mean = deficit.iter().sum::<f64>() / n as f64;
    deficit.iter_mut().for_each(|deficit| *deficit -= mean);
    let cells =
        |draw: &mut Draw, width: usize| (0..n * width).map(|_| draw.between(-1.0, 1.0)).collect::<Vec<_>>();
    Direction {
        tariff: Some(draw.links(economy, -0.5, 0.5, 0.0)),
        export_tax: Some(draw.links(economy, -0.2, 0.2, 0.0)),
        iceberg: Some(draw.links(economy, -0.5, 0.5, 0.0)),
        fixed_cost: Some(draw.links(economy, -0.5, 0.5, 0.0)),
        subsidy: Some(Array2::from_vec([n, m], cells(&mut draw, m).iter().map(|x| 0.1 * x).collect())),
        productivity: Some(Array2::from_vec([n, m], cells(&mut draw, m))),
        factor_supply: Some(Array2::from_vec([n, f], cells(&mut draw, f))),
        purchase_tax: Some(Array3::from_fn([n, m, uses], |_, _, _| draw.between(-0.1, 0.1))),
        carbon_price: Some(vec![0.1, 0.2, 0.05]),
        preference: None,
        deficit: Some(deficit),
        caps: None,
    }
}

/// The shocks after a step along the direction.
fn step(economy: &Economy, shocks: &Shocks, direction: &Direction, size: f64) -> Shocks {
    let mut new = shocks.clone();
    let rates = |tensor: &mut Option<TradeTensor>, moves: &Option<TradeTensor>| {
        for (value, change) in
            tensor.as_mut().unwrap().as_mut_slice().iter_mut().zip(moves.as_ref().unwrap().as_slice())
        {
            *value += size * change;
        }
    };
    rates(&mut new.tariff, &direction.tariff);
    rates(&mut new.export_tax, &direction.export_tax);
    let hats = |cells: &mut [f64], moves: &[f64]| {
        cells.iter_mut().zip(moves).for_each(|(value, change)| *value *= (size * change).exp());
    };
    hats(new.iceberg_hat.as_mut().unwrap().as_mut_slice(), direction.iceberg.as_ref().unwrap().as_slice());
    hats(
        new.fixed_cost_hat.as_mut().unwrap().as_mut_slice(),
        direction.fixed_cost.as_ref().unwrap().as_slice(),
    );
    hats(
        new.productivity_hat.as_mut().unwrap().as_mut_slice(),
        direction.productivity.as_ref().unwrap().as_slice(),
    );
    hats(
        new.factor_supply_hat.as_mut().unwrap().as_mut_slice(),
        direction.factor_supply.as_ref().unwrap().as_slice(),
    );
    if let Some(moves) = &direction.preference {
        hats(new.preference_hat.as_mut().unwrap().as_mut_slice(), moves.as_slice());
    }
    for (cap, change) in new.quantity_caps.iter_mut().zip(direction.caps.iter().flatten()) {
        cap.cap *= (size * change).exp();
    }
    let add = |cells: &mut [f64], moves: &[f64]| {
        cells.iter_mut().zip(moves).for_each(|(value, change)| *value += size * change);
    };
    add(new.subsidy.as_mut().unwrap().as_mut_slice(), direction.subsidy.as_ref().unwrap().as_slice());
    add(
        new.purchase_tax.as_mut().unwrap().as_mut_slice(),
        direction.purchase_tax.as_ref().unwrap().as_slice(),
    );
    add(&mut new.carbon.as_mut().unwrap().price, direction.carbon_price.as_ref().unwrap());
    let baseline = economy.deficit.clone();
    new.deficit = Some(
        baseline
            .iter()
            .zip(direction.deficit.as_ref().unwrap())
            .map(|(d, change)| d + size * change)
            .collect(),
    );
    new
}

/// Log unit costs, log wages, log incomes and log real incomes.
fn outcomes(economy: &Economy, shocks: &Shocks) -> Vec<f64> {
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let equilibrium = solve(economy, shocks, &settings).unwrap_or_else(|error| panic!("{error}"));
    let income = equilibrium.group_income.as_slice().iter();
    let levels =
        equilibrium.unit_cost_hat.as_slice().iter().chain(income).chain(&equilibrium.real_income_hat);
    levels.map(|level| level.ln()).collect()
}

/// Tangent against central differences, extrapolated; gradients of each region's real income against the tangent.
fn check(case: &Case, add: impl Fn(&Economy, &mut Shocks, &mut Direction)) {
    let economy = case.economy();
    let (mut shocks, mut direction) = (shocks(&economy), direction(&economy));
    add(&economy, &mut shocks, &mut direction);
    check_economy(&economy, shocks, direction);
}

fn check_economy(economy: &Economy, shocks: Shocks, direction: Direction) {
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let equilibrium = solve(economy, &shocks, &settings).unwrap_or_else(|error| panic!("{error}"));
    let mut linearised = Linearised::new(economy, &shocks, &equilibrium).unwrap();
    let tangent = linearised.tangent(&direction).unwrap();
    let income = tangent.income.as_slice().iter();
    let found: Vec<f64> =
        tangent.unit_cost.as_slice().iter().chain(income).chain(&tangent.real_income).copied().collect();
    let slope = |size: f64| -> Vec<f64> {
        let at = |size: f64| outcomes(economy, &step(economy, &shocks, &direction, size));
        at(size).iter().zip(at(-size)).map(|(up, down)| (up - down) / (2.0 * size)).collect()
    };
    let (coarse, fine) = (slope(2e-3), slope(1e-3));
    let wanted: Vec<f64> =
        fine.iter().zip(&coarse).map(|(fine, coarse)| (4.0 * fine - coarse) / 3.0).collect();
    let scale = wanted.iter().fold(0.0, |most, value| f64::max(most, value.abs()));
    for (at, (found, wanted)) in found.iter().zip(&wanted).enumerate() {
        assert!((found - wanted).abs() <= 1e-6 * scale, "place {at}: {found} for {wanted}, of {scale}");
    }
    for j in economy.axes.regions.ids() {
        let weights = economy.axes.regions.ids().map(|k| if k == j { 1.0 } else { 0.0 }).collect();
        let sum = gradient_along(&mut linearised, &Measure::RealIncome(weights), &direction);
        let wanted = tangent.real_income[j.index()];
        assert!((sum - wanted).abs() <= 1e-9 * scale, "region {}: {sum} for {wanted}", j.index());
    }
    let (j, k) = (Region::new(1), Sector::new(2));
    let wanted = tangent.receipts[(j, k)] / equilibrium.receipts[(j, k)];
    let sum = gradient_along(&mut linearised, &Measure::Receipts(j, k), &direction);
    assert!((sum - wanted).abs() <= 1e-9 * scale, "receipts: {sum} for {wanted}");
}

/// The sum of all derivatives times the direction; carbon prices and preferences have no gradient and stay out.
fn gradient_along(linearised: &mut Linearised<'_>, measure: &Measure, direction: &Direction) -> f64 {
    let rest = Direction {
        carbon_price: direction.carbon_price.clone(),
        preference: direction.preference.clone(),
        caps: direction.caps.clone(),
        ..Direction::default()
    };
    let tangent = linearised.tangent(&rest).unwrap();
    let own = match measure {
        Measure::RealIncome(weights) => {
            weights.iter().zip(&tangent.real_income).map(|(w, x)| w * x).sum::<f64>()
        }
        Measure::Receipts(j, k) => tangent.receipts[(*j, *k)] / linearised.receipts(*j, *k),
        _ => panic!("no such measure in these tests"),
    };
    let marginal = linearised.marginal(measure).unwrap();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    own + dot(marginal.tariff().as_slice(), direction.tariff.as_ref().unwrap().as_slice())
        + dot(marginal.export_tax().as_slice(), direction.export_tax.as_ref().unwrap().as_slice())
        + dot(marginal.iceberg().as_slice(), direction.iceberg.as_ref().unwrap().as_slice())
        + dot(marginal.fixed_cost().as_slice(), direction.fixed_cost.as_ref().unwrap().as_slice())
        + dot(marginal.subsidy().as_slice(), direction.subsidy.as_ref().unwrap().as_slice())
        + dot(marginal.productivity().as_slice(), direction.productivity.as_ref().unwrap().as_slice())
        + dot(marginal.factor_supply().as_slice(), direction.factor_supply.as_ref().unwrap().as_slice())
        + dot(
            marginal.purchase_tax().unwrap().as_slice(),
            direction.purchase_tax.as_ref().unwrap().as_slice(),
        )
        + dot(&marginal.deficit(), direction.deficit.as_ref().unwrap())
}

fn nothing(_: &Economy, _: &mut Shocks, _: &mut Direction) {}

#[test]
fn under_perfect_competition() {
    check(&Case::default(), nothing);
}

const ALL: [MarketStructure; SECTORS] = [
    MarketStructure::External { scale_elasticity: 0.08 },
    MarketStructure::Melitz { variety_elasticity: 2.5 },
    MarketStructure::Krugman,
    MarketStructure::Perfect,
];

#[test]
fn under_every_market_structure() {
    check(&Case { structures: ALL, ..Case::default() }, nothing);
}

#[test]
fn under_by_use_sourcing() {
    let external = MarketStructure::External { scale_elasticity: 0.08 };
    check(&Case { by_use: true, seed: 2, ..Case::default() }, nothing);
    check(
        &Case {
            structures: [external, PERFECT[0], external, external],
            by_use: true,
            seed: 2,
            ..Case::default()
        },
        nothing,
    );
}

/// Preferences under which shares move with prices, and with income.
fn moving() -> [Preferences; 2] {
    [
        Preferences::Ces { substitution: 0.7 },
        Preferences::NonHomothetic { substitution: 0.5, income: vec![0.5, 0.8, 1.2, 1.5] },
    ]
}

/// Moves of log preferences: region × product.
fn tastes(economy: &Economy, seed: u64) -> Array2<Region, Sector> {
    let mut draw = Draw(seed);
    Array2::from_fn(economy.receipts.shape(), |_, _| draw.between(-1.0, 1.0))
}

#[test]
fn with_demand_that_moves_with_prices_income_and_tastes() {
    for (preferences, by_use) in moving().into_iter().flat_map(|p| [(p.clone(), false), (p, true)]) {
        check(&Case { preferences, by_use, ..Case::default() }, |economy, shocks, direction| {
            let hats = tastes(economy, 4).as_slice().iter().map(|x| (0.3 * x).exp()).collect();
            shocks.preference_hat = Some(Array2::from_vec(economy.receipts.shape(), hats));
            direction.preference = Some(tastes(economy, 6));
        });
    }
}

#[test]
fn tastes_move_what_is_bought_and_what_it_is_worth() {
    let all = std::iter::once(Preferences::CobbDouglas).chain(moving());
    let cases = all.flat_map(|p| [false, true].map(|by_use| (p.clone(), by_use)));
    for ((preferences, by_use), taxed) in cases.flat_map(|case| [(case.clone(), false), (case, true)]) {
        let economy = Case { preferences, by_use, ..Case::default() }.economy();
        let mut base = shocks(&economy);
        if !taxed {
            (base.purchase_tax, base.carbon) = (None, None);
        }
        tastes_move(&economy, &base);
    }
}

/// The tangent in a direction of tastes against central differences, where tastes have turned already.
fn tastes_move(economy: &Economy, base: &Shocks) {
    let (turned, moves) = (tastes(economy, 4), tastes(economy, 6));
    let shocks = |size: f64| {
        let cells = turned.as_slice().iter().zip(moves.as_slice());
        let hats = cells.map(|(turned, x)| (0.3 * turned + size * x).exp()).collect();
        Shocks { preference_hat: Some(Array2::from_vec(turned.shape(), hats)), ..base.clone() }
    };
    let outcomes = |equilibrium: &Equilibrium| -> Vec<f64> {
        let receipts = equilibrium.receipts.as_slice().iter().chain(&equilibrium.real_income_hat);
        receipts.map(|level| level.ln()).collect()
    };
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let at = |size: f64| solve(economy, &shocks(size), &settings).unwrap_or_else(|error| panic!("{error}"));
    let (here, equilibrium) = (shocks(0.0), at(0.0));
    let mut linearised = Linearised::new(economy, &here, &equilibrium).unwrap();
    let direction = Direction { preference: Some(moves.clone()), ..Direction::default() };
    let tangent = linearised.tangent(&direction).unwrap();
    let receipts = tangent.receipts.as_slice().iter().zip(equilibrium.receipts.as_slice());
    let found = receipts.map(|(change, level)| change / level).chain(tangent.real_income.iter().copied());
    let (up, down) = (outcomes(&at(1e-4)), outcomes(&at(-1e-4)));
    for ((up, down), found) in up.iter().zip(&down).zip(found) {
        let wanted = (up - down) / 2e-4;
        assert!((found - wanted).abs() < 1e-6, "{found} for {wanted}");
    }
}

#[test]
fn real_income_after_a_turn_of_tastes_is_that_of_the_old_tastes() {
    for preferences in moving() {
        let (substitution, epsilon) = match &preferences {
            Preferences::NonHomothetic { substitution, income } => (*substitution, income.clone()),
            Preferences::Ces { substitution } => (*substitution, vec![1.0; SECTORS]),
            Preferences::CobbDouglas => panic!("shares that do not move"),
        };
        let economy = Case { preferences, ..Case::default() }.economy();
        let hats = tastes(&economy, 4).as_slice().iter().map(|x| x.exp()).collect();
        let preference_hat = Some(Array2::from_vec(economy.receipts.shape(), hats));
        let shocks = Shocks { preference_hat, purchase_tax: None, carbon: None, ..shocks(&economy) };
        let equilibrium = solve(&economy, &shocks, &Settings::default()).unwrap();
        for (j, g) in economy.axes.regions.ids().flat_map(|j| [(j, Id::new(0)), (j, Id::new(1))]) {
            // households spend a fixed part of income
            let spent = equilibrium.group_income[(j, g)] / economy.group_income[(j, g)];
            let prices = equilibrium.price_index_hat.row(j);
            let share = economy.final_demand[0].share.row(j);
            // Σ b (P/E)^(1−σ) U^(ε(1−σ)) rises with U for σ < 1
            let sum = |relative: &dyn Fn(usize) -> f64, ln: f64| -> f64 {
                let power = |s: usize| (1.0 - substitution) * (relative(s).ln() + epsilon[s] * ln);
                (0..SECTORS).map(|s| share[s] * power(s).exp()).sum()
            };
            let (mut low, mut high) = (-5.0, 5.0);
            while high - low > 1e-14 {
                let middle = 0.5 * (low + high);
                let (less, more) =
                    if sum(&|s| prices[s] / spent, middle) < 1.0 { (middle, high) } else { (low, middle) };
                (low, high) = (less, more);
            }
            let wanted = sum(&|_| 1.0, low).powf(1.0 / (1.0 - substitution));
            let found = equilibrium.group_real_income_hat[(j, g)];
            assert!((found / wanted - 1.0).abs() < 1e-9, "{found} for {wanted}");
        }
    }
}

#[test]
fn in_every_factor_market() {
    let markets = [
        vec![FactorMarket::Specific, FactorMarket::World],
        vec![FactorMarket::Roy { shape: 2.0 }, FactorMarket::LongRun],
        vec![FactorMarket::World, FactorMarket::Roy { shape: 3.0 }],
    ];
    for (seed, markets) in markets.into_iter().enumerate() {
        check(&Case { markets, seed: seed as u64, ..Case::default() }, nothing);
    }
}

#[test]
fn where_people_move() {
    let economy = Case::default().economy();
    let (shocks, direction) = (shocks(&economy), direction(&economy));
    let mut parameters = economy.parameters.clone();
    parameters.migration = Some(Migration {
        countries: vec![vec![Region::new(0), Region::new(2)]],
        elasticity: 1.5,
        share: Array2::from_fn([3, 3], |o: Region, n: Region| if o == n { 0.8 } else { 0.2 }),
        people: vec![10.0, 20.0, 5.0],
        moves: vec![true, false],
    });
    check_economy(&Economy { parameters, ..economy }, shocks, direction);
}

#[test]
fn with_quantity_caps_that_bind() {
    for rent in [Rent::Origin, Rent::Destination, Rent::Nobody] {
        check(&Case::default(), |_, shocks, direction| {
            shocks.quantity_caps = vec![QuantityCap {
                sector: Sector::new(1),
                destination: Region::new(0),
                origin: Region::new(2),
                cap: 0.4,
                rent,
            }];
            direction.caps = Some(vec![0.5]);
        });
    }
}

#[test]
fn a_use_is_a_sector_or_a_column() {
    let economy = Case::default().economy();
    assert_eq!(economy.uses(), SECTORS + 3);
    assert_eq!(Use::new(SECTORS).index(), SECTORS);
}
