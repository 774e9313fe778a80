//! What a reader of a profile must know: what the words mean, what is missing, where the numbers come from.

use oblate_report::{Block, Section, Words};

use super::portrait::Portrait;

/// Terms, caveats of the world, regions without facts, and the command that gives the tables.
pub(super) fn section(portrait: &Portrait<'_>, tables: &str) -> Section {
    let term = |word: &str, text: &str| (word.to_owned(), Words::from(text));
    let terms = vec![
        term(
            "Face value",
            "What stands on the invoice: the product itself and what its maker buys, by origin.",
        ),
        term(
            "Look-through",
            "The same at any remove: what the makers of inputs buy, and so on, from the Leontief inverse.",
        ),
        term("Hidden", "Look-through less face value: reliance that no invoice shows."),
        term(
            "Effective number of sources",
            "One over the Herfindahl index: five equal sources count as five, four small ones beside a large one as little more than one.",
        ),
        term(
            "Among political friends",
            "The effective number where sources that vote alike in the UN General Assembly count as one.",
        ),
        term(
            "Stop",
            "The industry makes nothing and nothing takes its place but other makers of its product, as far as they go. What makes goods makes nothing without the goods and energy that matter to it, everything else can be done without in part; final users go on buying. An upper bound of the first weeks, not a forecast.",
        ),
    ];
    let mut blocks = vec![Block::Terms(terms)];
    let missing: Vec<Words> = portrait
        .manifest
        .missing
        .iter()
        .filter(|(_, regions)| !regions.is_empty())
        .map(|(kind, regions)| Words::from(format!("{kind}: {}", regions.join(", "))))
        .collect();
    if !missing.is_empty() {
        blocks.push(Block::Text(Words::from(
            "Regions about which the world has no such facts; they are left out of measures by distance, not guessed:",
        )));
        blocks.push(Block::List(missing));
    }
    let world = &portrait.manifest.world;
    if !world.caveats.is_empty() {
        blocks.push(Block::Text(Words::from("What to mind about the table:")));
        blocks.push(Block::List(world.caveats.iter().map(|caveat| Words::from(caveat.as_str())).collect()));
    }
    blocks.push(Block::Text(Words::from("All numbers as tables:")));
    blocks.push(Block::Code(tables.to_owned()));
    blocks.push(Block::Text(
        Words::from("World: ")
            .text(world.title.clone())
            .text(". Licence: ")
            .text(world.licence.clone())
            .text(". Equations: the page on indicators of the book."),
    ));
    Section { id: "facts".to_owned(), title: "How to read it".to_owned(), blocks }
}
