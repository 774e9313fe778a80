//! The solver against a second, slow transcription of the whole model: levels, literal equations, a Jacobian of
//! finite differences, from hats of one.

pub mod cases;
pub mod newton;

use crate::property::{Limit, holds_for};
use cases::{
    Case, all, energy_tree, external, melitz, mixed, moderate, parameters, spec, structured, two_groups,
};
use oblate_equilibrium::{
    Demand, FactorMarket, FinalUses, MarketStructure, Parameters, Preferences, Shocks, Sourcing, WageFloor,
};
use oblate_world::{FinalUse, Id, RandomWorld};

/// Unit costs, receipts, factor prices, prices, incomes and utilities, each relative to the plain model's.
const LIMIT: Limit = Limit(1e-8, "relative");

type Choice = fn(usize, f64) -> MarketStructure;

const STRUCTURES: [(&str, Choice); 6] = [
    ("perfect", |_, _| MarketStructure::Perfect),
    ("external, θψ = 0.6", |_, theta| external(0.6, theta)),
    ("external, θψ = 1", |_, theta| external(1.0, theta)),
    ("krugman", |_, _| MarketStructure::Krugman),
    ("melitz", |_, theta| melitz(0.3, theta)),
    ("mixed", mixed),
];

/// Every structure on a few worlds.
fn structures() -> impl Iterator<Item = (u64, Choice)> {
    STRUCTURES.iter().flat_map(|(_, choice)| (0..4).map(move |seed| (seed, *choice)))
}

fn apart(investment: bool) -> FinalUses {
    let investment = if investment { vec![FinalUse::new(1)] } else { Vec::new() };
    FinalUses::Apart { households: vec![FinalUse::new(0)], investment }
}

#[test]
fn each_market_structure_is_the_plain_model() {
    let statement = "each market structure alone and all mixed by sector, after tariffs, trade costs, productivity and factor supplies: \
                     the plain model, solved in levels from hats of one, gives the same";
    holds_for(statement, LIMIT, structures(), |(seed, choice)| {
        let spec = spec(seed);
        Case::new(&spec, structured(parameters(&spec), choice)).gap(|economy| moderate(economy, seed))
    });
}

#[test]
fn sourcing_by_use_is_the_plain_model() {
    let statement =
        "sourcing by use under each market structure, final uses apart: the plain model gives the same";
    holds_for(statement, LIMIT, structures(), |(seed, choice)| {
        let spec = RandomWorld { regions: 3, sectors: 3, ..spec(seed) };
        let demand = Demand { final_uses: apart(true), ..Demand::default() };
        let parameters = Parameters { sourcing: Sourcing::ByUse, demand, ..parameters(&spec) };
        Case::new(&spec, structured(parameters, choice)).gap(|economy| moderate(economy, seed))
    });
}

#[test]
fn technology_trees_are_the_plain_model() {
    let statement = "a nest of energy with one factor, elasticities by sector, beside the default tree, under each market structure: \
                     the plain model gives the same";
    holds_for(statement, LIMIT, structures(), |(seed, choice)| {
        let spec = RandomWorld { factors: 2 + seed as usize % 2, ..spec(seed) };
        let mut parameters = parameters(&spec);
        energy_tree(&mut parameters, &spec);
        Case::new(&spec, structured(parameters, choice)).gap(|economy| moderate(economy, seed))
    });
}

/// Preferences other than Cobb–Douglas.
fn preferences(seed: u64, sectors: usize) -> Preferences {
    let substitution = [0.4, 2.5, 0.7, 1.6][seed as usize % 4];
    let income = (0..sectors).map(|s| 0.5 + 0.4 * s as f64).collect();
    if seed % 8 < 4 {
        Preferences::Ces { substitution }
    } else {
        Preferences::NonHomothetic { substitution, income }
    }
}

#[test]
fn demand_of_groups_is_the_plain_model() {
    let statement = "CES and non-homothetic CES demand of two groups of households who own factors unequally: the plain model gives the \
                     same";
    holds_for(statement, LIMIT, 0..16, |seed| {
        let spec = spec(seed);
        let final_uses = if seed % 2 == 0 { FinalUses::Pooled } else { apart(seed % 4 == 1) };
        let preferences = preferences(seed, spec.sectors);
        let demand = Demand { preferences, final_uses, groups: two_groups(&spec, false) };
        let sourcing = if seed % 3 == 2 { Sourcing::ByUse } else { Sourcing::Common };
        let parameters = Parameters { demand, sourcing, ..parameters(&spec) };
        let choice = STRUCTURES[seed as usize % STRUCTURES.len()].1;
        Case::new(&spec, structured(parameters, choice)).gap(|economy| moderate(economy, seed))
    });
}

