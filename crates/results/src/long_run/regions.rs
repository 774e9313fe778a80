//! The table `regions`: what happens to each region, to the groups of the scenario and to the world.

use oblate_scenario::RegionGroup;
use oblate_world::{Array2, Factor, Id, Region};

use super::borders::Borders;
use super::hat;
use crate::description::{COUNT, PERCENT, RATIO, WORLD};
use oblate_engine::Chains;
use oblate_engine::{RunResult, VariantResult};
use oblate_tables::{Column, Labels, Table};

/// One variable by region of the world.
pub(super) struct Variable {
    pub name: String,
    unit: String,
    values: Vec<f64>,
    total: Total,
}

/// How a variable is told for several regions together.
enum Total {
    /// The sum.
    Sum,
    /// The mean, weighted by baseline income.
    Mean,
    /// The sum of a level after the shock over the sum before.
    Ratio { new: Vec<f64>, old: Vec<f64> },
}

impl Variable {
    /// A level, of which several regions have the sum.
    pub(super) fn level(name: &str, unit: &str, values: Vec<f64>) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), values, total: Total::Sum }
    }

    /// A level after the shock over that before, of which several regions have the ratio of their sums.
    pub(super) fn ratio(name: &str, new: &[f64], old: &[f64]) -> Self {
        Self {
            name: name.to_owned(),
            unit: RATIO.to_owned(),
            values: new.iter().zip(old).map(|(new, old)| hat(*new, *old)).collect(),
            total: Total::Ratio { new: new.to_vec(), old: old.to_vec() },
        }
    }
}

/// The variables of one variant, in their stable order.
pub(super) fn variables(variant: &VariantResult, result: &RunResult) -> Vec<Variable> {
    let mut variables = prices(variant);
    variables.extend(welfare(variant));
    variables.extend(levels(variant, &result.unit));
    variables.extend(migration(variant, result));
    variables.extend(variant.chains.iter().flat_map(chains));
    let population = result.population.as_ref();
    variables.extend(population.map(|told| Variable::level("population", &told.unit, told.values.clone())));
    variables
}

fn prices(variant: &VariantResult) -> Vec<Variable> {
    let (baseline, equilibrium) = (&variant.baseline, &variant.equilibrium);
    let mean = |name: String, values| Variable { name, unit: RATIO.to_owned(), values, total: Total::Mean };
    let wage = baseline.axes.regions.ids().map(|j| {
        let weights = baseline.factor_income.row(j);
        let weighted = weights.iter().zip(equilibrium.wage_hat.row(j)).map(|(weight, hat)| weight * hat);
        weighted.sum::<f64>() / weights.iter().sum::<f64>()
    });
    let mut variables = vec![mean("wage_hat".to_owned(), wage.collect())];
    if baseline.axes.factors.len() > 1 {
        for f in baseline.axes.factors.ids() {
            let values = column(&equilibrium.wage_hat, f);
            variables.push(mean(format!("factor_price_hat:{}", baseline.axes.factors.code(f)), values));
        }
    }
    let consumer_price = blanked(variant, &variant.welfare.consumer_price_hat);
    variables.push(mean("price_index_hat".to_owned(), consumer_price));
    variables
}

fn welfare(variant: &VariantResult) -> Vec<Variable> {
    let welfare = &variant.welfare;
    let changes = [
        ("real_income_pct", &welfare.real_income_pct),
        ("real_wage_pct", &welfare.real_wage_pct),
        ("welfare_first_order_pct", &welfare.welfare_first_order_pct),
        ("terms_of_trade_pct", &welfare.terms_of_trade_pct),
        ("volume_of_trade_pct", &welfare.volume_of_trade_pct),
        ("technology_pct", &welfare.technology_pct),
    ];
    let variable = |(name, values): (&str, &Vec<f64>)| Variable {
        name: name.to_owned(),
        unit: PERCENT.to_owned(),
        values: values.clone(),
        total: Total::Mean,
    };
    changes.into_iter().map(variable).collect()
}

fn levels(variant: &VariantResult, unit: &str) -> Vec<Variable> {
    let (baseline, equilibrium) = (&variant.baseline, &variant.equilibrium);
    let (before, after) = (Borders::of_baseline(baseline), Borders::after(baseline, equilibrium));
    let level = |name: &str, values: Vec<f64>| Variable::level(name, unit, values);
    let gained = baseline.income.iter().zip(&variant.welfare.real_income_pct);
    vec![
        level("equivalent_variation", gained.map(|(income, change)| income * change / 100.0).collect()),
        level("income_baseline", baseline.income.clone()),
        level("income", equilibrium.income.clone()),
        level("factor_income_baseline", row_sums(&baseline.factor_income)),
        level("factor_income", row_sums(&equilibrium.factor_income)),
        Variable::ratio("exports_hat", &after.exports, &before.exports),
        Variable::ratio("imports_hat", &after.imports, &before.imports),
        level("exports_baseline", before.exports),
        level("exports", after.exports),
        level("imports_baseline", before.imports),
        level("imports", after.imports),
        level("tariff_revenue_baseline", before.tariff_revenue),
        level("tariff_revenue", equilibrium.tariff_revenue.clone()),
        level("export_tax_revenue", equilibrium.export_tax_revenue.clone()),
        level("purchase_tax_revenue", equilibrium.purchase_tax_revenue.clone()),
        level("subsidy_cost", equilibrium.subsidy_cost.clone()),
        level("deficit_baseline", baseline.deficit.clone()),
        level("deficit", blanked(variant, &equilibrium.deficit)),
    ]
}

