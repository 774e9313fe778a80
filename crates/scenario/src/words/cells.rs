//! From the rows of a table file to the cells of a shock.

use std::collections::HashMap;

use indexmap::IndexMap;
use oblate_world::Id;

use super::dictionary::Dictionary;
use super::table::{ShockTable, TableSource, open, open_days};
use crate::log::counted;
use crate::text::{At, Problem, ProblemCode, Report, nearest};

/// What a label stands for, if for anything.
type LookUp<'a, T> = Box<dyn Fn(&str) -> Option<T> + 'a>;

/// One label column that a kind of shock reads: its name, whether it must be there, and its labels' ids.
pub(crate) struct KeyColumn<'a> {
    pub name: &'static str,
    pub required: bool,
    /// The position of a label on its axis.
    position: LookUp<'a, usize>,
    /// The legal label nearest to a wrong one.
    nearest: LookUp<'a, String>,
}

impl<'a> KeyColumn<'a> {
    /// A column whose labels are on the axis of this dictionary.
    pub(crate) fn new<I: Id>(name: &'static str, required: bool, dictionary: &'a Dictionary<I>) -> Self {
        Self {
            name,
            required,
            position: Box::new(|label| dictionary.label(label).map(I::index)),
            nearest: Box::new(|label| dictionary.nearest(label, &dictionary.labels().collect::<Vec<_>>())),
        }
    }
}

impl KeyColumn<'_> {
    /// A column of these words, which stand on their axis from `first` on.
    pub(crate) fn of_words(name: &'static str, words: Vec<&'static str>, first: usize) -> Self {
        let legal = words.clone();
        Self {
            name,
            required: false,
            position: Box::new(move |label| {
                words.iter().position(|word| *word == label).map(|at| first + at)
            }),
            nearest: Box::new(move |label| nearest(label, legal.iter().copied()).map(str::to_owned)),
        }
    }
}

/// A row of positions on the axes, in the order of the wanted columns; `None` where the table lacks a column.
pub(crate) struct Row {
    pub line: usize,
    pub positions: Vec<Option<usize>>,
    pub value: f64,
}

/// The rows of a table with their labels looked up; every wrong label is reported once, with its first line.
pub(crate) fn rows(
    table: &ShockTable,
    path: &At<String>,
    columns: &[KeyColumn<'_>],
    report: &mut Report<'_>,
) -> Option<Vec<Row>> {
    let places = key_places(table, path, columns, report)?;
    let mut faults = Faults::default();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        if row.value.is_nan() {
            faults.add(row.line, "the value is blank or no number".to_owned(), || None);
        }
        let looked_up = places.iter().zip(columns).map(|(place, column)| {
            let label = row.labels.get((*place)?)?;
            let position = (column.position)(label);
            if position.is_none() {
                let message = format!("unknown {} `{label}`", column.name);
                faults.add(row.line, message, || (column.nearest)(label));
            }
            position
        });
        rows.push(Row { line: row.line, positions: looked_up.collect(), value: row.value });
    }
    faults.report(path, report).then_some(rows)
}

/// The cells of one shock: where they lie, which are selected, and the columns by which a table names them.
pub(crate) struct Cells<'a> {
    pub shape: Vec<usize>,
    pub selected: Vec<usize>,
    /// Why none is selected, if none is.
    pub empty: Option<String>,
    pub columns: Vec<KeyColumn<'a>>,
}

/// The selected cells that a table file names, with their values; every mistake is reported.
pub(crate) fn cells_of_file(
    source: &dyn TableSource,
    path: &At<String>,
    column: Option<&At<String>>,
    cells: &Cells<'_>,
    report: &mut Report<'_>,
) -> Option<Vec<(usize, f64)>> {
    let table = open(source, path, column, report)?;
    filled(&table, path, cells, report)
}

/// The same of a file of days, of which some may be infinite.
pub(crate) fn days_of_file(
    source: &dyn TableSource,
    path: &At<String>,
    column: Option<&At<String>>,
    cells: &Cells<'_>,
    report: &mut Report<'_>,
) -> Option<Vec<(usize, f64)>> {
    let table = open_days(source, path, column, report)?;
    filled(&table, path, cells, report)
}

fn filled(
    table: &ShockTable,
    path: &At<String>,
    cells: &Cells<'_>,
    report: &mut Report<'_>,
) -> Option<Vec<(usize, f64)>> {
    let rows = rows(table, path, &cells.columns, report)?;
    Some(fill(cells, &rows, path, report))
}

