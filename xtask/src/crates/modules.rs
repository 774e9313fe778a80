//! The modules of a crate, and which of them defines what a path names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::source::{Child, Import, Source};
use crate::step::Fault;

/// One module.
pub struct Module {
    /// Its name; the crate's for the root.
    pub name: String,
    /// The file that it stands in.
    pub file: PathBuf,
    /// The position of the module that declares it; none for the root.
    pub parent: Option<usize>,
    children: BTreeMap<String, usize>,
    source: Source,
}

/// The modules of a crate; the root comes first, a parent before its children.
pub struct Modules(Vec<Module>);

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A module.
    Module(usize),
    /// A definition in a module.
    Item(usize, String),
}

/// An import or a path in one module that names something in another one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The module that names it.
    pub from: usize,
    /// The module that defines it.
    pub to: usize,
    /// Its name there; `*` for all that a module holds.
    pub name: String,
}

/// The text of a file, none where there is no such file.
pub type Texts<'a> = dyn Fn(&Path) -> Option<String> + 'a;

impl Modules {
    /// The modules of the crate with this root (`src/lib.rs`).
    pub fn of(name: &str, root: &Path, texts: &Texts<'_>) -> Result<Self, Fault> {
        let mut modules = Self(Vec::new());
        let folder = root.parent().unwrap_or(root);
        modules.add(name, root, folder, None, read(root, texts)?, texts)?;
        Ok(modules)
    }

    /// Adds a module and its children; `folder` is where its children's files lie.
    fn add(
        &mut self,
        name: &str,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
        mut source: Source,
        texts: &Texts<'_>,
    ) -> Result<usize, Fault> {
        let own = self.0.len();
        let declared = std::mem::take(&mut source.children);
        let name = name.to_owned();
        self.0.push(Module { name, file: file.to_owned(), parent, children: BTreeMap::new(), source });
        for child in declared {
            let name = child.name.clone();
            let below = folder.join(&name);
            let added = match child {
                Child { inline: Some(inline), .. } => {
                    self.add(&name, file, &below, Some(own), inline, texts)?
                }
                Child { path, .. } => {
                    let beside = path.map(|path| file.parent().unwrap_or(file).join(path));
                    let places =
                        [beside.unwrap_or_else(|| folder.join(format!("{name}.rs"))), below.join("mod.rs")];
                    let place = places.iter().find(|place| texts(place).is_some()).unwrap_or(&places[0]);
                    self.add(&name, place, &below, Some(own), read(place, texts)?, texts)?
                }
            };
            self.0[own].children.insert(name, added);
        }
        Ok(own)
    }

    /// The modules, by their positions.
    pub fn all(&self) -> &[Module] {
        &self.0
    }

    /// A module's path from the crate on: `equilibrium::solve`.
    pub fn path(&self, module: usize) -> String {
        let own = &self.0[module];
        own.parent.map_or_else(|| own.name.clone(), |parent| format!("{}::{}", self.path(parent), own.name))
    }

    /// All that modules name in other ones.
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for from in 0..self.0.len() {
            let source = &self.0[from].source;
            let imported = source.imports.iter().map(|import| (&import.path, import.name.is_none()));
            let written = source.paths.iter().map(|path| (path, false));
            for (path, all) in imported.chain(written) {
                edges.extend(self.resolve(from, path, &mut Vec::new()).into_iter().map(
                    |named| match named {
                        Named::Module(to) if all => Edge { from, to, name: "*".to_owned() },
                        Named::Module(to) => Edge { from, to, name: format!("mod {}", self.0[to].name) },
                        Named::Item(to, name) => Edge { from, to, name },
                    },
                ));
            }
        }
        edges.sort();
        edges.dedup();
        edges
    }

    /// What a path names that is written in a module; nothing where it leads to another crate.
    fn resolve(&self, module: usize, path: &[String], seen: &mut Vec<(usize, String)>) -> Vec<Named> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        match first.as_str() {
            "crate" => self.walk(Named::Module(0), rest, seen),
            "self" => self.walk(Named::Module(module), rest, seen),
            "super" => match (self.0[module].parent, rest.first()) {
                (Some(parent), Some(next)) if next == "super" => self.resolve(parent, rest, seen),
                (Some(parent), _) => self.walk(Named::Module(parent), rest, seen),
                (None, _) => Vec::new(),
            },
            name => {
                let found = self.lookup(module, name, seen);
                self.onward(found, rest, seen)
            }
        }
    }

    /// What the rest of a path names, read in what its beginning named.
    fn walk(&self, begun: Named, rest: &[String], seen: &mut Vec<(usize, String)>) -> Vec<Named> {
        let (Named::Module(module), Some((name, rest))) = (&begun, rest.split_first()) else {
            return vec![begun];
        };
        let mut found = self.lookup(*module, name, seen);
        if found.is_empty() && !self.imports_from_outside(*module, name) {
            // a macro defines it
            found.push(Named::Item(*module, name.clone()));
        }
        self.onward(found, rest, seen)
    }

    fn onward(&self, mut found: Vec<Named>, rest: &[String], seen: &mut Vec<(usize, String)>) -> Vec<Named> {
        // before `::` a name that a module and a function share is the module's
        if !rest.is_empty() && found.iter().any(|named| matches!(named, Named::Module(_))) {
            found.retain(|named| matches!(named, Named::Module(_)));
        }
        found.into_iter().flat_map(|named| self.walk(named, rest, seen)).collect()
    }

    /// What a name stands for in a module: its children, its definitions, what it imports.
    fn lookup(&self, module: usize, name: &str, seen: &mut Vec<(usize, String)>) -> Vec<Named> {
        let asked = (module, name.to_owned());
        if seen.contains(&asked) {
            return Vec::new();
        }
        seen.push(asked);
        let Module { children, source, .. } = &self.0[module];
        let mut found: Vec<_> = children.get(name).map(|child| Named::Module(*child)).into_iter().collect();
        if source.items.contains(name) {
            found.push(Named::Item(module, name.to_owned()));
        }
        for Import { path, .. } in source.imports.iter().filter(|import| import.name.as_deref() == Some(name))
        {
            found.extend(self.resolve(module, path, seen));
        }
        if found.is_empty() {
            for Import { path, .. } in source.imports.iter().filter(|import| import.name.is_none()) {
                for named in self.resolve(module, path, seen) {
                    if let Named::Module(all) = named {
                        found.extend(self.lookup(all, name, seen));
                    }
                }
            }
        }
        seen.pop();
        found.sort();
        found.dedup();
        found
    }

    /// Whether a name is one that the module has from another crate.
    fn imports_from_outside(&self, module: usize, name: &str) -> bool {
        self.0[module].source.imports.iter().any(|import| import.name.as_deref() == Some(name))
    }
}

/// What stands in a file and in those that it includes.
fn read(file: &Path, texts: &Texts<'_>) -> Result<Source, Fault> {
    let text = texts(file).ok_or_else(|| Fault::new(format!("{} does not exist", file.display())))?;
    let mut source =
        Source::read(&text).map_err(|fault| Fault::new(format!("{} {fault}", file.display())))?;
    for included in std::mem::take(&mut source.included) {
        let other = read(&file.with_file_name(included), texts)?;
        source.items.extend(other.items);
        source.children.extend(other.children);
        source.imports.extend(other.imports);
        source.paths.extend(other.paths);
    }
    Ok(source)
}
