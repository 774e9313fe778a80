//! The help: what oblate is, examples for every command, exit codes.

use crate::support::Place;

#[test]
fn the_long_help_says_what_oblate_is_and_lists_the_exit_codes() {
    let said = Place::new().oblate("--help");
    assert_eq!(said.code, Some(0));
    assert!(
        said.out
            .starts_with("The world economy of industrial chains: what a shock or a policy does to whom.")
    );
    let codes = said.out.split_once("Exit codes:").unwrap().1;
    insta::assert_snapshot!(codes, @r"
      0    done
      2    wrong arguments
      3    wrong scenario
      4    wrong world, table or other data file
      5    not solved: no convergence, or no equilibrium exists
      6    output cannot be written, or would replace something
      130  stopped by Ctrl-C; nothing half-written is left
    ");
}

#[test]
fn every_command_has_examples() {
    let place = Place::new();
    for command in [
        "",
        "run",
        "scenario list",
        "scenario show",
        "scenario new",
        "scenario check",
        "world list",
        "world info",
        "world check",
        "world import",
        "world aggregate",
        "world export",
        "indicators",
        "profile",
        "cite",
        "completions",
        "man",
    ] {
        let said = place.oblate(&format!("{command} --help"));
        assert_eq!(said.code, Some(0), "{command}");
        assert!(
            said.out.contains("Example") && said.out.contains(&format!("oblate {command}")),
            "{command}: {}",
            said.out
        );
    }
}

#[test]
fn wrong_arguments_end_with_code_2_in_words_and_as_json() {
    let place = Place::new();
    let said = place.oblate("run friend-shoring --formt csv");
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(
        said.err.contains("unexpected argument '--formt'") && said.err.contains("--format"),
        "{}",
        said.err
    );
    let said = place.oblate("run friend-shoring --formt csv --json");
    assert_eq!((said.code, said.err.as_str()), (Some(2), ""));
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["error"]["class"], "usage");
    for arguments in ["", "run", "world import DIR --layout tables -o w", "run friend-shoring --threads 0"] {
        assert_eq!(place.oblate(arguments).code, Some(2), "{arguments}");
    }
}
