//! Tables 2, 3, 5, 6, 7 and 9 of the paper.

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::printed::{compare_row, row, rows};
use super::{Change, MEMBERS, PAPER, Pieces};
use crate::validation::Comparison;

/// Zero deficits, which the paper does not spell out for its tables.
const NO_DEFICITS: &str = "The baseline is first solved without deficits.";

/// The columns of tables 2 and 9.
const WELFARE: [[&str; 2]; 4] = [
    ["Welfare", "Total"],
    ["Welfare", "Terms of trade"],
    ["Welfare", "Volume of trade"],
    ["Real wages", "Change"],
];

#[test]
fn table_2_welfare_and_real_wages() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_nafta"));
    let printed = rows(&pieces.reference.join("published_table_2.csv"));
    let mut comparison = Comparison::new(
        "caliendo-parro-table-2",
        "Table 2: welfare and real wages",
        "Effects of NAFTA's change of tariffs on its members, per cent.",
        &format!("{PAPER}, table 2"),
    )
    .note(NO_DEFICITS);
    for ((name, _), j) in MEMBERS.iter().zip(pieces.members()) {
        let welfare = &change.welfare;
        let found = [
            &welfare.welfare_first_order_pct,
            &welfare.terms_of_trade_pct,
            &welfare.volume_of_trade_pct,
            &welfare.real_wage_pct,
        ];
        compare_row(&mut comparison, &WELFARE, name, &found.map(|list| list[j.index()]), row(&printed, name));
    }
    comparison.close(12);
}

/// First-order terms of trade and volume of trade of one region in one sector with one partner, per cent of income, as the paper
/// has them.
fn literal(change: &Change<'_>, (s, j, i): (Sector, Region, Region)) -> [f64; 2] {
    let (baseline, equilibrium) = (change.baseline(), change.equilibrium());
    let [imports, imports_new] = change.trade(s, j, i);
    let exports = change.trade(s, i, j)[0];
    let own_price = equilibrium.unit_cost_hat[(j, s)] - 1.0;
    let price = equilibrium.unit_cost_hat[(i, s)] - 1.0;
    let terms = exports * own_price - imports * price;
    let rate = baseline.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
    let volume = if imports > 0.0 { rate * imports * (imports_new / imports - 1.0 - price) } else { 0.0 };
    [terms, volume].map(|part| 100.0 * part / baseline.income[j.index()])
}

#[test]
fn first_order_parts_by_sector_and_partner_are_the_papers() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_nafta"));
    let (by_sector, by_partner) =
        (&change.welfare.first_order_by_sector, &change.welfare.first_order_by_partner);
    let axes = &economy.axes;
    let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found} for {wanted}");
    for j in axes.regions.ids() {
        for s in axes.sectors.ids() {
            let parts = axes.regions.ids().map(|i| literal(&change, (s, j, i)));
            let [terms, volume] = parts.fold([0.0; 2], |sum, part| [sum[0] + part[0], sum[1] + part[1]]);
            close(by_sector.terms_of_trade_pct[(j, s)], terms);
            close(by_sector.volume_of_trade_pct[(j, s)], volume);
        }
        for i in axes.regions.ids() {
            let parts = axes.sectors.ids().map(|s| literal(&change, (s, j, i)));
            let [terms, volume] = parts.fold([0.0; 2], |sum, part| [sum[0] + part[0], sum[1] + part[1]]);
            close(by_partner.terms_of_trade_pct[(j, i)], terms);
            close(by_partner.volume_of_trade_pct[(j, i)], volume);
        }
    }
}

