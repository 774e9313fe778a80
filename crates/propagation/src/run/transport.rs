//! Goods under way: routes that take time and carry no more than they can.

use oblate_world::Id;

use crate::model::{DAYS_OF_YEAR, Model};
use crate::shocks::Calendar;

/// The routes of a run, and the goods on them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transport {
    /// Route of each link, product × origin × destination; 0 is the direct one.
    route: Vec<u16>,
    routes: Vec<Route>,
    /// Goods that arrive in each step of the ring: step × product × buyer.
    arriving: Vec<f64>,
    /// Goods that wait for a place, by route with a capacity: product × buyer.
    waiting: Vec<Vec<f64>>,
    /// All goods under way, product × buyer.
    pub moving: Vec<f64>,
    /// Goods under way before any shock per unit bought: product × buyer.
    pub usual: Vec<f64>,
    steps: usize,
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
        let longest = routes.iter().map(|route| route.travel).max().unwrap_or(0);
        let delays = calendar.routes.iter().map(|(_, change)| change.delay / model.settings.step);
        let steps = longest + delays.sum::<f64>().ceil() as usize + 1;
        let waiting =
            routes.iter().map(|route| vec![0.0; if route.shocks.is_empty() { 0 } else { cells }]).collect();
        let mut transport = Self {
            route,
            routes,
            arriving: vec![0.0; steps * cells],
            waiting,
            moving: vec![0.0; cells],
            usual: vec![0.0; cells],
            steps,
        };
        transport.fill(model);
        Some(transport)
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
                    let route = usize::from(self.route[(k * shape.regions + i) * shape.regions + j]);
                    let travel = self.routes[route].travel;
                    let at = k * buyers + buyer;
                    self.routes[route].carried += share * bought;
                    self.usual[at] += share * travel as f64;
                    for slot in 0..travel {
                        self.arriving[slot * cells + at] += share * bought;
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
    pub fn of_origin(&self, product: usize, origin: usize, regions: usize) -> &[u16] {
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
            let slot = (step + travel) % self.steps * self.moving.len();
            Some(&mut self.arriving[slot + from..])
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
            let slot = (step + delay) % self.steps * cells;
            let into = if delay == 0 { &mut *received } else { &mut self.arriving[slot..][..cells] };
            for (waiting, into) in waiting.iter_mut().zip(into) {
                let goes = if part == 1.0 { *waiting } else { *waiting * part };
                *into += goes;
                *waiting -= goes;
            }
        }
        let arriving = &mut self.arriving[step % self.steps * cells..][..cells];
        for (received, arriving) in received.iter_mut().zip(arriving) {
            *received += std::mem::take(arriving);
        }
        for ((moving, handed), received) in self.moving.iter_mut().zip(handed).zip(received) {
            *moving = (*moving + handed - *received).max(0.0);
        }
    }

    pub fn parts(&mut self) -> impl Iterator<Item = &mut Vec<f64>> {
        [&mut self.arriving, &mut self.moving].into_iter().chain(&mut self.waiting)
    }
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
        self.travel + (longer / step).round() as usize
    }
}

/// Groups links by time and shocks: the route of each link, and the routes.
fn routes(model: &Model, calendar: &Calendar) -> (Vec<u16>, Vec<Route>) {
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
        let found = routes.iter().position(same).unwrap_or_else(|| {
            routes.push(Route { travel, shocks: shocks.clone(), carried: 0.0 });
            routes.len() - 1
        });
        // routes are told apart by days of travel and overlapping shocks: there are far fewer than 65 536
        u16::try_from(found).expect("fewer routes than a number of 16 bits can tell apart")
    });
    (of_link.collect(), routes)
}
