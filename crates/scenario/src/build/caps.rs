//! Caps on quantities, one for each trade link that has trade.

use std::collections::HashMap;

use oblate_equilibrium::{QuantityCap, ShockEntry, ShockKind};
use oblate_world::{Id, Region, Sector};

use super::{Builder, link};
use crate::log::{Change, Warning};
use crate::problem::ProblemCode;
use crate::steps::CapStep;

impl Builder<'_, '_, '_> {
    pub(super) fn caps(&mut self, steps: &[CapStep]) -> Vec<QuantityCap> {
        let trade = self.vocabulary.world.trade().as_slice();
        let n = self.vocabulary.world.axes().regions.len();
        let mut capped: HashMap<usize, usize> = HashMap::new();
        let mut caps = Vec::new();
        let mut setters = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            let mut clash = None;
            // a cap on what is not traded has nothing to hold back
            let traded: Vec<usize> = step.cells.iter().copied().filter(|&cell| trade[cell] > 0.0).collect();
            for &cell in &traded {
                if let Some(first) = capped.insert(cell, at) {
                    clash.get_or_insert((first, cell));
                }
                setters.push(at);
                caps.push(QuantityCap {
                    sector: Sector::new(cell / (n * n)),
                    destination: Region::new(cell / n % n),
                    origin: Region::new(cell % n),
                    cap: step.quantity,
                    rent: step.rent,
                });
            }
            if let Some((first, cell)) = clash {
                self.report_capped_twice(&steps[first], step, cell);
            }
            self.log_cap(step, traded.len());
        }
        self.entries.extend(steps.iter().enumerate().map(|(at, step)| ShockEntry {
            name: super::entry_name(&step.place, step.name.as_deref()),
            kind: ShockKind::Cap,
            share: Some(setters.iter().map(|&setter| f64::from(u8::from(setter == at))).collect()),
        }));
        caps
    }

    fn report_capped_twice(&mut self, first: &CapStep, second: &CapStep, cell: usize) {
        let source = self.findings.report.source;
        let message = format!(
            "trade in {} is capped twice: by `{}` ({}) and by `{}` ({})",
            link(self.vocabulary.world.axes(), cell),
            first.place.key,
            source.line(&first.place),
            second.place.key,
            source.line(&second.place)
        );
        self.findings.report.problem(ProblemCode::SetTwice, &second.place, message);
    }

    fn log_cap(&mut self, step: &CapStep, traded: usize) {
        let key = step.place.key.clone();
        let shock = key.clone();
        if let Some(reason) = step.empty.clone() {
            self.findings.warn(Warning::SelectsNothing { shock, reason });
        } else if traded == 0 {
            self.findings.warn(Warning::NoTrade { shock });
        } else if step.quantity > 1.0 {
            self.findings.warn(Warning::LooseCap { shock, quantity: step.quantity });
        }
        self.log.push(Change::Cap {
            key,
            name: step.name.clone(),
            line: self.findings.report.source.line_number(&step.place),
            cells: traded,
            quantity: step.quantity,
        });
    }
}
