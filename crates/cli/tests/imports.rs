//! Folders of tables as people bring them: what is wrong is refused or mended by name, and the answer is that of the right table.

use std::path::{Path, PathBuf};

use crate::data;
use crate::replication::results;
use crate::support::{Place, Said};

/// A folder of the cases that were brought from outside; none where the data is absent.
fn case(name: &str) -> Option<PathBuf> {
    data::folder(&format!("cases/{name}"))
}

fn import(place: &Place, layout: &str, folder: &Path) -> Said {
    place.oblate(&format!("world import --layout {layout} {} -o w.world --overwrite", folder.display()))
}

/// What is said to a folder that is refused, in layout `table`.
fn refused(layout: &str, folder: &Path) -> String {
    let place = Place::new();
    let said = import(&place, layout, folder);
    assert_eq!(said.code, Some(4), "{}{}", said.out, said.err);
    assert!(place.left().is_empty());
    said.err
}

/// What is said to a folder that is taken, and real incomes under the scenario beside it.
fn taken(layout: &str, folder: &Path, scenario: &Path) -> (String, [f64; 3]) {
    let place = Place::new();
    let said = import(&place, layout, folder);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let run = format!("run {} --world w.world -o out --format csv --quiet", scenario.display());
    let ran = place.oblate(&run);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found = results(&place.path("out").join("regions.csv"));
    let income = |region: &str| found[&[region.to_owned(), "real_income_pct".to_owned()]];
    (said.out, ["AAA", "BBB", "CCC"].map(income))
}

/// Real incomes of the undisturbed table under ten points of tariff of AAA on GOO, in per cent: those of an own solver
/// (fixed point for prices, Newton for wages, residual 1e-14).
const UNDISTURBED: [f64; 3] = [0.559_987_457_639, -0.357_077_875_968, -0.165_557_660_115];

fn agree(found: [f64; 3], expected: [f64; 3]) {
    for (found, expected) in found.into_iter().zip(expected) {
        assert!((found - expected).abs() < 1e-7, "{found} where {expected} is right");
    }
}

fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

/// A copy of a folder with one file changed or, without a text, taken away.
fn changed(folder: &Path, file: &str, text: Option<&str>) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    match text {
        Some(text) => std::fs::write(copy.path().join(file), text).unwrap(),
        None => std::fs::remove_file(copy.path().join(file)).unwrap(),
    }
    copy
}

#[test]
fn a_table_under_a_slightly_wrong_name_is_refused() {
    let Some(case) = case("misnamed-table-is-ignored") else { return };
    let world = case.join("world");
    let said = refused("national", &world);
    says(&said, &["`deficits.csv` is no table of this layout and was not read; did you mean `deficit.csv`?"]);
    for name in ["Deficit.csv", "deficit.CSV", "deficit.xlsx", "deficit.csv.txt", "world.tml"] {
        let folder = changed(&world, "deficits.csv", None);
        std::fs::write(folder.path().join(name), "region,deficit\n").unwrap();
        let meant = if name == "world.tml" { "world.toml" } else { "deficit.csv" };
        says(
            &refused("national", folder.path()),
            &[&format!("`{name}` is no table"), &format!("did you mean `{meant}`?")],
        );
    }
    // under its right name the answer is the right one, and a file of another kind is told
    let folder = changed(&world, "deficits.csv", None);
    std::fs::copy(world.join("deficits.csv"), folder.path().join("deficit.csv")).unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let (said, incomes) = taken("national", folder.path(), &case.join("scenario.toml"));
    agree(incomes, UNDISTURBED);
    says(&said, &["Note: `notes.txt` is no table of this layout and was not read"]);
}

#[test]
fn needed_flows_under_another_ending_are_named() {
    let Some(case) = case("messages-that-mislead") else { return };
    for name in ["flows.txt", "flows.xlsx", "Flows.CSV"] {
        let folder = changed(&case.join("world"), "flows.csv", None);
        std::fs::write(folder.path().join(name), "x").unwrap();
        says(
            &refused("table", folder.path()),
            &[&format!("`{name}` is no table"), "did you mean `flows.csv`?"],
        );
    }
    let folder = changed(&case.join("world"), "flows.csv", None);
    says(
        &refused("table", folder.path()),
        &["has no `flows.csv` or `flows.parquet`; it holds `industries.csv`"],
    );
}

