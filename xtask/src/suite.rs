//! All tests of the workspace, run once: one count over all test programs, what they compare written down, the slowest told.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::project::{Project, cannot_start, cargo, line};
use crate::step::Fault;
use crate::validation;

/// How many tests are told as the slowest.
const SLOWEST: usize = 10;

/// Makes the harness of stable Rust tell how long each test took: an unstable option, so only the test programs hear of it.
const TIMED: [&str; 2] = ["--config", r#"target."cfg(all())".runner = ["env", "RUSTC_BOOTSTRAP=1"]"#];

/// Runs all tests, doc tests included; returns lines about the slowest ones.
pub fn run(project: &Project) -> Result<Vec<String>, Fault> {
    let mut suite = Suite::default();
    validation::recorded(project, |variables| {
        let mut programs = cargo(&TIMED);
        programs.args(["test", "--workspace", "--tests", "--no-fail-fast", "--"]);
        programs.args(["-Z", "unstable-options", "--report-time"]).envs(variables);
        // both are run, so that the failures of both are seen
        let programs = suite.follow(&mut programs);
        let examples = suite.follow(&mut cargo(&["test", "--workspace", "--doc", "--no-fail-fast"]));
        let Suite { passed, failed, ignored, .. } = suite;
        println!("tests in all: {passed} passed; {failed} failed; {ignored} ignored");
        programs.and(examples)
    })?;
    Ok(suite.slowest())
}

/// Sums over the closing lines of test programs, and the seconds of each test.
#[derive(Debug, Default, PartialEq)]
struct Suite {
    passed: u64,
    failed: u64,
    ignored: u64,
    seconds: Vec<(f64, String)>,
}

impl Suite {
    /// Runs test programs, their output on the screen.
    fn follow(&mut self, command: &mut Command) -> Result<(), Fault> {
        let mut child =
            command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
        if let Some(stdout) = child.stdout.take() {
            for text in BufReader::new(stdout).lines().map_while(Result::ok) {
                println!("{}", self.take(&text));
            }
        }
        let status = child.wait().map_err(|error| cannot_start(command, &error))?;
        if status.success() { Ok(()) } else { Err(Fault::new(format!("{}: {status}", line(command)))) }
    }

    /// Counts what a line says; returns it without the time of a test.
    fn take<'a>(&mut self, text: &'a str) -> &'a str {
        if let Some(numbers) = text.strip_prefix("test result: ") {
            self.count(numbers);
            return text;
        }
        self.time(text).unwrap_or(text)
    }

    /// The time in a line such as `test name ... ok <1.234s>`, taken from it.
    fn time<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (name, _) = text.strip_prefix("test ")?.split_once(" ... ")?;
        let (before, seconds) = text.rsplit_once(" <")?;
        self.seconds.push((seconds.strip_suffix("s>")?.parse().ok()?, name.to_owned()));
        Some(before)
    }

    /// Adds numbers such as `ok. 3 passed; 0 failed; 1 ignored; …`.
    fn count(&mut self, numbers: &str) {
        let Some((_, numbers)) = numbers.split_once(". ") else { return };
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

    fn slowest(mut self) -> Vec<String> {
        self.seconds.sort_by(|a, b| b.0.total_cmp(&a.0));
        let tests = self.seconds.into_iter().take(SLOWEST);
        let lines = tests.map(|(seconds, name)| format!("   {seconds:>7.1} s  {name}"));
        std::iter::once("   slowest tests:".to_owned()).chain(lines).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_test_programs_add_up() {
        let mut suite = Suite::default();
        for text in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
            "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1s",
        ] {
            assert_eq!(suite.take(text), text);
        }
        assert_eq!(suite, Suite { passed: 8, failed: 2, ignored: 1, seconds: Vec::new() });
    }

    #[test]
    fn times_are_taken_from_the_lines_of_tests_and_the_longest_told_first() {
        let mut suite = Suite::default();
        assert_eq!(suite.take("test a::quick ... ok <0.012s>"), "test a::quick ... ok");
        assert_eq!(
            suite.take("test b::slow - should panic ... FAILED <12.3s>"),
            "test b::slow - should panic ... FAILED"
        );
        assert_eq!(suite.take("test c::left ... ignored"), "test c::left ... ignored");
        let expected =
            ["   slowest tests:", "      12.3 s  b::slow - should panic", "       0.0 s  a::quick"];
        assert_eq!(suite.slowest(), expected);
    }
}
