//! `oblate indicators` and `oblate profile`: files, words on the screen, JSON, wrong arguments.

use crate::support::Place;

#[test]
fn indicators_are_written_as_tables_with_an_account() {
    let place = Place::new();
    let said = place.oblate("indicators r.world -o out --format csv");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(
        said.out.contains("Chokepoints") && said.out.contains("Indicators in out: indicators.json"),
        "{}",
        said.out
    );
    assert!(place.path("out/structure.csv").is_file() && place.path("out/stops.csv").is_file());
    let manifest = std::fs::read_to_string(place.path("out/indicators.json")).unwrap();
    assert!(manifest.contains("\"stops.csv\""), "{manifest}");
    let again = place.oblate("indicators r.world -o out");
    assert_eq!(again.code, Some(6));
    assert!(again.err.contains("--overwrite"), "{}", again.err);
    let json = place.oblate("indicators r.world -o out --overwrite --only exports,stops --json");
    assert_eq!(json.code, Some(0), "{}", json.err);
    let told: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(told["files"][1], "exports.parquet");
    assert_eq!(told["rows"]["stops"], 20 * 5);
    assert_eq!(place.left(), ["out"]);
}

#[test]
fn a_folder_that_holds_something_else_is_not_replaced() {
    let place = Place::new();
    std::fs::create_dir(place.path("mine")).unwrap();
    place.write("mine/thesis.txt", "years of work");
    let said = place.oblate("indicators r.world -o mine --overwrite");
    assert_eq!(said.code, Some(6));
    assert!(said.err.contains("indicators.json"), "{}", said.err);
    assert!(place.path("mine/thesis.txt").is_file());
}

#[test]
fn profiles_are_pages() {
    let place = Place::new();
    let said = place.oblate("profile R2 --world r.world");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(
        said.out.contains("R2 exports") && said.out.contains("Profile in profile-R2.html"),
        "{}",
        said.out
    );
    let sector = place.oblate("profile --sector s3 --world r.world -o s3.html --json");
    assert_eq!(sector.code, Some(0), "{}", sector.err);
    assert!(place.path("s3.html").is_file() && sector.out.contains("\"code\": \"s3\""), "{}", sector.out);
}

#[test]
fn wrong_arguments_are_told() {
    let place = Place::new();
    for (arguments, code, word) in [
        ("profile --world r.world", 2, "--sector"),
        ("profile R2 --sector s1 --world r.world", 2, "cannot be used with"),
        ("profile R9 --world r.world", 2, "there is no region `R9`"),
        ("profile --sector s9 --world r.world", 2, "there is no sector `s9`"),
        ("indicators r.world --group west", 2, "NAFTA=USA,CAN,MEX"),
        ("indicators r.world --group R1=R2,R3", 2, "give the group another name"),
        ("indicators r.world --only trade", 2, "value-added"),
        ("indicators nowhere.world", 4, "there is no world `nowhere.world`"),
        ("indicators r.world --sectors s1,s8", 2, "there is no sector `s8`"),
    ] {
        let said = place.oblate(arguments);
        assert_eq!(said.code, Some(code), "{arguments}: {}", said.err);
        assert!(said.err.contains(word), "{arguments}: {}", said.err);
        assert!(place.left().is_empty(), "{arguments} left {:?}", place.left());
    }
}
