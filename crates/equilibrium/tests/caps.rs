//! Quantity caps and border adjustments: wedges that are found in equilibrium. Equations: model.md (4.2), (4.3).

use crate::random::{gap, solve_closely};
use oblate_equilibrium::{
    BorderAdjustment, CarbonPrice, Economy, Equilibrium, MarketStructure, Parameters, QuantityCap, Rent,
    Settings, Shocks, solve,
};
use oblate_world::{Array2, Array3, Id, RandomWorld, Region, Sector, TradeTensor};

const CAPPED: (usize, usize, usize) = (0, 1, 2);

fn cells() -> (Sector, Region, Region) {
    (Sector::new(CAPPED.0), Region::new(CAPPED.1), Region::new(CAPPED.2))
}

fn economy(structure: MarketStructure, seed: u64) -> Economy {
    let spec = RandomWorld { trade_density: 1.0, untraded: 0, seed, ..RandomWorld::default() };
    let parameters = Parameters::new(spec.trade_elasticities()).with_structure(structure);
    Economy::calibrate(&spec.build(), &parameters).unwrap()
}

fn capped(cap: f64, rent: Rent) -> Shocks {
    let (sector, destination, origin) = cells();
    let cap = QuantityCap { sector, destination, origin, cap, rent };
    Shocks { quantity_caps: vec![cap], ..Shocks::default() }
}

/// Quantity on the capped link over its baseline, under perfect competition.
fn quantity(economy: &Economy, equilibrium: &Equilibrium) -> f64 {
    let (s, j, i) = cells();
    let baseline = economy.trade_share[(s, j, i)] * economy.expenditure()[(j, s)]
        / (1.0 + economy.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]));
    equilibrium.trade(s, j, i) / baseline / equilibrium.unit_cost_hat[(i, s)]
}

