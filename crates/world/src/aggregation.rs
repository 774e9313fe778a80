//! Aggregation: merging regions and sectors of a world into a smaller world.

mod concordance;
mod means;
mod sums;

use crate::accounts::{Accounts, Description, Mend, MendRule, Pooled, ROUNDING};
use crate::axes::{Axes, Axis, Id, Region, Sector};
use crate::error::AggregationError;
use crate::mending::no_home_supply;
use crate::world::World;
pub use concordance::Concordance;
use concordance::list;

/// Merges regions and sectors by concordances.
///
/// - Flows, factor income and production taxes add up; trade between merged regions becomes own trade.
/// - Tariffs are means weighted by trade, so that tariff revenue and purchases are kept; an own trade that
///   holds tariffed trade between merged regions carries its tariff. Where every use has its own sources,
///   merged links with different tariffs by use leave each using sector a gap, which is booked as a
///   production tax and listed ([`MendRule::MergedTariffs`]); the deficits stay as they are.
/// - Satellites add up; a sum with a missing part is missing, unless the part has no output.
/// - Trade elasticities are means weighted by trade between different regions (a modelling choice).
/// - Pair covariates are means over the merged pairs, weighted by the product of the two outputs; missing
///   if a part is missing. Of a yes-or-no covariate this gives the share of yes.
/// - Region covariates are kept for regions that stay as they are, and missing for merged ones: whether
///   they add up (population) or not (latitude) is not known.
///
/// The caveats of the description say what was merged. Earlier mends name the codes that their places became; products
/// without home supply are looked for anew where the world lists them.
///
/// # Errors
/// [`AggregationError::OtherAxis`] if a concordance is not for the axis of this world.
pub fn aggregate(
    world: &World,
    regions: &Concordance<Region>,
    sectors: &Concordance<Sector>,
) -> Result<World, AggregationError> {
    same_axis(regions, &world.axes().regions)?;
    same_axis(sectors, &world.axes().sectors)?;
    let merge = Merge { world, regions, sectors };
    let old = world.accounts();
    let mut accounts = Accounts {
        description: merge.description(),
        axes: Axes {
            regions: regions.target().clone(),
            sectors: sectors.target().clone(),
            final_uses: old.axes.final_uses.clone(),
            factors: old.axes.factors.clone(),
        },
        flows: merge.flows(),
        tariff: old.tariff.as_ref().map(|tariff| merge.tariff(tariff)),
        factor_income: merge.factor_income(),
        production_tax: merge.industries(&old.production_tax),
        trade_elasticity: old.trade_elasticity.as_ref().map(|theta| merge.trade_elasticity(theta)),
        satellites: old.satellites.iter().map(|satellite| merge.satellite(satellite)).collect(),
        region_covariates: old.region_covariates.iter().map(|c| merge.region_covariate(c)).collect(),
        pair_covariates: old.pair_covariates.iter().map(|c| merge.pair_covariate(c)).collect(),
        mends: merge.mends(),
    };
    merge.book_tariff_gaps(&mut accounts);
    if old.mends.iter().any(|mend| mend.rule == MendRule::NoHomeSupply) {
        no_home_supply(&mut accounts);
    }
    Ok(World::new(accounts)?)
}

fn same_axis<I: Id>(concordance: &Concordance<I>, axis: &Axis<I>) -> Result<(), AggregationError> {
    if concordance.source().codes().eq(axis.codes()) {
        return Ok(());
    }
    Err(AggregationError::OtherAxis {
        kind: I::KIND,
        found: list(concordance.source()),
        expected: list(axis),
    })
}

/// The code that a code becomes; itself where the axis does not have it.
fn becomes<I: Id>(concordance: &Concordance<I>, code: &str) -> String {
    let target =
        concordance.source().find(code).map(|id| concordance.target().code(concordance.target_of(id)));
    target.unwrap_or(code).to_owned()
}

/// A world and what its regions and sectors become.
struct Merge<'a> {
    world: &'a World,
    regions: &'a Concordance<Region>,
    sectors: &'a Concordance<Sector>,
}

impl Merge<'_> {
    /// The description, with a caveat for each thing that is no longer what the source said.
    fn description(&self) -> Description {
        let accounts = self.world.accounts();
        let mut description = accounts.description.clone();
        let (regions, sectors) = (!self.regions.is_one_to_one(), !self.sectors.is_one_to_one());
        if regions || sectors {
            description.caveats.push(format!(
                "aggregated from {} regions and {} sectors to {} and {}",
                self.regions.source().len(),
                self.sectors.source().len(),
                self.regions.target().len(),
                self.sectors.target().len(),
            ));
        }
        if sectors && accounts.trade_elasticity.is_some() {
            let caveat = "trade elasticities of merged sectors are means weighted by trade between regions";
            description.caveats.push(caveat.to_owned());
        }
        if regions && !accounts.pair_covariates.is_empty() {
            let caveat = "pair covariates of merged regions are means weighted by gross output";
            description.caveats.push(caveat.to_owned());
        }
        if regions && !accounts.region_covariates.is_empty() {
            let caveat = "region covariates of merged regions are missing";
            description.caveats.push(caveat.to_owned());
        }
        description
    }

    /// The mends that still hold, with the codes that regions and sectors became. Final uses keep theirs.
    fn mends(&self) -> Vec<Mend> {
        let mends = self.world.accounts().mends.iter().filter(|mend| mend.rule != MendRule::NoHomeSupply);
        let renamed = |mend: &Mend| Mend {
            region: mend.region.as_deref().map(|code| becomes(self.regions, code)),
            sector: mend.sector.as_deref().map(|code| becomes(self.sectors, code)),
            ..mend.clone()
        };
        mends.map(renamed).collect()
    }

    /// Books as production tax what a sector's inputs cost less under the merged tariffs than under its own.
    fn book_tariff_gaps(&self, accounts: &mut Accounts) {
        if accounts.tariff.is_none() {
            return;
        }
        let merged = Pooled::of(accounts);
        let (cost, output) = (merged.input_cost(), merged.gross_output());
        let cost_before = self.industries(&self.world.input_cost());
        let (rule, note) =
            (MendRule::MergedTariffs, "production tax, by which inputs cost less under merged tariffs");
        for industry in accounts.axes.industries() {
            let gap = cost_before[industry] - cost[industry];
            if gap.abs() > ROUNDING * output[industry] {
                let before = accounts.production_tax[industry];
                accounts.production_tax[industry] += gap;
                let booked = Mend::at(&accounts.axes, industry, rule, [before, before + gap], note);
                accounts.mends.push(booked);
            }
        }
    }
}
