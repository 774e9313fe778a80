//! `oblate run`: the pipeline from a scenario to a folder, and a summary of it for people.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use oblate::{
    Draws, FoundScenario, Further, Kind, Manifest, Plan, REPORT, Request, Results, ResultsFolder, RunResult,
    VariantResult, load, plan, run_report, run_with,
};
use oblate_world::World;
use serde_json::{Value, json};

use crate::arguments::Run;
use crate::commands::changes::{variants_json, variants_text, warnings};
use crate::commands::shock;
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::progress::Progress;
use crate::terminal::text::{bytes, columns, counted, percent, value};
use crate::terminal::{browser, interrupt};

/// Regions told by name at each end of the ranking.
const SHOWN: usize = 5;
/// Up to this many variants are told in full.
const TOLD_IN_FULL: usize = 3;

/// Answers a scenario of any kind.
pub fn run(wanted: &Run, threads: u16, progress: &Progress) -> Result<Answer, Failure> {
    let scenario = load(&wanted.scenario, &wanted.on.overrides)?;
    let kind = scenario.file.kind();
    let other = options(wanted).into_iter().find(|(_, of, given)| *given && *of != kind);
    if let Some((option, of, _)) = other {
        let name = &scenario.name;
        return Err(Failure::usage(format!(
            "`{option}` is for the {of}, and scenario `{name}` asks for the {kind}: leave it out"
        )));
    }
    match kind {
        Kind::ShortRun => shock::answer(&scenario, &shock::Wanted::from(wanted), threads, progress),
        Kind::LongRun => long_run(&scenario, wanted, threads, progress),
        kind => unreachable!("no answer is registered for the {kind}"),
    }
}

/// The options that are for one kind of question only, and whether they are given.
fn options(wanted: &Run) -> [(&'static str, Kind, bool); 5] {
    [
        ("--starts", Kind::LongRun, wanted.starts.is_some()),
        ("--sensitivity", Kind::LongRun, wanted.sensitivity.is_some()),
        ("--export", Kind::LongRun, !wanted.export.is_empty()),
        ("--days", Kind::ShortRun, wanted.days.is_some()),
        ("--industries", Kind::ShortRun, wanted.industries),
    ]
}

/// Runs a scenario on the long run, or tells what would be run.
fn long_run(
    scenario: &FoundScenario,
    wanted: &Run,
    threads: u16,
    progress: &Progress,
) -> Result<Answer, Failure> {
    let start = Instant::now();
    let folder = wanted.output.clone().unwrap_or_else(|| Path::new("runs").join(&scenario.name));
    let place = if wanted.dry_run {
        None
    } else {
        let exports = wanted.export.iter().map(|&program| program.into()).collect();
        let place = ResultsFolder::new::<Manifest>(&folder, wanted.overwrite).map_err(Failure::of_output)?;
        Some(place.with_exports(exports))
    };
    let world = scenario.open_world(wanted.on.world.as_deref())?;
    let request = Request { scenario, world: &world, variants: &wanted.variant, threads: threads.into() };
    let Some(place) = place else {
        let plan = plan(&request)?;
        return Ok(Answer::content(plan_text(&plan, scenario, &world, &folder), plan_json(&plan, &world)));
    };
    let further = Further {
        starts: wanted.starts.unwrap_or(0).into(),
        draws: wanted.sensitivity.unwrap_or(0).into(),
        progress: &|done, total| progress.draws(done, total),
    };
    let result = run_with(&request, &further, &interrupt::wanted)?;
    let results = Results::of_run(&request, &result);
    let written = place.write(&results, Some(&run_report), wanted.format.into(), &interrupt::wanted);
    let files = written.map_err(Failure::of_output)?;
    let told = Told { scenario, world: &world, result: &result, folder, files };
    let seconds = start.elapsed().as_secs_f64();
    let mut text = told.text(seconds);
    if wanted.open {
        text.push_str(&browser::open(&told.folder.join(REPORT)));
    }
    Ok(Answer::account(text, told.json(seconds)))
}

/// A run that was written.
struct Told<'a> {
    scenario: &'a FoundScenario,
    world: &'a World,
    result: &'a RunResult,
    folder: PathBuf,
    files: Vec<String>,
}

