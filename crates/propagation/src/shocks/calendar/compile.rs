//! From typed shocks to positions: names are checked here, once.

use oblate_world::{FinalUse, Id, Region, Sector};

use crate::error::PropagationError;
use crate::input_output::Shape;
use crate::model::Model;
use crate::settings::{LONGEST, SENSIBLE, sensible};
use crate::shocks::calendar::damage::{Damage, Project};
use crate::shocks::calendar::{Ban, Calendar, Dated, Demand};
use crate::shocks::{
    CapitalLoss, DemandChange, Effect, IndustryId, Links, Rebuilding, RouteChange, Shock, Timing,
};

impl Calendar {
    /// Puts shocks on the positions of a table.
    ///
    /// # Errors
    /// [`PropagationError::Shock`], [`PropagationError::Place`], [`PropagationError::Capital`],
    /// [`PropagationError::Rebuilding`].
    pub fn new(model: &Model, shocks: &[Shock]) -> Result<Self, PropagationError> {
        let mut calendar = Self { end: Some(0.0), ..Self::default() };
        for shock in shocks {
            shock.timing.check(&shock.name)?;
            Reader { model, shape: model.shape(), shock }.read(&mut calendar)?;
        }
        calendar.capital_suffices(model)?;
        Ok(calendar)
    }

    /// All damages at once may not exceed what there is.
    fn capital_suffices(&self, model: &Model) -> Result<(), PropagationError> {
        let mut lost = vec![0.0; model.capital.len()];
        let by_projects = self.projects.iter().flat_map(|project| &project.clients);
        for &(f, value) in self.damages.iter().flat_map(|damage| &damage.industries).chain(by_projects) {
            if let Some(lost) = lost.get_mut(f) {
                *lost += value;
            }
        }
        let beyond = lost.iter().zip(&model.capital).position(|(lost, capital)| lost > capital);
        match beyond {
            None => Ok(()),
            Some(f) => {
                let (region, sector) = model.shape().place(f);
                Err(PropagationError::Capital {
                    region: model.table.regions.code(region).to_owned(),
                    sector: model.table.sectors.code(sector).to_owned(),
                    lost: lost[f],
                    capital: model.capital[f],
                })
            }
        }
    }
}

struct Reader<'a> {
    model: &'a Model,
    shape: Shape,
    shock: &'a Shock,
}

