//! Which variants of a question are answered.

use crate::error::EngineError;

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
