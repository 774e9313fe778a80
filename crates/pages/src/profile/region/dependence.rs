//! On whom a region depends, where it could be squeezed, and who depends on it.

use oblate_indicators::{Industry, chokepoints};
use oblate_report::{Block, Chart, Figure, NumberFormat, Point, Scatter, Table, Words};
use oblate_world::Region;

use super::super::SHARE;
use super::super::parts::{Ranked, SHOWN, bars, pairs, ranking};
use super::{ROWS, View};

impl View<'_> {
    pub(super) fn dependence(&self) -> Vec<Block> {
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

    pub(super) fn chokepoints(&self) -> Vec<Block> {
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
            .labels("product", "Product", points.iter().map(|point| portrait.sector(point.product)));
        let table = portrait.with_dependence(table, &points);
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

    pub(super) fn leverage(&self) -> Vec<Block> {
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
}
