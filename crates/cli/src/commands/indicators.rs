//! `oblate indicators` and `oblate profile`: who depends on whom, as tables, as a page and on the screen.

use std::path::PathBuf;

use oblate::{
    Highlights, IndicatorsManifest, IndicatorsRequest, ProfileSubject, Results, ResultsFolder, TableOf,
    check_place, indicators, name_after, open_published, open_world, region_profile, save_page,
    sector_profile,
};
use serde_json::json;

use crate::arguments::{Indicators, Profile};
use crate::terminal::answer::{Answer, Failure};
use crate::terminal::text::{columns, percent};
use crate::terminal::{browser, interrupt};

/// Computes indicators and writes their tables.
pub fn indicators_of(wanted: &Indicators, threads: u16) -> Result<Answer, Failure> {
    let folder = ResultsFolder::new::<IndicatorsManifest>(&wanted.output, wanted.overwrite)
        .map_err(Failure::of_output)?;
    match &wanted.as_published {
        Some(tables) => told(wanted, (&open_published(tables)?).into(), &folder, threads),
        None => told(wanted, (&open_world(&wanted.world)?).into(), &folder, threads),
    }
}

fn told(
    wanted: &Indicators,
    of: TableOf<'_>,
    folder: &ResultsFolder,
    threads: u16,
) -> Result<Answer, Failure> {
    let only: Vec<oblate::Family> = wanted.only.iter().map(|&family| family.into()).collect();
    let request = IndicatorsRequest {
        of,
        groups: &wanted.group,
        only: &only,
        regions: &wanted.regions,
        sectors: &wanted.sectors,
        threads: threads.into(),
    };
    let found = indicators(&request, &interrupt::wanted)?;
    let files = folder
        .write(&found.results, None, wanted.format.into(), &interrupt::wanted)
        .map_err(Failure::of_output)?;
    let shown = folder.path().display();
    let mut text = on_screen(&found.highlights);
    text.push_str(&format!("Indicators in {shown}: {}\n", files.join(", ")));
    let rows: serde_json::Map<_, _> =
        found.results.tables().iter().map(|table| (table.name.to_owned(), json!(table.rows()))).collect();
    let answer = json!({
        "folder": shown.to_string(), "files": files, "rows": rows, "missing": found.results.manifest.missing,
    });
    Ok(Answer::account(text, answer))
}

fn on_screen(found: &Highlights) -> String {
    let mut text = String::new();
    let mut block = |title: &str, rows: Vec<Vec<String>>, left: usize| {
        if !rows.is_empty() {
            text.push_str(title);
            text.push('\n');
            columns(&mut text, &rows, left);
            text.push('\n');
        }
    };
    let share = |value: f64| percent(100.0 * value).trim_start_matches('+').to_owned();
    let hidden = found.hidden.iter().map(|(region, sector, face, through)| {
        vec![region.clone(), sector.clone(), share(*face), share(*through)]
    });
    block(
        "Reliance on other regions that invoices hide: at face value, looking through the chain",
        hidden.collect(),
        2,
    );
    let points = found.chokepoints.iter().map(|(region, product, source, held, sources)| {
        vec![region.clone(), product.clone(), source.clone(), share(*held), format!("{sources:.1}")]
    });
    block(
        "Chokepoints: buyer, product, largest foreign source, its share, effective number of foreign sources",
        points.collect(),
        3,
    );
    let stops = found
        .stops
        .iter()
        .map(|(region, sector, loss)| vec![region.clone(), sector.clone(), share(*loss / 100.0)]);
    block("Stops that cost the world most, per cent of its output", stops.collect(), 2);
    for (kind, regions) in &found.missing {
        text.push_str(&format!(
            "Without facts on {kind}, left out of measures by it: {}\n",
            regions.join(", ")
        ));
    }
    text
}

/// Tells a profile from indicators and the code of its subject.
type Tell = fn(&Results<IndicatorsManifest>, &str) -> Option<oblate::Profile>;

/// Writes the page of a region or a sector.
pub fn profile_of(wanted: &Profile, threads: u16) -> Result<Answer, Failure> {
    let word = wanted.region.as_deref().or(wanted.sector.as_deref()).unwrap_or_default();
    let name = format!("profile-{}.html", name_after(word.trim_start_matches('@')));
    let place = wanted.output.clone().unwrap_or_else(|| PathBuf::from(name));
    check_place(&place, wanted.overwrite).map_err(Failure::of_output)?;
    let world = open_world(&wanted.world)?;
    let (subject, tell): (_, Tell) = match wanted.region {
        Some(_) => (ProfileSubject::region(&world, word)?, region_profile),
        None => (ProfileSubject::sector(&world, word)?, sector_profile),
    };
    let found = indicators(&subject.request(&world, threads.into()), &interrupt::wanted)?;
    let profile = tell(&found.results, &subject.code);
    let profile = profile.expect("the subject asks for all tables that its profile is told from");
    save_page(&profile.page, &place, wanted.overwrite).map_err(Failure::of_output)?;
    let mut text = format!("{}\nProfile in {}\n", profile.answer, place.display());
    if wanted.open {
        text.push_str(&browser::open(&place));
    }
    let answer = json!({ "page": place.display().to_string(), "code": profile.code, "name": profile.name, "answer": profile.answer });
    Ok(Answer::account(text, answer))
}
