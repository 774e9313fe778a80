//! What a reader sees of a short run: the answer, curves, a heat table over time, bottlenecks, inventories.

use oblate_propagation::{Cause, Sums};
use oblate_report::{
    Block, Chart, Curve, Figure, Lines, NumberFormat, Report, Section, Table, Tile, Unit, Words,
};

use crate::shock::tables::{Totals, avoiding, totals, world};
use crate::shock::{InventoryRun, ShockResult};

/// Curves that can be told apart.
const CURVES: usize = 7;
/// Rows of the tables of a report; the files hold all.
const ROWS: usize = 20;
/// Changes of output below this, in per cent, are the rounding of sums.
const ROUNDING: f64 = 1e-9;
/// Columns of the heat table.
const PERIODS: usize = 12;

pub(super) fn report(result: &ShockResult) -> Report {
    let manifest = &result.manifest;
    let shows = manifest.shocks.mechanisms.join(", ");
    let shows = if shows.is_empty() { shows } else { format!(" ({shows})") };
    Report {
        title: manifest.shocks.title.clone().unwrap_or_else(|| manifest.shocks.name.clone()),
        kicker: format!("oblate · shocks {}{shows} on {}", manifest.shocks.name, manifest.world.name),
        question: manifest.shocks.question.clone(),
        sections: vec![
            answer(result),
            by_axis(result, 0, "regions", "By region", "Region"),
            by_axis(result, 1, "sectors", "By sector", "Sector"),
            shocks(result),
            bottlenecks(result),
            inventories(result),
            assumptions(result),
        ],
        colophon: format!("Made by oblate {}.", manifest.oblate),
    }
}

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), blocks }
}

fn answer(result: &ShockResult) -> Section {
    let world = world(result);
    let unit = Unit::new(&result.manifest.world.unit);
    let lead = Words::from("Over ")
        .text(format!("{} days the world loses ", result.manifest.days))
        .number(world.value_added_lost_pct, &NumberFormat::Size(2))
        .text(" of its value added. Output is lowest on day ")
        .number(world.lowest_day, &NumberFormat::Plain(0))
        .text(", at ")
        .number(world.lowest_output_pct, &NumberFormat::Size(1))
        .text(" of what it was.");
    let tiles = vec![
        Tile {
            number: Words::default().number(world.value_added_lost, &NumberFormat::AmountSize(unit)),
            label: "value added lost".to_owned(),
        },
        Tile {
            number: Words::default().number(world.lowest_output_pct, &NumberFormat::Size(1)),
            label: "lowest output of the world".to_owned(),
        },
        Tile {
            number: Words::default().number(world.unmet_pct, &NumberFormat::Size(2)),
            label: "of final demand not met".to_owned(),
        },
    ];
    let mut blocks = vec![Block::Lead(lead), Block::Tiles(tiles)];
    for trouble in &result.troubles {
        let mut words = sentence(&trouble.describe(&result.model));
        words.push_str(
            match avoiding(result, trouble) {
                found if found.is_empty() => " None of the other choices that were run avoids it.".to_owned(),
                found => {
                    format!(" These choices, each run with the same shocks, avoid it: {}.", found.join("; "))
                }
            }
            .as_str(),
        );
        blocks.push(Block::Warning(words.into()));
    }
    blocks.extend(result.manifest.shocks.notes.iter().map(|notes| Block::Text(notes.as_str().into())));
    section("answer", "The answer", blocks)
}

/// A fragment as a sentence.
fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn codes(result: &ShockResult, axis: usize) -> Vec<String> {
    let table = result.model.table();
    let codes: Vec<&str> =
        if axis == 0 { table.regions().codes().collect() } else { table.sectors().codes().collect() };
    codes.into_iter().map(str::to_owned).collect()
}

/// Curves of the entries that lose most, the heat table, and the totals.
fn by_axis(result: &ShockResult, axis: usize, id: &str, title: &str, heading: &str) -> Section {
    let (codes, totals) = (codes(result, axis), totals(result, axis));
    let mut order: Vec<usize> = (0..codes.len()).collect();
    order.sort_by(|&a, &b| totals[b].value_added_lost.total_cmp(&totals[a].value_added_lost));
    let curves = figure(result, axis, &codes, &order, id);
    let heat = heat(result, axis, &codes, &order, id, heading);
    let shown: Vec<usize> = order.iter().copied().take(ROWS).collect();
    let of = |value: fn(&Totals) -> f64| shown.iter().map(|&at| value(&totals[at])).collect::<Vec<f64>>();
    let table = Table::new(
        format!("{id}-totals"),
        format!("The {} that lose most value added", title.to_lowercase().replace("by ", "") + "s"),
    )
    .labels("label", heading, shown.iter().map(|&at| codes[at].as_str()))
    .bars("value_added_lost_pct", "Value added lost", NumberFormat::Size(2), of(|t| t.value_added_lost_pct))
    .numbers("lowest_output_pct", "Lowest output", NumberFormat::Size(1), of(|t| t.lowest_output_pct))
    .numbers("lowest_day", "on day", NumberFormat::Plain(0), of(|t| t.lowest_day))
    .numbers("unmet_pct", "Final demand not met", NumberFormat::Size(2), of(|t| t.unmet_pct));
    section(id, title, vec![Block::figure(curves), Block::Table(heat), Block::Table(table)])
}

