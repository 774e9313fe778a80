//! The cells of one column while they are read, and the mistakes that one cell can have.

use super::wanted::{Holds, Legal, Text};
use crate::faults::FaultKind;
use crate::labels::Gathered;
use crate::table::Cells;

/// A column that is read: its name for messages, its place in the file, and where its cells go.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) name: String,
    pub(super) position: usize,
    pub(super) sink: Sink,
}

/// The cells of one column so far.
#[derive(Debug)]
pub(super) enum Sink {
    Text { cells: Gathered, text: Text },
    Numbers { cells: Vec<f64>, legal: Legal },
}

impl Sink {
    pub(super) fn new(holds: Holds) -> Self {
        match holds {
            Holds::Text(text) => Self::Text { cells: Gathered::default(), text },
            Holds::Numbers(legal) => Self::Numbers { cells: Vec::new(), legal },
        }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text { .. })
    }

    /// Whether blanks around a cell are part of it.
    pub(super) fn is_verbatim(&self) -> bool {
        matches!(self, Self::Text { text: Text::Verbatim, .. })
    }

    /// Takes one cell as it stands in a text file, whose numbers may have a decimal comma.
    pub(super) fn take_text(&mut self, cell: &str, decimal_comma: bool) -> Result<(), FaultKind> {
        match self {
            Self::Text { cells, text } => {
                cells.push(cell);
                if cell.is_empty() && *text == Text::Full {
                    return Err(FaultKind::Empty { legal: "a label" });
                }
                Ok(())
            }
            Self::Numbers { cells, legal } => {
                let number = if decimal_comma { with_comma(cell, *legal) } else { number(cell, *legal) };
                cells.push(*number.as_ref().unwrap_or(&f64::NAN));
                number.map(drop)
            }
        }
    }

    /// Takes a cell that cannot be read, and gives its mistake back.
    pub(super) fn take_placeholder(&mut self, fault: FaultKind) -> Result<(), FaultKind> {
        match self {
            Self::Text { cells, .. } => cells.push(""),
            Self::Numbers { cells, .. } => cells.push(f64::NAN),
        }
        Err(fault)
    }

    /// Takes one number; a text column takes its digits.
    pub(super) fn take_number(&mut self, value: f64) -> Result<(), FaultKind> {
        match self {
            Self::Text { cells, .. } => cells.push(&value.to_string()),
            Self::Numbers { cells, legal } => {
                cells.push(value);
                return allowed(value, *legal).map(drop);
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Cells {
        match self {
            Self::Text { cells, .. } => Cells::Labels(cells.finish()),
            Self::Numbers { cells, .. } => Cells::Numbers(cells),
        }
    }
}

/// A cell without white space at its ends, also such as nobody sees: no-break and zero-width blanks, marks of byte order.
pub(super) fn trimmed(cell: &str) -> &str {
    let unseen = |letter: char| {
        letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    cell.trim_matches(unseen)
}

/// A number with a decimal comma: a point in it would be between thousands.
fn with_comma(cell: &str, legal: Legal) -> Result<f64, FaultKind> {
    if cell.contains('.') {
        return Err(FaultKind::PointAmongCommas { cell: cell.to_owned() });
    }
    number(&cell.replace(',', "."), legal).map_err(|kind| match kind {
        FaultKind::NotANumber { .. } => FaultKind::NotANumber { cell: cell.to_owned() },
        other => other,
    })
}

fn number(cell: &str, legal: Legal) -> Result<f64, FaultKind> {
    match cell {
        "" | "NA" if legal.may_be_missing() => Ok(f64::NAN),
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
