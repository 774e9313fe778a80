//! Elasticities with errors: how uncertain those of a case are, and what they are in a draw.

use oblate_equilibrium::{MarketStructure, Parameters, Preferences};
use oblate_sources::Estimate;
use oblate_world::{Axis, Id, Region, Sector};

use super::draw::{Normal, Purpose};
use super::plan::Case;

/// Standard deviation of the log of an elasticity whose source tells no standard error: that of the median sector of the
/// default set is 0.28.
const USUAL: f64 = 0.3;
/// How far above one a product of elasticities still counts as one.
const ROUNDING: f64 = 1e-9;

/// Standard deviations of the logs of the elasticities of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Of the trade elasticity, by sector.
    pub trade_elasticity: Vec<f64>,
    /// The first sector whose trade elasticity is the same estimate, by sector: one estimate has one error.
    estimate: Vec<usize>,
    /// Of the scale elasticity at a given trade elasticity, by sector; zero but under `external`.
    pub scale_elasticity: Vec<f64>,
    /// Of elasticities of substitution.
    pub substitution: f64,
}

impl Spread {
    pub(crate) fn of(case: &Case) -> Self {
        let (chosen, estimates) = (&case.resolved.spread, &case.elasticities.estimates);
        let published = |estimate: &Option<Estimate>| {
            estimate.and_then(|estimate| estimate.relative_error).map_or(USUAL, of_log)
        };
        let trade = chosen.trade_elasticity.iter().zip(estimates);
        let scale = chosen.scale_elasticity.iter().zip(&case.markets.structure);
        Self {
            trade_elasticity: trade
                .map(|(given, estimate)| given.unwrap_or_else(|| published(estimate)))
                .collect(),
            estimate: (0..estimates.len()).map(|s| first(estimates, s)).collect(),
            scale_elasticity: scale.map(|(given, of)| if is_external(of) { *given } else { 0.0 }).collect(),
            substitution: chosen.substitution.unwrap_or(USUAL),
        }
    }
}

/// Standard deviation of the log of a log-normal number whose standard deviation over its mean is this.
fn of_log(relative_error: f64) -> f64 {
    (relative_error * relative_error).ln_1p().sqrt()
}

/// The first sector that shares the estimate of a sector; itself if the scenario gives it a number of its own.
fn first(estimates: &[Option<Estimate>], sector: usize) -> usize {
    let shared = |estimate: Estimate| {
        estimates.iter().position(|other| other.is_some_and(|other| other.number == estimate.number))
    };
    estimates[sector].and_then(shared).unwrap_or(sector)
}

fn is_external(structure: &MarketStructure) -> bool {
    matches!(structure, MarketStructure::External { .. })
}

/// The parameters of a case in a draw: each elasticity times the exponential of a normal error. What scale elasticities
/// and selection are beside the trade elasticity, `θψ` and `η`, stays under the error of the trade elasticity: it is
/// estimated far better than either, or one by theory.
///
/// # Errors
/// Where `θψ` is above one in a sector in which it is not at the estimates, in words: such an equilibrium need not be
/// the only one.
pub(crate) fn drawn(case: &Case, spread: &Spread, draw: usize) -> Result<Parameters, String> {
    let base = case.parameters();
    let mut parameters = base.clone();
    let sectors = base.trade_elasticity.len();
    let trade = normals(Purpose::TradeElasticity, draw, sectors);
    let scale = normals(Purpose::ScaleElasticity, draw, sectors);
    for s in 0..sectors {
        let error = (spread.trade_elasticity[s] * trade[spread.estimate[s]]).exp();
        parameters.trade_elasticity[s] *= error;
        parameters.scale_elasticity[s] *= (spread.scale_elasticity[s] * scale[s]).exp() / error;
    }
    draw_substitution(&mut parameters, spread.substitution, draw);
    let product = |of: &Parameters, s: usize| of.trade_elasticity[s] * of.scale_elasticity[s];
    let beyond = |s: usize| product(&base, s) <= 1.0 + ROUNDING && product(&parameters, s) > 1.0 + ROUNDING;
    let beyond: Vec<&str> =
        case.sectors.ids().filter(|s| beyond(s.index())).map(|s| case.sectors.code(s)).collect();
    if beyond.is_empty() {
        return Ok(parameters);
    }
    Err(format!("scale elasticity times trade elasticity would be above 1 in {}", beyond.join(", ")))
}

fn normals(purpose: Purpose, draw: usize, count: usize) -> Vec<f64> {
    let mut normal = Normal::new(purpose, draw);
    (0..count).map(|_| normal.next()).collect()
}

