//! Goods under way: routes that take time and carry no more than they can.

use std::collections::BTreeMap;

use oblate_world::Id;

use crate::model::{DAYS_OF_YEAR, Model};
use crate::shocks::Calendar;

/// The routes of a run, and the goods on them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transport {
    /// Route of each link, product × origin × destination; 0 is the direct one.
    route: Vec<usize>,
    routes: Vec<Route>,
    /// Goods by the step in which they arrive: product × buyer. Only steps in which something arrives have a place, so that
    /// a long way costs no more than the days on which goods are sent.
    arriving: BTreeMap<usize, Vec<f64>>,
    /// Goods that wait for a place, by route with a capacity: product × buyer.
    waiting: Vec<Vec<f64>>,
    /// All goods under way, product × buyer.
    pub moving: Vec<f64>,
    /// Goods under way before any shock per unit bought: product × buyer.
    pub usual: Vec<f64>,
}

/// Links that take equally long and are hit by the same shocks.
#[derive(Debug, Clone, PartialEq)]
struct Route {
    travel: usize,
    /// Route shocks that hit it.
    shocks: Vec<usize>,
    /// What it carries in a step before any shock.
    carried: f64,
}

impl Transport {
    /// The routes of a model and its shocks; none where all goods arrive at once.
    pub fn new(model: &Model, calendar: &Calendar) -> Option<Self> {
        if model.travel.is_none() && calendar.routes.is_empty() {
            return None;
        }
        let shape = model.shape();
        let cells = shape.sectors * shape.buyers();
        let (route, routes) = routes(model, calendar);
        let waiting =
            routes.iter().map(|route| vec![0.0; if route.shocks.is_empty() { 0 } else { cells }]).collect();
        let mut transport = Self {
            route,
            routes,
            arriving: BTreeMap::new(),
            waiting,
            moving: vec![0.0; cells],
            usual: vec![0.0; cells],
        };
        transport.fill(model);
        Some(transport)
    }

    /// Bytes that goods under way take at most in a run of so many steps.
    pub fn bytes(model: &Model, calendar: &Calendar, steps: usize) -> f64 {
        if model.travel.is_none() && calendar.routes.is_empty() {
            return 0.0;
        }
        let shape = model.shape();
        let (_, routes) = routes(model, calendar);
        let longest = routes.iter().map(|route| route.travel).max().unwrap_or(0);
        let delays: f64 = calendar.routes.iter().map(|(_, change)| change.delay / model.settings.step).sum();
        let arriving = longest as f64 + delays.ceil().min(steps as f64) + 1.0;
        let waiting = routes.iter().filter(|route| !route.shocks.is_empty()).count();
        // besides, each route has what is handed over on it to each buyer
        let cells = shape.sectors as f64 * (arriving + waiting as f64) + routes.len() as f64;
        (size_of::<f64>() * shape.buyers()) as f64 * cells
    }

    /// Puts the goods on their way that are there before any shock, and counts what each route carries.
    fn fill(&mut self, model: &Model) {
        let (shape, step) = (model.shape(), model.settings.step / DAYS_OF_YEAR);
        let (buyers, cells) = (shape.buyers(), self.moving.len());
        for k in 0..shape.sectors {
            for buyer in 0..buyers {
                let bought = model.table.purchases[k * buyers + buyer] * step;
                let j = shape.region_of_buyer(buyer).index();
                for i in 0..shape.regions {
                    let share = model.share_of(k, i, buyer);
                    let route = self.route[(k * shape.regions + i) * shape.regions + j];
                    let travel = self.routes[route].travel;
                    let at = k * buyers + buyer;
                    self.routes[route].carried += share * bought;
                    self.usual[at] += share * travel as f64;
                    for step in 0..travel {
                        place(&mut self.arriving, step, cells)[at] += share * bought;
                    }
                }
                self.moving[k * buyers + buyer] = self.usual[k * buyers + buyer] * bought;
            }
        }
    }

    /// Number of routes, the direct one among them.
    pub fn routes(&self) -> usize {
        self.routes.len()
    }

    /// Route of each destination for one product and origin.
    pub fn of_origin(&self, product: usize, origin: usize, regions: usize) -> &[usize] {
        &self.route[(product * regions + origin) * regions..][..regions]
    }

    /// Where goods stand that a route takes at a step, from a cell of product × buyer on; none where they arrive at once.
    pub fn on_the_way(&mut self, route: usize, from: usize, step: usize) -> Option<&mut [f64]> {
        let Route { travel, ref shocks, .. } = self.routes[route];
        if !shocks.is_empty() {
            Some(&mut self.waiting[route][from..])
        } else if travel == 0 {
            None
        } else {
            let into = place(&mut self.arriving, step + travel, self.moving.len());
            Some(&mut into[from..])
        }
    }

