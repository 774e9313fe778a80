//! What the second program makes of the library of shocks: the plain model of `crates/propagation/tests/plain`.

pub mod figures;
#[path = "../../../propagation/tests/plain/mod.rs"]
mod plain;

use oblate_propagation::InputOutput;
use oblate_scenario::ShortRun;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use figures::{Account, Key, keys};
use plain::Plain;

use crate::expected::Row;

/// Where the second program stands, from the root of the checkout.
pub const SOURCES: [&str; 2] = ["crates/oblate/tests/short_run/second", "crates/propagation/tests/plain"];

/// What it says of all cases of a set, over all days of the file.
pub fn rows(table: &InputOutput, cases: &[ShortRun]) -> Vec<Row> {
    let of_case = |run: &ShortRun| {
        let plain = Plain::new(table, &run.settings);
        let mut accounts = Account::before(&plain);
        plain.run(&run.shocks, run.days, |day| Account::add_day(&mut accounts, &plain, day));
        let found = figures::of(table, &accounts);
        let row = |key: &Key| Row::new([&run.variant, &key[0], &key[1]], found[key]);
        keys(table).iter().map(row).collect::<Vec<Row>>()
    };
    cases.par_iter().flat_map(of_case).collect()
}
