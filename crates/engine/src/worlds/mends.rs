//! The mends of a world, counted by rule.

use oblate_world::{Mend, MendRule};
use serde::{Deserialize, Serialize};

/// How often a rule mended a world, and its largest mend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MendCount {
    /// Name of the rule.
    pub rule: String,
    /// Number of mends.
    pub count: usize,
    /// Where the largest change was made: region and sector, as far as the mend has them.
    pub largest_at: String,
    /// Value before the largest mend; missing where the source has none.
    #[serde(deserialize_with = "missing_is_nan")]
    pub before: f64,
    /// Value after the largest mend.
    #[serde(deserialize_with = "missing_is_nan")]
    pub after: f64,
    /// What the largest mend did, for people.
    pub note: String,
}

/// JSON has no NaN: it is written as null.
fn missing_is_nan<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(from)?.unwrap_or(f64::NAN))
}

/// The mends of a world by rule, in the order of the rules.
pub fn mend_counts(mends: &[Mend]) -> Vec<MendCount> {
    let count = |rule: MendRule| {
        let of_rule: Vec<&Mend> = mends.iter().filter(|mend| mend.rule == rule).collect();
        let largest = of_rule.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
        Some(MendCount {
            rule: rule.name().to_owned(),
            count: of_rule.len(),
            largest_at: place(largest),
            before: largest.before,
            after: largest.after,
            note: largest.note.clone(),
        })
    };
    MendRule::ALL.into_iter().filter_map(count).collect()
}

/// How far a mend moved its value; zero where nothing stood before.
fn size(mend: &Mend) -> f64 {
    let size = (mend.after - mend.before).abs();
    if size.is_nan() { 0.0 } else { size }
}

/// The codes of a mend's place in one word.
pub(crate) fn place(mend: &Mend) -> String {
    let codes: Vec<&str> = [&mend.region, &mend.sector].into_iter().flatten().map(String::as_str).collect();
    if codes.is_empty() { "the world".to_owned() } else { codes.join(" ") }
}
