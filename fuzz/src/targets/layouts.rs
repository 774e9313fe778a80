//! Folders of tables in the layouts `table` and `national`: a file begins with a line of `@@` and its name.

use std::collections::BTreeMap;
use std::path::Path;

use oblate_engine::{ImportRequest, Layout, export_world, import_notes, import_world};
use oblate_tables::Format;
use oblate_world::{RandomWorld, World};

use super::{SCRATCH, seeds};

const MARK: &str = "@@";

pub fn tries(data: &[u8]) {
    let folder = SCRATCH.join("tables");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    for (name, content) in files(data) {
        std::fs::write(folder.join(name), content).expect("a file can be written");
    }
    for layout in [Layout::Table, Layout::National] {
        let request = request(layout, &folder);
        let _ = import_notes(&request);
        if let Ok(world) = import_world(&request, &|| false) {
            assert!(world.accounts().description.name == "w");
        }
    }
}

fn request(layout: Layout, folder: &Path) -> ImportRequest {
    let folder = folder.to_owned();
    ImportRequest { layout, folder, mends_off: Default::default(), name: Some("w".to_owned()), title: None }
}

/// The files by name: only names of plain letters and one ending, so that nothing is written elsewhere.
fn files(data: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut name = None;
    for line in data.split_inclusive(|&byte| byte == b'\n') {
        match line.strip_prefix(MARK.as_bytes()) {
            Some(rest) => name = plain(rest),
            None => {
                if let Some(name) = &name {
                    files.entry(String::clone(name)).or_insert_with(Vec::new).extend_from_slice(line);
                }
            }
        }
    }
    files
}

fn plain(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?.trim();
    let (stem, ending) = name.split_once('.')?;
    let is_plain = |part: &str| {
        (1..40).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    (is_plain(stem) && is_plain(ending)).then(|| name.to_owned())
}

/// A folder as one input.
fn packed(folder: &Path) -> Vec<u8> {
    let mut input = Vec::new();
    for (name, content) in seeds::all_files(folder) {
        input.extend_from_slice(format!("{MARK}{name}\n").as_bytes());
        input.extend_from_slice(&content);
        if !content.ends_with(b"\n") {
            input.push(b'\n');
        }
    }
    input
}

pub fn seeds() -> Vec<Vec<u8>> {
    let small = RandomWorld { regions: 2, sectors: 2, factors: 1, final_uses: 1, ..RandomWorld::default() };
    let worlds = [
        (RandomWorld { by_use: true, ..small.clone() }, Layout::Table),
        (RandomWorld { by_use: false, ..small.clone() }, Layout::Table),
        (RandomWorld { production_taxes: false, ..small }, Layout::National),
    ];
    let exported = |(world, layout): (RandomWorld, Layout)| {
        let folder = SCRATCH.join("exported");
        let world: World = world.build();
        export_world(&world, layout, &folder, Format::Csv, true).expect("a random world can be exported");
        packed(&folder)
    };
    let mut seeds: Vec<Vec<u8>> = worlds.into_iter().map(exported).collect();
    seeds.extend(seeds::folders_with("industries.csv").iter().map(|folder| packed(folder)));
    seeds
}
