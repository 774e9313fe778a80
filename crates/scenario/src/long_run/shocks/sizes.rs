//! Sizes that are hardly meant: rates written in per cent, and trade costs that are.

use oblate_equilibrium::ShockKind;

use super::cells::Step;
use super::{Builder, Named};
use crate::log::{Warning, counted, rounded};
use crate::text::ProblemCode;

/// A rate of 100 %: above it, one is told.
const WHOLE: f64 = 1.0;

/// Iceberg costs of everyday size, new over baseline: cheaper transport is as usual as dearer.
const USUAL_COSTS: std::ops::RangeInclusive<f64> = 1.0 / 3.0..=3.0;

/// What is odd about the cells of one step.
#[derive(Debug, Clone, Copy, Default)]
struct Odd {
    cells: usize,
    /// The value that is farthest from what is usual.
    most: f64,
}

impl Builder<'_, '_, '_> {
    /// Tells of values that steps make and that look like per cent; rates beyond what the scenario allows are refused.
    /// `last` is the last step that moved each cell.
    pub(super) fn doubt(
        &mut self,
        (kind, name): Named,
        steps: &[Step],
        values: &[f64],
        last: &[Option<usize>],
    ) {
        match kind {
            ShockKind::Tariff | ShockKind::ExportTax | ShockKind::Subsidy | ShockKind::PurchaseTax => {
                let odd = odd(steps.len(), values, last, |rate| rate > WHOLE);
                for (step, odd) in steps.iter().zip(odd).filter(|(_, odd)| odd.cells > 0) {
                    self.doubt_rate(name, step, odd);
                }
            }
            ShockKind::Iceberg => {
                let odd = odd(steps.len(), values, last, |cost| !USUAL_COSTS.contains(&cost));
                for (step, Odd { cells, most }) in steps.iter().zip(odd).filter(|(_, odd)| odd.cells > 0) {
                    let shock = step.place.key.clone();
                    self.findings.warn(Warning::UnusualCost { shock, cells, most });
                }
            }
            _ => {}
        }
    }

    fn doubt_rate(&mut self, name: &'static str, step: &Step, Odd { cells, most }: Odd) {
        let most_allowed = self.rates_above;
        if most <= most_allowed {
            let (shock, name) = (step.place.key.clone(), name.trim_start_matches("the ").to_owned());
            self.findings.warn(Warning::LargeRate { shock, name, cells, most });
            return;
        }
        let message = format!(
            "{name} would be {} (that is, {} %) in {}: 0.1 is 10 %; rates above {most_allowed} are taken for per cent, unless \
             `rates_above = {}` in [model] allows them",
            rounded(most),
            rounded(100.0 * most),
            counted(cells, "cell"),
            rounded(most).ceil(),
        );
        self.findings.report.problem(ProblemCode::OutOfBounds, &step.place, message);
    }
}

/// The odd cells of each step.
fn odd(steps: usize, values: &[f64], last: &[Option<usize>], is_odd: impl Fn(f64) -> bool) -> Vec<Odd> {
    let mut odd = vec![Odd::default(); steps];
    for (&value, at) in values.iter().zip(last) {
        let Some(at) = at.filter(|_| value.is_finite() && is_odd(value)) else { continue };
        let Odd { cells, most } = &mut odd[at];
        *most = if *cells == 0 || (value - 1.0).abs() > (*most - 1.0).abs() { value } else { *most };
        *cells += 1;
    }
    odd
}
