//! The charts of a report: what they show. How they are drawn stands in `draw`, by the plotting library kuva.

mod draw;
mod legend;
mod screen;
mod svg;

pub(crate) use screen::Width;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// One number for each label, as bars to both sides of zero.
    Bars(Bars),
    /// Several numbers for each label.
    GroupedBars(GroupedBars),
    /// An interval for each label, with points.
    Intervals(Intervals),
    /// Points in a plane.
    Scatter(Scatter),
    /// Curves over a common axis.
    Lines(Lines),
    /// Flows from origins to destinations.
    Flows(Flows),
}

/// One number for each label; losses and gains differ in colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// The labels, from the top.
    pub labels: Vec<String>,
    /// A number for each.
    pub values: Vec<f64>,
    /// What the axis measures, with its unit.
    pub axis: String,
}

/// Several numbers for each label.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupedBars {
    /// The labels, from the top.
    pub labels: Vec<String>,
    /// For each series its name and a number for each label.
    pub series: Vec<(String, Vec<f64>)>,
    /// What the axis measures, with its unit.
    pub axis: String,
}

/// An interval for each label, with points in and beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervals {
    /// The labels, from the top.
    pub labels: Vec<String>,
    /// What the intervals are.
    pub name: String,
    /// Lower and upper end for each label.
    pub ends: Vec<(f64, f64)>,
    /// For each kind of points its name and a number for each label; at most eight can be told apart.
    pub points: Vec<(String, Vec<f64>)>,
    /// What the axis measures, with its unit.
    pub axis: String,
}

/// Points in a plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// The points.
    pub points: Vec<Point>,
    /// What the horizontal axis measures, with its unit.
    pub x_axis: String,
    /// What the vertical axis measures, with its unit.
    pub y_axis: String,
    /// Whether the horizontal axis is logarithmic; then every `x` is above zero.
    pub log_x: bool,
}

/// One point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Position on the horizontal axis.
    pub x: f64,
    /// Position on the vertical axis.
    pub y: f64,
    /// Its name.
    pub label: String,
    /// Whether the name stands beside the point; else it is shown when the point is touched.
    pub named: bool,
}

/// Curves over a common axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The curves; at most eight can be told apart.
    pub curves: Vec<Curve>,
    /// What the horizontal axis measures, with its unit.
    pub x_axis: String,
    /// What the vertical axis measures, with its unit.
    pub y_axis: String,
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Its name.
    pub name: String,
    /// Its points, from left to right.
    pub points: Vec<(f64, f64)>,
}

/// Flows from origins on the left to destinations on the right.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// The flows.
    pub flows: Vec<Flow>,
}

/// One flow; its width is the size of the value, its colour the sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Where it begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// Its value.
    pub value: f64,
}

impl Chart {
    /// The chart as SVG, as a part of a page that defines the colours. `id` keeps its inner names apart.
    pub(crate) fn draw(&self, id: &str, alternative: &str, width: Width) -> String {
        let drawing = draw::draw(self, width);
        svg::inline(&drawing, id, alternative)
    }
}

/// A chart as an SVG file that stands for itself, in light and dark.
pub fn picture(chart: &Chart, alternative: &str) -> String {
    svg::file(&chart.draw("picture", alternative, Width::Wide))
}
