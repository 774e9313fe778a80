//! Named columns of labels and numbers.

/// The two forms of a table file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Apache Parquet, compressed with zstd, labels as dictionaries.
    #[default]
    Parquet,
    /// Comma-separated text: UTF-8, decimal points, the shortest digits that give the number back.
    Csv,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// A table of results, column by column; all columns have the same length.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name, and that of its file without the ending.
    pub name: &'static str,
    /// Its columns, in their stable order.
    pub columns: Vec<Column>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its cells.
    pub cells: Cells,
}

impl Column {
    /// A column of labels.
    pub fn labels(name: &'static str, labels: Labels) -> Self {
        Self { name, cells: Cells::Labels(labels) }
    }

    /// A column of numbers; NaN is a missing one.
    pub fn numbers(name: &'static str, numbers: Vec<f64>) -> Self {
        Self { name, cells: Cells::Numbers(numbers) }
    }
}

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Labels, each distinct one kept once.
    Labels(Labels),
    /// Numbers; NaN is a missing one.
    Numbers(Vec<f64>),
}

/// Labels row by row, as positions in a list of words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    words: Vec<String>,
    codes: Vec<u32>,
}

impl Labels {
    /// Labels over a fixed list of words.
    pub fn over(words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { words: words.into_iter().map(Into::into).collect(), codes: Vec::new() }
    }

    /// Appends the word at a position of the list.
    pub fn push(&mut self, position: usize) {
        self.codes.push(position as u32);
    }

    /// Appends a word that may be new to the list.
    pub fn push_word(&mut self, word: &str) {
        // rows come in runs of one word, and the list stays short: variables, units, labels of axes
        let last = self.codes.last().map(|&code| code as usize).filter(|&last| self.words[last] == word);
        let known = last.or_else(|| self.words.iter().position(|known| known == word));
        let position = known.unwrap_or_else(|| {
            self.words.push(word.to_owned());
            self.words.len() - 1
        });
        self.push(position);
    }

    /// The distinct words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The position of each row's word.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The label of one row.
    pub fn get(&self, row: usize) -> &str {
        &self.words[self.codes[row] as usize]
    }
}

impl Table {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| match &column.cells {
            Cells::Labels(labels) => labels.codes.len(),
            Cells::Numbers(numbers) => numbers.len(),
        })
    }

    /// The labels of a column of that name.
    pub fn labels(&self, name: &str) -> Option<&Labels> {
        self.columns.iter().find(|column| column.name == name).and_then(|column| match &column.cells {
            Cells::Labels(labels) => Some(labels),
            Cells::Numbers(_) => None,
        })
    }

    /// The numbers of a column of that name.
    pub fn numbers(&self, name: &str) -> Option<&[f64]> {
        self.columns.iter().find(|column| column.name == name).and_then(|column| match &column.cells {
            Cells::Labels(_) => None,
            Cells::Numbers(numbers) => Some(numbers.as_slice()),
        })
    }
}
