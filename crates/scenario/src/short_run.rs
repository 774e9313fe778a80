//! Files of shocks for the short run: from text to typed shocks with their days, and the choices of the model.

mod build;
mod choices;
mod raw;

use oblate_propagation::{InputOutput, Settings, Shock};
use oblate_world::World;

use crate::document::Source;
use crate::file::read_as;
use crate::groups::Groups;
use crate::log::Warning;
use crate::problem::{Problem, ProblemCode};
use crate::read::{Read, Report};
use crate::resolve::vocabulary;
use crate::select::Findings;

/// A file of shocks in its raw form.
#[derive(Debug, Clone)]
pub struct ShockFile {
    source: Source,
    raw: raw::File,
    problems: Vec<Problem>,
}

/// What a file of shocks is resolved on.
pub struct ShortRunContext<'a> {
    /// The world.
    pub world: &'a World,
    /// Its flows.
    pub table: &'a InputOutput,
    /// The built-in groups.
    pub groups: &'a dyn Groups,
}

/// A file of shocks on one world.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortRun {
    /// Days that are to be run.
    pub days: usize,
    /// The choices of the model.
    pub settings: Settings,
    /// The shocks.
    pub shocks: Vec<Shock>,
    /// What a reader of the results must know.
    pub warnings: Vec<Warning>,
}

/// Reads what can be read of a file of shocks, TOML or JSON. Its mistakes are kept: [`ShockFile::resolve`] reports them
/// together with those that show on a world.
pub fn read_shocks(text: &str, file_name: &str) -> ShockFile {
    let source = Source { name: file_name.to_owned(), text: text.to_owned() };
    let (_, raw, problems) = read_as(&source, raw::File::read);
    ShockFile { raw, source, problems }
}

/// The JSON Schema of files of shocks: the text of `schemas/shock.schema.json`, with its last newline.
pub fn shock_schema() -> String {
    crate::schema::schema_of::<raw::File>("oblate shock")
}

impl ShockFile {
    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The title.
    pub fn title(&self) -> Option<&str> {
        self.raw.title.as_ref().map(|title| title.value.as_str())
    }

    /// The question that it answers.
    pub fn question(&self) -> Option<&str> {
        self.raw.question.as_ref().map(|question| question.value.as_str())
    }

    /// The mechanisms that it shows: `M01`.
    pub fn mechanisms(&self) -> impl Iterator<Item = &str> {
        self.raw.mechanisms.iter().map(|mechanism| mechanism.value.0.as_str())
    }

    /// The world that it is made for.
    pub fn world(&self) -> Option<&str> {
        self.raw.world.as_ref().map(|world| world.value.as_str())
    }

    /// What a reader should know.
    pub fn notes(&self) -> Option<&str> {
        self.raw.notes.as_ref().map(|notes| notes.value.as_str())
    }

    /// Puts the shocks on a world.
    ///
    /// # Errors
    /// All mistakes at once: those of form, unknown words, numbers that cannot be.
    pub fn resolve(&self, context: &ShortRunContext<'_>) -> Result<ShortRun, Vec<Problem>> {
        if self.problems.iter().any(|problem| problem.code == ProblemCode::Syntax) {
            return Err(self.problems.clone());
        }
        let mut report = Report::new(&self.source);
        for problem in &self.problems {
            report.push(problem.clone());
        }
        let groups = (self.raw.groups.as_ref(), self.raw.sector_groups.as_ref());
        let vocabulary = vocabulary(context.world, context.groups, groups.0, groups.1, &mut report);
        let mut findings = Findings::new(report);
        let settings = choices::settings(self.raw.short_run.as_ref(), &vocabulary, &mut findings);
        let builder = build::Builder {
            table: context.table,
            vocabulary: &vocabulary,
            capital_ratio: settings.capital_ratio,
            findings: &mut findings,
        };
        let shocks = builder.shocks(&self.raw);
        if shocks.is_empty() {
            findings.warn(Warning::NoShocks);
        }
        let days = self.raw.days.as_ref().map_or(365, |days| days.value.get());
        let Findings { report, warnings, .. } = findings;
        if report.is_clean() {
            Ok(ShortRun { days, settings, shocks, warnings })
        } else {
            Err(report.finish())
        }
    }
}