#[test]
fn a_total_is_no_final_use() {
    let Some(case) = case("total-column-as-final-use") else { return };
    let said = refused("table", &case.join("world"));
    says(
        &said,
        &["the final use `TOTAL` is the sum of others", "are all its other sales; leave it out of the table"],
    );
    let flows = std::fs::read_to_string(case.join("world/flows.csv")).unwrap();
    let kept: String =
        flows.lines().filter(|line| !line.contains("TOTAL")).map(|line| format!("{line}\n")).collect();
    let right = changed(&case.join("world"), "flows.csv", Some(&kept));
    let (_, incomes) = taken("table", right.path(), &case.join("scenario.toml"));
    agree(incomes, [0.386_381_298, -0.401_573_399, -0.209_961_681]);
    // sums of final uses and of inputs are totals, too
    let sums = |total: &dyn Fn(&str) -> bool| {
        let mut sums = std::collections::BTreeMap::new();
        for line in kept.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            if total(cells[3]) {
                *sums.entry((cells[0], cells[1])).or_insert(0.0) += cells[4].parse::<f64>().unwrap();
            }
        }
        let rows =
            sums.into_iter().map(|((region, sector), sum)| format!("{region},{sector},{region},SUM,{sum}\n"));
        changed(&case.join("world"), "flows.csv", Some(&format!("{kept}{}", rows.collect::<String>())))
    };
    let inputs = sums(&|usage| usage != "HFCE");
    says(&refused("table", inputs.path()), &["`SUM` is the sum of others", "its sales to industries"]);
    let uses = sums(&|usage| usage == "HFCE");
    says(&refused("table", uses.path()), &["is the sum of others", "its sales to all other final uses"]);
}

#[test]
fn a_misspelt_using_sector_is_no_final_use() {
    let Some(case) = case("using-sector-misspelt") else { return };
    let said = refused("table", &case.join("world"));
    says(
        &said,
        &["flows.csv", "line 9, column `to_use`", "`Ser` would be a final use", "is the sector `SER`"],
    );
    let flows = std::fs::read_to_string(case.join("world/flows.csv")).unwrap();
    let with = |word: &str| changed(&case.join("world"), "flows.csv", Some(&flows.replace("Ser", word)));
    let (said, incomes) = taken("table", with("SER").path(), &case.join("scenario.toml"));
    agree(incomes, UNDISTURBED);
    says(&said, &["Final uses: HFCE (in 3 regions)"]);
    for word in ["SR", "SE>", "S-E R", "\"SE\nR\""] {
        says(&refused("table", with(word).path()), &["would be a final use of its own", "the sector `SER`"]);
    }
    says(
        &refused("table", with("HFCE1e400").path()),
        &["`HFCE1e400` would be a final use that one region alone has"],
    );
    let right = flows.replace("Ser", "SER");
    let hfce = changed(&case.join("world"), "flows.csv", Some(&right.replacen("HFCE", "hfce", 1)));
    says(&refused("table", hfce.path()), &["`HFCE`", "`hfce`"]);
    let industries = std::fs::read_to_string(case.join("world/industries.csv")).unwrap();
    let wrong = [
        (
            "value_added",
            "alue_added",
            "`alue_added` would be a factor of its own, and is the column `value_added`",
        ),
        ("CCC,SER", "CC,SER", "final spending of region `CC` is 0, its factor income 423.75"),
        ("CCC,SER", "CCC,SR", "`SR` would be a sector of its own, and is the sector `SER`"),
    ];
    for (word, other, told) in wrong {
        let folder = changed(with("SER").path(), "industries.csv", Some(&industries.replace(word, other)));
        says(&refused("table", folder.path()), &[told]);
    }
}

