//! The folder of indicators: tables and `indicators.json`, which says what they are of.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::{Chain, Family, Indicators, IndicatorsRequest};
use crate::error::EngineError;
use crate::manifest::WorldEntry;
use crate::output_folder::{OutputFolder, unless_stopped};
use oblate_tables::{Format, Table};

/// Name of the manifest, by which a folder of indicators is known.
const MANIFEST: &str = "indicators.json";

/// The content of `indicators.json`. No clock, no path, no thread count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorsManifest {
    /// Version of the engine.
    pub oblate: String,
    /// The world.
    pub world: WorldEntry,
    /// Groups of regions with their members.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The families that were computed.
    pub families: Vec<String>,
    /// The regions and sectors that were asked for, as written; all where there is none.
    pub regions: Vec<String>,
    /// As for regions.
    pub sectors: Vec<String>,
    /// Regions about which a kind of distance knows nothing.
    pub missing: BTreeMap<String, Vec<String>>,
    /// Each sector that can make nothing without some products, with these products.
    pub essential: BTreeMap<String, Vec<String>>,
    /// Names of the files beside this one.
    pub files: Vec<String>,
}

impl IndicatorsManifest {
    pub(super) fn of(
        request: &IndicatorsRequest<'_>,
        chain: &Chain<'_>,
        families: &[Family],
        tables: &[Table],
    ) -> Self {
        let axes = request.world.axes();
        let sectors = &axes.sectors;
        let needs = |user| -> Vec<String> {
            let needed = sectors.ids().filter(|&product| chain.essential[(product, user)] != 0.0);
            needed.map(|product| sectors.code(product).to_owned()).collect()
        };
        let essential = sectors.ids().map(|user| (sectors.code(user).to_owned(), needs(user)));
        Self {
            oblate: env!("CARGO_PKG_VERSION").to_owned(),
            world: WorldEntry::of(request.world),
            groups: request.groups.iter().cloned().collect(),
            families: families.iter().map(|family| family.name().to_owned()).collect(),
            regions: request.regions.to_vec(),
            sectors: request.sectors.to_vec(),
            missing: chain.missing(),
            essential: essential.filter(|(_, needed)| !needed.is_empty()).collect(),
            files: tables.iter().map(|table| table.name.to_owned()).collect(),
        }
    }
}

/// The place where indicators are to be written, checked before anything is computed.
#[derive(Debug, Clone)]
pub struct IndicatorsFolder(OutputFolder);

impl IndicatorsFolder {
    /// A place for indicators. An empty folder may stand there; with `overwrite`, earlier indicators too.
    ///
    /// # Errors
    /// As [`crate::RunFolder::new`].
    pub fn new(path: &Path, overwrite: bool) -> Result<Self, EngineError> {
        Ok(Self(OutputFolder::new(path, overwrite, MANIFEST)?))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes the tables and the manifest; returns the names of the files.
    ///
    /// # Errors
    /// [`EngineError`] of class `Output`, or `Interrupted`; then nothing has changed on disk.
    pub fn write(
        &self,
        indicators: &Indicators,
        format: Format,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, EngineError> {
        self.0.write(|staging| {
            let mut files = vec![MANIFEST.to_owned()];
            for table in &indicators.tables {
                let name = format!("{}.{}", table.name, format.ending());
                unless_stopped(&name, stop)?;
                table
                    .save(format, &staging.join(&name))
                    .map_err(EngineError::write(self.path().join(&name)))?;
                files.push(name);
            }
            let manifest = IndicatorsManifest { files: files[1..].to_vec(), ..indicators.manifest.clone() };
            let mut text = serde_json::to_string_pretty(&manifest)
                .map_err(|error| EngineError::write(self.path().join(MANIFEST))(error.into()))?;
            text.push('\n');
            std::fs::write(staging.join(MANIFEST), text)
                .map_err(EngineError::write(self.path().join(MANIFEST)))?;
            Ok(files)
        })
    }
}
