//! What comes with the program: the library, one folder for each question, and the template of a new scenario.

use crate::scenario::Kind;

/// One scenario of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryEntry {
    /// The kind of question that it asks.
    pub kind: Kind,
    /// Its name, which is also the name of its folder: `friend-shoring`.
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
    /// What it asks, what its instrument is, and how to read it: Markdown.
    pub readme: &'static str,
    /// Its checked results: CSV with the columns `variant`, `region`, `variable`, `value`, `relative_tolerance`,
    /// `absolute_tolerance`; an empty value must be missing. Results of a sector stand behind the variable and a colon.
    pub expected: &'static str,
}

/// All scenarios of the library, ordered by name.
pub fn library() -> &'static [LibraryEntry] {
    include!(concat!(env!("OUT_DIR"), "/library.rs"))
}

/// The scenarios of the library that ask one kind of question, ordered by name.
pub fn library_of(kind: Kind) -> impl Iterator<Item = &'static LibraryEntry> {
    library().iter().filter(move |entry| entry.kind == kind)
}

/// A scenario that runs on the built-in world as it is and shows, in comments, what else can be said. Lines of prose
/// start with `# `, lines that can be uncommented with `#` alone.
pub const TEMPLATE: &str = include_str!("library/template.toml");

#[cfg(test)]
mod tests {
    use super::library;
    use crate::scenario::Scenario;

    #[test]
    fn every_entry_is_of_the_kind_that_its_file_says() {
        for entry in library() {
            assert_eq!(Scenario::read(entry.text, entry.name).kind(), entry.kind, "{}", entry.name);
        }
    }
}
