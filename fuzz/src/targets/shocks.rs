//! Files of shocks on the short run: read, and put on a world with all their variants.

use oblate_engine::{FoundScenario, Kind, ShockRequest, plan_shocks};
use oblate_scenario::Scenario;

use super::{WORLD, seeds, valid};

pub fn tries(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let scenario = FoundScenario::from(Scenario::read(text, "fuzz.toml"));
    let request = ShockRequest {
        scenario: &scenario,
        world: &WORLD,
        variants: &[],
        days: None,
        industries: false,
        threads: 1,
    };
    if let Err(error) = plan_shocks(&request) {
        assert!(!error.to_string().contains("fault of the program"), "{error}");
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    seeds::questions(Kind::ShortRun, valid::short_run)
}
