//! What a scenario says of its economy reaches the model, the result tables and `run.json`.

use crate::support::{solved, value, world};
use approx::assert_relative_eq;
use oblate::{EngineError, WORLD, run_report};
use oblate_indicators::{InputOutput, Lengths, borders_crossed};
use oblate_world::{Array2, Id, RandomWorld, Satellite, World};

const SHOCK: &str = "[[tariff]]\nfrom = \"R2\"\nto = \"R1\"\nadd = 0.2\n";

#[test]
fn structures_come_with_their_numbers_and_are_recorded() {
    let text = format!(
        "{SHOCK}[model]\nstructure = {{ default = \"perfect\", s1 = \"external\", s2 = \"krugman\", s3 = \"melitz\" }}\n\
         [parameters]\ntrade_elasticity = 5\nscale_elasticity = 0.1\nvariety_elasticity = 4\nelasticity_from = \"tariffs\""
    );
    let result = solved(&world(), &text, 1).unwrap();
    let parameters = &result.variants[0].baseline.parameters;
    // melitz: θ = (5 + 1) (4 − 1)/4 = 4.5, ψ = 1/4.5, η = 4.5/3 − 1 = 0.5
    assert_eq!(parameters.trade_elasticity, [5.0, 5.0, 4.5, 5.0, 5.0]);
    assert_eq!(parameters.scale_elasticity, [0.1, 0.2, 1.0 / 4.5, 0.0, 0.0]);
    assert_eq!(parameters.selection, [0.0, 0.0, 0.5, 0.0, 0.0]);
    let entry = &result.results.manifest.variants[0];
    assert_eq!(entry.structure, "by sector");
    let words: Vec<&str> = entry.parameters.iter().map(|of| of.structure.as_str()).collect();
    assert_eq!(words, ["external", "krugman", "melitz", "perfect", "perfect"]);
    assert_eq!((entry.parameters[2].scale_elasticity, entry.parameters[2].selection), (1.0 / 4.5, 0.5));
}

#[test]
fn structures_that_lack_a_number_are_mistakes_of_the_scenario() {
    let text = "[model]\nstructure = { s1 = \"external\", s2 = \"melitz\" }\n[parameters]\ntrade_elasticity = 5\n\
                variety_elasticity = 9\n[variants.more]\nset = { \"model.deficits\" = \"zero\" }";
    let Err(EngineError::Scenario { problems, .. }) = solved(&world(), text, 1) else { unreachable!() };
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "my.toml:2:20: `external` needs a scale elasticity, and s1 has none: give `scale_elasticity` in \
             [parameters]",
            "my.toml:5:22: a variety elasticity of 9 is out of bounds for `s2`: it may be at most 6, one more than its \
             trade elasticity"
        ]
    );
}

#[test]
fn groups_of_households_have_a_table_whose_incomes_add_up() {
    let world = world();
    let factors: Vec<&str> = world.axes().factors.codes().collect();
    let shares: Vec<String> = factors.iter().map(|factor| format!("{factor} = 0.4")).collect();
    let text = format!(
        "{SHOCK}[[household]]\nname = \"low\"\nfactors = {{ {} }}\ntransfers = 0.5\n[[household]]\nname = \"high\"\n",
        shares.join(", ")
    );
    let result = solved(&world, &text, 1).unwrap();
    let tables = &result.results;
    let households = tables.table("households").unwrap();
    let of = |group: &str, variable: &str| {
        value(households, &[("region", "R1"), ("group", group), ("variable", variable)], "value")
    };
    for (variable, of_region) in [
        ("income_baseline", result.variants[0].baseline.income[0]),
        ("income", result.variants[0].equilibrium.income[0]),
    ] {
        assert_relative_eq!(of("low", variable) + of("high", variable), of_region, max_relative = 1e-9);
    }
    // real income of all groups, weighted by income, is that of the region
    let real = |group: &str| of(group, "income_baseline") * of(group, "real_income_pct");
    let region = value(
        tables.table("regions").unwrap(),
        &[("region", "R1"), ("variable", "real_income_pct")],
        "value",
    );
    let mean = (real("low") + real("high")) / result.variants[0].baseline.income[0];
    assert_relative_eq!(mean, region, max_relative = 1e-6);
    assert_eq!(result.results.manifest.variants[0].demand.households, ["low", "high"]);
    assert!(tables.table("factors").is_none());
}

