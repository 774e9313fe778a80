//! The built-in world: it is what the recipe makes, it holds what the sources say, and it loads fast.

use crate::data;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use approx::assert_relative_eq;
use oblate_sources::{
    DEFAULT_ELASTICITY_SET, build_world_2014, builtin, builtin_names, trade_elasticity, world_hash,
    write_compact_world,
};
use oblate_world::{Flows, Id, MendRule, Region, Sector, World};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../worlds/world-2014/world-2014.world");

fn world() -> World {
    builtin("world-2014").unwrap().unwrap()
}

fn place(world: &World, region: &str, sector: &str) -> (Region, Sector) {
    (world.axes().regions.find(region).unwrap(), world.axes().sectors.find(sector).unwrap())
}

fn places(world: &World, rule: MendRule) -> BTreeSet<String> {
    let mends = world.accounts().mends.iter().filter(|mend| mend.rule == rule);
    mends
        .map(|mend| format!("{} {}", mend.region.as_deref().unwrap(), mend.sector.as_deref().unwrap()))
        .collect()
}

#[test]
fn the_committed_file_is_what_the_recipe_makes() {
    let Some(data) = data::folder("data/world-2014") else { return };
    let world = build_world_2014(&data).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("world-2014.world");
    write_compact_world(&world, &path, false).unwrap();
    let same = std::fs::read(path).unwrap() == std::fs::read(COMMITTED).unwrap();
    assert!(same, "worlds/world-2014/world-2014.world is stale: run `cargo xtask world`");
    assert_eq!(world_hash(&self::world()), world_hash(&world));
}

#[test]
fn it_is_44_regions_by_37_sectors() {
    assert_eq!(builtin_names(), ["world-2014"]);
    assert!(builtin("world-2015").is_none());
    let world = world();
    let axes = world.axes();
    assert_eq!((axes.regions.len(), axes.sectors.len()), (44, 37));
    assert_eq!(axes.final_uses.codes().collect::<Vec<_>>(), ["HFCE", "GGFC", "GFCF"]);
    assert_eq!(axes.factors.codes().collect::<Vec<_>>(), ["labour", "capital"]);
    let standard = |code| axes.regions.label(axes.regions.find(code).unwrap()).standard.as_deref();
    assert_eq!((standard("DEU"), standard("ROW")), (Some("DEU"), None));
    let chips = axes.sectors.label(axes.sectors.find("C26").unwrap());
    assert_eq!(
        (chips.name.as_str(), chips.standard.as_deref()),
        ("Computers, electronics and optics", Some("C26"))
    );
    assert!(axes.sectors.labels().iter().all(|label| label.standard.is_some()));
    let description = &world.accounts().description;
    assert_eq!((description.name.as_str(), description.year), ("world-2014", Some(2014)));
    assert_eq!(
        (description.unit.as_str(), description.licence.as_str()),
        ("million current US dollars", "CC BY 4.0")
    );
    assert!(description.caveats[0].starts_with("The product mix of bilateral flows is estimated"));
    assert!(description.sources.iter().all(|source| !source.files.is_empty() && !source.licence.is_empty()));
}

/// Totals from a separate calculation in numpy: Leontief inverse, rounding, residual value added and floor.
#[test]
fn totals_agree_with_a_separate_calculation() {
    let world = world();
    assert_relative_eq!(world.gross_output().sum(), 160_128_039.614_23, max_relative = 1e-11);
    let income: f64 = world.accounts().factor_income.as_slice().iter().sum();
    // 75 843 388.038 before the floor, which adds 250.684 + 13 349.878 + 48.687 + 63.956 + 0.238
    assert_relative_eq!(income, 75_857_101.48, max_relative = 1e-8);
    let oil = place(&world, "BRA", "C19");
    assert_relative_eq!(world.gross_output()[oil], 135_651.928_71, max_relative = 1e-11);
    assert_relative_eq!(
        world.accounts().factor_income.row(oil.0, oil.1).iter().sum::<f64>(),
        1_356.519_287_1,
        max_relative = 1e-11
    );
}

