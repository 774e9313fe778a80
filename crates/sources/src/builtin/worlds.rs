//! The worlds that come with the program.

use oblate_world::World;

use crate::error::SourceError;
use crate::world_file::decode_world;

const WORLDS: [(&str, &[u8]); 1] =
    [("world-2014", include_bytes!("../../../../worlds/world-2014/world-2014.world"))];

/// The built-in world of this name, decoded and checked; none if there is no such world.
pub fn builtin(name: &str) -> Option<Result<World, SourceError>> {
    let (name, bytes) = WORLDS.iter().find(|(known, _)| *known == name)?;
    Some(decode_world(bytes, name))
}

/// The names of the built-in worlds.
pub fn builtin_names() -> &'static [&'static str] {
    const NAMES: [&str; WORLDS.len()] = [WORLDS[0].0];
    &NAMES
}
