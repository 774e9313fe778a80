//! What tables hold, as data: columns and variables with unit and meaning, and the words that stand in their cells.

/// Code of the pseudo-region that is the whole world.
pub const WORLD: &str = "WLD";

/// Unit of hats.
pub(crate) const RATIO: &str = "ratio";
/// Unit of changes in per cent.
pub(crate) const PERCENT: &str = "percent";
/// Unit of what is counted: stages, borders.
pub(crate) const COUNT: &str = "count";

/// A result table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableDescription {
    /// Its name, which is also that of its file.
    pub name: &'static str,
    /// What one row of it is.
    pub row: &'static str,
    /// Its columns, in order; of the summary those that are no variables.
    pub columns: &'static [ColumnDescription],
    /// The variables that it tells, in order.
    pub variables: &'static [VariableDescription],
}

impl TableDescription {
    /// The columns of its file in order, each with whether it holds numbers. The variables of the summary are columns, those of
    /// other tables are labels of one.
    pub fn shape(&self) -> Vec<(&'static str, bool)> {
        let columns = self.columns.iter().map(|column| (column.name, column.holds_numbers));
        let wide = if self.name == SUMMARY { self.variables } else { &[] };
        columns.chain(wide.iter().map(|variable| (variable.name, true))).collect()
    }
}

/// Name of the table with one line for each place, which is always CSV.
pub const SUMMARY: &str = "summary";

/// A column of a result table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnDescription {
    /// Its name.
    pub name: &'static str,
    /// Whether it holds numbers; else labels.
    pub holds_numbers: bool,
    /// What it holds.
    pub meaning: &'static str,
}

/// A variable of a result table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableDescription {
    /// Its name; `FACTOR` in it stands for the code of each factor.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What it is.
    pub meaning: &'static str,
}

/// The unit of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// New over baseline.
    Ratio,
    /// A change in per cent.
    Percent,
    /// A level in the world's unit of value.
    Value,
    /// A number of people, in the world's unit for them.
    People,
    /// A mean number of stages or borders.
    Count,
    /// A mass of CO2, in the world's unit for it.
    Emissions,
}

impl Unit {
    /// What the column `unit` says; none for levels, whose unit the world names.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Ratio => Some(RATIO),
            Self::Percent => Some(PERCENT),
            Self::Count => Some(COUNT),
            Self::Value | Self::People | Self::Emissions => None,
        }
    }
}

impl VariableDescription {
    /// Whether a variable of a table with this name is meant.
    pub fn is(&self, name: &str) -> bool {
        match self.name.strip_suffix("FACTOR") {
            Some(start) => name.starts_with(start),
            None => self.name == name,
        }
    }
}

/// A table whose columns tell all: it has no column of variables.
pub(crate) const fn table(
    name: &'static str,
    row: &'static str,
    columns: &'static [ColumnDescription],
) -> TableDescription {
    TableDescription { name, row, columns, variables: &[] }
}

/// A column of labels.
pub(crate) const fn label(name: &'static str, meaning: &'static str) -> ColumnDescription {
    ColumnDescription { name, holds_numbers: false, meaning }
}

/// A column of numbers.
pub(crate) const fn number(name: &'static str, meaning: &'static str) -> ColumnDescription {
    ColumnDescription { name, holds_numbers: true, meaning }
}
