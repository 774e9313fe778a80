//! A table file before it is read: its form and the names of its columns.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::dialect::Dialect;
use super::library::by_library;
use super::matrix::Header;
use super::places::Places;
use super::rows::Rows;
use super::sink::{Reading, Sink};
use super::unreadable::Unreadable;
use super::wanted::{Wanted, WantedColumn};
use super::{csv, parquet};
use crate::error::{ReadError, TableFault};
use crate::faults::{FaultKind, FaultList};
use crate::table::Format;

/// A table whose header has been read: a `.csv` or `.parquet` file, or the text of one.
#[derive(Debug)]
pub struct TableFile {
    path: PathBuf,
    content: Content,
    columns: Vec<String>,
    /// How a text file is written.
    dialect: Dialect,
    /// The columns of a matrix, which is read as rows.
    matrix: Option<Header>,
    synonyms: &'static [(&'static str, &'static str)],
}

/// Where the bytes of a table are.
#[derive(Debug, Clone, Copy)]
enum Content {
    File(Format),
    /// CSV that is part of a program.
    Embedded(&'static str),
}

impl TableFile {
    /// Opens a table and reads the names of its columns.
    ///
    /// # Errors
    /// [`ReadError::Read`] and [`ReadError::NotATable`].
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let unknown = || ReadError::NotATable { path: path.to_owned(), fault: TableFault::UnknownEnding };
        Self::open_as(path, Format::of_file(path).ok_or_else(unknown)?)
    }

    /// Opens a table in a form that is known, whatever its name ends in.
    ///
    /// # Errors
    /// As [`TableFile::open`].
    pub fn open_as(path: &Path, format: Format) -> Result<Self, ReadError> {
        Self::with_header(path.to_owned(), Content::File(format))
    }

    /// A table that is part of a program, as CSV; `name` stands for its path in messages.
    ///
    /// # Errors
    /// [`ReadError::NotATable`].
    pub fn embedded(name: &str, csv: &'static str) -> Result<Self, ReadError> {
        Self::with_header(PathBuf::from(name), Content::Embedded(csv))
    }

    fn with_header(path: PathBuf, content: Content) -> Result<Self, ReadError> {
        let at_path = |error: Unreadable| error.at(&path);
        let (columns, dialect) = match content {
            Content::File(Format::Csv) => csv::columns(opened(&path)?).map_err(at_path)?,
            Content::File(Format::Parquet) => {
                let file = opened(&path)?;
                (by_library(&path, || parquet::columns(file))?, Dialect::default())
            }
            Content::Embedded(text) => csv::columns(text.as_bytes()).map_err(at_path)?,
        };
        Ok(Self { path, content, columns, dialect, matrix: None, synonyms: &[] })
    }

    /// The table with this name in a folder, as CSV or as Parquet; none if there is neither.
    ///
    /// # Errors
    /// [`ReadError::Twice`] if there are both, and those of [`TableFile::open`].
    pub fn find(folder: &Path, stem: &str) -> Result<Option<Self>, ReadError> {
        let candidates = [Format::Csv, Format::Parquet].map(|format| format.file(folder, stem));
        match candidates.each_ref().map(|path| path.exists()) {
            [true, true] => Err(ReadError::Twice { folder: folder.to_owned(), stem: stem.to_owned() }),
            [true, false] => Self::open(&candidates[0]).map(Some),
            [false, true] => Self::open(&candidates[1]).map(Some),
            [false, false] => Ok(None),
        }
    }

    /// The table with this name in a folder.
    ///
    /// # Errors
    /// [`ReadError::Missing`] if there is none, and those of [`TableFile::find`].
    pub fn need(folder: &Path, stem: &'static str) -> Result<Self, ReadError> {
        match Self::find(folder, stem)? {
            Some(file) => Ok(file),
            None => {
                let found = files_in(folder)?;
                Err(ReadError::Missing { folder: folder.to_owned(), stem, found })
            }
        }
    }

    /// The same file, some of whose columns may stand under other names: pairs of another name and the known one.
    pub fn with_synonyms(self, synonyms: &'static [(&'static str, &'static str)]) -> Self {
        Self { synonyms, ..self }
    }

    /// The same file; if it is a matrix with two header rows and two columns of labels, read as rows: in these columns stand the two labels of
    /// its rows, the two of its columns, and the value.
    ///
    /// # Errors
    /// As [`TableFile::open`].
    pub fn or_matrix(mut self, columns: [&str; 5]) -> Result<Self, ReadError> {
        if self.has(columns[0]) || !matches!(self.content, Content::File(Format::Csv)) {
            return Ok(self);
        }
        self.matrix = Header::of(opened(&self.path)?, self.dialect).map_err(|error| error.at(&self.path))?;
        if self.matrix.is_some() {
            self.columns = columns.map(str::to_owned).to_vec();
        }
        Ok(self)
    }

