//! Final demand that changes, and income that households expect to lose.

use oblate_propagation::{DemandChange as Change, Effect, Rebound, Shock};

use super::Builder;
use super::industries::{FromTable, Given};
use super::legal::Legal;
use super::timing::When;
use crate::text::{At, Name, Words, table};
use crate::words::Regions;

table! {
    /// Final demand that changes, and comes back.
    DemandChange {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Products.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Final uses.
        #[schemars(extend("default" = "all"))]
        uses: Option<At<Words>>,
        /// Relative change: -0.3 is 30 % less.
        change: Option<At<f64>>,
        /// Part of the purchases put off that is made up for.
        rebound: Option<At<f64>>,
        /// Days between the end of the change and the rebound.
        #[schemars(extend("default" = 0))]
        rebound_after: Option<At<f64>>,
        /// Days over which the rebound is spread.
        #[schemars(extend("default" = 90))]
        rebound_days: Option<At<f64>>,
        ..places: Regions,
        ..when: When,
        ..file: FromTable,
    }
}

table! {
    /// Income that households expect to lose.
    Expectation {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// The part that they expect to lose.
        loss: Option<At<f64>>,
        ..places: Regions,
        ..when: When,
    }
}

impl Builder<'_, '_, '_> {
    pub(super) fn demand(&mut self, shock: &At<DemandChange>) -> Option<Shock> {
        let DemandChange {
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
        let effect = Effect::FinalDemand(Change { changes: cells.collect(), rebound });
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing?, effect))
    }

    pub(super) fn expectation(&mut self, shock: &At<Expectation>) -> Option<Shock> {
        let Expectation { name, loss, places, when } = &shock.value;
        let loss = self.needed(&shock.place, "loss", loss.as_ref(), Legal::Share);
        let regions = places.find(self.vocabulary, self.findings);
        let timing = self.timing(&shock.place, when);
        let (loss, regions) = loss.zip(regions)?;
        let losses = regions.into_iter().map(|region| (region, loss)).collect();
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, timing?, Effect::IncomeExpectation(losses)))
    }
}
