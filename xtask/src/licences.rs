//! The licences and origins of all dependencies, by cargo-deny and deny.toml.

use std::process::{Command, Stdio};

use crate::project::{Project, cargo, succeed};
use crate::step::Fault;

/// Installed when no cargo-deny is at hand; one version, so that every machine checks the same.
const VERSION: &str = "0.20.2";

/// Checks licences, banned dependencies and sources. Advisories are not checked here: their list
/// changes from day to day, and a result must depend on nothing but the commit.
pub fn check(project: &Project) -> Result<(), Fault> {
    let mut command = deny(project)?;
    command.current_dir(&project.root);
    succeed(command.args(["--log-level", "warn", "check", "licenses", "bans", "sources"]))
}

/// cargo-deny from the PATH, else from `target/tools`, where it is installed if need be.
fn deny(project: &Project) -> Result<Command, Fault> {
    let tools = project.target().join("tools");
    let own = tools.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if answers(&mut Command::new("cargo-deny")) {
        return Ok(Command::new("cargo-deny"));
    }
    if !answers(&mut Command::new(&own)) {
        println!("   cargo-deny is not installed: building it once, into {}", project.relative(&tools));
        let mut install = cargo(&["install", "cargo-deny", "--locked", "--version", VERSION, "--root"]);
        succeed(install.arg(&tools))?;
    }
    Ok(Command::new(own))
}

fn answers(program: &mut Command) -> bool {
    let quiet = program.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
