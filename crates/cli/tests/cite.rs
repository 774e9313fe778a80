//! `oblate cite`: a world, a run, every form, and folders that hold no run.

use crate::support::Place;

#[test]
fn without_arguments_the_engine_and_the_built_in_world_are_cited() {
    let said = Place::new().oblate("cite");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert!(said.out.starts_with("World world-2014 (BLAKE3 "), "{}", said.out);
    for told in
        ["\nEngine\n  oblate ", "\nSources of the world\n", "\nElasticities\n", "\nModel\n", "Etalab 2.0"]
    {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
}

#[test]
fn a_run_is_cited_as_text_bibtex_and_csl() {
    let place = Place::new();
    assert_eq!(place.oblate("run my.toml --world r.world -o out").code, Some(0));
    let said = place.oblate("cite out");
    assert!(said.out.starts_with("Run of scenario my (BLAKE3 "), "{}", said.out);
    assert!(
        said.out.ends_with("\nThe elasticities are from no published set but from: the world\n"),
        "{}",
        said.out
    );
    let said = place.oblate("cite out --format bibtex --quiet");
    assert!(said.out.starts_with("@misc{oblate,\n  author = {{The oblate developers}},\n"), "{}", said.out);
    assert!(said.out.contains("@article{caliendo-parro-2015,\n"), "{}", said.out);
    let items: serde_json::Value = serde_json::from_str(&place.oblate("cite out --format csl").out).unwrap();
    assert_eq!((&items[0]["id"], &items[1]["type"]), (&"oblate".into(), &"dataset".into()));
    let json: serde_json::Value = serde_json::from_str(&place.oblate("cite out --json").out).unwrap();
    assert_eq!((&json["citations"][1]["role"], &json["csl"]), (&"world".into(), &items));
}

#[test]
fn what_holds_no_run_is_refused_with_the_file_and_a_way_out() {
    let place = Place::new();
    place.write("run.json", "{ \"oblate\": ");
    for (arguments, code, told) in [
        (
            "cite .",
            4,
            "error: cannot read a run in `./run.json`: EOF while parsing a value at line 1 column 12; name a",
        ),
        (
            "cite nowhere",
            4,
            "error: cannot read a run in `nowhere`: there is no such folder; name a folder that",
        ),
        ("cite my.toml", 4, "error: cannot read a run in `my.toml`: it is a file, not a folder"),
        ("cite --world nothing.world", 4, "error: there is no world `nothing.world`"),
        ("cite . --world r.world", 2, "error: the argument '[RUNFOLDER]' cannot be used with '--world <W>'"),
        ("cite --format bibtexx", 2, "[possible values: text, bibtex, csl]"),
    ] {
        let said = place.oblate(arguments);
        assert_eq!((said.code, said.out.as_str()), (Some(code), ""), "{arguments}");
        assert!(said.err.contains(told), "{told} in {}", said.err);
    }
    let said = place.oblate("cite nowhere --json");
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["error"]["class"], said.code), (&"data".into(), Some(4)));
}
