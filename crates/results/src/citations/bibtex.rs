//! A work as an entry of BibTeX: only types and fields that old styles know too, every brace paired.

use super::work::{Kind, Work};

/// One entry; it ends with a line end.
pub(super) fn entry(key: &str, work: &Work, notes: &[String]) -> String {
    let (kind, container, number) = match work.kind {
        Kind::Article => ("article", "journal", "number"),
        Kind::Chapter => ("incollection", "booktitle", "number"),
        Kind::Report => ("techreport", "booktitle", "number"),
        Kind::Software | Kind::Dataset => ("misc", "booktitle", "number"),
    };
    let publisher = if work.kind == Kind::Report { "institution" } else { "publisher" };
    let version = work.version.as_ref().map(|version| match work.kind {
        Kind::Software => format!("Version {version}"),
        _ => version.clone(),
    });
    let note: Vec<String> =
        version.into_iter().chain(notes.iter().cloned()).filter(|n| !n.is_empty()).collect();
    let pages = work.pages.as_ref().map(|pages| pages.replace('-', "--"));
    let fields = [
        ("author", (!work.authors.is_empty()).then(|| authors(work))),
        // a second pair keeps the capitals
        ("title", Some(format!("{{{}}}", escaped(&work.title)))),
        (container, work.container.as_deref().map(escaped)),
        (publisher, work.publisher.as_deref().map(escaped)),
        ("volume", work.volume.as_deref().map(escaped)),
        (number, work.number.as_deref().map(escaped)),
        ("pages", pages),
        ("year", work.year.map(|year| year.to_string())),
        ("doi", work.doi.clone()),
        ("url", work.address.clone()),
        ("note", (!note.is_empty()).then(|| escaped(&note.join(". ")))),
    ];
    let lines = fields
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| format!("  {name} = {{{value}}},\n")));
    format!("@{kind}{{{key},\n{}}}\n", lines.collect::<String>())
}

fn authors(work: &Work) -> String {
    let one = |(family, given): &(String, String)| match given.is_empty() {
        // an organisation is one name, whatever its words
        true => format!("{{{}}}", escaped(family)),
        false => format!("{}, {}", escaped(family), escaped(given)),
    };
    work.authors.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Text in which TeX sees letters only; BibTeX counts braces even behind a backslash, so that none may stand there.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', letter]),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_mean_something_to_tex_are_escaped_and_braces_stay_paired() {
        let work = Work::unknown("R&D", "50 % of {R\\D}_1 ~ $ # ^\n}}");
        let notes = ["}{".to_owned(), String::new()];
        assert_eq!(
            entry("r-d", &work, &notes),
            "@misc{r-d,\n  title = {{50 \\% of \\textbraceleft{}R\\textbackslash{}D\\textbraceright{}\\_1 \
             \\textasciitilde{} \\$ \\# \\textasciicircum{} \\textbraceright{}\\textbraceright{}}},\n  \
             note = {\\textbraceright{}\\textbraceleft{}},\n}\n"
        );
    }
}
