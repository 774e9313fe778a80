//! The input-output table that every indicator reads: `Z`, `Y`, `x`, `va`, with the region and sector of each industry.

use faer::Mat;
use oblate_world::{
    Accounts, Array2, Array3, Axes, FinalUse, Flows, Id, PublishedTable, Region, Sector, TradeTensor, World,
};

use crate::error::IndicatorError;

/// An industry: a sector in a region, a row and a column of `Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Industry(u32);

impl Id for Industry {
    const KIND: &'static str = "industry";
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a table has fewer than 2^32 industries"))
    }
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A world input-output table at basic prices. Flows are of one year, in the table's unit.
///
/// Gross output is the row sum `x_i = Σ_j Z_ij + Σ_c Y_ic`, value added the rest of the column
/// `va_j = x_j − Σ_i Z_ij`. Value added includes net taxes on production, and tariffs paid on inputs. Negative final demand
/// (stocks that are run down) is kept: the identities need it.
#[derive(Debug, Clone, PartialEq)]
pub struct InputOutput {
    regions: usize,
    sectors: usize,
    places: Vec<(Region, Sector)>,
    /// `Z[i, j]`, sales of industry i to industry j.
    pub(crate) intermediate: Mat<f64>,
    /// `Y[i, c]`, sales of industry i to final users in region c, changes of inventories included.
    pub(crate) final_demand: Mat<f64>,
    inventory_change: Vec<f64>,
    gross_output: Vec<f64>,
    value_added: Vec<f64>,
}

impl InputOutput {
    /// A table from its cells, regions one after the other: `intermediate` has a row for each industry and a column for each
    /// industry, `final_demand` a row for each industry and a column for each region; `inventory_change` is the part of an
    /// industry's final demand, over all regions, that goes into stocks.
    ///
    /// # Errors
    /// [`IndicatorError::Shape`] and [`IndicatorError::NotFinite`].
    pub fn new(
        [regions, sectors]: [usize; 2],
        intermediate: &[f64],
        final_demand: &[f64],
        inventory_change: Option<&[f64]>,
    ) -> Result<Self, IndicatorError> {
        let p = regions * sectors;
        let none = vec![0.0; p];
        let inventory_change = inventory_change.unwrap_or(&none);
        let arrays = [
            ("intermediate use", intermediate, p * p),
            ("final demand", final_demand, p * regions),
            ("the change of inventories", inventory_change, p),
        ];
        for (what, cells, wanted) in arrays {
            if cells.len() != wanted {
                return Err(IndicatorError::Shape { what, found: cells.len(), wanted, regions, sectors });
            }
            if let Some(position) = cells.iter().position(|cell| !cell.is_finite()) {
                return Err(IndicatorError::NotFinite { what, position, value: cells[position] });
            }
        }
        let intermediate = Mat::from_fn(p, p, |i, j| intermediate[i * p + j]);
        let final_demand = Mat::from_fn(p, regions, |i, c| final_demand[i * regions + c]);
        Ok(Self::of_matrices([regions, sectors], intermediate, final_demand, inventory_change.to_vec()))
    }

    fn of_matrices(
        [regions, sectors]: [usize; 2],
        intermediate: Mat<f64>,
        final_demand: Mat<f64>,
        inventory_change: Vec<f64>,
    ) -> Self {
        let p = regions * sectors;
        let places = (0..p).map(|f| (Region::new(f / sectors), Sector::new(f % sectors))).collect();
        let mut gross_output = vec![0.0; p];
        let mut inputs = vec![0.0; p];
        for column in intermediate.col_iter().chain(final_demand.col_iter()) {
            column.iter().zip(&mut gross_output).for_each(|(cell, sum)| *sum += cell);
        }
        for (column, sum) in intermediate.col_iter().zip(&mut inputs) {
            *sum = column.iter().sum();
        }
        let value_added = gross_output.iter().zip(&inputs).map(|(x, inputs)| x - inputs).collect();
        Self {
            regions,
            sectors,
            places,
            intermediate,
            final_demand,
            inventory_change,
            gross_output,
            value_added,
        }
    }

    /// The table of a world. Where all uses of a product in a region share its sources, each use gets its part of them
    /// (proportionality).
    pub fn of(world: &World) -> Self {
        Self::of_accounts(world.accounts(), &[])
    }

    /// A table as published: negative cells are kept, output is the row sum, and the change of inventories is that of the final
    /// uses that hold them, where every use has its own sources; else it is zero.
    pub fn of_published(table: &PublishedTable) -> Self {
        Self::of_accounts(table.accounts(), table.inventories())
    }

    fn of_accounts(accounts: &Accounts, inventories: &[FinalUse]) -> Self {
        let axes = &accounts.axes;
        let (n, m) = (axes.regions.len(), axes.sectors.len());
        let p = n * m;
        let mut into_stocks = vec![0.0; p];
        let (intermediate, final_demand) = match &accounts.flows {
            Flows::ByUse { intermediate, final_use } => {
                let uses = axes.final_uses.len();
                for (row, stocks) in final_use.chunks(n * uses).zip(&mut into_stocks) {
                    let of_buyer = |buyer: &[f64]| inventories.iter().map(|c| buyer[c.index()]).sum::<f64>();
                    *stocks = row.chunks(uses).map(of_buyer).sum();
                }
                let spent = |i: usize, c: usize| final_use[(i * n + c) * uses..][..uses].iter().sum();
                (Mat::from_fn(p, p, |i, j| intermediate[i * p + j]), Mat::from_fn(p, n, spent))
            }
            Flows::Common { trade, intermediate, final_use } => {
                proportional(axes, trade, intermediate, final_use)
            }
        };
        Self::of_matrices([n, m], intermediate, final_demand, into_stocks)
    }

