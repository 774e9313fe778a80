//! The shocks of the long run: from their tables to values on the axes of a world, with the log of what each of them changed.
//!
//! First every word is looked up, which makes steps of the shocks; values of cells are made once all words are understood.

mod caps;
mod carbon;
mod cells;
mod change;
mod deficits;
mod purchases;
mod regional;
mod sizes;
mod trade;

use oblate_equilibrium::{Demand, ShockEntry, ShockKind};

use super::model::ModelChoice;
use crate::log::{Change, Extent, Warning};
use crate::text::{At, Place, table, unique_names};
use crate::words::{Findings, TableSource, Vocabulary};
use caps::{CapShock, CapStep};
use carbon::{CarbonPrice, CarbonStep};
use cells::{Applied, Bound, Effect, Operation, Quantity, Step, apply};
use deficits::{Balance, DeficitShock};
use purchases::{ConsumptionTax, InputShock};
use regional::{FactorShock, SectorShock};
use trade::{Embargo, TradeShock};

pub use carbon::emissions_unit;

table! {
    /// The shocks, one array of tables per kind.
    Shocks checked by unique_names::<Shocks> {
        /// Import tariffs, in rate points (0.1 is 10 %).
        tariff: Vec<At<TradeShock>>,
        /// Export taxes, in rate points.
        export_tax: Vec<At<TradeShock>>,
        /// Iceberg trade costs, new over baseline (1.1 is 10 % dearer).
        iceberg: Vec<At<TradeShock>>,
        /// Trade links that are cut.
        embargo: Vec<At<Embargo>>,
        /// Net output subsidies, in rate points of output.
        subsidy: Vec<At<SectorShock>>,
        /// Productivity, new over baseline.
        productivity: Vec<At<SectorShock>>,
        /// Factor supply, new over baseline.
        factor: Vec<At<FactorShock>>,
        /// Fixed costs of market access, new over baseline; they act under `melitz`.
        fixed_cost: Vec<At<TradeShock>>,
        /// Caps on quantities traded.
        cap: Vec<At<CapShock>>,
        /// Taxes on final purchases, in rate points.
        consumption_tax: Vec<At<ConsumptionTax>>,
        /// Taxes on purchases of inputs, in rate points.
        input_tax: Vec<At<InputShock>>,
        /// Subsidies on purchases of inputs, in rate points.
        input_subsidy: Vec<At<InputShock>>,
        /// Weights of products in the preferences of households, new over baseline.
        preference: Vec<At<SectorShock>>,
        /// Prices of carbon: of a tonne of CO2 in the currency of the world, where its unit counts in millions too.
        carbon_price: Vec<At<CarbonPrice>>,
        /// Trade deficits, in the world's unit of value.
        deficit: Vec<At<DeficitShock>>,
    }
}

impl Shocks {
    /// Whether there is no shock of any kind.
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            tariff,
            export_tax,
            iceberg,
            embargo,
            subsidy,
            productivity,
            factor,
            fixed_cost,
            cap,
            consumption_tax,
            input_tax,
            input_subsidy,
            preference,
            carbon_price,
            deficit,
        } = self;
        [tariff, export_tax, iceberg, fixed_cost].into_iter().all(Vec::is_empty)
            && [subsidy, productivity, preference].into_iter().all(Vec::is_empty)
            && [input_tax, input_subsidy].into_iter().all(Vec::is_empty)
            && [
                embargo.len(),
                factor.len(),
                cap.len(),
                consumption_tax.len(),
                carbon_price.len(),
                deficit.len(),
            ] == [0; 6]
    }
}

/// The steps of every kind of shock.
pub(crate) struct Steps {
    pub tariff: Vec<Step>,
    pub export_tax: Vec<Step>,
    pub iceberg: Vec<Step>,
    pub embargo: Vec<Step>,
    pub subsidy: Vec<Step>,
    pub productivity: Vec<Step>,
    pub factor: Vec<Step>,
    pub fixed_cost: Vec<Step>,
    pub cap: Vec<CapStep>,
    /// Taxes and subsidies on purchases.
    pub purchases: Vec<Step>,
    pub preference: Vec<Step>,
    pub carbon: Vec<CarbonStep>,
    pub deficit: Vec<Step>,
    /// The region whose deficit takes up what the others leave.
    pub balance: Option<Balance>,
}

