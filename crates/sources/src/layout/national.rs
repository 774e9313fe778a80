//! Reading the layout `national`: national accounts and bilateral trade side by side, as most replication folders.

use std::path::Path;

use oblate_tables::{FaultKind, Legal, Wanted};
use oblate_world::mending::{compare_national, mend_national};
use oblate_world::{Array2, Axes, Axis, Id, Label, MendError, National, Region, Sector};

use super::axes::appearing;
use super::description::WorldToml;
use super::flows::{by_link, intermediate_use, links};
use super::learned::check_sectors;
use super::strangers::{unread_columns, unread_files};
use super::tables::NATIONAL_LAYOUT;
use super::{ImportOptions, elasticity, plausible, record_files};
use crate::error::SourceError;
use crate::files::{Keyed, axis, find, need};

/// The one factor and the one final use of the layout, code and name.
const FACTOR: (&str, &str) = ("value_added", "Value added");
const FINAL_USE: (&str, &str) = ("final_use", "Final use");

/// What value added must be where the rule that mends it would have to change it by more than it may.
const LARGE_ENOUGH: &str = "a number that the rule `value-added-floor` changes by at most half of output; `--mend-off value-added-floor` leaves it";

/// Reads a folder of layout `national`; its pieces need not add up.
///
/// `industries` (`region, sector, value_added, final_use`) gives the order of regions and sectors;
/// `intermediate_use` (`region, input, sector, value`); `trade` (`origin, destination` or `exporter,
/// importer`, `sector, value` net of tariffs, `tariff` in rate points; further columns are no part of the
/// world); `deficit` (`region, deficit`), zero if absent; `trade_elasticity` (`sector, trade_elasticity`),
/// which may be absent. Cells without a row are zero. Cells are mended by [`mend_national`], and what the pieces say twice
/// is compared: what differs becomes a caveat.
///
/// # Errors
/// [`SourceError`]: all mistakes of the first wrong table at once, or the mend or the comparison that fails.
pub fn read_national(folder: &Path, options: &ImportOptions) -> Result<National, SourceError> {
    unread_files(folder, &NATIONAL_LAYOUT)?;
    let told = WorldToml::read(folder)?;
    told.check_national(folder)?;
    let industries = IndustryAccounts::read(folder)?;
    let axes = industries.axes.clone();
    let inputs = need(folder, "intermediate_use")?;
    let columns = [("value", Legal::NotNegative), ("tariff", Legal::Rate)];
    let mut links = links(&need(folder, "trade")?, &axes, columns)?;
    let trade = by_link(&links, "value")?;
    let mut description = told.description();
    options.name(&mut description, folder);
    record_files(&mut description, folder, &NATIONAL_LAYOUT)?;
    let mut national = National {
        tariff: by_link(&links, "tariff")?,
        trade,
        intermediate: intermediate_use(&inputs, &axes, Legal::Finite)?,
        value_added: industries.value_added.clone(),
        final_use: industries.final_use.clone(),
        deficit: deficit(folder, &axes.regions)?,
        trade_elasticity: elasticity::read(folder, &axes.sectors)?,
        mends: Vec::new(),
        description,
        axes,
    };
    unread_columns(folder, &NATIONAL_LAYOUT)?;
    check_sellers(&mut links, &national)?;
    let caveats = plausible::of_national(&national);
    national.description.caveats.extend(caveats);
    let mended = mend_national(&mut national, &options.mend_options());
    mended.map_err(|fault| industries.too_large(fault, folder))?;
    let differences = compare_national(&national).map_err(SourceError::mend(folder))?;
    national.description.caveats.extend(differences);
    Ok(national)
}

/// The axes, value added and final use, with the rows that they come from.
struct IndustryAccounts {
    axes: Axes,
    value_added: Array2<Region, Sector>,
    final_use: Array2<Region, Sector>,
    keyed: Keyed<2>,
}

