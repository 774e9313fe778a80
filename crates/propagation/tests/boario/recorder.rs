//! The variables that BoARIO writes down, day by day.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use oblate_propagation::{Day, Observer};

/// Values by variable and day, in the order of BoARIO's columns.
#[derive(Default)]
pub struct Recorder {
    pub variables: BTreeMap<&'static str, Vec<Vec<f64>>>,
    pub stocks: BTreeMap<usize, Vec<f64>>,
    pub stock_days: Vec<usize>,
    /// What is put off of rebuilding is what is missing of capital, dwellings apart.
    pub final_demand: f64,
}

impl Observer for Recorder {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        let shape = day.model().shape();
        let mut put = |name, values: Vec<f64>| self.variables.entry(name).or_default().push(values);
        put("production_realised", day.output().to_vec());
        put("production_capacity", day.capacity().to_vec());
        put("overproduction", day.overproduction().to_vec());
        put("intermediate_demand", day.intermediate_demand().to_vec());
        put("rebuild_demand", day.rebuilding_demand().to_vec());
        let rebuilt =
            day.rebuilding_demand().iter().zip(day.rebuilding_part()).map(|(asked, part)| asked * part);
        put("rebuild_prod", rebuilt.collect());
        put("productive_capital_to_recover", day.missing_capital().to_vec());
        let of_finals =
            |f: usize| day.demand()[f] - day.intermediate_demand()[f] - day.rebuilding_demand()[f];
        let undelivered = |f: usize| of_finals(f) * (1.0 - day.final_part()[f]);
        put("final_demand_undist", (0..shape.industries()).map(undelivered).collect());
        let unmet = |f: usize| {
            let (j, k) = (f / shape.sectors, f % shape.sectors);
            (0..shape.final_uses).map(|c| day.unmet(k, j * shape.final_uses + c)).sum()
        };
        put("final_demand_unmet", (0..shape.industries()).map(unmet).collect());
        if self.stock_days.contains(&day.step()) {
            self.stocks.insert(day.step(), day.inventories().to_vec());
        }
        self.final_demand = self.final_demand.max(day.final_demand().iter().sum());
        ControlFlow::Continue(())
    }
}
