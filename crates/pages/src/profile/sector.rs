//! The profile of a sector: who makes its product, from what, for whom, and what stops without it.

use oblate_report::{Block, NumberFormat, Section, Table, Tile, Words};
use oblate_results::{IndicatorsManifest, LabelEntry, PlaceEntry, Results};

use super::parts::{Ranked, bars, pairs, ranking, section};
use super::portrait::{BILLIONS, Industry, Portrait, SHARE};
use super::{Profile, facts, plain};
use crate::cube::Cube;

/// Rows of tables that are cut.
const ROWS: usize = 25;

pub(super) fn profile(
    portrait: &Portrait<'_>,
    results: &Results<IndicatorsManifest>,
    code: &str,
) -> Option<Profile> {
    let view = View::new(portrait, results, code)?;
    let lead = view.lead();
    let mut sections = vec![view.answer(&lead)];
    sections.extend(section("makers", "Who makes it", view.makers()));
    sections.extend(section("inputs", "From what, and for whom", view.inputs()));
    sections.extend(section("dependence", "Who depends on whom for it", view.dependence()));
    sections.extend(section("stops", "What stops without it", view.stops()));
    sections.push(facts::section(portrait, &format!("oblate indicators --sectors {code}")));
    let name = view.sector.name.clone();
    let page = portrait.page("sector", &name, sections);
    Some(Profile { page, answer: plain(&lead), code: code.to_owned(), name })
}

struct View<'a> {
    portrait: &'a Portrait<'a>,
    sector: &'a LabelEntry,
    makers: Cube<'a>,
    sales: Cube<'a>,
    /// Its rows of the table `chokepoints`.
    points: oblate_tables::Table,
}

impl<'a> View<'a> {
    fn new(portrait: &'a Portrait<'a>, results: &'a Results<IndicatorsManifest>, code: &str) -> Option<Self> {
        let by = |name: &str, keys: &[&str]| Some(Cube::of_all(results.table(name)?, keys));
        let makers = by("makers", &["product"])?;
        makers.row(&[code])?;
        Some(Self {
            portrait,
            sector: portrait.sector(code)?,
            makers,
            sales: by("sales_between_sectors", &["product", "user"])?,
            points: results.table("chokepoints")?.filtered(&[("product", code)]),
        })
    }

    /// The industries that make the product.
    fn industries(&self) -> impl Iterator<Item = Industry<'a>> + '_ {
        let makers = self.portrait.industries.iter().filter(|i| i.sector.code == self.sector.code);
        makers.copied().filter(|&i| self.output(i) > 0.0)
    }

    fn output(&self, industry: Industry<'_>) -> f64 {
        self.portrait.output(industry)
    }

    fn world_output(&self) -> f64 {
        self.industries().map(|i| self.output(i)).sum()
    }

    fn exported(&self, industry: Industry<'_>) -> f64 {
        let all = self.portrait.places().iter();
        all.map(|r| self.portrait.exports(industry, r, ["EXGR"])[0]).sum()
    }

    /// Foreign value in the exports of an industry, in per cent; missing without exports.
    fn foreign_content(&self, industry: Industry<'_>) -> f64 {
        let [mut exports, mut once, mut again] = [0.0; 3];
        for r in self.portrait.places() {
            let terms = self.portrait.exports(industry, r, ["EXGR", "BM_FVA", "BM_FDC"]);
            [exports, once, again] = [exports + terms[0], once + terms[1], again + terms[2]];
        }
        if exports == 0.0 { f64::NAN } else { 100.0 * (once + again) / exports }
    }

    /// Shares of regions in what the world makes of it.
    fn makers_by_output(&self) -> Vec<Ranked> {
        let world = self.world_output();
        ranking(self.industries().map(|i| Ranked::of(i.place, 100.0 * self.output(i) / world)))
    }

    /// A number of the table `makers`.
    fn among_makers(&self, column: &str) -> f64 {
        self.makers.number(&[&self.sector.code], column)
    }

