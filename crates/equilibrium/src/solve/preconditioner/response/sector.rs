//! One sector solved across all regions: how its receipts and prices answer to costs and purchases.
//!
//! In logs, with `v = α r − β c` the competitiveness of sellers, `P = Π v` what it brings to buyers, `Y` the shares of
//! sales: `r = g (v + b + Y (x − P))`, prices `p = P + η x` (with the sign and the scale of `−θ ln P̂`), purchases
//! `x = x' + o r` and costs `c = c' − a p + φ r`, where `o` and `a` are what the sector buys from itself, and `φ` is what
//! factors cost that only this sector employs: their prices follow its receipts. With economies of scale or such factors
//! this is solved exactly; without them own purchases are left to the region. The pace `g` is one but where receipts have
//! inertia.

use faer::Mat;
use faer::linalg::solvers::{DenseSolveCore, Solve};

use super::dense::{Dense, product};

/// The sector's shares and elasticities at a point, by region.
pub(super) struct Shares {
    /// Share of an origin in what a destination buys, `Π`: destination × origin.
    pub bought: Mat<f64>,
    /// Share of a destination in what an origin sells: origin × destination.
    pub sold: Mat<f64>,
    pub alpha: Vec<f64>,
    pub beta: Vec<f64>,
    pub eta: f64,
    /// `g`.
    pub pace: Vec<f64>,
    /// What of the unit cost is the sector's own product, over `θ`.
    pub own_input: Vec<f64>,
    /// What of purchases follows the sector's own receipts.
    pub own_demand: Vec<f64>,
    /// `φ`: what of the unit cost follows the sector's own receipts.
    pub own_factors: Vec<f64>,
    /// Closed cells: the region, and its sales to each destination.
    pub closed: Vec<(usize, Vec<f64>)>,
}

pub(super) struct Sector {
    bought: Dense,
    /// `Y`, or `(I − g Y o)⁻¹ g Y` with economies of scale.
    sold: Dense,
    beta: Vec<f64>,
    eta: f64,
    pace: Vec<f64>,
    scale: Option<Scale>,
    closed: Vec<(usize, Vec<f64>)>,
}

/// What economies of scale and factors of its own add.
struct Scale {
    /// From what pushes competitiveness to competitiveness.
    inverse: Dense,
    own_input: Vec<f64>,
    own_demand: Vec<f64>,
    own_factors: Vec<f64>,
    /// `α − β φ + β a η o`: push of own receipts.
    by_receipts: Vec<f64>,
    /// `β a η`: push of purchases.
    by_purchases: Vec<f64>,
}

/// What goes into sectors and what comes out, sector × region.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    /// `c'`, `x'` and `b`.
    pub cost: Vec<f64>,
    pub purchases: Vec<f64>,
    pub pushed: Vec<f64>,
    /// `r`, `p`, all of `c`, and `x − P`.
    pub receipts: Vec<f64>,
    pub price: Vec<f64>,
    pub whole_cost: Vec<f64>,
    pub net: Vec<f64>,
}

impl Flow {
    pub(super) fn new(cells: usize) -> Self {
        let zeros = || vec![0.0; cells];
        Self {
            cost: zeros(),
            purchases: zeros(),
            pushed: zeros(),
            receipts: zeros(),
            price: zeros(),
            whole_cost: zeros(),
            net: zeros(),
        }
    }
}

impl Sector {
    /// Also the explicit response from `(c', x')` to `(r, p)`, where there are economies of scale.
    pub(super) fn new(shares: Shares) -> (Self, Option<Mat<f64>>) {
        let feeds = |list: &[f64]| list.iter().any(|&value| value != 0.0);
        let scaled = shares.eta != 0.0 || feeds(&shares.alpha) || feeds(&shares.own_factors);
        if let Some((sector, response)) = scaled.then(|| Self::with_scale(&shares)).flatten() {
            return (sector, Some(response));
        }
        let sector = Self {
            bought: Dense::of(shares.bought.as_ref()),
            sold: Dense::of(shares.sold.as_ref()),
            beta: shares.beta,
            eta: shares.eta,
            pace: shares.pace,
            scale: None,
            closed: shares.closed,
        };
        (sector, None)
    }

