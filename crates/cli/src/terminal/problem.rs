//! Mistakes in a scenario as people read them: place, source line, underline, legal words.

use std::fmt::Write;
use std::ops::Range;

use oblate::Problem;
use serde_json::{Value, json};

/// Legal words are shown up to this many.
const MOST_LEGAL: usize = 12;

/// All mistakes of one scenario.
pub fn render(shown: &str, text: &str, problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems {
        // problems of the scenario itself know its file by name, the user by path
        let file = if problem.span.is_some() { shown } else { &problem.file };
        one(&mut out, file, text, problem);
        out.push('\n');
    }
    let count = problems.len();
    let _ = writeln!(out, "{count} mistake{} in `{shown}`", if count == 1 { "" } else { "s" });
    out
}

fn one(out: &mut String, file: &str, text: &str, problem: &Problem) {
    let _ = writeln!(out, "error: {}", problem.message);
    let place = [problem.line, problem.column].into_iter().flatten().map(|number| format!(":{number}"));
    let _ = write!(out, "  --> {file}{}", place.collect::<String>());
    let in_words = problem.line.is_none() && !problem.key.is_empty();
    let _ = writeln!(out, "{}", if in_words { format!(", key `{}`", problem.key) } else { String::new() });
    if let (Some(line), Some(span)) = (problem.line, &problem.span) {
        source_line(out, text, line, span);
    }
    if let Some(nearest) = &problem.nearest {
        let _ = writeln!(out, "  help: did you mean `{nearest}`?");
    }
    if !problem.legal.is_empty() {
        let words = problem.legal.iter().take(MOST_LEGAL).cloned().collect::<Vec<_>>().join(", ");
        let more = problem.legal.len().saturating_sub(MOST_LEGAL);
        let more = if more > 0 { format!(", … and {more} more") } else { String::new() };
        let _ = writeln!(out, "  legal: {words}{more}");
    }
}

/// The line of the mistake with carets under it; a mistake over several lines is marked to the end of the first.
fn source_line(out: &mut String, text: &str, number: usize, span: &Range<usize>) {
    let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let width = |range: Range<usize>| line.get(range).map_or(0, |part| part.chars().count());
    let (from, to) = ((span.start - start).min(line.len()), (span.end - start.min(span.end)).min(line.len()));
    let gutter = " ".repeat(number.to_string().len());
    let carets = "^".repeat(width(from..to.max(from)).max(1));
    let indent: String =
        line.get(..from).unwrap_or_default().chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let _ = writeln!(out, "{gutter}  |\n{number}  | {line}\n{gutter}  | {indent}{carets}");
}

/// One mistake for programs.
pub fn json(problem: &Problem) -> Value {
    json!({
        "code": problem.code.name(),
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "key": problem.key,
        "message": problem.message,
        "legal": problem.legal,
        "nearest": problem.nearest,
    })
}
