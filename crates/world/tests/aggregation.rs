//! Aggregation of the hand-worked world, number by number.

use crate::hand;
use crate::hand::{region, sector};
use approx::assert_abs_diff_eq;
use oblate_world::{
    Accounts, AggregationError, Array2, Array3, Axis, Concordance, Flows, Mend, MendRule, PairCovariate,
    RegionCovariate, Satellite, World, aggregate,
};

fn one_region(accounts: &Accounts) -> Concordance<oblate_world::Region> {
    Concordance::of_pairs(&accounts.axes.regions, &[("A", "W"), ("B", "W")]).unwrap()
}

fn one_sector(accounts: &Accounts) -> Concordance<oblate_world::Sector> {
    Concordance::of_pairs(&accounts.axes.sectors, &[("g", "all"), ("v", "all")]).unwrap()
}

/// The world with its two regions merged.
fn merged_regions(accounts: Accounts) -> World {
    let (regions, sectors) = (one_region(&accounts), Concordance::identity(&accounts.axes.sectors));
    aggregate(&World::new(accounts).unwrap(), &regions, &sectors).unwrap()
}

/// The world with its two sectors merged.
fn merged_sectors(accounts: Accounts) -> World {
    let (regions, sectors) = (Concordance::identity(&accounts.axes.regions), one_sector(&accounts));
    aggregate(&World::new(accounts).unwrap(), &regions, &sectors).unwrap()
}

#[test]
fn merged_regions_trade_with_themselves() {
    let world = merged_regions(hand::accounts());
    let Flows::ByUse { intermediate, final_use } = &world.accounts().flows else { unreachable!() };
    assert_eq!(*intermediate, [26., 9., 9., 11.]);
    assert_eq!(*final_use, [45., 40.]);
    assert_eq!(world.trade().as_slice(), [80., 60.]);
    assert_eq!(world.accounts().factor_income.as_slice(), [30., 13., 28., 13.]);
    assert_eq!(world.accounts().production_tax.as_slice(), [2., -1.]);
    assert_eq!(world.deficits(), [0.]);
    assert_eq!(world.accounts().description.caveats, ["aggregated from 2 regions and 2 sectors to 1 and 2"]);
}

#[test]
fn merged_sectors_keep_trade_between_regions() {
    for accounts in [hand::accounts(), hand::common()] {
        let world = merged_sectors(accounts);
        assert_eq!(world.trade().as_slice(), [75., 11., 15., 39.]);
        assert_eq!(world.intermediate().as_slice(), [30., 25.]);
        assert_eq!(world.final_use().as_slice(), [56., 29.]);
        assert_eq!(world.deficits(), [-4., 4.]);
    }
}

#[test]
fn tariffs_are_weighted_by_trade_and_revenue_is_kept() {
    let world = merged_regions(hand::with_tariff());
    // of 80 of goods sold, 15 pay 25 %: the merged region's own goods carry 3.75 / 80
    assert_abs_diff_eq!(world.tariff(sector(0), region(0), region(0)), 3.75 / 80., epsilon = 1e-15);
    assert_eq!(world.tariff(sector(1), region(0), region(0)), 0.);
    assert_abs_diff_eq!(world.tariff_revenue()[0], 3.75, epsilon = 1e-13);
    assert_abs_diff_eq!(world.deficits()[0], 0., epsilon = 1e-12);
}

#[test]
fn where_every_use_has_its_sources_gaps_of_merged_tariffs_are_booked_as_taxes() {
    let world = merged_regions(hand::with_tariff());
    // goods used by g: 26, of which 4 paid 1 in tariffs, now 26 × 3.75/80; by v: 9 and 0.25
    let rate = 3.75 / 80.;
    let taxes = world.accounts().production_tax.as_slice();
    assert_abs_diff_eq!(taxes, &[2. + 1. - 26. * rate, -1. + 0.25 - 9. * rate][..], epsilon = 1e-13);
    let listed = &world.accounts().mends;
    assert!(listed.iter().all(|mend| mend.rule == MendRule::MergedTariffs));
    assert_eq!(listed.len(), 2);
    assert_eq!((listed[0].before, listed[1].before), (2., -1.));
}

