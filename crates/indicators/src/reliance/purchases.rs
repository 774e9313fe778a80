//! Who buys from where: the sources of a region's products, and of an industry's inputs.

use oblate_world::{Id, Region, Sector};

use crate::reliance::purchases_by_origin;
use crate::reliance::sources::Sources;
use crate::table::{Industry, InputOutput, Leontief, ratio, ratio_or_zero};

/// Sales by region of origin, product and region of the buyer.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductSales {
    sales: Vec<f64>,
    /// Numbers of regions and sectors.
    shape: [usize; 2],
}

impl ProductSales {
    /// Sales to industries and final users of each region; final sales that are negative (stocks run down) reduce them.
    pub fn new(table: &InputOutput) -> Self {
        let shape = [table.regions(), table.sectors()];
        let [regions, sectors] = shape;
        let mut sales = vec![0.0; regions * sectors * regions];
        let by_destination = table.sales_by_destination();
        for i in table.industry_ids() {
            let row = table.region_of(i).index() * sectors + table.sector_of(i).index();
            for (c, amount) in by_destination.row(i).iter().enumerate() {
                sales[row * regions + c] += amount;
            }
        }
        Self { sales, shape }
    }

    /// Numbers of regions and sectors.
    pub fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// What a region buys of a product, by region of origin.
    pub fn sources(&self, region: Region, product: Sector) -> Sources {
        Sources::new(
            region,
            (0..self.shape[0]).map(|origin| self.sales(Region::new(origin), product, region)),
        )
    }

    /// Sales of a product from one region to another.
    pub fn sales(&self, origin: Region, product: Sector, buyer: Region) -> f64 {
        let [regions, sectors] = self.shape;
        self.sales[(origin.index() * sectors + product.index()) * regions + buyer.index()]
    }
}

/// Sources of the inputs of an industry, by basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// What it buys.
    Direct,
    /// The gross output that its inputs call for at any remove.
    Gross,
    /// The value added in its product, its own included.
    ValueAdded,
}

impl Leontief<'_> {
    /// The sources of every industry's inputs in the order of industries.
    pub fn sources_of_inputs(&self, basis: Basis) -> Vec<Sources> {
        let table = self.table();
        let amounts = match basis {
            Basis::Direct => purchases_by_origin(self),
            Basis::Gross => {
                let mut gross = self.output_by_origin();
                table.industry_ids().for_each(|j| gross[(table.region_of(j), j)] -= 1.0);
                gross
            }
            Basis::ValueAdded => self.value_added_by_origin().clone(),
        };
        let of = |j| Sources::new(table.region_of(j), table.region_ids().map(|c| amounts[(c, j)]));
        table.industry_ids().map(of).collect()
    }

    /// The Herfindahl index of an industry's purchases product by product, averaged by spending; missing without
    /// purchases. Not the index of the totals: who buys each product from one region, and each from another, is
    /// dispersed in total and concentrated in everything.
    ///
    /// Equation: indicators.md (14.4) [IMF 2022, ch. 4]
    pub fn herfindahl_by_product(&self) -> Vec<f64> {
        let table = self.table();
        let sectors = table.sectors();
        let of = |column: faer::ColRef<'_, f64>| {
            let mut origins = vec![0.0; table.regions() * sectors];
            for (i, &sale) in column.iter().enumerate() {
                let i = Industry::new(i);
                origins[table.sector_of(i).index() * table.regions() + table.region_of(i).index()] += sale;
            }
            let bought: f64 = origins.iter().sum();
            let of_product = |sales: &[f64]| {
                let [sum, squares] =
                    sales.iter().fold([0.0; 2], |[sum, squares], sale| [sum + sale, squares + sale * sale]);
                ratio_or_zero(squares, sum)
            };
            let weighted: f64 = origins.chunks(table.regions()).map(of_product).sum();
            ratio(weighted, bought)
        };
        table.intermediate.col_iter().map(of).collect()
    }
}
