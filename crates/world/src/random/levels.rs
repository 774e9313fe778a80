//! From shares to levels: the outputs and spending at which the accounts of a random world close.

use faer::Mat;
use faer::linalg::solvers::Solve;

use crate::accounts::Pooled;
use crate::axes::{Array2, Array3, Factor, FinalUse, Id, Region, Sector, TradeTensor};
use crate::random::draw::Shares;

/// Outputs and spending have settled when none moves by more than this share of itself.
const SETTLED: f64 = 1e-13;
/// Below this share, moves that do not shrink any more are rounding.
const STALLED: f64 = 1e-11;
/// More rounds than any world needs whose regions are not all but closed.
const MAX_ROUNDS: usize = 2_000;

/// The levels of a random world.
pub(super) struct Levels {
    /// Flows, pooled over the sources of each use.
    pub(super) flows: Pooled,
    /// Gross output: region × sector.
    pub(super) output: Array2<Region, Sector>,
    /// Final spending by region.
    pub(super) spending: Vec<f64>,
    /// Factor income: region × sector × factor.
    pub(super) factor_income: Array3<Region, Sector, Factor>,
    /// Net tax on production: region × sector.
    pub(super) production_tax: Array2<Region, Sector>,
}

impl Levels {
    /// Lets industries buy for their output and regions spend their income until neither moves.
    ///
    /// The world balances at every round, since value added is the residual; once settled, value added
    /// and deficits are those that the shares ask for.
    #[allow(clippy::panic)] // a wrong description is a mistake in the test that wrote it
    pub(super) fn settle(shares: &Shares) -> Self {
        let markets = Markets::of(shares);
        let inputs = input_shares(shares);
        let mut spending = shares.size.clone();
        let mut output = Array2::from_fn(shares.tax.shape(), |j: Region, _: Sector| spending[j.index()]);
        let mut last_move = f64::INFINITY;
        for _ in 0..MAX_ROUNDS {
            let bought = purchases(shares, &output, &spending);
            let sold = markets.sales(&bought);
            let income = income(shares, &inputs, &sold, markets.revenue(&bought));
            let spent = with_deficits(&income, &shares.deficit);
            let moved = largest_move(output.as_slice(), sold.as_slice()).max(largest_move(&spending, &spent));
            let deficit: Vec<f64> = spent.iter().zip(&income).map(|(spent, income)| spent - income).collect();
            (output, spending) = (sold, spent);
            // the sizes of very small regions are known to the rounding of the large ones only
            if moved < SETTLED || (moved < STALLED && moved >= last_move) {
                return Self::at(shares, &markets, &output, spending);
            }
            last_move = moved;
            for (j, scale) in rescaling(&markets.receipts(&bought), &deficit).into_iter().enumerate() {
                output.row_mut(Region::new(j)).iter_mut().for_each(|output| *output *= scale);
                spending[j] *= scale;
            }
        }
        panic!("incomes of a random world do not settle: lower its home bias or raise its trade density")
    }

    /// The accounts when industries buy for `output`.
    fn at(shares: &Shares, markets: &Markets, output: &Array2<Region, Sector>, spending: Vec<f64>) -> Self {
        let flows = flows(shares, markets, output, &spending);
        let (output, inputs) = (flows.gross_output(), flows.input_cost());
        let production_tax = Array2::from_fn(output.shape(), |j, k| shares.tax[(j, k)] * output[(j, k)]);
        let mut factor_income = shares.factor.clone();
        let [_, m, factors] = factor_income.shape();
        for (at, row) in factor_income.as_mut_slice().chunks_mut(factors).enumerate() {
            let place = (Region::new(at / m), Sector::new(at % m));
            let value_added = output[place] - production_tax[place] - inputs[place];
            row.iter_mut().for_each(|cell| *cell *= value_added);
        }
        Self { flows, output, spending, factor_income, production_tax }
    }
}

/// Who sells to whom, net of tariffs.
struct Markets {
    /// What each origin receives of a purchase: sector × destination × origin.
    net: TradeTensor,
    /// The part of a purchase that is tariff: region × product.
    tariff_share: Array2<Region, Sector>,
}

impl Markets {
    fn of(shares: &Shares) -> Self {
        let mut net = shares.trade.clone();
        for (share, tariff) in net.as_mut_slice().iter_mut().zip(shares.tariff.as_slice()) {
            *share /= 1.0 + tariff;
        }
        let tariff_share = Array2::from_fn(shares.tax.shape(), |j, s| {
            net.row(s, j).iter().zip(shares.tariff.row(s, j)).map(|(net, rate)| net * rate).sum()
        });
        Self { net, tariff_share }
    }

    /// Gross output when each region's purchases of each product are `bought`.
    fn sales(&self, bought: &Array2<Region, Sector>) -> Array2<Region, Sector> {
        let [n, m] = bought.shape();
        let mut output = Array2::zeros([n, m]);
        let mut sold = vec![0.0; n];
        for s in (0..m).map(Sector::new) {
            sold.fill(0.0);
            for j in (0..n).map(Region::new) {
                let value = bought[(j, s)];
                sold.iter_mut().zip(self.net.row(s, j)).for_each(|(sold, net)| *sold += net * value);
            }
            sold.iter().enumerate().for_each(|(i, sold)| output[(Region::new(i), s)] = *sold);
        }
        output
    }

