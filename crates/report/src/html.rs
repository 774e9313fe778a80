//! The report as one HTML page. All text is escaped by the template; the page forbids itself every network request
//! and every script but its own.

mod tables;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::chart::Width;
use crate::document::{Block, Figure, Report, Section, Tile};
use crate::words::{Piece, Words};

const COLOURS: &str = include_str!("../assets/colours.css");
const STYLE: &str = include_str!("../assets/page.css");
const SCRIPT: &str = include_str!("../assets/page.js");

/// The page; the same report gives the same bytes.
pub fn render(report: &Report) -> String {
    let body = body(report);
    // only the script that carries this name may run; text in the page cannot know it, as it depends on that text
    let nonce = blake3::hash(body.0.as_bytes()).to_hex();
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'"
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="color-scheme" content="light dark";
                // an icon that is empty, so that no browser asks a server for one
                link rel="icon" href="data:,";
                title { (report.title) }
                style { (PreEscaped(COLOURS)) (PreEscaped(STYLE)) }
            }
            (body)
            script nonce=(nonce.as_str()) { (PreEscaped(SCRIPT)) }
        }
    };
    page.into_string()
}

fn body(report: &Report) -> Markup {
    html! {
        header {
            p.kicker { (report.kicker) }
            h1 dir="auto" { (report.title) }
            @if let Some(question) = &report.question { p.question dir="auto" { (question) } }
            nav aria-label="Sections" {
                ul { @for section in &report.sections { li { a href={ "#" (section.id) } { (section.title) } } } }
            }
        }
        main { @for section in &report.sections { (self::section(section)) } }
        footer { p { (report.colophon) } }
    }
}

fn section(section: &Section) -> Markup {
    html! {
        section id=(section.id) {
            h2 { (section.title) }
            (blocks(&section.blocks))
        }
    }
}

fn blocks(blocks: &[Block]) -> Markup {
    html! { @for block in blocks { (self::block(block)) } }
}

fn block(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Lead(text) => p.lead { (words(text)) },
            Block::Text(text) => p { (words(text)) },
            Block::Warning(text) => p.warning { (words(text)) },
            Block::List(items) => ul { @for item in items { li { (words(item)) } } },
            Block::Tiles(tiles) => div.tiles { @for tile in tiles { (self::tile(tile)) } },
            Block::Heading(title) => h3 { (title) },
            Block::Figure(figure) => (self::figure(figure)),
            Block::Table(table) => (tables::table(table)),
            Block::Terms(terms) => dl {
                @for (term, text) in terms { dt { (term) } dd { (words(text)) } }
            },
            Block::Code(text) => pre { code { (text) } },
            Block::Fold { title, blocks } => details { summary { (title) } (self::blocks(blocks)) },
        }
    }
}

fn tile(tile: &Tile) -> Markup {
    html! {
        div.tile {
            div.figure { (words(&tile.number)) }
            div.label { (tile.label) }
        }
    }
}

fn words(words: &Words) -> Markup {
    html! {
        @for piece in words.pieces() {
            @match piece {
                Piece::Text(text) => (text),
                Piece::Number { value, shown, from } => data value=(value) data-from=[from.as_deref()] { (shown) },
                Piece::Name(name) => bdi { (name) },
                Piece::Code(code) => code { (code) },
                Piece::Link { text, target } => a href=(target) { (text) },
            }
        }
    }
}

fn figure(figure: &Figure) -> Markup {
    let draw = |width, kind: &str| {
        PreEscaped(figure.chart.draw(&format!("{}-{kind}", figure.id), &figure.title, width))
    };
    html! {
        figure id=(figure.id) {
            figcaption { (figure.title) }
            div.wide { (draw(Width::Wide, "wide")) }
            div.narrow { (draw(Width::Narrow, "narrow")) }
            @if let Some(note) = &figure.note { p.note { (note) } }
            @if figure.table.rows() <= tables::MOST_ROWS {
                details.numbers { summary { "The numbers" } (tables::table(&figure.table)) }
            } @else { (tables::download(&figure.table)) }
        }
    }
}