impl IndustryAccounts {
    fn read(folder: &Path) -> Result<Self, SourceError> {
        let file = need(folder, "industries")?;
        let columns = ["value_added", "final_use"];
        let mut rows = file.read(&Wanted::keys(["region", "sector"]).numbers(columns, Legal::Finite))?;
        check_sectors(&mut rows);
        rows.check()?;
        let axes = Axes {
            regions: appearing(&rows, "region", file.path())?,
            sectors: appearing(&rows, "sector", file.path())?,
            final_uses: pooled(FINAL_USE.0, FINAL_USE.1, folder)?,
            factors: pooled(FACTOR.0, FACTOR.1, folder)?,
        };
        let mut keyed = Keyed::of(rows, [("region", &axes.regions), ("sector", &axes.sectors)]);
        columns.iter().for_each(|column| nothing_for_a_region(&mut keyed, &axes, column));
        let [value_added, final_use] = columns.map(|column| keyed.array(column, 0.0));
        Ok(Self { value_added: value_added?, final_use: final_use?, axes, keyed })
    }

    /// A mend of value added that is too large, at its line.
    fn too_large(self, fault: MendError, folder: &Path) -> SourceError {
        let Self { axes, mut keyed, .. } = self;
        let MendError::TooLarge { region, sector, before, .. } = &fault else {
            return SourceError::mend(folder)(fault);
        };
        let place = axes.regions.find(region).zip(axes.sectors.find(sector));
        let cell = place.map(|(j, k)| j.index() * axes.sectors.len() + k.index());
        let row = cell.and_then(|cell| keyed.cells().iter().position(|&of_row| of_row == cell));
        if let Some(row) = row {
            keyed.rows.fault(row, "value_added", FaultKind::Illegal { value: *before, legal: LARGE_ENOUGH });
        }
        keyed.rows.check().map_or_else(Into::into, |()| SourceError::mend(folder)(fault))
    }
}

/// Records as mistakes the regions for which a column holds nothing above zero.
fn nothing_for_a_region(keyed: &mut Keyed<2>, axes: &Axes, column: &str) {
    let m = axes.sectors.len();
    for region in axes.regions.ids() {
        let rows: Vec<usize> =
            (0..keyed.rows.count()).filter(|&row| keyed.cells()[row] / m == region.index()).collect();
        if rows.iter().all(|&row| keyed.rows.numbers(column)[row] <= 0.0) {
            keyed.rows.table_fault(FaultKind::NothingFor {
                column: column.to_owned(),
                key: format!("region {}", axes.regions.code(region)),
                places: rows.iter().map(|&row| keyed.rows.place(row)).collect(),
            });
        }
    }
}

/// Refuses a table of trade in which nobody sells what is bought, or a region sells nothing to itself.
fn check_sellers(links: &mut Keyed<3>, national: &National) -> Result<(), SourceError> {
    let (axes, trade) = (&national.axes, &national.trade);
    if links.rows.count() == 0 {
        links.rows.table_fault(FaultKind::NoRows);
        return Ok(links.rows.check()?);
    }
    for region in axes.regions.ids() {
        let bought: Vec<Sector> =
            axes.sectors.ids().filter(|&s| national.purchases(region, s) > 0.0).collect();
        for &s in bought.iter().filter(|s| trade.row(**s, region).iter().all(|&value| value == 0.0)) {
            let (region, sector) = (axes.regions.code(region), axes.sectors.code(s));
            let key = format!("destination {region}, sector {sector}, which is bought there");
            links.rows.table_fault(FaultKind::MissingRow { key });
        }
        if !bought.is_empty() && bought.iter().all(|&s| trade[(s, region, region)] == 0.0) {
            links.rows.table_fault(FaultKind::NoSuchRows {
                rows: format!("region {} sells to itself", axes.regions.code(region)),
                labels: bought.iter().map(|&s| axes.sectors.code(s).to_owned()).collect(),
                legal: "output less exports",
            });
        }
    }
    Ok(links.rows.check()?)
}

/// The one label of an axis whose entries the layout pools.
fn pooled<I: Id>(code: &str, name: &str, folder: &Path) -> Result<Axis<I>, SourceError> {
    axis(vec![Label { code: code.to_owned(), name: name.to_owned(), standard: None }], folder)
}

fn deficit(folder: &Path, regions: &Axis<Region>) -> Result<Vec<f64>, SourceError> {
    let Some(file) = find(folder, "deficit")? else { return Ok(vec![0.0; regions.len()]) };
    Keyed::read(&file, [("region", regions)], [("deficit", Legal::Finite)])?.values("deficit", 0.0)
}
