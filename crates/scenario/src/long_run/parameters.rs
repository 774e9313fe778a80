//! The elasticities that a scenario asks for: `[parameters]`.

use std::borrow::Cow;

use oblate_world::{Id, Sector};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::Context;
use super::choices::ElasticityFrom;
use crate::text::{At, Node, ProblemCode, Read, Report, Value, as_number, table};
use crate::words::{
    Findings, KeyColumn, Lines, PerSector, TableSource, Values, Vocabulary, open, own_values, rows,
};

table! {
    /// Elasticities.
    Parameters {
        /// The trade elasticity: a named set, a number, a table file, or numbers by sector with a default.
        trade_elasticity: Option<At<Elasticity>>,
        /// The scale elasticity of sectors that are `external`, in the same ways; without it, that of the set of trade
        /// elasticities, where it has one.
        scale_elasticity: Option<At<Elasticity>>,
        /// What all scale elasticities of sectors that are `external` or `krugman` are multiplied by. Below one, varieties of one
        /// country are closer substitutes under `krugman` than those of different countries.
        #[schemars(extend("default" = 1.0))]
        scale_multiple: Option<At<f64>>,
        /// The elasticity of substitution between varieties of sectors that are `melitz`, one number or by sector.
        variety_elasticity: Option<At<PerSector<f64>>>,
        /// What the trade elasticity was estimated from; it matters under `melitz`.
        #[schemars(extend("default" = "costs"))]
        elasticity_from: Option<At<ElasticityFrom>>,
    }
}

/// Trade or scale elasticities; a table file of them has the columns `sector` and `value`.
type Elasticity = Values<ElasticityValue>;

/// An elasticity: a number, or the name of a set of published ones.
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
        json_schema!({ "anyOf": [{ "type": "number", "minimum": 0 }, { "type": "string" }] })
    }
}

/// The elasticities of a scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParameterChoice {
    /// Trade elasticities.
    pub trade_elasticity: ElasticityChoice,
    /// Scale elasticities of sectors that are `external`.
    pub scale_elasticity: ElasticityChoice,
}

/// Elasticities of one kind: a base, and sectors for which the scenario gives its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ElasticityChoice {
    /// Where the values of all other sectors come from.
    pub base: ElasticityBase,
    /// Sectors with a value of the scenario, ordered.
    pub sectors: Vec<(Sector, f64)>,
    /// Where the scenario says so: `my.toml, line 12`; with a table: `elasticities.csv (my.toml, line 12)`.
    /// None if the scenario is silent.
    pub source: Option<String>,
}

/// Where elasticities come from when a scenario gives none by sector.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ElasticityBase {
    /// The world's own, or the default of a run; scale elasticities are those of the set of trade elasticities.
    #[default]
    World,
    /// A named set of published elasticities.
    Set(String),
    /// One number for all sectors.
    Number(f64),
}

/// A kind of elasticity: what it is called, its sets, and which numbers it may be.
struct Kind<'a> {
    name: &'static str,
    sets: &'a [String],
    legal: fn(f64) -> bool,
    words: &'static str,
    /// Whether a table gives a number for every sector.
    complete: bool,
}

/// The elasticities that `[parameters]` asks for.
pub(crate) fn parameters(
    raw: Option<&Parameters>,
    context: &Context<'_>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> ParameterChoice {
    let trade = Kind {
        name: "trade elasticity",
        sets: context.elasticity_sets,
        legal: |value| value > 0.0,
        words: "above 0",
        complete: true,
    };
    let scale = Kind {
        name: "scale elasticity",
        sets: context.scale_elasticity_sets,
        legal: |value| value >= 0.0,
        words: "0 or above",
        complete: false,
    };
    let mut reader = Reader { vocabulary, tables: context.tables, findings };
    ParameterChoice {
        trade_elasticity: reader.choice(raw.and_then(|raw| raw.trade_elasticity.as_ref()), &trade),
        scale_elasticity: reader.choice(raw.and_then(|raw| raw.scale_elasticity.as_ref()), &scale),
    }
}

/// What reads elasticities of one kind after the other.
struct Reader<'a, 'w, 's> {
    vocabulary: &'a Vocabulary<'w>,
    tables: &'a dyn TableSource,
    findings: &'a mut Findings<'s>,
}

