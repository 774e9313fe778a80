//! Market structures by sector, which become numbers once the elasticities are known.

use oblate_equilibrium::{MarketStructure, trade_elasticity_of_tariffs};
use oblate_world::{Axis, Sector};

use super::Model;
use crate::log::{Warning, rounded};
use crate::long_run::choices::{ElasticityFrom, Structure};
use crate::long_run::parameters::Parameters;
use crate::text::{At, Place, Problem, ProblemCode, Report};
use crate::words::{Findings, Vocabulary, each, numbers};

/// The market structure of every sector, with what the scenario says of its elasticities.
#[derive(Debug, Clone, PartialEq)]
pub struct StructureChoice {
    sectors: Vec<SectorStructure>,
    /// What scale elasticities are multiplied by.
    scale_multiple: f64,
    from: ElasticityFrom,
}

#[derive(Debug, Clone, PartialEq)]
struct SectorStructure {
    structure: Structure,
    /// Elasticity of substitution between varieties, where it is given.
    variety: Option<f64>,
    at_structure: Written,
    at_variety: Written,
}

/// Where a choice is written, as a problem without words; none if it is not. Choices are the same wherever they stand.
#[derive(Clone)]
struct Written(Option<Problem>);

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Written {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("_")
    }
}

/// Market structures and trade elasticities of all sectors in the form of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Markets {
    /// Trade elasticities `θ`, of trade shares to iceberg costs, by sector.
    pub trade_elasticity: Vec<f64>,
    /// Market structures by sector.
    pub structure: Vec<MarketStructure>,
    /// What a reader of the results must know.
    pub warnings: Vec<Warning>,
}

/// How near to one `θψ` counts as one.
const AT_ONE: f64 = 1e-9;

