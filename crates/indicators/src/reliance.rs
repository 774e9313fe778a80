//! Who relies on whom, at face value and looking through the chain.

mod distances;
mod purchases;
mod sources;

use oblate_world::{Array2, Id, Region};

use crate::table::{Industry, Leontief, ratio};
pub use distances::Distances;
pub use purchases::{Basis, ProductSales};
pub use sources::{Concentration, Remoteness, Sources};

/// Reliance of industries on regions of origin, each region × industry; the shares of a column add up to one where nothing
/// else is said, and are missing (NaN) where there is nothing to share.
///
/// Equation: indicators.md (14.1) [Baldwin, Freeman & Theodorakopoulos 2022, 2023]
#[derive(Debug, Clone, PartialEq)]
pub struct Reliance {
    /// Of output at any remove, the product itself included: `Σ_{i∈c} L_ij / Σ_i L_ij`.
    pub look_through: Array2<Region, Industry>,
    /// What of it shows at face value, in the product itself and in what its maker buys: `Σ_{i∈c} (I + A)_ij / Σ_i L_ij`. The
    /// shares of a column add up to less than one.
    pub face_value: Array2<Region, Industry>,
    /// Of inputs at any remove, `Σ_{i∈c} (L − I)_ij / Σ_i (L − I)_ij`.
    pub inputs_look_through: Array2<Region, Industry>,
    /// Of inputs bought, `Σ_{i∈c} A_ij / Σ_i A_ij`.
    pub inputs_face_value: Array2<Region, Industry>,
    /// Of value added in the product, `Σ_{i∈c} v_i L_ij`.
    pub value_added: Array2<Region, Industry>,
    /// Of sales: the share of output that ends with final users of a region, at any remove, from the rows of the Ghosh
    /// inverse: `Σ_{j∈c} G_ij / Σ_j G_ij`.
    pub market_look_through: Array2<Region, Industry>,
    /// Of sales to industries and final users of a region, one step ahead.
    pub market_face_value: Array2<Region, Industry>,
}

impl Reliance {
    /// All of them from one inverse.
    pub fn new(leontief: &Leontief<'_>) -> Self {
        let table = leontief.table();
        let gross = leontief.output_by_origin();
        let bought = purchases_by_origin(leontief);
        let own = |c: Region, j: Industry| f64::from(u8::from(table.region_of(j) == c));
        let shape = gross.shape();
        let shares = |cell: &dyn Fn(Region, Industry) -> f64| column_shares(Array2::from_fn(shape, cell));
        let (sold, markets) = (table.sales_by_destination(), markets(leontief));
        Self {
            look_through: shares(&|c, j| gross[(c, j)]),
            face_value: Array2::from_fn(shape, |c, j: Industry| {
                (own(c, j) + bought[(c, j)]) / leontief.inverse().col(j.index()).iter().sum::<f64>()
            }),
            inputs_look_through: shares(&|c, j| gross[(c, j)] - own(c, j)),
            inputs_face_value: shares(&|c, j| bought[(c, j)]),
            value_added: shares(&|c, j| leontief.value_added_by_origin()[(c, j)]),
            market_look_through: shares(&|c, j| markets[(c, j)]),
            market_face_value: shares(&|c, j| sold[(j, c)]),
        }
    }

    /// Reliance on other regions that purchases do not show: look-through minus face value, both without the own region, by
    /// industry.
    pub fn hidden(&self, leontief: &Leontief<'_>) -> Vec<f64> {
        let (through, face) =
            (foreign_share(leontief, &self.look_through), foreign_share(leontief, &self.face_value));
        through.iter().zip(face).map(|(through, face)| through - face).collect()
    }
}

/// The share of all other regions in a column of shares, by industry.
pub fn foreign_share(leontief: &Leontief<'_>, shares: &Array2<Region, Industry>) -> Vec<f64> {
    let table = leontief.table();
    let others = |j| {
        let region = table.region_of(j);
        table.region_ids().filter(|&c| c != region).map(|c| shares[(c, j)]).sum()
    };
    table.industry_ids().map(others).collect()
}

/// Purchases of inputs by region of origin in a unit of output: region × industry.
fn purchases_by_origin(leontief: &Leontief<'_>) -> Array2<Region, Industry> {
    let table = leontief.table();
    let mut bought = Array2::zeros([table.regions(), table.industries()]);
    for j in table.industry_ids() {
        let x = table.gross_output()[j.index()];
        if x == 0.0 {
            continue;
        }
        for i in table.industry_ids() {
            bought[(table.region_of(i), j)] += table.sales(i, j) / x;
        }
    }
    bought
}

/// `Σ_{j∈c} L_ij x_j / x_i`, without the division by the industry's own output, which the shares do not need.
fn markets(leontief: &Leontief<'_>) -> Array2<Region, Industry> {
    let table = leontief.table();
    let mut markets = Array2::zeros([table.regions(), table.industries()]);
    for j in table.industry_ids() {
        let (c, x) = (table.region_of(j), table.gross_output()[j.index()]);
        let column = leontief.inverse().col(j.index());
        for (i, cell) in table.industry_ids().zip(column.iter()) {
            markets[(c, i)] += cell * x;
        }
    }
    markets
}

/// Columns divided by their sums.
fn column_shares(mut amounts: Array2<Region, Industry>) -> Array2<Region, Industry> {
    let [regions, industries] = amounts.shape();
    for j in (0..industries).map(Industry::new) {
        let total: f64 = (0..regions).map(|c| amounts[(Region::new(c), j)]).sum();
        for c in (0..regions).map(Region::new) {
            amounts[(c, j)] = ratio(amounts[(c, j)], total);
        }
    }
    amounts
}
