//! The world trade equilibrium in changes (exact hat algebra, Dekle, Eaton & Kortum 2008).
//!
//! Given a baseline in which every market clears, and shocks to tariffs, export taxes, iceberg costs,
//! subsidies, productivity, factor supplies and deficits, find the changes `x̂ = x'/x` of unit costs `ĉ`,
//! receipts `R̂`, factor prices `ŵ` and incomes `Î` (`docs/src/model.md` has the equations, numbered) with
//!
//! - unit costs: `ĉ` is the price of the nests of inputs and factors at `P̂` and `ŵ` — (3.1)-(3.3);
//! - prices: `P̂_js = (Σ_i π_ij,s κ̂_ij,s v̂_is)^(−1/θ_s)`, `v̂ = Â^θ ((1+b)^)^θ ĉ^−θ` — (3.5)-(3.8);
//! - goods markets: `R'_is/(1+b'_is) = Σ_j π'_ij,s X'_js / ((1+t')(1+e'))` — (3.9), (3.10);
//! - factor markets: `ŵ L̂ V = Σ_k V'` — (3.11), section 5;
//! - budgets: spending is factor income, revenue of the wedges and the deficit — (3.13);
//! - world factor income is the numeraire in each bloc of regions that trade with each other — (3.14).
//!
//! The way: [`Economy::calibrate`] takes a [`oblate_world::World`] and [`Parameters`]; [`counterfactual`]
//! applies [`Shocks`] and returns an [`Equilibrium`], which exists only if it converged and passed a check
//! of all accounts in levels; [`welfare()`] tells what it means. Nothing here reads files or holds state.
//!
//! ```
//! use oblate_equilibrium::{Economy, Parameters, Settings, Shocks, counterfactual, welfare};
//! use oblate_world::{RandomWorld, TradeTensor};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // any world that balances, with its trade elasticities
//! let spec = RandomWorld { regions: 3, sectors: 4, ..RandomWorld::default() };
//! let economy = Economy::calibrate(&spec.build(), &Parameters::new(spec.trade_elasticities()))?;
//!
//! // a new tariff of 10 % on all that the first region buys abroad
//! let tariff = TradeTensor::from_fn(economy.trade_share.shape(), |_, destination, origin| {
//!     let first = economy.axes.regions.ids().next() == Some(destination);
//!     if first && origin != destination { 0.1 } else { 0.0 }
//! });
//! let shocks = Shocks { tariff: Some(tariff), ..Shocks::default() };
//! let settings = Settings::default();
//! let outcome = counterfactual(&economy, &shocks, &settings)?;
//! assert!(outcome.equilibrium.residuals.largest() <= settings.tolerance);
//! let result = welfare(&outcome.baseline, &outcome.equilibrium, &shocks);
//! println!("real income, per cent: {:?}", result.real_income_pct);
//!
//! // where nothing changes, nobody gains or loses
//! let nothing = Shocks::default();
//! let outcome = counterfactual(&economy, &nothing, &settings)?;
//! let result = welfare(&outcome.baseline, &outcome.equilibrium, &nothing);
//! assert!(result.real_income_pct.iter().all(|percent| percent.abs() < 1e-6));
//! # Ok(())
//! # }
//! ```
//!
//! Each room of this crate stands on those before it: `economy`, `shocks`, `equations` (a room for each section of the book),
//! `system` (all of them, from unknowns to residuals), `outcome`, `solve`, `derivatives`; last `national`, which solves the baseline of
//! tables that do not balance.

mod derivatives;
mod economy;
mod equations;
mod national;
mod outcome;
mod shocks;
mod solve;
mod system;

pub use derivatives::{
    Channel, DecompositionError, DerivativeError, EntryPart, EquilibriumTangent, Linearised, Marginal,
    Measure, PathDecomposition, ShockEntry, decompose,
};
pub use economy::{
    Behaviour, Bundle, CalibrationError, Demand, Economy, Elasticity, FactorMarket, FinalColumn, FinalKind,
    FinalUses, Group, HouseholdGroup, MarketStructure, Members, Migration, Nest, Parameters, Preferences,
    Sourcing, Technology, Use, WageFloor, final_columns, trade_elasticity_of_tariffs,
};
pub use national::{BalanceNationalError, balance_national};
pub use outcome::{
    ByUse, CapOutcome, Equilibrium, FirstOrderParts, Moved, Outcome, Residuals, UseSales, Volumes, Welfare,
    volumes, welfare,
};
pub use shocks::{
    BorderAdjustment, CarbonPrice, DeficitRule, Direction, QuantityCap, Rent, ShockError, ShockKind, Shocks,
};
pub use solve::{
    BranchEnds, Entry, Feedback, NotConverged, Settings, SolveError, counterfactual, solve, solve_from,
};
