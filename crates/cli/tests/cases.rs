//! Inputs that once ended in a panic, in silence or in a wrong word, each with what must come out.

use std::path::Path;

use crate::data;
use crate::support::{Place, Said};

/// A folder with the files of a case and its world `w.world`; none where the cases are not there.
fn case(name: &str) -> Option<Place> {
    let from = data::folder("cases")?.join(name);
    let place = Place::new();
    for entry in std::fs::read_dir(&from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, place.path(path.file_name().unwrap().to_str().unwrap())).unwrap();
        }
    }
    import(&place, &from.join("world"), "w.world");
    Some(place)
}

fn import(place: &Place, world: &Path, name: &str) {
    let said = place.oblate(&format!("world import --layout table {} -o {name}", world.display()));
    assert_eq!(said.code, Some(0), "{}", said.err);
}

/// The value in one column of the first row of `summary.csv` that begins so.
fn summary(place: &Place, folder: &str, row: &str, column: &str) -> f64 {
    cell(&place.path(folder).join("summary.csv"), row, column)
}

fn cell(file: &Path, row: &str, column: &str) -> f64 {
    let text = std::fs::read_to_string(file).unwrap();
    let at = text.lines().next().unwrap().split(',').position(|name| name == column).unwrap();
    let line = text.lines().find(|line| line.starts_with(row)).unwrap_or_else(|| panic!("{row} in {text}"));
    line.split(',').nth(at).unwrap().parse().unwrap()
}

fn told(said: &Said, code: i32, words: &[&str]) {
    assert_eq!(said.code, Some(code), "{}{}", said.out, said.err);
    for word in words {
        assert!(format!("{}{}", said.out, said.err).contains(word), "{word} in {}{}", said.out, said.err);
    }
}

#[test]
fn a_capital_loss_that_destroys_nothing_changes_nothing() {
    let Some(place) = case("capital-loss-that-destroys-nothing") else { return };
    let from = data::folder("cases/capital-loss-that-destroys-nothing/world-without-GOO-in-AAA").unwrap();
    import(&place, &from, "absent.world");
    for name in ["zero", "absent"] {
        let said = place.oblate(&format!("shock {name}.toml -o {name}"));
        told(&said, 0, &["warning: `capital_loss.1` destroys nothing: "]);
        assert!(summary(&place, name, "base,world,", "value_added_lost_pct").abs() <= 1e-12);
        assert!(summary(&place, name, "base,world,", "unmet_pct").abs() <= 1e-12);
    }
}

/// Each kind of shock of no size ends in an answer that is the baseline, and says that it does nothing.
#[test]
fn shocks_of_no_size_change_nothing() {
    let Some(place) = case("capital-loss-that-destroys-nothing") else { return };
    for shock in [
        "[[capacity_loss]]\nloss = 0",
        "[[labour_loss]]\nloss = 0",
        "[[capital_loss]]\nloss = 0\nrebuild = { GOO = 1 }\npayer = \"region\"",
        "[[inventory_loss]]\nloss = 0",
        "[[demand_change]]\nchange = 0\nrebound = 1\ndays = 3",
        "[[income_expectation]]\nloss = 0.5",
        "[[route]]\nfrom = \"AAA\"\nto = \"BBB\"\ndelay = 0",
        "[[embargo]]\nshare = 0",
        "[[inventory_target]]\nmultiply = 1",
    ] {
        place.write("none.toml", format!("title = \"None\"\nworld = \"w.world\"\ndays = 5\n{shock}\n"));
        let said = place.oblate("shock none.toml -o none --overwrite");
        told(&said, 0, &[]);
        assert!(shock.contains("[[route]]") || said.out.contains(" nothing: "), "{shock}: {}", said.out);
        assert!(summary(&place, "none", "base,world,", "value_added_lost_pct").abs() <= 1e-10, "{shock}");
    }
}

