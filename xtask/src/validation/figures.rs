//! Numbers as the pages show them: the same bytes on every machine.

use super::record::{Cell, Record, Tolerance, Value};

/// Gaps below this are rounding and the last step of the solver; they differ between machines and are not told apart.
const FLOOR: i32 = -10;

/// A number with so many decimals, a true minus, and no minus before zero.
pub fn fixed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(zero) if zero.chars().all(|c| matches!(c, '0' | '.')) => zero.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// Decimals with which the engine's number is shown: two more than a printed one has.
fn digits_of_ours(cell: &Cell) -> usize {
    cell.digits + if cell.tolerance == Tolerance::LastDigit { 2 } else { 0 }
}

/// The reference as shown.
pub fn reference(cell: &Cell) -> String {
    shown(&cell.reference, cell.digits)
}

/// The engine's number as shown.
pub fn ours(cell: &Cell) -> String {
    shown(&cell.ours, digits_of_ours(cell))
}

fn shown(value: &Value, digits: usize) -> String {
    match value {
        Value::Number(number) => fixed(*number, digits),
        Value::Words(words) => words.clone(),
    }
}

/// Ours less the reference, of the numbers as shown; nothing between words.
pub fn difference(cell: &Cell) -> String {
    let (Value::Number(reference), Value::Number(ours)) = (&cell.reference, &cell.ours) else {
        return String::new();
    };
    let unit = 10f64.powi(i32::try_from(digits_of_ours(cell)).unwrap_or(0));
    fixed(((ours * unit).round() - (reference * unit).round()) / unit, digits_of_ours(cell))
}

/// A bound on a gap: the power of ten above it.
pub fn bound(gap: f64) -> String {
    let power = (FLOOR..0).find(|power| gap < 10f64.powi(*power));
    power.map_or_else(|| format!("{gap:.2}"), |power| format!("< 1e{power}"))
}

/// A tolerance in words.
pub fn tolerance(tolerance: Tolerance) -> String {
    match tolerance {
        Tolerance::LastDigit => "last printed digit".to_owned(),
        Tolerance::Relative(most) => format!("{} relative", power(most)),
        Tolerance::Absolute(0.0) => "the same words".to_owned(),
        Tolerance::Absolute(most) => format!("{} percentage points", power(most)),
        Tolerance::Plain(most) => power(most),
    }
}

/// A small number, `1e-8` or `0.001`.
pub fn power(value: f64) -> String {
    if value > 0.0 && value < 1e-4 { format!("{value:e}") } else { format!("{value}") }
}

/// The comparisons of a record with one tolerance.
pub struct Verdict {
    pub tolerance: String,
    pub cells: usize,
    pub inside: usize,
    pub largest: String,
}

/// One verdict for each tolerance, in the order of the record; words are counted and have no gap.
pub fn verdicts(record: &Record) -> Vec<Verdict> {
    let mut tolerances: Vec<Tolerance> = Vec::new();
    for cell in &record.cells {
        if !tolerances.contains(&cell.tolerance) {
            tolerances.push(cell.tolerance);
        }
    }
    tolerances.into_iter().map(|tolerance| verdict(record, tolerance)).collect()
}

fn verdict(record: &Record, limit: Tolerance) -> Verdict {
    let cells = || record.cells.iter().filter(|cell| cell.tolerance == limit);
    let gap = cells().map(Cell::gap).fold(0.0, f64::max);
    let largest = match limit {
        Tolerance::LastDigit => fixed(gap, 2 + cells().map(|cell| cell.digits).min().unwrap_or(0)),
        Tolerance::Absolute(0.0) => String::new(),
        _ => bound(gap),
    };
    let inside = cells().filter(|cell| cell.inside()).count();
    Verdict { tolerance: tolerance(limit), cells: cells().count(), inside, largest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(reference: f64, ours: f64, tolerance: Tolerance) -> Cell {
        let [reference, ours] = [reference, ours].map(Value::Number);
        Cell { place: Default::default(), reference, ours, digits: 2, tolerance, reason: None }
    }

    #[test]
    fn a_printed_number_has_two_decimals_less_than_ours() {
        let cell = cell(-0.41, -0.406_849, Tolerance::LastDigit);
        assert_eq!([reference(&cell), ours(&cell), difference(&cell)], ["−0.41", "−0.4068", "0.0032"]);
        assert!(cell.inside());
    }

    #[test]
    fn rounding_noise_is_not_told_apart() {
        assert_eq!([0.0, 1e-16, 3e-12].map(bound), ["< 1e-10"; 3]);
        assert_eq!([2e-10, 5.8e-6].map(bound), ["< 1e-9", "< 1e-5"]);
        assert_eq!(fixed(-1e-9, 4), "0.0000");
    }
}
