//! Which cells a shock touches and what they become, worked by hand.

use crate::support::*;
use approx::assert_abs_diff_eq;
use oblate_equilibrium::{DeficitRule, Shocks};
use oblate_scenario::{Change, Extent, Resolved};
use oblate_world::{Factor, Id, Region, Sector, TradeTensor};

/// The cells that differ from a value: sector, origin, destination, value.
fn cells(tensor: &TradeTensor, baseline: f64) -> Vec<(usize, usize, usize, f64)> {
    let mut found = Vec::new();
    let [m, n, _] = tensor.shape();
    for s in 0..m {
        for i in 0..n {
            for j in 0..n {
                let value = tensor[trade_cell(s, i, j)];
                if value != baseline {
                    found.push((s, i, j, value));
                }
            }
        }
    }
    found
}

#[test]
fn a_scenario_without_shocks_is_the_baseline() {
    let resolved = base("title = \"nothing\"");
    assert_eq!(resolved.shocks, Shocks::default());
    assert_eq!(resolved.warnings.len(), 1);
    assert_eq!(resolved.warnings[0].to_string(), "there is no shock: the result is the baseline");
}

#[test]
fn from_is_the_origin_and_to_the_destination() {
    let resolved = base("[[iceberg]]\nfrom = \"USA\"\nto = \"CHN\"\nsectors = \"M\"\nset = 1.5");
    assert_eq!(cells(resolved.shocks.iceberg_hat.as_ref().unwrap(), 1.0), [(M, USA, CHN, 1.5)]);
    assert_eq!(Shocks { iceberg_hat: None, ..resolved.shocks }, Shocks::default());
}

#[test]
fn without_from_to_and_sectors_all_foreign_trade_is_selected() {
    let tensor = base("[[iceberg]]\nmultiply = 2").shocks.iceberg_hat.unwrap();
    let found = cells(&tensor, 1.0);
    assert_eq!(found.len(), 3 * 5 * 4);
    assert!(found.iter().all(|(_, i, j, value)| i != j && *value == 2.0));
}

#[test]
fn both_ways_adds_the_way_back_and_changes_no_cell_twice() {
    let text = "[[iceberg]]\nfrom = [\"USA\", \"CHN\"]\nto = \"CHN\"\nsectors = \"A\"\nboth_ways = true\nmultiply = 2";
    let tensor = base(text).shocks.iceberg_hat.unwrap();
    assert_eq!(cells(&tensor, 1.0), [(A, USA, CHN, 2.0), (A, CHN, USA, 2.0)]);
}

#[test]
fn own_trade_is_selected_on_request_only() {
    let text = "[[iceberg]]\nfrom = \"CHN\"\nto = \"CHN\"\nsectors = \"A\"\ninclude_own = true\nset = 0.5";
    let tensor = base(text).shocks.iceberg_hat.unwrap();
    assert_eq!(cells(&tensor, 1.0), [(A, CHN, CHN, 0.5)]);
    let resolved = base(&text.replace("include_own = true\n", ""));
    assert_eq!(resolved.shocks, Shocks::default());
    assert_eq!(
        resolved.warnings[0].to_string(),
        "`iceberg.1` selects nothing: it names only trade of regions with themselves; add `include_own = true` to \
         a cost or tax"
    );
}

#[test]
fn a_cell_is_set_then_multiplied_then_added_to_whatever_the_order_of_the_file() {
    // baseline 0.25 → set 0.1 → × 3 → + 0.05 = 0.35
    let pair = "from = \"CHN\"\nto = \"USA\"\nsectors = \"C26\"\n";
    let text =
        format!("[[tariff]]\n{pair}add = 0.05\n[[tariff]]\n{pair}multiply = 3\n[[tariff]]\n{pair}set = 0.1");
    let tensor = base(&text).shocks.tariff.unwrap();
    let [(C26, CHN, USA, value)] = cells(&tensor, 0.0)[..] else { panic!("one cell") };
    assert_abs_diff_eq!(value, 0.35, epsilon = 1e-15);
}

