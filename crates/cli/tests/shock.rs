//! `oblate shock`: what it leaves and says, and what it refuses.

use std::collections::BTreeSet;

use crate::support::Place;

const STOP: &str = "title = \"A stop\"\ndays = 60\n[short_run]\ninventories = 5\nrestoring = 5\n\
                    [[capacity_loss]]\nname = \"stop\"\nregions = \"R1\"\nloss = 0.6\nstart = 2\ndays = 20\n";

#[test]
fn shocks_leave_their_tables_and_tell_their_summary() {
    let place = Place::new();
    place.write("stop.toml", STOP);
    let said = place.oblate("shock stop.toml --world r.world -o out --format csv");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    for told in [
        "A stop on random-4x5-7, 60 days\n",
        "The world loses ",
        "largest losses of value added\n",
        "Results in out: run.json, summary.csv, days_regions.csv, days_sectors.csv, bottlenecks.csv, suppliers.csv, \
         shocks.csv, inventories.csv, report.html; ",
    ] {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
    let read = |name: &str| std::fs::read_to_string(place.path("out").join(name)).unwrap();
    let summary = read("summary.csv");
    assert!(summary.starts_with(
        "variant,kind,label,value_added_lost,value_added_lost_pct,unmet_pct,lowest_output_pct,lowest_day\nbase,world,WLD,"
    ));
    // one row for the world, each region and each sector; one for each day and region
    assert_eq!(summary.lines().count(), 1 + 1 + 4 + 5);
    assert_eq!(read("days_regions.csv").lines().count(), 1 + 60 * 4);
    assert_eq!(read("shocks.csv").lines().count(), 1 + 1);
    let alone: Vec<f64> = read("shocks.csv")
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .skip(2)
        .map(|cell| cell.parse().unwrap())
        .collect();
    // the only shock costs alone what it costs on top of none, and what the world loses
    let lost: f64 = summary.lines().nth(1).unwrap().split(',').nth(3).unwrap().parse().unwrap();
    assert!(lost > 0.0 && alone.iter().all(|loss| (loss - lost).abs() <= 1e-9 * lost), "{alone:?} {lost}");
    // the region that is hit loses capacity for 20 of 60 days: between that and a little of it
    let region = summary.lines().find(|line| line.starts_with("base,region,R1,")).unwrap();
    let lowest: f64 = region.split(',').nth(6).unwrap().parse().unwrap();
    assert!((lowest - 40.0).abs() < 5.0, "{region}");
    assert!(read("report.html").contains("What other inventories would have changed"));
}

#[test]
fn the_same_shocks_leave_the_same_bytes_on_any_number_of_threads() {
    let place = Place::new();
    place.write("stop.toml", STOP);
    place.oblate("shock stop.toml --world r.world -o one --threads 1");
    place.oblate("shock stop.toml --world r.world -o many --threads 4");
    let names = ["run.json", "summary.csv", "days_regions.parquet", "shocks.parquet", "report.html"];
    for name in names {
        let read = |folder: &str| std::fs::read(place.path(folder).join(name)).unwrap();
        assert!(read("one") == read("many"), "{name}");
    }
}

#[test]
fn a_world_that_starves_is_told_with_a_way_out() {
    let place = Place::new();
    let starving =
        STOP.replace("inventories = 5", "preset = \"hallegatte\"\ninventories = 2").replace("0.6", "1.0");
    place.write("stop.toml", starving);
    let said = place.oblate("shock stop.toml --world r.world -o out");
    assert_eq!(said.code, Some(0));
    for told in ["warning: collapse since day ", "it began on day ", "choices that avoid it: "] {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
    let again = place.oblate("shock stop.toml --world r.world -o out");
    assert_eq!(again.code, Some(6));
    assert!(again.err.contains("`out` exists already"), "{}", again.err);
    assert_eq!(place.oblate("shock stop.toml --world r.world -o out --overwrite").code, Some(0));
}

#[test]
fn wrong_shocks_are_refused() {
    let place = Place::new();
    let said = place.oblate("shock lockdown-2021");
    assert_eq!(said.code, Some(3));
    assert!(said.err.contains("there are no shocks `lockdown-2021`"), "{}", said.err);
    assert!(said.err.contains("did you mean `lockdown-2020`"), "{}", said.err);
    place.write("stop.toml", STOP.replace("R1", "R9"));
    let said = place.oblate("shock stop.toml --world r.world -o out");
    assert_eq!(said.code, Some(3));
    assert!(said.err.contains("unknown region `R9`") && said.err.contains("stop.toml:8"), "{}", said.err);
    place.write("stop.toml", STOP.replace("inventories = 5", "inventories = 0.5"));
    let said = place.oblate("shock stop.toml --world r.world -o out");
    assert_eq!(said.code, Some(3));
    assert!(said.err.contains("the number of inventory days is 0.5"), "{}", said.err);
    assert_eq!(place.oblate("shock").code, Some(2));
    assert_eq!(place.left(), ["stop.toml"]);
}

#[test]
fn the_library_is_listed() {
    let said = Place::new().oblate("shock --list");
    assert_eq!(said.code, Some(0));
    let names: Vec<&str> = said.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let wanted =
        ["earthquake-japan", "energy-2022", "lockdown-2020", "rebound-2021", "strait-closed", "three-rounds"];
    assert_eq!(names, wanted);
}

#[test]
fn variants_are_told_one_by_one_and_keys_are_set_anew() {
    let place = Place::new();
    let variant =
        "[variants.harder]\ntitle = \"A harder stop\"\nset = { \"capacity_loss.stop.loss\" = 0.9 }\n";
    place.write("stop.toml", format!("{STOP}{variant}"));
    let said =
        place.oblate("shock stop.toml --world r.world -o out --format csv --set short_run.restoring=8");
    assert_eq!(said.code, Some(0), "{}", said.err);
    for told in ["\nbase: A stop\n", "\nharder: A harder stop\n"] {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
    let read = |name: &str| std::fs::read_to_string(place.path("out").join(name)).unwrap();
    assert_eq!(read("summary.csv").lines().count(), 1 + 2 * (1 + 4 + 5));
    let world = |variant: &str| -> f64 {
        let summary = read("summary.csv");
        let line = summary.lines().find(|line| line.starts_with(&format!("{variant},world,"))).unwrap();
        line.split(',').nth(3).unwrap().parse().unwrap()
    };
    assert!(world("harder") > 1.2 * world("base"));
    let manifest = read("run.json");
    assert!(manifest.contains("short_run.restoring=8") && manifest.contains("capacity_loss.1.loss"));
    assert!(read("report.html").contains("The world in each variant"));
    let one = place.oblate("shock stop.toml --world r.world -o one --format csv --variant harder");
    assert!(one.code == Some(0) && !one.out.contains("base:"), "{}", one.out);
    let none = place.oblate("shock stop.toml --world r.world -o none --variant hard");
    assert_eq!(none.code, Some(3));
    assert!(none.err.contains("has no variant `hard`; did you mean `harder`"), "{}", none.err);
}

#[test]
fn each_industry_on_each_day_is_written_where_it_is_asked_for() {
    let place = Place::new();
    place.write("stop.toml", STOP);
    let said = place.oblate(
        "shock stop.toml --world r.world -o out --format csv --industries --set short_run.preset=hallegatte \
         --set short_run.inventories=2 --set capacity_loss.stop.loss=1",
    );
    assert_eq!(said.code, Some(0), "{}", said.err);
    let read = |name: &str| std::fs::read_to_string(place.path("out").join(name)).unwrap();
    let industries = read("days_industries.csv");
    assert!(industries.starts_with("variant,day,region,sector,output,value_added,demand,capacity,lacks\n"));
    assert_eq!(industries.lines().count(), 1 + 60 * 4 * 5);
    // output and value added of the industries of a region add up to those of the region
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<String>>();
    let number = |cell: &String| cell.parse::<f64>().unwrap();
    for line in read("days_regions.csv").lines().skip(1).map(cells) {
        let own = industries.lines().skip(1).map(cells).filter(|own| own[1] == line[1] && own[2] == line[2]);
        let sums = own.fold([0.0; 2], |sums, own| [sums[0] + number(&own[4]), sums[1] + number(&own[5])]);
        for (sum, wanted) in sums.iter().zip([&line[3], &line[4]]) {
            assert!((sum - number(wanted)).abs() <= 1e-9 * number(wanted).abs(), "{line:?}: {sums:?}");
        }
    }
    // who lacks what on some day is who lost output to it
    let lacking = industries.lines().skip(1).map(cells).filter(|own| !own[8].is_empty());
    let lacking: BTreeSet<_> = lacking.map(|own| [2, 3, 8].map(|at| own[at].clone())).collect();
    let bottlenecks = read("bottlenecks.csv");
    let lost = bottlenecks.lines().skip(1).map(cells).map(|row| [1, 2, 3].map(|at| row[at].clone()));
    assert_eq!(lacking, lost.collect());
    assert!(!lacking.is_empty());
}

#[test]
fn a_file_of_the_library_is_shown_to_be_changed() {
    let place = Place::new();
    let said = place.oblate("shock strait-closed --show");
    assert_eq!(said.code, Some(0));
    assert_eq!(said.out, include_str!("../../../scenarios/strait-closed/scenario.toml"));
    let said = place.oblate("shock strait-closed --show --json");
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(json["text"].as_str().unwrap().contains("[[route]]"));
}

#[test]
fn a_file_that_stands_where_a_stopped_run_would_be_kept_is_left_alone() {
    let place = Place::new();
    place.write("stop.toml", STOP);
    place.write("out.part", "mine");
    let said = place.oblate("shock stop.toml --world r.world -o out");
    assert_eq!(said.code, Some(6));
    assert!(
        said.err.contains("`out.part` cannot keep a stopped run: oblate did not write it"),
        "{}",
        said.err
    );
    assert_eq!(std::fs::read_to_string(place.path("out.part")).unwrap(), "mine");
}

/// One verb for every kind of question: what `oblate shock` writes, `oblate run` writes too.
#[test]
fn a_short_run_is_answered_by_run() {
    let place = Place::new();
    place.write("stop.toml", STOP);
    for verb in ["run", "shock"] {
        let said =
            place.oblate(&format!("{verb} stop.toml --world r.world -o {verb} --days 20 --industries"));
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    for name in ["run.json", "report.html", "summary.csv", "days_industries.parquet", "suppliers.parquet"] {
        let read = |verb: &str| std::fs::read(place.path(verb).join(name)).unwrap();
        assert!(read("run") == read("shock"), "{name}");
    }
    let plan = place.oblate("run stop.toml --world r.world -o plan --days 20 --dry-run");
    assert!(plan.out.contains("1 short run of 20 days each on 20 industries"), "{}", plan.out);
    assert!(plan.out.contains("`stop` from day "), "{}", plan.out);
    assert!(!place.path("plan").exists());
    let gradient = place.oblate("gradient stop.toml --world r.world --of welfare --by tariff");
    assert_eq!(gradient.code, Some(3));
    assert!(
        gradient.err.contains("scenario `stop` asks for the short run, and this is told of the long run"),
        "{}",
        gradient.err
    );
    let checked = place.oblate("scenario check stop.toml --world r.world");
    assert!(
        checked.out.ends_with("`stop` is right on world `random-4x5-7`\n"),
        "{} {}",
        checked.out,
        checked.err
    );
    for option in ["--starts 3", "--sensitivity 3", "--export xlsx"] {
        let said = place.oblate(&format!("run stop.toml --world r.world -o none {option}"));
        let name = option.split(' ').next().unwrap();
        assert_eq!(said.code, Some(2), "{option}");
        assert!(
            said.err.contains(&format!(
                "`{name}` is for the long run, and scenario `stop` asks for the short run"
            )),
            "{}",
            said.err
        );
    }
    place.write("wall.toml", "[[tariff]]\nfrom = \"R1\"\nto = \"R2\"\nadd = 0.1\n");
    let said = place.oblate("run wall.toml --world r.world -o none --days 3");
    assert!(said.code == Some(2) && said.err.contains("`--days` is for the short run"), "{}", said.err);
}
