//! A scenario file after reading: what it says, before it meets a world.

use crate::document::{Mark, Node, Place, Source, Value};
use crate::problem::Problem;
use crate::raw;
use crate::read::{At, Read, Report};

/// A scenario file in its raw form, with the place of everything that stands in it.
#[derive(Debug, Clone)]
pub struct ScenarioFile {
    pub(crate) source: Source,
    pub(crate) document: Node,
    pub(crate) raw: raw::File,
    pub(crate) problems: Vec<Problem>,
    head: Head,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The title.
    pub title: Option<String>,
    /// The question that it answers.
    pub question: Option<String>,
    /// The mechanisms that it shows: `M14`.
    pub mechanisms: Vec<String>,
    /// The world that it is made for: the name of a built-in one or a world file.
    pub world: Option<String>,
    /// What a reader should know.
    pub notes: Option<String>,
}

/// A file of any kind, as it was written.
pub trait Written {
    /// Its text.
    fn text(&self) -> &str;

    /// What it says of itself.
    fn head(&self) -> &Head;
}

impl Written for ScenarioFile {
    fn text(&self) -> &str {
        &self.source.text
    }

    fn head(&self) -> &Head {
        &self.head
    }
}

impl Head {
    pub(crate) fn of(raw: &raw::Head) -> Self {
        let text = |at: &Option<At<String>>| at.as_ref().map(|at| at.value.clone());
        Self {
            title: text(&raw.title),
            question: text(&raw.question),
            mechanisms: raw.mechanisms.iter().map(|mechanism| mechanism.value.0.clone()).collect(),
            world: text(&raw.world),
            notes: text(&raw.notes),
        }
    }
}

/// Reads a scenario, TOML or JSON, and refuses one with any mistake of form.
///
/// # Errors
/// Every mistake that shows without a world: syntax, unknown keys, values of the wrong type, keys that exclude
/// each other.
pub fn parse(text: &str, file_name: &str) -> Result<ScenarioFile, Vec<Problem>> {
    let file = read(text, file_name);
    if file.problems.is_empty() { Ok(file) } else { Err(file.problems) }
}

/// Reads what can be read of a scenario. Its mistakes of form are kept: [`crate::resolve`] reports them together
/// with those that show on a world, so that all mistakes come at once.
pub fn read(text: &str, file_name: &str) -> ScenarioFile {
    let source = Source { name: file_name.to_owned(), text: text.to_owned() };
    let (document, raw, problems) = read_as(&source, raw::File::read);
    ScenarioFile { head: Head::of(&raw.head), raw, source, document, problems }
}

/// The document of a source, what it says as a file of some kind, and the mistakes that show without a world.
pub(crate) fn read_as<T: Default>(
    source: &Source,
    read: impl FnOnce(&Node, &mut Report<'_>) -> Option<T>,
) -> (Node, T, Vec<Problem>) {
    let place = Place { key: String::new(), mark: Mark::Unmarked };
    let empty = Node { value: Value::Table(Vec::new()), place };
    let (document, mut problems) = match source.tree() {
        Ok(document) => (document, Vec::new()),
        Err(problems) => (empty, problems),
    };
    let mut report = Report::new(source);
    let raw = read(&document, &mut report);
    problems.extend(report.finish());
    (document, raw.unwrap_or_default(), problems)
}

impl ScenarioFile {
    /// The name of the file, as it was given.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// The names of its variants, in the order of the file, without the base case.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.raw.variants.iter().flat_map(|variants| &variants.0).map(|(name, _)| name.value.as_str())
    }
}