#[test]
fn a_recovery_is_a_share_of_the_shock() {
    let Some(place) = case("recovery-beyond-full-strength") else { return };
    told(&place.oblate("shock demand.toml -o out"), 3, &["2 must be a share, 0 to 1", "demand.toml:8:19"]);
    told(&place.oblate("shock capacity.toml -o out"), 3, &["capacity.toml:10:19", "capacity.toml:10:24"]);
    place.write(
        "percent.toml",
        "world = \"w.world\"\n[[capacity_loss]]\nloss = 0.5\nrecovery_table = [70, 40, 20]\n",
    );
    told(&place.oblate("shock percent.toml -o out"), 3, &["0.7 is 70 per cent"]);
    for kind in [
        "[[labour_loss]]\nloss = 1",
        "[[capital_loss]]\nloss = 1",
        "[[income_expectation]]\nloss = 1",
        "[[embargo]]\nshare = 1",
        "[[route]]\nclosed = 1",
        "[[inventory_target]]\nmultiply = 2",
    ] {
        place.write("kind.toml", format!("world = \"w.world\"\n{kind}\nrecovery_table = [1.5]\n"));
        told(&place.oblate("shock kind.toml -o out"), 3, &["1.5 must be a share, 0 to 1", "kind.toml:4:19"]);
    }
}

#[test]
fn a_shock_after_the_end_and_one_that_stays_are_told() {
    let Some(place) = case("shock-after-the-end") else { return };
    let never = "`capacity_loss.1` acts on no day of the run: it starts on day 50, and the last day is 9";
    told(&place.oblate("shock shock.toml -o out"), 0, &[never]);
    told(&place.oblate("run shock.toml -o dry --dry-run"), 0, &[never]);
    let said = place.oblate("shock shock.toml -o longer --days 55");
    told(&said, 0, &["`capacity_loss.1` is still at 100 % on the last day"]);
    let far = place.oblate("shock shock.toml -o far --set capacity_loss.1.start=1e300");
    told(&far, 0, &["it starts on day 1e300, and the last day is 9"]);
}

#[test]
fn inventories_without_end_never_limit_output() {
    let Some(place) = case("inventories-without-end") else { return };
    told(&place.oblate("shock zero.toml -o zero"), 3, &["`inf` for an input that never limits output"]);
    told(&place.oblate("shock huge.toml -o huge"), 3, &["at most 65535, or `inf`"]);
    told(&place.oblate("shock inf.toml -o out --format csv --industries"), 0, &[]);
    let set = place.oblate("shock zero.toml -o set --set short_run.inventories=inf --format csv");
    told(&set, 0, &[]);
    let read = |folder: &str, file: &str| std::fs::read_to_string(place.path(folder).join(file)).unwrap();
    assert!(read("out", "summary.csv") == read("set", "summary.csv"));
    // in a table, too
    place.write("days.csv", "product,value\nGOO,inf\nSER,inf\n");
    let table = "short_run.inventories={table=\"days.csv\"}";
    told(&place.oblate(&format!("shock zero.toml -o table --set {table} --format csv")), 0, &[]);
    assert!(read("out", "summary.csv") == read("table", "summary.csv"));
    // no input limits output
    assert_eq!(read("out", "bottlenecks.csv").lines().count(), 1);
    // as with 3,000 days of stock, of which what is restored moves the least of them a little
    let days = read("out", "days_industries.csv");
    for (region, sector, part, tolerance) in
        [("AAA", "SER", 0.944, 5e-4), ("BBB", "SER", 0.996, 5e-4), ("CCC", "GOO", 0.994, 5e-3)]
    {
        let own = days.lines().filter(|line| line.contains(&format!(",{region},{sector},")));
        let output: Vec<f64> = own.map(|line| line.split(',').nth(4).unwrap().parse().unwrap()).collect();
        let lowest = output.iter().copied().fold(f64::INFINITY, f64::min) / output[0];
        assert!((lowest - part).abs() <= tolerance, "{region} {sector}: {lowest}");
    }
    // whoever loses output loses half of it by its own capacity, or what others order less
    let lost = days.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    for row in lost {
        let [output, demand, capacity] = [4, 6, 7].map(|at| row[at].parse::<f64>().unwrap());
        assert!((output - demand.min(capacity)).abs() <= 1e-9 * output, "{row:?}");
    }
    for preset in ["guan", "pichler"] {
        let said = place.oblate(&format!("shock inf.toml -o {preset} --set short_run.preset={preset}"));
        told(&said, 0, &[]);
    }
}

