//! How many days of use industries hold: `inventories`.

use std::borrow::Cow;

use oblate_propagation::{InventoryDays, Settings};
use oblate_world::Id;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Choices, Chooser};
use crate::text::{At, Node, Read, Report, Value};
use crate::words::{Cells, KeyColumn, PerSector, Values, days_of_file, own_values};

/// Days of use in stock; infinite for an input that can always be had. JSON, which has no such number, writes it as a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Days(f64);

const ALWAYS: &str = "inf";

impl Read for Days {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        match &node.value {
            Value::Number(days) if *days == f64::INFINITY => Some(Self(*days)),
            Value::Text(word) if word == ALWAYS => Some(Self(f64::INFINITY)),
            _ => f64::read(node, report).map(Self),
        }
    }
}

impl JsonSchema for Days {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Days".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "number" }, { "const": ALWAYS }] })
    }
}

impl Chooser<'_, '_, '_> {
    /// Days of all inputs, by product, or by product and user; the preset's days stand where nothing is said.
    pub(super) fn inventories(&mut self, raw: &Choices, settings: &mut Settings) {
        let Some(days) = &raw.inventories else { return };
        let InventoryDays::Same(before) = settings.inventories else { return };
        settings.inventories = match &days.value {
            Values::Given(given) => self.days_by_product(given, before),
            Values::File { table, column } => self.days_of_file(table, column.as_ref(), before),
        };
    }

    fn days_by_product(&mut self, given: &PerSector<Days>, before: f64) -> InventoryDays {
        let default = given.default().map_or(before, |days| days.value.0);
        let mut by_input = vec![default; self.vocabulary.world.axes().sectors.len()];
        for (sector, own) in own_values(given, self.vocabulary, self.findings) {
            by_input[sector.index()] = own.value.0;
        }
        InventoryDays::ByInput(by_input)
    }

    fn days_of_file(&mut self, path: &At<String>, column: Option<&At<String>>, before: f64) -> InventoryDays {
        let (vocabulary, shape) = (self.vocabulary, self.table.shape());
        let cells = Cells {
            shape: vec![shape.sectors, shape.regions, shape.sectors],
            selected: (0..shape.sectors * shape.industries()).collect(),
            empty: None,
            columns: vec![
                KeyColumn::new("product", true, &vocabulary.sectors),
                KeyColumn::new("region", false, &vocabulary.regions),
                KeyColumn::new("sector", false, &vocabulary.sectors),
            ],
        };
        let mut days = vec![before; shape.sectors * shape.industries()];
        let found = days_of_file(self.tables, path, column, &cells, &mut self.findings.report);
        for (cell, value) in found.unwrap_or_default() {
            days[cell] = value;
        }
        InventoryDays::ByInputAndUser(days)
    }
}
