//! What `cargo xtask test` checks, cheapest first.

use crate::project::{Project, cargo, succeed};
use crate::step::{Check, Fault, Step, run_all};
use crate::{book, browser, crates, equations, examples, licences, suite, validation};

/// Every check of CI, in order.
const STEPS: &[Step] = &[
    Step {
        name: "format",
        mend: "run `cargo fmt --all`",
        run: Check::Quiet(|_| succeed(&mut cargo(&["fmt", "--all", "--check"]))),
    },
    Step {
        name: "equations",
        mend: "cite the equation where it is computed (`model.md (3.5)`), or mend its mark on its page of docs/src",
        run: Check::Quiet(equations::check),
    },
    Step {
        name: "crates",
        mend: "use only what stands left in ARCHITECTURE.md's line; inside a crate, move what ties the circle to where it belongs",
        run: Check::Quiet(crates::check),
    },
    Step { name: "lints", mend: "follow clippy's advice above", run: Check::Quiet(lints) },
    Step {
        name: "tests",
        mend: "run the failed test alone: `cargo test -p CRATE NAME`; stale generated files: `cargo xtask generate`",
        run: Check::Telling(suite::run),
    },
    Step {
        name: "validation",
        mend: "read what changed, then `cargo xtask validation`",
        run: Check::Quiet(validation::check),
    },
    Step {
        name: "examples",
        mend: "mend the command on the named page or the program, then `cargo xtask test examples`",
        run: Check::Quiet(examples::run),
    },
    Step {
        name: "browser",
        mend: "open the named page of target/browser and mend what is told, then `cargo xtask test browser`",
        run: Check::Quiet(browser::check),
    },
    Step {
        name: "book",
        mend: "correct the named page: add it to docs/src/SUMMARY.md, mend its link or its equation",
        run: Check::Quiet(book::check),
    },
    Step { name: "docs", mend: "mend the doc comment that rustdoc names above", run: Check::Quiet(docs) },
    Step {
        name: "licences",
        mend: "drop the dependency, or discuss its licence: xtask/src/licences.rs lists those that are allowed",
        run: Check::Quiet(licences::check),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_step_is_told_with_the_legal_ones() {
        let fault = run(&["book", "licenses"], &Project::here()).unwrap_err().to_string();
        assert!(fault.starts_with("no such step: `licenses`; there are format, equations"), "{fault}");
    }
}