impl Reader<'_, '_, '_> {
    fn choice(&mut self, given: Option<&At<Elasticity>>, kind: &Kind<'_>) -> ElasticityChoice {
        let Some(given) = given else { return ElasticityChoice::default() };
        let file = &self.findings.report.source;
        let mut source = format!("{}, {}", file.name, file.line(&given.place));
        let (base, sectors) = match &given.value {
            Elasticity::Given(each) => {
                let base = each.default().map(|value| self.base(value, kind)).unwrap_or_default();
                (base, self.own(each, kind))
            }
            Elasticity::File { table, column } => {
                source = format!("{} ({source})", table.value);
                let values = self.of_table(table, column.as_ref(), kind);
                (ElasticityBase::World, values.unwrap_or_default())
            }
        };
        ElasticityChoice { base, sectors, source: Some(source) }
    }

    fn base(&mut self, value: &At<ElasticityValue>, kind: &Kind<'_>) -> ElasticityBase {
        match &value.value {
            ElasticityValue::Number(number) => {
                self.check(*number, value, kind);
                ElasticityBase::Number(*number)
            }
            ElasticityValue::Set(name) => {
                if !kind.sets.contains(name) {
                    let message = format!("there is no set of {} `{name}`", plural(kind.name));
                    let problem =
                        self.findings.report.problem(ProblemCode::UnknownChoice, &value.place, message);
                    problem.among(name, kind.sets);
                }
                ElasticityBase::Set(name.clone())
            }
        }
    }

    fn check<T>(&mut self, number: f64, place: &At<T>, kind: &Kind<'_>) {
        if !(kind.legal)(number) {
            let message = format!("a {} of {number} is out of bounds: it must be {}", kind.name, kind.words);
            self.findings.report.problem(ProblemCode::OutOfBounds, &place.place, message);
        }
    }

    /// The sectors for which the scenario gives a number.
    fn own(&mut self, each: &PerSector<ElasticityValue>, kind: &Kind<'_>) -> Vec<(Sector, f64)> {
        let mut values = Vec::new();
        for (sector, value) in own_values(each, self.vocabulary, self.findings) {
            match &value.value {
                ElasticityValue::Number(number) => {
                    self.check(*number, value, kind);
                    values.push((sector, *number));
                }
                ElasticityValue::Set(name) => {
                    let message =
                        format!("set `{name}` cannot be given for some sectors only: write a number");
                    self.findings.report.problem(ProblemCode::WrongType, &value.place, message);
                }
            }
        }
        values
    }

    fn of_table(
        &mut self,
        path: &At<String>,
        column: Option<&At<String>>,
        kind: &Kind<'_>,
    ) -> Option<Vec<(Sector, f64)>> {
        let report = &mut self.findings.report;
        let table = open(self.tables, path, column, report)?;
        let columns = [KeyColumn::new("sector", true, &self.vocabulary.sectors)];
        let mut lines = Lines::default();
        let mut values: Vec<(Sector, f64)> = Vec::new();
        for row in rows(&table, path, &columns, report)? {
            let Some(sector) = row.positions[0] else { continue };
            lines.name(sector, row.line);
            values.push((Sector::new(sector), row.value));
        }
        lines.report(path, report);
        values.sort_by_key(|(sector, _)| *sector);
        let sectors = &self.vocabulary.world.axes().sectors;
        let absent = |id: &Sector| values.binary_search_by_key(id, |(sector, _)| *sector).is_err();
        let missing: Vec<&str> = sectors.ids().filter(absent).map(|id| sectors.code(id)).collect();
        if kind.complete && !missing.is_empty() {
            let message = format!("table `{}` has no value for {}", path.value, missing.join(", "));
            report.problem(ProblemCode::Table, &path.place, message);
        }
        if let Some((sector, value)) = values.iter().find(|(_, value)| !(kind.legal)(*value)) {
            let code = sectors.code(*sector);
            let message =
                format!("table `{}` gives {value} for {code}: it must be {}", path.value, kind.words);
            report.problem(ProblemCode::OutOfBounds, &path.place, message);
        }
        Some(values)
    }
}

fn plural(kind: &str) -> String {
    kind.replace("elasticity", "elasticities")
}
