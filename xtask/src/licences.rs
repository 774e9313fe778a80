//! The licences and origins of all dependencies, as cargo knows them.
//!
//! Advisories are not checked here: their list changes from day to day, and a result must depend on nothing but the commit.

use std::str::SplitWhitespace;

use serde_json::Value;

use crate::project::{Project, list, metadata};
use crate::step::Fault;

/// The licences that dependencies may have: permissive, or weak copyleft by file; never the GPL family.
const ALLOWED: [&str; 11] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "MPL-2.0",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
];
/// Where dependencies may come from, as cargo names it.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks every package that the project may be built with, on any machine and with any feature.
pub fn check(_: &Project) -> Result<(), Fault> {
    let metadata = metadata(&["--all-features", "--locked"])?;
    let faults: Vec<_> = list(&metadata["packages"]).iter().flat_map(faults).collect();
    Fault::unless_empty(&faults)
}

fn faults(package: &Value) -> Vec<String> {
    let text = |value: &'_ Value| value.as_str().unwrap_or_default().to_owned();
    let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
    let mut faults = Vec::new();
    let licence = text(&package["license"]);
    if !is_allowed(&licence) {
        faults.push(format!("{name}: its licence is `{licence}`"));
    }
    let source = text(&package["source"]);
    if !["", REGISTRY].contains(&source.as_str()) {
        faults.push(format!("{name} comes from {source}"));
    }
    if source.is_empty() {
        let any = list(&package["dependencies"]).iter().filter(|d| d["req"] == "*" && d["path"].is_null());
        faults.extend(any.map(|d| format!("{name} takes any version of {}", text(&d["name"]))));
    }
    faults
}

/// What is left to read of a licence expression such as `(MIT OR Apache-2.0) AND Unicode-3.0`.
struct Expression<'a> {
    words: std::iter::Peekable<SplitWhitespace<'a>>,
}

/// Whether one of the choices is allowed. A slash, of old, is `OR`.
fn is_allowed(text: &str) -> bool {
    let spaced = text.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut expression = Expression { words: spaced.split_whitespace().peekable() };
    expression.any() && expression.words.next().is_none()
}

impl Expression<'_> {
    fn any(&mut self) -> bool {
        let mut allowed = self.all();
        while self.takes("OR") {
            allowed |= self.all();
        }
        allowed
    }

    fn all(&mut self) -> bool {
        let mut allowed = self.one();
        while self.takes("AND") {
            allowed &= self.one();
        }
        allowed
    }

    fn takes(&mut self, word: &str) -> bool {
        self.words.next_if(|next| next.eq_ignore_ascii_case(word)).is_some()
    }

    fn one(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        if word == "(" {
            return self.any() & (self.words.next() == Some(")"));
        }
        let exception = self.words.next_if_eq(&"WITH").and_then(|_| self.words.next());
        let licence =
            exception.map_or_else(|| word.to_owned(), |exception| format!("{word} WITH {exception}"));
        ALLOWED.contains(&licence.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_allowed_if_one_choice_of_it_is() {
        for text in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "LGPL-2.1/MIT",
            "ISC or MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
        ] {
            assert!(is_allowed(text), "{text}");
        }
        for text in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(MIT OR ISC",
            "MIT ISC",
            "Apache-2.0 WITH other",
            "OR",
        ] {
            assert!(!is_allowed(text), "{text}");
        }
    }

    #[test]
    fn licence_origin_and_version_are_told() {
        let package = |value: &str| serde_json::from_str(value).unwrap();
        let foreign: Value =
            package(r#"{"name": "a", "version": "1.0.0", "license": "GPL-2.0", "source": "git+https://b"}"#);
        assert_eq!(
            faults(&foreign),
            ["a 1.0.0: its licence is `GPL-2.0`", "a 1.0.0 comes from git+https://b"]
        );
        let own: Value = package(
            r#"{"name": "own", "version": "0.1.0", "license": "MIT", "source": null, "dependencies": [
                {"name": "c", "req": "*"}, {"name": "d", "req": "*", "path": "/d"}, {"name": "e", "req": "^1"}]}"#,
        );
        assert_eq!(faults(&own), ["own 0.1.0 takes any version of c"]);
    }

    #[test]
    fn all_dependencies_are_allowed() {
        check(&Project::here()).unwrap();
    }
}
