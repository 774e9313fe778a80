//! What is still open: where the house does not keep the rules yet. These lists only shrink.

/// Crates with too many entries at the top of `src`.
// one a line, so that a crate can be struck without touching the others
#[rustfmt::skip]
pub const WIDE: &[&str] = &[];

/// Modules whose children import each other in a circle: the crate, then the path of the module in it.
#[rustfmt::skip]
pub const CIRCULAR: &[&str] = &[];

/// A place that does not keep a rule.
pub struct Finding {
    /// The crate or the module, as it stands in the lists above.
    pub place: String,
    /// What is wrong there.
    pub told: String,
}

/// The findings that are not listed, and what is listed without being found.
pub fn unlisted(list: &[&str], found: Vec<Finding>) -> Vec<String> {
    let gone = list.iter().filter(|place| found.iter().all(|finding| finding.place != **place));
    let gone = gone.map(|place| format!("`{place}` is in order: strike it from xtask/src/crates/open.rs"));
    let mut faults: Vec<_> = gone.collect();
    faults
        .extend(found.into_iter().filter(|f| !list.contains(&f.place.as_str())).map(|finding| finding.told));
    faults
}

/// The length of a list and what stands in it, in words for the screen.
pub fn told(list: &[&str], what: &str) -> String {
    let listed = if list.is_empty() { String::new() } else { format!(" ({})", list.join(", ")) };
    format!("{} {what}{listed}", list.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_may_be_found_and_must_be() {
        let found = ["old", "new"]
            .map(|place| Finding { place: place.to_owned(), told: format!("{place} is wrong") });
        let faults = unlisted(&["old", "mended"], found.into());
        assert_eq!(faults, ["`mended` is in order: strike it from xtask/src/crates/open.rs", "new is wrong"]);
    }
}
