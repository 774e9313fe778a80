//! Files of shocks: what they mean on a world, and what is said of mistakes.

#![allow(clippy::unwrap_used, reason = "a wrong answer should stop the test")]

mod support;

use oblate_propagation::{
    Effect, ImportantInput, InputOutput, InputUse, InventoryDays, Need, Rationing, Recovery, Settings, Timing,
};
use oblate_scenario::{ShortRun, ShortRunContext, read_shocks, shock_library, shock_schema};
use oblate_world::{Id, Region, Sector};
use serde_json::Value;
use support::{C26, CHN, TWN, USA};

fn resolve(text: &str) -> Result<ShortRun, Vec<String>> {
    let world = support::world();
    let table = InputOutput::of_world(&world).unwrap();
    let context = ShortRunContext { world: &world, table: &table, groups: &support::TestGroups };
    let told = |problems: Vec<oblate_scenario::Problem>| problems.iter().map(ToString::to_string).collect();
    read_shocks(text, "s.toml").resolve(&context).map_err(told)
}

fn industry(region: usize, sector: usize) -> (Region, Sector) {
    (Region::new(region), Sector::new(sector))
}

#[test]
fn the_committed_schema_is_the_generated_one() {
    let committed = include_str!("../../../schemas/shock.schema.json");
    assert!(
        committed == shock_schema(),
        "schemas/shock.schema.json is stale: run `cargo xtask generate` and commit the result"
    );
}

