//! No circles: of the children of a module, each taken with all that lies below it, none imports another that in the end
//! imports it. A child may use what its ancestors define themselves, and an ancestor its descendants.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::Crate;
use super::modules::{Edge, Modules};
use crate::project::{files_below, read};
use crate::step::Fault;

/// The circles in a crate: one finding for each module whose children make one.
pub fn of(each: &Crate) -> Result<Vec<String>, Fault> {
    let folder = each.folder.join("src");
    let mut texts = BTreeMap::new();
    for path in files_below(&folder, "rs")? {
        texts.insert(path.clone(), read(&path)?);
    }
    let mut findings = Vec::new();
    for root in ["lib.rs", "main.rs"].map(|root| folder.join(root)) {
        if texts.contains_key(&root) {
            findings.extend(found(&each.name, &root, &texts)?);
        }
    }
    Ok(findings)
}

fn found(name: &str, root: &Path, texts: &BTreeMap<PathBuf, String>) -> Result<Vec<String>, Fault> {
    let modules = Modules::of(name, root, &|file| texts.get(file).cloned())?;
    let mut graphs: BTreeMap<usize, Siblings> = BTreeMap::new();
    for edge in modules.edges() {
        if let Some((parent, from, to)) = siblings(&modules, &edge) {
            graphs.entry(parent).or_default().entry((from, to)).or_default().push(edge);
        }
    }
    let folder = root.parent().unwrap_or(root);
    let circular = graphs.iter().filter_map(|(parent, graph)| {
        let circles = circles(graph);
        let told = circles.iter().map(|circle| told(&modules, *parent, circle, graph, folder));
        let told = told.collect::<Vec<_>>().join("\n");
        (!circles.is_empty()).then_some(told)
    });
    Ok(circular.collect())
}

/// What children of one module name in each other.
type Siblings = BTreeMap<(usize, usize), Vec<Edge>>;

/// The closest module above both ends of an edge, and its two children between which the edge runs; none where one end
/// lies above the other.
fn siblings(modules: &Modules, edge: &Edge) -> Option<(usize, usize, usize)> {
    let (from, to) = (lineage(modules, edge.from), lineage(modules, edge.to));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    Some((from[common - 1], *from.get(common)?, *to.get(common)?))
}

/// The modules from the root down to this one.
fn lineage(modules: &Modules, module: usize) -> Vec<usize> {
    let mut line = modules.all()[module].parent.map_or_else(Vec::new, |parent| lineage(modules, parent));
    line.push(module);
    line
}

/// The sets of siblings of which each reaches each other one.
fn circles(graph: &Siblings) -> Vec<BTreeSet<usize>> {
    let reached: BTreeMap<_, _> = graph.keys().map(|(from, _)| (*from, reached(graph, *from))).collect();
    let mut circles = BTreeSet::new();
    for (from, all) in &reached {
        let back = |to: &&usize| reached.get(to).is_some_and(|all| all.contains(from));
        let circle: BTreeSet<usize> = all.iter().filter(back).copied().collect();
        circles.extend((!circle.is_empty()).then_some(circle));
    }
    circles.into_iter().collect()
}

fn reached(graph: &Siblings, from: usize) -> BTreeSet<usize> {
    let (mut all, mut waiting) = (BTreeSet::new(), vec![from]);
    while let Some(at) = waiting.pop() {
        waiting
            .extend(graph.keys().filter(|(a, _)| *a == at).map(|(_, to)| *to).filter(|to| all.insert(*to)));
    }
    all
}

