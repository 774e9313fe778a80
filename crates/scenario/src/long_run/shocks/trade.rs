//! Shocks on trade links, sector × destination × origin: tariffs, taxes, costs, and links that are cut.

use oblate_equilibrium::{ShockEntry, ShockKind};
use oblate_world::{Axes, Id, Region, Sector, TradeTensor};

use super::cells::{Bound, Effect, Operation, Quantity, Step, apply_step};
use super::change::RawChange;
use super::{Builder, Named, Stepper, entry_name};
use crate::log::Warning;
use crate::text::{At, Name, table};
use crate::words::{Cells, KeyColumn, Links, Selection, Vocabulary, links};

table! {
    /// A change on trade links.
    TradeShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Whether a region's trade with itself changes too.
        #[schemars(extend("default" = false))]
        include_own: Option<At<bool>>,
        ..links: Links,
        ..change: RawChange,
    }
}

table! {
    /// Trade links that are cut.
    Embargo {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        ..links: Links,
    }
}

impl Stepper<'_, '_, '_> {
    /// Steps on trade links: sector × destination × origin.
    pub(super) fn trade(&mut self, shocks: &[At<TradeShock>], bound: Bound) -> Vec<Step> {
        shocks.iter().filter_map(|shock| self.trade_one(shock, bound)).collect()
    }

    /// Tariffs; where no sectors are named, services are taxed too, which is told.
    pub(super) fn tariffs(&mut self, shocks: &[At<TradeShock>]) -> Vec<Step> {
        let services = self.vocabulary.sectors.group("services").map_or(0, <[Sector]>::len);
        let all = |shock: &&At<TradeShock>| {
            shock.value.links.sectors.is_none() && shock.value.change.table.is_none() && services > 0
        };
        for shock in shocks.iter().filter(all) {
            self.findings.warn(Warning::ServicesToo { shock: shock.place.key.clone(), sectors: services });
        }
        self.trade(shocks, Bound::AboveMinusOne)
    }

    fn trade_one(&mut self, shock: &At<TradeShock>, bound: Bound) -> Option<Step> {
        let TradeShock { name, include_own, links: keys, change } = &shock.value;
        let own = include_own.as_ref().is_some_and(|flag| flag.value);
        let selection = links(keys, own, &shock.place.key, self.vocabulary, self.findings);
        let vocabulary = self.vocabulary;
        let cells = selection.map(|selection| Cells {
            shape: vocabulary.world.trade().shape().to_vec(),
            selected: trade_cells(vocabulary, &selection),
            empty: selection.empty,
            columns: vec![
                KeyColumn::new("sector", false, &vocabulary.sectors),
                KeyColumn::new("destination", true, &vocabulary.regions),
                KeyColumn::new("origin", true, &vocabulary.regions),
            ],
        });
        self.step(&shock.place, name.as_ref(), change, bound, cells)
    }

    /// Steps that cut trade links: sector × destination × origin.
    pub(super) fn embargo(&mut self, shocks: &[At<Embargo>]) -> Vec<Step> {
        let steps = shocks.iter().filter_map(|shock| {
            let Embargo { name, links: keys } = &shock.value;
            let selection = links(keys, false, &shock.place.key, self.vocabulary, self.findings)?;
            let cells = trade_cells(self.vocabulary, &selection);
            Some(Step {
                place: shock.place.clone(),
                name: name.as_ref().map(|name| name.value.0.clone()),
                operation: Operation::Set,
                cells: cells.into_iter().map(|cell| (cell, f64::INFINITY)).collect(),
                empty: selection.empty,
                subsidy: false,
            })
        });
        steps.collect()
    }
}

/// The cells of the links that are selected.
pub(super) fn trade_cells(vocabulary: &Vocabulary<'_>, selection: &Selection) -> Vec<usize> {
    let n = vocabulary.world.axes().regions.len();
    let mut cells = Vec::with_capacity(selection.sectors.len() * selection.pairs.len());
    for sector in &selection.sectors {
        for (origin, destination) in &selection.pairs {
            cells.push((sector.index() * n + destination.index()) * n + origin.index());
        }
    }
    cells
}

