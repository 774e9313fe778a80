//! The table `industries`: output, value added, taxes, labour income and satellites by region and sector.

use std::path::Path;

use oblate_tables::Legal;
use oblate_world::{Array2, Axes, Region, Satellite, Sector};

use super::REST_OF_WORLD;
use crate::error::SourceError;
use crate::files::{Keyed, Keys, need};

type Industry = Array2<Region, Sector>;

/// What the source tells about each industry, in million US dollars where nothing else is said.
pub(super) struct Industries {
    pub(super) gross_output: Industry,
    pub(super) value_added: Industry,
    /// Net taxes on products, margins and direct purchases of industries.
    pub(super) taxes: Industry,
    /// Labour compensation, by accounts of its own…
    pub(super) labour: Industry,
    /// …and value added in those accounts.
    pub(super) value_added_of_labour: Industry,
    /// Thousand persons; NaN for the rest of the world.
    employment: Industry,
    /// NaN for the rest of the world.
    capital_stock: Industry,
    /// Kilotonnes.
    co2: Industry,
}

const COLUMNS: [&str; 8] = [
    "gross_output",
    "value_added",
    "taxes_and_margins",
    "labour_compensation_sea",
    "value_added_sea",
    "employment_thousand",
    "capital_stock_musd",
    "co2_kt",
];

impl Industries {
    pub(super) fn read(data: &Path, axes: &Axes) -> Result<Self, SourceError> {
        let keys: Keys<'_, 2> = [("region", &axes.regions), ("sector", &axes.sectors)];
        let numbers = COLUMNS.map(|column| (column, Legal::Finite));
        let keyed = Keyed::read(&need(data, "industries")?, keys, numbers)?;
        let known = |mut values: Industry| {
            if let Some(rest) = axes.regions.find(REST_OF_WORLD) {
                values.row_mut(rest).fill(f64::NAN);
            }
            values
        };
        let column = |name: &str| keyed.array(name, 0.0);
        Ok(Self {
            gross_output: column("gross_output")?,
            value_added: column("value_added")?,
            taxes: column("taxes_and_margins")?,
            labour: column("labour_compensation_sea")?,
            value_added_of_labour: column("value_added_sea")?,
            employment: known(column("employment_thousand")?),
            capital_stock: known(column("capital_stock_musd")?),
            co2: column("co2_kt")?,
        })
    }

    pub(super) fn satellites(&self) -> Vec<Satellite> {
        let satellite = |name: &str, unit: &str, values: &Industry| Satellite {
            name: name.to_owned(),
            unit: unit.to_owned(),
            values: values.clone(),
        };
        vec![
            satellite("employment", "thousand persons", &self.employment),
            satellite("capital_stock", "million current US dollars", &self.capital_stock),
            satellite("co2", "kt", &self.co2),
        ]
    }
}
