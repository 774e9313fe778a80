//! The table `factors`: factor prices by sector, where the sectors of a region pay different ones.

use crate::description::RATIO;
use oblate_engine::VariantResult;
use oblate_tables::{Column, Labels, Table};

/// None where all sectors of every region pay the same in all variants.
pub(super) fn table(variants: &[VariantResult]) -> Option<Table> {
    if variants.iter().all(|variant| variant.equilibrium.sector_wage_hat.is_none()) {
        return None;
    }
    let mut names = Labels::over(variants.iter().map(|variant| variant.name()));
    let (mut region, mut sector, mut factor) = (Labels::default(), Labels::default(), Labels::default());
    let (mut variable, mut units) = (Labels::over(["factor_price_hat"]), Labels::over([RATIO]));
    let mut value = Vec::new();
    for (at, variant) in variants.iter().enumerate() {
        let axes = &variant.baseline.axes;
        let Some(hats) = &variant.equilibrium.sector_wage_hat else { continue };
        for j in axes.regions.ids() {
            for k in axes.sectors.ids() {
                for f in axes.factors.ids() {
                    names.push(at);
                    region.push_word(axes.regions.code(j));
                    sector.push_word(axes.sectors.code(k));
                    factor.push_word(axes.factors.code(f));
                    variable.push(0);
                    units.push(0);
                    // a price of what the sector does not use says nothing
                    let used = variant.baseline.factor_income_of(j, k, f) != 0.0;
                    value.push(if used { hats[(j, k, f)] } else { f64::NAN });
                }
            }
        }
    }
    let columns = vec![
        Column::labels("variant", names),
        Column::labels("region", region),
        Column::labels("sector", sector),
        Column::labels("factor", factor),
        Column::labels("variable", variable),
        Column::numbers("value", value),
        Column::labels("unit", units),
    ];
    Some(Table { name: "factors", columns })
}
