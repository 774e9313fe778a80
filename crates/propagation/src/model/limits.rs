//! How inventories limit output: the bound of each industry, and the input that binds.

use crate::error::PropagationError;
use crate::input_output::InputOutput;
use crate::settings::{Compatibility, ImportantInput, InputUse, InventoryLimit, Need, Settings};

/// Output that a unit in stock allows, product × industry; 0 where the input does not limit output.
///
/// Equation: propagation.md (21.5).
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Limits {
    /// The scarcest input decides; important ones may limit the half of output.
    Least { whole: Vec<f64>, half: Option<Vec<f64>> },
    /// `1/Σ_k a` by industry.
    Sum(Vec<f64>),
}

impl Limits {
    pub fn new(
        table: &InputOutput,
        settings: &Settings,
        coefficient: &[f64],
        held: &[f64],
        baseline: &[f64],
    ) -> Result<Self, PropagationError> {
        let p = table.shape.industries();
        let limiting = |at: usize| match settings.compatibility {
            // yearly purchases are compared with the output of a day
            Compatibility::Boario072 => {
                let (k, f) = (at / p, at % p);
                table.purchases[k * table.shape.buyers() + f] > 1e-5 * baseline[f]
            }
            Compatibility::None => coefficient[at] > 0.0 && coefficient[at] >= settings.negligible,
        };
        let per_unit = |at: usize| {
            let needed = match settings.limit {
                InventoryLimit::Stock => coefficient[at],
                InventoryLimit::ShareOfTarget(psi) => psi * held[at] * coefficient[at],
            };
            if limiting(at) && needed > 0.0 && held[at].is_finite() { 1.0 / needed } else { 0.0 }
        };
        let all = || (0..coefficient.len()).map(per_unit).collect::<Vec<f64>>();
        match &settings.inputs {
            InputUse::Leontief => Ok(Self::Least { whole: all(), half: None }),
            InputUse::Linear => Ok(Self::Sum(sums(coefficient, held, p))),
            InputUse::Criticality(table_of_needs) => {
                let (found, expected) =
                    (table_of_needs.need.len(), table.shape.sectors * table.shape.sectors);
                if found != expected {
                    return Err(PropagationError::Length { what: "criticality", found, expected });
                }
                let n = table.shape.sectors;
                let need = |at: usize| table_of_needs.need[(at / p) * n + (at % p) % n];
                let whole = match table_of_needs.important {
                    ImportantInput::AsEssential => masked(&all(), |at| need(at) != Need::Rest),
                    _ => masked(&all(), |at| need(at) == Need::Essential),
                };
                let half = (table_of_needs.important == ImportantInput::Half)
                    .then(|| masked(&all(), |at| need(at) == Need::Important));
                Ok(Self::Least { whole, half })
            }
        }
    }

    /// The output that inventories allow each industry; `scale` divides what a unit in stock allows (targets other than the
    /// baseline's), product × industry.
    pub fn bounds(&self, stock: &[f64], baseline: &[f64], scale: Option<&[f64]>, bound: &mut [f64]) {
        match self {
            Self::Least { whole, half } => {
                bound.fill(f64::INFINITY);
                least(stock, whole, scale, bound);
                if let Some(half) = half {
                    let mut of_half = vec![f64::INFINITY; bound.len()];
                    least(stock, half, scale, &mut of_half);
                    for ((bound, half), baseline) in bound.iter_mut().zip(of_half).zip(baseline) {
                        *bound = bound.min(0.5 * (half + baseline));
                    }
                }
            }
            Self::Sum(inverse) => {
                bound.fill(0.0);
                for row in stock.chunks_exact(bound.len()) {
                    // an input that can always be had is no part of the sum
                    for (bound, stock) in bound.iter_mut().zip(row).filter(|(_, stock)| stock.is_finite()) {
                        *bound += stock;
                    }
                }
                for (bound, inverse) in bound.iter_mut().zip(inverse) {
                    *bound = if *inverse == 0.0 { f64::INFINITY } else { *bound * inverse };
                }
            }
        }
    }

    /// The scarcest input of an industry; none where inputs replace each other or none is needed.
    pub fn scarcest(&self, stock: &[f64], industry: usize, baseline: &[f64]) -> Option<usize> {
        let Self::Least { whole, half } = self else { return None };
        let allowed = |of: &[f64], at: usize| (of[at] > 0.0).then(|| stock[at] * of[at]);
        let of_half = |at| Some(0.5 * (allowed(half.as_deref()?, at)? + baseline[industry]));
        let cells = (industry..stock.len()).step_by(baseline.len());
        let least =
            cells.enumerate().filter_map(|(k, at)| Some((k, allowed(whole, at).or_else(|| of_half(at))?)));
        least.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(k, _)| k)
    }
}

fn least(stock: &[f64], per_unit: &[f64], scale: Option<&[f64]>, bound: &mut [f64]) {
    let p = bound.len();
    for (k, (row, per_unit)) in stock.chunks_exact(p).zip(per_unit.chunks_exact(p)).enumerate() {
        match scale {
            None => {
                for ((bound, stock), unit) in bound.iter_mut().zip(row).zip(per_unit) {
                    let allowed = if *unit > 0.0 { stock * unit } else { f64::INFINITY };
                    *bound = if allowed < *bound { allowed } else { *bound };
                }
            }
            Some(scale) => {
                let scale = &scale[k * p..][..p];
                for (((bound, stock), unit), scale) in bound.iter_mut().zip(row).zip(per_unit).zip(scale) {
                    if *unit > 0.0 && *scale > 0.0 {
                        *bound = bound.min(stock * unit / scale);
                    }
                }
            }
        }
    }
}

fn masked(values: &[f64], keep: impl Fn(usize) -> bool) -> Vec<f64> {
    values.iter().enumerate().map(|(at, value)| if keep(at) { *value } else { 0.0 }).collect()
}

fn sums(coefficient: &[f64], held: &[f64], p: usize) -> Vec<f64> {
    let mut sum = vec![0.0; p];
    for (at, a) in coefficient.iter().enumerate() {
        if held[at].is_finite() {
            sum[at % p] += a;
        }
    }
    sum.into_iter().map(|sum| if sum == 0.0 { 0.0 } else { 1.0 / sum }).collect()
}
