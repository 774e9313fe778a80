//! `oblate gradient` and `oblate exposure`: derivatives at an equilibrium, as a table and on the screen.

use std::path::Path;

use oblate::{
    Cells, Request, Table, check_place, exposure, exposure_table, gradient, gradient_table, load_scenario,
    save_table,
};
use serde_json::{Value, json};

use crate::arguments::{Exposure, Gradient};
use crate::commands::changes::warnings;
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::interrupt;
use crate::terminal::text::columns;

/// Rows on the screen at each end.
const SHOWN: usize = 8;

/// Tells the derivative of one outcome to every instrument of a kind.
pub fn gradient_of(wanted: &Gradient, threads: u16) -> Result<Answer, Failure> {
    check(wanted.output.as_deref(), wanted.overwrite)?;
    let scenario = load_scenario(&wanted.scenario, &wanted.on.overrides)?;
    let world = scenario.open_world(wanted.on.world.as_deref())?;
    let variants: Vec<String> = wanted.variant.iter().cloned().collect();
    let request =
        Request { scenario: &scenario, world: &world, variants: &variants, threads: threads.into() };
    let found = gradient(&request, &wanted.of, wanted.by.into(), &interrupt::wanted)?;
    let table = gradient_table(&found);
    let rows = rows(&table, "value", |_| true);
    let unit = found.by.unit();
    let mut text = format!("What moves the {} (variant {}), {unit}\n\nDown most\n", found.of, found.variant);
    columns(&mut text, &shown(rows.iter()), labels(&table));
    text.push_str("\nUp most\n");
    columns(&mut text, &shown(rows.iter().rev()), labels(&table));
    warnings(&mut text, found.warnings.iter());
    write(&table, wanted.output.as_deref(), wanted.overwrite, &mut text)?;
    let answer = json!({
        "of": found.of, "variant": found.variant, "unit": unit, "warnings": found.warnings,
        "smallest": as_json(rows.iter()), "largest": as_json(rows.iter().rev()),
    });
    Ok(Answer::content(text, answer))
}

/// Tells how much regions move with productivity in each other.
pub fn exposures(wanted: &Exposure, threads: u16) -> Result<Answer, Failure> {
    check(wanted.output.as_deref(), wanted.overwrite)?;
    let scenario = load_scenario(&wanted.scenario, &wanted.on.overrides)?;
    let world = scenario.open_world(wanted.on.world.as_deref())?;
    let request = Request { scenario: &scenario, world: &world, variants: &[], threads: threads.into() };
    let found = exposure(&request, &interrupt::wanted)?;
    let table = exposure_table(&found);
    let rows = rows(&table, "real_income", |labels| labels[0] != labels[1]);
    let mut text = "What one per cent more productivity in the first region does to real income in the second, per cent\n\n\
                    Worst enemies\n"
        .to_owned();
    columns(&mut text, &shown(rows.iter()), labels(&table));
    text.push_str("\nBest friends\n");
    columns(&mut text, &shown(rows.iter().rev()), labels(&table));
    warnings(&mut text, found.warnings.iter());
    write(&table, wanted.output.as_deref(), wanted.overwrite, &mut text)?;
    let answer = json!({
        "enemies": as_json(rows.iter()), "friends": as_json(rows.iter().rev()), "warnings": found.warnings,
    });
    Ok(Answer::content(text, answer))
}

/// Labels of a row, but its unit, and a number.
type Row = (Vec<String>, f64);

/// The rows that `keep` wants by one column of numbers, smallest first; zeros say nothing.
fn rows(table: &Table, column: &str, keep: impl Fn(&[String]) -> bool) -> Vec<Row> {
    let words: Vec<_> = table
        .columns
        .iter()
        .filter(|column| column.name != "unit")
        .filter_map(|column| match &column.cells {
            Cells::Labels(labels) => Some(labels),
            Cells::Numbers(_) => None,
        })
        .collect();
    let values = table.numbers(column).unwrap_or_default().iter().enumerate();
    let mut rows: Vec<Row> = values
        .filter(|(_, value)| **value != 0.0 && !value.is_nan())
        .map(|(row, value)| (words.iter().map(|labels| labels.get(row).to_owned()).collect(), *value))
        .filter(|(labels, _): &Row| keep(labels))
        .collect();
    rows.sort_by(|a, b| a.1.total_cmp(&b.1));
    rows
}

fn labels(table: &Table) -> usize {
    let label = |column: &&oblate::Column| column.name != "unit" && matches!(column.cells, Cells::Labels(_));
    table.columns.iter().filter(label).count()
}

fn shown<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<Vec<String>> {
    let line =
        |(labels, value): &Row| labels.iter().cloned().chain([format!("{value:+.3e}")]).collect::<Vec<_>>();
    rows.take(SHOWN).map(line).collect()
}

fn as_json<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<Value> {
    rows.take(SHOWN).map(|(labels, value)| json!({ "labels": labels, "value": value })).collect()
}

fn check(place: Option<&Path>, overwrite: bool) -> Result<(), Failure> {
    place.map_or(Ok(()), |path| check_place(path, overwrite)).map_err(Failure::of_output)
}

fn write(table: &Table, place: Option<&Path>, overwrite: bool, text: &mut String) -> Result<(), Failure> {
    let Some(path) = place else { return Ok(()) };
    save_table(table, path, overwrite).map_err(Failure::of_output)?;
    text.push_str(&format!("\nAll {} rows in {}\n", table.rows(), path.display()));
    Ok(())
}