#[test]
fn columns_that_are_no_factor_are_told() {
    let Some(case) = case("extra-columns-in-industries") else { return };
    let plain = messages("plain.toml");
    for (name, note) in [("pandas-index", true), ("trailing-comma", true)] {
        let (said, incomes) = taken("table", &case.join(name), &plain);
        assert_eq!(said.contains("Note: `industries.csv`: a column has no name (an index?), not read"), note);
        says(&said, &["Mends: none", "Factors: value_added\n"]);
        agree(incomes, UNDISTURBED);
    }
    says(
        &refused("table", &case.join("employment")),
        &[
            "`employment` was read as the income of a factor",
            "48.22",
            "without it 6 of 6 industries balance, with it 0",
        ],
    );
    says(
        &refused("table", &case.join("note")),
        &["every further column is taken for the income of a factor", "`note`"],
    );
    says(
        &refused("table", &case.join("value-added-and-parts")),
        &["column `value_added` is the sum of `labour`, `capital` in every row; leave one of them out"],
    );
}

/// A scenario beside the messages that mislead.
fn messages(name: &str) -> PathBuf {
    case("messages-that-mislead").unwrap().join(name)
}

#[test]
fn a_unit_and_a_use_with_the_name_of_a_sector_are_told() {
    let Some(case) = case("messages-that-mislead") else { return };
    let said = refused("table", &case.join("value-added-off"));
    says(
        &said,
        &[
            "1000.0000 times what sales less inputs and taxes leave, almost everywhere: is it in another unit?",
        ],
    );
    assert!(!said.contains("tolerance") && !said.contains("off;"), "{said}");
    let said = refused("table", &case.join("use-called-like-a-sector"));
    says(&said, &["there is no final use: `GOO`, `SER` stand for sectors already"]);
}

#[test]
fn pieces_that_say_the_same_twice_are_compared() {
    let Some(case) = case("deficits-with-the-opposite-sign") else { return };
    let said = refused("national", &case.join("world"));
    says(
        &said,
        &[
            "deficits have the opposite sign of trade",
            "region `CCC` is told as -52.97",
            "are 52.97",
            "turn all signs",
        ],
    );
    let turned = "region,deficit\nAAA,-24.83\nBBB,-28.14\nCCC,52.97\n";
    let right = changed(&case.join("world"), "deficit.csv", Some(turned));
    let (said, incomes) = taken("national", right.path(), &case.join("scenario.toml"));
    agree(incomes, UNDISTURBED);
    assert!(!said.contains("Caveat"), "{said}");
    let thousands = "region,deficit\nAAA,-24830\nBBB,-28140\nCCC,52970\n";
    let unit = changed(&case.join("world"), "deficit.csv", Some(thousands));
    says(&refused("national", unit.path()), &["deficits are 1000.0", "they seem to be in another unit"]);
    let none = changed(&case.join("world"), "deficit.csv", None);
    let place = Place::new();
    let said = import(&place, "national", none.path());
    says(&said.out, &["Caveat: the pieces differ: deficits", "most in region `CCC`: 0 told, 52.97"]);
}

#[test]
fn trade_without_own_sales_is_refused() {
    let Some(case) = case("bilateral-trade-without-own-sales") else { return };
    let said = refused("national", &case.join("world"));
    for region in ["AAA", "BBB", "CCC"] {
        says(
            &said,
            &[&format!(
                "there is no row in which region {region} sells to itself (in `GOO`, `SER`); such rows hold output less exports"
            )],
        );
    }
}

#[test]
fn negative_and_empty_national_accounts_are_mended_or_refused_at_their_place() {
    let Some(case) = case("negative-cells-in-national-accounts") else { return };
    let said = refused("national", &case.join("world-value_added"));
    says(
        &said,
        &["industries.csv`: line 2, column `value_added`: -64 is not allowed", "`value-added-floor`"],
    );
    let place = Place::new();
    let said = import(&place, "national", &case.join("world-intermediate"));
    assert_eq!(said.code, Some(0), "{}", said.err);
    says(&said.out, &["negative-intermediate-use 1", "AAA GOO: -40", "use by GOO"]);
    says(&refused("national", &case.join("world-empty-trade")), &["trade.csv`: it has no rows"]);
    let said = refused("national", &case.join("world-no-final-use"));
    says(&said, &["column `final_use` holds nothing above zero for region AAA (line 2, line 3)"]);
}

