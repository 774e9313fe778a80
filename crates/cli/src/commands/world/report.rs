//! What a world is and how it looks, as people read it.

use std::fmt::Write;

use oblate::{MendCount, Share, WorldReport, mend_counts};
use oblate_world::{Axis, FinalUse, Id, Region, World};
use serde_json::{Value, json};

use crate::terminal::text::{columns, counted, value};

/// Entries of long lists that are shown.
const SHOWN: usize = 10;

/// Name, title, size and unit.
pub fn head(world: &World) -> String {
    let (description, axes) = (&world.accounts().description, world.axes());
    let year = description.year.map_or_else(String::new, |year| format!(", {year}"));
    format!(
        "{}: {}\n{}, {}, {}, {}{year}; {}\n",
        description.name,
        description.title,
        counted(axes.regions.len(), "region"),
        counted(axes.sectors.len(), "sector"),
        counted(axes.final_uses.len(), "final use"),
        counted(axes.factors.len(), "factor"),
        unit(&description.unit)
    )
}

fn unit(unit: &str) -> String {
    if unit.is_empty() { "the unit of values is not told".to_owned() } else { format!("values in {unit}") }
}

/// What the world is.
pub fn info(world: &World) -> String {
    let (accounts, axes) = (world.accounts(), world.axes());
    let description = &accounts.description;
    let mut out = head(world);
    codes(&mut out, "Regions", &axes.regions);
    codes(&mut out, "Sectors", &axes.sectors);
    codes(&mut out, "Final uses", &axes.final_uses);
    codes(&mut out, "Factors", &axes.factors);
    let satellites = accounts.satellites.iter().map(|s| (s.name.as_str(), s.unit.as_str()));
    quantities(&mut out, "Satellites", satellites);
    quantities(
        &mut out,
        "Facts about regions",
        accounts.region_covariates.iter().map(|c| (c.name.as_str(), c.unit.as_str())),
    );
    quantities(
        &mut out,
        "Facts about pairs",
        accounts.pair_covariates.iter().map(|c| (c.name.as_str(), c.unit.as_str())),
    );
    let has = |there: bool| if there { "yes" } else { "no" };
    let _ = writeln!(
        out,
        "Tariffs: {}; trade elasticities of its own: {}",
        has(accounts.tariff.is_some()),
        has(accounts.trade_elasticity.is_some())
    );
    out.push_str(&mend_counts_text(&mend_counts(&world.accounts().mends)));
    for caveat in &description.caveats {
        let _ = writeln!(out, "Caveat: {caveat}");
    }
    let _ = writeln!(out, "Licence: {}\nCitation: {}", description.licence, description.citation);
    for source in &description.sources {
        let _ = writeln!(
            out,
            "Source: {} ({}); {}",
            source.name,
            source.licence,
            counted(source.files.len(), "file")
        );
    }
    out
}

/// What was not read at an import, one line each.
pub fn notes(notes: &[String]) -> String {
    notes.iter().map(|note| format!("Note: {note}\n")).collect()
}

/// What was taken for final uses and for factors at an import, and what must be known of the world.
pub fn labels_read(world: &World) -> String {
    let axes = world.axes();
    let mut out = String::new();
    let regions = |usage: FinalUse| {
        let buys =
            |region: &Region| axes.sectors.ids().any(|s| world.final_use()[(*region, s, usage)] != 0.0);
        axes.regions.ids().filter(buys).count()
    };
    let told = axes
        .final_uses
        .ids()
        .map(|c| format!("{} (in {})", axes.final_uses.code(c), counted(regions(c), "region")));
    let _ = writeln!(out, "Final uses: {}", told.collect::<Vec<_>>().join(", "));
    codes(&mut out, "Factors", &axes.factors);
    for caveat in &world.accounts().description.caveats {
        let _ = writeln!(out, "Caveat: {caveat}");
    }
    out
}

fn codes<I: Id>(out: &mut String, title: &str, axis: &Axis<I>) {
    let _ = writeln!(out, "{title}: {}", axis.codes().collect::<Vec<_>>().join(" "));
}

fn quantities<'a>(out: &mut String, title: &str, named: impl Iterator<Item = (&'a str, &'a str)>) {
    let words: Vec<String> = named.map(|(name, unit)| format!("{name} ({unit})")).collect();
    if !words.is_empty() {
        let _ = writeln!(out, "{title}: {}", words.join(", "));
    }
}

/// What the world is, for programs.
pub fn info_json(world: &World) -> Value {
    let (accounts, axes) = (world.accounts(), world.axes());
    let description = &accounts.description;
    let sources = description.sources.iter().map(|source| {
        let files = source.files.iter().map(|file| json!({ "name": file.name, "blake3": file.blake3 }));
        json!({
            "name": source.name, "licence": source.licence, "citation": source.citation, "files": files.collect::<Value>(),
        })
    });
    let quantity = |name: &str, unit: &str| json!({ "name": name, "unit": unit });
    json!({
        "name": description.name,
        "title": description.title,
        "year": description.year,
        "unit": description.unit,
        "licence": description.licence,
        "citation": description.citation,
        "caveats": description.caveats,
        "sources": sources.collect::<Value>(),
        "regions": labels(&axes.regions),
        "sectors": labels(&axes.sectors),
        "final_uses": labels(&axes.final_uses),
        "factors": labels(&axes.factors),
        "satellites": accounts.satellites.iter().map(|s| quantity(&s.name, &s.unit)).collect::<Value>(),
        "region_covariates": accounts.region_covariates.iter().map(|c| quantity(&c.name, &c.unit)).collect::<Value>(),
        "pair_covariates": accounts.pair_covariates.iter().map(|c| quantity(&c.name, &c.unit)).collect::<Value>(),
        "tariffs": accounts.tariff.is_some(),
        "trade_elasticity": accounts.trade_elasticity,
        "mends": mend_counts(&world.accounts().mends),
    })
}

