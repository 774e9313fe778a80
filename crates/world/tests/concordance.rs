//! Concordances: what they map, and every mistake in them.

use oblate_world::{Axis, Concordance, Id, Label, Region};

fn source() -> Axis<Region> {
    let label = |code: &str, name: &str| Label {
        code: code.to_owned(),
        name: name.to_owned(),
        standard: Some(code.to_owned()),
    };
    Axis::new(vec![label("DEU", "Germany"), label("FRA", "France"), label("USA", "United States")]).unwrap()
}

fn messages(target: Axis<Region>, pairs: &[(&str, &str)]) -> Vec<String> {
    let errors = Concordance::new(&source(), target, pairs).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn targets_are_formed_in_order_of_appearance() {
    let pairs = [("USA", "USA"), ("DEU", "EUR"), ("FRA", "EUR")];
    let concordance = Concordance::of_pairs(&source(), &pairs).unwrap();
    let labels = concordance.target().labels();
    assert_eq!(labels[0], source().labels()[2]);
    assert_eq!(labels[1], Label { code: "EUR".into(), name: "EUR".into(), standard: Some("DEU;FRA".into()) });
    let targets: Vec<usize> = source().ids().map(|id| concordance.target_of(id).index()).collect();
    assert_eq!(targets, [1, 1, 0]);
    let members: Vec<usize> = concordance.members(Region::new(1)).map(Region::index).collect();
    assert_eq!(members, [0, 1]);
    assert!(!concordance.is_one_to_one());
}

#[test]
fn identity_maps_every_entry_to_itself() {
    let concordance = Concordance::identity(&source());
    assert_eq!(concordance.target(), &source());
    assert!(source().ids().all(|id| concordance.target_of(id) == id));
    assert!(concordance.is_one_to_one());
}

#[test]
fn all_mistakes_are_told_at_once() {
    let target = Axis::of_codes(["EUR", "AME"]).unwrap();
    let pairs = [("DEU", "EUR"), ("FRX", "EUR"), ("DEU", "AME"), ("USA", "AMX")];
    assert_eq!(
        messages(target, &pairs),
        [
            "pair 2: there is no region `FRX`; there are: DEU, FRA, USA",
            "pair 3: region `DEU` is already mapped by pair 1",
            "pair 4: there is no target region `AMX`; there are: EUR, AME",
            "region `FRA` is not mapped; map it to one of: EUR, AME",
        ]
    );
}

#[test]
fn a_target_without_source_is_refused() {
    let target = Axis::of_codes(["WLD", "MOON"]).unwrap();
    let pairs = [("DEU", "WLD"), ("FRA", "WLD"), ("USA", "WLD")];
    assert_eq!(messages(target, &pairs), ["nothing is mapped to the target region `MOON`"]);
}

#[test]
fn no_pairs_and_empty_targets_make_no_axis() {
    let none: [(&str, &str); 0] = [];
    let message =
        |pairs: &[(&str, &str)]| Concordance::of_pairs(&source(), pairs).unwrap_err()[0].to_string();
    assert_eq!(message(&none), "there is no region at all");
    assert_eq!(message(&[("DEU", " ")]), "region number 1 has an empty code");
}
