//! The profile of a region: where its value comes from and goes to, on whom it relies, who relies on it.

mod chains;
mod dependence;

use oblate_indicators::Industry;
use oblate_report::{Block, NumberFormat, Section, Table, Tile, Words};
use oblate_world::{Id, Region};

use super::parts::{Ranked, ranking, section};
use super::{Portrait, Profile, SHARE, facts, plain};

/// Rows of tables that are cut.
const ROWS: usize = 20;

pub(super) fn profile(portrait: &Portrait<'_>, region: Region, word: &str) -> Profile {
    let view = View { portrait, region };
    let lead = view.lead();
    let mut sections = vec![view.answer(&lead)];
    sections.extend(section("chains", "Its chains", view.chains()));
    sections.extend(section("dependence", "On whom it depends", view.dependence()));
    sections.extend(section("chokepoints", "Where it could be squeezed", view.chokepoints()));
    sections.extend(section("leverage", "Who depends on it", view.leverage()));
    sections.extend(section("footprint", "Jobs, capital and carbon along the chain", view.footprint()));
    sections.push(facts::section(portrait, &format!("oblate indicators --regions {word}")));
    let name = portrait.region(region).to_owned();
    Profile {
        code: portrait.chain.regions.code(region).to_owned(),
        page: portrait.page("region", &name, sections),
        answer: plain(&lead),
        name,
    }
}

struct View<'a> {
    portrait: &'a Portrait<'a>,
    region: Region,
}

impl View<'_> {
    fn ranked(&self, region: Region, value: f64) -> Ranked {
        let code = self.portrait.chain.regions.code(region).to_owned();
        Ranked { code, name: self.portrait.region(region).to_owned(), value }
    }

    fn ranked_industry(&self, industry: Industry, value: f64) -> Ranked {
        let axes = self.portrait.chain.world.axes();
        let (region, sector) =
            (self.portrait.chain.home(industry), self.portrait.chain.table.sector_of(industry));
        Ranked {
            code: format!("{} {}", axes.regions.code(region), axes.sectors.code(sector)),
            name: format!("{} {}", axes.regions.code(region), axes.sectors.label(sector).name),
            value,
        }
    }

    fn others(&self) -> impl Iterator<Item = Region> + '_ {
        self.portrait.chain.table.region_ids().filter(|&c| c != self.region)
    }

    fn industries(&self) -> impl Iterator<Item = Industry> + '_ {
        let table = &self.portrait.chain.table;
        table
            .industry_ids()
            .filter(|&i| table.region_of(i) == self.region && table.gross_output()[i.index()] > 0.0)
    }

    /// Per cent of look-through reliance on another region.
    fn reliance_on(&self, other: Region) -> f64 {
        100.0 * self.portrait.between.look_through[(other, self.region)]
    }

    fn foreign(&self, shares: &oblate_world::Array2<Region, Region>) -> f64 {
        100.0 * self.others().map(|c| shares[(c, self.region)]).sum::<f64>()
    }

    fn lead(&self) -> Words {
        let part = &self.portrait.participation[self.region.index()];
        let top = ranking(self.others().map(|c| self.ranked(c, self.reliance_on(c))));
        let mut words = Words::default()
            .name(self.portrait.region(self.region))
            .text(" exports ")
            .number(part.exports, &self.portrait.money())
            .text(", of which ")
            .number(100.0 * part.backward(), &SHARE)
            .text(" is value that others added; ")
            .number(100.0 * part.forward(), &SHARE)
            .text(" of its exports' worth goes on in the exports of others. ");
        words = words
            .text("What it makes relies on other regions for ")
            .number(self.foreign(&self.portrait.between.look_through), &SHARE)
            .text(", looking through the chain, where invoices show ")
            .number(self.foreign(&self.portrait.between.face_value), &SHARE);
        if let Some(first) = top.first() {
            words = words
                .text("; most on ")
                .name(first.name.clone())
                .text(" (")
                .number(first.value, &SHARE)
                .text(")");
        }
        words.text(".")
    }

    fn answer(&self, lead: &Words) -> Section {
        let part = &self.portrait.participation[self.region.index()];
        let tile = |number: Words, label: &str| Tile { number, label: label.to_owned() };
        let share = |value: f64| Words::default().number(value, &SHARE);
        let tiles = vec![
            tile(share(100.0 * part.backward()), "foreign value in its exports (backward)"),
            tile(share(100.0 * part.forward()), "its value in others' exports (forward)"),
            tile(share(self.foreign(&self.portrait.between.face_value)), "reliance on others at face value"),
            tile(
                share(self.foreign(&self.portrait.between.look_through)),
                "reliance looking through the chain",
            ),
        ];
        Section {
            id: "answer".to_owned(),
            title: "In short".to_owned(),
            blocks: vec![Block::Lead(lead.clone()), Block::Tiles(tiles)],
        }
    }

    fn footprint(&self) -> Vec<Block> {
        let portrait = self.portrait;
        let satellites = &portrait.chain.world.accounts().satellites;
        if satellites.is_empty() {
            return Vec::new();
        }
        let accounts = satellites.iter().map(|satellite| {
            let found = portrait.leontief.footprint(satellite.values.as_slice());
            let between = found.between_regions(portrait.leontief);
            let all = portrait.chain.table.region_ids();
            let produced: f64 = all.clone().map(|c| between[(self.region, c)]).sum();
            let consumed: f64 = all.map(|c| between[(c, self.region)]).sum();
            let world: f64 = between.sum();
            (satellite, produced, consumed, world)
        });
        let accounts: Vec<_> = accounts.collect();
        let column = |of: &dyn Fn(&(f64, f64, f64)) -> f64| -> Vec<f64> {
            accounts
                .iter()
                .map(|(_, produced, consumed, world)| of(&(*produced, *consumed, *world)))
                .collect()
        };
        let table = Table::new("accounts", "Production and consumption accounts")
            .labels("name", "What", accounts.iter().map(|(satellite, ..)| satellite.name.replace('_', " ")))
            .labels("unit", "Unit", accounts.iter().map(|(satellite, ..)| satellite.unit.clone()))
            .numbers(
                "produced",
                "In its industries",
                NumberFormat::Plain(0),
                column(&|(produced, _, _)| *produced),
            )
            .numbers(
                "consumed",
                "For its final use, anywhere",
                NumberFormat::Plain(0),
                column(&|(_, consumed, _)| *consumed),
            )
            .numbers(
                "ratio",
                "For its final use over in its industries",
                NumberFormat::Plain(2),
                column(&|(produced, consumed, _)| consumed / produced),
            )
            .numbers(
                "share",
                "Share of the world's",
                SHARE,
                column(&|(_, consumed, world)| 100.0 * consumed / world),
            );
        vec![
            Block::Text(Words::from(
                "What arises in its industries, and what its final use calls for anywhere in the world. Where the table knows nothing of a region (employment and capital of the rest of the world), the second number is too low.",
            )),
            Block::Table(table),
        ]
    }
}
