//! What a reader must know of a case, among it whether its equilibrium need not be the only one.

use oblate_equilibrium::{Behaviour, Economy};

use super::plan::Case;

/// What a reader must know of a case before it is solved: of its words, and of its economy.
pub(crate) fn warnings(case: &Case, economy: &Economy) -> Vec<String> {
    let words = case.resolved.warnings.iter().map(ToString::to_string);
    words.chain(chains(economy)).collect()
}

/// Regions that are named before the others are only counted.
const NAMED: usize = 8;

/// A sentence where regions lie beyond the bound of uniqueness; sectors beyond theirs are told when the scenario is
/// read, before anything is solved.
fn chains(economy: &Economy) -> Option<String> {
    let mut regions = Behaviour::of(economy).regions;
    regions.sort_by(|a, b| b.1.total_cmp(&a.1));
    let named = regions.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|(region, radius)| format!("{} ({radius:.3})", economy.axes.regions.code(*region)))
        .collect();
    let more = match regions.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| {
        format!(
            "returns to scale add up along chains of inputs in {}{more}: the spectral radius of inputs with their scale is \
             1 or above, and the equilibrium need not be the only one; `oblate run --starts N` looks for others",
            named.join(", ")
        )
    })
}
