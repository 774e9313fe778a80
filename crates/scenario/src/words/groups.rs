//! Groups of regions and of sectors, and the dictionaries of the axes that have them.

use indexmap::IndexSet;
use oblate_world::{Axis, Region, Sector};

use super::dictionary::{Dictionary, Meaning};
use crate::text::{At, Map, Words};

/// Built-in groups: data that this crate is given, not holds. Names are without `@`.
pub trait Groups {
    /// ISO 3166 alpha-3 codes of the members of a region group.
    fn region_group(&self, name: &str) -> Option<Vec<String>>;
    /// The names of all region groups.
    fn region_group_names(&self) -> Vec<String>;
    /// The members of a sector group on this axis; none if its sectors carry no standard codes to tell by.
    fn sector_group(&self, name: &str, sectors: &Axis<Sector>) -> Option<Vec<Sector>>;
    /// The names of all sector groups.
    fn sector_group_names(&self) -> Vec<String>;
}

/// A group of regions that a case defines or names, with its members in the order of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionGroup {
    /// Its name, with `@` if it is a built-in one.
    pub name: String,
    /// Its members that are in the world, at least one.
    pub members: Vec<Region>,
}

/// The scenario's own groups in the order of the file, then the built-in ones that `named` or own groups name.
pub(crate) fn told(
    own: Option<&Map<At<Words>>>,
    named: &IndexSet<String>,
    dictionary: &Dictionary<Region>,
) -> Vec<RegionGroup> {
    let own = || own.iter().flat_map(|groups| &groups.0);
    let inside = own()
        .flat_map(|(_, words)| words.value.of.iter().chain(&words.value.except))
        .map(|word| word.value.as_str());
    let builtin = inside.chain(named.iter().map(String::as_str)).filter(|word| word.starts_with('@'));
    let names: IndexSet<&str> = own().map(|(name, _)| name.value.as_str()).chain(builtin).collect();
    let group = |name: &str| match dictionary.words.get(name) {
        Some(Meaning::Group(members, _)) if !members.is_empty() => {
            let mut members = members.clone();
            members.sort_unstable();
            members.dedup();
            Some(RegionGroup { name: name.to_owned(), members })
        }
        _ => None,
    };
    names.into_iter().filter_map(group).collect()
}

/// Regions by code, ISO 3166 code and built-in group.
pub(crate) fn regions(axis: &Axis<Region>, groups: &dyn Groups) -> Dictionary<Region> {
    let mut dictionary = Dictionary::of_labels(axis);
    for region in axis.ids() {
        if let Some(iso) = &axis.label(region).standard
            && axis.find(iso).is_none()
            && let Meaning::Label(regions) =
                dictionary.words.entry(iso.clone()).or_insert(Meaning::Label(Vec::new()))
        {
            regions.push(region);
        }
    }
    let coded = axis.labels().iter().any(|label| label.standard.is_some());
    for name in groups.region_group_names() {
        let members = groups.region_group(&name).unwrap_or_default();
        let meaning = dictionary.region_group(&members, coded);
        dictionary.words.insert(format!("@{name}"), meaning);
    }
    dictionary
}

/// Sectors by code and built-in group.
pub(crate) fn sectors(axis: &Axis<Sector>, groups: &dyn Groups) -> Dictionary<Sector> {
    let mut dictionary = Dictionary::of_labels(axis);
    for label in axis.labels() {
        let parts = label.standard.iter().flat_map(|standard| standard.split(';'));
        dictionary.synonyms.extend(parts.map(|part| (part.trim().to_owned(), label.code.clone())));
    }
    for name in groups.sector_group_names() {
        let meaning = match groups.sector_group(&name, axis) {
            Some(members) if !members.is_empty() => Meaning::Group(members, Vec::new()),
            Some(_) => Meaning::Untold("this world has no such sector".to_owned()),
            None => Meaning::Untold(
                "the sectors of this world carry no ISIC codes; list its members under [sector_groups]"
                    .to_owned(),
            ),
        };
        dictionary.words.entry(name).or_insert(meaning);
    }
    dictionary
}

impl Dictionary<Region> {
    fn region_group(&self, members: &[String], coded: bool) -> Meaning<Region> {
        let (mut present, mut absent) = (Vec::new(), Vec::new());
        for member in members {
            match self.words.get(member) {
                Some(Meaning::Label(regions)) => present.extend(regions),
                _ => absent.push(member.clone()),
            }
        }
        match (present.is_empty(), coded) {
            (false, _) => Meaning::Group(present, absent),
            (true, true) => Meaning::Untold("none of its members is in this world".to_owned()),
            (true, false) => Meaning::Untold(
                "the regions of this world carry no ISO 3166 codes; list its members under [groups]"
                    .to_owned(),
            ),
        }
    }
}