#[test]
fn every_wedge_is_the_plain_model() {
    let statement = "taxes on purchases by use, export taxes, output subsidies, fixed costs of market access and tastes on top, under each \
                     market structure: the plain model gives the same";
    let cases = structures().flat_map(|(seed, choice)| [false, true].map(|by_use| (seed, choice, by_use)));
    holds_for(statement, LIMIT, cases, |(seed, choice, by_use)| {
        let spec = RandomWorld { regions: 3, sectors: 3, ..spec(seed) };
        let demand = Demand { final_uses: apart(seed % 2 == 0), ..Demand::default() };
        let sourcing = if by_use { Sourcing::ByUse } else { Sourcing::Common };
        let parameters = Parameters { demand, sourcing, ..parameters(&spec) };
        Case::new(&spec, structured(parameters, choice)).gap(|economy| all(economy, seed))
    });
}

#[test]
fn deficit_rules_are_the_plain_model() {
    use oblate_equilibrium::DeficitRule::{Fixed, Share, Zero};
    let statement =
        "deficits that stay, end, or keep their share of factor income: the plain model gives the same";
    let cases = (0..4).flat_map(|seed| [Fixed, Zero, Share].map(|rule| (seed, rule)));
    holds_for(statement, LIMIT, cases, |(seed, deficits)| {
        let spec = spec(seed);
        let case = Case::new(&spec, structured(parameters(&spec), mixed));
        case.gap(|economy| Shocks { deficits, ..moderate(economy, seed) })
    });
}

/// Every kind of factor market.
const MARKETS: [FactorMarket; 7] = [
    FactorMarket::Mobile,
    FactorMarket::Specific,
    FactorMarket::Roy { shape: 1.8 },
    FactorMarket::World,
    FactorMarket::LongRun,
    FactorMarket::Rigid { floor: WageFloor::Nominal },
    FactorMarket::Rigid { floor: WageFloor::Real },
];

#[test]
fn factor_markets_are_the_plain_model() {
    let statement = "each kind of factor market (specific, roy, of the world, long-run capital, rigid) beside a mobile factor, with two \
                     groups of households: the plain model gives the same";
    let cases = MARKETS.iter().flat_map(|market| (0..4).map(move |seed| (seed, *market)));
    holds_for(statement, LIMIT, cases, |(seed, market)| {
        let spec = RandomWorld { regions: 3, sectors: 3, factors: 2, ..spec(seed) };
        let weighted = matches!(market, FactorMarket::Roy { .. } | FactorMarket::Specific);
        let demand =
            Demand { final_uses: apart(true), groups: two_groups(&spec, weighted), ..Demand::default() };
        let factor_markets = vec![FactorMarket::Mobile, market];
        let parameters = Parameters { demand, factor_markets, ..parameters(&spec) };
        let choice: Choice = if seed < 2 { |_, _| MarketStructure::Perfect } else { mixed };
        Case::new(&spec, structured(parameters, choice)).gap(|economy| moderate(economy, seed))
    });
}

#[test]
fn everything_at_once_is_the_plain_model() {
    let statement = "all of it at once (structures, sourcing by use, trees, non-homothetic demand of groups, factor markets, every \
                     wedge): the plain model gives the same";
    holds_for(statement, LIMIT, 0..MARKETS.len() as u64, |seed| {
        let spec = RandomWorld { regions: 3, sectors: 3, factors: 3, ..spec(seed) };
        let preferences = preferences(4 + seed % 4, spec.sectors);
        let demand = Demand { preferences, final_uses: apart(true), groups: two_groups(&spec, true) };
        let market = |at: u64| MARKETS[(seed + at) as usize % MARKETS.len()];
        // capital in the long run together with a real floor leaves nothing that holds the economy of scale back
        let factor_markets = vec![FactorMarket::Mobile, market(0), market(3)];
        let mut parameters =
            Parameters { demand, sourcing: Sourcing::ByUse, factor_markets, ..parameters(&spec) };
        energy_tree(&mut parameters, &spec);
        Case::new(&spec, structured(parameters, mixed)).gap(|economy| all(economy, seed))
    });
}
