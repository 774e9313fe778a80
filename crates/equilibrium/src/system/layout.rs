//! Sizes and places: of the unknowns in one long vector, and of the vectors in between.

use oblate_world::Id;

use super::counterfactual::Counterfactual;
use crate::economy::Economy;

/// Sizes and places: unit costs `ln ĉ` (N·S); receipts `ln R̂` (N·S; at sectors that can close a number whose positive
/// part is `R̂`); factor prices `ln ŵ` by market; incomes `ln Î` (N·G); prices `ln P̂` by bundle (N·B) where there is
/// selection; caps; log populations where people move. The residuals stand likewise: unit costs, goods markets, factor markets, budgets, prices, caps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub regions: usize,
    pub sectors: usize,
    pub factors: usize,
    /// Factor markets.
    pub markets: usize,
    /// Groups of households.
    pub groups: usize,
    /// Price unknowns: region × bundle, or none.
    pub prices: usize,
    /// Links whose wedge is an unknown.
    pub caps: usize,
    /// Regions between which people move.
    pub movers: usize,
}

/// The parts of a vector of unknowns or residuals.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    /// Unit costs, region × sector.
    pub cost: &'a [f64],
    /// Receipts, region × sector.
    pub receipts: &'a [f64],
    /// Factor prices, by market.
    pub wage: &'a [f64],
    /// Income, region × group.
    pub income: &'a [f64],
    /// Prices, region × bundle; empty without selection.
    pub price: &'a [f64],
    /// Wedges of caps.
    pub cap: &'a [f64],
    /// Log populations of regions between which people move.
    pub population: &'a [f64],
}

/// The same, to be written.
#[derive(Debug)]
pub(crate) struct PartsMut<'a> {
    pub cost: &'a mut [f64],
    pub receipts: &'a mut [f64],
    pub wage: &'a mut [f64],
    pub income: &'a mut [f64],
    pub price: &'a mut [f64],
    pub cap: &'a mut [f64],
    pub population: &'a mut [f64],
}

impl Layout {
    pub(crate) fn cells(&self) -> usize {
        self.regions * self.sectors
    }

    pub(crate) fn size(&self) -> usize {
        2 * self.cells() + self.markets + self.regions * self.groups + self.prices + self.caps + self.movers
    }

    pub(crate) fn parts<'a>(&self, x: &'a [f64]) -> Parts<'a> {
        let (cost, rest) = x.split_at(self.cells());
        let (receipts, rest) = rest.split_at(self.cells());
        let (wage, rest) = rest.split_at(self.markets);
        let (income, rest) = rest.split_at(self.regions * self.groups);
        let (price, rest) = rest.split_at(self.prices);
        let (cap, population) = rest.split_at(self.caps);
        Parts { cost, receipts, wage, income, price, cap, population }
    }

    pub(crate) fn parts_mut<'a>(&self, x: &'a mut [f64]) -> PartsMut<'a> {
        let (cost, rest) = x.split_at_mut(self.cells());
        let (receipts, rest) = rest.split_at_mut(self.cells());
        let (wage, rest) = rest.split_at_mut(self.markets);
        let (income, rest) = rest.split_at_mut(self.regions * self.groups);
        let (price, rest) = rest.split_at_mut(self.prices);
        let (cap, population) = rest.split_at_mut(self.caps);
        PartsMut { cost, receipts, wage, income, price, cap, population }
    }

    /// What a place in the vector is, in words; `market` tells the region of a factor market.
    pub(crate) fn describe(&self, economy: &Economy, at: usize, market: impl Fn(usize) -> usize) -> String {
        let (cells, incomes) = (self.cells(), self.regions * self.groups);
        let region = |j| economy.axes.regions.code(Id::new(j));
        let sector = |at: usize| {
            format!(
                "{}, sector {}",
                region(at / self.sectors),
                economy.axes.sectors.code(Id::new(at % self.sectors))
            )
        };
        let wages = 2 * cells;
        match at {
            at if at < cells => format!("unit cost of region {}", sector(at)),
            at if at < wages => format!("goods market of region {}", sector(at - cells)),
            at if at < wages + self.markets => {
                format!("a factor market of region {}", region(market(at - wages)))
            }
            at if at < wages + self.markets + incomes => {
                format!("budget of region {}", region((at - wages - self.markets) / self.groups))
            }
            at if at < self.size() - self.caps - self.movers => {
                let at = at - wages - self.markets - incomes;
                format!("a price in region {}", region(at * self.regions / self.prices.max(1)))
            }
            at if at < self.size() - self.movers => "a quantity cap".to_owned(),
            _ => "the population of a region".to_owned(),
        }
    }
}

/// Sizes and places of the vectors in between.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// Bundles per product in the trade links: 1, or the number of uses.
    pub bundle_width: usize,
    /// Entries per product in the prices that uses pay: 1, or the number of uses.
    pub use_width: usize,
    /// Uses: the using sectors and the columns of final demand.
    pub uses: usize,
    /// Whether purchases are taxed.
    pub wedges: bool,
    /// Whether a sector can close, `θψ = 1`, by sector.
    pub closes: Vec<bool>,
    /// Baseline purchases by region and bundle, where there is selection.
    pub baseline_expenditure: Vec<f64>,
}

impl Shape {
    pub(super) fn new(economy: &Economy, counterfactual: &Counterfactual<'_>) -> Self {
        let uses = economy.uses();
        let bundle_width = counterfactual.links.width();
        let (parameters, wedges) = (&economy.parameters, counterfactual.purchase_wedge.is_some());
        let selects = parameters.selects();
        Self {
            bundle_width,
            use_width: if bundle_width > 1 || wedges { uses } else { 1 },
            uses,
            wedges,
            closes: (0..economy.axes.sectors.len()).map(|s| parameters.has_free_entry(s)).collect(),
            baseline_expenditure: if selects { bought(economy, bundle_width) } else { Vec::new() },
        }
    }

    /// The place among bundles of a region of what a use buys of a product.
    pub(crate) fn bundle(&self, s: usize, u: usize) -> usize {
        if self.bundle_width == 1 { s } else { s * self.bundle_width + u }
    }
}

/// Purchases by region and bundle in the baseline.
fn bought(economy: &Economy, width: usize) -> Vec<f64> {
    if width == 1 {
        return economy.expenditure().as_slice().to_vec();
    }
    let products = economy.axes.regions.ids().flat_map(|j| economy.axes.sectors.ids().map(move |s| (j, s)));
    products.flat_map(|(j, s)| (0..width).map(move |u| economy.bought_by(j, s, u))).collect()
}
