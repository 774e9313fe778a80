//! The name and the text of a file, and the lines of its places.

use super::problem::{Problem, ProblemCode};
use super::tree::{Mark, Place};

/// The name and the text of a scenario file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub name: String,
    pub text: String,
    /// The bytes with which lines start: long files are asked for many lines.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            lines: std::iter::once(0).chain(starts).collect(),
        }
    }

    /// Line and column (in characters) of a byte, counted from 1.
    fn position(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.lines.partition_point(|&start| start <= byte);
        // bytes that continue a character do not count
        let before = &self.text.as_bytes()[self.lines[line - 1]..byte];
        let column = before.iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1;
        (line, column)
    }

    /// The line of a place in the text, counted from 1.
    pub(crate) fn line_number(&self, place: &Place) -> Option<usize> {
        match &place.mark {
            Mark::Text(span) => Some(self.position(span.start).0),
            Mark::Command(_) | Mark::Unmarked => None,
        }
    }

    /// The line of a place, for messages that name two of them; for `--set`, the argument itself.
    pub(crate) fn line(&self, place: &Place) -> String {
        match &place.mark {
            Mark::Text(span) => format!("line {}", self.position(span.start).0),
            Mark::Command(argument) => format!("--set {argument}"),
            Mark::Unmarked => format!("key `{}`", place.key),
        }
    }

    /// A problem at a place.
    pub(crate) fn problem(&self, code: ProblemCode, place: &Place, message: impl Into<String>) -> Problem {
        let mut problem = Problem::new(code, &self.name, message);
        problem.key.clone_from(&place.key);
        match &place.mark {
            Mark::Text(span) => {
                let (line, column) = self.position(span.start);
                (problem.line, problem.column) = (Some(line), Some(column));
                problem.span = Some(span.clone());
            }
            Mark::Command(argument) => problem.file = format!("--set {argument}"),
            Mark::Unmarked => {}
        }
        problem
    }
}