#[test]
fn specific_factors_have_a_table_of_prices_by_sector() {
    let world = world();
    let factor = world.axes().factors.codes().next().unwrap().to_owned();
    let text = format!("{SHOCK}[factors]\n{factor} = \"specific\"");
    let result = solved(&world, &text, 1).unwrap();
    let tables = &result.results;
    let prices = tables.table("factors").unwrap();
    let labels = [("region", "R1"), ("sector", "s1"), ("factor", factor.as_str())];
    let hats = result.variants[0].equilibrium.sector_wage_hat.as_ref().unwrap();
    assert_eq!(value(prices, &labels, "value"), hats.as_slice()[0]);
    assert!(tables.table("households").is_none());
    assert_eq!(result.results.manifest.variants[0].factor_markets[&factor], "specific");
}

/// The random world with emissions of CO2 in millions of tonnes.
fn emitting() -> World {
    let mut accounts = world().into_accounts();
    accounts.satellites.push(Satellite {
        name: "co2".to_owned(),
        unit: "Mt".to_owned(),
        values: Array2::from_fn([4, 5], |j: oblate_world::Region, k: oblate_world::Sector| {
            use oblate_world::Id;
            1.0 + j.index() as f64 + 0.5 * k.index() as f64
        }),
    });
    World::new(accounts).unwrap()
}

#[test]
fn emissions_that_are_priced_are_those_of_the_world_and_pay_the_price() {
    const PRICE: f64 = 1.0;
    let text = format!(
        "[groups]\nwest = [\"R1\", \"R2\"]\n[[carbon_price]]\nregion = \"R1\"\nset = {PRICE:?}\non = \"all\""
    );
    let tables = solved(&emitting(), &text, 1).unwrap().results;
    let told = |region: &str, variable: &str| {
        value(tables.table("emissions").unwrap(), &[("region", region), ("variable", variable)], "value")
    };
    for (j, region) in ["R1", "R2", "R3", "R4"].iter().enumerate() {
        // five sectors: 1 + j and half a tonne more from one to the next
        assert_relative_eq!(told(region, "emissions_baseline"), 10.0 + 5.0 * j as f64, max_relative = 1e-9);
    }
    let sum = |variable| told("R1", variable) + told("R2", variable);
    assert_relative_eq!(told("west", "emissions"), sum("emissions"), max_relative = 1e-12);
    let hat = sum("emissions") / sum("emissions_baseline");
    assert_relative_eq!(told("west", "emissions_hat"), hat, max_relative = 1e-12);
    assert!(told("R1", "emissions_hat") < 0.99 && told(WORLD, "emissions_hat") < 1.0);
    // there is no other tax on purchases: what they bring in, in millions, is the price of a tonne times millions of tonnes
    let of_r1 = [("region", "R1"), ("variable", "purchase_tax_revenue")];
    let revenue = value(tables.table("regions").unwrap(), &of_r1, "value");
    assert_relative_eq!(revenue, PRICE * told("R1", "emissions"), max_relative = 1e-7);
    let units = tables.table("emissions").unwrap().labels("unit").unwrap().words();
    assert_eq!(units, ["Mt", "ratio"]);
    assert!(solved(&emitting(), SHOCK, 1).unwrap().results.table("emissions").is_none());
}

