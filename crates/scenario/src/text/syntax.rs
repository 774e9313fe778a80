//! From a text to its tree: JSON if it begins with a brace, else TOML.

mod json;
pub(crate) mod toml;

use super::problem::{Problem, ProblemCode};
use super::source::Source;
use super::tree::Node;

/// The tree of a text.
///
/// # Errors
/// Every mistake of syntax that the parser can tell apart.
pub(crate) fn tree(source: &Source) -> Result<Node, Vec<Problem>> {
    if source.text.trim_start_matches('\u{feff}').trim().is_empty() {
        let message = "the file is empty: a scenario has at least a title, as in `title = \"…\"`";
        return Err(vec![Problem::new(ProblemCode::Syntax, &source.name, message)]);
    }
    if source.text.trim_start().starts_with('{') { json::tree(source) } else { toml::tree(source) }
}
