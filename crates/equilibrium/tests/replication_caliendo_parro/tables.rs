//! Tables 2, 3, 5, 6, 7 and 9 of the paper.

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::printed::{Score, row, rows};
use super::{Change, MEMBERS, Pieces};

#[test]
fn table_2_welfare_and_real_wages() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_nafta"));
    let printed = rows(&pieces.reference.join("published_table_2.csv"));
    let mut score = Score::default();
    for ((name, _), j) in MEMBERS.iter().zip(pieces.members()) {
        let welfare = &change.welfare;
        let found = [
            &welfare.welfare_first_order_pct,
            &welfare.terms_of_trade_pct,
            &welfare.volume_of_trade_pct,
            &welfare.real_wage_pct,
        ];
        for (column, (found, printed)) in found.iter().zip(row(&printed, name)).enumerate() {
            score.cell(&format!("{name} {column}"), found[j.index()], printed);
        }
    }
    score.all_but(&[], 12);
}

/// First-order terms of trade and volume of trade of one region with one partner, per cent of income.
fn bilateral(change: &Change<'_>, j: Region, i: Region) -> [f64; 2] {
    let (baseline, equilibrium) = (change.baseline(), change.equilibrium());
    let (mut terms, mut volume) = (0.0, 0.0);
    for s in baseline.axes.sectors.ids() {
        let [imports, imports_new] = change.trade(s, j, i);
        let exports = change.trade(s, i, j)[0];
        let own_price = equilibrium.unit_cost_hat[(j, s)] - 1.0;
        let price = equilibrium.unit_cost_hat[(i, s)] - 1.0;
        terms += exports * own_price - imports * price;
        let rate = baseline.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        if imports > 0.0 {
            volume += rate * imports * (imports_new / imports - 1.0 - price);
        }
    }
    [terms, volume].map(|part| 100.0 * part / baseline.income[j.index()])
}

#[test]
fn table_3_partners() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_nafta"));
    let printed = rows(&pieces.reference.join("published_table_3.csv"));
    let members = pieces.members();
    let mut score = Score::default();
    for ((name, _), j) in MEMBERS.iter().zip(members) {
        let mut found = [0.0; 4];
        for i in economy.axes.regions.ids() {
            let outside = usize::from(!members.contains(&i));
            let [terms, volume] = bilateral(&change, j, i);
            found[outside] += terms;
            found[2 + outside] += volume;
        }
        for (column, (found, printed)) in found.iter().zip(row(&printed, name)).enumerate() {
            score.cell(&format!("{name} {column}"), *found, printed);
        }
    }
    score.all_but(&[], 12);
}

/// Growth of the imports of one region from others, per cent, net of tariffs.
pub fn import_growth(change: &Change<'_>, j: Region, origins: &[Region]) -> f64 {
    let mut totals = [0.0; 2];
    for s in change.baseline().axes.sectors.ids() {
        for &i in origins.iter().filter(|&&i| i != j) {
            let values = change.trade(s, j, i);
            totals.iter_mut().zip(values).for_each(|(total, value)| *total += value);
        }
    }
    100.0 * (totals[1] / totals[0] - 1.0)
}

#[test]
fn table_5_import_growth() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_nafta"));
    let printed = rows(&pieces.reference.join("published_table_5.csv"));
    let members = pieces.members();
    let mut score = Score::default();
    for (importer, row) in members.iter().zip(&printed[1..]) {
        for (exporter, printed) in members.iter().zip(&row[1..]).filter(|(_, printed)| *printed != "-") {
            let code = economy.axes.regions.code(*exporter);
            let found = import_growth(&change, *importer, &[*exporter]);
            score.cell(&format!("{} {code}", row[0]), found, printed);
        }
    }
    score.all_but(&[], 6);
}

/// Shares of the traded sectors in the exports of one region, per cent, before and after.
fn export_shares(change: &Change<'_>, i: Region) -> [Vec<f64>; 2] {
    let axes = &change.baseline().axes;
    let traded = axes.sectors.len() / 2;
    let exports = |when: usize| -> Vec<f64> {
        let sector =
            |s: Sector| axes.regions.ids().filter(|&j| j != i).map(|j| change.trade(s, j, i)[when]).sum();
        axes.sectors.ids().take(traded).map(sector).collect()
    };
    [0, 1].map(|when| {
        let exports = exports(when);
        let total: f64 = exports.iter().sum();
        exports.iter().map(|value| 100.0 * value / total).collect()
    })
}

