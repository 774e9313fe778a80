//! One variant of a short run as it was saved: its entry of the record, and its rows of the tables.

use oblate_results::{Results, ShockManifest, ShockVariantEntry};
use oblate_tables::Table;

/// A variant.
pub(super) struct Case<'a> {
    pub entry: &'a ShockVariantEntry,
    pub world: Axis,
    pub regions: Axis,
    pub sectors: Axis,
    /// Days of which a point of a curve is the first.
    pub days: Vec<f64>,
    results: &'a Results<ShockManifest>,
}

/// Places of one kind over time.
pub(super) struct Axis {
    pub codes: Vec<String>,
    /// Output of each over its output without shocks, in per cent: day × entry.
    pub output: Vec<Vec<f64>>,
    pub totals: Vec<Totals>,
}

/// What the table `summary` says of a place.
pub(super) struct Totals {
    pub value_added_lost: f64,
    pub value_added_lost_pct: f64,
    pub unmet_pct: f64,
    pub lowest_output_pct: f64,
    pub lowest_day: f64,
}

/// What the table `bottlenecks` says of an industry and an input that it lacked.
pub(super) struct Bottleneck<'a> {
    pub region: &'a str,
    pub sector: &'a str,
    pub input: &'a str,
    pub first_day: f64,
    pub lost: f64,
}

impl Bottleneck<'_> {
    pub fn industry(&self) -> String {
        format!("{} {}", self.region, self.sector)
    }
}

impl<'a> Case<'a> {
    /// All variants, in their order.
    pub fn all(results: &'a Results<ShockManifest>) -> Vec<Self> {
        results.manifest.variants.iter().map(|entry| Self::new(results, entry)).collect()
    }

    fn new(results: &'a Results<ShockManifest>, entry: &'a ShockVariantEntry) -> Self {
        let (world, base) = (&results.manifest.world, &entry.without_shocks);
        let codes = |labels: &[oblate_results::LabelEntry]| -> Vec<String> {
            labels.iter().map(|label| label.code.clone()).collect()
        };
        let by_region = output_by_day(results, "days_regions", &entry.name, world.regions.len());
        let by_sector = output_by_day(results, "days_sectors", &entry.name, world.sectors.len());
        let over_world = [base.output_of_regions.iter().sum::<f64>()];
        let of_world = by_region.iter().map(|day| vec![day.iter().sum()]);
        let totals = |kind| totals(results, &entry.name, kind);
        Self {
            entry,
            world: Axis {
                codes: vec!["World".to_owned()],
                output: of_world.map(|day| parts(&day, &over_world)).collect(),
                totals: totals("world"),
            },
            regions: Axis {
                codes: codes(&world.regions),
                output: by_region.iter().map(|day| parts(day, &base.output_of_regions)).collect(),
                totals: totals("region"),
            },
            sectors: Axis {
                codes: codes(&world.sectors),
                output: by_sector.iter().map(|day| parts(day, &base.output_of_sectors)).collect(),
                totals: totals("sector"),
            },
            days: days(results, &entry.name, world.regions.len()),
            results,
        }
    }

    /// What the world would have lost if it had made nothing, over all days.
    pub fn value_added_without_shocks(&self) -> f64 {
        self.entry.without_shocks.value_added * self.days.len() as f64
    }

    /// Inputs that were lacking, the largest loss first.
    pub fn bottlenecks(&self) -> Vec<Bottleneck<'a>> {
        let table = self.results.table("bottlenecks");
        let told = |table: &'a Table| {
            let label = |name: &str, row: usize| table.labels(name).map_or("", |labels| labels.get(row));
            let number =
                |name: &str, row: usize| table.numbers(name).map_or(f64::NAN, |numbers| numbers[row]);
            let rows = table.rows_where(&[("variant", &self.entry.name)]);
            let told = rows.map(|row| Bottleneck {
                region: label("region", row),
                sector: label("sector", row),
                input: label("input", row),
                first_day: number("first_day", row),
                lost: number("output_lost", row),
            });
            told.collect::<Vec<_>>()
        };
        table.map(told).unwrap_or_default()
    }

    /// A column of a table, of this variant.
    pub fn numbers(&self, table: &str, column: &str) -> Vec<f64> {
        numbers(self.results, table, column, &[("variant", &self.entry.name)])
    }
}

/// A column of the rows of a table that have these labels.
fn numbers(results: &Results<ShockManifest>, table: &str, column: &str, labels: &[(&str, &str)]) -> Vec<f64> {
    let found = results.table(table).and_then(|table| Some((table, table.numbers(column)?)));
    found.map_or(Vec::new(), |(table, column)| table.rows_where(labels).map(|row| column[row]).collect())
}

/// Output of each day: the table has a row for each day and place, day by day.
fn output_by_day(
    results: &Results<ShockManifest>,
    table: &str,
    variant: &str,
    places: usize,
) -> Vec<Vec<f64>> {
    let output = numbers(results, table, "output", &[("variant", variant)]);
    output.chunks(places.max(1)).map(<[f64]>::to_vec).collect()
}

/// The days that are told.
fn days(results: &Results<ShockManifest>, variant: &str, regions: usize) -> Vec<f64> {
    let days = numbers(results, "days_regions", "day", &[("variant", variant)]);
    days.into_iter().step_by(regions.max(1)).collect()
}

fn totals(results: &Results<ShockManifest>, variant: &str, kind: &str) -> Vec<Totals> {
    let column = |name| numbers(results, "summary", name, &[("variant", variant), ("kind", kind)]);
    let [lost, lost_pct, unmet, lowest, day] =
        ["value_added_lost", "value_added_lost_pct", "unmet_pct", "lowest_output_pct", "lowest_day"]
            .map(column);
    let of = |at: usize| Totals {
        value_added_lost: lost[at],
        value_added_lost_pct: lost_pct[at],
        unmet_pct: unmet[at],
        lowest_output_pct: lowest[at],
        lowest_day: day[at],
    };
    (0..lost.len()).map(of).collect()
}

/// Output over output without shocks, in per cent.
fn parts(output: &[f64], base: &[f64]) -> Vec<f64> {
    let part = |(output, base): (&f64, &f64)| if *base > 0.0 { 100.0 * output / base } else { 100.0 };
    output.iter().zip(base).map(part).collect()
}
