//! The world file: what is written is read back, and nothing else is taken for a world.

use std::path::Path;

use oblate_sources::{SourceError, decode_world, read_world, world_hash, write_compact_world, write_world};
use oblate_world::{RandomWorld, World};

fn world(by_use: bool) -> World {
    RandomWorld { by_use, dead_sectors: 1, ..RandomWorld::default() }.build()
}

fn bytes(world: &World) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.world");
    write_world(world, &path, false).unwrap();
    std::fs::read(path).unwrap()
}

fn message(bytes: &[u8]) -> String {
    decode_world(bytes, "a.world").unwrap_err().to_string()
}

/// The file with another header, under the right checksum; a shorter title makes room, so that sections stay.
fn with_header(bytes: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
    let length = u64::from_le_bytes(bytes[16..24].try_into().unwrap()) as usize;
    let header = String::from_utf8(bytes[64..64 + length].to_vec()).unwrap();
    let header = edit(header).replace("A random balanced world", "A");
    assert!(header.len() <= length);
    let header = format!("{header:length$}");
    let mut edited = bytes[..16].to_vec();
    edited.extend((header.len() as u64).to_le_bytes());
    edited.extend(blake3::hash(header.as_bytes()).as_bytes());
    edited.extend([0; 8]);
    edited.extend(header.as_bytes());
    edited.extend(&bytes[64 + length..]);
    edited
}

#[test]
fn a_world_comes_back_bit_by_bit() {
    for by_use in [true, false] {
        let world = world(by_use);
        let back = decode_world(&bytes(&world), "a.world").unwrap();
        assert_eq!(back, world);
        assert_eq!(world_hash(&back), world_hash(&world));
    }
}

#[test]
fn the_compact_form_holds_the_same_world() {
    let world = world(true);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("compact.world");
    write_compact_world(&world, &path, false).unwrap();
    assert_eq!(read_world(&path).unwrap(), world);
}

#[test]
fn the_hash_tells_worlds_apart() {
    let world = world(false);
    let mut accounts = world.accounts().clone();
    accounts.description.caveats.push("one more".to_owned());
    let other = World::new(accounts).unwrap();
    assert_ne!(world_hash(&world), world_hash(&other));
    let other = RandomWorld { seed: 2, ..RandomWorld::default() }.build();
    assert_ne!(world_hash(&world), world_hash(&other));
}

#[test]
fn sections_are_aligned() {
    let bytes = bytes(&world(true));
    let length = u64::from_le_bytes(bytes[16..24].try_into().unwrap()) as usize;
    let header: serde_json::Value = serde_json::from_slice(&bytes[64..64 + length]).unwrap();
    let sections = header["sections"].as_array().unwrap();
    assert!(!sections.is_empty());
    for section in sections {
        assert_eq!(section["offset"].as_u64().unwrap() % 64, 0, "{section}");
    }
}

