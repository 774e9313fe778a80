//! The published sets as they are committed: figures by published sector, and concordances.

use std::sync::LazyLock;

use serde::Deserialize;

/// A published set of elasticities.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElasticitySet {
    /// Its name, as scenarios use it: `caliendo-parro-2015-99`.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// How to cite it.
    pub citation: String,
    /// How to cite the numbers for services.
    pub services_citation: String,
    /// File of the figures.
    data: String,
    /// File of the concordance.
    concordance: String,
    /// Column of the trade elasticities; their standard errors stand in the column of that name and `_se`.
    trade_elasticity: String,
    /// Column of the scale elasticities.
    scale_elasticity: Option<String>,
    /// The source's estimate for all sectors together, which stands in for those below zero.
    aggregate: Option<f64>,
    services: Services,
}

impl ElasticitySet {
    /// What to cite for its numbers, those of services among them.
    pub fn citations(&self) -> Vec<String> {
        vec![self.citation.clone(), self.services_citation.clone()]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Services {
    trade_elasticity: f64,
    scale_elasticity: Option<f64>,
}

/// What a set says about one published sector.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub(super) sector: String,
    pub(super) trade: f64,
    /// Standard error of the trade elasticity, where the source tells one.
    pub(super) error: Option<f64>,
    pub(super) scale: Option<f64>,
    /// The published figure, where the aggregate stands in for it.
    pub(super) replaces: Option<f64>,
}

/// One row of a concordance.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Pair {
    pub(super) classification: String,
    pub(super) sector: String,
    pub(super) published: String,
}

/// The word of concordances for all sectors that a source has no estimate for.
pub(super) const SERVICES: &str = "services";

const INDEX: &str = include_str!("../../../../parameters/elasticities.toml");
const FILES: [(&str, &str); 4] = [
    ("caliendo-parro-2015.csv", include_str!("../../../../parameters/caliendo-parro-2015.csv")),
    (
        "lashkaripour-lugovskyy-2023.csv",
        include_str!("../../../../parameters/lashkaripour-lugovskyy-2023.csv"),
    ),
    (
        "concordances/caliendo-parro-2015.csv",
        include_str!("../../../../parameters/concordances/caliendo-parro-2015.csv"),
    ),
    (
        "concordances/lashkaripour-lugovskyy-2023.csv",
        include_str!("../../../../parameters/concordances/lashkaripour-lugovskyy-2023.csv"),
    ),
];

#[derive(Deserialize)]
struct Index {
    set: Vec<ElasticitySet>,
}

static SETS: LazyLock<Vec<ElasticitySet>> = LazyLock::new(|| {
    let index: Index = toml::from_str(INDEX).expect("the committed index is TOML, as the tests check");
    index.set
});

/// The published sets that come with the program.
pub fn elasticity_sets() -> &'static [ElasticitySet] {
    &SETS
}

impl ElasticitySet {
    /// Whether the set has scale elasticities beside the trade elasticities.
    pub fn has_scale_elasticities(&self) -> bool {
        self.scale_elasticity.is_some()
    }

    /// The figures by published sector, services first.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let services = Figure {
            sector: SERVICES.to_owned(),
            trade: self.services.trade_elasticity,
            error: None,
            scale: self.services.scale_elasticity,
            replaces: None,
        };
        let mut reader = reader(&self.data);
        let headers = reader.headers().expect("a committed table has a header").clone();
        let at = |name: &str| headers.iter().position(|header| header == name);
        let (sector, trade) = (at("sector"), at(&self.trade_elasticity));
        let error = at(&format!("{}_se", self.trade_elasticity));
        let scale = self.scale_elasticity.as_deref().map(at);
        let rows = reader.records().map(|row| row.expect("a committed table is complete"));
        let published = rows.map(|row| {
            let number = |column: Option<usize>| {
                let cell = column.and_then(|column| row.get(column));
                cell.and_then(|cell| cell.parse::<f64>().ok()).expect("a committed table holds numbers")
            };
            let name = sector.and_then(|column| row.get(column)).unwrap_or_default().to_owned();
            self.figure(name, (number(trade), number(error)), scale.map(number))
        });
        std::iter::once(services).chain(published).collect()
    }

    /// A published figure; the aggregate stands in for a trade elasticity that is not above zero.
    fn figure(&self, sector: String, (trade, error): (f64, f64), scale: Option<f64>) -> Figure {
        match self.aggregate {
            // the error of the aggregate does not tell how far the sector is from it
            Some(aggregate) if trade <= 0.0 => {
                Figure { sector, trade: aggregate, error: None, scale, replaces: Some(trade) }
            }
            _ => Figure { sector, trade, error: Some(error), scale, replaces: None },
        }
    }

    /// The rows of its concordance.
    pub(super) fn concordance(&self) -> Vec<Pair> {
        let rows = reader(&self.concordance).into_deserialize();
        rows.map(|row| row.expect("a committed concordance has three columns")).collect()
    }
}

fn reader(name: &str) -> csv::Reader<&'static [u8]> {
    let file = FILES.iter().find(|(file, _)| *file == name).expect("the index names committed files only");
    csv::Reader::from_reader(file.1.as_bytes())
}
