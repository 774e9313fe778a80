//! The tables `dispersion`, `makers` and `chokepoints`: how concentrated, distant and alike sources are.

use oblate_indicators::{Basis, Chokepoint, Leontief, ProductSales, Sources};
use oblate_world::{Id, Region};

use super::rows::Rows;
use oblate_engine::DISTANCES;
use oblate_engine::{Chain, Wanted};
use oblate_tables::Table;

/// Of whom or what the sources are.
const OF: [&str; 3] = ["product", "industry", "region"];
/// What is counted.
const BASES: [&str; 3] = ["purchases", "output", "value_added"];
/// In the place of a sector, where all are meant; in that of a source, where there is none.
const ALL: &str = "all";
const NONE: &str = "none";

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

pub(super) fn table(
    chain: &Chain<'_>,
    leontief: &Leontief<'_>,
    sales: &ProductSales,
    wanted: &Wanted,
) -> Table {
    let table = &chain.table;
    // an industry is told by its own region, a product and a region as a whole by the group
    let (places, group) = places(chain);
    let sectors: Vec<String> = chain.sector_words().into_iter().chain([ALL.to_owned()]).collect();
    let sources: Vec<String> = chain.group_words().into_iter().chain([NONE.to_owned()]).collect();
    let all = sectors.len() - 1;
    let mut rows = Rows::new("dispersion", &[words(&OF), places, sectors, words(&BASES), sources]);
    let mut tell = |labels: [usize; 4], sources: &Sources, by_product: f64| {
        let largest = sources.concentration().largest_foreign;
        let largest = largest.map_or(chain.regions.len(), |(source, _)| source.index());
        let [of, place, sector, basis] = labels;
        rows.push(&[of, place, sector, basis, largest], &measures(chain, sources, by_product));
    };
    for r in table.region_ids().filter(|&r| chain.wants(wanted, r)) {
        for k in chain.accounts.axes.sectors.ids().filter(|&k| wanted.sector(k)) {
            tell([0, group[r.index()], k.index(), 0], &sales.sources(r, k), f64::NAN);
        }
    }
    let by_product = leontief.herfindahl_by_product();
    for (basis, kind) in [Basis::Direct, Basis::Gross, Basis::ValueAdded].into_iter().enumerate() {
        let sources = leontief.sources_of_inputs(kind);
        for j in chain.industries(wanted) {
            let labels = [1, chain.home(j).index(), table.sector_of(j).index(), basis];
            let by_product = if kind == Basis::Direct { by_product[j.index()] } else { f64::NAN };
            tell(labels, &sources[j.index()], by_product);
        }
    }
    let value_added = value_added_sources(chain, leontief);
    for r in table.region_ids().filter(|&r| chain.wants(wanted, r)) {
        let (bought, by_product) = all_products(chain, sales, r);
        tell([2, group[r.index()], all, 0], &bought, by_product);
        tell([2, group[r.index()], all, 2], &value_added[r.index()], f64::NAN);
    }
    rows.finish()
}

/// Codes of the world's regions and then of groups, each once, and the position of each region or group, as borders count.
fn places(chain: &Chain<'_>) -> (Vec<String>, Vec<usize>) {
    let mut words = chain.region_words();
    let group = chain.group_words().into_iter().map(|code| {
        words.iter().position(|word| *word == code).unwrap_or_else(|| {
            words.push(code);
            words.len() - 1
        })
    });
    let group = group.collect();
    (words, group)
}

/// What a region buys of all products, and its Herfindahl index product by product, weighted by spending.
fn all_products(chain: &Chain<'_>, sales: &ProductSales, region: Region) -> (Sources, f64) {
    let mut amounts = vec![0.0; chain.regions.len()];
    let mut weighted = 0.0;
    for product in chain.accounts.axes.sectors.ids() {
        let sources = sales.sources(region, product);
        amounts.iter_mut().zip(sources.amounts()).for_each(|(sum, amount)| *sum += amount);
        let index = sources.concentration().herfindahl;
        weighted += if index.is_nan() { 0.0 } else { index * sources.total() };
    }
    let sources = Sources::new(region, amounts);
    let by_product = weighted / sources.total();
    (sources, by_product)
}