/// The shocks of a scenario as steps; shocks with a wrong word, which is reported, are left out.
pub(crate) fn steps(
    raw: &Shocks,
    demand: &Demand,
    vocabulary: &Vocabulary<'_>,
    tables: &dyn TableSource,
    findings: &mut Findings<'_>,
) -> Steps {
    let mut stepper = Stepper { vocabulary, tables, findings };
    Steps {
        tariff: stepper.tariffs(&raw.tariff),
        export_tax: stepper.trade(&raw.export_tax, Bound::AboveMinusOne),
        iceberg: stepper.trade(&raw.iceberg, Bound::AboveZero),
        embargo: stepper.embargo(&raw.embargo),
        subsidy: stepper.sectors(&raw.subsidy, Bound::AboveMinusOne),
        productivity: stepper.sectors(&raw.productivity, Bound::AboveZero),
        factor: stepper.factors(&raw.factor, Bound::AboveZero),
        fixed_cost: stepper.trade(&raw.fixed_cost, Bound::AboveZero),
        cap: stepper.caps(&raw.cap),
        purchases: stepper.purchases(raw, demand),
        preference: stepper.sectors(&raw.preference, Bound::AboveZero),
        carbon: stepper.carbon(&raw.carbon_price),
        deficit: stepper.deficits(&raw.deficit),
        balance: deficits::balance(&raw.deficit, vocabulary, &mut findings.report),
    }
}

/// What turns shocks into steps.
struct Stepper<'a, 'w, 's> {
    vocabulary: &'a Vocabulary<'w>,
    tables: &'a dyn TableSource,
    findings: &'a mut Findings<'s>,
}

/// Builds the shocks of one case, and writes its log and warnings.
pub(crate) struct Builder<'a, 'w, 's> {
    pub vocabulary: &'a Vocabulary<'w>,
    pub model: &'a ModelChoice,
    /// The largest rate that is taken for meant.
    pub rates_above: f64,
    pub findings: &'a mut Findings<'s>,
    pub log: &'a mut Vec<Change>,
    /// The entries of the scenario with their parts of what each kind of shock does.
    pub entries: &'a mut Vec<ShockEntry>,
}

impl Builder<'_, '_, '_> {
    /// The shocks that these steps make; what no step touches stays as the baseline has it.
    pub(crate) fn shocks(mut self, steps: &Steps) -> oblate_equilibrium::Shocks {
        let shocks = self.all(steps);
        // who is alone has all of every move
        let kinds: Vec<ShockKind> = self.entries.iter().map(|entry| entry.kind).collect();
        let alone = |kind| kinds.iter().filter(|&&other| other == kind).take(2).count() == 1;
        let entries = self.entries.iter_mut();
        entries.filter(|entry| alone(entry.kind)).for_each(|entry| entry.share = None);
        shocks
    }

    fn all(&mut self, steps: &Steps) -> oblate_equilibrium::Shocks {
        oblate_equilibrium::Shocks {
            tariff: self.tariff(&steps.tariff),
            export_tax: self.links(
                (ShockKind::ExportTax, "the export tax"),
                &steps.export_tax,
                Bound::AboveMinusOne,
                0.0,
            ),
            iceberg_hat: self.iceberg(&steps.iceberg, &steps.embargo),
            fixed_cost_hat: self.fixed_cost(&steps.fixed_cost),
            quantity_caps: self.caps(&steps.cap, &steps.embargo),
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

    /// The values of a quantity after its steps; none if no step touches it.
    fn values(&mut self, kind: ShockKind, quantity: Quantity<'_>, steps: &[Step]) -> Option<Vec<f64>> {
        let name = quantity.name;
        let Applied { values, effects, shares, last } = apply(quantity, steps, self.findings);
        self.doubt((kind, name), steps, &values, &last);
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
