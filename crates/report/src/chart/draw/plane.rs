//! Points and curves in a plane with two axes.

use kuva::plot::volcano::LabelStyle;
use kuva::prelude::*;

use crate::chart::draw::labels::{self, Plane};
use crate::chart::draw::{Drawing, RULE, SERIES, put};
use crate::chart::legend::Entry;
use crate::chart::screen::Width;
use crate::chart::{Curve, Lines, Scatter};

pub(super) fn scatter(scatter: &Scatter, width: Width) -> String {
    let height = width.of(400.0, 320.0);
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
    ReferenceLine::horizontal(0.0).with_color(RULE)
}

pub(super) fn lines(lines: &Lines, width: Width) -> Drawing {
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
    let height = width.of(360.0, 300.0);
    let svg = put(plots.collect(), width, height, |layout| {
        layout
            .with_x_label(&lines.x_axis)
            .with_y_label(&lines.y_axis)
            .with_force_margins(labels::LEFT, 24.0)
            .with_reference_line(zero_line())
    });
    let entry = |(at, curve): (usize, &Curve)| Entry {
        name: curve.name.clone(),
        colour: colour(at),
        dashes: style(at).dasharray(),
    };
    Drawing { svg, legend: lines.curves.iter().enumerate().map(entry).collect() }
}
