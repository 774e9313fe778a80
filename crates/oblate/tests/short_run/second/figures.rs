//! What is compared of a run: totals of the world, of each region and of each sector over its days.

use std::collections::HashMap;

use oblate::WORLD;
use oblate_propagation::{Curves, InputOutput, Sums};

use super::plain::{Plain, PlainDay};

/// Region and variable; a sector of the world stands behind the variable and a colon.
pub type Key = [String; 2];

pub const VARIABLES: [&str; 3] = ["value_added_lost_pct", "unmet_pct", "lowest_output_pct"];

/// A variable in words.
pub fn title(variable: &str) -> String {
    let name = variable.split(':').next().unwrap();
    match name {
        "value_added_lost_pct" => "Value added lost",
        "unmet_pct" => "Final demand not met",
        "lowest_output_pct" => "Lowest output",
        other => panic!("no variable `{other}`"),
    }
    .to_owned()
}

/// The days of one place.
#[derive(Clone, Default)]
pub struct Account {
    before: Sums,
    days: Vec<Sums>,
}

/// The world, then each region, then each sector.
type Accounts = Vec<Account>;

impl Account {
    /// What the engine's curves say.
    pub fn of_curves(curves: &Curves) -> Accounts {
        let [regions, sectors] = &curves.baseline;
        let account = |before: &Sums, days: &[Vec<Sums>], at: usize| Self {
            before: *before,
            days: days.iter().map(|entries| entries[at]).collect(),
        };
        let by_region = regions.iter().enumerate().map(|(j, before)| account(before, &curves.regions, j));
        let by_region: Accounts = by_region.collect();
        let by_sector = sectors.iter().enumerate().map(|(k, before)| account(before, &curves.sectors, k));
        let mut world = Self { before: Sums::default(), days: vec![Sums::default(); curves.regions.len()] };
        for region in &by_region {
            add(&mut world.before, &region.before);
            world.days.iter_mut().zip(&region.days).for_each(|(world, region)| add(world, region));
        }
        [world].into_iter().chain(by_region.iter().cloned()).chain(by_sector).collect()
    }

    /// The second program's accounts without a day.
    pub fn before(plain: &Plain<'_>) -> Accounts {
        let sums = sums(
            plain,
            &plain.output,
            &|f| plain.output[f] - plain.bought.iter().map(|bought| bought[f]).sum::<f64>(),
            &|k, user| [plain.bought[k][plain.output.len() + user], 0.0],
        );
        sums.into_iter().map(|before| Self { before, days: Vec::new() }).collect()
    }

    /// Adds a day of the second program.
    pub fn add_day(accounts: &mut [Self], plain: &Plain<'_>, day: &PlainDay) {
        let final_use = |k: usize, user: usize| [day.wanted[k][user], day.wanted[k][user] - day.got[k][user]];
        let sums = sums(plain, &day.output, &|f| day.value_added[f], &final_use);
        accounts.iter_mut().zip(sums).for_each(|(account, sums)| account.days.push(sums));
    }

    fn sum(&self, of: fn(&Sums) -> f64) -> f64 {
        self.days.iter().map(of).sum()
    }

    fn figure(&self, variable: &str) -> f64 {
        let part = |value: f64, of: f64| if of > 0.0 { 100.0 * value / of } else { 0.0 };
        match variable {
            "value_added_lost_pct" => {
                let whole = self.before.value_added * self.days.len() as f64;
                part(whole - self.sum(|day| day.value_added), whole)
            }
            "unmet_pct" => part(self.sum(|day| day.unmet), self.sum(|day| day.final_demand)),
            "lowest_output_pct" => {
                let lowest = self.days.iter().map(|day| day.output).fold(f64::INFINITY, f64::min);
                part(lowest, self.before.output)
            }
            other => panic!("no variable `{other}`"),
        }
    }
}

/// Sums of output, value added by industry, and of what final users want and do not get by product and user.
fn sums(
    plain: &Plain<'_>,
    output: &[f64],
    value_added: &dyn Fn(usize) -> f64,
    final_use: &dyn Fn(usize, usize) -> [f64; 2],
) -> Vec<Sums> {
    let (m, n) = (plain.regions, plain.sectors);
    let mut sums = vec![Sums::default(); 1 + m + n];
    for (f, output) in output.iter().enumerate() {
        let own = Sums { output: *output, value_added: value_added(f), ..Sums::default() };
        [0, 1 + f / n, 1 + m + f % n].into_iter().for_each(|place| add(&mut sums[place], &own));
    }
    for k in 0..n {
        for user in 0..m * plain.uses {
            let [final_demand, unmet] = final_use(k, user);
            let own = Sums { final_demand, unmet, ..Sums::default() };
            [0, 1 + user / plain.uses, 1 + m + k].into_iter().for_each(|place| add(&mut sums[place], &own));
        }
    }
    sums
}

fn add(sums: &mut Sums, more: &Sums) {
    sums.output += more.output;
    sums.value_added += more.value_added;
    sums.final_demand += more.final_demand;
    sums.unmet += more.unmet;
}

/// The places as they stand before and behind a variable, in the order of the accounts.
fn places(table: &InputOutput) -> Vec<[String; 2]> {
    let region = |code: &str| [code.to_owned(), String::new()];
    let sector = |code: &str| [WORLD.to_owned(), format!(":{code}")];
    let regions = [WORLD].into_iter().chain(table.regions().codes()).map(region);
    regions.chain(table.sectors().codes().map(sector)).collect()
}

fn key([region, sector]: &[String; 2], variable: &str) -> Key {
    [region.clone(), format!("{variable}{sector}")]
}

/// All that is compared, place by place.
pub fn keys(table: &InputOutput) -> Vec<Key> {
    let places = places(table);
    places.iter().flat_map(|place| VARIABLES.map(|variable| key(place, variable))).collect()
}

/// All figures of a run.
pub fn of(table: &InputOutput, accounts: &[Account]) -> HashMap<Key, f64> {
    let places = places(table);
    let of_place = |(place, account): (&[String; 2], &Account)| {
        VARIABLES.map(|variable| (key(place, variable), account.figure(variable)))
    };
    places.iter().zip(accounts).flat_map(of_place).collect()
}
