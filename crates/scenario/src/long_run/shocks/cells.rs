//! Arithmetic on cells: first what is set, then what is multiplied, then what is added.

use crate::log::{Extent, Warning, counted};
use crate::text::{Place, ProblemCode, Report};
use crate::words::Findings;

/// Moves of a cell that cancel each other leave no more than this part of them.
const ROUNDING: f64 = 1e-12;

/// What a shock does to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    Set,
    Multiply,
    Add,
}

impl Operation {
    fn apply(self, old: f64, operand: f64) -> f64 {
        match self {
            Self::Set => operand,
            Self::Multiply => old * operand,
            Self::Add => old + operand,
        }
    }
}

/// One shock as cells of a flat array, each with its operand.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub place: Place,
    pub name: Option<String>,
    pub operation: Operation,
    pub cells: Vec<(usize, f64)>,
    /// Why there is no cell, if there is none.
    pub empty: Option<String>,
    /// Whether it is told as a subsidy, though its cells are taxes.
    pub subsidy: bool,
}

impl Step {
    /// The step on taxes that this step on subsidies means.
    pub(crate) fn of_subsidy(mut self) -> Self {
        self.subsidy = true;
        if self.operation != Operation::Multiply {
            self.cells.iter_mut().for_each(|(_, operand)| *operand = -*operand);
        }
        self
    }
}

/// What the values of a quantity may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Rates: a rate of −1 leaves nothing.
    AboveMinusOne,
    /// Subsidies: one of all leaves nothing to pay.
    BelowOne,
    /// Hats: new over baseline.
    AboveZero,
    /// Prices of what was free.
    NotNegative,
    /// Any finite number.
    Finite,
}

impl Bound {
    pub(crate) fn admits(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::AboveMinusOne => value > -1.0,
                Self::BelowOne => value < 1.0,
                Self::AboveZero => value > 0.0,
                Self::NotNegative => value >= 0.0,
                Self::Finite => true,
            }
    }

    /// The value that leaves things as they are.
    pub(crate) fn neutral(self) -> f64 {
        match self {
            Self::AboveMinusOne | Self::BelowOne | Self::NotNegative | Self::Finite => 0.0,
            Self::AboveZero => 1.0,
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::AboveMinusOne => "above -1 (that is, above -100 %)",
            Self::BelowOne => "below 1 (that is, below 100 %)",
            Self::AboveZero => "above 0",
            Self::NotNegative => "0 or above",
            Self::Finite => "a finite number",
        }
    }
}

/// A quantity that shocks change: its baseline by cell, and how to speak of it.
pub(crate) struct Quantity<'a> {
    pub name: &'static str,
    pub baseline: Vec<f64>,
    pub bound: Bound,
    /// The labels of a cell, in words.
    pub cell: &'a dyn Fn(usize) -> String,
}

/// What a step did to its cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effect {
    /// Values before; none if the step has no cells.
    pub old: Option<Extent>,
    /// Values after; none if the step has no cells.
    pub new: Option<Extent>,
    /// How many cells have another value now.
    pub changed: usize,
}

impl Effect {
    /// The effect of a step without cells.
    pub(crate) const NONE: Self = Self { old: None, new: None, changed: 0 };

    /// The effect on subsidies of this effect on taxes.
    pub(crate) fn on_subsidies(self) -> Self {
        // zero minus zero is no negative zero, unlike minus zero
        let turned = |extent: Extent| Extent { least: 0.0 - extent.greatest, greatest: 0.0 - extent.least };
        Self { old: self.old.map(turned), new: self.new.map(turned), changed: self.changed }
    }
}

/// What steps make of a quantity.
pub(crate) struct Applied {
    /// The values after all steps.
    pub values: Vec<f64>,
    /// The effect of each step, in the order given.
    pub effects: Vec<Effect>,
    /// The share of each step in the move of each cell, in logs where the quantity is a ratio; of cells that end where they began,
    /// none.
    pub shares: Vec<Vec<f64>>,
    /// The step that was the last to touch each cell, where it has another value than at the baseline.
    pub last: Vec<Option<usize>>,
}

