//! Disks that are full or cannot be written, folders that vanish, two runs at one place: each is an error with cause, place and way out, and
//! nothing is lost.

use std::process::{Command, Stdio};

use crate::support::{Place, Said};

/// What makes something of a world, and puts it on `disk`.
const WRITERS: [&str; 5] = [
    "run my.toml --world r.world -o disk/out --overwrite",
    "shock stop.toml --world r.world -o disk/out --overwrite",
    "world import tables --layout table -o disk/new.world",
    "world export r.world --to csv -o disk/tables",
    "indicators r.world -o disk/chains",
];

fn place() -> Place {
    let place = Place::new();
    place.write("stop.toml", "title = \"s\"\n[[capacity_loss]]\nregions = \"R1\"\nloss = 0.5\ndays = 5\n");
    assert_eq!(place.oblate("world export r.world --to csv -o tables").code, Some(0));
    std::fs::create_dir(place.path("disk")).unwrap();
    place
}

fn said(output: std::process::Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Runs the program with a disk of its own in memory, which `prepare` makes ready, and then looks at what is left there; none where this
/// system lets nobody mount one.
fn on_a_disk(place: &Place, prepare: &str, arguments: &str) -> Option<Said> {
    let program = assert_cmd::cargo::cargo_bin!("oblate");
    let line = format!(
        "mount -t tmpfs -o size=256k none disk || exit 99\n{prepare}\n'{}' --quiet {arguments}\ncode=$?\n\
         find disk -mindepth 1 -maxdepth 1 | sort\nexit $code",
        program.display()
    );
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &line]).current_dir(place.0.path());
    let said = command.output().ok().map(said);
    if said.as_ref().is_none_or(|said| said.code == Some(99) || said.err.starts_with("unshare: ")) {
        println!("skipped: this system lets nobody mount a disk of his own (`unshare -rm`)");
        return None;
    }
    said
}

#[test]
fn a_full_disk_is_told_and_nothing_half_written_is_left() {
    let place = place();
    for arguments in WRITERS {
        let fill = "head -c 1000000 /dev/zero > disk/fill 2>/dev/null";
        let Some(said) = on_a_disk(&place, fill, arguments) else { return };
        assert_eq!((said.code, said.out.as_str()), (Some(6), "disk/fill\n"), "{arguments}: {}", said.err);
        for part in [
            "cannot write `disk/",
            "No space left on device",
            "free some space there, or choose another place",
        ] {
            assert!(said.err.contains(part), "{arguments}: {}", said.err);
        }
    }
}

#[test]
fn earlier_results_stay_where_new_ones_find_no_space() {
    let place = place();
    let program = assert_cmd::cargo::cargo_bin!("oblate");
    let fill = format!(
        "mount -o remount,size=8M disk; '{}' run my.toml --world r.world -o disk/out --quiet; cp disk/out/run.json before\n\
         head -c 10000000 /dev/zero > disk/fill 2>/dev/null",
        program.display()
    );
    let Some(said) =
        on_a_disk(&place, &fill, &format!("{}; cmp disk/out/run.json before && exit 66", WRITERS[0]))
    else {
        return;
    };
    assert_eq!(said.code, Some(66), "{}", said.err);
    assert!(said.err.contains("No space left on device"), "{}", said.err);
}

#[test]
fn a_disk_that_cannot_be_written_is_told() {
    let place = place();
    for arguments in WRITERS {
        let Some(said) = on_a_disk(&place, "mount -o remount,ro disk", arguments) else { return };
        assert_eq!((said.code, said.out.as_str()), (Some(6), ""), "{arguments}: {}", said.err);
        for part in ["cannot write `disk/", "Read-only file system", "choose a place where you may write"] {
            assert!(said.err.contains(part), "{arguments}: {}", said.err);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_vanishes_while_a_run_goes_on_is_told() {
    let place = place();
    std::fs::create_dir(place.path("here")).unwrap();
    place.write(
        "here/long.toml",
        "title = \"s\"\ndays = 60000\n[[capacity_loss]]\nregions = \"R1\"\nloss = 0.5\ndays = 5\n",
    );
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("oblate"));
    command.args("shock long.toml --world ../r.world -o out".split(' ')).current_dir(place.path("here"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !place.path("here/out.part").exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    std::fs::remove_dir_all(place.path("here")).unwrap();
    let said = said(child.wait_with_output().unwrap());
    assert_eq!(said.code, Some(6), "{}{}", said.out, said.err);
    assert!(
        said.err.contains("cannot write `out`") && said.err.contains("is the folder still there?"),
        "{}",
        said.err
    );
    assert!(!place.path("here").exists());
}

#[test]
fn of_two_runs_at_one_place_one_is_whole_and_the_other_says_why_not() {
    let place = place();
    for overwrite in ["", " --overwrite"] {
        let start = || {
            let mut command = Command::new(assert_cmd::cargo::cargo_bin!("oblate"));
            let arguments = format!("run my.toml --world r.world -o both{overwrite}");
            command.args(arguments.split(' ')).current_dir(place.0.path());
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let two = [start(), start()].map(|child| said(child.wait_with_output().unwrap()));
        assert!(two.iter().any(|said| said.code == Some(0)), "{}{}", two[0].err, two[1].err);
        for other in two.iter().filter(|said| said.code != Some(0)) {
            assert_eq!(other.code, Some(6), "{}", other.err);
            assert!(other.err.contains("`both`") && other.err.contains("choose another"), "{}", other.err);
        }
        let record = std::fs::read_to_string(place.path("both/run.json")).unwrap();
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        for file in record["files"].as_array().unwrap() {
            assert!(place.path("both").join(file.as_str().unwrap()).is_file(), "{file}");
        }
        let hidden = place.left().into_iter().filter(|name| name.starts_with('.'));
        assert_eq!(hidden.collect::<Vec<_>>(), [""; 0]);
    }
}