#[test]
fn a_tariff_starts_from_the_tariff_of_the_world() {
    let add = base("[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nadd = 0.10").shocks.tariff.unwrap();
    assert_eq!(cells(&add, 0.0), [(A, CHN, USA, 0.10), (C26, CHN, USA, 0.35), (M, CHN, USA, 0.10)]);
    // what the shock does not select keeps its baseline tariff
    let other =
        base("[[tariff]]\nfrom = \"DEU\"\nto = \"USA\"\nsectors = \"A\"\nset = 0.5").shocks.tariff.unwrap();
    assert_eq!(cells(&other, 0.0), [(A, DEU, USA, 0.5), (C26, CHN, USA, 0.25)]);
}

#[test]
fn a_world_without_tariffs_says_so() {
    let world = world_of(true, false);
    let text = "[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nmultiply = 2";
    let resolved = run_on(&world, &TestTables::default(), text, &[]).unwrap();
    let warnings: Vec<String> = resolved[0].warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "`tariff.1` names no sectors and taxes 1 sector of services too: `sectors = \"goods\"` leaves them out",
            "world `five` carries no tariffs: those of the scenario start from zero",
            "`tariff.1` changes nothing: `multiply` leaves a value of 0 as it is; use `add` or `set`"
        ]
    );
}

#[test]
fn an_embargo_wins_over_all_and_two_may_overlap() {
    let text = "[[embargo]]\nfrom = \"USA\"\nto = \"CHN\"\nsectors = \"C26\"\n\
                [[iceberg]]\nfrom = \"USA\"\nto = \"CHN\"\nset = 1.2\n\
                [[embargo]]\nfrom = \"USA\"\nto = \"@G2\"\nsectors = \"C26\"";
    let resolved = base(text);
    assert_eq!(
        cells(resolved.shocks.iceberg_hat.as_ref().unwrap(), 1.0),
        [(A, USA, CHN, 1.2), (C26, USA, CHN, f64::INFINITY), (M, USA, CHN, 1.2)]
    );
    let log: Vec<String> = resolved.log.iter().map(ToString::to_string).collect();
    assert_eq!(
        log,
        [
            "`iceberg.1`: 1 → 1.2 in 3 cells",
            "`embargo.1`: 1.2 → inf in 1 cell",
            "`embargo.2`: inf → inf in 1 cell"
        ]
    );
}

#[test]
fn groups_nest_and_include_built_in_ones() {
    let text = "[groups]\nfriends = [\"west\", \"TWN\"]\nwest = [\"USA\", \"@EU27\"]\n[sector_groups]\n\
                tech = [\"C26\", \"services\"]\n[[export_tax]]\nfrom = \"friends\"\nto = \"CHN\"\nsectors = \"tech\"\nset = 0.2";
    let resolved = base(text);
    let expected: Vec<_> =
        [C26, M].into_iter().flat_map(|s| [USA, DEU, TWN].map(|i| (s, i, CHN, 0.2))).collect();
    assert_eq!(cells(resolved.shocks.export_tax.as_ref().unwrap(), 0.0), expected);
    assert_eq!(resolved.warnings[0].to_string(), "`friends`: not in this world are FRA");
}

#[test]
fn where_selects_by_covariate_and_lists_what_has_none() {
    let text = "[[iceberg]]\nname = \"rivals\"\nsectors = \"goods\"\n\
                where = { covariate = \"ideal_point_distance\", above = 1.5 }\nmultiply = 1.1";
    let resolved = base(text);
    let expected: Vec<_> = [A, C26]
        .into_iter()
        .flat_map(|s| [(USA, CHN), (CHN, USA), (CHN, DEU), (DEU, CHN)].map(|(i, j)| (s, i, j, 1.1)))
        .collect();
    assert_eq!(cells(resolved.shocks.iceberg_hat.as_ref().unwrap(), 1.0), expected);
    assert_eq!(
        resolved.warnings[0].to_string(),
        "`iceberg.1` does not select where `ideal_point_distance` is missing: TWN, ROW"
    );
    let between = text.replace("above = 1.5", "above = 1.5, below = 3");
    let found = cells(&base(&between).shocks.iceberg_hat.unwrap(), 1.0);
    assert_eq!(found.len(), 4);
    let none = text.replace("above = 1.5", "above = 9");
    assert_eq!(
        base(&none).warnings[1].to_string(),
        "`iceberg.1` selects nothing: `ideal_point_distance` of these pairs is 1.4 to 3.5"
    );
    let missing = format!("from = \"TWN\"\n{text}").replace("[[iceberg]]\n", "");
    assert_eq!(
        base(&format!("[[iceberg]]\n{missing}")).warnings[1].to_string(),
        "`iceberg.1` selects nothing: `ideal_point_distance` is missing for all of these pairs"
    );
}

