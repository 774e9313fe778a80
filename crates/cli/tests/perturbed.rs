//! A good folder of tables, disturbed at random: the same world comes out, or something is told, or the folder is refused.

use std::collections::BTreeMap;
use std::path::Path;

use oblate::{ImportRequest, Layout, World, export_world, import_notes, import_world};
use oblate_world::RandomWorld;

/// How many disturbances are tried of each layout.
const TRIALS: u64 = 200;

/// Tables without a second source that could contradict their numbers: these are taken, but not their form.
const ALONE: [&str; 6] =
    ["trade_elasticity.csv", "tariffs.csv", "satellites.csv", "pairs.csv", "regions.csv", "sectors.csv"];

/// Rows of cells by file, headers included.
type Tables = BTreeMap<String, Vec<Vec<String>>>;

/// A stream of numbers that is the same every time.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Changes one thing and says what.
fn disturb(tables: &mut Tables, draws: &mut Draws) -> String {
    let names: Vec<String> = tables.keys().cloned().collect();
    let name = draws.of(&names).clone();
    let is_alone = ALONE.contains(&name.as_str());
    // a link without a tariff, and one the other way round, are as good
    let of_links = ["tariffs.csv", "pairs.csv"].contains(&name.as_str());
    let rows = tables.get_mut(&name).unwrap();
    let (width, count) = (rows[0].len(), rows.len());
    let (column, other, row) = (draws.below(width), draws.below(width), 1 + draws.below(count - 1));
    let told = |what: &str| format!("{what}: {name}, column {column} (other {other}), row {row}");
    match draws.below(8) {
        0 => {
            let rows = tables.remove(&name).unwrap();
            let wrong = slip(name.strip_suffix(".csv").unwrap(), draws);
            tables.insert(format!("{wrong}.csv"), rows);
            told("renamed file")
        }
        1 => {
            rows[0][column] = slip(&rows[0][column], draws);
            told("renamed column")
        }
        // a fact that is not there, or has another size, is as good
        2 | 7 if is_alone => told("nothing"),
        4 if name == "tariffs.csv" => told("nothing"),
        6 if of_links => told("nothing"),
        2 => {
            rows.iter_mut().for_each(|cells| drop(cells.remove(column)));
            told("dropped column")
        }
        3 => {
            rows.iter_mut().for_each(|cells| cells.push(cells[column].clone()));
            told("doubled column")
        }
        4 => {
            let row = rows.remove(row).join(",");
            format!("{} ({row})", told("dropped row"))
        }
        5 => {
            let copy = rows[row].clone();
            rows.push(copy);
            told("doubled row")
        }
        6 => {
            rows[0].swap(column, other);
            told("swapped columns")
        }
        _ => {
            let factor = *draws.of(&[-1.0, 0.5, 1000.0]);
            let cells = rows.iter_mut().skip(1).map(|cells| &mut cells[column]);
            for cell in cells {
                if let Ok(number) = cell.parse::<f64>() {
                    *cell = (factor * number).to_string();
                }
            }
            format!("{} times {factor}", told("scaled column"))
        }
    }
}

/// A word with one letter left out, doubled, or in capitals.
fn slip(word: &str, draws: &mut Draws) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = draws.below(letters.len());
    match draws.below(3) {
        0 if letters.len() > 1 => drop(letters.remove(at)),
        1 => letters[at] = letters[at].to_ascii_uppercase(),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

fn read(folder: &Path) -> Tables {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tables = files.filter(|path| path.extension().is_some_and(|ending| ending == "csv"));
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    let rows = |path: &Path| std::fs::read_to_string(path).unwrap().lines().map(cells).collect();
    tables.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), rows(&path))).collect()
}

fn write(folder: &Path, tables: &Tables) {
    for (name, rows) in tables {
        let lines: String = rows.iter().map(|cells| format!("{}\n", cells.join(","))).collect();
        std::fs::write(folder.join(name), lines).unwrap();
    }
}

/// The world of tables and all that is told of it; none if they are refused.
fn imported(layout: Layout, tables: &Tables) -> Option<(World, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), tables);
    let request = ImportRequest {
        layout,
        folder: folder.path().to_owned(),
        mends_off: Default::default(),
        name: Some("w".to_owned()),
        title: None,
    };
    let world = import_world(&request, &|| false).ok()?;
    let mut told: Vec<String> = import_notes(&request).unwrap().iter().map(ToString::to_string).collect();
    told.extend(world.accounts().mends.iter().map(|mend| format!("{mend:?}")));
    told.extend(world.accounts().description.caveats.iter().cloned());
    Some((world, told))
}

/// All numbers of a world that a run takes.
fn numbers(world: &World) -> Vec<f64> {
    let accounts = world.accounts();
    let tariff = accounts.tariff.as_ref().map_or(&[][..], |tariff| tariff.as_slice());
    let parts = [
        world.trade().as_slice(),
        world.intermediate().as_slice(),
        world.final_use().as_slice(),
        accounts.factor_income.as_slice(),
        accounts.production_tax.as_slice(),
        accounts.trade_elasticity.as_deref().unwrap_or_default(),
        tariff,
    ];
    let facts = accounts.satellites.iter().map(|fact| fact.values.as_slice());
    let facts = facts.chain(accounts.region_covariates.iter().map(|fact| fact.values.as_slice()));
    let facts = facts.chain(accounts.pair_covariates.iter().map(|fact| fact.values.as_slice()));
    parts.into_iter().chain(facts).collect::<Vec<_>>().concat()
}

/// Whether two worlds are the same up to the order of labels and a unit of account.
fn same(world: &World, other: &World) -> bool {
    let (a, b) = (numbers(world), numbers(other));
    let scale = a.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= 1e-9 * scale || a.is_nan() && b.is_nan())
}

fn nothing_is_silent(layout: Layout, world: &World, pooled: bool) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("good");
    export_world(world, layout, &folder, oblate::Format::Csv, false).unwrap();
    let mut good = read(&folder);
    // what a person brings holds no mends
    good.remove("mends.csv");
    let (base, base_told) = imported(layout, &good).expect("a good folder");
    let mut silent = Vec::new();
    for seed in 0..TRIALS {
        let mut tables = good.clone();
        let what = disturb(&mut tables, &mut Draws(seed * 2 + u64::from(pooled)));
        if let Some((found, told)) = imported(layout, &tables)
            && told == base_told
            && !same(&base, &found)
        {
            silent.push(format!("seed {seed}: {what}"));
        }
    }
    assert_eq!(silent, [""; 0], "these pass in silence");
}

#[test]
fn a_disturbed_table_never_passes_in_silence() {
    for by_use in [true, false] {
        let world =
            RandomWorld { by_use, factors: 1, production_taxes: false, ..RandomWorld::default() }.build();
        nothing_is_silent(Layout::Table, &world, !by_use);
    }
}

#[test]
fn disturbed_national_pieces_never_pass_in_silence() {
    let world =
        RandomWorld { factors: 1, final_uses: 1, production_taxes: false, ..RandomWorld::default() }.build();
    nothing_is_silent(Layout::National, &world, false);
}
