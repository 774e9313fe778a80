//! The elasticities of a run, each with where it comes from.

use oblate_scenario::{ElasticityBase, ParameterChoice};
use oblate_sources::{
    DEFAULT_ELASTICITY_SET, ElasticitySet, Estimate, ParameterError, elasticity_sets, trade_elasticity,
    uniform_trade_elasticity,
};
use oblate_world::{Axis, Id, Sector};

/// Trade elasticities by sector with their sources.
#[derive(Debug, Clone, PartialEq)]
pub struct SectorParameter {
    /// Trade elasticity `θ > 0` by sector.
    pub trade_elasticity: Vec<f64>,
    /// Scale elasticity `ψ ≥ 0` by sector, for sectors that are `external`; NaN where nobody gives one.
    pub scale_elasticity: Vec<f64>,
    /// Where each trade elasticity comes from, in words.
    pub sources: Vec<String>,
    /// The estimate that each trade elasticity is; none where the scenario gives the sector a number of its own.
    pub estimates: Vec<Option<Estimate>>,
    /// The published set that some of the trade elasticities come from.
    pub set: Option<&'static ElasticitySet>,
}

/// The trade elasticities that a scenario chooses: its own by sector, else its base; a silent scenario takes those
/// of the world, else the set [`DEFAULT_ELASTICITY_SET`].
///
/// # Errors
/// [`ParameterError`] if a set is not mapped to the sectors of the world.
pub fn run_parameters(
    sectors: &Axis<Sector>,
    of_world: Option<&[f64]>,
    choice: &ParameterChoice,
) -> Result<SectorParameter, ParameterError> {
    let chosen = &choice.trade_elasticity;
    // a scenario that gives every sector its own number needs no base, and none may be at hand
    let complete = chosen.sectors.len() == sectors.len();
    let mut parameters = if complete { blank(sectors) } else { base(sectors, of_world, &chosen.base)? };
    for (sector, value) in &chosen.sectors {
        parameters.trade_elasticity[sector.index()] = *value;
        parameters.estimates[sector.index()] = None;
        parameters.sources[sector.index()] = chosen.source.clone().unwrap_or_default();
    }
    parameters.scale_elasticity = scale(sectors, parameters.set, choice)?;
    Ok(parameters)
}

/// The scale elasticities that a scenario chooses: its own by sector, else its base; a silent scenario takes those of
/// the set of trade elasticities. NaN where there is none.
fn scale(
    sectors: &Axis<Sector>,
    of_trade: Option<&'static ElasticitySet>,
    choice: &ParameterChoice,
) -> Result<Vec<f64>, ParameterError> {
    let of_set = |name: &str| trade_elasticity(name, sectors).map(|mapped| mapped.scale_elasticity);
    let base = match (&choice.scale_elasticity.base, of_trade) {
        (ElasticityBase::World, Some(set)) => of_set(&set.name)?,
        (ElasticityBase::World, None) => None,
        (ElasticityBase::Set(name), _) => of_set(name)?,
        (ElasticityBase::Number(value), _) => Some(vec![*value; sectors.len()]),
    };
    let mut values = base.unwrap_or_else(|| vec![f64::NAN; sectors.len()]);
    for (sector, value) in &choice.scale_elasticity.sectors {
        values[sector.index()] = *value;
    }
    Ok(values)
}

/// The published set that the numbers of a world are, so that it is cited: worlds hold numbers and not their origin.
fn set_of(values: &[f64], sectors: &Axis<Sector>) -> Option<&'static ElasticitySet> {
    let holds = |set: &&ElasticitySet| {
        trade_elasticity(&set.name, sectors).is_ok_and(|mapped| mapped.trade_elasticity == values)
    };
    elasticity_sets().iter().find(holds)
}

fn blank(sectors: &Axis<Sector>) -> SectorParameter {
    let sources = vec![String::new(); sectors.len()];
    let nowhere = vec![f64::NAN; sectors.len()];
    let estimates = vec![None; sectors.len()];
    SectorParameter { trade_elasticity: nowhere, scale_elasticity: Vec::new(), sources, estimates, set: None }
}

fn base(
    sectors: &Axis<Sector>,
    of_world: Option<&[f64]>,
    base: &ElasticityBase,
) -> Result<SectorParameter, ParameterError> {
    let (mapped, set) = match (base, of_world) {
        (ElasticityBase::World, Some(values)) => {
            let sources = vec!["the world".to_owned(); sectors.len()];
            let set = set_of(values, sectors);
            let mapped = set.map(|set| trade_elasticity(&set.name, sectors)).transpose()?;
            return Ok(SectorParameter {
                trade_elasticity: values.to_vec(),
                scale_elasticity: Vec::new(),
                sources,
                estimates: mapped.map_or_else(|| vec![None; sectors.len()], |mapped| known(mapped.estimates)),
                set,
            });
        }
        (ElasticityBase::World, None) => {
            (trade_elasticity(DEFAULT_ELASTICITY_SET, sectors)?, Some(DEFAULT_ELASTICITY_SET))
        }
        (ElasticityBase::Set(name), _) => (trade_elasticity(name, sectors)?, Some(name.as_str())),
        (ElasticityBase::Number(value), _) => (uniform_trade_elasticity(*value, sectors)?, None),
    };
    let set = set.and_then(|name| elasticity_sets().iter().find(|set| set.name == name));
    Ok(SectorParameter {
        trade_elasticity: mapped.trade_elasticity,
        scale_elasticity: Vec::new(),
        sources: mapped.origins,
        estimates: known(mapped.estimates),
        set,
    })
}

fn known(estimates: Vec<Estimate>) -> Vec<Option<Estimate>> {
    estimates.into_iter().map(Some).collect()
}
