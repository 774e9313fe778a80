//! What a command tells, in words or as JSON, and the exit code that goes with it.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use oblate::{Class, EngineError, Error, ResultsError, SourceError};
use serde_json::{Value, json};

use crate::terminal::problem;

/// Exit code of wrong arguments.
pub const USAGE: u8 = 2;

/// The table of exit codes, as the help shows it.
pub const EXIT_CODES: &str = "\
Exit codes:
  0    done
  2    wrong arguments
  3    wrong scenario
  4    wrong world, table or other data file
  5    not solved: no convergence, or no equilibrium exists
  6    output cannot be written, or would replace something
  130  stopped by Ctrl-C; nothing half-written is left";

/// What a command found or did.
pub struct Answer {
    /// For people.
    pub text: String,
    /// For programs.
    pub json: Value,
    /// Whether the text is what was asked for, and not only an account of what was done.
    pub asked_for: bool,
}

impl Answer {
    /// The content that the user asked to see.
    pub fn content(text: String, json: Value) -> Self {
        Self { text, json, asked_for: true }
    }

    /// An account of what was done.
    pub fn account(text: String, json: Value) -> Self {
        Self { text, json, asked_for: false }
    }

    /// Prints it.
    pub fn tell(&self, json: bool, quiet: bool) -> ExitCode {
        if json {
            print(&format!("{:#}\n", self.json))
        } else if quiet && !self.asked_for {
            ExitCode::SUCCESS
        } else {
            print(&self.text)
        }
    }
}

/// Why a command gave nothing.
pub enum Failure {
    /// The reason of some stage.
    Refused(Box<Error>),
    /// Arguments that do not fit together.
    Usage(String),
    /// Something in the way of the output.
    Output(String),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Refused(Box::new(error.into()))
    }
}

impl Failure {
    /// Wrong arguments.
    pub fn usage(message: String) -> Self {
        Self::Usage(message)
    }

    /// Something stands where a result should go, with the ways out that the command line has.
    pub fn exists(path: &Path) -> Self {
        let path = path.display();
        Self::Output(format!(
            "`{path}` exists already; choose another place with `-o`, or replace it with `--overwrite`"
        ))
    }

    /// The operating system refuses to write.
    pub fn write(path: &Path, reason: &std::io::Error) -> Self {
        Self::Output(format!("cannot write `{}`: {reason}", path.display()))
    }

    /// Says [`Failure::exists`] where a stage says it without knowing the command line.
    pub fn of_output(error: impl Into<Error>) -> Self {
        match error.into() {
            Error::Results(
                ResultsError::Exists { path } | ResultsError::File(SourceError::Exists { path }),
            )
            | Error::Engine(EngineError::Source(SourceError::Exists { path })) => Self::exists(&path),
            error => error.into(),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Output(_) => Class::Output,
            Self::Refused(error) => error.class(),
            Self::Usage(_) => Class::Usage,
        }
    }

    /// Prints it: words go to the error stream, JSON to where answers go.
    pub fn tell(&self, json: bool) -> ExitCode {
        ExitCode::from(self.end(json))
    }

    /// Prints it and gives the exit code as a number.
    pub fn end(&self, json: bool) -> u8 {
        if json {
            print(&format!("{:#}\n", self.json()));
        } else {
            let text = match self {
                Self::Refused(error) => match error.as_ref() {
                    Error::Engine(EngineError::Scenario { shown, text, problems }) => {
                        problem::render(shown, text, problems)
                    }
                    error => format!("error: {error}\n"),
                },
                Self::Usage(message) | Self::Output(message) => format!("error: {message}\n"),
            };
            // nobody is left to tell if this fails
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
        exit_code(self.class())
    }

    fn json(&self) -> Value {
        let class = self.class();
        let mut error = json!({ "class": class.name(), "exit_code": exit_code(class) });
        match self {
            Self::Usage(message) | Self::Output(message) => error["message"] = json!(message),
            Self::Refused(reason) => {
                error["message"] = json!(reason.to_string());
                if let Error::Engine(EngineError::Scenario { problems, .. }) = reason.as_ref() {
                    error["problems"] = problems.iter().map(problem::json).collect();
                }
            }
        }
        json!({ "error": error })
    }
}

/// One code for each class of errors.
fn exit_code(class: Class) -> u8 {
    match class {
        Class::Usage => USAGE,
        Class::Scenario => 3,
        Class::Data => 4,
        Class::NotSolved => 5,
        Class::Output => 6,
        Class::Interrupted => 130,
        _ => 1,
    }
}

/// Prints to the standard output. A reader that has gone away (a closed pipe) is no fault.
fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: cannot write to the standard output: {error}");
            ExitCode::from(exit_code(Class::Output))
        }
    }
}
