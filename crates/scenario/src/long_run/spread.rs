//! How uncertain elasticities are: `[sensitivity]`, the standard deviations of draws.

use crate::text::{At, ProblemCode, table};
use crate::words::{Findings, PerSector, Vocabulary, numbers};

table! {
    /// How uncertain elasticities are, for the draws of `oblate run --sensitivity N`: standard deviations of their logs
    /// (0.2 is about 20 %).
    Sensitivity {
        /// Of the trade elasticity, one number or by sector; where nothing is said, what the standard error of its source
        /// makes it, and 0.3 if the source tells none.
        trade_elasticity: Option<At<PerSector<f64>>>,
        /// Of the scale elasticity of sectors that are `external`, one number or by sector, beside its moving with the
        /// trade elasticity: their product stays where nothing is said.
        #[schemars(extend("default" = 0))]
        scale_elasticity: Option<At<PerSector<f64>>>,
        /// Of the elasticities of substitution of `[demand]`, `[model.technology]` and `[[model.nest]]` that the scenario
        /// gives; 1 (Cobb–Douglas) and 0 are choices of form and stay.
        #[schemars(extend("default" = 0.3))]
        substitution: Option<At<f64>>,
    }
}

/// Standard deviations of the logs of elasticities, as far as a scenario gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadChoice {
    /// Of the trade elasticity, by sector.
    pub trade_elasticity: Vec<Option<f64>>,
    /// Of the scale elasticity of sectors that are `external`, at a given trade elasticity, by sector.
    pub scale_elasticity: Vec<f64>,
    /// Of elasticities of substitution.
    pub substitution: Option<f64>,
}

/// The largest standard deviation of a log: no published estimate is that uncertain, and `20` is meant as 20 %.
const MOST: f64 = 2.0;

/// The standard deviations that `[sensitivity]` gives.
pub(crate) fn spread(
    raw: Option<&Sensitivity>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> SpreadChoice {
    let trade = raw.and_then(|raw| raw.trade_elasticity.as_ref());
    let scale = raw.and_then(|raw| raw.scale_elasticity.as_ref());
    let substitution = raw.and_then(|raw| raw.substitution.as_ref());
    if let Some((given, message)) = substitution.and_then(|given| Some((given, fault(given.value)?))) {
        findings.report.problem(ProblemCode::OutOfBounds, &given.place, message);
    }
    let trade = numbers(trade, f64::NAN, &fault, vocabulary, findings);
    SpreadChoice {
        trade_elasticity: trade.into_iter().map(|value| (!value.is_nan()).then_some(value)).collect(),
        scale_elasticity: numbers(scale, 0.0, &fault, vocabulary, findings),
        substitution: substitution.map(|given| given.value),
    }
}

fn fault(value: f64) -> Option<String> {
    (!(0.0..=MOST).contains(&value)).then(|| {
        format!(
            "a standard deviation of {value} is out of bounds: it is that of a log and must lie between 0 and {MOST}, as in \
             0.2 for about 20 %"
        )
    })
}