#[test]
fn an_industry_that_nobody_finally_buys_is_dropped() {
    let Some(case) = case("industry-that-nobody-finally-buys") else { return };
    let (said, incomes) = taken("table", &case.join("world"), &case.join("scenario.toml"));
    agree(incomes, UNDISTURBED);
    says(&said, &["dead-sector", "AAA XTR: 50", "its output never reaches a final user"]);
}

#[test]
fn a_region_without_anything_is_left_out() {
    let Some(case) = case("region-without-anything") else { return };
    let (said, incomes) = taken("table", &case.join("world"), &case.join("scenario.toml"));
    agree(incomes, UNDISTURBED);
    says(&said, &["empty-region", "DDD", "it neither makes nor buys anything: left out"]);
}

#[test]
fn words_of_the_program_are_no_codes() {
    let Some(case) = case("region-called-like-a-word-of-the-program") else { return };
    says(
        &refused("table", &case.join("world")),
        &["a region cannot be called `WLD`, which stands for the world as a whole"],
    );
    says(
        &refused("table", &case.join("world-all")),
        &["a region cannot be called `all`, which stands for everything"],
    );
    let place = Place::new();
    place.write("map.csv", "from,to\nR1,WLD\nR2,WLD\nR3,E\nR4,E\n");
    let said = place.oblate("world aggregate r.world --regions map.csv -o a.world");
    assert_eq!(said.code, Some(4));
    says(&said.err, &["a region cannot be called `WLD`"]);
}

#[test]
fn unseen_blanks_are_cut_off_everywhere() {
    let Some(case) = case("messages-that-mislead") else { return };
    let (_, incomes) = taken("table", &case.join("no-break-space"), &case.join("plain.toml"));
    agree(incomes, UNDISTURBED);
}

/// A text as a spreadsheet of another language writes it.
fn with_semicolons(text: &str) -> String {
    text.replace(',', ";").replace('.', ",")
}

#[test]
fn semicolons_and_decimal_commas_are_known_by_what_stands_in_the_file() {
    let Some(case) = case("messages-that-mislead") else { return };
    let plain = case.join("world");
    let read = |name: &str| std::fs::read_to_string(plain.join(name)).unwrap();
    let folder = changed(&plain, "flows.csv", Some(&with_semicolons(&read("flows.csv"))));
    std::fs::write(folder.path().join("industries.csv"), with_semicolons(&read("industries.csv"))).unwrap();
    let (said, incomes) = taken("table", folder.path(), &case.join("plain.toml"));
    agree(incomes, UNDISTURBED);
    says(
        &said,
        &[
            "Note: `flows.csv`: cells are separated by semicolons, numbers have a decimal comma, as its contents show",
        ],
    );
    // a table of shocks answers as the same one with commas does
    let place = Place::new();
    assert_eq!(import(&place, "table", &plain).code, Some(0));
    let income = |folder: &str| {
        let found = results(&place.path(folder).join("regions.csv"));
        found[&["AAA".to_owned(), "real_income_pct".to_owned()]]
    };
    place.write("commas.csv", "origin,destination,sector,value\nBBB,AAA,GOO,0.1\n");
    place.write("commas.toml", "title = \"t\"\n[[tariff]]\ntable = \"commas.csv\"\n");
    let semicolons = case.join("semicolons.toml").display().to_string();
    let said = place.oblate(&format!("run {semicolons} --world w.world -o semicolons --format csv"));
    says(&said.out, &["`semicolons.csv`: cells are separated by semicolons, numbers have a decimal comma"]);
    assert_eq!(place.oblate("run commas.toml --world w.world -o commas --format csv").code, Some(0));
    assert!((income("semicolons") - income("commas")).abs() < 1e-12);
    let map = case.join("map.csv");
    let said = place.oblate(&format!("world aggregate w.world --regions {} -o a.world", map.display()));
    assert_eq!(said.code, Some(0), "{}", said.err);
}

