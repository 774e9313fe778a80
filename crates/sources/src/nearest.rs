//! The word that a misspelt one may have meant.

/// `; did you mean `X`?` if some known word is close, else nothing.
pub(crate) fn did_you_mean<W: AsRef<str>>(word: &str, known: impl IntoIterator<Item = W>) -> String {
    match nearest(word, known) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    }
}

/// The known word closest to this one, if it is close enough to be a slip of the pen.
pub(crate) fn nearest<W: AsRef<str>>(word: &str, known: impl IntoIterator<Item = W>) -> Option<String> {
    let lower = word.to_lowercase();
    let similarity =
        |candidate: &str| strsim::normalized_damerau_levenshtein(&lower, &candidate.to_lowercase());
    known
        .into_iter()
        .map(|candidate| (similarity(candidate.as_ref()), candidate))
        .filter(|(score, _)| *score >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.as_ref().to_owned())
}

/// Words in a sentence, each in back-ticks; long lists are cut after twelve.
pub(crate) fn listed<W: AsRef<str>>(words: &[W]) -> String {
    const MOST: usize = 12;
    let mut text: Vec<String> = words.iter().take(MOST).map(|w| format!("`{}`", w.as_ref())).collect();
    if words.len() > MOST {
        text.push(format!("… ({} in all)", words.len()));
    }
    text.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        assert_eq!(nearest("DUE", ["DEU", "FRA"]).as_deref(), Some("DEU"));
        assert_eq!(nearest("tarif", ["value", "tariff"]).as_deref(), Some("tariff"));
        assert_eq!(nearest("xyz", ["value", "tariff"]), None);
    }

    #[test]
    fn long_lists_are_cut() {
        let words: Vec<String> = (0..20).map(|i| i.to_string()).collect();
        assert!(listed(&words).ends_with("`11`, … (20 in all)"));
    }
}
