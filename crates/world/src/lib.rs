//! The accounts of the world economy: who sells what to whom, who earns it, who is taxed.
//!
//! Regions `i, j` make and use the goods of sectors `s, k`; a use is an intermediate use by a sector or
//! a final use (households, government, investment). Values are flows of one year, in the unit that the
//! world names. The identities that hold in every [`World`] (`docs/src/model.md`, section 2):
//!
//! - (2.1) `Y[i,s] = Σ_{j,u} Z[i,s → j,u]`: gross output is the sum of sales at basic prices;
//! - (2.2) `Y[j,k] − T[j,k] = Σ_{i,s} E[i,s → j,k] + Σ_f V[j,k,f]`: receipts after production taxes equal cost;
//! - (2.4) `D[j] = final spending − income`, and the deficits of the world add up to zero.
//!
//! This crate reads no files and knows no model: it holds the table, checks it, mends it and adds it up.
//!
//! ```
//! use oblate_world::{RandomWorld, World};
//!
//! let world = RandomWorld::default().build();
//! let deficit: f64 = world.deficits().iter().sum();
//! assert!(deficit.abs() < 1e-9 * world.gross_output().sum());
//!
//! // accounts that do not balance are no world, and the place is named
//! let mut accounts = world.into_accounts();
//! accounts.production_tax.as_mut_slice()[0] += 1.0;
//! let refused = World::new(accounts).expect_err("a tax that nobody pays");
//! assert!(refused.to_string().contains("sector `s1` of region `R1` does not balance"));
//! ```

mod accounts;
mod aggregation;
mod axes;
mod error;
pub mod mending;
#[cfg(feature = "random")]
mod production_tax;
mod random;
mod split;
mod world;

pub use accounts::{
    Accounts, Description, Flows, Mend, MendRule, National, PairCovariate, RegionCovariate, Satellite,
    Source, SourceFile,
};
pub use aggregation::{Concordance, aggregate};
pub use axes::{Array2, Array3, Axes, Axis, Factor, FinalUse, Id, Label, Region, Sector, TradeTensor};
pub use error::{AggregationError, AxisError, BalanceError, ConcordanceError, MendError, SplitError};
pub use mending::{MendOptions, mend};
#[cfg(feature = "random")]
pub use production_tax::{TaxesMoved, production_taxes_as_income};
pub use random::RandomWorld;
pub use split::{RegionPart, split_factor, split_region};
pub use world::{BALANCE_TOLERANCE, PublishedTable, World, tariff_revenue};
