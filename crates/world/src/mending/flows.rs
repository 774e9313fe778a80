//! Rules on single flows: negative cells, sectors without sales, products without home supply.

use crate::accounts::{Accounts, Flows, Mend, MendRule, Pooled};
use crate::axes::{Axes, FinalUse, Id, Region, Sector, TradeTensor};
use crate::mending::reach::reaches_final_use;

/// Sets negative final use, other than by `inventories`, to zero; each cell is listed under its product.
pub fn negative_final_use(accounts: &mut Accounts, inventories: &[FinalUse]) {
    let Accounts { axes, flows: Flows::ByUse { final_use, .. }, mends, .. } = accounts else { return };
    let c = axes.final_uses.len();
    let columns = axes.regions.len() * c;
    for (at, value) in final_use.iter_mut().enumerate().filter(|(_, value)| **value < 0.0) {
        let (row, column) = (at / columns, at % columns);
        let usage = FinalUse::new(column % c);
        if !inventories.contains(&usage) {
            let note = format!("{} in {}", axes.final_uses.code(usage), region(axes, column / c));
            mends.push(Mend::at(axes, place(axes, row), MendRule::NegativeFinalUse, [*value, 0.0], note));
            *value = 0.0;
        }
    }
}

/// Sets negative intermediate use to zero; each cell is listed under its product.
pub fn negative_intermediate_use(accounts: &mut Accounts) {
    let Accounts { axes, flows: Flows::ByUse { intermediate, .. }, mends, .. } = accounts else { return };
    let m = axes.sectors.len();
    let columns = axes.regions.len() * m;
    for (at, value) in intermediate.iter_mut().enumerate().filter(|(_, value)| **value < 0.0) {
        let (row, column) = (at / columns, at % columns);
        let user = axes.sectors.code(Sector::new(column % m));
        let note = format!("use by {user} in {}", region(axes, column / m));
        mends.push(Mend::at(axes, place(axes, row), MendRule::NegativeIntermediateUse, [*value, 0.0], note));
        *value = 0.0;
    }
}

fn region(axes: &Axes, at: usize) -> &str {
    axes.regions.code(Region::new(at))
}

fn place(axes: &Axes, industry: usize) -> (Region, Sector) {
    (Region::new(industry / axes.sectors.len()), Sector::new(industry % axes.sectors.len()))
}

/// Drops industries whose output never reaches a final use, directly or through other industries in any region: those
/// without sales, and those that sell only to each other, whose size nothing determines.
///
/// Their inputs, value added and production taxes become zero. Each one whose cost was not zero is listed.
pub fn dead_sectors(accounts: &mut Accounts) {
    let alive = reaches_final_use(accounts);
    let pooled = Pooled::of(accounts);
    let (output, inputs) = (pooled.gross_output(), pooled.input_cost());
    let industries = accounts.axes.industries().zip(alive);
    let dead: Vec<(Region, Sector)> =
        industries.filter(|(_, alive)| !alive).map(|(place, _)| place).collect();
    for &(j, k) in &dead {
        let factors = accounts.factor_income.row(j, k);
        let tax = accounts.production_tax[(j, k)];
        let costs = || factors.iter().chain([&tax, &inputs[(j, k)]]);
        if costs().all(|&cost| cost == 0.0) && output[(j, k)] == 0.0 {
            continue;
        }
        let why =
            if output[(j, k)] == 0.0 { "it has no sales" } else { "its output never reaches a final user" };
        let note = format!("{why}: inputs, value added and taxes are dropped");
        let cost = costs().sum();
        let dropped = Mend::at(&accounts.axes, (j, k), MendRule::DeadSector, [cost, 0.0], note);
        accounts.mends.push(dropped);
    }
    dead.into_iter().for_each(|industry| close(accounts, industry));
}

/// Takes one sector's inputs, factor income and taxes out of the accounts.
fn close(accounts: &mut Accounts, (j, k): (Region, Sector)) {
    accounts.factor_income.row_mut(j, k).fill(0.0);
    accounts.production_tax[(j, k)] = 0.0;
    let m = accounts.axes.sectors.len();
    match &mut accounts.flows {
        Flows::ByUse { intermediate, .. } => {
            let columns = accounts.axes.regions.len() * m;
            let inputs = intermediate.iter_mut().skip(j.index() * m + k.index()).step_by(columns);
            inputs.for_each(|value| *value = 0.0);
        }
        Flows::Common { trade, intermediate, final_use } => {
            for s in accounts.axes.sectors.ids() {
                let all: f64 = intermediate.row(j, s).iter().chain(final_use.row(j, s)).sum();
                let dropped = std::mem::take(&mut intermediate[(j, s, k)]);
                if dropped != 0.0 {
                    trade.row_mut(s, j).iter_mut().for_each(|value| *value *= 1.0 - dropped / all);
                }
            }
        }
    }
}

/// Lists the products that a region uses but does not sell to itself; nothing is changed.
pub fn no_home_supply(accounts: &mut Accounts) {
    let pooled = Pooled::of(accounts);
    let kept = all_imported(&accounts.axes, &pooled.trade, |j, s| pooled.purchases(j, s));
    accounts.mends.extend(kept);
}

/// The products that a region buys, and does not sell to itself.
pub(super) fn all_imported(
    axes: &Axes,
    trade: &TradeTensor,
    purchases: impl Fn(Region, Sector) -> f64,
) -> Vec<Mend> {
    let mend = |(j, s): (Region, Sector)| {
        let used = purchases(j, s);
        (used > 0.0 && trade[(s, j, j)] == 0.0).then(|| {
            let note = format!("all of its use, {used}, is imported: kept, autarky is unbounded there");
            Mend::at(axes, (j, s), MendRule::NoHomeSupply, [0.0; 2], note)
        })
    };
    axes.industries().filter_map(mend).collect()
}
