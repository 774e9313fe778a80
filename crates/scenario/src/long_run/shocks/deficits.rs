//! Shocks to deficits: they add up to zero, by themselves or because one region takes up the rest.

use oblate_equilibrium::DeficitRule;
use oblate_world::{Id, Region};

use super::cells::{Applied, Bound, Effect, Quantity, Step, apply};
use super::change::RawChange;
use super::{Builder, Stepper, Steps};
use crate::log::{Change, Extent, rounded};
use crate::text::{At, Name, Place, ProblemCode, Report, table};
use crate::words::{Cells, Findings, KeyColumn, Regions, Vocabulary};

table! {
    /// A change of trade deficits.
    DeficitShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// The region whose deficit takes up what the others leave, so that all add up to zero.
        balance: Option<At<String>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

impl Stepper<'_, '_, '_> {
    /// Steps on regions.
    pub(super) fn deficits(&mut self, shocks: &[At<DeficitShock>]) -> Vec<Step> {
        shocks.iter().filter_map(|shock| self.deficit_one(shock)).collect()
    }

    fn deficit_one(&mut self, shock: &At<DeficitShock>) -> Option<Step> {
        let DeficitShock { name, places, change, balance: _ } = &shock.value;
        let vocabulary = self.vocabulary;
        let cells = places.find(self.vocabulary, self.findings).map(|regions| Cells {
            shape: vec![vocabulary.world.axes().regions.len()],
            selected: regions.into_iter().map(Id::index).collect(),
            empty: None,
            columns: vec![KeyColumn::new("region", true, &vocabulary.regions)],
        });
        self.step(&shock.place, name.as_ref(), change, Bound::Finite, cells)
    }
}

impl Builder<'_, '_, '_> {
    pub(super) fn deficit(&mut self, steps: &Steps) -> Option<Vec<f64>> {
        let (values, effects, balancing) = after(steps, self.model.deficits, self.vocabulary, self.findings);
        self.record(&steps.deficit, &effects);
        self.log.extend(balancing);
        values
    }
}

/// Largest sum of deficits, relative to their sizes, that counts as rounding of written numbers.
const ROUNDING: f64 = 1e-9;

/// The region whose deficit takes up what the others leave, and where the scenario says so.
pub(crate) struct Balance {
    pub region: Region,
    pub place: Place,
}

/// The balancing region that the shocks name; two different ones, or an unknown one, are reported.
pub(crate) fn balance(
    shocks: &[At<DeficitShock>],
    vocabulary: &Vocabulary<'_>,
    report: &mut Report<'_>,
) -> Option<Balance> {
    let mut chosen: Option<Balance> = None;
    for word in shocks.iter().filter_map(|shock| shock.value.balance.as_ref()) {
        let Some(region) = vocabulary.regions.label(&word.value) else {
            vocabulary.regions.unknown(word, report);
            continue;
        };
        match &chosen {
            Some(first) if first.region != region => {
                let first = report.source.line(&first.place);
                let message = format!("two regions are to balance the deficits; the other one: {first}");
                report.problem(ProblemCode::Deficits, &word.place, message);
            }
            Some(_) => {}
            None => chosen = Some(Balance { region, place: word.place.clone() }),
        }
    }
    chosen
}

/// Deficits after the shocks by region, the effect of each shock, and the change of the balancing region.
pub(crate) fn after(
    steps: &Steps,
    rule: DeficitRule,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> (Option<Vec<f64>>, Vec<Effect>, Option<Change>) {
    let Some(first) = steps.deficit.first() else { return (None, Vec::new(), None) };
    if rule != DeficitRule::Fixed {
        let message = "shocks to deficits need `deficits = \"fixed\"` in [model]";
        findings.report.problem(ProblemCode::Deficits, &first.place, message);
    }
    let regions = &vocabulary.world.axes().regions;
    let baseline = vocabulary.world.deficits();
    let cell = |at: usize| regions.code(Region::new(at)).to_owned();
    let quantity =
        Quantity { name: "the deficit", baseline: baseline.clone(), bound: Bound::Finite, cell: &cell };
    let Applied { mut values, effects, .. } = apply(quantity, &steps.deficit, findings);
    let report = &mut findings.report;
    let change = match &steps.balance {
        Some(balance) => absorb(&mut values, balance, &steps.deficit, vocabulary, report),
        None => {
            report_gap(&values, &baseline, &steps.deficit, vocabulary, report);
            None
        }
    };
    let touched = steps.deficit.iter().any(|step| !step.cells.is_empty());
    (touched.then_some(values), effects, change)
}

/// Gives the balancing region what makes all deficits add up to zero.
fn absorb(
    values: &mut [f64],
    balance: &Balance,
    steps: &[Step],
    vocabulary: &Vocabulary<'_>,
    report: &mut Report<'_>,
) -> Option<Change> {
    let at = balance.region.index();
    if let Some(step) = steps.iter().find(|step| step.cells.iter().any(|(cell, _)| *cell == at)) {
        let code = vocabulary.world.axes().regions.code(balance.region);
        let shock = report.source.line(&step.place);
        let message =
            format!("`{code}` cannot balance the deficits, because its own is changed too ({shock})");
        report.problem(ProblemCode::Deficits, &balance.place, message);
        return None;
    }
    let old = values[at];
    values[at] = 0.0;
    values[at] = -values.iter().sum::<f64>();
    let extent = |value| Some(Extent { least: value, greatest: value });
    Some(Change::Shock {
        key: balance.place.key.clone(),
        name: None,
        line: report.source.line_number(&balance.place),
        cells: 1,
        old: extent(old),
        new: extent(values[at]),
    })
}

/// Reports deficits that do not add up to zero, with the gap and a region that could take it up.
fn report_gap(
    values: &[f64],
    baseline: &[f64],
    steps: &[Step],
    vocabulary: &Vocabulary<'_>,
    report: &mut Report<'_>,
) {
    let gap: f64 = values.iter().sum();
    // the baseline itself may miss zero by the rounding of its table
    let rounding = 2.0 * baseline.iter().sum::<f64>().abs();
    let size: f64 = values.iter().map(|value| value.abs()).sum();
    let Some(last) = steps.last().filter(|_| gap.abs() > rounding.max(ROUNDING * size)) else { return };
    let mut message = format!("deficits after the shocks add up to {}, not to zero", rounded(gap));
    if let Some(region) = taker(steps, vocabulary) {
        let code = vocabulary.world.axes().regions.code(region);
        message += &format!("; let a region take up the gap, as in `balance = \"{code}\"`");
    }
    report.problem(ProblemCode::Deficits, &last.place, message);
}

/// The rest of the world, else the largest region, among those whose deficit is not changed.
fn taker(steps: &[Step], vocabulary: &Vocabulary<'_>) -> Option<Region> {
    let changed =
        |region: &Region| steps.iter().any(|step| step.cells.iter().any(|(cell, _)| *cell == region.index()));
    let world = vocabulary.world;
    let free: Vec<Region> = world.axes().regions.ids().filter(|region| !changed(region)).collect();
    let rest = world.axes().regions.find("ROW").filter(|rest| free.contains(rest));
    let output = |region: &Region| world.gross_output().row(*region).iter().sum::<f64>();
    rest.or(free.into_iter().max_by(|a, b| output(a).total_cmp(&output(b))))
}
