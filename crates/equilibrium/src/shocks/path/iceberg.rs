//! How an iceberg cost or an embargo comes about on the path from no shock to the whole one.
//!
//! At given prices trade falls by `d̂^−θ`. Powers of `d̂` would end it at the very start where `θ ln d̂` is large, and never reach an
//! embargo. Instead `x = d̂^(−θ/4)` moves linearly: trade at given prices is then a polynomial in the position, of degree
//! four, whatever the elasticity and however large the cost.

/// The least power, that of embargoes.
const POWER: f64 = 4.0;
/// How far `x` may fall, in logs, where the cost stays finite.
const DEPTH: f64 = 2.0;

/// `n` for a cost in a sector with trade elasticity `theta`.
fn power(hat: f64, theta: f64) -> f64 {
    if hat.is_finite() { POWER.max(theta * hat.ln() / DEPTH) } else { POWER }
}

/// The cost at a position, of a sector with trade elasticity `theta`.
pub(super) fn at(hat: f64, theta: f64, position: f64) -> f64 {
    if hat == 1.0 {
        return hat;
    }
    let exponent = theta / power(hat, theta);
    (1.0 + position * (hat.powf(-exponent) - 1.0)).powf(-1.0 / exponent)
}

/// How fast its log grows there.
pub(super) fn growth(hat: f64, theta: f64, position: f64) -> f64 {
    if hat == 1.0 {
        return 0.0;
    }
    let exponent = theta / power(hat, theta);
    let fall = 1.0 - hat.powf(-exponent);
    fall / (exponent * (1.0 - position * fall))
}
