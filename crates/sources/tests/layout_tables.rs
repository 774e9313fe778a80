//! What the book says of the layouts is what an export writes: tables and columns, in their order.

use std::collections::BTreeSet;
use std::path::Path;

use oblate_sources::{Format, LayoutTable, NATIONAL_LAYOUT, TABLE_LAYOUT, export_national, export_table};
use oblate_world::RandomWorld;

/// The tables of a folder, each with its header.
fn headers(folder: &Path) -> Vec<(String, Vec<String>)> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tables = paths.filter(|path| path.extension().is_some_and(|ending| ending == "csv"));
    let header = |path: &Path| {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().next().unwrap().split(',').map(str::to_owned).collect()
    };
    tables.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), header(&path))).collect()
}

/// Compares the tables of a folder with their descriptions and returns their names.
fn compare(folder: &Path, layout: &[LayoutTable]) -> BTreeSet<String> {
    let headers = headers(folder);
    for (name, header) in &headers {
        let table = layout.iter().find(|table| table.name == name).unwrap();
        let mut written = header.iter().peekable();
        for column in table.columns {
            if column.name.chars().all(|letter| letter.is_uppercase()) {
                // any number of columns, up to the next that has a name of its own
                let named = |name: &str| table.columns.iter().any(|column| column.name == name);
                assert!(written.next_if(|name| !named(name)).is_some(), "{name}: no {}", column.name);
                while written.next_if(|name| !named(name)).is_some() {}
            } else {
                assert_eq!(written.next().map(String::as_str), Some(column.name), "{name}: {header:?}");
            }
        }
        assert_eq!(written.next(), None, "{name}: {header:?}");
    }
    headers.into_iter().map(|(name, _)| name).collect()
}

fn names(layout: &[LayoutTable]) -> BTreeSet<String> {
    layout.iter().map(|table| table.name.to_owned()).collect()
}

#[test]
fn the_layout_table_is_described_as_it_is_written() {
    let mut written = BTreeSet::new();
    for by_use in [true, false] {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("exported");
        let world = RandomWorld { by_use, tariffs: true, ..RandomWorld::default() }.build();
        export_table(&world, &folder, Format::Csv, false).unwrap();
        written.extend(compare(&folder, &TABLE_LAYOUT));
    }
    assert_eq!(written, names(&TABLE_LAYOUT));
}

#[test]
fn the_layout_national_is_described_as_it_is_written() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("exported");
    let world = RandomWorld { production_taxes: false, ..RandomWorld::default() }.build();
    export_national(&world, &folder, Format::Csv, false).unwrap();
    assert_eq!(compare(&folder, &NATIONAL_LAYOUT), names(&NATIONAL_LAYOUT));
}
