//! On whom a region depends, where it could be squeezed, and who depends on it.

use oblate_report::{Block, Chart, Figure, NumberFormat, Point, Scatter, Table, Words};

use super::super::parts::{Ranked, SHOWN, bars, pairs, ranking};
use super::super::portrait::{Industry, SHARE};
use super::{ROWS, View};

impl View<'_> {
    pub(super) fn dependence(&self) -> Vec<Block> {
        let mut rows: Vec<(Ranked, f64)> = (self.others())
            .map(|c| (Ranked::of(c, self.reliance(self.place, c, "face_value")), self.reliance_on(c)))
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
        let foreign = self.portrait.industries.iter().filter(|i| i.place.code != self.place.code);
        let lost = foreign.map(|&i| self.ranked_industry(i, self.portrait.loss(i, self.place)));
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
        let (portrait, points) = (self.portrait, &self.points);
        let column = |name: &str| points.numbers(name).unwrap_or_default();
        let [sources, abroad, held] =
            [column("effective_foreign_sources"), column("foreign_share"), column("source_share")];
        let words = [points.labels("product"), points.labels("source")];
        let ([Some(products), Some(origins)], [effective, ..], [share, ..]) = (words, sources, held) else {
            return Vec::new();
        };
        let sentence = Words::default()
            .text("Most money hangs on concentrated foreign sources in ")
            .name(portrait.sector_name(products.get(0)))
            .text(": ")
            .number(100.0 * share, &SHARE)
            .text(" of purchases come from ")
            .name(portrait.place_name(origins.get(0)))
            .text(", and foreign sources count as ")
            .number(*effective, &NumberFormat::Plain(1))
            .text(".");
        let names = || products.iter().map(|product| portrait.sector_name(product));
        let places = sources.iter().zip(abroad).zip(names()).take(30).enumerate();
        let drawn = places.map(|(at, ((&sources, abroad), name))| Point {
            x: sources,
            y: 100.0 * abroad,
            label: name.to_owned(),
            named: at < 6,
        });
        let table = Table::new("chokepoints", "Products from abroad, the largest stake first")
            .labels("code", "Code", products.iter())
            .labels("product", "Product", names());
        let table = portrait.with_dependence(table, points, points.rows());
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
        let on_it = |c| self.reliance(c, self.place, "look_through");
        let relying = ranking(self.others().map(|c| Ranked::of(c, on_it(c))));
        let mut reversed =
            ranking(self.industries().map(|i| self.ranked_industry(i, self.cost_to_others(i))));
        reversed.truncate(ROWS);
        let mut asymmetry = ranking(self.others().map(|c| Ranked::of(c, on_it(c) - self.reliance_on(c))));
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

    /// Output that others lose when an industry stops, in per cent of all their output.
    fn cost_to_others(&self, industry: Industry<'_>) -> f64 {
        let (lost, all) = self.others().fold((0.0, 0.0), |(lost, all), c| {
            let output = self.chains.number(&[&c.code], "gross_output");
            (lost + self.portrait.loss(industry, c) * output, all + output)
        });
        lost / all
    }
}