impl Builder<'_, '_, '_> {
    pub(super) fn tariff(&mut self, steps: &[Step]) -> Option<TradeTensor> {
        if steps.is_empty() {
            return None;
        }
        let accounts = self.vocabulary.world.accounts();
        let shape = self.vocabulary.world.trade().shape();
        let baseline = match &accounts.tariff {
            Some(tariff) => tariff.as_slice().to_vec(),
            None => {
                self.findings.warn(Warning::NoBaselineTariffs { world: accounts.description.name.clone() });
                vec![0.0; shape.iter().product()]
            }
        };
        self.trade((ShockKind::Tariff, "the tariff"), steps, Bound::AboveMinusOne, baseline)
    }

    pub(super) fn links(
        &mut self,
        quantity: Named,
        steps: &[Step],
        bound: Bound,
        baseline: f64,
    ) -> Option<TradeTensor> {
        let size = self.vocabulary.world.trade().shape().iter().product();
        self.trade(quantity, steps, bound, vec![baseline; size])
    }

    fn trade(
        &mut self,
        (kind, name): Named,
        steps: &[Step],
        bound: Bound,
        baseline: Vec<f64>,
    ) -> Option<TradeTensor> {
        self.warn_no_trade(steps);
        let axes = self.vocabulary.world.axes();
        let quantity = Quantity { name, baseline, bound, cell: &|at| link(axes, at) };
        let values = self.values(kind, quantity, steps)?;
        Some(TradeTensor::from_vec(self.vocabulary.world.trade().shape(), values))
    }

    /// Iceberg costs, infinite on links under an embargo whatever else the scenario says of them.
    pub(super) fn iceberg(&mut self, iceberg: &[Step], embargo: &[Step]) -> Option<TradeTensor> {
        let costs = self.links((ShockKind::Iceberg, "the iceberg cost"), iceberg, Bound::AboveZero, 1.0);
        self.warn_no_trade(embargo);
        if embargo.iter().all(|step| step.cells.is_empty()) {
            self.record(embargo, &vec![Effect::NONE; embargo.len()]);
            return costs;
        }
        let mut costs =
            costs.unwrap_or_else(|| TradeTensor::filled(self.vocabulary.world.trade().shape(), 1.0));
        let mut effects = Vec::with_capacity(embargo.len());
        for step in embargo {
            self.tell_embargo(step, costs.as_slice());
            effects.push(apply_step(step, costs.as_mut_slice()));
        }
        self.record(embargo, &effects);
        Some(costs)
    }

    /// A link that is cut is the embargo's alone, and of several embargoes the first one's.
    fn tell_embargo(&mut self, step: &Step, costs: &[f64]) {
        let mut share = vec![0.0; costs.len()];
        for &(cell, _) in step.cells.iter().filter(|&&(cell, _)| costs[cell].is_finite()) {
            let others = self.entries.iter_mut().filter(|entry| entry.kind == ShockKind::Iceberg);
            others.filter_map(|other| other.share.as_mut()).for_each(|share| share[cell] = 0.0);
            share[cell] = 1.0;
        }
        self.entries.push(ShockEntry {
            name: entry_name(&step.place, step.name.as_deref()),
            kind: ShockKind::Iceberg,
            share: Some(share),
        });
    }

    /// Fixed costs of market access; those of sectors without selection of firms are warned of.
    pub(super) fn fixed_cost(&mut self, steps: &[Step]) -> Option<TradeTensor> {
        let sectors = &self.vocabulary.world.axes().sectors;
        let [_, n, _] = self.vocabulary.world.trade().shape();
        for step in steps {
            let mut idle: Vec<usize> = step.cells.iter().map(|(cell, _)| cell / (n * n)).collect();
            idle.sort_unstable();
            idle.dedup();
            idle.retain(|&sector| !self.model.structure.selects(sector));
            if !idle.is_empty() {
                let sectors = idle.into_iter().map(|at| sectors.code(Sector::new(at)).to_owned()).collect();
                self.findings.warn(Warning::NoSelection { shock: step.place.key.clone(), sectors });
            }
        }
        self.links((ShockKind::FixedCost, "the fixed cost"), steps, Bound::AboveZero, 1.0)
    }

    fn warn_no_trade(&mut self, steps: &[Step]) {
        let trade = self.vocabulary.world.trade().as_slice();
        for step in steps.iter().filter(|step| !step.cells.is_empty()) {
            if step.cells.iter().all(|&(cell, _)| trade[cell] == 0.0) {
                self.findings.warn(Warning::NoTrade { shock: step.place.key.clone() });
            }
        }
    }
}

/// A link in words.
pub(super) fn link(axes: &Axes, at: usize) -> String {
    let n = axes.regions.len();
    let (sector, destination, origin) = (at / (n * n), at / n % n, at % n);
    format!(
        "{} from {} to {}",
        axes.sectors.code(Sector::new(sector)),
        axes.regions.code(Region::new(origin)),
        axes.regions.code(Region::new(destination))
    )
}
