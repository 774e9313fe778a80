//! Several cases beside each other: the variants of one run, or runs that are compared.

use oblate_report::{Block, Chart, Curve, Figure, GroupedBars, Lines, NumberFormat, Table, Words};

use super::case::{Case, changes};
use oblate_results::WORLD;

/// Cases that can be told apart by colour.
const MOST_COLOURS: usize = 8;
/// Regions shown beside the world and the groups.
const REGIONS: usize = 8;
/// Curves that can be told apart.
const CURVES: usize = 7;

pub(super) fn blocks(cases: &[Case<'_>]) -> Vec<Block> {
    let mut blocks = vec![Block::Lead(range(cases))];
    blocks.extend(figure(cases).map(Block::figure));
    blocks.push(Block::Table(table(cases)));
    blocks
}

/// Between which cases the world's change lies.
fn range(cases: &[Case<'_>]) -> Words {
    let known =
        || cases.iter().map(|case| (case, case.world("real_income_pct"))).filter(|(_, v)| v.is_finite());
    let least = known().min_by(|a, b| a.1.total_cmp(&b.1));
    let most = known().max_by(|a, b| a.1.total_cmp(&b.1));
    let (Some((worst, low)), Some((best, high))) = (least, most) else {
        return Words::from(
            "In every case some region's loss has no bound, so that the world has no mean; the table tells the regions.",
        );
    };
    let format = changes(&[low, high]);
    Words::from(format!("Over {} cases the real income of the world changes by between ", cases.len()))
        .number_from(low, &format, worst.from(WORLD, "real_income_pct"))
        .text(" (")
        .name(&worst.title)
        .text(") and ")
        .number_from(high, &format, best.from(WORLD, "real_income_pct"))
        .text(" (")
        .name(&best.title)
        .text(").")
}

/// The cases as curves, where one number or their long list makes an axis, else as bars; none for one case.
pub(super) fn figure(cases: &[Case<'_>]) -> Option<Figure> {
    if cases.len() < 2 {
        return None;
    }
    let axis = number_axis(cases).filter(|axis| axis.at.len() > 2);
    match axis {
        Some(axis) => Some(curves(cases, &axis)),
        None if cases.len() > MOST_COLOURS => Some(curves(cases, &order_axis(cases))),
        None => Some(bars(cases)),
    }
}

/// Where the cases stand on an axis.
struct Axis {
    title: String,
    note: Option<String>,
    /// Position of a case and its number, in the order of the numbers.
    at: Vec<(usize, f64)>,
}

/// The one key with a number in which the cases differ. The first case, the base, has the number that the others replace.
fn number_axis(cases: &[Case<'_>]) -> Option<Axis> {
    let differing = |case: &Case<'_>| {
        let fixed = &cases[0].entry.overrides;
        let mut own = case.entry.overrides.iter().filter(|(key, entry)| fixed.get(*key) != Some(entry));
        let (key, entry) = own.next()?;
        own.next().is_none().then(|| (key.clone(), entry.clone()))
    };
    let set: Vec<_> =
        cases.iter().enumerate().skip(1).filter_map(|(at, case)| Some((at, differing(case)?))).collect();
    let key = set.first()?.1.0.clone();
    let mut at: Vec<(usize, f64)> = set
        .iter()
        .filter(|(_, (other, _))| *other == key)
        .filter_map(|(at, (_, entry))| Some((*at, entry.new.parse().ok()?)))
        .collect();
    let base = set.iter().find_map(|(_, (other, entry))| (*other == key).then(|| entry.old.clone())?);
    at.extend(base.and_then(|text| Some((0, text.parse().ok()?))));
    let left_out: Vec<&str> = cases
        .iter()
        .enumerate()
        .filter(|(position, _)| !at.iter().any(|(p, _)| p == position))
        .map(|(_, case)| case.title.as_str())
        .collect();
    at.sort_by(|a, b| a.1.total_cmp(&b.1));
    let note = (!left_out.is_empty())
        .then(|| format!("Not on this axis, but in the table: {}.", left_out.join(", ")));
    Some(Axis { title: key, note, at })
}

/// A long list of cases stands in its own order.
fn order_axis(cases: &[Case<'_>]) -> Axis {
    let at = (0..cases.len()).map(|at| (at, (at + 1) as f64)).collect();
    Axis { title: "Number of the case, in the order of the table".to_owned(), note: None, at }
}

/// The world, the groups, and the regions that move most over all cases.
fn worth_showing<'a>(cases: &'a [Case<'_>], most: usize) -> Vec<(&'a str, &'a str)> {
    let first = &cases[0];
    let common = |code: &str| cases.iter().all(|case| case.regions.iter().any(|place| place.code == code));
    let mut shown = Vec::new();
    if cases.iter().any(|case| case.world("real_income_pct").is_finite()) {
        shown.push((WORLD, "World"));
    }
    let groups = first.groups.iter().filter(|group| cases.iter().all(|case| case.groups.contains(group)));
    shown.extend(groups.map(|group| (*group, *group)));
    let size = |code: &str| {
        let all = cases.iter().map(|case| case.number(code, "real_income_pct").abs());
        all.filter(|change| change.is_finite()).fold(0.0, f64::max)
    };
    let mut regions: Vec<_> = first
        .regions
        .iter()
        .filter(|place| common(place.code))
        .map(|place| (place, size(place.code)))
        .collect();
    regions.sort_by(|a, b| b.1.total_cmp(&a.1));
    let room = most.saturating_sub(shown.len());
    shown.extend(regions.into_iter().take(room).map(|(place, _)| (place.code, place.name)));
    shown
}

fn curves(cases: &[Case<'_>], axis: &Axis) -> Figure {
    let places = worth_showing(cases, CURVES);
    let value = |case: usize, code: &str| cases[case].number(code, "real_income_pct");
    let curve = |(code, name): &(&str, &str)| Curve {
        name: (*name).to_owned(),
        points: axis.at.iter().map(|(case, x)| (*x, value(*case, code))).collect(),
    };
    let all: Vec<f64> =
        axis.at.iter().flat_map(|(case, _)| places.iter().map(|(code, _)| value(*case, code))).collect();
    let table = Table::new("cases-curve", "Change of real income along the axis")
        .labels("case", "Case", axis.at.iter().map(|(case, _)| cases[*case].name))
        .numbers("position", &axis.title, NumberFormat::Plain(3), axis.at.iter().map(|(_, x)| *x).collect());
    let table = places.iter().fold(table, |table, (code, name)| {
        table.numbers(code, name, changes(&all), axis.at.iter().map(|(case, _)| value(*case, code)).collect())
    });
    Figure {
        id: "figure-cases".to_owned(),
        title: "How the change of real income moves over the cases".to_owned(),
        note: axis.note.clone(),
        chart: Chart::Lines(Lines {
            curves: places.iter().map(curve).collect(),
            x_axis: axis.title.clone(),
            y_axis: "Real income, per cent".to_owned(),
        }),
        table,
    }
}

fn bars(cases: &[Case<'_>]) -> Figure {
    let places = worth_showing(cases, REGIONS);
    let values = |case: &Case<'_>| {
        places.iter().map(|(code, _)| case.number(code, "real_income_pct")).collect::<Vec<_>>()
    };
    let all: Vec<f64> = cases.iter().flat_map(&values).collect();
    let table = Table::new("cases-bars", "Change of real income by case")
        .labels("region", "Code", places.iter().map(|(code, _)| *code))
        .labels("name", "Region", places.iter().map(|(_, name)| *name));
    let table = cases
        .iter()
        .fold(table, |table, case| table.numbers(&case.title, &case.title, changes(&all), values(case)));
    Figure {
        id: "figure-cases".to_owned(),
        title: "Change of real income, case by case".to_owned(),
        note: Some("The world, the groups of the scenario, and the regions that move most.".to_owned()),
        chart: Chart::GroupedBars(GroupedBars {
            labels: places.iter().map(|(_, name)| (*name).to_owned()).collect(),
            series: cases.iter().map(|case| (case.title.clone(), values(case))).collect(),
            axis: "Change of real income, per cent".to_owned(),
        }),
        table,
    }
}

/// One row a case: the world, and both ends of the ranking.
fn table(cases: &[Case<'_>]) -> Table {
    let world: Vec<f64> = cases.iter().map(|case| case.world("real_income_pct")).collect();
    let end = |last: bool| {
        cases
            .iter()
            .map(|case| {
                let ranking = case.ranking();
                let end = if last { ranking.last() } else { ranking.first() };
                end.map_or(("", f64::NAN), |(place, change)| (place.name, *change))
            })
            .map(|(name, change)| (name.to_owned(), change))
            .unzip::<_, _, Vec<_>, Vec<_>>()
    };
    let ((low_names, low), (high_names, high)) = (end(false), end(true));
    let losing = |case: &Case<'_>| case.ranking().iter().filter(|(_, change)| *change < 0.0).count() as f64;
    let money: Vec<f64> = cases.iter().map(|case| case.world("equivalent_variation")).collect();
    let unit = cases[0].unit_text();
    Table::new("cases", "The cases")
        .labels("variant", "Variant", cases.iter().map(|case| case.name))
        .labels("title", "Case", cases.iter().map(|case| case.title.as_str()))
        .bars("world_real_income_pct", "World", changes(&world), world.clone())
        .numbers("world_equivalent_variation", &format!("Worth, {unit}"), NumberFormat::SignedPlain(0), money)
        .numbers(
            "regions_losing",
            "Regions that lose",
            NumberFormat::Plain(0),
            cases.iter().map(losing).collect(),
        )
        .labels("lowest_region", "Lower end", low_names)
        .numbers("lowest_real_income_pct", "", changes(&low), low.clone())
        .labels("highest_region", "Upper end", high_names)
        .numbers("highest_real_income_pct", "", changes(&high), high.clone())
}
