//! Derivatives at a scenario's equilibrium: one outcome to every instrument, and regions to each other.

use oblate_equilibrium::{Direction, Economy, Equilibrium, Linearised, Marginal, Measure, Shocks};
use oblate_world::{Array2, Axes, Axis, Factor, Id, Region, Sector, TradeTensor, World};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::error::EngineError;
use crate::long_run::{Case, Request, Solution, first_case, solution, warnings};
use crate::threads::in_pool;

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
    pub fn unit(self) -> &'static str {
        match self {
            Self::Tariff | Self::ExportTax | Self::Subsidy => "percent per percentage point",
            Self::Iceberg | Self::FixedCost | Self::Productivity | Self::FactorSupply => {
                "percent per percent"
            }
            Self::Deficit => "percent per unit of value",
        }
    }
}

/// Derivatives of one outcome of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// The outcome, in words.
    pub of: String,
    /// The variant at whose equilibrium it was taken.
    pub variant: String,
    /// What it was taken by.
    pub by: Instrument,
    /// The derivatives, in the unit of [`Instrument::unit`].
    pub values: Derivatives,
    /// The axes of the world.
    pub axes: Axes,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// Derivatives to every instrument of a kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Derivatives {
    /// By trade link: sector × destination × origin.
    Links(TradeTensor),
    /// By region and sector.
    Sectors(Array2<Region, Sector>),
    /// By region and factor.
    Factors(Array2<Region, Factor>),
    /// By region.
    Regions(Vec<f64>),
}

/// How regions move with productivity in each other, at the equilibrium of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// Per cent of real income for one per cent more productivity: region of the productivity × region.
    pub real_income: Vec<Vec<f64>>,
    /// Per cent of income, as above.
    pub income: Vec<Vec<f64>>,
    /// The regions of the world.
    pub regions: Axis<Region>,
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
    let (case, world) = first_case(request)?;
    in_pool(1, || {
        let solved = Solved::new(&world, &case, stop)?;
        let (measure, words) = measure(of, &solved.baseline)?;
        let mut linearised = solved.linearised()?;
        let marginal = linearised.marginal(&measure).map_err(|reason| no_derivative(&case, &reason))?;
        let values = derivatives(&marginal, by);
        let warnings = warnings(&case, &solved.baseline);
        let axes = solved.baseline.axes.clone();
        Ok(Gradient { of: words, variant: case.resolved.variant.clone(), by, values, axes, warnings })
    })?
}

/// How much real income and income of every region move with productivity in every other one.
///
/// For each pair: the first region's productivity rises by one per cent in all sectors, and this is what it does to real income and
/// income of the second, in per cent of it [Kleinman, Liu & Redding 2024].
///
/// # Errors
/// As [`gradient`].
pub fn exposure(request: &Request<'_>, stop: &(dyn Fn() -> bool + Sync)) -> Result<Exposure, EngineError> {
    let (case, world) = first_case(request)?;
    in_pool(request.threads, || {
        let solved = Solved::new(&world, &case, stop)?;
        let axes = &solved.baseline.axes;
        let origins: Vec<Region> = axes.regions.ids().collect();
        let rows = origins.into_par_iter().map(|i| solved.friends(&case, i));
        let rows = rows.collect::<Result<Vec<_>, EngineError>>()?;
        let (real_income, income) = rows.into_iter().unzip();
        let warnings = warnings(&case, &solved.baseline);
        Ok(Exposure { real_income, income, regions: axes.regions.clone(), warnings })
    })?
}

/// A case with its equilibrium.
struct Solved<'a> {
    baseline: Economy,
    equilibrium: Equilibrium,
    shocks: &'a Shocks,
    variant: &'a str,
}

impl<'a> Solved<'a> {
    fn new(world: &World, case: &'a Case, stop: &(dyn Fn() -> bool + Sync)) -> Result<Self, EngineError> {
        let variant = case.resolved.variant.as_str();
        let Solution { baseline, equilibrium, .. } =
            solution(world, case, &case.parameters(), variant, stop)?;
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

/// The derivatives to every instrument of a kind, in its unit: of rates in points and of logs in per cent the model's derivative
/// of a log is per cent already.
fn derivatives(marginal: &Marginal<'_, '_>, by: Instrument) -> Derivatives {
    match by {
        Instrument::Tariff => Derivatives::Links(marginal.tariff()),
        Instrument::ExportTax => Derivatives::Links(marginal.export_tax()),
        Instrument::Iceberg => Derivatives::Links(marginal.iceberg()),
        Instrument::FixedCost => Derivatives::Links(marginal.fixed_cost()),
        Instrument::Subsidy => Derivatives::Sectors(marginal.subsidy()),
        Instrument::Productivity => Derivatives::Sectors(marginal.productivity()),
        Instrument::FactorSupply => Derivatives::Factors(marginal.factor_supply()),
        Instrument::Deficit => {
            Derivatives::Regions(marginal.deficit().into_iter().map(|value| 100.0 * value).collect())
        }
    }
}
