//! Warnings as sentences.

use oblate_report::Words;

/// A warning as a sentence, its words in backticks set as code.
pub(super) fn sentence(text: &str) -> Words {
    let words = text.split('`').enumerate().fold(Words::default(), |words, (at, part)| match (at, part) {
        (_, "") => words,
        (0, part) => words.text(capital(part)),
        (at, part) if at % 2 == 1 => words.code(part),
        (_, part) => words.text(part),
    });
    if text.ends_with(['.', '!', '?']) { words } else { words.text(".") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