#[test]
fn table_3_partners() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_nafta"));
    let printed = rows(&pieces.reference.join("published_table_3.csv"));
    let members = pieces.members();
    let mut comparison = Comparison::new(
        "caliendo-parro-table-3",
        "Table 3: terms of trade and volume of trade by partner",
        "Effects of NAFTA's change of tariffs on welfare through trade with members and with others, per cent.",
        &format!("{PAPER}, table 3"),
    )
    .note(NO_DEFICITS);
    let columns = ["Terms of trade", "Volume of trade"]
        .map(|table| ["NAFTA", "Rest of the world"].map(|column| [table, column]));
    for ((name, _), j) in MEMBERS.iter().zip(members) {
        let parts = &change.welfare.first_order_by_partner;
        let mut found = [0.0; 4];
        for i in economy.axes.regions.ids() {
            let outside = usize::from(!members.contains(&i));
            found[outside] += parts.terms_of_trade_pct[(j, i)];
            found[2 + outside] += parts.volume_of_trade_pct[(j, i)];
        }
        compare_row(&mut comparison, columns.as_flattened(), name, &found, row(&printed, name));
    }
    comparison.close(12);
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
    let mut comparison = Comparison::new(
        "caliendo-parro-table-5",
        "Table 5: growth of imports",
        "Growth of the imports of each member from each other one, per cent.",
        &format!("{PAPER}, table 5"),
    )
    .note(NO_DEFICITS)
    .note("Imports are net of tariffs.");
    for (importer, row) in members.iter().zip(&printed[1..]) {
        for (exporter, (&(name, _), printed)) in members.iter().zip(MEMBERS.iter().zip(&row[1..])) {
            if printed != "-" {
                let found = import_growth(&change, *importer, &[*exporter]);
                comparison.printed(["", &row[0], &format!("from {name}")], printed, found);
            }
        }
    }
    comparison.close(6);
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
    let mut comparison = Comparison::new(
        "caliendo-parro-table-6",
        "Table 6: shares of sectors in exports",
        "Shares in the exports of each member before and after NAFTA's change of tariffs, per cent, and the normalised \
         Herfindahl index of these shares.",
        &format!("{PAPER}, table 6"),
    )
    .note(NO_DEFICITS)
    .note("The index is normalised over all 40 sectors, the untraded ones too.");
    for (at, ((name, _), i)) in MEMBERS.iter().zip(pieces.members()).enumerate() {
        for (when, shares) in export_shares(&change, i).iter().enumerate() {
            let (column, head) = (2 * at + when, ["Before", "After"][when]);
            for (sector, found) in sectors.iter().zip(shares) {
                comparison.printed([name, &sector[0], head], &sector[1 + column], *found);
            }
            let place = [name, "Normalised Herfindahl index", head];
            comparison.printed(place, &concentration[column], normalised_herfindahl(shares));
        }
    }
    comparison.close(126);
}

#[test]
fn table_7_all_tariffs_to_2005() {
    let Some(pieces) = Pieces::read() else { return };
    let economy = pieces.economy();
    let change = Change::of(&economy, pieces.tariffs("tariff_2005"));
    let printed = rows(&pieces.reference.join("published_table_7.csv"));
    let welfare = &change.welfare;
    let found = [&welfare.welfare_first_order_pct, &welfare.terms_of_trade_pct, &welfare.volume_of_trade_pct];
    let mut comparison = Comparison::new(
        "caliendo-parro-table-7",
        "Table 7: all tariffs to 2005",
        "Welfare effects of all changes of tariffs between 1993 and 2005, per cent.",
        &format!("{PAPER}, table 7"),
    )
    .note(NO_DEFICITS);
    let halves = printed[1..].iter().flat_map(|row| row.chunks(4)).filter(|half| !half[0].is_empty());
    for half in halves {
        let j = country(&economy.axes.regions, &half[0]);
        let found = found.map(|list| list[j.index()]);
        let columns = ["Total", "Terms of trade", "Volume of trade"].map(|column| ["", column]);
        compare_row(&mut comparison, &columns, &half[0], &found, &half[1..]);
    }
    comparison.close(93);
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
    let mut comparison = Comparison::new(
        "caliendo-parro-table-9",
        "Table 9: NAFTA given all other changes",
        "Effects of NAFTA's change of tariffs when all other tariffs move to those of 2005 as well, per cent.",
        &format!("{PAPER}, table 9"),
    )
    .note(NO_DEFICITS)
    .note("The effect is that of all changes over that of all changes but NAFTA, both against 1993.");
    for ((name, _), j) in MEMBERS.iter().zip(pieces.members()) {
        let of = |list: &[f64]| 1.0 + list[j.index()] / 100.0;
        let found = columns.map(|(all, rest)| 100.0 * (of(all) / of(rest) - 1.0));
        compare_row(&mut comparison, &WELFARE, name, &found, row(&printed, name));
    }
    comparison.close(12);
}
