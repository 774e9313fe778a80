//! The name and the text of a file, and the lines of its places.

use super::problem::{Problem, ProblemCode};
use super::tree::{Mark, Place};

/// The name and the text of a scenario file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub name: String,
    pub text: String,
}

impl Source {
    /// Line and column (in characters) of a byte, counted from 1.
    fn position(&self, byte: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1);
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        // bytes that continue a character do not count
        let column = before[line_start..].iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1;
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
