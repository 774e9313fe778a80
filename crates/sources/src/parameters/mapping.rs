//! From published sectors to the sectors of a world.

use oblate_world::{Axis, Sector};

use super::published::{ElasticitySet, Figure, Pair, elasticity_sets};
use super::{Estimate, Mapped};
use crate::error::ParameterError;

/// The elasticities of a published set for the sectors of a world, found by their codes.
///
/// The codes must be those of one classification that the set is mapped to: `world-2014` (37 groups of ISIC
/// Rev. 4) or `wiod-2013` (c1 to c35). The rules for gaps and means stand in `parameters/README.md`.
///
/// # Errors
/// [`ParameterError::UnknownSet`] and [`ParameterError::UnknownSectors`].
pub fn trade_elasticity(set: &str, sectors: &Axis<Sector>) -> Result<Mapped, ParameterError> {
    let set = elasticity_sets().iter().find(|known| known.name == set).ok_or_else(|| {
        let known = elasticity_sets().iter().map(|known| known.name.clone()).collect();
        ParameterError::UnknownSet { name: set.to_owned(), known }
    })?;
    let (figures, pairs) = (set.figures(), set.concordance());
    let classification = classification(set, &pairs, sectors)?;
    let members = |code: &str| -> Vec<&Figure> {
        let pairs = pairs.iter().filter(|pair| pair.classification == classification && pair.sector == code);
        pairs.filter_map(|pair| figures.iter().find(|figure| figure.sector == pair.published)).collect()
    };
    let by_sector: Vec<Vec<&Figure>> = sectors.codes().map(members).collect();
    let scales = by_sector.iter().map(|figures| mean(figures.iter().map(|figure| figure.scale)));
    Ok(Mapped {
        trade_elasticity: by_sector
            .iter()
            .filter_map(|figures| mean(figures.iter().map(|figure| Some(figure.trade))))
            .collect(),
        scale_elasticity: scales.collect(),
        origins: by_sector.iter().map(|figures| format!("{}: {}", set.name, origin(figures))).collect(),
        estimates: estimates(&by_sector),
    })
}

/// One trade elasticity for all sectors.
///
/// # Errors
/// [`ParameterError::Illegal`] if it is not a finite number above zero.
pub fn uniform_trade_elasticity(value: f64, sectors: &Axis<Sector>) -> Result<Mapped, ParameterError> {
    let value = ParameterError::trade(value, "all sectors")?;
    Ok(Mapped {
        trade_elasticity: vec![value; sectors.len()],
        scale_elasticity: None,
        origins: vec!["one number for all sectors".to_owned(); sectors.len()],
        estimates: vec![Estimate { number: 0, relative_error: None }; sectors.len()],
    })
}

/// The classification of the concordance that has all these sectors.
fn classification<'a>(
    set: &ElasticitySet,
    pairs: &'a [Pair],
    sectors: &Axis<Sector>,
) -> Result<&'a str, ParameterError> {
    let mut classifications: Vec<&str> = pairs.iter().map(|pair| pair.classification.as_str()).collect();
    classifications.dedup();
    let lacking = |classification: &str| -> Vec<String> {
        let known = |code: &&str| {
            pairs.iter().any(|pair| pair.classification == classification && pair.sector == **code)
        };
        sectors.codes().filter(|code| !known(code)).map(str::to_owned).collect()
    };
    let nearest =
        classifications.iter().map(|name| (lacking(name), *name)).min_by_key(|(lacks, _)| lacks.len());
    match nearest {
        Some((lacks, name)) if lacks.is_empty() => Ok(name),
        nearest => Err(ParameterError::UnknownSectors {
            set: set.name.clone(),
            classifications: classifications.into_iter().map(str::to_owned).collect(),
            sectors: nearest.map(|(lacks, _)| lacks).unwrap_or_default(),
        }),
    }
}

/// The simple mean; none if there is nothing, or if something is missing.
fn mean(numbers: impl ExactSizeIterator<Item = Option<f64>>) -> Option<f64> {
    let count = numbers.len();
    let sum: Option<f64> = numbers.sum();
    sum.filter(|_| count > 0).map(|sum| sum / count as f64)
}

/// The estimate of each sector: sectors that take the same figures share it.
fn estimates(by_sector: &[Vec<&Figure>]) -> Vec<Estimate> {
    let estimate = |(at, figures): (usize, &Vec<&Figure>)| Estimate {
        number: by_sector.iter().position(|other| other == figures).unwrap_or(at),
        relative_error: relative_error(figures),
    };
    by_sector.iter().enumerate().map(estimate).collect()
}

/// The standard error of the mean of independent figures, over that mean; none if a figure has none.
fn relative_error(figures: &[&Figure]) -> Option<f64> {
    let squares: Option<f64> = figures.iter().map(|figure| figure.error.map(|error| error * error)).sum();
    squares.map(|squares| squares.sqrt() / figures.iter().map(|figure| figure.trade).sum::<f64>())
}

