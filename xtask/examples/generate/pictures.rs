//! The picture of each scenario of the library: the figure that stands for its report.

use oblate::{Request, Results, load_scenario, run, run_picture, scenario_names};

use super::Generated;

/// Runs every scenario of the library and draws its picture; also what went wrong.
pub fn pictures() -> (Vec<Generated>, Vec<String>) {
    let (mut pictures, mut faults) = (Vec::new(), Vec::new());
    for name in scenario_names() {
        match picture(&name) {
            Ok(picture) => pictures.push((format!("scenarios/{name}/picture.svg"), picture)),
            Err(error) => faults.push(format!("scenarios/{name}: {error}")),
        }
    }
    (pictures, faults)
}

fn picture(name: &str) -> Result<String, oblate::EngineError> {
    let scenario = load_scenario(name, &[])?;
    let world = scenario.open_world(None)?;
    let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 0 };
    let result = run(&request, &|| false)?;
    Ok(run_picture(&Results::of_run(&request, &result)))
}
