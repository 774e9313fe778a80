//! Choices and shocks of all kinds, drawn at random.

use oblate_propagation::{
    CapitalLoss, Criticality, DemandChange, Effect, ImportantInput, IndustryId, InputOutput, InputUse,
    InventoryDays, InventoryLimit, Links, Model, Need, Numbers, Payer, Rationing, Rebound, Rebuilding,
    Recovery, RouteChange, Settings, Shock, Simulation, Suppliers, Timing,
};
use oblate_world::{FinalUse, Id, Region, Sector};

use super::travel;

/// A number, and which of some things it picks.
struct Draw(Numbers);

impl Draw {
    fn chance(&mut self, part: f64) -> bool {
        self.0.unit() < part
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0.between(low, high)
    }

    fn days(&mut self, low: f64, high: f64) -> f64 {
        self.0.between(low, high).floor()
    }

    fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[(self.0.unit() * of.len() as f64) as usize].clone()
    }

    /// Some of so many things, at least one.
    fn some(&mut self, len: usize, part: f64) -> Vec<usize> {
        let some: Vec<usize> = (0..len).filter(|_| self.chance(part)).collect();
        if some.is_empty() { vec![self.one_of(&(0..len).collect::<Vec<_>>())] } else { some }
    }
}

/// Choices that the plain model knows: the presets `default` and `hallegatte`, and mixtures of theirs and those of the library.
pub fn choices(table: &InputOutput, seed: u64) -> Settings {
    match seed % 6 {
        0 => short(Settings::default()),
        1 => short(Settings::hallegatte()),
        _ => mixture(table, seed),
    }
}

/// Inventories short enough that shocks are felt.
fn short(settings: Settings) -> Settings {
    Settings { inventories: InventoryDays::Same(6.0), restoring: 8.0, ..settings }
}

fn mixture(table: &InputOutput, seed: u64) -> Settings {
    let mut draw = Draw(Numbers::new(seed, 11));
    let shape = table.shape();
    let (n, p) = (shape.sectors, shape.industries());
    let days =
        |draw: &mut Draw, len: usize| -> Vec<f64> { (0..len).map(|_| draw.between(1.0, 12.0)).collect() };
    let inventories = match draw.days(0.0, 4.0) as usize {
        0 => InventoryDays::Same(draw.between(2.0, 10.0)),
        1 => InventoryDays::ByInput(days(&mut draw, n)),
        2 => InventoryDays::ByUser(days(&mut draw, p)),
        _ => InventoryDays::ByInputAndUser(days(&mut draw, n * p)),
    };
    let inputs = if draw.chance(0.5) {
        InputUse::Leontief
    } else {
        let need = (0..n * n).map(|_| draw.one_of(&[Need::Essential, Need::Important, Need::Rest])).collect();
        let kinds = [ImportantInput::Half, ImportantInput::AsEssential, ImportantInput::AsRest];
        InputUse::Criticality(Criticality { need, important: draw.one_of(&kinds) })
    };
    let usual = |draw: &mut Draw| if draw.chance(0.7) { Suppliers::ByCapacity } else { Suppliers::Fixed };
    let default = Settings::default();
    Settings {
        suppliers: usual(&mut draw),
        final_suppliers: usual(&mut draw),
        rationing: draw.one_of(&[
            Rationing::IntermediateFirst,
            Rationing::IntermediateFirst,
            Rationing::Proportional,
        ]),
        inputs,
        limit: draw.one_of(&[
            InventoryLimit::Stock,
            InventoryLimit::Stock,
            InventoryLimit::ShareOfTarget(0.8),
        ]),
        negligible: draw.one_of(&[default.negligible, 0.05]),
        inventories,
        restoring: draw.between(3.0, 20.0),
        overproduction: if draw.chance(0.8) { default.overproduction } else { None },
        capital_ratio: draw.between(1.0, 5.0),
        transport: draw.chance(0.3).then(|| travel(shape.regions, seed)),
        ..default
    }
}

/// What a shock hits, in a word.
pub fn kind(shock: &Shock) -> &'static str {
    match shock.effect {
        Effect::Capacity(_) => "capacity",
        Effect::Labour(_) => "labour",
        Effect::Capital(_) => "capital",
        Effect::Inventories(_) => "inventories",
        Effect::FinalDemand(_) => "final demand",
        Effect::IncomeExpectation(_) => "income expectation",
        Effect::Route(_) => "route",
        Effect::Embargo(..) => "embargo",
        Effect::InventoryTarget(_) => "target",
    }
}

/// Shocks of each kind, one or two of most, which overlap. Those of which nobody could repair the damage are left out.
pub fn shocks(model: &Model, seed: u64) -> Vec<Shock> {
    let mut drawn = Drawn { model, draw: Draw(Numbers::new(seed, 12)) };
    let mut shocks = Vec::new();
    for _ in 0..2 {
        for effect in [
            Drawn::capacity,
            Drawn::labour,
            Drawn::capital,
            Drawn::inventories,
            Drawn::final_demand,
            Drawn::route,
            Drawn::embargo,
            Drawn::target,
        ] {
            if drawn.draw.chance(0.5) {
                let effect = effect(&mut drawn);
                let shock = Shock::new("drawn", drawn.timing(&effect), effect);
                let all = [shocks.as_slice(), std::slice::from_ref(&shock)].concat();
                if Simulation::new(model, &all, 0, ()).is_ok() {
                    shocks = all;
                }
            }
        }
    }
    shocks
}

