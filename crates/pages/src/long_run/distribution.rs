//! Efficiency and distribution: what the world loses as a whole, and whether rich or poor, large or small bear it.

use oblate_report::{Block, Chart, Figure, NumberFormat, Point, Scatter, Table, Unit, Words};

use super::case::{Case, Place, changes};

/// One region with what is needed to place it.
struct Standing<'a> {
    place: &'a Place<'a>,
    change: f64,
    income: f64,
    gained: f64,
    population: f64,
}

/// The poorer or the richer half of all people, by the mean income of their regions.
struct Half {
    name: &'static str,
    population: f64,
    income: f64,
    gained: f64,
}

impl Half {
    fn change(&self) -> f64 {
        100.0 * self.gained / self.income
    }
}

/// Who bears the change, in one sentence; none where the world does not tell its population.
pub(super) fn sentence(case: &Case<'_>) -> Option<Words> {
    let [poorer, richer] = halves(&standings(case))?;
    let (low, high) = (poorer.change(), richer.change());
    let format = changes(&[low, high]);
    let verdict = match (high - low).abs() {
        gap if gap < 0.005 => "the gap between them hardly moves",
        _ if low < high => "the gap between them widens",
        _ => "the gap between them narrows",
    };
    Some(
        Words::from("Of all people, the half that lives in the poorer regions sees its income change by ")
            .number(low, &format)
            .text(", the half in the richer regions by ")
            .number(high, &format)
            .text(format!(": {verdict}.")),
    )
}

pub(super) fn blocks(case: &Case<'_>, mark: &str) -> Vec<Block> {
    let standings = standings(case);
    let mut blocks = Vec::new();
    if let Some(halves) = halves(&standings) {
        blocks.extend(sentence(case).map(Block::Text));
        blocks.push(Block::Table(table(case, &halves, mark)));
        blocks.push(Block::figure(by_wealth(case, &standings, mark)));
    }
    blocks.push(Block::figure(by_size(case, &standings, mark)));
    blocks
}

fn standings<'a>(case: &'a Case<'_>) -> Vec<Standing<'a>> {
    let standing = |place: &'a Place<'a>| {
        let number = |variable| case.number(place.code, variable);
        Standing {
            place,
            change: number("real_income_pct"),
            income: number("income_baseline"),
            gained: number("equivalent_variation"),
            population: number("population"),
        }
    };
    let all = case.regions.iter().map(standing);
    all.filter(|region| region.change.is_finite() && region.income > 0.0).collect()
}

/// The two halves of all people whose regions tell their population; the region in the middle is split.
fn halves(standings: &[Standing<'_>]) -> Option<[Half; 2]> {
    let mut known: Vec<&Standing<'_>> = standings.iter().filter(|region| region.population > 0.0).collect();
    if known.len() < 2 {
        return None;
    }
    known.sort_by(|a, b| (a.income / a.population).total_cmp(&(b.income / b.population)));
    let middle = known.iter().map(|region| region.population).sum::<f64>() / 2.0;
    let half = |name| Half { name, population: 0.0, income: 0.0, gained: 0.0 };
    let mut halves = [half("poorer half of all people"), half("richer half of all people")];
    let mut counted = 0.0;
    for region in known {
        let below = ((middle - counted) / region.population).clamp(0.0, 1.0);
        for (half, share) in halves.iter_mut().zip([below, 1.0 - below]) {
            half.population += share * region.population;
            half.income += share * region.income;
            half.gained += share * region.gained;
        }
        counted += region.population;
    }
    Some(halves)
}

fn table(case: &Case<'_>, halves: &[Half; 2], mark: &str) -> Table {
    let changed = halves.iter().map(Half::change).collect::<Vec<_>>();
    let unit = case.unit_text();
    let caption = "The poorer and the richer half of all people, by the mean income of their regions; incomes inside a region are not told";
    Table::new(format!("halves{mark}"), caption)
        .labels("half", "Half", halves.iter().map(|half| half.name))
        .numbers(
            "population",
            &format!("People, {}", case.population_unit()),
            NumberFormat::Plain(0),
            halves.iter().map(|h| h.population).collect(),
        )
        .numbers(
            "income_baseline",
            &format!("Income before, {unit}"),
            NumberFormat::Plain(0),
            halves.iter().map(|h| h.income).collect(),
        )
        .numbers(
            "equivalent_variation",
            "Worth of the change",
            NumberFormat::SignedPlain(0),
            halves.iter().map(|h| h.gained).collect(),
        )
        .numbers("real_income_pct", "Change", changes(&changed), changed)
}

fn by_wealth(case: &Case<'_>, standings: &[Standing<'_>], mark: &str) -> Figure {
    let unit = Unit::new(case.unit_text());
    let people = Unit::new(case.population_unit());
    let per_head = |region: &Standing<'_>| {
        region.income * unit.factor() / (region.population * people.factor()) / 1000.0
    };
    let known: Vec<&Standing<'_>> = standings.iter().filter(|region| region.population > 0.0).collect();
    let axis = format!("Income per head before, thousand {}", unit.rest());
    scatter(
        case,
        &known,
        per_head,
        &Axes {
            id: format!("wealth{mark}"),
            title: "Rich and poor: change of real income against income per head",
            key: "income_per_head",
            axis,
        },
    )
}

