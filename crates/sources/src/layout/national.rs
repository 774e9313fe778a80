//! Reading the layout `national`: national accounts and bilateral trade side by side, as most replication folders.

use std::path::Path;

use oblate_tables::{Legal, Wanted};
use oblate_world::{Array2, Axes, Axis, Id, Label, Mend, MendRule, National, Region, Sector};

use super::axes::appearing;
use super::description::WorldToml;
use super::flows::{by_link, intermediate_use, links};
use super::tables::NATIONAL_LAYOUT;
use super::{ImportOptions, elasticity, record_files};
use crate::error::SourceError;
use crate::files::{Keyed, axis, find, need};

/// The one factor and the one final use of the layout, code and name.
const FACTOR: (&str, &str) = ("value_added", "Value added");
const FINAL_USE: (&str, &str) = ("final_use", "Final use");

/// Reads a folder of layout `national`; its pieces need not add up.
///
/// `industries` (`region, sector, value_added, final_use`) gives the order of regions and sectors;
/// `intermediate_use` (`region, input, sector, value`); `trade` (`origin, destination` or `exporter,
/// importer`, `sector, value` net of tariffs, `tariff` in rate points; further columns are no part of the
/// world); `deficit` (`region, deficit`), zero if absent; `trade_elasticity` (`sector, trade_elasticity`),
/// which may be absent. Cells without a row are zero. Negative final use is set to zero and listed, unless that
/// rule is off. Negative inputs (scrap, by-products) and negative value added are left as they are: what
/// counts are the shares.
///
/// # Errors
/// [`SourceError`]: all mistakes of the first wrong table at once.
pub fn read_national(folder: &Path, options: &ImportOptions) -> Result<National, SourceError> {
    let told = WorldToml::read(folder)?;
    let (axes, value_added, final_use) = industries(folder)?;
    let inputs = need(folder, "intermediate_use")?;
    let columns = [("value", Legal::NotNegative), ("tariff", Legal::Rate)];
    let links = links(&need(folder, "trade")?, &axes, columns)?;
    let mut description = told.description();
    options.name(&mut description, folder);
    record_files(&mut description, folder, &NATIONAL_LAYOUT)?;
    let mut national = National {
        trade: by_link(&links, "value")?,
        tariff: by_link(&links, "tariff")?,
        intermediate: intermediate_use(&inputs, &axes, Legal::Finite)?,
        value_added,
        final_use,
        deficit: deficit(folder, &axes.regions)?,
        trade_elasticity: elasticity::read(folder, &axes.sectors)?,
        mends: Vec::new(),
        description,
        axes,
    };
    if options.is_on(MendRule::NegativeFinalUse) {
        negative_final_use(&mut national);
    }
    Ok(national)
}

type IndustryAccounts = (Axes, Array2<Region, Sector>, Array2<Region, Sector>);

/// The axes, value added and final use.
fn industries(folder: &Path) -> Result<IndustryAccounts, SourceError> {
    let file = need(folder, "industries")?;
    let columns = ["value_added", "final_use"];
    let rows = file.read(&Wanted::keys(["region", "sector"]).numbers(columns, Legal::Finite))?;
    rows.check()?;
    let axes = Axes {
        regions: appearing(&rows, "region", file.path())?,
        sectors: appearing(&rows, "sector", file.path())?,
        final_uses: pooled(FINAL_USE.0, FINAL_USE.1, folder)?,
        factors: pooled(FACTOR.0, FACTOR.1, folder)?,
    };
    let keyed = Keyed::of(rows, [("region", &axes.regions), ("sector", &axes.sectors)]);
    let [value_added, final_use] = columns.map(|column| keyed.array(column, 0.0));
    Ok((axes, value_added?, final_use?))
}

/// The one label of an axis whose entries the layout pools.
fn pooled<I: Id>(code: &str, name: &str, folder: &Path) -> Result<Axis<I>, SourceError> {
    axis(vec![Label { code: code.to_owned(), name: name.to_owned(), standard: None }], folder)
}

/// Sets negative final use to zero; each cell is listed.
fn negative_final_use(national: &mut National) {
    let axes = &national.axes;
    let m = axes.sectors.len();
    for (at, value) in national.final_use.as_mut_slice().iter_mut().enumerate() {
        if *value < 0.0 {
            national.mends.push(Mend {
                rule: MendRule::NegativeFinalUse,
                region: Some(axes.regions.code(Region::new(at / m)).to_owned()),
                sector: Some(axes.sectors.code(Sector::new(at % m)).to_owned()),
                before: *value,
                after: 0.0,
                note: "final use".to_owned(),
            });
            *value = 0.0;
        }
    }
}

fn deficit(folder: &Path, regions: &Axis<Region>) -> Result<Vec<f64>, SourceError> {
    let Some(file) = find(folder, "deficit")? else { return Ok(vec![0.0; regions.len()]) };
    Keyed::read(&file, [("region", regions)], [("deficit", Legal::Finite)])?.values("deficit", 0.0)
}
