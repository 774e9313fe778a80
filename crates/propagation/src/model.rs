//! A prepared model: a table and choices turned into what a step needs, shared by any number of runs.

mod classes;
mod limits;

use std::sync::Arc;

use oblate_world::{Id, World};
use pulp::Arch;

use crate::error::PropagationError;
use crate::input_output::{InputOutput, Shape, flows};
use crate::settings::{
    Compatibility, Consumption, InventoryDays, InventoryLimit, LONGEST, OrderRule, Rationing, Settings,
    within,
};
use classes::Class;
use limits::Limits;

/// Days of a year, over which yearly flows are spread.
pub const DAYS_OF_YEAR: f64 = 365.0;

/// A model that is ready to run: it is read only, and any number of runs and threads share it.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) table: Arc<InputOutput>,
    pub(crate) settings: Settings,
    /// Output of a step by industry.
    pub(crate) baseline: Vec<f64>,
    /// Final demand of a step, product × final user.
    pub(crate) final_demand: Vec<f64>,
    /// Input of each product per unit of output, product × industry.
    pub(crate) coefficient: Vec<f64>,
    /// Steps of use that are held, product × industry.
    pub(crate) held: Vec<f64>,
    pub(crate) limits: Limits,
    /// Productive capital by industry.
    pub(crate) capital: Vec<f64>,
    /// By rank.
    pub(crate) classes: Vec<Class>,
    /// Rank of rebuilding.
    pub(crate) last_rank: u8,
    /// Steps over which gaps are closed.
    pub(crate) restoring: f64,
    /// Steps that goods travel, origin × destination.
    pub(crate) travel: Option<Vec<usize>>,
    pub(crate) arch: Arch,
}

impl Model {
    /// Prepares a world.
    ///
    /// # Errors
    /// As [`Model::new`].
    pub fn of_world(world: &World, settings: Settings) -> Result<Self, PropagationError> {
        Self::new(Arc::new(InputOutput::of_world(world)?), settings)
    }

    /// Prepares a table.
    ///
    /// # Errors
    /// [`PropagationError::Parameter`] and [`PropagationError::Length`] for choices that cannot be.
    pub fn new(table: Arc<InputOutput>, settings: Settings) -> Result<Self, PropagationError> {
        settings.check()?;
        let shape = table.shape;
        let step = settings.step / DAYS_OF_YEAR;
        let baseline: Vec<f64> = table.output.iter().map(|x| x * step).collect();
        let coefficient = coefficients(&table);
        let held = held(&settings, shape)?;
        let limits = Limits::new(&table, &settings, &coefficient, &held, &baseline)?;
        let final_demand = (table.purchases.chunks_exact(shape.buyers()))
            .flat_map(|bought| bought[shape.industries()..].iter().map(|value| value * step))
            .collect();
        let capital = table.value_added().iter().map(|v| settings.capital_ratio * v.max(0.0)).collect();
        let classes = Class::all(&settings, shape)?;
        let last_rank = classes.iter().map(|class| class.rank).max().unwrap_or(0);
        let travel = travel(&settings, shape)?;
        households(&settings, shape)?;
        Ok(Self {
            restoring: settings.restoring / settings.step,
            table,
            settings,
            baseline,
            final_demand,
            coefficient,
            held,
            limits,
            capital,
            classes,
            last_rank,
            travel,
            arch: Arch::new(),
        })
    }

    /// The same table under other choices; the flow matrix is shared.
    ///
    /// # Errors
    /// As [`Model::new`].
    pub fn with(&self, settings: Settings) -> Result<Self, PropagationError> {
        Ok(Self { capital: self.capital.clone(), ..Self::new(self.table.clone(), settings)? })
    }

    /// Takes productive capital by industry from elsewhere, in the table's unit.
    ///
    /// # Errors
    /// [`PropagationError::Length`], [`PropagationError::Flow`].
    pub fn with_capital(mut self, capital: Vec<f64>) -> Result<Self, PropagationError> {
        flows("productive capital", &capital, self.shape().industries())?;
        self.capital = capital;
        Ok(self)
    }

    /// The table.
    pub fn table(&self) -> &InputOutput {
        &self.table
    }

    /// The choices.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Numbers of regions, sectors and final uses.
    pub fn shape(&self) -> Shape {
        self.table.shape
    }

    /// Output of a step before any shock, by industry.
    pub fn baseline_output(&self) -> &[f64] {
        &self.baseline
    }

    /// Final demand of a step before any shock: product × final user.
    pub fn baseline_final_demand(&self) -> &[f64] {
        &self.final_demand
    }

