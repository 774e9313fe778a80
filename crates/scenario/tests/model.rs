//! What a scenario says of its economy becomes the parameters of the model, worked by hand.

use crate::support::*;
use approx::assert_abs_diff_eq;
use oblate_equilibrium::{
    Elasticity, FactorMarket, FinalUses, MarketStructure, Members, Nest, Preferences, WageFloor,
};
use oblate_scenario::{ElasticityBase, Markets, Resolved, Scenario, Sourcing};
use oblate_world::{Factor, FinalUse, Id, Region, Sector};

const NONE: [f64; 3] = [f64::NAN; 3];

fn markets(resolved: &Resolved, trade: [f64; 3], scale: [f64; 3]) -> Markets {
    resolved.model.structure.at(&world().axes().sectors, &trade, &scale).unwrap()
}

#[test]
fn a_silent_scenario_is_perfect_competition_with_one_household_and_mobile_factors() {
    let resolved = base("title = \"t\"");
    let markets = markets(&resolved, [5.0; 3], NONE);
    assert_eq!(markets.structure, [MarketStructure::Perfect; 3]);
    assert_eq!(markets.trade_elasticity, [5.0; 3]);
    assert!(markets.warnings.is_empty());
    assert_eq!(resolved.model.sourcing, Sourcing::Common);
    assert_eq!(resolved.model.demand, oblate_equilibrium::Demand::default());
    assert_eq!(resolved.model.factor_markets, [FactorMarket::Mobile; 2]);
}

#[test]
fn structures_differ_by_sector_and_sector_group() {
    let text = "[model]\nstructure = { default = \"krugman\", goods = \"external\" }";
    let markets = markets(&base(text), [5.0, 4.0, 3.0], [0.1, 0.2, f64::NAN]);
    let external = |scale_elasticity| MarketStructure::External { scale_elasticity };
    assert_eq!(markets.structure, [external(0.1), external(0.2), MarketStructure::Krugman]);
}

#[test]
fn a_multiple_acts_on_all_economies_of_scale() {
    let text = "[model]\nstructure = { default = \"krugman\", A = \"perfect\", C26 = \"external\" }\n\
                [parameters]\nscale_multiple = ";
    let markets =
        |multiple: &str| markets(&base(&format!("{text}{multiple}")), [5.0; 3], [f64::NAN, 0.2, f64::NAN]);
    let external = |scale_elasticity| MarketStructure::External { scale_elasticity };
    assert_eq!(markets("0.5").structure, [MarketStructure::Perfect, external(0.1), external(0.1)]);
    assert_eq!(markets("1").structure, [MarketStructure::Perfect, external(0.2), MarketStructure::Krugman]);
    assert!(markets("0.5").warnings.is_empty());
    let idle = base("[parameters]\nscale_multiple = 0.5\n[[tariff]]\nset = 0.1");
    let told = "`parameters.scale_multiple` changes nothing: no sector is `external` or `krugman` in [model]";
    assert!(warnings(&idle).iter().any(|warning| warning == told), "{:?}", warnings(&idle));
}

#[test]
fn melitz_takes_elasticities_from_tariffs_where_it_is_told_so() {
    let text = "[model]\nstructure = { C26 = \"melitz\" }\n[parameters]\nvariety_elasticity = 4\n";
    let costs = markets(&base(text), [5.0; 3], NONE);
    assert_eq!(costs.structure[C26], MarketStructure::Melitz { variety_elasticity: 4.0 });
    assert_eq!(costs.trade_elasticity, [5.0; 3]);
    let tariffs = markets(&base(&format!("{text}elasticity_from = \"tariffs\"")), [5.0; 3], NONE);
    // (5 + 1) (4 − 1) / 4
    assert_eq!(tariffs.trade_elasticity, [5.0, 4.5, 5.0]);
}

#[test]
fn strong_returns_to_scale_are_warned_of() {
    let resolved = base("[model]\nstructure = \"external\"");
    let markets = markets(&resolved, [5.0, 4.0, 10.0], [0.2, 0.3, 0.05]);
    let told: Vec<String> = markets.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "scale elasticity times trade elasticity is above 1 in C26 (1.2): the equilibrium need not be the only \
             one; `oblate run --starts N` looks for others",
            "scale elasticity times trade elasticity is 1 in A: such a sector can close in a region"
        ]
    );
    // free entry has the same numbers, and is told alike
    let krugman = self::markets(&base("[model]\nstructure = \"krugman\""), [5.0; 3], NONE);
    assert_eq!(krugman.warnings, self::markets(&resolved, [5.0; 3], [0.2; 3]).warnings);
    assert_eq!(krugman.warnings.len(), 1);
}

