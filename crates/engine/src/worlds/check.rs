//! The plausibility report of a world: what a careful reader looks at before trusting a table.

use oblate_world::{Axis, Id, Region, Sector, World};
use serde::Serialize;

use super::mends::{MendCount, mend_counts};

/// How many entries the lists of largest things have.
const LARGEST: usize = 15;

/// The report on one world. Values are in its unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorldReport {
    /// Name of the world.
    pub world: String,
    /// The unit of all values.
    pub unit: String,
    /// Gross output of the world.
    pub gross_output: f64,
    /// Factor income of the world.
    pub factor_income: f64,
    /// Final spending of the world.
    pub final_spending: f64,
    /// The largest gaps of balances, relative to the flow they balance.
    pub gaps: Vec<Gap>,
    /// The mends by rule.
    pub mends: Vec<MendCount>,
    /// Cells that are zero or negative.
    pub zeros: Vec<ZeroCells>,
    /// Products that a region buys and does not make for itself, or hardly (below 1 % of its purchases).
    pub home_supply: Vec<HomeSupplyGap>,
    /// Regions by gross output.
    pub regions: Vec<Share>,
    /// Sectors by gross output.
    pub sectors: Vec<Share>,
    /// The largest flows between different regions.
    pub flows: Vec<Flow>,
    /// Deficits by region, largest first, in shares of final spending.
    pub deficits: Vec<Share>,
}

/// A gap of one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// `sector` (receipts against cost) or `product` (purchases against sales).
    pub account: &'static str,
    /// Code of the region.
    pub region: String,
    /// Code of the sector or product.
    pub sector: String,
    /// The gap relative to the flow.
    pub gap: f64,
    /// The flow.
    pub value: f64,
}

/// How many cells of an account are zero or negative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZeroCells {
    /// Which account.
    pub account: &'static str,
    /// Its cells.
    pub cells: usize,
    /// Those that are zero.
    pub zero: usize,
    /// Those that are negative.
    pub negative: usize,
}

/// A product with little or no home supply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomeSupplyGap {
    /// Code of the region.
    pub region: String,
    /// Code of the product.
    pub sector: String,
    /// Share of its own sales in its purchases, at basic prices.
    pub share: f64,
    /// Purchases at basic prices.
    pub purchases: f64,
    /// Sales to other regions.
    pub exports: f64,
}

/// The size of one entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its share.
    pub share: f64,
}

/// One trade flow at basic prices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// Code of the origin.
    pub origin: String,
    /// Code of the destination.
    pub destination: String,
    /// Code of the sector.
    pub sector: String,
    /// Its value.
    pub value: f64,
}

/// Looks a world over.
pub fn check_world(world: &World) -> WorldReport {
    let (accounts, output) = (world.accounts(), world.gross_output());
    let axes = world.axes();
    let by_region = |j: Region| output.row(j).iter().sum();
    let by_sector = |s: Sector| axes.regions.ids().map(|j| output[(j, s)]).sum();
    WorldReport {
        world: accounts.description.name.clone(),
        unit: accounts.description.unit.clone(),
        gross_output: output.sum(),
        factor_income: accounts.factor_income.sum(),
        final_spending: world.final_use().sum(),
        gaps: gaps(world),
        mends: mend_counts(&world.accounts().mends),
        zeros: zeros(world),
        home_supply: home_supply(world),
        regions: shares(&axes.regions, by_region, |_| output.sum()),
        sectors: shares(&axes.sectors, by_sector, |_| output.sum()),
        flows: flows(world),
        deficits: deficits(world),
    }
}

