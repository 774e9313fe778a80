//! A world made ready for indicators: its input-output table, groups of regions, distances between them.

use std::collections::BTreeMap;

use oblate_indicators::{Distances, IndicatorError, Industry, InputOutput, Leontief};
use oblate_scenario::find_regions;
use oblate_world::{Accounts, Array2, Axis, Id, Label, PairCovariate, Region, Sector};

use super::{TableOf, Wanted};
use crate::error::EngineError;
use crate::questions::BuiltinGroups;

/// A world with its table. Industries are those of the world; where trade crosses borders, the regions of a group are one.
#[derive(Debug)]
pub struct Chain<'a> {
    /// The accounts of the world, or of a table as published.
    pub accounts: &'a Accounts,
    /// Its input-output table.
    pub table: InputOutput,
    /// Regions and groups, as borders count.
    pub regions: Axis<Region>,
    /// The region or group of each region of the world.
    pub group: Vec<Region>,
    /// Geography, politics, culture: those that the world tells.
    pub distances: Vec<Distances>,
    /// What industries of a sector (second) buy of a product (first), all regions together.
    pub sales_between_sectors: Array2<Sector, Sector>,
    /// Whether a product (first) is one that a sector (second) can make nothing without: 1 or 0.
    pub essential: Array2<Sector, Sector>,
}

/// The kinds of distance, in the order of the tables.
pub const DISTANCES: [&str; 3] = ["geography", "politics", "culture"];

impl<'a> Chain<'a> {
    /// Makes a world or a table ready; `groups` are names with the codes or groups that they hold.
    ///
    /// # Errors
    /// [`EngineError::UnknownLabel`], [`EngineError::OverlappingGroups`], [`EngineError::GroupName`].
    pub fn new(of: TableOf<'a>, groups: &[(String, Vec<String>)]) -> Result<Self, EngineError> {
        let accounts = of.accounts();
        let (regions, group) = grouping(&accounts.axes.regions, groups)?;
        let table = match of {
            TableOf::World(world) => InputOutput::of(world),
            TableOf::Published(table) => InputOutput::of_published(table),
        };
        let table = if groups.is_empty() { Ok(table) } else { table.grouped(&group) };
        let table = table.map_err(|reason| EngineError::Indicators { reason })?;
        let distances = distances(&accounts.pair_covariates, &group, regions.len());
        let sales_between_sectors = sales_between_sectors(&table);
        let essential = essential(&accounts.axes.sectors, &sales_between_sectors);
        Ok(Self { accounts, table, regions, group, distances, sales_between_sectors, essential })
    }

    /// What an industry needs from every other one, at any remove.
    ///
    /// # Errors
    /// [`EngineError::IndicatorsOfIndustry`] for a table whose chains have no end.
    pub fn leontief(&self) -> Result<Leontief<'_>, EngineError> {
        Leontief::new(&self.table).map_err(|reason| self.refusal(reason))
    }

    /// Why there are no indicators, with the region and the sector at fault where an industry of the table is.
    pub fn refusal(&self, reason: IndicatorError) -> EngineError {
        let Some(industry) = reason.industry().map(Industry::new) else {
            return EngineError::Indicators { reason };
        };
        let axes = &self.accounts.axes;
        EngineError::IndicatorsOfIndustry {
            region: axes.regions.code(self.home(industry)).to_owned(),
            sector: axes.sectors.code(self.table.sector_of(industry)).to_owned(),
            reason,
        }
    }

    /// The region of the world in which an industry stands.
    pub fn home(&self, industry: Industry) -> Region {
        Region::new(industry.index() / self.accounts.axes.sectors.len())
    }

    /// The industries whose rows are wanted.
    pub fn industries(&self, wanted: &Wanted) -> Vec<Industry> {
        let all = self.table.industry_ids();
        all.filter(|&i| wanted.holds(self.home(i), self.table.sector_of(i))).collect()
    }

    /// Whether the rows of a region or group are wanted: one of its members is.
    pub fn wants(&self, wanted: &Wanted, group: Region) -> bool {
        self.accounts
            .axes
            .regions
            .ids()
            .any(|region| self.group[region.index()] == group && wanted.region(region))
    }

    /// Distances of one kind, if the world tells them.
    pub fn distance(&self, kind: &str) -> Option<&Distances> {
        self.distances.iter().find(|distances| distances.name == kind)
    }

    /// Codes of the world's regions.
    pub fn region_words(&self) -> Vec<String> {
        self.accounts.axes.regions.codes().map(str::to_owned).collect()
    }

    /// Codes of regions and groups.
    pub fn group_words(&self) -> Vec<String> {
        self.regions.codes().map(str::to_owned).collect()
    }

    /// Codes of sectors.
    pub fn sector_words(&self) -> Vec<String> {
        self.accounts.axes.sectors.codes().map(str::to_owned).collect()
    }

    /// What each kind of distance does not know: codes of regions, in words.
    pub fn missing(&self) -> BTreeMap<String, Vec<String>> {
        let codes = |distances: &Distances| -> Vec<String> {
            distances.missing().into_iter().map(|region| self.regions.code(region).to_owned()).collect()
        };
        let told = self.distances.iter().map(|distances| (distances.name.clone(), codes(distances)));
        let untold = DISTANCES.iter().filter(|kind| self.distance(kind).is_none());
        let all = || self.regions.codes().map(str::to_owned).collect();
        told.chain(untold.map(|kind| ((*kind).to_owned(), all()))).collect()
    }
}