/// Flows as published tables have them: who buys in two header rows, who sells in two columns.
fn as_matrix(flows: &str, corner: &str) -> String {
    let mut cells = std::collections::BTreeMap::new();
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    for line in flows.lines().skip(1) {
        let [region, sector, to, usage, value] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (row, column) = ((region, sector), (to, usage));
        cells.insert((row, column), value);
        if !rows.contains(&row) {
            rows.push(row);
        }
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns.sort();
    let first: String = columns.iter().map(|column| format!(",{}", column.0)).collect();
    let second: String = columns.iter().map(|column| format!(",{}", column.1)).collect();
    let line = |row: &(&str, &str)| {
        let values: String =
            columns.iter().map(|column| format!(",{}", cells.get(&(*row, *column)).unwrap_or(&""))).collect();
        format!("{},{}{values}\n", row.0, row.1)
    };
    format!("{corner}{first}\n{corner}{second}\n{}", rows.iter().map(line).collect::<String>())
}

#[test]
fn flows_may_stand_in_a_matrix() {
    let Some(case) = case("messages-that-mislead") else { return };
    let flows = std::fs::read_to_string(case.join("world/flows.csv")).unwrap();
    let plain = as_matrix(&flows, ",");
    for matrix in [plain.clone(), as_matrix(&flows, "region,sector"), with_semicolons(&plain)] {
        let folder = changed(&case.join("world"), "flows.csv", Some(&matrix));
        let (said, incomes) = taken("table", folder.path(), &case.join("plain.toml"));
        agree(incomes, UNDISTURBED);
        says(
            &said,
            &[
                "Note: `flows.csv`: it is a matrix: its first two columns name its rows, its first two rows its columns",
            ],
        );
    }
    // merged cells are saved with their label in the first of them alone
    let mut lines: Vec<String> = plain.lines().map(str::to_owned).collect();
    let mut last = String::new();
    let merged = lines[0].split(',').map(|label| {
        if *label == *last {
            ""
        } else {
            last = label.to_owned();
            label
        }
    });
    lines[0] = merged.collect::<Vec<_>>().join(",");
    let folder = changed(&case.join("world"), "flows.csv", Some(&(lines.join("\n") + "\n")));
    let (_, incomes) = taken("table", folder.path(), &case.join("plain.toml"));
    agree(incomes, UNDISTURBED);
    // what is wrong in it is told with its line and its column
    let folder = changed(&case.join("world"), "flows.csv", Some(&plain.replacen("AAA,GOO,", "AAA,GOO,x", 1)));
    says(&refused("table", folder.path()), &["flows.csv", "line 3, column `AAA GOO`: `x", "is not a number"]);
}

#[test]
fn tariffs_in_per_cent_are_told() {
    let Some(case) = case("rates-given-in-per-cent") else { return };
    let place = Place::new();
    let said = import(&place, "national", &case.join("world-national"));
    assert_eq!(said.code, Some(0), "{}", said.err);
    says(&said.out, &["above 100 %, the largest 2500 % (GOO from", "rates are plain numbers, 0.1 is 10 %"]);
}

#[test]
fn a_region_that_buys_nothing_at_home_is_told() {
    let Some(case) = case("messages-that-mislead") else { return };
    let flows = std::fs::read_to_string(case.join("world/flows.csv")).unwrap();
    let is_own = |line: &str| line.split(',').next() == line.split(',').nth(2) && line.starts_with("BBB,");
    let without: String =
        flows.lines().filter(|line| !is_own(line)).map(|line| format!("{line}\n")).collect();
    let folder = changed(&case.join("world"), "flows.csv", Some(&without));
    says(
        &refused("table", folder.path()),
        &["region `BBB` buys nothing at home", "such rows hold output less exports"],
    );
}

#[test]
fn the_description_is_read_in_the_words_of_scenarios() {
    let Some(case) = case("messages-that-mislead") else { return };
    let told = [
        ("year = \"2014\"\n", "line 1, key `year`: expected a whole number, found a text"),
        ("inventories = \"HFCE\"\n", "key `inventories`: expected a list"),
        ("caveats = \"c\"\n", "key `caveats`: expected a list"),
        ("[[factor]]\ncode = \"labour\"\n", "factor: there is no factor `labour`; legal are `value_added`"),
        (
            "[units.regions]\npopulation = \"million\"\n",
            "units.regions: there is no fact `population`; legal are none",
        ),
    ];
    for (text, message) in told {
        let folder = changed(&case.join("world"), "world.toml", Some(text));
        says(&refused("table", folder.path()), &[message]);
    }
}
