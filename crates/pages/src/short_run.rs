//! What a reader sees of a short run: the answer, variants side by side, curves, a heat table over time, bottlenecks, inventories.

use oblate_propagation::{Cause, Sums};
use oblate_report::{
    Block, Chart, Curve, Figure, Lines, NumberFormat, Report, Section, Table, Tile, Unit, Words,
};

use oblate_engine::{InventoryRun, ShockVariant, Totals};
use oblate_results::ShockManifest;

/// Curves that can be told apart.
const CURVES: usize = 7;
/// Rows of the tables of a report; the files hold all.
const ROWS: usize = 20;
/// Changes of output below this, in per cent, are the rounding of sums.
const ROUNDING: f64 = 1e-9;
/// Columns of the heat table.
const PERIODS: usize = 12;

/// Variants that are told in full; the others stand in the comparison.
const MOST_VARIANTS: usize = 8;

/// The report of short runs as an HTML page.
pub fn shock_report(manifest: &ShockManifest, variants: &[ShockVariant]) -> String {
    oblate_report::render(&report(manifest, variants))
}

fn report(manifest: &ShockManifest, variants: &[ShockVariant]) -> Report {
    let shows = manifest.shocks.mechanisms.join(", ");
    let shows = if shows.is_empty() { shows } else { format!(" ({shows})") };
    let mut sections = vec![answer(manifest, variants)];
    match variants {
        [only] => {
            sections.extend(parts(only, "").into_iter().map(|(id, title, blocks)| section(id, title, blocks)))
        }
        several => {
            sections.extend(several.iter().take(MOST_VARIANTS).map(|variant| in_full(variant, manifest)))
        }
    }
    sections.push(assumptions(manifest));
    Report {
        title: manifest.shocks.title.clone().unwrap_or_else(|| manifest.shocks.name.clone()),
        kicker: format!("oblate · shocks {}{shows} on {}", manifest.shocks.name, manifest.world.name),
        question: manifest.shocks.question.clone(),
        sections,
        colophon: format!("Made by oblate {}.", manifest.oblate),
    }
}

/// What is told of a variant in full: id, heading and blocks of each part. `mark` keeps the ids of variants apart.
fn parts(variant: &ShockVariant, mark: &str) -> Vec<(&'static str, &'static str, Vec<Block>)> {
    let places = [("regions", "By region", "Region"), ("sectors", "By sector", "Sector")];
    let mut parts: Vec<_> = (0..)
        .zip(places)
        .map(|(axis, (id, title, heading))| {
            (id, title, by_axis(variant, axis, &format!("{id}{mark}"), title, heading))
        })
        .collect();
    parts.push(("shocks", "What each shock costs", shocks(variant, mark)));
    parts.push(("bottlenecks", "Bottlenecks", bottlenecks(variant, mark)));
    parts.push(("inventories", "What other inventories would have changed", inventories(variant, mark)));
    parts
}

/// One variant among several, under a heading of its own.
fn in_full(variant: &ShockVariant, manifest: &ShockManifest) -> Section {
    let mark = format!("-{}", variant.name);
    let mut blocks = vec![Block::Text(lead(variant, manifest))];
    blocks.extend(troubles(variant));
    let entry = manifest.variants.iter().find(|entry| entry.name == variant.name);
    let changes: Vec<Words> = entry
        .iter()
        .flat_map(|entry| &entry.changes)
        .map(|change| Words::default().code(change.as_str()))
        .collect();
    if !changes.is_empty() {
        blocks.push(Block::List(changes));
    }
    let folds = parts(variant, &mark).into_iter();
    blocks.extend(folds.map(|(_, title, blocks)| Block::Fold { title: title.to_owned(), blocks }));
    section(&format!("variant{mark}"), &variant.title, blocks)
}

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), blocks }
}

/// The world over the days of a variant, in words.
fn lead(variant: &ShockVariant, manifest: &ShockManifest) -> Words {
    let world = variant.world_totals();
    Words::from("Over ")
        .text(format!("{} days the world loses ", manifest.days))
        .number(world.value_added_lost_pct, &NumberFormat::Size(2))
        .text(" of its value added. Output is lowest on day ")
        .number(world.lowest_day, &NumberFormat::Plain(0))
        .text(", at ")
        .number(world.lowest_output_pct, &NumberFormat::Size(1))
        .text(" of what it was.")
}

/// What went wrong in a variant, and what avoids it.
fn troubles(variant: &ShockVariant) -> impl Iterator<Item = Block> + '_ {
    variant.troubles.iter().map(|trouble| {
        let words = sentence(&trouble.describe(&variant.model));
        let found = variant.avoiding(trouble);
        let way_out = if found.is_empty() {
            "None of the other choices that were run avoids it.".to_owned()
        } else {
            format!("These choices, each run with the same shocks, avoid it: {}.", found.join("; "))
        };
        Block::Warning(format!("{words} {way_out}").into())
    })
}

