//! Goods that travel, or wait to travel: every link with a route keeps its goods by buyer.

use std::collections::BTreeMap;
use std::ops::Range;

use oblate_propagation::{Effect, Shock};

use super::Plain;
use super::calendar::{Calendar, foreign};

/// All routes, and the goods on them.
pub struct Routes {
    routes: Vec<Route>,
    /// Route, and position on it, of the link of a supplier and a destination; none where goods arrive at once.
    of_link: Vec<Vec<Option<(usize, usize)>>>,
    arriving: Arriving,
    /// `M`, product × buyer.
    under_way: Vec<Vec<f64>>,
    /// `ℓ`, product × buyer.
    usual: Vec<Vec<f64>>,
}

/// Links that take equally long and that the same shocks hit.
struct Route {
    days: usize,
    shocks: Vec<usize>,
    /// What it carries on a day before any shock.
    carried: f64,
    links: Vec<Link>,
}

/// Goods of one supplier that wait for the way to one region: by industry, and by final user.
struct Link {
    product: usize,
    waiting: [Vec<(usize, f64)>; 2],
}

/// Goods by the day on which they arrive: product × buyer.
struct Arriving {
    days: BTreeMap<usize, Vec<Vec<f64>>>,
    nothing: Vec<Vec<f64>>,
}

impl Arriving {
    fn on(&mut self, day: usize) -> &mut Vec<Vec<f64>> {
        self.days.entry(day).or_insert_with(|| self.nothing.clone())
    }
}

impl Routes {
    pub fn new(plain: &Plain<'_>, shocks: &[Shock]) -> Self {
        let (p, m) = (plain.industries(), plain.regions);
        let nothing = vec![vec![0.0; plain.buyers()]; plain.sectors];
        let mut routes = Self {
            routes: Vec::new(),
            of_link: vec![vec![None; m]; p],
            under_way: nothing.clone(),
            usual: nothing.clone(),
            arriving: Arriving { days: BTreeMap::new(), nothing },
        };
        let hits = hits(plain, shocks);
        for supplier in 0..p {
            for j in 0..m {
                let travel = plain.settings.transport.as_ref();
                let days = travel.map_or(0, |days| usize::from(days[supplier / plain.sectors * m + j]));
                let hits = hits.get(&(supplier, j)).cloned().unwrap_or_default();
                if days > 0 || !hits.is_empty() {
                    routes.of_link[supplier][j] = Some(routes.open(plain, supplier, j, days, hits));
                }
            }
        }
        routes
    }

    /// Puts a link on a route, with the goods that are on it before any shock.
    fn open(
        &mut self,
        plain: &Plain<'_>,
        supplier: usize,
        destination: usize,
        days: usize,
        shocks: Vec<usize>,
    ) -> (usize, usize) {
        let product = supplier % plain.sectors;
        let same = |route: &Route| route.days == days && route.shocks == shocks;
        let route = self.routes.iter().position(same).unwrap_or(self.routes.len());
        if route == self.routes.len() {
            self.routes.push(Route { days, shocks, carried: 0.0, links: Vec::new() });
        }
        for b in plain.buyers_of(destination).into_iter().flatten() {
            let goods = plain.flow[supplier][b];
            self.routes[route].carried += goods;
            self.usual[product][b] += plain.share(supplier, b) * days as f64;
            self.under_way[product][b] += goods * days as f64;
            (0..days).for_each(|day| self.arriving.on(day)[product][b] += goods);
        }
        let links = &mut self.routes[route].links;
        let nothing = |buyers: Range<usize>| buyers.map(|b| (b, 0.0)).collect();
        links.push(Link { product, waiting: plain.buyers_of(destination).map(nothing) });
        (route, links.len() - 1)
    }

    /// The link of a supplier and a destination, if its goods take a route.
    pub fn link(&self, supplier: usize, destination: usize) -> Option<(usize, usize)> {
        self.of_link[supplier][destination]
    }

    /// Takes goods for the industries (0) or the final users (1) at the end of a link.
    pub fn take(&mut self, (route, at): (usize, usize), kind: usize, goods: impl Iterator<Item = f64>) {
        let Link { product, waiting } = &mut self.routes[route].links[at];
        for ((buyer, waiting), goods) in waiting[kind].iter_mut().zip(goods) {
            *waiting += goods;
            self.under_way[*product][*buyer] += goods;
        }
    }

    /// Goods under way to a buyer, those that wait among them.
    pub fn under_way(&self, product: usize, buyer: usize) -> f64 {
        self.under_way[product][buyer]
    }

    /// Days that a buyer's purchases are under way before any shock.
    pub fn usual_days(&self, product: usize, buyer: usize) -> f64 {
        self.usual[product][buyer]
    }

    /// Lets goods go and arrive, and adds them to those that arrived at once. Equation (21.9).
    pub fn carry(&mut self, calendar: &Calendar<'_>, day: usize, arrived: &mut [Vec<f64>]) {
        for route in &mut self.routes {
            let (part, days) = route.leaving(calendar, day as f64);
            let into = self.arriving.on(day + days);
            for Link { product, waiting } in &mut route.links {
                for (buyer, waiting) in waiting.iter_mut().flatten() {
                    let goes = part * *waiting;
                    *waiting -= goes;
                    into[*product][*buyer] += goes;
                }
            }
        }
        let Some(arriving) = self.arriving.days.remove(&day) else { return };
        for (k, goods) in arriving.iter().enumerate() {
            for (b, goods) in goods.iter().enumerate() {
                arrived[k][b] += goods;
                self.under_way[k][b] -= goods;
            }
        }
    }
}

impl Route {
    /// The part of the goods that wait which goes today, and the days it takes.
    fn leaving(&self, calendar: &Calendar<'_>, day: f64) -> (f64, usize) {
        let (mut room, mut longer) = (f64::INFINITY, 0.0);
        for &shock in &self.shocks {
            let (timing, change) = calendar.route(shock);
            let strength = timing.strength(day);
            if day >= timing.start {
                room = room.min(change.spare * (1.0 - change.closed * strength) * self.carried);
            }
            longer += change.delay * strength;
        }
        let waiting = self.links.iter().flat_map(|link| link.waiting.iter().flatten());
        let waiting: f64 = waiting.map(|(_, goods)| goods).sum();
        let part = if waiting <= room { 1.0 } else { room / waiting };
        (part, self.days + f64::round(longer) as usize)
    }
}

/// The shocks that hit each link.
fn hits(plain: &Plain<'_>, shocks: &[Shock]) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut hits: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, shock) in shocks.iter().enumerate() {
        let Effect::Route(change) = &shock.effect else { continue };
        for place in foreign(&change.links, plain.sectors) {
            let hits = hits.entry(place).or_default();
            // a link that is named twice is hit once
            if !hits.contains(&at) {
                hits.push(at);
            }
        }
    }
    hits
}
