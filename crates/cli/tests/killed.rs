//! A program that is killed at any moment leaves nothing half-written under a final name, and the next run works.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::Place;

/// Moments at which the program is killed, in milliseconds: from its start until after its end.
const MOMENTS: [u64; 8] = [0, 2, 5, 10, 20, 40, 80, 160];

/// Kills a command at each moment; `whole` says whether what stands at its place is whole.
fn survives(arguments: &str, result: &str, whole: impl Fn(&Place) -> bool) {
    let place = Place::new();
    place.write("stop.toml", "title = \"s\"\n[[capacity_loss]]\nregions = \"R1\"\nloss = 0.5\ndays = 5\n");
    assert_eq!(place.oblate("world export r.world --to csv -o tables").code, Some(0));
    for moment in MOMENTS {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("oblate"));
        command.current_dir(place.0.path()).args(arguments.split_whitespace());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        // one that is done already has nothing to be killed
        let _ = child.kill();
        child.wait().unwrap();
        assert!(!place.path(result).exists() || whole(&place), "{arguments} after {moment} ms");
    }
    let said = place.oblate(arguments);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(whole(&place), "{arguments}");
}

/// Whether a folder of results has every file that its record names.
fn has_all_files(place: &Place) -> bool {
    let folder = place.path("out");
    let Ok(text) = std::fs::read_to_string(folder.join("run.json")) else { return false };
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    record["files"].as_array().unwrap().iter().all(|file| folder.join(file.as_str().unwrap()).is_file())
}

#[test]
fn a_killed_run_leaves_nothing_half_written() {
    survives("run my.toml --world r.world -o out --overwrite", "out", has_all_files);
}

#[test]
fn killed_shocks_leave_nothing_half_written() {
    survives("shock stop.toml --world r.world -o out --overwrite", "out", has_all_files);
}

#[test]
fn a_killed_import_leaves_nothing_half_written() {
    survives("world import tables --layout table -o new.world --overwrite", "new.world", |place| {
        place.oblate("world info new.world").code == Some(0)
    });
}

#[test]
fn a_killed_export_leaves_nothing_half_written() {
    survives("world export r.world --to csv -o out --overwrite", "out", |place| {
        place.oblate("world import out --layout table -o again.world --overwrite").code == Some(0)
    });
}
