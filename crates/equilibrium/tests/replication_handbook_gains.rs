//! Costinot & Rodríguez-Clare (2014), handbook table 4.1: gains from trade without intermediates.

use crate::reference;
use std::path::{Path, PathBuf};

use crate::reference::Table;
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_equilibrium::{
    DeficitRule, Economy, Equilibrium, MarketStructure, Parameters, Settings, Shocks, solve,
};
use oblate_world::{
    Accounts, Array2, Array3, Axes, Axis, Description, FinalUse, Flows, Id, Region, Sector, TradeTensor,
    World,
};

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join("reference/handbook-2014").join(name)
}

/// The first column of a table.
fn codes(path: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|record| record.unwrap()[0].to_owned()).collect()
}

fn axes(regions: Vec<String>, sectors: Vec<String>) -> Axes {
    Axes {
        regions: Axis::of_codes(regions).unwrap(),
        sectors: Axis::of_codes(sectors).unwrap(),
        factors: Axis::of_codes(["labour"]).unwrap(),
        final_uses: Axis::of_codes(["final"]).unwrap(),
    }
}

/// A world in which one factor makes everything and all of it is final.
fn without_intermediates(axes: Axes, trade: TradeTensor) -> World {
    let [m, n, _] = trade.shape();
    let regions = || (0..n).map(Region::new);
    let sold = |i: Region, s: Sector| regions().map(|j| trade[(s, j, i)]).sum();
    let bought = |j: Region, s: Sector, _: FinalUse| trade.row(s, j).iter().sum();
    World::new(Accounts {
        description: Description { name: "handbook-2014-table-4-1".to_owned(), ..Description::default() },
        factor_income: Array3::from_fn([n, m, 1], |i, s, _| sold(i, s)),
        flows: Flows::Common {
            intermediate: Array3::zeros([n, m, m]),
            final_use: Array3::from_fn([n, m, 1], bought),
            trade,
        },
        axes,
        tariff: None,
        production_tax: Array2::zeros([n, m]),
        trade_elasticity: None,
        satellites: Vec::new(),
        region_covariates: Vec::new(),
        pair_covariates: Vec::new(),
        mends: Vec::new(),
    })
    .unwrap()
}

/// The world of the printed table.
fn handbook_world(folder: &Path) -> World {
    let axes = axes(codes(&file(folder, "table_4_1.csv")), codes(&file(folder, "trade_elasticity.csv")));
    let trade = reference::tariffs(&file(folder, "trade_2008_april_2012_vintage.parquet"), "value", &axes);
    without_intermediates(axes, trade)
}

/// The same with all sectors as one.
fn one_sector(world: &World) -> World {
    let trade = world.trade();
    let [m, n, _] = trade.shape();
    let sum = |_: Sector, j, i| (0..m).map(|s| trade[(Sector::new(s), j, i)]).sum();
    let regions = world.axes().regions.codes().map(str::to_owned).collect();
    without_intermediates(axes(regions, vec!["all".to_owned()]), TradeTensor::from_fn([1, n, n], sum))
}

/// All foreign trade ends, and deficits with it.
fn autarky(world: &World, theta: Vec<f64>, structure: MarketStructure) -> (Economy, Equilibrium) {
    let economy = Economy::calibrate(world, &Parameters::new(theta).with_structure(structure)).unwrap();
    let cost = |_, j: Region, i: Region| if i == j { 1.0 } else { f64::INFINITY };
    let iceberg_hat = Some(TradeTensor::from_fn(economy.trade_share.shape(), cost));
    let shocks = Shocks { iceberg_hat, deficits: DeficitRule::Zero, ..Shocks::default() };
    let equilibrium =
        solve(&economy, &shocks, &Settings { tolerance: 1e-11, beyond: true, ..Settings::default() });
    let equilibrium = equilibrium.unwrap_or_else(|error| panic!("{error}"));
    (economy, equilibrium)
}

