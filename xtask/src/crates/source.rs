//! What one file of Rust says about modules: which it has, what it defines, what it imports, which paths it writes.
//!
//! It is read as tokens, not as a syntax tree: so paths inside macros, which a parser leaves alone, are seen too.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::step::Fault;

/// What the code of one module says; code that only tests see is left out.
#[derive(Default)]
pub struct Source {
    /// Names of the types, functions, constants, traits and macros that are defined here.
    pub items: BTreeSet<String>,
    /// The modules that are declared here.
    pub children: Vec<Child>,
    /// The names that are imported, wherever in the module.
    pub imports: Vec<Import>,
    /// The paths of two names or more that the code writes outside of imports.
    pub paths: BTreeSet<Vec<String>>,
    /// The files whose text is included.
    pub included: Vec<String>,
}

/// A module that is declared: `mod name;` or `mod name { … }`.
pub struct Child {
    /// Its name.
    pub name: String,
    /// The file that a `#[path]` names.
    pub path: Option<String>,
    /// What stands in its braces.
    pub inline: Option<Source>,
}

/// One name of a `use`.
#[derive(Debug, PartialEq)]
pub struct Import {
    /// What is imported.
    pub path: Vec<String>,
    /// Its name in the module; none for `*`.
    pub name: Option<String>,
}

/// Words that begin a definition whose name is the next word.
const DEFINING: [&str; 8] = ["struct", "enum", "union", "trait", "type", "fn", "const", "static"];
/// Words that begin an item, before its name or its block.
const BEGINNING: [&str; 10] = ["pub", "mod", "use", "impl", "struct", "enum", "trait", "type", "fn", "const"];

impl Source {
    /// Reads the text of a file.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let tokens: TokenStream =
            text.parse().map_err(|error| Fault::new(format!("cannot be read: {error}")))?;
        let mut source = Self::default();
        source.scan(tokens, true);
        Ok(source)
    }

    /// Takes in tokens; `top` where definitions are the module's own, not a function's or an `impl`'s.
    fn scan(&mut self, tokens: TokenStream, top: bool) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut path = None;
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            at += match rest {
                [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(inner), ..]
                    if hash.as_char() == '#' && bang.as_char() == '!' =>
                {
                    if for_tests(inner) {
                        return;
                    }
                    3
                }
                [TokenTree::Punct(hash), TokenTree::Group(outer), ..] if hash.as_char() == '#' => {
                    path = named_path(outer).or(path);
                    self.scan(outer.stream(), false);
                    if for_tests(outer) { 2 + length_of_item(&rest[2..]) } else { 2 }
                }
                [TokenTree::Group(group), ..] => {
                    self.scan(group.stream(), false);
                    1
                }
                [TokenTree::Ident(word), ..] => self.word(&word.to_string(), rest, top, &mut path),
                _ => 1,
            };
        }
    }

    /// Takes in what begins with a word; returns the number of its tokens.
    fn word(&mut self, word: &str, rest: &[TokenTree], top: bool, path: &mut Option<String>) -> usize {
        match (word, &rest[1..]) {
            ("mod", [TokenTree::Ident(name), TokenTree::Group(block), ..]) => {
                let mut inline = Self::default();
                inline.scan(block.stream(), true);
                self.children.push(Child { name: name.to_string(), path: path.take(), inline: Some(inline) });
                3
            }
            ("mod", [TokenTree::Ident(name), ..]) => {
                self.children.push(Child { name: name.to_string(), path: path.take(), inline: None });
                2
            }
            ("use", [TokenTree::Ident(_) | TokenTree::Group(_), ..]) => {
                let length = rest.iter().take_while(|token| !is(token, ';')).count();
                tree(&rest[1..length], &[], &mut self.imports);
                length
            }
            ("use", [TokenTree::Punct(first), TokenTree::Punct(_), ..]) if first.as_char() == ':' => {
                // `use ::name`: another crate's
                rest.iter().take_while(|token| !is(token, ';')).count()
            }
            ("macro_rules", [_, TokenTree::Ident(name), ..]) => {
                self.items.insert(name.to_string());
                3
            }
            ("include", [bang, TokenTree::Group(file), ..]) if is(bang, '!') => {
                self.included.extend(text_of(&file.stream()));
                3
            }
            (_, [TokenTree::Ident(name), ..]) if top && DEFINING.contains(&word) => {
                self.items.insert(name.to_string());
                // of `const fn name` the word `fn` is seen again, with its name
                1
            }
            _ => {
                let (names, length) = path_of(rest);
                if names.len() > 1 {
                    self.paths.insert(names);
                }
                length
            }
        }
    }
}

/// The names of a path and the number of its tokens; one that follows `::` is the end of a type's path, no beginning.
fn path_of(tokens: &[TokenTree]) -> (Vec<String>, usize) {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        names.push(name.to_string());
        at += 1;
        if !double_colon(&tokens[at..]) {
            break;
        }
        at += 2;
        if !matches!(tokens.get(at), Some(TokenTree::Ident(_))) {
            break;
        }
    }
    (names, at)
}

