//! Value chains: who depends on whom, directly and through others, and how concentrated, distant and unfriendly the
//! sources are. Pure functions of a world's input-output table.
//!
//! Industries `i, j` are sectors in regions `c, s, r, t`. `Z` are sales between industries, `Y` sales to final users by
//! region, `x` gross output (row sums), `va` value added (the rest of the column); `A = Z x̂⁻¹`, `L = (I − A)⁻¹`,
//! `v = va / x`. Equations: `docs/src/indicators.md`.
//!
//! Missing is NaN and never zero: shares without anything to share, facts that a region does not have.
//!
//! ```
//! use oblate_indicators::{InputOutput, Leontief, Reliance};
//! use oblate_world::RandomWorld;
//!
//! let table = InputOutput::of(&RandomWorld::default().build());
//! let leontief = Leontief::new(&table)?;
//! let reliance = Reliance::new(&leontief);
//! for industry in table.industry_ids() {
//!     // all that a product is worth was added somewhere
//!     let origins: f64 = table.region_ids().map(|region| reliance.value_added[(region, industry)]).sum();
//!     assert!((origins - 1.0).abs() < 1e-9);
//! }
//! # Ok::<(), oblate_indicators::IndicatorError>(())
//! ```

mod chain;
mod error;
mod reliance;
mod structure;
mod table;
pub mod trade;

pub use chain::{Chokepoint, Footprint, LossNetwork, SystemicRisk, chokepoints};
pub use error::IndicatorError;
pub use reliance::{
    Basis, Concentration, Distances, ProductSales, Reliance, Remoteness, Sources, foreign_share,
};
pub use structure::{Extraction, Lengths, Structure, borders_crossed, influence, supplier_page_rank};
pub use table::{Industry, InputOutput, Leontief};
