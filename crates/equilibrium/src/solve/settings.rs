//! How a solve goes on and when it stops.

/// Settings of a solve.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// Largest relative residual of any equation, in levels, of an accepted equilibrium.
    pub tolerance: f64,
    /// Newton steps at most, per position on the path of the shock.
    pub max_iterations: usize,
    /// With economies of scale: whether any equilibrium is wanted where none follows from the baseline.
    pub beyond: bool,
    /// Asked once per iteration: whether the user wants to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl Default for Settings<'_> {
    fn default() -> Self {
        Self { tolerance: 1e-10, max_iterations: 60, beyond: false, stop: &|| false }
    }
}