fn gaps(world: &World) -> Vec<Gap> {
    let axes = world.axes();
    let cost = world.input_cost();
    let mut gaps = Vec::new();
    for j in axes.regions.ids() {
        for k in axes.sectors.ids() {
            let factors: f64 = world.accounts().factor_income.row(j, k).iter().sum();
            let receipts = world.gross_output()[(j, k)] - world.accounts().production_tax[(j, k)];
            let bought: f64 = world.intermediate().row(j, k).iter().chain(world.final_use().row(j, k)).sum();
            let sold: f64 =
                axes.regions.ids().map(|i| (1.0 + world.tariff(k, j, i)) * world.trade()[(k, j, i)]).sum();
            for (account, a, b) in [("sector", receipts, cost[(j, k)] + factors), ("product", bought, sold)] {
                let value = a.abs().max(b.abs());
                let gap = if value == 0.0 { 0.0 } else { (a - b).abs() / value };
                let (region, sector) = (axes.regions.code(j).to_owned(), axes.sectors.code(k).to_owned());
                gaps.push(Gap { account, region, sector, gap, value });
            }
        }
    }
    gaps.sort_by(|a, b| b.gap.total_cmp(&a.gap));
    gaps.truncate(LARGEST);
    gaps
}

fn zeros(world: &World) -> Vec<ZeroCells> {
    let accounts = world.accounts();
    let count = |account, cells: &[f64]| ZeroCells {
        account,
        cells: cells.len(),
        zero: cells.iter().filter(|cell| **cell == 0.0).count(),
        negative: cells.iter().filter(|cell| **cell < 0.0).count(),
    };
    vec![
        count("trade links", world.trade().as_slice()),
        count("intermediate use", world.intermediate().as_slice()),
        count("final use", world.final_use().as_slice()),
        count("gross output", world.gross_output().as_slice()),
        count("factor income", accounts.factor_income.as_slice()),
        count("production tax", accounts.production_tax.as_slice()),
    ]
}

/// A home share under this is told.
const LITTLE: f64 = 0.01;

fn home_supply(world: &World) -> Vec<HomeSupplyGap> {
    let axes = world.axes();
    let mut gaps = Vec::new();
    for j in axes.regions.ids() {
        for s in axes.sectors.ids() {
            let purchases: f64 = world.trade().row(s, j).iter().sum();
            let own = world.trade()[(s, j, j)];
            if purchases > 0.0 && own < LITTLE * purchases {
                gaps.push(HomeSupplyGap {
                    region: axes.regions.code(j).to_owned(),
                    sector: axes.sectors.code(s).to_owned(),
                    share: own / purchases,
                    purchases,
                    exports: world.gross_output()[(j, s)] - own,
                });
            }
        }
    }
    gaps.sort_by(|a, b| a.share.total_cmp(&b.share));
    gaps
}

fn shares<I: Id>(axis: &Axis<I>, value: impl Fn(I) -> f64, whole: impl Fn(I) -> f64) -> Vec<Share> {
    let share = |id: I| {
        let label = axis.label(id);
        Share {
            code: label.code.clone(),
            name: label.name.clone(),
            value: value(id),
            share: value(id) / whole(id),
        }
    };
    let mut shares: Vec<Share> = axis.ids().map(share).collect();
    shares.sort_by(|a, b| b.value.total_cmp(&a.value));
    shares
}

fn flows(world: &World) -> Vec<Flow> {
    let axes = world.axes();
    let mut largest: Vec<(f64, Sector, Region, Region)> = Vec::new();
    for s in axes.sectors.ids() {
        for j in axes.regions.ids() {
            let row = axes.regions.ids().zip(world.trade().row(s, j)).filter(|(i, _)| *i != j);
            largest.extend(row.map(|(i, &value)| (value, s, j, i)));
        }
    }
    largest.sort_by(|a, b| b.0.total_cmp(&a.0));
    largest.truncate(LARGEST);
    let flow = |(value, s, j, i)| Flow {
        origin: axes.regions.code(i).to_owned(),
        destination: axes.regions.code(j).to_owned(),
        sector: axes.sectors.code(s).to_owned(),
        value,
    };
    largest.into_iter().map(flow).collect()
}

fn deficits(world: &World) -> Vec<Share> {
    let deficits = world.deficits();
    let spending = |j: Region| world.final_use().matrix(j).iter().sum();
    shares(&world.axes().regions, |j| deficits[j.index()], spending)
}
