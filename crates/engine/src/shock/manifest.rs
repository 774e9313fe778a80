//! `run.json` of a short run: everything needed to repeat it. No clock, no path, no thread count.

use std::collections::BTreeMap;

use oblate_propagation::{Model, ShockLoss, Trouble};
use serde::{Deserialize, Serialize};

use crate::manifest::{ScenarioEntry, WorldEntry};
use crate::shock::ShockRequest;

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
    /// The choices of the model, by name.
    pub settings: BTreeMap<String, String>,
    /// What each shock costs.
    pub losses: Vec<ShockLossEntry>,
    /// What went wrong, in words.
    pub troubles: Vec<String>,
    /// Names of the files beside this one.
    pub files: Vec<String>,
}

/// The world's value added that is lost because of one shock, in the world's unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShockLossEntry {
    /// Its name.
    pub shock: String,
    /// With this shock alone.
    pub alone: f64,
    /// With all shocks, less what is lost without this one.
    pub on_top: f64,
}

impl ShockManifest {
    pub(super) fn new(
        request: &ShockRequest<'_>,
        model: &Model,
        days: usize,
        losses: &[(String, ShockLoss)],
        troubles: &[Trouble],
    ) -> Self {
        let entry = |(shock, loss): &(String, ShockLoss)| ShockLossEntry {
            shock: shock.clone(),
            alone: loss.alone,
            on_top: loss.on_top,
        };
        Self {
            oblate: env!("CARGO_PKG_VERSION").to_owned(),
            shocks: shocks(request),
            world: WorldEntry::of(request.world),
            days,
            settings: settings(model),
            losses: losses.iter().map(entry).collect(),
            troubles: troubles.iter().map(|trouble| trouble.describe(model)).collect(),
            files: Vec::new(),
        }
    }
}

fn shocks(request: &ShockRequest<'_>) -> ScenarioEntry {
    let file = &request.scenario.file;
    let text = file.text().to_owned();
    ScenarioEntry {
        name: request.scenario.name.clone(),
        title: file.title().map(str::to_owned),
        question: file.question().map(str::to_owned),
        mechanisms: file.mechanisms().map(str::to_owned).collect(),
        notes: file.notes().map(str::to_owned),
        blake3: blake3::hash(text.as_bytes()).to_hex().to_string(),
        text,
        overrides: Vec::new(),
        tables: BTreeMap::new(),
    }
}

/// The choices as they are named in the code and in the book.
fn settings(model: &Model) -> BTreeMap<String, String> {
    let settings = model.settings();
    let choices: [(&str, String); 16] = [
        ("step", settings.step.to_string()),
        ("orders", format!("{:?}", settings.orders)),
        ("suppliers", format!("{:?}", settings.suppliers)),
        ("final_suppliers", format!("{:?}", settings.final_suppliers)),
        ("rationing", format!("{:?}", settings.rationing)),
        ("inputs", format!("{:?}", settings.inputs)),
        ("limit", format!("{:?}", settings.limit)),
        ("negligible", settings.negligible.to_string()),
        ("inventories", format!("{:?}", settings.inventories)),
        ("restoring", settings.restoring.to_string()),
        ("overproduction", format!("{:?}", settings.overproduction)),
        ("labour", format!("{:?}", settings.labour)),
        ("consumption", format!("{:?}", settings.consumption)),
        ("capital_ratio", settings.capital_ratio.to_string()),
        ("overlap", format!("{:?}", settings.overlap)),
        ("compatibility", format!("{:?}", settings.compatibility)),
    ];
    choices.into_iter().map(|(name, choice)| (name.to_owned(), choice)).collect()
}
