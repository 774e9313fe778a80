//! What was assumed: the world, the model, the elasticities, the shocks, and what every reader must know.

use oblate_report::{Block, NumberFormat, Section, Table, Words};

use super::answer::sentence;
use crate::manifest::{Manifest, VariantEntry};
use crate::results::Results;

/// `told` variants are told with their changes.
pub(super) fn section(results: &Results, told: usize) -> Section {
    let manifest = &results.manifest;
    let mut blocks = vec![Block::Terms(terms(manifest))];
    blocks.extend(manifest.scenario.notes.as_deref().map(|notes| Block::Text(sentence(notes))));
    blocks.push(Block::Heading("The world table".to_owned()));
    blocks.push(Block::List(manifest.world.caveats.iter().map(|caveat| sentence(caveat)).collect()));
    blocks.push(Block::Heading("What was changed".to_owned()));
    for variant in manifest.variants.iter().take(told) {
        if manifest.variants.len() > 1 {
            blocks.push(Block::Text(Words::from(variant.title.clone())));
        }
        blocks.push(changes(variant));
    }
    if told < manifest.variants.len() {
        let left = manifest.variants.len() - told;
        blocks.push(Block::Text(
            Words::from(format!("The changes of {left} further variants stand in "))
                .code("run.json")
                .text("."),
        ));
    }
    if let Some(first) = manifest.variants.first() {
        blocks.push(elasticities(manifest, first));
    }
    Section { id: "assumptions".to_owned(), title: "What was assumed".to_owned(), blocks }
}

/// What a run assumes, term by term.
pub(super) fn terms(manifest: &Manifest) -> Vec<(String, Words)> {
    let world = &manifest.world;
    let year = world.year.map_or_else(String::new, |year| format!(", {year}"));
    let term = |name: &str, text: String| (name.to_owned(), Words::from(text));
    let mut terms = vec![term(
        "World",
        format!(
            "{}{year}: {}; values in {}",
            world.name,
            world.title,
            if world.unit.is_empty() { "a unit that is not told" } else { &world.unit }
        ),
    )];
    if let Some(first) = manifest.variants.first() {
        terms.push(term(
            "Markets",
            match first.structure.as_str() {
                "perfect" => {
                    "perfect competition with constant returns: no gains from scale, no entry of firms"
                        .to_owned()
                }
                other => other.to_owned(),
            },
        ));
        terms.push(term(
            "Sources",
            match first.sourcing.as_str() {
                "common" => "all users of a product in a region have the same mix of sources".to_owned(),
                other => other.to_owned(),
            },
        ));
        terms.push(term(
            "Deficits",
            match first.deficits.as_str() {
                "fixed" => "each region's trade deficit stays what it was, measured in world factor income"
                    .to_owned(),
                "zero" => "all trade deficits end; the baseline is the world without them".to_owned(),
                "share" => "each region's trade deficit stays the same share of its factor income".to_owned(),
                other => other.to_owned(),
            },
        ));
    }
    terms.push(term("Horizon", "the long run: prices, wages and sources have settled; people and capital move between the sectors of a region, \
        not between regions".to_owned()));
    terms
}

fn changes(variant: &VariantEntry) -> Block {
    if variant.changes.is_empty() {
        return Block::Text("No change.".into());
    }
    Block::List(variant.changes.iter().map(|change| sentence(change)).collect())
}

fn elasticities(manifest: &Manifest, variant: &VariantEntry) -> Block {
    let name = |code: &str| {
        let label = manifest.world.sectors.iter().find(|label| label.code == code);
        label.map_or_else(|| code.to_owned(), |label| label.name.clone())
    };
    let rows = &variant.parameters;
    let table =
        Table::new("elasticities", "Trade elasticities, by how much trade shares answer to trade costs")
            .labels("sector", "Code", rows.iter().map(|row| row.sector.as_str()))
            .labels("name", "Sector", rows.iter().map(|row| name(&row.sector)))
            .numbers(
                "trade_elasticity",
                "Elasticity",
                NumberFormat::Plain(2),
                rows.iter().map(|row| row.trade_elasticity).collect(),
            )
            .labels("source", "Source", rows.iter().map(|row| row.source.as_str()));
    let title = if manifest.variants.len() > 1 {
        format!("Trade elasticities by sector ({})", variant.title)
    } else {
        "Trade elasticities by sector".to_owned()
    };
    Block::Fold { title, blocks: vec![Block::Table(table)] }
}
