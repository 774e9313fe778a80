//! Random valid scenarios and files of shocks: each ends in an answer or in an error of a class, never in a fault of the program.
//!
//! `OBLATE_RANDOM` is the number of files of each kind; the tests run a few.

use std::fmt::Write;

use oblate_world::RandomWorld;

use crate::support::Place;

/// Random choices, the same for one seed on every machine (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn often(&mut self, times_of_ten: usize) -> bool {
        self.below(10) < times_of_ten
    }

    /// A key with one of these values, or none.
    fn maybe(&mut self, key: &str, values: &[&str]) -> String {
        if self.often(5) { format!("{key} = {}\n", self.one(values)) } else { String::new() }
    }
}

const REGIONS: [&str; 4] = ["\"R1\"", "\"R2\"", "[\"R1\", \"R3\"]", "\"all\""];
const SECTORS: [&str; 4] = ["\"s1\"", "\"s2\"", "[\"s1\", \"s3\"]", "\"all\""];
const SHARES: [&str; 5] = ["0", "0.1", "0.5", "0.999", "1"];
const HATS: [&str; 5] = ["0.2", "0.9", "1", "1.3", "3"];
const RATES: [&str; 5] = ["-0.5", "0", "0.1", "0.9", "4"];

fn links(dice: &mut Dice) -> String {
    let mut keys = dice.maybe("from", &REGIONS) + &dice.maybe("to", &REGIONS);
    keys += &dice.maybe("sectors", &SECTORS);
    keys += &dice.maybe("both_ways", &["true", "false"]);
    keys
}

fn places(dice: &mut Dice) -> String {
    dice.maybe("regions", &REGIONS) + &dice.maybe("sectors", &SECTORS)
}

/// A shock of the long run under a key, which says whether it stands in a variant.
fn long_shock(dice: &mut Dice, prefix: &str) -> String {
    const KINDS: [&str; 13] = [
        "tariff",
        "export_tax",
        "iceberg",
        "embargo",
        "subsidy",
        "productivity",
        "factor",
        "fixed_cost",
        "cap",
        "consumption_tax",
        "input_tax",
        "input_subsidy",
        "preference",
    ];
    let kind = dice.one(&KINDS);
    let mut text = format!("[[{prefix}{kind}]]\n");
    text += &match kind {
        "tariff" | "export_tax" => {
            links(dice) + &format!("{} = {}\n", dice.one(&["set", "add"]), dice.one(&RATES))
        }
        "iceberg" | "fixed_cost" => {
            links(dice) + &format!("{} = {}\n", dice.one(&["set", "multiply"]), dice.one(&HATS))
        }
        "embargo" => links(dice),
        "cap" => {
            let rent = dice.maybe("rent", &["\"origin\"", "\"destination\"", "\"nobody\""]);
            links(dice) + &rent + &format!("quantity = {}\n", dice.one(&["0.1", "0.8", "1.5", "10"]))
        }
        "factor" => dice.maybe("regions", &REGIONS) + &format!("multiply = {}\n", dice.one(&HATS)),
        "productivity" | "preference" => places(dice) + &format!("multiply = {}\n", dice.one(&HATS)),
        "input_tax" | "input_subsidy" => {
            places(dice) + &dice.maybe("by", &SECTORS) + &format!("add = {}\n", dice.one(&SHARES[..4]))
        }
        _ => places(dice) + &format!("add = {}\n", dice.one(&["-0.3", "0", "0.1", "0.5"])),
    };
    text
}

fn long_run(dice: &mut Dice) -> String {
    let mut text = "title = \"Random\"\n[model]\n".to_owned();
    text += &dice.maybe("structure", &["\"perfect\"", "\"krugman\"", "\"melitz\"", "\"external\""]);
    text += &dice.maybe("sourcing", &["\"common\"", "\"by-use\""]);
    text += &dice.maybe("deficits", &["\"fixed\"", "\"zero\"", "\"share\""]);
    for _ in 0..=dice.below(4) {
        text += &long_shock(dice, "");
    }
    if dice.often(4) {
        text += &long_shock(dice, "variants.more.");
    }
    text
}

fn when(dice: &mut Dice) -> String {
    let mut text =
        dice.maybe("start", &["0", "2", "7.5", "40"]) + &dice.maybe("days", &["0", "1", "5.5", "100"]);
    match dice.below(4) {
        0 => text += &format!("recovery_days = {}\n", dice.one(&["1", "3", "30"])),
        1 => {
            let shape = dice.one(&["\"linear\"", "\"convex\"", "\"concave\""]);
            let _ = writeln!(text, "recovery = {shape}\nrecovery_days = {}", dice.one(&["1", "3", "30"]));
        }
        2 => text += "recovery_table = [1, 0.5, 0, 0.2]\n",
        _ => {}
    }
    text
}

