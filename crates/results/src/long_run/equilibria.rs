//! The table `equilibria`: the change of real income in every equilibrium to which random starts came.

use super::regions::{mean, places};
use crate::description::PERCENT;
use oblate_engine::RunResult;
use oblate_tables::{Column, Labels, Table};

/// None where no starts were asked for.
pub(super) fn table(result: &RunResult) -> Option<Table> {
    let searches = result.equilibria.as_ref()?;
    let mut names = Labels::over(result.variants.iter().map(|variant| variant.name()));
    let (mut number, mut region) = (Labels::default(), Labels::default());
    let (mut variable, mut unit) = (Labels::over(["real_income_pct"]), Labels::over([PERCENT]));
    let (mut starts, mut value) = (Vec::new(), Vec::new());
    for (at, (variant, search)) in result.variants.iter().zip(searches).enumerate() {
        let own = (search.same, &variant.welfare.real_income_pct);
        let others = search.others.iter().map(|other| (other.starts, &other.real_income_pct));
        for (count, (led, real_income_pct)) in std::iter::once(own).chain(others).enumerate() {
            for place in places(variant) {
                names.push(at);
                number.push_word(&(count + 1).to_string());
                starts.push(led as f64);
                region.push_word(&place.code);
                variable.push(0);
                unit.push(0);
                value.push(mean(real_income_pct, &place, &variant.baseline.income));
            }
        }
    }
    let columns = vec![
        Column::labels("variant", names),
        Column::labels("equilibrium", number),
        Column::numbers("starts", starts),
        Column::labels("region", region),
        Column::labels("variable", variable),
        Column::numbers("value", value),
        Column::labels("unit", unit),
    ];
    Some(Table { name: "equilibria", columns })
}
