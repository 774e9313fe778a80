//! Which keys of a table may and must stand together, by the keys as written.

use crate::document::{Entry, Node, Place, Value, find};
use crate::problem::ProblemCode;
use crate::raw::Shocks;
use crate::read::Report;
use crate::short_run;

/// Which of these keys stand in the table.
fn standing(entries: &[Entry], keys: &[&'static str]) -> Vec<&'static str> {
    keys.iter().copied().filter(|key| find(entries, key).is_some()).collect()
}

/// A shock makes exactly one change.
pub(crate) fn one_change(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    const CHANGES: [&str; 4] = ["set", "add", "multiply", "table"];
    match standing(entries, &CHANGES).as_slice() {
        [] => {
            let message = format!("`{}` does not say what to do", place.key);
            report.problem(ProblemCode::WrongKeys, place, message).legal =
                CHANGES.map(str::to_owned).to_vec();
        }
        [_] => {}
        [first, second, ..] => {
            let [first, second] = [first, second].map(|key| find(entries, key).map(|node| &node.place));
            let (Some(first), Some(second)) = (first, second) else { return };
            let source = report.source;
            let message = format!(
                "one shock makes one change: {} ({}) and {} ({}) exclude each other; write two shocks",
                last_key(first),
                source.line(first),
                last_key(second),
                source.line(second)
            );
            report.problem(ProblemCode::WrongKeys, second, message);
        }
    }
    if find(entries, "table").is_none() {
        for key in standing(entries, &["column", "mode"]) {
            let place = entries.iter().find(|entry| entry.key == key).map_or(place, |entry| &entry.place);
            report.problem(ProblemCode::WrongKeys, place, format!("`{key}` goes with `table` only"));
        }
    }
}

fn last_key(place: &Place) -> String {
    format!("`{}`", place.key.rsplit('.').next().unwrap_or_default())
}

/// Regions are given once.
pub(crate) fn one_region_key(_: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if let (Some(_), Some(second)) = (find(entries, "regions"), find(entries, "region")) {
        let message = "`region` and `regions` mean the same: write one of them";
        report.problem(ProblemCode::WrongKeys, &second.place, message);
    }
}

/// A condition has a covariate and a bound.
pub(crate) fn bounded(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if find(entries, "covariate").is_none() {
        let message = "`where` names no `covariate`, as in { covariate = \"distance_km\", above = 5000 }";
        report.problem(ProblemCode::WrongKeys, place, message);
    }
    if standing(entries, &["above", "below"]).is_empty() {
        let message = "`where` has no bound: add `above` or `below`";
        report.problem(ProblemCode::WrongKeys, place, message);
    }
}

/// Names of shocks of one kind differ.
pub(crate) fn unique_names(_: &Place, entries: &[Entry], report: &mut Report<'_>) {
    names_differ(&Shocks::keys(), entries, report);
}

/// Names of shocks of the short run of one kind differ.
pub(crate) fn unique_short_run_names(_: &Place, entries: &[Entry], report: &mut Report<'_>) {
    names_differ(&short_run::Shocks::keys(), entries, report);
}

fn names_differ(kinds: &[&str], entries: &[Entry], report: &mut Report<'_>) {
    for kind in kinds {
        let Some(Value::List(shocks)) = find(entries, kind).map(|node| &node.value) else { continue };
        let names: Vec<&Node> = shocks.iter().filter_map(|shock| shock.get("name")).collect();
        for (at, name) in names.iter().enumerate() {
            if let Some(first) = names[..at].iter().find(|earlier| earlier.value == name.value) {
                let first = report.source.line(&first.place);
                let message = format!("two `{kind}` shocks are named {name}; the first one: {first}");
                report.problem(ProblemCode::BadName, &name.place, message);
            }
        }
    }
}

/// A cap says how much may pass.
pub(crate) fn has_quantity(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["quantity"], report);
}

/// A column is one of a table file.
pub(crate) fn column_of_table(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if find(entries, "table").is_none()
        && let Some(column) = entries.iter().find(|entry| entry.key == "column")
    {
        let message =
            format!("`{}` has a `column` but no `table`: `column` goes with `table` only", place.key);
        report.problem(ProblemCode::WrongKeys, &column.place, message);
    }
}

/// Transport takes some days.
pub(crate) fn some_transport(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if standing(entries, &["days", "km_per_day", "table"]).is_empty() {
        let message = format!("`{}` says nothing of days: add `days`, `km_per_day` or `table`", place.key);
        report.problem(ProblemCode::WrongKeys, place, message);
    }
}

/// What others refer to has a name.
pub(crate) fn has_name(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["name"], report);
}

/// A split says what is taken from where under which name.
pub(crate) fn whole_split(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["from", "name", "share"], report);
}

/// A split says which region becomes which parts.
pub(crate) fn whole_region_split(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["region", "parts"], report);
}

/// Migration has countries, factors and an elasticity, and tells where people come from in one way.
pub(crate) fn migration(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["among", "factors", "elasticity"], report);
    let [stay, column] = ["stay", "column"].map(|key| find(entries, key));
    if let (Some(stay), Some(_)) = (stay, find(entries, "table")) {
        let message = "`table` tells where people come from: leave `stay` out";
        report.problem(ProblemCode::WrongKeys, &stay.place, message);
    }
    if let (Some(column), None) = (column, find(entries, "table")) {
        report.problem(ProblemCode::WrongKeys, &column.place, "`column` goes with `table` only");
    }
}

fn needed(place: &Place, entries: &[Entry], keys: &[&'static str], report: &mut Report<'_>) {
    for key in keys.iter().filter(|key| find(entries, key).is_none()) {
        report.problem(ProblemCode::WrongKeys, place, format!("`{}` has no `{key}`", place.key));
    }
}

/// Parameters of demand stand beside the words that need them.
pub(crate) fn demand(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    let word = |key| match find(entries, key).map(|node| &node.value) {
        Some(Value::Text(word)) => word.as_str(),
        _ => "",
    };
    let (preferences, final_uses) = (word("preferences"), word("final_uses"));
    let curved = ["ces", "non-homothetic"];
    let needs: [(&str, &str, &[&str], bool); 4] = [
        ("substitution", preferences, &curved, true),
        ("income", preferences, &curved[1..], true),
        ("households", final_uses, &["apart"], false),
        ("investment", final_uses, &["apart"], false),
    ];
    // a wrong word is reported where it stands
    let plain = ["", "cobb-douglas", "pooled"];
    for (key, word, with, must) in needs {
        match find(entries, key) {
            None if must && with.contains(&word) => {
                let message = format!("`{word}` needs `{key}` beside it in [demand]");
                report.problem(ProblemCode::WrongKeys, place, message);
            }
            Some(node) if plain.contains(&word) || (word == "ces" && key == "income") => {
                let of = if must { "preferences" } else { "final_uses" };
                let words: Vec<String> = with.iter().map(|word| format!("\"{word}\"")).collect();
                let message = format!("`{key}` goes with `{of} = {}` only", words.join(" or "));
                report.problem(ProblemCode::WrongKeys, &node.place, message);
            }
            _ => {}
        }
    }
}
