//! Drawing by kuva: colours are those of the page (CSS variables), sizes fit a wide or a narrow screen.

mod bars;
mod flows;
mod labels;
mod plane;

use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::prelude::*;
use kuva::render::layout::TickFormat;

use crate::chart::Chart;
use crate::chart::legend::Entry;
use crate::chart::screen::Width;

const GAIN: &str = "var(--gain)";
const LOSS: &str = "var(--loss)";
const RULE: &str = "var(--rule)";
const SERIES: [&str; 8] =
    ["var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)", "var(--s6)", "var(--s7)", "var(--s8)"];
/// Size of all letters: figures are not scaled on the screens for which they are drawn.
const LETTERS: u32 = 12;

/// A picture as the library draws it, and the legend that it needs.
pub(super) struct Drawing {
    pub svg: String,
    pub legend: Vec<Entry>,
}

pub(super) fn draw(chart: &Chart, width: Width) -> Drawing {
    let bare = |svg| Drawing { svg, legend: Vec::new() };
    match chart {
        Chart::Bars(chart) => bare(bars::one_by_one(chart, width)),
        Chart::GroupedBars(chart) => bars::grouped(chart, width),
        Chart::Intervals(chart) => bars::intervals(chart, width),
        Chart::Scatter(chart) => bare(plane::scatter(chart, width)),
        Chart::Lines(chart) => plane::lines(chart, width),
        Chart::Flows(chart) => bare(flows::flows(chart, width)),
    }
}

fn theme() -> Theme {
    let ink = || "var(--ink)".to_owned();
    let rule = || RULE.to_owned();
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
