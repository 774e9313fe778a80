//! The tables of indicators: described, consistent with each other, the same on any number of threads.

use crate::support::world;
use oblate::{
    Cells, EngineError, Family, Format, INDICATOR_TABLES, Indicators, IndicatorsManifest, IndicatorsRequest,
    Profile, ProfileSubject, Results, ResultsFolder, Table, indicators, open_world, region_profile,
    sector_profile,
};
use oblate_world::World;

fn request(world: &World) -> IndicatorsRequest<'_> {
    IndicatorsRequest { of: world.into(), groups: &[], only: &[], regions: &[], sectors: &[], threads: 1 }
}

fn all(world: &World) -> Indicators {
    indicators(&request(world), &|| false).unwrap()
}

fn table<'a>(found: &'a Indicators, name: &str) -> &'a Table {
    found.results.tables().iter().find(|table| table.name == name).unwrap()
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

fn results_for(subject: &ProfileSubject, world: &World) -> Results<IndicatorsManifest> {
    indicators(&subject.request(world, 0), &|| false).unwrap().results
}

fn of_region(world: &World, word: &str) -> Profile {
    let subject = ProfileSubject::region(world, word).unwrap();
    region_profile(&results_for(&subject, world), &subject.code).unwrap()
}

fn of_sector(world: &World, word: &str) -> Profile {
    let subject = ProfileSubject::sector(world, word).unwrap();
    sector_profile(&results_for(&subject, world), &subject.code).unwrap()
}

#[test]
fn every_table_is_described_and_has_its_columns() {
    let found =
        indicators(&IndicatorsRequest { only: &Family::ALL, ..request(&world()) }, &|| false).unwrap();
    let names: Vec<&str> = found.results.tables().iter().map(|table| table.name).collect();
    let described: Vec<&str> = INDICATOR_TABLES.iter().map(|table| table.name).collect();
    assert_eq!(names, described);
    for (table, described) in found.results.tables().iter().zip(&INDICATOR_TABLES) {
        let kind = |cells: &Cells| matches!(cells, Cells::Numbers(_));
        let columns: Vec<_> = table.columns.iter().map(|column| (column.name, kind(&column.cells))).collect();
        assert_eq!(columns, described.shape(), "{}", table.name);
        assert!(table.rows() > 0, "{} is empty", table.name);
        for column in &table.columns {
            let rows = match &column.cells {
                Cells::Labels(labels) => labels.codes().len(),
                Cells::Numbers(numbers) => numbers.len(),
            };
            assert_eq!(rows, table.rows(), "{} {}", table.name, column.name);
        }
    }
}