#[test]
fn a_split_factor_earns_its_part_and_has_a_price() {
    let world = world();
    let factor = world.axes().factors.codes().next().unwrap().to_owned();
    let text = format!(
        "{SHOCK}[[factor_split]]\nfrom = \"{factor}\"\nname = \"land\"\nshare = 0.25\n[[factor]]\nregion = \"R1\"\n\
         factors = \"land\"\nmultiply = 0.9"
    );
    let result = solved(&world, &text, 1).unwrap();
    let regions = result.results.table("regions").unwrap();
    assert!(value(regions, &[("region", "R1"), ("variable", "factor_price_hat:land")], "value") > 1.0);
    let changes = &result.results.manifest.variants[0].changes;
    assert_eq!(changes[0], format!("`factor_split.1`: `land` earns 0.25 of what `{factor}` earned"));
    // a factor split off that nothing happens to leaves real incomes as they were
    let idle = solved(&world, &text.replace("multiply = 0.9", "multiply = 1.0"), 1).unwrap();
    let plain = solved(&world, SHOCK, 1).unwrap();
    for (a, b) in
        idle.variants[0].welfare.real_income_pct.iter().zip(&plain.variants[0].welfare.real_income_pct)
    {
        assert_relative_eq!(a, b, max_relative = 1e-6);
    }
}

/// Real income of a place in the base case.
fn real_income(result: &crate::support::Solved, region: &str) -> f64 {
    value(
        result.results.table("regions").unwrap(),
        &[("region", region), ("variable", "real_income_pct")],
        "value",
    )
}

#[test]
fn parts_of_one_market_are_the_region_that_they_were() {
    let world = world();
    let split = |own: f64| {
        format!(
            "{SHOCK}[[region_split]]\nregion = \"R1\"\nparts = {{ east = 0.7, west = 0.3 }}\nown = {own}\n\
             [groups]\nwhole = [\"R1\"]"
        )
    };
    let plain = real_income(&solved(&world, SHOCK, 1).unwrap(), "R1");
    // parts that are treated alike change alike, whatever they buy from each other
    for own in [0.0, 0.6, 1.0] {
        let result = solved(&world, &split(own), 1).unwrap();
        for place in ["east", "west", "whole"] {
            assert_relative_eq!(real_income(&result, place), plain, max_relative = 1e-6, epsilon = 1e-9);
        }
        assert!(result.results.manifest.world.regions.iter().any(|label| label.code == "east"));
        assert!(result.results.manifest.world.caveats.last().unwrap().contains("`R1` was split into 2"));
    }
}

#[test]
fn people_move_to_where_real_income_per_head_rises() {
    let world = world();
    let factor = world.axes().factors.codes().next().unwrap().to_owned();
    let rise = "[[productivity]]\nregion = \"R1\"\nmultiply = 1.1\n";
    let migration = format!(
        "[groups]\nhome = [\"R1\", \"R2\"]\n[migration]\namong = \"home\"\nfactors = \"{factor}\"\nelasticity = 1.5"
    );
    let result = solved(&world, &format!("{rise}{migration}"), 1).unwrap();
    let regions = result.results.table("regions").unwrap();
    let of =
        |region: &str, variable: &str| value(regions, &[("region", region), ("variable", variable)], "value");
    let hat = |region: &str| of(region, "population_hat");
    assert!(hat("R1") > 1.0 && hat("R2") < 1.0);
    assert_eq!(hat("R3"), 1.0);
    // together they stay as many as they were
    let [first, second] = [of("R1", "population"), of("R2", "population")];
    assert_relative_eq!(first * hat("R1") + second * hat("R2"), first + second, max_relative = 1e-9);
    assert_relative_eq!(of("home", "population_hat"), 1.0, max_relative = 1e-9);
    // without roots the odds of two regions move with the ratio of real incomes per head to the power of the elasticity
    let per_head = |region: &str| 1.0 + of(region, "real_income_per_head_pct") / 100.0;
    assert_relative_eq!(
        hat("R1") / hat("R2"),
        (per_head("R1") / per_head("R2")).powf(1.5),
        max_relative = 1e-8
    );
    // and all fare alike wherever they come from
    assert_relative_eq!(
        of("R1", "welfare_of_natives_pct"),
        of("R2", "welfare_of_natives_pct"),
        max_relative = 1e-8
    );
    let recorded = result.results.manifest.variants[0].migration.as_ref().unwrap();
    assert_eq!(recorded.countries, [["R1", "R2"]]);
    assert_eq!((recorded.elasticity, &recorded.factors), (1.5, &vec![factor]));
    assert_relative_eq!(recorded.native["R2"], second / (first + second), max_relative = 1e-12);
    // parts of the change along the path of the shock add up to it
    let parts = result.variants[0].decomposition.as_ref().unwrap();
    for (total, channels) in parts.total.iter().zip(&parts.channels) {
        assert_relative_eq!(channels.iter().sum::<f64>(), *total, epsilon = 1e-8);
    }
}