/// Applies all steps.
///
/// Steps are applied by operation, and in the order given within one operation. Of two steps that set one cell the later one
/// wins where it is the narrower, which is told; otherwise, and where values end out of bounds, they are reported.
pub(crate) fn apply(quantity: Quantity<'_>, steps: &[Step], findings: &mut Findings<'_>) -> Applied {
    report_set_twice(&quantity, steps, findings);
    let report = &mut findings.report;
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by_key(|&at| steps[at].operation);
    let mut effects = vec![Effect::NONE; steps.len()];
    let mut last: Vec<Option<usize>> = vec![None; quantity.baseline.len()];
    let mut values = quantity.baseline.clone();
    let mut shares = vec![vec![0.0; values.len()]; steps.len()];
    let measure = |value: f64| if quantity.bound == Bound::AboveZero { value.ln() } else { value };
    for at in order {
        let before: Vec<f64> = steps[at].cells.iter().map(|&(cell, _)| measure(values[cell])).collect();
        effects[at] = apply_step(&steps[at], &mut values);
        for (&(cell, _), before) in steps[at].cells.iter().zip(before) {
            last[cell] = Some(at);
            shares[at][cell] += measure(values[cell]) - before;
        }
    }
    for (cell, value) in values.iter().enumerate() {
        let whole = measure(*value) - measure(quantity.baseline[cell]);
        let moved: f64 = shares.iter().map(|share| share[cell].abs()).sum();
        // what goes and comes back ends where it began, but for rounding
        let still = whole.abs() <= ROUNDING * moved;
        for share in &mut shares {
            share[cell] = if still { 0.0 } else { share[cell] / whole };
        }
    }
    report_out_of_bounds(&quantity, &values, &last, steps, report);
    let moved = values.iter().zip(&quantity.baseline).map(|(value, before)| value != before);
    let last = last.into_iter().zip(moved).map(|(at, moved)| at.filter(|_| moved)).collect();
    Applied { values, effects, shares, last }
}

/// Applies one step to the values, and says what it did to them.
pub(crate) fn apply_step(step: &Step, values: &mut [f64]) -> Effect {
    let old = Extent::of(step.cells.iter().map(|&(cell, _)| values[cell]));
    let mut changed = 0;
    for &(cell, operand) in &step.cells {
        let new = step.operation.apply(values[cell], operand);
        changed += usize::from(new != values[cell]);
        values[cell] = new;
    }
    let new = Extent::of(step.cells.iter().map(|&(cell, _)| values[cell]));
    Effect { old, new, changed }
}

/// Tells or reports each pair of steps that set the same cells, once, with the first such cell.
fn report_set_twice(quantity: &Quantity<'_>, steps: &[Step], findings: &mut Findings<'_>) {
    let mut setter: Vec<Option<usize>> = vec![None; quantity.baseline.len()];
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.operation == Operation::Set) {
        let mut clashes: Vec<(usize, usize, usize)> = Vec::new();
        for &(cell, _) in &step.cells {
            match setter[cell] {
                None => {}
                Some(first) => match clashes.iter_mut().find(|(other, ..)| *other == first) {
                    Some((_, _, count)) => *count += 1,
                    None => clashes.push((first, cell, 1)),
                },
            }
            setter[cell] = Some(at);
        }
        for (first, cell, count) in clashes {
            if step.cells.len() < steps[first].cells.len() {
                let (shock, by) = (steps[first].place.key.clone(), step.place.key.clone());
                findings.warn(Warning::SetAnew {
                    quantity: quantity.name.to_owned(),
                    shock,
                    by,
                    cells: count,
                });
                continue;
            }
            let source = findings.report.source;
            let more = match count - 1 {
                0 => String::new(),
                more => format!(" (and of {})", counted(more, "more cell")),
            };
            let message = format!(
                "{} of {}{more} is set twice: by `{}` ({}) and by `{}` ({}): put the narrower one last, or leave cells out with `except`",
                quantity.name,
                (quantity.cell)(cell),
                steps[first].place.key,
                source.line(&steps[first].place),
                step.place.key,
                source.line(&step.place)
            );
            findings.report.problem(ProblemCode::SetTwice, &step.place, message);
        }
    }
}

/// Reports values out of bounds, once for each step that was the last to touch one.
fn report_out_of_bounds(
    quantity: &Quantity<'_>,
    values: &[f64],
    last: &[Option<usize>],
    steps: &[Step],
    report: &mut Report<'_>,
) {
    let mut blamed = vec![false; steps.len()];
    for (cell, &value) in values.iter().enumerate() {
        let Some(at) = last[cell].filter(|&at| !blamed[at] && !quantity.bound.admits(value)) else {
            continue;
        };
        blamed[at] = true;
        let (name, cell, bound) = (quantity.name, (quantity.cell)(cell), quantity.bound.words());
        let message = format!("{name} of {cell} would be {value}; it must be {bound}");
        report.problem(ProblemCode::OutOfBounds, &steps[at].place, message);
    }
}
