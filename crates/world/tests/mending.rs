//! Each rule by which a raw table becomes a world, on tables worked by hand.

use crate::hand;
use std::collections::BTreeSet;

use crate::hand::{region, sector};
use approx::assert_abs_diff_eq;
use oblate_world::mending::{
    dead_sectors, drop_inventories, labour_shares, negative_final_use, negative_intermediate_use,
    no_home_supply, value_added_floor, value_added_residual,
};
use oblate_world::{
    Accounts, Array2, Axis, FinalUse, Flows, Id, Mend, MendError, MendOptions, MendRule, World, mend,
};

const INVENTORIES: [FinalUse; 0] = [];

fn flows(accounts: &mut Accounts) -> (&mut Vec<f64>, &mut Vec<f64>) {
    match &mut accounts.flows {
        Flows::ByUse { intermediate, final_use } => (intermediate, final_use),
        Flows::Common { .. } => unreachable!("the hand-worked world tells every source"),
    }
}

/// Output of each industry in the raw table over its output in the hand-worked world.
const RAW_OUTPUT: [f64; 4] = [0.1, 1.0, 2.0, 1.05];

/// A raw table from which dropping inventories must give the hand-worked world back: each industry's column
/// is scaled, and inventory changes make up what its sales then are away from its output.
fn with_inventories() -> (Accounts, [FinalUse; 1]) {
    let mut accounts = hand::accounts();
    accounts.axes.final_uses = Axis::of_codes(["hh", "inventories"]).unwrap();
    let mut intermediate = hand::Z.to_vec();
    for (at, value) in intermediate.iter_mut().enumerate() {
        *value *= RAW_OUTPUT[at % 4];
    }
    let mut final_use = Vec::new();
    for row in 0..4 {
        let sales: f64 = intermediate[row * 4..][..4].iter().chain(&hand::F[row * 2..][..2]).sum();
        let change = hand::Y[row] * RAW_OUTPUT[row] - sales;
        final_use.extend([hand::F[row * 2], change * 0.75, hand::F[row * 2 + 1], change * 0.25]);
    }
    accounts.flows = Flows::ByUse { intermediate, final_use };
    for (at, scale) in RAW_OUTPUT.into_iter().enumerate() {
        let (j, k) = (region(at / 2), sector(at % 2));
        accounts.factor_income.row_mut(j, k).iter_mut().for_each(|income| *income *= scale);
        accounts.production_tax[(j, k)] *= scale;
    }
    (accounts, [FinalUse::new(1)])
}

fn only(mends: &[Mend], rule: MendRule) -> Vec<(Option<&str>, Option<&str>, f64, f64)> {
    let of_rule = mends.iter().filter(|mend| mend.rule == rule);
    of_rule.map(|mend| (mend.region.as_deref(), mend.sector.as_deref(), mend.before, mend.after)).collect()
}

#[test]
fn rules_have_names_that_lead_back_to_them() {
    let names: BTreeSet<&str> = MendRule::ALL.into_iter().map(MendRule::name).collect();
    assert_eq!(names.len(), MendRule::ALL.len());
    assert!(MendRule::ALL.into_iter().all(|rule| MendRule::from_name(rule.name()) == Some(rule)));
    assert_eq!(MendRule::from_name("drop-inventory"), None);
}

#[test]
fn negative_final_use_becomes_zero_but_for_inventories() {
    let (mut accounts, inventories) = with_inventories();
    flows(&mut accounts).1[2 * 4] = -6.0; // B.g to households of A
    let inventory_cells: Vec<f64> = flows(&mut accounts).1.iter().copied().skip(1).step_by(2).collect();
    assert!(inventory_cells.iter().any(|&cell| cell < 0.0));
    negative_final_use(&mut accounts, &inventories);
    assert_eq!(flows(&mut accounts).1[2 * 4], 0.0);
    let left: Vec<f64> = flows(&mut accounts).1.iter().copied().skip(1).step_by(2).collect();
    assert_eq!(left, inventory_cells);
    let expected = Mend {
        rule: MendRule::NegativeFinalUse,
        region: Some("B".to_owned()),
        sector: Some("g".to_owned()),
        before: -6.0,
        after: 0.0,
        note: "hh in A".to_owned(),
    };
    assert_eq!(accounts.mends, [expected]);
}

