//! When a shock acts, and how it wears off.

use oblate_propagation::{Recovery, Timing};

use super::Builder;
use super::legal::Legal;
use crate::log::rounded;
use crate::short_run::choices::RecoveryWord;
use crate::text::{At, Place, ProblemCode, table};

table! {
    /// When a shock acts, in days from 0.
    When {
        /// First day.
        #[schemars(extend("default" = 0))]
        start: Option<At<f64>>,
        /// Days at full strength; for ever without it, unless there is a recovery.
        days: Option<At<f64>>,
        /// How it wears off.
        recovery: Option<At<RecoveryWord>>,
        /// Days of the recovery.
        recovery_days: Option<At<f64>>,
        /// Strength on each day after the last full one, each a share of the full shock, 0 to 1.
        recovery_table: Vec<At<f64>>,
    }
}

impl Builder<'_, '_, '_> {
    pub(super) fn timing(&mut self, place: &Place, when: &When) -> Option<Timing> {
        let start = self.given(when.start.as_ref(), 0.0, Legal::NotNegative)?;
        let recovery = self.recovery(place, when)?;
        let days = match &when.days {
            Some(days) => self.number(days, Legal::NotNegative)?,
            None if recovery == Recovery::Abrupt => return Some(Timing::permanent(start)),
            None => 0.0,
        };
        Some(Timing { start, days, recovery })
    }

    fn recovery(&mut self, place: &Place, when: &When) -> Option<Recovery> {
        let When { recovery, recovery_days, recovery_table, .. } = when;
        if !recovery_table.is_empty() {
            if let Some(word) = recovery {
                let message =
                    "`recovery` and `recovery_table` both say how the shock wears off: write one of them";
                self.findings.report.problem(ProblemCode::WrongKeys, &word.place, message);
                return None;
            }
            // all are looked at, so that all that are wrong are told
            let strengths: Vec<_> = recovery_table.iter().map(|strength| self.strength(strength)).collect();
            return strengths.into_iter().collect::<Option<_>>().map(Recovery::Table);
        }
        let (word, days) = match (recovery, recovery_days) {
            (None, None) => return Some(Recovery::Abrupt),
            (Some(word), Some(days)) => (word.value, self.number(days, Legal::AtLeastOne)?),
            (None, Some(days)) => (RecoveryWord::Linear, self.number(days, Legal::AtLeastOne)?),
            (Some(word), None) => {
                let message = format!("a recovery needs its days: add `recovery_days` to `{}`", place.key);
                self.findings.report.problem(ProblemCode::WrongKeys, &word.place, message);
                return None;
            }
        };
        Some(match word {
            RecoveryWord::Linear => Recovery::Linear(days),
            RecoveryWord::Convex => Recovery::Convex(days),
            RecoveryWord::Concave => Recovery::Concave(days.max(2.5)),
        })
    }
    /// What is left of a shock on one day: a share of its full size.
    fn strength(&mut self, strength: &At<f64>) -> Option<f64> {
        let value = strength.value;
        if Legal::Share.admits(value) {
            return Some(value);
        }
        let hint = match value {
            value if value > 1.0 && value <= 100.0 => {
                format!(" ({} is {value} per cent)", rounded(value / 100.0))
            }
            _ => String::new(),
        };
        let message = format!("{value} must be {} of the full shock{hint}", Legal::Share.words());
        self.findings.report.problem(ProblemCode::BadNumber, &strength.place, message);
        None
    }
}
