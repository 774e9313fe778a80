//! A region's chains: whose value it uses and who uses its own, what its exports are made of, its industries.

use oblate_report::{Block, Chart, Figure, Flow, Flows, NumberFormat, Table};
use oblate_results::{LabelEntry, PlaceEntry};

use super::super::parts::{Ranked, SHOWN, pairs, ranking};
use super::super::portrait::{BILLIONS, Industry};
use super::{ROWS, View};

/// Partners in the picture of flows, on each side.
const PARTNERS: usize = 8;

impl View<'_> {
    pub(super) fn chains(&self) -> Vec<Block> {
        vec![self.flows(), self.exports(), Block::Table(self.industries_table())]
    }

    /// Value added from others to its final users, and its own to theirs.
    fn flows(&self) -> Block {
        let used = |i: Industry<'_>, by: &PlaceEntry| {
            self.value_added.number(&[&i.home.code, &i.sector.code, &by.code], "FFD_DVA")
        };
        let from = |c: &PlaceEntry| {
            let theirs = self.portrait.industries.iter().filter(|i| i.place.code == c.code);
            theirs.map(|&i| used(i, self.place)).sum::<f64>()
        };
        let to = |c: &PlaceEntry| self.industries().map(|i| used(i, c)).sum::<f64>();
        let origins = ranking(self.others().map(|c| Ranked::of(c, from(c))));
        let destinations = ranking(self.others().map(|c| Ranked::of(c, to(c))));
        let own = self.place.name.as_str();
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
        let of = |sector: &LabelEntry| {
            let [mut domestic, mut foreign] = [[0.0; 2]; 2];
            for i in self.industries().filter(|i| i.sector.code == sector.code) {
                for r in self.others() {
                    let columns = ["BM_DVA", "BM_DDC", "BM_FVA", "BM_FDC"];
                    let [own, own_again, others, others_again] = self.portrait.exports(i, r, columns);
                    domestic = [domestic[0] + own, domestic[1] + own_again];
                    foreign = [foreign[0] + others, foreign[1] + others_again];
                }
            }
            let billions = |[once, again]: [f64; 2]| self.portrait.in_billions([once + again])[0];
            let (code, name) = (sector.code.clone(), sector.name.clone());
            (Ranked { code, name, value: billions(domestic) }, billions(foreign))
        };
        let mut rows: Vec<(Ranked, f64)> =
            self.portrait.sectors().iter().map(of).filter(|(one, other)| one.value + other > 0.0).collect();
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
        let mut industries: Vec<Industry<'_>> = self.industries().collect();
        industries.sort_by(|&a, &b| portrait.output(b).total_cmp(&portrait.output(a)));
        let several = self.place.members.len() > 1;
        industries.truncate(if several { ROWS } else { usize::MAX });
        let names: Vec<Ranked> = industries.iter().map(|&i| self.ranked_industry(i, 0.0)).collect();
        let inputs = |name: &str| industries.iter().map(|&i| portrait.inputs(i, name)).collect::<Vec<f64>>();
        let table =
            Table::new("industries", if several { "Its 20 largest industries" } else { "Its industries" })
                .labels("code", "Code", names.iter().map(|one| one.code.clone()))
                .labels("name", "Industry", industries.iter().map(|i| i.sector.name.as_str()))
                .numbers(
                    "output",
                    &format!("Output, {}", portrait.billions()),
                    BILLIONS,
                    portrait.in_billions(industries.iter().map(|&i| portrait.output(i))),
                );
        let table = portrait.with_reliance(table, &industries);
        table
            .numbers(
                "sources",
                "Effective sources of inputs",
                NumberFormat::Plain(2),
                inputs("effective_sources"),
            )
            .numbers(
                "friends",
                "Among political friends",
                NumberFormat::Plain(2),
                inputs("politics_diversity"),
            )
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
