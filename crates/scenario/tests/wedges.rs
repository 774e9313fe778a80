//! Caps, taxes on purchases, preferences, fixed costs and prices of carbon: what they become, worked by hand.

use crate::support::*;
use approx::assert_abs_diff_eq;
use oblate_equilibrium::{QuantityCap, Rent, ShockEntry, ShockKind, Use};
use oblate_world::{Array3, Id, Region, Sector};

/// The cells of purchases that are not zero: region, product, use, value.
fn bought(table: &Array3<Region, Sector, Use>) -> Vec<(usize, usize, usize, f64)> {
    let [n, m, uses] = table.shape();
    let cells = (0..n).flat_map(|j| (0..m).flat_map(move |s| (0..uses).map(move |u| (j, s, u))));
    let value = |(j, s, u): (usize, usize, usize)| table[(Region::new(j), Sector::new(s), Use::new(u))];
    cells.map(|at| (at.0, at.1, at.2, value(at))).filter(|cell| cell.3 != 0.0).collect()
}

#[test]
fn fixed_costs_act_under_selection() {
    let shock = "[[fixed_cost]]\nfrom = \"CHN\"\nto = \"USA\"\nmultiply = 1.5\n";
    let text =
        format!("{shock}[model]\nstructure = {{ C26 = \"melitz\" }}\n[parameters]\nvariety_elasticity = 3");
    let resolved = base(&text);
    let hat = resolved.shocks.fixed_cost_hat.as_ref().unwrap();
    assert_eq!(hat[trade_cell(C26, CHN, USA)], 1.5);
    assert_eq!(hat.sum(), 75.0 + 3.0 * 0.5);
    assert_eq!(
        warnings(&resolved),
        ["`fixed_cost.1` has no effect in A, M: fixed costs of market access act under `melitz` only"]
    );
}

#[test]
fn caps_hold_back_links_that_have_trade() {
    let text = "[[cap]]\nname = \"quota\"\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"C26\"\nquantity = 0.5\n\
                rent = \"destination\"\nboth_ways = true";
    let resolved = base(text);
    let cap = |destination, origin| QuantityCap {
        sector: Sector::new(C26),
        destination: Region::new(destination),
        origin: Region::new(origin),
        cap: 0.5,
        rent: Rent::Destination,
    };
    assert_eq!(resolved.shocks.quantity_caps, [cap(CHN, USA), cap(USA, CHN)]);
    assert_eq!(
        resolved.log[0].to_string(),
        "`cap.1` (quota): at most 0.5 of the baseline's quantity on 2 links"
    );
    assert!(resolved.warnings.is_empty());
    let loose = base("[[cap]]\nfrom = \"CHN\"\nto = \"USA\"\nquantity = 1.5");
    assert_eq!(loose.shocks.quantity_caps.len(), 3);
    assert_eq!(loose.shocks.quantity_caps[0].rent, Rent::Origin);
    assert_eq!(
        warnings(&loose),
        ["`cap.1` leaves 1.5 of the baseline's quantity: it has no effect unless trade grows beyond that"]
    );
}

#[test]
fn a_consumption_tax_falls_on_final_purchases() {
    let text = "[[consumption_tax]]\nregion = \"USA\"\nsectors = \"A\"\nset = 0.2";
    let tax = base(text).shocks.purchase_tax.unwrap();
    // three using sectors, then the only column of final spending
    assert_eq!(tax.shape(), [5, 3, 4]);
    assert_eq!(bought(&tax), [(USA, A, 3, 0.2)]);
    let apart = format!("[demand]\nfinal_uses = \"apart\"\n{text}\n");
    let tax = base_on(&investing(), &apart).shocks.purchase_tax.unwrap();
    assert_eq!(bought(&tax), [(USA, A, 3, 0.2), (USA, A, 4, 0.2), (USA, A, 5, 0.2)]);
    let some = apart + "uses = [\"households\", \"other\"]";
    let tax = base_on(&investing(), &some).shocks.purchase_tax.unwrap();
    assert_eq!(bought(&tax), [(USA, A, 3, 0.2), (USA, A, 5, 0.2)]);
}

#[test]
fn input_taxes_and_subsidies_fall_on_using_sectors() {
    let text = "[[input_tax]]\nregion = \"DEU\"\nsectors = \"M\"\nby = \"goods\"\nset = 0.3\n\
                [[input_subsidy]]\nregion = \"DEU\"\nsectors = \"M\"\nby = \"C26\"\nadd = 0.1\n\
                [[input_subsidy]]\nregion = \"USA\"\nsectors = \"C26\"\nby = \"M\"\nset = 0.25";
    let resolved = base(text);
    let cells = bought(resolved.shocks.purchase_tax.as_ref().unwrap());
    let places: Vec<_> = cells.iter().map(|&(j, s, u, _)| (j, s, u)).collect();
    assert_eq!(places, [(USA, C26, M), (DEU, M, A), (DEU, M, C26)]);
    let values: Vec<f64> = cells.iter().map(|cell| cell.3).collect();
    assert_abs_diff_eq!(values[..], [-0.25, 0.3, 0.2], epsilon = 1e-15);
    let log: Vec<String> = resolved.log.iter().map(ToString::to_string).collect();
    assert_eq!(log[0], "`input_tax.1`: 0 → 0.3 in 2 cells");
    assert_eq!(log[2], "`input_subsidy.2`: 0 → 0.25 in 1 cell");
}

