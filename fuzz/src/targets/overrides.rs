//! Overrides as `--set` takes them, one a line, on a scenario of the long run and on one of the short run.

use std::sync::LazyLock;

use oblate_engine::{Request, ShockRequest, load, plan, plan_shocks};

use super::{SCRATCH, WORLD, written};

const LONG: &str = "title = \"t\"\n[groups]\nwest = [\"R1\"]\n[model]\nstructure = \"krugman\"\n[[tariff]]\nname = \"wall\"\n\
    from = \"R2\"\nto = \"R1\"\nadd = 0.2\n[[cap]]\nfrom = \"R2\"\nto = \"R3\"\nquantity = 0.5\n[variants.v]\nset = { \"tariff.1.add\" = 0.3 }\n";
const SHORT: &str = "title = \"t\"\ndays = 10\n[short_run]\npsi = 0.8\n[[capacity_loss]]\nname = \"stop\"\nregions = \"R1\"\nloss = 0.5\n\
    days = 5\n[[route]]\nfrom = \"R1\"\nclosed = 0.5\n[variants.v]\nset = { \"capacity_loss.stop.loss\" = 0.1 }\n";

static FILES: LazyLock<[String; 2]> = LazyLock::new(|| {
    let file =
        |name: &str, text: &str| written(&format!("{name}.toml"), text.as_bytes()).display().to_string();
    assert!(SCRATCH.is_dir());
    [file("long", LONG), file("short", SHORT)]
});

pub fn tries(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let overrides: Vec<String> = text.split('\n').take(8).map(str::to_owned).collect();
    let world = &*WORLD;
    if let Ok(scenario) = load(&FILES[0], &overrides) {
        let _ = plan(&Request { scenario: &scenario, world, variants: &[], threads: 1 });
    }
    if let Ok(scenario) = load(&FILES[1], &overrides) {
        let (variants, days) = (&[][..], None);
        let _ = plan_shocks(&ShockRequest {
            scenario: &scenario,
            world,
            variants,
            days,
            industries: false,
            threads: 1,
        });
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    [
        "tariff.wall.add=0.25",
        "tariff.1.sectors=[\"s1\", \"s2\"]\ncap.1.rent=nobody",
        "model.structure={ default = \"perfect\", s1 = \"melitz\" }",
        "model.deficits=zero\nparameters.trade_elasticity=5.5",
        "solver.tolerance=1e-8\ngroups.west=[\"R2\", \"R3\"]",
        "tariff.wall.where={ covariate = \"distance\", above = 1000 }",
        "short_run.psi=0.5\nshort_run.inventories={ default = 10, s1 = inf }",
        "capacity_loss.stop.recovery_table=[1, 0.5, 0]\ncapacity_loss.1.start=7",
        "route.1.delay=3\ndays=20",
        "\"tariff\".'wall'.add = 1_000.5e-3",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