    /// Lets waiting goods go as far as there is room, and adds the goods that arrive in this step to `received`.
    /// `handed` is what was handed over in this step, product × buyer.
    ///
    /// Equation: propagation.md (21.9).
    pub fn carry(
        &mut self,
        model: &Model,
        calendar: &Calendar,
        step: usize,
        handed: &[f64],
        received: &mut [f64],
    ) {
        let cells = self.moving.len();
        let day = step as f64 * model.settings.step;
        for (route, waiting) in self.routes.iter().zip(&mut self.waiting) {
            if waiting.is_empty() {
                continue;
            }
            let total: f64 = waiting.iter().sum();
            let room = route.room(calendar, day);
            let part = if total <= room { 1.0 } else { room / total };
            let delay = route.delay(calendar, day, model.settings.step);
            let into = match delay {
                0 => &mut *received,
                _ => place(&mut self.arriving, step.saturating_add(delay), cells),
            };
            for (waiting, into) in waiting.iter_mut().zip(into) {
                let goes = if part == 1.0 { *waiting } else { *waiting * part };
                *into += goes;
                *waiting -= goes;
            }
        }
        for (received, arriving) in received.iter_mut().zip(self.arriving.remove(&step).unwrap_or_default()) {
            *received += arriving;
        }
        for ((moving, handed), received) in self.moving.iter_mut().zip(handed).zip(received) {
            *moving = (*moving + handed - *received).max(0.0);
        }
    }

    pub fn parts(&mut self) -> impl Iterator<Item = &mut Vec<f64>> {
        [&mut self.moving].into_iter().chain(&mut self.waiting)
    }

    /// Goods by the step in which they arrive.
    pub fn arriving(&self) -> &BTreeMap<usize, Vec<f64>> {
        &self.arriving
    }

    /// Puts goods that are stored back where they arrive.
    pub fn restore(&mut self, arriving: BTreeMap<usize, Vec<f64>>) {
        self.arriving = arriving;
    }
}

/// Where goods stand that arrive in a step, product × buyer.
fn place(arriving: &mut BTreeMap<usize, Vec<f64>>, step: usize, cells: usize) -> &mut [f64] {
    arriving.entry(step).or_insert_with(|| vec![0.0; cells])
}

impl Route {
    /// What can leave in a step; without a limit before the first of its shocks.
    fn room(&self, calendar: &Calendar, day: f64) -> f64 {
        let acting = self.shocks.iter().map(|&shock| &calendar.routes[shock]);
        let open = acting.filter(|(timing, _)| day >= timing.start).map(|(timing, change)| {
            (change.spare * (1.0 - change.closed * timing.strength(day))).max(0.0) * self.carried
        });
        open.fold(f64::INFINITY, f64::min)
    }

    /// Steps on the way: detours add up.
    fn delay(&self, calendar: &Calendar, day: f64, step: f64) -> usize {
        let acting = self.shocks.iter().map(|&shock| &calendar.routes[shock]);
        let longer: f64 = acting.map(|(timing, change)| change.delay * timing.strength(day)).sum();
        self.travel.saturating_add((longer / step).round() as usize)
    }
}

/// Groups links by time and shocks: the route of each link, and the routes.
fn routes(model: &Model, calendar: &Calendar) -> (Vec<usize>, Vec<Route>) {
    let shape = model.shape();
    let mut hit = vec![Vec::new(); shape.sectors * shape.regions * shape.regions];
    for (shock, (_, change)) in calendar.routes.iter().enumerate() {
        for k in &change.links.sectors {
            for (i, j) in change.links.pairs.iter().filter(|(i, j)| i != j) {
                let at = (k.index() * shape.regions + i.index()) * shape.regions + j.index();
                if hit[at].last() != Some(&shock) {
                    hit[at].push(shock);
                }
            }
        }
    }
    let mut routes = vec![Route { travel: 0, shocks: Vec::new(), carried: 0.0 }];
    let pairs = shape.regions * shape.regions;
    let of_link = hit.into_iter().enumerate().map(|(at, shocks)| {
        let travel = model.travel.as_ref().map_or(0, |travel| travel[at % pairs]);
        let same = |route: &Route| route.travel == travel && route.shocks == shocks;
        routes.iter().position(same).unwrap_or_else(|| {
            routes.push(Route { travel, shocks: shocks.clone(), carried: 0.0 });
            routes.len() - 1
        })
    });
    (of_link.collect(), routes)
}
