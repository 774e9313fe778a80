//! The profile of a region: where its value comes from and goes to, on whom it relies, who relies on it.

mod chains;
mod dependence;

use oblate_report::{Block, NumberFormat, Section, Table, Tile, Words};
use oblate_results::{IndicatorsManifest, PlaceEntry, Results};

use super::parts::{Ranked, ranking, section};
use super::portrait::{Industry, Portrait, SHARE};
use super::{Profile, facts, plain};
use crate::cube::Cube;

/// Rows of tables that are cut.
const ROWS: usize = 20;

pub(super) fn profile(
    portrait: &Portrait<'_>,
    results: &Results<IndicatorsManifest>,
    code: &str,
) -> Option<Profile> {
    let view = View::new(portrait, results, code)?;
    let lead = view.lead();
    let mut sections = vec![view.answer(&lead)];
    sections.extend(section("chains", "Its chains", view.chains()));
    sections.extend(section("dependence", "On whom it depends", view.dependence()));
    sections.extend(section("chokepoints", "Where it could be squeezed", view.chokepoints()));
    sections.extend(section("leverage", "Who depends on it", view.leverage()));
    sections.extend(section("footprint", "Jobs, capital and carbon along the chain", view.footprint()));
    let asked = portrait.manifest.groups.get(code).map_or_else(|| code.to_owned(), |words| words.join(","));
    sections.push(facts::section(portrait, &format!("oblate indicators --regions {asked}")));
    let name = view.place.name.clone();
    let page = portrait.page("region", &name, sections);
    Some(Profile { code: code.to_owned(), page, answer: plain(&lead), name })
}

struct View<'a> {
    portrait: &'a Portrait<'a>,
    /// The region or group.
    place: &'a PlaceEntry,
    chains: Cube<'a>,
    between: Cube<'a>,
    value_added: Cube<'a>,
    footprint: Cube<'a>,
    /// The table `footprint`.
    accounts: &'a oblate_tables::Table,
    /// Its rows of the table `chokepoints`.
    points: oblate_tables::Table,
}

impl<'a> View<'a> {
    fn new(portrait: &'a Portrait<'a>, results: &'a Results<IndicatorsManifest>, code: &str) -> Option<Self> {
        let by = |name: &str, keys: &[&str]| Some(Cube::of_all(results.table(name)?, keys));
        let chains = by("chain_regions", &["region"])?;
        chains.row(&[code])?;
        Some(Self {
            portrait,
            place: portrait.place(code)?,
            chains,
            between: by("reliance_of_regions", &["region", "origin"])?,
            value_added: by("value_added", &["region", "sector", "partner"])?,
            footprint: by("footprint", &["satellite", "origin", "destination"])?,
            accounts: results.table("footprint")?,
            points: results.table("chokepoints")?.filtered(&[("region", code)]),
        })
    }

    fn ranked_industry(&self, industry: Industry<'_>, value: f64) -> Ranked {
        let Industry { home, sector, .. } = industry;
        Ranked {
            code: format!("{} {}", home.code, sector.code),
            name: format!("{} {}", home.code, sector.name),
            value,
        }
    }

    fn others(&self) -> impl Iterator<Item = &'a PlaceEntry> + use<'a> {
        self.portrait.others(self.place)
    }

    /// Its industries that make something.
    fn industries(&self) -> impl Iterator<Item = Industry<'a>> + '_ {
        let own = self.portrait.industries.iter().filter(|i| i.place.code == self.place.code);
        own.copied().filter(|&i| self.portrait.output(i) > 0.0)
    }

    /// A number of the table `chain_regions` about it.
    fn number(&self, column: &str) -> f64 {
        self.chains.number(&[&self.place.code], column)
    }

    /// Per cent of what a region makes that relies on another one: a column of the table `reliance_of_regions`.
    fn reliance(&self, of: &PlaceEntry, on: &PlaceEntry, column: &str) -> f64 {
        100.0 * self.between.number(&[&of.code, &on.code], column)
    }

    /// Per cent of look-through reliance on another region.
    fn reliance_on(&self, other: &PlaceEntry) -> f64 {
        self.reliance(self.place, other, "look_through")
    }

