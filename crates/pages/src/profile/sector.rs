//! The profile of a sector: who makes its product, from what, for whom, and what stops without it.

use oblate_indicators::{Basis, Industry, Sources, chokepoints};
use oblate_report::{Block, NumberFormat, Section, Table, Tile, Words};
use oblate_world::{Id, Region, Sector};

use super::parts::{Ranked, bars, pairs, ranking, section};
use super::{BILLIONS, Portrait, Profile, SHARE, facts, plain};

/// Rows of tables that are cut.
const ROWS: usize = 25;

pub(super) fn profile(portrait: &Portrait<'_>, sector: Sector) -> Profile {
    let view = View { portrait, sector };
    let lead = view.lead();
    let axis = &portrait.chain.world.axes().sectors;
    let code = axis.code(sector).to_owned();
    let mut sections = vec![view.answer(&lead)];
    sections.extend(section("makers", "Who makes it", view.makers()));
    sections.extend(section("inputs", "From what, and for whom", view.inputs()));
    sections.extend(section("dependence", "Who depends on whom for it", view.dependence()));
    sections.extend(section("stops", "What stops without it", view.stops()));
    sections.push(facts::section(portrait, &format!("oblate indicators --sectors {code}")));
    let name = axis.label(sector).name.clone();
    Profile { page: portrait.page("sector", &name, sections), answer: plain(&lead), code, name }
}

struct View<'a> {
    portrait: &'a Portrait<'a>,
    sector: Sector,
}

