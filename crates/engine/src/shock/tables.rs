//! The result tables of a short run.

use oblate_propagation::{Sums, Trouble, Variation};
use oblate_world::{Id, Region, Sector};

use crate::shock::ShockVariant;
use oblate_tables::{Cells, Column, Labels, Table};

/// All tables, the summary first; in each, the rows of one variant stand behind those of another.
pub(super) fn tables(variants: &[ShockVariant]) -> Vec<Table> {
    let of_each = |of: &dyn Fn(&ShockVariant) -> Table| stacked(variants, variants.iter().map(of).collect());
    let mut tables = vec![
        of_each(&summary),
        of_each(&|variant| days(variant, 0, "days_regions", "region")),
        of_each(&|variant| days(variant, 1, "days_sectors", "sector")),
        of_each(&bottlenecks),
        of_each(&suppliers),
        of_each(&shocks),
        of_each(&inventories),
    ];
    if variants.iter().all(|variant| variant.industries.is_some()) {
        tables.push(of_each(&days_industries));
    }
    tables
}

/// One table of the same table for each variant, with the variant in the first column.
fn stacked(variants: &[ShockVariant], parts: Vec<Table>) -> Table {
    let mut whose = Labels::over(variants.iter().map(|variant| variant.name.as_str()));
    for (position, part) in parts.iter().enumerate() {
        (0..part.rows()).for_each(|_| whose.push(position));
    }
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap_or(Table { name: "summary", columns: Vec::new() });
    for part in parts {
        for (column, more) in whole.columns.iter_mut().zip(part.columns) {
            match (&mut column.cells, more.cells) {
                (Cells::Numbers(numbers), Cells::Numbers(more)) => numbers.extend(more),
                (Cells::Labels(labels), Cells::Labels(more)) => {
                    (0..more.codes().len()).for_each(|row| labels.push_word(more.get(row)));
                }
                _ => unreachable!("the same table has the same columns in every variant"),
            }
        }
    }
    whole.columns.insert(0, labels("variant", whose));
    whole
}

fn numbers(name: &'static str, values: Vec<f64>) -> Column {
    Column { name, cells: Cells::Numbers(values) }
}

fn labels(name: &'static str, labels: Labels) -> Column {
    Column { name, cells: Cells::Labels(labels) }
}

/// Totals of an entry of an axis over the run, in per cent of what they would have been.
pub(super) struct Totals {
    pub value_added_lost: f64,
    pub value_added_lost_pct: f64,
    pub unmet_pct: f64,
    pub lowest_output_pct: f64,
    pub lowest_day: f64,
}

/// Totals by entry of an axis: 0 regions, 1 sectors.
pub(super) fn totals(result: &ShockVariant, axis: usize) -> Vec<Totals> {
    let step = result.model.settings().step;
    let curves = if axis == 0 { &result.curves.regions } else { &result.curves.sectors };
    let of_entry = |(at, base): (usize, &Sums)| {
        let days = curves.len() as f64;
        let sum = |of: fn(&Sums) -> f64| curves.iter().map(|entries| of(&entries[at])).sum::<f64>();
        let lost = base.value_added * days - sum(|sums| sums.value_added);
        let lowest = curves.iter().map(|entries| entries[at].output).enumerate();
        let (day, lowest) = lowest.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, base.output));
        let part = |value: f64, of: f64| if of > 0.0 { 100.0 * value / of } else { 0.0 };
        Totals {
            value_added_lost: lost,
            value_added_lost_pct: part(lost, base.value_added * days),
            unmet_pct: part(sum(|sums| sums.unmet), sum(|sums| sums.final_demand)),
            lowest_output_pct: part(lowest, base.output),
            lowest_day: day as f64 * step,
        }
    };
    result.curves.baseline[axis].iter().enumerate().map(of_entry).collect()
}

