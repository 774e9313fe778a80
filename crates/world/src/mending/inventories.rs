//! Inventory changes: dropped from final use, output being recomputed by the Leontief inverse.

use faer::Mat;
use faer::linalg::solvers::Solve;

use crate::accounts::{Accounts, Flows, Mend, MendRule, Pooled, ROUNDING};
use crate::axes::{Array2, Axes, Axis, FinalUse, Id, Region, Sector};
use crate::error::MendError;

/// An industry whose output moves by more than this share is listed on its own.
const LISTED_MOVE: f64 = 0.1;

/// Drops the final uses in `inventories` and recomputes output as `x = (I − A)⁻¹ f`, `f` being the final use
/// that is left and `A` the intermediate use per unit of the output that the source has: negative cells that
/// became zero are counted in again, since the columns of inputs belong to the output with them.
///
/// Inputs, production taxes and factor income of an industry scale with its output. Each inventory use is
/// listed with its total, and each industry whose output moves by more than 10 %. Without inventories
/// nothing happens.
///
/// # Errors
/// [`MendError::InventoriesPooled`] and [`MendError::NoFinalUse`] if the inventories cannot be taken out,
/// [`MendError::NoTechnology`] and [`MendError::NotProductive`] if there is no such output. The accounts
/// are then as they were.
pub fn drop_inventories(accounts: &mut Accounts, inventories: &[FinalUse]) -> Result<(), MendError> {
    if inventories.is_empty() {
        return Ok(());
    }
    let axis = accounts.axes.final_uses.clone();
    let Flows::ByUse { intermediate, final_use } = &accounts.flows else {
        return Err(MendError::InventoriesPooled { uses: codes(&axis, inventories) });
    };
    let kept: Vec<FinalUse> = axis.ids().filter(|c| !inventories.contains(c)).collect();
    let labels = kept.iter().map(|&c| axis.label(c).clone()).collect();
    let left = Axis::new(labels).map_err(|_| MendError::NoFinalUse { uses: codes(&axis, inventories) })?;
    let by_buyer = final_use.chunks(axis.len());
    let final_use_left: Vec<f64> = by_buyer.flat_map(|uses| kept.iter().map(|c| uses[c.index()])).collect();
    let by_product = final_use_left.chunks(kept.len() * accounts.axes.regions.len());
    let demand: Vec<f64> = by_product.map(|row| row.iter().sum()).collect();
    let before = output_of_source(accounts);
    let after = required_output(&accounts.axes, intermediate, &before, &demand)?;
    let dropped = axis.ids().filter(|c| inventories.contains(c)).map(|c| total(&axis, c, final_use));
    accounts.mends.extend(dropped);
    accounts.axes.final_uses = left;
    scale_industries(accounts, final_use_left, &before, &after);
    list_moves(accounts, &before, &after);
    Ok(())
}

/// Gross output as the source has it, region × sector: the sales of the table, with the negative cells that
/// became zero counted in again.
///
/// The columns of inputs belong to this output. Were negative sales left out of it, an industry would seem
/// to need fewer inputs than it does. Equation: model.md (2.1).
fn output_of_source(accounts: &Accounts) -> Array2<Region, Sector> {
    let mut output = Pooled::of(accounts).gross_output();
    let negative = [MendRule::NegativeFinalUse, MendRule::NegativeIntermediateUse];
    for mend in accounts.mends.iter().filter(|mend| negative.contains(&mend.rule)) {
        let region = mend.region.as_deref().and_then(|code| accounts.axes.regions.find(code));
        let sector = mend.sector.as_deref().and_then(|code| accounts.axes.sectors.find(code));
        if let Some(industry) = region.zip(sector) {
            output[industry] += mend.before - mend.after;
        }
    }
    output
}

fn codes(axis: &Axis<FinalUse>, uses: &[FinalUse]) -> String {
    uses.iter().map(|&c| axis.code(c)).collect::<Vec<_>>().join(", ")
}