struct Drawn<'a> {
    model: &'a Model,
    draw: Draw,
}

impl Drawn<'_> {
    fn timing(&mut self, effect: &Effect) -> Timing {
        let draw = &mut self.draw;
        let table = (0..6).map(|_| draw.between(0.0, 1.0)).collect();
        let days = draw.days(3.0, 25.0);
        let mut recoveries = vec![Recovery::Abrupt, Recovery::Linear(days), Recovery::Table(table)];
        if !matches!(effect, Effect::FinalDemand(_)) {
            recoveries.extend([Recovery::Never, Recovery::Convex(days), Recovery::Concave(days)]);
        }
        Timing { start: draw.days(0.0, 20.0), days: draw.days(1.0, 25.0), recovery: draw.one_of(&recoveries) }
    }

    fn industries(&mut self) -> Vec<IndustryId> {
        let shape = self.model.shape();
        self.draw.some(shape.industries(), 0.4).into_iter().map(|f| shape.place(f)).collect()
    }

    fn sectors(&mut self) -> Vec<Sector> {
        self.draw.some(self.model.shape().sectors, 0.5).into_iter().map(Sector::new).collect()
    }

    fn links(&mut self) -> Links {
        let regions = self.model.shape().regions;
        let mut some =
            |part| -> Vec<Region> { self.draw.some(regions, part).into_iter().map(Region::new).collect() };
        let (origins, destinations) = (some(0.6), some(0.7));
        Links::between(&origins, &destinations, self.sectors())
    }

    fn losses(&mut self) -> Vec<(IndustryId, f64)> {
        let industries = self.industries();
        industries.into_iter().map(|place| (place, self.draw.between(0.0, 1.0))).collect()
    }

    fn capacity(&mut self) -> Effect {
        Effect::Capacity(self.losses())
    }

    fn labour(&mut self) -> Effect {
        Effect::Labour(self.losses())
    }

    fn capital(&mut self) -> Effect {
        let shape = self.model.shape();
        let of = |f: usize| self.model.capital()[f];
        let places = self.industries();
        let lost = places.into_iter().map(|place| {
            let capital = of(shape.industry(place.0, place.1));
            (place, self.draw.between(0.0, 0.4) * capital)
        });
        let industries: Vec<_> = lost.filter(|(_, lost)| *lost > 0.0).collect();
        let dwellings = self.draw.between(0.0, 5.0) * self.model.baseline_output()[0];
        let final_users = vec![((Region::new(0), FinalUse::new(0)), dwellings)];
        let products = self.sectors();
        let share = 1.0 / products.len() as f64;
        let rebuilding = Rebuilding {
            products: products.into_iter().map(|product| (product, share)).collect(),
            factor: self.draw.between(0.5, 1.5),
            days: self.draw.between(10.0, 100.0),
            payer: self.draw.one_of(&[Payer::Outside, Payer::FinalDemand]),
        };
        let rebuilding = self.draw.chance(0.7).then_some(rebuilding);
        Effect::Capital(CapitalLoss { industries, final_users, rebuilding })
    }

    fn holdings(&mut self, low: f64, high: f64) -> Vec<(Sector, IndustryId, f64)> {
        let (products, industries) = (self.sectors(), self.industries());
        let cells = products.iter().flat_map(|&k| industries.iter().map(move |&place| (k, place)));
        cells.map(|(k, place)| (k, place, self.draw.between(low, high))).collect()
    }

    fn inventories(&mut self) -> Effect {
        Effect::Inventories(self.holdings(0.0, 1.0))
    }

    fn target(&mut self) -> Effect {
        Effect::InventoryTarget(self.holdings(0.0, 3.0))
    }

    fn final_demand(&mut self) -> Effect {
        let shape = self.model.shape();
        let users: Vec<(Region, FinalUse)> = (0..shape.final_users())
            .map(|user| (Region::new(user / shape.final_uses), FinalUse::new(user % shape.final_uses)))
            .filter(|_| self.draw.chance(0.6))
            .collect();
        let products = self.sectors();
        let cells = users.iter().flat_map(|&user| products.iter().map(move |&k| (user, k)));
        let changes = cells.map(|(user, k)| (user, k, self.draw.between(-1.0, 0.5))).collect();
        let rebound = Rebound {
            share: self.draw.between(0.0, 1.0),
            after: self.draw.days(0.0, 8.0),
            days: self.draw.days(1.0, 20.0),
        };
        let rebound = self.draw.chance(0.6).then_some(rebound);
        Effect::FinalDemand(DemandChange { changes, rebound })
    }

    fn route(&mut self) -> Effect {
        Effect::Route(RouteChange {
            links: self.links(),
            delay: self.draw.between(0.0, 8.0),
            closed: self.draw.between(0.0, 1.0),
            spare: self.draw.between(1.0, 1.5),
        })
    }

    fn embargo(&mut self) -> Effect {
        let share = if self.draw.chance(0.4) { 1.0 } else { self.draw.between(0.0, 1.0) };
        Effect::Embargo(self.links(), share)
    }
}
