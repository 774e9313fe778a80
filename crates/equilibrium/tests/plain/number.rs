//! The numbers of the plain model: real ones, or dual ones, which carry derivatives.

use num_dual::DualNum;

pub trait Number: DualNum<Primitive = f64> + Copy {
    /// `max(x, 0)`
    fn positive(self) -> Self {
        if self > 0.0 { self } else { Self::from(0.0) }
    }

    fn or_less(self, other: Self) -> Self {
        if self < other { self } else { other }
    }
}

impl<D: DualNum<Primitive = f64> + Copy> Number for D {}
