//! Rules on value added: what is left of output after inputs and taxes, and its floor.

use crate::accounts::{Accounts, Mend, MendRule, Pooled, ROUNDING};
use crate::axes::{Array2, Factor, Sector};
use crate::error::MendError;

/// The lowest value added that an industry may have, as a share of its output.
pub const VALUE_ADDED_FLOOR: f64 = 0.01;

/// A move of value added from this share of output on is listed on its own, smaller ones in one sum.
const LISTED_MOVE: f64 = 1e-3;

/// The largest sum of moves, as a share of the world's value added: beyond it, a table is not noisy but wrong.
const MOST_MOVED: f64 = 0.2;
/// From this share of the world's value added on, the sum of moves is a caveat of the world.
const TOLD_MOVE: f64 = 0.02;

/// Sets value added to output − inputs − production taxes, split over factors as it was.
///
/// Where factor incomes are all zero or differ in sign, the split is the world's mean for the sector.
/// Sectors without output are left alone (see [`crate::mending::dead_sectors`]). Moves from 0.1 % of output
/// on are listed one by one, smaller ones as one sum, rounding (1e-9) not at all. Equation: model.md (2.2).
///
/// # Errors
/// [`MendError::TooLarge`] if value added moves by more than `tolerance` of output.
pub fn value_added_residual(accounts: &mut Accounts, tolerance: f64) -> Result<(), MendError> {
    let pooled = Pooled::of(accounts);
    let (output, inputs) = (pooled.gross_output(), pooled.input_cost());
    let split = mean_split(accounts);
    let mut small = (0, 0.0, 0.0);
    for (j, k) in accounts.axes.industries().filter(|&place| output[place] != 0.0) {
        let before: f64 = accounts.factor_income.row(j, k).iter().sum();
        let after = output[(j, k)] - inputs[(j, k)] - accounts.production_tax[(j, k)];
        let size = (after - before).abs() / output[(j, k)].abs();
        if size > ROUNDING {
            let note = "value added is output less inputs less production taxes";
            let mend = Mend::at(&accounts.axes, (j, k), MendRule::ValueAddedResidual, [before, after], note);
            within(&mend, size, tolerance)?;
            if size >= LISTED_MOVE {
                accounts.mends.push(mend);
            } else {
                small = (small.0 + 1, small.1 + before, small.2 + after);
            }
        }
        set(accounts.factor_income.row_mut(j, k), after, split.row(k), size > ROUNDING);
    }
    if let (count @ 1.., before, after) = small {
        let note = format!("value added of {count} sectors, each by less than 0.1 % of its output");
        let rule = MendRule::ValueAddedResidual;
        accounts.mends.push(Mend { rule, region: None, sector: None, before, after, note });
    }
    Ok(())
}

/// Looks at what [`value_added_residual`] will do to the table as a whole: a sum of all moves from 2 % of the world's value
/// added on becomes a caveat of the world.
///
/// # Errors
/// [`MendError::WrongTable`] if all moves together exceed a fifth of the world's value added.
pub(super) fn look_at_all_moves(accounts: &mut Accounts) -> Result<(), MendError> {
    let moves = Moves::of(accounts);
    moves.within(MendRule::ValueAddedResidual)?;
    accounts.description.caveats.extend(moves.caveat());
    Ok(())
}

/// What balancing would make of value added, industry by industry: before and after.
struct Moves(Vec<[f64; 2]>);

impl Moves {
    fn of(accounts: &Accounts) -> Self {
        let pooled = Pooled::of(accounts);
        let (output, inputs) = (pooled.gross_output(), pooled.input_cost());
        let with_output = accounts.axes.industries().filter(|&place| output[place] != 0.0);
        Self(
            with_output
                .map(|(j, k)| {
                    let before = accounts.factor_income.row(j, k).iter().sum();
                    [before, output[(j, k)] - inputs[(j, k)] - accounts.production_tax[(j, k)]]
                })
                .collect(),
        )
    }

    /// The sum of all moves as a share of the value added of the world that comes out.
    fn size(&self) -> f64 {
        let moved: f64 = self.0.iter().map(|[before, after]| (after - before).abs()).sum();
        let all: f64 = self.0.iter().map(|[_, after]| after.abs()).sum();
        if moved == 0.0 { 0.0 } else { moved / all }
    }

