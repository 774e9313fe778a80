//! The default model, written down as slowly and literally as possible: every order has its own cell. The fast model must
//! agree with it.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed unwrap is a failed test

mod worlds;

use oblate_propagation::{Effect, InputOutput, Model, Settings, Shock};
use oblate_world::{Id, Region, Sector};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use worlds::{any_world, distance, output, shocks, table};

/// Flows of a day and what the model remembers of the day before.
struct Plain {
    /// Industry × industry, and industry × final user.
    z: Vec<Vec<f64>>,
    y: Vec<Vec<f64>>,
    x: Vec<f64>,
    regions: usize,
    sectors: usize,
    uses: usize,
    days: f64,
    restoring: f64,
    negligible: f64,
    most: f64,
    tau: f64,
}

impl Plain {
    fn new(table: &InputOutput, settings: &Settings, days: f64) -> Self {
        let shape = table.shape();
        let (p, users) = (shape.industries(), shape.final_users());
        let flow = |i: usize, buyer: usize| {
            let (origin, k) = shape.place(i);
            table.share(k, origin, buyer) * table.purchases()[k.index() * shape.buyers() + buyer] / 365.0
        };
        let rows = |from: usize, count: usize| -> Vec<Vec<f64>> {
            (0..p).map(|i| (from..from + count).map(|buyer| flow(i, buyer)).collect()).collect()
        };
        let over = settings.overproduction.unwrap();
        Self {
            z: rows(0, p),
            y: rows(p, users),
            x: table.output().iter().map(|x| x / 365.0).collect(),
            regions: shape.regions,
            sectors: shape.sectors,
            uses: shape.final_uses,
            days,
            restoring: settings.restoring,
            negligible: settings.negligible,
            most: over.most,
            tau: over.days,
        }
    }

    /// What a buyer of region `to` can order from industry `i`: nothing over an embargo.
    fn open(&self, shocks: &[Shock], day: f64, i: usize, to: usize) -> f64 {
        let mut open = 1.0;
        for shock in shocks {
            if let Effect::Embargo(links, share) = &shock.effect {
                let from = i / self.sectors;
                let hit = links.pairs.contains(&(Region::new(from), Region::new(to)))
                    && links.sectors.contains(&Sector::new(i % self.sectors));
                if hit && from != to {
                    open *= 1.0 - share * shock.timing.strength(day);
                }
            }
        }
        open
    }

    /// Splits what a buyer orders of a product over suppliers, by usual flows, capacity left and open links.
    fn split(
        &self,
        total: f64,
        k: usize,
        flows: impl Fn(usize) -> f64,
        weight: impl Fn(usize) -> f64,
    ) -> Vec<f64> {
        let suppliers: Vec<usize> = (0..self.regions).map(|i| i * self.sectors + k).collect();
        let sum: f64 = suppliers.iter().map(|&i| flows(i) * weight(i)).sum();
        suppliers.iter().map(|&i| if sum == 0.0 { 0.0 } else { total * flows(i) * weight(i) / sum }).collect()
    }