#[test]
fn every_file_of_the_library_is_valid() {
    let schema: Value = serde_json::from_str(&shock_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert_eq!(shock_library().len(), 6);
    for entry in shock_library() {
        let value: Value = toml::from_str(entry.text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", entry.name);
        let file = read_shocks(entry.text, entry.name);
        assert!(file.title().is_some() && file.question().is_some() && file.notes().is_some());
        assert_eq!(file.mechanisms().collect::<Vec<_>>(), ["M01"]);
        assert!(entry.readme.contains(&format!("oblate shock {}", entry.name)), "{}", entry.name);
    }
}

#[test]
fn a_loss_has_its_places_and_its_days() {
    let run = resolve(
        "days = 90\n[groups]\neast = [\"CHN\", \"TWN\"]\n[[capacity_loss]]\nname = \"stop\"\nregions = \"east\"\n\
         sectors = \"C26\"\nloss = 0.4\nstart = 3\ndays = 10\nrecovery = \"linear\"\nrecovery_days = 20",
    )
    .unwrap();
    assert_eq!(run.days, 90);
    let [shock] = run.shocks.as_slice() else { panic!("{:?}", run.shocks) };
    assert_eq!(shock.name, "stop");
    assert_eq!(shock.timing, Timing { start: 3.0, days: 10.0, recovery: Recovery::Linear(20.0) });
    let losses = vec![(industry(CHN, C26), 0.4), (industry(TWN, C26), 0.4)];
    assert_eq!(shock.effect, Effect::Capacity(losses));
}

#[test]
fn links_are_selected_as_in_scenarios() {
    let run = resolve(
        "[[embargo]]\nfrom = \"USA\"\nto = [\"CHN\", \"TWN\"]\nsectors = \"C26\"\nboth_ways = true\n\
         [[route]]\nfrom = \"USA\"\nwhere = { covariate = \"ideal_point_distance\", above = 3 }\ndelay = 7\nstart = 2\ndays = 5",
    )
    .unwrap();
    let [route, embargo] = run.shocks.as_slice() else { panic!("{:?}", run.shocks) };
    let Effect::Embargo(links, share) = &embargo.effect else { panic!("{embargo:?}") };
    let pair = |i, j| (Region::new(i), Region::new(j));
    assert_eq!(links.pairs, [pair(USA, CHN), pair(USA, TWN), pair(CHN, USA), pair(TWN, USA)]);
    assert_eq!((links.sectors.as_slice(), *share), ([Sector::new(C26)].as_slice(), 1.0));
    assert_eq!((embargo.name.as_str(), &embargo.timing), ("embargo.1", &Timing::permanent(0.0)));
    let Effect::Route(change) = &route.effect else { panic!("{route:?}") };
    assert_eq!(change.links.pairs, [pair(USA, CHN)]);
    assert_eq!((change.delay, change.closed, change.spare), (7.0, 0.0, 1.2));
}

#[test]
fn capital_is_lost_as_a_share_of_what_there_is() {
    let run = resolve(
        "[short_run]\ncapital_ratio = 3\n[[capital_loss]]\nregion = \"USA\"\nsectors = \"C26\"\nloss = 0.1\n\
         rebuild = { M = 1.0 }\nrebuild_days = 60\npayer = \"region\"",
    )
    .unwrap();
    let Effect::Capital(loss) = &run.shocks[0].effect else { panic!("{:?}", run.shocks) };
    let table = InputOutput::of_world(&support::world()).unwrap();
    let value_added = table.value_added()[table.shape().industry(Region::new(USA), Sector::new(C26))];
    let (place, lost) = loss.industries[0];
    assert_eq!(place, industry(USA, C26));
    assert!((lost - 0.1 * 3.0 * value_added).abs() < 1e-12 * lost);
    let rebuilding = loss.rebuilding.as_ref().unwrap();
    assert_eq!((rebuilding.products.as_slice(), rebuilding.days), ([(Sector::new(2), 1.0)].as_slice(), 60.0));
}

#[test]
fn choices_are_those_of_the_preset_but_for_what_is_said() {
    let run = resolve(
        "[short_run]\npreset = \"hallegatte\"\nrationing = \"random\"\nseed = 5\ninventories = { C26 = 7 }\n\
         essential = \"C26\"\nimportant = \"A\"",
    )
    .unwrap();
    let days = InventoryDays::ByInput(vec![90.0, 7.0, 90.0]);
    let InputUse::Criticality(table) = &run.settings.inputs else { panic!("{:?}", run.settings.inputs) };
    assert_eq!(table.important, ImportantInput::Half);
    assert_eq!(table.need[0..3], [Need::Important; 3]);
    assert_eq!(table.need[3..6], [Need::Essential; 3]);
    assert_eq!(table.need[6..9], [Need::Rest; 3]);
    let wanted = Settings {
        rationing: Rationing::Random { seed: 5 },
        inventories: days,
        inputs: run.settings.inputs.clone(),
        ..Settings::hallegatte()
    };
    assert_eq!(run.settings, wanted);
    assert_eq!(run.warnings.len(), 1, "no shock is told: {:?}", run.warnings);
}

#[test]
fn all_mistakes_are_told_at_once_with_place_and_nearest_word() {
    let told = resolve(
        "[short_run]\nrationing = \"fair\"\ninputs = \"linear\"\nessential = \"C26\"\n\
         [[capacity_loss]]\nregions = \"CHM\"\nloss = 1.5\n\
         [[labour_loss]]\nstart = -1\n\
         [[route]]\ndelay = 3\nrecovery = \"linear\"\n\
         [[capacty_loss]]\nloss = 0.1",
    )
    .unwrap_err();
    let expected = [
        "s.toml:2:13: unknown rule of rationing `fair`",
        "s.toml:3:10: `inputs` says the same of all products, `essential` and `important` tell them apart",
        "s.toml:6:11: unknown region `CHM`",
        "s.toml:7:8: 1.5 must be a share, 0 to 1",
        "`labour_loss.1` needs `loss`, a share, 0 to 1",
        "-1 must be 0 or above",
        "a recovery needs its days: add `recovery_days` to `route.1`",
        "unknown key `capacty_loss` in a scenario",
    ];
    for words in expected {
        assert!(told.iter().any(|problem| problem.contains(words)), "{words} in {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    let nearest = |word: &str| told.iter().any(|problem| problem.contains(&format!("did you mean `{word}`")));
    assert!(nearest("CHN") && nearest("capacity_loss"), "{told:#?}");
}
