//! Upstreamness and downstreamness against Antràs & Chor (2018).

#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

mod reference;
#[path = "../../equilibrium/tests/validation/mod.rs"]
mod validation;

use oblate_indicators::Lengths;
use reference::{folder, wiod};
use validation::Comparison;
use validation::record::Tolerance;

#[test]
fn industries_are_those_of_the_published_data() {
    let Some(folder) = folder("reference/indicators/published") else { return };
    let mut reader = csv::Reader::from_path(folder.join("antras_chor_2018_wiod2013_U_D.csv")).unwrap();
    let published: Vec<(String, String, usize, f64, f64)> = (reader.records())
        .map(|record| {
            let record = record.unwrap();
            let number = |at: usize| record[at].parse().unwrap_or(f64::NAN);
            (record[0].to_owned(), record[1].to_owned(), record[2].parse().unwrap(), number(3), number(5))
        })
        .collect();
    let mut compared = Comparison::new(
        "indicators-antras-chor-industries",
        "Upstreamness of industries",
        "The median over 41 × 35 industries of the difference to the published upstreamness, in stages.",
        "P. Antràs and D. Chor (2018), data appendix",
    );
    for (year, most) in [(1995, 0.006), (2011, 0.006)] {
        let reference = wiod(year).unwrap();
        let lengths = Lengths::new(&reference.table).unwrap();
        let x = reference.table.gross_output();
        let mut gaps = Vec::new();
        for (_, region, sector, upstream, _) in published.iter().filter(|row| row.0 == year.to_string()) {
            let region = if region == "ROM" {
                "ROU"
            } else if region == "RoW" {
                "ROW"
            } else {
                region
            };
            let Some(r) = reference.regions.iter().position(|code| code == region) else {
                panic!("no {region}")
            };
            let industry = r * 35 + sector - 1;
            if x[industry] != 0.0 && upstream.is_finite() {
                gaps.push((lengths.upstreamness[industry] - upstream).abs());
            }
        }
        gaps.sort_by(f64::total_cmp);
        assert!(gaps.len() > 1300, "{} industries compared in {year}", gaps.len());
        let median = gaps[gaps.len() / 2];
        compared.number(
            ["median difference", &year.to_string(), "U"],
            0.0,
            median,
            Tolerance::Plain(most),
            4,
        );
    }
    compared.close(2);
}

#[test]
fn countries_are_those_of_table_1() {
    let Some(folder) = folder("reference/indicators/published") else { return };
    let mut reader = csv::Reader::from_path(folder.join("antras_chor_table1_check.csv")).unwrap();
    let mut compared = Comparison::new(
        "indicators-antras-chor-table-1",
        "Table 1: the extremes of upstreamness and downstreamness among countries",
        "Stages. Tables as published, output := row sum, with the correction for inventories.",
        "P. Antràs and D. Chor (2018), On the Measurement of Upstreamness and Downstreamness in Global Value Chains, \
         NBER Working Paper 24185, table 1",
    );
    let lengths = [1995, 2011].map(|year| {
        let reference = wiod(year).unwrap();
        (reference.regions, Lengths::of_regions(&reference.table).unwrap())
    });
    for record in reader.records().map(Result::unwrap) {
        let (year, measure, country) = (&record[0], &record[1], &record[2]);
        let published: f64 = record[3].parse().unwrap();
        let Some((regions, lengths)) = lengths.get(usize::from(year == "2011")) else { continue };
        let at = regions.iter().position(|region| region == country).unwrap();
        let found = match measure {
            "U" => lengths.upstreamness[at],
            "D" => lengths.downstreamness[at],
            _ => continue,
        };
        let tolerance = match country {
            "CHN" | "USA" | "KOR" | "MEX" | "TWN" => 0.001,
            "EST" | "CYP" => 0.09,
            _ => 0.03,
        };
        compared.number([year, country, measure], published, found, Tolerance::Plain(tolerance), 3);
    }
    compared.close(40);
}