/// The traps that the notes on the source list, each met by its rule.
#[test]
fn every_rule_is_applied_and_listed() {
    let world = world();
    let no_home = "CHN J58T60,IND J58T60,LUX C19,MEX L,RUS C21,RUS C25,RUS C27,RUS C30,RUS E,RUS J58T60,RUS J62T63,\
                   RUS M,TUR C21,TUR J58T60";
    let expected = no_home.split(',').map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(places(&world, MendRule::NoHomeSupply), expected);
    let floored = ["BGR C19", "BRA C19", "DNK C19", "LUX H50T51", "MLT B"].map(str::to_owned);
    assert_eq!(places(&world, MendRule::ValueAddedFloor), floored.into());
    assert!(places(&world, MendRule::CrossHauling).contains("FRA C26"));
    let count = |rule| world.accounts().mends.iter().filter(|mend| mend.rule == rule).count();
    assert_eq!(count(MendRule::CrossHauling), 13);
    assert_eq!(count(MendRule::NegativeFinalUse), 44);
    assert_eq!(count(MendRule::NegativeIntermediateUse), 0);
    assert_eq!(count(MendRule::IndustryTaxes), 44);
    assert_eq!(count(MendRule::Rounding), 2);
    let find = |rule, region: Option<&str>, sector: Option<&str>| {
        let mut mends = world.accounts().mends.iter().filter(|mend| mend.rule == rule);
        mends.find(|mend| mend.region.as_deref() == region && mend.sector.as_deref() == sector).unwrap()
    };
    assert_relative_eq!(
        find(MendRule::NegativeFinalUse, Some("USA"), Some("E")).before,
        -69935.2,
        epsilon = 1.0
    );
    let inventories = find(MendRule::DropInventories, None, Some("INVNT"));
    assert_relative_eq!(inventories.before, 410_999.866_8, max_relative = 1e-5);
    let petroleum = find(MendRule::DropInventories, Some("CYP"), Some("C19"));
    assert!(petroleum.before < 4.0 && petroleum.after > 590.0);
    let romania = find(MendRule::ValueAddedResidual, Some("ROU"), Some("RTU"));
    assert_relative_eq!(romania.before - romania.after, 3_844.5, epsilon = 60.0);
}

#[test]
fn industries_without_output_are_empty() {
    let world = world();
    let dead = (0..44 * 37).filter(|&at| world.gross_output().as_slice()[at] == 0.0).count();
    assert_eq!(dead, 14);
    let (j, k) = place(&world, "RUS", "C30");
    assert_eq!(world.accounts().factor_income.row(j, k), [0.0, 0.0]);
    assert_eq!(world.accounts().production_tax[(j, k)], 0.0);
}

#[test]
fn labour_shares_are_credible_and_world_means_where_the_source_has_none() {
    let world = world();
    let (axes, accounts) = (world.axes(), world.accounts());
    let share = |j, k| {
        let [labour, capital] = [accounts.factor_income.row(j, k)[0], accounts.factor_income.row(j, k)[1]];
        labour / (labour + capital)
    };
    for j in axes.regions.ids() {
        for k in axes.sectors.ids().filter(|&k| world.gross_output()[(j, k)] > 0.0) {
            assert!(
                (0.05..=0.95).contains(&share(j, k)),
                "{} {}",
                axes.regions.code(j),
                axes.sectors.code(k)
            );
        }
    }
    // Australian farming as published: 13 005.1 of 33 953.8
    let (j, k) = place(&world, "AUS", "A");
    assert_relative_eq!(share(j, k), 13_005.1 / 33_953.8, max_relative = 1e-4);
    let mean = accounts.mends.iter().find(|mend| {
        mend.rule == MendRule::LabourShare
            && mend.region.as_deref() == Some("ROW")
            && mend.sector.as_deref() == Some("A")
    });
    let (mean, (j, k)) = (mean.unwrap(), place(&world, "ROW", "A"));
    assert!(mean.before.is_nan());
    assert_relative_eq!(share(j, k), mean.after, max_relative = 1e-4);
}