    fn mean(&self, of: impl Fn(Industry<'a>) -> f64) -> f64 {
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
            .number(self.among_makers("effective_makers"), &NumberFormat::Plain(1))
            .text(" equal ones");
        if self.portrait.knows_politics() {
            words = words
                .text(", and as ")
                .number(self.among_makers("politics_diversity"), &NumberFormat::Plain(1))
                .text(" where political friends are one");
        }
        words.text(".")
    }

    fn answer(&self, lead: &Words) -> Section {
        let tile = |number: Words, label: &str| Tile { number, label: label.to_owned() };
        let plain = |value: f64| Words::default().number(value, &NumberFormat::Plain(2));
        let foreign = |i: Industry<'_>| 1.0 - self.portrait.reliance(i, i.place, "look_through");
        let tiles = vec![
            tile(Words::default().number(self.world_output(), &self.portrait.money()), "world output a year"),
            tile(
                plain(self.mean(|i| self.portrait.structure(i, "upstreamness"))),
                "stages to final use, on average",
            ),
            tile(
                plain(self.mean(|i| self.portrait.structure(i, "downstreamness"))),
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
        let mut industries: Vec<Industry<'_>> = self.industries().collect();
        industries.sort_by(|&a, &b| self.output(b).total_cmp(&self.output(a)));
        let column =
            |of: &dyn Fn(Industry<'_>) -> f64| industries.iter().map(|&i| of(i)).collect::<Vec<f64>>();
        let table = Table::new("makers-table", "Its makers")
            .labels("code", "Code", industries.iter().map(|i| i.place.code.as_str()))
            .labels("name", "Region", industries.iter().map(|i| i.place.name.as_str()))
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
            .numbers("content", "Foreign value in exports", SHARE, column(&|i| self.foreign_content(i)));
        portrait.with_reliance(table, &industries)
    }

    /// Inputs by product, and users by sector, of the sector in the whole world.
    fn inputs(&self) -> Vec<Block> {
        let world = self.world_output();
        let rank = |sales: &dyn Fn(&str) -> f64| {
            let one = |sector: &LabelEntry| Ranked {
                code: sector.code.clone(),
                name: sector.name.clone(),
                value: 100.0 * sales(&sector.code) / world,
            };
            ranking(self.portrait.sectors().iter().map(one))
        };
        let own = self.sector.code.as_str();
        let bought = |product: &str| self.sales.number(&[product, own], "sales");
        let sold = |user: &str| self.sales.number(&[own, user], "sales");
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
        let points = &self.points;
        let column = |name: &str| points.numbers(name).unwrap_or_default().iter().map(|share| 100.0 * share);
        let buyers = || points.labels("region").into_iter().flat_map(|buyers| buyers.iter()).take(ROWS);
        let buyer = |(code, abroad): (&str, f64)| Ranked {
            code: code.to_owned(),
            name: portrait.place_name(code).to_owned(),
            value: abroad,
        };
        let abroad = buyers().zip(column("foreign_share")).map(buyer);
        let rows: Vec<(Ranked, f64)> = abroad.zip(column("source_share")).collect();
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
            .labels("code", "Code", buyers())
            .labels("name", "Region", buyers().map(|code| portrait.place_name(code)));
        let table = portrait.with_dependence(table, points, ROWS);
        vec![figure, Block::Table(table), Block::Text(self.spread_of_inputs())]
    }

    /// How spread the sources of its makers' inputs are.
    fn spread_of_inputs(&self) -> Words {
        let effective = self.mean(|i| self.portrait.inputs(i, "effective_sources"));
        let mut words = Words::from("The inputs of its makers, looking through the chain, come from ")
            .number(effective, &NumberFormat::Plain(1))
            .text(" effective sources on average");
        if self.portrait.knows_politics() {
            let friends = self.mean(|i| self.portrait.inputs(i, "politics_diversity"));
            words = words
                .text(", ")
                .number(friends, &NumberFormat::Plain(1))
                .text(" where political friends are one");
        }
        words.text(".")
    }

    fn stops(&self) -> Vec<Block> {
        let portrait = self.portrait;
        let world = ranking(self.industries().map(|i| Ranked::of(i.place, portrait.world_loss(i))));
        let mut hits: Vec<(&PlaceEntry, Industry<'_>, f64)> = self
            .industries()
            .flat_map(|i| portrait.others(i.place).map(move |c| (c, i, portrait.loss(i, c))))
            .collect();
        hits.sort_by(|a, b| b.2.total_cmp(&a.2));
        hits.truncate(ROWS);
        let hardest = Table::new("hits", "Whose stop hits whom hardest")
            .labels("maker", "Stop in", hits.iter().map(|(_, i, _)| i.place.name.as_str()))
            .labels("loser", "Region that loses", hits.iter().map(|(c, ..)| c.name.as_str()))
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