impl Told<'_> {
    fn text(&self, seconds: f64) -> String {
        let mut out = heading(self.scenario, self.world);
        let variants = &self.result.variants;
        if variants.len() <= TOLD_IN_FULL {
            variants.iter().for_each(|variant| in_full(&mut out, variant, variants.len() > 1));
        } else {
            in_lines(&mut out, variants);
        }
        let (equations, residual) = self.result.largest_residual();
        let iterations: usize =
            variants.iter().map(|variant| variant.equilibrium.record.iterations.len()).sum();
        let _ = writeln!(
            out,
            "Largest residual {residual:.1e} ({equations}) after {}; {seconds:.2} s",
            counted(iterations, "iteration")
        );
        for (variant, draws) in variants.iter().zip(self.result.draws.iter().flatten()) {
            let of =
                if variants.len() > 1 { format!(" in variant `{}`", variant.name()) } else { String::new() };
            let world = draws.world_real_income_pct();
            let _ = writeln!(
                out,
                "World{of} over {}: median {}, 90 % between {} and {}",
                counted(draws.solved.len(), "draw"),
                percent(world.p50),
                percent(world.p5),
                percent(world.p95)
            );
        }
        // what starts found beside it is a warning
        let searched = variants.iter().zip(self.result.equilibria.iter().flatten());
        for (variant, search) in searched.filter(|(_, search)| search.others.is_empty()) {
            let of =
                if variants.len() > 1 { format!("Variant `{}`: ", variant.name()) } else { String::new() };
            let _ = writeln!(out, "{of}{}", search.in_words());
        }
        warnings(&mut out, variants.iter().flat_map(|variant| &variant.warnings));
        let _ = writeln!(out, "Results in {}: {}", self.folder.display(), self.files.join(", "));
        out
    }

    fn json(&self, seconds: f64) -> Value {
        let variants = self.result.variants.iter().enumerate().map(|(at, variant)| {
            let search = self.result.equilibria.as_ref().map(|searches| &searches[at]);
            let draws = self.result.draws.as_ref().map(|draws| draws_json(&draws[at]));
            let record = &variant.equilibrium.record;
            let ranking = variant.ranking();
            let regions = ranking.iter().map(|(code, _, change)| ((*code).to_owned(), json!(change)));
            json!({
                "name": variant.name(),
                "title": variant.title(),
                "real_income_pct": regions.collect::<serde_json::Map<_, _>>(),
                "world_real_income_pct": variant.world_real_income_pct(),
                "largest_residual": variant.equilibrium.residuals.largest(),
                "iterations": record.iterations.len(),
                "warnings": variant.warnings,
                "search": search,
                "draws": draws,
            })
        });
        json!({
            "scenario": self.scenario.name,
            "world": self.world.accounts().description.name,
            "folder": self.folder.display().to_string(),
            "files": self.files,
            "variants": variants.collect::<Value>(),
            "seconds": seconds,
        })
    }
}

/// The draws of a variant for programs.
fn draws_json(draws: &Draws) -> Value {
    let world = draws.world_real_income_pct();
    json!({
        "number": draws.number,
        "left_out": draws.left_out,
        "world_real_income_pct": {
            "mean": world.mean, "sd": world.sd, "p5": world.p5, "p50": world.p50, "p95": world.p95,
        },
    })
}

fn heading(scenario: &FoundScenario, world: &World) -> String {
    let (axes, description) = (world.axes(), &world.accounts().description);
    let head = scenario.file.head();
    let mut out = format!("{}\n", head.title.as_ref().unwrap_or(&scenario.name));
    if let Some(question) = &head.question {
        let _ = writeln!(out, "{question}");
    }
    let year = description.year.map_or_else(String::new, |year| format!(", {year}"));
    let _ = writeln!(
        out,
        "World {}: {} and {}{year}\n",
        description.name,
        counted(axes.regions.len(), "region"),
        counted(axes.sectors.len(), "sector")
    );
    out
}

