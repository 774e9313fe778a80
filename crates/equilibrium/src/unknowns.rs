//! The unknowns of an equilibrium and their places in one long vector.

use oblate_world::Id;

use crate::economy::Economy;

/// Sizes and places: `ln ĉ` (N·S), `ln R̂` (N·S), `ln ŵ` (N·F), `ln Î` (N). The residuals stand likewise:
/// unit costs, goods markets, factor markets, budgets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub regions: usize,
    pub sectors: usize,
    pub factors: usize,
}

/// The four parts of a vector of unknowns or residuals.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    /// Unit costs, region × sector.
    pub cost: &'a [f64],
    /// Receipts, region × sector.
    pub receipts: &'a [f64],
    /// Factor prices, region × factor.
    pub wage: &'a [f64],
    /// Income, by region.
    pub income: &'a [f64],
}

/// The same, to be written.
#[derive(Debug)]
pub(crate) struct PartsMut<'a> {
    pub cost: &'a mut [f64],
    pub receipts: &'a mut [f64],
    pub wage: &'a mut [f64],
    pub income: &'a mut [f64],
}

impl Layout {
    pub(crate) fn of(economy: &Economy) -> Self {
        let [regions, sectors, factors] = economy.factor_share.shape();
        Self { regions, sectors, factors }
    }

    pub(crate) fn cells(&self) -> usize {
        self.regions * self.sectors
    }

    pub(crate) fn size(&self) -> usize {
        2 * self.cells() + self.regions * (self.factors + 1)
    }

    pub(crate) fn parts<'a>(&self, x: &'a [f64]) -> Parts<'a> {
        let (cost, rest) = x.split_at(self.cells());
        let (receipts, rest) = rest.split_at(self.cells());
        let (wage, income) = rest.split_at(self.regions * self.factors);
        Parts { cost, receipts, wage, income }
    }

    pub(crate) fn parts_mut<'a>(&self, x: &'a mut [f64]) -> PartsMut<'a> {
        let (cost, rest) = x.split_at_mut(self.cells());
        let (receipts, rest) = rest.split_at_mut(self.cells());
        let (wage, income) = rest.split_at_mut(self.regions * self.factors);
        PartsMut { cost, receipts, wage, income }
    }

    /// What a place in the vector is, in words.
    pub(crate) fn describe(&self, economy: &Economy, at: usize) -> String {
        let (cells, wages) = (self.cells(), self.regions * self.factors);
        let region = |j| economy.axes.regions.code(Id::new(j));
        let sector = |at: usize| {
            format!(
                "{}, sector {}",
                region(at / self.sectors),
                economy.axes.sectors.code(Id::new(at % self.sectors))
            )
        };
        match at {
            at if at < cells => format!("unit cost of region {}", sector(at)),
            at if at < 2 * cells => format!("goods market of region {}", sector(at - cells)),
            at if at < 2 * cells + wages => {
                let (j, f) = ((at - 2 * cells) / self.factors, (at - 2 * cells) % self.factors);
                format!("market of factor {} in region {}", economy.axes.factors.code(Id::new(f)), region(j))
            }
            at => format!("budget of region {}", region(at - 2 * cells - wages)),
        }
    }
}
