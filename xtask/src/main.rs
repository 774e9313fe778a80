//! `cargo xtask`: the project's own chores.

mod book;
mod browser;
mod crates;
mod equations;
mod examples;
mod fuzz;
mod licences;
mod markdown;
mod project;
mod step;
mod suite;
mod test;
mod tool;
mod validation;

use std::env::consts::EXE_EXTENSION;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use project::{Project, cargo, succeed};
use step::Fault;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [STEP…]         everything that CI checks, cheapest first, or the named steps; stops at the first failure
  book                 build the book into target/book, readable without a network
  generate             write the generated files (schemas/, docs/src); the tests compare them
  validation           run the tests that compare with references and write docs/src/validation from what they computed
  second-programs      run the second programs whose scenario, world, parameters or source have changed, and write what they say
                       into expected.csv; the tests compare the engine with it, and hold that it is up to date
  world                rebuild worlds/world-2014 from the data folder; the tests compare it
  bench [NAME]         run a benchmark: `solve` or `report` (times), or `instructions` (needs valgrind and gungraun-runner)
  fuzz [--minutes N] [TARGET…]
                       try every parser, or the named ones, on inputs that libFuzzer makes up, 20 minutes each or N; stops at the
                       first input that fails and says where it lies
  help                 this text

The data folder is $OBLATE_DATA, or ../shared beside the checkout.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let project = Project::here();
    let outcome = match words.as_slice() {
        ["test", names @ ..] => test::run(names, &project),
        ["book"] => book::build(&project),
        ["generate"] => example("generate", &project, &[]),
        ["validation"] => validation::write(&project),
        ["second-programs"] => succeed(&mut second_programs()),
        ["world"] => example("world", &project, &[project.data()]),
        ["bench"] => bench("solve"),
        ["bench", name] => bench(name),
        ["fuzz", words @ ..] => fuzz::run(words, &project),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Fault::new(format!("no such command: `cargo xtask {}`\n\n{USAGE}", words.join(" ")))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("xtask: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// A chore that needs the project's crates: these are no dependencies of xtask itself. It is built with the whole workspace, as tests
/// are: for another choice of packages others' crates would be compiled once more, with other features.
fn example(name: &str, project: &Project, arguments: &[PathBuf]) -> Result<(), Fault> {
    succeed(&mut cargo(&["build", "--quiet", "--workspace", "--example", name]))?;
    let program = project.target().join("debug/examples").join(name).with_extension(EXE_EXTENSION);
    succeed(Command::new(program).args(arguments).current_dir(&project.root))
}

/// They stand among the tests of the crate that hands on the whole way.
fn second_programs() -> Command {
    let program = ["test", "--workspace", "--quiet", "--test", "whole", "--", "--ignored", "--nocapture"];
    cargo(&[&program[..], &["run_the_second_programs"]].concat())
}

fn bench(name: &str) -> Result<(), Fault> {
    succeed(&mut cargo(&["bench", "--workspace", "--bench", name]))
}