    fn run(&self, shocks: &[Shock], days: usize) -> Vec<Vec<f64>> {
        let (n, p, users) = (self.sectors, self.x.len(), self.regions * self.uses);
        let inputs = |k: usize, f: usize| -> f64 { (0..self.regions).map(|i| self.z[i * n + k][f]).sum() };
        let a: Vec<Vec<f64>> = (0..n)
            .map(|k| (0..p).map(|f| if self.x[f] == 0.0 { 0.0 } else { inputs(k, f) / self.x[f] }).collect())
            .collect();
        let mut stock: Vec<Vec<f64>> =
            (0..n).map(|k| (0..p).map(|f| self.days * a[k][f] * self.x[f]).collect()).collect();
        let mut order: Vec<Vec<f64>> =
            (0..n).map(|k| (0..p).map(|f| a[k][f] * self.x[f]).collect()).collect();
        let mut alpha = vec![1.0f64; p];
        let mut capacity_left = vec![1.0f64; p];
        let mut path = Vec::new();
        for day in 0..days {
            let day = day as f64;
            let (mut arbitrary, mut labour) = (vec![1.0; p], vec![1.0; p]);
            let mut demand_factor = vec![vec![1.0; users]; n];
            for shock in shocks {
                let strength = shock.timing.strength(day);
                match &shock.effect {
                    Effect::Capacity(losses) => {
                        for ((r, s), loss) in losses {
                            arbitrary[r.index() * n + s.index()] *= 1.0 - loss * strength;
                        }
                    }
                    Effect::Labour(losses) => {
                        for ((r, s), loss) in losses {
                            labour[r.index() * n + s.index()] *= 1.0 - loss * strength;
                        }
                    }
                    Effect::FinalDemand(change) => {
                        for ((r, u), s, change) in &change.changes {
                            demand_factor[s.index()][r.index() * self.uses + u.index()] *=
                                1.0 + change * strength;
                        }
                    }
                    _ => {}
                }
            }
            // suppliers are weighed by the capacity of the day before and by the links of today
            let mut to_industry = vec![vec![0.0; p]; p];
            let mut to_user = vec![vec![0.0; users]; p];
            for k in 0..n {
                for f in 0..p {
                    let weight = |i: usize| capacity_left[i] * self.open(shocks, day, i, f / n);
                    let parts = self.split(order[k][f], k, |i| self.z[i][f], weight);
                    for (i, part) in parts.into_iter().enumerate() {
                        to_industry[i * n + k][f] = part;
                    }
                }
                for u in 0..users {
                    let base: f64 = (0..self.regions).map(|i| self.y[i * n + k][u]).sum();
                    let weight = |i: usize| capacity_left[i] * self.open(shocks, day, i, u / self.uses);
                    let parts = self.split(base * demand_factor[k][u], k, |i| self.y[i][u], weight);
                    for (i, part) in parts.into_iter().enumerate() {
                        to_user[i * n + k][u] = part;
                    }
                }
            }
            let (mut made, mut wanted) = (vec![0.0; p], vec![0.0; p]);
            let mut arrives = vec![vec![0.0; p]; n];
            for i in 0..p {
                let (first, last): (f64, f64) = (to_industry[i].iter().sum(), to_user[i].iter().sum());
                let left = f64::min(arbitrary[i], labour[i]);
                let capacity = self.x[i] * left * alpha[i];
                wanted[i] = capacity.min(first + last);
                let scarce = |k: usize| a[k][i] > 0.0 && a[k][i] >= self.negligible;
                let allowed = (0..n).filter(|&k| scarce(k)).map(|k| stock[k][i] / a[k][i]);
                made[i] = allowed.fold(wanted[i], f64::min);
                let part = if first > 0.0 { (made[i] / first).min(1.0) } else { 1.0 };
                for f in 0..p {
                    arrives[i % n][f] += part * to_industry[i][f];
                }
                let demand = first + last;
                let scarcity = if demand > 0.0 { (demand - made[i]) / demand } else { 0.0 };
                let rise = if scarcity > 1e-12 { (self.most - alpha[i]) * scarcity } else { 1.0 - alpha[i] };
                capacity_left[i] = if self.x[i] == 0.0 { 1e-6 } else { (left * alpha[i]).max(1e-6) };
                alpha[i] = (alpha[i] + rise / self.tau).max(1.0);
            }
            for k in 0..n {
                for f in 0..p {
                    let used = (a[k][f] * made[f]).min(stock[k][f] + arrives[k][f]);
                    stock[k][f] += arrives[k][f] - used;
                    let gap = (self.days * a[k][f] * wanted[f] - stock[k][f]).max(0.0);
                    order[k][f] = a[k][f] * made[f] + gap / self.restoring;
                }
            }
            path.push(made);
        }
        path
    }
}

#[test]
fn the_fast_model_is_the_plain_one() {
    let config = ProptestConfig {
        cases: 48,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(&any_world(), |spec| {
        let table = table(&spec);
        let days = oblate_propagation::InventoryDays::Same(6.0);
        let settings = Settings { inventories: days, restoring: 8.0, ..Settings::default() };
        let plain = Plain::new(&table, &settings, 6.0);
        let model = Model::new(table.clone(), settings).unwrap();
        let shocks = shocks(&table, spec.seed, 0.95);
        let gap = distance(&output(&model, &shocks, 80), &plain.run(&shocks, 80));
        prop_assert!(gap <= 1e-9, "{gap:e}");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
