//! What to cite: the engine, the world with its sources, the elasticities, and the papers behind the model.

mod bibtex;
mod csl;
mod work;

use std::path::Path;

use oblate_engine::run_parameters;
use oblate_scenario::ParameterChoice;
use oblate_sources::ElasticitySet;
use oblate_world::World;
use serde_json::{Value, json};

use crate::error::ResultsError;
use crate::manifest::{Manifest, SourceEntry, WorldEntry};
use crate::record::Record;
use crate::short_run::ShockManifest;

use work::{Behind, Kind, Work, works};

/// The engine as `CITATION.cff` tells it.
const TITLE: &str = "oblate: an engine for the world economy of industrial chains";
const AUTHORS: &str = env!("CARGO_PKG_AUTHORS");
const LICENCE: &str = "MIT or Apache-2.0";
const ADDRESS: &str = env!("CARGO_PKG_REPOSITORY");

/// What a citation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The program.
    Engine,
    /// The table of the world economy.
    World,
    /// A source of that table.
    Source,
    /// The elasticities.
    Elasticities,
    /// A paper behind the model.
    Model,
}

impl Role {
    /// All roles in their order.
    pub const ALL: [Self; 5] = [Self::Engine, Self::World, Self::Source, Self::Elasticities, Self::Model];

    /// The heading over citations of this role.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Engine => "Engine",
            Self::World => "World",
            Self::Source => "Sources of the world",
            Self::Elasticities => "Elasticities",
            Self::Model => "Model",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::World => "world",
            Self::Source => "source",
            Self::Elasticities => "elasticities",
            Self::Model => "model",
        }
    }
}

/// One citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// What it is for.
    pub role: Role,
    /// What is cited, or what is taken from it.
    pub name: String,
    /// The citation in words; empty if a world says none.
    pub text: String,
    /// The licence; empty where there is none to tell.
    pub licence: String,
    /// The fields of a reference list.
    work: Work,
}

/// All citations of a run, or of a world as a scenario without `[parameters]` takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citations {
    /// What they are the citations of, in words.
    pub of: String,
    /// The citations in the order of their roles.
    pub citations: Vec<Citation>,
    /// What no citation says.
    pub notes: Vec<String>,
}

/// What a run on this world cites if its scenario chooses no parameters.
pub fn cite_world(world: &World) -> Citations {
    let of_world = world.accounts().trade_elasticity.as_deref();
    let chosen = run_parameters(&world.axes().sectors, of_world, &ParameterChoice::default());
    let (elasticities, notes) = match &chosen {
        Ok(chosen) => {
            (chosen.set.map(ElasticitySet::citations).unwrap_or_default(), own_elasticities(&chosen.sources))
        }
        Err(_) => (Vec::new(), vec!["No published set of elasticities fits this world".to_owned()]),
    };
    let entry = WorldEntry::of(world);
    let of = format!("World {} (BLAKE3 {}) with oblate {}", entry.name, entry.blake3, version());
    let citations = all(version(), &entry, &elasticities, false);
    Citations { of, citations, notes: if elasticities.is_empty() { notes } else { Vec::new() } }
}

/// What a run, long or short, cites, from the `run.json` of its folder.
///
/// # Errors
/// [`ResultsError::ReadRun`] if the folder holds no run that can be read.
pub fn cite_run(folder: &Path) -> Result<Citations, ResultsError> {
    match Manifest::read(folder) {
        Ok(run) => Ok(of_long_run(&run)),
        Err(ResultsError::OtherKind { .. }) => Ok(of_short_run(&ShockManifest::read(folder)?)),
        Err(error) => Err(error),
    }
}

/// The papers behind the short run, for whose choices there is no one list.
const SHORT_RUN_NOTE: &str = "The papers behind each choice of the short run stand on the page of the book on it (docs/src/propagation.md)";