fn origin(figures: &[&Figure]) -> String {
    let one = |figure: &&Figure| match figure.replaces {
        None => format!("{} {}", figure.sector, figure.trade),
        Some(published) => {
            format!("{} {} (aggregate; published {published})", figure.sector, figure.trade)
        }
    };
    match figures {
        [only] => one(only),
        several => format!("mean of {}", several.iter().map(one).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    fn axis(codes: &[&str]) -> Axis<Sector> {
        Axis::of_codes(codes.iter().copied()).unwrap()
    }

    #[test]
    fn one_published_sector_is_taken_as_it_stands_and_several_by_their_mean() {
        let mapped =
            trade_elasticity("caliendo-parro-2015-99", &axis(&["C19", "C26", "C16T18", "K"])).unwrap();
        assert_eq!(mapped.trade_elasticity[0], 64.85);
        assert_relative_eq!(mapped.trade_elasticity[1], (12.95 + 3.95 + 8.71) / 3.0, max_relative = 1e-15);
        assert_relative_eq!(mapped.trade_elasticity[2], (11.50 + 16.52) / 2.0, max_relative = 1e-15);
        assert_eq!(mapped.trade_elasticity[3], 5.0);
        assert_eq!(mapped.scale_elasticity, None);
        assert_eq!(mapped.origins[2], "caliendo-parro-2015-99: mean of Wood 11.5, Paper 16.52");
    }

    #[test]
    fn estimates_below_zero_take_the_aggregate_before_the_mean() {
        let mapped = trade_elasticity("caliendo-parro-2015-97.5", &axis(&["c12", "c13", "c15"])).unwrap();
        let expected = [(3.29 + 0.52) / 2.0, 3.29, (3.29 + 0.53) / 2.0];
        for (found, expected) in mapped.trade_elasticity.iter().zip(expected) {
            assert_relative_eq!(*found, expected, max_relative = 1e-15);
        }
        assert_eq!(
            mapped.origins[1],
            "caliendo-parro-2015-97.5: Machinery n.e.c. 3.29 (aggregate; published -2.82)"
        );
    }

    #[test]
    fn scale_elasticities_come_along_and_are_zero_in_services() {
        let mapped = trade_elasticity("lashkaripour-lugovskyy-2023", &axis(&["C29", "F"])).unwrap();
        assert_eq!(mapped.trade_elasticity, [2.805, 5.0]);
        assert_eq!(mapped.scale_elasticity, Some(vec![0.129, 0.0]));
    }

    /// Every set covers both classifications, with elasticities above zero and `θψ` of at most one.
    #[test]
    fn every_set_covers_every_classification() {
        for set in elasticity_sets() {
            let pairs = set.concordance();
            for (classification, size) in [("world-2014", 37), ("wiod-2013", 35)] {
                let mut codes: Vec<&str> = pairs
                    .iter()
                    .filter(|pair| pair.classification == classification)
                    .map(|pair| pair.sector.as_str())
                    .collect();
                codes.dedup();
                assert_eq!(codes.len(), size, "{} {classification}", set.name);
                let mapped = trade_elasticity(&set.name, &axis(&codes)).unwrap();
                assert_eq!(mapped.trade_elasticity.len(), size);
                assert!(mapped.trade_elasticity.iter().all(|theta| *theta > 0.0));
                for (theta, psi) in
                    mapped.trade_elasticity.iter().zip(mapped.scale_elasticity.iter().flatten())
                {
                    assert!(theta * psi <= 1.0, "{}: {theta} × {psi}", set.name);
                }
            }
            // every published sector is used somewhere
            for figure in set.figures() {
                assert!(pairs.iter().any(|pair| pair.published == figure.sector), "{}", figure.sector);
            }
            for pair in &pairs {
                assert!(
                    set.figures().iter().any(|figure| figure.sector == pair.published),
                    "{}",
                    pair.published
                );
            }
        }
    }

    #[test]
    fn sectors_that_take_the_same_figures_share_their_error() {
        let codes = axis(&["C19", "C20", "C21", "C26", "F", "G"]);
        let mapped = trade_elasticity("caliendo-parro-2015-99", &codes).unwrap();
        let numbers: Vec<usize> = mapped.estimates.iter().map(|estimate| estimate.number).collect();
        assert_eq!(numbers, [0, 1, 1, 3, 4, 4]);
        let error = |at: usize| mapped.estimates[at].relative_error;
        // table 1 of the source: petroleum 64.85 (15.61), chemicals 3.13 (1.78)
        assert_relative_eq!(error(0).unwrap(), 15.61 / 64.85, max_relative = 1e-15);
        assert_relative_eq!(error(1).unwrap(), 1.78 / 3.13, max_relative = 1e-15);
        // the mean of office 12.95 (4.53), communication 3.95 (1.77) and medical 8.71 (1.56)
        let of_sum = (4.53_f64.powi(2) + 1.77_f64.powi(2) + 1.56_f64.powi(2)).sqrt();
        assert_relative_eq!(error(3).unwrap(), of_sum / (12.95 + 3.95 + 8.71), max_relative = 1e-15);
        assert_eq!(error(4), None);
        // machinery takes the aggregate, whose error is not its own
        let machinery = trade_elasticity("caliendo-parro-2015-97.5", &axis(&["c13"])).unwrap();
        assert_eq!(machinery.estimates[0].relative_error, None);
        let one = uniform_trade_elasticity(4.0, &codes).unwrap();
        assert!(one.estimates.iter().all(|estimate| estimate.number == 0));
    }

    #[test]
    fn what_cannot_be_mapped_is_told() {
        let error = trade_elasticity("caliendo-paro-2015-99", &axis(&["A"])).unwrap_err().to_string();
        assert!(error.starts_with(
            "there is no set of elasticities `caliendo-paro-2015-99`; did you mean `caliendo-parro-2015-99`?; there are: "
        ), "{error}");
        let error =
            trade_elasticity("caliendo-parro-2015-99", &axis(&["A", "Chips"])).unwrap_err().to_string();
        assert_eq!(
            error,
            "the set `caliendo-parro-2015-99` is mapped to the sectors of `world-2014`, `wiod-2013`, and this world \
             has others (`Chips`); give one number for all sectors, or a file with the columns `sector` and \
             `trade_elasticity`"
        );
        assert!(uniform_trade_elasticity(0.0, &axis(&["A"])).is_err());
        assert_eq!(uniform_trade_elasticity(4.0, &axis(&["A", "B"])).unwrap().trade_elasticity, [4.0, 4.0]);
    }
}