/// The ends of the ranking, side by side.
fn in_full(out: &mut String, variant: &VariantResult, named: bool) {
    let mut name = if named { format!(" in variant `{}`", variant.name()) } else { String::new() };
    if variant.equilibrium.beyond.is_some() {
        name += " in another equilibrium";
    }
    let _ = writeln!(out, "Real income{name}, change:");
    let ranking = variant.ranking();
    let cells = |(code, name, change): &(&str, &str, f64)| {
        let name = if name == code { String::new() } else { (*name).to_owned() };
        [(*code).to_owned(), name, percent(*change)]
    };
    let losses: Vec<_> =
        ranking.iter().filter(|(_, _, change)| *change < 0.0).take(SHOWN).map(cells).collect();
    let gains: Vec<_> =
        ranking.iter().rev().filter(|(_, _, change)| *change > 0.0).take(SHOWN).map(cells).collect();
    for (title, list) in [("largest losses", losses), ("largest gains", gains)] {
        if list.is_empty() {
            let _ = writeln!(out, "  {title}: none");
        } else {
            let _ = writeln!(out, "  {title}");
            columns(
                out,
                &list
                    .into_iter()
                    .map(|cells| [vec![" ".to_owned()], cells.to_vec()].concat())
                    .collect::<Vec<_>>(),
                3,
            );
        }
    }
    let _ = writeln!(out, "  world: {}\n", percent(variant.world_real_income_pct()));
}

/// One line a variant.
fn in_lines(out: &mut String, variants: &[VariantResult]) {
    const MOST: usize = 20;
    let _ = writeln!(out, "Real income, change:");
    let header = ["variant", "world", "largest loss", "largest gain"].map(str::to_owned).to_vec();
    let end = |at: Option<&(&str, &str, f64)>| {
        at.map_or_else(String::new, |(code, _, change)| format!("{code} {}", percent(*change)))
    };
    let named = |variant: &VariantResult| match variant.equilibrium.beyond {
        Some(_) => format!("{} (another equilibrium)", variant.name()),
        None => variant.name().to_owned(),
    };
    let line = |variant: &VariantResult| {
        let ranking = variant.ranking();
        vec![
            named(variant),
            percent(variant.world_real_income_pct()),
            end(ranking.first()),
            end(ranking.last()),
        ]
    };
    let rows: Vec<Vec<String>> =
        std::iter::once(header).chain(variants.iter().take(MOST).map(line)).collect();
    columns(out, &rows, 1);
    if variants.len() > MOST {
        let _ = writeln!(out, "  … and {} more", variants.len() - MOST);
    }
    out.push('\n');
}

fn plan_text(plan: &Plan, scenario: &FoundScenario, world: &World, folder: &Path) -> String {
    let mut out = heading(scenario, world);
    out.push_str(&variants_text(&plan.variants));
    let estimate = plan.estimate;
    let _ = writeln!(
        out,
        "{} of {} unknowns each on {} trade links; {} rows of results; about {} of memory",
        counted(plan.variants.len(), "equilibrium").replace("equilibriums", "equilibria"),
        value(estimate.unknowns as f64),
        value(estimate.trade_links as f64),
        value(estimate.rows as f64),
        bytes(estimate.memory)
    );
    let _ = writeln!(out, "Nothing was run; results would go to {}", folder.display());
    out
}

/// The plan for programs.
pub fn plan_json(plan: &Plan, world: &World) -> Value {
    json!({
        "world": world.accounts().description.name,
        "regions": world.axes().regions.len(),
        "sectors": world.axes().sectors.len(),
        "variants": variants_json(&plan.variants),
        "estimate": {
            "unknowns": plan.estimate.unknowns,
            "trade_links": plan.estimate.trade_links,
            "rows": plan.estimate.rows,
            "memory_bytes": plan.estimate.memory,
        },
    })
}
