//! A table file before it is read: its kind and the names of its columns.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::columns::{Holds, Legal, TextBuilder, TextColumn, Wanted, aliases};
use super::{Places, Table, csv, parquet};
use crate::error::{SourceError, TableFault};
use crate::fault::{FaultKind, FaultList};

/// A `.csv` or `.parquet` file whose header has been read.
#[derive(Debug)]
pub(crate) struct TableFile {
    path: PathBuf,
    kind: Kind,
    columns: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Csv,
    Parquet,
}

/// The cells of one column while it is read.
#[derive(Debug)]
pub(super) enum Sink {
    Text { cells: TextBuilder, may_be_empty: bool },
    Number { cells: Vec<f64>, legal: Legal },
}

/// A column that is read: its name for messages, its place in the file, and where its cells go.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) name: String,
    pub(super) position: usize,
    pub(super) sink: Sink,
}

impl TableFile {
    /// Opens a table and reads the names of its columns.
    pub(crate) fn open(path: &Path) -> Result<Self, SourceError> {
        let not_a_table = |fault| SourceError::NotATable { path: path.to_owned(), fault };
        let ending = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
        let kind = match ending.as_deref() {
            Some("csv") => Kind::Csv,
            Some("parquet") => Kind::Parquet,
            _ => return Err(not_a_table(TableFault::UnknownEnding)),
        };
        let file = File::open(path).map_err(SourceError::read(path))?;
        let columns = match kind {
            Kind::Csv => csv::columns(file),
            Kind::Parquet => parquet::columns(file),
        };
        let columns = columns.map_err(|error| error.at(path))?;
        Ok(Self { path: path.to_owned(), kind, columns })
    }

    /// The table with this name in a folder, as CSV or as Parquet; none if there is neither.
    pub(crate) fn find(folder: &Path, stem: &str) -> Result<Option<Self>, SourceError> {
        let candidates = ["csv", "parquet"].map(|ending| folder.join(format!("{stem}.{ending}")));
        match candidates.each_ref().map(|path| path.exists()) {
            [true, true] => Err(SourceError::TwoTables { folder: folder.to_owned(), stem: stem.to_owned() }),
            [true, false] => Self::open(&candidates[0]).map(Some),
            [false, true] => Self::open(&candidates[1]).map(Some),
            [false, false] => Ok(None),
        }
    }

    /// The table with this name in a folder.
    pub(crate) fn need(folder: &Path, stem: &'static str) -> Result<Self, SourceError> {
        match Self::find(folder, stem)? {
            Some(file) => Ok(file),
            None => {
                let found = tables_in(folder)?;
                Err(SourceError::MissingTable { folder: folder.to_owned(), stem, found })
            }
        }
    }

    /// The file that was opened.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is a column of this name or of another name for the same.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column == name || aliases(name).contains(&column.as_str()))
    }

    /// The columns besides these, in the order of the file.
    pub(crate) fn columns_besides(&self, known: &[&str]) -> Vec<String> {
        let is_known =
            |column: &str| known.iter().any(|name| *name == column || aliases(name).contains(&column));
        self.columns.iter().filter(|column| !is_known(column)).cloned().collect()
    }

    /// Reads the columns that are asked for. Mistakes in cells wait in the table for [`Table::check`].
    pub(crate) fn read(&self, wanted: &Wanted) -> Result<Table, SourceError> {
        let mut faults = FaultList::default();
        let mut readings = self.readings(wanted, &mut faults);
        if !faults.is_empty() {
            return Err(SourceError::Table { file: self.name(), faults });
        }
        let file = File::open(&self.path).map_err(SourceError::read(&self.path))?;
        let places = match self.kind {
            Kind::Csv => csv::read(file, self.columns.len(), &mut readings, &mut faults),
            Kind::Parquet => parquet::read(file, &mut readings, &mut faults),
        };
        let places = places.map_err(|error| error.at(&self.path))?;
        Ok(self.table(readings, places, faults))
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn readings(&self, wanted: &Wanted, faults: &mut FaultList) -> Vec<Reading> {
        let mut readings = Vec::with_capacity(wanted.columns.len());
        for column in &wanted.columns {
            let is_it = |name: &String| *name == column.name || column.aliases.contains(&name.as_str());
            let mut found = self.columns.iter().enumerate().filter(|(_, name)| is_it(name));
            let Some((position, first)) = found.next() else {
                let found = self.columns.clone();
                faults.header(FaultKind::MissingColumn { name: column.name.clone(), found });
                continue;
            };
            if let Some((_, second)) = found.next() {
                let (first, second) = (first.clone(), second.clone());
                faults.header(FaultKind::SameColumn { first, second });
            }
            let sink = match column.holds {
                Holds::Text { may_be_empty } => Sink::Text { cells: TextBuilder::default(), may_be_empty },
                Holds::Number(legal) => Sink::Number { cells: Vec::new(), legal },
            };
            readings.push(Reading { name: first.clone(), position, sink });
        }
        readings
    }

    fn table(&self, readings: Vec<Reading>, places: Places, faults: FaultList) -> Table {
        let (mut text, mut numbers): (Vec<(String, TextColumn)>, Vec<_>) = (Vec::new(), Vec::new());
        for reading in readings {
            let name = canonical(reading.name);
            match reading.sink {
                Sink::Text { cells, .. } => text.push((name, cells.finish())),
                Sink::Number { cells, .. } => numbers.push((name, cells)),
            }
        }
        Table { file: self.name(), places, text, numbers, faults }
    }
}

