//! The reduced system in log factor prices (by market) and log incomes (by region and group).

use faer::{Accum, Mat, MatRef, Par};
use oblate_world::{Id, Region};

use crate::economy::share;
use crate::equations::trade::Links;
use crate::solve::preconditioner::corner::{Corner, Places};
use crate::solve::preconditioner::region::Border;
use crate::solve::preconditioner::sweep::FinalSlopes;
use crate::system::{Equations, Layout};

pub(super) struct Reduced<'a, 'e> {
    equations: &'a Equations<'e>,
    places: &'a Places,
    slopes: &'a FinalSlopes,
    /// By region: places in the border (markets and incomes), each with the piece of its weights that is there.
    rows: Vec<Vec<(usize, &'a [f64])>>,
    columns: Vec<Vec<(usize, &'a [f64])>>,
    matrix: Mat<f64>,
}

impl<'a, 'e> Reduced<'a, 'e> {
    pub(super) fn new(
        equations: &'a Equations<'e>,
        places: &'a Places,
        border: &'a Border,
        slopes: &'a FinalSlopes,
    ) -> Self {
        let Layout { regions: n, sectors: m, .. } = equations.layout;
        let by_region = |lists: &'a [Vec<(usize, Vec<f64>)>]| {
            let mut places: Vec<Vec<(usize, &[f64])>> = vec![Vec::new(); n];
            for (at, pieces) in lists.iter().enumerate() {
                pieces.iter().for_each(|(start, piece)| places[start / m].push((at, piece.as_slice())));
            }
            places
        };
        Self {
            rows: by_region(&border.rows),
            columns: by_region(&border.columns),
            matrix: Corner::new(equations, places, border.size()).matrix,
            equations,
            places,
            slopes,
        }
    }

    pub(super) fn build(mut self) -> Mat<f64> {
        let width = self.equations.shape.bundle_width;
        for s in 0..self.equations.layout.sectors {
            self.own_cost(s);
            for b in s * width..(s + 1) * width {
                self.final_demand(s, b);
            }
            self.substitution(s);
        }
        self.matrix
    }

    /// Outputs fall as own costs rise: `−θ ℓ`.
    fn own_cost(&mut self, s: usize) {
        let theta = self.equations.economy.parameters.cost_elasticity(s);
        for (rows, columns) in self.rows.iter().zip(&self.columns) {
            for (row, weight) in rows {
                for (column, response) in columns {
                    self.matrix[(*row, *column)] += weight[s] * theta * response[s];
                }
            }
        }
    }

    /// Outputs rise with the incomes of those who buy for final use.
    fn final_demand(&mut self, s: usize, b: usize) {
        let Layout { regions: n, groups, .. } = self.equations.layout;
        let (point, links) = (&self.equations.point, &self.equations.counterfactual.links);
        for j in 0..n {
            let phi = point.phi[b * n + j];
            if phi == 0.0 {
                continue;
            }
            for (g, slope) in self.slopes.of(b * n + j, groups).iter().enumerate() {
                let spent = slope / phi;
                if spent == 0.0 {
                    continue;
                }
                let column = self.places.income(j * groups + g);
                for i in sellers(links, b, j, n) {
                    let sales = point.sales[s * n + i];
                    if sales > 0.0 {
                        let weight = links.goods(b, Region::new(j), Region::new(i)) * spent / sales;
                        for (row, weights) in &self.rows[i] {
                            self.matrix[(*row, column)] -= weights[s] * weight;
                        }
                    }
                }
            }
        }
    }

    /// Outputs rise with the costs of rivals in each market: `θ Σ_j o_ij π_lj ℓ_l`.
    fn substitution(&mut self, s: usize) {
        let n = self.equations.layout.regions;
        let point = &self.equations.point;
        let theta = self.equations.economy.parameters.cost_elasticity(s);
        let width = self.equations.shape.bundle_width;
        let mut rivals: Option<Mat<f64>> = None;
        let mut home = vec![0.0; n];
        for b in s * width..(s + 1) * width {
            let (demand, phi) = (&point.demand[b * n..][..n], &point.phi[b * n..][..n]);
            match self.equations.counterfactual.links.matrices(b) {
                Some((share, goods)) => add_rivals(goods, share, demand, phi, &mut rivals),
                None => {
                    for j in 0..n {
                        let weight =
                            self.equations.counterfactual.links.share(b, Region::new(j), Region::new(j));
                        home[j] += share(weight * weight * demand[j], phi[j]);
                    }
                }
            }
        }
        for i in (0..n).filter(|&i| point.sales[s * n + i] > 0.0) {
            let left = theta / point.sales[s * n + i];
            for l in 0..n {
                let between = rivals.as_ref().map_or(0.0, |rivals| rivals[(i, l)]);
                let rival = between + if i == l { home[i] } else { 0.0 };
                let scale = left * rival * point.competitiveness[s * n + l];
                if scale == 0.0 {
                    continue;
                }
                for (row, weight) in &self.rows[i] {
                    for (column, response) in &self.columns[l] {
                        self.matrix[(*row, *column)] -= weight[s] * scale * response[s];
                    }
                }
            }
        }
    }
}

fn sellers(links: &Links, b: usize, j: usize, regions: usize) -> std::ops::Range<usize> {
    if links.matrices(b).is_some() { 0..regions } else { j..j + 1 }
}

/// Adds `Σ_j goods[j,i] · (X'/Φ̂²)_j · share[j,l]`, origin × rival.
fn add_rivals(goods: &[f64], share: &[f64], demand: &[f64], phi: &[f64], sum: &mut Option<Mat<f64>>) {
    let n = demand.len();
    let mut weighted = goods.to_vec();
    for (row, (demand, phi)) in weighted.chunks_exact_mut(n).zip(demand.iter().zip(phi)) {
        let weight = if *phi > 0.0 { demand / phi } else { 0.0 };
        row.iter_mut().for_each(|cell| *cell *= weight);
    }
    let goods = MatRef::from_row_major_slice(&weighted, n, n).transpose();
    let share = MatRef::from_row_major_slice(share, n, n);
    let sum = sum.get_or_insert_with(|| Mat::zeros(n, n));
    faer::linalg::matmul::matmul(sum.as_mut(), Accum::Add, goods, share, 1.0, Par::Seq);
}
