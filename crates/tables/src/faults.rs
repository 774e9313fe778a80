//! Mistakes in tables, each with its place, collected so that all of a file are told at once.

use crate::names::{did_you_mean, listed};

/// How many mistakes of one file are told; the rest is counted.
pub const MOST_FAULTS: usize = 20;

/// One mistake in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Line of a CSV file or row of a Parquet file, both from one; none for the header as a whole.
    pub place: Option<Place>,
    /// The column.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// Where in a table a mistake stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Line of a text file, the header being line 1.
    Line(u64),
    /// Row of a Parquet file, from one.
    Row(u64),
}

impl Place {
    /// The number of the line or the row.
    pub fn number(self) -> u64 {
        match self {
            Self::Line(number) | Self::Row(number) => number,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(line) => write!(out, "line {line}"),
            Self::Row(row) => write!(out, "row {row}"),
        }
    }
}

/// What can be wrong with a header or a cell.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// A column that is needed and not there.
    #[error("column `{name}` is missing; found {}{}", listed(found), did_you_mean(name, found))]
    MissingColumn {
        /// Its name.
        name: String,
        /// The columns that are there.
        found: Vec<String>,
    },
    /// Two columns with one name or with two names for one thing.
    #[error("columns `{first}` and `{second}` mean the same; keep one")]
    SameColumn {
        /// The first one.
        first: String,
        /// The second one.
        second: String,
    },
    /// A column that has almost the name of one that is not there.
    #[error("there is no use for column `{name}`; did you mean `{meant}`?")]
    SlipOfColumn {
        /// Its name.
        name: String,
        /// The column that may be meant.
        meant: String,
    },
    /// A column for which the table has no use.
    #[error("there is no use for column `{name}`; legal are {legal}")]
    UnknownColumn {
        /// Its name.
        name: String,
        /// The columns that the table may have.
        legal: &'static str,
    },
    /// A row that has not as many cells as the header.
    #[error("the row has {found} cells, the header has {expected}")]
    Ragged {
        /// Cells in the row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// An empty cell where a label or a number must stand.
    #[error("the cell is empty; it needs {legal}")]
    Empty {
        /// What must stand there.
        legal: &'static str,
    },
    /// Bytes that are no text.
    #[error("the cell is not UTF-8 text; save the file as CSV in UTF-8")]
    NotUtf8,
    /// A byte that no text has.
    #[error("the cell holds a NUL, as no text does; save the file as CSV in UTF-8")]
    Nul,
    /// Text where a number must stand.
    #[error("`{cell}` is not a number{}", number_hint(cell))]
    NotANumber {
        /// The cell as it stands.
        cell: String,
    },
    /// A number with a point in a table whose numbers have a decimal comma.
    #[error(
        "`{cell}` has a point, where other numbers have a decimal comma; write all of them with a decimal point"
    )]
    PointAmongCommas {
        /// The cell as it stands.
        cell: String,
    },
    /// A number that the column does not allow.
    #[error("{value} is not allowed; it must be {legal}")]
    Illegal {
        /// The number.
        value: f64,
        /// What numbers are legal.
        legal: &'static str,
    },
    /// A column that should hold numbers or text and holds something else.
    #[error("the column holds {found}, it needs {legal}")]
    ColumnType {
        /// The type it has.
        found: String,
        /// The type it needs.
        legal: &'static str,
    },
    /// A label that is not among the legal ones.
    #[error("there is no {axis} `{label}`{}; legal are {}", did_you_mean(label, legal), listed(legal))]
    UnknownLabel {
        /// What it stands for: the kind of thing that has such labels.
        axis: &'static str,
        /// The label in the cell.
        label: String,
        /// The labels that exist.
        legal: Vec<String>,
    },
    /// A label that is learned from the table, and may be a slip of another one.
    #[error(
        "`{label}` would be a {axis} of its own, and is the {other} `{near}` but for a letter or a mark; correct it, or name \
         `{label}` under {told}"
    )]
    SlipOfLabel {
        /// What it would stand for.
        axis: &'static str,
        /// The label.
        label: String,
        /// What the other one stands for.
        other: &'static str,
        /// The other one.
        near: String,
        /// Where labels are told that are meant.
        told: &'static str,
    },
    /// A label that is learned from the table, and stands in one place alone.
    #[error(
        "`{label}` would be a {axis} that one {place} alone has; correct it, or name `{label}` under {told}"
    )]
    LonelyLabel {
        /// What has such labels.
        place: &'static str,
        /// What it would stand for.
        axis: &'static str,
        /// The label.
        label: String,
        /// Where labels are told that are meant.
        told: &'static str,
    },
    /// Labels that are all known as something else, where some must be new.
    #[error(
        "there is no {axis}: {} stand for {other}s already, and are read as these; give each {axis} a name of its own",
        listed(labels)
    )]
    NoneLeft {
        /// What has no label.
        axis: &'static str,
        /// What all labels stand for.
        other: &'static str,
        /// The labels.
        labels: Vec<String>,
    },
    /// Columns that are taken for something that they cannot be.
    #[error(
        "every further column is taken for {what}, and {} holds no numbers; leave out what is none",
        listed(columns)
    )]
    TakenFor {
        /// The columns.
        columns: Vec<String>,
        /// What they are taken for.
        what: &'static str,
    },
    /// A column that is the sum of others, beside them.
    #[error("column `{total}` is the sum of {} in every row; leave one of them out", listed(parts))]
    SumOfColumns {
        /// The column.
        total: String,
        /// The columns that it sums up.
        parts: Vec<String>,
    },
    /// A second row for the cell that another row has filled.
    #[error("a second row for {key}; the first is {first}")]
    Duplicate {
        /// The labels of the cell.
        key: String,
        /// Place of the first row.
        first: Place,
    },
    /// Labels that name far more cells than there are rows to fill them.
    #[error(
        "its labels name {cells:e} cells, which would take {gigabytes:.1} GB, and it has {rows} rows: are there numbers or names in \
         a column of labels? list the labels that are meant, or merge them first"
    )]
    TooManyCells {
        /// Cells, all combinations of labels.
        cells: f64,
        /// What they would take.
        gigabytes: f64,
        /// Rows that the table has.
        rows: usize,
    },
    /// A table with a header alone.
    #[error("it has no rows")]
    NoRows,
    /// Rows whose sum must be above zero.
    #[error("column `{column}` holds nothing above zero for {key} ({})", listed_places(places))]
    NothingFor {
        /// The column.
        column: String,
        /// What the rows have in common.
        key: String,
        /// The rows.
        places: Vec<Place>,
    },
    /// Rows of a kind that are needed and not there, or hold zero.
    #[error("there is no row in which {rows} (in {}); such rows hold {legal}", listed(labels))]
    NoSuchRows {
        /// What such rows say.
        rows: String,
        /// Where the rows are missing.
        labels: Vec<String>,
        /// What they must hold.
        legal: &'static str,
    },
    /// A row that is needed and not there.
    #[error("there is no row for {key}")]
    MissingRow {
        /// The labels of the cell.
        key: String,
    },
    /// A label whose values have one unit in one row and another in another.
    #[error("`{label}` has the unit `{second}` here and `{first}` before")]
    TwoUnits {
        /// The label.
        label: String,
        /// Its unit in an earlier row.
        first: String,
        /// Its unit in this row.
        second: String,
    },
}