/// The hand-worked world with shared sources and the tariff of [`hand::with_tariff`] on 15 of goods.
fn common_with_tariff() -> Accounts {
    let mut accounts = hand::common();
    accounts.tariff = hand::with_tariff().tariff;
    accounts.factor_income = hand::with_tariff().factor_income;
    let Flows::Common { intermediate, final_use, .. } = &mut accounts.flows else { unreachable!() };
    intermediate.row_mut(region(1), sector(0)).copy_from_slice(&[13., 3.25]);
    final_use.row_mut(region(1), sector(0)).copy_from_slice(&[21.5]);
    accounts
}

#[test]
fn where_sources_are_shared_purchases_add_up_with_their_tariffs() {
    let world = merged_regions(common_with_tariff());
    assert_eq!(world.intermediate().as_slice(), [27., 9.25, 9., 11.]);
    assert_eq!(world.final_use().as_slice(), [47.5, 40.]);
    assert_eq!(world.accounts().production_tax.as_slice(), [2., -1.]);
    assert_eq!(world.accounts().mends, []);
    assert_abs_diff_eq!(world.tariff_revenue()[0], 3.75, epsilon = 1e-13);
}

#[test]
fn links_without_trade_take_the_plain_mean_of_their_tariffs() {
    let mut accounts = hand::accounts();
    let mut tariff = Array3::zeros([2, 2, 2]);
    tariff[(sector(1), region(0), region(1))] = 0.3; // services do not go from B to A
    tariff[(sector(1), region(1), region(0))] = 0.1; // nor from A to B
    accounts.tariff = Some(tariff.clone());
    let identity = Concordance::identity(&accounts.axes.regions);
    let sectors = Concordance::identity(&accounts.axes.sectors);
    let world = World::new(accounts.clone()).unwrap();
    assert_eq!(aggregate(&world, &identity, &sectors).unwrap().accounts().tariff, Some(tariff));
    // merged with goods, of which 11 go from B to A untaxed, the untraded link has no weight
    assert_eq!(merged_sectors(accounts).tariff(sector(0), region(0), region(1)), 0.);
}

fn satellite(values: [f64; 4]) -> Satellite {
    Satellite {
        name: "employment".to_owned(),
        unit: "persons".to_owned(),
        values: Array2::from_vec([2, 2], values.to_vec()),
    }
}

#[test]
fn satellites_add_up_and_a_missing_part_is_missing() {
    let mut accounts = hand::accounts();
    accounts.satellites = vec![satellite([5., f64::NAN, 3., 4.])];
    let world = merged_sectors(accounts.clone());
    let values = world.accounts().satellites[0].values.as_slice();
    assert!(values[0].is_nan());
    assert_eq!(values[1], 7.);
    let world = merged_regions(accounts);
    let values = world.accounts().satellites[0].values.as_slice();
    assert_eq!(values[0], 8.);
    assert!(values[1].is_nan());
}

#[test]
fn a_missing_part_without_output_does_not_count() {
    let mut accounts = hand::accounts();
    // services of B have no output: B's goods and households buy them no more
    let Flows::ByUse { intermediate, final_use } = &mut accounts.flows else { unreachable!() };
    intermediate[12..16].fill(0.);
    [3, 7, 11].into_iter().for_each(|at| intermediate[at] = 0.);
    final_use[7] = 0.;
    accounts.production_tax[(region(1), sector(1))] = 0.;
    accounts.factor_income.row_mut(region(1), sector(1)).fill(0.);
    accounts.factor_income.row_mut(region(0), sector(0))[0] -= 1.; // output of goods of A is 49
    accounts.factor_income.row_mut(region(1), sector(0))[0] += 1.; // of B 28, inputs 12
    accounts.satellites = vec![satellite([5., 6., 3., f64::NAN])];
    let world = merged_sectors(accounts);
    assert_eq!(world.accounts().satellites[0].values.as_slice(), [11., 3.]);
}

