//! Every kind of bad table has one clear message: file, line, column, cell, legal values, nearest word.

use std::path::{Path, PathBuf};

use oblate_sources::{ImportOptions, read_national, read_shock_table};

const TRADE: &str = "origin,destination,sector,value,tariff\n";

/// A small folder of layout `national` with this table of trade.
fn folder(trade: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("industries.csv", "region,sector,value_added,final_use\nDEU,C26,70,3\nFRA,C26,50,50\n");
    write("intermediate_use.csv", "region,input,sector,value\nDEU,C26,C26,30\n");
    write("trade.csv", trade);
    folder
}

/// The message for a table of trade, after the name of the file.
fn message(trade: &str) -> String {
    let folder = folder(trade);
    let error = read_national(folder.path(), &ImportOptions::default()).unwrap_err().to_string();
    let file = format!("`{}`", folder.path().join("trade.csv").display());
    assert!(error.starts_with(&file), "{error}");
    error[file.len()..].to_owned()
}

fn row(row: &str) -> String {
    message(&format!("{TRADE}DEU,FRA,C26,1,0\n{row}\n"))
}

#[test]
fn cells() {
    let cases = [
        (
            "DEU,DEU,C26,1,10%",
            ": line 3, column `tariff`: `10%` is not a number; rates are plain numbers, write 0.1 for 10%",
        ),
        (
            "DEU,DEU,C26,\"1,5\",0",
            ": line 3, column `value`: `1,5` is not a number; numbers are written with a decimal point",
        ),
        (
            "DEU,DEU,C26,\"1,234,567.5\",0",
            ": line 3, column `value`: `1,234,567.5` is not a number; numbers are written without thousands marks",
        ),
        (
            "DEU,DEU,C26,213\u{202f}950,0",
            ": line 3, column `value`: `213\u{202f}950` is not a number; numbers are written without thousands marks",
        ),
        (
            "DEU,DEU,C26,(5.00),0",
            ": line 3, column `value`: `(5.00)` is not a number; numbers below zero are written with a minus: -5.00",
        ),
        (
            "DEU,DEU,C26,1,\u{2212}5",
            ": line 3, column `tariff`: `\u{2212}5` is not a number; a minus is written `-`, not `\u{2212}`",
        ),
        (
            "DEU,DEU,C26,2.1D+05,0",
            ": line 3, column `value`: `2.1D+05` is not a number; powers of ten are written with e: 2.1e+05",
        ),
        ("DEU,DEU,C26,many,0", ": line 3, column `value`: `many` is not a number"),
        (
            "DEU,DEU,C26,NaN,0",
            ": line 3, column `value`: NaN is not allowed; it must be a finite number that is not negative",
        ),
        (
            "DEU,DEU,C26,inf,0",
            ": line 3, column `value`: inf is not allowed; it must be a finite number that is not negative",
        ),
        (
            "DEU,DEU,C26,-4,0",
            ": line 3, column `value`: -4 is not allowed; it must be a finite number that is not negative",
        ),
        (
            "DEU,DEU,C26,4,-1.5",
            ": line 3, column `tariff`: -1.5 is not allowed; it must be a finite rate above -1 (that is, above -100 %)",
        ),
        (
            "DEU,DEU,C26,,0",
            ": line 3, column `value`: the cell is empty; it needs a finite number that is not negative",
        ),
        ("DEU,,C26,1,0", ": line 3, column `destination`: the cell is empty; it needs a label"),
        (
            "DEU,FRQ,C26,1,0",
            ": line 3, column `destination`: there is no region `FRQ`; did you mean `FRA`?; legal are `DEU`, `FRA`",
        ),
        ("DEU,DEU,Chips,1,0", ": line 3, column `sector`: there is no sector `Chips`; legal are `C26`"),
        (
            "DEU,FRA,C26,2,0",
            ": line 3, a second row for origin DEU, destination FRA, sector C26; the first is line 2",
        ),
        ("DEU,DEU,C26,1", ": line 3, the row has 4 cells, the header has 5"),
    ];
    for (cells, expected) in cases {
        assert_eq!(row(cells), expected, "{cells}");
    }
}

