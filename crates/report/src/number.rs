//! Numbers as people read them: rounded, with true minus signs and thin spaces between thousands.

/// How the numbers of a column or a sentence are shown.
#[derive(Debug, Clone, PartialEq)]
pub enum NumberFormat {
    /// A change in per cent with its sign and this many decimals: `−1.38 %`.
    Change(usize),
    /// A change in per cent without its sign, for sentences that say the direction: `1.38 %`.
    Size(usize),
    /// A plain number with this many decimals.
    Plain(usize),
    /// A value with its unit, scaled to a readable size: `206 billion current US dollars`.
    Amount(Unit),
    /// The same without its sign.
    AmountSize(Unit),
    /// A value with its sign, in the unit of its column and this many decimals.
    SignedPlain(usize),
    /// A tiny number as a power of ten: `7.1e-13`.
    Scientific,
}

/// A unit as worlds write it, taken apart: `million current US dollars`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unit {
    factor: f64,
    rest: String,
}

impl Unit {
    /// Takes a unit apart into its multiple and the rest.
    pub fn new(unit: &str) -> Self {
        const MULTIPLES: [(&str, f64); 4] =
            [("thousand ", 1e3), ("million ", 1e6), ("billion ", 1e9), ("trillion ", 1e12)];
        let found = MULTIPLES.iter().find_map(|(word, factor)| Some((*factor, unit.strip_prefix(word)?)));
        let (factor, rest) = found.unwrap_or((1.0, unit));
        Self { factor, rest: rest.to_owned() }
    }

    /// How many of the rest the unit counts: a million.
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// What is counted: `current US dollars`.
    pub fn rest(&self) -> &str {
        &self.rest
    }

    fn shown(&self, value: f64) -> String {
        const WORDS: [(f64, &str); 4] =
            [(1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1e3, " thousand")];
        let value = value * self.factor;
        // 999.6 million is a billion
        let found = WORDS.iter().find(|(size, _)| value.abs() >= size * 0.9995);
        let (size, word) = found.copied().unwrap_or((1.0, ""));
        let scaled = value / size;
        let number = plain(scaled, decimals_for(scaled.abs()).min(2));
        if self.rest.is_empty() { format!("{number}{word}") } else { format!("{number}{word} {}", self.rest) }
    }
}

/// Decimals with which a number of this size has three significant digits, six at most.
pub fn decimals_for(size: f64) -> usize {
    if !size.is_finite() || size == 0.0 {
        return 2;
    }
    let digits_before = size.log10().floor() as i32 + 1;
    (3 - digits_before).clamp(0, 6) as usize
}

impl NumberFormat {
    /// Changes in per cent of which the largest has this size.
    pub fn changes(largest: f64) -> Self {
        Self::Change(decimals_for(largest).max(1))
    }

    /// The number as people read it; `missing` for NaN.
    pub fn shown(&self, value: f64) -> String {
        if value.is_nan() {
            return "missing".to_owned();
        }
        match self {
            Self::Change(decimals) => format!("{}\u{a0}%", signed(value, *decimals)),
            Self::Size(decimals) => format!("{}\u{a0}%", plain(value.abs(), *decimals)),
            Self::Plain(decimals) => plain(value, *decimals),
            Self::SignedPlain(decimals) => signed(value, *decimals),
            Self::Amount(unit) => unit.shown(value),
            Self::AmountSize(unit) => unit.shown(value.abs()),
            Self::Scientific => format!("{value:.1e}"),
        }
    }
}

/// With a sign; what rounds to zero has none.
fn signed(value: f64, decimals: usize) -> String {
    let text = plain(value, decimals);
    if value > 0.0 && text.chars().any(|digit| ('1'..='9').contains(&digit)) {
        format!("+{text}")
    } else {
        text
    }
}

fn plain(value: f64, decimals: usize) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::new();
    if value < 0.0 && digits.chars().any(|digit| ('1'..='9').contains(&digit)) {
        text.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_for_people() {
        let shown = |format: NumberFormat, value| format.shown(value);
        assert_eq!(shown(NumberFormat::Change(2), -1.384), "−1.38\u{a0}%");
        assert_eq!(shown(NumberFormat::Change(2), 0.004), "0.00\u{a0}%");
        assert_eq!(shown(NumberFormat::Change(2), -0.004), "0.00\u{a0}%");
        assert_eq!(shown(NumberFormat::Change(1), 12.34), "+12.3\u{a0}%");
        assert_eq!(shown(NumberFormat::Size(2), -1.384), "1.38\u{a0}%");
        assert_eq!(shown(NumberFormat::Plain(0), 1234567.0), "1\u{202f}234\u{202f}567");
        assert_eq!(shown(NumberFormat::Plain(0), 1234.0), "1234");
        assert_eq!(shown(NumberFormat::Plain(2), f64::NAN), "missing");
        assert_eq!(shown(NumberFormat::Scientific, 7.1e-13), "7.1e-13");
    }

    #[test]
    fn amounts_find_their_size() {
        let dollars = NumberFormat::Amount(Unit::new("million current US dollars"));
        assert_eq!(dollars.shown(-206_432.0), "−206 billion current US dollars");
        assert_eq!(dollars.shown(1_234_567.0), "1.23 trillion current US dollars");
        assert_eq!(dollars.shown(0.0004), "400 current US dollars");
        assert_eq!(dollars.shown(999.9), "1.00 billion current US dollars");
        assert_eq!(NumberFormat::Amount(Unit::new("")).shown(12.0), "12.0");
    }

    #[test]
    fn decimals_keep_three_digits() {
        let decimals = [(123.0, 0), (12.3, 1), (1.23, 2), (0.123, 3), (0.0, 2), (1e-9, 6)];
        for (size, expected) in decimals {
            assert_eq!(decimals_for(size), expected, "{size}");
        }
    }
}
