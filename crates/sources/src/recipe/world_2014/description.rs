//! What `world-2014` is, where it comes from, and what its users must know.

use std::path::Path;

use oblate_world::{Description, Source};

use crate::error::SourceError;
use crate::files::source_file;

const CAVEATS: [&str; 6] = [
    "The product mix of bilateral flows is estimated: national tables, exports, imports by use and the totals between \
     each pair of regions are official, what each pair trades is fitted to them from the mix of 2011.",
    "There are no tariffs in the table: baseline tariffs are zero, and a tariff of a scenario starts from zero.",
    "Sectors are wide: a sector holds goods that are no substitutes for each other.",
    "Final use is at basic prices: its taxes and margins are dropped. Those of industries are net taxes on production.",
    "Inventory changes are dropped and output is recomputed, so that small industries that sold out of stock differ \
     from published output; employment, capital stock and CO2 are as published.",
    "Employment and capital stock of the rest of the world are missing; its labour shares are world means.",
];

const WIOD: &str = "Timmer, M. P., Dietzenbacher, E., Los, B., Stehrer, R. and de Vries, G. J. (2015), An Illustrated User Guide to \
     the World Input-Output Database: the Case of Global Automotive Production, Review of International Economics 23, 575-605";

/// Name, licence, citation, and the files that hold it.
const SOURCES: [(&str, &str, &str, &[&str]); 5] = [
    (
        "World Input-Output Database, release 2016, with its socio-economic accounts",
        "CC BY 4.0",
        WIOD,
        &[
            "Z.parquet",
            "F.parquet",
            "industries.csv",
            "final_demand_taxes.csv",
            "sectors.csv",
            "cross_hauling_mends.csv",
        ],
    ),
    (
        "CO2 accounts of the Joint Research Centre for the World Input-Output Database",
        "CC BY 4.0",
        "Corsatea, T. D. et al. (2019), World Input-Output Database Environmental Accounts: Update 2000-2016, Publications Office \
         of the European Union",
        &["industries.csv"],
    ),
    (
        "CEPII GeoDist",
        "Etalab 2.0",
        "Mayer, T. and Zignago, S. (2011), Notes on CEPII's distances measures: the GeoDist database, CEPII Working Paper 2011-25",
        &["pairs.csv", "regions.csv"],
    ),
    (
        "UN General Assembly ideal points",
        "MIT",
        "Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United Nations Voting Data, \
         Journal of Conflict Resolution 61, 430-456",
        &["regions.csv", "pairs.csv"],
    ),
    (
        "Penn World Table 10.01 (population)",
        "CC BY 4.0",
        "Feenstra, R. C., Inklaar, R. and Timmer, M. P. (2015), The Next Generation of the Penn World Table, American Economic \
         Review 105, 3150-3182",
        &["regions.csv"],
    ),
];

/// The description, with the hash of every file that is read.
pub(super) fn description(data: &Path) -> Result<Description, SourceError> {
    let source = |(name, licence, citation, files): (&str, &str, &str, &[&str])| {
        let files: Result<_, SourceError> = files.iter().map(|file| source_file(&data.join(file))).collect();
        Ok(Source {
            name: name.to_owned(),
            licence: licence.to_owned(),
            citation: citation.to_owned(),
            files: files?,
        })
    };
    Ok(Description {
        name: "world-2014".to_owned(),
        title: "The world economy in 2014: 44 regions, 37 sectors".to_owned(),
        year: Some(2014),
        unit: "million current US dollars".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        citation: format!(
            "{WIOD}; product mix of bilateral flows estimated, aggregated and balanced by the oblate developers"
        ),
        caveats: CAVEATS.map(str::to_owned).into(),
        sources: SOURCES.into_iter().map(source).collect::<Result<_, SourceError>>()?,
    })
}
