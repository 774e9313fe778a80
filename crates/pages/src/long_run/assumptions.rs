//! What was assumed: the world, the model, the elasticities, the shocks, and what every reader must know.

use oblate_report::{Block, NumberFormat, Section, Table, Words};

use super::warning::sentence;
use oblate_results::Results;
use oblate_results::{DemandEntry, Manifest, MigrationEntry, VariantEntry};

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
        terms.push(term("Markets", markets(first)));
        terms.push(term(
            "Sources",
            match first.sourcing.as_str() {
                "common" => "all users of a product in a region have the same mix of sources".to_owned(),
                "by-use" => "each using sector and each final use has a mix of sources of its own".to_owned(),
                other => other.to_owned(),
            },
        ));
        terms.push(term("Demand", demand(&first.demand)));
        if !first.nests.is_empty() {
            terms.push(term(
                "Technology",
                format!("inputs substitute within own nests: {}", first.nests.join(", ")),
            ));
        }
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
    terms.extend(manifest.variants.first().map(|first| term("Horizon", horizon(first))));
    terms
}

/// What each structure means for people.
const STRUCTURES: [(&str, &str); 4] = [
    ("perfect", "perfect competition with constant returns: no gains from scale, no entry of firms"),
    ("external", "external economies of scale: a sector's productivity rises with its size"),
    ("krugman", "monopolistic competition with free entry of firms, each with a variety of its own"),
    ("melitz", "monopolistic competition with free entry, and only the better firms sell to each market"),
];

fn markets(variant: &VariantEntry) -> String {
    let meaning =
        |word: &str| STRUCTURES.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
    if let Some(meaning) = meaning(&variant.structure) {
        return meaning.to_owned();
    }
    let parts = STRUCTURES.iter().filter_map(|(word, meaning)| {
        let sectors = variant.parameters.iter().filter(|of| of.structure == *word);
        let sectors: Vec<&str> = sectors.map(|of| of.sector.as_str()).collect();
        (!sectors.is_empty()).then(|| format!("in {}, {meaning}", sectors.join(", ")))
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn demand(demand: &DemandEntry) -> String {
    let substitution = demand.substitution.unwrap_or_default();
    let mut text = match demand.preferences.as_str() {
        "cobb-douglas" => "households keep their spending shares".to_owned(),
        "ces" => format!("households substitute between products with an elasticity of {substitution}"),
        _ => format!(
            "households substitute between products with an elasticity of {substitution}, and their shares move with \
             income"
        ),
    };
    if demand.final_uses == "apart" {
        text.push_str("; investment and government spend by their own shares");
    }
    if !demand.households.is_empty() {
        text.push_str(&format!("; groups of households: {}", demand.households.join(", ")));
    }
    text
}

fn horizon(variant: &VariantEntry) -> String {
    const SETTLED: &str = "the long run: prices, wages and sources have settled";
    let markets = &variant.factor_markets;
    let moved = variant.migration.as_ref().map(migration);
    if markets.values().all(|market| market == "mobile") {
        let between = moved.as_deref().unwrap_or("not between regions");
        return format!("{SETTLED}; people and capital move between the sectors of a region, {between}");
    }
    let told = markets.iter().map(|(factor, market)| {
        let meaning = match market.as_str() {
            "mobile" => "moves between the sectors of a region".to_owned(),
            "specific" => "stays in its sector".to_owned(),
            "world" => "moves between all regions".to_owned(),
            "long-run" => "adapts until its return is the price of investment".to_owned(),
            "rigid = nominal" => {
                "has a price that does not fall against world factor income; what finds no work is idle"
                    .to_owned()
            }
            "rigid = real" => {
                "has a price that does not fall in real terms; what finds no work is idle".to_owned()
            }
            roy => format!("chooses its sector ({roy})"),
        };
        format!("{factor} {meaning}")
    });
    format!("{SETTLED}; {}", told.chain(moved).collect::<Vec<_>>().join("; "))
}

fn migration(migration: &MigrationEntry) -> String {
    let countries: Vec<String> =
        migration.countries.iter().map(|regions| format!("among {}", regions.join(", "))).collect();
    format!(
        "and people move {}, with an elasticity of {}, and take {} along",
        countries.join(" and "),
        migration.elasticity,
        migration.factors.join(", ")
    )
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
