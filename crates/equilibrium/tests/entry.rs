//! Whether entry rests at the baseline, against a closed form.

use oblate_equilibrium::{
    Economy, Entry, Feedback, MarketStructure, Parameters, Settings, Shocks, SolveError, solve,
};
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
        let Some(Entry::Unstable(Feedback { directions, eigenvalue: found, sector, stable_at, .. })) =
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

/// Ten per cent more labour in one of the regions.
fn more_labour() -> Shocks {
    let mut labour = Array2::filled([2, 1], 1.0);
    labour.as_mut_slice()[0] = 1.1;
    Shocks { factor_supply_hat: Some(labour), ..Shocks::default() }
}

#[test]
fn nothing_follows_from_a_baseline_that_is_not_stable() {
    for times in [1.01, 1.3] {
        let economy = economy(times * bound());
        for shocks in [Shocks::default(), more_labour()] {
            let Err(error @ SolveError::UnstableBaseline(_)) = solve(&economy, &shocks, &Settings::default())
            else {
                panic!("{times} times the bound")
            };
            let words = error.to_string();
            assert!(words.contains("the baseline itself is no stable equilibrium"), "{words}");
            assert!(words.contains("sector `scale` of region"), "{words}");
        }
    }
}

#[test]
fn a_solve_that_rounding_stops_is_no_end_of_the_branch() {
    // no solver comes so close
    let settings = Settings { tolerance: 1e-300, ..Settings::default() };
    let error = solve(&economy(0.9 * bound()), &more_labour(), &settings).unwrap_err();
    assert!(matches!(error, SolveError::NotConverged(_)), "{error}");
}

/// As far as steps of one `steps`-th of the change in logs lead one after the other: how many were solved, and real income.
fn chained(economy: &Economy, steps: u32, settings: &Settings<'_>) -> (u32, Vec<f64>) {
    let mut step = more_labour();
    let labour = step.factor_supply_hat.as_mut().unwrap();
    labour.as_mut_slice().iter_mut().for_each(|hat| *hat = hat.powf(1.0 / f64::from(steps)));
    let (mut now, mut real_income) = (economy.clone(), vec![1.0; 2]);
    for done in 0..steps {
        let Ok(next) = solve(&now, &step, settings) else { return (done, real_income) };
        real_income.iter_mut().zip(&next.real_income_hat).for_each(|(product, hat)| *product *= hat);
        now = next.rebase(&now);
    }
    (steps, real_income)
}

#[test]
fn the_answer_is_where_small_changes_lead_one_after_the_other() {
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    for times in [0.5, 0.8] {
        let economy = economy(times * bound());
        let at_once = solve(&economy, &more_labour(), &settings).unwrap();
        let (steps, real_income) = chained(&economy, 16, &settings);
        assert_eq!(steps, 16);
        for (chained, whole) in real_income.iter().zip(&at_once.real_income_hat) {
            assert!((chained - whole).abs() < 1e-9, "{chained} for {whole} at {times}");
        }
    }
    // close to the bound the branch turns back just before the whole change, whichever way it is followed
    let economy = economy(0.9 * bound());
    let Err(SolveError::BranchEnds(ends)) = solve(&economy, &more_labour(), &settings) else { panic!() };
    let (steps, _) = chained(&economy, 200, &settings);
    let gap = ends.reached - f64::from(steps) / 200.0;
    assert!(ends.reached < 1.0 && gap.abs() < 0.01, "{} and {steps}", ends.reached);
    assert!((0.9..1.0).contains(&ends.goes_on_at.unwrap()));
}
