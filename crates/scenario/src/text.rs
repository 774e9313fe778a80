//! A file as text: its tree with the place of every value, how tables are read from it, what is wrong with it, and its
//! cases. Nothing here knows what a file may ask.

mod head;
mod overrides;
mod problem;
mod read;
mod rules;
mod schema;
mod source;
mod syntax;
mod tree;
mod values;
mod variants;

pub(crate) use head::{HeadTable, file};
pub use overrides::Override;
pub(crate) use overrides::Settable;
pub(crate) use problem::nearest;
pub use problem::{Problem, ProblemCode};
pub(crate) use read::{At, Field, Read, Report, Table, entries, key, table};
pub(crate) use rules::{has_name, needed, standing, unique_names};
pub(crate) use schema::schema_of;
pub(crate) use source::Source;
pub(crate) use tree::{Entry, Mark, Node, Place, Value, find};
pub(crate) use values::{Map, Name, Words, as_number};
pub use variants::BASE;
pub(crate) use variants::{Case, Form};

/// A text as it was read: what stands in it, whatever it asks.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub source: Source,
    /// Its tree; an empty table where the text cannot be read.
    pub root: Node,
    /// What is wrong with it, whatever it asks.
    pub problems: Vec<Problem>,
}

impl Document {
    /// Reads a text, TOML or JSON.
    pub(crate) fn read(text: &str, file_name: &str) -> Self {
        let source = Source::new(file_name, text);
        let nothing = Place { key: String::new(), mark: Mark::Unmarked };
        let (root, problems) = match syntax::tree(&source) {
            Ok(root) => (root, Vec::new()),
            Err(problems) => (Node { value: Value::Table(Vec::new()), place: nothing }, problems),
        };
        Self { source, root, problems }
    }

    /// The report of what is wrong with it so far.
    ///
    /// # Errors
    /// Mistakes of syntax, which leave nothing to look at.
    pub(crate) fn report(&self) -> Result<Report<'_>, Vec<Problem>> {
        if self.problems.iter().any(|problem| problem.code == ProblemCode::Syntax) {
            return Err(self.problems.clone());
        }
        let mut report = Report::new(&self.source);
        for problem in &self.problems {
            report.push(problem.clone());
        }
        Ok(report)
    }
}
