//! `oblate compare`: runs side by side and their differences, as a page and on the screen.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use oblate::{Labelled, Request, Results, WORLD, check_place, compare_report, load_scenario, save_page};
use serde_json::{Value, json};

use crate::arguments::Compare;
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::text::{columns, percent};
use crate::terminal::{browser, interrupt};

/// Rows of the table on the screen.
const SHOWN: usize = 10;

/// One run that is compared.
struct Compared {
    label: String,
    results: Results,
}

/// A column of the comparison: a variant of a run.
struct Case<'a> {
    title: String,
    run: &'a Compared,
    variant: &'a str,
    /// Changes of real income of the whole run, by variant and region.
    real_income: Rc<HashMap<(&'a str, &'a str), f64>>,
}

/// Compares run folders, or scenarios that are run for it.
pub fn compare(wanted: &Compare, threads: u16) -> Result<Answer, Failure> {
    check_place(&wanted.output, wanted.overwrite).map_err(Failure::of_output)?;
    let runs = wanted.runs.iter().map(|name| results(name, wanted, threads));
    let runs = told_apart(runs.collect::<Result<Vec<_>, _>>()?);
    let cases: Vec<Case<'_>> = runs.iter().flat_map(cases).collect();
    if cases.len() < 2 {
        let message =
            format!("there is one case only, `{}`: name two runs, or one with variants", wanted.runs[0]);
        return Err(Failure::usage(message));
    }
    let labelled: Vec<_> =
        runs.iter().map(|run| Labelled { label: &run.label, results: &run.results }).collect();
    save_page(&compare_report(&labelled), &wanted.output, wanted.overwrite).map_err(Failure::of_output)?;
    let mut text = on_screen(&cases);
    text.push_str(&format!("Comparison in {}\n", wanted.output.display()));
    if wanted.open {
        text.push_str(&browser::open(&wanted.output));
    }
    Ok(Answer::account(text, as_json(&cases, &wanted.output)))
}

/// A run folder is read; anything else is a scenario, which is run.
fn results(name: &str, wanted: &Compare, threads: u16) -> Result<Compared, Failure> {
    let path = Path::new(name);
    if path.is_dir() {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let label =
            whole.file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
        return Ok(Compared { label, results: Results::open(path)? });
    }
    let scenario = load_scenario(name, &[])?;
    let world = scenario.open_world(wanted.world.as_deref())?;
    let request = Request { scenario: &scenario, world: &world, variants: &[], threads: threads.into() };
    let result = oblate::run(&request, &interrupt::wanted)?;
    Ok(Compared { label: scenario.name.clone(), results: Results::of_run(&request, &result) })
}

/// Runs of the same name are numbered.
fn told_apart(mut runs: Vec<Compared>) -> Vec<Compared> {
    let labels: Vec<String> = runs.iter().map(|run| run.label.clone()).collect();
    for (at, run) in runs.iter_mut().enumerate() {
        let earlier = labels[..at].iter().filter(|label| **label == run.label).count();
        if earlier > 0 {
            run.label = format!("{} ({})", run.label, earlier + 1);
        }
    }
    runs
}

fn cases<'a>(run: &'a Compared) -> Vec<Case<'a>> {
    let variants = &run.results.manifest.variants;
    let title = |variant: &str| {
        if variants.len() == 1 { run.label.clone() } else { format!("{}: {variant}", run.label) }
    };
    let real_income = Rc::new(run.results.by_region("real_income_pct"));
    let case = |variant: &'a oblate::VariantEntry| Case {
        title: title(&variant.name),
        run,
        variant: &variant.name,
        real_income: real_income.clone(),
    };
    variants.iter().map(case).collect()
}

impl Case<'_> {
    fn real_income(&self, region: &str) -> f64 {
        self.real_income.get(&(self.variant, region)).copied().unwrap_or(f64::NAN)
    }
}

/// One row a case.
fn on_screen(cases: &[Case<'_>]) -> String {
    let mut out = "Real income, change:\n".to_owned();
    let header = ["case", "world", "against the first"].map(str::to_owned).to_vec();
    let first = cases[0].real_income(WORLD);
    let row = |case: &Case<'_>| {
        let world = case.real_income(WORLD);
        let gap = if std::ptr::eq(case, &cases[0]) { String::new() } else { points(world - first) };
        vec![case.title.clone(), percent(world), gap]
    };
    let rows: Vec<_> = std::iter::once(header).chain(cases.iter().take(SHOWN).map(row)).collect();
    columns(&mut out, &rows, 1);
    if cases.len() > SHOWN {
        out.push_str(&format!("  … and {} more\n", cases.len() - SHOWN));
    }
    out
}

fn points(gap: f64) -> String {
    percent(gap).replace('%', "points")
}

fn as_json(cases: &[Case<'_>], file: &Path) -> Value {
    let case = |case: &Case<'_>| {
        let regions = case.run.results.manifest.world.regions.iter();
        let changes = regions.map(|label| (label.code.clone(), json!(case.real_income(&label.code))));
        json!({
            "run": case.run.label,
            "variant": case.variant,
            "world_real_income_pct": case.real_income(WORLD),
            "real_income_pct": changes.collect::<serde_json::Map<_, _>>(),
        })
    };
    json!({ "file": file.display().to_string(), "cases": cases.iter().map(case).collect::<Value>() })
}
