//! The library: scenarios that come with the program, one folder per question.

/// One scenario of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryEntry {
    /// Its name, which is also the name of its folder: `friend-shoring`.
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
    /// What it asks, what its instrument is, and how to read it: Markdown.
    pub readme: &'static str,
    /// Its checked results: CSV with the columns `variant`, `region`, `variable`, `value`, `relative_tolerance`,
    /// `absolute_tolerance`; an empty value must be missing.
    pub expected: &'static str,
}

/// All scenarios of the library, ordered by name.
pub fn library() -> &'static [LibraryEntry] {
    include!(concat!(env!("OUT_DIR"), "/library.rs"))
}