#[test]
fn entries_of_a_scenario_are_told_apart_in_the_split() {
    let world = world();
    let text = "title = \"Two fences\"\n[[tariff]]\nname = \"first\"\nfrom = \"R2\"\nto = \"R1\"\nadd = 0.2\n\
                [[tariff]]\nfrom = \"R3\"\nto = \"R1\"\nadd = 0.1\n\
                [[productivity]]\nname = \"growth\"\nregion = \"R4\"\nmultiply = 1.02\n";
    let result = solved(&world, text, 1).unwrap();
    let table = result.results.table("decomposition").unwrap();
    let (splits, parts) = (table.labels("split").unwrap(), table.labels("part").unwrap());
    let (regions, values) = (table.labels("region").unwrap(), table.numbers("value").unwrap());
    let of = |split: &str, region: &str| -> Vec<(String, f64)> {
        let here = (0..table.rows()).filter(|&at| splits.get(at) == split && regions.get(at) == region);
        here.map(|at| (parts.get(at).to_owned(), values[at])).collect()
    };
    for region in ["R1", "R2", "R3", "R4"] {
        let entries = of("entry", region);
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["tariff.first", "tariff.2", "productivity.growth"]);
        let sum = |parts: &[(String, f64)]| parts.iter().map(|(_, value)| value).sum::<f64>();
        assert_relative_eq!(sum(&entries), sum(&of("shock", region)), epsilon = 1e-9);
        assert_relative_eq!(sum(&entries), sum(&of("channel", region)), epsilon = 1e-6);
        assert_relative_eq!(entries[2].1, of("shock", region)[1].1, epsilon = 1e-12);
    }
    let page = run_report(&result.results);
    assert!(page.contains("By entry of the scenario") && page.contains("tariff.first"));
}

#[test]
fn chains_are_told_where_uses_have_their_own_sources() {
    let world = RandomWorld { by_use: true, seed: 3, ..RandomWorld::default() }.build();
    let text = "title = \"Far\"\n[model]\nsourcing = \"by-use\"\n[[iceberg]]\nfrom = \"all\"\nto = \"all\"\nmultiply = 1.3\n";
    let result = solved(&world, text, 1).unwrap();
    let chains = result.variants[0].chains.as_ref().unwrap();
    // what the world itself says, before
    let table = InputOutput::of(&world);
    let (lengths, borders) = (Lengths::new(&table).unwrap(), borders_crossed(&table).unwrap());
    for r in table.region_ids() {
        let made = |values: &[f64]| {
            let members = table.of_region(r);
            let weighted: f64 = members.iter().map(|&i| table.value_added()[i] * values[i]).sum();
            weighted / members.iter().map(|&i| table.value_added()[i]).sum::<f64>()
        };
        assert_relative_eq!(
            chains.before.stages_ahead[r.index()],
            made(&lengths.upstreamness),
            max_relative = 1e-9
        );
        assert_relative_eq!(chains.before.borders_crossed[r.index()], made(&borders), max_relative = 1e-9);
        assert!(chains.after.borders_crossed[r.index()] < chains.before.borders_crossed[r.index()]);
    }
    let common = solved(&world, &text.replace("by-use", "common"), 1).unwrap();
    assert_eq!(common.variants[0].chains, None);
}
