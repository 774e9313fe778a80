//! The same tree from JSON, whose parser tells no places: problems there name the path of the key.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::text::problem::{Problem, ProblemCode};
use crate::text::source::Source;
use crate::text::tree::{Entry, Mark, Node, Place, Value};

/// The tree of a JSON text.
///
/// # Errors
/// The first mistake of syntax, with its line.
pub(crate) fn tree(source: &Source) -> Result<Node, Vec<Problem>> {
    match serde_json::from_str::<Json>(&source.text) {
        Ok(json) => Ok(json.node(Place { key: String::new(), mark: Mark::Unmarked })),
        Err(error) => {
            let message = error.to_string();
            // the place is told apart from the message
            let message = message.split(" at line ").next().unwrap_or_default().to_lowercase();
            let mut problem = Problem::new(ProblemCode::Syntax, &source.name, message);
            problem.line = Some(error.line());
            problem.column = Some(error.column().max(1));
            Err(vec![problem])
        }
    }
}

/// A JSON value that keeps the order of its keys and refuses one that stands twice.
enum Json {
    Plain(Value),
    List(Vec<Json>),
    Table(Vec<(String, Json)>),
}

impl Json {
    fn node(self, place: Place) -> Node {
        let value = match self {
            Self::Plain(value) => value,
            Self::List(items) => {
                let nodes = items.into_iter().enumerate();
                let nodes =
                    nodes.map(|(at, item)| item.node(place.child(&(at + 1).to_string(), Mark::Unmarked)));
                Value::List(nodes.collect())
            }
            Self::Table(entries) => {
                let entries = entries.into_iter().map(|(key, json)| {
                    let place = place.child(&key, Mark::Unmarked);
                    Entry { node: json.node(place.clone()), key, place }
                });
                Value::Table(entries.collect())
            }
        };
        Node { value, place }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Plain(Value::Other("null".to_owned())))
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Plain(Value::Flag(flag)))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Plain(Value::Number(number as f64)))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Plain(Value::Number(number as f64)))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Plain(Value::Number(number)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Plain(Value::Text(text.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut table: Vec<(String, Json)> = Vec::new();
        while let Some((key, value)) = entries.next_entry::<String, Json>()? {
            if table.iter().any(|(earlier, _)| *earlier == key) {
                return Err(A::Error::custom(format!("key `{key}` stands twice")));
            }
            table.push((key, value));
        }
        Ok(Json::Table(table))
    }
}