#[test]
fn tables_agree_with_each_other_on_the_built_in_world() {
    let world = open_world("world-2014").unwrap();
    let only = [Family::Regions, Family::ValueAdded, Family::Exports, Family::Footprint];
    let found = indicators(&IndicatorsRequest { only: &only, ..request(&world) }, &|| false).unwrap();
    let regions = table(&found, "chain_regions");
    let codes = regions.labels("region").unwrap();
    let close = |a: f64, b: f64, what: &str| assert!((a - b).abs() <= 1e-9 * a.abs(), "{what}: {a} {b}");
    let exports = table(&found, "exports");
    let partners = table(&found, "exports_by_partner");
    for row in 0..regions.rows() {
        let code = codes.get(row);
        let number = |name: &str| regions.numbers(name).unwrap()[row];
        let sum = |table: &Table, label: &str, column: &str| -> f64 {
            let labels = table.labels(label).unwrap();
            let numbers = table.numbers(column).unwrap();
            (0..table.rows()).filter(|&at| labels.get(at) == code).map(|at| numbers[at]).sum()
        };
        close(number("EXGR"), sum(exports, "exporter", "EXGR"), code);
        close(number("EXGR"), sum(partners, "exporter", "EXGR"), code);
        close(number("IMGR"), sum(partners, "importer", "EXGR"), code);
        close(number("EXGR_FVA"), sum(exports, "exporter", "EXGR_FVA"), code);
        close(number("BM_GVC"), sum(partners, "exporter", "BM_GVC"), code);
        close(number("value_added"), sum(table(&found, "value_added"), "region", "FFD_DVA"), code);
        let terms = regions.columns.iter().filter(|column| column.name.starts_with("KWW_"));
        close(number("EXGR"), terms.map(|column| number(column.name)).sum(), code);
        close(number("BM_VAX"), number("FFD_DVA"), code);
        close(number("BM_VAX"), sum(exports, "exporter", "BMS_VAX"), code);
        close(number("BM_REF"), sum(partners, "exporter", "BMS_REF"), code);
        for sixteen in ["exports_sixteen_terms", "exports_sixteen_terms_by_partner"] {
            let sixteen = table(&found, sixteen);
            close(number("EXGR"), sum(sixteen, "exporter", "EXGR"), code);
            close(number("KWW_DVA_FIN"), sum(sixteen, "exporter", "WWZ_DVA_FIN"), code);
            close(number("KWW_FDC"), sum(sixteen, "exporter", "WWZ_FDC"), code);
            let terms = sixteen.columns.iter().filter(|column| column.name.starts_with("WWZ_"));
            let all: f64 = terms.map(|column| sum(sixteen, "exporter", column.name)).sum();
            let twice = sum(sixteen, "exporter", "WWZ_FVA") + sum(sixteen, "exporter", "WWZ_FDC");
            close(number("EXGR"), all - twice, code);
        }
    }
    // what is emitted is consumed by somebody
    let footprint = table(&found, "footprint");
    let (names, values) = (footprint.labels("satellite").unwrap(), footprint.numbers("value").unwrap());
    let consumed: f64 = (0..footprint.rows()).filter(|&at| names.get(at) == "co2").map(|at| values[at]).sum();
    let co2 = world.accounts().satellites.iter().find(|satellite| satellite.name == "co2").unwrap();
    let output = world.gross_output().as_slice();
    let emitted = co2.values.as_slice().iter().zip(output).filter(|(_, x)| **x > 0.0).map(|(value, _)| value);
    close(consumed, emitted.filter(|value| value.is_finite()).sum(), "co2");
    assert_eq!(found.results.manifest.missing["politics"], ["TWN", "ROW"]);
    assert_eq!(found.results.manifest.missing["geography"], ["ROW"]);
}

#[test]
fn extraction_tells_what_structure_tells_and_moves_it_where_there_are_other_sources() {
    let world = world();
    let found = all(&world);
    let (extraction, structure) = (table(&found, "extraction"), table(&found, "structure"));
    let whole: f64 = extraction.numbers("total").unwrap().iter().sum();
    let told: f64 = structure.numbers("extraction_loss").unwrap().iter().sum();
    assert!((whole - told).abs() < 1e-9 * whole);
    let replaced = extraction.numbers("with_substitution").unwrap();
    assert!(replaced.iter().any(|loss| *loss < 0.0), "somebody gains where customers turn elsewhere");
    assert!(replaced.iter().sum::<f64>() < whole, "and the world loses less");
    let asked = [Family::PropagationLength];
    let lengths = indicators(&IndicatorsRequest { only: &asked, ..request(&world) }, &|| false).unwrap();
    let lengths = table(&lengths, "propagation_length").numbers("length").unwrap().to_vec();
    assert!(lengths.len() > 100 && lengths.iter().all(|length| *length >= 1.0 - 1e-9), "{lengths:?}");
}

#[test]
fn one_thread_and_many_give_the_same() {
    let world = world();
    let many = indicators(&IndicatorsRequest { threads: 3, ..request(&world) }, &|| false).unwrap();
    // missing numbers are not equal to themselves
    assert_eq!(format!("{:?}", many.results.tables()), format!("{:?}", all(&world).results.tables()));
}

#[test]
fn rows_can_be_chosen() {
    let world = world();
    let (regions, sectors) = (words(&["R2"]), words(&["s1", "s3"]));
    let chosen = IndicatorsRequest { regions: &regions, sectors: &sectors, ..request(&world) };
    let found = indicators(&chosen, &|| false).unwrap();
    let structure = table(&found, "structure");
    assert_eq!(structure.rows(), 2);
    assert_eq!(structure.labels("sector").unwrap().get(1), "s3");
    let whole = all(&world);
    let (some, every) = (table(&found, "stops"), table(&whole, "stops"));
    let row = |table: &Table, label: &str| {
        let at = (0..table.rows()).find(|&at| {
            table.labels("region").unwrap().get(at) == "R2"
                && table.labels("sector").unwrap().get(at) == "s3"
                && table.labels("loser").unwrap().get(at) == label
        });
        table.numbers("loss_pct").unwrap()[at.unwrap()]
    };
    assert_eq!(row(some, "WLD"), row(every, "WLD"));
    assert_eq!(some.rows(), 2 * 5, "two industries, four regions and the world");
    let of_region = [("of", "region"), ("region", "R2")];
    assert_eq!(table(&whole, "dispersion").filtered(&of_region).rows(), 2, "purchases and value added");
}

