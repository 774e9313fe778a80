//! Derivatives at a scenario's equilibrium: one outcome to every instrument, and regions to each other.

use oblate_equilibrium::{Direction, Economy, Linearised, Marginal, Measure, Shocks, counterfactual};
use oblate_world::{Array2, Axes, Axis, Id, Region, Sector, TradeTensor, World};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::error::EngineError;
use crate::plan::{Case, Cases, cases};
use crate::run::{Request, in_pool};
use crate::uniqueness::warnings;
use oblate_tables::{Cells, Column, Labels, Table};

/// What a gradient is taken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instrument {
    /// Import tariffs.
    Tariff,
    /// Export taxes.
    ExportTax,
    /// Iceberg trade costs.
    Iceberg,
    /// Fixed costs of market access.
    FixedCost,
    /// Net output subsidies.
    Subsidy,
    /// Productivity.
    Productivity,
    /// Factor supply.
    FactorSupply,
    /// Deficits.
    Deficit,
}

impl Instrument {
    /// What one step of it is, in words.
    fn unit(self) -> &'static str {
        match self {
            Self::Tariff | Self::ExportTax | Self::Subsidy => "percent per percentage point",
            Self::Iceberg | Self::FixedCost | Self::Productivity | Self::FactorSupply => {
                "percent per percent"
            }
            Self::Deficit => "percent per unit of value",
        }
    }

    /// From the model's derivative of a log to per cent: rates in points and logs agree, values are in units.
    fn scale(self) -> f64 {
        if self == Self::Deficit { 100.0 } else { 1.0 }
    }
}

/// Derivatives of one outcome of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// The outcome, in words.
    pub of: String,
    /// The variant at whose equilibrium it was taken.
    pub variant: String,
    /// One row for each instrument, with `value` and `unit`; those of links have `origin`, `destination` and `sector`.
    pub table: Table,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// How regions move with productivity in each other, at the equilibrium of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// One row for each pair: `origin`, `region`, `real_income`, `income`.
    pub table: Table,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// The derivative of an outcome to every instrument of a kind, at the equilibrium of the first case asked for.
///
/// `of` is `welfare`, `welfare:REGION`, `income:REGION` or `output:REGION/SECTOR`.
///
/// # Errors
/// As [`crate::run`]; [`EngineError::UnknownMeasure`] and [`EngineError::NoDerivative`].
pub fn gradient(
    request: &Request<'_>,
    of: &str,
    by: Instrument,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Gradient, EngineError> {
    let Cases { cases, world, .. } = cases(request)?;
    let Some(case) = cases.into_iter().next() else {
        return Err(EngineError::Interrupted { during: "before the first case".to_owned() });
    };
    in_pool(1, || {
        let solved = Solved::new(&world, &case, stop)?;
        let (measure, words) = measure(of, &solved.baseline)?;
        let mut linearised = solved.linearised()?;
        let marginal = linearised.marginal(&measure).map_err(|reason| no_derivative(&case, &reason))?;
        let table = table(&marginal, by, &solved.baseline.axes);
        let warnings = warnings(&case, &solved.baseline);
        Ok(Gradient { of: words, variant: case.resolved.variant.clone(), table, warnings })
    })?
}

/// How much real income and income of every region move with productivity in every other one.
///
/// The table has a row for each pair: `origin`, whose productivity rises by one per cent in all sectors, `region`, and
/// what it does to `real_income` and `income`, in per cent of it [Kleinman, Liu & Redding 2024].
///
/// # Errors
/// As [`gradient`].
pub fn exposure(request: &Request<'_>, stop: &(dyn Fn() -> bool + Sync)) -> Result<Exposure, EngineError> {
    let Cases { cases, world, .. } = cases(request)?;
    let Some(case) = cases.into_iter().next() else {
        return Err(EngineError::Interrupted { during: "before the first case".to_owned() });
    };
    in_pool(request.threads, || {
        let solved = Solved::new(&world, &case, stop)?;
        let axes = &solved.baseline.axes;
        let columns: Result<Vec<_>, EngineError> = axes
            .regions
            .ids()
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|i| solved.friends(&case, i))
            .collect();
        let columns = columns?;
        let mut origin = Labels::over(axes.regions.codes());
        let mut region = origin.clone();
        let (mut real_income, mut income) = (Vec::new(), Vec::new());
        for (i, (real, nominal)) in columns.into_iter().enumerate() {
            for j in 0..axes.regions.len() {
                origin.push(i);
                region.push(j);
            }
            real_income.extend(real);
            income.extend(nominal);
        }
        let labels = |name, labels| Column { name, cells: Cells::Labels(labels) };
        let columns = vec![
            labels("origin", origin),
            labels("region", region),
            Column { name: "real_income", cells: Cells::Numbers(real_income) },
            Column { name: "income", cells: Cells::Numbers(income) },
        ];
        let warnings = warnings(&case, &solved.baseline);
        Ok(Exposure { table: Table { name: "exposure", columns }, warnings })
    })?
}

