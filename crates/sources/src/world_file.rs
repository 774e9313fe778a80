//! The world file: magic, version, a JSON header with checksums, and aligned little-endian sections.
//!
//! ```text
//! bytes 0..8    the magic `OBLATEW` and a line end
//! bytes 8..12   format version, u32
//! bytes 12..16  zero
//! bytes 16..24  length of the header in bytes, u64
//! bytes 24..56  BLAKE3 hash of the header
//! bytes 56..64  zero
//! bytes 64..    the header (JSON), then the sections, each at a multiple of 64 bytes
//! ```
//!
//! All numbers are little-endian. A section is an array in row-major order, of encoding `f64` (raw) or
//! `decimal4` (at most four significant decimal digits a cell, zstd-compressed; see `decimal`).

mod decimal;
mod header;
mod read;
mod sections;
mod write;

pub(crate) use decimal::round as round_to_digits;
pub use read::{decode_world, read_world};
pub use write::{accounts_hash, world_hash, write_compact_world, write_world};

const MAGIC: &[u8; 8] = b"OBLATEW\n";
const VERSION: u32 = 1;
/// Bytes before the header.
const PREFIX: usize = 64;
/// Sections start at multiples of this.
const ALIGNMENT: usize = 64;
