//! The layout `table`: export and import give the world back; raw tables are mended on the way.

use std::collections::BTreeSet;
use std::path::Path;

use approx::assert_relative_eq;
use oblate_sources::{Format, ImportOptions, SourceError, export_table, import_table};
use oblate_world::{Flows, Id, MendRule, RandomWorld, World};

fn round_trip(world: &World, format: Format) -> World {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("exported");
    export_table(world, &folder, format, false).unwrap();
    import_table(&folder, &ImportOptions::default()).unwrap()
}

#[test]
fn an_exported_world_comes_back_the_same() {
    for by_use in [true, false] {
        for format in [Format::Csv, Format::Parquet] {
            let world = RandomWorld { by_use, dead_sectors: 1, ..RandomWorld::default() }.build();
            assert!(round_trip(&world, format) == world, "{by_use} {format:?}");
        }
    }
}

/// Labels, units, sources, mends and missing facts survive.
#[test]
fn everything_a_world_says_comes_back() {
    let mut accounts = RandomWorld { by_use: true, ..RandomWorld::default() }.build().into_accounts();
    accounts.description.year = Some(2014);
    accounts.description.licence = "CC BY 4.0".to_owned();
    accounts.description.caveats = vec!["a, \"quoted\" sentence".to_owned()];
    accounts.description.sources = vec![oblate_world::Source {
        name: "somewhere".to_owned(),
        files: vec![oblate_world::SourceFile { name: "Z.csv".to_owned(), blake3: "00".to_owned() }],
        ..Default::default()
    }];
    accounts.mends = vec![oblate_world::Mend {
        rule: MendRule::DropInventories,
        region: None,
        sector: Some("s1".to_owned()),
        before: -0.1,
        after: 0.0,
        note: "a note, with a comma".to_owned(),
    }];
    let world = World::new(accounts).unwrap();
    for format in [Format::Csv, Format::Parquet] {
        assert!(round_trip(&world, format) == world, "{format:?}");
    }
}

#[test]
fn missing_facts_stay_missing() {
    let mut accounts = RandomWorld::default().build().into_accounts();
    accounts.satellites[0].values.as_mut_slice()[3] = f64::NAN;
    accounts.region_covariates[0].values[0] = f64::NAN;
    accounts.pair_covariates[0].values.as_mut_slice()[5] = f64::NAN;
    let world = World::new(accounts).unwrap();
    for format in [Format::Csv, Format::Parquet] {
        let back = round_trip(&world, format).into_accounts();
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        let was = world.accounts();
        assert_eq!(bits(back.satellites[0].values.as_slice()), bits(was.satellites[0].values.as_slice()));
        assert_eq!(bits(&back.region_covariates[0].values), bits(&was.region_covariates[0].values));
        assert_eq!(
            bits(back.pair_covariates[0].values.as_slice()),
            bits(was.pair_covariates[0].values.as_slice())
        );
    }
}

#[test]
fn a_folder_is_never_overwritten_in_silence() {
    let world = RandomWorld::default().build();
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("w");
    export_table(&world, &folder, Format::Csv, false).unwrap();
    std::fs::write(folder.join("notes.txt"), "mine").unwrap();
    assert!(matches!(export_table(&world, &folder, Format::Parquet, false), Err(SourceError::Exists { .. })));
    // in the other format: the old tables go, what is not of the layout stays
    export_table(&world, &folder, Format::Parquet, true).unwrap();
    assert!(!folder.join("industries.csv").exists());
    assert!(folder.join("notes.txt").exists());
    assert!(import_table(&folder, &ImportOptions::default()).unwrap() == world);
    assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 1, "no staging folder is left");
}

/// Two regions, two sectors, one final use and inventories, written as a person would.
fn small(folder: &Path) {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write(
        "flows.csv",
        "from_region,from_sector,to_region,to_use,value\n\
         N,farm,N,mill,30\nN,farm,N,C,50\nN,farm,S,C,20\n\
         N,mill,N,farm,10\nN,mill,S,C,40\n\
         S,farm,S,mill,10\nS,farm,S,C,40\nS,farm,N,INVNT,-5\n\
         S,mill,S,C,60\nS,mill,N,farm,5\n",
    );
    write("industries.csv", "region,sector,value_added\nN,farm,85\nN,mill,20\nS,farm,45\nS,mill,55\n");
}

#[test]
fn a_raw_table_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    let world = import_table(folder.path(), &ImportOptions::default()).unwrap();
    let axes = world.axes();
    assert_eq!(axes.regions.codes().collect::<Vec<_>>(), ["N", "S"]);
    assert_eq!(axes.sectors.codes().collect::<Vec<_>>(), ["farm", "mill"]);
    assert_eq!(axes.final_uses.codes().collect::<Vec<_>>(), ["C"]);
    // without the stock change of −5, output of S farm is its sales to mill and households, 10 + 40
    let farm_south =
        world.gross_output()[(axes.regions.find("S").unwrap(), axes.sectors.find("farm").unwrap())];
    assert_relative_eq!(farm_south, 50.0, max_relative = 1e-12);
    assert!(
        world
            .accounts()
            .mends
            .iter()
            .any(|mend| mend.rule == MendRule::DropInventories && mend.before == -5.0)
    );
    // the files are on record with their hashes
    let files = &world.accounts().description.sources[0].files;
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["industries.csv", "flows.csv"]);
    let hash = blake3::hash(&std::fs::read(folder.path().join("flows.csv")).unwrap());
    assert_eq!(files[1].blake3, hash.to_hex().as_str());
}