/// A case with its equilibrium.
struct Solved<'a> {
    baseline: Economy,
    equilibrium: oblate_equilibrium::Equilibrium,
    shocks: &'a Shocks,
    variant: &'a str,
}

impl<'a> Solved<'a> {
    fn new(world: &World, case: &'a Case, stop: &(dyn Fn() -> bool + Sync)) -> Result<Self, EngineError> {
        let variant = case.resolved.variant.as_str();
        let economy = Economy::calibrate(world, &case.parameters())
            .map_err(|reason| EngineError::Calibration { variant: variant.to_owned(), reason })?;
        let outcome = counterfactual(&economy, &case.resolved.shocks, &case.settings(stop))
            .map_err(|reason| EngineError::solve(variant, reason))?;
        let (baseline, equilibrium) = (outcome.baseline.into_owned(), outcome.equilibrium);
        Ok(Self { baseline, equilibrium, shocks: &case.resolved.shocks, variant })
    }

    fn linearised(&self) -> Result<Linearised<'_>, EngineError> {
        Linearised::new(&self.baseline, self.shocks, &self.equilibrium)
            .map_err(|reason| EngineError::solve(self.variant, reason.into()))
    }

    /// What one per cent more productivity in all sectors of a region does to all regions.
    fn friends(&self, case: &Case, i: Region) -> Result<(Vec<f64>, Vec<f64>), EngineError> {
        let shape = self.baseline.receipts.shape();
        let rise = Array2::from_fn(shape, |j: Region, _: Sector| if j == i { 1.0 } else { 0.0 });
        let direction = Direction { productivity: Some(rise), ..Direction::default() };
        let tangent =
            self.linearised()?.tangent(&direction).map_err(|reason| no_derivative(case, &reason))?;
        let income = self.baseline.axes.regions.ids().map(|j| {
            let levels = self.equilibrium.group_income.row(j);
            let changes = levels.iter().zip(tangent.income.row(j)).map(|(level, change)| level * change);
            changes.sum::<f64>() / levels.iter().sum::<f64>()
        });
        Ok((tangent.real_income, income.collect()))
    }
}

fn no_derivative(case: &Case, reason: &oblate_equilibrium::DerivativeError) -> EngineError {
    EngineError::NoDerivative { variant: case.resolved.variant.clone(), reason: *reason }
}

/// Words by which outcomes are asked for.
const MEASURES: [&str; 4] = ["welfare", "welfare:REGION", "income:REGION", "output:REGION/SECTOR"];

