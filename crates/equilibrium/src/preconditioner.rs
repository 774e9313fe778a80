//! An approximate inverse of the equilibrium's Jacobian: regions solved exactly within, wages across.
//!
//! Within a region prices feed on prices through home inputs: `C_j = I − (diag(π_jj) A_j)ᵀ`, and outputs on
//! outputs through its transpose. Both are solved exactly. What is left is the reduced (Schur complement)
//! system in factor prices and incomes, which holds substitution between origins, final demand and the
//! tariff base; it is built from one N × N product per traded sector.

use faer::linalg::solvers::{PartialPivLu, Solve};
use faer::{Accum, Mat, MatRef, Par};
use oblate_world::{Id, Region, Sector};

use crate::equations::Equations;
use crate::links::{Links, dot};
use crate::technology::weigh;
use crate::unknowns::Layout;

pub(crate) struct Preconditioner {
    layout: Layout,
    /// `C_j⁻¹`, region by region, row by row.
    inverse: Vec<f64>,
    /// `R'`, where the sector is active, else zero.
    receipts: Vec<f64>,
    /// Response of log unit costs to log factor prices: factor × (region × sector).
    cost_response: Vec<Vec<f64>>,
    /// Weights of log outputs in the factor markets and in the budget: (factors + 1) × (region × sector).
    output_weight: Vec<Vec<f64>>,
    reduced: PartialPivLu<f64>,
    /// Factor markets that are replaced by the numeraire.
    numeraires: Vec<usize>,
    effect: Vec<f64>,
}

impl Preconditioner {
    pub(crate) fn new(equations: &Equations<'_>) -> Self {
        let inverse = invert_regions(equations);
        let cost_response = cost_responses(equations, &inverse);
        let output_weight = output_weights(equations, &inverse, &cost_response);
        let reduced = Reduced::new(equations, &cost_response, &output_weight).build();
        Self {
            layout: equations.layout,
            receipts: equations.point.receipts.clone(),
            numeraires: equations.numeraire_markets().collect(),
            reduced: reduced.partial_piv_lu(),
            effect: vec![0.0; equations.layout.cells()],
            inverse,
            cost_response,
            output_weight,
        }
    }

    /// Writes the approximate `J⁻¹ · residual` into `step`; `sweep(cost, income, effect)` writes how log sales
    /// move with log unit costs and log incomes, through all markets.
    pub(crate) fn apply(
        &mut self,
        residual: &[f64],
        step: &mut [f64],
        mut sweep: impl FnMut(&[f64], &[f64], &mut [f64]),
    ) {
        let layout = self.layout;
        let Layout { regions: n, sectors: m, factors: f } = layout;
        let (from, into) = (layout.parts(residual), layout.parts_mut(step));
        self.within(from.cost, into.cost);
        into.income.fill(0.0);
        sweep(into.cost, into.income, &mut self.effect);
        self.effect.iter_mut().zip(from.receipts).for_each(|(effect, own)| *effect += own);
        let mut reduced = Mat::<f64>::zeros(n * (f + 1), 1);
        for j in 0..n {
            let here = j * m..(j + 1) * m;
            for row in 0..=f {
                let own = if row < f { from.wage[j * f + row] } else { from.income[j] };
                reduced[(row * n + j, 0)] =
                    own + dot(&self.output_weight[row][here.clone()], &self.effect[here.clone()]);
            }
        }
        for &at in &self.numeraires {
            reduced[((at % f) * n + at / f, 0)] = from.wage[at];
        }
        self.reduced.solve_in_place(reduced.as_mut());
        for j in 0..n {
            into.income[j] = reduced[(f * n + j, 0)];
            for factor in 0..f {
                let wage = reduced[(factor * n + j, 0)];
                into.wage[j * f + factor] = wage;
                let response = &self.cost_response[factor][j * m..][..m];
                into.cost[j * m..][..m].iter_mut().zip(response).for_each(|(cost, r)| *cost += r * wage);
            }
        }
        sweep(into.cost, into.income, &mut self.effect);
        self.outputs(from.receipts, into.receipts);
    }

