//! `oblate completions`: a script by which a shell completes commands, options, and names where it still offers files.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use oblate::{all_names, shock_names, world_names};
use serde_json::json;

use crate::arguments::Arguments;
use crate::terminal::answer::Answer;

/// The script for a shell.
pub fn completions(shell: Shell) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(shell), "oblate", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let json = json!({ "shell": shell.to_string(), "script": script });
    Answer::content(script, json)
}

/// The command that is completed. Only bash goes on with files where no name fits; the scripts of other shells would
/// offer the names and no file.
fn command(shell: Shell) -> Command {
    let command = Arguments::command();
    if shell == Shell::Bash { with_names(command) } else { command }
}

/// Every argument that takes a scenario or a world, with the names that come along.
fn with_names(command: Command) -> Command {
    let named = command.mut_args(|argument| match argument.get_id().as_str() {
        "scenario" => argument.value_parser(PossibleValuesParser::new(all_names())),
        "shocks" => argument.value_parser(PossibleValuesParser::new(shock_names())),
        "world" => argument.value_parser(PossibleValuesParser::new(world_names())),
        _ => argument,
    });
    named.mut_subcommands(with_names)
}
