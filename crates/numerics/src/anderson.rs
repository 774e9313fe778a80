//! Anderson acceleration of the preconditioned fixed point `x ← x − M⁻¹ F(x)` (Walker & Ni 2011).

use std::collections::VecDeque;

use crate::record::{Ending, Iteration, Method, Record, Solution};
use crate::system::System;
use crate::vector::{add_scaled, dot};

/// How Anderson acceleration goes on and when it stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AndersonSettings {
    /// Largest absolute residual that counts as solved.
    pub tolerance: f64,
    /// Iterations at most.
    pub max_iterations: usize,
    /// Earlier iterates that are combined.
    pub depth: usize,
    /// Share of the combined step that is taken.
    pub damping: f64,
}

impl Default for AndersonSettings {
    fn default() -> Self {
        Self { tolerance: 1e-11, max_iterations: 400, depth: 8, damping: 0.7 }
    }
}

/// Solves `F(x) = 0` from `start` without derivatives beyond the preconditioner.
///
/// Ends with the best iterate seen if it does not converge.
pub fn anderson(system: &mut impl System, start: &[f64], settings: &AndersonSettings) -> Solution {
    let mut run = Run::new(start);
    if run.evaluate(system).is_none() {
        return Solution { x: run.x, ending: Ending::OutOfDomain, record: run.record };
    }
    run.record.initial_residual = system.error(&run.residual);
    system.prepare_preconditioner();
    let mut best = (run.record.initial_residual, run.x.clone());
    for _ in 0..settings.max_iterations {
        if best.0 <= settings.tolerance {
            break;
        }
        if system.interrupted() {
            return Solution { x: best.1, ending: Ending::Interrupted, record: run.record };
        }
        let Some(step) = run.advance(system, settings) else {
            return Solution { x: best.1, ending: Ending::Stalled, record: run.record };
        };
        let residual = system.error(&run.residual);
        run.record.iterations.push(Iteration {
            method: Method::Anderson,
            path: 1.0,
            residual,
            products: 0,
            step,
        });
        if residual < best.0 {
            best = (residual, run.x.clone());
        }
    }
    let ending = if best.0 <= settings.tolerance { Ending::Converged } else { Ending::OutOfIterations };
    Solution { x: best.1, ending, record: run.record }
}

struct Run {
    x: Vec<f64>,
    residual: Vec<f64>,
    /// Last iterate and its step, and the differences since then.
    last: Option<(Vec<f64>, Vec<f64>)>,
    differences: VecDeque<(Vec<f64>, Vec<f64>)>,
    record: Record,
}

impl Run {
    fn new(start: &[f64]) -> Self {
        Self {
            x: start.to_vec(),
            residual: vec![0.0; start.len()],
            last: None,
            differences: VecDeque::new(),
            record: Record::default(),
        }
    }

    fn evaluate(&mut self, system: &mut impl System) -> Option<()> {
        self.record.evaluations += 1;
        system.residual(&self.x, &mut self.residual).ok()
    }

    /// One accelerated step, halved where it leaves the domain; returns the share taken.
    fn advance(&mut self, system: &mut impl System, settings: &AndersonSettings) -> Option<f64> {
        let mut step = vec![0.0; self.x.len()];
        system.precondition(&self.residual, &mut step);
        step.iter_mut().for_each(|value| *value = -*value);
        if let Some((x, last_step)) = self.last.take() {
            let dx = difference(&self.x, &x);
            let dstep = difference(&step, &last_step);
            self.differences.push_back((dx, dstep));
            if self.differences.len() > settings.depth {
                self.differences.pop_front();
            }
        }
        self.last = Some((self.x.clone(), step.clone()));
        let weights = least_squares(&self.differences, &step);
        let mut move_by: Vec<f64> = step.iter().map(|value| settings.damping * value).collect();
        for ((dx, dstep), weight) in self.differences.iter().zip(&weights) {
            add_scaled(&mut move_by, -weight, dx);
            add_scaled(&mut move_by, -weight * settings.damping, dstep);
        }
        let from = self.x.clone();
        let mut share = 1.0;
        while share > 1e-3 {
            self.x.copy_from_slice(&from);
            add_scaled(&mut self.x, share, &move_by);
            if self.evaluate(system).is_some() {
                return Some(share);
            }
            share *= 0.5;
        }
        None
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Weights `γ` that minimise `‖step − Σ γ Δstep‖`, by normal equations with a small ridge.
fn least_squares(differences: &VecDeque<(Vec<f64>, Vec<f64>)>, step: &[f64]) -> Vec<f64> {
    let k = differences.len();
    let mut matrix = vec![vec![0.0; k + 1]; k];
    for row in 0..k {
        for column in 0..k {
            matrix[row][column] = dot(&differences[row].1, &differences[column].1);
        }
        matrix[row][row] *= 1.0 + 1e-12;
        matrix[row][k] = dot(&differences[row].1, step);
    }
    eliminate(matrix)
}

/// Gaussian elimination with partial pivoting on a small augmented matrix.
fn eliminate(mut matrix: Vec<Vec<f64>>) -> Vec<f64> {
    let k = matrix.len();
    for pivot in 0..k {
        let best = (pivot..k).max_by(|&a, &b| matrix[a][pivot].abs().total_cmp(&matrix[b][pivot].abs()));
        matrix.swap(pivot, best.unwrap_or(pivot));
        if matrix[pivot][pivot] == 0.0 {
            continue;
        }
        let (upper, lower) = matrix.split_at_mut(pivot + 1);
        for row in lower {
            let factor = row[pivot] / upper[pivot][pivot];
            add_scaled(&mut row[pivot..], -factor, &upper[pivot][pivot..]);
        }
    }
    let mut solution = vec![0.0; k];
    for row in (0..k).rev() {
        let known: f64 = (row + 1..k).map(|column| matrix[row][column] * solution[column]).sum();
        if matrix[row][row] != 0.0 {
            solution[row] = (matrix[row][k] - known) / matrix[row][row];
        }
    }
    solution
}
