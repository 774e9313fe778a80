//! Completion scripts and manual pages.

use std::process::Command;

use crate::support::Place;

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = place.oblate(&format!("completions {shell}"));
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{shell}");
        for command in ["aggregate", "completions", "cite", "export"] {
            assert!(said.out.contains(command), "{command} for {shell}");
        }
        // offered there, the names would hide the files
        assert_eq!(said.out.contains("friend-shoring"), shell == "bash", "{shell}");
    }
    let said = place.oblate("completions tcsh");
    assert!(said.code == Some(2) && said.err.contains("possible values: bash, elvish"), "{}", said.err);
}

/// What bash offers for a line, the word under the cursor the last one.
fn offered(place: &Place, words: &[&str]) -> Option<String> {
    let script = "source oblate.bash || exit 1; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); \
        _oblate oblate \"${@: -1}\" \"${@: -2:1}\"; echo \"${COMPREPLY[*]}\"";
    let mut bash = Command::new("bash");
    bash.current_dir(place.0.path()).args(["--norc", "-c", script, "bash"]).args(words);
    let output = bash.output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[test]
fn bash_completes_commands_options_and_names_and_leaves_paths_to_files() {
    let place = Place::new();
    place.write("oblate.bash", place.oblate("completions bash").out);
    for (words, expected) in [
        (&["oblate", "compl"][..], "completions"),
        (&["oblate", "run", "friend"], "friend-shoring"),
        (&["oblate", "scenario", "show", "friend"], "friend-shoring"),
        (&["oblate", "run", "x.toml", "--world", "world"], "world-2014"),
        (&["oblate", "world", "info", "world"], "world-2014"),
        (&["oblate", "run", "x.toml", "--export", ""], "xlsx dta"),
        (&["oblate", "cite", "--format", "b"], "bibtex"),
        // nothing to offer: the script has said `-o default`, so that readline offers files
        (&["oblate", "run", "my.t"], ""),
        (&["oblate", "run", "x.toml", "--world", "r.w"], ""),
    ] {
        let Some(found) = offered(&place, words) else {
            eprintln!("skipped: there is no bash");
            return;
        };
        assert_eq!(found, expected, "{words:?}");
    }
    let script = std::fs::read_to_string(place.path("oblate.bash")).unwrap();
    assert!(script.contains("-o bashdefault -o default oblate"), "{script}");
}

#[test]
fn the_manual_has_a_page_for_each_command_and_replaces_only_its_own() {
    let place = Place::new();
    let said = place.oblate("man");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    for told in
        [".TH oblate 1 ", ".SH EXAMPLES\n", "oblate run friend\\-shoring", "not solved: no convergence"]
    {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
    std::fs::create_dir(place.path("man1")).unwrap();
    place.write("man1/other.1", "mine");
    place.write("man1/oblate.1", "old");
    let said = place.oblate("man -o man1");
    assert_eq!((said.code, said.out.as_str()), (Some(0), "23 manual pages in man1\n"), "{}", said.err);
    assert_eq!(std::fs::read_to_string(place.path("man1/other.1")).unwrap(), "mine");
    assert!(
        std::fs::read_to_string(place.path("man1/oblate-world.1"))
            .unwrap()
            .contains("oblate\\-world\\-import(1)")
    );
    let page = std::fs::read_to_string(place.path("man1/oblate-world-import.1")).unwrap();
    assert!(page.contains("\\-\\-mend\\-off") && page.contains(".SH EXAMPLES\n"), "{page}");
    let said = place.oblate("man -o my.toml/pages");
    assert!(
        said.code == Some(6) && said.err.starts_with("error: cannot write `my.toml/pages`: "),
        "{}",
        said.err
    );
}
