//! The library: scenarios that come with the program, one folder per question.

/// One scenario of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryEntry {
    /// Its name, which is also the name of its folder: `friend-shoring`.
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
}

/// All scenarios of the library, ordered by name.
pub fn library() -> &'static [LibraryEntry] {
    &[LibraryEntry {
        name: "friend-shoring",
        text: include_str!("../../../scenarios/friend-shoring/scenario.toml"),
    }]
}
