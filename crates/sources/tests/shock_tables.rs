//! Tables of shocks: the label columns that are there, and the value column that was asked for.

use crate::data;
use oblate_sources::{Place, read_shock_table};

#[test]
fn labels_are_given_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    std::fs::write(&path, "exporter,importer,sector,value,note\nDEU,FRA,C26,0.1,x\n\nFRA,DEU,all,-0.2,y\n")
        .unwrap();
    let table = read_shock_table(&path, None).unwrap();
    let names: Vec<&str> = table.keys().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["origin", "destination", "sector"]);
    assert_eq!(table.keys()[0].1.iter().collect::<Vec<_>>(), ["DEU", "FRA"]);
    assert_eq!(table.keys()[2].1.get(1), "all");
    assert_eq!(table.values(), [0.1, -0.2]);
    // the empty line counts
    assert_eq!((table.rows(), table.place(1)), (2, Place::Line(4)));
}

/// Lines are counted the same whatever they end in, over empty ones, quoted line ends and a missing last end.
#[test]
fn lines_are_counted_as_an_editor_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    for end in ["\n", "\r\n", "\r"] {
        let text = ["sector,value", "A,1", "", "\"B", "C\",2", "", "", "D,3"].join(end);
        std::fs::write(&path, text).unwrap();
        let table = read_shock_table(&path, None).unwrap();
        let places: Vec<Place> = (0..table.rows()).map(|row| table.place(row)).collect();
        assert_eq!(places, [Place::Line(2), Place::Line(4), Place::Line(8)], "{end:?}");
    }
}

#[test]
fn another_value_column_and_other_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    std::fs::write(&path, "region,factor,low,high\nDEU,labour,0.9,1.1\n").unwrap();
    let table = read_shock_table(&path, Some("high")).unwrap();
    assert_eq!(table.keys().iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["region", "factor"]);
    assert_eq!(table.values(), [1.1]);
    let error = read_shock_table(&path, Some("hihg")).unwrap_err().to_string();
    assert!(
        error.ends_with(
            "column `hihg` is missing; found `region`, `factor`, `low`, `high`; did you mean `high`?"
        ),
        "{error}"
    );
}

#[test]
fn the_nafta_tariffs_are_a_table_of_shocks() {
    let Some(folder) = data::folder("data/caliendo-parro-1993") else { return };
    let table = read_shock_table(&folder.join("trade.csv"), Some("tariff_nafta")).unwrap();
    assert_eq!((table.rows(), table.keys().len()), (19738, 3));
}

#[test]
fn parquet_gives_the_same_kind_of_table() {
    let Some(folder) = data::folder("data/synthetic-81x50") else { return };
    let table = read_shock_table(&folder.join("trade.parquet"), Some("tariff_new")).unwrap();
    assert_eq!(table.rows(), 328_050);
    assert_eq!(table.place(2), Place::Row(3));
    assert_eq!(table.keys()[1].1.words().len(), 81);
}