    /// What each region receives, tariffs included, of the purchases of each: destination × origin.
    fn receipts(&self, bought: &Array2<Region, Sector>) -> Array2<Region, Region> {
        let [n, m] = bought.shape();
        let mut receipts = Array2::zeros([n, n]);
        for (j, revenue) in (0..n).map(Region::new).zip(self.revenue(bought)) {
            receipts[(j, j)] += revenue;
            for s in (0..m).map(Sector::new) {
                let (value, net) = (bought[(j, s)], self.net.row(s, j));
                receipts.row_mut(j).iter_mut().zip(net).for_each(|(sum, net)| *sum += net * value);
            }
        }
        receipts
    }

    /// Tariff revenue by region.
    fn revenue(&self, bought: &Array2<Region, Sector>) -> Vec<f64> {
        let regions = (0..bought.shape()[0]).map(Region::new);
        regions.map(|j| dot(bought.row(j), self.tariff_share.row(j))).collect()
    }
}

/// Purchases of each product by all uses: region × product.
fn purchases(shares: &Shares, output: &Array2<Region, Sector>, spending: &[f64]) -> Array2<Region, Sector> {
    let receipts = Array2::from_fn(output.shape(), |j, k| (1.0 - shares.tax[(j, k)]) * output[(j, k)]);
    Array2::from_fn(output.shape(), |j: Region, s: Sector| {
        let final_share: f64 = shares.final_use.row(j, s).iter().sum();
        dot(shares.input.row(j, s), receipts.row(j)) + final_share * spending[j.index()]
    })
}

/// Inputs as shares of receipts: region × using sector.
fn input_shares(shares: &Shares) -> Array2<Region, Sector> {
    let mut sums = Array2::zeros(shares.tax.shape());
    for j in (0..sums.shape()[0]).map(Region::new) {
        for inputs in shares.input.matrix(j).chunks(sums.shape()[1]) {
            sums.row_mut(j).iter_mut().zip(inputs).for_each(|(sum, share)| *sum += share);
        }
    }
    sums
}

/// Factor income, production taxes and tariff revenue by region.
fn income(
    shares: &Shares,
    inputs: &Array2<Region, Sector>,
    output: &Array2<Region, Sector>,
    revenue: Vec<f64>,
) -> Vec<f64> {
    let mut income = revenue;
    for (at, income) in income.iter_mut().enumerate() {
        let j = Region::new(at);
        let kept = |k: Sector| shares.tax[(j, k)] + (1.0 - shares.tax[(j, k)]) * (1.0 - inputs[(j, k)]);
        let industries = (0..output.shape()[1]).map(Sector::new);
        *income += industries.map(|k| output[(j, k)] * kept(k)).sum::<f64>();
    }
    income
}

/// Income plus deficits, which are shares of income with their sum over the world taken off in proportion.
fn with_deficits(income: &[f64], deficit: &[f64]) -> Vec<f64> {
    let mean = dot(income, deficit) / income.iter().sum::<f64>();
    income.iter().zip(deficit).map(|(income, share)| income * (1.0 + share - mean)).collect()
}

/// Factors that bring the sizes of regions to where receipts and deficits would settle if each went on to
/// spend its money as it does; money that crosses borders slowly would else take many rounds.
fn rescaling(receipts: &Array2<Region, Region>, deficit: &[f64]) -> Vec<f64> {
    let n = deficit.len();
    let row = |j: usize| receipts.row(Region::new(j));
    let spent: Vec<f64> = (0..n).map(|j| row(j).iter().sum()).collect();
    let received: Vec<f64> = (0..n).map(|i| (0..n).map(|j| row(j)[i]).sum()).collect();
    // sizes y: y[i] = (1 + deficit[i] / received[i]) Σ_j receipts[j, i] / spent[j] y[j], with a given sum
    let matrix = Mat::from_fn(n, n, |i, j| {
        let from = (1.0 + deficit[i] / received[i]) * row(j)[i] / spent[j];
        let own = if i == j { 1.0 } else { 0.0 };
        if i == 0 { 1.0 } else { own - from }
    });
    let total: f64 = spent.iter().sum();
    let sizes = matrix.partial_piv_lu().solve(Mat::from_fn(n, 1, |i, _| if i == 0 { total } else { 0.0 }));
    let scale: Vec<f64> = (0..n).map(|i| sizes[(i, 0)] / (received[i] + deficit[i])).collect();
    let usable = scale.iter().all(|scale| scale.is_finite() && *scale > 0.0);
    // regions that do not trade at all have no sizes in proportion to one another
    if usable { scale } else { vec![1.0; n] }
}

fn largest_move(before: &[f64], after: &[f64]) -> f64 {
    let moves = before.iter().zip(after).filter(|(_, after)| **after > 0.0);
    moves.map(|(before, after)| (before - after).abs() / after).fold(0.0, f64::max)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn flows(shares: &Shares, markets: &Markets, output: &Array2<Region, Sector>, spending: &[f64]) -> Pooled {
    let [n, m, _] = shares.final_use.shape();
    let mut intermediate: Array3<Region, Sector, Sector> = shares.input.clone();
    let mut final_use: Array3<Region, Sector, FinalUse> = shares.final_use.clone();
    for j in (0..n).map(Region::new) {
        for inputs in intermediate.matrix_mut(j).chunks_mut(m) {
            for (k, cell) in inputs.iter_mut().enumerate() {
                let k = Sector::new(k);
                *cell *= (1.0 - shares.tax[(j, k)]) * output[(j, k)];
            }
        }
        final_use.matrix_mut(j).iter_mut().for_each(|cell| *cell *= spending[j.index()]);
    }
    let mut pooled = Pooled { trade: markets.net.clone(), intermediate, final_use };
    for s in (0..m).map(Sector::new) {
        for j in (0..n).map(Region::new) {
            let bought = pooled.purchases(j, s);
            pooled.trade.row_mut(s, j).iter_mut().for_each(|cell| *cell *= bought);
        }
    }
    pooled
}