#[test]
fn structures_that_the_elasticities_do_not_allow_are_told_at_their_places() {
    let text = "[model]\nstructure = { A = \"external\", M = \"external\", C26 = \"melitz\" }\n[parameters]\n\
                variety_elasticity = { C26 = 7 }";
    let world = world();
    let sectors = &world.axes().sectors;
    let told = |text: &str, scale: [f64; 3]| -> Vec<String> {
        let problems = base(text).model.structure.at(sectors, &[5.0; 3], &scale).unwrap_err();
        problems.iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        told(text, NONE),
        [
            "my.toml:2:19: `external` needs a scale elasticity, and A has none: give `scale_elasticity` in \
             [parameters]",
            "my.toml:2:35: `external` needs a scale elasticity, and M has none: give `scale_elasticity` in \
             [parameters]",
            "my.toml:4:30: a variety elasticity of 7 is out of bounds for `C26`: it may be at most 6, one more than its \
             trade elasticity"
        ]
    );
    assert_eq!(
        told("[model]\nstructure = \"external\"", [0.1, f64::NAN, f64::NAN]),
        [
            "my.toml:2:13: `external` needs a scale elasticity, and C26, M have none: give `scale_elasticity` in \
             [parameters]"
        ]
    );
}

#[test]
fn scale_elasticities_come_from_sets_numbers_and_tables() {
    let choice = |value: &str| base(&format!("[parameters]\nscale_elasticity = {value}")).parameters;
    let named = choice("\"lashkaripour-lugovskyy-2023\"").scale_elasticity;
    assert_eq!(named.base, ElasticityBase::Set("lashkaripour-lugovskyy-2023".to_owned()));
    let own = choice("{ default = 0.1, C26 = 0 }");
    assert_eq!(own.scale_elasticity.base, ElasticityBase::Number(0.1));
    assert_eq!(own.scale_elasticity.sectors, [(Sector::new(C26), 0.0)]);
    assert_eq!(own.trade_elasticity, Default::default());
    // a table need not have every sector
    let tables = TestTables::default().with("s.csv", &["sector"], &["value"], &[(&["M"], 0.3)]);
    let text = "[parameters]\nscale_elasticity = { table = \"s.csv\" }";
    let table = run_on(&world(), &tables, text, &[]).unwrap().swap_remove(0).parameters.scale_elasticity;
    assert_eq!(table.sectors, [(Sector::new(M), 0.3)]);
}

#[test]
fn own_nests_make_one_tree_for_each_set_of_using_sectors() {
    let text = "[model]\ntechnology.materials = 0.5\n[[model.nest]]\nname = \"energy\"\nin = \"value_added\"\n\
                elasticity = { default = 0.4, C26 = 0.2 }\nproducts = \"A\"\nsectors = \"goods\"\n\
                [[model.nest]]\nname = \"machines\"\nin = \"energy\"\nfactors = \"capital\"\nsectors = \"C26\"";
    let technology = base(text).model.technology;
    assert_eq!(technology.tree_of, [0, 1, 2]);
    let names = |tree: &[Nest]| tree.iter().map(|nest| nest.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&technology.trees[2]), ["output", "value_added", "materials"]);
    assert_eq!(names(&technology.trees[0]), ["output", "value_added", "materials", "energy"]);
    let [energy, machines] = &technology.trees[1][3..] else { unreachable!() };
    assert_eq!((energy.parent, machines.parent), (Some(1), Some(3)));
    assert_eq!(energy.elasticity, Elasticity::BySector(vec![0.4, 0.2, 0.4]));
    assert_eq!(energy.products, Members::These(vec![Sector::new(A)]));
    assert_eq!(machines.elasticity, Elasticity::BySector(vec![1.0; 3]));
    assert_eq!(machines.factors, Members::These(vec![Factor::new(1)]));
    assert_eq!(technology.trees[1][2].elasticity, Elasticity::BySector(vec![0.5; 3]));
    assert_eq!(technology.trees[1][2].products, Members::Rest);
}

