//! Flows from origins to destinations, as bands.

use kuva::prelude::*;

use crate::chart::draw::{GAIN, LOSS, RULE, put};
use crate::chart::screen::{Width, shortened};
use crate::chart::{Flow, Flows};

pub(super) fn flows(flows: &Flows, width: Width) -> String {
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
            .with_node_color(from(&flow.from), RULE)
            .with_node_color(to(&flow.to), RULE)
            .with_node_column(from(&flow.from), 0)
            .with_node_column(to(&flow.to), 1);
    }
    for flow in &flows.flows {
        let colour = if flow.value < 0.0 { LOSS } else { GAIN };
        plot = plot.with_link_colored(from(&flow.from), to(&flow.to), flow.value.abs(), colour);
    }
    let ends = |end: fn(&Flow) -> &str| {
        let mut names: Vec<&str> = flows.flows.iter().map(end).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    let most = ends(|flow| flow.from.as_str()).max(ends(|flow| flow.to.as_str()));
    put(vec![plot.into()], width, (most as f64 * 34.0).clamp(180.0, 700.0), |layout| layout)
}
