//! A world of two regions and two sectors, worked by hand; every number below can be checked on paper.
//!
//! ```text
//!          A.g  A.v  B.g  B.v | A.hh  B.hh |  Y
//!   A.g     10    5    4    1 |   20    10 | 50
//!   A.v      6    4    0    0 |   30     0 | 40
//!   B.g      4    1    8    2 |    6     9 | 30
//!   B.v      0    0    3    7 |    0    10 | 20
//!   labour  21   20    9    8
//!   capital  7   10    6    3
//!   tax      2    0    0   -1
//! ```

use oblate_world::{Accounts, Array2, Array3, Axes, Axis, Description, Factor, Flows, Id, Region, Sector};

pub const Z: [f64; 16] = [10., 5., 4., 1., 6., 4., 0., 0., 4., 1., 8., 2., 0., 0., 3., 7.];
pub const F: [f64; 8] = [20., 10., 30., 0., 6., 9., 0., 10.];
pub const V: [f64; 8] = [21., 7., 20., 10., 9., 6., 8., 3.];
pub const T: [f64; 4] = [2., 0., 0., -1.];
pub const Y: [f64; 4] = [50., 40., 30., 20.];

/// The accounts of the table above.
pub fn accounts() -> Accounts {
    Accounts {
        description: Description { name: "hand".to_owned(), ..Description::default() },
        axes: Axes {
            regions: Axis::of_codes(["A", "B"]).unwrap(),
            sectors: Axis::of_codes(["g", "v"]).unwrap(),
            final_uses: Axis::of_codes(["hh"]).unwrap(),
            factors: Axis::of_codes(["labour", "capital"]).unwrap(),
        },
        flows: Flows::ByUse { intermediate: Z.to_vec(), final_use: F.to_vec() },
        tariff: None,
        factor_income: Array3::<Region, Sector, Factor>::from_vec([2, 2, 2], V.to_vec()),
        production_tax: Array2::<Region, Sector>::from_vec([2, 2], T.to_vec()),
        trade_elasticity: None,
        satellites: vec![],
        region_covariates: vec![],
        pair_covariates: vec![],
        mends: vec![],
    }
}

/// The same world with a tariff of B of 25 % on goods from A: what B pays more for them, 1, 0.25 and 2.5,
/// its industries lose in value added.
pub fn with_tariff() -> Accounts {
    let mut accounts = accounts();
    let mut tariff = Array3::zeros([2, 2, 2]);
    tariff[(sector(0), region(1), region(0))] = 0.25;
    accounts.tariff = Some(tariff);
    accounts.factor_income.row_mut(region(1), sector(0))[0] -= 1.0;
    accounts.factor_income.row_mut(region(1), sector(1))[0] -= 0.25;
    accounts
}

/// The same world when the uses of a region share their sources, as pooled by hand.
pub fn common() -> Accounts {
    let trade = vec![35., 11., 15., 19., 40., 0., 0., 20.];
    let intermediate = vec![14., 6., 6., 4., 12., 3., 3., 7.];
    let final_use = vec![26., 30., 19., 10.];
    Accounts {
        flows: Flows::Common {
            trade: Array3::from_vec([2, 2, 2], trade),
            intermediate: Array3::from_vec([2, 2, 2], intermediate),
            final_use: Array3::from_vec([2, 2, 1], final_use),
        },
        ..accounts()
    }
}

pub fn region(at: usize) -> Region {
    Region::new(at)
}

pub fn sector(at: usize) -> Sector {
    Sector::new(at)
}