#[test]
fn negative_intermediate_use_becomes_zero() {
    let mut accounts = hand::accounts();
    flows(&mut accounts).0[3] = -2.5; // A.g to services of B
    negative_intermediate_use(&mut accounts);
    assert_eq!(flows(&mut accounts).0[3], 0.0);
    let expected = Mend {
        rule: MendRule::NegativeIntermediateUse,
        region: Some("A".to_owned()),
        sector: Some("g".to_owned()),
        before: -2.5,
        after: 0.0,
        note: "use by v in B".to_owned(),
    };
    assert_eq!(accounts.mends, [expected]);
}

#[test]
fn dropping_inventories_gives_the_output_that_final_use_asks_for() {
    let (mut accounts, inventories) = with_inventories();
    let total: f64 = flows(&mut accounts).1.iter().skip(1).step_by(2).sum();
    drop_inventories(&mut accounts, &inventories).unwrap();
    let hand = hand::accounts();
    assert_eq!(accounts.axes, hand.axes);
    assert_abs_diff_eq!(flows(&mut accounts).0[..], hand::Z, epsilon = 1e-12);
    assert_abs_diff_eq!(flows(&mut accounts).1[..], hand::F, epsilon = 1e-12);
    assert_abs_diff_eq!(accounts.factor_income.as_slice(), &hand::V[..], epsilon = 1e-12);
    assert_abs_diff_eq!(accounts.production_tax.as_slice(), &hand::T[..], epsilon = 1e-12);
    let listed = only(&accounts.mends, MendRule::DropInventories);
    assert_eq!(listed.len(), 3, "the total and the two industries that move by more than 10 %: {listed:?}");
    assert_eq!((listed[0].0, listed[0].1, listed[0].3), (None, Some("inventories"), 0.0));
    assert_abs_diff_eq!(listed[0].2, total, epsilon = 1e-12);
    assert_eq!((listed[1].0, listed[1].1), (Some("A"), Some("g")));
    assert_abs_diff_eq!(listed[1].2, 5.0, epsilon = 1e-12);
    assert_abs_diff_eq!(listed[1].3, 50.0, epsilon = 1e-10);
    assert_eq!((listed[2].0, listed[2].1), (Some("B"), Some("g")));
    assert_abs_diff_eq!(listed[2].2, 60.0, epsilon = 1e-12);
    assert_abs_diff_eq!(listed[2].3, 30.0, epsilon = 1e-10);
    World::new(accounts).unwrap();
}

#[test]
fn a_negative_final_use_that_became_zero_leaves_the_technology_as_it_was() {
    let (mut accounts, inventories) = with_inventories();
    // services of A sell −3 to households of B, made good by inventories: output of 40 is as before
    let f = flows(&mut accounts).1;
    f[6] = -3.0;
    f[7] += 3.0;
    let mended = mend(accounts, &inventories, &MendOptions::default()).unwrap();
    assert!(only(&mended.mends, MendRule::ValueAddedResidual).is_empty(), "{:?}", mended.mends);
    let world = World::new(mended).unwrap();
    assert_abs_diff_eq!(world.gross_output().as_slice(), &hand::Y[..], epsilon = 1e-10);
}

#[test]
fn without_inventories_nothing_is_recomputed() {
    let mut accounts = hand::accounts();
    drop_inventories(&mut accounts, &INVENTORIES).unwrap();
    assert_eq!(accounts, hand::accounts());
}

#[test]
fn inputs_without_output_have_no_technology() {
    let (mut accounts, inventories) = with_inventories();
    let (z, f) = flows(&mut accounts);
    let sales = z[4..8].iter().sum::<f64>() + f[4] + f[6] + f[7];
    flows(&mut accounts).1[5] = 1e-12 - sales; // services of A: all out of stock, but for rounding
    let error = drop_inventories(&mut accounts, &inventories).unwrap_err();
    let MendError::NoTechnology { region, sector, inputs, output } = error else {
        panic!("{error}: services of A have inputs, but no output")
    };
    assert_eq!((region.as_str(), sector.as_str()), ("A", "v"));
    assert_abs_diff_eq!(inputs, 10.0, epsilon = 1e-12);
    assert_abs_diff_eq!(output, 0.0, epsilon = 1e-11);
}

