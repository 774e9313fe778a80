//! What a test compared, as it is written down: the tests write these records, `cargo xtask validation` reads them.

use serde::{Deserialize, Serialize};

/// One table of numbers beside their reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What its file is called, and how pages refer to it.
    pub name: String,
    /// The heading over it.
    pub title: String,
    /// What is compared with what, in which unit.
    pub what: String,
    /// Where the reference numbers stand.
    pub source: String,
    /// What a reader should know, one sentence or two each.
    pub notes: Vec<String>,
    /// The comparisons, in the order of the table.
    pub cells: Vec<Cell>,
}

/// One number beside its reference. Cells of one place are shown as a summary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Table (where one heading covers several), row and column.
    pub place: [String; 3],
    /// The number of the reference.
    pub reference: Value,
    /// The number of the engine.
    pub ours: Value,
    /// Decimals with which the reference is shown; ours has as many, or two more beside a printed number.
    pub digits: usize,
    /// How far apart they may be.
    pub tolerance: Tolerance,
    /// Why it is known to miss.
    pub reason: Option<String>,
}

/// A number, or words where there is no finite number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number.
    Number(f64),
    /// Words, such as `unbounded`.
    Words(String),
}

/// How far a number may be from its reference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Tolerance {
    /// Rounded to the digits of the reference it is the same.
    LastDigit,
    /// Part of the reference.
    Relative(f64),
    /// In percentage points, the unit of the reference.
    Absolute(f64),
    /// In the unit of the reference, which the record says.
    Plain(f64),
}

impl Cell {
    /// The distance that the tolerance limits; none between equal words, infinite between others.
    pub fn gap(&self) -> f64 {
        match (&self.reference, &self.ours) {
            (Value::Number(reference), Value::Number(ours)) => match self.tolerance {
                _ if reference == ours => 0.0,
                Tolerance::Relative(_) => (ours - reference).abs() / reference.abs(),
                Tolerance::LastDigit | Tolerance::Absolute(_) | Tolerance::Plain(_) => {
                    (ours - reference).abs()
                }
            },
            (reference, ours) if reference == ours => 0.0,
            _ => f64::INFINITY,
        }
    }

    /// Whether the number is within its tolerance.
    pub fn inside(&self) -> bool {
        match self.tolerance {
            Tolerance::LastDigit => {
                self.gap() <= 0.5 * 0.1f64.powi(i32::try_from(self.digits).unwrap_or(i32::MAX))
            }
            Tolerance::Relative(most) | Tolerance::Absolute(most) | Tolerance::Plain(most) => {
                self.gap() <= most
            }
        }
    }
}

/// A statement that a test tried on many random cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Property {
    /// The test file without its ending.
    pub file: String,
    /// The test function.
    pub test: String,
    /// What holds.
    pub statement: String,
    /// Random cases tried, all of which hold.
    pub cases: usize,
    /// What is limited, in words such as `relative`.
    pub measure: String,
    /// The largest gap allowed.
    pub tolerance: f64,
}
