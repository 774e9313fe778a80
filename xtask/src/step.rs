//! Steps: each named and timed on the screen; the first that fails ends the run and says how to mend it.

use std::fmt::{self, Write};
use std::time::Instant;

use crate::project::Project;

/// What went wrong, in words for the screen.
pub struct Fault(String);

impl Fault {
    /// A fault with this description.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// No fault when the list is empty, else all of them, one a line.
    pub fn unless_empty(faults: &[String]) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self(faults.join("\n"))) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As for the screen, so that a test that unwraps one can be read.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One thing that is checked.
pub struct Step {
    /// Its name on the screen.
    pub name: &'static str,
    /// What to do when it fails.
    pub mend: &'static str,
    /// The check.
    pub run: Check,
}

/// What a step does.
pub enum Check {
    /// It finds faults or none.
    Quiet(fn(&Project) -> Result<(), Fault>),
    /// Where it finds none, it has lines to tell at the end of the run.
    Telling(fn(&Project) -> Result<Vec<String>, Fault>),
}

impl Check {
    fn run(&self, project: &Project) -> Result<Vec<String>, Fault> {
        match self {
            Self::Quiet(check) => check(project).map(|()| Vec::new()),
            Self::Telling(check) => check(project),
        }
    }
}

/// Runs the steps in order and stops at the first that fails. At the end stands how long each of them took.
pub fn run_all(steps: &[&Step], project: &Project) -> Result<(), Fault> {
    let start = Instant::now();
    let (mut times, mut told) = (String::new(), Vec::new());
    for (position, step) in steps.iter().enumerate() {
        println!("== {}/{} {}", position + 1, steps.len(), step.name);
        let begin = Instant::now();
        let outcome = step.run.run(project);
        let seconds = begin.elapsed().as_secs_f64();
        told.extend(outcome.map_err(|fault| failed(step, seconds, &fault))?);
        println!("   {} is in order, {seconds:.1} s", step.name);
        let _ = writeln!(times, "   {seconds:>7.1} s  {}", step.name);
    }
    print!("== times\n{times}");
    told.iter().for_each(|line| println!("{line}"));
    println!("== in order: {} of {} steps, {:.1} s", steps.len(), steps.len(), start.elapsed().as_secs_f64());
    Ok(())
}

fn failed(step: &Step, seconds: f64, fault: &Fault) -> Fault {
    Fault(format!("step `{}` failed after {seconds:.1} s\n{fault}\nto mend it: {}", step.name, step.mend))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_ends_the_run_and_says_how_to_mend_it() {
        let steps = [
            &Step { name: "one", mend: "nothing", run: Check::Quiet(|_| Ok(())) },
            &Step { name: "two", mend: "do this", run: Check::Quiet(|_| Err(Fault::new("broken"))) },
            &Step {
                name: "three",
                mend: "nothing",
                run: Check::Quiet(|_| Err(Fault::new("must not be reached"))),
            },
        ];
        let message = run_all(&steps, &Project::here()).unwrap_err().to_string();
        assert!(message.contains("step `two` failed"), "{message}");
        assert!(message.contains("broken\nto mend it: do this"), "{message}");
    }
}