#[test]
fn industries_that_use_more_than_they_make_are_refused() {
    let (mut accounts, inventories) = with_inventories();
    // services of A use 60 of themselves to make 40
    flows(&mut accounts).0[4 + 1] += 56.0;
    flows(&mut accounts).1[5] -= 56.0;
    let error = drop_inventories(&mut accounts, &inventories).unwrap_err();
    assert!(matches!(&error, MendError::NotProductive { region, .. } if region == "A"), "{error}");
    assert!(error.to_string().contains("switch the rule `drop-inventories` off"), "{error}");
}

#[test]
fn inventories_cannot_be_all_final_use_nor_pooled() {
    let mut accounts = hand::accounts();
    let all = [FinalUse::new(0)];
    assert_eq!(
        drop_inventories(&mut accounts, &all).unwrap_err().to_string(),
        "all final uses (hh) are named as inventories; at least one must be left"
    );
    assert_eq!(accounts, hand::accounts());
    assert_eq!(
        drop_inventories(&mut hand::common(), &all).unwrap_err(),
        MendError::InventoriesPooled { uses: "hh".to_owned() }
    );
}

/// Services of B sell to goods of B alone, which have no sales: both go.
fn dying() -> Accounts {
    let mut accounts = hand::accounts();
    let (z, f) = flows(&mut accounts);
    z[8..12].fill(0.0);
    f[4..6].fill(0.0);
    z[12..16].copy_from_slice(&[0., 0., 3., 0.]);
    f[6..8].fill(0.0);
    accounts
}

#[test]
fn sectors_without_sales_are_dropped_with_those_that_sold_to_them_alone() {
    let mut accounts = dying();
    dead_sectors(&mut accounts);
    let z = flows(&mut accounts).0;
    assert_eq!(*z, [10., 5., 0., 0., 6., 4., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0.]);
    assert_eq!(accounts.factor_income.matrix(region(1)), [0.0; 4]);
    assert_eq!(accounts.production_tax.as_slice(), [2., 0., 0., 0.]);
    // goods: inputs 4 + 3, factors 15; services: inputs 1 of A.g, factors 11, subsidy 1
    let listed = only(&accounts.mends, MendRule::DeadSector);
    let expected = [(Some("B"), Some("g"), 22.0, 0.0), (Some("B"), Some("v"), 11.0, 0.0)];
    assert_eq!(listed, expected);
}

/// Goods of B sell to services of B alone, and these to goods of B alone: nothing determines their size.
#[test]
fn sectors_that_sell_only_to_each_other_are_dropped() {
    for leak in [0.0, 1e-6] {
        let mut accounts = hand::accounts();
        let (z, f) = flows(&mut accounts);
        z[8..12].copy_from_slice(&[0., 0., 0., 5.]);
        z[12..16].copy_from_slice(&[0., 0., 3., 0.]);
        f[4..8].copy_from_slice(&[0., leak, 0., 0.]);
        dead_sectors(&mut accounts);
        let dropped = leak == 0.0;
        assert_eq!(only(&accounts.mends, MendRule::DeadSector).len(), if dropped { 2 } else { 0 });
        assert_eq!(accounts.factor_income.matrix(region(1)).iter().all(|&income| income == 0.0), dropped);
        assert_eq!(flows(&mut accounts).0[8..].iter().all(|&value| value == 0.0), dropped);
    }
}

#[test]
fn sectors_with_sales_or_without_cost_are_left_alone() {
    let mut accounts = hand::accounts();
    dead_sectors(&mut accounts);
    assert_eq!(accounts, hand::accounts());
}

#[test]
fn supply_shrinks_with_the_inputs_of_a_dead_sector_where_sources_are_shared() {
    let mut accounts = hand::common();
    let Flows::Common { trade, intermediate, final_use } = &mut accounts.flows else { unreachable!() };
    // services of B have no sales: nobody uses them, nothing of them is traded
    trade.matrix_mut(sector(1))[2..].fill(0.0);
    intermediate.row_mut(region(1), sector(1)).fill(0.0);
    final_use.row_mut(region(1), sector(1)).fill(0.0);
    dead_sectors(&mut accounts);
    let Flows::Common { trade, intermediate, .. } = &accounts.flows else { unreachable!() };
    // users of goods in B bought 12 + 3 + 19 = 34 from A (15) and B (19); 3 of 34 are dropped
    assert_eq!(intermediate.row(region(1), sector(0)), [12., 0.]);
    assert_abs_diff_eq!(trade[(sector(0), region(1), region(0))], 15. * 31. / 34., epsilon = 1e-13);
    assert_abs_diff_eq!(trade[(sector(0), region(1), region(1))], 19. * 31. / 34., epsilon = 1e-13);
    assert_eq!(only(&accounts.mends, MendRule::DeadSector), [(Some("B"), Some("v"), 13.0, 0.0)]);
}

