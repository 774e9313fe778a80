//! Shocks that do nothing: of no size, or on what is not there.

use oblate_propagation::{Consumption, Effect, IndustryId, InputOutput, Links, Settings, Shock};
use oblate_world::{Id, Sector};

use crate::log::Warning;

/// What a reader must know of a shock that does nothing.
pub(super) fn idle(shock: &Shock, table: &InputOutput, settings: &Settings) -> Option<Warning> {
    let on = On { table };
    let name = || shock.name.clone();
    let changes_nothing = |reason: &str| Warning::ChangesNothing { shock: name(), reason: reason.to_owned() };
    let destroys_nothing =
        |reason: &str| Warning::DestroysNothing { shock: name(), reason: reason.to_owned() };
    match &shock.effect {
        Effect::Capacity(losses) | Effect::Labour(losses) => {
            let cells = losses.iter().map(|&(industry, loss)| (loss, on.output(industry)));
            reason(cells, "its loss is 0", "none of its industries makes anything").map(changes_nothing)
        }
        Effect::Capital(loss) if loss.industries.is_empty() => {
            Some(destroys_nothing("its loss is 0, or none of its industries is there"))
        }
        Effect::Capital(_) => None,
        Effect::Inventories(cells) => {
            let cells = cells.iter().map(|&(k, industry, loss)| (loss, on.input(k, industry)));
            reason(cells, "its loss is 0", "none of its industries uses these products").map(destroys_nothing)
        }
        Effect::FinalDemand(change) => {
            let shape = table.shape();
            let buyer = |(region, use_)| shape.industries() + shape.final_user(region, use_);
            let cells = change.changes.iter().map(|&(user, k, change)| (change, on.bought(k, buyer(user))));
            reason(cells, "its change is 0", "no final user buys these products").map(changes_nothing)
        }
        Effect::IncomeExpectation(_) if settings.consumption == Consumption::Fixed => {
            Some(changes_nothing("expectations count only under `consumption = \"from-income\"`"))
        }
        Effect::IncomeExpectation(losses) => {
            let cells = losses.iter().map(|&(_, loss)| (loss, 1.0));
            reason(cells, "its loss is 0", "").map(changes_nothing)
        }
        Effect::Route(change) => on.no_trade(&change.links).then(|| Warning::NoTrade { shock: name() }),
        Effect::Embargo(links, _) if on.no_trade(links) => Some(Warning::NoTrade { shock: name() }),
        Effect::Embargo(_, share) => (*share == 0.0).then(|| changes_nothing("its share is 0")),
        Effect::InventoryTarget(cells) => {
            let cells = cells.iter().map(|&(k, industry, times)| (times - 1.0, on.input(k, industry)));
            let none = "none of its industries uses these products";
            reason(cells, "it multiplies by 1", none).map(changes_nothing)
        }
    }
}

/// Why cells, each with the size of a shock and with what it hits, change nothing. Where there is no cell, that is told already.
fn reason<'r>(
    cells: impl Iterator<Item = (f64, f64)>,
    no_size: &'r str,
    nothing_there: &'r str,
) -> Option<&'r str> {
    let mut reason = None;
    for (size, there) in cells {
        if size != 0.0 && there > 0.0 {
            return None;
        }
        reason = if size != 0.0 { Some(nothing_there) } else { reason.or(Some(no_size)) };
    }
    reason
}

/// What there is in a table.
struct On<'a> {
    table: &'a InputOutput,
}

impl On<'_> {
    fn output(&self, (region, sector): IndustryId) -> f64 {
        self.table.output()[self.table.shape().industry(region, sector)]
    }

    fn input(&self, product: Sector, (region, sector): IndustryId) -> f64 {
        self.bought(product, self.table.shape().industry(region, sector))
    }

    fn bought(&self, product: Sector, buyer: usize) -> f64 {
        self.table.purchases()[product.index() * self.table.shape().buyers() + buyer]
    }

    /// Whether links are named, and nothing is traded on any of them.
    fn no_trade(&self, links: &Links) -> bool {
        let shape = self.table.shape();
        let sold = |k: Sector, (i, j)| {
            let buyers = (0..shape.buyers()).filter(|&buyer| shape.region_of_buyer(buyer) == j);
            buyers.into_iter().any(|buyer| self.bought(k, buyer) > 0.0 && self.table.share(k, i, buyer) > 0.0)
        };
        let others = || links.pairs.iter().copied().filter(|(i, j)| i != j);
        let mut cells = links.sectors.iter().flat_map(|&k| others().map(move |pair| (k, pair)));
        !links.sectors.is_empty() && others().next().is_some() && !cells.any(|(k, pair)| sold(k, pair))
    }
}