/// One error for final demand and one for the nests of each name; one and zero are choices of form and stay.
fn draw_substitution(parameters: &mut Parameters, spread: f64, draw: usize) {
    let mut normal = Normal::new(Purpose::Substitution, draw);
    let mut error = || (spread * normal.next()).exp();
    let of_demand = error();
    if let Some(substitution) = substitution_mut(&mut parameters.demand.preferences) {
        *substitution *= of_demand;
    }
    let mut known: Vec<(String, f64)> = Vec::new();
    for nest in parameters.technology.trees.iter_mut().flatten() {
        let found = known.iter().find(|(name, _)| *name == nest.name).map(|(_, error)| *error);
        let error = found.unwrap_or_else(&mut error);
        if found.is_none() {
            known.push((nest.name.clone(), error));
        }
        nest.elasticity
            .values_mut()
            .iter_mut()
            .filter(|value| **value != 1.0)
            .for_each(|value| *value *= error);
    }
}

fn substitution_mut(preferences: &mut Preferences) -> Option<&mut f64> {
    match preferences {
        Preferences::CobbDouglas => None,
        Preferences::Ces { substitution } | Preferences::NonHomothetic { substitution, .. } => {
            Some(substitution)
        }
    }
}

/// An elasticity that differs from draw to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnElasticity {
    /// `trade_elasticity`, `scale_elasticity`, `variety_elasticity`, `substitution` of final demand, or
    /// `substitution:NEST`.
    pub parameter: String,
    /// Code of the sector; `all` of final demand.
    pub sector: String,
    place: Place,
}

/// Where an elasticity stands in the parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Trade(Sector),
    Scale(Sector),
    Variety(Sector),
    Demand,
    /// Position of a nest in the tree of a using sector.
    Nest(usize, Sector),
}

impl DrawnElasticity {
    /// All of a case, trade elasticities first.
    pub(crate) fn all(case: &Case) -> Vec<Self> {
        let (parameters, sectors) = (case.parameters(), &case.sectors);
        let of = |parameter: &str, place: fn(Sector) -> Place, structure: fn(&MarketStructure) -> bool| {
            let chosen = sectors.ids().filter(|s| structure(&case.markets.structure[s.index()]));
            chosen.map(|s| Self::new(parameter, sectors.code(s), place(s))).collect::<Vec<_>>()
        };
        let mut all = of("trade_elasticity", Place::Trade, |_| true);
        all.extend(of("scale_elasticity", Place::Scale, is_external));
        all.extend(of("variety_elasticity", Place::Variety, |of| {
            matches!(of, MarketStructure::Melitz { .. })
        }));
        if parameters.demand.preferences != Preferences::CobbDouglas {
            all.push(Self::new("substitution", "all", Place::Demand));
        }
        all.extend(Self::of_nests(&parameters, sectors));
        all
    }

    fn new(parameter: &str, sector: &str, place: Place) -> Self {
        Self { parameter: parameter.to_owned(), sector: sector.to_owned(), place }
    }

    fn of_nests(parameters: &Parameters, sectors: &Axis<Sector>) -> Vec<Self> {
        let nests = sectors.ids().flat_map(|k| {
            parameters.technology.tree(k).iter().enumerate().map(move |(at, nest)| {
                Self::new(&format!("substitution:{}", nest.name), sectors.code(k), Place::Nest(at, k))
            })
        });
        nests.filter(|nest| ![0.0, 1.0].contains(&nest.value(parameters))).collect()
    }

