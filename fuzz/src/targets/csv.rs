//! Tables as CSV: for any columns, as a table of shocks, and as a person's own elasticities.

use std::path::Path;

use oblate_sources::{read_shock_table, read_trade_elasticity};
use oblate_tables::{Legal, TableFile, Wanted};

use super::{WORLD, seeds, written};

pub fn tries(data: &[u8]) {
    read(&written("fuzz.csv", data));
}

/// Reads a table in all ways.
pub fn read(path: &Path) {
    if let Ok(file) = TableFile::open(path) {
        let columns: Vec<&str> = file.columns().iter().map(String::as_str).collect();
        for wanted in [
            Wanted::keys(columns.iter().copied()),
            Wanted::default().numbers(&columns, Legal::Any),
            Wanted::default().numbers(&columns, Legal::Rate),
            columns.iter().fold(Wanted::default(), |wanted, name| wanted.verbatim(name)),
        ] {
            if let Ok(rows) = file.read(&wanted) {
                let _ = rows.check().map_err(|error| error.to_string());
            }
        }
    }
    for column in [None, Some("value"), Some("loss")] {
        if let Ok(table) = read_shock_table(path, column) {
            assert!(table.values().iter().all(|value| value.is_finite()));
            assert!(table.keys().iter().all(|(_, labels)| labels.len() == table.rows()));
        }
    }
    if let Ok(mapped) = read_trade_elasticity(path, &WORLD.axes().sectors) {
        assert!(mapped.trade_elasticity.iter().all(|&elasticity| elasticity > 0.0 && elasticity.is_finite()));
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let made = [
        "origin,destination,sector,value\nR1,R2,s1,0.1\nR2,R1,s2,1e-3\n",
        "region;sector;value\nR1;s1;0,5\n",
        "\u{feff}region,\"value\"\r\n\"R1\",0.5\r\n\"R\"\"2\"\"\",\"-1\"\r\n",
        "sector,trade_elasticity,scale_elasticity\ns1,4,0.1\ns2,5.5,0.2\ns3,2,0\n",
        "sector,elasticity,relative_error\ns1,4,0.1\ns2,5.5,0.2\ns3,2,0\n",
        ",region,sector,loss\n0,R1,s1,0.5\n1,R2,s3,1\n",
    ];
    let mut seeds: Vec<Vec<u8>> = made.iter().map(|text| text.as_bytes().to_vec()).collect();
    seeds.extend(seeds::files("csv"));
    seeds
}
