//! The layout `national`: the reference folders are read as their notes say, and a world comes back.

use crate::data;
use std::path::Path;

use approx::assert_relative_eq;
use oblate_sources::{Format, ImportOptions, SourceError, export_national, read_national};
use oblate_world::{MendRule, National, RandomWorld};

fn shape(national: &National) -> (usize, usize) {
    (national.axes.regions.len(), national.axes.sectors.len())
}

/// Cells and totals that were looked up in the files by hand.
#[test]
fn caliendo_and_parro_in_csv() {
    let Some(folder) = data::folder("data/caliendo-parro-1993") else { return };
    let national = read_national(&folder, &ImportOptions::default()).unwrap();
    assert_eq!(shape(&national), (31, 40));
    let axes = &national.axes;
    let region = |code| axes.regions.find(code).unwrap();
    let sector = |code| axes.sectors.find(code).unwrap();
    let (argentina, farming) = (region("Argentina"), sector("Agriculture"));
    assert_eq!(axes.regions.codes().next(), Some("Argentina"));
    assert_eq!(national.value_added[(argentina, farming)], 12434733139.696917);
    assert_eq!(national.final_use[(argentina, sector("Mining"))], 308645558.9194325);
    assert_eq!(national.intermediate[(argentina, farming, sector("Food"))], 7872709182.312085);
    assert_eq!(national.trade[(farming, argentina, argentina)], 19135411036.0);
    assert_eq!(national.deficit[0], 3513903930.0);
    assert_eq!(national.trade_elasticity.as_ref().unwrap()[6], 64.85);
    // the one negative cell of the folder, Canada's use of Other in Basic metals, becomes zero and is listed
    let (canada, other, metals) = (region("Canada"), sector("Other"), sector("Basic metals"));
    assert_eq!(national.intermediate[(canada, other, metals)], 0.0);
    let of = |rule| national.mends.iter().filter(move |mend| mend.rule == rule);
    let negative: Vec<_> = of(MendRule::NegativeIntermediateUse).map(|mend| mend.before).collect();
    assert_eq!(negative, [-9488850.56080646]);
    // 26 products are bought where nobody makes them, as Office in Austria
    assert_eq!(of(MendRule::NoHomeSupply).count(), 26);
    // and one industry has value added under 1 % of its output
    assert_eq!(of(MendRule::ValueAddedFloor).count(), 1);
    assert_eq!(national.mends.len(), 28);
    // deficits and imports less exports, cost and sales agree; 9 rows of `trade.csv` have a tariff above 1, and 8 cells of own use are zero
    // where nine of ten others are not
    let [rates, holes] = &national.description.caveats[..] else {
        panic!("{:?}", national.description.caveats)
    };
    assert!(
        rates.starts_with("9 tariffs are above 100 %, the largest 270 % (Food from Portugal to India)"),
        "{rates}"
    );
    assert!(
        holes.starts_with("8 industries buy nothing of the own product at home")
            && holes.contains("Office in Canada"),
        "{holes}"
    );
    // non-tradables have no row from another region: zero
    assert_eq!(national.trade[(sector("Education"), region("Mexico"), region("USA"))], 0.0);
    assert!(national.tariff.as_slice().iter().any(|&rate| rate > 0.0));
}

#[test]
fn the_handbook_and_the_synthetic_world_in_parquet() {
    let Some(folder) = data::folder("data/handbook-2014-world") else { return };
    // one cell of value added is below zero by more than half of output: refused at its row, unless the rule is off
    let refused = read_national(&folder, &ImportOptions::default()).unwrap_err().to_string();
    assert!(
        refused.contains("industries.parquet`: row 875, column `value_added`: -4.108913962688899"),
        "{refused}"
    );
    let off = ImportOptions { mends_off: [MendRule::ValueAddedFloor].into(), ..Default::default() };
    let national = read_national(&folder, &off).unwrap();
    assert_eq!(shape(&national), (34, 31));
    assert!(national.deficit.iter().all(|&deficit| deficit == 0.0));
    assert_eq!(national.value_added.as_slice().iter().filter(|&&value| value < 0.0).count(), 1);
    let Some(folder) = data::folder("data/synthetic-81x50") else { return };
    let national = read_national(&folder, &ImportOptions::default()).unwrap();
    assert_eq!(shape(&national), (81, 50));
    assert_eq!(national.description.name, "synthetic-81x50");
    assert!(national.description.sources[0].files.iter().any(|file| file.name == "trade.parquet"));
}

