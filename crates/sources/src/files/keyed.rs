//! Tables whose rows name cells of a world by labels, read as arrays over its axes.

use std::path::Path;

use oblate_tables::{Legal, Rows, TableFile, Wanted};
use oblate_world::{Array2, Array3, Axis, Id, Label};

use crate::error::SourceError;

/// The labels that a key column may hold, in the order of their positions.
pub(crate) trait LabelSet {
    /// What one of them stands for, in messages: "region".
    fn kind(&self) -> &'static str;
    /// How many there are.
    fn count(&self) -> usize;
    /// The position of a label.
    fn position(&self, label: &str) -> Option<usize>;
    /// All labels that there are.
    fn all(&self) -> Vec<String>;
}

impl<I: Id> LabelSet for Axis<I> {
    fn kind(&self) -> &'static str {
        I::KIND
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn position(&self, label: &str) -> Option<usize> {
        self.find(label).map(I::index)
    }

    fn all(&self) -> Vec<String> {
        self.codes().map(str::to_owned).collect()
    }
}

/// A list of words that is no axis of a world.
pub(crate) struct Words<'a> {
    pub(crate) kind: &'static str,
    pub(crate) words: &'a [String],
}

impl LabelSet for Words<'_> {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn count(&self) -> usize {
        self.words.len()
    }

    fn position(&self, label: &str) -> Option<usize> {
        self.words.iter().position(|word| word == label)
    }

    fn all(&self) -> Vec<String> {
        self.words.to_vec()
    }
}

/// The key columns of a table, each with the labels that it may hold.
pub(crate) type Keys<'a, const K: usize> = [(&'static str, &'a dyn LabelSet); K];

/// A table with `K` key columns, each row of which names one cell of an array over their labels.
pub(crate) struct Keyed<const K: usize> {
    /// The rows, for further columns and further mistakes.
    pub(crate) rows: Rows,
    /// How many labels each key has.
    shape: [usize; K],
    /// The cell of each row, in row-major order of the keys; a placeholder where a label is unknown.
    cells: Vec<usize>,
}

impl<const K: usize> Keyed<K> {
    /// Reads the key columns and further columns of numbers.
    ///
    /// Unknown labels and second rows for one cell are mistakes, which wait in the rows as all others do.
    pub(crate) fn read<'a>(
        file: &TableFile,
        keys: Keys<'_, K>,
        numbers: impl IntoIterator<Item = (&'a str, Legal)>,
    ) -> Result<Self, SourceError> {
        let wanted = Wanted::keys(keys.map(|(column, _)| column));
        let number = |wanted: Wanted, (column, legal)| wanted.number(column, legal);
        let wanted = numbers.into_iter().fold(wanted, number);
        Ok(Self::of(file.read(&wanted)?, keys))
    }

    /// The cells of rows that have been read with their key columns.
    pub(crate) fn of(mut rows: Rows, keys: Keys<'_, K>) -> Self {
        let shape = keys.map(|(_, labels)| labels.count());
        let mut cells = vec![0; rows.count()];
        if rows.too_many_cells(&shape) {
            return Self { rows, shape, cells };
        }
        for (column, labels) in keys {
            let find = |label: &str| labels.position(label);
            let positions = rows.positions(column, labels.kind(), find, || labels.all());
            for (cell, position) in cells.iter_mut().zip(positions) {
                *cell = *cell * labels.count() + position;
            }
        }
        rows.unique(shape.iter().product(), &cells, &keys.map(|(column, _)| column));
        Self { rows, shape, cells }
    }

    /// The cell of each row.
    pub(crate) fn cells(&self) -> &[usize] {
        &self.cells
    }

    /// A column of numbers cell by cell; `blank` where there is no row.
    ///
    /// # Errors
    /// All mistakes of the table.
    pub(crate) fn values(&self, column: &str, blank: f64) -> Result<Vec<f64>, SourceError> {
        self.rows.check()?;
        let mut values = vec![blank; self.shape.iter().product()];
        for (&cell, &value) in self.cells.iter().zip(self.rows.numbers(column)) {
            values[cell] = value;
        }
        Ok(values)
    }
}

impl Keyed<2> {
    /// The same as an array over both keys.
    pub(crate) fn array<A: Id, B: Id>(&self, column: &str, blank: f64) -> Result<Array2<A, B>, SourceError> {
        Ok(Array2::from_vec(self.shape, self.values(column, blank)?))
    }
}

impl Keyed<3> {
    /// The same as an array over the three keys.
    pub(crate) fn array<A: Id, B: Id, C: Id>(
        &self,
        column: &str,
        blank: f64,
    ) -> Result<Array3<A, B, C>, SourceError> {
        Ok(Array3::from_vec(self.shape, self.values(column, blank)?))
    }
}

/// An axis of these labels, which stand in the file at `path`.
pub(crate) fn axis<I: Id>(labels: Vec<Label>, path: &Path) -> Result<Axis<I>, SourceError> {
    let axis = Axis::new(labels).and_then(Axis::without_reserved);
    axis.map_err(|fault| SourceError::Axis { origin: path.display().to_string(), fault })
}