/// How long chains are, before and after.
fn chains(chains: &Chains) -> Vec<Variable> {
    let (before, after) = (&chains.before, &chains.after);
    let told = [
        ("stages_ahead_baseline", &before.stages_ahead),
        ("stages_ahead", &after.stages_ahead),
        ("stages_behind_baseline", &before.stages_behind),
        ("stages_behind", &after.stages_behind),
        ("borders_crossed_baseline", &before.borders_crossed),
        ("borders_crossed", &after.borders_crossed),
    ];
    let variable = |(name, values): (&str, &Vec<f64>)| Variable {
        name: name.to_owned(),
        unit: COUNT.to_owned(),
        values: values.clone(),
        total: Total::Mean,
    };
    told.into_iter().map(variable).collect()
}

/// Where people live and how those fare who come from a region; none where nobody moves.
fn migration(variant: &VariantResult, result: &RunResult) -> Vec<Variable> {
    let moved = &variant.equilibrium.migration;
    if moved.is_empty() {
        return Vec::new();
    }
    let real = &variant.equilibrium.real_income_hat;
    let (mut population, mut welfare) = (vec![1.0; real.len()], real.clone());
    for place in moved {
        population[place.region.index()] = place.population_hat;
        welfare[place.region.index()] = place.welfare_hat;
    }
    let old =
        result.population.as_ref().map_or_else(|| vec![f64::NAN; real.len()], |told| told.values.clone());
    let new = old.iter().zip(&population).map(|(old, hat)| old * hat).collect();
    let per_head = real.iter().zip(&population).map(|(real, people)| 100.0 * (real / people - 1.0));
    let percent = |name: &str, values| Variable {
        name: name.to_owned(),
        unit: PERCENT.to_owned(),
        values,
        total: Total::Mean,
    };
    vec![
        percent("real_income_per_head_pct", per_head.collect()),
        percent("welfare_of_natives_pct", welfare.iter().map(|hat| 100.0 * (hat - 1.0)).collect()),
        Variable {
            name: "population_hat".to_owned(),
            unit: RATIO.to_owned(),
            values: population,
            total: Total::Ratio { new, old },
        },
    ]
}

/// The values, but for regions whose price level is unbounded.
pub(super) fn blanked(variant: &VariantResult, values: &[f64]) -> Vec<f64> {
    let regions = variant.baseline.axes.regions.ids();
    let value = |j: Region| if variant.equilibrium.is_unbounded(j) { f64::NAN } else { values[j.index()] };
    regions.map(value).collect()
}

fn column(table: &Array2<Region, Factor>, f: Factor) -> Vec<f64> {
    (0..table.shape()[0]).map(|j| table[(Region::new(j), f)]).collect()
}

fn row_sums(table: &Array2<Region, Factor>) -> Vec<f64> {
    (0..table.shape()[0]).map(|j| table.row(Region::new(j)).iter().sum()).collect()
}

/// A region, a group or the world: its code and its members.
pub(super) struct Place {
    pub code: String,
    pub name: String,
    members: Vec<Region>,
}

/// All places of a variant: the regions of the world, then the groups, then the world.
pub(super) fn places(variant: &VariantResult) -> Vec<Place> {
    let regions = &variant.baseline.axes.regions;
    let region = |j: Region| Place {
        code: regions.code(j).to_owned(),
        name: regions.label(j).name.clone(),
        members: vec![j],
    };
    let group = |group: &RegionGroup| Place {
        code: group.name.clone(),
        name: group.name.clone(),
        members: group.members.clone(),
    };
    let mut places: Vec<Place> = regions.ids().map(region).collect();
    places.extend(variant.groups().iter().map(group));
    // a world may have a region of that name already
    if regions.find(WORLD).is_none() {
        places.push(Place {
            code: WORLD.to_owned(),
            name: "World".to_owned(),
            members: regions.ids().collect(),
        });
    }
    places
}

impl Variable {
    /// The value for a place.
    pub(super) fn at(&self, place: &Place, income: &[f64]) -> f64 {
        let sum = |values: &[f64]| -> f64 { place.members.iter().map(|j| values[j.index()]).sum() };
        match (&self.total, place.members.as_slice()) {
            (_, [only]) => self.values[only.index()],
            (Total::Sum, _) => sum(&self.values),
            (Total::Ratio { new, old }, _) => hat(sum(new), sum(old)),
            (Total::Mean, _) => mean(&self.values, place, income),
        }
    }
}

/// The mean over the members of a place, weighted by baseline income.
pub(super) fn mean(values: &[f64], place: &Place, income: &[f64]) -> f64 {
    if let [only] = place.members.as_slice() {
        return values[only.index()];
    }
    let of_members = || place.members.iter().map(|j| j.index());
    let weighted: f64 = of_members().map(|j| income[j] * values[j]).sum();
    weighted / of_members().map(|j| income[j]).sum::<f64>()
}

/// The variables of each variant by region, group and world, as a tidy table.
pub(super) fn table(name: &'static str, variants: &[VariantResult], told: &[Vec<Variable>]) -> Table {
    let mut variant_column = Labels::over(variants.iter().map(|variant| variant.name()));
    let (mut region, mut variable, mut unit) = (Labels::default(), Labels::default(), Labels::default());
    let mut value = Vec::new();
    for (at, (variant, variables)) in variants.iter().zip(told).enumerate() {
        for place in places(variant) {
            for told in variables {
                variant_column.push(at);
                region.push_word(&place.code);
                variable.push_word(&told.name);
                unit.push_word(&told.unit);
                value.push(told.at(&place, &variant.baseline.income));
            }
        }
    }
    let columns = vec![
        Column::labels("variant", variant_column),
        Column::labels("region", region),
        Column::labels("variable", variable),
        Column::numbers("value", value),
        Column::labels("unit", unit),
    ];
    Table { name, columns }
}
