//! The values of `expected.csv` are those of second programs, of which `second-programs.toml` tells for each scenario which text, world,
//! parameters and program they are of. So a second program runs where one of these has changed, and not every time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use blake3::Hasher;
use oblate::World;
use oblate_scenario::{Kind, LibraryEntry, library};

use crate::expected::{self, Row};
use crate::short_run::Stage;
use crate::{library as long_run, short_run};

/// The hash of each scenario.
const FILE: &str = "crates/oblate/tests/second-programs.toml";

const HEAD: &str = "\
# Of which scenario, world, parameters and second program the values of each `expected.csv` are: BLAKE3.
# Written by `cargo xtask second-programs`, which runs the programs where one of these has changed.

";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// What the hash of every scenario is made of: the world, the parameters, and the program of its kind.
struct Ground {
    world: String,
    long_run: Hasher,
    short_run: Hasher,
}

impl Ground {
    fn new(world: &World) -> Self {
        Self {
            world: oblate_sources::world_hash(world),
            long_run: hashed(&long_run::second::SOURCES),
            short_run: hashed(&short_run::second::SOURCES),
        }
    }

    /// The hash of a scenario with these expected values.
    fn hash(&self, entry: &LibraryEntry, expected: &str) -> String {
        let mut hasher = match entry.kind {
            Kind::LongRun => self.long_run.clone(),
            Kind::ShortRun => self.short_run.clone(),
            kind => panic!("{}: no second program for {kind:?}", entry.name),
        };
        for part in [self.world.as_str(), entry.text, expected] {
            add(&mut hasher, part.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Files of a second program, and the parameters.
fn hashed(sources: &[&str]) -> Hasher {
    let mut hasher = Hasher::new();
    for folder in sources.iter().chain(&["parameters"]) {
        for file in files(&root().join(folder)) {
            let name = file.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            add(&mut hasher, name.as_bytes());
            add(&mut hasher, &std::fs::read(&file).unwrap());
        }
    }
    hasher
}

/// A part with its length, so that no two lists of parts are one text.
fn add(hasher: &mut Hasher, part: &[u8]) {
    hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
}

fn told() -> BTreeMap<String, String> {
    toml::from_str(&std::fs::read_to_string(root().join(FILE)).unwrap()).unwrap()
}

/// Every scenario whose second program has run on what now stands there is told, and no other.
#[test]
fn every_expected_value_is_of_its_second_program_as_it_is_now() {
    let world = long_run::builtin();
    let (ground, told) = (Ground::new(&world), told());
    let now: BTreeMap<_, _> =
        library().iter().map(|entry| (entry.name.to_owned(), ground.hash(entry, entry.expected))).collect();
    let differ = now.iter().filter(|&(name, hash)| told.get(name) != Some(hash)).map(|(name, _)| name);
    let differ: Vec<_> = differ.chain(told.keys().filter(|name| !now.contains_key(*name))).collect();
    assert!(
        differ.is_empty(),
        "what their second program was run on has changed: {differ:?}; `cargo xtask second-programs` runs it again"
    );
}

#[test]
fn a_changed_text_value_world_or_program_is_found() {
    let world = long_run::builtin();
    let (ground, entries) = (Ground::new(&world), library());
    let (entry, other) = (&entries[0], &entries[1]);
    let hash = ground.hash(entry, entry.expected);
    assert_ne!(ground.hash(other, entry.expected), hash);
    assert_ne!(ground.hash(entry, &entry.expected.replacen('1', "2", 1)), hash);
    assert_ne!(Ground { world: String::new(), ..Ground::new(&world) }.hash(entry, entry.expected), hash);
    let swapped = Ground {
        long_run: ground.short_run.clone(),
        short_run: ground.long_run.clone(),
        ..Ground::new(&world)
    };
    assert_ne!(swapped.hash(entry, entry.expected), hash);
}

/// What the second program says, in the words of the file: a value that agrees stays as it stands there.
fn values(entry: &LibraryEntry, text: &str, stage: &Stage) -> String {
    let rows = match entry.kind {
        Kind::LongRun => long_run::second::rows(entry, &stage.world, expected::keys(text)),
        Kind::ShortRun => short_run::second::rows(&stage.table, &stage.resolve(entry)),
        kind => panic!("{}: no second program for {kind:?}", entry.name),
    };
    let known: BTreeMap<[String; 3], &str> =
        expected::keys(text).into_iter().zip(text.lines().skip(1)).collect();
    let mut all = expected::text(&[]);
    for row in &rows {
        let line = known.get(&row.key().map(str::to_owned)).copied();
        let kept = line.filter(|line| agrees(line, row));
        match kept {
            Some(line) => all += &format!("{line}\n"),
            None => {
                let new = expected::line(row);
                println!("{}: {} instead of {}", entry.name, new, line.unwrap_or("nothing"));
                all += &format!("{new}\n");
            }
        }
    }
    all
}

/// Whether a line of the file has a value, and it is that of a row.
fn agrees(line: &str, row: &Row) -> bool {
    let is_begun = line.ends_with(",,");
    !is_begun && expected::parse(&(expected::text(&[]) + line))[0].agrees(row.value.unwrap_or(f64::NAN))
}

/// Whether its second program is the one that solves the plain transcription of the model.
fn takes_minutes(entry: &LibraryEntry, world: &World) -> bool {
    use long_run::second::cases::{are_armington, resolution};
    entry.kind == Kind::LongRun && !are_armington(&resolution(entry, world), world)
}

#[test]
#[ignore = "runs the second programs where `second-programs.toml` is not up to date, which takes minutes for some scenarios, and writes \
            `expected.csv` and the file"]
fn run_the_second_programs() {
    let stage = Stage::new();
    let (ground, mut told) = (Ground::new(&stage.world), told());
    told.retain(|name, _| library().iter().any(|entry| entry.name == name));
    let mut entries: Vec<_> = library().iter().collect();
    entries.sort_by_key(|entry| takes_minutes(entry, &stage.world));
    for entry in entries {
        let path = root().join("scenarios").join(entry.name).join("expected.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        if told.get(entry.name) == Some(&ground.hash(entry, &text)) {
            continue;
        }
        println!("{}", entry.name);
        let values = values(entry, &text, &stage);
        std::fs::write(&path, &values).unwrap();
        told.insert(entry.name.to_owned(), ground.hash(entry, &values));
        // after each, so that what is done stays done
        std::fs::write(root().join(FILE), HEAD.to_owned() + &toml::to_string(&told).unwrap()).unwrap();
    }
}