/// The leaves of the tree of a `use`: `a::{b, c as d, e::*, self}`.
fn tree(tokens: &[TokenTree], before: &[String], imports: &mut Vec<Import>) {
    for branch in tokens.split(|token| is(token, ',')).filter(|branch| !branch.is_empty()) {
        let (names, length) = path_of(branch);
        let mut path = [before, &names].concat();
        match &branch[length..] {
            [TokenTree::Group(inner)] => {
                tree(&inner.stream().into_iter().collect::<Vec<_>>(), &path, imports)
            }
            [star, ..] if is(star, '*') => imports.push(Import { path, name: None }),
            renamed => {
                if path.len() > 1 && path.last().is_some_and(|name| name == "self") {
                    path.pop();
                }
                let name = match renamed {
                    [_, TokenTree::Ident(name)] => Some(name.to_string()),
                    _ => path.last().cloned(),
                };
                imports.push(Import { path, name });
            }
        }
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn double_colon(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [first, second, ..] if is(first, ':') && is(second, ':'))
}

/// Whether an attribute is `cfg(test)` or `cfg(all(test, …))`.
fn for_tests(attribute: &Group) -> bool {
    let text: String = attribute.stream().to_string().split_whitespace().collect();
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// The file of `#[path = "file"]`.
fn named_path(attribute: &Group) -> Option<String> {
    let mut tokens = attribute.stream().into_iter();
    let named = matches!(tokens.next()?, TokenTree::Ident(word) if word == "path");
    named.then(|| text_of(&tokens.skip(1).collect()))?
}

/// The text of a literal that stands alone.
fn text_of(tokens: &TokenStream) -> Option<String> {
    Some(tokens.to_string().strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// The number of tokens of what an attribute stands before: an item up to its block or its `;`, a field or a variant up to
/// its `,`.
fn length_of_item(tokens: &[TokenTree]) -> usize {
    let attributes = tokens.chunks(2).take_while(|pair| is(&pair[0], '#')).count() * 2;
    let item = matches!(&tokens.get(attributes), Some(TokenTree::Ident(word)) if BEGINNING.contains(&word.to_string().as_str()));
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is(token, ';') || (!item && is(token, ',')),
    };
    let length = tokens[attributes..].iter().position(ends).map_or(tokens.len(), |end| attributes + end + 1);
    length.min(tokens.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(text: &str) -> Vec<String> {
        let source = Source::read(text).unwrap();
        let told = |import: &Import| match &import.name {
            Some(name) => format!("{} = {}", name, import.path.join("::")),
            None => format!("* = {}", import.path.join("::")),
        };
        source.imports.iter().map(told).collect()
    }

    fn paths(text: &str) -> Vec<String> {
        Source::read(text).unwrap().paths.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn trees_of_imports_are_followed_to_their_leaves() {
        let text = "use a::{b, c as d, e::{self, *}, super_::{f, g as _}};\npub(crate) use self::h::i;\nuse ::std::fs;";
        let expected = [
            "b = a::b",
            "d = a::c",
            "e = a::e",
            "* = a::e",
            "f = a::super_::f",
            "_ = a::super_::g",
            "i = self::h::i",
        ];
        assert_eq!(imports(text), expected);
    }

    #[test]
    fn paths_are_seen_in_types_bodies_attributes_and_macros() {
        let text = "#[error(\"{}\", crate::a::told(x))] struct S(Vec<super::b::T>);
            fn f() { println!(\"{}\", c::d()); g::<crate::e::U>(); x.map(|y| <V as h::W>::of(y)) }
            macro_rules! m { () => { $crate::i::j() } }";
        assert_eq!(
            paths(text),
            ["c::d", "crate::a::told", "crate::e::U", "crate::i::j", "h::W", "super::b::T"]
        );
    }

    #[test]
    fn only_the_modules_own_definitions_are_its_items() {
        let source =
            Source::read("pub const fn f() { fn inner() {} } impl S { const N: u8 = 1; } enum E { A }")
                .unwrap();
        assert!(["f", "E"].iter().all(|name| source.items.contains(*name)), "{:?}", source.items);
        assert!(["inner", "N", "S"].iter().all(|name| !source.items.contains(*name)), "{:?}", source.items);
    }

    #[test]
    fn what_only_tests_see_is_left_out() {
        let text = "#[cfg(test)] use a::{b, c};
            #[cfg(test)] #[allow(dead_code)] fn f<A, B>() -> d::T { e::g() }
            struct S { #[cfg(test)] x: h::T, y: i::T }
            #[cfg(all(test, unix))] mod tests { use j::k; }
            #[cfg(test)] mod other;
            use l::m;";
        let source = Source::read(text).unwrap();
        assert_eq!(imports(text), ["m = l::m"]);
        assert_eq!(paths(text), ["i::T"]);
        assert!(source.children.is_empty());
    }

    #[test]
    fn modules_are_found_with_their_files_and_their_blocks() {
        let source = Source::read("mod a; #[path = \"c.rs\"] mod b; mod d { use e::f; }").unwrap();
        let told: Vec<_> = source
            .children
            .iter()
            .map(|c| (c.name.as_str(), c.path.as_deref(), c.inline.is_some()))
            .collect();
        assert_eq!(told, [("a", None, false), ("b", Some("c.rs"), false), ("d", None, true)]);
    }
}
