//! Names in messages: the one that a misspelt word may have meant, and lists of legal ones.

/// `; did you mean `X`?` if some known word is close, else nothing.
pub fn did_you_mean<W: AsRef<str>>(word: &str, known: &[W]) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// The known word closest to this one, if it is close enough to be a slip of the pen.
pub fn nearest<W: AsRef<str>>(word: &str, known: &[W]) -> Option<String> {
    let lower = word.to_lowercase();
    let likeness = |known: &W| strsim::jaro_winkler(&lower, &known.as_ref().to_lowercase());
    let scored = known.iter().map(|known| (likeness(known), known.as_ref()));
    let best = scored.filter(|(score, _)| *score >= 0.75).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, word)| word.to_owned())
}

/// Words in a sentence, each in back-ticks; long lists are cut after twelve.
pub fn listed<W: AsRef<str>>(words: &[W]) -> String {
    const MOST: usize = 12;
    if words.is_empty() {
        return "none".to_owned();
    }
    let mut text: Vec<String> = words.iter().take(MOST).map(|word| format!("`{}`", word.as_ref())).collect();
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
        assert_eq!(
            nearest("freind-shoring", &["friend-shoring", "nafta"]).as_deref(),
            Some("friend-shoring")
        );
        assert_eq!(nearest("xyz", &["friend-shoring", "nafta"]), None);
    }
}
