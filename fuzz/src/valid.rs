//! Random valid questions: scenarios and files of shocks on regions R1 to R3 and sectors s1 to s3.

use std::fmt::Write;

use oblate_world::{RandomWorld, Satellite, World};

/// A random world with emissions, which prices of carbon need.
pub fn with_emissions(random: &RandomWorld) -> World {
    let mut accounts = random.build().into_accounts();
    let employment = accounts.satellites[0].values.clone();
    accounts.satellites.push(Satellite { name: "co2".to_owned(), unit: "kt".to_owned(), values: employment });
    World::new(accounts).expect("satellites do not touch the balance")
}

/// Random choices, the same for one seed on every machine (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    pub fn often(&mut self, times_of_ten: usize) -> bool {
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
    const KINDS: [&str; 15] = [
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
        "carbon_price",
        "deficit",
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
        "carbon_price" => carbon_price(dice),
        "deficit" => {
            let balance = format!("balance = {}\n", dice.one(&["\"R1\"", "\"R3\""]));
            let change =
                format!("{} = {}\n", dice.one(&["multiply", "add"]), dice.one(&["0", "0.5", "1", "2"]));
            format!("regions = \"R2\"\n{balance}{change}")
        }
        "productivity" | "preference" => places(dice) + &format!("multiply = {}\n", dice.one(&HATS)),
        "input_tax" | "input_subsidy" => {
            places(dice) + &dice.maybe("by", &SECTORS) + &format!("add = {}\n", dice.one(&SHARES[..4]))
        }
        _ => places(dice) + &format!("add = {}\n", dice.one(&["-0.3", "0", "0.1", "0.5"])),
    };
    text
}

fn carbon_price(dice: &mut Dice) -> String {
    let mut keys = dice.maybe("regions", &REGIONS) + "on = [\"s1\", \"s2\"]\n";
    if dice.often(4) {
        keys += "border_adjustment = true\n";
        keys += &dice.maybe("border_sectors", &SECTORS);
    }
    keys + &format!("set = {}\n", dice.one(&["0", "0.001", "0.01", "1"]))
}

/// Technology, demand and elasticities, of which most scenarios say nothing.
fn economy(dice: &mut Dice) -> String {
    let mut text = String::new();
    if dice.often(2) {
        text += "[model.technology]\n";
        text += &dice.maybe("output", &["0.5", "1", "{ default = 0.3, s1 = 1.5 }"]);
        text += &dice.maybe("materials", &["0.2", "1", "2"]);
    }
    if dice.often(2) {
        text += "[[model.nest]]\nname = \"energy\"\nproducts = \"s2\"\n";
        text += &(dice.maybe("in", &["\"output\"", "\"value_added\""])
            + &dice.maybe("elasticity", &["0.5", "1", "3"]));
    }
    if dice.often(2) {
        text += "[parameters]\n";
        text += &format!("trade_elasticity = {}\n", dice.one(&["5", "1.2", "{ default = 4, s1 = 9 }"]));
    }
    if dice.often(2) {
        text += "[demand]\npreferences = \"ces\"\n";
        text += &format!("substitution = {}\n", dice.one(&["0.5", "1", "4"]));
    }
    text
}

/// A scenario on the long run, on regions R1 to R3 and sectors s1 to s3.
pub fn long_run(dice: &mut Dice) -> String {
    let mut text = "title = \"Random\"\n[model]\n".to_owned();
    text += &dice.maybe("structure", &["\"perfect\"", "\"krugman\"", "\"melitz\"", "\"external\""]);
    text += &dice.maybe("sourcing", &["\"common\"", "\"by-use\""]);
    text += &dice.maybe("deficits", &["\"fixed\"", "\"zero\"", "\"share\""]);
    text += &economy(dice);
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
            let loss = format!("loss = {}\n", dice.one(&["0", "0.01", "0.2", "1"]));
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

/// A file of shocks on the short run, on the same.
pub fn short_run(dice: &mut Dice) -> String {
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
        ("essential", &["\"s1\"", "[\"s1\", \"s2\"]", "\"all\""]),
        ("important", &["\"s3\"", "[\"s2\", \"s3\"]"]),
        ("important_inputs", &["\"half\"", "\"as-essential\"", "\"as-rest\""]),
    ] {
        // most choices stay what they are, so that most files run
        if dice.often(3) {
            let _ = writeln!(text, "{key} = {}", dice.one(values));
        }
    }
    if dice.often(3) && !text.contains("rationing") {
        text += "rationing = \"by-contract\"\n";
        for _ in 0..=dice.below(2) {
            text += "[[contract]]\n";
            text += &(places(dice) + &dice.maybe("uses", &["\"all\"", "\"c1\""]));
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
