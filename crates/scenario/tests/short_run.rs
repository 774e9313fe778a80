//! Files of shocks: what they mean on a world, and what is said of mistakes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a wrong answer should stop the test")]

mod support;

use oblate_propagation::{
    Consumption, Effect, ImportantInput, InputOutput, InputUse, InventoryDays, Labour, Need, Overlap,
    Rationing, Recovery, Settings, Timing,
};
use oblate_scenario::{Kind, Override, Scenario, ShortRun, ShortRunContext, library_of, shock_schema};
use oblate_world::{Id, Region, Sector};
use serde_json::Value;
use support::{A, C26, CHN, DEU, M, TWN, TestTables, USA};

/// All cases of a file, with what the command line sets and the tables beside it.
fn cases(text: &str, set: &[&str], tables: TestTables) -> Result<Vec<ShortRun>, Vec<String>> {
    let world = support::world();
    let table = InputOutput::of_world(&world).unwrap();
    let context =
        ShortRunContext { world: &world, table: &table, tables: &tables, groups: &support::TestGroups };
    let told = |problems: Vec<oblate_scenario::Problem>| problems.iter().map(ToString::to_string).collect();
    let set: Vec<Override> = set.iter().map(|text| Override::parse(text).unwrap()).collect();
    Scenario::read(text, "s.toml").short_run(&set, &context).map_err(told)
}

