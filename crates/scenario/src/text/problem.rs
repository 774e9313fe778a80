//! What is wrong with a scenario: the mistake, its place, the legal words and the nearest one.

use std::fmt;
use std::ops::Range;

/// The class of a mistake, stable across versions; the words stand in [`Problem::message`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemCode {
    /// The text is neither TOML nor JSON, or holds nothing.
    Syntax,
    /// A key that its table does not have.
    UnknownKey,
    /// A value of the wrong type: a list where a number is expected, a rate as `"10%"`.
    WrongType,
    /// A word that is not among the few that its key takes.
    UnknownChoice,
    /// NaN, infinity, or a number that its key cannot take.
    BadNumber,
    /// A key that its table needs is missing, or two that exclude each other both stand.
    WrongKeys,
    /// Tables of two kinds of questions in one file.
    Mixed,
    /// A region, sector, factor or group that the world does not have.
    UnknownLabel,
    /// A pair covariate that the world does not have.
    UnknownCovariate,
    /// Groups that contain each other.
    GroupCycle,
    /// A word that stands twice where it may stand once.
    Duplicate,
    /// A name that cannot be one: empty, a number, or taken.
    BadName,
    /// Two shocks set one cell.
    SetTwice,
    /// A value after the shocks that is outside its bounds.
    OutOfBounds,
    /// Deficits after the shocks that do not add up to zero, or shocks to deficits that are not fixed.
    Deficits,
    /// An override that is not `key=value`, or that leads nowhere.
    BadOverride,
    /// Two overrides of one key.
    OverrideClash,
    /// Groups of households whose shares of a factor or of transfers do not add up to one.
    Shares,
    /// A choice that needs another one, or something that the world does not have.
    Needs,
    /// A table file that cannot be read, lacks a column, or has a row that does not fit.
    Table,
}

impl ProblemCode {
    /// The name by which programs know the class: `unknown-key`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UnknownKey => "unknown-key",
            Self::WrongType => "wrong-type",
            Self::UnknownChoice => "unknown-choice",
            Self::BadNumber => "bad-number",
            Self::WrongKeys => "wrong-keys",
            Self::Mixed => "mixed",
            Self::UnknownLabel => "unknown-label",
            Self::UnknownCovariate => "unknown-covariate",
            Self::GroupCycle => "group-cycle",
            Self::Duplicate => "duplicate",
            Self::BadName => "bad-name",
            Self::SetTwice => "set-twice",
            Self::OutOfBounds => "out-of-bounds",
            Self::Deficits => "deficits",
            Self::BadOverride => "bad-override",
            Self::OverrideClash => "override-clash",
            Self::Shares => "shares",
            Self::Needs => "needs",
            Self::Table => "table",
        }
    }
}

/// One mistake in a scenario, with everything that is needed to point at it and to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    /// The class of the mistake.
    pub code: ProblemCode,
    /// The scenario file, the table file, or the `--set` argument in which it stands.
    pub file: String,
    /// Line in that file, counted from 1; none for JSON files and `--set` arguments.
    pub line: Option<usize>,
    /// Column in characters, counted from 1; none where there is no line, and for table files.
    pub column: Option<usize>,
    /// Byte range in the text of the scenario file, for underlining; none elsewhere.
    pub span: Option<Range<usize>>,
    /// Path of the key: `tariff.2.sectors`; shocks of one kind are counted from 1. Empty for the whole file.
    pub key: String,
    /// What is wrong and what to do, as a lowercase fragment.
    pub message: String,
    /// The words that would have been legal; empty where the message says it better.
    pub legal: Vec<String>,
    /// The legal word nearest to the one that stands there.
    pub nearest: Option<String>,
}

/// How many legal words a one-line message shows before it only counts the others.
const LEGAL_SHOWN: usize = 12;

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(out, ":{number}")?;
        }
        write!(out, ": ")?;
        if self.line.is_none() && !self.key.is_empty() {
            write!(out, "`{}`: ", self.key)?;
        }
        write!(out, "{}", self.message)?;
        if let Some(nearest) = &self.nearest {
            write!(out, "; did you mean `{nearest}`?")?;
        }
        if !self.legal.is_empty() {
            let shown = &self.legal[..self.legal.len().min(LEGAL_SHOWN)];
            write!(out, "; legal: {}", shown.join(", "))?;
            if self.legal.len() > LEGAL_SHOWN {
                write!(out, ", … ({} in all)", self.legal.len())?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

impl Problem {
    /// A problem without a place in a file of lines.
    pub(crate) fn new(code: ProblemCode, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            file: file.into(),
            line: None,
            column: None,
            span: None,
            key: String::new(),
            message: message.into(),
            legal: Vec::new(),
            nearest: None,
        }
    }

    /// Adds the words that would have been legal instead of `word`, and the nearest of them.
    pub(crate) fn among<W: AsRef<str>>(
        &mut self,
        word: &str,
        legal: impl IntoIterator<Item = W>,
    ) -> &mut Self {
        self.legal = legal.into_iter().map(|legal| legal.as_ref().to_owned()).collect();
        self.nearest = nearest(word, self.legal.iter().map(String::as_str)).map(str::to_owned);
        self
    }
}

/// The candidate most like `word`, if any is like it at all; letter case does not count.
pub(crate) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    oblate_tables::names::nearest(word, candidates)
}
