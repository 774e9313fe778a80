//! What a reader sees of a short run: the answer, variants side by side, curves, a heat table over time, bottlenecks, inventories.

mod case;

use oblate_report::{
    Block, Chart, Curve, Figure, Lines, NumberFormat, Report, Section, Table, Tile, Unit, Words,
};

use case::{Axis, Bottleneck, Case, Totals};
use oblate_engine::ShockLoss;
use oblate_results::{LinkEntry, Results, ShockManifest};

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
pub fn shock_report(results: &Results<ShockManifest>) -> String {
    oblate_report::render(&report(&results.manifest, &Case::all(results)))
}

fn report(manifest: &ShockManifest, cases: &[Case<'_>]) -> Report {
    let shows = manifest.shocks.mechanisms.join(", ");
    let shows = if shows.is_empty() { shows } else { format!(" ({shows})") };
    let mut sections = vec![answer(manifest, cases)];
    match cases {
        [only] => {
            sections.extend(parts(only, "").into_iter().map(|(id, title, blocks)| section(id, title, blocks)))
        }
        several => sections.extend(several.iter().take(MOST_VARIANTS).map(|case| in_full(case, manifest))),
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
fn parts(case: &Case<'_>, mark: &str) -> Vec<(&'static str, &'static str, Vec<Block>)> {
    let places = [
        ("regions", "By region", "Region", &case.regions),
        ("sectors", "By sector", "Sector", &case.sectors),
    ];
    let mut parts: Vec<_> = places
        .into_iter()
        .map(|(id, title, heading, axis)| {
            (id, title, by_axis(case, axis, &format!("{id}{mark}"), title, heading))
        })
        .collect();
    parts.push(("shocks", "What each shock costs", shocks(case, mark)));
    parts.push(("bottlenecks", "Bottlenecks", bottlenecks(case, mark)));
    parts.push(("inventories", "What other inventories would have changed", inventories(case, mark)));
    parts
}

/// One variant among several, under a heading of its own.
fn in_full(case: &Case<'_>, manifest: &ShockManifest) -> Section {
    let mark = format!("-{}", case.entry.name);
    let mut blocks = vec![Block::Text(lead(case, manifest))];
    blocks.extend(troubles(case));
    let changes = case.entry.changes.iter().map(|change| Words::default().code(change.as_str()));
    let changes: Vec<Words> = changes.collect();
    if !changes.is_empty() {
        blocks.push(Block::List(changes));
    }
    let folds = parts(case, &mark).into_iter();
    blocks.extend(folds.map(|(_, title, blocks)| Block::Fold { title: title.to_owned(), blocks }));
    section(&format!("variant{mark}"), &case.entry.title, blocks)
}

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), blocks }
}

/// The world over the days of a variant, in words.
fn lead(case: &Case<'_>, manifest: &ShockManifest) -> Words {
    let world = &case.world.totals[0];
    Words::from("Over ")
        .text(format!("{} days the world loses ", manifest.days))
        .number(world.value_added_lost_pct, &NumberFormat::Size(2))
        .text(" of its value added. Output is lowest on day ")
        .number(world.lowest_day, &NumberFormat::Plain(0))
        .text(", at ")
        .number(world.lowest_output_pct, &NumberFormat::Size(1))
        .text(" of what it was.")
}

/// What a reader of a variant must know: what went wrong, with what avoids it, and what else the run warns of.
fn troubles<'a>(case: &'a Case<'_>) -> impl Iterator<Item = Block> + 'a {
    let entry = case.entry;
    let others = entry.warnings.iter().filter(|warning| !entry.troubles.contains(warning));
    let others = others.map(|warning| Block::Warning(sentence(warning).into()));
    let troubles = entry.troubles.iter().zip(&entry.remedies).map(|(trouble, found)| {
        let words = sentence(trouble);
        let way_out = if found.is_empty() {
            "None of the other choices that were run avoids it.".to_owned()
        } else {
            format!("These choices, each run with the same shocks, avoid it: {}.", found.join("; "))
        };
        Block::Warning(format!("{words} {way_out}").into())
    });
    troubles.chain(others)
}

