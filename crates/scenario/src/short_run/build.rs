//! Shocks of the short run on the places of a world.

use oblate_propagation::{
    CapitalLoss, DemandChange, Effect, IndustryId, InputOutput, Links, Payer, Rebound, Rebuilding, Recovery,
    RouteChange, Shock, Timing,
};
use oblate_world::{Region, Sector};

use crate::document::Place;
use crate::log::Warning;
use crate::problem::ProblemCode;
use crate::raw;
use crate::raw::Regions;
use crate::read::At;
use crate::select::{Findings, Vocabulary, links};
use crate::short_run::raw::{
    Ban, CapitalLoss as RawCapital, DemandChange as RawDemand, Expectation, FromTable, InventoryLoss,
    InventoryTarget, Loss, Route, Shocks, When,
};
use crate::short_run::words::{PayerWord, RecoveryWord};
use crate::table::{Cells, KeyColumn, TableSource, cells_of_file};
use crate::values::{Name, Words};

/// What shocks are built with.
pub(super) struct Builder<'a, 'w, 's> {
    pub table: &'a InputOutput,
    pub vocabulary: &'a Vocabulary<'w>,
    pub tables: &'a dyn TableSource,
    pub capital_ratio: f64,
    pub findings: &'a mut Findings<'s>,
}

/// How large a shock is, as written: one number, or a file of them.
struct Given<'a> {
    key: &'static str,
    value: Option<&'a At<f64>>,
    file: &'a FromTable,
    legal: Legal,
}

/// A number for each industry.
type Losses = Vec<(IndustryId, f64)>;

/// A number for each product that each industry holds.
type Holdings = Vec<(Sector, IndustryId, f64)>;

/// What a number of a shock may be.
#[derive(Clone, Copy)]
enum Legal {
    Share,
    NotNegative,
    Positive,
    AtLeastOne,
    AtLeastMinusOne,
}

impl Legal {
    fn admits(self, value: f64) -> bool {
        match self {
            Self::Share => (0.0..=1.0).contains(&value),
            Self::NotNegative => value >= 0.0,
            Self::Positive => value > 0.0,
            Self::AtLeastOne => value >= 1.0,
            Self::AtLeastMinusOne => value >= -1.0,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Share => "a share, 0 to 1",
            Self::NotNegative => "0 or above",
            Self::Positive => "above 0",
            Self::AtLeastOne => "1 or above",
            Self::AtLeastMinusOne => "-1 or above (-1 is all of it)",
        }
    }
}