#[test]
fn value_added_is_what_output_leaves() {
    for mut accounts in [hand::accounts(), hand::common()] {
        accounts.factor_income.row_mut(region(0), sector(0)).copy_from_slice(&[18., 6.]);
        value_added_residual(&mut accounts, 0.08).unwrap();
        assert_abs_diff_eq!(accounts.factor_income.as_slice(), &hand::V[..], epsilon = 1e-13);
        assert_eq!(
            only(&accounts.mends, MendRule::ValueAddedResidual),
            [(Some("A"), Some("g"), 24., 28.)],
            "the factors keep their shares of 3 to 1"
        );
        World::new(accounts).unwrap();
    }
}

#[test]
fn small_moves_of_value_added_are_listed_as_one_sum() {
    let mut accounts = hand::accounts();
    accounts.factor_income.row_mut(region(0), sector(0))[0] += 0.02; // 0.0004 of 50
    accounts.factor_income.row_mut(region(1), sector(0))[1] -= 0.015; // 0.0005 of 30
    accounts.factor_income.row_mut(region(0), sector(1))[0] += 2e-9; // rounding
    value_added_residual(&mut accounts.clone(), 0.0004).unwrap_err();
    value_added_residual(&mut accounts, 0.0006).unwrap();
    let listed = only(&accounts.mends, MendRule::ValueAddedResidual);
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].0, listed[0].1), (None, None));
    assert_abs_diff_eq!(listed[0].2, 28.02 + 14.985, epsilon = 1e-12);
    assert_abs_diff_eq!(listed[0].3, 28. + 15., epsilon = 1e-12);
    assert_eq!(accounts.mends[0].note, "value added of 2 sectors, each by less than 0.1 % of its output");
    World::new(accounts).unwrap();
}

#[test]
fn value_added_pays_tariffs_on_inputs() {
    let mut accounts = hand::with_tariff();
    accounts.factor_income = hand::accounts().factor_income;
    value_added_residual(&mut accounts, 0.5).unwrap();
    let of_b: Vec<f64> = accounts.factor_income.matrix(region(1)).to_vec();
    // 14 split as 9 to 6, and 10.75 as 8 to 3
    let expected = [14. * 0.6, 14. * 0.4, 10.75 * 8. / 11., 10.75 * 3. / 11.];
    assert_abs_diff_eq!(of_b[..], expected, epsilon = 1e-13);
}

#[test]
fn factor_incomes_without_a_usable_split_take_the_worlds_mean() {
    let mut accounts = hand::accounts();
    accounts.factor_income.row_mut(region(0), sector(0)).copy_from_slice(&[40., -20.]);
    accounts.factor_income.row_mut(region(1), sector(1)).copy_from_slice(&[0., 0.]);
    value_added_residual(&mut accounts, 1.0).unwrap();
    // goods: labour 40 + 9 and capital 6 in the world; services: 20 and 10
    let goods = accounts.factor_income.row(region(0), sector(0));
    assert_abs_diff_eq!(goods, &[28. * 49. / 55., 28. * 6. / 55.][..], epsilon = 1e-13);
    let services = accounts.factor_income.row(region(1), sector(1));
    assert_abs_diff_eq!(services, &[11. * 2. / 3., 11. / 3.][..], epsilon = 1e-13);
}

#[test]
fn value_added_that_agrees_is_not_touched_even_where_incomes_differ_in_sign() {
    let mut accounts = hand::accounts();
    accounts.factor_income.row_mut(region(0), sector(0)).copy_from_slice(&[30., -2.]);
    let before = accounts.clone();
    value_added_residual(&mut accounts, 0.0).unwrap();
    assert_eq!(accounts, before);
}

