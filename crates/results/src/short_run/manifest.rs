//! `run.json` of a short run: everything needed to repeat it. No clock, no path, no thread count.

use std::collections::BTreeMap;

use oblate_propagation::{InputUse, Model, Rationing};
use serde::{Deserialize, Serialize};

use oblate_engine::{ShockLoss, ShockRequest, ShockResult, ShockVariant};
use oblate_tables::Table;

use crate::manifest::{MANIFEST, Record, ScenarioEntry, WorldEntry};

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
    /// What went wrong, in words.
    pub troubles: Vec<String>,
    /// What a reader must know.
    pub warnings: Vec<String>,
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
}

impl Record for ShockManifest {
    const FILE: &'static str = MANIFEST;

    fn name_files(&mut self, files: Vec<String>) {
        self.files = files;
    }

    fn about(&self) -> Option<(String, Table)> {
        None
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
            troubles: troubles.collect(),
            warnings: variant.warnings.clone(),
        }
    }
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