fn of_short_run(run: &ShockManifest) -> Citations {
    let (shocks, world) = (&run.shocks, &run.world);
    let of = format!(
        "Short run of {} (BLAKE3 {}) on world {} (BLAKE3 {}) with oblate {}",
        shocks.name, shocks.blake3, world.name, world.blake3, run.oblate
    );
    let mut citations = vec![engine(&run.oblate), of_world(world)];
    citations.extend(world.sources.iter().map(of_source));
    Citations { of, citations, notes: vec![SHORT_RUN_NOTE.to_owned()] }
}

fn of_long_run(run: &Manifest) -> Citations {
    let (scenario, world) = (&run.scenario, &run.world);
    let of = format!(
        "Run of scenario {} (BLAKE3 {}) on world {} (BLAKE3 {}) with oblate {}",
        scenario.name, scenario.blake3, world.name, world.blake3, run.oblate
    );
    let citations = all(&run.oblate, world, &run.elasticity_citations, run.has_nests());
    let notes = if run.elasticity_citations.is_empty() {
        own_elasticities(run.elasticity_origins())
    } else {
        Vec::new()
    };
    Citations { of, citations, notes }
}

fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// Says where elasticities come from that no published set gave.
fn own_elasticities<'a>(origins: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut origins: Vec<&str> = origins.into_iter().map(String::as_str).filter(|o| !o.is_empty()).collect();
    origins.sort_unstable();
    origins.dedup();
    let from = if origins.is_empty() { "the scenario".to_owned() } else { origins.join(", ") };
    vec![format!("The elasticities are from no published set but from: {from}")]
}

fn all(version: &str, world: &WorldEntry, elasticities: &[String], nests: bool) -> Vec<Citation> {
    let behind = |work: &&Work| match work.behind {
        Some(Behind::Every) => true,
        Some(Behind::Nests) => nests,
        None => false,
    };
    let mut citations = vec![engine(version), of_world(world)];
    citations.extend(world.sources.iter().map(of_source));
    citations.extend(elasticities.iter().map(|text| of_elasticities(text)));
    citations.extend(works().iter().filter(behind).map(of_model));
    citations
}

fn engine(version: &str) -> Citation {
    let work = Work {
        key: "oblate".to_owned(),
        kind: Kind::Software,
        authors: vec![(AUTHORS.to_owned(), String::new())],
        title: TITLE.to_owned(),
        version: Some(version.to_owned()),
        address: Some(ADDRESS.to_owned()),
        ..Work::default()
    };
    let text = format!("{AUTHORS}, {TITLE}, version {version}, {ADDRESS}");
    let licence = LICENCE.to_owned();
    Citation { role: Role::Engine, name: format!("oblate {version}"), text, licence, work }
}

fn of_world(world: &WorldEntry) -> Citation {
    // never one of the known works: it is a table made from them
    let work = Work {
        version: Some(format!("BLAKE3 {}", world.blake3)),
        ..Work::unknown(&world.name, &world.title)
    };
    let (name, text) = (format!("{}: {}", world.name, world.title), world.citation.clone());
    Citation { role: Role::World, name, text, licence: world.licence.clone(), work }
}

fn of_source(source: &SourceEntry) -> Citation {
    let work = Work::known(&source.citation).unwrap_or_else(|| Work::unknown(&source.name, &source.name));
    Citation {
        role: Role::Source,
        name: source.name.clone(),
        text: source.citation.clone(),
        licence: source.licence.clone(),
        work,
    }
}

fn of_elasticities(text: &str) -> Citation {
    let work = Work::known(text).unwrap_or_else(|| Work::unknown("elasticities", "Elasticities"));
    let name = String::new();
    Citation { role: Role::Elasticities, name, text: text.to_owned(), licence: String::new(), work }
}

fn of_model(work: &Work) -> Citation {
    let name = work.part.clone().unwrap_or_default();
    let (text, licence) = (work.in_words(), String::new());
    Citation { role: Role::Model, name, text, licence, work: work.clone() }
}