/// The structures that `[model]` and `[parameters]` ask for.
pub(crate) fn structures(
    model: Option<&Model>,
    parameters: Option<&Parameters>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> StructureChoice {
    let structures = each(model.and_then(|raw| raw.structure.as_ref()), vocabulary, findings);
    let variety = parameters.and_then(|raw| raw.variety_elasticity.as_ref());
    let fault = |value: f64| {
        (value <= 1.0)
            .then(|| format!("a variety elasticity of {value} is out of bounds: it must be above 1"))
    };
    numbers(variety, f64::NAN, &fault, vocabulary, findings);
    let varieties = each(variety, vocabulary, findings);
    let source = findings.report.source;
    let blank = |place: &Place| source.problem(ProblemCode::OutOfBounds, place, "");
    let sector = |(structure, variety): (Option<&At<Structure>>, Option<&At<f64>>)| SectorStructure {
        structure: structure.map_or(Structure::Perfect, |structure| structure.value),
        variety: variety.map(|variety| variety.value),
        at_structure: Written(structure.map(|structure| blank(&structure.place))),
        at_variety: Written(variety.map(|variety| blank(&variety.place))),
    };
    let choice = StructureChoice {
        sectors: structures.into_iter().zip(varieties).map(sector).collect(),
        scale_multiple: parameters
            .and_then(|raw| raw.scale_multiple.as_ref())
            .map_or(1.0, |multiple| multiple.value),
        from: parameters
            .and_then(|raw| raw.elasticity_from.as_ref())
            .map_or(ElasticityFrom::Costs, |from| from.value),
    };
    choice.report_missing_varieties(&vocabulary.world.axes().sectors, &mut findings.report);
    if let Some(multiple) = parameters.and_then(|raw| raw.scale_multiple.as_ref()) {
        choice.report_multiple(multiple, findings);
    }
    choice
}

impl StructureChoice {
    /// The structure of every sector.
    pub fn words(&self) -> impl Iterator<Item = Structure> {
        self.sectors.iter().map(|sector| sector.structure)
    }

    /// Whether a sector has selection of firms into markets.
    pub(crate) fn selects(&self, sector: usize) -> bool {
        self.sectors[sector].structure == Structure::Melitz
    }

    fn report_missing_varieties(&self, axis: &Axis<Sector>, report: &mut Report<'_>) {
        let missing = |_: usize, sector: &SectorStructure| {
            sector.structure == Structure::Melitz && sector.variety.is_none()
        };
        for (blank, codes) in self.gathered(axis, missing) {
            let message = format!(
                "`melitz` needs a variety elasticity, and {} {} none: give `variety_elasticity` in [parameters]",
                codes.join(", "),
                have(&codes)
            );
            report.push(Problem { code: ProblemCode::Needs, message, ..blank });
        }
    }

    fn report_multiple(&self, multiple: &At<f64>, findings: &mut Findings<'_>) {
        let acts =
            |sector: &SectorStructure| matches!(sector.structure, Structure::External | Structure::Krugman);
        if multiple.value < 0.0 {
            let value = multiple.value;
            let message = format!("a scale multiple of {value} is out of bounds: it must be 0 or above");
            findings.report.problem(ProblemCode::OutOfBounds, &multiple.place, message);
        } else if multiple.value != 1.0 && !self.sectors.iter().any(acts) {
            let reason = "no sector is `external` or `krugman` in [model]".to_owned();
            findings.warn(Warning::ChangesNothing { shock: "parameters.scale_multiple".to_owned(), reason });
        }
    }

    /// The places of sectors for which something holds, each with the codes of its sectors.
    fn gathered(
        &self,
        axis: &Axis<Sector>,
        holds: impl Fn(usize, &SectorStructure) -> bool,
    ) -> Vec<(Problem, Vec<String>)> {
        let mut gathered: Vec<(Problem, Vec<String>)> = Vec::new();
        let sectors = self.sectors.iter().zip(axis.codes()).enumerate();
        for (_, (sector, code)) in sectors.filter(|(at, (sector, _))| holds(*at, sector)) {
            let Some(blank) = sector.at_structure.0.as_ref() else { continue };
            match gathered.iter_mut().find(|(known, _)| known == blank) {
                Some((_, codes)) => codes.push(code.to_owned()),
                None => gathered.push((blank.clone(), vec![code.to_owned()])),
            }
        }
        gathered
    }

    /// The structures in the form of the model, at trade elasticities and scale elasticities by sector; a scale
    /// elasticity that nobody gives is NaN.
    ///
    /// # Errors
    /// All sectors that lack a scale elasticity, and variety elasticities that are too large for the trade
    /// elasticity, at their places in the scenario.
    pub fn at(
        &self,
        axis: &Axis<Sector>,
        trade_elasticity: &[f64],
        scale_elasticity: &[f64],
    ) -> Result<Markets, Vec<Problem>> {
        let mut problems = self.without_scale(axis, scale_elasticity);
        let mut markets = Markets {
            trade_elasticity: trade_elasticity.to_vec(),
            structure: Vec::with_capacity(self.sectors.len()),
            warnings: Vec::new(),
        };
        for (at, (sector, code)) in self.sectors.iter().zip(axis.codes()).enumerate() {
            let variety = sector.variety.unwrap_or(f64::NAN);
            problems.extend(sector.too_large(code, trade_elasticity[at], self.from));
            markets.structure.push(match sector.structure {
                Structure::Perfect => MarketStructure::Perfect,
                Structure::External => {
                    MarketStructure::External { scale_elasticity: self.scale_multiple * scale_elasticity[at] }
                }
                Structure::Krugman if self.scale_multiple != 1.0 => {
                    // Krugman with varieties of one country that are closer substitutes than those of different countries
                    // [Kucheryavyy, Lyn & Rodríguez-Clare 2023]: entry acts as external economies do
                    MarketStructure::External { scale_elasticity: self.scale_multiple / trade_elasticity[at] }
                }
                Structure::Krugman => MarketStructure::Krugman,
                Structure::Melitz => {
                    if self.from == ElasticityFrom::Tariffs {
                        markets.trade_elasticity[at] =
                            trade_elasticity_of_tariffs(trade_elasticity[at], variety);
                    }
                    MarketStructure::Melitz { variety_elasticity: variety }
                }
            });
        }
        markets.warnings = markets.scale_warnings(axis);
        if problems.is_empty() { Ok(markets) } else { Err(problems) }
    }

    fn without_scale(&self, axis: &Axis<Sector>, scale_elasticity: &[f64]) -> Vec<Problem> {
        let missing = |at: usize, sector: &SectorStructure| {
            sector.structure == Structure::External && scale_elasticity[at].is_nan()
        };
        let gathered = self.gathered(axis, missing).into_iter();
        let problem = |(blank, codes): (Problem, Vec<String>)| {
            let message = format!(
                "`external` needs a scale elasticity, and {} {} none: give `scale_elasticity` in [parameters]",
                codes.join(", "),
                have(&codes)
            );
            Problem { code: ProblemCode::Needs, message, ..blank }
        };
        gathered.map(problem).collect()
    }
}

impl SectorStructure {
    /// The problem of a variety elasticity `ς > 1 + θ`, which leaves no selection to be solved for.
    fn too_large(&self, code: &str, trade_elasticity: f64, from: ElasticityFrom) -> Option<Problem> {
        let (variety, blank) = (self.variety?, self.at_variety.0.clone()?);
        // ς ≤ 1 + θ is the same for an elasticity from tariffs: θ = (θ_t + 1)(ς − 1)/ς ≥ ς − 1 where θ_t ≥ ς − 1
        let bound = 1.0 + trade_elasticity;
        if self.structure != Structure::Melitz || variety <= bound {
            return None;
        }
        let what = match from {
            ElasticityFrom::Costs => "trade elasticity",
            ElasticityFrom::Tariffs => "trade elasticity from tariffs",
        };
        let message = format!(
            "a variety elasticity of {variety} is out of bounds for `{code}`: it may be at most {}, one more than its {what}",
            rounded(bound)
        );
        Some(Problem { message, ..blank })
    }
}

impl Markets {
    /// Where the returns to scale are so strong that the equilibrium need not be unique, or that a sector can close.
    fn scale_warnings(&self, axis: &Axis<Sector>) -> Vec<Warning> {
        let (mut above, mut at_one) = (Vec::new(), Vec::new());
        for ((structure, theta), code) in self.structure.iter().zip(&self.trade_elasticity).zip(axis.codes())
        {
            let (scale_elasticity, _) = structure.numbers(*theta);
            let product = theta * scale_elasticity;
            if (product - 1.0).abs() <= AT_ONE {
                at_one.push(code.to_owned());
            } else if product > 1.0 {
                above.push((code.to_owned(), product));
            }
        }
        let mut warnings = Vec::new();
        if !above.is_empty() {
            warnings.push(Warning::StrongScale { sectors: above });
        }
        if !at_one.is_empty() {
            warnings.push(Warning::ScaleAtOne { sectors: at_one });
        }
        warnings
    }
}

fn have(codes: &[String]) -> &'static str {
    if codes.len() == 1 { "has" } else { "have" }
}
