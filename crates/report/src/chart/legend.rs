//! The legend below a chart: entries in rows that fit the width.

use crate::chart::screen::shortened;

/// One entry.
pub(super) struct Entry {
    pub name: String,
    pub colour: &'static str,
    /// The dashes of a line; none for a full line or a bar.
    pub dashes: Option<String>,
}

const ROW: f64 = 20.0;
const LETTER: f64 = 6.8;
/// Width of the sign before a name, and of the gap behind it.
const SIGN: f64 = 30.0;
const GAP: f64 = 18.0;

/// The entries as SVG from `top` on, and the height that they take.
pub(super) fn draw(entries: &[Entry], width: f64, top: f64) -> (String, f64) {
    if entries.is_empty() {
        return (String::new(), 0.0);
    }
    let (mut x, mut y) = (8.0, top + ROW / 2.0);
    let mut out = String::new();
    for entry in entries {
        let most = ((width - SIGN - 16.0) / LETTER) as usize;
        let name = shortened(&entry.name, most);
        let wide = SIGN + name.chars().count() as f64 * LETTER + GAP;
        if x > 8.0 && x + wide - GAP > width {
            (x, y) = (8.0, y + ROW);
        }
        out.push_str(&sign(entry, x, y));
        out.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\" fill=\"var(--ink)\">{}</text>",
            x + SIGN,
            y + 4.0,
            escaped(&name)
        ));
        x += wide;
    }
    (out, y + ROW / 2.0 + 4.0 - top)
}

fn sign(entry: &Entry, x: f64, y: f64) -> String {
    let dashes =
        entry.dashes.as_ref().map_or_else(String::new, |dashes| format!(" stroke-dasharray=\"{dashes}\""));
    format!(
        "<line x1=\"{x:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{}\" stroke-width=\"4\"{dashes}/>",
        x + SIGN - 8.0,
        entry.colour
    )
}

/// Text as it stands in SVG.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