impl Builder<'_, '_, '_> {
    /// All shocks in the order of kinds, then of the file; wrong ones are reported and left out.
    pub fn shocks(mut self, shocks: &Shocks) -> Vec<Shock> {
        let Shocks {
            capacity_loss,
            labour_loss,
            capital_loss,
            inventory_loss,
            demand_change,
            income_expectation,
            route,
            embargo,
            inventory_target,
        } = shocks;
        let mut shocks: Vec<Option<Shock>> = Vec::new();
        shocks.extend(capacity_loss.iter().map(|shock| self.loss(shock, Effect::Capacity)));
        shocks.extend(labour_loss.iter().map(|shock| self.loss(shock, Effect::Labour)));
        shocks.extend(capital_loss.iter().map(|shock| self.capital(shock)));
        shocks.extend(inventory_loss.iter().map(|shock| self.inventory_loss(shock)));
        shocks.extend(demand_change.iter().map(|shock| self.demand(shock)));
        shocks.extend(income_expectation.iter().map(|shock| self.expectation(shock)));
        shocks.extend(route.iter().map(|shock| self.route(shock)));
        shocks.extend(embargo.iter().map(|shock| self.ban(shock)));
        shocks.extend(inventory_target.iter().map(|shock| self.target(shock)));
        shocks.into_iter().flatten().collect()
    }

    fn loss(&mut self, shock: &At<Loss>, effect: fn(Losses) -> Effect) -> Option<Shock> {
        let Loss { name, sectors, loss, places, when, file } = &shock.value;
        let given = Given { key: "loss", value: loss.as_ref(), file, legal: Legal::Share };
        let losses = self.by_industry(&shock.place, places, sectors.as_ref(), &given);
        let timing = self.timing(&shock.place, when);
        let losses = losses?;
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing?, effect(losses)))
    }

    fn capital(&mut self, shock: &At<RawCapital>) -> Option<Shock> {
        let RawCapital {
            name,
            sectors,
            loss,
            rebuild,
            rebuild_days,
            rebuild_factor,
            payer,
            places,
            when,
            file,
        } = &shock.value;
        let given = Given { key: "loss", value: loss.as_ref(), file, legal: Legal::Share };
        let losses = self.by_industry(&shock.place, places, sectors.as_ref(), &given);
        let mut timing = self.timing(&shock.place, when)?;
        let days = self.given(rebuild_days.as_ref(), 365.0, Legal::AtLeastOne)?;
        let factor = self.given(rebuild_factor.as_ref(), 1.0, Legal::Positive)?;
        let payer: Payer = payer.as_ref().map_or(PayerWord::Outside, |payer| payer.value).into();
        let rebuilding = match rebuild {
            None => None,
            Some(products) => {
                let mut shares = Vec::new();
                for (word, share) in &products.0 {
                    let words = At { value: Words(vec![word.clone()]), place: word.place.clone() };
                    let found = self.findings.find(&self.vocabulary.sectors, Some(&words), 0)?;
                    let part = self.number(share, Legal::Share)? / found.len() as f64;
                    shares.extend(found.into_iter().map(|sector| (sector, part)));
                }
                // what stands still is rebuilt only after the days at full strength
                timing.recovery = Recovery::Never;
                Some(Rebuilding { products: shares, factor, days, payer })
            }
        };
        let value_added = self.table.value_added();
        let lost = losses?.into_iter().map(|((region, sector), loss)| {
            let capital =
                self.capital_ratio * value_added[self.table.shape().industry(region, sector)].max(0.0);
            ((region, sector), loss * capital)
        });
        let industries = lost.filter(|(_, lost)| *lost > 0.0).collect();
        let effect = Effect::Capital(CapitalLoss { industries, final_users: Vec::new(), rebuilding });
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing, effect))
    }

    fn inventory_loss(&mut self, shock: &At<InventoryLoss>) -> Option<Shock> {
        let InventoryLoss { name, sectors, by, loss, start, places } = &shock.value;
        let loss = self.needed(&shock.place, "loss", loss.as_ref(), Legal::Share);
        let start = self.given(start.as_ref(), 0.0, Legal::NotNegative)?;
        let cells = self.by_input(places, sectors.as_ref(), by.as_ref(), loss?)?;
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, Timing::window(start, 1.0), Effect::Inventories(cells)))
    }

    fn target(&mut self, shock: &At<InventoryTarget>) -> Option<Shock> {
        let InventoryTarget { name, sectors, by, multiply, places, when } = &shock.value;
        let factor = self.needed(&shock.place, "multiply", multiply.as_ref(), Legal::NotNegative);
        let timing = self.timing(&shock.place, when);
        let cells = self.by_input(places, sectors.as_ref(), by.as_ref(), factor?)?;
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, timing?, Effect::InventoryTarget(cells)))
    }

    fn demand(&mut self, shock: &At<RawDemand>) -> Option<Shock> {
        let RawDemand {
            name,
            sectors,
            uses,
            change,
            rebound,
            rebound_after,
            rebound_days,
            places,
            when,
            file,
        } = &shock.value;
        let given = Given { key: "change", value: change.as_ref(), file, legal: Legal::AtLeastMinusOne };
        let changes = self.by_industry(&shock.place, places, sectors.as_ref(), &given);
        let rebound = match rebound {
            None => None,
            Some(share) => Some(Rebound {
                share: self.number(share, Legal::NotNegative)?,
                after: self.given(rebound_after.as_ref(), 0.0, Legal::NotNegative)?,
                days: self.given(rebound_days.as_ref(), 90.0, Legal::AtLeastOne)?,
            }),
        };
        let axes = self.vocabulary.world.axes();
        let uses = self.findings.find(&self.vocabulary.final_uses, uses.as_ref(), axes.final_uses.len());
        let timing = self.timing(&shock.place, when);
        let (changes, uses) = changes.zip(uses)?;
        let cells = changes.into_iter().flat_map(|((region, product), change)| {
            uses.iter().map(move |use_| ((region, *use_), product, change))
        });
        let effect = Effect::FinalDemand(DemandChange { changes: cells.collect(), rebound });
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing?, effect))
    }

    fn expectation(&mut self, shock: &At<Expectation>) -> Option<Shock> {
        let Expectation { name, loss, places, when } = &shock.value;
        let loss = self.needed(&shock.place, "loss", loss.as_ref(), Legal::Share);
        let regions = self.regions(places);
        let timing = self.timing(&shock.place, when);
        let (loss, regions) = loss.zip(regions)?;
        let losses = regions.into_iter().map(|region| (region, loss)).collect();
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, timing?, Effect::IncomeExpectation(losses)))
    }

    fn route(&mut self, shock: &At<Route>) -> Option<Shock> {
        let Route { name, delay, closed, spare, links, when } = &shock.value;
        let delay = self.given(delay.as_ref(), 0.0, Legal::NotNegative);
        let closed = self.given(closed.as_ref(), 0.0, Legal::Share);
        let spare = self.given(spare.as_ref(), 1.2, Legal::AtLeastOne);
        let links = self.links(&shock.place, links);
        let timing = self.timing(&shock.place, when);
        let effect = RouteChange { links: links?, delay: delay?, closed: closed?, spare: spare? };
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing?, Effect::Route(effect)))
    }

    fn ban(&mut self, shock: &At<Ban>) -> Option<Shock> {
        let Ban { name, share, links, when } = &shock.value;
        let share = self.given(share.as_ref(), 1.0, Legal::Share);
        let links = self.links(&shock.place, links);
        let timing = self.timing(&shock.place, when);
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, timing?, Effect::Embargo(links?, share?)))
    }

    /// What a shock is called: its name, or its key.
    fn called(&self, place: &Place, name: Option<&At<Name>>) -> String {
        name.map_or_else(|| place.key.clone(), |name| name.value.0.clone())
    }

    fn links(&mut self, place: &Place, raw: &raw::Links) -> Option<Links> {
        let found = links(raw, false, &place.key, self.vocabulary, self.findings)?;
        if let Some(reason) = found.empty {
            self.findings.warn(Warning::SelectsNothing { shock: place.key.clone(), reason });
        }
        Some(Links { pairs: found.pairs, sectors: found.sectors })
    }

    fn regions(&mut self, places: &Regions) -> Option<Vec<Region>> {
        let words = places.regions.as_ref().or(places.region.as_ref());
        self.findings.find(&self.vocabulary.regions, words, self.vocabulary.world.axes().regions.len())
    }

    fn industries(&mut self, places: &Regions, sectors: Option<&At<Words>>) -> Option<Vec<(Region, Sector)>> {
        let regions = self.regions(places);
        let count = self.vocabulary.world.axes().sectors.len();
        let sectors = self.findings.find(&self.vocabulary.sectors, sectors, count);
        let (regions, sectors) = regions.zip(sectors)?;
        Some(regions.iter().flat_map(|&region| sectors.iter().map(move |&sector| (region, sector))).collect())
    }

    /// A value for each selected industry: the one of the file of shocks, or those of a table file.
    fn by_industry(
        &mut self,
        place: &Place,
        places: &Regions,
        sectors: Option<&At<Words>>,
        given: &Given<'_>,
    ) -> Option<Losses> {
        let industries = self.industries(places, sectors);
        let Some(path) = &given.file.table else {
            let value = self.needed(place, given.key, given.value, given.legal);
            let (value, industries) = value.zip(industries)?;
            return Some(industries.into_iter().map(|industry| (industry, value)).collect());
        };
        if let Some(value) = given.value {
            let message =
                format!("`{}` and `table` both say how large the shock is: write one of them", given.key);
            self.findings.report.problem(ProblemCode::WrongKeys, &value.place, message);
        }
        let (vocabulary, shape) = (self.vocabulary, self.table.shape());
        let cells = Cells {
            shape: vec![shape.regions, shape.sectors],
            selected: industries?
                .into_iter()
                .map(|(region, sector)| shape.industry(region, sector))
                .collect(),
            empty: None,
            columns: vec![
                KeyColumn::new("region", true, &vocabulary.regions),
                KeyColumn::new("sector", false, &vocabulary.sectors),
            ],
        };
        let report = &mut self.findings.report;
        let values = cells_of_file(self.tables, path, given.file.column.as_ref(), &cells, report)?;
        if let Some((_, value)) = values.iter().find(|(_, value)| !given.legal.admits(*value)) {
            let message = format!("table `{}` gives {value}: it must be {}", path.value, given.legal.words());
            report.problem(ProblemCode::OutOfBounds, &path.place, message);
            return None;
        }
        if values.is_empty() {
            let reason = "no row of its table lies within its selection".to_owned();
            self.findings.warn(Warning::SelectsNothing { shock: place.key.clone(), reason });
        }
        Some(values.into_iter().map(|(industry, value)| (shape.place(industry), value)).collect())
    }

    /// A value for each product that each industry holds.
    fn by_input(
        &mut self,
        places: &Regions,
        products: Option<&At<Words>>,
        by: Option<&At<Words>>,
        value: f64,
    ) -> Option<Holdings> {
        let industries = self.industries(places, by);
        let count = self.vocabulary.world.axes().sectors.len();
        let products = self.findings.find(&self.vocabulary.sectors, products, count);
        let (industries, products) = industries.zip(products)?;
        let cells =
            products.iter().flat_map(|&k| industries.iter().map(move |&industry| (k, industry, value)));
        Some(cells.collect())
    }

    fn timing(&mut self, place: &Place, when: &When) -> Option<Timing> {
        let start = self.given(when.start.as_ref(), 0.0, Legal::NotNegative)?;
        let recovery = self.recovery(place, when)?;
        let days = match &when.days {
            Some(days) => self.number(days, Legal::NotNegative)?,
            None if recovery == Recovery::Abrupt => return Some(Timing::permanent(start)),
            None => 0.0,
        };
        Some(Timing { start, days, recovery })
    }

    fn recovery(&mut self, place: &Place, when: &When) -> Option<Recovery> {
        let When { recovery, recovery_days, recovery_table, .. } = when;
        if !recovery_table.is_empty() {
            if let Some(word) = recovery {
                let message =
                    "`recovery` and `recovery_table` both say how the shock wears off: write one of them";
                self.findings.report.problem(ProblemCode::WrongKeys, &word.place, message);
                return None;
            }
            return Some(Recovery::Table(recovery_table.iter().map(|strength| strength.value).collect()));
        }
        let (word, days) = match (recovery, recovery_days) {
            (None, None) => return Some(Recovery::Abrupt),
            (Some(word), Some(days)) => (word.value, self.number(days, Legal::AtLeastOne)?),
            (None, Some(days)) => (RecoveryWord::Linear, self.number(days, Legal::AtLeastOne)?),
            (Some(word), None) => {
                let message = format!("a recovery needs its days: add `recovery_days` to `{}`", place.key);
                self.findings.report.problem(ProblemCode::WrongKeys, &word.place, message);
                return None;
            }
        };
        Some(match word {
            RecoveryWord::Linear => Recovery::Linear(days),
            RecoveryWord::Convex => Recovery::Convex(days),
            RecoveryWord::Concave => Recovery::Concave(days.max(2.5)),
        })
    }

    /// A number that its shock cannot do without.
    fn needed(&mut self, place: &Place, key: &str, value: Option<&At<f64>>, legal: Legal) -> Option<f64> {
        let Some(value) = value else {
            let message = format!("`{}` needs `{key}`, {}", place.key, legal.words());
            self.findings.report.problem(ProblemCode::WrongKeys, place, message);
            return None;
        };
        self.number(value, legal)
    }

    fn given(&mut self, value: Option<&At<f64>>, default: f64, legal: Legal) -> Option<f64> {
        value.map_or(Some(default), |value| self.number(value, legal))
    }

    fn number(&mut self, value: &At<f64>, legal: Legal) -> Option<f64> {
        if legal.admits(value.value) {
            return Some(value.value);
        }
        let message = format!("{} must be {}", value.value, legal.words());
        self.findings.report.problem(ProblemCode::BadNumber, &value.place, message);
        None
    }
}