#[test]
fn a_mend_of_value_added_beyond_the_tolerance_names_its_sector() {
    let mut accounts = hand::accounts();
    accounts.factor_income.row_mut(region(0), sector(0)).copy_from_slice(&[18., 6.]);
    assert_eq!(
        value_added_residual(&mut accounts, 0.07).unwrap_err().to_string(),
        "value added of sector `g` in region `A` would change from 24 to 28, 8.0 % of its output, and the rule \
         `value-added-residual` may change at most 7.0 %; correct the source: value added, inputs, taxes and sales of \
         this sector do not belong together"
    );
}

/// Services of B buy 15.9 more of goods from B: output of goods is 45.9, value added of services −4.9.
fn squeezed() -> Accounts {
    let mut accounts = hand::accounts();
    flows(&mut accounts).0[2 * 4 + 3] += 15.9;
    value_added_residual(&mut accounts, 1.0).unwrap();
    accounts.mends.clear();
    accounts
}

#[test]
fn value_added_below_one_per_cent_is_raised_and_booked_as_a_subsidy() {
    let mut accounts = squeezed();
    World::new(accounts.clone()).unwrap();
    value_added_floor(&mut accounts, 0.26).unwrap();
    // the floor is 0.2 = 1 % of 20, split 8 to 3 as before; 5.1 join the subsidy of 1
    let services = accounts.factor_income.row(region(1), sector(1));
    assert_abs_diff_eq!(services, &[0.2 * 8. / 11., 0.2 * 3. / 11.][..], epsilon = 1e-12);
    assert_abs_diff_eq!(accounts.production_tax[(region(1), sector(1))], -6.1, epsilon = 1e-12);
    let listed = only(&accounts.mends, MendRule::ValueAddedFloor);
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].0, listed[0].1), (Some("B"), Some("v")));
    assert_abs_diff_eq!(listed[0].2, -4.9, epsilon = 1e-12);
    assert_abs_diff_eq!(listed[0].3, 0.2, epsilon = 1e-12);
    World::new(accounts.clone()).unwrap();
    let once = accounts.clone();
    value_added_floor(&mut accounts, 0.0).unwrap();
    assert_eq!(accounts, once, "a floor that holds is not laid twice");
}

#[test]
fn the_floor_holds_where_sources_are_shared() {
    let mut accounts = hand::common();
    accounts.production_tax[(region(1), sector(1))] += 10.9;
    accounts.factor_income.row_mut(region(1), sector(1)).copy_from_slice(&[0.08, 0.02]);
    value_added_floor(&mut accounts, 0.5).unwrap();
    let services = accounts.factor_income.row(region(1), sector(1));
    assert_abs_diff_eq!(services, &[0.16, 0.04][..], epsilon = 1e-13);
    assert_abs_diff_eq!(accounts.production_tax[(region(1), sector(1))], 9.8, epsilon = 1e-13);
    World::new(accounts).unwrap();
}

#[test]
fn a_floor_beyond_the_tolerance_names_its_sector() {
    let error = value_added_floor(&mut squeezed(), 0.25).unwrap_err();
    let MendError::TooLarge { rule, region, sector, size, .. } = &error else { panic!("{error}") };
    assert_eq!((*rule, region.as_str(), sector.as_str()), ("value-added-floor", "B", "v"));
    assert_abs_diff_eq!(*size, 0.255, epsilon = 1e-12);
}

fn by_industry(cells: [f64; 4]) -> Array2<oblate_world::Region, oblate_world::Sector> {
    Array2::from_vec([2, 2], cells.to_vec())
}

#[test]
fn labour_shares_are_kept_where_credible_and_else_the_worlds_mean() {
    let axes = hand::accounts().axes;
    let labour = by_industry([30., f64::NAN, 10., 12.]);
    let value_added = by_industry([50., 20., 40., 10.]);
    let output = by_industry([100., 50., 300., 20.]);
    let mut mends = Vec::new();
    let shares = labour_shares(&axes, &labour, &value_added, &output, &mut mends).unwrap();
    // services have no credible share anywhere: the mean over goods, (0.6 × 100 + 0.25 × 300) / 400
    assert_abs_diff_eq!(shares.as_slice(), &[0.6, 0.3375, 0.25, 0.3375][..], epsilon = 1e-15);
    assert_eq!(mends.len(), 2);
    assert!(
        mends.iter().all(|mend| mend.rule == MendRule::LabourShare && mend.sector.as_deref() == Some("v"))
    );
    assert!(mends[0].before.is_nan() && mends[0].region.as_deref() == Some("A"));
    assert_eq!((mends[1].before, mends[1].region.as_deref()), (1.2, Some("B")));
}

