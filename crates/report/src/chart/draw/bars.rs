//! Bars and intervals beside their labels, over one horizontal axis.

use kuva::prelude::*;
use kuva::render::render_utils::generate_ticks;

use crate::chart::draw::{Drawing, GAIN, LOSS, RULE, SERIES, put, tick};
use crate::chart::legend::Entry;
use crate::chart::screen::{Width, shortened};
use crate::chart::{Bars, GroupedBars, Intervals};

/// Height of one bar with its gap.
const BAR: f64 = 21.0;
/// Height of axis numbers and axis title.
const AXIS: f64 = 60.0;

/// One bar for each label; losses and gains differ in colour.
pub(super) fn one_by_one(bars: &Bars, width: Width) -> String {
    let rows = bars.labels.iter().zip(&bars.values).rev();
    let colour = |value: f64| if value < 0.0 { LOSS } else { GAIN };
    let plot = BarPlot::new().with_horizontal(true).with_width(0.72).with_tooltips().with_colored_bars(
        rows.map(|(label, value)| (shortened(label, width.letters()), finite(*value), colour(*value))),
    );
    horizontal(vec![plot.into()], &bars.labels, &bars.values, &bars.axis, BAR, width)
}

/// Several bars for each label, one for each series.
pub(super) fn grouped(bars: &GroupedBars, width: Width) -> Drawing {
    let mut plot = BarPlot::new().with_horizontal(true).with_width(0.8).with_tooltips();
    for (at, label) in bars.labels.iter().enumerate().rev() {
        // the first series stands on top
        let values = bars.series.iter().zip(SERIES).rev();
        let values: Vec<_> = values.map(|((_, values), colour)| (finite(values[at]), colour)).collect();
        plot = plot.with_group(shortened(label, width.letters()), values);
    }
    let all: Vec<f64> = bars.series.iter().flat_map(|(_, values)| values.iter().copied()).collect();
    let height = 10.0 * bars.series.len() as f64 + 10.0;
    let svg = horizontal(vec![plot.into()], &bars.labels, &all, &bars.axis, height, width);
    Drawing { svg, legend: bars.series.iter().map(|(name, _)| name).zip(SERIES).map(entry).collect() }
}

/// Intervals as pale bars, and points as squares on them.
pub(super) fn intervals(intervals: &Intervals, width: Width) -> Drawing {
    let forest = |colour: &'static str| ForestPlot::new().with_color(colour).with_show_null_line(false);
    let labels = || intervals.labels.iter().map(|label| shortened(label, width.letters()));
    let lines = labels()
        .zip(&intervals.ends)
        .fold(forest(RULE).with_whisker_width(10.0).with_marker_size(0.0), |plot, (label, &(low, high))| {
            plot.with_row(label, low, low, high)
        });
    let squares = intervals.points.iter().zip(SERIES).map(|((_, values), colour)| {
        let plot = forest(colour).with_whisker_width(0.0).with_marker_size(3.0);
        labels().zip(values).fold(plot, |plot, (label, &value)| plot.with_row(label, value, value, value))
    });
    let plots: Vec<Plot> = std::iter::once(lines).chain(squares).map(Plot::from).collect();
    let ends = intervals.ends.iter().flat_map(|&(low, high)| [low, high]);
    let all: Vec<f64> = ends.chain(intervals.points.iter().flat_map(|(_, values)| values.clone())).collect();
    let svg = horizontal(plots, &intervals.labels, &all, &intervals.axis, BAR, width);
    let names = std::iter::once(&intervals.name).chain(intervals.points.iter().map(|(name, _)| name));
    let colours = std::iter::once(RULE).chain(SERIES);
    Drawing { svg, legend: names.zip(colours).map(entry).collect() }
}

fn entry((name, colour): (&String, &'static str)) -> Entry {
    Entry { name: name.clone(), colour, dashes: None }
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

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
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
