//! Writes the generated files of `schemas/`; run by `cargo xtask generate`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("scenario.schema.json"), oblate_scenario::json_schema())?;
    println!("wrote schemas/scenario.schema.json");
    Ok(())
}
