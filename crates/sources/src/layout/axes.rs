//! The axes of a folder: labels told by a table of their own, or by the rows of `industries`.

use std::path::Path;

use oblate_tables::{Legal, Rows, Wanted};
use oblate_world::{Axis, Id, Label};

use crate::error::SourceError;
use crate::files::{axis, find};

/// Columns of numbers with their names.
pub(super) type Columns = Vec<(String, Vec<f64>)>;

/// What a table of labels says.
pub(super) struct Labelled<I> {
    /// The labels in the order of the table.
    pub(super) axis: Axis<I>,
    /// Further columns, each with its numbers by label; NaN where missing.
    pub(super) covariates: Columns,
}

/// The axis told by the table `stem` (columns `code`, `name` and `standard`, a standard code); none if absent.
///
/// All further columns are numbers.
pub(super) fn labelled<I: Id>(
    folder: &Path,
    stem: &str,
    standard: &str,
) -> Result<Option<Labelled<I>>, SourceError> {
    let Some(file) = find(folder, stem)? else { return Ok(None) };
    let mut wanted = Wanted::default().text("code");
    for optional in ["name", standard].into_iter().filter(|column| file.has(column)) {
        wanted = wanted.sparse_text(optional);
    }
    let others = file.columns_besides(&["code", "name", standard]);
    let rows = file.read(&wanted.numbers(&others, Legal::OrMissing))?;
    rows.check()?;
    let labels = (0..rows.count()).map(|row| label(&rows, row, standard)).collect();
    let axis = axis(labels, file.path())?;
    let covariates = others.into_iter().map(|column| {
        let values = rows.numbers(&column).to_vec();
        (column, values)
    });
    Ok(Some(Labelled { axis, covariates: covariates.collect() }))
}

fn label(rows: &Rows, row: usize, standard: &str) -> Label {
    let told = |column: &str| {
        let cell = rows.text(column).map(|cells| cells.get(row)).filter(|cell| !cell.is_empty());
        cell.map(str::to_owned)
    };
    let code = told("code").unwrap_or_default();
    Label { name: told("name").unwrap_or_else(|| code.clone()), standard: told(standard), code }
}

/// An axis of the distinct labels of a column, in the order of their first appearance.
pub(super) fn appearing<I: Id>(rows: &Rows, column: &str, path: &Path) -> Result<Axis<I>, SourceError> {
    let words = rows.text(column).map_or(&[][..], |cells| cells.words());
    axis(words.iter().map(Label::plain).collect(), path)
}
