//! When a shock acts, and how it wears off.

use crate::error::PropagationError;

/// How a shock wears off after its last day at full strength.
///
/// `e` counts the days since then, from 1; `τ` is the number of days given.
#[derive(Debug, Clone, PartialEq)]
pub enum Recovery {
    /// At once.
    Abrupt,
    /// Not at all.
    Never,
    /// `1 − e/τ`.
    Linear(f64),
    /// `(1 − 1/τ)^{4e}`: fast at first.
    Convex(f64),
    /// `(1 − 1/τ)^e`.
    SlowConvex(f64),
    /// `τ/(τ + c e^a)`, c = 1e-6, `a = (ln τ − ln c)/(ln τ − ln 2)`: slow at first.
    Concave(f64),
    /// Strength on each day after the last full one; zero when the table ends.
    Table(Vec<f64>),
}

impl Recovery {
    /// What is left of the shock `e` days after its last full day.
    pub fn strength(&self, e: f64) -> f64 {
        match self {
            Self::Abrupt => 0.0,
            Self::Never => 1.0,
            Self::Linear(days) => (1.0 - e / days).max(0.0),
            Self::Convex(days) => (1.0 - 1.0 / days).max(0.0).powf(4.0 * e),
            Self::SlowConvex(days) => (1.0 - 1.0 / days).max(0.0).powf(e),
            Self::Concave(days) => concave(*days, e),
            Self::Table(strengths) => {
                // the first entry is the strength of the first day
                let day = (e - 1.0).max(0.0) as usize;
                strengths.get(day).copied().unwrap_or(0.0)
            }
        }
    }

    /// Days after which nothing that matters is left; none if that never comes.
    fn end(&self) -> Option<f64> {
        match self {
            Self::Abrupt => Some(0.0),
            Self::Never => None,
            Self::Linear(days) => Some(*days),
            // a share of 1e-4 is left
            Self::Convex(days) => Some(-(1e-4f64).ln() * days / 4.0),
            Self::SlowConvex(days) => Some(-(1e-4f64).ln() * days),
            // half is left after about τ/2 days, nothing that matters after twice τ
            Self::Concave(days) => Some(2.0 * days),
            Self::Table(strengths) => Some(strengths.len() as f64),
        }
    }
}

fn concave(days: f64, e: f64) -> f64 {
    let c: f64 = 1e-6;
    let exponent = (days.ln() - c.ln()) / (days.ln() - 2f64.ln());
    days / (days + c * e.powf(exponent))
}

/// When a shock starts, how long it lasts at full strength, and how it wears off. In days from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// First day.
    pub start: f64,
    /// Days at full strength.
    pub days: f64,
    /// What comes after them.
    pub recovery: Recovery,
}

impl Timing {
    /// From a day on, for ever.
    pub fn permanent(start: f64) -> Self {
        Self { start, days: 0.0, recovery: Recovery::Never }
    }

    /// For some days, then gone.
    pub fn window(start: f64, days: f64) -> Self {
        Self { start, days, recovery: Recovery::Abrupt }
    }

    /// Given by a table: the strength on each day from `start` on.
    pub fn table(start: f64, strengths: Vec<f64>) -> Self {
        Self { start, days: 0.0, recovery: Recovery::Table(strengths) }
    }

    /// Part of the full shock that acts on a day, 0 to 1 (more where a table says so).
    pub fn strength(&self, day: f64) -> f64 {
        if day < self.start {
            0.0
        } else if day < self.start + self.days {
            1.0
        } else {
            self.recovery.strength(day - (self.start + self.days) + 1.0)
        }
    }

    /// The day from which nothing of the shock is left; none if that never comes.
    pub fn end(&self) -> Option<f64> {
        Some(self.start + self.days + self.recovery.end()?)
    }

    pub(crate) fn check(&self, shock: &str) -> Result<(), PropagationError> {
        let fault = |quantity, value, legal| {
            Err(PropagationError::Shock { shock: shock.to_owned(), quantity, value, legal })
        };
        let not_negative = |value: f64| value.is_finite() && value >= 0.0;
        if !not_negative(self.start) {
            return fault("the first day", self.start, "zero or more");
        }
        if !not_negative(self.days) {
            return fault("the number of days", self.days, "zero or more");
        }
        match &self.recovery {
            Recovery::Linear(days) | Recovery::Convex(days) | Recovery::SlowConvex(days)
                if !(days.is_finite() && *days >= 1.0) =>
            {
                return fault("the number of days of recovery", *days, "1 or more");
            }
            Recovery::Concave(days) if !(days.is_finite() && *days > 2.0) => {
                return fault("the number of days of a concave recovery", *days, "more than 2");
            }
            Recovery::Table(strengths) => {
                if let Some(value) = strengths.iter().find(|value| !value.is_finite()) {
                    return fault("a strength in the table", *value, "a finite number");
                }
            }
            _ => {}
        }
        Ok(())
    }
}
