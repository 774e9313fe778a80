//! Writing a world file, and the hash that names a world by its content.

use std::io::Write;
use std::path::Path;

use oblate_world::{Accounts, World};

use super::header::{Encoding, Header, SectionEntry};
use super::sections::{Section, sections};
use super::{ALIGNMENT, MAGIC, PREFIX, VERSION, decimal};
use crate::error::SourceError;
use crate::files;

/// Writes a world as one file, all numbers exact. A file that exists is replaced only if `overwrite` says so.
///
/// # Errors
/// [`SourceError::Exists`] and [`SourceError::Write`]; then nothing is left at `path`.
pub fn write_world(world: &World, path: &Path, overwrite: bool) -> Result<(), SourceError> {
    write(world, path, overwrite, |section| (Encoding::F64, raw(section.values)))
}

/// Writes a world as one small file: flows of at most four significant digits are compressed, all else
/// is as in [`write_world`]. No number changes.
///
/// # Errors
/// As [`write_world`].
pub fn write_compact_world(world: &World, path: &Path, overwrite: bool) -> Result<(), SourceError> {
    write(world, path, overwrite, |section| {
        let flows = ["trade", "intermediate", "final_use"].contains(&section.name.as_str());
        match decimal::encode(section.values) {
            Some(bytes) if flows => (Encoding::Decimal4, bytes),
            _ => (Encoding::F64, raw(section.values)),
        }
    })
}

/// A hash of all that a world is, labels, numbers and provenance: equal for equal worlds, however stored.
pub fn world_hash(world: &World) -> String {
    accounts_hash(world.accounts())
}

/// The same hash of accounts that may be no world.
pub fn accounts_hash(accounts: &Accounts) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&json(&Header::of(accounts)));
    for section in sections(accounts) {
        hasher.update(section.name.as_bytes());
        for block in section.values.chunks(8192) {
            hasher.update(&raw(block));
        }
    }
    hasher.finalize().to_hex().to_string()
}

fn write(
    world: &World,
    path: &Path,
    overwrite: bool,
    encode: impl Fn(&Section<'_>) -> (Encoding, Vec<u8>),
) -> Result<(), SourceError> {
    let accounts = world.accounts();
    let mut header = Header::of(accounts);
    let mut bodies = Vec::new();
    for section in sections(accounts) {
        let (encoding, body) = encode(&section);
        header.sections.push(SectionEntry {
            blake3: blake3::hash(&body).to_hex().to_string(),
            name: section.name,
            shape: section.shape,
            encoding,
            offset: 0,
            length: body.len() as u64,
        });
        bodies.push(body);
    }
    let header = place(header);
    files::write_file(path, overwrite, |out| {
        write_prefix(out, &header)?;
        out.write_all(&header)?;
        let mut written = PREFIX + header.len();
        for body in &bodies {
            out.write_all(&[0; ALIGNMENT][..padding(written)])?;
            out.write_all(body)?;
            written = aligned(written) + body.len();
        }
        Ok(())
    })
}

/// The header as JSON, with the offsets that hold once it stands before the sections.
fn place(mut header: Header) -> Vec<u8> {
    // offsets count from the end of the header first: its length depends on their digits
    loop {
        let bytes = json(&header);
        let mut end = PREFIX + bytes.len();
        let mut moved = false;
        for section in &mut header.sections {
            let offset = aligned(end) as u64;
            moved |= section.offset != offset;
            section.offset = offset;
            end = aligned(end) + section.length as usize;
        }
        if !moved {
            return bytes;
        }
    }
}

fn write_prefix(out: &mut dyn Write, header: &[u8]) -> std::io::Result<()> {
    out.write_all(MAGIC)?;
    out.write_all(&VERSION.to_le_bytes())?;
    out.write_all(&[0; 4])?;
    out.write_all(&(header.len() as u64).to_le_bytes())?;
    out.write_all(blake3::hash(header).as_bytes())?;
    out.write_all(&[0; 8])
}

fn json(header: &Header) -> Vec<u8> {
    serde_json::to_vec(header).expect("a header holds only strings, integers and finite numbers")
}

fn raw(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn aligned(position: usize) -> usize {
    position.next_multiple_of(ALIGNMENT)
}

fn padding(position: usize) -> usize {
    aligned(position) - position
}
