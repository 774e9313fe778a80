//! A world small enough to work by hand, with groups and tables in memory.

use std::collections::BTreeMap;

use oblate_scenario::{
    Context, Groups, Override, Problem, Resolved, Scenario, ShockRow, ShockTable, TableError, TableSource,
};
use oblate_world::{
    Accounts, Array2, Array3, Axes, Axis, Description, Flows, Id, Label, PairCovariate, Region, Satellite,
    Sector, TradeTensor, World,
};

/// Positions of the regions.
pub const USA: usize = 0;
pub const CHN: usize = 1;
pub const DEU: usize = 2;
pub const TWN: usize = 3;
/// Positions of the sectors: farming, chips, services.
pub const A: usize = 0;
pub const C26: usize = 1;
pub const M: usize = 2;

pub fn trade_cell(sector: usize, origin: usize, destination: usize) -> (Sector, Region, Region) {
    (Sector::new(sector), Region::new(destination), Region::new(origin))
}

fn label(code: &str, name: &str, standard: Option<&str>) -> Label {
    Label { code: code.to_owned(), name: name.to_owned(), standard: standard.map(str::to_owned) }
}

fn axes(coded: bool) -> Axes {
    let standard = |code| coded.then_some(code);
    Axes {
        regions: Axis::new(vec![
            label("USA", "United States", standard("USA")),
            label("CHN", "China", standard("CHN")),
            label("DEU", "Germany", standard("DEU")),
            label("TWN", "Taiwan", standard("TWN")),
            label("ROW", "Rest of the world", None),
        ])
        .unwrap(),
        sectors: Axis::new(vec![
            label("A", "Farming", standard("A01;A02;A03")),
            label("C26", "Chips", standard("C26")),
            label("M", "Services", standard("M69_M70")),
        ])
        .unwrap(),
        final_uses: Axis::of_codes(["HFCE"]).unwrap(),
        factors: Axis::of_codes(["labour", "capital"]).unwrap(),
    }
}

/// Each region sells 10 of each product at home and (its position + 1) to each other region: deficits are 30, 15,
/// 0, −15, −30. The USA levies 25 % on Chinese chips; German farming pays a production tax of 10 % of output.
/// USA and CHN lie 3.5 apart politically, DEU and CHN 2.1, USA and DEU 1.4, TWN and ROW nowhere.
pub fn world() -> World {
    world_of(true, true)
}

/// The same world, with or without standard codes, with or without tariffs.
pub fn world_of(coded: bool, tariffs: bool) -> World {
    let axes = axes(coded);
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let mut trade = TradeTensor::filled([m, n, n], 10.0);
    let mut tariff = TradeTensor::zeros([m, n, n]);
    for s in axes.sectors.ids() {
        for j in axes.regions.ids() {
            for i in axes.regions.ids().filter(|i| *i != j) {
                trade[(s, j, i)] = (i.index() + 1) as f64;
            }
        }
    }
    if tariffs {
        tariff[trade_cell(C26, CHN, USA)] = 0.25;
    }
    let mut tax = Array2::zeros([n, m]);
    let mut final_use = Array3::zeros([n, m, 1]);
    let mut factor_income = Array3::zeros([n, m, 2]);
    for r in axes.regions.ids() {
        for s in axes.sectors.ids() {
            let output: f64 = axes.regions.ids().map(|j| trade[(s, j, r)]).sum();
            if (r.index(), s.index()) == (DEU, A) {
                tax[(r, s)] = 0.1 * output;
            }
            final_use.row_mut(r, s)[0] =
                axes.regions.ids().map(|i| (1.0 + tariff[(s, r, i)]) * trade[(s, r, i)]).sum();
            factor_income.row_mut(r, s).fill((output - tax[(r, s)]) / 2.0);
        }
    }
    World::new(Accounts {
        description: Description { name: "five".to_owned(), ..Description::default() },
        flows: Flows::Common { trade, intermediate: Array3::zeros([n, m, m]), final_use },
        tariff: tariffs.then_some(tariff),
        factor_income,
        production_tax: tax,
        trade_elasticity: None,
        satellites: Vec::new(),
        region_covariates: Vec::new(),
        pair_covariates: vec![ideal_points(n)],
        mends: Vec::new(),
        axes,
    })
    .unwrap()
}

/// The same world after a change of its accounts.
pub fn changed(change: impl FnOnce(&mut Accounts)) -> World {
    let mut accounts = world().into_accounts();
    change(&mut accounts);
    World::new(accounts).unwrap()
}

/// The same world in millions of dollars, where American services buy 4 of farming and 1 of chips from the final use,
/// and with emissions: 8 kt of American services, 5 kt of Chinese chips, and none that are told of TWN.
pub fn burning() -> World {
    changed(|accounts| {
        let (usa, services) = (Region::new(USA), Sector::new(M));
        let Flows::Common { intermediate, final_use, .. } = &mut accounts.flows else { unreachable!() };
        for (product, value) in [(A, 4.0), (C26, 1.0)] {
            intermediate[(usa, Sector::new(product), services)] = value;
            final_use.row_mut(usa, Sector::new(product))[0] -= value;
        }
        accounts.factor_income.row_mut(usa, services)[0] -= 5.0;
        accounts.description.unit = "million dollars".to_owned();
        let mut values = Array2::zeros([5, 3]);
        values[(usa, services)] = 8.0;
        values[(Region::new(CHN), Sector::new(C26))] = 5.0;
        values.row_mut(Region::new(TWN)).fill(f64::NAN);
        accounts.satellites.push(Satellite { name: "co2".to_owned(), unit: "kt".to_owned(), values });
    })
}

