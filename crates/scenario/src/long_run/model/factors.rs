//! The market of each factor: a word, or a table with one key.

use std::borrow::Cow;

use oblate_equilibrium::{Demand, FactorMarket, FinalUses};
use oblate_world::Id;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::long_run::choices::Floor;
use crate::text::{At, Map, Node, ProblemCode, Read, Report, Value, Words, entries};
use crate::words::{Findings, Vocabulary};

/// How the market of a factor clears.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FactorMode(pub FactorMarket);

/// The words for markets without a parameter.
const WORDS: [&str; 4] = ["mobile", "specific", "world", "long-run"];
/// All ways to name a market.
const LEGAL: [&str; 7] = [
    "mobile",
    "specific",
    "world",
    "long-run",
    "{ roy = 2.5 }",
    "{ rigid = \"nominal\" }",
    "{ rigid = \"real\" }",
];

impl Read for FactorMode {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        if let Value::Text(word) = &node.value {
            return of_word(word, node, report).map(Self);
        }
        if !matches!(node.value, Value::Table(_)) {
            report.wrong_type(node, "a word or a table");
            return None;
        }
        let given = entries(node, &["roy", "rigid"], report)?;
        match given {
            [one] if one.key == "roy" => {
                let shape = At::<f64>::read(&one.node, report)?;
                if shape.value <= 1.0 {
                    let message = format!("a shape of {} is out of bounds: it must be above 1", shape.value);
                    report.problem(ProblemCode::OutOfBounds, &shape.place, message);
                }
                Some(Self(FactorMarket::Roy { shape: shape.value }))
            }
            [one] if one.key == "rigid" => {
                let floor = Floor::read(&one.node, report)?;
                Some(Self(FactorMarket::Rigid { floor: floor.into() }))
            }
            [_, second, ..] => {
                let message = format!("one factor has one market: `{node}` names several");
                report.problem(ProblemCode::WrongKeys, &second.place, message);
                None
            }
            _ => {
                let message = "this table names no market";
                report.problem(ProblemCode::WrongKeys, &node.place, message).among("", LEGAL);
                None
            }
        }
    }
}

fn of_word(word: &str, node: &Node, report: &mut Report<'_>) -> Option<FactorMarket> {
    match word {
        "mobile" => Some(FactorMarket::Mobile),
        "specific" => Some(FactorMarket::Specific),
        "world" => Some(FactorMarket::World),
        "long-run" => Some(FactorMarket::LongRun),
        _ => {
            let message = format!("unknown market of a factor `{word}`");
            report.problem(ProblemCode::UnknownChoice, &node.place, message).among(word, LEGAL);
            None
        }
    }
}

impl JsonSchema for FactorMode {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "FactorMode".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let floor = generator.subschema_for::<Floor>();
        let one = |key: &str, value: Schema| {
            json_schema!({
                "type": "object", "properties": { key: value }, "required": [key], "additionalProperties": false
            })
        };
        let roy = one("roy", json_schema!({ "type": "number", "exclusiveMinimum": 1 }));
        let rigid = one("rigid", floor);
        json_schema!({ "anyOf": [{ "type": "string", "enum": WORDS }, roy, rigid] })
    }
}

/// The market of each factor that `[factors]` asks for; factors that it does not name are mobile.
pub(crate) fn factor_markets(
    raw: Option<&Map<At<FactorMode>>>,
    demand: &Demand,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<FactorMarket> {
    let axis = &vocabulary.world.axes().factors;
    let mut markets = vec![FactorMarket::default(); axis.len()];
    let mut named: Vec<Option<&str>> = vec![None; axis.len()];
    for (key, mode) in raw.into_iter().flat_map(|map| &map.0) {
        let words = Words::one(key);
        for factor in findings.find(&vocabulary.factors, Some(&words), 0).unwrap_or_default() {
            if let Some(first) = named[factor.index()].replace(&key.value) {
                let code = axis.code(factor);
                let message = format!("factor `{code}` has two markets: by `{first}` and by `{}`", key.value);
                findings.report.problem(ProblemCode::Duplicate, &key.place, message);
            }
            markets[factor.index()] = mode.value.0;
        }
        let invests =
            matches!(&demand.final_uses, FinalUses::Apart { investment, .. } if !investment.is_empty());
        if mode.value.0 == FactorMarket::LongRun && !invests {
            let message = "`long-run` needs investment apart from other final uses: set `final_uses = \"apart\"` in [demand]";
            findings.report.problem(ProblemCode::Needs, &mode.place, message);
        }
    }
    markets
}