#[test]
fn a_group_is_one_region_where_trade_crosses_borders() {
    let world = world();
    let groups = [("west".to_owned(), words(&["R1", "R3"]))];
    let found = indicators(&IndicatorsRequest { groups: &groups, ..request(&world) }, &|| false).unwrap();
    let partners = table(&found, "exports_by_partner");
    let names = partners.labels("exporter").unwrap();
    assert_eq!(names.words(), ["west", "R2", "R4"]);
    let numbers = |found: &Indicators| {
        let table = table(found, "exports_by_partner").clone();
        move |from: &str, to: &str| {
            let at = (0..table.rows()).find(|&at| {
                table.labels("exporter").unwrap().get(at) == from
                    && table.labels("importer").unwrap().get(at) == to
            });
            table.numbers("EXGR").unwrap()[at.unwrap()]
        }
    };
    let (grouped, apart) = (numbers(&found), numbers(&all(&world)));
    let sum = apart("R1", "R2") + apart("R3", "R2");
    assert!((grouped("west", "R2") - sum).abs() < 1e-9 * sum);
    // rows of industries keep their own region
    assert!(table(&found, "structure").labels("region").unwrap().words().contains(&"R3".to_owned()));
}

#[test]
fn wrong_words_are_named() {
    let world = world();
    let error = |request: IndicatorsRequest<'_>| indicators(&request, &|| false).unwrap_err().to_string();
    let unknown = words(&["R9"]);
    let said = error(IndicatorsRequest { regions: &unknown, ..request(&world) });
    assert!(said.contains("there is no region `R9`") && said.contains("`R1`"), "{said}");
    let groups = [("a".to_owned(), words(&["R1", "R2"])), ("b".to_owned(), words(&["R2"]))];
    let said = error(IndicatorsRequest { groups: &groups, ..request(&world) });
    assert!(said.contains("region `R2` is in the groups `a` and `b`"), "{said}");
    let groups = [("R4".to_owned(), words(&["R1", "R2"]))];
    let said = error(IndicatorsRequest { groups: &groups, ..request(&world) });
    assert!(said.contains("R4") && said.contains("another name"), "{said}");
    let untold = words(&["@EU27"]);
    let said = error(IndicatorsRequest { regions: &untold, ..request(&world) });
    assert!(said.contains("group `@EU27` cannot be used here"), "{said}");
    let stopped = indicators(&request(&world), &|| true).unwrap_err();
    assert!(matches!(stopped, EngineError::Interrupted { .. }), "{stopped}");
    let several = ProfileSubject::sector(&world, "all").unwrap_err().to_string();
    assert!(several.contains("`all` names 5"), "{several}");
}

#[test]
fn a_profile_tells_what_the_tables_tell() {
    let world = open_world("world-2014").unwrap();
    let profile = of_region(&world, "LUX");
    let only = [Family::Regions];
    let found = indicators(&IndicatorsRequest { only: &only, ..request(&world) }, &|| false).unwrap();
    let regions = table(&found, "chain_regions");
    let row = regions.labels("region").unwrap();
    let at = (0..regions.rows()).find(|&at| row.get(at) == "LUX").unwrap();
    let backward = 100.0 * regions.numbers("EXGR_FVASH").unwrap()[at];
    assert!(profile.answer.contains(&format!("{backward:.1}\u{a0}%")), "{} {backward}", profile.answer);
    assert_eq!((profile.code.as_str(), profile.name.as_str()), ("LUX", "Luxembourg"));
    for id in ["chains", "dependence", "chokepoints", "leverage", "footprint", "facts"] {
        assert!(profile.page.contains(&format!("id=\"{id}\"")), "no section {id}");
    }
}

#[test]
fn profiles_of_worlds_without_facts_say_so() {
    let world = world();
    let profile = of_region(&world, "R1");
    assert!(profile.page.contains("politics: R1, R2, R3, R4"));
    let sector = of_sector(&world, "s2");
    assert!(sector.answer.starts_with("The world makes"), "{}", sector.answer);
}