/// Output over output without shocks, in per cent.
fn part(sums: &Sums, base: &Sums) -> f64 {
    if base.output > 0.0 { 100.0 * sums.output / base.output } else { 100.0 }
}

fn figure(result: &ShockResult, axis: usize, codes: &[String], order: &[usize], id: &str) -> Figure {
    let curves = if axis == 0 { &result.curves.regions } else { &result.curves.sectors };
    let (base, step) = (&result.curves.baseline[axis], result.model.settings().step);
    // a curve of a year has no more points than can be seen
    let every = curves.len().div_ceil(200).max(1);
    let days: Vec<usize> = (0..curves.len()).step_by(every).collect();
    let day = |at: usize| at as f64 * step;
    let whole = result.curves.world_baseline();
    let world = result.curves.world();
    let mut lines = vec![Curve {
        name: "World".to_owned(),
        points: days.iter().map(|&at| (day(at), part(&world[at], &whole))).collect(),
    }];
    lines.extend(order.iter().take(CURVES).map(|&entry| Curve {
        name: codes[entry].clone(),
        points: days.iter().map(|&at| (day(at), part(&curves[at][entry], &base[entry]))).collect(),
    }));
    let mut table = Table::new(format!("{id}-curves"), "Output by day, per cent of output without shocks")
        .numbers("day", "Day", NumberFormat::Plain(0), days.iter().map(|&at| day(at)).collect());
    for line in &lines {
        let values = line.points.iter().map(|(_, value)| *value).collect();
        table = table.numbers(&line.name, &line.name, NumberFormat::Plain(1), values);
    }
    Figure {
        id: format!("{id}-figure"),
        title: "Output of the world, and of those that lose most value added".to_owned(),
        note: None,
        chart: Chart::Lines(Lines {
            curves: lines,
            x_axis: "day".to_owned(),
            y_axis: "output, per cent of output without shocks".to_owned(),
        }),
        table,
    }
}

/// Mean output of periods: where and when it is missing.
fn heat(
    result: &ShockResult,
    axis: usize,
    codes: &[String],
    order: &[usize],
    id: &str,
    heading: &str,
) -> Table {
    let curves = if axis == 0 { &result.curves.regions } else { &result.curves.sectors };
    let (base, step) = (&result.curves.baseline[axis], result.model.settings().step);
    let length = curves.len().div_ceil(PERIODS).max(1);
    let shown: Vec<usize> = order.iter().copied().take(ROWS).collect();
    let caption = "Mean change of output over time, per cent of output without shocks; columns are named by their first day";
    let mut table = Table::new(format!("{id}-heat"), caption).labels(
        "label",
        heading,
        shown.iter().map(|&entry| codes[entry].as_str()),
    );
    for (period, days) in curves.chunks(length).enumerate() {
        let mean = |&entry: &usize| {
            let changes = days.iter().map(|day| part(&day[entry], &base[entry]) - 100.0);
            let mean = changes.sum::<f64>() / days.len() as f64;
            // a bar is as long as the largest of its column: rounding of sums is not to be drawn
            if mean.abs() < ROUNDING { 0.0 } else { mean }
        };
        let first = (period * length) as f64 * step;
        let values = shown.iter().map(mean).collect();
        table =
            table.bars(&format!("from_day_{first}"), &format!("{first}"), NumberFormat::Change(1), values);
    }
    table
}

fn shocks(result: &ShockResult) -> Section {
    let year = result.curves.world_baseline().value_added * result.curves.regions.len() as f64;
    let pct = |values: Vec<f64>| values.into_iter().map(|lost| 100.0 * lost / year).collect::<Vec<f64>>();
    let table = Table::new("shock-losses", "Value added of the world lost to each shock, per cent")
        .labels("shock", "Shock", result.losses.iter().map(|(name, _)| name.as_str()))
        .numbers(
            "alone",
            "Alone",
            NumberFormat::Size(3),
            pct(result.losses.iter().map(|(_, l)| l.alone).collect()),
        )
        .numbers(
            "on_top",
            "On top of all others",
            NumberFormat::Size(3),
            pct(result.losses.iter().map(|(_, l)| l.on_top).collect()),
        );
    let text = "Losses of shocks that meet do not add up. Where a shock costs more on top of the others than alone, they make each \
                other worse; where it costs less, they hit what was lost already. A negative number is a gain.";
    section("shocks", "What each shock costs", vec![Block::Text(text.into()), Block::Table(table)])
}

