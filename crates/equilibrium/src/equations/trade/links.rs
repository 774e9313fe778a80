//! The trade links as the solver holds them: bundle by bundle, and their sweeps.
//!
//! A bundle is a product, or under by-use sourcing a product for one use. Vectors of sellers run sector by
//! sector, then region (`s·N + i`); vectors of buyers bundle by bundle, then region (`b·N + j`), so that a
//! sweep reads memory in order. A bundle that does not cross borders keeps its diagonal only. No power, no
//! lock and no allocation is made per trade cell.

use oblate_world::{Id, Region, Sector};
use pulp::Arch;

use super::Weights;
use crate::equations::sums::{add_multiply_transposed, dot, multiply};

/// Weights of the trade links of all bundles: destination × origin each.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    /// `π κ̂`: weighs purchasers' values.
    share: Weights,
    kinds: Vec<Kind>,
    arch: Arch,
}

/// What a bundle's links look like.
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
    pub(crate) fn new(share: Weights, wedge: impl Fn(Sector) -> Option<Vec<f64>>) -> Self {
        let (regions, width) = (share.regions, share.width);
        let mut kinds = Vec::with_capacity(share.bundles());
        let matrices: Vec<&[f64]> = share.cells.chunks_exact(regions * regions).collect();
        for (s, bundles) in matrices.chunks_exact(width).enumerate() {
            let wedge = wedge(Sector::new(s));
            kinds.extend(bundles.iter().map(|matrix| Kind::of_bundle(matrix, regions, wedge.as_deref())));
        }
        Self { kinds, share, arch: Arch::new() }
    }

    /// Bundles per sector.
    pub(crate) fn width(&self) -> usize {
        self.share.width
    }

    fn bundles(&self) -> impl Iterator<Item = (&Kind, &[f64])> {
        let n = self.share.regions;
        self.kinds.iter().zip(self.share.cells.chunks_exact(n * n))
    }

    /// `into[b,j] = Σ_i share[b,j,i] · x[s,i]`.
    pub(crate) fn gather(&self, x: &[f64], into: &mut [f64]) {
        let (n, width) = (self.share.regions, self.share.width);
        self.arch.dispatch(|| {
            for (b, ((kind, share), into)) in self.bundles().zip(into.chunks_exact_mut(n)).enumerate() {
                let x = &x[b / width * n..][..n];
                match kind {
                    Kind::Own(own) => products(own, x, into),
                    Kind::Free | Kind::Taxed(_) => multiply(share, x, into),
                }
            }
        });
    }

    /// `sales[s,i] = Σ_bj goods[b,j,i] · q[b,j]` and `net[b,j] = Σ_i goods[b,j,i] · x[s,i]`, in one reading.
    pub(crate) fn scatter(&self, q: &[f64], x: &[f64], sales: &mut [f64], net: &mut [f64]) {
        let (n, width) = (self.share.regions, self.share.width);
        sales.fill(0.0);
        self.arch.dispatch(|| {
            let vectors = q.chunks_exact(n).zip(net.chunks_exact_mut(n));
            for (b, ((kind, share), (q, net))) in self.bundles().zip(vectors).enumerate() {
                let (x, sales) = (&x[b / width * n..][..n], &mut sales[b / width * n..][..n]);
                match kind {
                    Kind::Own(own) => {
                        add_products(own, q, sales);
                        products(own, x, net);
                    }
                    Kind::Free => rows_and_columns(share, q, x, sales, net),
                    Kind::Taxed(goods) => rows_and_columns(goods, q, x, sales, net),
                }
            }
        });
    }

    /// Adds `Σ_bj share[b,j,i] · y[b,j]` to `into[s,i]`: the transpose of [`Links::gather`].
    pub(crate) fn add_gather_transposed(&self, y: &[f64], into: &mut [f64]) {
        let (n, width) = (self.share.regions, self.share.width);
        self.arch.dispatch(|| {
            for (b, ((kind, share), y)) in self.bundles().zip(y.chunks_exact(n)).enumerate() {
                let into = &mut into[b / width * n..][..n];
                match kind {
                    Kind::Own(own) => add_products(own, y, into),
                    Kind::Free | Kind::Taxed(_) => add_multiply_transposed(share, y, into),
                }
            }
        });
    }

    /// The weight of one link in purchasers' values.
    pub(crate) fn share(&self, b: usize, j: Region, i: Region) -> f64 {
        self.share.row(b, j)[i.index()]
    }

    /// The weight of one link net of tariffs and export taxes.
    pub(crate) fn goods(&self, b: usize, j: Region, i: Region) -> f64 {
        match &self.kinds[b] {
            Kind::Taxed(goods) => goods[j.index() * self.share.regions + i.index()],
            Kind::Own(_) | Kind::Free => self.share(b, j, i),
        }
    }

    /// The matrices (destination × origin) of one bundle in purchasers' values and net; none for a bundle
    /// that does not cross borders.
    pub(crate) fn matrices(&self, b: usize) -> Option<(&[f64], &[f64])> {
        let size = self.share.regions * self.share.regions;
        let share = &self.share.cells[b * size..][..size];
        match &self.kinds[b] {
            Kind::Own(_) => None,
            Kind::Free => Some((share, share)),
            Kind::Taxed(goods) => Some((share, goods)),
        }
    }

    /// Trade shares `π' = π κ̂ v̂ / Φ̂`, in the place of the weights; sellers by sector, buyers by bundle.
    /// Equation: model.md (3.7).
    pub(crate) fn into_trade_shares(mut self, competitiveness: &[f64], phi: &[f64]) -> Weights {
        let (n, width) = (self.share.regions, self.share.width);
        for (at, row) in self.share.cells.chunks_exact_mut(n).enumerate() {
            let phi = if phi[at] > 0.0 { phi[at] } else { 1.0 };
            let sellers = &competitiveness[at / (n * width) * n..][..n];
            row.iter_mut().zip(sellers).for_each(|(share, v)| *share *= v / phi);
        }
        self.share
    }
}

impl Kind {
    fn of_bundle(share: &[f64], regions: usize, wedge: Option<&[f64]>) -> Self {
        if let Some(wedge) = wedge {
            return Self::Taxed(share.iter().zip(wedge).map(|(share, wedge)| share / wedge).collect());
        }
        let abroad = |at: usize| at / regions != at % regions;
        if share.iter().enumerate().any(|(at, &weight)| weight != 0.0 && abroad(at)) {
            return Self::Free;
        }
        Self::Own((0..regions).map(|j| share[j * (regions + 1)]).collect())
    }
}

#[inline(always)]
fn products(own: &[f64], x: &[f64], into: &mut [f64]) {
    for ((into, own), x) in into.iter_mut().zip(own).zip(x) {
        *into = own * x;
    }
}

#[inline(always)]
fn add_products(own: &[f64], x: &[f64], into: &mut [f64]) {
    for ((into, own), x) in into.iter_mut().zip(own).zip(x) {
        *into += own * x;
    }
}

#[inline(always)]
fn rows_and_columns(matrix: &[f64], q: &[f64], x: &[f64], sales: &mut [f64], net: &mut [f64]) {
    for ((row, q), net) in matrix.chunks_exact(x.len()).zip(q).zip(net) {
        *net = dot(row, x);
        for (sales, weight) in sales.iter_mut().zip(row) {
            *sales += weight * q;
        }
    }
}
