//! The published sets as they are committed: figures by published sector, and concordances.

use std::sync::LazyLock;

use oblate_tables::{Labels, Legal, Rows, Wanted};
use serde::Deserialize;

use crate::files::committed;

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
#[derive(Debug, Clone)]
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
        let error = format!("{}_se", self.trade_elasticity);
        let numbers = [Some(&self.trade_elasticity), Some(&error), self.scale_elasticity.as_ref()];
        let numbers: Vec<&String> = numbers.into_iter().flatten().collect();
        let rows = rows(&self.data, &Wanted::keys(["sector"]).numbers(numbers, Legal::Finite));
        let (trade, error) = (rows.numbers(&self.trade_elasticity), rows.numbers(&error));
        let scale = self.scale_elasticity.as_ref().map(|column| rows.numbers(column));
        let sectors = rows.text("sector").into_iter().flat_map(Labels::iter).enumerate();
        let published = sectors.map(|(row, sector)| {
            self.figure(sector.to_owned(), (trade[row], error[row]), scale.map(|scale| scale[row]))
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
        let columns = ["classification", "sector", "published"];
        let rows = rows(&self.concordance, &Wanted::keys(columns));
        let cell = |column: &str, row: usize| rows.text(column).map_or("", |cells| cells.get(row)).to_owned();
        let pair = |row: usize| {
            let [classification, sector, published] = columns.map(|column| cell(column, row));
            Pair { classification, sector, published }
        };
        (0..rows.count()).map(pair).collect()
    }
}

fn rows(name: &str, wanted: &Wanted) -> Rows {
    let file = FILES.iter().find(|(file, _)| *file == name).expect("the index names committed files only");
    committed(file.1, wanted)
}
