//! National accounts and bilateral trade side by side: the pieces that most replication folders hold.

use crate::accounts::Description;
use crate::accounts::mend::Mend;
use crate::axes::{Array2, Array3, Axes, Region, Sector, TradeTensor};

/// Intermediate use, value added and final use by region, and trade between regions, not yet one table.
///
/// The pieces come from different sources and need not add up; what counts in them are their shares
/// (trade, input and final shares), factor income and deficits. There is one factor and one final use.
/// Values are in the unit of the description.
#[derive(Debug, Clone, PartialEq)]
pub struct National {
    /// What the table is and where it comes from.
    pub description: Description,
    /// Its axes, with one factor and one final use.
    pub axes: Axes,
    /// Sales at basic prices, net of tariffs, own sales included: sector × destination × origin.
    pub trade: TradeTensor,
    /// Baseline import tariff in rate points: sector × destination × origin.
    pub tariff: TradeTensor,
    /// Intermediate use: region × product × using sector.
    pub intermediate: Array3<Region, Sector, Sector>,
    /// Value added: region × sector.
    pub value_added: Array2<Region, Sector>,
    /// Final use: region × product.
    pub final_use: Array2<Region, Sector>,
    /// Deficit by region: final spending − income.
    pub deficit: Vec<f64>,
    /// Trade elasticity by sector.
    pub trade_elasticity: Option<Vec<f64>>,
    /// The mends that were made so far.
    pub mends: Vec<Mend>,
}

impl National {
    /// What a region buys of a product: inputs and final use.
    pub fn purchases(&self, region: Region, product: Sector) -> f64 {
        self.intermediate.row(region, product).iter().sum::<f64>() + self.final_use[(region, product)]
    }
}
