//! `oblate` on the command line: the only place that prints, reads arguments and exits.

mod arguments;
mod commands;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use arguments::{Arguments, Command};
use commands::{cite, compare, completions, gradient, indicators, man, run, scenario, shock, world};
use terminal::answer::{Answer, Failure, USAGE};
use terminal::interrupt;
use terminal::progress::Progress;

fn main() -> ExitCode {
    end_on_a_fault(std::env::args_os().any(|argument| argument == "--json"));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    if let Err(reason) = interrupt::listen() {
        eprintln!("warning: Ctrl-C ends the program at once: {reason}");
    }
    let json = arguments.json;
    match perform(&arguments) {
        Ok(answer) => answer.tell(json, arguments.quiet),
        Err(failure) => failure.tell(json),
    }
}

/// A fault of the program ends it with the same exit code whether or not its build unwinds. One of a library on a broken file is an
/// error of that file.
fn end_on_a_fault(json: bool) {
    const FAULT: i32 = 101;
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        if let Some(error) = oblate::broken_file() {
            std::process::exit(Failure::from(error).end(json).into());
        }
        told(fault);
        std::process::exit(FAULT)
    }));
}

fn perform(arguments: &Arguments) -> Result<Answer, Failure> {
    match &arguments.command {
        Command::Run(wanted) => {
            let progress = Progress::new(!arguments.quiet && !arguments.json);
            run::run(wanted, arguments.threads.unwrap_or(0), &progress)
        }
        Command::Shock(wanted) => {
            let progress = Progress::new(!arguments.quiet && !arguments.json);
            shock::shock(wanted, arguments.threads.unwrap_or(0), &progress)
        }
        Command::Compare(wanted) => compare::compare(wanted, arguments.threads.unwrap_or(0)),
        Command::Gradient(wanted) => gradient::gradient_of(wanted, arguments.threads.unwrap_or(0)),
        Command::Exposure(wanted) => gradient::exposures(wanted, arguments.threads.unwrap_or(0)),
        Command::Indicators(wanted) => indicators::indicators_of(wanted, arguments.threads.unwrap_or(0)),
        Command::Profile(wanted) => indicators::profile_of(wanted, arguments.threads.unwrap_or(0)),
        Command::Scenario(command) => scenario::perform(command),
        Command::World(command) => world::perform(command),
        Command::Cite(wanted) => cite::cite(wanted),
        Command::Completions { shell } => Ok(completions::completions(*shell)),
        Command::Man { output } => man::man(output.as_deref()),
    }
}

/// Tells wrong arguments, or the help that was asked for.
fn refuse(error: &clap::Error) -> ExitCode {
    let help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !help && std::env::args_os().any(|argument| argument == "--json") {
        let message = error.render().to_string();
        return Failure::usage(message.trim_end().trim_start_matches("error: ").to_owned()).tell(true);
    }
    // a reader that has gone away is no fault
    let _ = error.print();
    ExitCode::from(if help { 0 } else { USAGE })
}