#[test]
fn demand_has_preferences_and_final_uses() {
    let ces = base("[demand]\npreferences = \"ces\"\nsubstitution = 0.6").model.demand;
    assert_eq!(ces.preferences, Preferences::Ces { substitution: 0.6 });
    let text =
        "[demand]\npreferences = \"non-homothetic\"\nsubstitution = 0.5\nincome = { default = 1.2, A = 0.3 }";
    let bent = base(text).model.demand;
    let income = vec![0.3, 1.2, 1.2];
    assert_eq!(bent.preferences, Preferences::NonHomothetic { substitution: 0.5, income });
    let apart = base_on(&investing(), "[demand]\nfinal_uses = \"apart\"").model.demand;
    let uses = |at: usize| vec![FinalUse::new(at)];
    assert_eq!(apart.final_uses, FinalUses::Apart { households: uses(0), investment: uses(1) });
    let text = "[demand]\nfinal_uses = \"apart\"\nhouseholds = [\"HFCE\", \"GGFC\"]";
    let own = base_on(&investing(), text).model.demand.final_uses;
    let households = vec![FinalUse::new(0), FinalUse::new(2)];
    assert_eq!(own, FinalUses::Apart { households, investment: uses(1) });
}

#[test]
fn one_household_takes_what_the_others_leave() {
    let text = "[[household]]\nname = \"low\"\nfactors = { labour = 0.6, capital = 0.1 }\ntransfers = 0.5\n\
                sectors = { C26 = 2.0 }\n[[household]]\nname = \"high\"\nfactors = { labour = 0.4 }\ntransfers = 0.5";
    let groups = base(text).model.demand.groups;
    assert_eq!(groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["low", "high"]);
    assert_eq!(groups[0].factor_share, [0.6, 0.1]);
    assert_abs_diff_eq!(groups[1].factor_share[..], [0.4, 0.9], epsilon = 1e-15);
    assert_eq!((groups[0].transfer_share, groups[1].transfer_share), (0.5, 0.5));
    assert_eq!(groups[0].sector_weight, Some(vec![1.0, 2.0, 1.0]));
    assert_eq!(groups[1].sector_weight, None);
    // shares as people round them are scaled
    let third = |name: &str| {
        format!("[[household]]\nname = \"{name}\"\nfactors = {{ all = 1 }}\n")
            .replace("all = 1", "labour = 0.3333333, capital = 0.3333333")
    };
    let text = ["a", "b", "c"].map(|name| third(name) + "transfers = 0.3333333\n").concat();
    let sum: f64 = base(&text).model.demand.groups.iter().map(|group| group.factor_share[0]).sum();
    assert_abs_diff_eq!(sum, 1.0, epsilon = 1e-15);
}

#[test]
fn every_factor_has_a_market() {
    let market = |text: &str| base(&format!("[factors]\n{text}")).model.factor_markets;
    let mobile = FactorMarket::Mobile;
    assert_eq!(market("labour = { roy = 2.5 }"), [FactorMarket::Roy { shape: 2.5 }, mobile]);
    assert_eq!(market("capital = \"world\""), [mobile, FactorMarket::World]);
    assert_eq!(market("all = \"specific\""), [FactorMarket::Specific; 2]);
    let rigid = |floor| FactorMarket::Rigid { floor };
    assert_eq!(market("labour = { rigid = \"real\" }"), [rigid(WageFloor::Real), mobile]);
    assert_eq!(market("labour.rigid = \"nominal\""), [rigid(WageFloor::Nominal), mobile]);
    let text = "[demand]\nfinal_uses = \"apart\"\n[factors]\ncapital = \"long-run\"";
    assert_eq!(base_on(&investing(), text).model.factor_markets, [mobile, FactorMarket::LongRun]);
}

/// A scenario with the world that it splits.
fn resolved_on(world: &oblate_world::World, text: &str) -> oblate_scenario::Resolution {
    let context = oblate_scenario::Context {
        world,
        tables: &TestTables::default(),
        groups: &TestGroups,
        elasticity_sets: &[],
        scale_elasticity_sets: &[],
    };
    Scenario::parse(text, "my.toml").unwrap().long_run(&[], &context).unwrap()
}