    /// Nothing where the sector's own feedback is singular.
    fn with_scale(shares: &Shares) -> Option<(Self, Mat<f64>)> {
        let n = shares.alpha.len();
        let (alpha, beta, eta) = (&shares.alpha, &shares.beta, shares.eta);
        let (input, demand) = (&shares.own_input, &shares.own_demand);
        let by_purchases: Vec<f64> = (0..n).map(|i| beta[i] * input[i] * eta).collect();
        let own = |i: usize| alpha[i] - beta[i] * shares.own_factors[i];
        let by_receipts: Vec<f64> = (0..n).map(|i| own(i) + by_purchases[i] * demand[i]).collect();
        let unit = |i: usize, l: usize| f64::from(u8::from(i == l));
        let pace = &shares.pace;
        let paced = Mat::from_fn(n, n, |i, l| pace[i] * shares.sold[(i, l)]);
        let feedback = Mat::from_fn(n, n, |i, l| unit(i, l) - paced[(i, l)] * demand[l]);
        let sold = feedback.partial_piv_lu().solve(&paced);
        let through = product(sold.as_ref(), shares.bought.as_ref());
        let feedback = Mat::from_fn(n, n, |i, l| {
            let receipts = (unit(i, l) + sold[(i, l)] * demand[l]) * pace[l] - through[(i, l)];
            unit(i, l) - beta[i] * input[i] * shares.bought[(i, l)] - by_receipts[i] * receipts
        });
        let inverse = feedback.partial_piv_lu().inverse();
        // from what pushes competitiveness to `P` and to receipts
        let price = product(shares.bought.as_ref(), inverse.as_ref());
        let spread = Mat::from_fn(n, n, |i, l| demand[i] * pace[i] * inverse[(i, l)] - price[(i, l)]);
        let direct = Mat::from_fn(n, n, |i, l| pace[i] * inverse[(i, l)]);
        let receipts = product(sold.as_ref(), spread.as_ref()) + direct;
        let push = Mat::from_fn(n, n, |i, l| by_receipts[i] * sold[(i, l)] + unit(i, l) * by_purchases[i]);
        let receipts_by_purchases = product(receipts.as_ref(), push.as_ref()) + &sold;
        let price_by_purchases = product(price.as_ref(), push.as_ref());
        let response = Mat::from_fn(2 * n, 2 * n, |row, column| {
            let (i, l) = (row % n, column % n);
            match (row < n, column < n) {
                (true, true) => -receipts[(i, l)] * beta[l],
                (true, false) => receipts_by_purchases[(i, l)],
                (false, true) => -(price[(i, l)] + eta * demand[i] * receipts[(i, l)]) * beta[l],
                (false, false) => {
                    price_by_purchases[(i, l)]
                        + eta * (unit(i, l) + demand[i] * receipts_by_purchases[(i, l)])
                }
            }
        });
        let finite =
            (0..2 * n).all(|column| response.col_as_slice(column).iter().all(|cell| cell.is_finite()));
        let scale = Scale {
            inverse: Dense::of(inverse.as_ref()),
            own_input: input.clone(),
            own_demand: demand.clone(),
            own_factors: shares.own_factors.clone(),
            by_receipts,
            by_purchases,
        };
        let sector = Self {
            bought: Dense::of(shares.bought.as_ref()),
            sold: Dense::of(sold.as_ref()),
            beta: beta.clone(),
            eta,
            pace: shares.pace.clone(),
            scale: Some(scale),
            closed: shares.closed.clone(),
        };
        finite.then_some((sector, response))
    }

    /// Whether own purchases are solved here.
    pub(super) fn is_scaled(&self) -> bool {
        self.scale.is_some()
    }

    /// The response of a region's receipts and price to its own cost and purchases, without economies of scale.
    pub(super) fn plain_diagonal(&self, j: usize) -> [f64; 4] {
        let n = self.beta.len();
        let back: f64 = (0..n).map(|l| self.sold.cell(j, l) * self.bought.cell(l, j)).sum();
        [-self.beta[j] * (1.0 - back), self.sold.cell(j, j), -self.beta[j] * self.bought.cell(j, j), self.eta]
    }

