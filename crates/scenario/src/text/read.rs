//! How raw tables are read from the tree: every field at once, every mistake reported, none fatal.

use indexmap::IndexSet;

use super::problem::{Problem, ProblemCode};
use super::source::Source;
use super::tree::{Entry, Node, Place, Value};

/// The problems found so far in one scenario file.
pub(crate) struct Report<'s> {
    pub source: &'s Source,
    problems: Vec<Problem>,
}

impl<'s> Report<'s> {
    pub(crate) fn new(source: &'s Source) -> Self {
        Self { source, problems: Vec::new() }
    }

    /// Adds a problem at a place, and hands it out for its legal words.
    pub(crate) fn problem(
        &mut self,
        code: ProblemCode,
        place: &Place,
        message: impl Into<String>,
    ) -> &mut Problem {
        let problem = self.source.problem(code, place, message);
        self.push(problem)
    }

    /// Adds a problem that has its place already.
    pub(crate) fn push(&mut self, problem: Problem) -> &mut Problem {
        self.problems.push(problem);
        let last = self.problems.len() - 1;
        &mut self.problems[last]
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}: {node}", node.kind());
        self.problem(ProblemCode::WrongType, &node.place, message);
    }

    /// Whether there is no problem so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// All problems in the order of the file, each once.
    pub(crate) fn finish(self) -> Vec<Problem> {
        // a mistake of the base is found again in each variant
        let once: IndexSet<Problem> = self.problems.into_iter().collect();
        let mut once: Vec<Problem> = once.into_iter().collect();
        once.sort_by_key(|problem| problem.span.as_ref().map_or(usize::MAX, |span| span.start));
        once
    }
}

/// A value with the place where it stands.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub value: T,
    pub place: Place,
}

/// Something that can be read from one node; `None` when it was wrong, which has been reported then.
pub(crate) trait Read: Sized {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self>;
}

/// Something that can be a field of a table: it also knows what to be when its key is absent.
pub(crate) trait Field: Sized {
    fn field(node: Option<&Node>, report: &mut Report<'_>) -> Self;
}

impl<T: Read> Read for At<T> {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        Some(At { value: T::read(node, report)?, place: node.place.clone() })
    }
}

impl<T: Read> Field for Option<T> {
    fn field(node: Option<&Node>, report: &mut Report<'_>) -> Self {
        T::read(node?, report)
    }
}

impl<T: Read> Field for Vec<T> {
    fn field(node: Option<&Node>, report: &mut Report<'_>) -> Self {
        let Some(node) = node else { return Vec::new() };
        let Value::List(items) = &node.value else {
            let table = matches!(node.value, Value::Table(_));
            let brackets = format!("an array of tables: write `[[{}]]` with two brackets", node.place.key);
            report.wrong_type(node, if table { &brackets } else { "a list" });
            return Vec::new();
        };
        items.iter().filter_map(|item| T::read(item, report)).collect()
    }
}

/// The entries of a table; reports a node that is none, and every key that is not among `keys`.
pub(crate) fn entries<'n>(node: &'n Node, keys: &[&str], report: &mut Report<'_>) -> Option<&'n [Entry]> {
    let Value::Table(entries) = &node.value else {
        report.wrong_type(node, "a table");
        return None;
    };
    for entry in entries.iter().filter(|entry| !keys.contains(&entry.key.as_str())) {
        let table =
            if node.place.key.is_empty() { "the file".to_owned() } else { format!("`{}`", node.place.key) };
        let message = format!("unknown key `{}` in {table}", entry.key);
        report.problem(ProblemCode::UnknownKey, &entry.place, message).among(&entry.key, keys);
    }
    Some(entries)
}

/// A field's name as it stands in files.
pub(crate) fn key(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// A table as written: its keys, and how it is read from its entries.
pub(crate) trait Table: Sized {
    /// The keys of this table.
    fn keys() -> Vec<&'static str>;

    /// What stands in these entries of the table at this place.
    fn of(place: &Place, entries: &[Entry], report: &mut Report<'_>) -> Self;
}

impl<T: Table> Read for T {
    fn read(node: &Node, report: &mut Report<'_>) -> Option<Self> {
        let entries = entries(node, &Self::keys(), report)?;
        Some(Self::of(&node.place, entries, report))
    }
}

/// Declares a table once: its struct, its keys, its reader and its part of the JSON Schema.
///
/// `..` adds the keys of another table, behind its own or, in braces, before them; `checked by` names a rule about which
/// keys may stand together, which sees the keys as written, so that a wrong value does not look like a missing one.
macro_rules! table {
    (
        $(#[$doc:meta])*
        $name:ident $(checked by $check:path)? {
            $({ ..$first:ident: $first_type:ty })?
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
            $(..$flat:ident: $flat_type:ty,)*
        }
    ) => {
        #[derive(Debug, Clone, Default, schemars::JsonSchema)]
        $(#[$doc])*
        #[schemars(deny_unknown_fields)]
        pub(crate) struct $name {
            $(#[schemars(flatten)] pub $first: $first_type,)?
            $($(#[$field_doc])* #[schemars(default)] pub $field: $type,)*
            $(#[schemars(flatten)] pub $flat: $flat_type,)*
        }

        impl $crate::text::Table for $name {
            fn keys() -> Vec<&'static str> {
                #[allow(unused_mut, reason = "tables without flattened ones add nothing")]
                let mut keys = Vec::<&'static str>::new();
                $(keys.extend(<$first_type as $crate::text::Table>::keys());)?
                keys.extend(Vec::<&'static str>::from([$($crate::text::key(stringify!($field)),)*]));
                $(keys.extend(<$flat_type as $crate::text::Table>::keys());)*
                keys
            }

            fn of(
                place: &$crate::text::Place,
                entries: &[$crate::text::Entry],
                report: &mut $crate::text::Report<'_>,
            ) -> Self {
                let _ = place;
                $($check(place, entries, report);)?
                Self {
                    $($first: $crate::text::Table::of(place, entries, report),)?
                    $($field: $crate::text::Field::field(
                        $crate::text::find(entries, $crate::text::key(stringify!($field))),
                        report,
                    ),)*
                    $($flat: $crate::text::Table::of(place, entries, report),)*
                }
            }
        }
    };
}
pub(crate) use table;
