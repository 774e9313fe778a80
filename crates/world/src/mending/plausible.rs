//! Whether a raw table can be what it claims to be: sums among its uses, columns that are no income, one-sided regions.

use crate::accounts::{Accounts, Flows, Pooled};
use crate::axes::{Array2, Axes, Factor, FinalUse, Id, Region, Sector};
use crate::error::MendError;

/// Sales whose sum differs from another by at most this share are the same: published totals are rounded.
const SAME_SUM: f64 = 1e-3;
/// An industry whose gap is below this share of its output balances, but for noise.
const NOISE: f64 = 0.01;
/// Shares of industries that count as nearly all of them, and as hardly any.
const NEARLY_ALL: f64 = 0.9;
const HARDLY_ANY: f64 = 0.1;

/// Refuses a final use that is, product by product, the sum of other uses: a total that was taken for a use.
///
/// # Errors
/// [`MendError::TotalAmongUses`].
pub(crate) fn refuse_totals(accounts: &Accounts) -> Result<(), MendError> {
    let sales = Sales::of(accounts);
    for total in accounts.axes.final_uses.ids() {
        if let Some(of) = sales.summed_up_by(total) {
            return Err(MendError::TotalAmongUses {
                total: accounts.axes.final_uses.code(total).to_owned(),
                of,
            });
        }
    }
    Ok(())
}

/// Sales product by product: what industries use, and each final use.
struct Sales {
    intermediate: Vec<f64>,
    final_uses: Vec<Vec<f64>>,
}

impl Sales {
    /// By seller where every use has its own sources, else by buying region and product.
    fn of(accounts: &Accounts) -> Self {
        let Axes { regions, sectors, final_uses, .. } = &accounts.axes;
        let (n, m, c) = (regions.len(), sectors.len(), final_uses.len());
        let by_use = |flows: &[f64], row: usize| {
            let sums =
                |row: &[f64]| (0..c).map(|at| row.iter().skip(at).step_by(c).sum()).collect::<Vec<f64>>();
            let rows: Vec<Vec<f64>> = flows.chunks(row).map(sums).collect();
            (0..c).map(|at| rows.iter().map(|sums| sums[at]).collect()).collect()
        };
        let total = |flows: &[f64], row: usize| flows.chunks(row).map(|row| row.iter().sum()).collect();
        match &accounts.flows {
            Flows::ByUse { intermediate, final_use } => {
                Self { intermediate: total(intermediate, n * m), final_uses: by_use(final_use, n * c) }
            }
            Flows::Common { intermediate, final_use, .. } => Self {
                intermediate: total(intermediate.as_slice(), m),
                final_uses: by_use(final_use.as_slice(), c),
            },
        }
    }

    /// What a final use is the sum of, in words; none if it is a use of its own.
    fn summed_up_by(&self, total: FinalUse) -> Option<&'static str> {
        let others = || self.final_uses.iter().enumerate().filter(|(at, _)| *at != total.index());
        let final_uses: Vec<f64> =
            (0..self.intermediate.len()).map(|at| others().map(|(_, sales)| sales[at]).sum()).collect();
        let all: Vec<f64> = final_uses.iter().zip(&self.intermediate).map(|(a, b)| a + b).collect();
        let sales = &self.final_uses[total.index()];
        let candidates = [
            (&all, "all its other sales"),
            (&final_uses, "its sales to all other final uses"),
            (&self.intermediate, "its sales to industries"),
        ];
        candidates.into_iter().find(|(sum, _)| is_same(sales, sum)).map(|(_, of)| of)
    }
}

/// Whether two columns are the same but for rounding; one number alone proves nothing.
fn is_same(column: &[f64], other: &[f64]) -> bool {
    let gap: f64 = column.iter().zip(other).map(|(a, b)| (a - b).abs()).sum();
    let size: f64 = other.iter().map(|value| value.abs()).sum();
    gap <= SAME_SUM * size && other.iter().filter(|value| **value != 0.0).count() > 1
}

/// Refuses a factor without whose income nearly all industries balance, and with it hardly any: persons, not money.
///
/// # Errors
/// [`MendError::NoIncome`].
pub(super) fn refuse_no_incomes(accounts: &Accounts) -> Result<(), MendError> {
    let axes = &accounts.axes;
    if axes.factors.len() < 2 {
        return Ok(());
    }
    let (output, left) = output_and_left(accounts);
    let industries: Vec<(Region, Sector)> = axes.industries().filter(|&place| output[place] > 0.0).collect();
    let balancing = |without: Option<Factor>| {
        let income = |(j, k): (Region, Sector)| {
            let incomes = axes.factors.ids().filter(|factor| Some(*factor) != without);
            incomes.map(|factor| accounts.factor_income[(j, k, factor)]).sum::<f64>()
        };
        let balances =
            |&&place: &&(Region, Sector)| (left[place] - income(place)).abs() <= NOISE * output[place];
        industries.iter().filter(balances).count()
    };
    let with = balancing(None);
    for factor in axes.factors.ids() {
        let without = balancing(Some(factor));
        let all = industries.len() as f64;
        if without as f64 >= NEARLY_ALL * all && (with as f64) <= HARDLY_ANY * all {
            let income = axes.industries().map(|(j, k)| accounts.factor_income[(j, k, factor)]).sum();
            let factor = axes.factors.code(factor).to_owned();
            return Err(MendError::NoIncome { factor, income, without, with, all: industries.len() });
        }
    }
    Ok(())
}

/// Gross output, and what inputs and production taxes leave of it, by industry.
fn output_and_left(accounts: &Accounts) -> (Array2<Region, Sector>, Array2<Region, Sector>) {
    let pooled = Pooled::of(accounts);
    let (output, inputs) = (pooled.gross_output(), pooled.input_cost());
    let left = Array2::from_fn(output.shape(), |j, k| {
        output[(j, k)] - inputs[(j, k)] - accounts.production_tax[(j, k)]
    });
    (output, left)
}

/// Refuses regions without final spending or without factor income: no model can be run on them.
///
/// # Errors
/// [`MendError::OneSided`] with all of them.
pub(super) fn refuse_one_sided_regions(accounts: &Accounts) -> Result<(), MendError> {
    let pooled = Pooled::of(accounts);
    let totals = accounts.axes.regions.ids().map(|j| {
        let spending: f64 = pooled.final_use.matrix(j).iter().sum();
        let income: f64 = accounts.factor_income.matrix(j).iter().sum();
        (accounts.axes.regions.code(j).to_owned(), spending, income)
    });
    let regions: Vec<_> =
        totals.filter(|(_, spending, income)| !(*spending > 0.0 && *income > 0.0)).collect();
    if regions.is_empty() { Ok(()) } else { Err(MendError::OneSided { regions }) }
}

/// Refuses regions that buy nothing at home: own sales are no trade, and tables that were made of customs data lack them.
///
/// # Errors
/// [`MendError::NothingAtHome`] with all of them.
pub(super) fn refuse_nothing_at_home(accounts: &Accounts) -> Result<(), MendError> {
    let axes = &accounts.axes;
    let trade = Pooled::of(accounts).trade;
    let buys_at_home = |j: Region| axes.sectors.ids().any(|s| trade[(s, j, j)] != 0.0);
    let without = axes.regions.ids().filter(|&j| !buys_at_home(j));
    let regions: Vec<String> = without.map(|j| axes.regions.code(j).to_owned()).collect();
    if regions.is_empty() { Ok(()) } else { Err(MendError::NothingAtHome { regions }) }
}
