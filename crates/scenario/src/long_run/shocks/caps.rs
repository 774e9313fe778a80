//! Caps on the quantities of trade links.

use std::collections::{HashMap, HashSet};

use oblate_equilibrium::{QuantityCap, Rent, ShockEntry, ShockKind};
use oblate_world::{Id, Region, Sector};

use super::cells::Step;
use super::trade::{link, trade_cells};
use super::{Builder, Stepper, entry_name};
use crate::log::{Change, Warning};
use crate::long_run::choices;
use crate::text::{At, Entry, Name, Place, ProblemCode, Report, needed, table};
use crate::words::{Links, links};

table! {
    /// Caps on the quantities that trade links carry.
    #[schemars(extend("required" = ["quantity"]))]
    CapShock checked by has_quantity {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// The most that may pass, as a share of the baseline's quantity.
        quantity: Option<At<f64>>,
        /// Who earns the rent of a cap that binds.
        #[schemars(extend("default" = "origin"))]
        rent: Option<At<choices::Rent>>,
        ..links: Links,
    }
}

/// A cap says how much may pass.
fn has_quantity(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["quantity"], report);
}

/// One cap on the cells of a trade tensor.
#[derive(Debug, Clone)]
pub(crate) struct CapStep {
    pub place: Place,
    pub name: Option<String>,
    pub cells: Vec<usize>,
    pub quantity: f64,
    pub rent: Rent,
    /// Why there is no cell, if there is none.
    pub empty: Option<String>,
}

impl Stepper<'_, '_, '_> {
    pub(super) fn caps(&mut self, shocks: &[At<CapShock>]) -> Vec<CapStep> {
        shocks.iter().filter_map(|shock| self.cap(shock)).collect()
    }

    fn cap(&mut self, shock: &At<CapShock>) -> Option<CapStep> {
        let CapShock { name, quantity, rent, links: keys } = &shock.value;
        let selection = links(keys, false, &shock.place.key, self.vocabulary, self.findings);
        let quantity = quantity.as_ref()?;
        if quantity.value <= 0.0 {
            let hint = if quantity.value == 0.0 { "; trade that ends is an [[embargo]]" } else { "" };
            let message = format!("a cap of {} is out of bounds: it must be above 0{hint}", quantity.value);
            self.findings.report.problem(ProblemCode::OutOfBounds, &quantity.place, message);
        }
        let selection = selection?;
        Some(CapStep {
            place: shock.place.clone(),
            name: name.as_ref().map(|name| name.value.0.clone()),
            cells: trade_cells(self.vocabulary, &selection),
            quantity: quantity.value,
            rent: rent.as_ref().map_or(Rent::default(), |rent| rent.value.into()),
            empty: selection.empty,
        })
    }
}

impl Builder<'_, '_, '_> {
    /// The caps on links that are open: an embargo wins over them.
    pub(super) fn caps(&mut self, steps: &[CapStep], embargo: &[Step]) -> Vec<QuantityCap> {
        let trade = self.vocabulary.world.trade().as_slice();
        let n = self.vocabulary.world.axes().regions.len();
        let cut: HashSet<usize> =
            embargo.iter().flat_map(|step| &step.cells).map(|(cell, _)| *cell).collect();
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
            }
            let open: Vec<usize> = traded.iter().copied().filter(|cell| !cut.contains(cell)).collect();
            for &cell in &open {
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
            self.log_cap(step, [traded.len(), open.len()]);
        }
        self.entries.extend(steps.iter().enumerate().map(|(at, step)| ShockEntry {
            name: entry_name(&step.place, step.name.as_deref()),
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

    /// Links with trade, and those of them that are open.
    fn log_cap(&mut self, step: &CapStep, [traded, open]: [usize; 2]) {
        let key = step.place.key.clone();
        let shock = key.clone();
        if let Some(reason) = step.empty.clone() {
            self.findings.warn(Warning::SelectsNothing { shock, reason });
        } else if traded == 0 {
            self.findings.warn(Warning::NoTrade { shock });
        } else if open == 0 {
            self.findings.warn(Warning::CapCut { shock });
        } else if step.quantity > 1.0 {
            self.findings.warn(Warning::LooseCap { shock, quantity: step.quantity });
        }
        self.log.push(Change::Cap {
            key,
            name: step.name.clone(),
            line: self.findings.report.source.line_number(&step.place),
            cells: open,
            quantity: step.quantity,
        });
    }
}
