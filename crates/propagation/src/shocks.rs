//! The shocks: what is hit, how hard, and when. Any number of them may overlap.

mod calendar;
mod timing;

use oblate_world::{FinalUse, Region, Sector};

pub(crate) use calendar::Calendar;
pub use timing::{Recovery, Timing};

/// An industry: a sector in a region.
pub type IndustryId = (Region, Sector);

/// A shock with its name and its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// What it is called in results and messages.
    pub name: String,
    /// When it acts.
    pub timing: Timing,
    /// What it does.
    pub effect: Effect,
}

impl Shock {
    /// A shock.
    pub fn new(name: impl Into<String>, timing: Timing, effect: Effect) -> Self {
        Self { name: name.into(), timing, effect }
    }
}

/// What a shock does at full strength.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Part of the capacity of industries that is lost, 0 to 1.
    Capacity(Vec<(IndustryId, f64)>),
    /// Part of the labour of industries that cannot work, 0 to 1.
    Labour(Vec<(IndustryId, f64)>),
    /// Capital that is destroyed.
    Capital(CapitalLoss),
    /// Part of the inventories that is destroyed on the first day, 0 to 1: product, industry, share.
    Inventories(Vec<(Sector, IndustryId, f64)>),
    /// Change of final demand over what it was: −1 and more.
    FinalDemand(DemandChange),
    /// Part of income that households expect to lose (Pichler et al. 2022, `1 − ξ`), by region.
    IncomeExpectation(Vec<(Region, f64)>),
    /// A trade route that is slower, or takes less.
    Route(RouteChange),
    /// Part of what buyers order over links that may not be delivered, 0 to 1.
    Embargo(Links, f64),
    /// Days of inventories that industries want to hold, over what they were: product, industry, factor.
    InventoryTarget(Vec<(Sector, IndustryId, f64)>),
}

/// Capital that is destroyed, and how it comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct CapitalLoss {
    /// Capital lost by industry, in the table's unit.
    pub industries: Vec<(IndustryId, f64)>,
    /// Dwellings and goods lost by final users: they are rebuilt too, without being productive.
    pub final_users: Vec<((Region, FinalUse), f64)>,
    /// Rebuilding with products that somebody has to make; without it capital comes back as the timing's recovery
    /// says.
    pub rebuilding: Option<Rebuilding>,
}

/// How capital is rebuilt.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuilding {
    /// Products that rebuild, with their shares (which add up to one).
    pub products: Vec<(Sector, f64)>,
    /// Products needed per unit of capital lost.
    pub factor: f64,
    /// Days in which a part 1/e of the damage is left uncovered: a day's demand is what is left over this number.
    pub days: f64,
    /// Who pays.
    pub payer: Payer,
}

/// Who pays for rebuilding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// Insurers or lenders outside: rebuilding comes on top of all other demand.
    Outside,
    /// The region that was hit: its final demand falls by what it orders for rebuilding.
    FinalDemand,
}

/// Final demand that changes, and what comes after.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandChange {
    /// Relative change by final user and product: −0.3 is 30 % less.
    pub changes: Vec<((Region, FinalUse), Sector, f64)>,
    /// What is made up for later.
    pub rebound: Option<Rebound>,
}

/// Demand that was put off and comes back on top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rebound {
    /// Part of the purchases put off that is made up for.
    pub share: f64,
    /// Days between the shock's end and the first day of the rebound.
    pub after: f64,
    /// Days over which it is spread evenly.
    pub days: f64,
}

/// Trade links: products from origins to destinations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Links {
    /// Origins and destinations. A region's trade with itself is never meant.
    pub pairs: Vec<(Region, Region)>,
    /// Which products.
    pub sectors: Vec<Sector>,
}

impl Links {
    /// From each of the origins to each of the destinations.
    pub fn between(origins: &[Region], destinations: &[Region], sectors: Vec<Sector>) -> Self {
        let pairs = origins.iter().flat_map(|&i| destinations.iter().map(move |&j| (i, j)));
        Self { pairs: pairs.collect(), sectors }
    }
}

/// A route that takes longer or carries less. Goods above its capacity wait at the origin and go when they can.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteChange {
    /// The links that take this route.
    pub links: Links,
    /// Days more than before.
    pub delay: f64,
    /// Part of the capacity lost, 0 to 1; capacity before is what the route carried, times `spare`.
    pub closed: f64,
    /// Capacity of the open route over what it carries without shocks, 1 or more.
    pub spare: f64,
}
