//! The result tables of a short run.

use oblate_world::{Id, Region, Sector};

use oblate_engine::{ShockVariant, Totals};
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
    whole.columns.insert(0, Column::labels("variant", whose));
    whole
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
    row("world", crate::WORLD, &result.world_totals());
    for (code, totals) in table.regions().codes().zip(result.totals(0)) {
        row("region", code, &totals);
    }
    for (code, totals) in table.sectors().codes().zip(result.totals(1)) {
        row("sector", code, &totals);
    }
    let [lost, lost_pct, unmet, lowest, day] = columns;
    let columns = vec![
        Column::labels("kind", kind),
        Column::labels("label", label),
        Column::numbers("value_added_lost", lost),
        Column::numbers("value_added_lost_pct", lost_pct),
        Column::numbers("unmet_pct", unmet),
        Column::numbers("lowest_output_pct", lowest),
        Column::numbers("lowest_day", day),
    ];
    Table { name: "summary", columns }
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
        Column::numbers("day", day),
        Column::labels(entry, entries),
        Column::numbers("output", output),
        Column::numbers("value_added", value_added),
        Column::numbers("final_demand", wanted),
        Column::numbers("unmet", unmet),
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
        Column::numbers("day", day),
        Column::labels("region", region),
        Column::labels("sector", sector),
        Column::numbers("output", found.output.clone()),
        Column::numbers("value_added", found.value_added.clone()),
        Column::numbers("demand", found.demand.clone()),
        Column::numbers("capacity", found.capacity.clone()),
        Column::labels("lacks", lacks),
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
        Column::labels("region", region),
        Column::labels("sector", sector),
        Column::labels("input", input),
        Column::numbers("first_day", first_day),
        Column::numbers("output_lost", lost),
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
        Column::labels("region", region),
        Column::labels("sector", sector),
        Column::numbers("asked", found.asked.clone()),
        Column::numbers("undelivered", found.undelivered.clone()),
        Column::numbers("lost_to_capacity", found.lost_to_capacity.clone()),
    ];
    Table { name: "suppliers", columns }
}

fn shocks(result: &ShockVariant) -> Table {
    let mut name = Labels::default();
    result.losses.iter().for_each(|loss| name.push_word(&loss.shock));
    let columns = vec![
        Column::labels("shock", name),
        Column::numbers("value_added_lost_alone", result.losses.iter().map(|loss| loss.alone).collect()),
        Column::numbers("value_added_lost_on_top", result.losses.iter().map(|loss| loss.on_top).collect()),
    ];
    Table { name: "shocks", columns }
}

fn inventories(result: &ShockVariant) -> Table {
    let runs = &result.inventories;
    let columns = vec![
        Column::numbers("inventories_times", runs.iter().map(|run| run.times).collect()),
        Column::numbers("value_added_lost", runs.iter().map(|run| run.lost).collect()),
        Column::numbers("lowest_output_pct", runs.iter().map(|run| 100.0 * run.lowest).collect()),
    ];
    Table { name: "inventories", columns }
}
