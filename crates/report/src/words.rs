//! Running text in which numbers keep their full precision and names their direction of writing.

use crate::number::NumberFormat;

/// A run of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words(Vec<Piece>);

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Plain text.
    Text(String),
    /// A number: as shown, in full, and where it comes from.
    Number {
        /// In full.
        value: f64,
        /// As shown.
        shown: String,
        /// The cell of a result table from which it comes: `regions/base/WLD/real_income_pct`.
        from: Option<String>,
    },
    /// A label that may be written from right to left.
    Name(String),
    /// A word of a file or a command.
    Code(String),
    /// A link to a place in the report, or outside it.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads: `#sectors`, `https://…`.
        target: String,
    },
}

impl Words {
    /// The pieces in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    fn with(mut self, piece: Piece) -> Self {
        self.0.push(piece);
        self
    }

    /// Goes on with plain text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with(Piece::Text(text.into()))
    }

    /// Goes on with a number.
    pub fn number(self, value: f64, format: &NumberFormat) -> Self {
        let shown = format.shown(value);
        self.with(Piece::Number { value, shown, from: None })
    }

    /// Goes on with a number that stands in a result table.
    pub fn number_from(self, value: f64, format: &NumberFormat, from: String) -> Self {
        let shown = format.shown(value);
        self.with(Piece::Number { value, shown, from: Some(from) })
    }

    /// Goes on with a label.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.with(Piece::Name(name.into()))
    }

    /// Goes on with a word of a file or a command.
    pub fn code(self, code: impl Into<String>) -> Self {
        self.with(Piece::Code(code.into()))
    }

    /// Goes on with a link.
    pub fn link(self, text: impl Into<String>, target: impl Into<String>) -> Self {
        self.with(Piece::Link { text: text.into(), target: target.into() })
    }

    /// Goes on with other words.
    pub fn then(mut self, other: Words) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<String>> From<T> for Words {
    fn from(text: T) -> Self {
        Self::default().text(text)
    }
}
