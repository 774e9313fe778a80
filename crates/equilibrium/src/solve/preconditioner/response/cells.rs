//! Goods markets in logs, whatever the unknowns of receipts are.
//!
//! In an open cell the row of the goods market, divided by `λ`, reads `(1 − α) r + β c − d ln(Y'/v̂)` with `r = d ln R̂`,
//! `α = θψ` and `β = θ + η + θψ`; the unknown moves by `R/ρ` times `r`.

use crate::system::Equations;

/// What a cell (region, sector) can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is not solved for: its rows are the identity.
    Idle,
    /// It sells nothing at this point but could (section 3, corners).
    Closed,
    Open,
}

/// All cells, region × sector.
pub(super) struct Cells {
    pub state: Vec<State>,
    /// `λ`, by which residuals of goods markets are divided.
    pub row: Vec<f64>,
    /// `R/ρ`, by which logs of receipts of open cells are multiplied.
    pub column: Vec<f64>,
    /// Inertia of open receipts in these units.
    pub inertia: Vec<f64>,
    /// Slopes of closed goods markets in unit costs and in sales, per slope in the unknown.
    pub closed_slope: Vec<[f64; 2]>,
}

impl Cells {
    pub(super) fn new(equations: &Equations<'_>) -> Self {
        let point = &equations.point;
        let count = equations.layout.cells();
        let mut cells = Self {
            state: vec![State::Idle; count],
            row: vec![1.0; count],
            column: vec![1.0; count],
            inertia: vec![0.0; count],
            closed_slope: vec![[0.0; 2]; count],
        };
        let [_, by_cost, by_sales] = &point.goods_slope;
        for at in (0..count).filter(|&at| equations.active(at)) {
            let seller = equations.seller(at);
            let sold = point.sales[seller] * point.competitiveness[seller];
            if sold > 0.0 && point.receipts[at] > 0.0 {
                cells.state[at] = State::Open;
                cells.row[at] = -by_sales[at] * point.sales[seller];
                cells.column[at] = point.receipts[at] / point.receipts_slope[at];
                cells.inertia[at] = equations.inertia_of(at) * cells.column[at] / cells.row[at];
            } else {
                cells.state[at] = State::Closed;
                cells.row[at] = 1.0 + equations.inertia_of(at);
                cells.closed_slope[at] = [by_cost[at] / cells.row[at], by_sales[at] / cells.row[at]];
            }
        }
        cells
    }

    pub(super) fn is_open(&self, at: usize) -> bool {
        self.state[at] == State::Open
    }
}