#[test]
fn a_profile_from_a_folder_is_the_one_from_memory() {
    let world = world();
    let groups = [("west".to_owned(), words(&["R1", "R3"]))];
    let found = indicators(&IndicatorsRequest { groups: &groups, ..request(&world) }, &|| false).unwrap();
    let place = tempfile::tempdir().unwrap();
    for format in Format::BOTH {
        let path = place.path().join(format.ending());
        let folder = ResultsFolder::new::<IndicatorsManifest>(&path, false).unwrap();
        folder.write(&found.results, None, format, &|| false).unwrap();
        let read = Results::<IndicatorsManifest>::open(&path).unwrap();
        for code in ["west", "R2"] {
            let (told, again) = (region_profile(&found.results, code), region_profile(&read, code));
            assert!(told.is_some() && told == again, "{code} {}", format.ending());
        }
        let (told, again) = (sector_profile(&found.results, "s3"), sector_profile(&read, "s3"));
        assert!(told.is_some() && told == again, "{}", format.ending());
    }
}

#[test]
fn a_profile_needs_its_subject_and_all_its_tables() {
    let world = world();
    let found = all(&world).results;
    assert!(region_profile(&found, "R9").is_none() && sector_profile(&found, "R1").is_none());
    let (only, regions) = ([Family::Structure], words(&["R2"]));
    let some = indicators(&IndicatorsRequest { only: &only, ..request(&world) }, &|| false).unwrap().results;
    assert!(region_profile(&some, "R1").is_none() && sector_profile(&some, "s1").is_none());
    let some = indicators(&IndicatorsRequest { regions: &regions, ..request(&world) }, &|| false).unwrap();
    assert!(region_profile(&some.results, "R1").is_none(), "its rows were not asked for");
}

#[test]
fn makers_and_sales_between_sectors_are_those_of_the_industries() {
    let world = open_world("world-2014").unwrap();
    let only = [Family::Structure, Family::Dispersion];
    let found = indicators(&IndicatorsRequest { only: &only, ..request(&world) }, &|| false).unwrap();
    let structure = table(&found, "structure");
    let homes = structure.labels("region").unwrap();
    let of_sector = |code: &str, column: &str| -> Vec<(&str, f64)> {
        let numbers = structure.numbers(column).unwrap();
        structure.rows_where(&[("sector", code)]).map(|row| (homes.get(row), numbers[row])).collect()
    };
    let effective = |output: &[(&str, f64)]| {
        let sum = |of: &dyn Fn(f64) -> f64| output.iter().map(|(_, x)| of(*x)).sum::<f64>();
        sum(&|x| x).powi(2) / sum(&|x| x * x)
    };
    let unknown = &found.results.manifest.missing["politics"];
    let close = |a: f64, b: f64, what: &str| assert!((a - b).abs() <= 1e-9 * b.abs(), "{what}: {a} {b}");
    let (makers, sales) = (table(&found, "makers"), table(&found, "sales_between_sectors"));
    let amounts = sales.numbers("sales").unwrap();
    for code in world.axes().sectors.codes() {
        let output = of_sector(code, "gross_output");
        let told = |column: &str| makers.number(&[("product", code)], column).unwrap();
        close(told("effective_makers"), effective(&output), code);
        let known = output.iter().filter(|(home, _)| !unknown.contains(&(*home).to_owned()));
        let known: Vec<(&str, f64)> = known.copied().collect();
        // friends count as one: never more than the makers themselves
        let friends = told("politics_diversity");
        assert!(friends >= 1.0 && friends <= effective(&known), "{code}: {friends}");
        // what is made goes to industries or to final users, and is made of inputs and value added
        let sum = |column: &str| sales.rows_where(&[(column, code)]).map(|row| amounts[row]).sum::<f64>();
        let all = |column: &str| of_sector(code, column).into_iter().map(|(_, value)| value);
        let world: f64 = all("gross_output").sum();
        let finally = all("gross_output").zip(all("final_use_share")).map(|(x, share)| x * share);
        close(sum("product"), world - finally.filter(|x| x.is_finite()).sum::<f64>(), code);
        close(sum("user"), world - all("value_added").sum::<f64>(), code);
    }
}
