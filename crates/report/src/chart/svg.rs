//! From the plotting library's SVG to SVG for a page: scalable, named for those who cannot see it, without ids that
//! clash with those of other figures.

use crate::chart::draw::Drawing;
use crate::chart::legend::{self, escaped};

/// Colours of a picture that stands for itself.
const COLOURS: &str = include_str!("../../assets/colours.css");

/// The picture as a part of a page.
pub(super) fn inline(drawing: &Drawing, id: &str, alternative: &str) -> String {
    let svg = &drawing.svg;
    let Some((head, body)) = svg.find("<svg").and_then(|at| svg[at..].split_once('>')) else {
        return String::new();
    };
    let body = body.trim_end().trim_end_matches("</svg>");
    let (width, height) = (attribute(head, "width"), attribute(head, "height"));
    let (legend, below) = legend::draw(&drawing.legend, width, height);
    let height = height + below;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{}\" font-family=\"system-ui, sans-serif\" fill=\"var(--ink)\">",
        escaped(alternative)
    );
    out.push_str(&renamed(body, id));
    out.push_str(&legend);
    out.push_str("</svg>");
    out
}

/// The picture as a file.
pub(super) fn file(inline: &str) -> String {
    let styled = inline.replacen('>', &format!("><style>{COLOURS}</style>"), 1);
    format!("{styled}\n")
}

fn attribute(head: &str, name: &str) -> f64 {
    let start = head.find(&format!(" {name}=\"")).map(|at| at + name.len() + 3);
    let text = start.and_then(|start| head[start..].split('"').next());
    text.and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

/// The library numbers its clip paths by a counter of the whole process: here they are numbered by figure.
fn renamed(body: &str, id: &str) -> String {
    const PREFIX: &str = "kuva-clip-";
    let mut numbers: Vec<&str> = Vec::new();
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find(PREFIX) {
        let (before, after) = rest.split_at(at + PREFIX.len());
        let end = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
        let number = &after[..end];
        let position = numbers.iter().position(|known| *known == number).unwrap_or_else(|| {
            numbers.push(number);
            numbers.len() - 1
        });
        out.push_str(&before[..at]);
        out.push_str(&format!("{id}-clip-{position}"));
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_keeps_its_names_for_itself() {
        let svg = "<svg xmlns=\"x\" width=\"10\" height=\"20\" fill=\"a\"><clipPath id=\"kuva-clip-7\"/><g clip-path=\"url(#kuva-clip-7)\"/><g clip-path=\"url(#kuva-clip-12)\"/></svg>";
        let drawing = Drawing { svg: svg.to_owned(), legend: Vec::new() };
        let out = inline(&drawing, "fig", "a \"b\" <c>");
        assert!(out.contains("viewBox=\"0 0 10 20\""), "{out}");
        assert!(out.contains("aria-label=\"a &quot;b&quot; &lt;c&gt;\""), "{out}");
        assert!(out.contains("id=\"fig-clip-0\"") && out.contains("url(#fig-clip-0)"), "{out}");
        assert!(out.contains("url(#fig-clip-1)") && !out.contains("kuva-clip"), "{out}");
    }
}
