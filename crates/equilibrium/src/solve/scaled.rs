//! With which multiple of the scale elasticities something holds that fails with all of them.

use crate::economy::Economy;

/// How often the interval is halved.
const HALVINGS: usize = 5;

/// The largest number by which scale elasticities can be multiplied so that it holds, rounded down to two digits; none if there is
/// none, or if it is not known whether it holds.
pub(super) fn largest_scale(economy: &Economy, holds: impl Fn(&Economy) -> Option<bool>) -> Option<f64> {
    let (mut good, mut beyond) = (0.0, 1.0);
    let mut scaled = economy.clone();
    for _ in 0..HALVINGS {
        let middle = 0.5 * (good + beyond);
        let elasticities = economy.parameters.scale_elasticity.iter().map(|psi| middle * psi);
        scaled.parameters.scale_elasticity = elasticities.collect();
        if holds(&scaled)? { good = middle } else { beyond = middle }
    }
    (good > 0.0).then_some((100.0 * good).floor() / 100.0)
}
