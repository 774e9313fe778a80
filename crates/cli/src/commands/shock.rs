//! `oblate shock`: from a set of shocks to a folder, and a summary of it for people.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use oblate::{
    FoundScenario, REPORT, Results, ResultsFolder, ShockManifest, ShockRequest, ShockResult, ShockVariant,
    ShortPlan, Supervision, World, load_shocks, plan_shocks, run_shocks, shock_names, shock_report,
};
use serde_json::{Value, json};

use crate::arguments::{Format, Run, Shock};
use crate::commands::changes::{variants_json, variants_text, warnings};
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::progress::Progress;
use crate::terminal::text::{columns, counted, value};
use crate::terminal::{browser, interrupt};

/// Regions told by name.
const SHOWN: usize = 5;

/// How a short run is wanted.
pub struct Wanted<'a> {
    world: Option<&'a str>,
    variants: &'a [String],
    days: Option<u16>,
    industries: bool,
    output: Option<&'a Path>,
    format: Format,
    dry_run: bool,
    overwrite: bool,
    open: bool,
}

impl<'a> From<&'a Run> for Wanted<'a> {
    fn from(wanted: &'a Run) -> Self {
        Self {
            world: wanted.on.world.as_deref(),
            variants: &wanted.variant,
            days: wanted.days,
            industries: wanted.industries,
            output: wanted.output.as_deref(),
            format: wanted.format,
            dry_run: wanted.dry_run,
            overwrite: wanted.overwrite,
            open: wanted.open,
        }
    }
}

impl<'a> From<&'a Shock> for Wanted<'a> {
    fn from(wanted: &'a Shock) -> Self {
        Self {
            world: wanted.on.world.as_deref(),
            variants: &wanted.variant,
            days: wanted.days,
            industries: wanted.industries,
            output: wanted.output.as_deref(),
            format: wanted.format,
            dry_run: false,
            overwrite: wanted.overwrite,
            open: wanted.open,
        }
    }
}

/// Runs a set of shocks, shows one, or lists those of the library.
pub fn shock(wanted: &Shock, threads: u16, progress: &Progress) -> Result<Answer, Failure> {
    let Some(name) = &wanted.shocks else { return list() };
    let scenario = load_shocks(name, &wanted.on.overrides)?;
    if wanted.show {
        let text = scenario.file.text().to_owned();
        let json = json!({ "shocks": name, "text": text });
        return Ok(Answer::content(text, json));
    }
    answer(&scenario, &Wanted::from(wanted), threads, progress)
}

/// Runs a scenario on the short run, or tells what would be run.
pub fn answer(
    scenario: &FoundScenario,
    wanted: &Wanted<'_>,
    threads: u16,
    progress: &Progress,
) -> Result<Answer, Failure> {
    let start = Instant::now();
    let folder = wanted.output.map_or_else(|| Path::new("runs").join(&scenario.name), Path::to_owned);
    let place = if wanted.dry_run {
        None
    } else {
        Some(ResultsFolder::new::<ShockManifest>(&folder, wanted.overwrite).map_err(Failure::of_output)?)
    };
    let world = scenario.open_world(wanted.world)?;
    let request = ShockRequest {
        scenario,
        world: &world,
        variants: wanted.variants,
        days: wanted.days.map(usize::from),
        industries: wanted.industries,
        threads: threads.into(),
    };
    let Some(place) = place else {
        let plan = plan_shocks(&request)?;
        let mut text = plan_text(&plan);
        let _ = writeln!(text, "Nothing was run; results would go to {}", folder.display());
        return Ok(Answer::content(text, plan_json(&plan, &world)));
    };
    let kept = kept(&folder);
    let supervision = Supervision {
        progress: &|done, total| progress.days(done, total),
        stop: &interrupt::wanted,
        checkpoint: Some(&kept),
    };
    let result = run_shocks(&request, &supervision)?;
    let results = Results::of_shocks(&request, &result);
    let written = place.write(&results, Some(&shock_report), wanted.format.into(), &interrupt::wanted);
    let files = written.map_err(Failure::of_output)?;
    result.forget(&kept)?;
    let seconds = start.elapsed().as_secs_f64();
    let mut text = text(&result, &results.manifest, &folder, &files, seconds);
    if wanted.open {
        text.push_str(&browser::open(&folder.join(REPORT)));
    }
    Ok(Answer::account(text, told(&result, &results.manifest, folder, files, seconds)))
}

/// Every change of every variant, and the size of the runs.
pub fn plan_text(plan: &ShortPlan) -> String {
    let mut out = variants_text(&plan.variants);
    let _ = writeln!(
        out,
        "{} of {} days each on {} industries; {} steps of all runs, with those that they are compared with",
        counted(plan.variants.len(), "short run"),
        plan.days,
        value(plan.industries as f64),
        value(plan.steps as f64)
    );
    out
}