#[test]
fn a_table_names_users_of_inputs() {
    let rows: &[(&[&str], f64)] = &[(&["USA", "A", "M"], 0.4), (&["USA", "A", "C26"], 0.1)];
    let tables = TestTables::default().with("t.csv", &["region", "sector", "user"], &["value"], rows);
    let resolved = run_on(&world(), &tables, "[[input_tax]]\ntable = \"t.csv\"", &[]).unwrap().swap_remove(0);
    assert_eq!(bought(&resolved.shocks.purchase_tax.unwrap()), [(USA, A, C26, 0.1), (USA, A, M, 0.4)]);
}

#[test]
fn preferences_are_hats() {
    let hat = base("[[preference]]\nregion = \"DEU\"\nsectors = \"A\"\nmultiply = 0.5")
        .shocks
        .preference_hat
        .unwrap();
    assert_eq!(hat[(Region::new(DEU), Sector::new(A))], 0.5);
    assert_eq!(hat.sum(), 14.5);
}

#[test]
fn a_carbon_price_lies_on_purchases_of_fuels() {
    let text = "[[carbon_price]]\nregions = [\"USA\", \"CHN\", \"TWN\"]\nset = 50\non = \"goods\"";
    let resolved = base_on(&burning(), text);
    let carbon = resolved.shocks.carbon.as_ref().unwrap();
    // dollars, where the world counts in millions of them
    assert_abs_diff_eq!(carbon.price[..], [5e-5, 5e-5, 0.0, 5e-5, 0.0], epsilon = 1e-18);
    // 8 kt over purchases of 4 + 1 by services
    assert_eq!(bought(&carbon.intensity), [(USA, A, M, 1600.0), (USA, C26, M, 1600.0)]);
    assert_eq!(carbon.border, None);
    assert_eq!(
        warnings(&resolved),
        [
            "the emissions of some sectors are missing, and carry no price of carbon, in TWN",
            "the emissions of C26 in CHN carry no price of carbon: they buy none of A, C26"
        ]
    );
}

#[test]
fn the_border_counts_emissions_over_output() {
    let text = "[[carbon_price]]\nregion = \"USA\"\nset = 50\non = \"goods\"\nborder_adjustment = true\n\
                border_sectors = \"goods\"";
    let border = base_on(&burning(), text).shocks.carbon.unwrap().border.unwrap();
    assert_eq!(border.destinations, [true, false, false, false, false]);
    // 5 kt over the output of Chinese chips: 10 at home and 2 to each of four regions
    assert_abs_diff_eq!(
        border.intensity[(Region::new(CHN), Sector::new(C26))],
        5000.0 / 18.0,
        epsilon = 1e-9
    );
    assert_eq!(border.intensity[(Region::new(USA), Sector::new(M))], 0.0);
}