/// Value added in the final demand of each region, by origin.
fn value_added_sources(chain: &Chain<'_>, leontief: &Leontief<'_>) -> Vec<Sources> {
    let table = &chain.table;
    let used = leontief.value_added_in_final_demand();
    let of = |r: Region| {
        let mut amounts = vec![0.0; table.regions()];
        table.industry_ids().for_each(|i| amounts[table.region_of(i).index()] += used[(i, r)]);
        Sources::new(r, amounts)
    };
    table.region_ids().map(of).collect()
}

fn measures(chain: &Chain<'_>, sources: &Sources, by_product: f64) -> [f64; 21] {
    let concentration = sources.concentration();
    let mut numbers = [f64::NAN; 21];
    numbers[..6].copy_from_slice(&[
        concentration.foreign_share,
        concentration.largest_foreign.map_or(f64::NAN, |(_, share)| share),
        concentration.herfindahl,
        concentration.herfindahl_foreign,
        concentration.effective_sources(),
        by_product,
    ]);
    for (at, kind) in DISTANCES.iter().enumerate() {
        let Some(distances) = chain.distance(kind) else { continue };
        let far = sources.remoteness(distances);
        numbers[6 + 5 * at..][..5].copy_from_slice(&[
            far.covered,
            far.distance,
            far.diversity,
            far.spread,
            far.concentration,
        ]);
    }
    numbers
}

/// How concentrated and alike the makers of a product are, each region counted by its output.
pub(super) fn makers(chain: &Chain<'_>, wanted: &Wanted) -> Table {
    let table = &chain.table;
    let mut rows = Rows::new("makers", &[chain.sector_words()]);
    for product in chain.accounts.axes.sectors.ids().filter(|&product| wanted.sector(product)) {
        let mut output = vec![0.0; table.regions()];
        for i in table.industry_ids().filter(|&i| table.sector_of(i) == product) {
            output[table.region_of(i).index()] += table.gross_output()[i.index()];
        }
        // whoever buys from them as the world does: no home plays a part in these measures
        let makers = Sources::new(Region::new(0), output);
        let concentration = makers.concentration();
        let [geography, politics, culture] = DISTANCES.map(|kind| {
            chain.distance(kind).map_or(f64::NAN, |distances| makers.remoteness(distances).diversity)
        });
        let numbers =
            [concentration.herfindahl, concentration.effective_sources(), geography, politics, culture];
        rows.push(&[product.index()], &numbers);
    }
    rows.finish()
}

pub(super) fn chokepoints(
    chain: &Chain<'_>,
    sales: &ProductSales,
    points: &[Chokepoint],
    wanted: &Wanted,
) -> Table {
    let words = [chain.group_words(), chain.sector_words(), chain.group_words()];
    let mut rows = Rows::new("chokepoints", &words);
    for point in points {
        if !(chain.wants(wanted, point.region) && wanted.sector(point.product)) {
            continue;
        }
        let far = |kind: &str| chain.distance(kind).map(|distances| point.remoteness(sales, distances));
        let (geography, politics) = (far(DISTANCES[0]), far(DISTANCES[1]));
        rows.push(
            &[point.region.index(), point.product.index(), point.source.index()],
            &[
                point.purchases,
                point.foreign_share,
                point.source_share,
                point.effective_foreign_sources,
                point.alternatives,
                point.at_stake,
                geography.map_or(f64::NAN, |far| far.distance),
                politics.map_or(f64::NAN, |far| far.distance),
                politics.map_or(f64::NAN, |far| far.concentration),
            ],
        );
    }
    rows.finish()
}