#[test]
fn a_subsidy_starts_from_minus_the_production_tax() {
    let text = "[[subsidy]]\nregion = \"DEU\"\nsectors = \"goods\"\nadd = 0.25";
    let rates = base(text).shocks.subsidy.unwrap();
    // German farming: −0.10 + 0.25; chips: 0 + 0.25; everything else stays
    assert_abs_diff_eq!(rates[(Region::new(DEU), Sector::new(A))], 0.15, epsilon = 1e-15);
    assert_eq!(rates[(Region::new(DEU), Sector::new(C26))], 0.25);
    assert_eq!(rates[(Region::new(DEU), Sector::new(M))], 0.0);
    assert_eq!(rates[(Region::new(USA), Sector::new(A))], 0.0);
}

#[test]
fn productivity_and_factors_are_hats() {
    let text = "[[productivity]]\nregions = [\"USA\", \"TWN\"]\nsectors = \"C26\"\nmultiply = 0.5\n\
                [[factor]]\nregions = \"CHN\"\nfactors = \"labour\"\nadd = 0.1";
    let shocks = base(text).shocks;
    let productivity = shocks.productivity_hat.unwrap();
    assert_eq!(productivity.sum(), 15.0 - 2.0 * 0.5);
    assert_eq!(productivity[(Region::new(TWN), Sector::new(C26))], 0.5);
    let factors = shocks.factor_supply_hat.unwrap();
    assert_eq!(factors[(Region::new(CHN), Factor::new(0))], 1.1);
    assert_eq!(factors[(Region::new(CHN), Factor::new(1))], 1.0);
}

#[test]
fn deficits_add_up_by_themselves_or_by_a_balancing_region() {
    // baseline 30, 15, 0, −15, −30
    let deficits = |resolved: &Resolved| resolved.shocks.deficit.clone().unwrap();
    let shifted = base("[[deficit]]\nregions = \"USA\"\nadd = -10\n[[deficit]]\nregions = \"ROW\"\nadd = 10");
    assert_abs_diff_eq!(deficits(&shifted)[..], [20.0, 15.0, 0.0, -15.0, -20.0], epsilon = 1e-12);
    let balanced = base("[[deficit]]\nregions = \"USA\"\nset = 3\nbalance = \"ROW\"");
    assert_abs_diff_eq!(deficits(&balanced)[..], [3.0, 15.0, 0.0, -15.0, -3.0], epsilon = 1e-12);
    assert_eq!(balanced.shocks.deficits, DeficitRule::Fixed);
    assert_eq!(balanced.log[1].to_string(), "`deficit.1.balance`: -30 → -3 in 1 cell");
    let halved = base("[[deficit]]\nmultiply = 0.5");
    assert_abs_diff_eq!(deficits(&halved)[..], [15.0, 7.5, 0.0, -7.5, -15.0], epsilon = 1e-12);
}

#[test]
fn a_table_gives_one_value_per_cell() {
    let tables = TestTables::default()
        .with(
            "nafta.csv",
            &["origin", "destination", "sector"],
            &["tariff_nafta"],
            &[(&["CHN", "USA", "C26"], 0.4), (&["USA", "USA", "A"], 0.1), (&["DEU", "CHN", "A"], 0.2)],
        )
        .with("pairs.csv", &["destination", "origin"], &["value"], &[(&["USA", "DEU"], 1.5)])
        .with("regions.csv", &["region"], &["value"], &[(&["CHN"], 0.9)]);
    let run = |text: &str| run_on(&world(), &tables, text, &[]).unwrap().swap_remove(0);
    let set = run("[[tariff]]\ntable = \"nafta.csv\"\ncolumn = \"tariff_nafta\"").shocks.tariff.unwrap();
    assert_eq!(cells(&set, 0.0), [(A, DEU, CHN, 0.2), (C26, CHN, USA, 0.4)]);
    let own = "[[tariff]]\ninclude_own = true\ntable = \"nafta.csv\"\ncolumn = \"tariff_nafta\"";
    let set = run(own).shocks.tariff.unwrap();
    assert_eq!(cells(&set, 0.0), [(A, USA, USA, 0.1), (A, DEU, CHN, 0.2), (C26, CHN, USA, 0.4)]);
    let text = "[[tariff]]\nto = \"USA\"\nsectors = \"C26\"\nmode = \"add\"\ntable = \"nafta.csv\"\ncolumn = \"tariff_nafta\"";
    let added = run(text).shocks.tariff.unwrap();
    assert_eq!(cells(&added, 0.0), [(C26, CHN, USA, 0.65)]);
    let all_sectors =
        run("[[iceberg]]\ntable = \"pairs.csv\"\nmode = \"multiply\"").shocks.iceberg_hat.unwrap();
    assert_eq!(cells(&all_sectors, 1.0), [(A, DEU, USA, 1.5), (C26, DEU, USA, 1.5), (M, DEU, USA, 1.5)]);
    let productivity = run("[[productivity]]\ntable = \"regions.csv\"").shocks.productivity_hat.unwrap();
    assert_eq!(productivity.row(Region::new(CHN)), [0.9, 0.9, 0.9]);
    let outside = run("[[iceberg]]\nfrom = \"CHN\"\ntable = \"pairs.csv\"");
    assert_eq!(outside.shocks, Shocks::default());
    assert_eq!(
        outside.warnings[0].to_string(),
        "`iceberg.1` selects nothing: no row of its table lies within its selection"
    );
}

