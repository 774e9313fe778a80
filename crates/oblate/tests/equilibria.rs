//! Economies whose equilibrium need not be the only one: what is warned of, and what random starts come to.

use crate::support::{HOME, Solved, TARIFFS, scenario, solved, solved_with, twins, value, world};
use approx::assert_relative_eq;
use oblate::{Further, Request, RunResult};
use oblate_world::World;

fn external(theta: f64, psi: f64) -> String {
    format!(
        "[model]\nstructure = \"external\"\n[parameters]\ntrade_elasticity = {theta}\nscale_elasticity = {psi}\n"
    )
}

fn searched(world: &World, text: &str, starts: usize, threads: usize) -> Solved {
    let request = Request { scenario: &scenario(text), world, variants: &[], threads };
    solved_with(&request, &Further { starts, ..Further::default() }).unwrap()
}

fn warned(result: &RunResult, words: &str) -> Vec<String> {
    result.variants[0].warnings.iter().filter(|warning| warning.contains(words)).cloned().collect()
}

#[test]
fn each_bound_is_told_where_it_is_broken_and_none_where_it_holds() {
    // θψ = 1.5; without inputs nothing adds up along chains
    let any = "[solver]\nbeyond = true\n";
    let sectors = solved(&twins(0.0), &(external(5.0, 0.3) + any), 1).unwrap();
    assert_eq!(
        warned(&sectors, "need not be the only one"),
        [
            "scale elasticity times trade elasticity is above 1 in s (1.5): the equilibrium need not be the only one; \
          `oblate run --starts N` looks for others"
        ]
    );
    // θψ = 0.6; (1 + 1.2) · 0.5 = 1.1
    let regions = solved(&twins(0.5), &(external(0.5, 1.2) + any), 1).unwrap();
    assert_eq!(
        warned(&regions, "need not be the only one"),
        [
            "returns to scale add up along chains of inputs in R1 (1.100), R2 (1.100): the spectral radius of inputs \
          with their scale is 1 or above, and the equilibrium need not be the only one; `oblate run --starts N` looks for \
          others"
        ]
    );
    assert_eq!(regions.results.manifest.variants[0].warnings, regions.variants[0].warnings);
    let perfect = solved(&world(), TARIFFS, 1).unwrap();
    assert!(perfect.variants.iter().all(|variant| variant.warnings.is_empty()));
}

/// Receipts of the first twin over the baseline where it is the large one: sales to both at wages that mobility makes equal
/// and spending that owners of labour keep, `R₁ = Σ_j π_1j` with `π ∝ share · R^θψ`, by bisection.
fn large_twin(power: f64) -> f64 {
    let excess = |large: f64| {
        let [a, b] = [large, 2.0 - large].map(|receipts| receipts.powf(power));
        HOME * a / (HOME * a + (1.0 - HOME) * b) + (1.0 - HOME) * a / ((1.0 - HOME) * a + HOME * b) - large
    };
    let (mut low, mut high) = (1.1, 1.99);
    assert!(excess(low) < 0.0 && excess(high) > 0.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if excess(middle) < 0.0 { low = middle } else { high = middle }
    }
    low
}

#[test]
fn starts_find_the_two_equilibria_in_which_one_twin_is_the_large_one() {
    let (theta, psi) = (5.0, 0.3);
    let text = external(theta, psi) + "[factors]\nlabour = \"world\"";
    let result = searched(&twins(0.0), &text, 24, 1);
    let search = &result.equilibria.as_ref().unwrap()[0];
    assert_eq!(search.others.len(), 2);
    let led: usize = search.others.iter().map(|other| other.starts).sum();
    assert!(search.same > 0 && search.same + led + search.failed == 24);
    // price indices in closed form: P^−θ = Σ share · R^θψ
    let large = large_twin(theta * psi);
    let [a, b] = [large, 2.0 - large].map(|receipts| receipts.powf(theta * psi));
    let [gain, loss] = [(a, b), (b, a)]
        .map(|(own, other)| 100.0 * ((HOME * own + (1.0 - HOME) * other).powf(1.0 / theta) - 1.0));
    let mut real: Vec<Vec<f64>> = search.others.iter().map(|other| other.real_income_pct.clone()).collect();
    real.sort_by(|a, b| b[0].total_cmp(&a[0]));
    for (found, expected) in real.iter().zip([[gain, loss], [loss, gain]]) {
        assert_relative_eq!(found[..], expected, max_relative = 1e-8);
    }
    let table = result.results.table("equilibria").unwrap();
    let own = [("equilibrium", "1"), ("region", "R1")];
    assert_eq!(value(table, &own, "value"), result.variants[0].welfare.real_income_pct[0]);
    assert_eq!(value(table, &own, "starts"), search.same as f64);
    assert_eq!(warned(&result, "random starts"), [search.in_words()]);
    assert_eq!(result.results.manifest.variants[0].search.as_ref().unwrap().same, search.same);
    // the same starts on any number of threads
    let again = searched(&twins(0.0), &text, 24, 2);
    assert_eq!(again.equilibria, result.equilibria);
}

#[test]
fn without_returns_to_scale_all_starts_come_back() {
    let result = searched(&world(), TARIFFS, 8, 0);
    for search in result.equilibria.as_ref().unwrap() {
        assert_eq!((search.starts, search.same, search.failed), (8, 8, 0));
        assert!(search.others.is_empty());
    }
    assert!(solved(&world(), TARIFFS, 1).unwrap().results.table("equilibria").is_none());
}
