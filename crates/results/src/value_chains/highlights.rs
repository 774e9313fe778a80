//! What people look for first among indicators: a few rows of each table.

use oblate_indicators::{Chokepoint, Industry, Leontief, Reliance, SystemicRisk, foreign_share};
use oblate_world::Id;

use oblate_engine::{Chain, Wanted};

/// How many rows of each kind.
const SHOWN: usize = 8;

/// A few rows of each kind, in words for people.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Highlights {
    /// Industries whose reliance on other regions shows least at face value: region, sector, face value, look-through.
    pub hidden: Vec<(String, String, f64, f64)>,
    /// The largest chokepoints: region, product, largest foreign source, its share, effective number of foreign sources.
    pub chokepoints: Vec<(String, String, String, f64, f64)>,
    /// The stops that cost the world most: region, sector, per cent of world output.
    pub stops: Vec<(String, String, f64)>,
    /// Regions that are left out of measures by distance: kind, names.
    pub missing: Vec<(String, Vec<String>)>,
}

impl Highlights {
    pub(super) fn new(chain: &Chain<'_>) -> Self {
        let missing = chain.missing().into_iter().filter(|(_, regions)| !regions.is_empty());
        Self { missing: missing.collect(), ..Self::default() }
    }

    pub(super) fn reliance(&mut self, chain: &Chain<'_>, leontief: &Leontief<'_>, reliance: &Reliance) {
        let hidden = reliance.hidden(leontief);
        let (face, through) =
            (foreign_share(leontief, &reliance.face_value), foreign_share(leontief, &reliance.look_through));
        let mut order: Vec<Industry> =
            chain.table.industry_ids().filter(|j| hidden[j.index()].is_finite()).collect();
        order.sort_by(|a, b| hidden[b.index()].total_cmp(&hidden[a.index()]));
        let told = |j: &Industry| {
            let (region, sector) = codes(chain, *j);
            (region, sector, face[j.index()], through[j.index()])
        };
        self.hidden = order.iter().take(SHOWN).map(told).collect();
    }

    pub(super) fn chokepoints(&mut self, chain: &Chain<'_>, points: &[Chokepoint], wanted: &Wanted) {
        let asked = |point: &Chokepoint| chain.wants(wanted, point.region) && wanted.sector(point.product);
        let told = |point: &Chokepoint| {
            let region = chain.regions.code(point.region).to_owned();
            let product = chain.accounts.axes.sectors.code(point.product).to_owned();
            let source = chain.regions.code(point.source).to_owned();
            (region, product, source, point.source_share, point.effective_foreign_sources)
        };
        self.chokepoints = points.iter().filter(|point| asked(point)).take(SHOWN).map(told).collect();
    }

    pub(super) fn stops(&mut self, chain: &Chain<'_>, industries: &[Industry], risk: &SystemicRisk) {
        let mut order: Vec<usize> = (0..industries.len()).collect();
        order.sort_by(|&a, &b| risk.index[b].total_cmp(&risk.index[a]));
        let told = |at: usize| {
            let (region, sector) = codes(chain, industries[at]);
            (region, sector, 100.0 * risk.index[at])
        };
        self.stops = order.into_iter().take(SHOWN).map(told).collect();
    }
}

fn codes(chain: &Chain<'_>, industry: Industry) -> (String, String) {
    let axes = &chain.accounts.axes;
    let region = axes.regions.code(chain.home(industry)).to_owned();
    (region, axes.sectors.code(chain.table.sector_of(industry)).to_owned())
}