fn short_shock(dice: &mut Dice, prefix: &str) -> String {
    const KINDS: [&str; 9] = [
        "capacity_loss",
        "labour_loss",
        "capital_loss",
        "inventory_loss",
        "demand_change",
        "income_expectation",
        "route",
        "embargo",
        "inventory_target",
    ];
    let kind = dice.one(&KINDS);
    let mut text = format!("[[{prefix}{kind}]]\n");
    text += &match kind {
        "capacity_loss" | "labour_loss" => {
            places(dice) + &when(dice) + &format!("loss = {}\n", dice.one(&SHARES))
        }
        "capital_loss" => {
            let rebuild = dice.maybe("rebuild", &["{ s1 = 1 }", "{ s1 = 0.5, s2 = 0.5 }"]);
            let payer = dice.maybe("payer", &["\"outside\"", "\"region\""]);
            let loss = format!("loss = {}\n", dice.one(&["0", "0.01", "0.2"]));
            places(dice) + &when(dice) + &rebuild + &payer + &loss
        }
        "inventory_loss" => {
            places(dice) + &dice.maybe("start", &["0", "3"]) + &format!("loss = {}\n", dice.one(&SHARES))
        }
        "demand_change" => {
            let rebound = dice.maybe("rebound", &["0.5", "1"]);
            places(dice)
                + &when(dice)
                + &rebound
                + &format!("change = {}\n", dice.one(&["-1", "-0.3", "0", "2"]))
        }
        "income_expectation" => {
            dice.maybe("regions", &REGIONS) + &when(dice) + &format!("loss = {}\n", dice.one(&SHARES))
        }
        "route" => {
            let delay = dice.maybe("delay", &["0", "3", "2.5", "1e9"]);
            let keys = dice.maybe("closed", &SHARES) + &dice.maybe("spare", &["1", "1.2", "5"]);
            links(dice) + &when(dice) + &delay + &keys
        }
        "embargo" => links(dice) + &when(dice) + &dice.maybe("share", &SHARES),
        _ => places(dice) + &when(dice) + &format!("multiply = {}\n", dice.one(&["0", "0.5", "1", "3"])),
    };
    text
}

fn short_run(dice: &mut Dice) -> String {
    let mut text = "title = \"Random\"\ndays = 30\n[short_run]\n".to_owned();
    for (key, values) in [
        ("preset", &["\"default\"", "\"hallegatte\"", "\"boario-0.7.2\"", "\"guan\"", "\"pichler\""][..]),
        ("inventories", &["2", "5", "30", "inf", "{ default = 10, s1 = inf }"]),
        ("restoring", &["1", "10", "60"]),
        ("orders", &["\"use-and-gap\"", "\"whole-gap\"", "\"demand-and-gap\""]),
        ("suppliers", &["\"fixed\"", "\"by-capacity\"", "\"by-output\""]),
        ("final_suppliers", &["\"fixed\"", "\"by-capacity\"", "\"by-output\""]),
        ("rationing", &["\"proportional\"", "\"intermediate-first\"", "\"largest-first\"", "\"random\""]),
        ("inputs", &["\"leontief\"", "\"linear\""]),
        ("psi", &["0.1", "0.8", "1"]),
        ("overproduction", &["1", "1.25", "3"]),
        ("labour", &["\"kept\"", "\"hired-and-fired\""]),
        ("consumption", &["\"fixed\"", "\"from-income\""]),
        ("overlap", &["\"compound\"", "\"largest\""]),
        ("transport", &["{ days = 3 }", "{ days = 0 }"]),
        ("step", &["1", "0.5", "7"]),
    ] {
        // most choices stay what they are, so that most files run
        if dice.often(3) {
            let _ = writeln!(text, "{key} = {}", dice.one(values));
        }
    }
    for _ in 0..=dice.below(4) {
        text += &short_shock(dice, "");
    }
    if dice.often(4) {
        text += &short_shock(dice, "variants.more.");
    }
    text
}

/// Runs random files on random worlds; exit codes are those of an answer or of an error with a class.
fn end_well(kind: &str, make: fn(&mut Dice) -> String) {
    let count = std::env::var("OBLATE_RANDOM").ok().and_then(|text| text.parse().ok()).unwrap_or(25);
    let place = Place::new();
    let mut answered = 0;
    for seed in 0..count {
        let mut dice = Dice(seed);
        let by_use = dice.often(5);
        let world = RandomWorld {
            regions: 3,
            sectors: 3,
            dead_sectors: dice.below(3),
            by_use,
            seed,
            ..RandomWorld::default()
        };
        oblate::save_world(&world.build(), &place.path("w.world"), true).unwrap();
        let text = make(&mut dice);
        place.write("random.toml", &text);
        let said = place.oblate("run random.toml --world w.world -o out --overwrite --format csv");
        let is_class = matches!(said.code, Some(0 | 3 | 4 | 5)) && !said.err.contains("fault of the program");
        assert!(is_class, "{kind} {seed}: {:?} {}\n{text}", said.code, said.err);
        answered += usize::from(said.code == Some(0));
    }
    assert!(4 * answered > count as usize, "{kind}: {answered} of {count} are answered");
}

#[test]
fn random_scenarios_end_well() {
    end_well("long run", long_run);
}

#[test]
fn random_short_runs_end_well() {
    end_well("short run", short_run);
}