#[test]
fn a_file_is_never_overwritten_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.world");
    std::fs::write(&path, "mine").unwrap();
    let error = write_world(&world(false), &path, false).unwrap_err();
    assert!(matches!(error, SourceError::Exists { .. }));
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` exists already; choose another name, or say that it may be overwritten",
            path.display()
        )
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    write_world(&world(false), &path, true).unwrap();
    assert_eq!(read_world(&path).unwrap(), world(false));
    // no temporary file is left
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no/a.world");
    let error = write_world(&world(false), &path, false).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot write `{}`: ", path.display())), "{error}");
    let error = read_world(&path).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot read `{}`: ", path.display())), "{error}");
}

#[test]
fn what_is_no_world_file_is_refused_by_its_first_bytes() {
    let no_world = "`a.world` is not a readable world file: ";
    assert_eq!(message(b""), format!("{no_world}it is empty; build it again"));
    assert_eq!(
        message(b"region,sector\n"),
        format!(
            "{no_world}it does not start like one (found `region,s`); a world file is made by `oblate world import`, \
             and tables in CSV or Parquet have to be imported first"
        )
    );
    assert!(message(&[0, 159, 146, 150, 7]).contains(r"found `\x00\x9f\x92\x96\x07`"));
}

/// A file of a terabyte without content: it could not be read whole.
#[test]
fn a_huge_file_of_another_kind_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.world");
    let file = std::fs::File::create(&path).unwrap();
    if file.set_len(1 << 40).is_err() {
        println!("skipped: this file system holds no sparse files");
        return;
    }
    let error = read_world(&path).unwrap_err().to_string();
    assert!(error.contains("it does not start like one"), "{error}");
}

#[test]
fn a_file_that_was_cut_off_is_told() {
    let bytes = bytes(&world(false));
    let end = bytes.len();
    assert_eq!(
        message(&bytes[..end - 5]),
        format!(
            "`a.world` is not a readable world file: it ends after {} bytes where {end} are needed; it was cut off, \
             copy or build it again",
            end - 5
        )
    );
    assert!(message(&bytes[..20]).contains("it ends after 20 bytes where 64 are needed"));
    assert!(message(&bytes[..100]).contains("it ends after 100 bytes"));
}

#[test]
fn a_changed_byte_is_told() {
    let good = bytes(&world(false));
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    assert_eq!(
        message(&bad),
        "`a.world` is not a readable world file: section `pair:distance` does not have the checksum it was written \
         with; the file is damaged, copy or build it again"
    );
    let mut bad = good;
    bad[70] ^= 1;
    assert!(message(&bad).contains("the header does not have the checksum it was written with"));
}

#[test]
fn a_later_version_is_told() {
    let mut bytes = bytes(&world(false));
    bytes[8] = 9;
    assert_eq!(
        message(&bytes),
        "`a.world` is not a readable world file: it has format version 9, this program reads up to 1; update oblate"
    );
}

#[test]
fn mistakes_in_the_header_are_told() {
    let good = bytes(&world(false));
    let edited = |from: &str, to: &str| {
        message(&with_header(&good, |header| {
            assert!(header.contains(from), "{header}");
            header.replacen(from, to, 1)
        }))
    };
    assert!(edited("\"unit\":", "\"unitt\":").contains("its header is wrong: unknown field `unitt`"));
    assert!(edited("{", "{{").contains("its header is wrong: "));
    assert!(
        edited("\"shape\":[5,4,4]", "\"shape\":[5,4,5]")
            .contains("section `trade` has shape [5, 4, 5], but the axes ask for [5, 4, 4]")
    );
    let error = edited("\"name\":\"production_tax\"", "\"name\":\"taxes\"");
    let expected = "it has no section `production_tax`; it has `trade`, `intermediate`, `final_use`";
    assert!(error.contains(expected), "{error}");
    assert!(
        edited("\"code\":\"R2\"", "\"code\":\"R1\"")
            .ends_with("region `R1` stands twice: as number 1 and as number 2")
    );
    assert!(
        edited("\"encoding\":\"f64\"", "\"encoding\":\"decimal4\"")
            .contains("section `trade` does not hold 80 numbers in encoding decimal4")
    );
}

#[test]
fn a_world_that_does_not_balance_is_refused() {
    let world = world(false);
    let good = bytes(&world);
    let sum: f64 = world.accounts().factor_income.as_slice().iter().sum();
    assert!(sum > 0.0);
    // factor income read as production taxes and the other way round
    let swapped = with_header(&good, |header| {
        header
            .replace("\"name\":\"satellite:employment\",\"shape\":[4,5]", "\"name\":\"x\",\"shape\":[4,5]")
            .replace(
                "\"name\":\"production_tax\",\"shape\":[4,5]",
                "\"name\":\"satellite:employment\",\"shape\":[4,5]",
            )
            .replace("\"name\":\"x\",\"shape\":[4,5]", "\"name\":\"production_tax\",\"shape\":[4,5]")
    });
    let error = decode_world(&swapped, "a.world").unwrap_err();
    assert!(matches!(error, SourceError::Balance { .. }), "{error}");
    assert!(error.to_string().starts_with("`a.world` is no balanced world: sector `"), "{error}");
}

#[test]
fn a_folder_is_no_world_file() {
    assert!(read_world(Path::new(env!("CARGO_MANIFEST_DIR"))).is_err());
}
