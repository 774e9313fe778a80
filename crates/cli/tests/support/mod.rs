//! A folder of one's own, the program in it, and what it said.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a program that does not start should stop the test")]

use std::path::PathBuf;

use oblate_world::RandomWorld;
use tempfile::TempDir;

/// A scenario on the regions R1 to R4 and the sectors s1 to s5 of the random world.
pub const WALL: &str =
    "title = \"Wall\"\n[[tariff]]\nname = \"wall\"\nfrom = \"R2\"\nto = \"R1\"\nadd = 0.2\n";

/// A folder with a random world `r.world` and a scenario `my.toml`.
pub struct Place(pub TempDir);

/// What the program said.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        let place = Self(TempDir::new().unwrap());
        let world = RandomWorld { seed: 7, ..RandomWorld::default() }.build();
        oblate::save_world(&world, &place.path("r.world"), false).unwrap();
        place.write("my.toml", WALL);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// Runs the program; its arguments stand in one line, without spaces inside.
    pub fn oblate(&self, arguments: &str) -> Said {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("oblate");
        let output = command.current_dir(self.0.path()).args(arguments.split_whitespace()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The names of everything in the folder that the tests did not put there.
    pub fn left(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> =
            names.filter(|name| !["r.world", "my.toml"].contains(&name.as_str())).collect();
        names.sort();
        names
    }
}
