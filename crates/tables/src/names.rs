//! Names in messages: the nearest of a list of names to a word that somebody wrote, and the list itself.

/// How many names a list in a sentence shows before it only counts the others.
const MOST_LISTED: usize = 12;
/// From where on two words are alike: by their common letters, and by the slips of typing between them.
const LIKE_IN_LETTERS: f64 = 0.75;
const LIKE_IN_TYPING: f64 = 0.6;

/// The name most like `word`, if any is like it at all; letter case does not count.
pub fn nearest<N: AsRef<str>>(word: &str, names: impl IntoIterator<Item = N>) -> Option<N> {
    let word = word.to_lowercase();
    let mut best: Option<(f64, N)> = None;
    for name in names {
        let Some(likeness) = likeness(&word, &name.as_ref().to_lowercase()) else { continue };
        // of names that are equally like it the first stands
        if best.as_ref().is_none_or(|(so_far, _)| likeness > *so_far) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

/// How like two words are, from 0 to 1; none if they are not. Long words are compared by their common letters,
/// short codes by the letters that were mistyped or swapped: `C62` is like `C26`.
fn likeness(word: &str, name: &str) -> Option<f64> {
    let letters = strsim::jaro_winkler(word, name);
    let typing = strsim::normalized_damerau_levenshtein(word, name);
    (letters >= LIKE_IN_LETTERS || typing >= LIKE_IN_TYPING).then_some(letters.max(typing))
}

/// The name that `word` is but for a slip: letter case, blanks and marks, or at most `slips` letters that are missing, too
/// many, wrong or swapped.
pub fn slip_of<N: AsRef<str>>(word: &str, names: impl IntoIterator<Item = N>, slips: usize) -> Option<N> {
    let word = bare(word);
    let distance = |name: &N| strsim::damerau_levenshtein(&word, &bare(name.as_ref()));
    let near =
        names.into_iter().map(|name| (distance(&name), name)).filter(|(distance, _)| *distance <= slips);
    // of names that are equally like it the first stands
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// A word without what people write now this way, now that: letter case, blanks, dashes and other marks.
pub fn bare(word: &str) -> String {
    let kept: String =
        word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if kept.is_empty() { word.to_owned() } else { kept }
}

/// `; did you mean `X`?` if some name is like the word, else nothing.
pub fn did_you_mean<N: AsRef<str>>(word: &str, names: impl IntoIterator<Item = N>) -> String {
    nearest(word, names).map_or_else(String::new, |near| format!("; did you mean `{}`?", near.as_ref()))
}

/// Names in a sentence, each in back-ticks; long lists are cut after twelve, and no names are `none`.
pub fn listed<N: AsRef<str>>(names: &[N]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let mut text: Vec<String> =
        names.iter().take(MOST_LISTED).map(|name| format!("`{}`", name.as_ref())).collect();
    if names.len() > MOST_LISTED {
        text.push(format!("… ({} in all)", names.len()));
    }
    text.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        assert_eq!(nearest("DUE", ["DEU", "FRA"]), Some("DEU"));
        assert_eq!(nearest("c62", ["C24", "C26"]), Some("C26"));
        assert_eq!(nearest("tarif", ["value", "tariff"]), Some("tariff"));
        assert_eq!(nearest("freind-shoring", ["friend-shoring", "nafta"]), Some("friend-shoring"));
        assert_eq!(nearest("xyz", ["value", "tariff"]), None);
    }

    #[test]
    fn a_slip_is_a_letter_or_two_and_case_and_marks_do_not_count() {
        assert_eq!(slip_of("Deficits", ["flows", "deficit"], 1), Some("deficit"));
        assert_eq!(slip_of("S E-R", ["GOO", "SER"], 0), Some("SER"));
        assert_eq!(slip_of("dficist", ["deficit"], 1), None);
        assert_eq!(slip_of("dficist", ["deficit"], 2), Some("deficit"));
        assert_eq!(bare("--"), "--");
    }

    #[test]
    fn of_names_that_are_equally_like_it_the_first_stands() {
        assert_eq!(nearest("C2", ["C21", "C22"]), Some("C21"));
        assert_eq!(nearest("C2", ["C22", "C21"]), Some("C22"));
    }

    #[test]
    fn long_lists_are_cut_and_empty_ones_say_so() {
        let names: Vec<String> = (0..20).map(|i| i.to_string()).collect();
        assert!(listed(&names).ends_with("`11`, … (20 in all)"));
        assert_eq!(listed::<&str>(&[]), "none");
    }
}
