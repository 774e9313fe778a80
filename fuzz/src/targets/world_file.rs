//! World files, whose checksums are put right first, so that what is behind them is reached.

use oblate_engine::{check_world, open_world};
use oblate_sources::{decode_world, world_hash, write_compact_world, write_world};
use oblate_world::{RandomWorld, World};

use super::SCRATCH;

/// Bytes before the header.
const PREFIX: usize = 64;

pub fn tries(data: &[u8]) {
    let _ = decode_world(data, "fuzz");
    if let Ok(world) = decode_world(&resealed(data.to_vec()), "fuzz") {
        let _ = check_world(&world);
        assert_eq!(
            world_hash(&again(&world)),
            world_hash(&world),
            "a world that was written is read as it was"
        );
    }
}

fn again(world: &World) -> World {
    let path = SCRATCH.join("again.world");
    write_world(world, &path, true).expect("a world can be written");
    open_world(&path.display().to_string()).expect("a world that was written can be read")
}

/// The file with the checksums that it should have.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let Some(length) = bytes.get(16..24).and_then(|length| length.try_into().ok()) else { return bytes };
    let Ok(length) = usize::try_from(u64::from_le_bytes(length)) else { return bytes };
    let header = PREFIX..PREFIX.saturating_add(length);
    let Some(json) = bytes.get(header.clone()) else { return bytes };
    if let Some(json) = with_right_hashes(json, &bytes) {
        bytes[header.clone()].copy_from_slice(&json);
    }
    let hash = blake3::hash(&bytes[header]);
    bytes[24..56].copy_from_slice(hash.as_bytes());
    bytes
}

/// A header in which the hash of each section is that of its bytes: as long as it was.
fn with_right_hashes(json: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let mut text = std::str::from_utf8(json).ok()?.to_owned();
    let header: serde_json::Value = serde_json::from_str(&text).ok()?;
    for section in header["sections"].as_array()? {
        let number = |key: &str| usize::try_from(section[key].as_u64()?).ok();
        let (Some(offset), Some(length)) = (number("offset"), number("length")) else { continue };
        let body = bytes.get(offset..offset.saturating_add(length));
        if let (Some(body), Some(old)) = (body, section["blake3"].as_str().filter(|old| old.len() == 64)) {
            text = text.replace(old, blake3::hash(body).to_hex().as_str());
        }
    }
    (text.len() == json.len()).then(|| text.into_bytes())
}

pub fn seeds() -> Vec<Vec<u8>> {
    let path = SCRATCH.join("seed.world");
    let small = RandomWorld {
        regions: 2,
        sectors: 2,
        factors: 1,
        final_uses: 1,
        untraded: 0,
        ..RandomWorld::default()
    };
    let mut seeds = Vec::new();
    for by_use in [true, false] {
        let world = RandomWorld { by_use, dead_sectors: 1, ..small.clone() }.build();
        for write in [write_world, write_compact_world] {
            write(&world, &path, true).expect("a world can be written");
            seeds.push(std::fs::read(&path).expect("a file that was written can be read"));
        }
    }
    seeds
}
