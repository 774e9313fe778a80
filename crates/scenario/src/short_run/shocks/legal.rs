//! What the numbers of a shock may be.

use super::Builder;
use crate::text::{At, Place, ProblemCode};

/// What a number of a shock may be.
#[derive(Clone, Copy)]
pub(super) enum Legal {
    Share,
    NotNegative,
    Positive,
    AtLeastOne,
    AtLeastMinusOne,
}

impl Legal {
    pub(super) fn admits(self, value: f64) -> bool {
        match self {
            Self::Share => (0.0..=1.0).contains(&value),
            Self::NotNegative => value >= 0.0,
            Self::Positive => value > 0.0,
            Self::AtLeastOne => value >= 1.0,
            Self::AtLeastMinusOne => value >= -1.0,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Share => "a share, 0 to 1",
            Self::NotNegative => "0 or above",
            Self::Positive => "above 0",
            Self::AtLeastOne => "1 or above",
            Self::AtLeastMinusOne => "-1 or above (-1 is all of it)",
        }
    }
}

impl Builder<'_, '_, '_> {
    /// A number that its shock cannot do without.
    pub(super) fn needed(
        &mut self,
        place: &Place,
        key: &str,
        value: Option<&At<f64>>,
        legal: Legal,
    ) -> Option<f64> {
        let Some(value) = value else {
            let message = format!("`{}` needs `{key}`, {}", place.key, legal.words());
            self.findings.report.problem(ProblemCode::WrongKeys, place, message);
            return None;
        };
        self.number(value, legal)
    }

    /// A number that has a default.
    pub(super) fn given(&mut self, value: Option<&At<f64>>, default: f64, legal: Legal) -> Option<f64> {
        value.map_or(Some(default), |value| self.number(value, legal))
    }

    /// A number that is legal.
    pub(super) fn number(&mut self, value: &At<f64>, legal: Legal) -> Option<f64> {
        if legal.admits(value.value) {
            return Some(value.value);
        }
        let message = format!("{} must be {}", value.value, legal.words());
        self.findings.report.problem(ProblemCode::BadNumber, &value.place, message);
        None
    }
}
