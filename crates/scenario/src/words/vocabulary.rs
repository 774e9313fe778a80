//! The words of one world, and what is found while they are looked up.

use indexmap::IndexSet;
use oblate_world::{Factor, FinalUse, Id, Region, Sector, World};

use super::dictionary::{Absent, Dictionary};
use super::groups::{self, Groups};
use crate::log::Warning;
use crate::text::{At, HeadTable, Report, Words};

/// The words of one world.
pub(crate) struct Vocabulary<'w> {
    pub world: &'w World,
    pub regions: Dictionary<Region>,
    pub sectors: Dictionary<Sector>,
    pub factors: Dictionary<Factor>,
    pub final_uses: Dictionary<FinalUse>,
}

impl<'w> Vocabulary<'w> {
    /// The labels of a world, the built-in groups, and the groups of a file.
    pub(crate) fn new(
        world: &'w World,
        builtin: &dyn Groups,
        head: &HeadTable,
        report: &mut Report<'_>,
    ) -> Self {
        let axes = world.axes();
        let mut vocabulary = Self {
            world,
            regions: groups::regions(&axes.regions, builtin),
            sectors: groups::sectors(&axes.sectors, builtin),
            factors: Dictionary::of_labels(&axes.factors),
            final_uses: Dictionary::of_labels(&axes.final_uses),
        };
        vocabulary.regions.define(head.groups.as_ref(), report);
        vocabulary.sectors.define(head.sector_groups.as_ref(), report);
        vocabulary
    }
}

/// What is said of a scenario while its words are looked up.
pub(crate) struct Findings<'s> {
    pub report: Report<'s>,
    pub warnings: Vec<Warning>,
    /// The words by which regions, sectors and factors were selected.
    pub named: IndexSet<String>,
}

impl<'s> Findings<'s> {
    pub(crate) fn new(report: Report<'s>) -> Self {
        Self { report, warnings: Vec::new(), named: IndexSet::new() }
    }

    /// Adds a warning, unless it was said already.
    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// The entries that words name, all of the axis without words; absent members of groups are warned of.
    pub(crate) fn find<I: Id>(
        &mut self,
        dictionary: &Dictionary<I>,
        words: Option<&At<Words>>,
        size: usize,
    ) -> Option<Vec<I>> {
        let Some(words) = words else { return Some((0..size).map(I::new).collect()) };
        self.named.extend(words.value.of.iter().map(|word| word.value.clone()));
        let mut absent = Vec::new();
        let found = dictionary.find(words, &mut absent, &mut self.report);
        for Absent { group, members } in absent {
            self.warn(Warning::MembersAbsent { group, members });
        }
        found
    }
}