    /// `C⁻¹ r`, region by region.
    fn within(&self, from: &[f64], into: &mut [f64]) {
        let m = self.layout.sectors;
        let blocks = self.inverse.chunks_exact(m * m).zip(from.chunks_exact(m)).zip(into.chunks_exact_mut(m));
        for ((block, from), into) in blocks {
            for (row, into) in block.chunks_exact(m).zip(into) {
                *into = dot(row, from);
            }
        }
    }

    /// `D⁻¹ r = R⁻¹ C⁻ᵀ R r`, region by region.
    fn outputs(&mut self, from: &[f64], into: &mut [f64]) {
        let m = self.layout.sectors;
        for (at, effect) in self.effect.iter_mut().enumerate() {
            *effect = self.receipts[at] * (from[at] + *effect);
        }
        let blocks = self.inverse.chunks_exact(m * m).zip(self.effect.chunks_exact(m));
        for ((block, effect), into) in blocks.zip(into.chunks_exact_mut(m)) {
            weigh(block, effect, into);
        }
        for (at, into) in into.iter_mut().enumerate() {
            *into = if self.receipts[at] > 0.0 { *into / self.receipts[at] } else { from[at] };
        }
    }
}

/// `C_j⁻¹` of every region.
fn invert_regions(equations: &Equations<'_>) -> Vec<f64> {
    let Layout { regions: n, sectors: m, .. } = equations.layout;
    let shares = equations.technology.input_share(&equations.point.nests);
    let mut inverse = Vec::with_capacity(n * m * m);
    for j in 0..n {
        let region = Region::new(j);
        let matrix = shares.matrix(region);
        let home: Vec<f64> = (0..m).map(|s| home_share(equations, j, s)).collect();
        let block = Mat::from_fn(m, m, |k, s| f64::from(u8::from(k == s)) - matrix[s * m + k] * home[s]);
        let block = block.partial_piv_lu().solve(Mat::<f64>::identity(m, m));
        inverse.extend((0..m).flat_map(|k| (0..m).map(move |s| (k, s))).map(|(k, s)| block[(k, s)]));
    }
    inverse
}

/// `π'_jj,s`.
fn home_share(equations: &Equations<'_>, j: usize, s: usize) -> f64 {
    let at = s * equations.layout.regions + j;
    let region = Region::new(j);
    let weight = equations.counterfactual.links.share(Sector::new(s), region, region);
    let phi = equations.point.phi[at];
    if phi > 0.0 { weight * equations.point.competitiveness[at] / phi } else { 0.0 }
}

/// `C⁻¹ φ_f`.
fn cost_responses(equations: &Equations<'_>, inverse: &[f64]) -> Vec<Vec<f64>> {
    let Layout { regions: n, sectors: m, factors: f } = equations.layout;
    let shares = equations.technology.factor_share(&equations.point.nests).as_slice();
    let response = |factor: usize| {
        let mut response = Vec::with_capacity(n * m);
        for j in 0..n {
            let paid: Vec<f64> = (0..m).map(|k| shares[(j * m + k) * f + factor]).collect();
            response.extend(inverse[j * m * m..][..m * m].chunks_exact(m).map(|row| dot(row, &paid)));
        }
        response
    };
    (0..f).map(response).collect()
}

/// Weights of log outputs in the factor markets, `R C⁻¹ φ_f / V'_f`, and in the budget, `R C⁻¹ τ / I'`, with `τ`
/// the tariff revenue and the subsidies that a unit of receipts brings.
fn output_weights(equations: &Equations<'_>, inverse: &[f64], responses: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let Layout { regions: n, sectors: m, factors: f } = equations.layout;
    let receipts = &equations.point.receipts;
    let mut weights: Vec<Vec<f64>> = Vec::with_capacity(f + 1);
    for (factor, response) in responses.iter().enumerate() {
        let weight = |at: usize| {
            share_of(receipts[at] * response[at], equations.point.factor_demand[at / m * f + factor])
        };
        weights.push((0..n * m).map(weight).collect());
    }
    let shares = equations.technology.input_share(&equations.point.nests);
    let mut budget = Vec::with_capacity(n * m);
    let mut revenue = vec![0.0; m];
    for j in 0..n {
        let wedge: Vec<f64> = (0..m).map(|s| tariff_wedge(equations, j, s)).collect();
        weigh(shares.matrix(Region::new(j)), &wedge, &mut revenue);
        for (k, revenue) in revenue.iter_mut().enumerate() {
            let b = equations.counterfactual.subsidy.as_slice()[j * m + k];
            *revenue -= b / (1.0 + b);
        }
        let rows = inverse[j * m * m..][..m * m].chunks_exact(m).enumerate();
        budget.extend(
            rows.map(|(k, row)| {
                share_of(receipts[j * m + k] * dot(row, &revenue), equations.point.income[j])
            }),
        );
    }
    weights.push(budget);
    weights
}

