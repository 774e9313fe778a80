//! Profiles: one region or one sector told in a page: its chains, its dependence, its leverage over others.

mod facts;
mod parts;
mod region;
mod sector;

use oblate_indicators::trade::{BorinMancini, Participation};
use oblate_indicators::{
    Chokepoint, Industry, Lengths, Leontief, ProductSales, Reliance, SystemicRisk, foreign_share,
};
use oblate_report::{NumberFormat, Report, Section, Table, Unit, Words, render};
use oblate_scenario::{find_regions, find_sectors};
use oblate_world::{Id, Region, Sector, World};

use oblate_engine::{BetweenRegions, BuiltinGroups, Chain, EngineError, in_pool, stops_of};

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

/// The profile of a region, or of a group of regions, which then counts as one.
///
/// # Errors
/// [`EngineError::UnknownLabel`] and those of [`Chain::new`].
pub fn region_profile(
    world: &World,
    word: &str,
    threads: usize,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Profile, EngineError> {
    let words = [word.to_owned()];
    let members = find_regions(&words, &world.axes().regions, &BuiltinGroups)?;
    let groups = match members.len() {
        1 => Vec::new(),
        _ => vec![(word.trim_start_matches('@').to_owned(), words.to_vec())],
    };
    let chain = Chain::new(world, &groups)?;
    let region = chain.group[members[0].index()];
    in_pool(threads, || {
        let leontief = chain.leontief()?;
        let portrait = Portrait::new(&chain, &leontief, stop)?;
        Ok(region::profile(&portrait, region, word))
    })?
}

/// The profile of a sector.
///
/// # Errors
/// [`EngineError::UnknownLabel`], [`EngineError::NotOne`] for a group of sectors, and those of [`Chain::new`].
pub fn sector_profile(
    world: &World,
    word: &str,
    threads: usize,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Profile, EngineError> {
    let found = find_sectors(&[word.to_owned()], &world.axes().sectors, &BuiltinGroups)?;
    let [sector] = found[..] else {
        return Err(EngineError::NotOne { asked: word.to_owned(), found: found.len() });
    };
    let chain = Chain::new(world, &[])?;
    in_pool(threads, || {
        let leontief = chain.leontief()?;
        let portrait = Portrait::new(&chain, &leontief, stop)?;
        Ok(sector::profile(&portrait, sector))
    })?
}

/// All that profiles are made from.
struct Portrait<'a> {
    chain: &'a Chain<'a>,
    leontief: &'a Leontief<'a>,
    sales: ProductSales,
    reliance: Reliance,
    between: BetweenRegions,
    participation: Vec<Participation>,
    exports: BorinMancini,
    lengths: Lengths,
    stops: SystemicRisk,
    unit: Unit,
}

impl<'a> Portrait<'a> {
    fn new(
        chain: &'a Chain<'a>,
        leontief: &'a Leontief<'a>,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Self, EngineError> {
        let all: Vec<_> = chain.table.industry_ids().collect();
        let reliance = Reliance::new(leontief);
        Ok(Self {
            chain,
            leontief,
            sales: ProductSales::new(&chain.table),
            between: BetweenRegions::new(leontief, &reliance),
            reliance,
            participation: Participation::new(leontief),
            exports: BorinMancini::new(leontief),
            lengths: Lengths::new(&chain.table).map_err(|reason| EngineError::Indicators { reason })?,
            stops: stops_of(chain, leontief, &all, stop)?,
            unit: Unit::new(&chain.world.accounts().description.unit),
        })
    }

    fn region(&self, region: Region) -> &str {
        &self.chain.regions.label(region).name
    }

    fn sector(&self, sector: Sector) -> &str {
        &self.chain.world.axes().sectors.label(sector).name
    }

    fn money(&self) -> NumberFormat {
        NumberFormat::Amount(self.unit.clone())
    }

    /// What a column of amounts measures: `billion current US dollars`.
    fn billions(&self) -> String {
        format!("billion {}", self.unit.rest())
    }

    /// Amounts for a column in billions.
    fn in_billions(&self, amounts: impl IntoIterator<Item = f64>) -> Vec<f64> {
        amounts.into_iter().map(|amount| amount * self.unit.factor() / 1e9).collect()
    }

    /// A table with how far industries are from final use, and how much of what stands behind their products is foreign.
    fn with_reliance(&self, table: Table, industries: &[Industry]) -> Table {
        let column = |of: &dyn Fn(Industry) -> f64| industries.iter().map(|&i| of(i)).collect::<Vec<f64>>();
        let stages = NumberFormat::Plain(2);
        let foreign = |shares| foreign_share(self.leontief, shares);
        let (face, through) = (foreign(&self.reliance.face_value), foreign(&self.reliance.look_through));
        table
            .numbers(
                "up",
                "Stages to final use",
                stages.clone(),
                column(&|i| self.lengths.upstreamness[i.index()]),
            )
            .numbers(
                "down",
                "Stages since primary factors",
                stages,
                column(&|i| self.lengths.downstreamness[i.index()]),
            )
            .numbers("face", "Foreign at face value", SHARE, column(&|i| 100.0 * face[i.index()]))
            .numbers("through", "Foreign, look-through", SHARE, column(&|i| 100.0 * through[i.index()]))
    }

    /// A table with how each chokepoint depends on its largest foreign source.
    fn with_dependence(&self, table: Table, points: &[Chokepoint]) -> Table {
        let column = |of: &dyn Fn(&Chokepoint) -> f64| points.iter().map(of).collect::<Vec<f64>>();
        let plain = NumberFormat::Plain(1);
        table
            .labels("source", "Largest foreign source", points.iter().map(|point| self.region(point.source)))
            .numbers("share", "Its share in purchases", SHARE, column(&|point| 100.0 * point.source_share))
            .numbers("foreign", "From abroad", SHARE, column(&|point| 100.0 * point.foreign_share))
            .numbers(
                "sources",
                "Effective foreign sources",
                plain.clone(),
                column(&|point| point.effective_foreign_sources),
            )
            .numbers("alternatives", "Alternatives", plain, column(&|point| point.alternatives))
            .numbers(
                "stake",
                &format!("At stake, {}", self.billions()),
                BILLIONS,
                self.in_billions(points.iter().map(|point| point.at_stake)),
            )
    }

    /// The page of a profile.
    fn page(&self, kind: &str, name: &str, sections: Vec<Section>) -> String {
        let world = &self.chain.world.accounts().description.name;
        render(&Report {
            title: name.to_owned(),
            kicker: format!("oblate · profile of a {kind} on {world}"),
            question: None,
            sections,
            colophon: format!("Made by oblate {}.", env!("CARGO_PKG_VERSION")),
        })
    }
}

/// Shares in per cent, without a sign.
const SHARE: NumberFormat = NumberFormat::Size(1);

/// Amounts in billions.
const BILLIONS: NumberFormat = NumberFormat::Plain(1);

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