fn labels<I: Id>(axis: &Axis<I>) -> Value {
    axis.labels().iter().map(|label| json!({ "code": label.code, "name": label.name })).collect()
}

/// The mends by rule.
pub fn mend_counts_text(mends: &[MendCount]) -> String {
    if mends.is_empty() {
        return "Mends: none\n".to_owned();
    }
    let mut out = "Mends: rule, count, largest\n".to_owned();
    let row = |mend: &MendCount| {
        let largest =
            format!("{}: {} → {} ({})", mend.largest_at, value(mend.before), value(mend.after), mend.note);
        vec![mend.rule.to_owned(), mend.count.to_string(), largest]
    };
    columns(&mut out, &mends.iter().map(row).collect::<Vec<_>>(), 3);
    out
}

/// Every mend.
pub fn mends(world: &World) -> String {
    let mut out = "Every mend: rule, region, sector, before, after, note\n".to_owned();
    let row = |mend: &oblate_world::Mend| {
        let code = |code: &Option<String>| code.clone().unwrap_or_else(|| "-".to_owned());
        vec![
            mend.rule.name().to_owned(),
            code(&mend.region),
            code(&mend.sector),
            value(mend.before),
            value(mend.after),
            mend.note.clone(),
        ]
    };
    columns(&mut out, &world.accounts().mends.iter().map(row).collect::<Vec<_>>(), 6);
    out
}

/// Every mend, for programs.
pub fn mends_json(world: &World) -> Value {
    let mend = |mend: &oblate_world::Mend| {
        json!({
            "rule": mend.rule.name(), "region": mend.region, "sector": mend.sector,
            "before": mend.before, "after": mend.after, "note": mend.note,
        })
    };
    world.accounts().mends.iter().map(mend).collect()
}

/// How the world looks.
pub fn check(report: &WorldReport) -> String {
    let mut out = format!(
        "{}: gross output {}, factor income {}, final spending {}; {}\n",
        report.world,
        value(report.gross_output),
        value(report.factor_income),
        value(report.final_spending),
        unit(&report.unit)
    );
    out.push_str("Largest gaps of balances, relative to the flow\n");
    let gap = |gap: &oblate::Gap| {
        vec![
            gap.account.to_owned(),
            gap.region.clone(),
            gap.sector.clone(),
            format!("{:.1e}", gap.gap),
            value(gap.value),
        ]
    };
    columns(&mut out, &report.gaps.iter().take(SHOWN).map(gap).collect::<Vec<_>>(), 3);
    out.push_str(&mend_counts_text(&report.mends));
    out.push_str("Cells: all, zero, negative\n");
    let zeros = |zeros: &oblate::ZeroCells| {
        vec![
            zeros.account.to_owned(),
            value(zeros.cells as f64),
            value(zeros.zero as f64),
            value(zeros.negative as f64),
        ]
    };
    columns(&mut out, &report.zeros.iter().map(zeros).collect::<Vec<_>>(), 1);
    home_supply(&mut out, report);
    shares(&mut out, "Regions by gross output", &report.regions);
    shares(&mut out, "Sectors by gross output", &report.sectors);
    shares(&mut out, "Deficits, share of final spending", &report.deficits);
    out.push_str("Largest flows between regions: origin, destination, sector, value\n");
    let flow = |flow: &oblate::Flow| {
        vec![flow.origin.clone(), flow.destination.clone(), flow.sector.clone(), value(flow.value)]
    };
    columns(&mut out, &report.flows.iter().take(SHOWN).map(flow).collect::<Vec<_>>(), 3);
    out
}

fn home_supply(out: &mut String, report: &WorldReport) {
    if report.home_supply.is_empty() {
        out.push_str("Every product that a region buys has home supply of at least 1 %\n");
        return;
    }
    out.push_str("Little or no home supply: region, product, own share, purchases, exports\n");
    let row = |gap: &oblate::HomeSupplyGap| {
        let share = format!("{:.2} %", 100.0 * gap.share);
        vec![gap.region.clone(), gap.sector.clone(), share, value(gap.purchases), value(gap.exports)]
    };
    columns(out, &report.home_supply.iter().map(row).collect::<Vec<_>>(), 2);
}

fn shares(out: &mut String, title: &str, shares: &[Share]) {
    let _ = writeln!(out, "{title}");
    let row = |share: &Share| {
        let name = if share.name == share.code { String::new() } else { share.name.clone() };
        vec![share.code.clone(), name, value(share.value), format!("{:.1} %", 100.0 * share.share)]
    };
    columns(out, &shares.iter().take(SHOWN).map(row).collect::<Vec<_>>(), 2);
    if shares.len() > SHOWN {
        let _ = writeln!(out, "  … and {} more", shares.len() - SHOWN);
    }
}
