//! Drawing by kuva: colours are those of the page (CSS variables), sizes fit a wide or a narrow screen.

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::plot::volcano::LabelStyle;
use kuva::prelude::*;
use kuva::render::layout::TickFormat;
use kuva::render::render_utils::generate_ticks;

use super::labels::{self, Plane};
use super::legend::Entry;
use super::{Bars, Chart, Flows, GroupedBars, Intervals, Lines, Scatter};

/// The screen for which a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Wide,
    Narrow,
}

impl Width {
    fn pixels(self) -> f64 {
        match self {
            Self::Wide => 720.0,
            Self::Narrow => 340.0,
        }
    }

    /// Letters of a label that fit beside a chart.
    fn letters(self) -> usize {
        match self {
            Self::Wide => 40,
            Self::Narrow => 18,
        }
    }

    /// Room for a letter of a label; short labels can be all capitals and wide letters.
    fn letter(self) -> f64 {
        match self {
            Self::Wide => 6.6,
            Self::Narrow => 7.4,
        }
    }

    /// Letters of a name at the end of a flow.
    fn letters_of_flows(self) -> usize {
        match self {
            Self::Wide => 24,
            Self::Narrow => 11,
        }
    }

    /// Letters of an axis title in one line.
    fn letters_of_axes(self) -> usize {
        match self {
            Self::Wide => 80,
            Self::Narrow => 26,
        }
    }

    /// Numbers on the horizontal axis that do not touch each other.
    fn ticks(self) -> usize {
        match self {
            Self::Wide => 7,
            Self::Narrow => 3,
        }
    }
}

/// How many numbers to ask for on an axis from `low` to `high` over so many pixels, so that none touches the next.
fn ticks_that_fit(width: Width, (low, high): (f64, f64), pixels: f64) -> usize {
    let half = |value: f64| 0.5 * (tick(value).chars().count() as f64 * width.letter() + 4.0);
    let fits = |asked: &usize| {
        let apart =
            |pair: &[f64]| (pair[1] - pair[0]) / (high - low) * pixels >= half(pair[0]) + half(pair[1]);
        generate_ticks(low, high, *asked).windows(2).all(apart)
    };
    (2..=width.ticks()).rev().find(fits).unwrap_or(2)
}

const GAIN: &str = "var(--gain)";
const LOSS: &str = "var(--loss)";
const INTERVAL: &str = "var(--rule)";
const SERIES: [&str; 8] =
    ["var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)", "var(--s6)", "var(--s7)", "var(--s8)"];
/// Size of all letters: figures are not scaled on the screens for which they are drawn.
const LETTERS: u32 = 12;
/// Height of one bar with its gap.
const BAR: f64 = 21.0;
/// Height of axis numbers and axis title.
const AXIS: f64 = 60.0;

/// A picture as the library draws it, and the legend that it needs.
pub(super) struct Drawing {
    pub svg: String,
    pub legend: Vec<Entry>,
}

pub(super) fn draw(chart: &Chart, width: Width) -> Drawing {
    let (svg, legend) = match chart {
        Chart::Bars(bars) => (draw_bars(bars, width), Vec::new()),
        Chart::GroupedBars(bars) => (draw_grouped_bars(bars, width), names(bars)),
        Chart::Intervals(intervals) => draw_intervals(intervals, width),
        Chart::Scatter(scatter) => (draw_scatter(scatter, width), Vec::new()),
        Chart::Lines(lines) => draw_lines(lines, width),
        Chart::Flows(flows) => (draw_flows(flows, width), Vec::new()),
    };
    Drawing { svg, legend }
}

fn names(bars: &GroupedBars) -> Vec<Entry> {
    let entry = |((name, _), colour): (&(String, Vec<f64>), &'static str)| Entry {
        name: name.clone(),
        colour,
        dashes: None,
    };
    bars.series.iter().zip(SERIES).map(entry).collect()
}

fn theme() -> Theme {
    let ink = || "var(--ink)".to_owned();
    let rule = || "var(--rule)".to_owned();
    Theme {
        background: "none".to_owned(),
        axis_color: rule(),
        grid_color: "var(--grid)".to_owned(),
        tick_color: rule(),
        text_color: ink(),
        legend_bg: "none".to_owned(),
        legend_border: "none".to_owned(),
        pie_leader: rule(),
        box_median: ink(),
        violin_border: ink(),
        colorbar_border: ink(),
        font_family: Some("system-ui, sans-serif".to_owned()),
        show_grid: true,
    }
}

fn put(plots: Vec<Plot>, width: Width, height: f64, arrange: impl FnOnce(Layout) -> Layout) -> String {
    let layout = Layout::auto_from_plots(&plots)
        .with_width(width.pixels())
        .with_height(height)
        .with_theme(theme())
        .with_body_size(LETTERS)
        .with_label_size(LETTERS)
        .with_tick_size(LETTERS)
        .with_ticks(width.ticks())
        .with_x_label_wrap(width.letters_of_axes())
        .with_tick_format(TickFormat::Custom(Arc::new(tick)));
    SvgBackend::new().render_scene(&render_multiple(plots, arrange(layout)))
}