#[test]
fn elasticities_are_weighted_by_trade_between_regions() {
    let mut accounts = hand::accounts();
    accounts.trade_elasticity = Some(vec![4., 9.]);
    // all trade between regions is in goods: 11 + 15, services none
    assert_eq!(merged_sectors(accounts.clone()).accounts().trade_elasticity, Some(vec![4.]));
    // services now go from A to B as well: 4 of the 30 that A's households bought, against 4 goods
    let Flows::ByUse { final_use, .. } = &mut accounts.flows else { unreachable!() };
    final_use[2] -= 4.;
    final_use[3] += 4.;
    let merged = merged_sectors(accounts.clone()).accounts().trade_elasticity.clone().unwrap();
    assert_abs_diff_eq!(merged[0], (26. * 4. + 4. * 9.) / 30., epsilon = 1e-14);
    assert_eq!(merged_regions(accounts).accounts().trade_elasticity, Some(vec![4., 9.]));
}

#[test]
fn without_trade_between_regions_elasticities_are_weighted_by_output() {
    let mut accounts = hand::accounts();
    accounts.trade_elasticity = Some(vec![4., 9.]);
    let world = merged_regions(accounts);
    let (regions, sectors) = (Concordance::identity(&world.axes().regions), one_sector(world.accounts()));
    let merged = aggregate(&world, &regions, &sectors).unwrap();
    let theta = merged.accounts().trade_elasticity.clone().unwrap();
    assert_abs_diff_eq!(theta[0], (80. * 4. + 60. * 9.) / 140., epsilon = 1e-14);
}

#[test]
fn covariates_of_merged_regions() {
    let mut accounts = hand::accounts();
    let pairs = |cells: [f64; 4]| PairCovariate {
        name: "distance".to_owned(),
        unit: "km".to_owned(),
        values: Array2::from_vec([2, 2], cells.to_vec()),
    };
    accounts.pair_covariates = vec![pairs([1., 7., 8., 2.]), pairs([1., f64::NAN, 8., 2.])];
    accounts.region_covariates =
        vec![RegionCovariate { name: "population".into(), unit: "persons".into(), values: vec![3., 4.] }];
    let world = merged_regions(accounts.clone());
    // outputs are 90 and 50
    let (a, b) = (90., 50.);
    let expected = (a * a * 1. + a * b * (7. + 8.) + b * b * 2.) / ((a + b) * (a + b));
    let covariates = &world.accounts().pair_covariates;
    assert_abs_diff_eq!(covariates[0].values.as_slice()[0], expected, epsilon = 1e-14);
    assert!(covariates[1].values.as_slice()[0].is_nan());
    assert!(world.accounts().region_covariates[0].values[0].is_nan());
    let caveats = &world.accounts().description.caveats;
    assert!(caveats.iter().any(|caveat| caveat == "region covariates of merged regions are missing"));
    let unmerged = merged_sectors(accounts);
    assert_eq!(unmerged.accounts().region_covariates[0].values, [3., 4.]);
    assert_eq!(unmerged.accounts().pair_covariates[0], pairs([1., 7., 8., 2.]));
}

#[test]
fn a_concordance_of_another_axis_is_refused() {
    let world = World::new(hand::accounts()).unwrap();
    let other = Concordance::identity(&Axis::of_codes(["A", "C"]).unwrap());
    let sectors = Concordance::identity(&world.axes().sectors);
    let error = aggregate(&world, &other, &sectors).unwrap_err();
    assert_eq!(error.to_string(), "the concordance maps other regions (A, C) than those of the world (A, B)");
    assert!(matches!(error, AggregationError::OtherAxis { kind: "region", .. }));
}

#[test]
fn mends_follow_their_places_and_those_that_no_longer_hold_go() {
    let mut accounts = hand::accounts();
    let mend = |rule, sector: &str| Mend {
        rule,
        region: Some("B".to_owned()),
        sector: Some(sector.to_owned()),
        before: -1.0,
        after: 0.0,
        note: "a note".to_owned(),
    };
    // merged regions sell to themselves, so nothing is without home supply
    accounts.mends = vec![mend(MendRule::NegativeFinalUse, "g"), mend(MendRule::NoHomeSupply, "v")];
    let world = merged_regions(accounts);
    let expected = Mend { region: Some("W".to_owned()), ..mend(MendRule::NegativeFinalUse, "g") };
    assert_eq!(world.accounts().mends, [expected]);
}
