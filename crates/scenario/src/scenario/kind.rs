//! The kinds of questions, and which tables of a file belong to which of them.

use std::fmt;

use super::Scenario;
use crate::long_run::{self, Context, Resolution};
use crate::short_run::{self, ShortRun, ShortRunContext};
use crate::text::{Document, Entry, Node, Override, Problem, ProblemCode, Read, Report, Table, Value};

/// Registers the kinds of questions, each with its name, its module, what its scenarios are put on, and what they become there.
///
/// The module has the form of the files, `File`, and puts them on a world, `resolve`.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal: $module:ident on $context:ty => $answer:ty,)*) => {
        /// The kind of question that a scenario asks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// All kinds; a file is of the first one that knows all its tables.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The keys of its files.
            fn keys(self) -> Vec<&'static str> {
                match self {
                    $(Self::$kind => $module::File::keys(),)*
                }
            }

            /// Reports the mistakes of form in a file of this kind.
            pub(super) fn check(self, root: &Node, report: &mut Report<'_>) {
                match self {
                    $(Self::$kind => _ = $module::File::read(root, report),)*
                }
            }
        }

        /// The scenario on a world.
        impl Scenario {
            $(
                #[doc = concat!("Puts it on a world as a question on the ", $name, ":")]
                /// the base case first, then its variants in the order of the file; `overrides` apply to all of them.
                ///
                /// # Errors
                /// All mistakes at once: those of form, unknown words, wrong tables, clashing overrides, numbers that cannot be.
                /// Those that show only in the values of cells are found once there are no others.
                pub fn $module(
                    &self,
                    overrides: &[Override],
                    context: &$context,
                ) -> Result<$answer, Vec<Problem>> {
                    $module::resolve(&self.asking(Kind::$kind), overrides, context)
                }
            )*
        }

        /// Its name: `long run`.
        impl fmt::Display for Kind {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(match self {
                    $(Self::$kind => $name,)*
                })
            }
        }
    };
}

kinds! {
    /// Where the world economy settles: shocks alone, and how the economy works.
    LongRun "long run": long_run on Context<'_> => Resolution,
    /// What happens day by day until then: `[short_run]`, and shocks with days.
    ShortRun "short run": short_run on ShortRunContext<'_> => Vec<ShortRun>,
}

impl Kind {
    /// The kind of a file: the first one that knows all its tables. Tables that nobody knows decide nothing, nor do those that
    /// do not go with the ones before them.
    pub(super) fn of(root: &Node) -> Self {
        let mut kinds = Self::ALL.to_vec();
        for table in tables(root) {
            let left: Vec<Self> = kinds.iter().copied().filter(|kind| kind.knows(table)).collect();
            if !left.is_empty() {
                kinds = left;
            }
        }
        kinds[0]
    }

    /// What is wrong with a file of this kind that has tables of another one. A file of which nothing belongs to this kind alone
    /// is not mixed: its keys are unknown.
    pub(super) fn mixed(self, document: &Document) -> Option<Problem> {
        let foreign: Vec<&Entry> = tables(&document.root).filter(|table| self.is_foreign(table)).collect();
        let first = foreign.first()?;
        let other = Self::ALL.iter().find(|kind| kind.knows(first))?;
        let is_own = |table: &&Entry| self.knows(table) && !other.knows(table);
        let own: Vec<&Entry> = tables(&document.root).filter(is_own).collect();
        let line = document.source.line(&own.first()?.place);
        let message = format!(
            "a file asks one question, and these do not go together: {} of the {other}, {} ({line}) of the {self}",
            listed(&foreign),
            listed(&own)
        );
        Some(document.source.problem(ProblemCode::Mixed, &first.place, message))
    }

    /// Takes the tables of other kinds out of a file.
    pub(super) fn purge(self, root: &mut Node) {
        let Value::Table(entries) = &mut root.value else { return };
        entries.retain(|table| !self.is_foreign(table));
        let variants = entries.iter_mut().filter(|entry| entry.key == "variants");
        for variant in variants.flat_map(|variants| variants.node.entries_mut()) {
            if let Value::Table(shocks) = &mut variant.node.value {
                shocks.retain(|table| !self.is_foreign(table));
            }
        }
    }

    /// Whether no table of a file belongs to other kinds only.
    pub(super) fn fits(self, root: &Node) -> bool {
        !tables(root).any(|table| self.is_foreign(table))
    }

    fn knows(self, table: &Entry) -> bool {
        self.keys().contains(&table.key.as_str())
    }

    /// Whether a table belongs to other kinds only.
    fn is_foreign(self, table: &Entry) -> bool {
        !self.knows(table) && Self::ALL.iter().any(|kind| kind.knows(table))
    }
}

/// The tables and keys of a file and of its variants.
fn tables(root: &Node) -> impl Iterator<Item = &Entry> {
    let variants = root.get("variants").map(Node::entries).unwrap_or_default();
    root.entries().iter().chain(variants.iter().flat_map(|variant| variant.node.entries()))
}

/// Keys with commas between them, each once.
fn listed(tables: &[&Entry]) -> String {
    let mut keys: Vec<String> = Vec::new();
    for key in tables.iter().map(|table| format!("`{}`", table.key)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.join(", ")
}
