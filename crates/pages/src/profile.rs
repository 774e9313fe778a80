//! Profiles: one region or one sector told in a page: its chains, its dependence, its leverage over others.
//!
//! A profile is made from the record and the tables of indicators alone, so that every number of it stands in a table.

mod facts;
mod parts;
mod portrait;
mod region;
mod sector;

use oblate_report::Words;

use oblate_results::{IndicatorsManifest, Results};
use portrait::Portrait;

/// A profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The code of its region, group or sector.
    pub code: String,
    /// Its name for people.
    pub name: String,
    /// The page.
    pub page: String,
    /// What it says first, in plain words.
    pub answer: String,
}

/// The profile of a region, or of a group of regions that counts as one, by its code in the tables.
///
/// None if the indicators know no such region, or lack a table that its profile is told from; numbers whose rows were not asked for
/// are missing in it.
///
/// ```
/// use oblate_engine::ProfileSubject;
/// use oblate_results::indicators;
/// use oblate_world::RandomWorld;
///
/// let world = RandomWorld::default().build();
/// let subject = ProfileSubject::region(&world, "R1")?;
/// let found = indicators(&subject.request(&world, 1), &|| false)?;
/// let profile = oblate_pages::region_profile(&found.results, &subject.code);
/// assert!(profile.is_some_and(|profile| profile.answer.starts_with("R1 exports")));
/// # Ok::<(), oblate_engine::EngineError>(())
/// ```
pub fn region_profile(results: &Results<IndicatorsManifest>, code: &str) -> Option<Profile> {
    region::profile(&Portrait::new(results)?, results, code)
}

/// The profile of a sector, by its code in the tables.
///
/// None if the indicators know no such sector, or lack a table that its profile is told from; numbers whose rows were not asked for
/// are missing in it.
pub fn sector_profile(results: &Results<IndicatorsManifest>, code: &str) -> Option<Profile> {
    sector::profile(&Portrait::new(results)?, results, code)
}

/// The plain text of words.
fn plain(words: &Words) -> String {
    let piece = |piece: &oblate_report::Piece| match piece {
        oblate_report::Piece::Text(text)
        | oblate_report::Piece::Name(text)
        | oblate_report::Piece::Code(text)
        | oblate_report::Piece::Link { text, .. } => text.clone(),
        oblate_report::Piece::Number { shown, .. } => shown.clone(),
    };
    words.pieces().iter().map(piece).collect()
}
