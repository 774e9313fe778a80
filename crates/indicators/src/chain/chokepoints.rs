//! Chokepoints: products that a region gets from few places abroad, without much elsewhere to turn to.

use oblate_world::{Id, Region, Sector};

use crate::reliance::{Distances, ProductSales, Remoteness, Sources};

/// How a region depends on one foreign source for a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chokepoint {
    /// The region that buys.
    pub region: Region,
    /// The product.
    pub product: Sector,
    /// What it buys of the product, at home too, by industries and final users.
    pub purchases: f64,
    /// The share from abroad.
    pub foreign_share: f64,
    /// The largest foreign source.
    pub source: Region,
    /// Its share in purchases.
    pub source_share: f64,
    /// Effective number of foreign sources.
    pub effective_foreign_sources: f64,
    /// What third regions export of the product to anyone, over what the region buys from its largest foreign source: below one,
    /// the rest of the world market could not replace it.
    pub alternatives: f64,
    /// Purchases times `Σ p_c²` over foreign sources: money that hangs on concentrated foreign sources; what the list is ordered
    /// by.
    pub at_stake: f64,
}

/// The chokepoints of each region and product that has a foreign source, the largest stake first.
///
/// Equation: indicators.md (15.3)
pub fn chokepoints(sales: &ProductSales) -> Vec<Chokepoint> {
    let [regions, sectors] = sales.shape();
    let mut found = Vec::new();
    for product in (0..sectors).map(Sector::new) {
        let exports: Vec<f64> =
            (0..regions).map(|origin| exports(sales, Region::new(origin), product)).collect();
        for region in (0..regions).map(Region::new) {
            let sources = sales.sources(region, product);
            let concentration = sources.concentration();
            let Some((source, source_share)) = concentration.largest_foreign else { continue };
            let purchases = sources.total();
            let third = (0..regions).map(Region::new).filter(|&c| c != source && c != region);
            let elsewhere: f64 = third.map(|c| exports[c.index()]).sum();
            let foreign_share = concentration.foreign_share;
            found.push(Chokepoint {
                region,
                product,
                purchases,
                foreign_share,
                source,
                source_share,
                effective_foreign_sources: concentration.effective_foreign_sources(),
                alternatives: elsewhere / (source_share * purchases),
                at_stake: purchases * concentration.herfindahl_foreign * foreign_share * foreign_share,
            });
        }
    }
    found.sort_by(|a, b| b.at_stake.total_cmp(&a.at_stake));
    found
}

impl Chokepoint {
    /// How far away, and how alike, the foreign sources are.
    pub fn remoteness(&self, sales: &ProductSales, distances: &Distances) -> Remoteness {
        let sources = sales.sources(self.region, self.product);
        let abroad = sources.amounts().iter().enumerate();
        let home = self.region.index();
        Sources::new(self.region, abroad.map(|(c, &amount)| if c == home { 0.0 } else { amount }))
            .remoteness(distances)
    }
}

fn exports(sales: &ProductSales, origin: Region, product: Sector) -> f64 {
    let [regions, _] = sales.shape();
    let buyers = (0..regions).map(Region::new).filter(|&buyer| buyer != origin);
    buyers.map(|buyer| sales.sales(origin, product, buyer).max(0.0)).sum()
}
