//! Values that are one number or word for all sectors, or differ by sector.

use std::borrow::Cow;

use oblate_world::{Id, Sector};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::vocabulary::{Findings, Vocabulary};
use crate::text::{At, Map, Node, ProblemCode, Read, Report, Value, Words, entries, find};

/// One value for all sectors, or values by sector or sector group, with a `default` for the others.
#[derive(Debug, Clone)]
pub(crate) enum PerSector<T> {
    One(At<T>),
    Each { default: Option<At<T>>, sectors: Vec<(At<String>, At<T>)> },
}

impl<T> PerSector<T> {
    /// The value of the sectors that have none of their own.
    pub(crate) fn default(&self) -> Option<&At<T>> {
        match self {
            Self::One(value) => Some(value),
            Self::Each { default, .. } => default.as_ref(),
        }
    }
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

/// The sectors that have a value of their own, ordered; a sector under two keys is reported.
pub(crate) fn own_values<'v, T>(
    values: &'v PerSector<T>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<(Sector, &'v At<T>)> {
    let PerSector::Each { sectors, .. } = values else { return Vec::new() };
    let axis = &vocabulary.world.axes().sectors;
    let mut given: Vec<Option<(&At<String>, &At<T>)>> = vec![None; axis.len()];
    for (key, value) in sectors {
        let words = Words::one(key);
        for sector in findings.find(&vocabulary.sectors, Some(&words), 0).unwrap_or_default() {
            if let Some((first, _)) = given[sector.index()].replace((key, value)) {
                let code = axis.code(sector);
                let message =
                    format!("sector `{code}` has two values: by `{}` and by `{}`", first.value, key.value);
                findings.report.problem(ProblemCode::Duplicate, &key.place, message);
            }
        }
    }
    let values = given.into_iter().enumerate();
    values.filter_map(|(at, value)| Some((Sector::new(at), value?.1))).collect()
}

/// The value of every sector with its place, where it has one.
pub(crate) fn each<'v, T>(
    given: Option<&'v At<PerSector<T>>>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<Option<&'v At<T>>> {
    let sectors = vocabulary.world.axes().sectors.len();
    let Some(given) = given else { return vec![None; sectors] };
    let mut values = vec![given.value.default(); sectors];
    for (sector, value) in own_values(&given.value, vocabulary, findings) {
        values[sector.index()] = Some(value);
    }
    values
}

/// Numbers by sector, `silent` where nothing is said; one with a `fault` is reported in its words.
pub(crate) fn numbers(
    given: Option<&At<PerSector<f64>>>,
    silent: f64,
    fault: &dyn Fn(f64) -> Option<String>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<f64> {
    let values = each(given, vocabulary, findings);
    let default = given.and_then(|given| given.value.default());
    for value in default.into_iter().chain(values.iter().copied().flatten()) {
        if let Some(message) = fault(value.value) {
            // a default stands for many sectors, and is reported once all the same
            findings.report.problem(ProblemCode::OutOfBounds, &value.place, message);
        }
    }
    values.into_iter().map(|value| value.map_or(silent, |value| value.value)).collect()
}

/// Values by sector, given in the file or read from a table file.
#[derive(Debug, Clone)]
pub(crate) enum Values<T> {
    Given(PerSector<T>),
    File { table: At<String>, column: Option<At<String>> },
}

impl<T: Read> Read for Values<T> {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        if find(node.entries(), "table").is_none() {
            return PerSector::read(node, report).map(Self::Given);
        }
        let entries = entries(node, &["table", "column"], report)?;
        let mut text = |key: &str| find(entries, key).and_then(|node| At::read(node, report));
        let (table, column) = (text("table"), text("column"));
        Some(Self::File { table: table?, column })
    }
}

impl<T: JsonSchema> JsonSchema for Values<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Values_of_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let given = generator.subschema_for::<PerSector<T>>();
        let file = json_schema!({
            "type": "object",
            "properties": { "table": { "type": "string" }, "column": { "type": "string" } },
            "required": ["table"],
            "additionalProperties": false
        });
        json_schema!({ "anyOf": [file, given] })
    }
}
