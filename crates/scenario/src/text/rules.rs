//! Which keys of a table may and must stand together, by the keys as written.

use std::collections::HashMap;

use super::problem::ProblemCode;
use super::read::{Report, Table};
use super::tree::{Entry, Node, Place, Value, find};

/// Which of these keys stand in the table.
pub(crate) fn standing(entries: &[Entry], keys: &[&'static str]) -> Vec<&'static str> {
    keys.iter().copied().filter(|key| find(entries, key).is_some()).collect()
}

/// What others refer to has a name.
pub(crate) fn has_name(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["name"], report);
}

/// Each of these keys stands in the table.
pub(crate) fn needed(place: &Place, entries: &[Entry], keys: &[&'static str], report: &mut Report<'_>) {
    for key in keys.iter().filter(|key| find(entries, key).is_none()) {
        report.problem(ProblemCode::WrongKeys, place, format!("`{}` has no `{key}`", place.key));
    }
}

/// Names of shocks of one kind differ, in a table with one array for each kind of shock.
pub(crate) fn unique_names<Shocks: Table>(_: &Place, entries: &[Entry], report: &mut Report<'_>) {
    for kind in Shocks::keys() {
        let Some(Value::List(shocks)) = find(entries, kind).map(|node| &node.value) else { continue };
        let mut first: HashMap<String, &Node> = HashMap::new();
        for name in shocks.iter().filter_map(|shock| shock.get("name")) {
            // as it is written: a number is no text
            if let Some(first) = first.get(&name.to_string()) {
                let first = report.source.line(&first.place);
                let message = format!("two `{kind}` shocks are named {name}; the first one: {first}");
                report.problem(ProblemCode::BadName, &name.place, message);
            } else {
                first.insert(name.to_string(), name);
            }
        }
    }
}
