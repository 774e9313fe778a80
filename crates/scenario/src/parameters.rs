//! The elasticities that a scenario asks for.

use oblate_world::{Id, Sector};

use crate::by_sector::{Elasticity, ElasticityValue, PerSector};
use crate::model::by_sector;
use crate::problem::ProblemCode;
use crate::raw;
use crate::read::At;
use crate::select::{Findings, Vocabulary};
use crate::table::{KeyColumn, Lines, TableSource, open, rows};

/// The elasticities of a scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParameterChoice {
    /// Trade elasticities.
    pub trade_elasticity: TradeElasticity,
}

/// Trade elasticities: a base, and sectors for which the scenario gives its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TradeElasticity {
    /// Where the values of all other sectors come from.
    pub base: ElasticityBase,
    /// Sectors with a value of the scenario, ordered.
    pub sectors: Vec<(Sector, f64)>,
    /// Where the scenario says so: `my.toml, line 12`; with a table: `elasticities.csv (my.toml, line 12)`.
    /// None if the scenario is silent.
    pub source: Option<String>,
}

/// Where trade elasticities come from when a scenario gives none by sector.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ElasticityBase {
    /// The world's own, or the default of a run.
    #[default]
    World,
    /// A named set of published elasticities.
    Set(String),
    /// One number for all sectors.
    Number(f64),
}

/// The elasticities that `[parameters]` asks for.
pub(crate) fn parameters(
    raw: Option<&raw::Parameters>,
    sets: &[String],
    vocabulary: &Vocabulary<'_>,
    tables: &dyn TableSource,
    findings: &mut Findings<'_>,
) -> ParameterChoice {
    let Some(given) = raw.and_then(|raw| raw.trade_elasticity.as_ref()) else {
        return ParameterChoice::default();
    };
    let file = &findings.report.source;
    let mut source = format!("{}, {}", file.name, file.line(&given.place));
    let (base, sectors) = match &given.value {
        Elasticity::Given(PerSector::One(value)) => (base(value, sets, findings), Vec::new()),
        Elasticity::Given(each @ PerSector::Each { default, .. }) => {
            let base = default.as_ref().map(|value| base(value, sets, findings)).unwrap_or_default();
            (base, own_values(each, vocabulary, findings))
        }
        Elasticity::File { table, column } => {
            source = format!("{} ({source})", table.value);
            let values = from_table(table, column.as_ref(), vocabulary, tables, findings);
            (ElasticityBase::World, values.unwrap_or_default())
        }
    };
    ParameterChoice { trade_elasticity: TradeElasticity { base, sectors, source: Some(source) } }
}

fn base(value: &At<ElasticityValue>, sets: &[String], findings: &mut Findings<'_>) -> ElasticityBase {
    match &value.value {
        ElasticityValue::Number(number) => {
            check_positive(*number, value, findings);
            ElasticityBase::Number(*number)
        }
        ElasticityValue::Set(name) => {
            if !sets.contains(name) {
                let message = format!("there is no set of trade elasticities `{name}`");
                findings.report.problem(ProblemCode::UnknownChoice, &value.place, message).among(name, sets);
            }
            ElasticityBase::Set(name.clone())
        }
    }
}

fn check_positive<T>(number: f64, place: &At<T>, findings: &mut Findings<'_>) {
    if number <= 0.0 {
        let message = format!("a trade elasticity of {number} is out of bounds: it must be above 0");
        findings.report.problem(ProblemCode::OutOfBounds, &place.place, message);
    }
}

/// The sectors for which the scenario gives a number.
fn own_values(
    each: &PerSector<ElasticityValue>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<(Sector, f64)> {
    let mut values = Vec::new();
    for (sector, value) in by_sector(each, vocabulary, findings) {
        match &value.value {
            ElasticityValue::Number(number) => {
                check_positive(*number, value, findings);
                values.push((sector, *number));
            }
            ElasticityValue::Set(name) => {
                let message = format!("set `{name}` cannot be given for some sectors only: write a number");
                findings.report.problem(ProblemCode::WrongType, &value.place, message);
            }
        }
    }
    values
}

fn from_table(
    path: &At<String>,
    column: Option<&At<String>>,
    vocabulary: &Vocabulary<'_>,
    tables: &dyn TableSource,
    findings: &mut Findings<'_>,
) -> Option<Vec<(Sector, f64)>> {
    let report = &mut findings.report;
    let table = open(tables, path, column, report)?;
    let columns = [KeyColumn::new("sector", true, &vocabulary.sectors)];
    let mut lines = Lines::default();
    let mut values: Vec<(Sector, f64)> = Vec::new();
    for row in rows(&table, path, &columns, report)? {
        let Some(sector) = row.positions[0] else { continue };
        lines.name(sector, row.line);
        values.push((Sector::new(sector), row.value));
    }
    lines.report(path, report);
    values.sort_by_key(|(sector, _)| *sector);
    let sectors = &vocabulary.world.axes().sectors;
    let missing: Vec<&str> = sectors
        .ids()
        .filter(|id| values.binary_search_by_key(id, |(sector, _)| *sector).is_err())
        .map(|id| sectors.code(id))
        .collect();
    if !missing.is_empty() {
        let message = format!("table `{}` has no value for {}", path.value, missing.join(", "));
        report.problem(ProblemCode::Table, &path.place, message);
    }
    if let Some((sector, value)) = values.iter().find(|(_, value)| *value <= 0.0) {
        let message =
            format!("table `{}` gives {value} for {}: it must be above 0", path.value, sectors.code(*sector));
        report.problem(ProblemCode::OutOfBounds, &path.place, message);
    }
    Some(values)
}
