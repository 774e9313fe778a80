//! A program that is killed at any moment leaves nothing half-written under a final name, loses nothing that was finished, and the
//! next run works.
//!
//! `OBLATE_KILLS` is the number of moments for each command; the tests try a few.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Place;
use crate::valid::Dice;

/// Starts a command whose arguments stand in one line.
fn started(place: &Place, arguments: &str) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("oblate"));
    command.current_dir(place.0.path()).args(arguments.split_whitespace());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills a command at random moments, from its start until after its end; `whole` says whether what stands at its place is whole. Where
/// something stood there once, something does at every moment.
fn survives(arguments: &str, result: &str, whole: impl Fn(&Place) -> bool) {
    let place = Place::new();
    place.write("stop.toml", "title = \"s\"\n[[capacity_loss]]\nregions = \"R1\"\nloss = 0.5\ndays = 5\n");
    assert_eq!(place.oblate("world export r.world --to csv -o tables").code, Some(0));
    let count = std::env::var("OBLATE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let (mut dice, mut longest) = (Dice(count), Duration::from_millis(1));
    let mut stands = false;
    for number in 0..count {
        // now and then one goes to its end: so long does it take
        let moment = longest.mul_f64(0.01 * dice.below(130) as f64);
        let start = Instant::now();
        let mut child = started(&place, arguments);
        if number % 10 == 0 {
            assert!(child.wait().unwrap().success(), "{arguments}");
            longest = start.elapsed();
        } else {
            std::thread::sleep(moment);
            // one that is done already has nothing to be killed
            let _ = child.kill();
            child.wait().unwrap();
        }
        stands |= place.path(result).exists();
        assert_eq!(
            place.path(result).exists(),
            stands,
            "{arguments} after {moment:?}: what stood there is gone"
        );
        assert!(!stands || whole(&place), "{arguments} after {moment:?}");
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

/// The names and bytes of the files in a folder.
fn content(place: &Place, folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(place.path(folder)).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut files: Vec<_> = entries.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect();
    files.sort();
    files
}

/// What a short run had done when it was killed is kept: the same command goes on from there, to the same bytes.
#[test]
fn a_killed_short_run_goes_on_from_what_was_finished() {
    let place = Place::new();
    let loss = "[[capacity_loss]]\nregions = \"R1\"\nloss = 0.5\ndays = 5\n";
    place.write(
        "long.toml",
        format!(
            "title = \"s\"\ndays = 60000\n{loss}[[capacity_loss]]\nregions = \"R2\"\nloss = 0.1\ndays = 9\n"
        ),
    );
    let run = |folder: &str| format!("shock long.toml --world r.world -o {folder} --format csv");
    assert_eq!(place.oblate(&run("whole")).code, Some(0));
    let mut child = started(&place, &run("out"));
    while !place.path("out.part").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it kept anything");
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!place.path("out").exists());
    let said = place.oblate(&run("out"));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("gone on from where it was stopped"), "{}", said.out);
    assert!(!place.path("out.part").exists());
    assert!(content(&place, "out") == content(&place, "whole"));
}