fn answer(manifest: &ShockManifest, variants: &[ShockVariant]) -> Section {
    let base = &variants[0];
    let world = base.world_totals();
    let unit = Unit::new(&manifest.world.unit);
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
    let mut blocks = vec![Block::Lead(lead(base, manifest)), Block::Tiles(tiles)];
    if variants.len() > 1 {
        blocks.extend(side_by_side(variants));
    } else {
        blocks.extend(troubles(base));
    }
    blocks.extend(manifest.shocks.notes.iter().map(|notes| Block::Text(notes.as_str().into())));
    section("answer", "The answer", blocks)
}

/// The variants side by side: the world's output, and its totals.
fn side_by_side(variants: &[ShockVariant]) -> [Block; 2] {
    let curves = variants.iter().take(CURVES + 1).map(|variant| {
        let (whole, world) = (variant.curves.world_baseline(), variant.curves.world());
        let step = variant.model.settings().step;
        let points = shown_days(world.len()).map(|at| (at as f64 * step, part(&world[at], &whole)));
        Curve { name: variant.title.clone(), points: points.collect() }
    });
    let figure = days_figure("variants", "Output of the world in each variant", curves.collect());
    let totals: Vec<Totals> = variants.iter().map(ShockVariant::world_totals).collect();
    let of = |value: fn(&Totals) -> f64| totals.iter().map(value).collect::<Vec<f64>>();
    let table = totals_columns(
        Table::new("variants-totals", "The world in each variant").labels(
            "label",
            "Variant",
            variants.iter().map(|variant| variant.title.as_str()),
        ),
        &of,
    );
    [Block::figure(figure), Block::Table(table)]
}

/// The columns of tables of totals.
fn totals_columns(table: Table, of: &dyn Fn(fn(&Totals) -> f64) -> Vec<f64>) -> Table {
    table
        .bars(
            "value_added_lost_pct",
            "Value added lost",
            NumberFormat::Size(2),
            of(|t| t.value_added_lost_pct),
        )
        .numbers("lowest_output_pct", "Lowest output", NumberFormat::Size(1), of(|t| t.lowest_output_pct))
        .numbers("lowest_day", "on day", NumberFormat::Plain(0), of(|t| t.lowest_day))
        .numbers("unmet_pct", "Final demand not met", NumberFormat::Size(2), of(|t| t.unmet_pct))
}

/// A curve of a year has no more points than can be seen.
fn shown_days(days: usize) -> impl Iterator<Item = usize> {
    (0..days).step_by(days.div_ceil(200).max(1))
}

/// A figure of output by day.
fn days_figure(id: &str, title: &str, curves: Vec<Curve>) -> Figure {
    let days = curves.first().map_or(Vec::new(), |curve| curve.points.iter().map(|(day, _)| *day).collect());
    let mut table = Table::new(format!("{id}-curves"), "Output by day, per cent of output without shocks")
        .numbers("day", "Day", NumberFormat::Plain(0), days);
    for curve in &curves {
        let values = curve.points.iter().map(|(_, value)| *value).collect();
        table = table.numbers(&curve.name, &curve.name, NumberFormat::Plain(1), values);
    }
    Figure {
        id: format!("{id}-figure"),
        title: title.to_owned(),
        note: None,
        chart: Chart::Lines(Lines {
            curves,
            x_axis: "day".to_owned(),
            y_axis: "output, per cent of output without shocks".to_owned(),
        }),
        table,
    }
}

/// A fragment as a sentence.
fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn codes(result: &ShockVariant, axis: usize) -> Vec<String> {
    let table = result.model.table();
    let codes: Vec<&str> =
        if axis == 0 { table.regions().codes().collect() } else { table.sectors().codes().collect() };
    codes.into_iter().map(str::to_owned).collect()
}

/// Curves of the entries that lose most, the heat table, and the totals.
fn by_axis(result: &ShockVariant, axis: usize, id: &str, title: &str, heading: &str) -> Vec<Block> {
    let (codes, totals) = (codes(result, axis), result.totals(axis));
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
    .labels("label", heading, shown.iter().map(|&at| codes[at].as_str()));
    vec![Block::figure(curves), Block::Table(heat), Block::Table(totals_columns(table, &of))]
}

/// Output over output without shocks, in per cent.
fn part(sums: &Sums, base: &Sums) -> f64 {
    if base.output > 0.0 { 100.0 * sums.output / base.output } else { 100.0 }
}

