//! A region's chains: whose value it uses and who uses its own, what its exports are made of, its industries.

use oblate_indicators::{Basis, Industry};
use oblate_report::{Block, Chart, Figure, Flow, Flows, NumberFormat, Table};
use oblate_world::{Id, Region};

use super::super::BILLIONS;
use super::super::parts::{Ranked, SHOWN, pairs, ranking};
use super::{ROWS, View};

/// Partners in the picture of flows, on each side.
const PARTNERS: usize = 8;

impl View<'_> {
    pub(super) fn chains(&self) -> Vec<Block> {
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
        let inputs = portrait.leontief.sources_of_inputs(Basis::Gross);
        let friends = |i: Industry| {
            let politics = portrait.chain.distance("politics");
            politics.map_or(f64::NAN, |distances| inputs[i.index()].remoteness(distances).diversity)
        };
        let table =
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
                );
        let table = portrait.with_reliance(table, &industries);
        table
            .numbers(
                "sources",
                "Effective sources of inputs",
                NumberFormat::Plain(2),
                column(&|i| inputs[i.index()].concentration().effective_sources()),
            )
            .numbers("friends", "Among political friends", NumberFormat::Plain(2), column(&friends))
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
