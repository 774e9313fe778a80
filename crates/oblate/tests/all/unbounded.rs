//! A region without home supply that is cut off has no finite prices: its values are missing, the others stand.

use crate::support::{solved, value};
use oblate::{Format, open_world};
use oblate_world::World;

const AUTARKY: &str = "title = \"Autarky\"\n[model]\ndeficits = \"zero\"\n[[embargo]]\n";

/// Codes of regions that buy something of which they make nothing.
fn without_home_supply(world: &World) -> Vec<String> {
    let axes = world.axes();
    let lacks = |&j: &oblate_world::Region| {
        axes.sectors
            .ids()
            .any(|s| world.trade()[(s, j, j)] == 0.0 && world.trade().row(s, j).iter().any(|z| *z > 0.0))
    };
    axes.regions.ids().filter(lacks).map(|j| axes.regions.code(j).to_owned()).collect()
}

#[test]
fn regions_without_home_supply_are_missing_and_the_others_stand() {
    let world = open_world("world-2014").unwrap();
    let lacking = without_home_supply(&world);
    assert!(lacking.contains(&"RUS".to_owned()), "data.md lists Russia first: {lacking:?}");
    let result = solved(&world, AUTARKY, 1).unwrap();
    let tables = &result.results;
    for region in world.axes().regions.codes() {
        let labels = [("variant", "base"), ("region", region), ("variable", "real_income_pct")];
        let change = value(tables.table("regions").unwrap(), &labels, "value");
        if lacking.iter().any(|code| code == region) {
            assert!(change.is_nan(), "{region} {change}");
        } else {
            assert!(change < 0.0 && change > -100.0, "{region} {change}");
        }
    }
    let world_total = [("variant", "base"), ("region", "WLD"), ("variable", "real_income_pct")];
    assert!(value(tables.table("regions").unwrap(), &world_total, "value").is_nan());
    for code in &lacking {
        let told = format!("`{code}` trades with nobody and has no home supply of ");
        assert!(result.variants[0].warnings.iter().any(|warning| warning.starts_with(&told)), "{code}");
    }
}

#[test]
fn missing_values_are_empty_in_csv() {
    let world = open_world("world-2014").unwrap();
    let tables = solved(&world, AUTARKY, 1).unwrap().results;
    let mut text = Vec::new();
    tables.table("regions").unwrap().write(Format::Csv, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("base,RUS,real_income_pct,,percent\n"));
    assert!(!text.contains("NaN"));
}
