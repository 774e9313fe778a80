//! The plain values that keys of a scenario file take: texts, numbers, words, names.

use std::borrow::Cow;
use std::num::NonZeroUsize;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::problem::ProblemCode;
use super::read::{At, Read, Report, entries};
use super::tree::{Entry, Node, Value, find};

impl Read for Node {
    fn read(node: &Node, _: &mut Report<'_>) -> Option<Self> {
        Some(node.clone())
    }
}

impl Read for String {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        if let Value::Text(text) = &node.value {
            return Some(text.clone());
        }
        report.wrong_type(node, "a text");
        None
    }
}

impl Read for bool {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        if let Value::Flag(flag) = node.value {
            return Some(flag);
        }
        report.wrong_type(node, "true or false");
        None
    }
}

/// A finite number; a rate written as `"10%"` is told how it should look.
impl Read for f64 {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        match &node.value {
            Value::Number(number) if number.is_finite() => return Some(*number),
            Value::Number(number) => {
                let message = format!("{number} is no number to compute with: write a finite one");
                report.problem(ProblemCode::BadNumber, &node.place, message);
            }
            Value::Text(text) => match as_number(text) {
                Some(number) => {
                    let message =
                        format!("\"{text}\" is a text: shares and rates are numbers, write {number}");
                    report.problem(ProblemCode::WrongType, &node.place, message);
                }
                None => report.wrong_type(node, "a number"),
            },
            _ => report.wrong_type(node, "a number"),
        }
        None
    }
}

/// The number meant by a text like `10%` or `0.1`, as it should be written.
pub(crate) fn as_number(text: &str) -> Option<String> {
    let text = text.trim();
    let Some(percent) = text.strip_suffix('%') else {
        return text.parse().ok().filter(|number: &f64| number.is_finite()).map(|_| text.to_owned());
    };
    let percent: f64 = percent.trim().parse().ok()?;
    // rounded, because 7 / 100 is 0.07 for people and 0.07000000000000001 for some divisions
    let share = format!("{:.10}", percent / 100.0);
    let digits = share.trim_end_matches('0');
    let decimals = digits.len() - digits.find('.')? - 1;
    Some(format!("{:.*}", decimals.max(2), percent / 100.0))
}

impl Read for NonZeroUsize {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        let number = f64::read(node, report)?;
        let count = (number.fract() == 0.0 && (1.0..=1e9).contains(&number)).then_some(number as usize);
        if let Some(count) = count.and_then(NonZeroUsize::new) {
            return Some(count);
        }
        let message = format!("{number} is no count: write a whole number from 1");
        report.problem(ProblemCode::BadNumber, &node.place, message);
        None
    }
}

/// The name of a shock, a nest or a group: letters, digits, `-` and `_`, and no plain number.
#[derive(Debug, Clone, JsonSchema)]
pub(crate) struct Name(#[schemars(regex(pattern = "^[A-Za-z0-9_-]*[A-Za-z_-][A-Za-z0-9_-]*$"))] pub String);

impl Read for Name {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        let name = String::read(node, report)?;
        if is_name(&name) {
            return Some(Self(name));
        }
        let message =
            format!("`{name}` cannot be a name: use letters, digits, `-` and `_`, and no plain number");
        report.problem(ProblemCode::BadName, &node.place, message);
        None
    }
}

/// Whether a text can stand in a dotted path beside the numbers of shocks.
pub(crate) fn is_name(text: &str) -> bool {
    let word = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    word && text.chars().any(|c| !c.is_ascii_digit())
}

/// The id of a mechanism: `M14`.
#[derive(Debug, Clone, JsonSchema)]
pub(crate) struct Mechanism(#[schemars(regex(pattern = "^M[0-9]{2}$"))] pub String);

impl Read for Mechanism {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        let id = String::read(node, report)?;
        let digits = id.strip_prefix('M').unwrap_or_default();
        if digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Self(id));
        }
        let message = format!("`{id}` is no mechanism: write M and two digits, as in \"M14\"");
        report.problem(ProblemCode::UnknownChoice, &node.place, message);
        None
    }
}

/// One word or a list of words, labels and groups, or all of them with exceptions: `{ of = "@EU27", except = ["DEU"] }`.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub of: Vec<At<String>>,
    pub except: Vec<At<String>>,
}

impl Words {
    /// One word.
    pub(crate) fn one(word: &At<String>) -> At<Self> {
        At { value: Self { of: vec![word.clone()], except: Vec::new() }, place: word.place.clone() }
    }
}

/// Words that are wrong are reported and left out, so that the name of a group stays known.
impl Read for Words {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        let Value::Table(_) = &node.value else {
            return Some(Self { of: list(node, report), except: Vec::new() });
        };
        let entries = entries(node, &["of", "except"], report)?;
        let Some(except) = find(entries, "except") else {
            let message =
                "a selection with exceptions names them, as in { of = \"all\", except = [\"CHN\"] }";
            report.problem(ProblemCode::WrongKeys, &node.place, message);
            return None;
        };
        let of = match find(entries, "of") {
            Some(of) => list(of, report),
            None => vec![At { value: "all".to_owned(), place: node.place.clone() }],
        };
        Some(Self { of, except: list(except, report) })
    }
}

/// A word or a list of words.
fn list(node: &Node, report: &mut Report<'_>) -> Vec<At<String>> {
    let words = match &node.value {
        Value::Text(_) => At::read(node, report).into_iter().collect(),
        Value::List(items) if items.is_empty() => {
            let message = "an empty list selects nothing: name something, or leave the key out to take all";
            report.problem(ProblemCode::WrongType, &node.place, message);
            Vec::new()
        }
        Value::List(items) => items.iter().filter_map(|item| At::read(item, report)).collect(),
        _ => {
            report.wrong_type(node, "a word or a list of words");
            Vec::new()
        }
    };
    report_twins(&words, report);
    words
}

fn report_twins(words: &[At<String>], report: &mut Report<'_>) {
    for (at, word) in words.iter().enumerate() {
        if words[..at].iter().any(|earlier| earlier.value == word.value) {
            let message = format!("`{}` stands twice in this list", word.value);
            report.problem(ProblemCode::Duplicate, &word.place, message);
        }
    }
}

impl JsonSchema for Words {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Words".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let list = json_schema!({
            "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true
        });
        let words = json_schema!({ "anyOf": [{ "type": "string" }, list] });
        let excepted = json_schema!({
            "type": "object", "properties": { "of": words, "except": words }, "required": ["except"],
            "additionalProperties": false
        });
        json_schema!({ "anyOf": [{ "type": "string" }, list, excepted] })
    }
}

/// Values by names that the file chooses, in its order.
#[derive(Debug, Clone)]
pub(crate) struct Map<T>(pub Vec<(At<String>, T)>);

impl<T: Read> Read for Map<T> {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            report.wrong_type(node, "a table");
            return None;
        };
        let named = |entry: &Entry| At { value: entry.key.clone(), place: entry.place.clone() };
        let values = entries.iter();
        Some(Self(values.filter_map(|entry| Some((named(entry), T::read(&entry.node, report)?))).collect()))
    }
}

impl<T: JsonSchema> JsonSchema for Map<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Map_of_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let values = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": values })
    }
}