#[test]
fn the_log_tells_old_and_new_with_the_number_of_cells() {
    let resolved = base("title = \"t\"\n[[tariff]]\nname = \"wall\"\nto = \"USA\"\nadd = 0.5");
    let [Change::Shock { key, name, line, cells, old, new }] = &resolved.log[..] else {
        panic!("one change")
    };
    assert_eq!((key.as_str(), name.as_deref(), *line, *cells), ("tariff.1", Some("wall"), Some(2), 12));
    let extent = |value: &Option<Extent>| value.map(|e| (e.least, e.greatest));
    assert_eq!((extent(old), extent(new)), (Some((0.0, 0.25)), Some((0.5, 0.75))));
    assert_eq!(resolved.log[0].to_string(), "`tariff.1` (wall): 0 to 0.25 → 0.5 to 0.75 in 12 cells");
}

#[test]
fn worlds_without_standard_codes_know_their_labels() {
    let world = world_of(false, true);
    let run = |text: &str| run_on(&world, &TestTables::default(), text, &[]);
    assert!(run("[[iceberg]]\nfrom = \"USA\"\nsectors = \"C26\"\nset = 2").is_ok());
    let wrong = run("[[iceberg]]\nfrom = \"@ASEAN\"\nsectors = \"goods\"\nset = 2").unwrap_err();
    let messages: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "my.toml:2:8: group `@ASEAN` cannot be used here: the regions of this world carry no ISO 3166 codes; \
             list its members under [groups]",
            "my.toml:3:11: group `goods` cannot be used here: the sectors of this world carry no ISIC codes; list \
             its members under [sector_groups]"
        ]
    );
}

#[test]
fn the_later_narrower_of_two_sets_wins_and_exceptions_say_the_same() {
    let narrower = base(
        "[[tariff]]\nname = \"all\"\nto = \"USA\"\nsectors = \"all\"\nset = 0.2\n\
         [[tariff]]\nname = \"china\"\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"all\"\nset = 0.6",
    );
    let except = base(
        "[[tariff]]\nfrom = { of = \"all\", except = [\"CHN\"] }\nto = \"USA\"\nsectors = \"all\"\nset = 0.2\n\
         [[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"all\"\nset = 0.6",
    );
    let tariff = narrower.shocks.tariff.as_ref().unwrap();
    assert_eq!(tariff[trade_cell(0, CHN, USA)], 0.6);
    assert_eq!(tariff[trade_cell(0, DEU, USA)], 0.2);
    assert_eq!(narrower.shocks.tariff, except.shocks.tariff);
    let told =
        "the tariff of 3 cells is set by `tariff.1` and anew by `tariff.2`, which is narrower and wins";
    assert!(warnings(&narrower).iter().any(|warning| warning == told), "{:?}", warnings(&narrower));
    assert!(!warnings(&except).iter().any(|warning| warning.contains("anew")));
    // the other way round the file does not say which is meant
    let wider = mistakes(
        "[[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"all\"\nset = 0.6\n\
         [[tariff]]\nto = \"USA\"\nsectors = \"all\"\nset = 0.2",
    );
    assert!(wider[0].contains("is set twice"), "{wider:?}");
}
