//! The whole way from published files through the program to result tables, beside an independent solution.

#[path = "../../equilibrium/tests/validation/mod.rs"]
mod validation;

use std::collections::HashMap;
use std::path::Path;

use crate::data;
use crate::support::Place;
use validation::Comparison;
use validation::record::Tolerance;

/// The cells of a CSV file without quotes, by the given columns.
fn cells(file: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Values of `regions.csv` by region and variable.
pub fn results(file: &Path) -> HashMap<[String; 2], f64> {
    let number = |row: &[String]| Some(([row[1].clone(), row[2].clone()], row[3].parse().ok()?));
    cells(file).iter().filter_map(|row| number(row)).collect()
}

/// NAFTA's change of tariffs, read from the table that has it.
const NAFTA: &str = "title = \"NAFTA\"\n[model]\ndeficits = \"zero\"\n[[tariff]]\ntable = \"trade.csv\"\n\
                     column = \"tariff_nafta\"\n[groups]\nNAFTA = [\"Mexico\", \"Canada\", \"USA\"]\n";

/// Terms of trade and volume of trade with members and with others, as printed to two digits (Caliendo & Parro 2015, table 3).
fn table_3_is_in_the_table_of_first_order_welfare(place: &Place, printed: &Path) {
    let rows = cells(&place.path("out/first_order.csv"));
    let sum = |region: &str, split: &str, part: &str, partner: Option<&str>| -> f64 {
        let told = rows[1..].iter().filter(|row| row[1] == region && row[2] == split && row[3] == part);
        let told = told.filter(|row| partner.is_none_or(|partner| row[5] == partner));
        told.map(|row| row[6].parse::<f64>().unwrap()).sum()
    };
    for (row, region) in cells(printed)[2..].iter().zip(["Mexico", "Canada", "USA"]) {
        for (part, columns) in [("terms_of_trade", &row[1..3]), ("volume_of_trade", &row[3..5])] {
            let members = sum(region, "partner_group", part, Some("NAFTA"));
            let all = sum(region, "partner", part, None);
            for (printed, ours) in columns.iter().zip([members, all - members]) {
                let printed: f64 = printed.trim_end_matches('%').parse().unwrap();
                assert!((ours - printed).abs() <= 0.005, "{region} {part}: {ours}, printed {printed}");
            }
            assert!((sum(region, "sector", part, None) - all).abs() < 1e-12, "{region} {part}");
        }
    }
}

#[test]
fn nafta_through_the_program_is_that_of_the_reference() {
    let Some(data) = data::folder("") else { return };
    let (pieces, place) = (data.join("data/caliendo-parro-1993"), Place::new());
    place.write("trade.csv", std::fs::read(pieces.join("trade.csv")).unwrap());
    place.write("nafta.toml", NAFTA);
    // the one negative input of the folder is part of the published replication
    let off = "--mend-off negative-intermediate-use --mend-off value-added-floor";
    let said =
        place.oblate(&format!("world import --layout national {} -o cp.world {off}", pieces.display()));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let said = place.oblate("run nafta.toml --world cp.world -o out --format csv --quiet");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let found = results(&place.path("out").join("regions.csv"));
    let mut comparison = Comparison::new(
        "caliendo-parro-program",
        "Regions, deficits zero, through the program",
        "`oblate world import --layout national` on the published files, `oblate run` on a scenario, and the values in \
         `regions.csv`.",
        "an independent program on the same data, solved to 1e-14",
    );
    table_3_is_in_the_table_of_first_order_welfare(
        &place,
        &data.join("reference/caliendo-parro/published_table_3.csv"),
    );
    let reference = cells(&data.join("reference/caliendo-parro/nafta_zerodef_regions.csv"));
    let columns = [
        ("w_hat", "wage_hat", 1.0, Tolerance::Relative(1e-8)),
        ("P_hat", "price_index_hat", 1.0, Tolerance::Relative(1e-8)),
        ("I_cfl", "income", 1.0, Tolerance::Relative(1e-8)),
        ("exact_income_over_P", "real_income_pct", 100.0, Tolerance::Absolute(1e-6)),
        ("realwage", "real_wage_pct", 100.0, Tolerance::Absolute(1e-6)),
        ("welfare", "welfare_first_order_pct", 100.0, Tolerance::Absolute(1e-6)),
    ];
    for row in &reference[1..] {
        for (column, variable, scale, tolerance) in columns {
            let at = reference[0].iter().position(|name| name == column).unwrap();
            let ours = found[&[row[0].clone(), variable.to_owned()]];
            comparison.number(
                ["", &row[0], variable],
                scale * row[at].parse::<f64>().unwrap(),
                ours,
                tolerance,
                6,
            );
        }
    }
    comparison.close(31 * 6);
}
