//! Final demand: preferences, which final uses are told apart, and groups of households.

use oblate_equilibrium::{FinalUses, HouseholdGroup, Preferences};
use oblate_world::FinalUse;

use super::households::{Household, households};
use crate::long_run::choices::{FinalUsesWord, PreferencesWord};
use crate::long_run::splits::FactorSplit;
use crate::text::{At, Entry, Place, ProblemCode, Report, Value, Words, find, table};
use crate::words::{Findings, PerSector, Vocabulary, numbers};

table! {
    /// Final demand.
    Demand checked by words_of_parameters {
        /// Preferences of households over products.
        #[schemars(extend("default" = "cobb-douglas"))]
        preferences: Option<At<PreferencesWord>>,
        /// The elasticity of substitution of `ces` and `non-homothetic` preferences.
        substitution: Option<At<f64>>,
        /// The income parameters of `non-homothetic` preferences by product: the income elasticity of a product is the
        /// elasticity of substitution, plus one minus it times its parameter over the mean.
        income: Option<At<PerSector<f64>>>,
        /// Which final uses are told apart.
        #[schemars(extend("default" = "pooled"))]
        final_uses: Option<At<FinalUsesWord>>,
        /// The final uses of households, where they are told apart.
        #[schemars(extend("default" = ["HFCE", "NPISH"]))]
        households: Option<At<Words>>,
        /// The final uses that are investment, where they are told apart.
        #[schemars(extend("default" = ["GFCF"]))]
        investment: Option<At<Words>>,
    }
}

/// Parameters of demand stand beside the words that need them.
fn words_of_parameters(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    let word = |key| match find(entries, key).map(|node| &node.value) {
        Some(Value::Text(word)) => word.as_str(),
        _ => "",
    };
    let (preferences, final_uses) = (word("preferences"), word("final_uses"));
    let curved = ["ces", "non-homothetic"];
    let needs: [(&str, &str, &[&str], bool); 4] = [
        ("substitution", preferences, &curved, true),
        ("income", preferences, &curved[1..], true),
        ("households", final_uses, &["apart"], false),
        ("investment", final_uses, &["apart"], false),
    ];
    // a wrong word is reported where it stands
    let plain = ["", "cobb-douglas", "pooled"];
    for (key, word, with, must) in needs {
        match find(entries, key) {
            None if must && with.contains(&word) => {
                let message = format!("`{word}` needs `{key}` beside it in [demand]");
                report.problem(ProblemCode::WrongKeys, place, message);
            }
            Some(node) if plain.contains(&word) || (word == "ces" && key == "income") => {
                let of = if must { "preferences" } else { "final_uses" };
                let words: Vec<String> = with.iter().map(|word| format!("\"{word}\"")).collect();
                let message = format!("`{key}` goes with `{of} = {}` only", words.join(" or "));
                report.problem(ProblemCode::WrongKeys, &node.place, message);
            }
            _ => {}
        }
    }
}

/// Codes of the final uses of households in common tables.
const HOUSEHOLDS: [&str; 2] = ["HFCE", "NPISH"];
/// Code of investment in common tables.
const INVESTMENT: [&str; 1] = ["GFCF"];

/// The demand that `[demand]` and `[[household]]` ask for; factors split from others come with their splits.
pub(crate) fn demand(
    raw: Option<&Demand>,
    groups: (&[At<Household>], &[At<FactorSplit>]),
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> oblate_equilibrium::Demand {
    let groups: Vec<HouseholdGroup> = households(groups.0, groups.1, vocabulary, findings);
    let Some(raw) = raw else {
        return oblate_equilibrium::Demand { groups, ..oblate_equilibrium::Demand::default() };
    };
    oblate_equilibrium::Demand {
        preferences: preferences(raw, vocabulary, findings),
        final_uses: final_uses(raw, vocabulary, findings),
        groups,
    }
}

fn preferences(raw: &Demand, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> Preferences {
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

fn final_uses(raw: &Demand, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> FinalUses {
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
