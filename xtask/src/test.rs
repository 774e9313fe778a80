//! What `cargo xtask test` checks, cheapest first.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::project::{Project, cannot_start, cargo, line, succeed};
use crate::step::{Fault, Step, run_all};
use crate::{book, browser, crates, equations, examples, licences, validation};

/// Every check of CI, in order.
const STEPS: &[Step] = &[
    Step {
        name: "format",
        mend: "run `cargo fmt --all`",
        run: |_| succeed(&mut cargo(&["fmt", "--all", "--check"])),
    },
    Step {
        name: "equations",
        mend: "cite the equation where it is computed (`model.md (3.5)`), or mend its mark on its page of docs/src",
        run: equations::check,
    },
    Step {
        name: "crates",
        mend: "use only what stands left in ARCHITECTURE.md's line; inside a crate, move what ties the circle to where it belongs",
        run: crates::check,
    },
    Step { name: "lints", mend: "follow clippy's advice above", run: lints },
    Step {
        name: "tests",
        mend: "run the failed test alone: `cargo test -p CRATE NAME`; stale generated files: `cargo xtask generate`",
        run: tests,
    },
    Step {
        name: "validation",
        mend: "read what changed, then `cargo xtask validation`",
        run: validation::check,
    },
    Step {
        name: "examples",
        mend: "mend the command on the named page or the program, then `cargo xtask test examples`",
        run: examples::run,
    },
    Step {
        name: "browser",
        mend: "open the named page of target/browser and mend what is told, then `cargo xtask test browser`",
        run: browser::check,
    },
    Step {
        name: "book",
        mend: "correct the named page: add it to docs/src/SUMMARY.md, mend its link or its equation",
        run: book::check,
    },
    Step { name: "docs", mend: "mend the doc comment that rustdoc names above", run: docs },
    Step {
        name: "licences",
        mend: "drop the dependency, or add its licence to deny.toml if ARCHITECTURE.md allows it",
        run: licences::check,
    },
];

/// Runs the steps with these names, or all when there is none, in the order of the list.
pub fn run(names: &[&str], project: &Project) -> Result<(), Fault> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let legal: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Fault::new(format!("no such step: `{unknown}`; there are {}", legal.join(", "))));
    }
    let chosen: Vec<_> = STEPS.iter().filter(|step| names.is_empty() || names.contains(&step.name)).collect();
    run_all(&chosen, project)
}

fn lints(_: &Project) -> Result<(), Fault> {
    succeed(
        cargo(&["clippy", "--workspace", "--all-targets", "--all-features"]).args(["--", "-D", "warnings"]),
    )
}

fn docs(_: &Project) -> Result<(), Fault> {
    let mut command = cargo(&["doc", "--workspace", "--no-deps", "--all-features"]);
    succeed(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// All tests, doc tests included, with one count over all test programs as the closing line.
fn tests(_: &Project) -> Result<(), Fault> {
    let mut command = cargo(&["test", "--workspace", "--no-fail-fast"]);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(&command, &error))?;
    let mut count = Count::default();
    if let Some(stdout) = child.stdout.take() {
        for text in BufReader::new(stdout).lines().map_while(Result::ok) {
            println!("{text}");
            count.add(&text);
        }
    }
    let status = child.wait().map_err(|error| cannot_start(&command, &error))?;
    println!("tests in all: {} passed; {} failed; {} ignored", count.passed, count.failed, count.ignored);
    if status.success() { Ok(()) } else { Err(Fault::new(format!("{}: {status}", line(&command)))) }
}

/// Sums over the closing lines of test programs.
#[derive(Debug, Default, PartialEq)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Count {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`; other lines count nothing.
    fn add(&mut self, text: &str) {
        let Some((_, numbers)) = text.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in numbers.split(';') {
            let mut words = part.split_whitespace();
            let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else { continue };
            match words.next() {
                Some("passed") => self.passed += number,
                Some("failed") => self.failed += number,
                Some("ignored") => self.ignored += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_step_is_told_with_the_legal_ones() {
        let fault = run(&["book", "licenses"], &Project::here()).unwrap_err().to_string();
        assert!(fault.starts_with("no such step: `licenses`; there are format, equations"), "{fault}");
    }

    #[test]
    fn closing_lines_of_test_programs_add_up() {
        let mut count = Count::default();
        count.add("running 4 tests");
        count.add(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        );
        count.add(
            "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1s",
        );
        assert_eq!(count, Count { passed: 8, failed: 2, ignored: 1 });
    }
}