#[test]
fn a_split_factor_is_known_everywhere() {
    let text = "[[factor_split]]\nfrom = \"capital\"\nname = \"land\"\nshare = { A = 0.5, goods = 0.25 }\n\
                [factors]\nland = \"specific\"\n[[factor]]\nregion = \"DEU\"\nfactors = \"land\"\nmultiply = 0.9\n\
                [[household]]\nname = \"all\"\nfactors = { land = 1.0 }";
    let text = text.replace("A = 0.5, goods = 0.25", "A = 0.5");
    let world = world();
    let resolution = resolved_on(&world, &text);
    let split = resolution.world.as_ref().unwrap();
    assert_eq!(split.axes().factors.codes().collect::<Vec<_>>(), ["labour", "capital", "land"]);
    let (deu, farming) = (Region::new(DEU), Sector::new(A));
    let before = world.accounts().factor_income.row(deu, farming)[1];
    let after = split.accounts().factor_income.row(deu, farming);
    assert_abs_diff_eq!(after[1..], [before / 2.0, before / 2.0], epsilon = 1e-12);
    let case = &resolution.cases[0];
    assert_eq!(case.model.factor_markets[2], FactorMarket::Specific);
    assert_eq!(case.shocks.factor_supply_hat.as_ref().unwrap()[(deu, Factor::new(2))], 0.9);
    assert_eq!(case.log[0].to_string(), "`factor_split.1`: `land` earns 0 to 0.5 of what `capital` earned");
}

#[test]
fn the_code_of_a_split_region_means_its_parts() {
    let text = "[groups]\nsouthern = [\"south\"]\n[[region_split]]\nregion = \"DEU\"\nparts = { north = 0.75, south = 0.25 }\n\
                own = 0.5\n[[productivity]]\nregion = \"DEU\"\nmultiply = 1.1\n[[iceberg]]\nfrom = \"southern\"\nto = \"north\"\n\
                multiply = 0.9";
    let world = world();
    let resolution = resolved_on(&world, text);
    let split = resolution.world.as_ref().unwrap();
    let [north, south] = ["north", "south"].map(|code| split.axes().regions.find(code).unwrap());
    assert_eq!(split.axes().regions.len(), world.axes().regions.len() + 1);
    let case = &resolution.cases[0];
    let productivity = case.shocks.productivity_hat.as_ref().unwrap();
    for j in split.axes().regions.ids() {
        let expected = if j == north || j == south { 1.1 } else { 1.0 };
        assert_eq!(productivity[(j, Sector::new(A))], expected);
    }
    let cost = case.shocks.iceberg_hat.as_ref().unwrap();
    assert_eq!(cost[(Sector::new(A), north, south)], 0.9);
    assert_eq!(cost[(Sector::new(A), south, north)], 1.0);
    assert_eq!(
        case.log[0].to_string(),
        "`region_split.1`: DEU is split into north (0.75), south (0.25); each buys 0.5 from itself"
    );
}

#[test]
fn model_keys_can_be_set_anew() {
    let text = "[demand]\npreferences = \"ces\"\nsubstitution = 0.5\n[[model.nest]]\nname = \"energy\"\nproducts = \"A\"";
    let set = ["demand.substitution=2", "factors.labour=specific", "model.nest.1.elasticity=0.3"];
    let model = &run(text, &set).unwrap()[0].model;
    assert_eq!(model.demand.preferences, Preferences::Ces { substitution: 2.0 });
    assert_eq!(model.factor_markets[0], FactorMarket::Specific);
    assert_eq!(model.technology.trees[0][3].elasticity, Elasticity::BySector(vec![0.3; 3]));
}

#[test]
fn production_taxes_are_income_in_every_variant_or_in_none() {
    let text = "[model]\nproduction_taxes = \"value-added\"\n[[tariff]]\nset = 0.1\n";
    let told = warnings(&base(text));
    assert!(told.iter().any(|warning| warning.starts_with("net taxes on production, ")), "{told:?}");
    let other =
        "[variants.v]\nset = { \"model.production_taxes\" = \"value-added\" }\n[[tariff]]\nset = 0.1\n";
    let told = mistakes(other);
    assert!(told[0].contains("`production_taxes` is the same in every variant"), "{told:?}");
}