/// What a region would lose, per cent, with prices weighted by these shares of final spending.
fn gains(equilibrium: &Equilibrium, j: Region, shares: impl Fn(Sector) -> f64) -> f64 {
    let wage = equilibrium.wage_hat.row(j)[0];
    // a product that nobody buys has no share
    let bought = |(s, _): &(usize, &f64)| shares(Sector::new(*s)) > 0.0;
    let prices = equilibrium.price_index_hat.row(j).iter().enumerate().filter(bought);
    let ln: f64 = prices.map(|(s, price)| shares(Sector::new(s)) * (wage / price).ln()).sum();
    -100.0 * ln.exp_m1()
}

/// `Λ`, `e` and `r`: domestic shares, shares of products in spending and in revenue.
struct Shares {
    domestic: Vec<f64>,
    spending: Vec<f64>,
    revenue: Vec<f64>,
}

impl Shares {
    fn of(world: &World, j: Region) -> Self {
        let trade = world.trade();
        let [m, n, _] = trade.shape();
        let sectors = || (0..m).map(Sector::new);
        let bought: Vec<f64> = sectors().map(|s| trade.row(s, j).iter().sum()).collect();
        let sold: Vec<f64> =
            sectors().map(|s| (0..n).map(|to| trade[(s, Region::new(to), j)]).sum()).collect();
        let parts = |list: &[f64]| list.iter().map(|value| value / list.iter().sum::<f64>()).collect();
        Self {
            domestic: sectors().map(|s| trade[(s, j, j)] / bought[s.index()]).collect(),
            spending: parts(&bought),
            revenue: parts(&sold),
        }
    }
}

/// The closed forms: `1 − Π_s Λ_s^(β_s/θ_s)`, and `1 − Π_s (Λ_s e_s/r_s)^(β_s/θ_s)` with free entry.
fn closed_form(shares: &Shares, theta: &[f64], weight: impl Fn(usize) -> f64, entry: bool) -> f64 {
    let product = |s: usize| {
        let size = if entry { shares.spending[s] / shares.revenue[s] } else { 1.0 };
        weight(s) / theta[s] * (shares.domestic[s] * size).ln()
    };
    -100.0 * (0..theta.len()).filter(|&s| weight(s) > 0.0).map(product).sum::<f64>().exp_m1()
}

/// Elasticities of the table: each sector's, and of all sectors as one.
fn elasticities(folder: &Path, world: &World) -> Vec<f64> {
    Table::read(&file(folder, "trade_elasticity.csv"), 1).along(&world.axes().sectors, "trade_elasticity")
}

const ALL_AS_ONE: f64 = 5.0;

/// The columns of the table: name, column of the reference, engine's gains, closed form.
struct Column {
    name: &'static str,
    reference: &'static str,
    ours: Vec<f64>,
    closed: Vec<f64>,
}

fn columns(folder: &Path) -> (World, Vec<Column>) {
    let world = handbook_world(folder);
    let theta = elasticities(folder, &world);
    let table = Table::read(&file(folder, "shares.csv"), 2);
    let regions = || world.axes().regions.ids();
    let weight = |j: Region, s: usize| {
        let axes = world.axes();
        table.get(&[axes.regions.code(j), axes.sectors.code(Sector::new(s))], "final_share")
    };
    let single = one_sector(&world);
    let one = autarky(&single, vec![ALL_AS_ONE], MarketStructure::Perfect).1;
    let mut columns = vec![Column {
        name: "One sector",
        reference: "one_sector",
        ours: regions().map(|j| gains(&one, j, |_| 1.0)).collect(),
        closed: regions()
            .map(|j| closed_form(&Shares::of(&single, j), &[ALL_AS_ONE], |_| 1.0, false))
            .collect(),
    }];
    let many = [
        ("Many sectors, perfect competition", "multi_sector_perfect", MarketStructure::Perfect, false),
        ("Many sectors, free entry", "multi_sector_krugman", MarketStructure::Krugman, true),
    ];
    for (name, reference, structure, entry) in many {
        let equilibrium = autarky(&world, theta.clone(), structure).1;
        columns.push(Column {
            name,
            reference,
            ours: regions().map(|j| gains(&equilibrium, j, |s| weight(j, s.index()))).collect(),
            closed: regions()
                .map(|j| closed_form(&Shares::of(&world, j), &theta, |s| weight(j, s), entry))
                .collect(),
        });
    }
    (world, columns)
}