fn measure(of: &str, baseline: &Economy) -> Result<(Measure, String), EngineError> {
    let axes = &baseline.axes;
    let (what, place) = of.split_once(':').unwrap_or((of, ""));
    let unknown = || EngineError::UnknownMeasure {
        given: of.to_owned(),
        known: MEASURES.iter().map(|&measure| measure.to_owned()).collect(),
    };
    match (what, place) {
        ("welfare", "") => {
            let world: f64 = baseline.income.iter().sum();
            let weights = baseline.income.iter().map(|income| income / world).collect();
            Ok((
                Measure::RealIncome(weights),
                "real income of the world, weighted by baseline income".to_owned(),
            ))
        }
        ("welfare", code) => {
            let j = find(&axes.regions, code)?;
            let weights = axes.regions.ids().map(|k| f64::from(u8::from(k == j))).collect();
            Ok((Measure::RealIncome(weights), format!("real income of {}", axes.regions.label(j).name)))
        }
        ("income", code) if !code.is_empty() => {
            let j = find(&axes.regions, code)?;
            Ok((Measure::Income(j), format!("income of {}", axes.regions.label(j).name)))
        }
        ("output", place) => {
            let (region, sector) = place.split_once('/').ok_or_else(unknown)?;
            let (j, k) = (find(&axes.regions, region)?, find(&axes.sectors, sector)?);
            let words =
                format!("receipts of {} in {}", axes.sectors.label(k).name, axes.regions.label(j).name);
            Ok((Measure::Receipts(j, k), words))
        }
        _ => Err(unknown()),
    }
}

fn find<I: Id>(axis: &Axis<I>, code: &str) -> Result<I, EngineError> {
    axis.find(code).ok_or_else(|| EngineError::UnknownLabel {
        kind: I::KIND,
        code: code.to_owned(),
        known: axis.codes().map(str::to_owned).collect(),
    })
}

fn table(marginal: &Marginal<'_, '_>, by: Instrument, axes: &Axes) -> Table {
    match by {
        Instrument::Tariff => links(&marginal.tariff(), by, axes),
        Instrument::ExportTax => links(&marginal.export_tax(), by, axes),
        Instrument::Iceberg => links(&marginal.iceberg(), by, axes),
        Instrument::FixedCost => links(&marginal.fixed_cost(), by, axes),
        Instrument::Subsidy => cells(&marginal.subsidy(), by, &axes.regions, ("sector", &axes.sectors)),
        Instrument::Productivity => {
            cells(&marginal.productivity(), by, &axes.regions, ("sector", &axes.sectors))
        }
        Instrument::FactorSupply => {
            cells(&marginal.factor_supply(), by, &axes.regions, ("factor", &axes.factors))
        }
        Instrument::Deficit => {
            let mut region = Labels::over(axes.regions.codes());
            (0..axes.regions.len()).for_each(|j| region.push(j));
            finish(vec![Column { name: "region", cells: Cells::Labels(region) }], marginal.deficit(), by)
        }
    }
}

fn links(tensor: &TradeTensor, by: Instrument, axes: &Axes) -> Table {
    let mut origin = Labels::over(axes.regions.codes());
    let mut destination = origin.clone();
    let mut sector = Labels::over(axes.sectors.codes());
    let mut values = Vec::with_capacity(tensor.as_slice().len());
    for s in axes.sectors.ids() {
        for i in axes.regions.ids() {
            for j in axes.regions.ids() {
                origin.push(i.index());
                destination.push(j.index());
                sector.push(s.index());
                values.push(tensor[(s, j, i)]);
            }
        }
    }
    let labels = |name, labels| Column { name, cells: Cells::Labels(labels) };
    finish(
        vec![labels("origin", origin), labels("destination", destination), labels("sector", sector)],
        values,
        by,
    )
}

fn cells<B: Id>(
    table: &Array2<Region, B>,
    by: Instrument,
    regions: &Axis<Region>,
    (name, axis): (&'static str, &Axis<B>),
) -> Table {
    let (mut region, mut column) = (Labels::over(regions.codes()), Labels::over(axis.codes()));
    for j in 0..regions.len() {
        for b in 0..axis.len() {
            region.push(j);
            column.push(b);
        }
    }
    let labels = |name, labels| Column { name, cells: Cells::Labels(labels) };
    finish(vec![labels("region", region), labels(name, column)], table.as_slice().to_vec(), by)
}

fn finish(mut columns: Vec<Column>, mut values: Vec<f64>, by: Instrument) -> Table {
    values.iter_mut().for_each(|value| *value *= by.scale());
    let mut unit = Labels::over([by.unit()]);
    (0..values.len()).for_each(|_| unit.push(0));
    columns.push(Column { name: "value", cells: Cells::Numbers(values) });
    columns.push(Column { name: "unit", cells: Cells::Labels(unit) });
    Table { name: "gradient", columns }
}
