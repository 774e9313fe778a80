//! GMRES on linear systems whose solutions are known.

use oblate_numerics::{GmresSettings, LinearOperator, gmres};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A dense matrix, preconditioned by its diagonal or not at all.
struct Dense {
    rows: Vec<Vec<f64>>,
    by_diagonal: bool,
}

impl LinearOperator for Dense {
    fn apply(&mut self, x: &[f64], product: &mut [f64]) {
        for (row, p) in self.rows.iter().zip(product) {
            *p = row.iter().zip(x).map(|(a, x)| a * x).sum();
        }
    }

    fn precondition(&mut self, residual: &[f64], step: &mut [f64]) {
        for (i, (r, s)) in residual.iter().zip(step).enumerate() {
            *s = if self.by_diagonal { r / self.rows[i][i] } else { *r };
        }
    }
}

const SETTINGS: GmresSettings = GmresSettings { tolerance: 1e-12, restart: 50, max_products: 500 };

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// A matrix whose diagonal dominates, a solution, and the right-hand side that belongs to it.
fn system(entries: &[f64], solution: &[f64]) -> (Dense, Vec<f64>) {
    let size = solution.len();
    let mut rows: Vec<Vec<f64>> = entries.chunks(size).take(size).map(<[f64]>::to_vec).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row[i] = 1.0 + i as f64 + row.iter().map(|a| a.abs()).sum::<f64>();
    }
    let mut operator = Dense { rows, by_diagonal: true };
    let mut b = vec![0.0; size];
    operator.apply(solution, &mut b);
    (operator, b)
}

proptest! {
    // the same cases every time
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn the_solution_is_found(
        entries in prop::collection::vec(-1.0..1.0f64, 144),
        solution in prop::collection::vec(-1.0..1.0f64, 12),
        by_diagonal in any::<bool>(),
        restart in 4..50usize,
    ) {
        let (mut operator, b) = system(&entries, &solution);
        operator.by_diagonal = by_diagonal;
        let mut x = vec![f64::NAN; 12];
        let outcome = gmres(&mut operator, &b, &mut x, &GmresSettings { restart, ..SETTINGS });
        prop_assert!(outcome.relative_residual <= 1e-12);
        prop_assert!(distance(&x, &solution) < 1e-10);
    }
}

#[test]
fn a_space_as_large_as_the_problem_holds_the_solution() {
    // a rotation of the axes: no residual falls before the last step
    let size = 7;
    let rows =
        (0..size).map(|i| (0..size).map(|j| f64::from(u8::from((i + 1) % size == j))).collect()).collect();
    let mut operator = Dense { rows, by_diagonal: false };
    let b: Vec<f64> = (0..size).map(|i| f64::from(u8::from(i == 0))).collect();
    let mut x = vec![0.0; size];
    let outcome = gmres(&mut operator, &b, &mut x, &SETTINGS);
    assert_eq!(outcome.products, size);
    let wanted: Vec<f64> = (0..size).map(|i| f64::from(u8::from(i == 1))).collect();
    assert!(distance(&x, &wanted) < 1e-14);
}

#[test]
fn products_run_out_and_the_residual_that_is_left_is_told() {
    let entries: Vec<f64> = (0..144).map(|at| ((at * 37 % 41) as f64 - 20.0) / 20.0).collect();
    let (mut operator, b) = system(&entries, &[1.0; 12]);
    operator.by_diagonal = false;
    let mut x = vec![0.0; 12];
    let outcome = gmres(&mut operator, &b, &mut x, &GmresSettings { max_products: 3, ..SETTINGS });
    assert_eq!(outcome.products, 3);
    let mut left = vec![0.0; 12];
    operator.apply(&x, &mut left);
    let norm = |v: &[f64]| v.iter().map(|v| v * v).sum::<f64>().sqrt();
    let gap: Vec<f64> = b.iter().zip(&left).map(|(b, ax)| b - ax).collect();
    assert!((norm(&gap) / norm(&b) - outcome.relative_residual).abs() < 1e-12);
}

#[test]
fn nothing_wanted_is_nothing_done() {
    let (mut operator, _) = system(&[0.5; 144], &[1.0; 12]);
    let mut x = vec![f64::NAN; 12];
    let outcome = gmres(&mut operator, &[0.0; 12], &mut x, &SETTINGS);
    assert_eq!((outcome.products, x), (0, vec![0.0; 12]));
}
