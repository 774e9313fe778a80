//! Dispersion of sources: how concentrated, distant and alike those are on whom somebody relies.
//!
//! `p_c` is the share of origin c. Many sources in one neighbourhood or one camp are not many: a measure of diversity that
//! knows how alike sources are does not count ten of them as ten.

use oblate_world::{Array2, Id, Region, Sector};

use crate::input_output::InputOutput;
use crate::leontief::{Leontief, ratio, ratio_or_zero};

/// Distances between regions, from 0 (the same, or no distance at all) to 1 (the farthest pair), NaN where unknown.
///
/// A region about which nothing is known has no distances at all, and takes no part in measures that use them; a region is at
/// no distance from itself, whatever the source says about distances inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    /// What is measured: `geography`, `politics`, `culture`.
    pub name: String,
    values: Array2<Region, Region>,
    known: Vec<bool>,
    decay: f64,
}

impl Distances {
    /// Distances from a table of any unit: origin × destination, NaN where missing. They are divided by the largest; the decay
    /// of similarity is the mean over pairs of different regions, so that regions at the mean distance have the
    /// similarity `1/e`.
    pub fn new(name: &str, table: &Array2<Region, Region>) -> Self {
        let mut distances = Self::with_decay(name, table, 1.0);
        let known = pairs(table.shape()[0]).map(|(c, d)| distances.between(c, d)).filter(|d| d.is_finite());
        let (sum, count) = known.fold((0.0, 0.0), |(sum, count), d| (sum + d, count + 1.0));
        if sum > 0.0 {
            distances.decay = sum / count;
        }
        distances
    }

    /// Distances with a decay of similarity of one's own: the distance, after the division by the largest, at which
    /// similarity is `1/e`.
    pub fn with_decay(name: &str, table: &Array2<Region, Region>, decay: f64) -> Self {
        let regions = table.shape()[0];
        let given = || pairs(regions).filter(|&pair| table[pair].is_finite());
        let known = |c| given().any(|(from, to)| from == c || to == c);
        let largest = given().map(|pair| table[pair]).fold(0.0f64, f64::max);
        let scale = if largest > 0.0 { largest } else { 1.0 };
        let values =
            Array2::from_fn([regions, regions], |c, d| if c == d { 0.0 } else { table[(c, d)] / scale });
        Self {
            name: name.to_owned(),
            values,
            known: (0..regions).map(|c| known(Region::new(c))).collect(),
            decay,
        }
    }

    /// The distance at which similarity is `1/e`.
    pub fn decay(&self) -> f64 {
        self.decay
    }

    /// The distance of two regions, NaN where unknown.
    pub fn between(&self, from: Region, to: Region) -> f64 {
        match self.known[from.index()] && self.known[to.index()] {
            true => self.values[(from, to)],
            false => f64::NAN,
        }
    }

    /// The regions about which nothing is known.
    pub fn missing(&self) -> Vec<Region> {
        (0..self.known.len()).filter(|&c| !self.known[c]).map(Region::new).collect()
    }

    /// How alike two regions are, `exp(−d / δ)`, NaN where unknown.
    pub fn similarity(&self, one: Region, other: Region) -> f64 {
        (-self.between(one, other) / self.decay).exp()
    }
}

/// Pairs of different regions.
fn pairs(regions: usize) -> impl Iterator<Item = (Region, Region)> {
    let ids = move || (0..regions).map(Region::new);
    ids().flat_map(move |c| ids().filter(move |&d| d != c).map(move |d| (c, d)))
}

/// The sources of a user: what comes from each region, and where the user is.
#[derive(Debug, Clone, PartialEq)]
pub struct Sources {
    /// The region of the user.
    pub home: Region,
    /// Amounts by region of origin; negative ones count as none.
    amounts: Vec<f64>,
}

/// Measures that need no distances; missing (NaN) where there is nothing to share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// The share of other regions, `1 − p_home`.
    pub foreign_share: f64,
    /// Herfindahl index over all origins, home too, `Σ p_c²`.
    pub herfindahl: f64,
    /// Herfindahl index over foreign origins, of their shares in what is foreign.
    pub herfindahl_foreign: f64,
    /// The largest foreign source, and its share in all sources.
    pub largest_foreign: Option<(Region, f64)>,
}

impl Concentration {
    /// Effective number of sources, `1 / HHI`.
    pub fn effective_sources(&self) -> f64 {
        1.0 / self.herfindahl
    }

