//! Files that say what becomes part of what: CSV with the columns `from`, `to` and, for people, `name`.

use std::path::{Path, PathBuf};

use oblate_tables::{Format, Labels, Place, ReadError, Rows, TableFile, Wanted};
use oblate_world::{Axis, Concordance, Id, Label};

use crate::error::EngineError;

/// The pairs of a file, each with its line, and the names of targets.
pub(crate) struct ConcordanceFile {
    path: PathBuf,
    pairs: Vec<(String, String)>,
    lines: Vec<u64>,
    /// Code and name of targets that have a name.
    names: Vec<(String, String)>,
}

/// The concordance of a file; without one, every entry stays itself.
pub(crate) fn concordance<I: Id>(
    axis: &Axis<I>,
    file: Option<ConcordanceFile>,
) -> Result<Concordance<I>, EngineError> {
    let Some(file) = file else { return Ok(Concordance::identity(axis)) };
    let wrong = |errors: Vec<oblate_world::ConcordanceError>| {
        EngineError::concordance(file.path.clone(), &errors, |row| file.lines[row])
    };
    let concordance = Concordance::of_pairs(axis, &file.pairs).map_err(wrong)?;
    concordance.target().clone().without_reserved().map_err(|error| wrong(vec![error.into()]))?;
    if file.names.is_empty() {
        return Ok(concordance);
    }
    let named = |label: &Label| {
        let name = file.names.iter().find(|(code, _)| *code == label.code).map(|(_, name)| name.clone());
        Label { name: name.unwrap_or_else(|| label.name.clone()), ..label.clone() }
    };
    let target = Axis::new(concordance.target().labels().iter().map(named).collect());
    let target = target.map_err(|error| wrong(vec![error.into()]))?;
    Concordance::new(axis, target, &file.pairs).map_err(wrong)
}

impl ConcordanceFile {
    pub(crate) fn read_some(path: Option<&Path>) -> Result<Option<Self>, EngineError> {
        path.map(Self::read).transpose()
    }

    fn read(path: &Path) -> Result<Self, EngineError> {
        let wrong = |reason: String| EngineError::ReadConcordance { path: path.to_owned(), reason };
        let rows = rows(path).map_err(|error| wrong(error.reason()))?;
        let [from, to, name] = ["from", "to", "name"].map(|column| rows.text(column));
        let cell = |cells: Option<&Labels>, row: usize| cells.map_or("", |cells| cells.get(row)).to_owned();
        let mut file =
            Self { path: path.to_owned(), pairs: Vec::new(), lines: Vec::new(), names: Vec::new() };
        for row in 0..rows.count() {
            let name = Some(cell(name, row)).filter(|name| !name.is_empty());
            file.add(cell(from, row), cell(to, row), name, rows.place(row)).map_err(wrong)?;
        }
        Ok(file)
    }

    fn add(&mut self, from: String, to: String, name: Option<String>, place: Place) -> Result<(), String> {
        if let Some(name) = name {
            match self.names.iter().find(|(code, _)| *code == to) {
                None => self.names.push((to.clone(), name)),
                Some((_, first)) if *first == name => {}
                Some((_, first)) => {
                    return Err(format!("{place}: `{to}` is called `{name}` here and `{first}` before"));
                }
            }
        }
        self.pairs.push((from, to));
        self.lines.push(place.number());
        Ok(())
    }
}

/// The rows of a file; an empty label is one that the world does not have, and is told with all such labels.
fn rows(path: &Path) -> Result<Rows, ReadError> {
    let file = TableFile::open_as(path, Format::Csv)?;
    let columns = ["from", "to"].into_iter().chain(file.has("name").then_some("name"));
    file.read(&columns.fold(Wanted::default(), Wanted::sparse_text))?.checked()
}
