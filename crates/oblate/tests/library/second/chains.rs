//! Lengths of chains from sales by use, stage by stage: the second program's own way to them.

use super::plain::baseline::Baseline;

/// What is measured.
#[derive(Debug, Clone, Copy)]
pub enum Measure {
    Ahead,
    Behind,
    Borders,
}

impl Measure {
    /// The measure that a variable tells, before or after.
    pub fn named(variable: &str) -> Option<Self> {
        match variable.trim_end_matches("_baseline") {
            "stages_ahead" => Some(Self::Ahead),
            "stages_behind" => Some(Self::Behind),
            "borders_crossed" => Some(Self::Borders),
            _ => None,
        }
    }
}

/// Lengths by region.
pub struct ChainLengths {
    ahead: Vec<f64>,
    behind: Vec<f64>,
    borders: Vec<f64>,
}

impl ChainLengths {
    pub fn of(&self, measure: Measure) -> &[f64] {
        match measure {
            Measure::Ahead => &self.ahead,
            Measure::Behind => &self.behind,
            Measure::Borders => &self.borders,
        }
    }
}

/// Sales of industries (region by region) to industries and to final users of regions.
pub struct SalesByUse {
    sectors: usize,
    regions: usize,
    /// For each seller the customers among industries with what they buy.
    industries: Vec<Vec<f64>>,
    finally: Vec<Vec<f64>>,
}

impl SalesByUse {
    /// From the sales of a link: destination, product, use, origin; uses are sectors, then columns of final demand.
    pub fn of(b: &Baseline, sales: impl Fn((usize, usize, usize, usize)) -> f64) -> Self {
        let (n, m) = (b.regions, b.sectors);
        let mut industries = vec![vec![0.0; n * m]; n * m];
        let mut finally = vec![vec![0.0; n]; n * m];
        for i in 0..n {
            for s in 0..m {
                for j in 0..n {
                    for p in 0..b.pools {
                        let sold = sales((j, s, p, i));
                        if p < m {
                            industries[i * m + s][j * m + p] = sold;
                        } else {
                            finally[i * m + s][j] += sold;
                        }
                    }
                }
            }
        }
        Self { sectors: m, regions: n, industries, finally }
    }

    pub fn lengths(&self) -> ChainLengths {
        let p = self.industries.len();
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        let output: Vec<f64> = (0..p).map(|i| sum(&self.industries[i]) + sum(&self.finally[i])).collect();
        let home = |i: usize| i / self.sectors;
        // a unit of output is one stage, and so is every unit that is made of it
        let ahead = self.fixed_point(|x, i| {
            let of = |j: usize| self.industries[i][j] * x[j];
            1.0 + share((0..p).map(of).sum(), output[i])
        });
        let behind = self.fixed_point(|x, j| {
            let of = |i: usize| self.industries[i][j] * x[i];
            1.0 + share((0..p).map(of).sum(), output[j])
        });
        let borders = self.fixed_point(|x, i| {
            let crossed = |j: usize| if home(j) == home(i) { 0.0 } else { 1.0 };
            let of = |j: usize| self.industries[i][j] * (crossed(j) + x[j]);
            let abroad: f64 = (0..self.regions).filter(|&c| c != home(i)).map(|c| self.finally[i][c]).sum();
            share((0..p).map(of).sum::<f64>() + abroad, output[i])
        });
        let inputs = |j: usize| (0..p).map(|i| self.industries[i][j]).sum::<f64>();
        let added: Vec<f64> = (0..p).map(|j| output[j] - inputs(j)).collect();
        let own = |values: &[f64], r: usize| {
            let members = r * self.sectors..(r + 1) * self.sectors;
            let weighted: f64 = members.clone().map(|i| added[i] * values[i]).sum();
            weighted / members.map(|i| added[i]).sum::<f64>()
        };
        let bought = |r: usize| {
            let weighted: f64 = (0..p).map(|i| self.finally[i][r] * behind[i]).sum();
            weighted / (0..p).map(|i| self.finally[i][r]).sum::<f64>()
        };
        ChainLengths {
            ahead: (0..self.regions).map(|r| own(&ahead, r)).collect(),
            borders: (0..self.regions).map(|r| own(&borders, r)).collect(),
            behind: (0..self.regions).map(bought).collect(),
        }
    }

    /// Repeats a step until nothing moves.
    fn fixed_point(&self, step: impl Fn(&[f64], usize) -> f64) -> Vec<f64> {
        let mut x = vec![0.0; self.industries.len()];
        for _ in 0..2_000 {
            let new: Vec<f64> = (0..x.len()).map(|i| step(&x, i)).collect();
            let moved = new.iter().zip(&x).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
            x = new;
            if moved < 1e-13 {
                return x;
            }
        }
        panic!("chains go on and on")
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}
