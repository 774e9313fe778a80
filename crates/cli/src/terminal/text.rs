//! Numbers and columns as people read them.

use std::fmt::Write;

/// A change in per cent: `+0.12 %`, small ones with more digits.
pub fn percent(change: f64) -> String {
    if change.is_nan() {
        "missing".to_owned()
    } else if change != 0.0 && change.abs() < 0.1 {
        format!("{change:+.4} %")
    } else {
        format!("{change:+.2} %")
    }
}

/// A value with thousands marks and no decimals; small ones with three significant digits.
pub fn value(value: f64) -> String {
    if value.is_nan() {
        return "missing".to_owned();
    }
    if value != 0.0 && value.abs() < 10.0 {
        return format!("{value:.3}");
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

/// Bytes in the nearest unit.
pub fn bytes(bytes: usize) -> String {
    let megabytes = bytes as f64 / 1e6;
    if megabytes >= 1000.0 {
        format!("{:.1} GB", megabytes / 1000.0)
    } else {
        format!("{:.0} MB", megabytes.max(1.0))
    }
}

/// `1 region`, `3 regions`.
pub fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// Rows as aligned columns, indented; the first `left` columns are left-aligned, the others to the right.
pub fn columns(out: &mut String, rows: &[Vec<String>], left: usize) {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..count).map(|at| width(at).unwrap_or(0)).collect();
    for row in rows {
        let mut line = " ".to_owned();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ = if at < left { write!(line, " {cell:<width$}") } else { write!(line, " {cell:>width$}") };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
