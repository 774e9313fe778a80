//! What factors earn: their prices over the price index, by region and, where sectors pay differently, at both ends.

use oblate_report::{Block, Table};

use super::case::{Case, changes, pct};
use super::sectors::name;
use crate::cube::Cube;
use oblate_results::Results;

/// The market of a factor that the scenario did not choose.
const MOBILE: &str = "mobile";
/// Sectors whose price hats differ by less pay the same.
const SAME: f64 = 1e-9;

/// Nothing where a region has one household and all factors are mobile.
pub(super) fn blocks(case: &Case<'_>, results: &Results, places: &[(&str, &str)], mark: &str) -> Vec<Block> {
    let entry = case.entry;
    let chosen = !entry.demand.households.is_empty() || entry.factor_markets.values().any(|m| m != MOBILE);
    if !chosen || case.is_still() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Table(by_region(case, places, mark))];
    blocks.extend(by_sector(case, results, places, mark).map(Block::Table));
    blocks
}

/// Real prices, a column for each factor.
fn by_region(case: &Case<'_>, places: &[(&str, &str)], mark: &str) -> Table {
    let caption = "Change of factor prices over the price index, per cent; where sectors pay differently, of their mean";
    let table = Table::new(format!("factor-prices{mark}"), caption)
        .labels("region", "Code", places.iter().map(|(code, _)| *code))
        .labels("name", "Region", places.iter().map(|(_, name)| *name));
    let markets = &case.entry.factor_markets;
    markets.iter().fold(table, |table, (factor, market)| {
        // a world with one factor tells its price as that of all
        let variable =
            if markets.len() == 1 { "wage_hat".to_owned() } else { format!("factor_price_hat:{factor}") };
        let values: Vec<f64> =
            places.iter().map(|(code, _)| real(case, code, case.number(code, &variable))).collect();
        let title = if market == MOBILE { factor.clone() } else { format!("{factor} ({market})") };
        table.numbers(factor, &title, changes(&values), values)
    })
}

/// A factor of a region with the sectors that pay least and most for it: names and real changes.
struct Ends<'a> {
    place: (&'a str, &'a str),
    factor: &'a str,
    low: (&'a str, f64),
    high: (&'a str, f64),
}

/// The sectors that pay least and most for each factor; none where all sectors pay the same.
fn by_sector(case: &Case<'_>, results: &Results, places: &[(&str, &str)], mark: &str) -> Option<Table> {
    let table = results.table("factors")?;
    let hats = Cube::of(table, &["region", "factor", "sector"], table.rows_where(&[("variant", case.name)]));
    let factors = || case.entry.factor_markets.keys();
    let pairs = places.iter().flat_map(|place| factors().map(move |factor| (*place, factor.as_str())));
    let ends: Vec<Ends<'_>> = pairs
        .filter_map(|(place, factor)| {
            let prices =
                results.manifest.world.sectors.iter().map(|sector| {
                    (name(sector), real(case, place.0, hats.at(&[place.0, factor, &sector.code])))
                });
            let prices: Vec<_> = prices.filter(|(_, change)| change.is_finite()).collect();
            let low = *prices.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
            let high = *prices.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
            (high.1 - low.1 > SAME).then_some(Ends { place, factor, low, high })
        })
        .collect();
    let values = |end: fn(&Ends<'_>) -> f64| ends.iter().map(end).collect::<Vec<_>>();
    let (low, high) = (values(|ends| ends.low.1), values(|ends| ends.high.1));
    let caption =
        "The sectors with the lowest and the highest change of a factor price over the price index, per cent";
    (!ends.is_empty()).then(|| {
        Table::new(format!("factor-prices-by-sector{mark}"), caption)
            .labels("region", "Code", ends.iter().map(|ends| ends.place.0))
            .labels("name", "Region", ends.iter().map(|ends| ends.place.1))
            .labels("factor", "Factor", ends.iter().map(|ends| ends.factor))
            .labels("lowest_sector", "Lowest in", ends.iter().map(|ends| ends.low.0))
            .numbers("lowest_pct", "Change", changes(&low), low)
            .labels("highest_sector", "Highest in", ends.iter().map(|ends| ends.high.0))
            .numbers("highest_pct", "Change", changes(&high), high)
    })
}

/// A factor price over the price index of a region, as a change in per cent.
fn real(case: &Case<'_>, region: &str, hat: f64) -> f64 {
    pct(hat / case.number(region, "price_index_hat"))
}
