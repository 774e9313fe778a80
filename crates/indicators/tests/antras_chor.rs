//! Upstreamness and downstreamness against Antràs & Chor (2018).

use crate::reference::{folder, wiod};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_indicators::{InputOutput, Lengths};
use oblate_world::Id;

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
        let shares = final_and_value_added_shares(&reference.table);
        (reference.regions, Lengths::of_regions(&reference.table).unwrap(), shares)
    });
    for record in reader.records().map(Result::unwrap) {
        let (year, measure, country) = (&record[0], &record[1], &record[2]);
        let published: f64 = record[3].parse().unwrap();
        let (regions, lengths, [final_share, value_added_share]) = &lengths[usize::from(year == "2011")];
        let at = regions.iter().position(|region| region == country).unwrap();
        let found = match measure {
            "U" => lengths.upstreamness[at],
            "D" => lengths.downstreamness[at],
            "FGO" => final_share[at],
            "VGO" => value_added_share[at],
            other => panic!("no measure {other}"),
        };
        let tolerance = match country {
            "CHN" | "USA" | "KOR" | "MEX" | "TWN" => 0.001,
            "EST" | "CYP" => 0.09,
            _ => 0.03,
        };
        compared.number([year, country, measure], published, found, Tolerance::Plain(tolerance), 3);
    }
    compared.close(80);
}

/// Final use and value added in the output of whole regions, with the correction for inventories: sales are scaled by
/// `k = x / (x − N)`, final use is that without changes of inventories, and value added is what scaled inputs leave.
fn final_and_value_added_shares(table: &InputOutput) -> [Vec<f64>; 2] {
    let m = table.regions();
    let (mut x, mut stocks, mut finally) = (vec![0.0; m], vec![0.0; m], vec![0.0; m]);
    let mut sales = vec![vec![0.0; m]; m];
    for i in table.industry_ids() {
        let r = table.region_of(i).index();
        x[r] += table.gross_output()[i.index()];
        stocks[r] += table.inventory_change()[i.index()];
        finally[r] += table.region_ids().map(|c| table.final_sales(i, c)).sum::<f64>();
        for j in table.industry_ids() {
            sales[r][table.region_of(j).index()] += table.sales(i, j);
        }
    }
    let scale = |r: usize| x[r] / (x[r] - stocks[r]);
    let final_share = (0..m).map(|r| scale(r) * (finally[r] - stocks[r]) / x[r]).collect();
    let inputs = |j: usize| (0..m).map(|r| scale(r) * sales[r][j]).sum::<f64>();
    [final_share, (0..m).map(|j| 1.0 - inputs(j) / x[j]).collect()]
}
