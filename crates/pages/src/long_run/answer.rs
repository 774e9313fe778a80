//! The answer in plain words, before all figures.

use oblate_report::{Block, NumberFormat, Section, Tile, Words};

use super::case::{Case, Place, decimals, pct};
use super::{distribution, emissions, overview, sensitivity, warning, within};
use oblate_results::{Results, WORLD};

/// A change that is told as none, per cent.
const LITTLE: f64 = 0.005;

pub(super) fn section(cases: &[Case<'_>], results: &Results) -> Section {
    let mut blocks = Vec::new();
    match cases {
        [only] => {
            blocks.extend(beyond(only).map(Block::Lead));
            blocks.push(if only.entry.solver.beyond.is_some() {
                Block::Text(world(only))
            } else {
                Block::Lead(world(only))
            });
            if only.is_still() {
                blocks.push(Block::Text(why_nothing(only)));
            } else {
                blocks.push(Block::Text(regions(only)));
                blocks.extend(trade(only).map(Block::Text));
                blocks.extend(emissions::sentence(only, results).map(Block::Text));
                blocks.extend(within::sentence(only, results).map(Block::Text));
                blocks.extend(distribution::sentence(only).map(Block::Text));
                blocks.extend(sensitivity::sentence(only, results).map(Block::Text));
                blocks.extend(sensitivity::draws::sentence(only, results).map(Block::Text));
                blocks.push(Block::Tiles(tiles(only)));
            }
        }
        _ => {
            let others = cases.iter().filter_map(|case| Some((case, beyond(case)?)));
            blocks.extend(
                others.map(|(case, words)| {
                    Block::Lead(Words::default().name(&case.title).text(": ").then(words))
                }),
            );
            blocks.extend(overview::blocks(cases));
        }
    }
    blocks.extend(warnings(cases));
    Section { id: "answer".to_owned(), title: "The answer".to_owned(), blocks }
}

/// That this is no equilibrium that follows from the baseline.
pub(super) fn beyond(case: &Case<'_>) -> Option<Words> {
    let words = Words::from("This is another equilibrium, not what the shock does: ");
    Some(match case.entry.solver.beyond? {
        reached if reached > 0.0 => words
            .text("the equilibria that follow from the baseline end at ")
            .number(100.0 * reached, &NumberFormat::Size(2))
            .text(" of the shock."),
        _ => words.text("the baseline is no stable equilibrium, so that nothing follows from it."),
    })
}

/// What the world gains or loses.
pub(super) fn world(case: &Case<'_>) -> Words {
    if case.is_still() {
        return Words::from("Nothing changes: every region has the real income that it had.");
    }
    let change = case.world("real_income_pct");
    if change.is_nan() {
        return unbounded(case);
    }
    let (size, from) = (size(change), case.from(WORLD, "real_income_pct"));
    let money = case.world("equivalent_variation");
    let amount = NumberFormat::AmountSize(case.unit.clone());
    if change.abs() < LITTLE {
        return Words::from("The world as a whole neither gains nor loses much: ")
            .number_from(change, &NumberFormat::Change(4), from)
            .text(" of its real income.");
    }
    let verb = if change < 0.0 { "loses" } else { "gains" };
    Words::from(format!("The world {verb} "))
        .number_from(change, &size, from)
        .text(" of its real income, worth ")
        .number_from(money, &amount, case.from(WORLD, "equivalent_variation"))
        .text(" a year.")
}

/// Some regions have no finite price level: there is no mean for the world.
fn unbounded(case: &Case<'_>) -> Words {
    let missing: Vec<&str> = case
        .regions
        .iter()
        .filter(|place| case.number(place.code, "real_income_pct").is_nan())
        .map(|place| place.name)
        .collect();
    let lacking = if missing.len() == 1 { "region lacks" } else { "regions lack" };
    let words = Words::from(format!(
        "The loss of {} {lacking} a bound, because a product that cannot be done without is neither made at home nor to be had from abroad: ",
        missing.len()
    ));
    join(words, &missing).text(". The world has no mean; the other regions follow.")
}

fn join(words: Words, names: &[&str]) -> Words {
    names.iter().enumerate().fold(words, |words, (at, name)| {
        let before = match at {
            0 => "",
            at if at + 1 == names.len() => " and ",
            _ => ", ",
        };
        words.text(before).name(*name)
    })
}

/// Who loses and who gains most.
pub(super) fn regions(case: &Case<'_>) -> Words {
    let ranking = case.ranking();
    let losers = ranking.iter().filter(|(_, change)| *change < 0.0).count();
    let gainers = ranking.iter().filter(|(_, change)| *change > 0.0).count();
    let mut words = Words::from(counts(ranking.len(), losers, gainers));
    if losers > 0 {
        words = words.text(" ").then(named(case, ranking.iter().take(losers.min(3)), "loses most"));
    }
    if gainers > 0 {
        words = words.text(" ").then(named(case, ranking.iter().rev().take(gainers.min(2)), "gains most"));
    }
    let in_money = case.regions.iter().map(|place| (place, case.number(place.code, "equivalent_variation")));
    let most = in_money.filter(|(_, money)| *money < 0.0).min_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((place, money)) = most.filter(|(place, _)| place.code != ranking[0].0.code) {
        let amount = NumberFormat::AmountSize(case.unit.clone());
        words = words.text(" In money the largest loss is that of ").name(place.name).text(", ");
        words =
            words.number_from(money, &amount, case.from(place.code, "equivalent_variation")).text(" a year.");
    }
    words
}

/// How many regions lose and how many gain.
fn counts(all: usize, losers: usize, gainers: usize) -> String {
    let verb = |count: usize, verb: &str| {
        if count == 1 { format!("{count} {verb}s") } else { format!("{count} {verb}") }
    };
    match (losers, gainers) {
        (losers, 0) if losers == all => format!("All {all} regions lose."),
        (0, gainers) if gainers == all => format!("All {all} regions gain."),
        _ => format!("Of {all} regions, {} and {}.", verb(losers, "lose"), verb(gainers, "gain")),
    }
}

/// `Mexico loses most (−1.38 %), then Korea (−1.16 %).`
fn named<'a>(case: &Case<'_>, places: impl Iterator<Item = &'a (&'a Place<'a>, f64)>, verb: &str) -> Words {
    let format = case.change();
    let words = places.enumerate().fold(Words::default(), |words, (at, (place, change))| {
        let words = match at {
            0 => words.name(place.name).text(format!(" {verb} (")),
            1 => words.text(", then ").name(place.name).text(" ("),
            _ => words.text(" and ").name(place.name).text(" ("),
        };
        words.number_from(*change, &format, case.from(place.code, "real_income_pct")).text(")")
    });
    words.text(".")
}