/// Share of a purchase that does not reach the seller: `1 − Φ̂_net/Φ̂`.
fn tariff_wedge(equations: &Equations<'_>, j: usize, s: usize) -> f64 {
    let at = s * equations.layout.regions + j;
    let phi = equations.point.phi[at];
    if phi > 0.0 { 1.0 - equations.point.phi_net[at] / phi } else { 0.0 }
}

/// The reduced system in log factor prices (factor by factor) and log incomes.
struct Reduced<'a, 'e> {
    equations: &'a Equations<'e>,
    cost_response: &'a [Vec<f64>],
    output_weight: &'a [Vec<f64>],
    matrix: Mat<f64>,
}

impl<'a, 'e> Reduced<'a, 'e> {
    fn new(
        equations: &'a Equations<'e>,
        cost_response: &'a [Vec<f64>],
        output_weight: &'a [Vec<f64>],
    ) -> Self {
        let Layout { regions: n, factors: f, .. } = equations.layout;
        Self { equations, cost_response, output_weight, matrix: Mat::identity(n * (f + 1), n * (f + 1)) }
    }

    fn build(mut self) -> Mat<f64> {
        self.budgets();
        for s in 0..self.equations.layout.sectors {
            self.own_cost(s);
            self.final_demand(s);
            self.substitution(s);
        }
        self.fixed_rows();
        self.matrix
    }

    /// Factor income and the tariffs on final demand, in the budgets.
    fn budgets(&mut self) {
        let Layout { regions: n, sectors: m, factors: f } = self.equations.layout;
        for j in 0..n {
            for factor in 0..f {
                let share =
                    self.equations.point.factor_income[j * f + factor] / self.equations.point.income[j];
                self.matrix[(f * n + j, factor * n + j)] -= share;
            }
            let final_share = &self.equations.economy.final_share.as_slice()[j * m..][..m];
            let wedge = |(s, share): (usize, &f64)| share * tariff_wedge(self.equations, j, s);
            self.matrix[(f * n + j, f * n + j)] -= final_share.iter().enumerate().map(wedge).sum::<f64>();
        }
    }

    /// Outputs fall as own costs rise: `−θ ℓ`.
    fn own_cost(&mut self, s: usize) {
        let Layout { regions: n, sectors: m, factors: f } = self.equations.layout;
        let theta = self.equations.economy.parameters.trade_elasticity[s];
        for i in 0..n {
            for row in 0..=f {
                for factor in 0..f {
                    self.matrix[(row * n + i, factor * n + i)] +=
                        self.output_weight[row][i * m + s] * theta * self.cost_response[factor][i * m + s];
                }
            }
        }
    }

    /// Outputs rise with the incomes of those who buy for final use.
    fn final_demand(&mut self, s: usize) {
        let Layout { regions: n, sectors: m, factors: f } = self.equations.layout;
        let (point, links) = (&self.equations.point, &self.equations.counterfactual.links);
        for j in 0..n {
            let share = self.equations.economy.final_share.as_slice()[j * m + s];
            let phi = point.phi[s * n + j];
            if phi == 0.0 {
                continue;
            }
            let spent = share * point.income[j] / phi;
            for i in sellers(links, s, j, n) {
                let sales = point.sales[s * n + i];
                if sales > 0.0 {
                    let weight = links.goods(Sector::new(s), Region::new(j), Region::new(i)) * spent / sales;
                    for row in 0..=f {
                        self.matrix[(row * n + i, f * n + j)] -= self.output_weight[row][i * m + s] * weight;
                    }
                }
            }
        }
    }

