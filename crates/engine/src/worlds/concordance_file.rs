//! Files that say what becomes part of what: CSV with the columns `from`, `to` and, for people, `name`.

use std::path::{Path, PathBuf};

use oblate_world::{Axis, Concordance, Id, Label};

use crate::error::EngineError;
use oblate_tables::{did_you_mean, listed};

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
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_path(path)
            .map_err(|error| wrong(in_words(&error)))?;
        let header = reader.headers().map_err(|error| wrong(in_words(&error)))?.clone();
        let columns: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
        let place = |name: &str| columns.iter().position(|column| *column == name);
        let need = |name: &str| {
            place(name).ok_or_else(|| {
                let near = did_you_mean(name, &columns);
                wrong(format!("column `{name}` is missing; found {}{near}", listed(&columns)))
            })
        };
        let (from, to, name) = (need("from")?, need("to")?, place("name"));
        let mut file =
            Self { path: path.to_owned(), pairs: Vec::new(), lines: Vec::new(), names: Vec::new() };
        for record in reader.records() {
            let record = record.map_err(|error| wrong(in_words(&error)))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
            file.add(cell(from), cell(to), name.map(cell).filter(|name| !name.is_empty()), line)
                .map_err(wrong)?;
        }
        Ok(file)
    }

    fn add(&mut self, from: String, to: String, name: Option<String>, line: u64) -> Result<(), String> {
        if let Some(name) = name {
            match self.names.iter().find(|(code, _)| *code == to) {
                None => self.names.push((to.clone(), name)),
                Some((_, first)) if *first == name => {}
                Some((_, first)) => {
                    return Err(format!("line {line}: `{to}` is called `{name}` here and `{first}` before"));
                }
            }
        }
        self.pairs.push((from, to));
        self.lines.push(line);
        Ok(())
    }
}

fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(reason) => reason.to_string(),
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(1, csv::Position::line);
            format!("line {line}: it is not UTF-8 text; save it as CSV in UTF-8")
        }
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!("line {line}: the row has {len} cells, the header has {expected_len}")
        }
        _ => error.to_string(),
    }
}
