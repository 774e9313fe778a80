//! The screens for which charts are drawn, and what fits on them.

/// The screen for which a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Wide,
    Narrow,
}

impl Width {
    /// One of two: for a wide screen, or for a narrow one.
    pub fn of<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }

    pub fn pixels(self) -> f64 {
        self.of(720.0, 340.0)
    }

    /// Letters of a label that fit beside a chart.
    pub fn letters(self) -> usize {
        self.of(40, 18)
    }

    /// Room for a letter of a label; short labels can be all capitals and wide letters.
    pub fn letter(self) -> f64 {
        self.of(6.6, 7.4)
    }

    /// Letters of a name at the end of a flow.
    pub fn letters_of_flows(self) -> usize {
        self.of(24, 11)
    }

    /// Letters of an axis title in one line.
    pub fn letters_of_axes(self) -> usize {
        self.of(80, 26)
    }

    /// Numbers on the horizontal axis that do not touch each other.
    pub fn ticks(self) -> usize {
        self.of(7, 3)
    }
}

/// A label cut to so many letters.
pub(super) fn shortened(label: &str, letters: usize) -> String {
    if label.chars().count() <= letters {
        return label.to_owned();
    }
    let kept: String = label.chars().take(letters - 1).collect();
    format!("{}…", kept.trim_end())
}
