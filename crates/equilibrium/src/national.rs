//! From national pieces that need not add up to a balanced world: shares kept, baseline solved.

use oblate_world::{
    Accounts, Array2, Array3, Flows, Id, Mend, MendRule, National, Region, Sector, TradeTensor,
};

use crate::economy::{CalibrationError, Economy, Parameters, cost};
use crate::outcome::Equilibrium;
use crate::shocks::Shocks;
use crate::solve::{Settings, SolveError, solve};

/// National pieces that cannot be balanced.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BalanceNationalError {
    /// The shares do not make an economy.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The baseline cannot be solved.
    #[error("{}", apart_in_words(_0))]
    Solve(#[from] SolveError),
}

/// A baseline that is not found, in the words of the tables: no shock is there that could be smaller.
fn apart_in_words(error: &SolveError) -> String {
    let found = match error {
        SolveError::NotConverged(reason) => format!(
            "after {} iterations the largest relative residual is {:.3e} ({})",
            reason.record.iterations.len(),
            reason.record.residual(),
            reason.worst
        ),
        other => other.to_string(),
    };
    format!(
        "the pieces cannot be balanced at their own tariffs: {found}; look for cells of another unit or year, for regions that buy \
         nothing at home, and for deficits larger than income"
    )
}

/// Gap of the pieces, relative to output, under which they count as a balanced table already.
const BALANCED: f64 = 1e-9;

/// The balanced accounts of national pieces.
///
/// Trade, input and final shares, factor income in the world and deficits are kept; the equilibrium at the
/// baseline's own tariffs is solved from them, and its levels are the accounts. Each product whose output
/// moves by more than 10 % and the mean move are listed as mends.
///
/// # Errors
/// [`BalanceNationalError`] if the shares do not make an economy or the baseline cannot be solved.
pub fn balance_national(
    national: &National,
    parameters: &Parameters,
    settings: &Settings<'_>,
) -> Result<Accounts, BalanceNationalError> {
    let economy = Economy::from_national(national, parameters)?;
    let equilibrium = solve(&economy, &Shocks::default(), settings)?;
    let mut accounts = accounts(&economy, &equilibrium, national);
    accounts.mends.extend(moves(national, &equilibrium));
    Ok(accounts)
}

fn accounts(economy: &Economy, equilibrium: &Equilibrium, national: &National) -> Accounts {
    let axes = &economy.axes;
    let (n, m) = (axes.regions.len(), axes.sectors.len());
    let trade = TradeTensor::from_fn([m, n, n], |s, j, i| equilibrium.trade(s, j, i));
    let intermediate = Array3::from_fn([n, m, m], |j: Region, s: Sector, k: Sector| {
        economy.input_share[(j, s, k)] * equilibrium.receipts[(j, k)]
    });
    let final_use = Array3::from_fn([n, m, 1], |j: Region, s: Sector, _| {
        economy.final_share[(j, s)] * equilibrium.income[j.index()]
    });
    let factor_income = Array3::from_fn([n, m, 1], |j: Region, k: Sector, f| {
        economy.factor_share[(j, k, f)] * equilibrium.receipts[(j, k)]
    });
    Accounts {
        description: national.description.clone(),
        axes: axes.clone(),
        flows: Flows::Common { trade, intermediate, final_use },
        tariff: national.tariff.as_slice().iter().any(|&rate| rate != 0.0).then(|| national.tariff.clone()),
        factor_income,
        production_tax: Array2::zeros([n, m]),
        trade_elasticity: Some(economy.parameters.trade_elasticity.clone()),
        satellites: Vec::new(),
        region_covariates: Vec::new(),
        pair_covariates: Vec::new(),
        mends: national.mends.clone(),
    }
}

/// What solving the baseline moved: each output that moved by more than 10 %, and the mean.
fn moves(national: &National, equilibrium: &Equilibrium) -> Vec<Mend> {
    let before = cost(national);
    let gap: f64 =
        before.as_slice().iter().zip(equilibrium.receipts.as_slice()).map(|(a, b)| (a - b).abs()).sum();
    if gap <= BALANCED * before.sum() {
        return Vec::new();
    }
    let mut mends = vec![Mend {
        rule: MendRule::Rebalanced,
        region: None,
        sector: None,
        before: before.sum(),
        after: equilibrium.receipts.sum(),
        note: format!(
            "the pieces do not add up: shares, world factor income and deficits were kept and the baseline was solved; \
             outputs moved by {:.2} % of world output in all",
            100.0 * gap / before.sum()
        ),
    }];
    for j in national.axes.regions.ids() {
        for k in national.axes.sectors.ids() {
            let (old, new) = (before[(j, k)], equilibrium.receipts[(j, k)]);
            if (new - old).abs() > 0.1 * old {
                mends.push(Mend {
                    rule: MendRule::Rebalanced,
                    region: Some(national.axes.regions.code(j).to_owned()),
                    sector: Some(national.axes.sectors.code(k).to_owned()),
                    before: old,
                    after: new,
                    note: "output moved by more than 10 %".to_owned(),
                });
            }
        }
    }
    mends
}
