//! The table `first_order`: the parts of first-order welfare by sector, by partner and by group of partners.

use oblate_equilibrium::FirstOrderParts;
use oblate_world::{Array2, Id, Region};

use super::parts::{ALL, Part, Parts};
use super::regions::{mean, places};
use oblate_engine::VariantResult;
use oblate_tables::{Labels, Table};

const SPLITS: [&str; 3] = ["sector", "partner", "partner_group"];
const PARTS: [&str; 3] = ["terms_of_trade", "volume_of_trade", "technology"];

/// Rows of each variant: the parts of every region, group and the world by sector, by partner, by group of partners; what is
/// zero is left out.
pub(super) fn table(variants: &[VariantResult]) -> Table {
    let mut rows = Parts::new(variants, SPLITS, Labels::over(PARTS));
    for (at, variant) in variants.iter().enumerate() {
        push_variant(&mut rows, at, variant);
    }
    rows.table("first_order")
}

fn push_variant(rows: &mut Parts, at: usize, variant: &VariantResult) {
    let axes = &variant.baseline.axes;
    let income = &variant.baseline.income;
    let by_sector = parts(&variant.welfare.first_order_by_sector);
    let by_partner = parts(&variant.welfare.first_order_by_partner);
    for place in places(variant) {
        for (number, part) in PARTS.into_iter().enumerate() {
            let mut push = |split: usize, sector: &str, partner: &str, values: &[f64]| {
                let value = mean(values, &place, income);
                if value != 0.0 {
                    rows.push(at, &Part { region: &place.code, split, part, sector, partner, value });
                }
            };
            for s in axes.sectors.ids() {
                push(0, axes.sectors.code(s), ALL, &column(by_sector[number], &[s]));
            }
            for i in axes.regions.ids() {
                push(1, ALL, axes.regions.code(i), &column(by_partner[number], &[i]));
            }
            for group in variant.groups() {
                push(2, ALL, &group.name, &column(by_partner[number], &group.members));
            }
        }
    }
}

/// The parts in the order of [`PARTS`].
fn parts<A>(parts: &FirstOrderParts<A>) -> [&Array2<Region, A>; PARTS.len()] {
    [&parts.terms_of_trade_pct, &parts.volume_of_trade_pct, &parts.technology_pct]
}

/// Sums of some columns, by region.
fn column<A: Id>(table: &Array2<Region, A>, columns: &[A]) -> Vec<f64> {
    let regions = (0..table.shape()[0]).map(Region::new);
    regions.map(|j| columns.iter().map(|&at| table[(j, at)]).sum()).collect()
}
