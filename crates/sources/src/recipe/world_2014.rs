//! The recipe of `world-2014`: 44 regions, 37 sectors, every rule of its mends in order.

mod description;
mod facts;
mod flows;
mod industries;
mod rounding;

use std::path::Path;

use oblate_world::mending::{
    dead_sectors, drop_inventories, labour_shares, negative_final_use, negative_intermediate_use,
    no_home_supply, value_added_floor, value_added_residual,
};
use oblate_world::{
    Accounts, Array2, Array3, Axes, Axis, Factor, FinalUse, Flows, Label, Mend, MendError, Region, Sector,
    World,
};

use crate::error::SourceError;
use crate::parameters::{DEFAULT_ELASTICITY_SET, trade_elasticity};
use industries::Industries;

const FINAL_USES: [(&str, &str); 4] = [
    ("HFCE", "Household consumption"),
    ("GGFC", "Government consumption"),
    ("GFCF", "Gross fixed capital formation"),
    (INVENTORIES, "Changes in inventories"),
];
const INVENTORIES: &str = "INVNT";
const FACTORS: [(&str, &str); 2] = [("labour", "Labour"), ("capital", "Capital")];
/// Region without a country: it has no ISO code, and no satellites but CO2.
const REST_OF_WORLD: &str = "ROW";
/// Largest mend of value added, as a share of output. The largest is 42 %: MLT C24, which makes one million US
/// dollars and loses its smallest sales by rounding.
const TOLERANCE: f64 = 0.45;

/// Builds the built-in world `world-2014` from the folder that holds its published files.
///
/// Every mend is listed in the world. The same files give the same world on every machine.
///
/// # Errors
/// [`SourceError`] if a file is missing or is not as the recipe expects it.
pub fn build_world_2014(data: &Path) -> Result<World, SourceError> {
    let axes = axes(data)?;
    let industries = Industries::read(data, &axes)?;
    let mut mends = facts::source_mends(data, &axes, &industries)?;
    let factor_income = factor_income(&axes, &industries, &mut mends).map_err(SourceError::mend(data))?;
    let (intermediate, final_use) = flows::read(data, &axes)?;
    let accounts = Accounts {
        description: description::description(data)?,
        flows: Flows::ByUse { intermediate, final_use },
        tariff: None,
        factor_income,
        production_tax: industries.taxes.clone(),
        trade_elasticity: Some(elasticities(&axes.sectors)?),
        satellites: industries.satellites(),
        region_covariates: facts::region_covariates(data)?,
        pair_covariates: facts::pair_covariates(data, &axes.regions)?,
        mends,
        axes,
    };
    World::new(mended(accounts).map_err(SourceError::mend(data))?).map_err(SourceError::balance(data))
}

/// The mends, in the order in which they build on each other.
fn mended(mut accounts: Accounts) -> Result<Accounts, MendError> {
    let inventories: Vec<FinalUse> = accounts.axes.final_uses.find(INVENTORIES).into_iter().collect();
    negative_final_use(&mut accounts, &inventories);
    negative_intermediate_use(&mut accounts);
    drop_inventories(&mut accounts, &inventories)?;
    // rounding comes before value added is the residual, so that the rounded table balances exactly
    rounding::round_flows(&mut accounts);
    rounding::round_incomes(&mut accounts);
    dead_sectors(&mut accounts);
    value_added_residual(&mut accounts, TOLERANCE)?;
    value_added_floor(&mut accounts, TOLERANCE)?;
    no_home_supply(&mut accounts);
    rounding::round_mends(&mut accounts);
    Ok(accounts)
}

fn axes(data: &Path) -> Result<Axes, SourceError> {
    Ok(Axes {
        regions: facts::regions(data)?,
        sectors: facts::sectors(data)?,
        final_uses: labels(&FINAL_USES),
        factors: labels(&FACTORS),
    })
}

fn labels<I: oblate_world::Id>(entries: &[(&str, &str)]) -> Axis<I> {
    let label = |(code, name): &(&str, &str)| Label { name: (*name).to_owned(), ..Label::plain(*code) };
    Axis::new(entries.iter().map(label).collect()).expect("the recipe's own labels are distinct")
}

/// Labour income is value added times labour's share, capital income is the rest.
fn factor_income(
    axes: &Axes,
    industries: &Industries,
    mends: &mut Vec<Mend>,
) -> Result<Array3<Region, Sector, Factor>, MendError> {
    let output = &industries.gross_output;
    let shares = labour_shares(axes, &industries.labour, &industries.value_added_of_labour, output, mends)?;
    Ok(split(&industries.value_added, &shares))
}

fn split(
    value_added: &Array2<Region, Sector>,
    shares: &Array2<Region, Sector>,
) -> Array3<Region, Sector, Factor> {
    let [n, m] = value_added.shape();
    let both = value_added.as_slice().iter().zip(shares.as_slice());
    Array3::from_vec(
        [n, m, 2],
        both.flat_map(|(value, share)| [value * share, value * (1.0 - share)]).collect(),
    )
}

/// The trade elasticities that the world comes with.
fn elasticities(sectors: &Axis<Sector>) -> Result<Vec<f64>, SourceError> {
    let mapped = trade_elasticity(DEFAULT_ELASTICITY_SET, sectors);
    mapped
        .map(|mapped| mapped.trade_elasticity)
        .map_err(|fault| SourceError::Elasticity { fault: Box::new(fault) })
}
