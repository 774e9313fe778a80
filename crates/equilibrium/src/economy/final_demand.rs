//! Final spending by column and income by group of households in the baseline.

use oblate_world::{Array2, Axes, FinalUse, Id, Region, Sector, World};

use super::Economy;
use super::error::CalibrationError;
use super::ids::Group;
use super::parameters::{Demand, FinalUses};
use super::shares::row_shares;

/// One column of final spending.
#[derive(Debug, Clone, PartialEq)]
pub struct FinalColumn {
    /// What it is.
    pub kind: FinalKind,
    /// Shares of products: region × product.
    pub share: Array2<Region, Sector>,
    /// Spending in the baseline, by region.
    pub spending: Vec<f64>,
}

/// What a column of final spending is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalKind {
    /// Households; all final spending where uses are pooled.
    Households,
    /// Investment in capital.
    Investment,
    /// Government, and what else is neither.
    Other,
}

impl FinalColumn {
    /// All final spending of an economy.
    pub(super) fn pooled(economy: &Economy) -> Self {
        Self {
            kind: FinalKind::Households,
            share: economy.final_share.clone(),
            spending: economy.income.clone(),
        }
    }
}

/// The final uses of each column, households first; columns without a use are left out.
pub(super) fn uses_of_columns(axes: &Axes, demand: &Demand) -> Vec<Vec<FinalUse>> {
    final_columns(axes, demand).into_iter().map(|(_, uses)| uses).collect()
}

/// The columns of final spending that demand asks for, with their final uses: households first; columns without a use
/// are left out. A use of a product is a using sector, or the number of sectors plus the position of a column.
pub fn final_columns(axes: &Axes, demand: &Demand) -> Vec<(FinalKind, Vec<FinalUse>)> {
    let all = || axes.final_uses.ids();
    let FinalUses::Apart { households, investment } = &demand.final_uses else {
        return vec![(FinalKind::Households, all().collect())];
    };
    let other = all().filter(|u| !households.contains(u) && !investment.contains(u)).collect();
    let columns = [
        (FinalKind::Households, households.clone()),
        (FinalKind::Investment, investment.clone()),
        (FinalKind::Other, other),
    ];
    let kept = |(kind, uses): &(FinalKind, Vec<FinalUse>)| *kind == FinalKind::Households || !uses.is_empty();
    columns.into_iter().filter(kept).collect()
}

/// The columns of final spending of a world.
pub(super) fn columns(world: &World, demand: &Demand) -> Vec<FinalColumn> {
    let axes = world.axes();
    let column = |(kind, uses): (FinalKind, Vec<FinalUse>)| {
        let bought = Array2::from_fn([axes.regions.len(), axes.sectors.len()], |j: Region, s: Sector| {
            uses.iter().map(|&u| world.final_use()[(j, s, u)]).sum()
        });
        let spending = axes.regions.ids().map(|j| bought.row(j).iter().sum()).collect();
        FinalColumn { kind, share: row_shares(bought), spending }
    };
    final_columns(axes, demand).into_iter().map(column).collect()
}

/// Income by group: its share of each factor and of everything else (3.13).
///
/// # Errors
/// [`CalibrationError::GroupIncome`] if a group's income is not positive.
pub(super) fn group_incomes(economy: &Economy) -> Result<Array2<Region, Group>, CalibrationError> {
    let groups = &economy.parameters.demand.groups;
    let n = economy.axes.regions.len();
    if groups.is_empty() {
        return Ok(Array2::from_vec([n, 1], economy.income.clone()));
    }
    let incomes = Array2::from_fn([n, groups.len()], |j: Region, g: Group| {
        let cells = economy.axes.sectors.ids().flat_map(|k| economy.axes.factors.ids().map(move |f| (k, f)));
        let earned: f64 =
            cells.map(|(k, f)| economy.owner_share(g, k, f) * economy.factor_income_of(j, k, f)).sum();
        let factors: f64 = economy.factor_income.row(j).iter().sum();
        earned + groups[g.index()].transfer_share * (economy.income[j.index()] - factors)
    });
    for j in economy.axes.regions.ids() {
        if let Some(at) = incomes.row(j).iter().position(|income| !(income.is_finite() && *income > 0.0)) {
            return Err(CalibrationError::GroupIncome {
                group: groups[at].name.clone(),
                region: economy.axes.regions.code(j).to_owned(),
                income: incomes.row(j)[at],
            });
        }
    }
    Ok(incomes)
}
