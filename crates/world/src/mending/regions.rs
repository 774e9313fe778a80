//! Regions that neither make nor buy anything: left out of every array.

use crate::accounts::{Accounts, Flows, Mend, MendRule, PairCovariate, Pooled, RegionCovariate, Satellite};
use crate::axes::{Array2, Array3, Axis, Id, Region, TradeTensor};

/// Drops the regions without sales, purchases, factor income and production taxes; each is listed. Where all are such,
/// nothing happens.
pub fn empty_regions(accounts: &mut Accounts) {
    let empty = without_anything(accounts);
    let regions = &accounts.axes.regions;
    let kept: Vec<Region> = regions.ids().filter(|region| !empty[region.index()]).collect();
    let Ok(left) = Axis::new(kept.iter().map(|&region| regions.label(region).clone()).collect()) else {
        return;
    };
    let dropped = regions.ids().filter(|region| empty[region.index()]).map(|region| Mend {
        rule: MendRule::EmptyRegion,
        region: Some(regions.code(region).to_owned()),
        sector: None,
        before: 0.0,
        after: 0.0,
        note: "it neither makes nor buys anything: left out".to_owned(),
    });
    accounts.mends.extend(dropped.collect::<Vec<_>>());
    if kept.len() < regions.len() {
        keep(accounts, &kept);
        accounts.axes.regions = left;
    }
}

fn without_anything(accounts: &Accounts) -> Vec<bool> {
    let pooled = Pooled::of(accounts);
    let output = pooled.gross_output();
    let is_zero = |values: &[f64]| values.iter().all(|&value| value == 0.0);
    let empty = |j: Region| {
        is_zero(output.row(j))
            && is_zero(pooled.intermediate.matrix(j))
            && is_zero(pooled.final_use.matrix(j))
            && is_zero(accounts.factor_income.matrix(j))
            && is_zero(accounts.production_tax.row(j))
    };
    accounts.axes.regions.ids().map(empty).collect()
}

/// The accounts of these regions alone, on axes that still have all.
fn keep(accounts: &mut Accounts, kept: &[Region]) {
    let n = kept.len();
    match &mut accounts.flows {
        Flows::ByUse { intermediate, final_use } => {
            let m = accounts.axes.sectors.len();
            *intermediate = cells_of(intermediate, kept, [accounts.axes.regions.len(), m, m]);
            *final_use =
                cells_of(final_use, kept, [accounts.axes.regions.len(), m, accounts.axes.final_uses.len()]);
        }
        Flows::Common { trade, intermediate, final_use } => {
            *trade = links_of(trade, kept);
            *intermediate = cubes_of(intermediate, kept);
            *final_use = cubes_of(final_use, kept);
        }
    }
    accounts.tariff = accounts.tariff.as_ref().map(|tariff| links_of(tariff, kept));
    accounts.factor_income = cubes_of(&accounts.factor_income, kept);
    accounts.production_tax = rows_of(&accounts.production_tax, kept);
    for Satellite { values, .. } in &mut accounts.satellites {
        *values = rows_of(values, kept);
    }
    for RegionCovariate { values, .. } in &mut accounts.region_covariates {
        *values = kept.iter().map(|region| values[region.index()]).collect();
    }
    for PairCovariate { values, .. } in &mut accounts.pair_covariates {
        *values = Array2::from_fn([n, n], |i: Region, j: Region| values[(kept[i.index()], kept[j.index()])]);
    }
}

/// The flows among these regions: rows of `m` sellers in each of `n` regions, columns of `uses` in each.
fn cells_of(flows: &[f64], kept: &[Region], [n, m, uses]: [usize; 3]) -> Vec<f64> {
    let rows = kept
        .iter()
        .flat_map(|origin| flows[origin.index() * m * n * uses..][..m * n * uses].chunks(n * uses));
    rows.flat_map(|row| kept.iter().flat_map(|buyer| &row[buyer.index() * uses..][..uses])).copied().collect()
}

fn links_of(links: &TradeTensor, kept: &[Region]) -> TradeTensor {
    let [sectors, ..] = links.shape();
    TradeTensor::from_fn([sectors, kept.len(), kept.len()], |s, j, i| {
        links[(s, kept[j.index()], kept[i.index()])]
    })
}

fn cubes_of<B: Id, C: Id>(cubes: &Array3<Region, B, C>, kept: &[Region]) -> Array3<Region, B, C> {
    let [_, b, c] = cubes.shape();
    Array3::from_fn([kept.len(), b, c], |j: Region, b, c| cubes[(kept[j.index()], b, c)])
}

fn rows_of<B: Id>(rows: &Array2<Region, B>, kept: &[Region]) -> Array2<Region, B> {
    Array2::from_fn([kept.len(), rows.shape()[1]], |j: Region, b| rows[(kept[j.index()], b)])
}
