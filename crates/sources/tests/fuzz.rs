//! No bytes whatever make a reader panic.

use oblate_sources::{
    ImportOptions, decode_world, import_table, read_national, read_shock_table, write_world,
};
use oblate_world::RandomWorld;
use proptest::prelude::*;

fn good() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.world");
    write_world(&RandomWorld { regions: 2, sectors: 2, ..RandomWorld::default() }.build(), &path, false)
        .unwrap();
    std::fs::read(path).unwrap()
}

/// Puts the checksum of the header right, so that damage reaches what lies behind it.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = u64::from_le_bytes(bytes[16..24].try_into().unwrap());
    let end = 64_usize.saturating_add(length as usize).min(bytes.len());
    let hash = blake3::hash(&bytes[64..end]);
    bytes[24..56].copy_from_slice(hash.as_bytes());
    bytes
}

/// Text that looks like a table, with all that can be wrong in one.
fn table() -> impl Strategy<Value = Vec<u8>> {
    let word = prop::sample::select(vec![
        "origin",
        "destination",
        "exporter",
        "sector",
        "value",
        "region",
        "DEU",
        "1",
        "-1",
        "1e999",
        "NaN",
        "10%",
        "\"",
        "\"a\nb\"",
        "",
        ";",
        "\u{feff}",
        "é",
        " ",
    ]);
    let cell = prop::collection::vec(word, 0..6).prop_map(|cells| cells.join(","));
    prop::collection::vec(cell, 0..8).prop_map(|lines| lines.join("\n").into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(decode_world(&bytes, "x").is_err());
    }

    #[test]
    fn a_damaged_world_file_is_refused(at in 0_usize..1 << 20, flip in 1_u8.., cut in 0_usize..1 << 20) {
        let mut bytes = good();
        let at = at % bytes.len();
        // bytes between the parts carry nothing
        bytes[at] ^= flip;
        let decoded = decode_world(&bytes, "x");
        if let Ok(world) = decoded {
            prop_assert!(world == decode_world(&good(), "x").unwrap());
        }
        bytes.truncate(cut % bytes.len());
        prop_assert!(decode_world(&bytes, "x").is_err());
    }

    /// Damage under a right checksum: the world may be another one, but nothing panics.
    #[test]
    fn a_wrong_header_under_a_right_checksum_does_no_harm(changes in prop::collection::vec((64_usize..3000, any::<u8>()), 1..4)) {
        let mut bytes = good();
        for (at, byte) in changes {
            let at = at.min(bytes.len() - 1);
            bytes[at] = byte;
        }
        let _ = decode_world(&resealed(bytes), "x");
    }

    #[test]
    fn any_bytes_as_csv_are_read_or_refused(bytes in prop_oneof![prop::collection::vec(any::<u8>(), 0..300), table()]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(table) = read_shock_table(&path, None) {
            prop_assert!(table.values().iter().all(|value| value.is_finite()));
            prop_assert!(table.keys().iter().all(|(_, labels)| labels.len() == table.rows()));
        }
    }

    #[test]
    fn any_bytes_as_parquet_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        let framed = [b"PAR1".as_slice(), &bytes, b"PAR1"].concat();
        std::fs::write(&path, framed).unwrap();
        prop_assert!(read_shock_table(&path, None).is_err());
    }

    #[test]
    fn any_tables_in_a_folder_are_read_or_refused(one in table(), two in table(), three in table()) {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("industries.csv", one), ("flows.csv", two), ("trade.csv", three)] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        prop_assert!(import_table(folder.path(), &ImportOptions::default()).is_err());
        prop_assert!(read_national(folder.path(), &ImportOptions::default()).is_err());
    }
}