/// The name by which the code knows a column.
fn canonical(name: String) -> String {
    let known = ["origin", "destination"].into_iter().find(|known| aliases(known).contains(&name.as_str()));
    known.map_or(name, str::to_owned)
}

/// A table that cannot be read, before its path is known.
#[derive(Debug)]
pub(super) enum Unreadable {
    Io(std::io::Error),
    Fault(TableFault),
}

impl Unreadable {
    fn at(self, path: &Path) -> SourceError {
        match self {
            Self::Io(reason) => SourceError::Read { path: path.to_owned(), reason },
            Self::Fault(fault) => SourceError::NotATable { path: path.to_owned(), fault },
        }
    }
}

/// Names of the table files in a folder, sorted.
fn tables_in(folder: &Path) -> Result<Vec<String>, SourceError> {
    let entries = std::fs::read_dir(folder).map_err(SourceError::read(folder))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".csv") || name.ends_with(".parquet"))
        .collect();
    names.sort();
    Ok(names)
}

impl Sink {
    /// Takes one cell as it stands in a text file.
    pub(super) fn take_text(&mut self, cell: &str) -> Result<(), FaultKind> {
        match self {
            Self::Text { cells, may_be_empty } => {
                cells.push(cell);
                if cell.is_empty() && !*may_be_empty {
                    return Err(FaultKind::Empty { legal: "a label" });
                }
                Ok(())
            }
            Self::Number { cells, legal } => {
                let number = number(cell, *legal);
                cells.push(*number.as_ref().unwrap_or(&f64::NAN));
                number.map(drop)
            }
        }
    }

    /// Takes a cell that cannot be read, and gives its mistake back.
    pub(super) fn take_placeholder(&mut self, fault: FaultKind) -> Result<(), FaultKind> {
        match self {
            Self::Text { cells, .. } => cells.push(""),
            Self::Number { cells, .. } => cells.push(f64::NAN),
        }
        Err(fault)
    }

    /// Takes one number; a text column takes its digits.
    pub(super) fn take_number(&mut self, value: f64) -> Result<(), FaultKind> {
        match self {
            Self::Text { cells, .. } => cells.push(&value.to_string()),
            Self::Number { cells, legal } => {
                cells.push(value);
                return allowed(value, *legal).map(drop);
            }
        }
        Ok(())
    }
}

fn number(cell: &str, legal: Legal) -> Result<f64, FaultKind> {
    match cell {
        "" | "NA" if legal == Legal::OrMissing => Ok(f64::NAN),
        "" => Err(FaultKind::Empty { legal: legal.words() }),
        _ => match cell.parse() {
            Ok(value) => allowed(value, legal),
            Err(_) => Err(FaultKind::NotANumber { cell: cell.to_owned() }),
        },
    }
}

fn allowed(value: f64, legal: Legal) -> Result<f64, FaultKind> {
    if legal.allows(value) { Ok(value) } else { Err(FaultKind::Illegal { value, legal: legal.words() }) }
}
