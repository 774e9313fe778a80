//! The licences and origins of all dependencies, by cargo-deny and deny.toml.

use std::process::Command;

use crate::project::{Project, succeed};
use crate::step::Fault;
use crate::tool::Tool;

const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2", features: &[] };

/// Checks licences, banned dependencies and sources. Advisories are not checked here: their list
/// changes from day to day, and a result must depend on nothing but the commit.
pub fn check(project: &Project) -> Result<(), Fault> {
    let mut command = Command::new(DENY.path(project)?);
    command.current_dir(&project.root);
    succeed(command.args(["--log-level", "warn", "check", "licenses", "bans", "sources"]))
}
