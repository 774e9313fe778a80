//! A work as an item of CSL-JSON, which Zotero, pandoc and other reference managers read.

use serde_json::{Map, Value, json};

use super::work::{Kind, Work};

/// One item.
pub(super) fn item(key: &str, work: &Work, notes: &[String]) -> Value {
    let kind = match work.kind {
        Kind::Article => "article-journal",
        Kind::Chapter => "chapter",
        Kind::Report => "report",
        Kind::Software => "software",
        Kind::Dataset => "dataset",
    };
    let number = if work.kind == Kind::Report { "number" } else { "issue" };
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(key));
    item.insert("type".to_owned(), json!(kind));
    item.insert("title".to_owned(), json!(work.title));
    if !work.authors.is_empty() {
        item.insert("author".to_owned(), work.authors.iter().map(name).collect());
    }
    if let Some(year) = work.year {
        item.insert("issued".to_owned(), json!({ "date-parts": [[year]] }));
    }
    let note = notes.iter().filter(|note| !note.is_empty()).cloned().collect::<Vec<_>>().join(". ");
    let fields = [
        ("container-title", &work.container),
        ("publisher", &work.publisher),
        ("volume", &work.volume),
        (number, &work.number),
        ("page", &work.pages),
        ("DOI", &work.doi),
        ("version", &work.version),
        ("URL", &work.address),
        ("note", &(!note.is_empty()).then_some(note)),
    ];
    for (field, value) in fields {
        if let Some(value) = value {
            item.insert(field.to_owned(), json!(value));
        }
    }
    Value::Object(item)
}

fn name((family, given): &(String, String)) -> Value {
    if given.is_empty() { json!({ "literal": family }) } else { json!({ "family": family, "given": given }) }
}