/// The first few places in words.
fn listed_places(places: &[Place]) -> String {
    const MOST: usize = 6;
    let shown = places.iter().take(MOST).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if places.len() > MOST { format!("{shown}, … ({} in all)", places.len()) } else { shown }
}

/// What people set between thousands: marks, and blanks of all widths.
const THOUSANDS: [char; 8] = [',', ' ', '\'', '_', '\u{a0}', '\u{2009}', '\u{202f}', '\u{2019}'];

fn is_number(cell: &str) -> bool {
    cell.parse::<f64>().is_ok()
}

fn number_hint(cell: &str) -> String {
    let bare = cell.trim_end_matches('%').trim();
    match bare.parse::<f64>() {
        Ok(percent) if cell.ends_with('%') => {
            format!("; rates are plain numbers, write {} for {cell}", percent / 100.0)
        }
        _ if is_number(&cell.replace('\u{2212}', "-")) => {
            "; a minus is written `-`, not `\u{2212}`".to_owned()
        }
        _ if is_number(&cell.replace(['d', 'D'], "e")) => {
            format!("; powers of ten are written with e: {}", cell.replace(['d', 'D'], "e"))
        }
        _ if cell.strip_prefix('(').and_then(|cell| cell.strip_suffix(')')).is_some_and(is_number) => {
            format!("; numbers below zero are written with a minus: -{}", cell.trim_matches(['(', ')']))
        }
        _ if is_number(&cell.replace(',', ".")) => "; numbers are written with a decimal point".to_owned(),
        _ if is_number(&cell.replace(THOUSANDS, "")) => {
            "; numbers are written without thousands marks".to_owned()
        }
        _ => String::new(),
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(place) = self.place {
            write!(out, "{place}, ")?;
        }
        if let Some(column) = &self.column {
            write!(out, "column `{column}`: ")?;
        }
        write!(out, "{}", self.kind)
    }
}

/// The mistakes of one file: the first [`MOST_FAULTS`], and how many there are in all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FaultList {
    shown: Vec<Fault>,
    total: usize,
}

impl FaultList {
    /// The first mistakes, in the order of the file.
    pub fn shown(&self) -> &[Fault] {
        &self.shown
    }

    /// How many mistakes there are in all.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Adds a mistake.
    pub fn push(&mut self, fault: Fault) {
        self.push_with(|| fault);
    }

    /// Adds a mistake that is put into words only if it is among those that are told.
    pub(crate) fn push_with(&mut self, fault: impl FnOnce() -> Fault) {
        self.total += 1;
        if self.shown.len() < MOST_FAULTS {
            self.shown.push(fault());
        }
    }

    /// Adds a mistake of the table as a whole.
    pub fn header(&mut self, kind: FaultKind) {
        self.push(Fault { place: None, column: None, kind });
    }

    /// Adds a mistake in one cell.
    pub fn cell(&mut self, place: Place, column: &str, kind: FaultKind) {
        self.push(Fault { place: Some(place), column: Some(column.to_owned()), kind });
    }

    /// One line for one mistake; a heading and one line each for several.
    pub fn message(&self, file: &str) -> String {
        match self.shown.as_slice() {
            [only] if self.total == 1 => format!("`{file}`: {only}"),
            _ => format!("`{file}` has {}", self.listed()),
        }
    }

    /// The same without the file.
    pub fn reason(&self) -> String {
        match self.shown.as_slice() {
            [only] if self.total == 1 => only.to_string(),
            _ => format!("it has {}", self.listed()),
        }
    }

    fn listed(&self) -> String {
        let mut text = format!("{} mistakes:", self.total);
        for fault in &self.shown {
            text.push_str(&format!("\n  {fault}"));
        }
        if self.total > self.shown.len() {
            text.push_str(&format!("\n  … and {} more", self.total - self.shown.len()));
        }
        text
    }
}