    /// The answer to `c'`, `x'` and `b` of this sector, which stands at `at` of the flow.
    pub(super) fn answer(&self, flow: &mut Flow, at: usize, work: &mut [Vec<f64>; 4]) {
        let n = self.beta.len();
        let here = at * n..(at + 1) * n;
        // with inertia receipts drag behind costs
        for i in 0..n {
            flow.pushed[here.start + i] += (1.0 / self.pace[i] - 1.0) * flow.cost[here.start + i];
        }
        let (cost, purchases) = (&flow.cost[here.clone()], &flow.purchases[here.clone()]);
        let pushed = &flow.pushed[here.clone()];
        let receipts = &mut flow.receipts[here.clone()];
        let price = &mut flow.price[here.clone()];
        let [v, push, net, demand] = work;
        match &self.scale {
            None => (0..n).for_each(|i| v[i] = -self.beta[i] * cost[i]),
            Some(scale) => {
                (0..n)
                    .for_each(|i| demand[i] = scale.own_demand[i] * self.pace[i] * pushed[i] + purchases[i]);
                self.sold.multiply(demand, net);
                for i in 0..n {
                    push[i] = scale.by_receipts[i] * (self.pace[i] * pushed[i] + net[i])
                        + scale.by_purchases[i] * purchases[i]
                        - self.beta[i] * cost[i];
                }
                scale.inverse.multiply(push, v);
            }
        }
        self.bought.multiply(v, price);
        for i in 0..n {
            let own = self
                .scale
                .as_ref()
                .map_or(0.0, |scale| scale.own_demand[i] * self.pace[i] * (pushed[i] + v[i]));
            demand[i] = own + purchases[i] - price[i];
        }
        self.sold.multiply(demand, receipts);
        for i in 0..n {
            receipts[i] += self.pace[i] * (pushed[i] + v[i]);
            let [input, own, factors] = self.own(i);
            let bought = purchases[i] + own * receipts[i];
            flow.net[here.start + i] = bought - price[i];
            price[i] += self.eta * bought;
            flow.whole_cost[here.start + i] = cost[i] - input * price[i] + factors * receipts[i];
        }
        for i in 0..n {
            flow.pushed[here.start + i] -= (1.0 / self.pace[i] - 1.0) * flow.cost[here.start + i];
        }
    }

    /// The transpose of [`Sector::answer`]: from what the answers weigh to what `c'`, `x'` and `b` weigh.
    pub(super) fn answer_transposed(&self, flow: &mut Flow, at: usize, work: &mut [Vec<f64>; 4]) {
        let n = self.beta.len();
        let here = at * n..(at + 1) * n;
        let [v, receipts, price, sold] = work;
        let (cost, purchases) = (&mut flow.cost[here.clone()], &mut flow.purchases[here.clone()]);
        let pushed = &mut flow.pushed[here.clone()];
        for i in 0..n {
            let [input, own, factors] = self.own(i);
            let (whole, net) = (flow.whole_cost[here.start + i], flow.net[here.start + i]);
            let weight = flow.price[here.start + i] - input * whole;
            purchases[i] = net + self.eta * weight;
            price[i] = weight - net;
            receipts[i] = flow.receipts[here.start + i] + own * purchases[i] + factors * whole;
            cost[i] = whole;
        }
        self.sold.multiply_transposed(receipts, sold);
        for i in 0..n {
            let [_, own, _] = self.own(i);
            pushed[i] = self.pace[i] * (receipts[i] + own * sold[i]);
            purchases[i] += sold[i];
            price[i] -= sold[i];
        }
        self.bought.multiply_transposed(price, v);
        (0..n).for_each(|i| v[i] += pushed[i]);
        let Some(scale) = &self.scale else {
            (0..n).for_each(|i| cost[i] -= self.beta[i] * v[i]);
            (0..n).for_each(|i| cost[i] += (1.0 / self.pace[i] - 1.0) * pushed[i]);
            return;
        };
        let push = &mut *price;
        scale.inverse.multiply_transposed(v, push);
        (0..n).for_each(|i| receipts[i] = scale.by_receipts[i] * push[i]);
        self.sold.multiply_transposed(receipts, sold);
        for i in 0..n {
            cost[i] -= self.beta[i] * push[i];
            pushed[i] += self.pace[i] * (receipts[i] + scale.own_demand[i] * sold[i]);
            purchases[i] += scale.by_purchases[i] * push[i] + sold[i];
            cost[i] += (1.0 / self.pace[i] - 1.0) * pushed[i];
        }
    }

    /// The answer to `b` alone, without economies of scale: receipts follow, prices do not.
    pub(super) fn echo(&self, flow: &mut Flow, at: usize) {
        let here = at * self.beta.len()..(at + 1) * self.beta.len();
        flow.receipts[here.clone()].copy_from_slice(&flow.pushed[here.clone()]);
        flow.price[here].fill(0.0);
    }

    /// The transpose of [`Sector::echo`].
    pub(super) fn echo_transposed(&self, flow: &mut Flow, at: usize) {
        let here = at * self.beta.len()..(at + 1) * self.beta.len();
        flow.pushed[here.clone()].copy_from_slice(&flow.receipts[here]);
    }

    /// What the sector buys from itself, where that is solved here: in unit costs and in purchases; and own factors.
    fn own(&self, i: usize) -> [f64; 3] {
        self.scale
            .as_ref()
            .map_or([0.0; 3], |scale| [scale.own_input[i], scale.own_demand[i], scale.own_factors[i]])
    }

    /// Closed cells: the region, and its sales to each destination.
    pub(super) fn closed(&self) -> &[(usize, Vec<f64>)] {
        &self.closed
    }
}