#[test]
fn mistakes_of_the_new_shocks() {
    let check = |text: &str, expected: &str| {
        assert_eq!(mistakes_on(&burning(), text), [format!("my.toml:{expected}")], "{text}");
    };
    check("[[cap]]\nfrom = \"CHN\"", "1:1: `cap.1` has no `quantity`");
    check(
        "[[cap]]\nquantity = 0",
        "2:12: a cap of 0 is out of bounds: it must be above 0; trade that ends is an [[embargo]]",
    );
    check(
        "[[cap]]\nquantity = 0.5\nrent = \"orign\"",
        "3:8: unknown owner of the rent `orign`; did you mean `origin`?; legal: origin, destination, nobody",
    );
    check(
        "[[cap]]\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"A\"\nquantity = 0.5\n[[cap]]\nfrom = \"CHN\"\nquantity = 0.5",
        "6:1: trade in A from CHN to USA is capped twice: by `cap.1` (line 1) and by `cap.2` (line 6)",
    );
    check(
        "[[consumption_tax]]\nset = 0.1\nuses = \"households\"",
        "3:8: `uses` needs final uses told apart: set `final_uses = \"apart\"` in [demand]",
    );
    check("[[input_subsidy]]\nset = 1", "2:7: 1 is out of bounds: it must be below 1 (that is, below 100 %)");
    check(
        "[[input_subsidy]]\nregion = \"USA\"\nsectors = \"A\"\nby = \"M\"\nadd = 1.5",
        "1:1: the purchase tax of A bought by M in USA would be -1.5; it must be above -1 (that is, above -100 %)",
    );
    check(
        "[[input_tax]]\nregion = \"USA\"\nsectors = \"A\"\nby = \"M\"\nset = 0.1\n\
         [[input_subsidy]]\nregion = \"USA\"\nsectors = \"A\"\nby = \"M\"\nset = 0.1",
        "6:1: the purchase tax of A bought by M in USA is set twice: by `input_tax.1` (line 1) and by \
         `input_subsidy.1` (line 6): put the narrower one last, or leave cells out with `except`",
    );
    check("[[preference]]\nset = 0", "2:7: 0 is out of bounds: it must be above 0");
    check("[[carbon_price]]\nset = -5\non = \"A\"", "2:7: -5 is out of bounds: it must be 0 or above");
    check(
        "[[carbon_price]]\nset = 5",
        "1:1: no sector of this world is called B, C19, D35, D: name the fuels by `on`; legal: A, C26, M",
    );
    check(
        "[[carbon_price]]\nset = 5\non = \"A\"\nborder_sectors = \"A\"",
        "4:18: `border_sectors` goes with `border_adjustment = true` only",
    );
    assert_eq!(
        mistakes("[[carbon_price]]\nset = 5\non = \"A\""),
        ["my.toml:1:1: a price of carbon needs emissions, and `five` has no satellite `co2`"]
    );
    let apart = "[demand]\nfinal_uses = \"apart\"\n[[consumption_tax]]\nset = 0.1\nuses = \"household\"";
    assert_eq!(
        mistakes_on(&investing(), apart),
        [
            "my.toml:5:8: unknown use `household`; did you mean `households`?; legal: households, investment, other"
        ]
    );
}

/// The shares of an entry that is not the only one of its kind.
fn share(entry: &ShockEntry) -> &[f64] {
    entry.share.as_deref().unwrap()
}

#[test]
fn entries_of_one_kind_share_the_moves_of_cells() {
    let text = "[[iceberg]]\nname = \"far\"\nfrom = \"CHN\"\nto = \"USA\"\nmultiply = 1.1\n\
                [[iceberg]]\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"C26\"\nmultiply = 1.21\n\
                [[embargo]]\nfrom = \"USA\"\nto = \"CHN\"\nsectors = \"C26\"\n\
                [[embargo]]\nfrom = \"USA\"\nto = \"CHN\"";
    let resolved = base(text);
    let names: Vec<&str> = resolved.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["iceberg.far", "iceberg.2", "embargo.1", "embargo.2"]);
    assert!(resolved.entries.iter().all(|entry| entry.kind == ShockKind::Iceberg));
    let cost = resolved.shocks.iceberg_hat.as_ref().unwrap();
    let shape = cost.shape();
    for (at, hat) in cost.as_slice().iter().enumerate() {
        let sum: f64 = resolved.entries.iter().map(|entry| share(entry)[at]).sum();
        let moved = if *hat == 1.0 { 0.0 } else { 1.0 };
        assert_abs_diff_eq!(sum, moved, epsilon = 1e-12);
    }
    let flat = |s: usize, origin: usize, destination: usize| (s * shape[1] + destination) * shape[1] + origin;
    // ln 1.1 of ln 1.1 + ln 1.21
    assert_abs_diff_eq!(share(&resolved.entries[0])[flat(C26, CHN, USA)], 1.0 / 3.0, epsilon = 1e-12);
    // what the first embargo cuts, the second one finds cut
    assert_eq!(share(&resolved.entries[2])[flat(C26, USA, CHN)], 1.0);
    assert_eq!(share(&resolved.entries[3])[flat(C26, USA, CHN)], 0.0);
}

#[test]
fn entries_of_caps_and_tariffs_are_told_apart() {
    let text = "[[cap]]\nname = \"quota\"\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"C26\"\nquantity = 0.5\n\
                [[cap]]\nfrom = \"USA\"\nto = \"CHN\"\nsectors = \"C26\"\nquantity = 0.5\n\
                [[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"C26\"\nadd = 0.1\n\
                [[tariff]]\nfrom = \"CHN\"\nto = \"USA\"\nsectors = \"C26\"\nadd = -0.1";
    let resolved = base(text);
    let of = |kind| resolved.entries.iter().filter(move |entry| entry.kind == kind).collect::<Vec<_>>();
    let caps: Vec<_> =
        of(ShockKind::Cap).iter().map(|entry| (entry.name.clone(), share(entry).to_vec())).collect();
    assert_eq!(caps, [("cap.quota".to_owned(), vec![1.0, 0.0]), ("cap.2".to_owned(), vec![0.0, 1.0])]);
    // what ends where it began did not move
    assert!(of(ShockKind::Tariff).iter().all(|entry| share(entry).iter().all(|share| *share == 0.0)));
}
