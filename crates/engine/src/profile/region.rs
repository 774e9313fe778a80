//! The profile of a region: where its value comes from and goes to, on whom it relies, who relies on it.

use oblate_indicators::{Basis, Industry, chokepoints};
use oblate_report::{
    Block, Chart, Figure, Flow, Flows, NumberFormat, Point, Scatter, Section, Table, Tile, Words,
};
use oblate_world::{Id, Region};

use super::parts::{Ranked, SHOWN, bars, pairs, ranking, section};
use super::{BILLIONS, Portrait, Profile, SHARE, facts, plain};

/// Partners in the picture of flows, on each side.
const PARTNERS: usize = 8;
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
            name: format!("{}, {}", axes.regions.label(region).name, axes.sectors.label(sector).name),
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

    fn chains(&self) -> Vec<Block> {
        vec![self.flows(), self.exports(), Block::Table(self.industries_table())]
    }

    /// Value added from others to its final users, and its own to theirs.
    fn flows(&self) -> Block {
        let table = &self.portrait.chain.table;
        let used = self.portrait.leontief.value_added_in_final_demand();
        let from = |c: Region| {
            table
                .industry_ids()
                .filter(|&i| table.region_of(i) == c)
                .map(|i| used[(i, self.region)])
                .sum::<f64>()
        };
        let to = |c: Region| self.industries().map(|i| used[(i, c)]).sum::<f64>();
        let origins = ranking(self.others().map(|c| self.ranked(c, from(c))));
        let destinations = ranking(self.others().map(|c| self.ranked(c, to(c))));
        let own = self.portrait.region(self.region);
        let mut flows = Vec::new();
        for (partner, value) in cut(&origins) {
            flows.push(Flow { from: partner, to: own.to_owned(), value });
        }
        for (partner, value) in cut(&destinations) {
            flows.push(Flow { from: own.to_owned(), to: partner, value });
        }
        let value_of = |ranked: &[Ranked], code: &str| {
            ranked.iter().find(|one| one.code == code).map_or(0.0, |one| one.value)
        };
        let title = "Value added by origin and final use";
        let numbers = Table::new("flows", title)
            .labels("code", "Code", destinations.iter().map(|one| one.code.clone()))
            .labels("name", "Partner", destinations.iter().map(|one| one.name.clone()))
            .numbers(
                "from",
                &format!("Their value added in its final use, {}", self.portrait.billions()),
                BILLIONS,
                self.portrait.in_billions(destinations.iter().map(|one| value_of(&origins, &one.code))),
            )
            .numbers(
                "to",
                &format!("Its value added in their final use, {}", self.portrait.billions()),
                BILLIONS,
                self.portrait.in_billions(destinations.iter().map(|one| one.value)),
            );
        Block::figure(Figure {
            id: "figure-flows".to_owned(),
            title: format!("Whose value {own} uses, and who uses its value in the end"),
            note: Some(format!(
                "Value added, at any remove; left what others add to its final use, right what it adds to theirs. The {PARTNERS} largest partners on each side."
            )),
            chart: Chart::Flows(Flows { flows }),
            table: numbers,
        })
    }

    /// Exports by sector, parted into domestic and foreign value.
    fn exports(&self) -> Block {
        let table = &self.portrait.chain.table;
        let sectors = self.portrait.chain.world.axes().sectors.ids();
        let of = |k| {
            let members = self.industries().filter(|&i| table.sector_of(i) == k);
            let terms = self
                .portrait
                .exports
                .sum(members.flat_map(|i| self.others().map(move |r| (i, r)).collect::<Vec<_>>()));
            let axis = &self.portrait.chain.world.axes().sectors;
            let ranked = Ranked {
                code: axis.code(k).to_owned(),
                name: axis.label(k).name.clone(),
                value: self.portrait.in_billions([terms.domestic_content()])[0],
            };
            (ranked, self.portrait.in_billions([terms.foreign_content()])[0])
        };
        let mut rows: Vec<(Ranked, f64)> =
            sectors.map(of).filter(|(one, other)| one.value + other > 0.0).collect();
        rows.sort_by(|a, b| (b.0.value + b.1).total_cmp(&(a.0.value + a.1)));
        pairs(
            "exports",
            "What its exports are made of",
            Some(format!("The {SHOWN} sectors that export most; the table holds all.")),
            &format!("Exports, {}", self.portrait.billions()),
            ["Domestic value", "Foreign value"],
            &rows,
            BILLIONS,
        )
    }

    fn industries_table(&self) -> Table {
        let portrait = self.portrait;
        let mut industries: Vec<Industry> = self.industries().collect();
        let output = |i: &Industry| portrait.chain.table.gross_output()[i.index()];
        industries.sort_by(|a, b| output(b).total_cmp(&output(a)));
        let several = portrait.chain.regions.len() < portrait.chain.world.axes().regions.len();
        industries.truncate(if several { ROWS } else { usize::MAX });
        let names: Vec<Ranked> = industries.iter().map(|&i| self.ranked_industry(i, 0.0)).collect();
        let column = |of: &dyn Fn(Industry) -> f64| industries.iter().map(|&i| of(i)).collect::<Vec<f64>>();
        let foreign = |shares: &oblate_world::Array2<Region, Industry>, i: Industry| {
            100.0 * self.others().map(|c| shares[(c, i)]).sum::<f64>()
        };
        let inputs = portrait.leontief.sources_of_inputs(Basis::Gross);
        let friends = |i: Industry| {
            let politics = portrait.chain.distance("politics");
            politics.map_or(f64::NAN, |distances| inputs[i.index()].remoteness(distances).diversity)
        };
        Table::new("industries", if several { "Its 20 largest industries" } else { "Its industries" })
            .labels("code", "Code", names.iter().map(|one| one.code.clone()))
            .labels(
                "name",
                "Industry",
                industries.iter().map(|&i| portrait.sector(portrait.chain.table.sector_of(i))),
            )
            .numbers(
                "output",
                &format!("Output, {}", portrait.billions()),
                BILLIONS,
                portrait.in_billions(column(&|i| output(&i))),
            )
            .numbers(
                "up",
                "Stages to final use",
                NumberFormat::Plain(2),
                column(&|i| portrait.lengths.upstreamness[i.index()]),
            )
            .numbers(
                "down",
                "Stages since primary factors",
                NumberFormat::Plain(2),
                column(&|i| portrait.lengths.downstreamness[i.index()]),
            )
            .numbers(
                "face",
                "Foreign at face value",
                SHARE,
                column(&|i| foreign(&portrait.reliance.face_value, i)),
            )
            .numbers(
                "through",
                "Foreign, look-through",
                SHARE,
                column(&|i| foreign(&portrait.reliance.look_through, i)),
            )
            .numbers(
                "sources",
                "Effective sources of inputs",
                NumberFormat::Plain(2),
                column(&|i| inputs[i.index()].concentration().effective_sources()),
            )
            .numbers("friends", "Among political friends", NumberFormat::Plain(2), column(&friends))
    }

    fn dependence(&self) -> Vec<Block> {
        let between = &self.portrait.between;
        let mut rows: Vec<(Ranked, f64)> = (self.others())
            .map(|c| (self.ranked(c, 100.0 * between.face_value[(c, self.region)]), self.reliance_on(c)))
            .collect();
        rows.sort_by(|a, b| b.1.total_cmp(&a.1));
        let reliance = pairs(
            "reliance",
            "Reliance on other regions, shown and hidden",
            Some(
                "Shares of all output behind its products, means over its industries weighted by output."
                    .to_owned(),
            ),
            "Per cent of output",
            ["At face value", "Looking through the chain"],
            &rows,
            SHARE,
        );
        let stops = &self.portrait.stops;
        let table = &self.portrait.chain.table;
        let foreign = table.industry_ids().filter(|&i| table.region_of(i) != self.region);
        let lost = foreign.map(|i| self.ranked_industry(i, 100.0 * stops.loss[(self.region, i)]));
        let mut worst = ranking(lost);
        worst.truncate(ROWS);
        let stopped = bars(
            "stops",
            "Foreign industries whose stop would cost it most",
            Some("The 20 worst. Output lost at once if the industry stops and only other makers of its product step in.".to_owned()),
            "Per cent of its output",
            &worst,
            SHARE,
        );
        vec![reliance, stopped]
    }

    fn chokepoints(&self) -> Vec<Block> {
        let portrait = self.portrait;
        let mut points = chokepoints(&portrait.sales);
        points.retain(|point| point.region == self.region);
        let Some(first) = points.first() else { return Vec::new() };
        let sentence = Words::default()
            .text("Most money hangs on concentrated foreign sources in ")
            .name(portrait.sector(first.product))
            .text(": ")
            .number(100.0 * first.source_share, &SHARE)
            .text(" of purchases come from ")
            .name(portrait.region(first.source))
            .text(", and foreign sources count as ")
            .number(first.effective_foreign_sources, &NumberFormat::Plain(1))
            .text(".");
        let drawn = points.iter().take(30).enumerate().map(|(at, point)| Point {
            x: point.effective_foreign_sources,
            y: 100.0 * point.foreign_share,
            label: portrait.sector(point.product).to_owned(),
            named: at < 6,
        });
        let table = Table::new("chokepoints", "Products from abroad, the largest stake first")
            .labels(
                "code",
                "Code",
                points.iter().map(|point| portrait.chain.world.axes().sectors.code(point.product)),
            )
            .labels("product", "Product", points.iter().map(|point| portrait.sector(point.product)))
            .labels(
                "source",
                "Largest foreign source",
                points.iter().map(|point| portrait.region(point.source)),
            )
            .numbers(
                "share",
                "Its share in purchases",
                SHARE,
                points.iter().map(|point| 100.0 * point.source_share).collect(),
            )
            .numbers(
                "foreign",
                "From abroad",
                SHARE,
                points.iter().map(|point| 100.0 * point.foreign_share).collect(),
            )
            .numbers(
                "sources",
                "Effective foreign sources",
                NumberFormat::Plain(1),
                points.iter().map(|point| point.effective_foreign_sources).collect(),
            )
            .numbers(
                "alternatives",
                "Alternatives",
                NumberFormat::Plain(1),
                points.iter().map(|point| point.alternatives).collect(),
            )
            .numbers(
                "stake",
                &format!("At stake, {}", portrait.billions()),
                BILLIONS,
                portrait.in_billions(points.iter().map(|point| point.at_stake)),
            );
        let figure = Figure {
            id: "figure-chokepoints".to_owned(),
            title: "Products by reliance on imports and number of sources".to_owned(),
            note: Some("Squeezed is who stands high and to the left: much from abroad, from few. Alternatives are exports of third regions over purchases from the largest source: below one, the world market could not replace it.".to_owned()),
            chart: Chart::Scatter(Scatter {
                points: drawn.collect(),
                x_axis: "Effective number of foreign sources".to_owned(),
                y_axis: "From abroad, per cent of purchases".to_owned(),
                log_x: false,
            }),
            table,
        };
        vec![Block::Text(sentence), Block::figure(figure)]
    }

    fn leverage(&self) -> Vec<Block> {
        let between = &self.portrait.between;
        let relying =
            ranking(self.others().map(|c| self.ranked(c, 100.0 * between.look_through[(self.region, c)])));
        let mut reversed =
            ranking(self.industries().map(|i| self.ranked_industry(i, 100.0 * self.cost_to_others(i))));
        reversed.truncate(ROWS);
        let asymmetry = self.others().map(|c| {
            let theirs = 100.0 * between.look_through[(self.region, c)];
            self.ranked(c, theirs - self.reliance_on(c))
        });
        let mut asymmetry = ranking(asymmetry);
        if asymmetry.len() > SHOWN {
            asymmetry.drain(SHOWN / 2..asymmetry.len() - SHOWN / 2);
        }
        vec![
            bars("relying", "Who relies on it, looking through the chain", None, "Per cent of their output", &relying, SHARE),
            bars(
                "asymmetry",
                "Who needs whom more",
                Some("Their reliance on it less its reliance on them, percentage points: above zero they need it more. Both ends of the ranking.".to_owned()),
                "Percentage points",
                &asymmetry,
                NumberFormat::SignedPlain(1),
            ),
            bars(
                "own-stops",
                "Its industries whose stop would cost others most",
                Some("Output lost elsewhere, per cent of the output of all others.".to_owned()),
                "Per cent of others' output",
                &reversed,
                NumberFormat::Size(2),
            ),
        ]
    }

    /// Output that others lose when an industry stops, as a part of all their output.
    fn cost_to_others(&self, industry: Industry) -> f64 {
        let table = &self.portrait.chain.table;
        let output = |c: Region| -> f64 { table.of_region(c).iter().map(|&i| table.gross_output()[i]).sum() };
        let (lost, all) = self.others().fold((0.0, 0.0), |(lost, all), c| {
            let output = output(c);
            (lost + self.portrait.stops.loss[(c, industry)] * output, all + output)
        });
        lost / all
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

/// The largest partners, and all others in one.
fn cut(ranked: &[Ranked]) -> Vec<(String, f64)> {
    let mut shown: Vec<(String, f64)> =
        ranked.iter().take(PARTNERS).map(|one| (one.name.clone(), one.value)).collect();
    let rest: f64 = ranked.iter().skip(PARTNERS).map(|one| one.value).sum();
    if rest > 0.0 {
        shown.push(("All others".to_owned(), rest));
    }
    shown
}
