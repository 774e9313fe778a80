//! `oblate world`: list, info, check, import, aggregate, export.

mod report;

use oblate::{
    ImportRequest, aggregate_world, check_world, export_world, import_notes, import_world, mend_counts,
    mend_rule, open_world, save_world, world_names,
};
use serde_json::{Value, json};

use crate::arguments::{Aggregate, Export, Import, World};
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::interrupt;
use crate::terminal::text::columns;

/// Performs a command on worlds.
pub fn perform(command: &World) -> Result<Answer, Failure> {
    match command {
        World::List => list(),
        World::Info { world } => {
            let world = open_world(world)?;
            Ok(Answer::content(report::info(&world), report::info_json(&world)))
        }
        World::Check { world, mends } => {
            let world = open_world(world)?;
            let checked = check_world(&world);
            let mut json = json!(checked);
            let mut text = report::check(&checked);
            if *mends {
                text.push_str(&report::mends(&world));
                json["every_mend"] = report::mends_json(&world);
            }
            Ok(Answer::content(text, json))
        }
        World::Import(wanted) => import(wanted),
        World::Aggregate(wanted) => aggregate(wanted),
        World::Export(wanted) => export(wanted),
    }
}

fn list() -> Result<Answer, Failure> {
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for name in world_names() {
        let world = open_world(&name)?;
        let (description, axes) = (&world.accounts().description, world.axes());
        let (regions, sectors) = (axes.regions.len(), axes.sectors.len());
        let size = format!("{regions} × {sectors}");
        entries.push(
            json!({ "name": name, "title": description.title, "regions": regions, "sectors": sectors }),
        );
        rows.push(vec![name, size, description.title.clone()]);
    }
    let mut text = String::new();
    columns(&mut text, &rows, 3);
    Ok(Answer::content(text, json!({ "worlds": Value::Array(entries) })))
}

fn import(wanted: &Import) -> Result<Answer, Failure> {
    refuse_existing(&wanted.output, wanted.overwrite)?;
    let mends_off = wanted.mend_off.iter().map(|name| mend_rule(name)).collect::<Result<_, _>>()?;
    let request = ImportRequest {
        layout: wanted.layout.into(),
        folder: wanted.folder.clone(),
        mends_off,
        name: wanted.name.clone(),
        title: wanted.title.clone(),
    };
    let world = import_world(&request, &interrupt::wanted)?;
    let notes: Vec<String> = import_notes(&request)?.iter().map(ToString::to_string).collect();
    let mut answer = save(&world, &wanted.output, wanted.overwrite)?;
    answer.text.insert_str(0, &report::notes(&notes));
    answer.text.push_str(&report::labels_read(&world));
    answer.json["notes"] = json!(notes);
    Ok(answer)
}

fn aggregate(wanted: &Aggregate) -> Result<Answer, Failure> {
    refuse_existing(&wanted.output, wanted.overwrite)?;
    let world = open_world(&wanted.world)?;
    let of_file = wanted.output.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = wanted.name.clone().or(of_file);
    let world =
        aggregate_world(&world, wanted.regions.as_deref(), wanted.sectors.as_deref(), name.as_deref())?;
    save(&world, &wanted.output, wanted.overwrite)
}

fn export(wanted: &Export) -> Result<Answer, Failure> {
    let world = open_world(&wanted.world)?;
    let (layout, format) = (wanted.layout.into(), wanted.to.into());
    export_world(&world, layout, &wanted.output, format, wanted.overwrite).map_err(Failure::of_output)?;
    let folder = wanted.output.display().to_string();
    Ok(Answer::account(format!("Tables in {folder}\n"), json!({ "folder": folder })))
}

/// Says that something is in the way before the work is done.
fn refuse_existing(path: &std::path::Path, overwrite: bool) -> Result<(), Failure> {
    if path.exists() && !overwrite { Err(Failure::exists(path)) } else { Ok(()) }
}

fn save(world: &oblate_world::World, path: &std::path::Path, overwrite: bool) -> Result<Answer, Failure> {
    if interrupt::wanted() {
        return Err(
            oblate::EngineError::Interrupted { during: "before the world was written".to_owned() }.into()
        );
    }
    save_world(world, path, overwrite).map_err(Failure::of_output)?;
    let mends = mend_counts(&world.accounts().mends);
    let mut text = report::head(world);
    text.push_str(&report::mend_counts_text(&mends));
    text.push_str(&format!("World in {}\n", path.display()));
    let axes = world.axes();
    let json = json!({
        "world": world.accounts().description.name,
        "file": path.display().to_string(),
        "regions": axes.regions.len(),
        "sectors": axes.sectors.len(),
        "mends": mends,
    });
    Ok(Answer::account(text, json))
}
