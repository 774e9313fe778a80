//! Scenarios that programs write: a builder that puts down the text of a file, which is then read as any other.

mod value;

use std::fmt;
use std::ops::{Bound, RangeBounds};

use super::Scenario;
use crate::text::Problem;

pub use value::Value;
use value::key;

/// A scenario that a program writes, in the words of files.
///
/// What is said of a shock is said of the one that was begun last. Any key of any table can be given by [`with`](Self::with), and
/// any table begun by [`begin`](Self::begin); the other methods are names for those that are used most. Nothing is looked at
/// before [`build`](Self::build), which reads the text of the file and tells its mistakes as it would those of a file.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct ScenarioBuilder {
    /// What stands above all tables.
    keys: Vec<Key>,
    tables: Vec<(String, Vec<Key>)>,
    variants: Vec<(String, ScenarioBuilder)>,
}

/// A key of a table, with dots as in files, and its value.
type Key = (String, Value);

/// Declares methods that begin a table and give its first keys.
macro_rules! beginnings {
    ($($(#[$doc:meta])* $name:ident($($key:ident),+);)*) => {
        $(
            $(#[$doc])*
            pub fn $name(self, $($key: impl Into<Value>),+) -> Self {
                self.begin(stringify!($name))$(.with(stringify!($key), $key))+
            }
        )*
    };
}

/// Declares methods that give a key of the table that was begun last.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(self, $name: impl Into<Value>) -> Self {
                self.with(stringify!($name), $name)
            }
        )*
    };
}

/// Declares methods that give a key of the head.
macro_rules! head {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(self, $name: impl Into<Value>) -> Self {
                self.choose(stringify!($name), $name)
            }
        )*
    };
}

/// What the scenario says of itself, its words, and its choices.
impl ScenarioBuilder {
    head! {
        /// The title, one line; of the scenario, or of the variant that is built.
        title;
        /// The question that it answers.
        question;
        /// The mechanisms that it shows: `["M14"]`.
        mechanisms;
        /// The world that it is made for: the name of a built-in one or a world file.
        world;
        /// What a reader should know.
        notes;
    }

    /// A group of regions: its name, and regions, other groups or built-in groups (`@EU27`).
    pub fn group(self, name: &str, members: impl Into<Value>) -> Self {
        self.choose(&format!("groups.{}", key(name)), members)
    }

    /// A group of sectors: its name, and sectors or other groups.
    pub fn sector_group(self, name: &str, members: impl Into<Value>) -> Self {
        self.choose(&format!("sector_groups.{}", key(name)), members)
    }

    /// A choice: a key of a table that stands once in a file, as in `choose("model.structure", "krugman")`,
    /// `choose("parameters.trade_elasticity", 5.0)`, `choose("short_run.rationing", "proportional")`.
    pub fn choose(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.keys.push((key.to_owned(), value.into()));
        self
    }
}

/// Shocks, each begun by the links or regions on which it is.
impl ScenarioBuilder {
    beginnings! {
        /// Begins an import tariff, in rate points (0.1 is 10 %).
        tariff(from, to);
        /// Begins an export tax, in rate points.
        export_tax(from, to);
        /// Begins a change of trade costs that melt away, new over baseline (1.1 is 10 % dearer).
        iceberg(from, to);
        /// Begins an embargo: trade links that are cut.
        embargo(from, to);
        /// Begins a change of fixed costs of market access, new over baseline.
        fixed_cost(from, to);
        /// Begins a cap on quantities traded.
        cap(from, to, quantity);
        /// Begins a net output subsidy, in rate points of output.
        subsidy(regions);
        /// Begins a change of productivity, new over baseline.
        productivity(regions);
        /// Begins a change of factor supply, new over baseline.
        factor(regions);
        /// Begins a change of tastes of households, new over baseline.
        preference(regions);
        /// Begins a tax on final purchases, in rate points.
        consumption_tax(regions);
        /// Begins a tax on purchases of inputs, in rate points.
        input_tax(regions);
        /// Begins a subsidy on purchases of inputs, in rate points.
        input_subsidy(regions);
        /// Begins a price of carbon, by the tonne.
        carbon_price(regions);
        /// Begins a change of trade deficits, in the world's unit of value.
        deficit(regions);
    }

    /// Begins a table of those that may stand several times, by its key: a shock of any kind, `household`, `model.nest`,
    /// `region_split`.
    pub fn begin(mut self, table: &str) -> Self {
        self.tables.push((table.to_owned(), Vec::new()));
        self
    }
}

/// What is said of the shock that was begun last.
impl ScenarioBuilder {
    keys! {
        /// A name by which variants and overrides address it.
        name;
        /// The sectors that it selects.
        sectors;
        /// The factors that it selects.
        factors;
        /// The new value.
        set;
        /// What is added to the value.
        #[expect(clippy::should_implement_trait, reason = "it is called as its key")]
        add;
        /// What the value is multiplied by.
        multiply;
        /// A CSV or Parquet file with one value for each cell.
        table;
    }

    /// Selects the links from `to` to `from` too.
    pub fn both_ways(self) -> Self {
        self.with("both_ways", true)
    }

    /// Selects only pairs of regions for which a covariate of the world lies within bounds, which do not belong to them:
    /// `pairs("distance_km", 5000.0..)`.
    pub fn pairs(mut self, covariate: &str, bounds: impl RangeBounds<f64>) -> Self {
        self = self.with("where.covariate", covariate);
        for (key, bound) in [("where.above", bounds.start_bound()), ("where.below", bounds.end_bound())] {
            if let Bound::Included(&bound) | Bound::Excluded(&bound) = bound {
                self = self.with(key, bound);
            }
        }
        self
    }

    /// Any key of the table that was begun last; of the file, if none was.
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        let keys = self.tables.last_mut().map_or(&mut self.keys, |(_, keys)| keys);
        keys.push((key.to_owned(), value.into()));
        self
    }
}

/// Variants, and the scenario.
impl ScenarioBuilder {
    /// A variant, run beside the base case: a title, shocks that it adds, and keys that it sets [`anew`](Self::anew).
    pub fn variant(mut self, name: &str, build: impl FnOnce(Self) -> Self) -> Self {
        self.variants.push((name.to_owned(), build(Self::default())));
        self
    }

    /// In a variant: a key of the base case with another value, as in `anew("tariff.fence.add", 0.25)`.
    pub fn anew(self, path: &str, value: impl Into<Value>) -> Self {
        self.choose(&format!("set.{}", key(path)), value)
    }

    /// The scenario.
    ///
    /// # Errors
    /// As [`Scenario::from_toml`], with the lines of this builder's text.
    pub fn build(&self) -> Result<Scenario, Vec<Problem>> {
        Scenario::from_toml(&self.to_string())
    }

    /// Writes all tables, those of a variant under its name.
    fn write(&self, out: &mut fmt::Formatter<'_>, within: &str) -> fmt::Result {
        lines(out, &self.keys)?;
        for (table, keys) in &self.tables {
            writeln!(out, "\n[[{within}{table}]]")?;
            lines(out, keys)?;
        }
        for (name, variant) in &self.variants {
            let name = format!("{within}variants.{}", key(name));
            writeln!(out, "\n[{name}]")?;
            variant.write(out, &format!("{name}."))?;
        }
        Ok(())
    }
}

/// The text of its file, TOML.
impl fmt::Display for ScenarioBuilder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out, "")
    }
}

fn lines(out: &mut fmt::Formatter<'_>, keys: &[Key]) -> fmt::Result {
    keys.iter().try_for_each(|(key, value)| writeln!(out, "{key} = {value}"))
}
