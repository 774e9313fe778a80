//! The file `world.toml` of a folder: what its tables cannot say.

use std::collections::BTreeMap;
use std::path::Path;

use oblate_tables::names::{did_you_mean, listed};
use oblate_world::{Accounts, Axis, Description, FinalUse, Id, Label, Source, SourceFile};
use serde::{Deserialize, Serialize};

use crate::error::SourceError;
use crate::files::read_toml;

/// The content of `world.toml`; every key may be left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WorldToml {
    name: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    unit: String,
    licence: String,
    citation: String,
    caveats: Vec<String>,
    /// Final uses that hold inventory changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    inventories: Option<Vec<String>>,
    /// Units of covariates by column.
    units: Units,
    #[serde(rename = "final_use")]
    final_uses: Vec<LabelToml>,
    #[serde(rename = "factor")]
    factors: Vec<LabelToml>,
    #[serde(rename = "source")]
    sources: Vec<SourceToml>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Units {
    regions: BTreeMap<String, String>,
    pairs: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelToml {
    code: String,
    name: Option<String>,
    standard: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SourceToml {
    name: String,
    licence: String,
    citation: String,
    files: Vec<FileToml>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    name: String,
    blake3: String,
}

/// The final use that holds inventory changes where `world.toml` does not say.
const INVENTORIES: &str = "INVNT";

impl WorldToml {
    /// Reads the file of a folder; an absent one says nothing.
    pub(super) fn read(folder: &Path) -> Result<Self, SourceError> {
        let path = folder.join("world.toml");
        if !path.exists() {
            return Ok(Self::default());
        }
        read_toml(&path)
    }

    /// The file that says what the tables of these accounts cannot.
    pub(super) fn of(accounts: &Accounts) -> Self {
        let Description { name, title, year, unit, licence, citation, caveats, sources } =
            accounts.description.clone();
        let regions = accounts.region_covariates.iter().map(|c| (c.name.clone(), c.unit.clone()));
        let pairs = accounts.pair_covariates.iter().map(|c| (c.name.clone(), c.unit.clone()));
        Self {
            name,
            title,
            year,
            unit,
            licence,
            citation,
            caveats,
            inventories: Some(Vec::new()),
            units: Units { regions: regions.collect(), pairs: pairs.collect() },
            final_uses: labels(&accounts.axes.final_uses),
            factors: labels(&accounts.axes.factors),
            sources: sources.into_iter().map(SourceToml::of).collect(),
        }
    }

    /// The same for the layout `national`, whose factor and final use have names of their own.
    pub(super) fn of_national(accounts: &Accounts) -> Self {
        Self {
            inventories: None,
            units: Units::default(),
            final_uses: vec![],
            factors: vec![],
            ..Self::of(accounts)
        }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), SourceError> {
        let path = folder.join("world.toml");
        let text = toml::to_string(self)
            .map_err(|error| SourceError::Toml { path: path.clone(), message: error.to_string() })?;
        std::fs::write(&path, text).map_err(SourceError::write(path))
    }

    pub(super) fn description(&self) -> Description {
        let Self { name, title, year, unit, licence, citation, caveats, sources, .. } = self.clone();
        let sources = sources.into_iter().map(SourceToml::source).collect();
        Description { name, title, year, unit, licence, citation, caveats, sources }
    }

    /// The final uses, if they are told here.
    pub(super) fn final_uses(&self) -> Option<Vec<Label>> {
        (!self.final_uses.is_empty()).then(|| self.final_uses.iter().map(LabelToml::label).collect())
    }

    /// The label of a factor that stands as a column in `industries`.
    pub(super) fn factor(&self, code: &str) -> Label {
        let told = self.factors.iter().find(|factor| factor.code == code);
        told.map_or_else(|| Label::plain(code), LabelToml::label)
    }

    /// Whether a factor is told here.
    pub(super) fn names_factor(&self, code: &str) -> bool {
        self.factors.iter().any(|factor| factor.code == code)
    }

    /// The final uses that hold inventory changes.
    pub(super) fn inventories(
        &self,
        axis: &Axis<FinalUse>,
        folder: &Path,
    ) -> Result<Vec<FinalUse>, SourceError> {
        let Some(named) = &self.inventories else {
            return Ok(axis.find(INVENTORIES).into_iter().collect());
        };
        let find = |code: &String| {
            axis.find(code).ok_or_else(|| unknown(folder, ["inventories", "final use"], code, &codes(axis)))
        };
        named.iter().map(find).collect()
    }

    /// Refuses factors and units of facts that no table has.
    pub(super) fn check_names(&self, accounts: &Accounts, folder: &Path) -> Result<(), SourceError> {
        let factors = self.factors.iter().map(|factor| factor.code.clone()).collect();
        let regions: Vec<&str> = accounts.region_covariates.iter().map(|fact| fact.name.as_str()).collect();
        let pairs: Vec<&str> = accounts.pair_covariates.iter().map(|fact| fact.name.as_str()).collect();
        let units = |units: &BTreeMap<String, String>| units.keys().cloned().collect::<Vec<String>>();
        let named = [
            (["factor", "factor"], factors, codes(&accounts.axes.factors)),
            (["units.regions", "fact"], units(&self.units.regions), regions),
            (["units.pairs", "fact"], units(&self.units.pairs), pairs),
        ];
        for (key, names, legal) in named {
            if let Some(name) = names.iter().find(|name| !legal.contains(&name.as_str())) {
                return Err(unknown(folder, key, name, &legal));
            }
        }
        Ok(())
    }

    /// Refuses what the layout `national` has no place for.
    pub(super) fn check_national(&self, folder: &Path) -> Result<(), SourceError> {
        let units = !self.units.regions.is_empty() || !self.units.pairs.is_empty();
        let told = [
            ("inventories", self.inventories.is_some()),
            ("units", units),
            ("final_use", !self.final_uses.is_empty()),
            ("factor", !self.factors.is_empty()),
        ];
        match told.into_iter().find(|(_, told)| *told) {
            None => Ok(()),
            Some((key, _)) => Err(SourceError::Toml {
                path: folder.join("world.toml"),
                message: format!(
                    "{key}: the layout `national` has one final use, one factor and no facts, so there is no use for it; leave it out"
                ),
            }),
        }
    }

    pub(super) fn region_unit(&self, column: &str) -> String {
        self.units.regions.get(column).cloned().unwrap_or_default()
    }

    pub(super) fn pair_unit(&self, column: &str) -> String {
        self.units.pairs.get(column).cloned().unwrap_or_default()
    }
}

fn codes<I: Id>(axis: &Axis<I>) -> Vec<&str> {
    axis.codes().collect()
}

/// A name that nothing has, under a key of `world.toml`.
fn unknown(folder: &Path, [key, what]: [&str; 2], name: &str, legal: &[&str]) -> SourceError {
    let near = did_you_mean(name, legal);
    let message = format!("{key}: there is no {what} `{name}`{near}; legal are {}", listed(legal));
    SourceError::Toml { path: folder.join("world.toml"), message }
}

impl LabelToml {
    fn label(&self) -> Label {
        Label {
            code: self.code.clone(),
            name: self.name.clone().unwrap_or_else(|| self.code.clone()),
            standard: self.standard.clone(),
        }
    }
}

fn labels<I: Id>(axis: &Axis<I>) -> Vec<LabelToml> {
    let told = |label: &Label| LabelToml {
        code: label.code.clone(),
        name: Some(label.name.clone()),
        standard: label.standard.clone(),
    };
    axis.labels().iter().map(told).collect()
}

impl SourceToml {
    fn of(source: Source) -> Self {
        let Source { name, licence, citation, files } = source;
        let files = files.into_iter().map(|f| FileToml { name: f.name, blake3: f.blake3 }).collect();
        Self { name, licence, citation, files }
    }

    fn source(self) -> Source {
        let Self { name, licence, citation, files } = self;
        let files = files.into_iter().map(|f| SourceFile { name: f.name, blake3: f.blake3 }).collect();
        Source { name, licence, citation, files }
    }
}