#[test]
fn headers() {
    assert_eq!(
        message("origin,destination,sector,value,tarif\n"),
        ": column `tariff` is missing; found `origin`, `destination`, `sector`, `value`, `tarif`; did you mean `tarif`?"
    );
    for (numbers, told) in [
        ("1,234;0", "the mark in numbers such as `1,234` could stand before decimals or between thousands"),
        ("1.234;0", "the mark in numbers such as `1.234` could stand before decimals or between thousands"),
        ("1.234,5;0", "`1.234,5` has marks between thousands; write numbers without them"),
        ("1,5;0.5", "`0.5` has a point, where other numbers have a decimal comma"),
        ("1,5;x", "line 2, column `tariff`: `x` is not a number"),
    ] {
        let said = message(&format!("origin;destination;sector;value;tariff\nDEU;FRA;C26;{numbers}\n"));
        assert!(said.contains(told), "{said}");
    }
    let said = message("origin;destination,sector\nDEU;FRA,C26\n");
    assert!(said.contains("its cells could be separated by commas or by semicolons"), "{said}");
    assert_eq!(
        message("origin,origin,destination,sector,value,tariff\n"),
        ": columns `origin` and `origin` mean the same; keep one"
    );
}

#[test]
fn all_mistakes_are_told_at_once_up_to_twenty() {
    assert_eq!(
        message(&format!("{TRADE}DEU,FRQ,C26,x,0\nDEU,FRA,C27,1,2%\n")),
        " has 4 mistakes:\n  \
         line 2, column `value`: `x` is not a number\n  \
         line 3, column `tariff`: `2%` is not a number; rates are plain numbers, write 0.02 for 2%\n  \
         line 2, column `destination`: there is no region `FRQ`; did you mean `FRA`?; legal are `DEU`, `FRA`\n  \
         line 3, column `sector`: there is no sector `C27`; did you mean `C26`?; legal are `C26`"
    );
    let many = message(&format!("{TRADE}{}", "DEU,FRA,C26,x,0\n".repeat(30)));
    assert!(many.starts_with(" has 30 mistakes:\n"), "{many}");
    assert!(many.ends_with("\n  line 21, column `value`: `x` is not a number\n  … and 10 more"), "{many}");
    assert_eq!(many.lines().count(), 22);
}

fn shock_message(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let error = read_shock_table(&path, None).unwrap_err().to_string();
    error.replace(&format!("`{}`", path.display()), "FILE")
}

#[test]
fn files_that_are_no_tables() {
    assert_eq!(
        shock_message("a.csv", b""),
        "FILE is no table: it is empty; the first line must name the columns"
    );
    assert_eq!(
        shock_message("a.csv", b" \n\n"),
        "FILE is no table: it is empty; the first line must name the columns"
    );
    assert_eq!(
        shock_message("a.csv", b"sector,value\nA\x00,1\n"),
        "FILE is no table: it holds a NUL at byte 14, as no text does; save it as CSV in UTF-8, or as Parquet"
    );
    assert_eq!(
        shock_message("a.csv", b"sector,value\nCaf\xe9,1\n"),
        "FILE is no table: it is not UTF-8 text from byte 16 on; save it as CSV in UTF-8, or as Parquet"
    );
    assert_eq!(shock_message("a.xlsx", b"PK"), "FILE is no table: its name must end in .csv or .parquet");
    assert_eq!(
        shock_message("a.parquet", b"sector,value\nA,1\n"),
        "FILE is no table: it is not a complete Parquet file (its first bytes are not those of Parquet); write it \
         again, or use CSV"
    );
    assert_eq!(
        shock_message("a.parquet", b"PAR1 and then the disk was full"),
        "FILE is no table: it is not a complete Parquet file (it is cut off); write it again, or use CSV"
    );
    assert_eq!(
        shock_message("a.parquet", b""),
        "FILE is no table: it is empty; the first line must name the columns"
    );
}

