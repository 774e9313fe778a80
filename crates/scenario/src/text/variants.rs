//! The cases of a file: its base, and each variant as the base with changes.

use super::Document;
use super::overrides::{Overridden, Override, Settable, apply};
use super::problem::{Problem, ProblemCode};
use super::read::{Read, Report, Table};
use super::tree::{Entry, Node, Value};
use super::values::is_name;
use crate::log::Change;

/// The name of the case without a variant.
pub const BASE: &str = "base";

/// The form of the files of one kind.
pub(crate) trait Form: Table {
    /// What variants and the command line may set anew in them.
    fn settable() -> Settable;
}

/// One case of a file: its name, its title, its tables with all overrides applied.
pub(crate) struct Case<F> {
    pub name: String,
    /// Its own title; that of the file if it has none, and the file's name if that has none.
    pub title: String,
    pub raw: F,
    pub overrides: Vec<Change>,
    /// Overrides of the command line on keys that the variant sets itself.
    pub refused: Vec<Problem>,
}

impl Document {
    /// The base case and then every variant, in the order of the file; `overrides` apply to all of them but those that set the
    /// same key themselves. All mistakes of form are reported.
    pub(crate) fn cases<F: Form>(&self, overrides: &[Override], report: &mut Report<'_>) -> Vec<Case<F>> {
        F::read(&self.root, report);
        let title = title(&self.root).unwrap_or(&self.source.name);
        let maker = Maker { base: without_variants(&self.root), title, settable: F::settable() };
        let mut cases: Vec<Case<F>> = Vec::new();
        cases.extend(maker.case(BASE, None, overrides, &[], report));
        for entry in self.variants() {
            cases.extend(maker.variant(entry, overrides, report));
        }
        cases
    }

    /// The variants as written, without the base case.
    pub(crate) fn variants(&self) -> &[Entry] {
        self.root.get("variants").map(Node::entries).unwrap_or_default()
    }
}

/// The tables of the base case.
fn without_variants(root: &Node) -> Node {
    let mut base = root.clone();
    if let Value::Table(entries) = &mut base.value {
        entries.retain(|entry| entry.key != "variants");
    }
    base
}

/// The title that a file or a variant gives itself.
fn title(table: &Node) -> Option<&str> {
    match table.get("title").map(|title| &title.value) {
        Some(Value::Text(title)) => Some(title),
        _ => None,
    }
}

/// What makes the cases of a file.
struct Maker<'d> {
    base: Node,
    /// The title of cases that have none of their own.
    title: &'d str,
    settable: Settable,
}

impl Maker<'_> {
    /// The base case with what a variant sets and adds; none if nothing can be called as the variant is.
    fn variant<F: Form>(
        &self,
        Entry { key, place, node }: &Entry,
        overrides: &[Override],
        report: &mut Report<'_>,
    ) -> Option<Case<F>> {
        if key == BASE || !is_name(key) {
            let message = format!(
                "`{key}` cannot be the name of a variant: use letters, digits, `-` and `_`, not a plain number and \
                 not `{BASE}`, which is the case without a variant"
            );
            report.problem(ProblemCode::BadName, place, message);
            return None;
        }
        let is_kind = |entry: &&Entry| self.settable.kinds.contains(&entry.key.as_str());
        let added: Vec<&Entry> = node.entries().iter().filter(is_kind).collect();
        if node.get("set").is_none() && added.is_empty() && report.is_clean() {
            let message = format!("variant `{key}` is the base case again: give it `set` or shocks");
            report.problem(ProblemCode::WrongKeys, place, message);
        }
        let set = node.get("set").map(Node::entries).unwrap_or_default();
        let mut changes: Vec<Override> = set
            .iter()
            .filter_map(|entry| Override::of_variant(&entry.key, &entry.place, &entry.node, report))
            .collect();
        changes.extend(overrides.iter().cloned());
        self.case(key, title(node), &changes, &added, report)
    }

    /// The base case with keys set anew and shocks added.
    fn case<F: Form>(
        &self,
        name: &str,
        title: Option<&str>,
        overrides: &[Override],
        added: &[&Entry],
        report: &mut Report<'_>,
    ) -> Option<Case<F>> {
        let mut tables = self.base.clone();
        let Overridden { changes, refused } = apply(&mut tables, overrides, &self.settable, report);
        for entry in added {
            append(&mut tables, entry);
        }
        let raw = F::read(&tables, report)?;
        let title = title.unwrap_or(self.title).to_owned();
        Some(Case { name: name.to_owned(), title, raw, overrides: changes, refused })
    }
}

/// Adds the shocks of a variant behind those of the base.
fn append(base: &mut Node, added: &Entry) {
    let (Value::Table(entries), Value::List(shocks)) = (&mut base.value, &added.node.value) else {
        return;
    };
    match entries.iter_mut().find(|entry| entry.key == added.key).map(|entry| &mut entry.node.value) {
        Some(Value::List(there)) => there.extend(shocks.iter().cloned()),
        Some(_) => {}
        None => entries.push(added.clone()),
    }
}
