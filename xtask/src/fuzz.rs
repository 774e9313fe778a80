//! Every parser under libFuzzer: the program in `fuzz/`, built apart with the marks by which libFuzzer sees what an input reaches.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::project::{Project, cannot_start, cannot_write, cargo, files_below, list, read, succeed};
use crate::step::Fault;

/// Minutes of each target, unless others are asked for.
const MINUTES: u64 = 20;

/// What libFuzzer must be told of the code: all of it is of stable Rust, and no sanitizer is needed, for there is no unsafe code.
const MARKS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// No input may take more memory (MB) or time (s), or need be longer (bytes).
const LIMITS: [&str; 3] = ["-rss_limit_mb=2048", "-timeout=20", "-max_len=16384"];

/// Runs the named targets, or all, for so many minutes each: `[--minutes N] [TARGET…]`.
pub fn run(words: &[&str], project: &Project) -> Result<(), Fault> {
    let (minutes, names) = match words {
        ["--minutes", minutes, names @ ..] => {
            let wrong = |_| Fault::new(format!("`--minutes` takes a whole number, not `{minutes}`"));
            (minutes.parse().map_err(wrong)?, names)
        }
        names => (MINUTES, names),
    };
    let known = targets(project)?;
    if let Some(unknown) = names.iter().find(|name| known.iter().all(|known| known != *name)) {
        return Err(Fault::new(format!("no such target: `{unknown}`; there are {}", known.join(", "))));
    }
    let program = build(project)?;
    let dictionary = write_dictionary(project)?;
    let mut told = Vec::new();
    for name in known.iter().filter(|name| names.is_empty() || names.contains(&name.as_str())) {
        println!("== {name}, {minutes} min");
        told.push(try_target(name, minutes, &program, &dictionary, project)?);
    }
    told.iter().for_each(|line| println!("   {line}"));
    Ok(())
}

/// The names of the files of `fuzz/src/targets`, one for each.
fn targets(project: &Project) -> Result<Vec<String>, Fault> {
    let files = project.files("fuzz/src/targets", "rs")?;
    let stem = |path: &PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    Ok(files.iter().filter_map(stem).filter(|name| name != "mod").collect())
}

/// Where its products, the inputs that reach something new and those that fail lie.
fn folder(project: &Project) -> PathBuf {
    project.target().join("fuzz")
}

/// Builds the program. Its target is named, so that the marks are not put on build scripts.
fn build(project: &Project) -> Result<PathBuf, Fault> {
    let host = host()?;
    let folder = folder(project);
    let mut command = cargo(&["build", "--release", "--target", &host, "--target-dir"]);
    command.arg(&folder).current_dir(project.root.join("fuzz")).env("RUSTFLAGS", MARKS);
    succeed(&mut command)?;
    Ok(folder.join(host).join("release/oblate-fuzz"))
}

/// The name of this machine's target, as the compiler tells it.
fn host() -> Result<String, Fault> {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.arg("-vV");
    let output = command.output().map_err(|error| cannot_start(&command, &error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Fault::new("`rustc -vV` names no host"))
}

/// A file of the words that the schemas know: libFuzzer puts them into inputs.
fn write_dictionary(project: &Project) -> Result<PathBuf, Fault> {
    let mut words = BTreeSet::new();
    for schema in files_below(&project.root.join("schemas"), "json")? {
        let parsed = serde_json::from_str(&read(&schema)?);
        collect(&parsed.map_err(|error| Fault::new(format!("{}: {error}", schema.display())))?, &mut words);
    }
    let path = folder(project).join("words");
    let lines: String = words.iter().map(|word| format!("\"{word}\"\n")).collect();
    std::fs::write(&path, lines).map_err(cannot_write(&path))?;
    Ok(path)
}

/// The keys and the legal words of a schema.
fn collect(schema: &Value, words: &mut BTreeSet<String>) {
    let Value::Object(entries) = schema else {
        list(schema).iter().for_each(|item| collect(item, words));
        return;
    };
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => words.extend(properties.keys().cloned()),
            ("const", Value::String(word)) => _ = words.insert(word.clone()),
            ("enum", values) => {
                words.extend(list(values).iter().filter_map(Value::as_str).map(str::to_owned));
            }
            _ => {}
        }
        collect(value, words);
    }
}

/// Runs one target; gives what it tried in words.
fn try_target(
    name: &str,
    minutes: u64,
    program: &Path,
    dictionary: &Path,
    project: &Project,
) -> Result<String, Fault> {
    let [seeds, reached, found] =
        ["seeds", "reached", "found"].map(|part| folder(project).join(part).join(name));
    for folder in [&seeds, &reached, &found] {
        std::fs::create_dir_all(folder).map_err(cannot_write(folder))?;
    }
    let log = folder(project).join(format!("{name}.log"));
    let file = std::fs::File::create(&log).map_err(cannot_write(&log))?;
    let mut command = Command::new(program);
    command
        .env("OBLATE_FUZZ_TARGET", name)
        .env("OBLATE_FUZZ_SEEDS", &seeds)
        .env("OBLATE_DATA", project.data());
    command.args(LIMITS).args(["-print_final_stats=1", "-verbosity=1"]);
    command.arg(format!("-max_total_time={}", 60 * minutes)).arg(format!("-dict={}", dictionary.display()));
    command.arg(format!("-artifact_prefix={}/", found.display())).args([&reached, &seeds]);
    let status =
        command.current_dir(folder(project)).stdin(std::process::Stdio::null()).stderr(file).status();
    let status = status.map_err(|error| cannot_start(&command, &error))?;
    let said = std::fs::read(&log).map_err(cannot_write(&log))?;
    let said = String::from_utf8_lossy(&said);
    if !status.success() {
        let end: Vec<&str> = said.lines().rev().take(40).collect();
        let end: Vec<&str> = end.into_iter().rev().collect();
        return Err(Fault::new(format!(
            "`{name}` fails on an input, which lies in {}; all that was said is in {}\n{}\nto try it alone: \
             OBLATE_FUZZ_TARGET={name} {} FILE",
            found.display(),
            log.display(),
            end.join("\n"),
            program.display()
        )));
    }
    let inputs = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    Ok(format!("{name}: {} inputs, none fails", inputs.map_or("?", str::trim)))
}
