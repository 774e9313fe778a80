//! From the shocks of one kind, as written, to steps on the cells of a flat array.

mod caps;
mod carbon;
mod uses;

use oblate_equilibrium::Demand;
use oblate_world::{Id, Region};

use crate::cells::{Bound, Operation, Step};
use crate::choices::Mode;
use crate::deficits::Balance;
use crate::document::Place;
use crate::groups::Dictionary;
use crate::problem::ProblemCode;
use crate::raw::{DeficitShock, Embargo, FactorShock, RawChange, Regions, SectorShock, Shocks, TradeShock};
use crate::read::{At, Report};
use crate::select::{Findings, Selection, Vocabulary, links};
use crate::table::{Cells, KeyColumn, TableSource, fill, open, rows};
use crate::values::{Name, Words};

pub(crate) use caps::CapStep;
pub use carbon::emissions_unit;
pub(crate) use carbon::{CarbonStep, emissions, tonnes};
pub(crate) use uses::column_words;

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
        tariff: stepper.trade(&raw.tariff, Bound::AboveMinusOne),
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
        balance: crate::deficits::balance(&raw.deficit, vocabulary, &mut findings.report),
    }
}

/// What turns shocks into steps.
struct Stepper<'a, 'w, 's> {
    vocabulary: &'a Vocabulary<'w>,
    tables: &'a dyn TableSource,
    findings: &'a mut Findings<'s>,
}

/// The axis beside regions on which some shocks are.
struct Second<'a, I> {
    column: &'static str,
    dictionary: &'a Dictionary<I>,
}

impl<'v> Stepper<'v, '_, '_> {
    /// Steps on trade links: sector × destination × origin.
    fn trade(&mut self, shocks: &[At<TradeShock>], bound: Bound) -> Vec<Step> {
        shocks.iter().filter_map(|shock| self.trade_one(shock, bound)).collect()
    }