    /// Per cent of what it makes that relies on all other regions.
    fn foreign(&self, column: &str) -> f64 {
        let shares = self.others().map(|c| self.between.number(&[&self.place.code, &c.code], column));
        100.0 * shares.sum::<f64>()
    }

    fn lead(&self) -> Words {
        let top = ranking(self.others().map(|c| Ranked::of(c, self.reliance_on(c))));
        let mut words = Words::default()
            .name(self.place.name.clone())
            .text(" exports ")
            .number(self.number("EXGR"), &self.portrait.money())
            .text(", of which ")
            .number(100.0 * self.number("EXGR_FVASH"), &SHARE)
            .text(" is value that others added; ")
            .number(100.0 * self.number("FEXDVASH"), &SHARE)
            .text(" of its exports' worth goes on in the exports of others. ");
        words = words
            .text("What it makes relies on other regions for ")
            .number(self.foreign("look_through"), &SHARE)
            .text(", looking through the chain, where invoices show ")
            .number(self.foreign("face_value"), &SHARE);
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
        let tile = |number: Words, label: &str| Tile { number, label: label.to_owned() };
        let share = |value: f64| Words::default().number(value, &SHARE);
        let tiles = vec![
            tile(share(100.0 * self.number("EXGR_FVASH")), "foreign value in its exports (backward)"),
            tile(share(100.0 * self.number("FEXDVASH")), "its value in others' exports (forward)"),
            tile(share(self.foreign("face_value")), "reliance on others at face value"),
            tile(share(self.foreign("look_through")), "reliance looking through the chain"),
        ];
        Section {
            id: "answer".to_owned(),
            title: "In short".to_owned(),
            blocks: vec![Block::Lead(lead.clone()), Block::Tiles(tiles)],
        }
    }

    fn footprint(&self) -> Vec<Block> {
        let satellites = self.accounts.labels("satellite").map(|labels| labels.words()).unwrap_or_default();
        if satellites.is_empty() {
            return Vec::new();
        }
        let accounts: Vec<Account<'_>> = satellites.iter().map(|name| self.account(name)).collect();
        let column = |of: &dyn Fn(&Account<'_>) -> f64| accounts.iter().map(of).collect::<Vec<f64>>();
        let table = Table::new("accounts", "Production and consumption accounts")
            .labels("name", "What", accounts.iter().map(|account| account.satellite.replace('_', " ")))
            .labels("unit", "Unit", accounts.iter().map(|account| account.unit))
            .numbers(
                "produced",
                "In its industries",
                NumberFormat::Plain(0),
                column(&|account| account.produced),
            )
            .numbers(
                "consumed",
                "For its final use, anywhere",
                NumberFormat::Plain(0),
                column(&|account| account.consumed),
            )
            .numbers(
                "ratio",
                "For its final use over in its industries",
                NumberFormat::Plain(2),
                column(&|account| account.consumed / account.produced),
            )
            .numbers(
                "share",
                "Share of the world's",
                SHARE,
                column(&|account| 100.0 * account.consumed / account.world),
            );
        vec![
            Block::Text(Words::from(
                "What arises in its industries, and what its final use calls for anywhere in the world. Where the table knows nothing of a region (employment and capital of the rest of the world), the second number is too low.",
            )),
            Block::Table(table),
        ]
    }

    fn account<'b>(&'b self, satellite: &'b str) -> Account<'b> {
        let places = || self.portrait.places().iter().map(|place| place.code.as_str());
        let flow = |origin: &str, destination: &str| self.footprint.at(&[satellite, origin, destination]);
        let own = self.place.code.as_str();
        let row = self.accounts.rows_where(&[("satellite", satellite)]).next();
        let units = self.accounts.labels("unit");
        Account {
            satellite,
            unit: row.and_then(|row| units.map(|units| units.get(row))).unwrap_or_default(),
            produced: places().map(|c| flow(own, c)).sum(),
            consumed: places().map(|c| flow(c, own)).sum(),
            world: places().flat_map(|c| places().map(move |d| (c, d))).map(|(c, d)| flow(c, d)).sum(),
        }
    }
}

/// What of a satellite arises in its industries, is called for by its final use, and is in the whole world.
struct Account<'a> {
    satellite: &'a str,
    unit: &'a str,
    produced: f64,
    consumed: f64,
    world: f64,
}
