//! Trade by partner: between whom it falls and between whom it grows.

use oblate_report::{Block, Chart, Figure, Flow, Flows, NumberFormat, Table};

use super::case::{Case, changes, pct};
use oblate_results::Results;

/// Flows in the figure.
const DRAWN: usize = 22;
/// Links in the table.
const LISTED: usize = 60;

/// Sales from one region to another, all sectors together, at the prices before the shock.
struct Link<'a> {
    origin: &'a str,
    destination: &'a str,
    before: f64,
    after: f64,
}

impl Link<'_> {
    fn change(&self) -> f64 {
        self.after - self.before
    }
}

pub(super) fn blocks(case: &Case<'_>, results: &Results, mark: &str) -> Vec<Block> {
    let mut links = links(case, results);
    links.retain(|link| link.change() != 0.0);
    links.sort_by(|a, b| b.change().abs().total_cmp(&a.change().abs()));
    if links.is_empty() {
        return vec![Block::Text("No trade between regions changes.".into())];
    }
    let count = links.len();
    links.truncate(LISTED);
    vec![Block::figure(figure(case, &links, count, mark))]
}

/// Every pair of different regions.
fn links<'a>(case: &Case<'a>, results: &'a Results) -> Vec<Link<'a>> {
    let table = results.trade();
    let (Some(origins), Some(destinations)) = (table.labels("origin"), table.labels("destination")) else {
        return Vec::new();
    };
    let (before, after) = (table.numbers("value_baseline"), table.numbers("volume_new"));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let width = destinations.words().len();
    let mut sums = vec![(0.0, 0.0); origins.words().len() * width];
    for row in table.rows_where(&[("variant", case.name)]) {
        // a region without a finite price level has no sales to tell
        if before[row].is_nan() || after[row].is_nan() {
            continue;
        }
        let place = origins.codes()[row] as usize * width + destinations.codes()[row] as usize;
        sums[place].0 += before[row];
        sums[place].1 += after[row];
    }
    let pairs = origins.words().iter().flat_map(|origin| {
        destinations.words().iter().map(move |destination| (origin.as_str(), destination.as_str()))
    });
    pairs
        .zip(sums)
        .filter(|((origin, destination), _)| origin != destination)
        .map(|((origin, destination), (before, after))| Link { origin, destination, before, after })
        .collect()
}

fn figure(case: &Case<'_>, links: &[Link<'_>], count: usize, mark: &str) -> Figure {
    let name = |code: &str| {
        let place = case.regions.iter().find(|place| place.code == code);
        place.map_or(code, |place| place.name).to_owned()
    };
    let flow =
        |link: &Link<'_>| Flow { from: name(link.origin), to: name(link.destination), value: link.change() };
    let flows = Flows { flows: links.iter().take(DRAWN).map(flow).collect() };
    let change = links.iter().map(Link::change).collect::<Vec<_>>();
    let relative: Vec<f64> = links.iter().map(|link| pct(link.after / link.before)).collect();
    let relative: Vec<f64> = relative.into_iter().map(|v| if v.is_finite() { v } else { f64::NAN }).collect();
    let unit = case.unit_text();
    let table = Table::new(format!("trade{mark}"), "Trade links that change most, all sectors together")
        .labels("origin", "From", links.iter().map(|link| link.origin))
        .labels("destination", "To", links.iter().map(|link| link.destination))
        .numbers(
            "value_baseline",
            &format!("Before, {unit}"),
            NumberFormat::Plain(0),
            links.iter().map(|l| l.before).collect(),
        )
        .numbers(
            "volume_new",
            "After, at prices before",
            NumberFormat::Plain(0),
            links.iter().map(|l| l.after).collect(),
        )
        .bars("change", "Difference", NumberFormat::SignedPlain(0), change)
        .numbers("change_pct", "Change", changes(&relative), relative);
    let drawn = links.len().min(DRAWN);
    Figure {
        id: format!("figure-trade{mark}"),
        title: "Between whom trade falls (orange) and grows (blue)".to_owned(),
        note: Some(format!(
            "The {drawn} largest of {count} changed links; the width of a band is the size of the change, at prices before the shock. From the seller on the left to the \
             buyer on the right."
        )),
        chart: Chart::Flows(flows),
        table,
    }
}