    /// The file that was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the columns as they stand.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether there is a column of this name or of another name for the same.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| self.is(column, name))
    }

    /// The columns besides these that have a name, in the order of the file.
    pub fn columns_besides(&self, known: &[&str]) -> Vec<String> {
        let is_known = |column: &str| known.iter().any(|name| self.is(column, name));
        let others = self.columns.iter().filter(|column| !is_known(column) && !is_nameless(column));
        others.cloned().collect()
    }

    /// Whether there is a column without a name: an index, or what a spreadsheet leaves behind.
    pub fn has_nameless(&self) -> bool {
        self.columns.iter().any(|column| is_nameless(column))
    }

    /// How a text file is written, in words, if not as rows with commas between cells and points in numbers: told by what stands in it.
    pub fn read_as(&self) -> Option<String> {
        const MATRIX: &str =
            "it is a matrix: its first two columns name its rows, its first two rows its columns";
        match (&self.matrix, self.dialect.words()) {
            (Some(_), Some(marks)) => Some(format!("{MATRIX}; {marks}")),
            (Some(_), None) => Some(MATRIX.to_owned()),
            (None, marks) => marks,
        }
    }

    /// Reads the columns that are asked for. Mistakes in cells wait there for [`Rows::check`].
    ///
    /// # Errors
    /// [`ReadError::Mistakes`] if columns are missing, and those of [`TableFile::open`].
    pub fn read(&self, wanted: &Wanted) -> Result<Rows, ReadError> {
        let mut faults = FaultList::default();
        let mut readings = Vec::with_capacity(wanted.columns.len());
        for column in &wanted.columns {
            readings.extend(self.reading(column, &mut faults));
        }
        if !faults.is_empty() {
            return Err(ReadError::Mistakes { file: self.name(), faults });
        }
        let places = self.cells(&mut readings, &mut faults)?;
        let columns = readings.into_iter().map(|reading| {
            let name = self.known_as(&reading.name).to_owned();
            (name, reading.sink.finish())
        });
        Ok(Rows::new(self.name(), places, columns.collect(), faults))
    }

    /// Fills the readings, and tells where the rows stand.
    fn cells(&self, readings: &mut [Reading], faults: &mut FaultList) -> Result<Places, ReadError> {
        let width = self.columns.len();
        if let Some(header) = &self.matrix {
            let lines = header.read(opened(&self.path)?, self.dialect, readings, faults);
            return lines.map(Places::Lines).map_err(|error| error.at(&self.path));
        }
        let places = match self.content {
            Content::File(Format::Csv) => {
                csv::read(opened(&self.path)?, self.dialect, width, readings, faults).map(Places::Lines)
            }
            Content::File(Format::Parquet) => {
                let file = opened(&self.path)?;
                return by_library(&self.path, || parquet::read(file, readings, faults)).map(Places::Rows);
            }
            Content::Embedded(text) => {
                csv::read(text.as_bytes(), self.dialect, width, readings, faults).map(Places::Lines)
            }
        };
        places.map_err(|error| error.at(&self.path))
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The column that is asked for; none if it is missing, and a mistake if two columns could be meant.
    fn reading(&self, wanted: &WantedColumn, faults: &mut FaultList) -> Option<Reading> {
        let name = &wanted.name;
        let mut found = self.columns.iter().enumerate().filter(|(_, column)| self.is(column, name));
        let Some((position, first)) = found.next() else {
            faults.header(FaultKind::MissingColumn { name: name.clone(), found: self.columns.clone() });
            return None;
        };
        if let Some((_, second)) = found.next() {
            faults.header(FaultKind::SameColumn { first: first.clone(), second: second.clone() });
        }
        Some(Reading { name: first.clone(), position, sink: Sink::new(wanted.holds) })
    }

    /// Whether a column of the file is the one of this name.
    fn is(&self, column: &str, name: &str) -> bool {
        column == name || self.known_as(column) == name
    }

    /// The known name of a column.
    fn known_as<'a>(&self, column: &'a str) -> &'a str {
        let synonym = self.synonyms.iter().find(|(other, _)| *other == column);
        synonym.map_or(column, |(_, known)| known)
    }
}

/// Whether the name of a column is none: empty, or what pandas calls an index without a name.
fn is_nameless(column: &str) -> bool {
    column.is_empty() || column.starts_with("Unnamed: ") || column.starts_with("__index_level_")
}

fn opened(path: &Path) -> Result<File, ReadError> {
    File::open(path).map_err(|reason| Unreadable::Io(reason).at(path))
}

/// Names of the files in a folder, sorted: a table may stand there under another ending.
fn files_in(folder: &Path) -> Result<Vec<String>, ReadError> {
    let entries = std::fs::read_dir(folder).map_err(|reason| Unreadable::Io(reason).at(folder))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}