impl View<'_> {
    /// The industries that make the product.
    fn industries(&self) -> impl Iterator<Item = Industry> + '_ {
        let table = &self.portrait.chain.table;
        table
            .industry_ids()
            .filter(|&i| table.sector_of(i) == self.sector && table.gross_output()[i.index()] > 0.0)
    }

    fn ranked(&self, region: Region, value: f64) -> Ranked {
        let code = self.portrait.chain.regions.code(region).to_owned();
        Ranked { code, name: self.portrait.region(region).to_owned(), value }
    }

    fn output(&self, industry: Industry) -> f64 {
        self.portrait.chain.table.gross_output()[industry.index()]
    }

    fn world_output(&self) -> f64 {
        self.industries().map(|i| self.output(i)).sum()
    }

    fn exported(&self, industry: Industry) -> f64 {
        let all = self.portrait.chain.table.region_ids();
        all.map(|r| self.portrait.exports.flow(industry, r).exports).sum()
    }

    /// Shares of regions in what the world makes of it.
    fn makers_by_output(&self) -> Vec<Ranked> {
        let world = self.world_output();
        let region = |i| self.portrait.chain.table.region_of(i);
        ranking(self.industries().map(|i| self.ranked(region(i), 100.0 * self.output(i) / world)))
    }

    /// The makers as the sources of a buyer anywhere.
    fn sources(&self) -> Sources {
        let mut amounts = vec![0.0; self.portrait.chain.regions.len()];
        self.industries()
            .for_each(|i| amounts[self.portrait.chain.table.region_of(i).index()] += self.output(i));
        Sources::new(Region::new(0), amounts)
    }

    fn mean(&self, of: impl Fn(Industry) -> f64) -> f64 {
        let known = || self.industries().filter(|&i| of(i).is_finite());
        known().map(|i| of(i) * self.output(i)).sum::<f64>() / known().map(|i| self.output(i)).sum::<f64>()
    }

    fn lead(&self) -> Words {
        let makers = self.makers_by_output();
        let mut words = Words::default()
            .text("The world makes ")
            .number(self.world_output(), &self.portrait.money())
            .text(" of it a year");
        if let Some(first) = makers.first() {
            words = words.text(", ").number(first.value, &SHARE).text(" of it in ").name(first.name.clone());
        }
        let exported: f64 = self.industries().map(|i| self.exported(i)).sum();
        words = words
            .text("; ")
            .number(100.0 * exported / self.world_output(), &SHARE)
            .text(" crosses a border. Its makers count as ")
            .number(self.sources().concentration().effective_sources(), &NumberFormat::Plain(1))
            .text(" equal ones");
        if let Some(distances) = self.portrait.chain.distance("politics") {
            words = words
                .text(", and as ")
                .number(self.sources().remoteness(distances).diversity, &NumberFormat::Plain(1))
                .text(" where political friends are one");
        }
        words.text(".")
    }

    fn answer(&self, lead: &Words) -> Section {
        let tile = |number: Words, label: &str| Tile { number, label: label.to_owned() };
        let plain = |value: f64| Words::default().number(value, &NumberFormat::Plain(2));
        let foreign = |i: Industry| {
            1.0 - self.portrait.reliance.look_through[(self.portrait.chain.table.region_of(i), i)]
        };
        let tiles = vec![
            tile(Words::default().number(self.world_output(), &self.portrait.money()), "world output a year"),
            tile(
                plain(self.mean(|i| self.portrait.lengths.upstreamness[i.index()])),
                "stages to final use, on average",
            ),
            tile(
                plain(self.mean(|i| self.portrait.lengths.downstreamness[i.index()])),
                "stages since primary factors",
            ),
            tile(
                Words::default().number(100.0 * self.mean(foreign), &SHARE),
                "of the output behind it is made in another region",
            ),
        ];
        Section {
            id: "answer".to_owned(),
            title: "In short".to_owned(),
            blocks: vec![Block::Lead(lead.clone()), Block::Tiles(tiles)],
        }
    }

    fn makers(&self) -> Vec<Block> {
        vec![
            bars(
                "makers",
                "Where it is made",
                None,
                "Per cent of world output",
                &self.makers_by_output(),
                SHARE,
            ),
            Block::Table(self.makers_table()),
        ]
    }

    fn makers_table(&self) -> Table {
        let portrait = self.portrait;
        let mut industries: Vec<Industry> = self.industries().collect();
        industries.sort_by(|&a, &b| self.output(b).total_cmp(&self.output(a)));
        let region = |i: Industry| portrait.chain.table.region_of(i);
        let column = |of: &dyn Fn(Industry) -> f64| industries.iter().map(|&i| of(i)).collect::<Vec<f64>>();
        let content = |i: Industry| {
            let all = portrait.chain.table.region_ids().map(|r| (i, r));
            let terms = portrait.exports.sum(all);
            if terms.exports == 0.0 { f64::NAN } else { 100.0 * terms.foreign_content() / terms.exports }
        };
        let table = Table::new("makers-table", "Its makers")
            .labels("code", "Code", industries.iter().map(|&i| portrait.chain.regions.code(region(i))))
            .labels("name", "Region", industries.iter().map(|&i| portrait.region(region(i))))
            .numbers(
                "output",
                &format!("Output, {}", portrait.billions()),
                BILLIONS,
                portrait.in_billions(column(&|i| self.output(i))),
            )
            .numbers(
                "exports",
                &format!("Exports, {}", portrait.billions()),
                BILLIONS,
                portrait.in_billions(column(&|i| self.exported(i))),
            )
            .numbers("content", "Foreign value in exports", SHARE, column(&content));
        portrait.with_reliance(table, &industries)
    }

    /// Inputs by product, and users by sector, of the sector in the whole world.
    fn inputs(&self) -> Vec<Block> {
        let table = &self.portrait.chain.table;
        let sectors = &self.portrait.chain.world.axes().sectors;
        let (mut bought, mut sold) = (vec![0.0; sectors.len()], vec![0.0; sectors.len()]);
        for i in self.industries() {
            for j in table.industry_ids() {
                bought[table.sector_of(j).index()] += table.sales(j, i);
                sold[table.sector_of(j).index()] += table.sales(i, j);
            }
        }
        let world = self.world_output();
        let rank = |amounts: &[f64]| {
            let one = |k: Sector| Ranked {
                code: sectors.code(k).to_owned(),
                name: sectors.label(k).name.clone(),
                value: 100.0 * amounts[k.index()] / world,
            };
            ranking(sectors.ids().map(one))
        };
        vec![
            bars(
                "inputs",
                "What it is made of",
                Some("Direct purchases, all regions together; the rest is value added.".to_owned()),
                "Per cent of output",
                &rank(&bought),
                SHARE,
            ),
            bars(
                "users",
                "Which industries use it",
                Some("The rest goes to final users.".to_owned()),
                "Per cent of output",
                &rank(&sold),
                SHARE,
            ),
        ]
    }

    fn dependence(&self) -> Vec<Block> {
        let portrait = self.portrait;
        let mut points = chokepoints(&portrait.sales);
        points.retain(|point| point.product == self.sector);
        points.truncate(ROWS);
        let rows: Vec<(Ranked, f64)> = (points.iter())
            .map(|point| (self.ranked(point.region, 100.0 * point.foreign_share), 100.0 * point.source_share))
            .collect();
        let figure = pairs(
            "buyers",
            "Who gets it from abroad, and from one source",
            Some("The regions with most money at concentrated foreign sources.".to_owned()),
            "Per cent of purchases",
            ["From abroad", "From the largest foreign source"],
            &rows,
            SHARE,
        );
        let table = Table::new("buyers-table", "Who depends on whom for it, the largest stake first")
            .labels("code", "Code", points.iter().map(|point| portrait.chain.regions.code(point.region)))
            .labels("name", "Region", points.iter().map(|point| portrait.region(point.region)));
        let table = portrait.with_dependence(table, &points);
        vec![figure, Block::Table(table), Block::Text(self.spread_of_inputs())]
    }

    /// How spread the sources of its makers' inputs are.
    fn spread_of_inputs(&self) -> Words {
        let inputs = self.portrait.leontief.sources_of_inputs(Basis::Gross);
        let effective = self.mean(|i| inputs[i.index()].concentration().effective_sources());
        let mut words = Words::from("The inputs of its makers, looking through the chain, come from ")
            .number(effective, &NumberFormat::Plain(1))
            .text(" effective sources on average");
        if let Some(distances) = self.portrait.chain.distance("politics") {
            let friends = self.mean(|i| inputs[i.index()].remoteness(distances).diversity);
            words = words
                .text(", ")
                .number(friends, &NumberFormat::Plain(1))
                .text(" where political friends are one");
        }
        words.text(".")
    }

    fn stops(&self) -> Vec<Block> {
        let (table, stops) = (&self.portrait.chain.table, &self.portrait.stops);
        let world = ranking(
            self.industries().map(|i| self.ranked(table.region_of(i), 100.0 * stops.index[i.index()])),
        );
        let pairs = self.industries().flat_map(|i| {
            let maker = table.region_of(i);
            let losers = table.region_ids().filter(move |&c| c != maker);
            losers.map(move |c| (c, i)).collect::<Vec<_>>()
        });
        let mut hits: Vec<(Region, Industry, f64)> =
            pairs.map(|(c, i)| (c, i, 100.0 * stops.loss[(c, i)])).collect();
        hits.sort_by(|a, b| b.2.total_cmp(&a.2));
        hits.truncate(ROWS);
        let hardest = Table::new("hits", "Whose stop hits whom hardest")
            .labels(
                "maker",
                "Stop in",
                hits.iter().map(|(_, i, _)| self.portrait.region(table.region_of(*i))),
            )
            .labels("loser", "Region that loses", hits.iter().map(|(c, ..)| self.portrait.region(*c)))
            .bars("loss", "Per cent of its output", SHARE, hits.iter().map(|(.., loss)| *loss).collect());
        vec![
            bars(
                "world-stops",
                "What the world would lose if it stopped in one region",
                Some(
                    "Output lost at once, the stopped industry included, if only other makers step in."
                        .to_owned(),
                ),
                "Per cent of world output",
                &world,
                NumberFormat::Size(2),
            ),
            Block::Table(hardest),
        ]
    }
}