impl Citations {
    /// For people: a heading for each role.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.of);
        for role in Role::ALL {
            let mut citations = self.citations.iter().filter(|citation| citation.role == role).peekable();
            if citations.peek().is_some() {
                out.push_str(&format!("\n{}\n", role.heading()));
            }
            for citation in citations {
                let lines = [&citation.name, &citation.text, &citation.licence_in_words()];
                let lines = lines.into_iter().filter(|line| !line.is_empty());
                for (at, line) in lines.enumerate() {
                    out.push_str(&format!("{}{line}\n", if at == 0 { "  " } else { "    " }));
                }
            }
        }
        self.notes.iter().for_each(|note| out.push_str(&format!("\n{note}\n")));
        out
    }

    /// For LaTeX: one entry for each work, with unique keys.
    pub fn bibtex(&self) -> String {
        let entries = self.merged();
        entries
            .iter()
            .map(|(key, work, notes)| bibtex::entry(key, work, notes))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// For Zotero, pandoc and others: the items of CSL-JSON, one for each work.
    pub fn csl(&self) -> Value {
        self.merged().iter().map(|(key, work, notes)| csl::item(key, work, notes)).collect()
    }

    /// For programs: every citation with its role, and the items of [`Citations::csl`].
    pub fn json(&self) -> Value {
        let citation = |citation: &Citation| {
            json!({
                "role": citation.role.name(),
                "name": citation.name,
                "citation": citation.text,
                "licence": citation.licence,
            })
        };
        json!({
            "of": self.of,
            "citations": self.citations.iter().map(citation).collect::<Value>(),
            "notes": self.notes,
            "csl": self.csl(),
        })
    }

    /// Each work once, under a key of its own, with what it is cited for.
    fn merged(&self) -> Vec<(String, &Work, Vec<String>)> {
        let mut entries: Vec<(String, &Work, Vec<String>)> = Vec::new();
        for citation in &self.citations {
            // of an unknown work only the note tells which it is
            let same = entries.iter_mut().find(|(_, work, _)| work.is_known() && **work == citation.work);
            if let Some((_, _, notes)) = same {
                notes.push(citation.note());
                continue;
            }
            let taken = |key: &str| entries.iter().any(|(known, _, _)| known == key);
            let wanted = &citation.work.key;
            let numbered = (2..).map(|number| format!("{wanted}-{number}"));
            let key = std::iter::once(wanted.clone()).chain(numbered).find(|key| !taken(key));
            entries.push((key.unwrap_or_default(), &citation.work, vec![citation.note()]));
        }
        entries
    }
}

impl Citation {
    fn licence_in_words(&self) -> String {
        if self.licence.is_empty() { String::new() } else { format!("Licence: {}", self.licence) }
    }

    /// What a reference list says beside the fields: what the work is cited for, under which licence.
    fn note(&self) -> String {
        let mut parts = vec![match self.role {
            Role::Engine => String::new(),
            Role::World => self.text.clone(),
            Role::Source if self.work.is_known() => format!("Source of the world: {}", self.name),
            Role::Source => format!("Source of the world: {}", self.text),
            Role::Elasticities => format!("Elasticities: {}", self.text),
            Role::Model => format!("Model: {}", self.name),
        }];
        parts.push(self.licence_in_words());
        parts.retain(|part| !part.is_empty());
        parts.join(". ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The program tells the same about itself as the file that GitHub and Zenodo read.
    #[test]
    fn the_engine_is_cited_as_citation_cff_says() {
        let cff = include_str!("../../../CITATION.cff");
        let (own, _) = cff.split_once("references:").unwrap();
        let after = |key: &str| own.lines().find_map(|line| line.strip_prefix(key)).unwrap().trim();
        assert_eq!(after("title:").trim_matches('"'), TITLE);
        assert_eq!(after("version:"), version());
        assert_eq!(after("repository-code:"), ADDRESS);
        assert_eq!(after("  - name:"), AUTHORS);
        let licences: Vec<&str> = own.split_once("license:\n").unwrap().1.lines().take(2).collect();
        assert_eq!(
            licences.iter().map(|line| line.trim_start_matches([' ', '-'])).collect::<Vec<_>>().join(" or "),
            LICENCE
        );
    }
}