/// The same world with a quarter of its final use as investment, `GFCF`, and a tenth as `GGFC`.
pub fn investing() -> World {
    changed(|accounts| {
        accounts.axes.final_uses = Axis::of_codes(["HFCE", "GFCF", "GGFC"]).unwrap();
        let Flows::Common { final_use, .. } = &mut accounts.flows else { unreachable!() };
        *final_use = Array3::from_fn([5, 3, 3], |j: Region, s: Sector, u: oblate_world::FinalUse| {
            [0.65, 0.25, 0.1][u.index()] * final_use.row(j, s)[0]
        });
    })
}

fn ideal_points(n: usize) -> PairCovariate {
    let mut values = Array2::filled([n, n], f64::NAN);
    for (a, b, distance) in [(USA, CHN, 3.5), (DEU, CHN, 2.1), (USA, DEU, 1.4)] {
        values[(Region::new(a), Region::new(b))] = distance;
        values[(Region::new(b), Region::new(a))] = distance;
    }
    for own in [USA, CHN, DEU] {
        values[(Region::new(own), Region::new(own))] = 0.0;
    }
    PairCovariate { name: "ideal_point_distance".to_owned(), unit: "1".to_owned(), values }
}

/// Built-in groups of these tests.
pub struct TestGroups;

impl Groups for TestGroups {
    fn region_group(&self, name: &str) -> Option<Vec<String>> {
        let members: &[&str] = match name {
            "EU27" => &["DEU", "FRA"],
            "G2" => &["USA", "CHN"],
            "ASEAN" => &["IDN", "VNM"],
            _ => return None,
        };
        Some(members.iter().map(|&code| code.to_owned()).collect())
    }
    fn region_group_names(&self) -> Vec<String> {
        ["EU27", "G2", "ASEAN"].map(str::to_owned).to_vec()
    }
    fn sector_group(&self, name: &str, sectors: &Axis<Sector>) -> Option<Vec<Sector>> {
        sectors.labels()[0].standard.as_ref()?;
        let ids = sectors.ids();
        Some(ids.filter(|id| (id.index() < M) == (name == "goods")).collect())
    }
    fn sector_group_names(&self) -> Vec<String> {
        ["goods", "services"].map(str::to_owned).to_vec()
    }
}

/// Tables by path; the first key of the inner map is the value column.
#[derive(Default)]
pub struct TestTables(BTreeMap<String, (Vec<String>, ShockTable)>);

impl TestTables {
    /// Adds a table: key columns, value columns that it has, and rows of labels with a value, from line 2.
    pub fn with(mut self, path: &str, keys: &[&str], values: &[&str], rows: &[(&[&str], f64)]) -> Self {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<String>>();
        let rows = rows
            .iter()
            .enumerate()
            .map(|(at, (labels, value))| ShockRow { line: at + 2, labels: owned(labels), value: *value })
            .collect();
        self.0.insert(path.to_owned(), (owned(values), ShockTable { key_columns: owned(keys), rows }));
        self
    }
}

impl TableSource for TestTables {
    fn table(&self, path: &str, column: Option<&str>) -> Result<ShockTable, TableError> {
        let (columns, table) =
            self.0.get(path).ok_or_else(|| TableError::Unreadable("no such file".into()))?;
        let column = column.unwrap_or("value");
        if !columns.iter().any(|there| there == column) {
            return Err(TableError::Column { column: column.to_owned(), columns: columns.clone() });
        }
        Ok(table.clone())
    }

    fn table_of_days(&self, path: &str, column: Option<&str>) -> Result<ShockTable, TableError> {
        self.table(path, column)
    }
}

/// Resolves a text on a world with overrides as on the command line.
pub fn run_on(
    world: &World,
    tables: &TestTables,
    text: &str,
    overrides: &[&str],
) -> Result<Vec<Resolved>, Vec<Problem>> {
    let sets = ["caliendo-parro-2015".to_owned(), "lashkaripour-lugovskyy-2023".to_owned()];
    let overrides: Vec<Override> =
        overrides.iter().map(|argument| Override::parse(argument).unwrap()).collect();
    let context = Context {
        world,
        tables,
        groups: &TestGroups,
        elasticity_sets: &sets,
        scale_elasticity_sets: &sets[1..],
    };
    Scenario::read(text, "my.toml").long_run(&overrides, &context).map(|resolution| resolution.cases)
}

/// Resolves a text on the world of these tests.
pub fn run(text: &str, overrides: &[&str]) -> Result<Vec<Resolved>, Vec<Problem>> {
    run_on(&world(), &TestTables::default(), text, overrides)
}

/// The base case of a text that has no mistake on another world.
pub fn base_on(world: &World, text: &str) -> Resolved {
    run_on(world, &TestTables::default(), text, &[]).unwrap().swap_remove(0)
}

/// The base case of a text that has no mistake.
pub fn base(text: &str) -> Resolved {
    Scenario::parse(text, "my.toml").unwrap();
    run(text, &[]).unwrap().swap_remove(0)
}

/// The warnings of a case, in words.
pub fn warnings(resolved: &Resolved) -> Vec<String> {
    resolved.warnings.iter().map(ToString::to_string).collect()
}

/// The messages of a text that has mistakes on another world.
pub fn mistakes_on(world: &World, text: &str) -> Vec<String> {
    let problems = run_on(world, &TestTables::default(), text, &[]).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

/// The messages of a text that has mistakes.
pub fn mistakes(text: &str) -> Vec<String> {
    run(text, &[]).unwrap_err().iter().map(ToString::to_string).collect()
}