#[test]
fn numbers_that_size_memory_cost_none() {
    let Some(place) = case("numbers-that-size-memory") else { return };
    told(&place.oblate("shock delay.toml -o out --format csv"), 0, &[]);
    told(&place.oblate("shock delay.toml -o short --format csv --set route.1.delay=1000"), 0, &[]);
    assert!(summary(&place, "out", "base,world,", "value_added_lost_pct").abs() <= 1e-10);
    for folder in ["out", "short"] {
        assert!((summary(&place, folder, "base,region,AAA,", "unmet_pct") - 42.8345347).abs() <= 1e-7);
    }
    let said = place.oblate("shock days.toml -o days");
    told(&said, 3, &["days.toml:3:8", "a run of 1000000000 days is too long: write 1 to 65535"]);
    for step in ["1e-6", "1e-300"] {
        let said = place.oblate(&format!("shock delay.toml -o step --set short_run.step={step}"));
        told(&said, 3, &["a run may keep 8 GB"]);
    }
    let said = place.oblate("shock delay.toml -o step --set short_run.step=1e6");
    told(&said, 3, &["the step in days is 1000000; it must be at most 65535"]);
    let long = "shock delay.toml -o far --set short_run.transport.days=65535";
    told(&place.oblate(&format!("{long} --set short_run.step=0.001")), 3, &["a run may keep 8 GB"]);
    assert!(!place.path("days").exists() && !place.path("step").exists());
}

#[test]
fn a_label_leads_to_no_other_folder() {
    let Some(place) = case("labels-in-file-names") else { return };
    std::fs::create_dir_all(place.path("elsewhere")).unwrap();
    told(
        &place.oblate("profile --sector Hotels/restaurants --world w.world"),
        0,
        &["profile-Hotels-restaurants.html"],
    );
    let said = place.oblate("profile x/../../elsewhere/page --world w.world");
    assert!(place.path("profile-x-..-..-elsewhere-page.html").is_file(), "{}{}", said.out, said.err);
    assert_eq!(std::fs::read_dir(place.path("elsewhere")).unwrap().count(), 0);
    assert!(!place.path("profile-Hotels").exists());
}

/// Real incomes of an own solver on the same table: fixed point for prices, Newton for wages, residual 1e-14.
const TEN_PER_CENT: [(&str, f64); 3] =
    [("AAA", 0.559987457639), ("BBB", -0.357077875968), ("CCC", -0.165557660115)];

fn real_incomes(place: &Place, folder: &str, wanted: [(&str, f64); 3], tolerance: f64) {
    let text = std::fs::read_to_string(place.path(folder).join("regions.csv")).unwrap();
    for (region, value) in wanted {
        let row = format!("base,{region},real_income_pct,");
        let line = text.lines().find(|line| line.starts_with(&row)).unwrap();
        let found: f64 = line[row.len()..].split(',').next().unwrap().parse().unwrap();
        assert!((found - value).abs() <= tolerance, "{region}: {found} for {value}");
    }
}

/// Products that are as good as the same: powers of prices leave the range of numbers, real incomes do not.
#[test]
fn near_perfect_substitutes_have_real_incomes() {
    let Some(place) = case("near-perfect-substitutes") else { return };
    let said = place.oblate("run scenario.toml --world w.world -o out --format csv");
    told(&said, 0, &["AAA"]);
    real_incomes(&place, "out", [("AAA", 1.20578972), ("BBB", -0.39430237), ("CCC", -0.53501567)], 1e-7);
}

#[test]
fn own_rows_of_a_table_are_left_out_and_told() {
    let Some(place) = case("own-rows-in-a-tariff-table") else { return };
    for name in ["left-out", "false"] {
        let said = place.oblate(&format!("run {name}.toml --world w.world -o {name} --format csv"));
        told(
            &said,
            0,
            &["1 row of the table of `tariff.1` names trade of a region with itself and was left out"],
        );
        real_incomes(&place, name, TEN_PER_CENT, 1e-8);
    }
    let all = "run false.toml --world w.world -o own --format csv --set tariff.1.include_own=true";
    told(&place.oblate(all), 0, &[]);
    real_incomes(&place, "own", [("AAA", -0.084169), ("BBB", -0.031073), ("CCC", -0.039964)], 1e-6);
}