    fn within(&self, rule: MendRule) -> Result<(), MendError> {
        let size = self.size();
        if size <= MOST_MOVED {
            return Ok(());
        }
        let moved =
            self.0.iter().filter(|[before, after]| (after - before).abs() > ROUNDING * after.abs()).count();
        let (rule, tolerance, all) = (rule.name(), MOST_MOVED, self.0.len());
        Err(MendError::WrongTable { rule, size, tolerance, moved, all, ratio: self.common_ratio() })
    }

    /// The ratio of before to after that nearly all industries have, within one per cent; none if they differ.
    fn common_ratio(&self) -> Option<f64> {
        let mut ratios: Vec<f64> = self.0.iter().map(|[before, after]| before / after).collect();
        ratios.sort_by(f64::total_cmp);
        let median = ratios.get(ratios.len() / 2).copied().filter(|median| *median > 0.0)?;
        let like = ratios.iter().filter(|ratio| (*ratio / median - 1.0).abs() < 0.01).count();
        (10 * like >= 9 * ratios.len()).then_some(median)
    }

    fn caveat(&self) -> Option<String> {
        let size = self.size();
        (size >= TOLD_MOVE).then(|| {
            format!("value added was changed by {:.1} % of the world's to balance the table", 100.0 * size)
        })
    }
}

/// Raises value added under 1 % of output to it, and books what is added as a production subsidy, so that
/// receipts still equal cost. Equation: model.md (2.2).
///
/// # Errors
/// [`MendError::TooLarge`] if value added moves by more than `tolerance` of output.
pub fn value_added_floor(accounts: &mut Accounts, tolerance: f64) -> Result<(), MendError> {
    let output = Pooled::of(accounts).gross_output();
    let split = mean_split(accounts);
    for (j, k) in accounts.axes.industries().filter(|&place| output[place] > 0.0) {
        let before: f64 = accounts.factor_income.row(j, k).iter().sum();
        let after = VALUE_ADDED_FLOOR * output[(j, k)];
        let size = (after - before) / output[(j, k)];
        if size > ROUNDING {
            let note = format!("{} is booked as a production subsidy", after - before);
            let mend = Mend::at(&accounts.axes, (j, k), MendRule::ValueAddedFloor, [before, after], note);
            within(&mend, size, tolerance)?;
            accounts.mends.push(mend);
            accounts.production_tax[(j, k)] -= after - before;
            set(accounts.factor_income.row_mut(j, k), after, split.row(k), true);
        }
    }
    Ok(())
}

/// Brings factor incomes to a total, in their own proportions where these are meaningful, else in `split`.
fn set(incomes: &mut [f64], total: f64, split: &[f64], moved: bool) {
    let before: f64 = incomes.iter().sum();
    if before != 0.0 && incomes.iter().all(|income| income / before >= 0.0) {
        incomes.iter_mut().for_each(|income| *income *= total / before);
    } else if moved {
        incomes.iter_mut().zip(split).for_each(|(income, share)| *income = share * total);
    }
}

/// The world's mean factor shares by sector (for a sector without factor income: of all sectors).
fn mean_split(accounts: &Accounts) -> Array2<Sector, Factor> {
    let axes = &accounts.axes;
    let mut by_sector = Array2::<Sector, Factor>::zeros([axes.sectors.len(), axes.factors.len()]);
    let mut all = vec![0.0; axes.factors.len()];
    for (j, k) in accounts.axes.industries() {
        for (f, income) in accounts.factor_income.row(j, k).iter().enumerate() {
            by_sector.row_mut(k)[f] += income.max(0.0);
            all[f] += income.max(0.0);
        }
    }
    if all.iter().all(|&income| income == 0.0) {
        all.fill(1.0);
    }
    for k in axes.sectors.ids() {
        let row = by_sector.row_mut(k);
        if row.iter().all(|&income| income == 0.0) {
            row.copy_from_slice(&all);
        }
        let total: f64 = row.iter().sum();
        row.iter_mut().for_each(|income| *income /= total);
    }
    by_sector
}

fn within(mend: &Mend, size: f64, tolerance: f64) -> Result<(), MendError> {
    if size <= tolerance {
        return Ok(());
    }
    Err(MendError::TooLarge {
        rule: mend.rule.name(),
        region: mend.region.clone().unwrap_or_default(),
        sector: mend.sector.clone().unwrap_or_default(),
        before: mend.before,
        after: mend.after,
        size,
        tolerance,
    })
}
