//! What shocks do on a day: to inventories, capacity, final demand, targets and links.

use oblate_propagation::{DemandChange, Effect, Links, Payer, Rebound, Recovery, RouteChange, Shock, Timing};
use oblate_world::{Id, Region, Sector};

use super::Plain;
use super::rebuilding::Site;

/// Shocks on a table.
pub struct Calendar<'a> {
    pub plain: &'a Plain<'a>,
    pub shocks: &'a [Shock],
}

impl Calendar<'_> {
    fn industry(&self, (region, sector): (Region, Sector)) -> usize {
        region.index() * self.plain.sectors + sector.index()
    }

    /// A number for each product and industry.
    fn cells(&self, value: f64) -> Vec<Vec<f64>> {
        vec![vec![value; self.plain.industries()]; self.plain.sectors]
    }

    /// Inventories that are destroyed on the first day of a shock.
    pub fn spoil(&self, day: f64, stock: &mut [Vec<f64>]) {
        for shock in self.shocks {
            let Effect::Inventories(losses) = &shock.effect else { continue };
            if (shock.timing.start..shock.timing.start + 1.0).contains(&day) {
                for (product, industry, share) in losses {
                    stock[product.index()][self.industry(*industry)] *= 1.0 - share;
                }
            }
        }
    }

    /// What is left of each industry's capacity: `min(left, l/l̄)`. Equation (21.4).
    pub fn left(&self, day: f64, sites: &[Site]) -> Vec<f64> {
        let p = self.plain.industries();
        let (mut capacity, mut labour, mut missing) = (vec![1.0; p], vec![1.0; p], vec![0.0; p]);
        for shock in self.shocks {
            let strength = shock.timing.strength(day);
            match &shock.effect {
                Effect::Capacity(losses) => {
                    for (industry, loss) in losses {
                        capacity[self.industry(*industry)] *= 1.0 - loss * strength;
                    }
                }
                Effect::Labour(losses) => {
                    for (industry, loss) in losses {
                        labour[self.industry(*industry)] *= 1.0 - loss * strength;
                    }
                }
                Effect::Capital(loss) if loss.rebuilding.is_none() => {
                    for (industry, lost) in &loss.industries {
                        missing[self.industry(*industry)] += lost * strength;
                    }
                }
                _ => {}
            }
        }
        for site in sites.iter().filter(|site| day >= site.start && site.victim < p) {
            missing[site.victim] += site.missing();
        }
        let capital = |f: usize| {
            if missing[f] > 0.0 { 1.0 - missing[f] / self.plain.capital[f] } else { 1.0 }
        };
        (0..p).map(|f| f64::min(capacity[f] * capital(f), labour[f])).collect()
    }

    /// Days that are held over those before, product × industry.
    pub fn targets(&self, day: f64) -> Vec<Vec<f64>> {
        let mut factor = self.cells(1.0);
        for shock in self.shocks {
            let Effect::InventoryTarget(times) = &shock.effect else { continue };
            for (product, industry, times) in times {
                factor[product.index()][self.industry(*industry)] *=
                    1.0 + (times - 1.0) * shock.timing.strength(day);
            }
        }
        factor
    }

    /// What final users want, product × final user: their changes, what they make up for, and what they pay for rebuilding.
    pub fn final_demand(&self, day: f64, sites: &[Site]) -> Vec<Vec<f64>> {
        let plain = self.plain;
        let (n, p, users) = (plain.sectors, plain.industries(), plain.buyers() - plain.industries());
        let (mut kept, mut on_top) = (vec![vec![1.0; users]; n], vec![vec![0.0; users]; n]);
        for shock in self.shocks {
            let Effect::FinalDemand(DemandChange { changes, rebound }) = &shock.effect else { continue };
            let strength = shock.timing.strength(day);
            let made_up = rebound.map_or(0.0, |rebound| made_up(&shock.timing, rebound, day));
            for ((region, final_use), product, change) in changes {
                let (k, user) = (product.index(), region.index() * plain.uses + final_use.index());
                kept[k][user] *= 1.0 + change * strength;
                on_top[k][user] += f64::max(-change, 0.0) * made_up;
            }
        }
        let mut wanted: Vec<Vec<f64>> = (0..n)
            .map(|k| {
                let of_user = |c: usize| plain.bought[k][p + c] * (kept[k][c] + on_top[k][c]);
                (0..users).map(of_user).collect()
            })
            .collect();
        for region in 0..plain.regions {
            let pays = |site: &&Site| {
                site.payer == Payer::FinalDemand && day >= site.from && plain.home(site.victim) == region
            };
            let paid: f64 = sites.iter().filter(pays).map(Site::asked).sum();
            let own = region * plain.uses..(region + 1) * plain.uses;
            let total: f64 = wanted.iter().map(|users| users[own.clone()].iter().sum::<f64>()).sum();
            let kept = if paid == 0.0 { 1.0 } else { f64::max(1.0 - paid / total, 0.0) };
            wanted.iter_mut().for_each(|users| users[own.clone()].iter_mut().for_each(|want| *want *= kept));
        }
        wanted
    }

    /// What embargoes leave of each link, supplier × destination.
    pub fn open(&self, day: f64) -> Vec<Vec<f64>> {
        let plain = self.plain;
        let mut open = vec![vec![1.0; plain.regions]; plain.industries()];
        for shock in self.shocks {
            let Effect::Embargo(links, share) = &shock.effect else { continue };
            for (supplier, destination) in foreign(links, plain.sectors) {
                open[supplier][destination] *= 1.0 - share * shock.timing.strength(day);
            }
        }
        open
    }

    /// A change of a route, with its days.
    pub fn route(&self, shock: usize) -> (&Timing, &RouteChange) {
        match &self.shocks[shock] {
            Shock { timing, effect: Effect::Route(change), .. } => (timing, change),
            other => panic!("{} is no change of a route", other.name),
        }
    }
}

/// Suppliers and destinations of links; trade of a region with itself is never meant.
pub fn foreign(links: &Links, sectors: usize) -> impl Iterator<Item = (usize, usize)> {
    let pairs = links.pairs.iter().filter(|(i, j)| i != j);
    pairs.flat_map(move |(i, j)| {
        links.sectors.iter().map(move |k| (i.index() * sectors + k.index(), j.index()))
    })
}

/// Part of a day's demand that is bought on top on a day of the rebound: all that was put off, spread over its days.
fn made_up(timing: &Timing, rebound: Rebound, day: f64) -> f64 {
    let wears_off = match &timing.recovery {
        Recovery::Abrupt => 0.0,
        Recovery::Linear(days) => *days,
        Recovery::Table(strengths) => strengths.len() as f64,
        // it never ends
        Recovery::Never => return 0.0,
        other => panic!("the plain model knows no last day of {other:?}"),
    };
    let end = timing.start + timing.days + wears_off;
    let put_off: f64 =
        (0..).map(f64::from).take_while(|day| *day < end).map(|day| timing.strength(day)).sum();
    let since = day - (end + rebound.after);
    if since >= 0.0 && since < rebound.days { rebound.share * put_off / rebound.days } else { 0.0 }
}
