//! From steps to shocks on the axes of a world, with the log of what each of them changed.

mod caps;
mod carbon;
mod uses;

use oblate_equilibrium::{ShockEntry, ShockKind, Shocks};
use oblate_world::{Array2, Axes, Factor, Id, Region, Sector, TradeTensor};

use crate::cells::{Applied, Bound, Effect, Operation, Quantity, Step, apply};
use crate::deficits;
use crate::document::Place;
use crate::log::{Change, Extent, Warning};
use crate::model::ModelChoice;
use crate::select::{Findings, Vocabulary};
use crate::steps::Steps;

/// Builds the shocks of one case, and writes its log and warnings.
pub(crate) struct Builder<'a, 'w, 's> {
    pub vocabulary: &'a Vocabulary<'w>,
    pub model: &'a ModelChoice,
    pub findings: &'a mut Findings<'s>,
    pub log: &'a mut Vec<Change>,
    /// The entries of the scenario with their parts of what each kind of shock does.
    pub entries: &'a mut Vec<ShockEntry>,
}

impl Builder<'_, '_, '_> {
    /// The shocks that these steps make; what no step touches stays as the baseline has it.
    pub(crate) fn shocks(mut self, steps: &Steps) -> Shocks {
        let shocks = self.all(steps);
        // who is alone has all of every move
        let kinds: Vec<ShockKind> = self.entries.iter().map(|entry| entry.kind).collect();
        let alone = |kind| kinds.iter().filter(|&&other| other == kind).count() == 1;
        let entries = self.entries.iter_mut();
        entries.filter(|entry| alone(entry.kind)).for_each(|entry| entry.share = None);
        shocks
    }

    fn all(&mut self, steps: &Steps) -> Shocks {
        Shocks {
            tariff: self.tariff(&steps.tariff),
            export_tax: self.links(
                (ShockKind::ExportTax, "the export tax"),
                &steps.export_tax,
                Bound::AboveMinusOne,
                0.0,
            ),
            iceberg_hat: self.iceberg(&steps.iceberg, &steps.embargo),
            fixed_cost_hat: self.fixed_cost(&steps.fixed_cost),
            quantity_caps: self.caps(&steps.cap),
            subsidy: self.subsidy(&steps.subsidy),
            purchase_tax: self.purchase_tax(&steps.purchases),
            carbon: self.carbon(&steps.carbon),
            productivity_hat: self.hats((ShockKind::Productivity, "productivity"), &steps.productivity),
            factor_supply_hat: self.factor_supply(&steps.factor),
            preference_hat: self.hats((ShockKind::Preference, "the preference"), &steps.preference),
            deficits: self.model.deficits,
            deficit: self.deficit(steps),
        }
    }

    fn trade_shape(&self) -> [usize; 3] {
        self.vocabulary.world.trade().shape()
    }

    fn tariff(&mut self, steps: &[Step]) -> Option<TradeTensor> {
        if steps.is_empty() {
            return None;
        }
        let accounts = self.vocabulary.world.accounts();
        let shape = self.trade_shape();
        let baseline = match &accounts.tariff {
            Some(tariff) => tariff.as_slice().to_vec(),
            None => {
                self.findings.warn(Warning::NoBaselineTariffs { world: accounts.description.name.clone() });
                vec![0.0; shape.iter().product()]
            }
        };
        self.trade((ShockKind::Tariff, "the tariff"), steps, Bound::AboveMinusOne, baseline)
    }

    fn links(&mut self, quantity: Named, steps: &[Step], bound: Bound, baseline: f64) -> Option<TradeTensor> {
        let size = self.trade_shape().iter().product();
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
        Some(TradeTensor::from_vec(self.trade_shape(), values))
    }

    /// Iceberg costs, infinite on links under an embargo whatever else the scenario says of them.
    fn iceberg(&mut self, iceberg: &[Step], embargo: &[Step]) -> Option<TradeTensor> {
        let costs = self.links((ShockKind::Iceberg, "the iceberg cost"), iceberg, Bound::AboveZero, 1.0);
        self.warn_no_trade(embargo);
        if embargo.iter().all(|step| step.cells.is_empty()) {
            self.record(embargo, &vec![Effect::NONE; embargo.len()]);
            return costs;
        }
        let mut costs = costs.unwrap_or_else(|| TradeTensor::filled(self.trade_shape(), 1.0));
        let mut effects = Vec::with_capacity(embargo.len());
        for step in embargo {
            self.tell_embargo(step, costs.as_slice());
            effects.push(crate::cells::apply_step(step, costs.as_mut_slice()));
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

    fn subsidy(&mut self, steps: &[Step]) -> Option<Array2<Region, Sector>> {
        let world = self.vocabulary.world;
        let tax = &world.accounts().production_tax;
        let output = world.gross_output();
        // (2.2): b = −T/Y; an industry without output has no rate, and none that matters
        let rates = tax.as_slice().iter().zip(output.as_slice());
        let baseline = rates.map(|(&t, &y)| if y == 0.0 { 0.0 } else { -t / y }).collect();
        self.sectors((ShockKind::Subsidy, "the subsidy"), steps, Bound::AboveMinusOne, baseline)
    }

    /// Hats by region and sector.
    fn hats(&mut self, quantity: Named, steps: &[Step]) -> Option<Array2<Region, Sector>> {
        let size = self.vocabulary.world.gross_output().as_slice().len();
        self.sectors(quantity, steps, Bound::AboveZero, vec![1.0; size])
    }

    /// Fixed costs of market access; those of sectors without selection of firms are warned of.
    fn fixed_cost(&mut self, steps: &[Step]) -> Option<TradeTensor> {
        let sectors = &self.vocabulary.world.axes().sectors;
        let [_, n, _] = self.trade_shape();
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

    fn sectors(
        &mut self,
        (kind, name): Named,
        steps: &[Step],
        bound: Bound,
        baseline: Vec<f64>,
    ) -> Option<Array2<Region, Sector>> {
        let axes = self.vocabulary.world.axes();
        let cell = |at: usize| {
            let (region, sector) = (at / axes.sectors.len(), at % axes.sectors.len());
            format!(
                "{} in {}",
                axes.sectors.code(Sector::new(sector)),
                axes.regions.code(Region::new(region))
            )
        };
        let values = self.values(kind, Quantity { name, baseline, bound, cell: &cell }, steps)?;
        Some(Array2::from_vec([axes.regions.len(), axes.sectors.len()], values))
    }

    fn factor_supply(&mut self, steps: &[Step]) -> Option<Array2<Region, Factor>> {
        let axes = self.vocabulary.world.axes();
        let shape = [axes.regions.len(), axes.factors.len()];
        let cell = |at: usize| {
            let (region, factor) = (at / shape[1], at % shape[1]);
            format!(
                "{} in {}",
                axes.factors.code(Factor::new(factor)),
                axes.regions.code(Region::new(region))
            )
        };
        let baseline = vec![1.0; shape[0] * shape[1]];
        let quantity = Quantity { name: "the supply", baseline, bound: Bound::AboveZero, cell: &cell };
        Some(Array2::from_vec(shape, self.values(ShockKind::FactorSupply, quantity, steps)?))
    }

    fn deficit(&mut self, steps: &Steps) -> Option<Vec<f64>> {
        let (values, effects, balancing) =
            deficits::after(steps, self.model.deficits, self.vocabulary, &mut self.findings.report);
        self.record(&steps.deficit, &effects);
        self.log.extend(balancing);
        values
    }

    /// The values of a quantity after its steps; none if no step touches it.
    fn values(&mut self, kind: ShockKind, quantity: Quantity<'_>, steps: &[Step]) -> Option<Vec<f64>> {
        let Applied { values, effects, shares } = apply(quantity, steps, &mut self.findings.report);
        let entry = |(step, share): (&Step, Vec<f64>)| ShockEntry {
            name: entry_name(&step.place, step.name.as_deref()),
            kind,
            share: Some(share),
        };
        self.entries.extend(steps.iter().zip(shares).map(entry));
        self.record(steps, &effects);
        steps.iter().any(|step| !step.cells.is_empty()).then_some(values)
    }

    /// Writes what each step did into the log, and warns of those that did nothing.
    fn record(&mut self, steps: &[Step], effects: &[Effect]) {
        for (step, &effect) in steps.iter().zip(effects) {
            let effect = if step.subsidy { effect.on_subsidies() } else { effect };
            let shock = step.place.key.clone();
            if let Some(reason) = step.empty.clone() {
                self.findings.warn(Warning::SelectsNothing { shock, reason });
            } else if effect.changed == 0 {
                self.findings.warn(Warning::ChangesNothing { shock, reason: idle(step, &effect) });
            }
            self.log.push(Change::Shock {
                key: step.place.key.clone(),
                name: step.name.clone(),
                line: self.findings.report.source.line_number(&step.place),
                cells: step.cells.len(),
                old: effect.old,
                new: effect.new,
            });
        }
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

/// A kind of shock, and how to speak of its quantity.
type Named = (ShockKind, &'static str);

/// The name of the entry that makes a step: `tariff.fence`, or `tariff.1` without a name of its own.
fn entry_name(place: &Place, name: Option<&str>) -> String {
    let key = place.key.as_str();
    match (name, key.rsplit_once('.')) {
        (Some(name), Some((table, _))) => format!("{table}.{name}"),
        _ => key.to_owned(),
    }
}

/// Why a step with cells changed none of them.
fn idle(step: &Step, effect: &Effect) -> String {
    let zero = Extent { least: 0.0, greatest: 0.0 };
    if step.operation == Operation::Multiply && effect.old == Some(zero) {
        return "`multiply` leaves a value of 0 as it is; use `add` or `set`".to_owned();
    }
    "its cells have these values already".to_owned()
}

fn link(axes: &Axes, at: usize) -> String {
    let n = axes.regions.len();
    let (sector, destination, origin) = (at / (n * n), at / n % n, at % n);
    format!(
        "{} from {} to {}",
        axes.sectors.code(Sector::new(sector)),
        axes.regions.code(Region::new(origin)),
        axes.regions.code(Region::new(destination))
    )
}
