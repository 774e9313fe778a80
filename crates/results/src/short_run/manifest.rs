//! `run.json` of a short run: everything needed to repeat it. No clock, no path, no thread count.

use std::collections::BTreeMap;

use oblate_propagation::{Cause, ChainLink, Curves, InputUse, Model, Rationing, Sums};
use oblate_tables::Table;
use oblate_world::{Id, Sector};
use serde::{Deserialize, Serialize};

use oblate_engine::{ShockLoss, ShockRequest, ShockResult, ShockVariant};

use super::description::SHORT_RUN_TABLES;
use crate::description::TableDescription;
use crate::manifest::{MANIFEST, ScenarioEntry, WorldEntry};
use crate::record::{Record, SHORT_RUN};

/// The content of `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShockManifest {
    /// Version of the engine.
    pub oblate: String,
    /// The set of shocks.
    pub shocks: ScenarioEntry,
    /// The world.
    pub world: WorldEntry,
    /// Days that were run.
    pub days: usize,
    /// The variants in their order.
    pub variants: Vec<ShockVariantEntry>,
    /// Names of the files beside this one.
    pub files: Vec<String>,
}

/// One variant: what was chosen and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShockVariantEntry {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The choices of the model, by name.
    pub settings: BTreeMap<String, String>,
    /// Every override, old → new.
    pub changes: Vec<String>,
    /// What each shock costs.
    pub losses: Vec<ShockLoss>,
    /// A step without shocks.
    pub without_shocks: WithoutShocks,
    /// From each of the industries that lost most to its worst missing input, to the supplier that failed it most, and on.
    pub chains: Vec<Vec<LinkEntry>>,
    /// What went wrong, in words.
    pub troubles: Vec<String>,
    /// For each of the troubles the choices that avoid it, in words.
    pub remedies: Vec<Vec<String>>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// A step without shocks, in the world's unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WithoutShocks {
    /// Value added of the world.
    pub value_added: f64,
    /// Output of the regions, in their order.
    pub output_of_regions: Vec<f64>,
    /// Output of the sectors, in their order.
    pub output_of_sectors: Vec<f64>,
}

/// One industry of a chain of bottlenecks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkEntry {
    /// Code of its region.
    pub region: String,
    /// Code of its sector.
    pub sector: String,
    /// Code of the product that it lacked; none where its own capacity was short.
    pub lacks: Option<String>,
    /// Output that it lost to that, in the world's unit.
    pub output_lost: f64,
}

impl ShockManifest {
    /// The record of short runs.
    pub fn new(request: &ShockRequest<'_>, result: &ShockResult) -> Self {
        Self {
            oblate: env!("CARGO_PKG_VERSION").to_owned(),
            shocks: ScenarioEntry::new(request.scenario, result.table_files.clone()),
            world: WorldEntry::of(request.world),
            days: result.days,
            variants: result.variants.iter().map(ShockVariantEntry::new).collect(),
            files: Vec::new(),
        }
    }

    /// The table that has not all rows of a variant, in words.
    fn incomplete(&self, variant: &ShockVariantEntry, tables: &[Table]) -> Option<String> {
        let rows = |name: &str| {
            let table = tables.iter().find(|table| table.name == name);
            table.map_or(0, |table| table.rows_where(&[("variant", &variant.name)]).count())
        };
        let (regions, sectors) = (self.world.regions.len(), self.world.sectors.len());
        let base = &variant.without_shocks;
        if (base.output_of_regions.len(), base.output_of_sectors.len()) != (regions, sectors) {
            return Some(format!(
                "`without_shocks` of `{}` does not tell every region and sector",
                variant.name
            ));
        }
        let steps = rows("days_regions") / regions.max(1);
        let wanted = [
            ("summary", 1 + regions + sectors),
            ("days_regions", steps.max(1) * regions),
            ("days_sectors", steps.max(1) * sectors),
        ];
        let short = wanted.into_iter().find(|(name, count)| rows(name) != *count);
        short.map(|(name, count)| {
            format!("`{name}` has {} rows of the variant `{}`, not {count}", rows(name), variant.name)
        })
    }
}

impl Record for ShockManifest {
    const FILE: &'static str = MANIFEST;
    const KIND: (&'static str, &'static str) = SHORT_RUN;
    const TABLES: &'static [TableDescription] = &SHORT_RUN_TABLES;
    const ALWAYS: &'static [&'static str] =
        &["summary", "days_regions", "days_sectors", "bottlenecks", "suppliers", "shocks", "inventories"];

    fn files(&self) -> &[String] {
        &self.files
    }

    fn name_files(&mut self, files: Vec<String>) {
        self.files = files;
    }

    fn contradiction(&self, tables: &[Table]) -> Option<String> {
        if self.variants.is_empty() {
            return Some("it has no variant".to_owned());
        }
        self.variants.iter().find_map(|variant| self.incomplete(variant, tables))
    }
}