/// One row a region and a sector, and one for the world.
fn summary(result: &ShockVariant) -> Table {
    let table = result.model.table();
    let (mut kind, mut label) = (Labels::default(), Labels::default());
    let mut columns: [Vec<f64>; 5] = Default::default();
    let mut row = |of: &str, code: &str, totals: &Totals| {
        kind.push_word(of);
        label.push_word(code);
        let values = [
            totals.value_added_lost,
            totals.value_added_lost_pct,
            totals.unmet_pct,
            totals.lowest_output_pct,
            totals.lowest_day,
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    };
    row("world", crate::results::WORLD, &world(result));
    for (code, totals) in table.regions().codes().zip(totals(result, 0)) {
        row("region", code, &totals);
    }
    for (code, totals) in table.sectors().codes().zip(totals(result, 1)) {
        row("sector", code, &totals);
    }
    let [lost, lost_pct, unmet, lowest, day] = columns;
    let columns = vec![
        labels("kind", kind),
        labels("label", label),
        numbers("value_added_lost", lost),
        numbers("value_added_lost_pct", lost_pct),
        numbers("unmet_pct", unmet),
        numbers("lowest_output_pct", lowest),
        numbers("lowest_day", day),
    ];
    Table { name: "summary", columns }
}

/// Totals of the world.
pub(super) fn world(result: &ShockVariant) -> Totals {
    let (base, world) = (result.curves.world_baseline(), result.curves.world());
    let days = world.len() as f64;
    let lost = base.value_added * days - world.iter().map(|sums| sums.value_added).sum::<f64>();
    let unmet: f64 = world.iter().map(|sums| sums.unmet).sum();
    let wanted: f64 = world.iter().map(|sums| sums.final_demand).sum();
    let (day, lowest) = result.curves.trough().unwrap_or((0, 1.0));
    Totals {
        value_added_lost: lost,
        value_added_lost_pct: 100.0 * lost / (base.value_added * days),
        unmet_pct: 100.0 * unmet / wanted,
        lowest_output_pct: 100.0 * lowest,
        lowest_day: day as f64 * result.model.settings().step,
    }
}

/// Output, value added and unmet demand of each day.
fn days(result: &ShockVariant, axis: usize, name: &'static str, entry: &'static str) -> Table {
    let table = result.model.table();
    let codes: Vec<&str> =
        if axis == 0 { table.regions().codes().collect() } else { table.sectors().codes().collect() };
    let curves = if axis == 0 { &result.curves.regions } else { &result.curves.sectors };
    let step = result.model.settings().step;
    let mut entries = Labels::over(codes.iter().copied());
    let mut columns: [Vec<f64>; 5] = Default::default();
    for (at, day) in curves.iter().enumerate() {
        for (position, sums) in day.iter().enumerate() {
            entries.push(position);
            let values = [at as f64 * step, sums.output, sums.value_added, sums.final_demand, sums.unmet];
            for (column, value) in columns.iter_mut().zip(values) {
                column.push(value);
            }
        }
    }
    let [day, output, value_added, wanted, unmet] = columns;
    let columns = vec![
        numbers("day", day),
        labels(entry, entries),
        numbers("output", output),
        numbers("value_added", value_added),
        numbers("final_demand", wanted),
        numbers("unmet", unmet),
    ];
    Table { name, columns }
}

/// Each industry on each day, where that was asked for.
fn days_industries(result: &ShockVariant) -> Table {
    let Some(found) = &result.industries else {
        return Table { name: "days_industries", columns: Vec::new() };
    };
    let table = result.model.table();
    let (industries, step) = (table.shape().industries(), result.model.settings().step);
    let mut region = Labels::over(table.regions().codes());
    let mut sector = Labels::over(table.sectors().codes());
    let mut lacks = Labels::over(table.sectors().codes().chain([""]));
    let mut day = Vec::with_capacity(found.output.len());
    for (at, input) in found.lacks.iter().enumerate() {
        let (r, s): (Region, Sector) = table.shape().place(at % industries);
        day.push((at / industries) as f64 * step);
        region.push(r.index());
        sector.push(s.index());
        lacks.push(input.unwrap_or(table.shape().sectors));
    }
    let columns = vec![
        numbers("day", day),
        labels("region", region),
        labels("sector", sector),
        numbers("output", found.output.clone()),
        numbers("value_added", found.value_added.clone()),
        numbers("demand", found.demand.clone()),
        numbers("capacity", found.capacity.clone()),
        labels("lacks", lacks),
    ];
    Table { name: "days_industries", columns }
}

/// What each industry lost to each input, the largest first.
fn bottlenecks(result: &ShockVariant) -> Table {
    let table = result.model.table();
    let (mut region, mut sector) =
        (Labels::over(table.regions().codes()), Labels::over(table.sectors().codes()));
    let mut input = sector.clone();
    let (mut first_day, mut lost) = (Vec::new(), Vec::new());
    for bottleneck in result.bottlenecks.largest() {
        let (r, s) = table.shape().place(bottleneck.industry);
        region.push(r.index());
        sector.push(s.index());
        input.push(bottleneck.input);
        first_day.push(bottleneck.step as f64 * result.model.settings().step);
        lost.push(bottleneck.lost);
    }
    let columns = vec![
        labels("region", region),
        labels("sector", sector),
        labels("input", input),
        numbers("first_day", first_day),
        numbers("output_lost", lost),
    ];
    Table { name: "bottlenecks", columns }
}

/// Who rationed whom: what each supplier was asked for and did not deliver.
fn suppliers(result: &ShockVariant) -> Table {
    let (table, found) = (result.model.table(), &result.bottlenecks);
    let (mut region, mut sector) =
        (Labels::over(table.regions().codes()), Labels::over(table.sectors().codes()));
    for f in 0..table.shape().industries() {
        let (r, s): (Region, Sector) = table.shape().place(f);
        region.push(r.index());
        sector.push(s.index());
    }
    let columns = vec![
        labels("region", region),
        labels("sector", sector),
        numbers("asked", found.asked.clone()),
        numbers("undelivered", found.undelivered.clone()),
        numbers("lost_to_capacity", found.lost_to_capacity.clone()),
    ];
    Table { name: "suppliers", columns }
}

fn shocks(result: &ShockVariant) -> Table {
    let mut name = Labels::default();
    result.losses.iter().for_each(|loss| name.push_word(&loss.shock));
    let columns = vec![
        labels("shock", name),
        numbers("value_added_lost_alone", result.losses.iter().map(|loss| loss.alone).collect()),
        numbers("value_added_lost_on_top", result.losses.iter().map(|loss| loss.on_top).collect()),
    ];
    Table { name: "shocks", columns }
}

fn inventories(result: &ShockVariant) -> Table {
    let runs = &result.inventories;
    let columns = vec![
        numbers("inventories_times", runs.iter().map(|run| run.times).collect()),
        numbers("value_added_lost", runs.iter().map(|run| run.lost).collect()),
        numbers("lowest_output_pct", runs.iter().map(|run| 100.0 * run.lowest).collect()),
    ];
    Table { name: "inventories", columns }
}

/// Which choices made otherwise avoid a trouble, in words.
pub(super) fn avoiding(result: &ShockVariant, trouble: &Trouble) -> Vec<String> {
    let others = result.choices.iter().filter(|other| other.avoids(trouble));
    let choices = others.filter_map(|other| match other.variation {
        Variation::Choice(remedy) => Some(remedy.to_string()),
        _ => None,
    });
    choices.collect()
}