/// The selected cells that rows of a table name, with their values; a cell named twice is reported.
pub(crate) fn fill(
    cells: &Cells<'_>,
    rows: &[Row],
    path: &At<String>,
    report: &mut Report<'_>,
) -> Vec<(usize, f64)> {
    let mut selected = vec![false; cells.shape.iter().product()];
    for &cell in &cells.selected {
        selected[cell] = true;
    }
    let mut lines = Lines::default();
    let mut filled = Vec::new();
    for row in rows {
        for cell in row_cells(&cells.shape, &row.positions).into_iter().filter(|&cell| selected[cell]) {
            lines.name(cell, row.line);
            filled.push((cell, row.value));
        }
    }
    lines.report(path, report);
    filled
}

/// The cells that a row names; where it has no label, all positions of that axis.
fn row_cells(shape: &[usize], positions: &[Option<usize>]) -> Vec<usize> {
    shape.iter().zip(positions).fold(vec![0], |cells, (&size, position)| {
        let along = position.map_or(0..size, |at| at..at + 1);
        cells.iter().flat_map(|cell| along.clone().map(move |at| cell * size + at)).collect()
    })
}

/// Remembers the line that named each cell, to find cells that are named twice.
#[derive(Default)]
pub(crate) struct Lines {
    named: HashMap<usize, usize>,
    /// The first two lines that name one cell.
    clash: Option<(usize, usize)>,
}

impl Lines {
    pub(crate) fn name(&mut self, cell: usize, line: usize) {
        if let Some(&first) = self.named.get(&cell) {
            self.clash.get_or_insert((first, line));
        } else {
            self.named.insert(cell, line);
        }
    }

    /// Reports the first two lines that name one cell.
    pub(crate) fn report(self, path: &At<String>, report: &mut Report<'_>) {
        if let Some((first, second)) = self.clash {
            let message = format!("names a cell that line {first} names already");
            report.push(row_problem(path, second, message));
        }
    }
}

/// A problem in a row of a table file.
fn row_problem(path: &At<String>, line: usize, message: String) -> Problem {
    let mut problem = Problem::new(ProblemCode::Table, &path.value, message);
    problem.line = Some(line);
    problem.key.clone_from(&path.place.key);
    problem
}

/// Where each wanted column stands among the key columns.
fn key_places(
    table: &ShockTable,
    path: &At<String>,
    wanted: &[KeyColumn<'_>],
    report: &mut Report<'_>,
) -> Option<Vec<Option<usize>>> {
    let names: Vec<&str> = wanted.iter().map(|column| column.name).collect();
    let mut complete = true;
    for extra in table.key_columns.iter().filter(|column| !names.contains(&column.as_str())) {
        let message = format!("table `{}`: no use for a column `{extra}` here", path.value);
        report.problem(ProblemCode::Table, &path.place, message).among(extra, &names);
        complete = false;
    }
    let places: Vec<Option<usize>> =
        names.iter().map(|name| table.key_columns.iter().position(|column| column == name)).collect();
    for (column, _) in wanted.iter().zip(&places).filter(|(column, place)| column.required && place.is_none())
    {
        let message = format!("table `{}` has no column `{}`", path.value, column.name);
        let legal = table.key_columns.iter().map(String::as_str);
        let problem = report.problem(ProblemCode::Table, &path.place, message);
        problem.nearest = nearest(column.name, legal).map(str::to_owned);
        complete = false;
    }
    complete.then_some(places)
}

/// Mistakes in the rows of one table: each once, with its first line and how often it occurs.
#[derive(Default)]
struct Faults(IndexMap<String, (usize, usize, Option<String>)>);

impl Faults {
    fn add(&mut self, line: usize, message: String, nearest: impl FnOnce() -> Option<String>) {
        self.0.entry(message).or_insert_with(|| (line, 0, nearest())).1 += 1;
    }

    /// Reports them, and says whether there were none.
    fn report(self, path: &At<String>, report: &mut Report<'_>) -> bool {
        let clean = self.0.is_empty();
        for (message, (line, count, nearest)) in self.0 {
            let more = match count - 1 {
                0 => String::new(),
                more => format!(" (and in {})", counted(more, "more row")),
            };
            report.push(row_problem(path, line, message + &more)).nearest = nearest;
        }
        clean
    }
}
