//! A scenario: what a file says of itself, and the kind of question that it asks.

mod builder;
mod kind;

use crate::text::{At, Document, HeadTable, Node, Problem, Report, Table};

pub use builder::{ScenarioBuilder, Value};
pub use kind::Kind;

/// A scenario as it was written, with the place of everything that stands in it.
#[derive(Debug, Clone)]
pub struct Scenario {
    document: Document,
    head: Head,
    kind: Kind,
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

impl Scenario {
    /// Begins a scenario with this title that a program writes.
    pub fn builder(title: &str) -> ScenarioBuilder {
        ScenarioBuilder::default().title(title)
    }

    /// The scenario of a TOML text; JSON is taken too.
    ///
    /// # Errors
    /// As [`Scenario::parse`].
    pub fn from_toml(text: &str) -> Result<Self, Vec<Problem>> {
        Self::parse(text, "scenario.toml")
    }

    /// Reads a file, TOML or JSON, and refuses one with any mistake of form.
    ///
    /// # Errors
    /// Every mistake that shows without a world: syntax, unknown keys, values of the wrong type, keys and tables that exclude
    /// each other.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, Vec<Problem>> {
        let scenario = Self::read(text, file_name);
        let document = scenario.asking(scenario.kind);
        let mut report = document.report()?;
        scenario.kind.check(&document.root, &mut report);
        if report.is_clean() { Ok(scenario) } else { Err(report.finish()) }
    }

    /// Reads what can be read of a file. Its mistakes of form are reported together with those that show on a world, so that all
    /// come at once: by [`Scenario::long_run`], [`Scenario::short_run`].
    pub fn read(text: &str, file_name: &str) -> Self {
        let document = Document::read(text, file_name);
        let head = Head::of(&document);
        Self { kind: Kind::of(&document.root), head, document }
    }

    /// The kind of question that it asks, by the tables that stand in it. Where they fit several kinds, whoever resolves it may
    /// choose another one.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether no table of it belongs to other kinds of questions only.
    pub fn could_ask(&self, kind: Kind) -> bool {
        kind.fits(&self.document.root)
    }

    /// The name of its file, as it was given.
    pub fn name(&self) -> &str {
        &self.document.source.name
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.document.source.text
    }

    /// What it says of itself.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The names of its variants, in the order of the file, without the base case.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.document.variants().iter().map(|entry| entry.key.as_str())
    }

    /// Its document as a question of some kind: tables that do not go with it are reported and left out.
    fn asking(&self, kind: Kind) -> Document {
        let mut document = self.document.clone();
        if let Some(problem) = kind.mixed(&document) {
            kind.purge(&mut document.root);
            document.problems.push(problem);
        }
        document
    }
}

impl Head {
    fn of(document: &Document) -> Self {
        let Node { place, .. } = &document.root;
        // its mistakes are reported when the whole file is read
        let mut unheard = Report::new(&document.source);
        let head = HeadTable::of(place, document.root.entries(), &mut unheard);
        let text = |at: Option<At<String>>| at.map(|at| at.value);
        Self {
            title: text(head.title),
            question: text(head.question),
            mechanisms: head.mechanisms.into_iter().map(|mechanism| mechanism.value.0).collect(),
            world: text(head.world),
            notes: text(head.notes),
        }
    }
}
