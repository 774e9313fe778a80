//! The short run: shocks that travel through inventories, day by day. From the tables of a file to typed shocks with their days
//! and the choices of the model, one result per case.

mod choices;
mod ends;
mod idle;
mod settings;
mod shocks;

use std::num::NonZeroUsize;

use oblate_propagation::{InputOutput, LONGEST, Settings, Shock};
use oblate_world::World;

use crate::log::{Change, Warning};
use crate::text::{
    At, Case, Document, Form, Override, Problem, ProblemCode, Settable, Table, file, schema_of,
};
use crate::words::{Findings, Groups, TableSource, Vocabulary};
use idle::idle;
use settings::{Choices, Chooser, Contract};
use shocks::{Builder, Shocks};

file! {
    /// Shocks that travel through inventories, day by day.
    File of Shocks {
        /// Days that are run, 65535 at most.
        #[schemars(extend("default" = 365))]
        days: Option<At<NonZeroUsize>>,
        /// The choices of the model.
        short_run: Option<Choices>,
        /// Buyers in the order in which contracts have them served, under `rationing = "by-contract"`; those that none names
        /// come last, industries before final users.
        contract: Vec<At<Contract>>,
    }
    #[schemars(rename = "ShortRunVariant")]
    variants {
        /// Variants of the shocks by name, each run beside the base case.
        by name,
        /// Keys set anew: `{ "short_run.rationing" = "proportional", "capacity_loss.fabs.loss" = 0.5 }`.
        set,
    }
}

impl Form for File {
    fn settable() -> Settable {
        let mut kinds = Shocks::keys();
        kinds.push("contract");
        Settable { tables: &["short_run", "groups", "sector_groups"], kinds, example: "short_run.restoring" }
    }
}

/// The JSON Schema of files of shocks: the text of `schemas/shock.schema.json`, with its last newline.
pub fn shock_schema() -> String {
    schema_of::<File>("oblate shock")
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
    /// Overrides of the command line on keys that the variant sets itself: with them it cannot be run.
    pub refused: Vec<Problem>,
    /// What a reader of the results must know.
    pub warnings: Vec<Warning>,
}

/// Resolves a document: the base case first, then its variants in the order of the file.
pub(crate) fn resolve(
    document: &Document,
    overrides: &[Override],
    context: &ShortRunContext<'_>,
) -> Result<Vec<ShortRun>, Vec<Problem>> {
    let mut report = document.report()?;
    let mut runs = Vec::new();
    for case in document.cases::<File>(overrides, &mut report) {
        let (run, findings) = resolve_case(case, context, Findings::new(report));
        report = findings.report;
        runs.push(run);
    }
    if report.is_clean() { Ok(runs) } else { Err(report.finish()) }
}

fn resolve_case<'s>(
    case: Case<File>,
    context: &ShortRunContext<'_>,
    mut findings: Findings<'s>,
) -> (ShortRun, Findings<'s>) {
    let raw = case.raw;
    let &ShortRunContext { world, table, tables, groups } = context;
    let vocabulary = Vocabulary::new(world, groups, &raw.head, &mut findings.report);
    let days = days(raw.days.as_ref(), &mut findings);
    let chooser = Chooser { table, vocabulary: &vocabulary, tables, findings: &mut findings };
    let settings = chooser.settings(&raw);
    let builder = Builder {
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
    shocks
        .iter()
        .filter_map(|shock| idle(shock, table, &settings))
        .for_each(|warning| findings.warn(warning));
    let run = ShortRun {
        variant: case.name,
        title: case.title,
        days,
        settings,
        shocks,
        log: case.overrides,
        refused: case.refused,
        warnings: std::mem::take(&mut findings.warnings),
    };
    (run, findings)
}

/// Days of the run: a year where the file says nothing.
fn days(given: Option<&At<NonZeroUsize>>, findings: &mut Findings<'_>) -> usize {
    let Some(days) = given else { return 365 };
    if days.value.get() as f64 > LONGEST {
        let message = format!("a run of {} days is too long: write 1 to {LONGEST}", days.value);
        findings.report.problem(ProblemCode::OutOfBounds, &days.place, message);
    }
    days.value.get()
}
