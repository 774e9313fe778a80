//! Reports are opened in headless Chromium and used as a reader would use them: `xtask/browser/check.mjs`.
//!
//! It needs Chromium, Node.js and npm. Where they are absent it says that it is skipped; with `OBLATE_REQUIRE_BROWSER` set,
//! as CI has it, that is a fault.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::examples;
use crate::project::{Project, cannot_start, cannot_write, changed, list, read, succeed};
use crate::step::Fault;

/// Names under which distributions install the browser.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// A page must be small enough to be mailed around.
const MOST_BYTES: u64 = 2_000_000;
/// Scenarios of the library that are compared.
const COMPARED: [&str; 3] = ["decoupling", "friend-shoring", "near-shoring"];
/// A scenario whose words a careless page would run.
const HOSTILE: &str = r#"
title = "</title><script>alert('title')</script>"
question = "أين؟ <img src=x onerror=alert(1)>"
[[tariff]]
from = "US"
to = "CN"
add = 0.1
[variants.high]
title = "<script>alert(3)</script>"
set = { "tariff.1.add" = 0.2 }
"#;

/// Writes reports of every kind and looks at them.
pub fn check(project: &Project) -> Result<(), Fault> {
    let Some(browser) =
        BROWSERS.into_iter().find(|name| starts(name)).filter(|_| starts("node") && starts("npm"))
    else {
        let lacking = format!("no Chromium ({}) with Node.js and npm is installed", BROWSERS.join(", "));
        if std::env::var_os("OBLATE_REQUIRE_BROWSER").is_some() {
            return Err(Fault::new(lacking));
        }
        println!("   skipped: {lacking}");
        return Ok(());
    };
    let folder = project.target().join("browser");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(cannot_write(&folder))?;
    }
    std::fs::create_dir_all(&folder).map_err(cannot_write(&folder))?;
    for name in ["package.json", "package-lock.json", "check.mjs"] {
        let (from, to) = (project.root.join("xtask/browser").join(name), folder.join(name));
        std::fs::copy(from, &to).map_err(cannot_write(&to))?;
    }
    let pages = pages(project, &folder)?;
    let mut npm = Command::new("npm");
    succeed(npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder))?;
    let path = which(browser)?;
    succeed(Command::new("node").arg("check.mjs").arg(path).args(pages).current_dir(&folder))
}

fn starts(program: &str) -> bool {
    let mut command = Command::new(program);
    command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn which(program: &str) -> Result<PathBuf, Fault> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&folders).map(|folder| folder.join(program));
    places.find(|place| place.is_file()).ok_or_else(|| Fault::new(format!("`{program}` is not on the PATH")))
}

/// A report of each scenario of the library, one of them with draws, a comparison, one with hostile labels, profiles of a region and of
/// a sector and of hostile labels, a short run, and one with 500 variants.
fn pages(project: &Project, folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let program = project.program()?;
    let oblate = |arguments: &[&str]| {
        succeed(Command::new(&program).args(arguments).arg("--quiet").current_dir(folder))
    };
    let mut pages = Vec::new();
    let mut compared = Vec::new();
    for entry in project.files("scenarios", "toml")? {
        let Some(name) = entry.parent().and_then(Path::file_name).and_then(|name| name.to_str()) else {
            continue;
        };
        // a short run of some days stands for them all, below
        if read(&entry)?.lines().any(|line| line == "[short_run]") {
            continue;
        }
        let run = match shown(project, name, &program) {
            Some(run) => run,
            None => oblate(&["run", name]).map(|()| folder.join("runs").join(name))?,
        };
        pages.push(run.join("report.html"));
        compared.extend(COMPARED.contains(&name).then(|| run.display().to_string()));
    }
    oblate(&["run", "us-china-tariffs", "--sensitivity", "50", "-o", "runs/draws"])?;
    pages.push(folder.join("runs/draws/report.html"));
    let compared: Vec<_> = std::iter::once("compare").chain(compared.iter().map(String::as_str)).collect();
    oblate(&compared)?;
    pages.push(folder.join("comparison.html"));

    write(&folder.join("labels.csv"), &labels(&program)?)?;
    oblate(&["world", "aggregate", "world-2014", "--regions", "labels.csv", "-o", "labels.world"])?;
    write(&folder.join("labels.toml"), HOSTILE)?;
    oblate(&["run", "labels.toml", "--world", "labels.world"])?;
    pages.push(folder.join("runs/labels/report.html"));

    oblate(&["profile", "DEU", "-o", "profile-region.html"])?;
    oblate(&["profile", "--sector", "C26", "-o", "profile-sector.html"])?;
    oblate(&["profile", "RO", "--world", "labels.world", "-o", "profile-labels.html"])?;
    pages.extend(["region", "sector", "labels"].map(|name| folder.join(format!("profile-{name}.html"))));
    oblate(&["shock", "strait-closed", "--days", "150", "-o", "runs/strait"])?;
    pages.push(folder.join("runs/strait/report.html"));

    write(&folder.join("many.toml"), &many())?;
    oblate(&["run", "many.toml", "--world", "labels.world"])?;
    pages.push(folder.join("runs/many/report.html"));
    too_large(&pages)?;
    Ok(pages)
}

/// The run of a scenario of the library that the command on its page made, if it is of this program: that command is
/// run by the step `examples`.
fn shown(project: &Project, name: &str, program: &Path) -> Option<PathBuf> {
    let page = examples::folder(project, &format!("docs/src/library/{name}.md"));
    let run = page.join("runs").join(name);
    (changed(&run.join("report.html")).ok()? > changed(program).ok()?).then_some(run)
}

/// Labels that a careless page would run, break on, or turn around: every region of the built-in world becomes part of one of three with hostile names.
fn labels(program: &Path) -> Result<String, Fault> {
    let mut command = Command::new(program);
    command.args(["world", "info", "world-2014", "--json"]);
    let output = command.output().map_err(|error| cannot_start(&command, &error))?;
    let world: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| Fault::new(format!("`oblate world info --json` gave no JSON: {error}")))?;
    let regions = list(&world["regions"]);
    let mut map = "from,to,name\n".to_owned();
    for code in regions.iter().filter_map(|region| region["code"].as_str()) {
        let (to, name) = match code {
            "USA" => ("US", "\"<script>alert('US')</script>\""),
            "CHN" => ("CN", "\"\"\"Quoted\"\" & <b>Ümläut</b>\""),
            _ => ("RO", "بقية العالم"),
        };
        let _ = writeln!(map, "{code},{to},{name}");
    }
    Ok(map)
}

fn many() -> String {
    let mut text = "title = \"Many\"\n[[tariff]]\nfrom = \"US\"\nto = \"CN\"\nadd = 0.001\n".to_owned();
    for number in 2..=500 {
        let rate = f64::from(number) / 1000.0;
        let _ = writeln!(text, "[variants.v{number}]\nset = {{ \"tariff.1.add\" = {rate} }}");
    }
    text
}

fn too_large(pages: &[PathBuf]) -> Result<(), Fault> {
    let mut faults = Vec::new();
    for page in pages {
        let bytes = std::fs::metadata(page).map_err(cannot_write(page))?.len();
        if bytes > MOST_BYTES {
            faults.push(format!("{} has {bytes} bytes, more than {MOST_BYTES}", page.display()));
        }
    }
    Fault::unless_empty(&faults)
}

fn write(path: &Path, text: &str) -> Result<(), Fault> {
    std::fs::write(path, text).map_err(cannot_write(path))
}