#[test]
fn what_is_missing_is_missing_and_not_zero() {
    let world = world();
    let (row, farming) = place(&world, "ROW", "A");
    let satellite = |name: &str| {
        let mut satellites = world.accounts().satellites.iter();
        &satellites.find(|satellite| satellite.name == name).unwrap().values
    };
    assert!(satellite("employment")[(row, farming)].is_nan());
    assert!(satellite("capital_stock")[(row, farming)].is_nan());
    assert_eq!(satellite("co2")[(row, farming)], 147_586.0);
    let (australia, _) = place(&world, "AUS", "A");
    assert_eq!(satellite("employment")[(australia, farming)], 297.256);
    let pair = |name: &str, origin: &str, destination: &str| {
        let pairs = world.accounts().pair_covariates.iter().find(|covariate| covariate.name == name).unwrap();
        let region = |code| world.axes().regions.find(code).unwrap();
        pairs.values[(region(origin), region(destination))]
    };
    assert_eq!(pair("distance_km", "AUS", "AUT"), 15_989.0);
    assert_eq!(pair("contiguous", "FRA", "DEU"), 1.0);
    assert!(pair("distance_km", "AUS", "ROW").is_nan());
    assert_eq!(pair("distance_km", "AUS", "TWN"), 7_272.55);
    assert!(pair("ideal_point_distance", "AUS", "TWN").is_nan());
    let facts: BTreeMap<&str, f64> = world
        .accounts()
        .region_covariates
        .iter()
        .map(|covariate| (covariate.name.as_str(), covariate.values[australia.index()]))
        .collect();
    assert_eq!(facts["ideal_point"], 1.43135);
    assert_eq!(facts["population"], 23.5964);
    assert_eq!(facts["latitude"], -33.8833);
}

#[test]
fn its_elasticities_are_the_default_set() {
    let world = world();
    let mapped = trade_elasticity(DEFAULT_ELASTICITY_SET, &world.axes().sectors).unwrap();
    assert_eq!(world.accounts().trade_elasticity, Some(mapped.trade_elasticity));
    assert!(world.accounts().tariff.is_none());
}

/// Final use is the source's, rounded; inputs of an industry stand to each other as in the source.
#[test]
fn flows_are_those_of_the_source() {
    let Some(data) = data::folder("data/world-2014") else { return };
    let (rows, final_use) = wide(&data.join("F.parquet"));
    let (_, intermediate) = wide(&data.join("Z.parquet"));
    let world = world();
    let Flows::ByUse { intermediate: z, final_use: f } = &world.accounts().flows else {
        unreachable!("every use has its own sources")
    };
    let close = |found: f64, source: f64, place: &str| {
        if source < 0.0499 {
            assert_eq!(found, 0.0, "{place}");
        } else if source > 0.0501 {
            assert_relative_eq!(found, source, max_relative = 5.1e-4);
        }
    };
    for row in 0..rows {
        for buyer in 0..44 {
            for usage in 0..3 {
                let source = final_use[buyer * 4 + usage][row];
                close(f[(row * 44 + buyer) * 3 + usage], source, "final use");
            }
        }
    }
    for column in (0..rows).step_by(7) {
        let source = &intermediate[column];
        let largest = (0..rows).max_by(|&a, &b| source[a].total_cmp(&source[b])).unwrap();
        let scale = z[largest * rows + column] / source[largest].max(f64::MIN_POSITIVE);
        for row in 0..rows {
            let (found, source) = (z[row * rows + column], source[row] * scale);
            assert!((found - source).abs() <= 1.1e-3 * source + 0.0505, "{row} {column}: {found} {source}");
        }
    }
}

/// The numbers of a wide table, column by column, and how many rows there are.
fn wide(path: &Path) -> (usize, Vec<Vec<f64>>) {
    use arrow_array::cast::AsArray;
    use arrow_array::types::Float32Type;
    let file = std::fs::File::open(path).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let mut columns = vec![Vec::new(); reader.schema().fields().len() - 1];
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        for (at, column) in columns.iter_mut().enumerate() {
            let cells = batch.column(at + 1).as_primitive::<Float32Type>();
            column.extend(cells.values().iter().map(|&cell| f64::from(cell)));
        }
    }
    (columns[0].len(), columns)
}
