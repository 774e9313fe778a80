//! A scenario of BoARIO as it is stored, in the words of this crate.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use oblate_propagation::{
    CapitalLoss, Effect, InputOutput, InventoryDays, InventoryLimit, Model, Overproduction, Payer,
    Rebuilding, Recovery, Settings, Shock, Suppliers, Timing,
};
use oblate_world::{FinalUse, Region, Sector};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Scenario {
    pub mrio: String,
    pub params: Params,
    pub events: Vec<Event>,
}

#[derive(Deserialize)]
pub struct Params {
    order_type: String,
    alpha_base: f64,
    alpha_max: f64,
    alpha_tau: f64,
    rebuild_tau: f64,
    main_inv_dur: f64,
    inventory_dict: Option<BTreeMap<String, f64>>,
    psi_param: Option<f64>,
    inventory_restoration_tau: Option<f64>,
}

#[derive(Deserialize)]
pub struct Event {
    #[serde(rename = "type")]
    kind: String,
    occurrence: f64,
    duration: f64,
    impact: BTreeMap<String, f64>,
    recovery_tau: Option<f64>,
    rebuild_tau: Option<f64>,
    rebuilding_factor: Option<f64>,
    recovery_function: Option<String>,
    rebuilding_sectors: Option<BTreeMap<String, f64>>,
    households_impact: Option<BTreeMap<String, f64>>,
}

impl Scenario {
    pub fn read(folder: &Path) -> Self {
        serde_json::from_str(&std::fs::read_to_string(folder.join("scenario.json")).unwrap()).unwrap()
    }

    pub fn prepare(&self, table: Arc<InputOutput>) -> Model {
        assert_eq!(self.params.alpha_base, 1.0);
        let suppliers = match self.params.order_type.as_str() {
            "alt" => Suppliers::ByCapacity,
            _ => Suppliers::Fixed,
        };
        let inventories = match &self.params.inventory_dict {
            None => InventoryDays::Same(self.params.main_inv_dur),
            Some(days) => InventoryDays::ByInput(table.sectors().codes().map(|code| days[code]).collect()),
        };
        let settings = Settings {
            suppliers,
            inventories,
            overproduction: Some(Overproduction { most: self.params.alpha_max, days: self.params.alpha_tau }),
            // the base model has neither of the two
            limit: InventoryLimit::ShareOfTarget(self.params.psi_param.unwrap_or(1.0)),
            restoring: self.params.inventory_restoration_tau.unwrap_or(1.0),
            ..Settings::boario_072()
        };
        Model::new(table, settings).unwrap()
    }

    pub fn shocks(&self, table: &InputOutput) -> Vec<Shock> {
        self.events.iter().map(|event| event.shock(table, self.params.rebuild_tau)).collect()
    }
}

impl Event {
    fn shock(&self, table: &InputOutput, rebuild_tau: f64) -> Shock {
        let industries = self.impact.iter().map(|(name, value)| (industry(table, name), *value)).collect();
        let recovery = match (self.recovery_function.as_deref(), self.recovery_tau) {
            (Some("linear_recovery"), Some(days)) => Recovery::Linear(days),
            (Some("convexe_recovery_scaled"), Some(days)) => Recovery::Convex(days),
            (Some("convexe_recovery"), Some(days)) => Recovery::SlowConvex(days),
            (Some("concave_recovery"), Some(days)) => Recovery::Concave(days),
            _ => Recovery::Never,
        };
        let effect = match self.kind.as_str() {
            "EventArbitraryProd" => Effect::Capacity(industries),
            _ => Effect::Capital(CapitalLoss {
                industries,
                final_users: self.final_users(table),
                rebuilding: (self.kind == "EventKapitalRebuild").then(|| self.rebuilding(table, rebuild_tau)),
            }),
        };
        let timing = Timing { start: self.occurrence, days: self.duration, recovery };
        Shock::new(self.kind.clone(), timing, effect)
    }

    fn final_users(&self, table: &InputOutput) -> Vec<((Region, FinalUse), f64)> {
        let losses = self.households_impact.iter().flatten();
        let place = |name: &str| {
            let (region, use_) = name.split_once('|').unwrap();
            (table.regions().find(region).unwrap(), table.final_uses().find(use_).unwrap())
        };
        losses.map(|(name, value)| (place(name), *value)).collect()
    }

    fn rebuilding(&self, table: &InputOutput, rebuild_tau: f64) -> Rebuilding {
        let products = self.rebuilding_sectors.iter().flatten();
        Rebuilding {
            products: products.map(|(name, part)| (table.sectors().find(name).unwrap(), *part)).collect(),
            factor: self.rebuilding_factor.unwrap_or(1.0),
            days: self.rebuild_tau.unwrap_or(rebuild_tau),
            payer: Payer::Outside,
        }
    }
}

pub fn industry(table: &InputOutput, name: &str) -> (Region, Sector) {
    let (region, sector) = name.split_once('|').unwrap();
    (table.regions().find(region).unwrap(), table.sectors().find(sector).unwrap())
}
