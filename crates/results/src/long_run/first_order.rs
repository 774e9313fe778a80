//! The table `first_order`: the parts of first-order welfare by sector, by partner and by group of partners.

use oblate_equilibrium::FirstOrderParts;
use oblate_world::{Array2, Id, Region};

use super::regions::{mean, places};
use crate::description::PERCENT;
use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

const SPLITS: [&str; 3] = ["sector", "partner", "partner_group"];
const PARTS: [&str; 3] = ["terms_of_trade", "volume_of_trade", "technology"];
/// What stands under `sector` and `partner` where a row tells of all of them.
const ALL: &str = "all";

/// Rows of each variant: the parts of every region, group and the world by sector, by partner, by group of partners; what is
/// zero is left out.
pub(super) fn table(variants: &[VariantResult]) -> Table {
    let mut rows = Rows::new(variants);
    for (at, variant) in variants.iter().enumerate() {
        rows.variant(at, variant);
    }
    rows.finish()
}

struct Rows {
    variant: Labels,
    region: Labels,
    split: Labels,
    part: Labels,
    sector: Labels,
    partner: Labels,
    value: Vec<f64>,
}

impl Rows {
    fn new(variants: &[VariantResult]) -> Self {
        Self {
            variant: Labels::over(variants.iter().map(|variant| variant.name())),
            region: Labels::default(),
            split: Labels::over(SPLITS),
            part: Labels::over(PARTS),
            sector: Labels::default(),
            partner: Labels::default(),
            value: Vec::new(),
        }
    }

    fn variant(&mut self, at: usize, variant: &VariantResult) {
        let axes = &variant.baseline.axes;
        let income = &variant.baseline.income;
        let by_sector = parts(&variant.welfare.first_order_by_sector);
        let by_partner = parts(&variant.welfare.first_order_by_partner);
        for place in places(variant) {
            for part in 0..PARTS.len() {
                let mut push = |split: usize, sector: &str, partner: &str, values: &[f64]| {
                    let value = mean(values, &place, income);
                    if value != 0.0 {
                        self.variant.push(at);
                        self.region.push_word(&place.code);
                        self.split.push(split);
                        self.part.push(part);
                        self.sector.push_word(sector);
                        self.partner.push_word(partner);
                        self.value.push(value);
                    }
                };
                for s in axes.sectors.ids() {
                    push(0, axes.sectors.code(s), ALL, &column(by_sector[part], &[s]));
                }
                for i in axes.regions.ids() {
                    push(1, ALL, axes.regions.code(i), &column(by_partner[part], &[i]));
                }
                for group in variant.groups() {
                    push(2, ALL, &group.name, &column(by_partner[part], &group.members));
                }
            }
        }
    }

    fn finish(self) -> Table {
        let mut unit = Labels::over([PERCENT]);
        (0..self.value.len()).for_each(|_| unit.push(0));
        let columns = vec![
            Column::labels("variant", self.variant),
            Column::labels("region", self.region),
            Column::labels("split", self.split),
            Column::labels("part", self.part),
            Column::labels("sector", self.sector),
            Column::labels("partner", self.partner),
            Column::numbers("value", self.value),
            Column::labels("unit", unit),
        ];
        Table { name: "first_order", columns }
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
