//! Output, value added and unmet demand by region and sector, day by day.

use std::ops::ControlFlow;

use oblate_world::Id;
use serde::{Deserialize, Serialize};

use crate::model::Model;
use crate::run::{Day, Observer};

/// Sums of one day, in the table's unit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Sums {
    /// Output.
    pub output: f64,
    /// Value added: output less inputs used.
    pub value_added: f64,
    /// What final users wanted.
    pub final_demand: f64,
    /// What final users wanted and did not get; by region that of its users, by sector that of its product.
    pub unmet: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.output += other.output;
        self.value_added += other.value_added;
        self.final_demand += other.final_demand;
        self.unmet += other.unmet;
    }
}

/// An observer that keeps sums by region and by sector of each step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    /// Sums of a step without shocks, by region and by sector.
    pub baseline: [Vec<Sums>; 2],
    /// Step × region.
    pub regions: Vec<Vec<Sums>>,
    /// Step × sector.
    pub sectors: Vec<Vec<Sums>>,
}

impl Curves {
    /// Curves without a day.
    pub fn new(model: &Model) -> Self {
        let shape = model.shape();
        let mut baseline = [vec![Sums::default(); shape.regions], vec![Sums::default(); shape.sectors]];
        for (f, output) in model.baseline.iter().enumerate() {
            let inputs = (f..model.coefficient.len()).step_by(shape.industries());
            let share: f64 = inputs.map(|at| model.coefficient[at]).sum();
            let sums = Sums { output: *output, value_added: output * (1.0 - share), ..Sums::default() };
            baseline[0][f / shape.sectors].add(sums);
            baseline[1][f % shape.sectors].add(sums);
        }
        for (at, demand) in model.final_demand.iter().enumerate() {
            let (k, user) = (at / shape.final_users(), at % shape.final_users());
            baseline[0][user / shape.final_uses].final_demand += demand;
            baseline[1][k].final_demand += demand;
        }
        Self { baseline, regions: Vec::new(), sectors: Vec::new() }
    }

    /// Sums of the world on each step.
    pub fn world(&self) -> Vec<Sums> {
        self.regions.iter().map(|regions| total(regions)).collect()
    }

    /// Sums of the world on a step without shocks.
    pub fn world_baseline(&self) -> Sums {
        total(&self.baseline[0])
    }

    /// Value added lost by region over all steps, in the table's unit.
    pub fn value_added_lost(&self) -> Vec<f64> {
        let lost = |j: usize| {
            let base = self.baseline[0][j].value_added;
            self.regions.iter().map(|regions| base - regions[j].value_added).sum()
        };
        (0..self.baseline[0].len()).map(lost).collect()
    }

    /// The step on which the world's output is lowest, and its output over output without shocks.
    pub fn trough(&self) -> Option<(usize, f64)> {
        let base = self.world_baseline().output;
        let parts = self.world().into_iter().map(|sums| sums.output / base).enumerate();
        parts.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

fn total(parts: &[Sums]) -> Sums {
    let mut total = Sums::default();
    for part in parts {
        total.add(*part);
    }
    total
}

impl Observer for Curves {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        let shape = day.model().shape();
        let mut regions = vec![Sums::default(); shape.regions];
        let mut sectors = vec![Sums::default(); shape.sectors];
        for (f, (output, value_added)) in day.output().iter().zip(day.value_added()).enumerate() {
            let sums = Sums { output: *output, value_added: *value_added, ..Sums::default() };
            let (region, sector) = shape.place(f);
            regions[region.index()].add(sums);
            sectors[sector.index()].add(sums);
        }
        for (k, by_user) in day.final_demand().chunks_exact(shape.final_users()).enumerate() {
            for (user, demand) in by_user.iter().enumerate() {
                let sums = Sums { final_demand: *demand, unmet: day.unmet(k, user), ..Sums::default() };
                regions[user / shape.final_uses].add(sums);
                sectors[k].add(sums);
            }
        }
        self.regions.push(regions);
        self.sectors.push(sectors);
        ControlFlow::Continue(())
    }
}
