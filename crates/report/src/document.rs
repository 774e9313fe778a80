//! The parts of a report, in the order in which they are read.

use crate::chart::Chart;
use crate::table::Table;
use crate::words::Words;

/// A whole report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// The title.
    pub title: String,
    /// One line above the title: what kind of report it is, and of what.
    pub kicker: String,
    /// The question that it answers.
    pub question: Option<String>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// One line at the end.
    pub colophon: String,
}

/// A section with a heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// The name by which links find it; unique in the report.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// One block of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph in large type: the answer.
    Lead(Words),
    /// A paragraph.
    Text(Words),
    /// A paragraph that a reader must not miss.
    Warning(Words),
    /// A list.
    List(Vec<Words>),
    /// Numbers that stand for themselves.
    Tiles(Vec<Tile>),
    /// A heading inside the section.
    Heading(String),
    /// A figure.
    Figure(Box<Figure>),
    /// A table that can be sorted.
    Table(Table),
    /// Terms and what they are.
    Terms(Vec<(String, Words)>),
    /// Text as it stands: a file, a command.
    Code(String),
    /// Something that is shown on request, and on paper.
    Fold {
        /// The line that is always shown.
        title: String,
        /// What it hides.
        blocks: Vec<Block>,
    },
}

impl Block {
    /// A figure.
    pub fn figure(figure: Figure) -> Self {
        Self::Figure(Box::new(figure))
    }
}

/// A number that stands for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// The number.
    pub number: Words,
    /// What it is.
    pub label: String,
}

/// A figure with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The name by which links and its CSV file are found; unique in the report.
    pub id: String,
    /// What the figure shows, one sentence.
    pub title: String,
    /// How to read it, and what was left out.
    pub note: Option<String>,
    /// The picture.
    pub chart: Chart,
    /// The numbers of the picture.
    pub table: Table,
}
