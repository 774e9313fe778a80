//! One case of a report: a variant of a run, with its numbers by region.

use oblate_report::{NumberFormat, Unit};

use crate::cube::{Cube, grouped};
use oblate_results::{LabelEntry, VariantEntry};
use oblate_results::{Results, WORLD};

/// A region with its name.
pub(super) struct Place<'a> {
    pub code: &'a str,
    pub name: &'a str,
}

/// A variant of a run.
pub(super) struct Case<'a> {
    /// Name of the variant.
    pub name: &'a str,
    /// Its title; for comparisons, that of the run as well.
    pub title: String,
    /// The regions of the world.
    pub regions: Vec<Place<'a>>,
    /// The groups of the scenario.
    pub groups: Vec<&'a str>,
    /// How it was chosen and solved.
    pub entry: &'a VariantEntry,
    /// The unit of values, taken apart and as written.
    pub unit: Unit,
    unit_written: &'a str,
    population_unit: &'a str,
    numbers: Cube<'a>,
}

/// The cases of a run, in the order of its variants.
pub(super) fn cases(results: &Results) -> Vec<Case<'_>> {
    let world = &results.manifest.world;
    let words = results.regions().labels("region").map(|labels| labels.words()).unwrap_or_default();
    let of_world = |code: &str| code == WORLD || world.regions.iter().any(|label| label.code == code);
    let rows = grouped(results.regions(), "variant");
    let case = |entry| {
        let entry: &VariantEntry = entry;
        let rows = rows.get(entry.name.as_str()).into_iter().flatten().copied();
        let numbers = Cube::of(results.regions(), &["region", "variable"], rows);
        Case {
            name: &entry.name,
            title: entry.title.clone(),
            regions: world.regions.iter().map(place).collect(),
            groups: words.iter().map(String::as_str).filter(|code| !of_world(code)).collect(),
            entry,
            unit: Unit::new(&world.unit),
            unit_written: &world.unit,
            population_unit: unit_of(results, "population"),
            numbers,
        }
    };
    results.manifest.variants.iter().map(case).collect()
}

/// The unit of a variable of the table `regions`.
fn unit_of<'a>(results: &'a Results, variable: &str) -> &'a str {
    let row = results.regions().rows_where(&[("variable", variable)]).next();
    let units = results.regions().labels("unit");
    row.and_then(|row| units.map(|units| units.get(row))).unwrap_or_default()
}

fn place(label: &LabelEntry) -> Place<'_> {
    Place { code: &label.code, name: if label.name.is_empty() { &label.code } else { &label.name } }
}

impl Case<'_> {
    /// A variable of the table `regions`; NaN where missing.
    pub(super) fn number(&self, region: &str, variable: &str) -> f64 {
        self.numbers.at(&[region, variable])
    }

    /// The unit of values as written.
    pub(super) fn unit_text(&self) -> &str {
        if self.unit_written.is_empty() { "the world's unit" } else { self.unit_written }
    }

    /// The unit in which the world counts its people.
    pub(super) fn population_unit(&self) -> &str {
        self.population_unit
    }

    /// A variable for the whole world.
    pub(super) fn world(&self, variable: &str) -> f64 {
        self.number(WORLD, variable)
    }

    /// A variable by region.
    pub(super) fn column(&self, variable: &str) -> Vec<f64> {
        self.regions.iter().map(|place| self.number(place.code, variable)).collect()
    }

    /// The place of a number in the tables: `regions/base/WLD/real_income_pct`.
    pub(super) fn from(&self, region: &str, variable: &str) -> String {
        format!("regions/{}/{region}/{variable}", self.name)
    }

    /// Regions by their change of real income, largest loss first; those without a number are left out.
    pub(super) fn ranking(&self) -> Vec<(&Place<'_>, f64)> {
        let changes = self.regions.iter().map(|place| (place, self.number(place.code, "real_income_pct")));
        let mut ranking: Vec<_> = changes.filter(|(_, change)| !change.is_nan()).collect();
        ranking.sort_by(|a, b| a.1.total_cmp(&b.1));
        ranking
    }

    /// Whether nothing happens: no region's real income moves by more than what the solver leaves.
    pub(super) fn is_still(&self) -> bool {
        const NOTHING: f64 = 1e-7;
        let changes = self.column("real_income_pct");
        changes.iter().all(|change| change.abs() < NOTHING)
    }

    /// How a change in per cent is told beside others of this case.
    pub(super) fn change(&self) -> NumberFormat {
        changes(&self.column("real_income_pct"))
    }
}

/// How changes in per cent are told beside each other: two decimals, more where all are small.
pub(super) fn changes(values: &[f64]) -> NumberFormat {
    let largest = values.iter().filter(|value| value.is_finite()).fold(0.0_f64, |most, v| most.max(v.abs()));
    NumberFormat::Change(decimals(largest))
}

/// Decimals of a change in per cent of this size: two, more for small ones.
pub(super) fn decimals(size: f64) -> usize {
    match size.abs() {
        size if size == 0.0 || size >= 0.1 => 2,
        size => oblate_report::decimals_for(size),
    }
}

/// A ratio of new to baseline as a change in per cent.
pub(super) fn pct(hat: f64) -> f64 {
    100.0 * (hat - 1.0)
}

/// The positions of the lowest and the highest values, in the order of a ranking; all if they are few.
pub(super) fn ends(count: usize, each: usize) -> Vec<usize> {
    if count <= 2 * each { (0..count).collect() } else { (0..each).chain(count - each..count).collect() }
}
