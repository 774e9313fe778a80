//! Builds the built-in world from the data folder, its one argument; run by `cargo xtask world`.

use std::error::Error;
use std::path::{Path, PathBuf};

use oblate_sources::{build_world_2014, write_compact_world};

fn main() -> Result<(), Box<dyn Error>> {
    let data = std::env::args_os().nth(1).map(PathBuf::from).ok_or("the data folder is missing")?;
    let world = build_world_2014(&data.join("data/world-2014"))?;
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../worlds/world-2014/world-2014.world");
    write_compact_world(&world, &place, true)?;
    println!("wrote worlds/world-2014/world-2014.world, with {} mends", world.accounts().mends.len());
    Ok(())
}