fn figure(result: &ShockVariant, axis: usize, codes: &[String], order: &[usize], id: &str) -> Figure {
    let curves = if axis == 0 { &result.curves.regions } else { &result.curves.sectors };
    let (base, step) = (&result.curves.baseline[axis], result.model.settings().step);
    let days: Vec<usize> = shown_days(curves.len()).collect();
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
    days_figure(id, "Output of the world, and of those that lose most value added", lines)
}

/// Mean output of periods: where and when it is missing.
fn heat(
    result: &ShockVariant,
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

fn shocks(result: &ShockVariant, mark: &str) -> Vec<Block> {
    let year = result.curves.world_baseline().value_added * result.curves.regions.len() as f64;
    let pct = |values: Vec<f64>| values.into_iter().map(|lost| 100.0 * lost / year).collect::<Vec<f64>>();
    let table =
        Table::new(format!("shock-losses{mark}"), "Value added of the world lost to each shock, per cent")
            .labels("shock", "Shock", result.losses.iter().map(|loss| loss.shock.as_str()))
            .numbers(
                "alone",
                "Alone",
                NumberFormat::Size(3),
                pct(result.losses.iter().map(|loss| loss.alone).collect()),
            )
            .numbers(
                "on_top",
                "On top of all others",
                NumberFormat::Size(3),
                pct(result.losses.iter().map(|loss| loss.on_top).collect()),
            );
    let text = "Losses of shocks that meet do not add up. Where a shock costs more on top of the others than alone, they make each \
                other worse; where it costs less, they hit what was lost already. A negative number is a gain.";
    vec![Block::Text(text.into()), Block::Table(table)]
}

fn bottlenecks(result: &ShockVariant, mark: &str) -> Vec<Block> {
    let table = result.model.table();
    let step = result.model.settings().step;
    let sector = |k: usize| table.sectors().codes().nth(k).unwrap_or_default().to_owned();
    let largest = result.bottlenecks.largest();
    let Some(first) = result.bottlenecks.first() else {
        let text = "No industry ran out of an input: what is lost is lost to capacity and to demand.";
        return vec![Block::Text(text.into())];
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
    let rows = Table::new(format!("bottlenecks{mark}"), "The inputs that cost most output")
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
    vec![Block::Text(text.into()), chains, Block::Table(rows)]
}

fn inventories(result: &ShockVariant, mark: &str) -> Vec<Block> {
    let runs = &result.inventories;
    let of = |value: fn(&InventoryRun) -> f64| runs.iter().map(value).collect::<Vec<f64>>();
    let year = result.curves.world_baseline().value_added * result.curves.regions.len() as f64;
    let table = Table::new(format!("inventories{mark}"), "The same shocks with other inventories")
        .numbers("times", "Inventories, times those of the run", NumberFormat::Plain(1), of(|run| run.times))
        .numbers(
            "lost",
            "Value added lost, per cent",
            NumberFormat::Size(3),
            runs.iter().map(|run| 100.0 * run.lost / year).collect(),
        )
        .numbers("lowest", "Lowest output, per cent", NumberFormat::Size(1), of(|run| 100.0 * run.lowest));
    let text = "All industries hold so many times the days of inventories, and restore them over the same number of days.";
    vec![Block::Text(text.into()), Block::Table(table)]
}

fn assumptions(manifest: &ShockManifest) -> Section {
    let mut blocks = vec![Block::Text(
        "Goods made are goods handed over: the books of every product were checked on every day. Prices do not move, and nobody finds \
         a supplier that did not supply before: this is the short run."
            .into(),
    )];
    for variant in manifest.variants.iter().take(MOST_VARIANTS) {
        let choices = variant.settings.iter();
        let choices = choices.map(|(name, choice)| (name.clone(), Words::default().code(choice.as_str())));
        let whose = if manifest.variants.len() > 1 { format!(": {}", variant.title) } else { String::new() };
        let terms = Block::Terms(choices.collect());
        blocks.push(Block::Fold { title: format!("The choices of the model{whose}"), blocks: vec![terms] });
    }
    let file = Block::Code(manifest.shocks.text.clone());
    blocks.push(Block::Fold { title: "The file".to_owned(), blocks: vec![file] });
    blocks.extend(manifest.world.caveats.iter().map(|caveat| Block::Text(caveat.as_str().into())));
    let overrides = manifest.shocks.overrides.iter().map(|change| format!(" --set '{change}'"));
    let command = format!(
        "oblate shock {} --world {} --days {}{}",
        manifest.shocks.name,
        manifest.world.name,
        manifest.days,
        overrides.collect::<String>()
    );
    blocks.push(Block::Code(command));
    section("assumptions", "What this rests on", blocks)
}
