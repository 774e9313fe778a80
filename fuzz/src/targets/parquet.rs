//! Tables as Parquet, read as those in CSV are.

use oblate_tables::{Column, Format, Labels, Table};

use super::{csv, seeds, written};

pub fn tries(data: &[u8]) {
    csv::read(&written("fuzz.parquet", data));
}

pub fn seeds() -> Vec<Vec<u8>> {
    let labels = |words: [&str; 3]| {
        let mut labels = Labels::default();
        words.into_iter().for_each(|word| labels.push_word(word));
        labels
    };
    let columns = vec![
        Column::labels("region", labels(["R1", "R2", "R1"])),
        Column::labels("sector", labels(["s1", "s2", "s3"])),
        Column::numbers("value", vec![0.5, f64::NAN, 1.0]),
    ];
    let mut made = Vec::new();
    let table = Table { name: "shocks", columns };
    table.write(Format::Parquet, &mut made).expect("a table can be written into memory");
    let mut seeds = seeds::files("parquet");
    seeds.push(made);
    seeds
}