/// A number on an axis: true minus, no needless zeros, thousands and more in words' first letters.
fn tick(value: f64) -> String {
    const SIZES: [(f64, &str); 3] = [(1e9, "bn"), (1e6, "m"), (1e3, "k")];
    let found = SIZES.iter().find(|(size, _)| value.abs() >= *size);
    let (size, word) = found.copied().unwrap_or((1.0, ""));
    // ticks are round numbers: what stands behind the sixth digit is noise of the arithmetic
    let rounded: f64 = format!("{:.5e}", value / size).parse().unwrap_or(value / size);
    let rounded = if rounded.abs() < 1e-12 { 0.0 } else { rounded };
    format!("{rounded}{word}").replace('-', "−")
}

pub(super) fn shortened(label: &str, letters: usize) -> String {
    if label.chars().count() <= letters {
        return label.to_owned();
    }
    let kept: String = label.chars().take(letters - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Room at the left for labels, and at the right for half of the last number.
fn margins(labels: &[String], width: Width) -> (f64, f64) {
    let longest = labels.iter().map(|label| label.chars().count().min(width.letters())).max().unwrap_or(0);
    (longest as f64 * width.letter() + 18.0, 22.0)
}

/// Zero and the finite values, with a little room at the ends.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
    if low == high { (-1.0, 1.0) } else { (low * 1.02, high * 1.02) }
}

fn draw_bars(bars: &Bars, width: Width) -> String {
    let rows = bars.labels.iter().zip(&bars.values).rev();
    let colour = |value: f64| if value < 0.0 { LOSS } else { GAIN };
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    let plot = BarPlot::new().with_horizontal(true).with_width(0.72).with_tooltips().with_colored_bars(
        rows.map(|(label, value)| (shortened(label, width.letters()), finite(*value), colour(*value))),
    );
    horizontal(vec![plot.into()], &bars.labels, &bars.values, &bars.axis, BAR, width)
}

fn draw_grouped_bars(bars: &GroupedBars, width: Width) -> String {
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    let mut plot = BarPlot::new().with_horizontal(true).with_width(0.8).with_tooltips();
    for (at, label) in bars.labels.iter().enumerate().rev() {
        // the first series stands on top
        let values = bars.series.iter().zip(SERIES).rev();
        let values: Vec<_> = values.map(|((_, values), colour)| (finite(values[at]), colour)).collect();
        plot = plot.with_group(shortened(label, width.letters()), values);
    }
    let all: Vec<f64> = bars.series.iter().flat_map(|(_, values)| values.iter().copied()).collect();
    let height = 10.0 * bars.series.len() as f64 + 10.0;
    horizontal(vec![plot.into()], &bars.labels, &all, &bars.axis, height, width)
}

/// Intervals as pale bars, and points as squares on them.
fn draw_intervals(intervals: &Intervals, width: Width) -> (String, Vec<Entry>) {
    let forest = |colour: &'static str| ForestPlot::new().with_color(colour).with_show_null_line(false);
    let labels = || intervals.labels.iter().map(|label| shortened(label, width.letters()));
    let lines = labels().zip(&intervals.ends).fold(
        forest(INTERVAL).with_whisker_width(10.0).with_marker_size(0.0),
        |plot, (label, &(low, high))| plot.with_row(label, low, low, high),
    );
    let squares = intervals.points.iter().zip(SERIES).map(|((_, values), colour)| {
        let plot = forest(colour).with_whisker_width(0.0).with_marker_size(3.0);
        labels().zip(values).fold(plot, |plot, (label, &value)| plot.with_row(label, value, value, value))
    });
    let plots: Vec<Plot> = std::iter::once(lines).chain(squares).map(Plot::from).collect();
    let ends = intervals.ends.iter().flat_map(|&(low, high)| [low, high]);
    let all: Vec<f64> = ends.chain(intervals.points.iter().flat_map(|(_, values)| values.clone())).collect();
    let svg = horizontal(plots, &intervals.labels, &all, &intervals.axis, BAR, width);
    let names = std::iter::once(&intervals.name).chain(intervals.points.iter().map(|(name, _)| name));
    let entry = |(name, colour): (&String, &'static str)| Entry { name: name.clone(), colour, dashes: None };
    let colours = std::iter::once(INTERVAL).chain(SERIES);
    (svg, names.zip(colours).map(entry).collect())
}

fn horizontal(
    plots: Vec<Plot>,
    labels: &[String],
    values: &[f64],
    axis: &str,
    row: f64,
    width: Width,
) -> String {
    let (left, right) = margins(labels, width);
    let (low, high) = range(values.iter().copied());
    let height = labels.len() as f64 * row + AXIS;
    let pixels = width.pixels() - left - right;
    put(plots, width, height, |layout| {
        layout
            .with_ticks(ticks_that_fit(width, (low, high), pixels))
            .with_x_axis_min(low)
            .with_x_axis_max(high)
            .with_clamp_axis()
            .with_x_label(axis)
            .with_force_margins(left, right)
    })
}

fn draw_scatter(scatter: &Scatter, width: Width) -> String {
    let height = if width == Width::Wide { 400.0 } else { 320.0 };
    let plane = Plane::of(scatter, width.pixels(), height);
    let named = labels::apart(&scatter.points, &plane, width.letters());
    let plot = ScatterPlot::new()
        .with_data(scatter.points.iter().map(|point| (point.x, point.y)).collect::<Vec<_>>())
        .with_color("var(--s1)")
        .with_size(4.0)
        .with_labels(named)
        .with_label_style(LabelStyle::Exact)
        .with_tooltips()
        .with_tooltip_labels(scatter.points.iter().map(|point| point.label.clone()));
    put(vec![plot.into()], width, height, |layout| {
        let layout = layout
            .with_x_label(&scatter.x_axis)
            .with_y_label(&scatter.y_axis)
            .with_x_axis_min(plane.x.0)
            .with_x_axis_max(plane.x.1)
            .with_y_axis_min(plane.y.0)
            .with_y_axis_max(plane.y.1)
            .with_force_margins(plane.left, plane.right)
            .with_force_margins_y(plane.top, plane.bottom)
            .with_reference_line(zero_line());
        if scatter.log_x { layout.with_log_x() } else { layout }
    })
}

fn zero_line() -> ReferenceLine {
    ReferenceLine::horizontal(0.0).with_color("var(--rule)")
}

fn draw_lines(lines: &Lines, width: Width) -> (String, Vec<Entry>) {
    const STYLES: [LineStyle; 3] = [LineStyle::Solid, LineStyle::Dashed, LineStyle::Dotted];
    let style = |at: usize| STYLES[at % STYLES.len()].clone();
    let colour = |at: usize| SERIES[at % SERIES.len()];
    let plots = lines.curves.iter().enumerate().map(|(at, curve)| {
        let points: Vec<_> = curve.points.iter().copied().filter(|point| point.1.is_finite()).collect();
        LinePlot::new()
            .with_data(points)
            .with_color(colour(at))
            .with_stroke_width(2.0)
            .with_line_style(style(at))
            .into()
    });
    let height = if width == Width::Wide { 360.0 } else { 300.0 };
    let svg = put(plots.collect(), width, height, |layout| {
        layout
            .with_x_label(&lines.x_axis)
            .with_y_label(&lines.y_axis)
            .with_force_margins(labels::LEFT, 24.0)
            .with_reference_line(zero_line())
    });
    let entry = |(at, curve): (usize, &super::Curve)| Entry {
        name: curve.name.clone(),
        colour: colour(at),
        dashes: style(at).dasharray(),
    };
    (svg, lines.curves.iter().enumerate().map(entry).collect())
}

fn draw_flows(flows: &Flows, width: Width) -> String {
    let mut plot = SankeyPlot::new()
        .with_per_link_colors()
        .with_link_opacity(0.55)
        .with_node_width(10.0)
        .with_node_gap(16.0);
    let letters = width.letters_of_flows();
    // a region stands on both sides: the arrows keep its two places apart
    let from = |name: &str| format!("{} →", shortened(name, letters));
    let to = |name: &str| format!("→ {}", shortened(name, letters));
    for flow in &flows.flows {
        plot = plot
            .with_node_color(from(&flow.from), "var(--rule)")
            .with_node_color(to(&flow.to), "var(--rule)")
            .with_node_column(from(&flow.from), 0)
            .with_node_column(to(&flow.to), 1);
    }
    for flow in &flows.flows {
        let colour = if flow.value < 0.0 { LOSS } else { GAIN };
        plot = plot.with_link_colored(from(&flow.from), to(&flow.to), flow.value.abs(), colour);
    }
    let ends = |end: fn(&super::Flow) -> &str| {
        let mut names: Vec<&str> = flows.flows.iter().map(end).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    let most = ends(|flow| flow.from.as_str()).max(ends(|flow| flow.to.as_str()));
    put(vec![plot.into()], width, (most as f64 * 34.0).clamp(180.0, 700.0), |layout| layout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_numbers_stand_on_an_axis_where_they_are_long() {
        assert_eq!(ticks_that_fit(Width::Wide, (-0.6, 0.1), 440.0), 7);
        // −0.00075, −0.0005, −0.00025 every 52 pixels would touch
        let asked = ticks_that_fit(Width::Wide, (-0.000_92, 0.001_2), 440.0);
        assert!(generate_ticks(-0.000_92, 0.001_2, asked).len() <= 5, "{asked}");
    }
}
