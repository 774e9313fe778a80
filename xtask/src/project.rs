//! Where the project lies on this machine, and how its tools are called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use serde_json::Value;

use crate::step::Fault;

/// The checkout.
pub struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

impl Project {
    /// The checkout that this program was built from.
    pub fn here() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
        Self { root: root.to_owned() }
    }

    /// The folder of build products.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// The folder of published data that tests compare with: `$OBLATE_DATA`, else `../shared`.
    pub fn data(&self) -> PathBuf {
        std::env::var_os("OBLATE_DATA").map_or_else(|| self.root.join("../shared"), PathBuf::from)
    }

    /// Whether that folder is absent, and with it what is done with the data, in words for the screen.
    ///
    /// # Errors
    /// Absent although `OBLATE_REQUIRE_DATA` is set.
    pub fn lacks_data(&self, consequence: &str) -> Result<bool, Fault> {
        let data = self.data();
        if data.is_dir() {
            return Ok(false);
        }
        if std::env::var_os("OBLATE_REQUIRE_DATA").is_some() {
            return Err(Fault::new(format!("the data folder {} is absent", data.display())));
        }
        println!("   {consequence}: the data folder {} is absent", data.display());
        Ok(true)
    }

    /// All files below `folder` with this extension, in order of their names; build products excepted.
    pub fn files(&self, folder: &str, extension: &str) -> Result<Vec<PathBuf>, Fault> {
        files_below(&self.root.join(folder), extension)
    }

    /// The program `oblate`, built as the tests build it: another choice of packages would build its dependencies anew.
    pub fn program(&self) -> Result<PathBuf, Fault> {
        succeed(&mut cargo(&["test", "--workspace", "--tests", "--no-run", "--quiet"]))?;
        Ok(self.target().join("debug").join(format!("oblate{}", std::env::consts::EXE_SUFFIX)))
    }

    /// A path as it is written in messages: from the root on.
    pub fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// All files below a folder with this extension, in order of their names; build products excepted.
pub fn files_below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    collect(folder, extension, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<(), Fault> {
    let cannot = |error| Fault::new(format!("cannot list {}: {error}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            collect(&path, extension, found)?;
        } else if path.is_file() && path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// When something last changed in a file, or in a folder and all that lies below it.
pub fn changed(place: &Path) -> Result<SystemTime, Fault> {
    let cannot = |error| Fault::new(format!("cannot read {}: {error}", place.display()));
    let about = place.metadata().map_err(cannot)?;
    let mut last = about.modified().map_err(cannot)?;
    if about.is_dir() {
        for entry in std::fs::read_dir(place).map_err(cannot)? {
            last = last.max(changed(&entry.map_err(cannot)?.path())?);
        }
    }
    Ok(last)
}

/// Reads a text file.
pub fn read(path: &Path) -> Result<String, Fault> {
    std::fs::read_to_string(path).map_err(|e| Fault::new(format!("cannot read {}: {e}", path.display())))
}

/// The fault of a file or folder that cannot be written.
pub fn cannot_write(path: &Path) -> impl Fn(std::io::Error) -> Fault {
    move |error| Fault::new(format!("cannot write {}: {error}", path.display()))
}

/// The cargo that started this program, with these arguments, in the workspace's root.
pub fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.args(arguments).current_dir(Project::here().root);
    command
}

/// What cargo knows of the workspace and, unless these arguments say otherwise, of all that it depends on.
pub fn metadata(arguments: &[&str]) -> Result<Value, Fault> {
    let mut command = cargo(&["metadata", "--format-version", "1"]);
    let output = command.args(arguments).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| cannot_start(&command, &error))?;
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Fault::new(format!("{} gave no JSON: {error}", line(&command))))
}

/// The values of a JSON array; none of anything else.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Runs a command to its end, its output on the screen; anything but success is a fault.
pub fn succeed(command: &mut Command) -> Result<(), Fault> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(Fault::new(format!("{}: {status}", line(command)))) }
}

/// The fault of a command that could not be started.
pub fn cannot_start(command: &Command, error: &std::io::Error) -> Fault {
    Fault::new(format!("cannot start {}: {error}", line(command)))
}

/// A command as one would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
