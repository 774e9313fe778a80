//! Whether entry rests at the baseline, against a closed form.

use oblate_equilibrium::{Economy, Entry, MarketStructure, Parameters, Settings, Shocks, SolveError, solve};
use oblate_world::{
    Accounts, Array2, Array3, Axis, Flows, Id, RandomWorld, Region, Sector, TradeTensor, World,
};

/// Shares of the sector with scale in spending, of home goods in each sector, and trade elasticities.
const PART: f64 = 0.3;
const HOME: [f64; 2] = [0.6, 0.7];
const THETA: [f64; 2] = [8.0, 4.0];

/// Two equal regions, an outside sector (the first) and one with economies of scale; labour alone makes goods.
fn twins() -> World {
    let spec = RandomWorld { regions: 2, sectors: 2, factors: 1, final_uses: 1, ..RandomWorld::default() };
    let old = spec.build().into_accounts();
    let spent = |s: Sector| [1.0 - PART, PART][s.index()];
    let accounts = Accounts {
        flows: Flows::Common {
            trade: TradeTensor::from_fn([2, 2, 2], |s, j, i| {
                spent(s) * if i == j { HOME[s.index()] } else { 1.0 - HOME[s.index()] }
            }),
            intermediate: Array3::zeros([2, 2, 2]),
            final_use: Array3::from_fn([2, 2, 1], |_: Region, s, _: oblate_world::FinalUse| spent(s)),
        },
        factor_income: Array3::from_fn([2, 2, 1], |_: Region, k, _: oblate_world::Factor| spent(k)),
        production_tax: Array2::zeros([2, 2]),
        tariff: None,
        trade_elasticity: None,
        ..old
    };
    let axes = oblate_world::Axes {
        regions: Axis::of_codes(["A", "B"]).unwrap(),
        sectors: Axis::of_codes(["outside", "scale"]).unwrap(),
        ..accounts.axes.clone()
    };
    World::new(Accounts { axes, ..accounts }).unwrap()
}

fn economy(psi: f64) -> Economy {
    let mut parameters = Parameters::new(THETA.to_vec());
    parameters.set_structure(Sector::new(1), MarketStructure::External { scale_elasticity: psi });
    Economy::calibrate(&twins(), &parameters).unwrap()
}

/// How much wages of a region rise where its inputs of the sector with scale rise and the other's fall.
///
/// Labour: `ω = α (q + ω) + (1−α) (δ − θ (1−δ²)) ω` with `δ = 2π − 1` of the outside sector.
fn wage() -> f64 {
    let delta = 2.0 * HOME[0] - 1.0;
    PART / ((1.0 - PART) * (1.0 - delta + THETA[0] * (1.0 - delta * delta)))
}

/// Receipts less sales where inputs of one region rise and the other's fall: `q + ω − (θψ q − θ ω)(1−δ²) − δ ω`.
fn eigenvalue(psi: f64) -> f64 {
    let (delta, wage) = (2.0 * HOME[1] - 1.0, wage());
    1.0 + wage * (1.0 - delta) - THETA[1] * (psi - wage) * (1.0 - delta * delta)
}

/// The root of [`eigenvalue`].
fn bound() -> f64 {
    let delta = 2.0 * HOME[1] - 1.0;
    wage() + (1.0 + wage() * (1.0 - delta)) / (THETA[1] * (1.0 - delta * delta))
}

#[test]
fn two_equal_regions_are_unstable_beyond_the_closed_bound() {
    assert!(eigenvalue(bound()).abs() < 1e-14);
    assert_eq!(Entry::at_baseline(&economy(0.99 * bound()), &|| false), Some(Entry::Stable));
    for times in [1.01, 1.2, 1.7] {
        let psi = times * bound();
        let Some(Entry::Unstable { directions, eigenvalue: found, sector, stable_at, .. }) =
            Entry::at_baseline(&economy(psi), &|| false)
        else {
            panic!("{times} times the bound")
        };
        assert_eq!((directions, sector.as_str()), (1, "scale"));
        assert!((found - eigenvalue(psi)).abs() < 1e-6, "{found} for {}", eigenvalue(psi));
        // five halvings, then two digits
        let (factor, wanted) = (stable_at.unwrap(), 1.0 / times);
        assert!(factor <= wanted && wanted < factor + 1.0 / 32.0 + 0.01, "{factor} for {wanted}");
    }
}

#[test]
fn without_economies_of_scale_there_is_no_entry() {
    let economy = Economy::calibrate(&twins(), &Parameters::new(THETA.to_vec())).unwrap();
    assert_eq!(Entry::at_baseline(&economy, &|| false), None);
}

#[test]
fn a_solve_that_fails_tells_whether_the_baseline_is_stable() {
    for (times, told) in [
        (1.3, "the baseline itself is no stable equilibrium with these scale elasticities"),
        (0.9, "the baseline is a stable equilibrium"),
    ] {
        let economy = economy(times * bound());
        let shocks = Shocks { factor_supply_hat: Some(Array2::filled([2, 1], 1.1)), ..Shocks::default() };
        // no solver comes so close
        let settings = Settings { tolerance: 1e-300, ..Settings::default() };
        let Err(error @ SolveError::NotConverged(_)) = solve(&economy, &shocks, &settings) else {
            panic!("closer than numbers allow")
        };
        let words = error.to_string();
        assert!(words.contains(told), "{words}");
        assert_eq!(words.contains("sector `scale` of region"), times > 1.0, "{words}");
    }
}