#[test]
fn mends_can_be_switched_off_by_name() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    let off = ImportOptions { mends_off: BTreeSet::from([MendRule::DropInventories]), ..Default::default() };
    let error = import_table(folder.path(), &off).unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "`{}`: line 9, column `value`: -5 is not allowed; it must be a finite number that is not negative, since \
             the rule that mends it is off",
            folder.path().join("flows.csv").display()
        )
    );
}

#[test]
fn a_mend_beyond_the_tolerance_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    // 40 instead of 45: without inventories 40 × 50/45 where 50 is left, 11 % of output
    std::fs::write(
        folder.path().join("industries.csv"),
        "region,sector,value_added\nN,farm,85\nN,mill,20\nS,farm,40\nS,mill,55\n",
    )
    .unwrap();
    let strict = ImportOptions { tolerance: 0.1, ..Default::default() };
    let error = import_table(folder.path(), &strict).unwrap_err().to_string();
    assert!(error.contains("value added of sector `farm` in region `S` would change from 44.4"), "{error}");
    let lenient = ImportOptions { tolerance: 0.12, ..Default::default() };
    let world = import_table(folder.path(), &lenient).unwrap();
    assert!(world.accounts().mends.iter().any(|mend| mend.rule == MendRule::ValueAddedResidual));
}

#[test]
fn names_come_from_the_folder_or_from_the_options() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("small-world");
    std::fs::create_dir(&folder).unwrap();
    small(&folder);
    let world = import_table(&folder, &ImportOptions::default()).unwrap();
    assert_eq!(world.accounts().description.name, "small-world");
    let named =
        ImportOptions { name: Some("x".to_owned()), title: Some("X".to_owned()), ..Default::default() };
    let world = import_table(&folder, &named).unwrap();
    assert_eq!(
        (world.accounts().description.name.as_str(), world.accounts().description.title.as_str()),
        ("x", "X")
    );
}

#[test]
fn further_tables_are_read() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("regions.csv", "code,name,iso3,population\nS,South,,7.5\nN,North,NOR,\n");
    write("sectors.csv", "code,name,isic4\nfarm,Farming,A01\nmill,Milling,C10\n");
    write("tariffs.csv", "exporter,importer,sector,value\nN,S,farm,0.1\n");
    write("satellites.csv", "region,sector,name,value,unit\nN,farm,jobs,12,thousand persons\n");
    write("pairs.csv", "origin,destination,distance\nN,S,1000\nS,N,1000\n");
    write("trade_elasticity.csv", "sector,trade_elasticity\nmill,4\nfarm,8.11\n");
    write(
        "world.toml",
        "year = 2014\nunit = \"gold coins\"\ninventories = [\"INVNT\"]\n[units.regions]\npopulation = \"million\"\n",
    );
    let world = import_table(folder.path(), &ImportOptions::default()).unwrap();
    let (axes, accounts) = (world.axes(), world.accounts());
    // the order of `regions` holds, not that of `industries`
    assert_eq!(axes.regions.codes().collect::<Vec<_>>(), ["S", "N"]);
    let (s, n) = (axes.regions.find("S").unwrap(), axes.regions.find("N").unwrap());
    let farm = axes.sectors.find("farm").unwrap();
    assert_eq!(axes.regions.label(n).standard.as_deref(), Some("NOR"));
    assert_eq!(axes.regions.label(s).standard, None);
    assert_eq!(axes.sectors.label(farm).name, "Farming");
    assert_eq!(world.tariff(farm, s, n), 0.1);
    assert_eq!(world.tariff(farm, n, s), 0.0);
    assert_eq!(accounts.satellites[0].values[(n, farm)], 12.0);
    assert!(accounts.satellites[0].values[(s, farm)].is_nan());
    assert_eq!(accounts.region_covariates[0].values[s.index()], 7.5);
    assert!(accounts.region_covariates[0].values[n.index()].is_nan());
    assert_eq!(accounts.region_covariates[0].unit, "million");
    assert_eq!(accounts.pair_covariates[0].values[(n, s)], 1000.0);
    assert_eq!(accounts.trade_elasticity.as_deref(), Some(&[8.11, 4.0][..]));
    assert_eq!((accounts.description.year, accounts.description.unit.as_str()), (Some(2014), "gold coins"));
    assert!(matches!(accounts.flows, Flows::ByUse { .. }));
}

/// Flows as data services and programs compress them by default: every compression gives the table of the plain file.
#[test]
fn parquet_is_read_in_every_usual_compression() {
    let Some(case) = crate::data::folder("cases/parquet-compressed-otherwise") else { return };
    let flows =
        |name: &str| import_table(&case.join(name), &ImportOptions::default()).unwrap().into_accounts().flows;
    let Some(plain) = crate::data::folder("cases/messages-that-mislead/world") else { return };
    let plain = import_table(&plain, &ImportOptions::default()).unwrap().into_accounts().flows;
    for name in ["gzip", "brotli", "lz4"] {
        assert!(flows(name) == plain, "{name}");
    }
}