#[test]
fn a_binding_cap_is_the_tariff_that_gives_the_same_flow_when_the_rent_stays_at_home() {
    let structures = [
        MarketStructure::Perfect,
        MarketStructure::External { scale_elasticity: 0.08 },
        MarketStructure::Krugman,
    ];
    for (seed, structure) in structures.into_iter().enumerate() {
        let economy = economy(structure, seed as u64);
        let cap = solve_closely(&economy, &capped(0.6, Rent::Destination));
        let (s, j, i) = cells();
        let wedge = cap.caps[0].wedge;
        assert!(wedge > 0.01, "{wedge}");
        let mut tariff = economy.tariff.clone().unwrap();
        tariff[(s, j, i)] = (1.0 + tariff[(s, j, i)]) * (1.0 + wedge) - 1.0;
        let taxed = solve_closely(&economy, &Shocks { tariff: Some(tariff), ..Shocks::default() });
        assert!(gap(cap.wage_hat.as_slice(), taxed.wage_hat.as_slice()) < 1e-9);
        assert!(gap(cap.gross_output.as_slice(), taxed.gross_output.as_slice()) < 1e-9);
        assert!(gap(&cap.income, &taxed.income) < 1e-9);
        assert!((cap.trade(s, j, i) / taxed.trade(s, j, i) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_binding_cap_lets_just_its_quantity_pass_whoever_earns_the_rent() {
    let economy = economy(MarketStructure::Perfect, 3);
    for rent in [Rent::Origin, Rent::Destination] {
        for cap in [0.9, 0.5, 0.05] {
            let equilibrium = solve_closely(&economy, &capped(cap, rent));
            assert!((quantity(&economy, &equilibrium) / cap - 1.0).abs() < 1e-9);
        }
    }
    // what nobody earns is lost on the way: the cap is on what arrives
    let equilibrium = solve_closely(&economy, &capped(0.5, Rent::Nobody));
    let arrives = quantity(&economy, &equilibrium) / (1.0 + equilibrium.caps[0].wedge);
    assert!((arrives / 0.5 - 1.0).abs() < 1e-9, "{arrives}");
}

#[test]
fn the_origin_gains_from_its_rent_and_waste_helps_nobody() {
    let economy = economy(MarketStructure::Perfect, 4);
    let (_, j, i) = cells();
    let real = |rent| {
        let equilibrium = solve_closely(&economy, &capped(0.6, rent));
        let price = equilibrium.consumer_price_hat(&economy);
        [i, j].map(|at| equilibrium.income[at.index()] / economy.income[at.index()] / price[at.index()])
    };
    let [of_origin, of_destination, of_nobody] = [Rent::Origin, Rent::Destination, Rent::Nobody].map(real);
    assert!(of_origin[0] > of_destination[0] && of_destination[1] > of_origin[1]);
    assert!(of_nobody[0] < of_origin[0] && of_nobody[1] < of_destination[1]);
}

#[test]
fn a_cap_above_the_baseline_does_nothing_until_trade_grows_to_it() {
    let economy = economy(MarketStructure::Perfect, 5);
    let equilibrium = solve_closely(&economy, &capped(1.2, Rent::Origin));
    assert_eq!(equilibrium.caps[0].wedge, 0.0);
    assert!(equilibrium.wage_hat.as_slice().iter().all(|hat| (hat - 1.0).abs() < 1e-9));
    let (s, j, i) = cells();
    let cheaper =
        TradeTensor::from_fn(
            economy.trade_share.shape(),
            |t, l, k| if (t, l, k) == (s, j, i) { 0.7 } else { 1.0 },
        );
    let free = Shocks { iceberg_hat: Some(cheaper.clone()), ..Shocks::default() };
    assert!(quantity(&economy, &solve_closely(&economy, &free)) > 1.2);
    let bound = solve_closely(&economy, &Shocks { iceberg_hat: Some(cheaper), ..capped(1.2, Rent::Origin) });
    assert!(bound.caps[0].wedge > 0.0);
    assert!((quantity(&economy, &bound) / 1.2 - 1.0).abs() < 1e-9);
}

#[test]
fn two_caps_on_one_link_are_refused() {
    let economy = economy(MarketStructure::Perfect, 6);
    let mut shocks = capped(0.5, Rent::Origin);
    shocks.quantity_caps.push(shocks.quantity_caps[0]);
    let error = solve(&economy, &shocks, &Settings::default()).unwrap_err().to_string();
    let wanted = "two caps, or a cap and a border adjustment, act on one link (sector s1, destination R2, origin R3): keep one of them";
    assert_eq!(error, wanted);
}

/// Carbon in the purchases of product 0, priced in region 0 only.
fn carbon(economy: &Economy, price: f64, border: bool) -> Shocks {
    let [n, m] = economy.receipts.shape();
    let intensity =
        Array3::from_fn([n, m, economy.uses()], |_, s: Sector, _| if s.index() == 0 { 0.3 } else { 0.0 });
    let destinations = (0..n).map(|j| j == 0).collect();
    let embodied = Array2::from_fn([n, m], |_: Region, s: Sector| if s.index() == 1 { 0.2 } else { 0.0 });
    Shocks {
        carbon: Some(CarbonPrice {
            price: (0..n).map(|j| if j == 0 { price } else { 0.0 }).collect(),
            intensity,
            border: border.then_some(BorderAdjustment { destinations, intensity: embodied }),
        }),
        ..Shocks::default()
    }
}

#[test]
fn a_carbon_price_is_the_tax_on_purchases_that_it_amounts_to() {
    let economy = economy(MarketStructure::Perfect, 7);
    let priced = solve_closely(&economy, &carbon(&economy, 0.5, false));
    let here = Region::new(0);
    // τ m / P̂ of product 0 in region 0
    let rate = 0.5 * 0.3 / priced.price_index_hat[(here, Sector::new(0))];
    let [n, m] = economy.receipts.shape();
    let tax = Array3::from_fn(
        [n, m, economy.uses()],
        |j: Region, s: Sector, _| {
            if j == here && s.index() == 0 { rate } else { 0.0 }
        },
    );
    let taxed = solve_closely(&economy, &Shocks { purchase_tax: Some(tax), ..Shocks::default() });
    assert!(gap(priced.wage_hat.as_slice(), taxed.wage_hat.as_slice()) < 1e-9);
    assert!(gap(&priced.income, &taxed.income) < 1e-9);
    assert!((priced.purchase_tax_revenue[0] / taxed.purchase_tax_revenue[0] - 1.0).abs() < 1e-9);
    // revenue is price times emissions
    let [before, after] = priced.emissions[0];
    assert!(after < before);
    assert!((priced.purchase_tax_revenue[0] / (0.5 * after) - 1.0).abs() < 1e-9);
}

#[test]
fn a_border_adjustment_is_the_tariff_that_it_amounts_to() {
    let economy = economy(MarketStructure::Perfect, 8);
    let adjusted = solve_closely(&economy, &carbon(&economy, 0.5, true));
    let without = carbon(&economy, 0.5, false);
    let taxed = solve_closely(&economy, &Shocks { tariff: adjusted.tariff.clone(), ..without.clone() });
    assert!(gap(adjusted.wage_hat.as_slice(), taxed.wage_hat.as_slice()) < 1e-9);
    assert!(gap(&adjusted.tariff_revenue, &taxed.tariff_revenue) < 1e-9);
    // t + τ m / p̂ on imports of product 1
    let (s, j, i) = (Sector::new(1), Region::new(0), Region::new(2));
    let rate = economy.tariff.as_ref().unwrap()[(s, j, i)] + 0.5 * 0.2 / adjusted.unit_cost_hat[(i, s)];
    assert!((adjusted.tariff.unwrap()[(s, j, i)] / rate - 1.0).abs() < 1e-9);
}