/// Herfindahl index between zero and one; the paper's norm counts all sectors, the untraded ones too.
fn normalised_herfindahl(percent: &[f64]) -> f64 {
    let sum: f64 = percent.iter().map(|share| share * share / 1e4).sum();
    let least = 0.5 / percent.len() as f64;
    (sum - least) / (1.0 - least)
}

#[test]
fn table_6_export_shares() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_nafta"));
    let printed = rows(&pieces.reference.join("published_table_6.csv"));
    let sectors: Vec<&Vec<String>> = printed[2..]
        .iter()
        .filter(|row| row[0] != "Manufacturing" && row[0] != "Normalized Herfindahl")
        .collect();
    assert_eq!(sectors.len(), 20);
    let concentration = row(&printed, "Normalized Herfindahl");
    let mut score = Score::default();
    for (at, ((name, _), i)) in MEMBERS.iter().zip(pieces.members()).enumerate() {
        for (when, shares) in export_shares(&change, i).iter().enumerate() {
            let column = 2 * at + when;
            for (sector, found) in sectors.iter().zip(shares) {
                score.cell(&format!("{name} {when} {}", sector[0]), *found, &sector[1 + column]);
            }
            let place = format!("{name} {when} concentration");
            score.cell(&place, normalised_herfindahl(shares), &concentration[column]);
        }
    }
    score.all_but(&[], 126);
}

#[test]
fn table_7_all_tariffs_to_2005() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_2005"));
    let printed = rows(&pieces.reference.join("published_table_7.csv"));
    let welfare = &change.welfare;
    let found = [&welfare.welfare_first_order_pct, &welfare.terms_of_trade_pct, &welfare.volume_of_trade_pct];
    let mut score = Score::default();
    let halves = printed[1..].iter().flat_map(|row| row.chunks(4)).filter(|half| !half[0].is_empty());
    for half in halves {
        let j = country(&economy.axes.regions, &half[0]);
        for (column, (found, printed)) in found.iter().zip(&half[1..]).enumerate() {
            score.cell(&format!("{} {column}", half[0]), found[j.index()], printed);
        }
    }
    score.all_but(&[], 93);
}

fn country(regions: &oblate_world::Axis<Region>, printed: &str) -> Region {
    let code = match printed {
        "U.S." => "USA",
        "U.K." => "UK",
        "ROW" => "Row",
        other => other,
    };
    regions.find(code).unwrap_or_else(|| panic!("no region {code}"))
}

/// The tariffs of 2005, but for the links between the members, which keep those of 1993.
fn all_but_nafta(pieces: &Pieces) -> TradeTensor {
    let mut tariff = pieces.tariffs("tariff_2005");
    for s in pieces.national.axes.sectors.ids() {
        for j in pieces.members() {
            for i in pieces.members() {
                tariff[(s, j, i)] = pieces.national.tariff[(s, j, i)];
            }
        }
    }
    tariff
}

#[test]
fn table_9_nafta_given_the_changes_of_the_rest_of_the_world() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let all = Change::of(&economy, pieces.tariffs("tariff_2005")).welfare;
    let rest = Change::of(&economy, all_but_nafta(&pieces)).welfare;
    let printed = rows(&pieces.reference.join("published_table_9.csv"));
    let columns = [
        (&all.welfare_first_order_pct, &rest.welfare_first_order_pct),
        (&all.terms_of_trade_pct, &rest.terms_of_trade_pct),
        (&all.volume_of_trade_pct, &rest.volume_of_trade_pct),
        (&all.real_wage_pct, &rest.real_wage_pct),
    ];
    let mut score = Score::default();
    for ((name, _), j) in MEMBERS.iter().zip(pieces.members()) {
        for (column, ((all, rest), printed)) in columns.iter().zip(row(&printed, name)).enumerate() {
            let ratio = (1.0 + all[j.index()] / 100.0) / (1.0 + rest[j.index()] / 100.0);
            score.cell(&format!("{name} {column}"), 100.0 * (ratio - 1.0), printed);
        }
    }
    score.all_but(&[], 12);
}