#[test]
fn a_world_comes_back_as_its_pieces() {
    let world = RandomWorld { production_taxes: false, ..RandomWorld::default() }.build();
    for format in [Format::Csv, Format::Parquet] {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("w");
        export_national(&world, &folder, format, false).unwrap();
        let back = read_national(&folder, &ImportOptions::default()).unwrap();
        assert_eq!(&back.trade, world.trade());
        assert_eq!(Some(&back.tariff), world.accounts().tariff.as_ref());
        assert_eq!(&back.intermediate, world.intermediate());
        assert_eq!(back.deficit, world.deficits());
        assert_eq!(back.trade_elasticity, world.accounts().trade_elasticity);
        for (at, value) in back.final_use.as_slice().iter().enumerate() {
            let uses = world.final_use().as_slice().chunks(2).nth(at).unwrap();
            assert_relative_eq!(*value, uses.iter().sum::<f64>(), max_relative = 1e-15);
        }
    }
}

#[test]
fn production_taxes_have_no_place() {
    let parent = tempfile::tempdir().unwrap();
    let world = RandomWorld::default().build();
    let error = export_national(&world, &parent.path().join("w"), Format::Csv, false).unwrap_err();
    assert!(matches!(error, SourceError::Layout { .. }));
    assert!(error.to_string().ends_with("; use the layout `table` or a world file"), "{error}");
    assert!(!parent.path().join("w").exists());
}

fn small(folder: &Path, trade: &str) {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write(
        "industries.csv",
        "region,sector,value_added,final_use\nN,farm,70,-3\nN,mill,50,90\nS,farm,50,50\nS,mill,0,0\n",
    );
    write("intermediate_use.csv", "region,input,sector,value\nN,farm,farm,30\n");
    write("trade.csv", trade);
}

#[test]
fn negative_final_use_is_mended_and_listed_unless_that_is_off() {
    let folder = tempfile::tempdir().unwrap();
    small(
        folder.path(),
        "importer,exporter,sector,value,tariff\nN,N,farm,80,0\nN,N,mill,90,0\nS,N,farm,20,0.1\nS,S,farm,40,0\n",
    );
    let national = read_national(folder.path(), &ImportOptions::default()).unwrap();
    assert_eq!(national.final_use.as_slice(), [0.0, 90.0, 50.0, 0.0]);
    assert_eq!((national.mends.len(), national.mends[0].before), (1, -3.0));
    assert_eq!(national.deficit, [0.0, 0.0]);
    assert_eq!(national.trade_elasticity, None);
    let off = ImportOptions { mends_off: [MendRule::NegativeFinalUse].into(), ..Default::default() };
    let raw = read_national(folder.path(), &off).unwrap();
    assert_eq!((raw.final_use.as_slice(), raw.mends.len()), (&[-3.0, 90.0, 50.0, 0.0][..], 0));
}

#[test]
fn origin_and_destination_may_be_called_exporter_and_importer() {
    let folder = tempfile::tempdir().unwrap();
    small(
        folder.path(),
        "origin,destination,sector,value,tariff\nN,S,farm,20,0.1\nN,N,farm,9,0\nN,N,mill,9,0\nS,S,farm,9,0\n",
    );
    let one = read_national(folder.path(), &ImportOptions::default()).unwrap();
    small(
        folder.path(),
        "importer,sector,exporter,tariff,value\nS,farm,N,0.1,20\nN,farm,N,0,9\nN,mill,N,0,9\nS,farm,S,0,9\n",
    );
    let other = read_national(folder.path(), &ImportOptions::default()).unwrap();
    assert_eq!((&one.trade, &one.tariff), (&other.trade, &other.tariff));
    small(folder.path(), "origin,exporter,destination,sector,value,tariff\nN,N,S,farm,20,0.1\n");
    let error = read_national(folder.path(), &ImportOptions::default()).unwrap_err().to_string();
    assert!(error.ends_with("columns `origin` and `exporter` mean the same; keep one"), "{error}");
}
