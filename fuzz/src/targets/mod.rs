//! The readers of what people bring, each as a function of bytes that must not panic, and the inputs from which their trials begin.
//!
//! `fuzz/src/main.rs` runs them under libFuzzer, `crates/oblate/tests/fuzz.rs` on their seeds and on mutations of these.

mod concordance;
mod csv;
mod layouts;
mod overrides;
mod parquet;
mod scenario;
#[path = "../seeds.rs"]
mod seeds;
mod shocks;
#[path = "../valid.rs"]
mod valid;
mod world_file;

use std::path::PathBuf;
use std::sync::LazyLock;

use oblate_world::{RandomWorld, World};

#[allow(unused_imports, reason = "the replay in the tests rolls them")]
pub use valid::Dice;

/// One reader.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, as `cargo xtask fuzz` takes it: that of its file.
    pub name: &'static str,
    /// Reads the bytes, and what is made of them where they can be read.
    pub tries: fn(&[u8]),
    seeds: fn() -> Vec<Vec<u8>>,
}

impl Target {
    /// Inputs of the kind that it reads: those that the project and the data folder hold, where that is there, and made ones.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        (self.seeds)()
    }
}

/// All of them.
pub const TARGETS: [Target; 8] = [
    Target { name: "scenario", tries: scenario::tries, seeds: scenario::seeds },
    Target { name: "shocks", tries: shocks::tries, seeds: shocks::seeds },
    Target { name: "overrides", tries: overrides::tries, seeds: overrides::seeds },
    Target { name: "world_file", tries: world_file::tries, seeds: world_file::seeds },
    Target { name: "csv", tries: csv::tries, seeds: csv::seeds },
    Target { name: "parquet", tries: parquet::tries, seeds: parquet::seeds },
    Target { name: "layouts", tries: layouts::tries, seeds: layouts::seeds },
    Target { name: "concordance", tries: concordance::tries, seeds: concordance::seeds },
];

/// A small world: regions R1 to R3, sectors s1 to s3, every flow by its use.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    valid::with_emissions(&RandomWorld { regions: 3, sectors: 3, by_use: true, ..RandomWorld::default() })
});

/// A folder for the files of this process, in memory where the system has such a place.
static SCRATCH: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = parent.join(format!("oblate-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
});

/// Writes bytes as a file of this name in the folder of this process.
fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = SCRATCH.join(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    path
}