    /// Input of each product per unit of output: product × industry.
    pub fn input_coefficients(&self) -> &[f64] {
        &self.coefficient
    }

    /// Productive capital by industry, in the table's unit.
    pub fn capital(&self) -> &[f64] {
        &self.capital
    }

    /// The inventories that are held before any shock: product × industry.
    pub fn baseline_inventories(&self) -> Vec<f64> {
        let p = self.shape().industries();
        // whole gaps are ordered a step before they are filled: the use of a step is on its way
        let ordered = if self.settings.orders == OrderRule::WholeGap { 1.0 } else { 0.0 };
        let cells = self.coefficient.iter().zip(&self.held).enumerate();
        cells.map(|(at, (a, held))| inventory(held - ordered, a * self.baseline[at % p])).collect()
    }

    /// A supplier's share in what a buyer buys of a product.
    pub(crate) fn share_of(&self, product: usize, supplier: usize, buyer: usize) -> f64 {
        self.table.share(Id::new(product), Id::new(supplier), buyer)
    }

    /// Whether orders are served one by one.
    pub(crate) fn serves_single_orders(&self) -> bool {
        matches!(self.settings.rationing, Rationing::LargestFirst | Rationing::Random { .. })
    }

    pub(crate) fn is_boario(&self) -> bool {
        self.settings.compatibility == Compatibility::Boario072
    }
}

/// Stock of so many steps of a use; what can always be had is infinite, used or not.
fn inventory(steps: f64, used: f64) -> f64 {
    if steps.is_infinite() { f64::INFINITY } else { steps * used }
}

fn coefficients(table: &InputOutput) -> Vec<f64> {
    let industries = table.shape.industries();
    (table.purchases.chunks_exact(table.shape.buyers()))
        .flat_map(|bought| bought[..industries].iter().zip(&table.output))
        .map(|(bought, output)| if *output == 0.0 { 0.0 } else { bought / output })
        .collect()
}

fn held(settings: &Settings, shape: Shape) -> Result<Vec<f64>, PropagationError> {
    let (p, n) = (shape.industries(), shape.sectors);
    let (days, expected) = match &settings.inventories {
        InventoryDays::Same(days) => (std::slice::from_ref(days), 1),
        InventoryDays::ByInput(days) => (days.as_slice(), n),
        InventoryDays::ByUser(days) => (days.as_slice(), p),
        InventoryDays::ByInputAndUser(days) => (days.as_slice(), n * p),
    };
    if days.len() != expected {
        return Err(PropagationError::Length { what: "inventory days", found: days.len(), expected });
    }
    let boario = settings.compatibility == Compatibility::Boario072;
    let (least, legal) = match (settings.orders, settings.limit) {
        _ if boario => (0.0, "0 to 65535, or `inf` for an input that never limits output"),
        (OrderRule::WholeGap, _) => (
            2.0,
            "at least two steps where whole gaps are ordered and at most 65535, or `inf` for an input that never limits output",
        ),
        (_, InventoryLimit::Stock) => (
            1.0,
            "at least the use of one step and at most 65535, or `inf` for an input that never limits output",
        ),
        _ => (0.0, "0 to 65535, or `inf` for an input that never limits output"),
    };
    let is_legal = |days: f64| days == f64::INFINITY || (least * settings.step..=LONGEST).contains(&days);
    for &value in days {
        within("the number of inventory days", value, is_legal, legal)?;
    }
    let steps = |days: f64| if boario && days <= 1.0 { 2.0 } else { days / settings.step };
    Ok((0..n * p)
        .map(|at| match &settings.inventories {
            InventoryDays::Same(days) => steps(*days),
            InventoryDays::ByInput(days) => steps(days[at / p]),
            InventoryDays::ByUser(days) => steps(days[at % p]),
            InventoryDays::ByInputAndUser(days) => steps(days[at]),
        })
        .collect())
}

fn travel(settings: &Settings, shape: Shape) -> Result<Option<Vec<usize>>, PropagationError> {
    let Some(days) = &settings.transport else { return Ok(None) };
    let expected = shape.regions * shape.regions;
    if days.len() != expected {
        return Err(PropagationError::Length { what: "days of transport", found: days.len(), expected });
    }
    // a step is the shortest time that can be told
    let steps = days.iter().map(|days| (f64::from(*days) / settings.step).round() as usize).collect();
    Ok(Some(steps))
}

fn households(settings: &Settings, shape: Shape) -> Result<(), PropagationError> {
    let Consumption::FromIncome { households, .. } = settings.consumption else { return Ok(()) };
    let on_axis = |use_: f64| use_ < shape.final_uses as f64;
    within("the final use of households", households as f64, on_axis, "a position on the axis of final uses")
}