fn answer(manifest: &ShockManifest, cases: &[Case<'_>]) -> Section {
    let base = &cases[0];
    let world = &base.world.totals[0];
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
    if cases.len() > 1 {
        blocks.extend(side_by_side(cases));
    } else {
        blocks.extend(troubles(base));
    }
    blocks.extend(manifest.shocks.notes.iter().map(|notes| Block::Text(notes.as_str().into())));
    section("answer", "The answer", blocks)
}

/// The variants side by side: the world's output, and its totals.
fn side_by_side(cases: &[Case<'_>]) -> [Block; 2] {
    let curves = cases
        .iter()
        .take(CURVES + 1)
        .map(|case| Curve { name: case.entry.title.clone(), points: points(case, &case.world, 0) });
    let figure = days_figure("variants", "Output of the world in each variant", curves.collect());
    let of = |value: fn(&Totals) -> f64| cases.iter().map(|case| value(&case.world.totals[0])).collect();
    let table = totals_columns(
        Table::new("variants-totals", "The world in each variant").labels(
            "label",
            "Variant",
            cases.iter().map(|case| case.entry.title.as_str()),
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

/// The output of a place by day. A curve of a year has no more points than can be seen.
fn points(case: &Case<'_>, axis: &Axis, place: usize) -> Vec<(f64, f64)> {
    let shown = (0..case.days.len()).step_by(case.days.len().div_ceil(200).max(1));
    shown.map(|at| (case.days[at], axis.output[at][place])).collect()
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

/// Curves of the entries that lose most, the heat table, and the totals.
fn by_axis(case: &Case<'_>, axis: &Axis, id: &str, title: &str, heading: &str) -> Vec<Block> {
    let totals = &axis.totals;
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by(|&a, &b| totals[b].value_added_lost.total_cmp(&totals[a].value_added_lost));
    let curves = figure(case, axis, &order, id);
    order.truncate(ROWS);
    let heat = heat(case, axis, &order, id, heading);
    let of = |value: fn(&Totals) -> f64| order.iter().map(|&at| value(&totals[at])).collect();
    let table = Table::new(
        format!("{id}-totals"),
        format!("The {} that lose most value added", title.to_lowercase().replace("by ", "") + "s"),
    )
    .labels("label", heading, order.iter().map(|&at| axis.codes[at].as_str()));
    vec![Block::figure(curves), Block::Table(heat), Block::Table(totals_columns(table, &of))]
}

fn figure(case: &Case<'_>, axis: &Axis, order: &[usize], id: &str) -> Figure {
    let curve = |axis: &Axis, place: usize| Curve {
        name: axis.codes[place].clone(),
        points: points(case, axis, place),
    };
    let mut lines = vec![curve(&case.world, 0)];
    lines.extend(order.iter().take(CURVES).map(|&place| curve(axis, place)));
    days_figure(id, "Output of the world, and of those that lose most value added", lines)
}

/// Mean output of periods: where and when it is missing.
fn heat(case: &Case<'_>, axis: &Axis, shown: &[usize], id: &str, heading: &str) -> Table {
    let length = axis.output.len().div_ceil(PERIODS).max(1);
    let caption = "Mean change of output over time, per cent of output without shocks; columns are named by their first day";
    let mut table = Table::new(format!("{id}-heat"), caption).labels(
        "label",
        heading,
        shown.iter().map(|&place| axis.codes[place].as_str()),
    );
    for (first, days) in case.days.iter().step_by(length).zip(axis.output.chunks(length)) {
        let mean = |&place: &usize| {
            let mean = days.iter().map(|day| day[place] - 100.0).sum::<f64>() / days.len() as f64;
            // a bar is as long as the largest of its column: rounding of sums is not to be drawn
            if mean.abs() < ROUNDING { 0.0 } else { mean }
        };
        let values = shown.iter().map(mean).collect();
        table =
            table.bars(&format!("from_day_{first}"), &format!("{first}"), NumberFormat::Change(1), values);
    }
    table
}

fn shocks(case: &Case<'_>, mark: &str) -> Vec<Block> {
    let (losses, whole) = (&case.entry.losses, case.value_added_without_shocks());
    let pct = |of: fn(&ShockLoss) -> f64| losses.iter().map(|loss| 100.0 * of(loss) / whole).collect();
    let table =
        Table::new(format!("shock-losses{mark}"), "Value added of the world lost to each shock, per cent")
            .labels("shock", "Shock", losses.iter().map(|loss| loss.shock.as_str()))
            .numbers("alone", "Alone", NumberFormat::Size(3), pct(|loss| loss.alone))
            .numbers("on_top", "On top of all others", NumberFormat::Size(3), pct(|loss| loss.on_top));
    let text = "Losses of shocks that meet do not add up. Where a shock costs more on top of the others than alone, they make each \
                other worse; where it costs less, they hit what was lost already. A negative number is a gain.";
    vec![Block::Text(text.into()), Block::Table(table)]
}

fn bottlenecks(case: &Case<'_>, mark: &str) -> Vec<Block> {
    let largest = case.bottlenecks();
    let earlier = |a: &&Bottleneck<'_>, b: &&Bottleneck<'_>| {
        a.first_day.total_cmp(&b.first_day).then(b.lost.total_cmp(&a.lost))
    };
    let Some(first) = largest.iter().min_by(earlier) else {
        let text = "No industry ran out of an input: what is lost is lost to capacity and to demand.";
        return vec![Block::Text(text.into())];
    };
    let text = format!(
        "The first industry that lacked an input was {} on day {}: {} was missing. From each of the industries that lost most, the chain below \
         goes to the supplier that failed it most, and on, until one whose own capacity was short.",
        first.industry(),
        first.first_day,
        first.input
    );
    let link = |link: &LinkEntry| {
        let lacks = link.lacks.as_deref().unwrap_or("capacity");
        format!("{} {} lacks {lacks}", link.region, link.sector)
    };
    let chain = |links: &Vec<LinkEntry>| Words::from(links.iter().map(link).collect::<Vec<_>>().join(" ← "));
    let shown = &largest[..largest.len().min(ROWS)];
    let rows = Table::new(format!("bottlenecks{mark}"), "The inputs that cost most output")
        .labels("industry", "Industry", shown.iter().map(Bottleneck::industry))
        .labels("input", "Lacked", shown.iter().map(|lack| lack.input))
        .numbers(
            "since",
            "since day",
            NumberFormat::Plain(0),
            shown.iter().map(|lack| lack.first_day).collect(),
        )
        .bars("lost", "Output lost", NumberFormat::Plain(0), shown.iter().map(|lack| lack.lost).collect());
    let chains = Block::List(case.entry.chains.iter().map(chain).collect());
    vec![Block::Text(text.into()), chains, Block::Table(rows)]
}

fn inventories(case: &Case<'_>, mark: &str) -> Vec<Block> {
    let column = |name| case.numbers("inventories", name);
    let whole = case.value_added_without_shocks();
    let lost = column("value_added_lost").into_iter().map(|lost| 100.0 * lost / whole).collect();
    let table = Table::new(format!("inventories{mark}"), "The same shocks with other inventories")
        .numbers(
            "times",
            "Inventories, times those of the run",
            NumberFormat::Plain(1),
            column("inventories_times"),
        )
        .numbers("lost", "Value added lost, per cent", NumberFormat::Size(3), lost)
        .numbers("lowest", "Lowest output, per cent", NumberFormat::Size(1), column("lowest_output_pct"));
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
