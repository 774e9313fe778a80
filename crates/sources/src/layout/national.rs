//! Reading the layout `national`: national accounts and bilateral trade side by side, as most replication folders.

use std::path::Path;

use oblate_world::{Array2, Axes, Axis, Description, Id, Mend, MendRule, National, Region, Sector, Source};

use super::axes::appearing;
use super::description::WorldToml;
use super::flows::{intermediate_use, trade};
use super::import::pooled;
use super::{ImportOptions, elasticity, source_files};
use crate::error::SourceError;
use crate::table::{Legal, TableFile, Wanted};

/// The tables of the layout.
pub(super) const STEMS: [&str; 5] =
    ["industries", "intermediate_use", "trade", "deficit", "trade_elasticity"];
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
    let inputs = TableFile::need(folder, "intermediate_use")?;
    let columns = [("value", Legal::NotNegative), ("tariff", Legal::Rate)];
    let [trade, tariff] = trade(&TableFile::need(folder, "trade")?, &axes, columns)?;
    let mut description = told.description();
    options.name(&mut description, folder);
    record_files(&mut description, folder)?;
    let mut national = National {
        trade,
        tariff,
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

fn record_files(description: &mut Description, folder: &Path) -> Result<(), SourceError> {
    description.sources.push(Source {
        name: description.title.clone(),
        licence: description.licence.clone(),
        citation: description.citation.clone(),
        files: source_files(folder, &STEMS)?,
    });
    Ok(())
}

type IndustryAccounts = (Axes, Array2<Region, Sector>, Array2<Region, Sector>);

/// The axes, value added and final use.
fn industries(folder: &Path) -> Result<IndustryAccounts, SourceError> {
    let file = TableFile::need(folder, "industries")?;
    let wanted = Wanted::default().text("region").text("sector");
    let wanted = wanted.number("value_added", Legal::Finite).number("final_use", Legal::Finite);
    let mut table = file.read(&wanted)?;
    table.check()?;
    let axes = Axes {
        regions: appearing(&table, "region", file.path())?,
        sectors: appearing(&table, "sector", file.path())?,
        final_uses: pooled(FINAL_USE.0, FINAL_USE.1, folder)?,
        factors: pooled(FACTOR.0, FACTOR.1, folder)?,
    };
    let [value_added, final_use] =
        table.by_industry(&axes.regions, &axes.sectors, ["value_added", "final_use"])?;
    Ok((axes, value_added, final_use))
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
    let mut deficits = vec![0.0; regions.len()];
    let Some(file) = TableFile::find(folder, "deficit")? else { return Ok(deficits) };
    let mut table = file.read(&Wanted::default().text("region").number("deficit", Legal::Finite))?;
    let rows = table.ids("region", regions);
    table.unique(regions.len(), |row| rows[row].index(), &["region"]);
    table.check()?;
    for (region, value) in rows.iter().zip(table.numbers("deficit")) {
        deficits[region.index()] = *value;
    }
    Ok(deficits)
}
