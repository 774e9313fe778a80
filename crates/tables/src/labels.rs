//! Labels row by row, each distinct one kept once.

use std::collections::HashMap;

/// Labels row by row, as positions in a list of words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    words: Vec<String>,
    codes: Vec<u32>,
}

impl Labels {
    /// Labels over a fixed list of words.
    pub fn over(words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { words: words.into_iter().map(Into::into).collect(), codes: Vec::new() }
    }

    /// Labels at these positions of a fixed list of words.
    pub fn at(
        words: impl IntoIterator<Item = impl Into<String>>,
        positions: impl IntoIterator<Item = usize>,
    ) -> Self {
        let mut labels = Self::over(words);
        positions.into_iter().for_each(|position| labels.push(position));
        labels
    }

    /// Appends the word at a position of the list.
    pub fn push(&mut self, position: usize) {
        self.codes.push(position as u32);
    }

    /// Appends a word that may be new to the list.
    pub fn push_word(&mut self, word: &str) {
        // rows come in runs of one word, and the list stays short: variables, units, labels of axes
        let last = self.codes.last().map(|&code| code as usize).filter(|&last| self.words[last] == word);
        let known = last.or_else(|| self.words.iter().position(|known| known == word));
        let position = known.unwrap_or_else(|| {
            self.words.push(word.to_owned());
            self.words.len() - 1
        });
        self.push(position);
    }

    /// The distinct words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The position of each row's word.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The label of one row.
    pub fn get(&self, row: usize) -> &str {
        &self.words[self.codes[row] as usize]
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The labels row by row.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        self.codes.iter().map(|&code| self.words[code as usize].as_str())
    }
}

impl<'a> FromIterator<&'a str> for Labels {
    fn from_iter<I: IntoIterator<Item = &'a str>>(labels: I) -> Self {
        let mut gathered = Gathered::default();
        labels.into_iter().for_each(|label| gathered.push(label));
        gathered.finish()
    }
}

/// Labels that are gathered row by row from anywhere: how many distinct ones will come is not known.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    labels: Labels,
    positions: HashMap<String, u32>,
}

impl Gathered {
    pub(crate) fn push(&mut self, label: &str) {
        let Labels { words, codes } = &mut self.labels;
        // rows of sorted tables repeat the label above them
        let above = codes.last().copied().filter(|&code| words[code as usize] == label);
        let code = above.or_else(|| self.positions.get(label).copied()).unwrap_or_else(|| {
            let code = u32::try_from(words.len()).unwrap_or(u32::MAX);
            self.positions.insert(label.to_owned(), code);
            words.push(label.to_owned());
            code
        });
        codes.push(code);
    }

    pub(crate) fn finish(self) -> Labels {
        self.labels
    }
}
