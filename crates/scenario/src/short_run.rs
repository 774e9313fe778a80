//! Files of shocks for the short run: from text to typed shocks with their days, and the choices of the model.

mod build;
mod choices;
mod raw;
mod words;

use oblate_propagation::{InputOutput, Settings, Shock};
use oblate_world::World;

use crate::document::{Node, Source};
use crate::file::{Head, Written, read_as};
use crate::groups::Groups;
use crate::log::{Change, Warning};
use crate::overrides::Override;
use crate::problem::{Problem, ProblemCode};
use crate::read::{Read, Report};
use crate::resolve::vocabulary;
use crate::select::Findings;
use crate::table::TableSource;
use crate::variants::{Case, cases};
pub(crate) use raw::Shocks;

/// A file of shocks in its raw form.
#[derive(Debug, Clone)]
pub struct ShockFile {
    source: Source,
    document: Node,
    problems: Vec<Problem>,
    head: Head,
}

/// What a file of shocks is resolved on.
pub struct ShortRunContext<'a> {
    /// The world.
    pub world: &'a World,
    /// Its flows.
    pub table: &'a InputOutput,
    /// Where table files come from.
    pub tables: &'a dyn TableSource,
    /// The built-in groups.
    pub groups: &'a dyn Groups,
}

/// One case of a file of shocks on one world.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortRun {
    /// `base`, or the name of the variant.
    pub variant: String,
    /// Title of the variant; of the file if it has none.
    pub title: String,
    /// Days that are to be run.
    pub days: usize,
    /// The choices of the model.
    pub settings: Settings,
    /// The shocks.
    pub shocks: Vec<Shock>,
    /// Every override, old → new.
    pub log: Vec<Change>,
    /// What a reader of the results must know.
    pub warnings: Vec<Warning>,
}

/// Reads what can be read of a file of shocks, TOML or JSON. Its mistakes are kept: [`ShockFile::resolve`] reports them
/// together with those that show on a world.
pub fn read_shocks(text: &str, file_name: &str) -> ShockFile {
    let source = Source { name: file_name.to_owned(), text: text.to_owned() };
    let (document, raw, problems) = read_as(&source, raw::File::read);
    ShockFile { head: Head::of(&raw.head), source, document, problems }
}

/// The JSON Schema of files of shocks: the text of `schemas/shock.schema.json`, with its last newline.
pub fn shock_schema() -> String {
    crate::schema::schema_of::<raw::File>("oblate shock")
}

impl Written for ShockFile {
    fn text(&self) -> &str {
        &self.source.text
    }

    fn head(&self) -> &Head {
        &self.head
    }
}

impl ShockFile {
    /// Puts the shocks on a world: the base case first, then the variants in the order of the file; `overrides` apply to all.
    ///
    /// # Errors
    /// All mistakes at once: those of form, unknown words, numbers that cannot be.
    pub fn resolve(
        &self,
        overrides: &[Override],
        context: &ShortRunContext<'_>,
    ) -> Result<Vec<ShortRun>, Vec<Problem>> {
        if self.problems.iter().any(|problem| problem.code == ProblemCode::Syntax) {
            return Err(self.problems.clone());
        }
        let mut report = Report::new(&self.source);
        for problem in &self.problems {
            report.push(problem.clone());
        }
        let mut runs = Vec::new();
        for case in cases::<raw::File>(&self.document, overrides, &mut report) {
            let (run, findings) = self.resolve_case(case, context, Findings::new(report));
            report = findings.report;
            runs.push(run);
        }
        if report.is_clean() { Ok(runs) } else { Err(report.finish()) }
    }

    fn resolve_case<'s>(
        &'s self,
        case: Case<raw::File>,
        context: &ShortRunContext<'_>,
        mut findings: Findings<'s>,
    ) -> (ShortRun, Findings<'s>) {
        let raw = case.raw;
        let &ShortRunContext { world, table, tables, groups } = context;
        let vocabulary = vocabulary(world, groups, &raw.head, &mut findings.report);
        let chooser = choices::Chooser { table, vocabulary: &vocabulary, tables, findings: &mut findings };
        let settings = chooser.settings(&raw);
        let builder = build::Builder {
            table,
            vocabulary: &vocabulary,
            tables,
            capital_ratio: settings.capital_ratio,
            findings: &mut findings,
        };
        let shocks = builder.shocks(&raw.shocks);
        if shocks.is_empty() {
            findings.warn(Warning::NoShocks);
        }
        let title = case.title.as_ref().or(self.head.title.as_ref()).unwrap_or(&self.source.name).clone();
        let run = ShortRun {
            variant: case.name,
            title,
            days: raw.days.as_ref().map_or(365, |days| days.value.get()),
            settings,
            shocks,
            log: case.overrides,
            warnings: std::mem::take(&mut findings.warnings),
        };
        (run, findings)
    }
}
