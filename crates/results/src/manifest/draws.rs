//! The draws of a variant as `run.json` tells them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use oblate_engine::{Draws, GENERATOR};
use oblate_world::{Axis, Sector};

/// Draws of the elasticities of a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawsEntry {
    /// How many were asked for.
    pub number: usize,
    /// Where their random numbers come from.
    pub generator: String,
    /// Standard deviations of the logs of elasticities.
    pub spread: SpreadEntry,
    /// Draws that were left out, each with the reason.
    pub left_out: Vec<String>,
}

/// Standard deviations of the logs of elasticities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpreadEntry {
    /// Of the trade elasticity, by sector.
    pub trade_elasticity: BTreeMap<String, f64>,
    /// Of the scale elasticity at a given trade elasticity, by sector; those above zero.
    pub scale_elasticity: BTreeMap<String, f64>,
    /// Of elasticities of substitution.
    pub substitution: f64,
}

impl DrawsEntry {
    pub(super) fn new(sectors: &Axis<Sector>, draws: &Draws) -> Self {
        let spread = &draws.spread;
        let by_sector = |values: &[f64]| {
            let of = |(code, value): (&str, &f64)| (code.to_owned(), *value);
            sectors.codes().zip(values).map(of).collect::<BTreeMap<_, _>>()
        };
        let mut scale_elasticity = by_sector(&spread.scale_elasticity);
        scale_elasticity.retain(|_, spread| *spread > 0.0);
        Self {
            number: draws.number,
            generator: GENERATOR.to_owned(),
            spread: SpreadEntry {
                trade_elasticity: by_sector(&spread.trade_elasticity),
                scale_elasticity,
                substitution: spread.substitution,
            },
            left_out: draws.left_out.clone(),
        }
    }
}