    /// The same table with another account of what goes into stocks, by industry.
    ///
    /// # Errors
    /// [`IndicatorError::Shape`] if there is another number of industries.
    pub fn with_inventory_change(mut self, change: &[f64]) -> Result<Self, IndicatorError> {
        if change.len() != self.industries() {
            let (regions, sectors, wanted) = (self.regions, self.sectors, self.industries());
            let what = "the change of inventories";
            return Err(IndicatorError::Shape { what, found: change.len(), wanted, regions, sectors });
        }
        self.inventory_change.copy_from_slice(change);
        Ok(self)
    }

    /// The same industries with regions merged into groups: `group` of each region, groups numbered from 0 in the order in
    /// which the result shall have them. Trade within a group is no export any more.
    ///
    /// # Errors
    /// [`IndicatorError::Groups`] if the map has another number of regions.
    pub fn grouped(&self, group: &[Region]) -> Result<Self, IndicatorError> {
        if group.len() != self.regions {
            return Err(IndicatorError::Groups { found: group.len(), wanted: self.regions });
        }
        let groups = group.iter().map(|g| g.index() + 1).max().unwrap_or(0);
        let mut final_demand = Mat::zeros(self.industries(), groups);
        for (c, g) in group.iter().enumerate() {
            for i in 0..self.industries() {
                final_demand[(i, g.index())] += self.final_demand[(i, c)];
            }
        }
        let places = self.places.iter().map(|&(r, s)| (group[r.index()], s)).collect();
        Ok(Self { regions: groups, places, final_demand, ..self.clone() })
    }

    /// Number of regions.
    pub fn regions(&self) -> usize {
        self.regions
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.sectors
    }

    /// Number of industries.
    pub fn industries(&self) -> usize {
        self.places.len()
    }

    /// All regions in order.
    pub fn region_ids(&self) -> impl ExactSizeIterator<Item = Region> + Clone + use<> {
        (0..self.regions).map(Region::new)
    }

    /// All industries in order.
    pub fn industry_ids(&self) -> impl ExactSizeIterator<Item = Industry> + Clone + use<> {
        (0..self.places.len()).map(Industry::new)
    }

    /// Where an industry stands.
    pub fn region_of(&self, industry: Industry) -> Region {
        self.places[industry.index()].0
    }

    /// What an industry makes.
    pub fn sector_of(&self, industry: Industry) -> Sector {
        self.places[industry.index()].1
    }

    /// The industries of a region, in order.
    pub fn of_region(&self, region: Region) -> Vec<usize> {
        (0..self.industries()).filter(|&f| self.places[f].0 == region).collect()
    }

    /// The industries that make one product, in order.
    pub fn of_sector(&self, sector: Sector) -> Vec<usize> {
        (0..self.industries()).filter(|&f| self.places[f].1 == sector).collect()
    }

    /// Gross output `x` by industry: the row sum.
    pub fn gross_output(&self) -> &[f64] {
        &self.gross_output
    }

    /// Value added `va = x − Σ_i Z_ij` by industry.
    pub fn value_added(&self) -> &[f64] {
        &self.value_added
    }

    /// The part of final demand that goes into stocks, by industry.
    pub fn inventory_change(&self) -> &[f64] {
        &self.inventory_change
    }

    /// Sales of one industry to another.
    pub fn sales(&self, from: Industry, to: Industry) -> f64 {
        self.intermediate[(from.index(), to.index())]
    }

    /// Sales of an industry to the final users of a region.
    pub fn final_sales(&self, from: Industry, to: Region) -> f64 {
        self.final_demand[(from.index(), to.index())]
    }

    /// Sales by industry and region of the buyer, to industries and final users: industry × region.
    pub fn sales_by_destination(&self) -> Array2<Industry, Region> {
        let mut sales = Array2::from_fn([self.industries(), self.regions], |i, c| self.final_sales(i, c));
        for (j, column) in self.intermediate.col_iter().enumerate() {
            let region = self.places[j].0;
            for (i, cell) in column.iter().enumerate() {
                sales[(Industry::new(i), region)] += cell;
            }
        }
        sales
    }

    /// Exports by industry and region of the buyer: industry × region, zero at home.
    pub fn exports(&self) -> Array2<Industry, Region> {
        let mut exports = self.sales_by_destination();
        for f in self.industry_ids() {
            exports[(f, self.region_of(f))] = 0.0;
        }
        exports
    }
}

/// Sales where all uses of a product in a region share its sources.
fn proportional(
    axes: &Axes,
    trade: &TradeTensor,
    inputs: &Array3<Region, Sector, Sector>,
    final_use: &Array3<Region, Sector, FinalUse>,
) -> (Mat<f64>, Mat<f64>) {
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let mut intermediate = Mat::zeros(n * m, n * m);
    let mut final_demand = Mat::zeros(n * m, n);
    for j in axes.regions.ids() {
        for s in axes.sectors.ids() {
            let bought: f64 = inputs.row(j, s).iter().chain(final_use.row(j, s)).sum();
            if bought == 0.0 {
                continue;
            }
            let finally: f64 = final_use.row(j, s).iter().sum();
            for (i, sales) in trade.row(s, j).iter().enumerate() {
                let row = i * m + s.index();
                for (user, purchase) in inputs.row(j, s).iter().enumerate() {
                    intermediate[(row, j.index() * m + user)] = sales * purchase / bought;
                }
                final_demand[(row, j.index())] = sales * finally / bought;
            }
        }
    }
    (intermediate, final_demand)
}
