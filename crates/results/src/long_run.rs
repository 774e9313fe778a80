//! The tables of the long run: `summary`, `regions`, `sectors`, `trade` and what belongs to them. Columns and variables are a stable
//! interface.
//!
//! Hats are new over baseline (unit `ratio`), `_pct` are changes in per cent (unit `percent`), levels are in the world's
//! unit: a level after the shock has the plain name, its baseline the ending `_baseline`.

mod borders;
mod decomposition;
mod derivatives;
mod description;
mod draws;
mod emissions;
mod equilibria;
mod factors;
mod first_order;
mod households;
mod parts;
mod regions;
mod sectors;
mod sensitivity;
mod summary;
mod trade;

use std::collections::HashMap;

use oblate_engine::{Request, RunResult};
use oblate_tables::Table;

use crate::description::TableDescription;
use crate::manifest::{MANIFEST, Manifest};
use crate::record::{LONG_RUN, Record};
use crate::saved::Results;

pub use decomposition::{channel_name, shock_name};
pub use derivatives::{exposure_table, gradient_table};
pub use description::{DERIVATIVE_TABLES, RESULT_TABLES};

/// All tables of a run, in the order of [`RESULT_TABLES`].
fn tables(result: &RunResult) -> Vec<Table> {
    let (variants, unit) = (result.variants.as_slice(), result.unit.as_str());
    let told: Vec<_> = variants.iter().map(|variant| regions::variables(variant, result)).collect();
    let mut tables = vec![
        summary::table(variants, &told),
        regions::table("regions", variants, &told),
        sectors::table(variants, unit),
        trade::table(variants, unit),
        sensitivity::table(result),
        decomposition::table(variants),
        first_order::table(variants),
    ];
    let often = [
        households::table(variants, unit),
        factors::table(variants),
        emissions::table(result),
        equilibria::table(result),
        draws::draws(result),
        draws::uncertainty(result),
        draws::drawn_elasticities(result),
    ];
    tables.extend(often.into_iter().flatten());
    tables
}

impl Record for Manifest {
    const FILE: &'static str = MANIFEST;
    const KIND: (&'static str, &'static str) = LONG_RUN;
    const TABLES: &'static [TableDescription] = &RESULT_TABLES;
    const ALWAYS: &'static [&'static str] =
        &["regions", "sectors", "trade", "sensitivity", "decomposition", "first_order"];

    fn files(&self) -> &[String] {
        &self.files
    }

    fn name_files(&mut self, files: Vec<String>) {
        self.files = files;
    }

    fn about(&self) -> Option<(String, Table)> {
        Some(self.travelling())
    }
}

impl Results {
    /// The results of a run.
    pub fn of_run(request: &Request<'_>, result: &RunResult) -> Self {
        Self { manifest: Manifest::new(request, result), tables: tables(result) }
    }

    /// The table `regions`, one row for each variant, region and variable.
    pub fn regions(&self) -> &Table {
        self.always("regions")
    }

    /// The table `sectors`, one row for each variant, region, sector and variable.
    pub fn sectors(&self) -> &Table {
        self.always("sectors")
    }

    /// The table `trade`, one row for each variant and link.
    pub fn trade(&self) -> &Table {
        self.always("trade")
    }

    /// The table `sensitivity`, one row for each variant, region and published set of elasticities.
    pub fn sensitivity(&self) -> &Table {
        self.always("sensitivity")
    }

    /// The table `decomposition`, one row for each variant, region and part of the change.
    pub fn decomposition(&self) -> &Table {
        self.always("decomposition")
    }

    /// The table `first_order`, one row for each variant, region and part of first-order welfare.
    pub fn first_order(&self) -> &Table {
        self.always("first_order")
    }

    /// A variable of the table `regions`; NaN where missing.
    pub fn value(&self, variant: &str, region: &str, variable: &str) -> f64 {
        let keys = [("variant", variant), ("region", region), ("variable", variable)];
        self.regions().number(&keys, "value").unwrap_or(f64::NAN)
    }

    /// A variable of the table `regions` by variant and region.
    pub fn by_region(&self, variable: &str) -> HashMap<(&str, &str), f64> {
        let table = self.regions();
        let columns = ["variant", "region"].map(|name| table.labels(name));
        let ([Some(variants), Some(regions)], Some(values)) = (columns, table.numbers("value")) else {
            return HashMap::new();
        };
        let wanted = table.rows_where(&[("variable", variable)]);
        wanted.map(|row| ((variants.get(row), regions.get(row)), values[row])).collect()
    }
}

/// `new / old`; missing where there was nothing.
fn hat(new: f64, old: f64) -> f64 {
    if old == 0.0 { f64::NAN } else { new / old }
}
