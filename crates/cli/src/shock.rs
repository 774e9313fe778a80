//! `oblate shock`: from a set of shocks to a folder, and a summary of it for people.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use oblate_engine::{REPORT, RunFolder, ShockRequest, ShockResult, load_shocks, run_shocks, shock_names};
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::arguments::Shock;
use crate::progress::Progress;
use crate::run::warnings;
use crate::text::{columns, value};
use crate::{browser, interrupt};

/// Regions told by name.
const SHOWN: usize = 5;

/// Runs a set of shocks, or lists those of the library.
pub fn shock(wanted: &Shock, threads: u16, progress: &Progress) -> Result<Answer, Failure> {
    let Some(name) = &wanted.shocks else { return list() };
    let start = Instant::now();
    let scenario = load_shocks(name)?;
    let folder = wanted.output.clone().unwrap_or_else(|| Path::new("runs").join(&scenario.name));
    let place = RunFolder::new(&folder, wanted.overwrite).map_err(Failure::of_output)?;
    let world = scenario.open_world(wanted.world.as_deref())?;
    let days = wanted.days.map(usize::from);
    let request = ShockRequest { scenario: &scenario, world: &world, days, threads: threads.into() };
    let result = run_shocks(&request, &|done, total| progress.days(done, total), &interrupt::wanted)?;
    let files = result.write(&place, wanted.format.into(), &interrupt::wanted).map_err(Failure::of_output)?;
    let seconds = start.elapsed().as_secs_f64();
    let mut text = text(&result, &folder, &files, seconds);
    if wanted.open {
        text.push_str(&browser::open(&folder.join(REPORT)));
    }
    Ok(Answer::account(text, told(&result, folder, files, seconds)))
}

fn list() -> Result<Answer, Failure> {
    let entries = shock_names().into_iter().map(|name| Ok((load_shocks(&name)?, name)));
    let entries: Vec<_> = entries.collect::<Result<_, Failure>>()?;
    let title = |file: &oblate_engine::ShockScenario| file.file.title().unwrap_or_default().to_owned();
    let rows: Vec<Vec<String>> = entries.iter().map(|(file, name)| vec![name.clone(), title(file)]).collect();
    let mut text = String::new();
    columns(&mut text, &rows, 2);
    let as_json = |(file, name): &(oblate_engine::ShockScenario, String)| json!({ "name": name, "title": file.file.title(), "question": file.file.question() });
    Ok(Answer::content(text, entries.iter().map(as_json).collect()))
}

fn text(result: &ShockResult, folder: &Path, files: &[String], seconds: f64) -> String {
    let (lost, lost_pct, lowest, day) = result.world_totals();
    let manifest = &result.manifest;
    // a loss that is rounding has no sign
    let (lost, lost_pct) = if lost_pct.abs() < 0.005 { (lost.max(0.0), 0.0) } else { (lost, lost_pct) };
    let mut out = format!(
        "{} on {}, {} days\n\nThe world loses {lost_pct:.2} % of its value added ({} {}); output is lowest on day {day}, at {lowest:.1} %\n",
        manifest.shocks.title.as_deref().unwrap_or(&manifest.shocks.name),
        manifest.world.name,
        manifest.days,
        value(lost),
        manifest.world.unit,
    );
    let ranking = result.ranking();
    let rows: Vec<Vec<String>> = ranking
        .iter()
        .take(SHOWN)
        .map(|(code, lost)| vec![String::new(), code.clone(), format!("{lost:.2} %")])
        .collect();
    let _ = writeln!(out, "  largest losses of value added");
    columns(&mut out, &rows, 2);
    if let Some(first) = result.bottlenecks.first() {
        let table = result.model.table();
        let input = table.sectors().codes().nth(first.input).unwrap_or_default();
        let step = first.step as f64 * result.model.settings().step;
        let _ = writeln!(
            out,
            "First bottleneck: {} lacks {input} on day {step}",
            table.industry_name(first.industry)
        );
    }
    warnings(&mut out, result.warnings.iter());
    for trouble in &result.troubles {
        let avoiding = result.avoiding(trouble);
        let told =
            if avoiding.is_empty() { "none of those that were run".to_owned() } else { avoiding.join("; ") };
        let _ = writeln!(out, "  choices that avoid it: {told}");
    }
    let _ = writeln!(out, "Results in {}: {}; {seconds:.2} s", folder.display(), files.join(", "));
    out
}

fn told(result: &ShockResult, folder: PathBuf, files: Vec<String>, seconds: f64) -> Value {
    let (lost, lost_pct, lowest, day) = result.world_totals();
    let regions = result.ranking().into_iter().map(|(code, lost)| (code, json!(lost)));
    json!({
        "shocks": result.manifest.shocks.name,
        "world": result.manifest.world.name,
        "days": result.manifest.days,
        "folder": folder.display().to_string(),
        "files": files,
        "value_added_lost": lost,
        "value_added_lost_pct": lost_pct,
        "lowest_output_pct": lowest,
        "lowest_day": day,
        "regions_value_added_lost_pct": regions.collect::<serde_json::Map<_, _>>(),
        "troubles": result.manifest.troubles,
        "warnings": result.warnings,
        "seconds": seconds,
    })
}
