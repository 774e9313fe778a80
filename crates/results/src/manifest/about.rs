//! A table that tells what a run is, for forms of the results that travel without their `run.json`.

use super::Manifest;
use oblate_tables::{Column, Labels, Table};

/// `item, text`: program, scenario, world, licence, citations, units and hashes.
pub(super) fn table(manifest: &Manifest) -> Table {
    let (scenario, world) = (&manifest.scenario, &manifest.world);
    let (mut item, mut text) = (Labels::default(), Labels::default());
    let mut tell = |what: &str, told: &str| {
        if !told.is_empty() {
            item.push_word(what);
            text.push_word(told);
        }
    };
    tell("program", &format!("oblate {}", manifest.oblate));
    tell("scenario", &scenario.name);
    tell("scenario title", scenario.title.as_deref().unwrap_or_default());
    tell("question", scenario.question.as_deref().unwrap_or_default());
    tell("scenario BLAKE3", &scenario.blake3);
    scenario.overrides.iter().for_each(|change| tell("override", change));
    manifest
        .variants
        .iter()
        .for_each(|variant| tell("variant", &format!("{}: {}", variant.name, variant.title)));
    tell("world", &world.name);
    tell("world title", &world.title);
    tell("world year", &world.year.map_or_else(String::new, |year| year.to_string()));
    tell("world BLAKE3", &world.blake3);
    tell("world licence", &world.licence);
    tell("world citation", &world.citation);
    world.caveats.iter().for_each(|caveat| tell("world caveat", caveat));
    for source in &world.sources {
        tell("source", &format!("{} ({}): {}", source.name, source.licence, source.citation));
    }
    manifest.elasticity_citations.iter().for_each(|citation| tell("elasticities", citation));
    tell("unit of levels", &world.unit);
    tell("unit of `_hat`", "ratio: new over baseline");
    tell("unit of `_pct`", "change in per cent");
    tell("missing numbers", "a region without a finite price level, or a ratio to what was zero");
    tell("to cite this run", "oblate cite RUNFOLDER");
    Table { name: "about", columns: vec![Column::labels("item", item), Column::labels("text", text)] }
}