fn bottlenecks(result: &ShockResult) -> Section {
    let table = result.model.table();
    let step = result.model.settings().step;
    let sector = |k: usize| table.sectors().codes().nth(k).unwrap_or_default().to_owned();
    let largest = result.bottlenecks.largest();
    let Some(first) = result.bottlenecks.first() else {
        let text = "No industry ran out of an input: what is lost is lost to capacity and to demand.";
        return section("bottlenecks", "Bottlenecks", vec![Block::Text(text.into())]);
    };
    let text = format!(
        "The first industry that lacked an input was {} on day {}: {} was missing. From each of the industries that lost most, the chain below \
         goes to the supplier that failed it most, and on, until one whose own capacity was short.",
        table.industry_name(first.industry),
        first.step as f64 * step,
        sector(first.input)
    );
    let chain = |industry: usize| {
        let links = result.bottlenecks.chain(&result.model, industry);
        let words = links.iter().map(|link| match link.cause {
            Cause::Input(k) => format!("{} lacks {}", table.industry_name(link.industry), sector(k)),
            Cause::Capacity => format!("{} lacks capacity", table.industry_name(link.industry)),
        });
        Words::from(words.collect::<Vec<_>>().join(" ← "))
    };
    let mut industries: Vec<usize> = Vec::new();
    for bottleneck in &largest {
        if !industries.contains(&bottleneck.industry) && industries.len() < 5 {
            industries.push(bottleneck.industry);
        }
    }
    let shown: Vec<_> = largest.iter().take(ROWS).collect();
    let rows = Table::new("bottlenecks", "The inputs that cost most output")
        .labels("industry", "Industry", shown.iter().map(|b| table.industry_name(b.industry)))
        .labels("input", "Lacked", shown.iter().map(|b| sector(b.input)))
        .numbers(
            "since",
            "since day",
            NumberFormat::Plain(0),
            shown.iter().map(|b| b.step as f64 * step).collect(),
        )
        .bars("lost", "Output lost", NumberFormat::Plain(0), shown.iter().map(|b| b.lost).collect());
    let chains = Block::List(industries.into_iter().map(chain).collect());
    section("bottlenecks", "Bottlenecks", vec![Block::Text(text.into()), chains, Block::Table(rows)])
}

fn inventories(result: &ShockResult) -> Section {
    let runs = &result.inventories;
    let of = |value: fn(&InventoryRun) -> f64| runs.iter().map(value).collect::<Vec<f64>>();
    let year = result.curves.world_baseline().value_added * result.curves.regions.len() as f64;
    let table = Table::new("inventories", "The same shocks with other inventories")
        .numbers("times", "Inventories, times those of the run", NumberFormat::Plain(1), of(|run| run.times))
        .numbers(
            "lost",
            "Value added lost, per cent",
            NumberFormat::Size(3),
            runs.iter().map(|run| 100.0 * run.lost / year).collect(),
        )
        .numbers("lowest", "Lowest output, per cent", NumberFormat::Size(1), of(|run| 100.0 * run.lowest));
    let text = "All industries hold so many times the days of inventories, and restore them over the same number of days.";
    section(
        "inventories",
        "What other inventories would have changed",
        vec![Block::Text(text.into()), Block::Table(table)],
    )
}

fn assumptions(result: &ShockResult) -> Section {
    let manifest = &result.manifest;
    let choices =
        manifest.settings.iter().map(|(name, choice)| (name.clone(), Words::default().code(choice.as_str())));
    let mut blocks = vec![
        Block::Text(
            "Goods made are goods handed over: the books of every product were checked on every day. Prices do not move, and nobody finds \
             a supplier that did not supply before: this is the short run."
                .into(),
        ),
        Block::Fold { title: "The choices of the model".to_owned(), blocks: vec![Block::Terms(choices.collect())] },
        Block::Fold { title: "The file".to_owned(), blocks: vec![Block::Code(manifest.shocks.text.clone())] },
    ];
    blocks.extend(manifest.world.caveats.iter().map(|caveat| Block::Text(caveat.as_str().into())));
    let command = format!(
        "oblate shock {} --world {} --days {}",
        manifest.shocks.name, manifest.world.name, manifest.days
    );
    blocks.push(Block::Code(command));
    section("assumptions", "What this rests on", blocks)
}
