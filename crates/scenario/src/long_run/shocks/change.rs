//! What a shock does to the cells that it selects: `set`, `add`, `multiply` or a `table`.

use super::Stepper;
use super::cells::{Bound, Operation, Step};
use crate::log::Warning;
use crate::text::{At, Entry, Name, Place, ProblemCode, Report, find, standing, table};
use crate::words::{Cells, Row, choice, fill, open, rows};

choice! {
    /// What is done with the values of a table file.
    Mode "mode" for Operation {
        /// They are the new values.
        Set = "set",
        /// They are added.
        Add = "add",
        /// They multiply.
        Multiply = "multiply",
    }
}

table! {
    /// What happens to the selected cells: exactly one of `set`, `add`, `multiply` and `table`.
    #[schemars(extend("oneOf" = [
        { "required": ["set"] }, { "required": ["add"] }, { "required": ["multiply"] }, { "required": ["table"] }
    ]))]
    RawChange checked by one_change {
        /// The new value.
        set: Option<At<f64>>,
        /// What is added to the value.
        add: Option<At<f64>>,
        /// What the value is multiplied by.
        multiply: Option<At<f64>>,
        /// A CSV or Parquet file with one value per cell.
        table: Option<At<String>>,
        /// The value column of the file.
        #[schemars(extend("default" = "value"))]
        column: Option<At<String>>,
        /// What is done with the values of the file.
        #[schemars(extend("default" = "set"))]
        mode: Option<At<Mode>>,
    }
}

/// A shock makes exactly one change.
fn one_change(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
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

impl Stepper<'_, '_, '_> {
    /// One shock as a step; `None` when something in it was wrong, which is reported.
    pub(super) fn step(
        &mut self,
        place: &Place,
        name: Option<&At<Name>>,
        change: &RawChange,
        bound: Bound,
        cells: Option<Cells<'_>>,
    ) -> Option<Step> {
        let report = &mut self.findings.report;
        let (operation, cells, empty) = if let Some(path) = &change.table {
            let table = open(self.tables, path, change.column.as_ref(), report);
            let operation = change.mode.as_ref().map_or(Operation::Set, |mode| mode.value.into());
            let (table, cells) = (table?, cells?);
            let rows = rows(&table, path, &cells.columns, report)?;
            let filled = fill(&cells, &rows, path, report);
            let own = own_rows(&cells, &rows, bound.neutral());
            if own > 0 {
                self.findings.warn(Warning::OwnTradeLeftOut { shock: place.key.clone(), rows: own });
            }
            let reason = "no row of its table lies within its selection".to_owned();
            (operation, filled, cells.empty.unwrap_or(reason))
        } else {
            let (operation, operand) = uniform(change, bound, report)?;
            let cells = cells?;
            let filled = cells.selected.iter().map(|&cell| (cell, operand)).collect();
            (operation, filled, cells.empty.unwrap_or_default())
        };
        let empty = cells.is_empty().then_some(empty);
        let name = name.map(|name| name.value.0.clone());
        Some(Step { place: place.clone(), name, operation, cells, empty, subsidy: false })
    }
}

/// Rows that would change trade of a region with itself, which is not selected.
fn own_rows(cells: &Cells<'_>, rows: &[Row], neutral: f64) -> usize {
    let place = |name| cells.columns.iter().position(|column| column.name == name);
    let Some((origin, destination)) = place("origin").zip(place("destination")) else { return 0 };
    // all cells of a pair are selected or none, but for those of other sectors
    let size: usize = cells.shape[1..].iter().product();
    let [_, n, _] = cells.shape[..] else { return 0 };
    let has_own = cells.selected.iter().any(|cell| cell % size / n == cell % n);
    let is_own = |row: &&Row| row.positions[origin] == row.positions[destination] && row.value != neutral;
    if has_own { 0 } else { rows.iter().filter(is_own).count() }
}

/// The one operation of a shock without a table; a `set` out of bounds is reported where it is written.
fn uniform(change: &RawChange, bound: Bound, report: &mut Report<'_>) -> Option<(Operation, f64)> {
    if let Some(set) = &change.set {
        if !bound.admits(set.value) {
            let message = format!("{} is out of bounds: it must be {}", set.value, bound.words());
            report.problem(ProblemCode::OutOfBounds, &set.place, message);
            return None;
        }
        return Some((Operation::Set, set.value));
    }
    let multiply = change.multiply.as_ref().map(|operand| (Operation::Multiply, operand.value));
    multiply.or(change.add.as_ref().map(|operand| (Operation::Add, operand.value)))
}