    /// Effective number of foreign sources.
    pub fn effective_foreign_sources(&self) -> f64 {
        1.0 / self.herfindahl_foreign
    }
}

/// Measures by one kind of distance, over the sources whose distances are known; missing (NaN) where none is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Remoteness {
    /// The share of the sources whose distances are known; the other measures are of these.
    pub covered: f64,
    /// Mean distance of the sources, `Σ p_c d(home, c)`, home at 0.
    pub distance: f64,
    /// Effective number of sources where those alike count as one, `²D = 1 / Σ p_c S_cd p_d`.
    pub diversity: f64,
    /// Mean distance of two sources from each other, Rao's Q, `Σ p_c p_d d_cd`.
    pub spread: f64,
    /// Concentration on the distant, `Σ p_c² d(home, c)`: concentration × hostility where the distance is political.
    pub concentration: f64,
}

impl Sources {
    /// Sources from amounts by region of origin.
    pub fn new(home: Region, amounts: impl IntoIterator<Item = f64>) -> Self {
        Self { home, amounts: amounts.into_iter().map(|amount| amount.max(0.0)).collect() }
    }

    /// All amounts together.
    pub fn total(&self) -> f64 {
        self.amounts.iter().sum()
    }

    /// Amounts by region of origin.
    pub fn amounts(&self) -> &[f64] {
        &self.amounts
    }

    /// How concentrated the sources are.
    ///
    /// Equation: indicators.md (14.2)
    pub fn concentration(&self) -> Concentration {
        let total = self.total();
        let squares: f64 = self.amounts.iter().map(|amount| amount * amount).sum();
        let foreign = || self.amounts.iter().enumerate().filter(|(c, _)| *c != self.home.index());
        let abroad: f64 = foreign().map(|(_, amount)| amount).sum();
        let squares_abroad: f64 = foreign().map(|(_, amount)| amount * amount).sum();
        // the first of equals, so that the answer does not depend on the order of comparison
        let largest = foreign().fold(None, |best: Option<(usize, f64)>, (c, &amount)| match best {
            Some((_, most)) if most >= amount => best,
            _ if amount > 0.0 => Some((c, amount)),
            _ => best,
        });
        Concentration {
            foreign_share: ratio(abroad, total),
            herfindahl: ratio(squares, total * total),
            herfindahl_foreign: ratio(squares_abroad, abroad * abroad),
            largest_foreign: largest.map(|(c, amount)| (Region::new(c), amount / total)),
        }
    }

    /// How distant and how alike the sources are.
    ///
    /// Equation: indicators.md (14.3) [Leinster & Cobbold 2012; Rao 1982]
    pub fn remoteness(&self, distances: &Distances) -> Remoteness {
        let shares = self.known_shares(distances);
        let covered: f64 = shares.iter().map(|(_, share)| share).sum();
        let to_home = |c: Region| distances.between(self.home, c);
        let reached = || shares.iter().filter(|(c, _)| to_home(*c).is_finite());
        let weight: f64 = reached().map(|(_, p)| p).sum();
        let distance: f64 = reached().map(|(c, p)| p * to_home(*c)).sum();
        let concentration: f64 = reached().map(|(c, p)| p * p * to_home(*c)).sum();
        let [mut pairs, mut apart, mut alike] = [0.0; 3];
        for (c, p) in &shares {
            for (d, q) in &shares {
                let distance = distances.between(*c, *d);
                if distance.is_finite() {
                    pairs += p * q;
                    apart += p * q * distance;
                    alike += p * q * distances.similarity(*c, *d);
                }
            }
        }
        Remoteness {
            covered: if self.total() == 0.0 { f64::NAN } else { covered },
            distance: ratio(distance, weight),
            diversity: ratio(pairs, alike),
            spread: ratio(apart, pairs),
            concentration: ratio(concentration, weight * weight),
        }
    }

    fn known_shares(&self, distances: &Distances) -> Vec<(Region, f64)> {
        let total = self.total();
        let origins = (0..self.amounts.len()).filter(|&c| self.amounts[c] > 0.0);
        let shares = origins.map(|c| (Region::new(c), self.amounts[c] / total));
        shares.filter(|(c, _)| distances.between(*c, *c).is_finite()).collect()
    }
}

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
            Basis::Direct => crate::reliance::purchases(self),
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
                let i = crate::Industry::new(i);
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
