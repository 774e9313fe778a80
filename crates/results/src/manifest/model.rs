//! The choices of a case as `run.json` tells them.

use std::collections::BTreeMap;

use oblate_equilibrium::{DeficitRule, FactorMarket, FinalUses, Preferences, WageFloor};
use oblate_world::{Axes, Axis, Factor, Id, Region, Sector};
use serde::{Deserialize, Serialize};

use super::ParameterEntry;
use oblate_engine::Case;

/// Final demand of a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DemandEntry {
    /// Preferences of households.
    pub preferences: String,
    /// Their elasticity of substitution; none under `cobb-douglas`.
    pub substitution: Option<f64>,
    /// Income parameters by product; none but under `non-homothetic`.
    pub income: Option<BTreeMap<String, f64>>,
    /// Which final uses are told apart.
    pub final_uses: String,
    /// Names of the groups of households; empty means one that owns all.
    pub households: Vec<String>,
}

/// Migration of a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationEntry {
    /// Codes of the regions of each country.
    pub countries: Vec<Vec<String>>,
    /// Elasticity of migration.
    pub elasticity: f64,
    /// Codes of the factors that people take along.
    pub factors: Vec<String>,
    /// Share of the people of each of these regions who come from it.
    pub native: BTreeMap<String, f64>,
}

/// The structure of all sectors, `by sector` where they differ.
pub(super) fn structure(case: &Case) -> String {
    let mut words = case.resolved.model.structure.words();
    match words.next() {
        Some(first) if words.all(|word| word == first) => first.to_string(),
        _ => "by sector".to_owned(),
    }
}

pub(super) fn deficits(rule: DeficitRule) -> &'static str {
    match rule {
        DeficitRule::Fixed => "fixed",
        DeficitRule::Zero => "zero",
        DeficitRule::Share => "share",
    }
}

pub(super) fn demand(case: &Case, sectors: &Axis<Sector>) -> DemandEntry {
    let demand = &case.resolved.model.demand;
    let (preferences, substitution, income) = match &demand.preferences {
        Preferences::CobbDouglas => ("cobb-douglas", None, None),
        Preferences::Ces { substitution } => ("ces", Some(*substitution), None),
        Preferences::NonHomothetic { substitution, income } => {
            ("non-homothetic", Some(*substitution), Some(income))
        }
    };
    let by_product =
        |income: &Vec<f64>| sectors.codes().map(str::to_owned).zip(income.iter().copied()).collect();
    DemandEntry {
        preferences: preferences.to_owned(),
        substitution,
        income: income.map(by_product),
        final_uses: match demand.final_uses {
            FinalUses::Pooled => "pooled",
            FinalUses::Apart { .. } => "apart",
        }
        .to_owned(),
        households: demand.groups.iter().map(|group| group.name.clone()).collect(),
    }
}

/// The market of each factor in the words of scenario files.
pub(super) fn factor_markets(case: &Case, factors: &Axis<Factor>) -> BTreeMap<String, String> {
    let parameters = case.parameters();
    let word = |market: FactorMarket| match market {
        FactorMarket::Mobile => "mobile".to_owned(),
        FactorMarket::Specific => "specific".to_owned(),
        FactorMarket::World => "world".to_owned(),
        FactorMarket::LongRun => "long-run".to_owned(),
        FactorMarket::Roy { shape } => format!("roy = {shape}"),
        FactorMarket::Rigid { floor: WageFloor::Nominal } => "rigid = nominal".to_owned(),
        FactorMarket::Rigid { floor: WageFloor::Real } => "rigid = real".to_owned(),
    };
    let market = |f: Factor| (factors.code(f).to_owned(), word(parameters.factor_market(f.index())));
    factors.ids().map(market).collect()
}

/// Who moves where.
pub(super) fn migration(case: &Case, axes: &Axes) -> Option<MigrationEntry> {
    let migration = case.resolved.model.migration.as_ref()?;
    let codes = |country: &Vec<Region>| country.iter().map(|&j| axes.regions.code(j).to_owned()).collect();
    let native = |country: &Vec<Region>, home: Region| {
        let live_here = |&origin: &Region| migration.people[origin.index()] * migration.share[(origin, home)];
        live_here(&home) / country.iter().map(live_here).sum::<f64>()
    };
    let natives = migration.countries.iter().flat_map(|country| {
        country.iter().map(move |&home| (axes.regions.code(home).to_owned(), native(country, home)))
    });
    let moves = axes.factors.ids().filter(|factor| migration.moves[factor.index()]);
    Some(MigrationEntry {
        countries: migration.countries.iter().map(codes).collect(),
        elasticity: migration.elasticity,
        factors: moves.map(|factor| axes.factors.code(factor).to_owned()).collect(),
        native: natives.collect(),
    })
}

/// Names of the scenario's own nests, each once.
pub(super) fn nests(case: &Case) -> Vec<String> {
    const BASE: usize = 3;
    let mut names: Vec<String> = Vec::new();
    for nest in case.resolved.model.technology.trees.iter().flat_map(|tree| tree.iter().skip(BASE)) {
        if !names.contains(&nest.name) {
            names.push(nest.name.clone());
        }
    }
    names
}

/// The parameters of every sector.
pub(super) fn parameters(case: &Case, sectors: &Axis<Sector>) -> Vec<ParameterEntry> {
    let parameters = case.parameters();
    let structures = case.resolved.model.structure.words();
    let entry = |(s, structure): (Sector, oblate_scenario::Structure)| {
        let tree = parameters.technology.tree(s);
        // elasticities of scenarios are the same in all regions
        let sigma = |nest: usize| tree[nest].elasticity.at(Region::new(0), s);
        ParameterEntry {
            sector: sectors.code(s).to_owned(),
            structure: structure.to_string(),
            trade_elasticity: parameters.theta(s),
            source: case.elasticities.sources[s.index()].clone(),
            scale_elasticity: parameters.scale_elasticity[s.index()],
            selection: parameters.selection[s.index()],
            output: sigma(0),
            value_added: sigma(1),
            materials: sigma(2),
        }
    };
    sectors.ids().zip(structures).map(entry).collect()
}
