//! `indicators.json`: what indicators are of. No clock, no path, no thread count.

use std::collections::BTreeMap;

use oblate_engine::{Chain, Family, IndicatorsRequest};
use oblate_tables::Table;
use oblate_world::{Id, Region};
use serde::{Deserialize, Serialize};

use super::description::INDICATOR_TABLES;
use crate::description::TableDescription;
use crate::manifest::WorldEntry;
use crate::record::Record;

/// The content of `indicators.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorsManifest {
    /// Version of the engine.
    pub oblate: String,
    /// The world.
    pub world: WorldEntry,
    /// Whether the cells are as published: no rule mended them, and they need not balance.
    #[serde(default)]
    pub as_published: bool,
    /// Groups of regions with their members, as written.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Regions and groups as borders count, in the order of the tables.
    pub places: Vec<PlaceEntry>,
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

/// A region, or a group of regions that counts as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceEntry {
    /// Its code in the tables: of a group its name.
    pub code: String,
    /// Its name for people.
    pub name: String,
    /// Codes of the regions of the world that it holds.
    pub members: Vec<String>,
}

impl IndicatorsManifest {
    pub(super) fn new(
        request: &IndicatorsRequest<'_>,
        chain: &Chain<'_>,
        families: &[Family],
        tables: &[Table],
    ) -> Self {
        let axes = &request.of.accounts().axes;
        let sectors = &axes.sectors;
        let needs = |user| -> Vec<String> {
            let needed = sectors.ids().filter(|&product| chain.essential[(product, user)] != 0.0);
            needed.map(|product| sectors.code(product).to_owned()).collect()
        };
        let essential = sectors.ids().map(|user| (sectors.code(user).to_owned(), needs(user)));
        Self {
            oblate: env!("CARGO_PKG_VERSION").to_owned(),
            world: WorldEntry::of_accounts(request.of.accounts()),
            as_published: request.of.is_published(),
            groups: request.groups.iter().cloned().collect(),
            places: places(chain),
            families: families.iter().map(|family| family.name().to_owned()).collect(),
            regions: request.regions.to_vec(),
            sectors: request.sectors.to_vec(),
            missing: chain.missing(),
            essential: essential.filter(|(_, needed)| !needed.is_empty()).collect(),
            files: tables.iter().map(|table| table.name.to_owned()).collect(),
        }
    }
}

fn places(chain: &Chain<'_>) -> Vec<PlaceEntry> {
    let regions = &chain.accounts.axes.regions;
    let place = |place: Region| {
        let label = chain.regions.label(place);
        let members = regions.ids().filter(|region| chain.group[region.index()] == place);
        PlaceEntry {
            code: label.code.clone(),
            name: label.name.clone(),
            members: members.map(|region| regions.code(region).to_owned()).collect(),
        }
    };
    chain.regions.ids().map(place).collect()
}

impl Record for IndicatorsManifest {
    const FILE: &'static str = "indicators.json";
    const KIND: (&'static str, &'static str) = ("families", "indicators");
    const TABLES: &'static [TableDescription] = &INDICATOR_TABLES;
    // which of them were computed was asked for
    const ALWAYS: &'static [&'static str] = &[];

    fn files(&self) -> &[String] {
        &self.files
    }

    fn name_files(&mut self, files: Vec<String>) {
        self.files = files;
    }
}
