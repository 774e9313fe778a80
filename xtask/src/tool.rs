//! Tools from crates.io that the chores call: found on the PATH, or built once into `target/tools`.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{Project, cargo, succeed};
use crate::step::Fault;

/// A program from crates.io, in one version, so that every machine does the same.
pub struct Tool {
    /// The name of its package and of its program.
    pub name: &'static str,
    /// The version that is used, on the PATH too.
    pub version: &'static str,
    /// Further arguments of `cargo install`.
    pub features: &'static [&'static str],
}

impl Tool {
    /// Where the program lies; it is built first if need be.
    pub fn path(&self, project: &Project) -> Result<PathBuf, Fault> {
        let name = PathBuf::from(self.name);
        if self.is(&name) {
            return Ok(name);
        }
        let tools = project.target().join("tools");
        let own = tools.join("bin").join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX));
        if !self.is(&own) {
            println!(
                "   {} {} is not installed: building it once, into {}",
                self.name,
                self.version,
                tools.display()
            );
            let mut install = cargo(&["install", self.name, "--locked", "--version", self.version]);
            // tools share what they depend on; the time to build them counts, not their speed
            install.args(["--debug", "--force", "--root"]).arg(&tools);
            install.arg("--target-dir").arg(tools.join("build")).args(self.features);
            succeed(install.env("CARGO_PROFILE_DEV_DEBUG", "false"))?;
        }
        Ok(own)
    }

    /// Whether the program at this place is there, in this version.
    fn is(&self, program: &PathBuf) -> bool {
        let said = Command::new(program).arg("--version").output();
        said.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).trim().ends_with(self.version))
    }
}
