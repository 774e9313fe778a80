//! Wages, prices, costs, levels and welfare against the reference solutions.

use oblate_equilibrium::{
    DeficitRule, Economy, Outcome, Parameters, Settings, Shocks, balance_national, counterfactual, solve,
};
use oblate_world::{Id, World};

use super::reference::{Table, largest_gap, tariff_shock};
use super::{Change, Pieces};

/// The effects of NAFTA from one of the two ways into an economy, told against the baseline solved first.
fn nafta(pieces: &Pieces, economy: &Economy, deficits: DeficitRule) -> (Economy, Shocks) {
    let start = Shocks { deficits, ..Shocks::default() };
    let baseline = solve(economy, &start, &Settings::default()).unwrap().rebase(economy);
    (baseline, tariff_shock(pieces.tariffs("tariff_nafta"), deficits))
}

fn agrees(pieces: &Pieces, economy: &Economy, deficits: DeficitRule, name: &str) {
    let (baseline, shocks) = nafta(pieces, economy, deficits);
    let outcome = counterfactual(&baseline, &shocks, &Settings::default()).unwrap();
    let change = Change::told(outcome, &shocks);
    check_regions(&change, &Table::read(&pieces.reference.join(format!("{name}_regions.csv")), 1));
    check_sectors(&change, &Table::read(&pieces.reference.join(format!("{name}_region_sectors.csv")), 2));
}

fn check_regions(change: &Change<'_>, table: &Table) {
    let regions = &change.baseline().axes.regions;
    assert_eq!(table.len(), regions.len());
    let (equilibrium, welfare) = (change.equilibrium(), &change.welfare);
    let relative = [
        ("w_hat", equilibrium.wage_hat.as_slice()),
        ("P_hat", welfare.consumer_price_hat.as_slice()),
        ("I_bln", change.baseline().income.as_slice()),
        ("I_cfl", equilibrium.income.as_slice()),
    ];
    for (column, found) in relative {
        let gap = largest_gap(found, &table.along(regions, column));
        assert!(gap < 1e-8, "{column}: {gap:e}");
    }
    let absolute = [
        ("tot", &welfare.terms_of_trade_pct),
        ("vot", &welfare.volume_of_trade_pct),
        ("welfare", &welfare.welfare_first_order_pct),
        ("realwage", &welfare.real_wage_pct),
        ("exact_income_over_P", &welfare.real_income_pct),
    ];
    for (column, percent) in absolute {
        for (found, wanted) in percent.iter().zip(table.along(regions, column)) {
            assert!((found / 100.0 - wanted).abs() < 1e-8, "{column}: {found} % against {wanted}");
        }
    }
}

fn check_sectors(change: &Change<'_>, table: &Table) {
    let (axes, equilibrium) = (&change.baseline().axes, change.equilibrium());
    assert_eq!(table.len(), axes.regions.len() * axes.sectors.len());
    let keys = || axes.regions.codes().flat_map(|j| axes.sectors.codes().map(move |s| [j, s]));
    let columns = [
        ("P_hat", equilibrium.price_index_hat.as_slice().to_vec()),
        ("c_hat", equilibrium.unit_cost_hat.as_slice().to_vec()),
        ("X_bln", change.baseline().expenditure().as_slice().to_vec()),
        ("X_cfl", equilibrium.expenditure.as_slice().to_vec()),
        ("Y_bln", change.baseline().gross_output().as_slice().to_vec()),
        ("Y_cfl", equilibrium.gross_output.as_slice().to_vec()),
    ];
    for (column, found) in columns {
        let wanted: Vec<f64> = keys().map(|key| table.get(&key, column)).collect();
        let gap = largest_gap(&found, &wanted);
        assert!(gap < 1e-8, "{column}: {gap:e}");
    }
}

const RULES: [(DeficitRule, &str); 2] =
    [(DeficitRule::Zero, "nafta_zerodef"), (DeficitRule::Fixed, "nafta_fixeddef")];

#[test]
fn hats_from_the_raw_pieces_are_those_of_the_reference() {
    let Some(pieces) = Pieces::read() else { return };
    for (deficits, name) in RULES {
        agrees(&pieces, &pieces.economy(), deficits, name);
    }
}

#[test]
fn hats_from_the_balanced_world_are_those_of_the_reference() {
    let Some(pieces) = Pieces::read() else { return };
    let parameters = Parameters::new(pieces.national.trade_elasticity.clone().unwrap());
    let accounts = balance_national(&pieces.national, &parameters, &Settings::default()).unwrap();
    let economy = Economy::calibrate(&World::new(accounts).unwrap(), &parameters).unwrap();
    for (deficits, name) in RULES {
        agrees(&pieces, &economy, deficits, name);
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
