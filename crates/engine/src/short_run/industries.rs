//! Each industry on each day, for those who ask for it.

use std::ops::ControlFlow;

use oblate_propagation::{Day, Observer};
use serde::{Deserialize, Serialize};

/// An observer that keeps what every industry did in every step, step × industry.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Industries {
    /// In the world's unit, of one step.
    pub output: Vec<f64>,
    /// As output.
    pub value_added: Vec<f64>,
    /// What all customers asked for.
    pub demand: Vec<f64>,
    /// Output that capacity allowed.
    pub capacity: Vec<f64>,
    /// The input that held output back.
    pub lacks: Vec<Option<usize>>,
}

impl Observer for Industries {
    fn day(&mut self, day: &Day<'_, '_>) -> ControlFlow<()> {
        self.output.extend(day.output());
        self.value_added.extend(day.value_added());
        self.demand.extend(day.demand());
        self.capacity.extend(day.capacity());
        let industries = 0..day.output().len();
        self.lacks.extend(industries.map(|industry| day.bottleneck(industry).map(|(input, _)| input)));
        ControlFlow::Continue(())
    }
}
