//! Wages, prices, costs, levels and welfare against the reference solutions.

use oblate_equilibrium::{
    DeficitRule, Economy, Outcome, Parameters, Settings, Shocks, balance_national, counterfactual, solve,
};
use oblate_world::{Id, World};

use super::{Change, Pieces};
use crate::reference::{Table, largest_gap, tariff_shock};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;

/// The effects of NAFTA from one of the two ways into an economy, told against the baseline solved first.
fn nafta(pieces: &Pieces, economy: &Economy, deficits: DeficitRule) -> (Economy, Shocks) {
    let start = Shocks { deficits, ..Shocks::default() };
    let baseline = solve(economy, &start, &Settings::default()).unwrap().rebase(economy);
    (baseline, tariff_shock(pieces.tariffs("tariff_nafta"), deficits))
}

/// What the reference holds for one rule of deficits.
struct Rule {
    deficits: DeficitRule,
    file: &'static str,
    name: &'static str,
    title: &'static str,
}

const RULES: [Rule; 2] = [
    Rule {
        deficits: DeficitRule::Zero,
        file: "nafta_zerodef",
        name: "zero-deficits",
        title: "deficits zero",
    },
    Rule {
        deficits: DeficitRule::Fixed,
        file: "nafta_fixeddef",
        name: "fixed-deficits",
        title: "deficits fixed",
    },
];

const SOURCE: &str = "an independent program on the same data, solved to 1e-14";
const HATS: Tolerance = Tolerance::Relative(1e-8);
/// 1e-8 of income or of the real wage.
const PERCENT: Tolerance = Tolerance::Absolute(1e-6);