fn resolve(text: &str) -> Result<ShortRun, Vec<String>> {
    cases(text, &[], TestTables::default()).map(|mut cases| cases.remove(0))
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
    assert_eq!(library_of(Kind::ShortRun).count(), 6);
    for entry in library_of(Kind::ShortRun) {
        let value: Value = toml::from_str(entry.text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", entry.name);
        let file = Scenario::read(entry.text, entry.name);
        let head = file.head();
        assert!(head.title.is_some() && head.question.is_some() && head.notes.is_some());
        assert_eq!(head.mechanisms, ["M01"]);
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
        "s.toml:3:10: `inputs` says the same of all products, `essential`, `important` and `criticality` tell them apart",
        "s.toml:6:11: unknown region `CHM`",
        "s.toml:7:8: 1.5 must be a share, 0 to 1",
        "`labour_loss.1` needs `loss`, a share, 0 to 1",
        "-1 must be 0 or above",
        "a recovery needs its days: add `recovery_days` to `route.1`",
        "unknown key `capacty_loss` in the file",
    ];
    for words in expected {
        assert!(told.iter().any(|problem| problem.contains(words)), "{words} in {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    let nearest = |word: &str| told.iter().any(|problem| problem.contains(&format!("did you mean `{word}`")));
    assert!(nearest("CHN") && nearest("capacity_loss"), "{told:#?}");
}

const STOP: &str =
    "[[capacity_loss]]\nname = \"fabs\"\nregions = \"TWN\"\nsectors = \"C26\"\nloss = 0.8\ndays = 5\n";

fn losses(run: &ShortRun, at: usize) -> Vec<((Region, Sector), f64)> {
    match &run.shocks[at].effect {
        Effect::Capacity(losses) | Effect::Labour(losses) => losses.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn variants_set_keys_anew_and_add_shocks() {
    let text = format!(
        "title = \"Chips\"\n[short_run]\nrestoring = 12\n{STOP}[variants.half]\ntitle = \"Half of them\"\n\
         set = {{ \"capacity_loss.fabs.loss\" = 0.4, \"short_run.rationing\" = \"proportional\" }}\n\
         [[variants.more.capacity_loss]]\nregions = \"USA\"\nloss = 0.1\n"
    );
    let runs = cases(&text, &["short_run.restoring=20"], TestTables::default()).unwrap();
    let names: Vec<(&str, &str)> =
        runs.iter().map(|run| (run.variant.as_str(), run.title.as_str())).collect();
    assert_eq!(names, [("base", "Chips"), ("half", "Half of them"), ("more", "Chips")]);
    assert!(runs.iter().all(|run| run.settings.restoring == 20.0));
    assert_eq!(runs[0].log.len(), 1);
    assert_eq!(runs[1].settings.rationing, Rationing::Proportional);
    assert_eq!(losses(&runs[1], 0), [(industry(TWN, C26), 0.4)]);
    assert_eq!(losses(&runs[2], 0), [(industry(TWN, C26), 0.8)]);
    assert_eq!((runs[0].shocks.len(), runs[2].shocks.len()), (1, 2));
    assert_eq!(losses(&runs[2], 1), [A, C26, M].map(|s| (industry(USA, s), 0.1)));
}

#[test]
fn what_cannot_be_set_is_told() {
    let told = |set| cases(STOP, &[set], TestTables::default()).unwrap_err().join("\n");
    assert!(told("days=3").contains("`days` is nothing that can be set"), "{}", told("days=3"));
    let table = told("short_run=3");
    assert!(table.contains("name one of its keys, as in `short_run.restoring`"), "{table}");
    let name = told("capacity_loss.fab.loss=0.1");
    assert!(name.contains("no `capacity_loss` shock of that name") && name.contains("`fabs`"), "{name}");
    let twice = cases(&format!("{STOP}{STOP}"), &[], TestTables::default()).unwrap_err().join("\n");
    assert!(twice.contains("two `capacity_loss` shocks are named \"fabs\""), "{twice}");
}

#[test]
fn a_file_gives_the_size_of_a_shock_by_place() {
    let tables = || {
        TestTables::default()
            .with(
                "by-sector.csv",
                &["region", "sector"],
                &["value", "high"],
                &[(&["TWN", "C26"], 0.8), (&["CHN", "C26"], 0.3), (&["CHN", "A"], 0.2)],
            )
            .with("by-region.csv", &["region"], &["value"], &[(&["DEU"], -0.5)])
            .with("wrong.csv", &["region"], &["value"], &[(&["DEU"], 1.5)])
    };
    let run = |text: &str| cases(text, &[], tables()).map(|mut runs| runs.remove(0));
    let chips =
        run("[[labour_loss]]\ntable = \"by-sector.csv\"\ncolumn = \"high\"\nsectors = \"C26\"\ndays = 3")
            .unwrap();
    assert_eq!(losses(&chips, 0), [(industry(TWN, C26), 0.8), (industry(CHN, C26), 0.3)]);
    let demand = run("[[demand_change]]\ntable = \"by-region.csv\"\ndays = 3").unwrap();
    let Effect::FinalDemand(change) = &demand.shocks[0].effect else { panic!("{:?}", demand.shocks) };
    let cells = change.changes.iter().map(|((region, _), product, value)| (*region, *product, *value));
    let found: Vec<_> = cells.collect();
    assert_eq!(found, [A, C26, M].map(|k| (Region::new(DEU), Sector::new(k), -0.5)));
    let capital = run("[[capital_loss]]\ntable = \"by-sector.csv\"\ndays = 3").unwrap();
    let Effect::Capital(loss) = &capital.shocks[0].effect else { panic!("{:?}", capital.shocks) };
    assert_eq!(loss.industries.len(), 3);
    for (text, words) in [
        ("loss = 0.1\ntable = \"by-sector.csv\"", "`loss` and `table` both say how large the shock is"),
        ("column = \"high\"\nloss = 0.1", "`column` goes with `table` only"),
        ("table = \"wrong.csv\"", "gives 1.5: it must be a share, 0 to 1"),
        ("table = \"nowhere.csv\"", "no such file"),
        ("table = \"by-sector.csv\"\ncolumn = \"hihg\"", "did you mean `high`"),
    ] {
        let told = run(&format!("[[capacity_loss]]\n{text}\ndays = 3")).unwrap_err().join("\n");
        assert!(told.contains(words), "{words} in {told}");
    }
    let empty = run("[[capacity_loss]]\ntable = \"by-sector.csv\"\nregions = \"USA\"\ndays = 3").unwrap();
    assert!(empty.warnings[0].to_string().contains("no row of its table lies within its selection"));
}

#[test]
fn contracts_rank_buyers_in_their_order() {
    let contracts = "[[contract]]\nname = \"chips\"\nregions = \"TWN\"\nsectors = \"C26\"\n\
                     [[contract]]\nregions = [\"TWN\", \"USA\"]\n[[contract]]\nuses = \"HFCE\"\nregions = \"DEU\"\n";
    let run = resolve(&format!("[short_run]\nrationing = \"by-contract\"\n{contracts}{STOP}")).unwrap();
    let Rationing::ByContract { industries, final_users } = &run.settings.rationing else { panic!() };
    // the first contract that names a buyer counts; those that none names come last, industries before final users
    let mut wanted = vec![3; 15];
    wanted[TWN * 3..TWN * 3 + 3].copy_from_slice(&[1, 0, 1]);
    wanted[USA * 3..USA * 3 + 3].copy_from_slice(&[1, 1, 1]);
    assert_eq!(*industries, wanted);
    let mut wanted = [4; 5];
    (wanted[TWN], wanted[USA], wanted[DEU]) = (1, 1, 2);
    assert_eq!(*final_users, wanted);
    assert!(run.warnings.is_empty());
    let unused = resolve(&format!("{contracts}{STOP}")).unwrap();
    assert!(unused.warnings[0].to_string().contains("only under `rationing = \"by-contract\"`"));
}

#[test]
fn a_file_tells_which_user_needs_which_input() {
    let tables = |value: f64| {
        TestTables::default().with(
            "needs.csv",
            &["product", "sector"],
            &["value"],
            &[(&["A", "M"], 0.0), (&["C26", "A"], 0.5), (&["M", "C26"], value)],
        )
    };
    let text = format!(
        "[short_run]\nessential = \"A\"\ncriticality = \"needs.csv\"\nimportant_inputs = \"as-rest\"\n{STOP}"
    );
    let run = cases(&text, &[], tables(1.0)).unwrap().remove(0);
    let InputUse::Criticality(found) = &run.settings.inputs else { panic!() };
    let [yes, half, no] = [Need::Essential, Need::Important, Need::Rest];
    assert_eq!(found.need, [yes, yes, no, half, no, no, no, yes, no]);
    assert_eq!(found.important, ImportantInput::AsRest);
    let told = cases(&text, &[], tables(0.7)).unwrap_err().join("\n");
    assert!(told.contains("gives 0.7: an input is essential (1), important (0.5) or neither (0)"), "{told}");
    let alone = resolve(&format!("[short_run]\nimportant_inputs = \"half\"\n{STOP}")).unwrap_err();
    assert!(alone[0].contains("no input is important"), "{alone:?}");
}

#[test]
fn inventories_come_from_a_file_by_product_and_user() {
    let tables = TestTables::default().with(
        "days.csv",
        &["product", "region", "sector"],
        &["value"],
        &[(&["C26", "DEU", "A"], 7.0), (&["A", "USA", "M"], 9.0)],
    );
    let text = format!("[short_run]\ninventories = {{ table = \"days.csv\" }}\n{STOP}");
    let run = cases(&text, &[], tables).unwrap().remove(0);
    let mut days = vec![30.0; 45];
    days[C26 * 15 + DEU * 3 + A] = 7.0;
    days[A * 15 + USA * 3 + M] = 9.0;
    assert_eq!(run.settings.inventories, InventoryDays::ByInputAndUser(days));
}

#[test]
fn goods_travel_for_days_by_distance_or_by_table() {
    let tables = || {
        TestTables::default().with(
            "days.csv",
            &["origin", "destination"],
            &["value"],
            &[(&["CHN", "USA"], 30.0), (&["CHN", "CHN"], 4.0)],
        )
    };
    let run = |transport: &str| {
        let text = format!("[short_run]\ntransport = {transport}\n{STOP}");
        cases(&text, &[], tables()).map(|mut runs| runs.remove(0).settings.transport.unwrap())
    };
    let days = run("{ days = 3, table = \"days.csv\" }").unwrap();
    for i in 0..5 {
        for j in 0..5 {
            let wanted = if i == j {
                0
            } else if (i, j) == (CHN, USA) {
                30
            } else {
                3
            };
            assert_eq!(days[i * 5 + j], wanted, "{i} {j}");
        }
    }
    for (transport, words) in [
        ("{ column = \"x\" }", "unknown key `column`"),
        ("{ }", "add `days`, `km_per_day` or `table`"),
        ("{ days = -1 }", "goods cannot travel for -1 days"),
        ("{ km_per_day = 0 }", "never arrive"),
        ("{ km_per_day = 500 }", "no pair covariate `distance_km`"),
    ] {
        let told = run(transport).unwrap_err().join("\n");
        assert!(told.contains(words), "{words} in {told}");
    }
}

#[test]
fn labour_consumption_and_overlap_can_be_chosen() {
    let run = resolve(&format!(
        "[short_run]\nlabour = \"hired-and-fired\"\nhiring = 0.1\nconsumption = \"from-income\"\nsaved = 0.25\n\
         households = \"HFCE\"\noverlap = \"largest\"\n{STOP}"
    ))
    .unwrap();
    assert_eq!(run.settings.labour, Labour::HiredAndFired { hiring: 0.1, firing: 1.0 / 15.0 });
    let Consumption::FromIncome { households, benefits, saved, .. } = run.settings.consumption else {
        panic!()
    };
    assert_eq!((households, benefits, saved), (0, 0.8, 0.25));
    assert_eq!(run.settings.overlap, Overlap::Largest);
    let told = resolve(&format!("[short_run]\nfiring = 0.1\nbenefits = 0.5\n{STOP}")).unwrap_err();
    assert!(told[0].contains("under `labour = \"hired-and-fired\"` only"), "{told:?}");
    assert!(told[1].contains("under `consumption = \"from-income\"` only"), "{told:?}");
}
