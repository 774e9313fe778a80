//! What brings the change: every region's real income by channel and by kind of shock, parts that add up.

use oblate_report::{Block, Table, Words};

use super::case::{Case, changes};
use crate::cube::Cube;
use oblate_results::Results;

/// Parts smaller than this everywhere, in per cent of real income, are not told.
const SMALL: f64 = 5e-5;

/// Channels and kinds of shock in words.
const WORDS: [(&str, &str); 22] = [
    ("terms_of_trade", "Terms of trade"),
    ("trade_costs", "Trade costs"),
    ("productivity", "Productivity"),
    ("scale", "Scale"),
    ("selection", "Selection"),
    ("tariff_revenue", "Tariff revenue"),
    ("other_revenue", "Other revenue"),
    ("factors", "Factors"),
    ("transfers", "Deficits"),
    ("investment", "Investment"),
    ("distribution", "Distribution"),
    ("tariff", "Tariffs"),
    ("export_tax", "Export taxes"),
    ("iceberg", "Trade costs and embargoes"),
    ("fixed_cost", "Fixed costs"),
    ("cap", "Quantity caps"),
    ("subsidy", "Subsidies"),
    ("purchase_tax", "Taxes on purchases"),
    ("carbon_price", "Carbon prices"),
    ("factor", "Factor supply"),
    ("preference", "Preferences"),
    ("deficit", "Deficits"),
];

fn word(part: &str) -> &str {
    WORDS.iter().find(|(name, _)| *name == part).map_or(part, |(_, word)| word)
}

pub(super) fn blocks(case: &Case<'_>, results: &Results, mark: &str) -> Vec<Block> {
    let table = results.decomposition();
    let of_variant: Vec<usize> = table.rows_where(&[("variant", case.name)]).collect();
    if of_variant.is_empty() {
        return vec![Block::Text(Words::from(
            "The change was not split: the warnings under “How this was computed” tell why.",
        ))];
    }
    let (Some(splits), Some(parts)) = (table.labels("split"), table.labels("part")) else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Text(Words::from(
        "The shock was applied little by little; at each instant the change of real income was split into what brings it, and the \
         parts were added up. They give the whole, in per cent of real income.",
    ))];
    let mut kinds = 0;
    let splits_told =
        [("channel", "By channel"), ("shock", "By kind of shock"), ("entry", "By entry of the scenario")];
    for (split, caption) in splits_told {
        let here: Vec<usize> = of_variant.iter().copied().filter(|&row| splits.get(row) == split).collect();
        let mut names: Vec<&str> = Vec::new();
        for &row in &here {
            if !names.contains(&parts.get(row)) {
                names.push(parts.get(row));
            }
        }
        if split == "shock" {
            kinds = names.len();
        }
        // one shock is the whole, and entries of different kinds are told by their kinds
        if (split == "shock" && names.len() < 2) || (split == "entry" && names.len() <= kinds.max(1)) {
            continue;
        }
        let cube = Cube::of(table, &["region", "part"], here.into_iter());
        blocks.push(Block::Table(by_region(case, &cube, &names, (split, caption), mark)));
    }
    blocks
}

/// Regions in the order of their change, with its parts.
fn by_region(
    case: &Case<'_>,
    cube: &Cube<'_>,
    names: &[&str],
    (split, caption): (&str, &str),
    mark: &str,
) -> Table {
    let ranking = case.ranking();
    let totals: Vec<f64> = ranking.iter().map(|(_, change)| *change).collect();
    let mut table = Table::new(
        format!("{split}s{mark}"),
        format!("{caption}: parts of the change of real income, per cent"),
    )
    .labels("region", "Code", ranking.iter().map(|(place, _)| place.code))
    .labels("name", "Region", ranking.iter().map(|(place, _)| place.name))
    .numbers("real_income_pct", "Real income", case.change(), totals);
    for name in names {
        let values: Vec<f64> = ranking.iter().map(|(place, _)| cube.at(&[place.code, name])).collect();
        if values.iter().any(|value| value.abs() > SMALL) {
            table = table.numbers(name, word(name), changes(&values), values);
        }
    }
    table
}
