//! Winners and losers: every region's change of real income, and what is behind it.

use oblate_report::{Bars, Block, Chart, Figure, NumberFormat, Table};

use super::case::{Case, changes, ends, pct};
use oblate_results::WORLD;

/// Regions at each end of a figure.
const EACH: usize = 12;

pub(super) fn blocks(case: &Case<'_>, mark: &str) -> Vec<Block> {
    vec![Block::figure(figure(case, mark)), Block::Table(table(case, mark))]
}

/// The change of real income by region, losses first.
pub(super) fn figure(case: &Case<'_>, mark: &str) -> Figure {
    let ranking = case.ranking();
    let shown = ends(ranking.len(), EACH);
    let left_out = ranking.len() - shown.len();
    let note = (left_out > 0)
        .then(|| format!("The {left_out} regions between the two ends stand in the table below."));
    let names: Vec<String> = shown.iter().map(|&at| ranking[at].0.name.to_owned()).collect();
    let values: Vec<f64> = shown.iter().map(|&at| ranking[at].1).collect();
    let table = Table::new(format!("real-income{mark}"), "Change of real income by region")
        .labels("region", "Code", shown.iter().map(|&at| ranking[at].0.code))
        .labels("name", "Region", names.clone())
        .numbers("real_income_pct", "Real income", case.change(), values.clone());
    let axis = "Change of real income, per cent".to_owned();
    Figure {
        id: format!("figure-real-income{mark}"),
        title: "Who loses and who gains: change of real income".to_owned(),
        note,
        chart: Chart::Bars(Bars { labels: names, values, axis }),
        table,
    }
}

/// All regions, then the groups of the scenario and the world.
fn table(case: &Case<'_>, mark: &str) -> Table {
    let mut places: Vec<(&str, &str)> =
        case.ranking().iter().map(|(place, _)| (place.code, place.name)).collect();
    let missing = case.regions.iter().filter(|place| !places.iter().any(|(code, _)| *code == place.code));
    places.extend(missing.map(|place| (place.code, place.name)).collect::<Vec<_>>());
    places.extend(case.groups.iter().map(|group| (*group, *group)));
    places.push((WORLD, "World"));
    let column =
        |variable: &str| places.iter().map(|(code, _)| case.number(code, variable)).collect::<Vec<_>>();
    let hats = |variable: &str| column(variable).into_iter().map(pct).collect::<Vec<_>>();
    let (exports, imports, prices) = (hats("exports_hat"), hats("imports_hat"), hats("price_index_hat"));
    let money = column("equivalent_variation");
    let largest = money.iter().filter(|value| value.is_finite()).fold(0.0_f64, |most, v| most.max(v.abs()));
    let money_format = NumberFormat::SignedPlain(if largest >= 100.0 { 0 } else { 2 });
    Table::new(format!("regions{mark}"), "Every region, the groups of the scenario, and the world")
        .labels("region", "Code", places.iter().map(|(code, _)| *code))
        .labels("name", "Region", places.iter().map(|(_, name)| *name))
        .bars("real_income_pct", "Real income", case.change(), column("real_income_pct"))
        .numbers("equivalent_variation", &format!("Worth, {}", case.unit_text()), money_format, money)
        .numbers("real_wage_pct", "Real wage", changes(&column("real_wage_pct")), column("real_wage_pct"))
        .numbers(
            "terms_of_trade_pct",
            "Terms of trade",
            changes(&column("terms_of_trade_pct")),
            column("terms_of_trade_pct"),
        )
        .numbers("exports_change_pct", "Exports", changes(&exports), exports)
        .numbers("imports_change_pct", "Imports", changes(&imports), imports)
        .numbers("price_index_change_pct", "Prices", changes(&prices), prices)
}