fn by_size(case: &Case<'_>, standings: &[Standing<'_>], mark: &str) -> Figure {
    let unit = Unit::new(case.unit_text());
    let all: Vec<&Standing<'_>> = standings.iter().collect();
    let income = |region: &Standing<'_>| region.income * unit.factor() / 1e9;
    scatter(
        case,
        &all,
        income,
        &Axes {
            id: format!("size{mark}"),
            title: "Large and small: change of real income against the size of the economy",
            key: "income",
            axis: format!("Income before, billion {}", unit.rest()),
        },
    )
}

/// What stands at the axes of a scatter plot.
struct Axes {
    id: String,
    title: &'static str,
    key: &'static str,
    axis: String,
}

fn scatter(
    case: &Case<'_>,
    regions: &[&Standing<'_>],
    position: impl Fn(&Standing<'_>) -> f64,
    axes: &Axes,
) -> Figure {
    let named = worth_naming(regions);
    let points = regions.iter().enumerate().map(|(at, region)| Point {
        x: position(region),
        y: region.change,
        label: region.place.name.to_owned(),
        named: named.contains(&at),
    });
    let table = Table::new(&axes.id, axes.title)
        .labels("region", "Code", regions.iter().map(|region| region.place.code))
        .labels("name", "Region", regions.iter().map(|region| region.place.name))
        .numbers(
            axes.key,
            &axes.axis,
            NumberFormat::Plain(1),
            regions.iter().map(|region| position(region)).collect(),
        )
        .numbers(
            "real_income_pct",
            "Real income",
            case.change(),
            regions.iter().map(|region| region.change).collect(),
        );
    Figure {
        id: format!("figure-{}", axes.id),
        title: axes.title.to_owned(),
        note: Some("Each point is a region; the horizontal axis is logarithmic.".to_owned()),
        chart: Chart::Scatter(Scatter {
            points: points.collect(),
            x_axis: axes.axis.clone(),
            y_axis: "Real income, per cent".to_owned(),
            log_x: true,
        }),
        table,
    }
}

/// The ends of the ranking, and the largest economies.
fn worth_naming(regions: &[&Standing<'_>]) -> Vec<usize> {
    let by = |key: fn(&Standing<'_>) -> f64| {
        let mut order: Vec<usize> = (0..regions.len()).collect();
        order.sort_by(|&a, &b| key(regions[a]).total_cmp(&key(regions[b])));
        order
    };
    let (changes, sizes) = (by(|region| region.change), by(|region| -region.income));
    let mut named: Vec<usize> = changes.iter().take(4).chain(changes.iter().rev().take(3)).copied().collect();
    named.extend(sizes.into_iter().take(3));
    named
}
