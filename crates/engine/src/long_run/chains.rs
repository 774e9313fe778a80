//! How long chains of value are, before and after a shock, where uses have their own sources.

use oblate_equilibrium::{Economy, Equilibrium, UseSales};
use oblate_indicators::{IndicatorError, Industry, InputOutput, Lengths, borders_crossed};
use oblate_world::{Axes, Id, Region};

/// Lengths of chains by region, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Chains {
    /// Before the shock.
    pub before: ChainLengths,
    /// After it.
    pub after: ChainLengths,
}

/// Lengths of chains by region.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChainLengths {
    /// Stages from a region's value added to final use: upstreamness, weighted by value added.
    pub stages_ahead: Vec<f64>,
    /// Stages behind what the final users of a region buy: downstreamness, weighted by their purchases.
    pub stages_behind: Vec<f64>,
    /// Borders that a region's value added crosses until its final user, weighted by value added.
    pub borders_crossed: Vec<f64>,
}

impl Chains {
    /// The chains of an equilibrium and its baseline; none where all uses of a product share its sources, or where a region has
    /// no finite price level.
    pub(crate) fn of(baseline: &Economy, equilibrium: &Equilibrium) -> Result<Option<Self>, IndicatorError> {
        let (Some(before), Some(after)) =
            (UseSales::baseline(baseline), UseSales::after(baseline, equilibrium))
        else {
            return Ok(None);
        };
        if !equilibrium.unbounded.is_empty() {
            return Ok(None);
        }
        let lengths = |sales: &UseSales| ChainLengths::of(&baseline.axes, sales);
        Ok(Some(Self { before: lengths(&before)?, after: lengths(&after)? }))
    }
}

impl ChainLengths {
    fn of(axes: &Axes, sales: &UseSales) -> Result<Self, IndicatorError> {
        let shape = [axes.regions.len(), axes.sectors.len()];
        let table = InputOutput::new(shape, &sales.intermediate, &sales.final_use, None)?;
        let (lengths, borders) = (Lengths::new(&table)?, borders_crossed(&table)?);
        let made =
            |values: &[f64]| {
                means(&table, values, |i, r| {
                    if table.region_of(i) == r { table.value_added()[i.index()] } else { 0.0 }
                })
            };
        Ok(Self {
            stages_ahead: made(&lengths.upstreamness),
            borders_crossed: made(&borders),
            stages_behind: means(&table, &lengths.downstreamness, |i, r| table.final_sales(i, r)),
        })
    }
}

/// Means over industries, by region.
fn means(table: &InputOutput, values: &[f64], weight: impl Fn(Industry, Region) -> f64) -> Vec<f64> {
    let mean = |r: Region| {
        let weighted = table.industry_ids().map(|i| (weight(i, r), values[i.index()]));
        let [sum, all] = weighted.fold([0.0; 2], |[sum, all], (w, value)| [sum + w * value, all + w]);
        sum / all
    };
    table.region_ids().map(mean).collect()
}
