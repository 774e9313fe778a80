//! Value chains: who depends on whom, directly and through others, and how concentrated, distant and unfriendly the
//! sources are. Pure functions of a world's input-output table.
//!
//! Industries `i, j` are sectors in regions `c, s, r, t`. `Z` are sales between industries, `Y` sales to final users by
//! region, `x` gross output (row sums), `va` value added (the rest of the column); `A = Z x̂⁻¹`, `L = (I − A)⁻¹`,
//! `v = va / x`. Equations: `docs/src/indicators.md`.
//!
//! Missing is NaN and never zero: shares without anything to share, facts that a region does not have.

mod chokepoints;
mod dispersion;
mod error;
mod extraction;
mod footprint;
mod input_output;
mod lengths;
mod leontief;
mod reliance;
mod structure;
mod systemic_risk;
pub mod trade;

pub use chokepoints::{Chokepoint, chokepoints};
pub use dispersion::{Basis, Concentration, Distances, ProductSales, Remoteness, Sources};
pub use error::IndicatorError;
pub use extraction::Extraction;
pub use footprint::Footprint;
pub use input_output::{Industry, InputOutput};
pub use lengths::{Lengths, borders_crossed};
pub use leontief::Leontief;
pub use reliance::{Reliance, foreign_share};
pub use structure::{Structure, influence, supplier_page_rank};
pub use systemic_risk::{LossNetwork, SystemicRisk};
