//! Blocs, closed sectors and products without supply on small worlds.

use oblate_world::{RandomWorld, TradeTensor};

use super::*;
use crate::economy::Parameters;

fn economy(dead_sectors: usize, seed: u64) -> Economy {
    let spec = RandomWorld {
        regions: 4,
        sectors: 3,
        trade_density: 1.0,
        dead_sectors,
        seed,
        ..RandomWorld::default()
    };
    Economy::calibrate(&spec.build(), &Parameters::new(spec.trade_elasticities())).unwrap()
}

/// Weights of links whose uses are pooled.
fn common(shares: &TradeTensor) -> Weights {
    Weights { cells: shares.as_slice().to_vec(), regions: shares.shape()[1], width: 1 }
}

/// Trade shares without the links between regions for which `cut` holds.
fn without(economy: &Economy, cut: impl Fn(Sector, usize, usize) -> bool) -> TradeTensor {
    TradeTensor::from_fn(economy.trade_share.shape(), |s, j, i| {
        if cut(s, j.index(), i.index()) { 0.0 } else { economy.trade_share[(s, j, i)] }
    })
}

#[test]
fn regions_that_trade_are_one_bloc() {
    let economy = economy(0, 1);
    let reach = Reach::new(&economy, &common(&economy.trade_share)).unwrap();
    let all: Vec<Region> = economy.axes.regions.ids().collect();
    assert_eq!(reach.blocs().collect::<Vec<_>>(), [all.as_slice()]);
    assert!(reach.unbounded().is_empty());
}

#[test]
fn an_embargo_between_two_pairs_makes_two_blocs() {
    let economy = economy(0, 1);
    let reach = Reach::new(&economy, &common(&without(&economy, |_, j, i| (i % 2) != (j % 2)))).unwrap();
    let [even, odd] = [[0, 2], [1, 3]].map(|pair| pair.map(Region::new));
    assert_eq!(reach.blocs().collect::<Vec<_>>(), [even.as_slice(), odd.as_slice()]);
    assert_eq!(reach.bloc(Region::new(3)), odd);
}

#[test]
fn trade_one_way_joins_a_bloc_and_so_does_a_third_region() {
    let economy = economy(0, 1);
    // 1 buys from 0 and from 2, 3 is alone
    let reach = Reach::new(
        &economy,
        &common(&without(&economy, |_, j, i| i != j && ![(1, 0), (1, 2)].contains(&(j, i)))),
    )
    .unwrap();
    assert_eq!(reach.bloc(Region::new(2)), [0, 1, 2].map(Region::new));
    assert_eq!(reach.bloc(Region::new(3)), [Region::new(3)]);
}

/// An economy in which region 0 does not make product 0.
fn without_a_product() -> Economy {
    let lacks = |economy: &Economy| economy.receipts[(Region::new(0), Sector::new(0))] == 0.0;
    (0..200).map(|seed| economy(1, seed)).find(lacks).expect("a seed in two hundred")
}

#[test]
fn a_region_alone_without_a_product_is_unbounded() {
    let economy = without_a_product();
    let reach =
        Reach::new(&economy, &common(&without(&economy, |_, j, i| i != j && (i == 0 || j == 0)))).unwrap();
    assert_eq!(reach.unbounded(), [(Region::new(0), vec![Sector::new(0)])]);
    assert!(reach.is_unbounded(Region::new(0)) && !reach.is_unbounded(Region::new(1)));
    // its bloc is out of the numeraires
    assert_eq!(reach.blocs().count(), 1);
}

#[test]
fn a_region_that_trades_other_products_must_have_a_supplier() {
    let economy = without_a_product();
    let cut = without(&economy, |s, j, i| s.index() == 0 && j == 0 && i != 0);
    let error = Reach::new(&economy, &common(&cut)).unwrap_err();
    assert_eq!(error, ShockError::NoSupply { cells: vec![("R1".to_owned(), "s1".to_owned())] });
    let message = error.to_string();
    assert!(
        message.starts_with("no supplier is left for product `s1` in region `R1` (of 1 such cases)"),
        "{message}"
    );
}

#[test]
fn a_sector_without_buyers_closes_and_so_do_those_that_sold_to_it_only() {
    let mut economy = economy(0, 1);
    let regions: Vec<Region> = economy.axes.regions.ids().collect();
    let [first, second, third] = [0, 1, 2].map(Sector::new);
    for &j in &regions {
        // nobody buys product 1 as a final good or as an input but sector 0, and only sector 1 uses product 2
        economy.final_demand[0].share[(j, second)] = 0.0;
        economy.final_demand[0].share[(j, third)] = 0.0;
        for k in [first, second, third] {
            economy.input_share[(j, second, k)] = if k == first { 0.1 } else { 0.0 };
            economy.input_share[(j, third, k)] = if k == second { 0.1 } else { 0.0 };
            economy.input_share[(j, first, k)] = 0.0;
        }
    }
    // the home market of region 0 for product 0 is gone, and nobody else buys it there
    let cut = without(&economy, |s, _, i| s == first && i == 0);
    let reach = Reach::new(&economy, &common(&cut)).unwrap();
    assert!(!reach.active(regions[0], first));
    assert!(reach.active(regions[1], first) && reach.active(regions[1], third));
    // region 0 still sells products 1 and 2 abroad
    assert!(reach.active(regions[0], second));
    let alone = without(&economy, |s, j, i| i != j || (s == first && i == 0));
    let reach = Reach::new(&economy, &common(&alone));
    // alone, region 0 has nobody to buy product 1, then nobody to buy product 2
    let reach = reach.unwrap();
    assert!([first, second, third].iter().all(|&s| !reach.active(regions[0], s)));
    assert_eq!(reach.unbounded(), [(regions[0], vec![first])]);
}

#[test]
fn sectors_that_sell_to_each_other_only_close() {
    let mut economy = economy(0, 1);
    let [first, second, third] = [0, 1, 2].map(Sector::new);
    let here = Region::new(0);
    // at home, products 0 and 1 go into each other only: what earns their cost is exports
    for product in [first, second] {
        economy.final_demand[0].share[(here, product)] = 0.0;
        economy.input_share[(here, product, third)] = 0.0;
        economy.input_share[(here, product, first)] = 0.1;
        economy.input_share[(here, product, second)] = 0.1;
    }
    let open = Reach::new(&economy, &common(&economy.trade_share)).unwrap();
    assert!([first, second, third].iter().all(|&s| open.active(here, s)));
    let alone = Reach::new(&economy, &common(&without(&economy, |_, j, i| i != j))).unwrap();
    assert_eq!([first, second, third].map(|s| alone.active(here, s)), [false, false, true]);
    assert!(alone.unbounded().is_empty());
}
