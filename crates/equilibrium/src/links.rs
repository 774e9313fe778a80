//! The trade tensor as the solver holds it: sector by sector, and its two sweeps.
//!
//! Vectors here run sector by sector, then region (`s·N + i`), so that a sweep reads memory in order. A
//! sector that does not cross borders keeps its diagonal only. No power, no lock and no allocation is made
//! per trade cell.

use oblate_world::{Id, Region, Sector, TradeTensor};
use pulp::Arch;

const LANES: usize = 8;

/// Weights of the trade links of all sectors: destination × origin each.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    /// `π κ̂`: weighs purchasers' values.
    share: TradeTensor,
    kinds: Vec<Kind>,
    arch: Arch,
}

/// What a sector's links look like.
#[derive(Debug, Clone)]
enum Kind {
    /// No trade across borders and no wedge: the weight of each region's own link.
    Own(Vec<f64>),
    /// Traded without tariffs and export taxes: buyers pay what sellers get.
    Free,
    /// The weights net of tariffs and export taxes: `π κ̂ / ((1+t')(1+e'))`.
    Taxed(Vec<f64>),
}

impl Links {
    /// From weights `π κ̂` and the wedge `(1+t')(1+e')` of each sector that has one.
    pub(crate) fn new(share: TradeTensor, wedge: impl Fn(Sector) -> Option<Vec<f64>>) -> Self {
        let kind = |s| Kind::of_sector(share.matrix(s), share.shape()[1], wedge(s));
        let kinds = (0..share.shape()[0]).map(Sector::new).map(kind).collect();
        Self { kinds, share, arch: Arch::new() }
    }

    fn sectors(&self) -> impl Iterator<Item = (&Kind, &[f64])> {
        let regions = self.share.shape()[1];
        self.kinds.iter().zip(self.share.as_slice().chunks_exact(regions * regions))
    }

    /// `into[s,j] = Σ_i share[s,j,i] · x[s,i]`.
    pub(crate) fn gather(&self, x: &[f64], into: &mut [f64]) {
        let n = self.share.shape()[1];
        self.arch.dispatch(|| {
            for (((kind, share), x), into) in
                self.sectors().zip(x.chunks_exact(n)).zip(into.chunks_exact_mut(n))
            {
                match kind {
                    Kind::Own(own) => multiply(own, x, into),
                    Kind::Free | Kind::Taxed(_) => rows(share, x, into),
                }
            }
        });
    }

    /// `sales[s,i] = Σ_j goods[s,j,i] · q[s,j]` and `net[s,j] = Σ_i goods[s,j,i] · x[s,i]`, in one reading.
    pub(crate) fn scatter(&self, q: &[f64], x: &[f64], sales: &mut [f64], net: &mut [f64]) {
        let n = self.share.shape()[1];
        self.arch.dispatch(|| {
            let vectors = q.chunks_exact(n).zip(x.chunks_exact(n));
            let results = sales.chunks_exact_mut(n).zip(net.chunks_exact_mut(n));
            for (((kind, share), (q, x)), (sales, net)) in self.sectors().zip(vectors).zip(results) {
                match kind {
                    Kind::Own(own) => {
                        multiply(own, q, sales);
                        multiply(own, x, net);
                    }
                    Kind::Free => rows_and_columns(share, q, x, sales, net),
                    Kind::Taxed(goods) => rows_and_columns(goods, q, x, sales, net),
                }
            }
        });
    }

    /// The weight of one link in purchasers' values.
    pub(crate) fn share(&self, s: Sector, j: Region, i: Region) -> f64 {
        self.share[(s, j, i)]
    }

    /// The weight of one link net of tariffs and export taxes.
    pub(crate) fn goods(&self, s: Sector, j: Region, i: Region) -> f64 {
        match &self.kinds[s.index()] {
            Kind::Taxed(goods) => goods[j.index() * self.share.shape()[1] + i.index()],
            Kind::Own(_) | Kind::Free => self.share[(s, j, i)],
        }
    }

    /// The matrices (destination × origin) of one sector in purchasers' values and net; none for a sector
    /// that does not cross borders.
    pub(crate) fn matrices(&self, s: Sector) -> Option<(&[f64], &[f64])> {
        let share = self.share.matrix(s);
        match &self.kinds[s.index()] {
            Kind::Own(_) => None,
            Kind::Free => Some((share, share)),
            Kind::Taxed(goods) => Some((share, goods)),
        }
    }

    /// Trade shares `π' = π κ̂ v̂ / Φ̂`, in the place of the weights; vectors by sector. Equation: model.md (3.7).
    pub(crate) fn into_trade_shares(mut self, competitiveness: &[f64], phi: &[f64]) -> TradeTensor {
        let n = self.share.shape()[1];
        for (at, row) in self.share.as_mut_slice().chunks_exact_mut(n).enumerate() {
            let phi = if phi[at] > 0.0 { phi[at] } else { 1.0 };
            let sellers = &competitiveness[at / n * n..][..n];
            row.iter_mut().zip(sellers).for_each(|(share, v)| *share *= v / phi);
        }
        self.share
    }
}

impl Kind {
    fn of_sector(share: &[f64], regions: usize, wedge: Option<Vec<f64>>) -> Self {
        if let Some(mut goods) = wedge {
            goods.iter_mut().zip(share).for_each(|(wedge, share)| *wedge = share / *wedge);
            return Self::Taxed(goods);
        }
        let abroad = |at: usize| at / regions != at % regions;
        if share.iter().enumerate().any(|(at, &weight)| weight != 0.0 && abroad(at)) {
            return Self::Free;
        }
        Self::Own((0..regions).map(|j| share[j * (regions + 1)]).collect())
    }
}

#[inline(always)]
fn multiply(own: &[f64], x: &[f64], into: &mut [f64]) {
    for ((into, own), x) in into.iter_mut().zip(own).zip(x) {
        *into = own * x;
    }
}

#[inline(always)]
fn rows(matrix: &[f64], x: &[f64], into: &mut [f64]) {
    for (row, into) in matrix.chunks_exact(x.len()).zip(into) {
        *into = dot(row, x);
    }
}

#[inline(always)]
fn rows_and_columns(matrix: &[f64], q: &[f64], x: &[f64], sales: &mut [f64], net: &mut [f64]) {
    sales.fill(0.0);
    for ((row, q), net) in matrix.chunks_exact(x.len()).zip(q).zip(net) {
        *net = dot(row, x);
        for (sales, weight) in sales.iter_mut().zip(row) {
            *sales += weight * q;
        }
    }
}

/// A sum in eight running parts: the same order, and the same bits, on every machine.
#[inline(always)]
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let (a_rest, b_rest) = (a_chunks.remainder(), b_chunks.remainder());
    for (a, b) in a_chunks.zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}