/// A way into the economy, both are compared with the same reference: how names and titles of its records end.
type Way = [&'static str; 2];
const RAW: Way = ["", ""];
const BALANCED: Way = ["-balanced", ", after balancing"];

fn agrees(pieces: &Pieces, economy: &Economy, rule: &Rule, way: Way) {
    let (baseline, shocks) = nafta(pieces, economy, rule.deficits);
    let outcome = counterfactual(&baseline, &shocks, &Settings::default()).unwrap();
    let change = Change::told(outcome, &shocks);
    let read = |kind, keys| Table::read(&pieces.reference.join(format!("{}_{kind}.csv", rule.file)), keys);
    compare_regions(&change, &read("regions", 1), rule, way);
    compare_sectors(&change, &read("region_sectors", 2), rule, way);
}

/// The name of a region as one reads it.
fn named(code: &str) -> &str {
    match code {
        "USA" => "United States",
        "UK" => "United Kingdom",
        "Row" => "Rest of the world",
        other => other,
    }
}

fn compare_regions(change: &Change<'_>, table: &Table, rule: &Rule, way: Way) {
    let regions = &change.baseline().axes.regions;
    assert_eq!(table.len(), regions.len());
    let (equilibrium, welfare) = (change.equilibrium(), &change.welfare);
    let mut comparison = Comparison::new(
        &format!("caliendo-parro-regions-{}{}", rule.name, way[0]),
        &format!("Regions, {}{}", rule.title, way[1]),
        "Effects of NAFTA's change of tariffs on every region: new over baseline, and changes of real income, of the real \
         wage and of first-order welfare with its two parts, per cent.",
        SOURCE,
    );
    let billions: Vec<f64> = equilibrium.income.iter().map(|income| income / 1e9).collect();
    for (j, code) in regions.codes().enumerate() {
        let mut add = |block, column, reference: &str, scale: f64, found: &[f64], tolerance, digits| {
            let wanted = scale * table.get(&[code], reference);
            comparison.number([block, named(code), column], wanted, found[j], tolerance, digits);
        };
        let prices = "Prices and income";
        add(prices, "Wage", "w_hat", 1.0, equilibrium.wage_hat.as_slice(), HATS, 6);
        add(prices, "Price index", "P_hat", 1.0, &welfare.consumer_price_hat, HATS, 6);
        add(prices, "Income, billion USD", "I_cfl", 1e-9, &billions, HATS, 3);
        let exact = "Exact changes, per cent";
        add(exact, "Real income", "exact_income_over_P", 100.0, &welfare.real_income_pct, PERCENT, 4);
        add(exact, "Real wage", "realwage", 100.0, &welfare.real_wage_pct, PERCENT, 4);
        let first = "First-order welfare, per cent";
        add(first, "Total", "welfare", 100.0, &welfare.welfare_first_order_pct, PERCENT, 4);
        add(first, "Terms of trade", "tot", 100.0, &welfare.terms_of_trade_pct, PERCENT, 4);
        add(first, "Volume of trade", "vot", 100.0, &welfare.volume_of_trade_pct, PERCENT, 4);
    }
    let baseline = table.along(regions, "I_bln");
    assert!(largest_gap(&change.baseline().income, &baseline) < 1e-8);
    comparison.close(31 * 8);
}

fn compare_sectors(change: &Change<'_>, table: &Table, rule: &Rule, way: Way) {
    let (axes, equilibrium) = (&change.baseline().axes, change.equilibrium());
    assert_eq!(table.len(), axes.regions.len() * axes.sectors.len());
    let mut comparison = Comparison::new(
        &format!("caliendo-parro-sectors-{}{}", rule.name, way[0]),
        &format!("Sectors, {}{}", rule.title, way[1]),
        "Effects of NAFTA's change of tariffs on every sector of every region, new over baseline, 31 regions a line: the \
         smallest and the largest value of the reference, and the largest relative gap between the engine and the \
         reference.",
        SOURCE,
    );
    let (expenditure, output) = (change.baseline().expenditure(), change.baseline().gross_output());
    for (s, sector) in axes.sectors.ids().zip(axes.sectors.codes()) {
        for (j, region) in axes.regions.ids().zip(axes.regions.codes()) {
            let cell = (j, s);
            let mut add = |column, reference: f64, ours: f64| {
                comparison.number(["", sector, column], reference, ours, HATS, 4);
            };
            let wanted = |column| table.get(&[region, sector], column);
            add("Price index", wanted("P_hat"), equilibrium.price_index_hat[cell]);
            add("Unit cost", wanted("c_hat"), equilibrium.unit_cost_hat[cell]);
            let ratio = |new, old| wanted(new) / wanted(old);
            add("Expenditure", ratio("X_cfl", "X_bln"), equilibrium.expenditure[cell] / expenditure[cell]);
            add("Output", ratio("Y_cfl", "Y_bln"), equilibrium.gross_output[cell] / output[cell]);
            assert!(largest_gap(&[expenditure[cell], output[cell]], &["X_bln", "Y_bln"].map(wanted)) < 1e-8);
        }
    }
    comparison.close(31 * 40 * 4);
}

#[test]
fn hats_from_the_raw_pieces_are_those_of_the_reference() {
    let Some(pieces) = Pieces::read() else { return };
    for rule in &RULES {
        agrees(&pieces, &pieces.economy(), rule, RAW);
    }
}

#[test]
fn hats_from_the_balanced_world_are_those_of_the_reference() {
    let Some(pieces) = Pieces::read() else { return };
    let parameters = Parameters::new(pieces.national.trade_elasticity.clone().unwrap());
    let accounts = balance_national(&pieces.national, &parameters, &Settings::default()).unwrap();
    let economy = Economy::calibrate(&World::new(accounts).unwrap(), &parameters).unwrap();
    for rule in &RULES {
        agrees(&pieces, &economy, rule, BALANCED);
    }
}

#[test]
fn zero_deficits_are_told_against_the_baseline_without_them() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let shocks = tariff_shock(pieces.tariffs("tariff_nafta"), DeficitRule::Zero);
    let Outcome { baseline, equilibrium } = counterfactual(&economy, &shocks, &Settings::default()).unwrap();
    assert!(baseline.deficit.iter().all(|&deficit| deficit == 0.0));
    let table = Table::read(&pieces.reference.join("nafta_zerodef_regions.csv"), 1);
    for j in baseline.axes.regions.ids() {
        let code = baseline.axes.regions.code(j);
        let before = table.get(&[code], "I_bln");
        assert!((baseline.income[j.index()] / before - 1.0).abs() < 1e-8);
        let wage = table.get(&[code], "w_hat");
        assert!((equilibrium.wage_hat.row(j)[0] / wage - 1.0).abs() < 1e-8);
    }
}
