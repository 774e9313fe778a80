//! Trade routes that are slower or carry less, and products that may not be delivered.

use oblate_propagation::{Effect, Links as Selected, RouteChange, Shock};

use super::Builder;
use super::legal::Legal;
use super::timing::When;
use crate::log::Warning;
use crate::text::{At, Name, Place, table};
use crate::words::{Links, links};

table! {
    /// A route that is slower or carries less.
    Route {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Days more than before.
        #[schemars(extend("default" = 0))]
        delay: Option<At<f64>>,
        /// Part of the capacity lost, 0 to 1.
        #[schemars(extend("default" = 0))]
        closed: Option<At<f64>>,
        /// Capacity of the open route over what it carries.
        #[schemars(extend("default" = 1.2))]
        spare: Option<At<f64>>,
        ..links: Links,
        ..when: When,
    }
}

table! {
    /// Products that may not be delivered.
    Ban {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Part of the orders that is stopped, 0 to 1.
        #[schemars(extend("default" = 1))]
        share: Option<At<f64>>,
        ..links: Links,
        ..when: When,
    }
}

impl Builder<'_, '_, '_> {
    pub(super) fn route(&mut self, shock: &At<Route>) -> Option<Shock> {
        let Route { name, delay, closed, spare, links, when } = &shock.value;
        let delay = self.given(delay.as_ref(), 0.0, Legal::NotNegative);
        let closed = self.given(closed.as_ref(), 0.0, Legal::Share);
        let spare = self.given(spare.as_ref(), 1.2, Legal::AtLeastOne);
        let links = self.links(&shock.place, links);
        let timing = self.timing(&shock.place, when);
        let effect = RouteChange { links: links?, delay: delay?, closed: closed?, spare: spare? };
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing?, Effect::Route(effect)))
    }

    pub(super) fn ban(&mut self, shock: &At<Ban>) -> Option<Shock> {
        let Ban { name, share, links, when } = &shock.value;
        let share = self.given(share.as_ref(), 1.0, Legal::Share);
        let links = self.links(&shock.place, links);
        let timing = self.timing(&shock.place, when);
        let name = self.called(&shock.place, name.as_ref());
        Some(Shock::new(name, timing?, Effect::Embargo(links?, share?)))
    }

    fn links(&mut self, place: &Place, raw: &Links) -> Option<Selected> {
        let found = links(raw, false, &place.key, self.vocabulary, self.findings)?;
        if let Some(reason) = found.empty {
            self.findings.warn(Warning::SelectsNothing { shock: place.key.clone(), reason });
        }
        Some(Selected { pairs: found.pairs, sectors: found.sectors })
    }
}
