//! The tables of indicators of value chains, family by family.

mod description;
mod dispersion;
mod exports;
mod extraction;
mod footprint;
mod highlights;
mod lengths;
mod manifest;
mod regions;
mod reliance;
mod rows;
mod stops;
mod structure;
mod value_added;

use oblate_engine::{Chain, EngineError, Family, IndicatorsRequest, Wanted, in_pool, stops_of};
use oblate_indicators::{ProductSales, Reliance, chokepoints};
use oblate_tables::Table;

use crate::saved::Results;

pub use description::INDICATOR_TABLES;
pub use highlights::Highlights;
pub use manifest::{IndicatorsManifest, PlaceEntry};

/// The indicators that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicators {
    /// What they are of, and the tables in the order of [`INDICATOR_TABLES`].
    pub results: Results<IndicatorsManifest>,
    /// What people look for first.
    pub highlights: Highlights,
}

/// Computes indicators.
///
/// # Errors
/// [`EngineError::UnknownLabel`] for a region, group or sector that the world does not have, [`EngineError::OverlappingGroups`],
/// [`EngineError::IndicatorsOfIndustry`] for a table whose chains have no end, and [`EngineError::Interrupted`].
pub fn indicators(
    request: &IndicatorsRequest<'_>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Indicators, EngineError> {
    let wanted = request.wanted()?;
    let chain = Chain::new(request.of, request.groups)?;
    let families = request.families();
    let found = in_pool(request.threads, || compute(&chain, &families, &wanted, stop))?;
    let (tables, highlights) = found?;
    let manifest = IndicatorsManifest::new(request, &chain, &families, &tables);
    Ok(Indicators { results: Results { manifest, tables }, highlights })
}

fn compute(
    chain: &Chain<'_>,
    families: &[Family],
    wanted: &Wanted,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<(Vec<Table>, Highlights), EngineError> {
    let leontief = chain.leontief()?;
    let (mut tables, mut highlights) = (Vec::new(), Highlights::new(chain));
    for family in families {
        if stop() {
            return Err(EngineError::Interrupted { during: "computing indicators".to_owned() });
        }
        match family {
            Family::Structure => tables.extend(structure::tables(chain, &leontief, wanted)?),
            Family::Regions => tables.push(regions::table(chain, &leontief, wanted)?),
            Family::ValueAdded => tables.push(value_added::table(chain, &leontief, wanted)),
            Family::Exports => tables.extend(exports::tables(chain, &leontief, wanted)),
            Family::Reliance => {
                let reliance = Reliance::new(&leontief);
                tables.extend(reliance::tables(chain, &leontief, &reliance, wanted));
                highlights.reliance(chain, &leontief, &reliance);
            }
            Family::Dispersion => {
                let sales = ProductSales::new(&chain.table);
                let points = chokepoints(&sales);
                tables.push(dispersion::table(chain, &leontief, &sales, wanted));
                tables.push(dispersion::makers(chain, wanted));
                tables.push(dispersion::chokepoints(chain, &sales, &points, wanted));
                highlights.chokepoints(chain, &points, wanted);
            }
            Family::Extraction => tables.push(extraction::table(chain, &leontief, wanted)),
            Family::PropagationLength => tables.push(lengths::table(chain, &leontief, wanted)),
            Family::Footprint => tables.extend(footprint::tables(chain, &leontief, wanted)),
            Family::Stops => {
                let industries = chain.industries(wanted);
                let risk = stops_of(chain, &leontief, &industries, stop)?;
                highlights.stops(chain, &industries, &risk);
                tables.push(stops::table(chain, &industries, &risk));
            }
        }
    }
    Ok((tables, highlights))
}
