//! Columns of a table: what is asked of them, and how their cells are kept.

use std::collections::HashMap;

/// Labels of one column, each distinct one kept once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextColumn {
    words: Vec<String>,
    codes: Vec<u32>,
}

impl TextColumn {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The label in one row.
    pub fn get(&self, row: usize) -> &str {
        &self.words[self.codes[row] as usize]
    }

    /// The distinct labels in the order of their first appearance.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The position in [`TextColumn::words`] of each row's label.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The labels row by row.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        self.codes.iter().map(|&code| self.words[code as usize].as_str())
    }
}

/// Gathers the labels of one column.
#[derive(Debug, Default)]
pub(super) struct TextBuilder {
    column: TextColumn,
    positions: HashMap<String, u32>,
}

impl TextBuilder {
    pub(super) fn push(&mut self, label: &str) {
        // rows of sorted tables repeat the label above them
        if let Some(&last) = self.column.codes.last()
            && self.column.words[last as usize] == label
        {
            self.column.codes.push(last);
            return;
        }
        let code = match self.positions.get(label) {
            Some(&code) => code,
            None => {
                let code = u32::try_from(self.column.words.len()).unwrap_or(u32::MAX);
                self.positions.insert(label.to_owned(), code);
                self.column.words.push(label.to_owned());
                code
            }
        };
        self.column.codes.push(code);
    }

    pub(super) fn finish(self) -> TextColumn {
        self.column
    }
}

/// What numbers a column allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Legal {
    /// Any finite number.
    Finite,
    /// Finite, zero or more.
    NotNegative,
    /// Finite, above zero.
    Positive,
    /// A rate above −100 %.
    Rate,
    /// Any finite number, or missing.
    OrMissing,
}

impl Legal {
    pub(super) fn allows(self, value: f64) -> bool {
        match self {
            Self::Finite => value.is_finite(),
            Self::NotNegative => value.is_finite() && value >= 0.0,
            Self::Positive => value.is_finite() && value > 0.0,
            Self::Rate => value.is_finite() && value > -1.0,
            Self::OrMissing => !value.is_infinite(),
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Finite => "a finite number",
            Self::NotNegative => "a finite number that is not negative",
            Self::Positive => "a finite number above zero",
            Self::Rate => "a finite rate above -1 (that is, above -100 %)",
            Self::OrMissing => "a finite number, or empty where it is not known",
        }
    }
}

/// What one column must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Labels; empty ones only where that is said.
    Text {
        /// Whether a cell may be empty.
        may_be_empty: bool,
    },
    /// Numbers.
    Number(Legal),
}

/// A column that is asked for.
#[derive(Debug, Clone)]
pub(super) struct WantedColumn {
    pub(super) name: String,
    pub(super) aliases: &'static [&'static str],
    pub(super) holds: Holds,
}

/// The columns that are asked of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(super) columns: Vec<WantedColumn>,
}

impl Wanted {
    /// Asks for labels in every row.
    pub(crate) fn text(self, name: &str) -> Self {
        self.column(name, Holds::Text { may_be_empty: false })
    }

    /// Asks for labels, some of which may be empty.
    pub(crate) fn sparse_text(self, name: &str) -> Self {
        self.column(name, Holds::Text { may_be_empty: true })
    }

    /// Asks for numbers.
    pub(crate) fn number(self, name: &str, legal: Legal) -> Self {
        self.column(name, Holds::Number(legal))
    }

    fn column(mut self, name: &str, holds: Holds) -> Self {
        self.columns.push(WantedColumn { name: name.to_owned(), aliases: aliases(name), holds });
        self
    }
}

/// Other names under which a column may stand.
pub(crate) fn aliases(name: &str) -> &'static [&'static str] {
    match name {
        "origin" => &["exporter"],
        "destination" => &["importer"],
        _ => &[],
    }
}