/// How trade moves; nothing where some region's trade has no number.
fn trade(case: &Case<'_>) -> Option<Words> {
    let change = pct(case.world("exports_hat"));
    let verb = if change < 0.0 { "falls by " } else { "grows by " };
    let words = Words::from("Trade between regions ").text(verb);
    (!change.is_nan()).then(|| {
        words
            .number_from(change, &size(change), case.from(WORLD, "exports_hat"))
            .text(", told at constant world income.")
    })
}

fn tiles(case: &Case<'_>) -> Vec<Tile> {
    let tile = |number, label: &str| Tile { number, label: label.to_owned() };
    let ranking = case.ranking();
    let mut tiles = Vec::new();
    let world = case.world("real_income_pct");
    if !world.is_nan() {
        let number =
            Words::default().number_from(world, &size_signed(world), case.from(WORLD, "real_income_pct"));
        tiles.push(tile(number, "real income of the world"));
    }
    let end = |(place, change): &(&Place<'_>, f64)| {
        let format = size_signed(*change);
        Words::default().number_from(*change, &format, case.from(place.code, "real_income_pct"))
    };
    if let (Some(first), Some(last)) = (ranking.first(), ranking.last()) {
        tiles.push(tile(end(first), &format!("{}, at the lower end", first.0.name)));
        tiles.push(tile(end(last), &format!("{}, at the upper end", last.0.name)));
    }
    let trade = pct(case.world("exports_hat"));
    if trade.is_nan() {
        return tiles;
    }
    let number = Words::default().number_from(trade, &size_signed(trade), case.from(WORLD, "exports_hat"));
    tiles.push(tile(number, "trade between regions"));
    tiles
}

fn size(change: f64) -> NumberFormat {
    NumberFormat::Size(decimals(change))
}

fn size_signed(change: f64) -> NumberFormat {
    NumberFormat::Change(decimals(change))
}

/// A shock without effect says why.
fn why_nothing(case: &Case<'_>) -> Words {
    match case.entry.warnings.as_slice() {
        [] if case.entry.changes.is_empty() => Words::from("The scenario has no shock."),
        [] => Words::from(
            "The shocks change only values that nothing depends on: what they touch is neither traded nor made.",
        ),
        reasons => Words::from(format!("Why: {}.", reasons.join("; "))),
    }
}

/// What a reader must know, each once.
fn warnings(cases: &[Case<'_>]) -> Vec<Block> {
    let mut told: Vec<&str> = Vec::new();
    for warning in cases.iter().flat_map(|case| &case.entry.warnings) {
        if !told.contains(&warning.as_str()) {
            told.push(warning);
        }
    }
    if matches!(cases, [only] if only.is_still()) {
        return Vec::new();
    }
    told.into_iter().map(|text| Block::Warning(warning::sentence(text))).collect()
}