    /// Its value.
    pub(crate) fn value(&self, parameters: &Parameters) -> f64 {
        let (theta, eta) = (&parameters.trade_elasticity, &parameters.selection);
        match self.place {
            Place::Trade(s) => theta[s.index()],
            Place::Scale(s) => parameters.scale_elasticity[s.index()],
            // model.md (3.8): η = θ/(ς − 1) − 1
            Place::Variety(s) => 1.0 + theta[s.index()] / (1.0 + eta[s.index()]),
            Place::Demand => match parameters.demand.preferences {
                Preferences::CobbDouglas => 1.0,
                Preferences::Ces { substitution } | Preferences::NonHomothetic { substitution, .. } => {
                    substitution
                }
            },
            // elasticities of scenarios are the same in all regions
            Place::Nest(at, k) => parameters.technology.tree(k)[at].elasticity.at(Region::new(0), k),
        }
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::super::Request;
    use super::super::plan::cases;
    use super::*;
    use crate::questions::load_scenario;
    use crate::worlds::open_world;

    const MANY: usize = 4000;

    fn case(text: &str) -> Case {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my.toml");
        std::fs::write(&path, text).unwrap();
        let scenario = load_scenario(path.to_str().unwrap(), &[]).unwrap();
        let world = open_world("world-2014").unwrap();
        let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
        cases(&request).unwrap().cases.remove(0)
    }

    /// The trade elasticities of a sector over many draws.
    fn theta(case: &Case, sector: &str) -> Vec<f64> {
        let (spread, at) = (Spread::of(case), case.sectors.find(sector).unwrap());
        (1..=MANY).map(|draw| drawn(case, &spread, draw).unwrap().theta(at)).collect()
    }

    /// Mean and standard deviation.
    fn moments(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
        let mean = numbers.clone().sum::<f64>() / MANY as f64;
        (mean, (numbers.map(|x| (x - mean).powi(2)).sum::<f64>() / MANY as f64).sqrt())
    }

    fn assert_log_normal(drawn: &[f64], estimate: f64, sd: f64) {
        let (mean, found) = moments(drawn.iter().map(|theta| theta.ln()));
        // three standard errors of each
        assert!((mean - estimate.ln()).abs() < 3.0 * sd / (MANY as f64).sqrt(), "{mean} {estimate}");
        assert!((found - sd).abs() < 3.0 * sd / (2.0 * MANY as f64).sqrt(), "{found} {sd}");
    }

    #[test]
    fn trade_elasticities_have_the_standard_errors_of_their_sources() {
        let case = case("[parameters]\ntrade_elasticity = \"caliendo-parro-2015-99\"");
        // table 1 of the source: petroleum 64.85 (15.61), chemicals 3.13 (1.78)
        for (sector, estimate, error) in [("C19", 64.85, 15.61_f64), ("C20", 3.13, 1.78)] {
            let drawn = theta(&case, sector);
            assert_log_normal(&drawn, estimate, (error / estimate).powi(2).ln_1p().sqrt());
            let (mean, sd) = moments(drawn.iter().copied());
            assert_relative_eq!(sd / mean, error / estimate, max_relative = 0.15);
        }
        // no source tells an error of services, and all have the same number
        assert_log_normal(&theta(&case, "F"), 5.0, USUAL);
        assert_eq!(theta(&case, "F"), theta(&case, "G"));
        assert_eq!(theta(&case, "C20"), theta(&case, "C21"));
        let logs = ["C19", "C20"].map(|s| theta(&case, s).into_iter().map(f64::ln).collect::<Vec<_>>());
        let [(of_a, sd_a), (of_b, sd_b)] = [0, 1].map(|at: usize| moments(logs[at].iter().copied()));
        let products = logs[0].iter().zip(&logs[1]).map(|(a, b)| (a - of_a) * (b - of_b));
        let correlation = products.sum::<f64>() / (MANY as f64 * sd_a * sd_b);
        assert!(correlation.abs() < 3.0 / (MANY as f64).sqrt(), "{correlation}");
    }

    #[test]
    fn a_sector_with_a_number_or_a_spread_of_its_own_is_drawn_by_it() {
        let text = "[parameters]\ntrade_elasticity = { default = 5, F = 5, C19 = 20 }\n\
                    [sensitivity]\ntrade_elasticity = { C19 = 0.1, G = 0.0 }";
        let case = case(text);
        assert_log_normal(&theta(&case, "C19"), 20.0, 0.1);
        assert_eq!(theta(&case, "G"), vec![5.0; MANY]);
        // one number for all is one estimate; a number of one's own is another
        assert_eq!(theta(&case, "A"), theta(&case, "K"));
        assert!(theta(&case, "F")[0] != theta(&case, "A")[0]);
    }

    #[test]
    fn scale_and_selection_stay_what_they_are_beside_the_trade_elasticity() {
        let text = "[model]\nstructure = { default = \"krugman\", C20 = \"external\", C21 = \"melitz\" }\n\
                    [parameters]\nscale_elasticity = 0.2\nvariety_elasticity = 3\n";
        let case = case(text);
        let (spread, base) = (Spread::of(&case), case.parameters());
        for draw in 1..=20 {
            let parameters = drawn(&case, &spread, draw).unwrap();
            assert_eq!(parameters.selection, base.selection);
            for s in 0..case.sectors.len() {
                let product = |of: &Parameters| of.trade_elasticity[s] * of.scale_elasticity[s];
                assert_relative_eq!(product(&parameters), product(&base), max_relative = 1e-14);
            }
        }
    }

    #[test]
    fn draws_whose_scale_is_beyond_its_bound_are_as_many_as_the_normal_distribution_says() {
        let text = "[model]\nstructure = { C20 = \"external\" }\n[parameters]\ntrade_elasticity = 5\n\
                    scale_elasticity = 0.18\n[sensitivity]\nscale_elasticity = { C20 = 0.10536051565782628 }";
        let case = case(text);
        let spread = Spread::of(&case);
        let beyond = (1..=MANY).filter(|draw| drawn(&case, &spread, *draw).is_err()).count();
        // θψ = 0.9, and ln (1 / 0.9) is one standard deviation: P(z > 1) = 0.158655
        let (part, expected) = (beyond as f64 / MANY as f64, 0.158_655);
        let error = (expected * (1.0 - expected) / MANY as f64).sqrt();
        assert!((part - expected).abs() < 3.0 * error, "{part}");
    }
}
