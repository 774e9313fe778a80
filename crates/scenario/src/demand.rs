//! Final demand: preferences, which final uses are told apart, and groups of households.

use oblate_equilibrium::{Demand, FinalUses, HouseholdGroup, Preferences};
use oblate_world::FinalUse;

use crate::by_sector::numbers;
use crate::choices::{FinalUsesWord, PreferencesWord};
use crate::households::households;
use crate::problem::ProblemCode;
use crate::raw;
use crate::read::At;
use crate::select::{Findings, Vocabulary};
use crate::values::Words;

/// Codes of the final uses of households in common tables.
const HOUSEHOLDS: [&str; 2] = ["HFCE", "NPISH"];
/// Code of investment in common tables.
const INVESTMENT: [&str; 1] = ["GFCF"];

/// The demand that `[demand]` and `[[household]]` ask for; factors split from others come with their splits.
pub(crate) fn demand(
    raw: Option<&raw::Demand>,
    groups: (&[At<raw::Household>], &[At<raw::FactorSplit>]),
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Demand {
    let groups: Vec<HouseholdGroup> = households(groups.0, groups.1, vocabulary, findings);
    let Some(raw) = raw else { return Demand { groups, ..Demand::default() } };
    Demand {
        preferences: preferences(raw, vocabulary, findings),
        final_uses: final_uses(raw, vocabulary, findings),
        groups,
    }
}

fn preferences(raw: &raw::Demand, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> Preferences {
    let fault = |value: f64| {
        (value <= 0.0).then(|| format!("an income parameter of {value} is out of bounds: it must be above 0"))
    };
    let income = numbers(raw.income.as_ref(), 1.0, &fault, vocabulary, findings);
    if let Some(value) = raw.substitution.as_ref().filter(|sigma| sigma.value < 0.0 || sigma.value == 1.0) {
        let message = format!(
            "an elasticity of substitution of {} is out of bounds: it must be 0 or above, and not 1, which is \
             `cobb-douglas`",
            value.value
        );
        findings.report.problem(ProblemCode::OutOfBounds, &value.place, message);
    }
    // a word without its parameters was reported when the table was read
    let substitution = raw.substitution.as_ref().map_or(0.0, |sigma| sigma.value);
    match raw.preferences.as_ref().map(|word| word.value) {
        None | Some(PreferencesWord::CobbDouglas) => Preferences::CobbDouglas,
        Some(PreferencesWord::Ces) => Preferences::Ces { substitution },
        Some(PreferencesWord::NonHomothetic) => Preferences::NonHomothetic { substitution, income },
    }
}

fn final_uses(raw: &raw::Demand, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> FinalUses {
    let Some(word) = raw.final_uses.as_ref().filter(|word| word.value == FinalUsesWord::Apart) else {
        return FinalUses::Pooled;
    };
    let households = named(raw.households.as_ref(), &HOUSEHOLDS, vocabulary, findings);
    let investment = named(raw.investment.as_ref(), &INVESTMENT, vocabulary, findings);
    if households.is_empty() && raw.households.is_none() {
        let message = format!(
            "no final use of this world is called {}: name those of `households`",
            HOUSEHOLDS.join(" or ")
        );
        let codes = vocabulary.world.axes().final_uses.codes();
        findings.report.problem(ProblemCode::Needs, &word.place, message).among("", codes);
    }
    if let Some(&both) = households.iter().find(|&both| investment.contains(both)) {
        let code = vocabulary.world.axes().final_uses.code(both);
        let place =
            raw.investment.as_ref().or(raw.households.as_ref()).map_or(&word.place, |words| &words.place);
        let message = format!("final use `{code}` is both of households and investment");
        findings.report.problem(ProblemCode::Duplicate, place, message);
    }
    FinalUses::Apart { households, investment }
}

/// The final uses that words name; without words, those of these codes that the world has.
fn named(
    words: Option<&At<Words>>,
    usual: &[&str],
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<FinalUse> {
    match words {
        Some(words) => findings.find(&vocabulary.final_uses, Some(words), 0).unwrap_or_default(),
        None => usual.iter().filter_map(|code| vocabulary.world.axes().final_uses.find(code)).collect(),
    }
}
