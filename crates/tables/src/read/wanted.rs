//! What is asked of a table file: its columns, and what each of them may hold.

/// What numbers a column allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Legal {
    /// Any finite number.
    Finite,
    /// Finite, zero or more.
    NotNegative,
    /// Finite, above zero.
    Positive,
    /// A rate above −100 %.
    Rate,
    /// Any number, infinite ones too.
    Known,
    /// Any finite number, or missing.
    OrMissing,
    /// Whatever a program writes as a number, or missing.
    Any,
}

impl Legal {
    pub(super) fn allows(self, value: f64) -> bool {
        match self {
            Self::Finite => value.is_finite(),
            Self::NotNegative => value.is_finite() && value >= 0.0,
            Self::Positive => value.is_finite() && value > 0.0,
            Self::Rate => value.is_finite() && value > -1.0,
            Self::Known => !value.is_nan(),
            Self::OrMissing => !value.is_infinite(),
            Self::Any => true,
        }
    }

    /// Whether an empty cell stands for a number that is not known.
    pub(super) fn may_be_missing(self) -> bool {
        matches!(self, Self::OrMissing | Self::Any)
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Finite => "a finite number",
            Self::NotNegative => "a finite number that is not negative",
            Self::Positive => "a finite number above zero",
            Self::Rate => "a finite rate above -1 (that is, above -100 %)",
            Self::Known => "a number, or `inf`",
            Self::OrMissing | Self::Any => "a finite number, or empty where it is not known",
        }
    }
}

/// What text a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// A label in every row.
    Full,
    /// Labels, some of which may be empty.
    Sparse,
    /// Text as it stands: blanks around it are part of it, and it may be empty.
    Verbatim,
}

/// What one column must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text(Text),
    Numbers(Legal),
}

/// A column that is asked for.
#[derive(Debug, Clone)]
pub(super) struct WantedColumn {
    pub(super) name: String,
    pub(super) holds: Holds,
}

/// The columns that are asked of a table.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub(super) columns: Vec<WantedColumn>,
}

impl Wanted {
    /// Asks for columns with a label in every row.
    pub fn keys<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        names.into_iter().fold(Self::default(), Self::text)
    }

    /// Asks for labels in every row.
    pub fn text(self, name: &str) -> Self {
        self.column(name, Holds::Text(Text::Full))
    }

    /// Asks for labels, some of which may be empty.
    pub fn sparse_text(self, name: &str) -> Self {
        self.column(name, Holds::Text(Text::Sparse))
    }

    /// Asks for text as it stands, blanks around it included; it may be empty.
    pub fn verbatim(self, name: &str) -> Self {
        self.column(name, Holds::Text(Text::Verbatim))
    }

    /// Asks for numbers.
    pub fn number(self, name: &str, legal: Legal) -> Self {
        self.column(name, Holds::Numbers(legal))
    }

    /// Asks for several columns of numbers.
    pub fn numbers<N: AsRef<str>>(self, names: impl IntoIterator<Item = N>, legal: Legal) -> Self {
        names.into_iter().fold(self, |wanted, name| wanted.number(name.as_ref(), legal))
    }

    fn column(mut self, name: &str, holds: Holds) -> Self {
        self.columns.push(WantedColumn { name: name.to_owned(), holds });
        self
    }
}