/// The plan for programs.
pub fn plan_json(plan: &ShortPlan, world: &World) -> Value {
    json!({
        "world": world.accounts().description.name,
        "regions": world.axes().regions.len(),
        "sectors": world.axes().sectors.len(),
        "variants": variants_json(&plan.variants),
        "estimate": { "days": plan.days, "steps": plan.steps, "industries": plan.industries },
    })
}

/// The file beside a folder that keeps what is done of a run that was stopped.
fn kept(folder: &Path) -> PathBuf {
    let mut path = folder.as_os_str().to_owned();
    path.push(".part");
    path.into()
}

fn list() -> Result<Answer, Failure> {
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for name in shock_names() {
        let head = load_shocks(&name, &[])?.file.head().clone();
        entries.push(json!({ "name": name, "title": head.title, "question": head.question }));
        rows.push(vec![name, head.title.unwrap_or_default()]);
    }
    let mut text = String::new();
    columns(&mut text, &rows, 2);
    Ok(Answer::content(text, Value::Array(entries)))
}

fn text(
    result: &ShockResult,
    manifest: &ShockManifest,
    folder: &Path,
    files: &[String],
    seconds: f64,
) -> String {
    let title = manifest.shocks.title.as_deref().unwrap_or(&manifest.shocks.name);
    let mut out = format!("{title} on {}, {} days\n", manifest.world.name, manifest.days);
    for variant in &result.variants {
        out.push('\n');
        if result.variants.len() > 1 {
            let _ = writeln!(out, "{}: {}", variant.name, variant.title);
        }
        in_words(&mut out, variant, &manifest.world.unit);
    }
    let resumed = if result.resumed { "; gone on from where it was stopped" } else { "" };
    let _ = writeln!(out, "Results in {}: {}; {seconds:.2} s{resumed}", folder.display(), files.join(", "));
    out
}

/// What became of one variant.
fn in_words(out: &mut String, variant: &ShockVariant, unit: &str) {
    let world = variant.world_totals();
    let (lost, lost_pct) = (world.value_added_lost, world.value_added_lost_pct);
    // a loss that is rounding has no sign
    let (lost, lost_pct) = if lost_pct.abs() < 0.005 { (lost.max(0.0), 0.0) } else { (lost, lost_pct) };
    let _ = writeln!(
        out,
        "The world loses {lost_pct:.2} % of its value added ({} {unit}); output is lowest on day {}, at {:.1} %",
        value(lost),
        world.lowest_day,
        world.lowest_output_pct
    );
    let rows: Vec<Vec<String>> = variant
        .ranking()
        .iter()
        .take(SHOWN)
        .map(|(code, lost)| vec![String::new(), code.clone(), format!("{lost:.2} %")])
        .collect();
    let _ = writeln!(out, "  largest losses of value added");
    columns(out, &rows, 2);
    if let Some(first) = variant.bottlenecks.first() {
        let table = variant.model.table();
        let input = table.sectors().codes().nth(first.input).unwrap_or_default();
        let step = first.step as f64 * variant.model.settings().step;
        let industry = table.industry_name(first.industry);
        let _ = writeln!(out, "First bottleneck: {industry} lacks {input} on day {step}");
    }
    warnings(out, variant.warnings.iter());
    for trouble in &variant.troubles {
        let avoiding = variant.avoiding(trouble);
        let told =
            if avoiding.is_empty() { "none of those that were run".to_owned() } else { avoiding.join("; ") };
        let _ = writeln!(out, "  choices that avoid it: {told}");
    }
}

fn told(
    result: &ShockResult,
    manifest: &ShockManifest,
    folder: PathBuf,
    files: Vec<String>,
    seconds: f64,
) -> Value {
    let variants = result.variants.iter().zip(&manifest.variants).map(|(variant, entry)| {
        let world = variant.world_totals();
        let regions = variant.ranking().into_iter().map(|(code, lost)| (code, json!(lost)));
        json!({
            "name": variant.name,
            "title": variant.title,
            "value_added_lost": world.value_added_lost,
            "value_added_lost_pct": world.value_added_lost_pct,
            "lowest_output_pct": world.lowest_output_pct,
            "lowest_day": world.lowest_day,
            "regions_value_added_lost_pct": regions.collect::<serde_json::Map<_, _>>(),
            "troubles": entry.troubles,
            "warnings": variant.warnings,
        })
    });
    json!({
        "shocks": manifest.shocks.name,
        "world": manifest.world.name,
        "days": manifest.days,
        "folder": folder.display().to_string(),
        "files": files,
        "variants": variants.collect::<Value>(),
        "resumed": result.resumed,
        "seconds": seconds,
    })
}