/// A file of a terabyte without content: it could not be read whole.
#[test]
fn a_huge_file_of_another_kind_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["huge.csv", "huge.parquet"] {
        let path = folder.path().join(name);
        if std::fs::File::create(&path).unwrap().set_len(1 << 40).is_err() {
            println!("skipped: this file system holds no sparse files");
            return;
        }
        let error = read_shock_table(&path, None).unwrap_err().to_string();
        assert!(error.contains("is no table"), "{error}");
    }
    let one_line = folder.path().join("line.csv");
    std::fs::write(&one_line, vec![b'x'; 2 << 20]).unwrap();
    let error = read_shock_table(&one_line, None).unwrap_err().to_string();
    assert!(
        error.ends_with("is no table: its first 1048576 bytes hold no line end, so it is not CSV"),
        "{error}"
    );
}

#[test]
fn text_that_breaks_far_down_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let mut bytes = b"sector,value\n".to_vec();
    for _ in 0..200_000 {
        bytes.extend(b"C26,1.0\n");
    }
    bytes.extend(b"Caf\xe9,1\n");
    std::fs::write(&path, bytes).unwrap();
    let error = read_shock_table(&path, None).unwrap_err().to_string();
    assert!(
        error.ends_with(
            "line 200002, column `sector`: the cell is not UTF-8 text; save the file as CSV in UTF-8"
        ),
        "{error}"
    );
}

#[test]
fn folders() {
    let folder = folder(TRADE);
    std::fs::remove_file(folder.path().join("trade.csv")).unwrap();
    let error = read_national(folder.path(), &ImportOptions::default()).unwrap_err().to_string();
    let name = folder.path().display();
    assert_eq!(
        error,
        format!(
            "`{name}` has no `trade.csv` or `trade.parquet`; it holds `industries.csv`, `intermediate_use.csv`"
        )
    );
    std::fs::write(folder.path().join("trade.csv"), TRADE).unwrap();
    std::fs::write(folder.path().join("trade.parquet"), "").unwrap();
    let error = read_national(folder.path(), &ImportOptions::default()).unwrap_err().to_string();
    assert_eq!(error, format!("`{name}` holds both `trade.csv` and `trade.parquet`; keep one of them"));
    let error =
        read_national(Path::new("no/such/folder"), &ImportOptions::default()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read `no/such/folder`: "), "{error}");
}

#[test]
fn an_unknown_key_of_the_description_is_told_with_its_line() {
    let folder = folder(TRADE);
    std::fs::write(folder.path().join("world.toml"), "year = 1993\nlicense = \"CC0\"\n").unwrap();
    let error = read_national(folder.path(), &ImportOptions::default()).unwrap_err().to_string();
    assert!(
        error.contains("world.toml`")
            && error.contains("line 2")
            && error.contains("unknown field `license`"),
        "{error}"
    );
}

#[test]
fn elasticities_must_cover_all_sectors_and_lie_above_zero() {
    let folder = folder(&format!("{TRADE}DEU,FRA,C26,1,0\n"));
    let path: PathBuf = folder.path().join("trade_elasticity.csv");
    std::fs::write(&path, "sector,trade_elasticity\n").unwrap();
    let error = read_national(folder.path(), &ImportOptions::default()).unwrap_err().to_string();
    assert_eq!(error, format!("`{}`: there is no row for sector C26", path.display()));
    std::fs::write(&path, "sector,trade_elasticity\nC26,0\n").unwrap();
    let error = read_national(folder.path(), &ImportOptions::default()).unwrap_err().to_string();
    assert!(
        error.ends_with(
            "line 2, column `trade_elasticity`: 0 is not allowed; it must be a finite number above zero"
        ),
        "{error}"
    );
}