#[test]
fn the_mean_labour_share_is_that_of_the_sector() {
    let axes = hand::accounts().axes;
    let labour = by_industry([30., 5., 0., 5.]);
    let value_added = by_industry([50., 50., 0., 10.]);
    let output = by_industry([100., 50., 0., 150.]);
    let mut mends = Vec::new();
    let shares = labour_shares(&axes, &labour, &value_added, &output, &mut mends).unwrap();
    // goods of B have neither labour nor output: their share is filled, but not listed
    assert_abs_diff_eq!(shares.as_slice(), &[0.6, 0.1, 0.6, 0.5][..], epsilon = 1e-15);
    assert_eq!(mends, []);
}

#[test]
fn without_any_credible_labour_share_there_is_none() {
    let axes = hand::accounts().axes;
    let (zero, one) = (by_industry([0.0; 4]), by_industry([1.0; 4]));
    let error = labour_shares(&axes, &zero, &one, &one, &mut Vec::new()).unwrap_err();
    assert_eq!(error, MendError::NoLabourShare);
}

#[test]
fn products_without_home_supply_are_listed() {
    let mut accounts = hand::accounts();
    let (z, f) = flows(&mut accounts);
    // B makes goods for A alone: its users buy 27 goods from A
    z[2..4].copy_from_slice(&[12., 3.]);
    f[1] = 12.;
    z[10..12].fill(0.0);
    f[5] = 0.0;
    no_home_supply(&mut accounts);
    assert_eq!(accounts.mends.len(), 1);
    assert_eq!(only(&accounts.mends, MendRule::NoHomeSupply), [(Some("B"), Some("g"), 0., 0.)]);
    assert_eq!(accounts.mends[0].note, "all of its use, 27, is imported: kept, autarky is unbounded there");
}

/// Everything wrong at once: inventories, a negative final use, a negative intermediate use and value added
/// that does not add up.
fn raw() -> (Accounts, [FinalUse; 1]) {
    let (mut accounts, inventories) = with_inventories();
    let (z, f) = flows(&mut accounts);
    z[6] = -0.5;
    f[6] = -3.0;
    accounts.factor_income.row_mut(region(0), sector(1))[0] += 4.0;
    (accounts, inventories)
}

#[test]
fn all_rules_together_make_a_world() {
    let (accounts, inventories) = raw();
    let mended = mend(accounts, &inventories, &MendOptions::default()).unwrap();
    let rules: Vec<MendRule> = mended.mends.iter().map(|mend| mend.rule).collect();
    assert!(rules.is_sorted(), "rules are applied in their order: {rules:?}");
    for rule in [MendRule::NegativeFinalUse, MendRule::NegativeIntermediateUse, MendRule::DropInventories] {
        assert!(rules.contains(&rule), "{rule:?}");
    }
    assert_eq!(mended.axes.final_uses.codes().collect::<Vec<_>>(), ["hh"]);
    World::new(mended).unwrap();
}

#[test]
fn a_rule_that_is_off_leaves_its_cell_for_the_world_to_refuse() {
    let cases = [
        (MendRule::NegativeFinalUse, "final use is -3 at region A, sector v → region B, use hh"),
        // the column shrinks to half with the output of goods in B
        (MendRule::NegativeIntermediateUse, "intermediate use is -0.25"),
        (MendRule::DropInventories, "final use is -"),
        (MendRule::ValueAddedResidual, "sector `v` of region `A` does not balance"),
    ];
    for (rule, message) in cases {
        let (accounts, inventories) = raw();
        let options = MendOptions { off: BTreeSet::from([rule]), tolerance: 0.5 };
        let mended = mend(accounts, &inventories, &options).unwrap();
        assert!(mended.mends.iter().all(|mend| mend.rule != rule));
        let error = World::new(mended).unwrap_err().to_string();
        assert!(error.starts_with(message), "{rule:?}: {error}");
    }
}

#[test]
fn numbers_that_are_none_cannot_be_mended() {
    let mut accounts = hand::accounts();
    flows(&mut accounts).0[2] = f64::NAN;
    assert_eq!(
        mend(accounts, &INVENTORIES, &MendOptions::default()).unwrap_err().to_string(),
        "intermediate use is NaN at region A, sector g → region B, use g; it must be a finite number"
    );
}