#[test]
fn gains_from_trade_are_those_of_table_4_1() {
    let Some(folder) = reference::data_folder() else { return };
    let (world, columns) = columns(&folder);
    let wanted = Table::read(&file(&folder, "table_4_1.csv"), 1);
    let mut comparison = Comparison::new(
        "handbook-2014-table-4-1",
        "Table 4.1: gains from trade",
        "What autarky would cost, per cent of real income: one sector, many sectors under perfect competition, many sectors \
         under monopolistic competition with free entry (Krugman), without intermediates. The solver's answer to an embargo \
         on every foreign link beside the closed form.",
        "Costinot & Rodríguez-Clare (2014), table 4.1, columns 1-3: its closed forms on its own shares",
    )
    .note("Welfare deflates wages with the handbook's consumption shares, which differ from the shares of products in \
           absorption that drive demand in a world without intermediates.");
    for Column { name, reference, ours, closed } in &columns {
        let reference = wanted.along(&world.axes().regions, reference);
        for (at, code) in world.axes().regions.codes().enumerate() {
            // in per cent: 1e-8 of real income
            comparison.number([name, code, "Autarky"], reference[at], ours[at], Tolerance::Absolute(1e-6), 4);
            comparison.number(
                [name, code, "Closed form"],
                closed[at],
                ours[at],
                Tolerance::Absolute(1e-6),
                4,
            );
        }
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
        let printed = match *name {
            "One sector" => "4.4",
            "Many sectors, perfect competition" => "15.3",
            _ => "14.0",
        };
        comparison.printed([name, "Mean", "Printed"], printed, mean(ours));
    }
    comparison.close(3 * (2 * 34 + 1));
}

/// The later release of the same data: Greece sells nothing of one product at home.
#[test]
fn a_region_without_home_sales_of_a_product_is_named() {
    let Some(folder) = reference::data_folder() else { return };
    let national = reference::national(&folder.join("data/handbook-2014-world"));
    let Axes { regions, sectors, .. } = &national.axes;
    let owned = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let axes = axes(owned(regions.codes().collect()), owned(sectors.codes().collect()));
    let world = without_intermediates(axes, national.trade.clone());
    let theta = national.trade_elasticity.clone().unwrap();
    for (structure, entry) in [(MarketStructure::Perfect, false), (MarketStructure::Krugman, true)] {
        let (economy, equilibrium) = autarky(&world, theta.clone(), structure);
        let greece = world.axes().regions.find("GRC").unwrap();
        let lacking: Vec<Sector> = world
            .axes()
            .sectors
            .ids()
            .filter(|&s| world.trade()[(s, greece, greece)] == 0.0 && economy.final_share[(greece, s)] > 0.0)
            .collect();
        assert_eq!(lacking.len(), 1, "Greece sells all products but one at home");
        assert_eq!(equilibrium.unbounded, [(greece, lacking)]);
        assert!(gains(&equilibrium, greece, |s| economy.final_share[(greece, s)]).is_nan());
        for j in world.axes().regions.ids().filter(|&j| j != greece) {
            let share = |s: usize| economy.final_share[(j, Sector::new(s))];
            let closed = closed_form(&Shares::of(&world, j), &theta, share, entry);
            let ours = gains(&equilibrium, j, |s| share(s.index()));
            assert!((ours - closed).abs() < 1e-6, "{j:?}: {ours} for {closed}");
        }
    }
}
