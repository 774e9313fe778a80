//! The labour share of value added, where labour compensation is missing or not credible.

use std::ops::RangeInclusive;

use crate::accounts::{Mend, MendRule};
use crate::axes::{Array2, Axes, Id, Region, Sector};
use crate::error::MendError;

/// Labour shares of value added that are kept as the source has them.
pub const LABOUR_SHARE_RANGE: RangeInclusive<f64> = 0.05..=0.95;

/// Labour's share in value added, region × sector; capital's share is one minus it.
///
/// The share is `labour / value_added` where that lies in [`LABOUR_SHARE_RANGE`]; else, and where either
/// is missing (NaN), it is the mean of the kept shares of the sector in the world, weighted by `output`
/// (for a sector without any: of all sectors). Each share that is replaced in an industry with output is
/// appended to `mends`, `before` being NaN where there was none. All arrays are region × sector.
///
/// # Errors
/// [`MendError::NoLabourShare`] if no industry with output has a credible share.
pub fn labour_shares(
    axes: &Axes,
    labour: &Array2<Region, Sector>,
    value_added: &Array2<Region, Sector>,
    output: &Array2<Region, Sector>,
    mends: &mut Vec<Mend>,
) -> Result<Array2<Region, Sector>, MendError> {
    let mut shares = Array2::from_fn(output.shape(), |j, k| labour[(j, k)] / value_added[(j, k)]);
    let world = mean_share(&shares, output, |_| true).ok_or(MendError::NoLabourShare)?;
    for k in axes.sectors.ids() {
        let mean = mean_share(&shares, output, |sector| sector == k).unwrap_or(world);
        for j in axes.regions.ids() {
            let before = shares[(j, k)];
            if LABOUR_SHARE_RANGE.contains(&before) {
                continue;
            }
            shares[(j, k)] = mean;
            if output[(j, k)] != 0.0 {
                let before = if before.is_finite() { before } else { f64::NAN };
                let note = "labour's share in value added takes the world's mean for the sector";
                mends.push(Mend::at(axes, (j, k), MendRule::LabourShare, [before, mean], note));
            }
        }
    }
    Ok(shares)
}

/// The output-weighted mean of credible shares over the industries of some sectors.
fn mean_share(
    shares: &Array2<Region, Sector>,
    output: &Array2<Region, Sector>,
    of: impl Fn(Sector) -> bool,
) -> Option<f64> {
    let sectors = shares.shape()[1];
    let industries = shares.as_slice().iter().zip(output.as_slice()).enumerate();
    let (sum, weights) = industries
        .filter(|(at, (share, output))| {
            of(Sector::new(at % sectors)) && LABOUR_SHARE_RANGE.contains(*share) && **output > 0.0
        })
        .fold((0.0, 0.0), |(sum, weights), (_, (share, output))| (sum + share * output, weights + output));
    (weights > 0.0).then(|| sum / weights)
}
