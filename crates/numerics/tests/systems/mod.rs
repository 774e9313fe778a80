//! Systems whose solutions are known.

use std::cell::Cell;

use oblate_numerics::{Homotopy, OutOfDomain, System};

/// The generalised Rosenbrock system: `10 (x₂ − x₁²)`, `1 − x₁` for each pair; solved by ones.
pub struct Rosenbrock {
    pub pairs: usize,
    x: Vec<f64>,
}

impl Rosenbrock {
    pub fn of(pairs: usize) -> Self {
        Self { pairs, x: Vec::new() }
    }

    pub fn start(&self) -> Vec<f64> {
        [-1.2, 1.0].repeat(self.pairs)
    }
}

impl System for Rosenbrock {
    fn size(&self) -> usize {
        2 * self.pairs
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        self.x = x.to_vec();
        for (x, r) in x.chunks(2).zip(residual.chunks_mut(2)) {
            (r[0], r[1]) = (10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]);
        }
        Ok(())
    }

    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        for ((x, d), p) in self.x.chunks(2).zip(direction.chunks(2)).zip(product.chunks_mut(2)) {
            (p[0], p[1]) = (10.0 * (d[1] - 2.0 * x[0] * d[0]), -d[0]);
        }
    }

    fn prepare_preconditioner(&mut self) {}

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        step.copy_from_slice(residual);
    }
}

/// Bratu's problem on the unit interval, `u'' + λ eᵘ = 0` with `u = 0` at both ends, by central differences;
/// the path leads from `λ = 0` to `λ`.
pub struct Bratu {
    pub lambda: f64,
    pub points: usize,
    /// Position on the path.
    position: f64,
    u: Vec<f64>,
    /// Evaluations after which the user stops it.
    pub patience: Cell<usize>,
}

impl Bratu {
    pub fn of(lambda: f64, points: usize) -> Self {
        Self { lambda, points, position: 1.0, u: Vec::new(), patience: Cell::new(usize::MAX) }
    }

    fn weight(&self) -> f64 {
        let width = 1.0 / (self.points + 1) as f64;
        self.position * self.lambda * width * width
    }

    /// `u_{i−1} − 2 u_i + u_{i+1}`.
    fn second_difference(u: &[f64], i: usize) -> f64 {
        let beside = |at: Option<&f64>| at.copied().unwrap_or(0.0);
        beside(i.checked_sub(1).and_then(|at| u.get(at))) - 2.0 * u[i] + beside(u.get(i + 1))
    }

    /// The lower solution's peak in closed form: `u(½) = 2 ln cosh(θ/4)` with `θ = √(2λ) cosh(θ/4)`.
    pub fn peak(lambda: f64) -> f64 {
        let mut theta = 0.0;
        for _ in 0..100_000 {
            theta = (2.0f64 * lambda).sqrt() * f64::cosh(theta / 4.0);
        }
        2.0 * f64::cosh(theta / 4.0).ln()
    }
}

impl System for Bratu {
    fn size(&self) -> usize {
        self.points
    }

    fn residual(&mut self, u: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        self.u = u.to_vec();
        for (i, r) in residual.iter_mut().enumerate() {
            *r = Self::second_difference(u, i) + self.weight() * u[i].exp();
        }
        if residual.iter().all(|r| r.is_finite()) { Ok(()) } else { Err(OutOfDomain) }
    }

    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        for (i, p) in product.iter_mut().enumerate() {
            *p = Self::second_difference(direction, i) + self.weight() * self.u[i].exp() * direction[i];
        }
    }

    fn prepare_preconditioner(&mut self) {}

    /// The inverse of the second difference, by Thomas's algorithm.
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        let mut upper = vec![0.0; residual.len()];
        let (mut above, mut known) = (0.0, 0.0);
        for (i, r) in residual.iter().enumerate() {
            let pivot = -2.0 - above;
            (above, known) = (1.0 / pivot, (r - known) / pivot);
            (upper[i], step[i]) = (above, known);
        }
        for i in (0..residual.len() - 1).rev() {
            step[i] -= upper[i] * step[i + 1];
        }
    }

    fn interrupted(&self) -> bool {
        let left = self.patience.get();
        self.patience.set(left.saturating_sub(1));
        left == 0
    }
}

impl Homotopy for Bratu {
    fn set_path(&mut self, position: f64) -> Result<(), OutOfDomain> {
        self.position = position;
        Ok(())
    }

    fn distance(&self, one: &[f64], other: &[f64]) -> f64 {
        one.iter().zip(other).fold(0.0, |largest, (one, other)| f64::max(largest, (one - other).abs()))
    }
}

/// `x + 7 max(x, 0) = jump + position`: a kink where the path begins, and a solution that may be far from it.
pub struct Kinked {
    pub jump: f64,
    pub position: f64,
    slope: f64,
}

impl Kinked {
    pub fn of(jump: f64) -> Self {
        Self { jump, position: 0.0, slope: 1.0 }
    }
}

impl System for Kinked {
    fn size(&self) -> usize {
        1
    }
    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        self.slope = if x[0] > 0.0 { 8.0 } else { 1.0 };
        residual[0] = x[0] + 7.0 * x[0].max(0.0) - self.jump - self.position;
        Ok(())
    }
    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        product[0] = self.slope * direction[0];
    }
    fn prepare_preconditioner(&mut self) {}
    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        step.copy_from_slice(residual);
    }
}

impl Homotopy for Kinked {
    fn set_path(&mut self, position: f64) -> Result<(), OutOfDomain> {
        self.position = position;
        Ok(())
    }

    fn distance(&self, one: &[f64], other: &[f64]) -> f64 {
        (one[0] - other[0]).abs()
    }
}

/// One equation in one unknown, with its derivative.
pub struct Scalar {
    pub f: fn(f64) -> f64,
    pub slope: fn(f64) -> f64,
    x: f64,
}

impl Scalar {
    pub fn of(f: fn(f64) -> f64, slope: fn(f64) -> f64) -> Self {
        Self { f, slope, x: 0.0 }
    }
}

impl System for Scalar {
    fn size(&self) -> usize {
        1
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), OutOfDomain> {
        self.x = x[0];
        residual[0] = (self.f)(x[0]);
        if residual[0].is_finite() { Ok(()) } else { Err(OutOfDomain) }
    }

    fn jacobian(&mut self, direction: &[f64], product: &mut [f64]) {
        product[0] = (self.slope)(self.x) * direction[0];
    }

    fn prepare_preconditioner(&mut self) {}

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        step.copy_from_slice(residual);
    }
}