#[test]
fn rates_in_per_cent_are_refused_and_large_ones_told() {
    let Some(place) = case("rates-given-in-per-cent") else { return };
    for name in ["add", "table"] {
        let said = place.oblate(&format!("run {name}.toml --world w.world -o {name}"));
        told(
            &said,
            3,
            &["the tariff would be 10 (that is, 1000 %) in 2 cells: 0.1 is 10 %", "`rates_above = 10`"],
        );
        let meant =
            place.oblate(&format!("run {name}.toml --world w.world -o {name} --set model.rates_above=10"));
        told(&meant, 0, &["`tariff.1` makes a tariff of 1000 % (0.1 is 10 %), the largest of 2 above 100 %"]);
    }
    let said = place.oblate("run add.toml --world w.world -o two --set tariff.1.add=2");
    told(&said, 0, &["`tariff.1` makes a tariff of 200 % (0.1 is 10 %)"]);
    place.write("cost.toml", "title = \"c\"\n[[iceberg]]\nto = \"AAA\"\nsectors = \"GOO\"\nmultiply = 10\n");
    let said = place.oblate("run cost.toml --world w.world -o cost");
    told(&said, 0, &["`iceberg.1` makes trade costs 10 times those of the baseline in 2 cells"]);
}

#[test]
fn an_embargo_wins_over_a_cap() {
    let Some(place) = case("cap-and-embargo-on-one-link") else { return };
    let said = place.oblate("run scenario.toml --world w.world -o out --format csv");
    told(&said, 0, &["`cap.1` acts on no link: an embargo cuts all that it names"]);
    real_incomes(&place, "out", [("AAA", -5.25036751), ("BBB", -2.86301386), ("CCC", 0.70476382)], 1e-7);
    // a cap on a link whose trade underflows
    let cut = std::fs::read_to_string(place.path("scenario.toml")).unwrap();
    let cut = cut.replace("[[embargo]]", "[[iceberg]]") + "multiply = 1e200\n";
    place.write("far.toml", cut);
    told(&place.oblate("run far.toml --world w.world -o far --format csv"), 0, &[]);
    real_incomes(&place, "far", [("AAA", -5.25036751), ("BBB", -2.86301386), ("CCC", 0.70476382)], 1e-6);
    told(&place.oblate("run chips.toml -o chips"), 0, &[]);
}

#[test]
fn numbers_too_large_and_rebuilding_with_nothing_are_told() {
    let Some(place) = case("messages-that-mislead") else { return };
    let said = place.oblate("run large-number.toml --world w.world -o out");
    told(&said, 3, &["expected a number, found a number that is too large: 99999999999999999999"]);
    place.write("nothing.toml", "world = \"w.world\"\n[[capital_loss]]\nloss = 0.1\nrebuild = {}\n");
    told(&place.oblate("shock nothing.toml -o out"), 3, &["`capital_loss.1` rebuilds with nothing"]);
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_folder_is_told() {
    let place = Place::new();
    std::fs::create_dir(place.path("empty")).unwrap();
    std::os::unix::fs::symlink("empty", place.path("link")).unwrap();
    let said = place.oblate("run my.toml --world r.world -o link");
    told(&said, 6, &["cannot write `link`: it is a link: give the folder itself"]);
}

#[test]
fn more_variants_than_memory_holds_are_refused() {
    let place = Place::new();
    let variants = (0..5000).map(|at| format!("v{at} = {{ set = {{ \"tariff.wall.add\" = 0.1 }} }}\n"));
    let wall = "[[tariff]]\nname = \"wall\"\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"C26\"\nadd = 0.2\n";
    place.write("many.toml", format!("title = \"t\"\n{wall}[variants]\n{}", variants.collect::<String>()));
    told(
        &place.oblate("run many.toml -o out"),
        3,
        &["its 5001 cases would keep about ", "a run may keep 16 GB"],
    );
    assert!(!place.path("out").exists());
}