impl Reader<'_> {
    fn read(&self, calendar: &mut Calendar) -> Result<(), PropagationError> {
        let timing = &self.shock.timing;
        let mut end = timing.end();
        match &self.shock.effect {
            Effect::Capacity(losses) => calendar.capacity.push(self.losses(losses)?),
            Effect::Labour(losses) => calendar.labour.push(self.losses(losses)?),
            Effect::Capital(loss) => self.capital(loss, calendar)?,
            Effect::Inventories(shares) => {
                let cells = self.by_input(shares, "the share lost", share, SHARE)?;
                calendar.spoilt.push((timing.start, cells));
                end = Some(timing.start + 1.0);
            }
            Effect::FinalDemand(change) => {
                let demand = self.demand(change)?;
                end = end.map(|end| end + demand.rebound.map_or(0.0, |rebound| rebound.after + rebound.days));
                calendar.demand.push(demand);
            }
            Effect::IncomeExpectation(losses) => {
                let cells = losses.iter().map(|&(j, loss)| {
                    // expectations may rise, but not below nothing
                    self.number("the loss of income", loss, |loss| loss <= 1.0, "at most 1")?;
                    Ok((self.region(j)?, loss))
                });
                calendar.expectation.push(self.dated(cells.collect::<Result<_, _>>()?));
            }
            Effect::Route(change) => {
                self.route(change)?;
                calendar.routes.push((timing.clone(), change.clone()));
            }
            Effect::Embargo(links, stopped) => {
                self.number("the share stopped", *stopped, share, SHARE)?;
                calendar.bans.push(self.ban(links, *stopped)?);
            }
            Effect::InventoryTarget(factors) => {
                let cells = self.by_input(factors, "the factor", not_negative, "zero or more")?;
                calendar.targets.push(self.dated(cells));
            }
        }
        calendar.end = calendar.end.zip(end).map(|(a, b)| a.max(b));
        Ok(())
    }

    fn dated<T>(&self, cells: Vec<T>) -> Dated<T> {
        Dated { timing: self.shock.timing.clone(), cells }
    }

    fn number(
        &self,
        quantity: &'static str,
        value: f64,
        is_legal: impl Fn(f64) -> bool,
        legal: &'static str,
    ) -> Result<(), PropagationError> {
        if value.is_finite() && is_legal(value) {
            return Ok(());
        }
        Err(PropagationError::Shock { shock: self.shock.name.clone(), quantity, value, legal })
    }

    fn losses(&self, losses: &[(IndustryId, f64)]) -> Result<Dated<(usize, f64)>, PropagationError> {
        let cells = losses.iter().map(|&(industry, loss)| {
            self.number("the share lost", loss, share, SHARE)?;
            Ok((self.industry(industry)?, loss))
        });
        Ok(self.dated(cells.collect::<Result<_, _>>()?))
    }

    fn by_input(
        &self,
        values: &[(Sector, IndustryId, f64)],
        quantity: &'static str,
        is_legal: fn(f64) -> bool,
        legal: &'static str,
    ) -> Result<Vec<(usize, f64)>, PropagationError> {
        let cell = |&(product, industry, value)| {
            self.number(quantity, value, is_legal, legal)?;
            Ok((self.sector(product)? * self.shape.industries() + self.industry(industry)?, value))
        };
        values.iter().map(cell).collect()
    }

    fn demand(&self, change: &DemandChange) -> Result<Demand, PropagationError> {
        let cells = change.changes.iter().map(|&((region, use_), product, value)| {
            self.number("the change of final demand", value, |value| value >= -1.0, "−1 or more")?;
            let user = self.final_user(region, use_)?;
            Ok((self.sector(product)? * self.shape.final_users() + user, value))
        });
        let dated = self.dated(cells.collect::<Result<_, _>>()?);
        if let Some(rebound) = change.rebound {
            self.number("the share made up for", rebound.share, not_negative, "zero or more")?;
            self.number("the days before the rebound", rebound.after, not_negative, "zero or more")?;
            self.number("the days of the rebound", rebound.days, |days| days >= 1.0, "1 or more")?;
        }
        let put_off = put_off(&dated.timing);
        Ok(Demand { dated, rebound: change.rebound, put_off })
    }

    fn capital(&self, loss: &CapitalLoss, calendar: &mut Calendar) -> Result<(), PropagationError> {
        let legal = |value| self.number("the capital lost", value, not_negative, "zero or more");
        let mut clients = Vec::new();
        for &(industry, value) in &loss.industries {
            legal(value)?;
            clients.push((self.industry(industry)?, value));
        }
        let industries = clients.len();
        for &((region, use_), value) in &loss.final_users {
            legal(value)?;
            clients.push((self.shape.industries() + self.final_user(region, use_)?, value));
        }
        match &loss.rebuilding {
            None => {
                clients.truncate(industries);
                calendar.damages.push(Damage { timing: self.shock.timing.clone(), industries: clients });
            }
            Some(rebuilding) => {
                self.rebuilding(rebuilding, &clients)?;
                let step = self.model.settings.step;
                // where nothing was hit there is nothing to rebuild
                if !clients.is_empty() {
                    calendar.projects.push(Project::new(&self.shock.timing, clients, rebuilding, step));
                }
            }
        }
        Ok(())
    }

    fn rebuilding(&self, rebuilding: &Rebuilding, clients: &[(usize, f64)]) -> Result<(), PropagationError> {
        self.number("the products per unit of capital", rebuilding.factor, positive, "a positive number")?;
        self.number("the products per unit of capital", rebuilding.factor, sensible, SENSIBLE)?;
        self.number("the days of rebuilding", rebuilding.days, positive, "a positive number")?;
        let total: f64 = rebuilding.products.iter().map(|(_, share)| share).sum();
        let is_one = |total: f64| (total - 1.0).abs() < 1e-9;
        self.number("the sum of the shares of rebuilding products", total, is_one, "1")?;
        for &(product, part) in &rebuilding.products {
            self.number("a share of a rebuilding product", part, share, SHARE)?;
            let k = self.sector(product)?;
            for &(buyer, lost) in clients {
                let sold: f64 = (0..self.shape.regions).map(|i| self.model.share_of(k, i, buyer)).sum();
                if sold == 0.0 && lost > 0.0 && part > 0.0 {
                    let table = &self.model.table;
                    return Err(PropagationError::Rebuilding {
                        shock: self.shock.name.clone(),
                        sector: table.sectors.code(product).to_owned(),
                        region: table.regions.code(self.shape.region_of_buyer(buyer)).to_owned(),
                    });
                }
            }
        }
        Ok(())
    }

    fn route(&self, change: &RouteChange) -> Result<(), PropagationError> {
        self.number("the delay in days", change.delay, not_negative, "zero or more")?;
        self.number("the share closed", change.closed, share, SHARE)?;
        self.number("the spare capacity", change.spare, |spare| spare >= 1.0, "1 or more")?;
        self.ban(&change.links, 0.0).map(|_| ())
    }

    fn ban(&self, links: &Links, stopped: f64) -> Result<Ban, PropagationError> {
        let pair = |&(i, j): &(Region, Region)| Ok((self.region(i)?, self.region(j)?));
        let pairs = links.pairs.iter().map(pair).collect::<Result<Vec<_>, PropagationError>>()?;
        Ok(Ban {
            timing: self.shock.timing.clone(),
            share: stopped,
            products: links.sectors.iter().map(|&k| self.sector(k)).collect::<Result<_, _>>()?,
            pairs: pairs.into_iter().filter(|(i, j)| i != j).collect(),
        })
    }

    fn region(&self, region: Region) -> Result<usize, PropagationError> {
        self.place("region", region.index(), self.shape.regions)
    }

    fn sector(&self, sector: Sector) -> Result<usize, PropagationError> {
        self.place("sector", sector.index(), self.shape.sectors)
    }

    fn industry(&self, (region, sector): IndustryId) -> Result<usize, PropagationError> {
        Ok(self.region(region)? * self.shape.sectors + self.sector(sector)?)
    }

    fn final_user(&self, region: Region, use_: FinalUse) -> Result<usize, PropagationError> {
        let use_ = self.place("final use", use_.index(), self.shape.final_uses)?;
        Ok(self.region(region)? * self.shape.final_uses + use_)
    }

    fn place(&self, kind: &'static str, position: usize, len: usize) -> Result<usize, PropagationError> {
        if position < len {
            return Ok(position);
        }
        Err(PropagationError::Place { shock: self.shock.name.clone(), kind, position, len })
    }
}

/// Days of full strength that a change of demand lasts. A rebound after the longest run is never seen, and none after a
/// change that never ends.
fn put_off(timing: &Timing) -> f64 {
    let last = timing.end().filter(|end| *end <= LONGEST).unwrap_or(0.0);
    let days = (0..).map(f64::from).take_while(|day| *day < last);
    days.map(|day| timing.strength(day)).sum()
}

const SHARE: &str = "a share, 0 to 1";

fn share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

fn positive(value: f64) -> bool {
    value > 0.0
}

fn not_negative(value: f64) -> bool {
    value >= 0.0
}
