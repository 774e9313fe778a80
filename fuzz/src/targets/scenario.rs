//! Scenario files on the long run, TOML and JSON: read, and put on a world with all their variants.

use oblate_engine::{FoundScenario, Kind, Request, plan};
use oblate_scenario::Scenario;

use super::{WORLD, seeds, valid};

pub fn tries(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let scenario = FoundScenario::from(Scenario::read(text, "fuzz.toml"));
    let request = Request { scenario: &scenario, world: &WORLD, variants: &[], threads: 1 };
    if let Err(error) = plan(&request) {
        assert!(!error.to_string().contains("fault of the program"), "{error}");
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = seeds::questions(Kind::LongRun, valid::long_run);
    let json: Vec<Vec<u8>> = seeds.iter().filter_map(|text| as_json(text)).collect();
    seeds.extend(json);
    seeds
}

/// The same file as JSON.
fn as_json(text: &[u8]) -> Option<Vec<u8>> {
    let value: serde_json::Value = toml::from_str(std::str::from_utf8(text).ok()?).ok()?;
    serde_json::to_vec_pretty(&value).ok()
}