    /// Outputs rise with the costs of rivals in each market: `θ Σ_j o_ij π_lj ℓ_l`.
    fn substitution(&mut self, s: usize) {
        let Layout { regions: n, sectors: m, factors: f } = self.equations.layout;
        let point = &self.equations.point;
        let theta = self.equations.economy.parameters.trade_elasticity[s];
        let sales = |i: usize| point.sales[s * n + i];
        let Some((share, goods)) = self.equations.counterfactual.links.matrices(Sector::new(s)) else {
            for i in (0..n).filter(|&i| sales(i) > 0.0) {
                for row in 0..=f {
                    for factor in 0..f {
                        self.matrix[(row * n + i, factor * n + i)] -= self.output_weight[row][i * m + s]
                            * theta
                            * self.cost_response[factor][i * m + s];
                    }
                }
            }
            return;
        };
        let rivals = rivals(goods, share, &point.demand[s * n..][..n], &point.phi[s * n..][..n]);
        for row in 0..=f {
            let left: Vec<f64> =
                (0..n)
                    .map(|i| {
                        if sales(i) > 0.0 {
                            theta * self.output_weight[row][i * m + s] / sales(i)
                        } else {
                            0.0
                        }
                    })
                    .collect();
            for factor in 0..f {
                for l in 0..n {
                    let right = point.competitiveness[s * n + l] * self.cost_response[factor][l * m + s];
                    let column = self.matrix.col_as_slice_mut(factor * n + l);
                    let cells = column[row * n..][..n].iter_mut().zip(&left).zip(rivals.col_as_slice(l));
                    cells.for_each(|((cell, left), rival)| *cell -= left * rival * right);
                }
            }
        }
    }

    /// Numeraires, and the rows of what is not solved for.
    fn fixed_rows(&mut self) {
        let Layout { regions: n, factors: f, .. } = self.equations.layout;
        for at in self.equations.numeraire_markets() {
            let row = at % f * n + at / f;
            self.matrix.row_mut(row).fill(0.0);
            let bloc = self.equations.counterfactual.reach.bloc(Region::new(at / f));
            let income = |j: usize, factor: usize| self.equations.point.factor_income[j * f + factor];
            let paid: f64 = bloc.iter().flat_map(|j| (0..f).map(move |g| income(j.index(), g))).sum();
            for j in bloc {
                for factor in 0..f {
                    self.matrix[(row, factor * n + j.index())] = income(j.index(), factor) / paid;
                }
            }
        }
        let budgets = self.equations.counterfactual.reach.unbounded().iter().map(|(j, _)| f * n + j.index());
        let markets = self.equations.idle_markets().map(|at| at % f * n + at / f);
        for row in markets.chain(budgets) {
            self.matrix.row_mut(row).fill(0.0);
            self.matrix[(row, row)] = 1.0;
        }
    }
}

/// A part of a whole; nothing where the whole is nothing.
fn share_of(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

fn sellers(links: &Links, s: usize, j: usize, regions: usize) -> std::ops::Range<usize> {
    if links.matrices(Sector::new(s)).is_some() { 0..regions } else { j..j + 1 }
}

/// `Σ_j goods[j,i] · (X'/Φ̂²)_j · share[j,l]`, origin × rival.
fn rivals(goods: &[f64], share: &[f64], demand: &[f64], phi: &[f64]) -> Mat<f64> {
    let n = demand.len();
    let mut weighted = goods.to_vec();
    for (row, (demand, phi)) in weighted.chunks_exact_mut(n).zip(demand.iter().zip(phi)) {
        let weight = if *phi > 0.0 { demand / phi } else { 0.0 };
        row.iter_mut().for_each(|cell| *cell *= weight);
    }
    let goods = MatRef::from_row_major_slice(&weighted, n, n).transpose();
    let share = MatRef::from_row_major_slice(share, n, n);
    let mut product = Mat::zeros(n, n);
    faer::linalg::matmul::matmul(product.as_mut(), Accum::Replace, goods, share, 1.0, Par::Seq);
    product
}
