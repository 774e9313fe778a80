//! Groups that every world knows: regions by membership, sectors by section of ISIC.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oblate_tables::{Rows, Wanted};
use oblate_world::Label;

use crate::files::committed;

const MEMBERS: &str = include_str!("../../../../parameters/groups.csv");

static ROWS: LazyLock<Rows> = LazyLock::new(|| committed(MEMBERS, &Wanted::keys(["group", "iso3"])));

static GROUPS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    if let (Some(names), Some(members)) = (ROWS.text("group"), ROWS.text("iso3")) {
        for (group, iso3) in names.iter().zip(members.iter()) {
            groups.entry(group).or_default().push(iso3);
        }
    }
    groups
});

/// The members of a region group, as ISO 3166 alpha-3 codes; `name` is without `@`: `EU27`.
pub fn builtin_group(name: &str) -> Option<&'static [&'static str]> {
    GROUPS.get(name).map(Vec::as_slice)
}

/// The names of the region groups, in alphabetical order.
pub fn builtin_group_names() -> Vec<&'static str> {
    GROUPS.keys().copied().collect()
}

/// Groups of sectors by their section in ISIC Rev. 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectorGroup {
    /// Agriculture, mining, manufacturing: sections A, B, C.
    Goods,
    /// Manufacturing: section C.
    Manufacturing,
    /// Everything else, utilities and construction included: sections D to U.
    Services,
}

impl SectorGroup {
    /// All groups.
    pub const ALL: [SectorGroup; 3] = [Self::Goods, Self::Manufacturing, Self::Services];

    /// The name by which scenarios know the group.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Manufacturing => "manufacturing",
            Self::Services => "services",
        }
    }

    /// The group with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// Whether a sector belongs to the group as a whole; unknown if its label carries no ISIC code.
    ///
    /// A sector that reaches over goods and services belongs to neither.
    pub fn contains(self, label: &Label) -> Option<bool> {
        let sections = sections(label)?;
        Some(sections.iter().all(|&section| match self {
            Self::Goods => ('A'..='C').contains(&section),
            Self::Manufacturing => section == 'C',
            Self::Services => ('D'..='U').contains(&section),
        }))
    }
}

/// The ISIC sections that a sector's standard codes (separated by `;`) begin with; none without such codes.
pub fn sections(label: &Label) -> Option<Vec<char>> {
    let section = |code: &str| code.trim().chars().next().filter(|first| ('A'..='U').contains(first));
    let sections: Option<Vec<char>> = label.standard.as_deref()?.split(';').map(section).collect();
    sections.filter(|sections| !sections.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_as_many_members_as_the_organisations() {
        let sizes = [("ASEAN", 11), ("BRICS", 10), ("EU27", 27), ("G20", 19), ("G7", 7), ("OECD", 38)];
        assert_eq!(builtin_group_names(), sizes.map(|(name, _)| name));
        for (name, size) in sizes {
            let members = builtin_group(name).unwrap();
            assert_eq!(members.len(), size, "{name}");
            let distinct: std::collections::BTreeSet<_> = members.iter().collect();
            assert_eq!(distinct.len(), size, "{name}");
            assert!(
                members.iter().all(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()))
            );
        }
        assert_eq!(builtin_group("EU28"), None);
    }

    #[test]
    fn the_european_union_has_no_united_kingdom() {
        assert!(!builtin_group("EU27").unwrap().contains(&"GBR"));
        assert!(builtin_group("G7").unwrap().contains(&"GBR"));
    }

    #[test]
    fn sectors_are_grouped_by_section() {
        let label =
            |standard: Option<&str>| Label { standard: standard.map(str::to_owned), ..Label::plain("x") };
        let groups = |standard| SectorGroup::ALL.map(|group| group.contains(&label(standard)));
        assert_eq!(groups(Some("A01;A02;A03")), [Some(true), Some(false), Some(false)]);
        assert_eq!(groups(Some("C31_C32;C33")), [Some(true), Some(true), Some(false)]);
        assert_eq!(groups(Some("D35")), [Some(false), Some(false), Some(true)]);
        assert_eq!(groups(Some("B;C19")), [Some(true), Some(false), Some(false)]);
        assert_eq!(groups(Some("C26;J61")), [Some(false), Some(false), Some(false)]);
        assert_eq!(groups(None), [None, None, None]);
        assert_eq!(groups(Some("")), [None, None, None]);
    }
}
