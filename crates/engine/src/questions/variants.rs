//! Which variants of a question are answered, and what each of them changes.

use oblate_scenario::{Change, Warning};

use crate::error::EngineError;

/// One variant of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedVariant {
    /// `base`, or the name of the variant.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Every override and every shock, old → new.
    pub changes: Vec<String>,
    /// What a reader of the results must know.
    pub warnings: Vec<String>,
}

impl PlannedVariant {
    pub(crate) fn new(name: &str, title: &str, log: &[Change], warnings: &[Warning]) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            changes: log.iter().map(ToString::to_string).collect(),
            warnings: warnings.iter().map(ToString::to_string).collect(),
        }
    }
}

/// The cases that were asked for by the names of their variants; all where none is named.
///
/// # Errors
/// [`EngineError::UnknownVariant`].
pub(crate) fn wanted<T>(
    cases: Vec<T>,
    variant: fn(&T) -> &str,
    asked: &[String],
    scenario: &str,
) -> Result<Vec<T>, EngineError> {
    let is_there = |name: &String| cases.iter().any(|case| variant(case) == name);
    if let Some(name) = asked.iter().find(|name| !is_there(name)) {
        let known = cases.iter().map(|case| variant(case).to_owned()).collect();
        return Err(EngineError::UnknownVariant { scenario: scenario.to_owned(), name: name.clone(), known });
    }
    let is_asked = |case: &T| asked.is_empty() || asked.iter().any(|name| name == variant(case));
    Ok(cases.into_iter().filter(is_asked).collect())
}
