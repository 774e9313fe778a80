//! Values that are one number or word for all sectors, or differ by sector: structures and elasticities.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::document::{Node, Value, find};
use crate::read::{At, Read, Report};
use crate::values::{Map, as_number};

/// One value for all sectors, or values by sector or sector group, with a `default` for the others.
#[derive(Debug, Clone)]
pub(crate) enum PerSector<T> {
    One(At<T>),
    Each { default: Option<At<T>>, sectors: Vec<(At<String>, At<T>)> },
}

impl<T: Read> Read for PerSector<T> {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        if !matches!(node.value, Value::Table(_)) {
            return At::read(node, report).map(Self::One);
        }
        let mut sectors = Map::<At<T>>::read(node, report)?.0;
        let default = sectors.iter().position(|(key, _)| key.value == "default");
        let default = default.map(|at| sectors.remove(at).1);
        Some(Self::Each { default, sectors })
    }
}

impl<T: JsonSchema> JsonSchema for PerSector<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("PerSector_of_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        let each = json_schema!({ "type": "object", "additionalProperties": one });
        json_schema!({ "anyOf": [one, each] })
    }
}

/// A trade elasticity: a number, or the name of a set of published ones.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ElasticityValue {
    Number(f64),
    Set(String),
}

impl Read for ElasticityValue {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        match &node.value {
            Value::Text(name) if as_number(name).is_none() => Some(Self::Set(name.clone())),
            _ => f64::read(node, report).map(Self::Number),
        }
    }
}

impl JsonSchema for ElasticityValue {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "ElasticityValue".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "number", "exclusiveMinimum": 0 }, { "type": "string" }] })
    }
}

/// Trade elasticities: given in the file, or read from a table file with the columns `sector` and `value`.
#[derive(Debug, Clone)]
pub(crate) enum Elasticity {
    Given(PerSector<ElasticityValue>),
    File { table: At<String>, column: Option<At<String>> },
}

impl Read for Elasticity {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        if find(node.entries(), "table").is_none() {
            return PerSector::read(node, report).map(Self::Given);
        }
        let entries = crate::read::entries(node, &["table", "column"], report)?;
        let mut text = |key: &str| find(entries, key).and_then(|node| At::read(node, report));
        let (table, column) = (text("table"), text("column"));
        Some(Self::File { table: table?, column })
    }
}

impl JsonSchema for Elasticity {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Elasticity".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let given = generator.subschema_for::<PerSector<ElasticityValue>>();
        let file = json_schema!({
            "type": "object",
            "properties": { "table": { "type": "string" }, "column": { "type": "string" } },
            "required": ["table"],
            "additionalProperties": false
        });
        json_schema!({ "anyOf": [file, given] })
    }
}