/// The mend that drops one final use.
fn total(axis: &Axis<FinalUse>, dropped: FinalUse, final_use: &[f64]) -> Mend {
    let cells = || final_use.iter().skip(dropped.index()).step_by(axis.len());
    let size: f64 = cells().map(|value| value.abs()).sum();
    Mend {
        rule: MendRule::DropInventories,
        region: None,
        sector: Some(axis.code(dropped).to_owned()),
        before: cells().sum(),
        after: 0.0,
        note: format!("inventory changes, {size} without regard to sign, are dropped"),
    }
}

/// Solves `(I − A) x = f` with `A = Z / output` by column.
fn required_output(
    axes: &Axes,
    z: &[f64],
    output: &Array2<Region, Sector>,
    demand: &[f64],
) -> Result<Array2<Region, Sector>, MendError> {
    let size = demand.len();
    let output = output.as_slice();
    let mut inputs = vec![0.0; size];
    for row in z.chunks(size) {
        inputs.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
    let known = |at: usize| output[at] > ROUNDING * inputs[at];
    let matrix = Mat::from_fn(size, size, |row, column| {
        let used = if known(column) { z[row * size + column] / output[column] } else { 0.0 };
        if row == column { 1.0 - used } else { -used }
    });
    let solution = matrix.partial_piv_lu().solve(Mat::from_fn(size, 1, |row, _| demand[row]));
    let mut required = Array2::zeros([axes.regions.len(), axes.sectors.len()]);
    for (at, cell) in required.as_mut_slice().iter_mut().enumerate() {
        let (region, sector) = industry(axes, at);
        let asked = solution[(at, 0)];
        // an industry that nobody needs comes out as zero up to rounding
        *cell = if asked.abs() <= 1e-12 * output[at].abs() { 0.0 } else { asked };
        if !(cell.is_finite() && *cell >= 0.0) {
            return Err(MendError::NotProductive { region, sector, output: *cell });
        }
        if *cell > 0.0 && inputs[at] > 0.0 && !known(at) {
            let (inputs, output) = (inputs[at], output[at]);
            return Err(MendError::NoTechnology { region, sector, inputs, output });
        }
    }
    Ok(required)
}

fn industry(axes: &Axes, at: usize) -> (String, String) {
    let (i, s) = (at / axes.sectors.len(), at % axes.sectors.len());
    (axes.regions.code(Region::new(i)).to_owned(), axes.sectors.code(Sector::new(s)).to_owned())
}

/// Puts the final use that is left, and scales what each industry buys, pays to factors and pays in taxes
/// with its output.
fn scale_industries(
    accounts: &mut Accounts,
    final_use: Vec<f64>,
    before: &Array2<Region, Sector>,
    after: &Array2<Region, Sector>,
) {
    let outputs = before.as_slice().iter().zip(after.as_slice());
    let scale: Vec<f64> =
        outputs.map(|(before, after)| if *before > 0.0 { after / before } else { 0.0 }).collect();
    let times = |values: &mut [f64]| {
        values.iter_mut().zip(&scale).for_each(|(value, scale)| *value *= scale);
    };
    if let Flows::ByUse { intermediate, final_use: old } = &mut accounts.flows {
        intermediate.chunks_mut(scale.len()).for_each(times);
        *old = final_use;
    }
    times(accounts.production_tax.as_mut_slice());
    let factors = accounts.axes.factors.len();
    for (row, scale) in accounts.factor_income.as_mut_slice().chunks_mut(factors).zip(&scale) {
        row.iter_mut().for_each(|value| *value *= scale);
    }
}

/// Lists the industries whose output moves by more than [`LISTED_MOVE`].
fn list_moves(accounts: &mut Accounts, before: &Array2<Region, Sector>, after: &Array2<Region, Sector>) {
    let (rule, note) =
        (MendRule::DropInventories, "output, recomputed from final use without inventory changes");
    for industry in accounts.axes.industries() {
        let (before, after) = (before[industry], after[industry]);
        if (after - before).abs() > LISTED_MOVE * before.abs() {
            accounts.mends.push(Mend::at(&accounts.axes, industry, rule, [before, after], note));
        }
    }
}