impl ShockVariantEntry {
    fn new(variant: &ShockVariant) -> Self {
        let troubles = variant.troubles.iter().map(|trouble| trouble.describe(&variant.model));
        Self {
            name: variant.name.clone(),
            title: variant.title.clone(),
            settings: settings(&variant.model),
            changes: variant.changes.iter().map(ToString::to_string).collect(),
            losses: variant.losses.clone(),
            without_shocks: WithoutShocks::new(&variant.curves),
            chains: chains(variant),
            troubles: troubles.collect(),
            remedies: variant.troubles.iter().map(|trouble| variant.avoiding(trouble)).collect(),
            warnings: variant.warnings.clone(),
        }
    }
}

impl WithoutShocks {
    fn new(curves: &Curves) -> Self {
        let [regions, sectors] = &curves.baseline;
        let output = |sums: &[Sums]| sums.iter().map(|one| one.output).collect();
        Self {
            value_added: curves.world_baseline().value_added,
            output_of_regions: output(regions),
            output_of_sectors: output(sectors),
        }
    }
}

/// Chains of bottlenecks that are told.
const CHAINS: usize = 5;

/// The chains from the industries that lost most to the lack of an input.
fn chains(variant: &ShockVariant) -> Vec<Vec<LinkEntry>> {
    let mut industries: Vec<usize> = Vec::new();
    for bottleneck in variant.bottlenecks.largest() {
        if industries.len() < CHAINS && !industries.contains(&bottleneck.industry) {
            industries.push(bottleneck.industry);
        }
    }
    let table = variant.model.table();
    let link = |link: ChainLink| {
        let (region, sector) = table.shape().place(link.industry);
        LinkEntry {
            region: table.regions().code(region).to_owned(),
            sector: table.sectors().code(sector).to_owned(),
            lacks: match link.cause {
                Cause::Input(product) => Some(table.sectors().code(Sector::new(product)).to_owned()),
                Cause::Capacity => None,
            },
            output_lost: link.lost,
        }
    };
    let chain =
        |industry| variant.bottlenecks.chain(&variant.model, industry).into_iter().map(link).collect();
    industries.into_iter().map(chain).collect()
}

/// The choices as they are named in the code and in the book; long lists stand as their hash.
fn settings(model: &Model) -> BTreeMap<String, String> {
    let settings = model.settings();
    let rationing = match &settings.rationing {
        Rationing::ByContract { industries, final_users } => {
            format!("ByContract({})", hashed(&format!("{industries:?} {final_users:?}")))
        }
        other => format!("{other:?}"),
    };
    let inputs = match &settings.inputs {
        InputUse::Criticality(table) => {
            format!("Criticality({}, important: {:?})", hashed(&format!("{:?}", table.need)), table.important)
        }
        other => format!("{other:?}"),
    };
    let inventories = format!("{:?}", settings.inventories);
    let transport = settings.transport.as_ref();
    let transport =
        transport.map_or("None".to_owned(), |days| format!("Days({})", hashed(&format!("{days:?}"))));
    let choices: [(&str, String); 17] = [
        ("step", settings.step.to_string()),
        ("orders", format!("{:?}", settings.orders)),
        ("suppliers", format!("{:?}", settings.suppliers)),
        ("final_suppliers", format!("{:?}", settings.final_suppliers)),
        ("rationing", rationing),
        ("inputs", inputs),
        ("limit", format!("{:?}", settings.limit)),
        ("negligible", settings.negligible.to_string()),
        ("inventories", if inventories.len() < LONG { inventories } else { hashed(&inventories) }),
        ("restoring", settings.restoring.to_string()),
        ("overproduction", format!("{:?}", settings.overproduction)),
        ("labour", format!("{:?}", settings.labour)),
        ("consumption", format!("{:?}", settings.consumption)),
        ("transport", transport),
        ("capital_ratio", settings.capital_ratio.to_string()),
        ("overlap", format!("{:?}", settings.overlap)),
        ("compatibility", format!("{:?}", settings.compatibility)),
    ];
    choices.into_iter().map(|(name, choice)| (name.to_owned(), choice)).collect()
}

/// Letters that a choice may have in `run.json`: days by product fit, days by product and industry do not.
const LONG: usize = 2000;

/// The BLAKE3 hash of a long choice, by which runs are told apart.
fn hashed(long: &str) -> String {
    format!("blake3 {}", blake3::hash(long.as_bytes()).to_hex())
}