/// The axis of regions and groups, groups in the place of their first member, and the place of each region on it.
fn grouping(
    axis: &Axis<Region>,
    groups: &[(String, Vec<String>)],
) -> Result<(Axis<Region>, Vec<Region>), EngineError> {
    let mut of: Vec<Option<usize>> = vec![None; axis.len()];
    for (at, (name, words)) in groups.iter().enumerate() {
        for region in find_regions(words, axis, &BuiltinGroups)? {
            if let Some(other) = of[region.index()].replace(at) {
                return Err(EngineError::OverlappingGroups {
                    region: axis.code(region).to_owned(),
                    groups: [groups[other].0.clone(), name.clone()],
                });
            }
        }
    }
    let mut labels: Vec<Label> = Vec::new();
    let mut place: Vec<Option<Region>> = vec![None; groups.len()];
    let mut group = Vec::with_capacity(axis.len());
    for region in axis.ids() {
        let known = of[region.index()].and_then(|at| place[at]);
        group.push(known.unwrap_or(Region::new(labels.len())));
        if known.is_none() {
            labels.push(
                of[region.index()]
                    .map_or_else(|| axis.label(region).clone(), |at| Label::plain(&groups[at].0)),
            );
            if let Some(at) = of[region.index()] {
                place[at] = Some(Region::new(labels.len() - 1));
            }
        }
    }
    let axis = Axis::new(labels).map_err(|reason| EngineError::GroupName { reason })?;
    Ok((axis, group))
}

fn sales_between_sectors(table: &InputOutput) -> Array2<Sector, Sector> {
    let mut sales = Array2::zeros([table.sectors(), table.sectors()]);
    for i in table.industry_ids() {
        for j in table.industry_ids() {
            sales[(table.sector_of(i), table.sector_of(j))] += table.sales(i, j);
        }
    }
    sales
}

/// The share in a sector's purchases of inputs, all regions together, from which on a product is essential to it.
const ESSENTIAL_SHARE: f64 = 0.01;

/// What makes goods, energy or buildings makes nothing without the goods, energy and water on which it spends more than a
/// hundredth of its inputs; everything else can be done without in part. Sectors without a standard code count as physical.
fn essential(sectors: &Axis<Sector>, bought: &Array2<Sector, Sector>) -> Array2<Sector, Sector> {
    let within = |last: char| -> Vec<bool> {
        let physical = |label: &Label| {
            oblate_sources::sections(label).is_none_or(|found| found.iter().all(|&s| s <= last))
        };
        sectors.labels().iter().map(physical).collect()
    };
    let (products, users) = (within('E'), within('F'));
    let all = |user: Sector| -> f64 { sectors.ids().map(|product| bought[(product, user)]).sum() };
    let totals: Vec<f64> = sectors.ids().map(all).collect();
    Array2::from_fn([sectors.len(), sectors.len()], |product: Sector, user: Sector| {
        let needed = bought[(product, user)] >= ESSENTIAL_SHARE * totals[user.index()];
        f64::from(u8::from(products[product.index()] && users[user.index()] && needed))
    })
}

fn distances(told: &[PairCovariate], group: &[Region], groups: usize) -> Vec<Distances> {
    let find = |name: &str| told.iter().find(|pair| pair.name == name);
    let one = |names: &[&str]| names.iter().find_map(|name| find(name)).map(|pair| pair.values.clone());
    let told = [
        (DISTANCES[0], one(&["distance_weighted_km", "distance_km", "distance"])),
        (DISTANCES[1], one(&["ideal_point_distance"])),
        (DISTANCES[2], culture(&find)),
    ];
    let told = told.into_iter().filter_map(|(name, table)| Some((name, table?)));
    told.map(|(name, table)| Distances::new(name, &between_groups(&table, group, groups))).collect()
}

/// One less the mean of a common language, official or spoken, and a colonial tie.
fn culture<'w>(find: &impl Fn(&str) -> Option<&'w PairCovariate>) -> Option<Array2<Region, Region>> {
    let (official, tie) = (find("common_official_language")?, find("colonial_tie")?);
    let spoken = find("common_spoken_language").unwrap_or(official);
    Some(Array2::from_fn(official.values.shape(), |c, d| {
        let pair = (c, d);
        1.0 - 0.5 * (official.values[pair].max(spoken.values[pair]) + tie.values[pair])
    }))
}

/// The mean over pairs of members that are known.
fn between_groups(table: &Array2<Region, Region>, group: &[Region], groups: usize) -> Array2<Region, Region> {
    let mut sums = Array2::<Region, Region>::zeros([groups, groups]);
    let mut counts = sums.clone();
    for (c, &from) in group.iter().enumerate() {
        for (d, &to) in group.iter().enumerate() {
            let distance = table[(Region::new(c), Region::new(d))];
            if distance.is_finite() {
                sums[(from, to)] += distance;
                counts[(from, to)] += 1.0;
            }
        }
    }
    Array2::from_fn([groups, groups], |c, d| sums[(c, d)] / counts[(c, d)])
}