    fn trade_one(&mut self, shock: &At<TradeShock>, bound: Bound) -> Option<Step> {
        let TradeShock { name, include_own, links: keys, change } = &shock.value;
        // a table names each cell, own trade too
        let own = include_own.as_ref().map_or(change.table.is_some(), |flag| flag.value);
        let selection = links(keys, own, &shock.place.key, self.vocabulary, self.findings);
        let vocabulary = self.vocabulary;
        let cells = selection.map(|selection| Cells {
            shape: trade_shape(vocabulary),
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
    fn embargo(&mut self, shocks: &[At<Embargo>]) -> Vec<Step> {
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

    /// Steps on region × sector.
    fn sectors(&mut self, shocks: &[At<SectorShock>], bound: Bound) -> Vec<Step> {
        let axis = Second { column: "sector", dictionary: &self.vocabulary.sectors };
        let size = self.vocabulary.world.axes().sectors.len();
        let step = |shock: &At<SectorShock>| {
            let SectorShock { name, sectors, places, change } = &shock.value;
            let cells = self.by_region(places, sectors.as_ref(), &axis, size);
            self.step(&shock.place, name.as_ref(), change, bound, cells)
        };
        shocks.iter().filter_map(step).collect()
    }

    /// Steps on region × factor.
    fn factors(&mut self, shocks: &[At<FactorShock>], bound: Bound) -> Vec<Step> {
        let axis = Second { column: "factor", dictionary: &self.vocabulary.factors };
        let size = self.vocabulary.world.axes().factors.len();
        let step = |shock: &At<FactorShock>| {
            let FactorShock { name, factors, places, change } = &shock.value;
            let cells = self.by_region(places, factors.as_ref(), &axis, size);
            self.step(&shock.place, name.as_ref(), change, bound, cells)
        };
        shocks.iter().filter_map(step).collect()
    }

    /// The cells of regions and of the entries of a second axis that these words name.
    fn by_region<I: Id>(
        &mut self,
        places: &Regions,
        words: Option<&At<Words>>,
        second: &Second<'v, I>,
        size: usize,
    ) -> Option<Cells<'v>> {
        let regions = self.regions(places);
        let entries = self.findings.find(second.dictionary, words, size);
        let (regions, entries) = regions.zip(entries)?;
        Some(Cells {
            shape: vec![self.vocabulary.world.axes().regions.len(), size],
            selected: grid(&regions, &entries, size),
            empty: None,
            columns: vec![
                KeyColumn::new("region", true, &self.vocabulary.regions),
                KeyColumn::new(second.column, false, second.dictionary),
            ],
        })
    }

    /// Steps on regions.
    fn deficits(&mut self, shocks: &[At<DeficitShock>]) -> Vec<Step> {
        shocks.iter().filter_map(|shock| self.deficit_one(shock)).collect()
    }

    fn deficit_one(&mut self, shock: &At<DeficitShock>) -> Option<Step> {
        let DeficitShock { name, places, change, balance: _ } = &shock.value;
        let vocabulary = self.vocabulary;
        let cells = self.regions(places).map(|regions| Cells {
            shape: vec![vocabulary.world.axes().regions.len()],
            selected: regions.into_iter().map(Id::index).collect(),
            empty: None,
            columns: vec![KeyColumn::new("region", true, &vocabulary.regions)],
        });
        self.step(&shock.place, name.as_ref(), change, Bound::Finite, cells)
    }

    fn regions(&mut self, places: &Regions) -> Option<Vec<Region>> {
        let words = places.regions.as_ref().or(places.region.as_ref());
        self.findings.find(&self.vocabulary.regions, words, self.vocabulary.world.axes().regions.len())
    }

    /// One shock as a step; `None` when something in it was wrong, which is reported.
    fn step(
        &mut self,
        place: &Place,
        name: Option<&At<Name>>,
        change: &RawChange,
        bound: Bound,
        cells: Option<Cells<'_>>,
    ) -> Option<Step> {
        let report = &mut self.findings.report;
        let (operation, cells, empty) = if let Some(path) = &change.table {
            let table = open(self.tables, path, change.column.as_ref(), report);
            let operation = change.mode.as_ref().map_or(Operation::Set, |mode| mode.value.into());
            let (table, cells) = (table?, cells?);
            let rows = rows(&table, path, &cells.columns, report)?;
            let filled = fill(&cells, &rows, path, report);
            let reason = "no row of its table lies within its selection".to_owned();
            (operation, filled, cells.empty.unwrap_or(reason))
        } else {
            let (operation, operand) = uniform(change, bound, report)?;
            let cells = cells?;
            let filled = cells.selected.iter().map(|&cell| (cell, operand)).collect();
            (operation, filled, cells.empty.unwrap_or_default())
        };
        let empty = cells.is_empty().then_some(empty);
        let name = name.map(|name| name.value.0.clone());
        Some(Step { place: place.clone(), name, operation, cells, empty, subsidy: false })
    }
}

impl From<Mode> for Operation {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Set => Self::Set,
            Mode::Add => Self::Add,
            Mode::Multiply => Self::Multiply,
        }
    }
}

/// The one operation of a shock without a table; a `set` out of bounds is reported where it is written.
fn uniform(change: &RawChange, bound: Bound, report: &mut Report<'_>) -> Option<(Operation, f64)> {
    if let Some(set) = &change.set {
        if !bound.admits(set.value) {
            let message = format!("{} is out of bounds: it must be {}", set.value, bound.words());
            report.problem(ProblemCode::OutOfBounds, &set.place, message);
            return None;
        }
        return Some((Operation::Set, set.value));
    }
    let multiply = change.multiply.as_ref().map(|operand| (Operation::Multiply, operand.value));
    multiply.or(change.add.as_ref().map(|operand| (Operation::Add, operand.value)))
}

fn grid<A: Id, B: Id>(rows: &[A], columns: &[B], width: usize) -> Vec<usize> {
    rows.iter().flat_map(|a| columns.iter().map(move |b| a.index() * width + b.index())).collect()
}

fn trade_shape(vocabulary: &Vocabulary<'_>) -> Vec<usize> {
    let axes = vocabulary.world.axes();
    vec![axes.sectors.len(), axes.regions.len(), axes.regions.len()]
}

fn trade_cells(vocabulary: &Vocabulary<'_>, selection: &Selection) -> Vec<usize> {
    let n = vocabulary.world.axes().regions.len();
    let mut cells = Vec::with_capacity(selection.sectors.len() * selection.pairs.len());
    for sector in &selection.sectors {
        for (origin, destination) in &selection.pairs {
            cells.push((sector.index() * n + destination.index()) * n + origin.index());
        }
    }
    cells
}