/// The circle, and for each two neighbours the files and the names that tie them.
fn told(
    modules: &Modules,
    parent: usize,
    circle: &BTreeSet<usize>,
    graph: &Siblings,
    folder: &Path,
) -> String {
    let name = |module: usize| modules.all()[module].name.as_str();
    let names = circle.iter().map(|module| name(*module)).collect::<Vec<_>>().join(", ");
    let mut text = format!("in `{}` these import each other in a circle: {names}", modules.path(parent));
    for ((from, to), edges) in
        graph.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to))
    {
        let _ = write!(text, "\n  {} uses {}", name(*from), name(*to));
        let mut files: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
        for edge in edges {
            let file = |module: usize| {
                let file = &modules.all()[module].file;
                file.strip_prefix(folder).unwrap_or(file).display().to_string()
            };
            files.entry((file(edge.from), file(edge.to))).or_default().insert(&edge.name);
        }
        for ((from, to), names) in files {
            // a module is imported for what it holds: it is named where nothing else is
            let held: Vec<_> = names.iter().filter(|name| !name.starts_with("mod ")).copied().collect();
            let names = if held.is_empty() { Vec::from_iter(names) } else { held }.join(", ");
            let _ = write!(text, "\n    {from} → {to}: {names}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circles of a crate with these files.
    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let texts =
            files.iter().map(|(file, text)| (Path::new("src").join(file), (*text).to_owned())).collect();
        found("small", Path::new("src/lib.rs"), &texts).unwrap()
    }

    #[test]
    fn imports_that_run_one_way_are_in_order() {
        let files = [
            ("lib.rs", "mod error; mod solve; pub use solve::solve;"),
            ("error.rs", "pub enum Error {}"),
            (
                "solve.rs",
                "mod step; use crate::error::Error; pub struct Settings; pub fn solve() { step::go() }",
            ),
            ("solve/step.rs", "use super::Settings; use crate::error::Error; pub fn go() {}"),
        ];
        assert!(told(&files).is_empty());
    }

    #[test]
    fn a_circle_is_told_with_the_files_and_the_names_that_tie_it() {
        let files = [
            ("lib.rs", "mod economy; mod shocks; mod other;"),
            ("economy.rs", "mod check; pub struct Economy;"),
            ("economy/check.rs", "use crate::shocks::{Shocks, Use as Purpose};"),
            ("shocks.rs", "pub struct Shocks; pub enum Use {} fn f(economy: &crate::economy::Economy) {}"),
            ("other.rs", "use crate::shocks::Shocks;"),
        ];
        let expected = "in `small` these import each other in a circle: economy, shocks\n  \
                        economy uses shocks\n    economy/check.rs → shocks.rs: Shocks, Use\n  \
                        shocks uses economy\n    shocks.rs → economy.rs: Economy";
        assert_eq!(told(&files), [expected]);
    }

    #[test]
    fn an_import_through_a_re_export_counts_for_the_module_that_defines_it() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c; pub use a::*; pub use c::C as Other;"),
            ("a.rs", "pub struct A; use crate::c::B;"),
            ("b.rs", "pub struct B; use crate::{A, Other};"),
            ("c.rs", "pub use crate::b::B; pub struct C;"),
        ];
        let told = told(&files);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("a, b, c\n"), "{told:?}");
        assert!(told[0].contains("\n    a.rs → b.rs: B\n"), "{told:?}");
        assert!(told[0].contains("\n    b.rs → a.rs: A\n"), "{told:?}");
        assert!(told[0].contains("\n    b.rs → c.rs: C\n"), "{told:?}");
        assert!(!told[0].contains("a.rs → c.rs"), "{told:?}");
    }

    #[test]
    fn siblings_deeper_down_are_held_to_it_through_their_parent_too() {
        let files = [
            ("lib.rs", "mod solve;"),
            ("solve.rs", "mod newton; mod starts; use starts::Start;"),
            ("solve/newton.rs", "use super::Start; pub fn newton() {}"),
            ("solve/starts/mod.rs", "pub struct Start; fn f() { crate::solve::newton::newton() }"),
        ];
        let told = told(&files);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("in `small::solve` these"), "{told:?}");
        assert!(told[0].contains("\n    solve/newton.rs → solve/starts/mod.rs: Start\n"), "{told:?}");
    }

    #[test]
    fn what_a_macro_defines_belongs_to_its_module() {
        let files = [
            ("lib.rs", "mod axes; mod labels;"),
            ("axes.rs", "id!(Region, \"region\"); use crate::labels::Label;"),
            ("labels.rs", "use crate::axes::Region; use std::fmt; fn f() { fmt::write() } pub struct Label;"),
        ];
        assert!(told(&files)[0].ends_with("labels.rs → axes.rs: Region"));
    }

    #[test]
    fn tests_may_import_as_they_like_and_included_text_may_not() {
        let test = ("lib.rs", "mod a; mod b;");
        let files = [
            test,
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "pub struct B; #[cfg(test)] mod tests { use crate::a::A; }"),
        ];
        assert!(told(&files).is_empty());
        let files = [
            test,
            ("a.rs", "include!(\"text.rs\"); pub struct A;"),
            ("text.rs", "use crate::b::B;"),
            ("b.rs", "pub struct B; use super::a::A;"),
        ];
        assert_eq!(told(&files).len(), 1);
    }
}
