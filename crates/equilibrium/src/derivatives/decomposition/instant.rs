//! The channels of a change of real income at one instant.
//!
//! With border price `p = ĉ/(Â (1+b) Q̂^ψ)` before export tax, real income of a region moves by its terms of trade, by what
//! trade costs waste and productivity saves, by scale and selection, by revenue from wedges on quantities that grow or
//! shrink, by factors and transfers. The parts are an identity of the accounts [Caliendo & Parro 2015, eq. 22,
//! extended; Baqaee & Farhi 2024].

use std::collections::HashMap;

use oblate_world::{Id, Region, Sector, TradeTensor};

use super::channels::{Channel, Channels};
use crate::derivatives::linearised::Linearised;
use crate::economy::rate;
use crate::equations::live::Role;
use crate::shocks::Direction;

/// Parts in the world's unit of value, for one instant.
struct Instant<'a, 'e> {
    linearised: &'a Linearised<'e>,
    direction: &'a Direction,
    /// Places of live links.
    live: HashMap<(Sector, Region, Region), usize>,
    parts: Channels,
}

/// The parts of the change of log real income along a direction, after the tangent was solved.
pub(super) fn channels(linearised: &Linearised<'_>, direction: &Direction, real_income: &[f64]) -> Channels {
    let layout = linearised.equations().layout;
    let parts = Channels::new(layout.regions, layout.sectors);
    let links = &linearised.equations().counterfactual.live;
    let live = (0..links.len()).map(|at| (links.place(at), at)).collect();
    let mut instant = Instant { linearised, direction, live, parts };
    for j in 0..layout.regions {
        for s in 0..layout.sectors {
            instant.producer(j, s);
            instant.links(Sector::new(s), Region::new(j));
        }
    }
    instant.purchases();
    instant.factors();
    instant.spending(real_income);
    instant.parts
}

impl Instant<'_, '_> {
    fn add(&mut self, j: usize, s: usize, partner: usize, channel: Channel, value: f64) {
        let layout = self.linearised.equations().layout;
        let place = channel.place();
        self.parts.regions[j][place] += value;
        self.parts.sectors[j * layout.sectors + s][place] += value;
        self.parts.partners[j * layout.regions + partner][place] += value;
    }

    /// `d ln R'` of a seller; nothing where it is closed.
    fn ln_receipts(&self, at: usize) -> f64 {
        let level = self.linearised.equations().point.receipts[at];
        if level > 0.0 { self.linearised.moves().receipts[at] / level } else { 0.0 }
    }

    fn productivity(&self, at: usize) -> f64 {
        self.direction.productivity.as_ref().map_or(0.0, |table| table.as_slice()[at])
    }

    /// `d ln (1+b)`.
    fn subsidy(&self, at: usize) -> f64 {
        let gross = 1.0 + self.linearised.equations().counterfactual.subsidy.as_slice()[at];
        self.direction.subsidy.as_ref().map_or(0.0, |table| table.as_slice()[at]) / gross
    }

    /// `ψ d ln Q̂`.
    fn scale(&self, at: usize) -> f64 {
        let equations = self.linearised.equations();
        let psi = equations.economy.parameters.scale_elasticity[at % equations.layout.sectors];
        if psi == 0.0 { 0.0 } else { psi * (self.ln_receipts(at) - self.linearised.moves().nests.cost[at]) }
    }

    /// `d ln p` at the border of the origin, before export tax.
    fn price(&self, at: usize) -> f64 {
        self.linearised.moves().nests.cost[at] - self.productivity(at) - self.subsidy(at) - self.scale(at)
    }

    /// What productivity, scale and the subsidy do for the region of a producer.
    fn producer(&mut self, j: usize, k: usize) {
        let equations = self.linearised.equations();
        let at = j * equations.layout.sectors + k;
        let receipts = equations.point.receipts[at];
        if receipts == 0.0 {
            return;
        }
        let b = equations.counterfactual.subsidy.as_slice()[at];
        let output = self.ln_receipts(at) - self.subsidy(at);
        let parts = [
            (Channel::Productivity, receipts * self.productivity(at)),
            (Channel::Scale, receipts * self.scale(at)),
            (Channel::OtherRevenue, -b / (1.0 + b) * receipts * (output - self.price(at))),
        ];
        parts.into_iter().for_each(|(channel, value)| self.add(j, k, j, channel, value));
    }

    /// All sources of a product in a region.
    fn links(&mut self, s: Sector, j: Region) {
        let regions = self.linearised.equations().layout.regions;
        for i in (0..regions).map(Region::new) {
            let Some(link) = self.link(s, j, i) else { continue };
            let (buyer, seller, s) = (j.index(), i.index(), s.index());
            if buyer != seller {
                self.add(seller, s, buyer, Channel::TermsOfTrade, link.border * link.border_price);
                self.add(buyer, s, seller, Channel::TermsOfTrade, -link.border * link.border_price);
            }
            self.add(buyer, s, seller, Channel::TradeCosts, -link.border * link.waste);
            let quantity = link.sales_move - link.border * (link.price + link.waste);
            self.add(buyer, s, seller, Channel::TariffRevenue, link.tariff * quantity);
            let exported = link.goods_move - link.goods * link.price;
            self.add(seller, s, buyer, Channel::OtherRevenue, link.export_tax * exported);
            self.add(buyer, s, seller, Channel::Selection, -link.selection);
        }
    }

    /// A link with its wedges, live ones among them; none without trade.
    fn link(&self, s: Sector, j: Region, i: Region) -> Option<Link> {
        let equations = self.linearised.equations();
        let (point, moves) = (&equations.point, self.linearised.moves());
        let (n, m, width) =
            (equations.layout.regions, equations.layout.sectors, equations.shape.bundle_width);
        let (seller, cell) = (s.index() * n + i.index(), i.index() * m + s.index());
        let v = point.competitiveness[seller];
        if equations.economy.trade_share[(s, j, i)] == 0.0 || v == 0.0 {
            return None;
        }
        let at = |rates: Option<&TradeTensor>| rate(rates, (s, j, i));
        let gross_tariff = 1.0 + at(equations.counterfactual.tariff.as_deref());
        let gross_export = 1.0 + at(equations.counterfactual.export_tax.as_deref());
        let dtariff = at(self.direction.tariff.as_ref()) / gross_tariff;
        let dexport = at(self.direction.export_tax.as_ref()) / gross_export;
        let change = equations.link_moves(self.direction, (s, j, i));
        let live = if self.live.is_empty() { None } else { self.live.get(&(s, j, i)).copied() };
        let (ln_wedge, dwedge, role) = live.map_or((0.0, 0.0, Role::Tariff), |at| {
            let (ln, role) = equations.counterfactual.live.role(at, &point.live);
            (ln, moves.live.wedge[at], role)
        });
        let wedge = |wanted: Role| if role == wanted { (ln_wedge.exp(), dwedge) } else { (1.0, 0.0) };
        let ((home, dhome), (away, daway), (_, dwaste)) =
            (wedge(Role::Tariff), wedge(Role::ExportTax), wedge(Role::Iceberg));
        let theta = equations.economy.parameters.theta(s);
        let eta = equations.economy.parameters.selection[s.index()];
        let price = self.price(cell);
        let border_price = price + dexport + daway;
        let mut link = Link {
            price,
            border_price,
            waste: at(self.direction.iceberg.as_ref()) + dwaste,
            tariff: gross_tariff * home - 1.0,
            export_tax: gross_export * away - 1.0,
            ..Link::default()
        };
        for b in s.index() * width..(s.index() + 1) * width {
            let buyer = b * n + j.index();
            let q = point.demand[buyer];
            let (goods, thinner) = match live {
                None => (equations.goods(b, j, i), 0.0),
                Some(at) => {
                    let (weight, elasticity) = equations.counterfactual.live.goods_weight(at, &point.live, b);
                    (weight * v * q, elasticity * dwedge)
                }
            };
            if goods == 0.0 || q == 0.0 {
                continue;
            }
            let ln_goods =
                change.goods - thinner + moves.competitiveness[seller] / v + moves.demand[buyer] / q;
            link.goods += goods;
            link.goods_move += goods * ln_goods;
            if eta != 0.0 {
                let bundle = j.index() * equations.bundles() + b;
                let size = moves.expenditure[bundle] / point.expenditure[bundle];
                let fixed = at(self.direction.fixed_cost.as_ref());
                let cost =
                    moves.nests.cost[cell] - self.subsidy(cell) + dtariff + dexport + dhome + daway + fixed;
                let paid = goods * (1.0 + link.tariff) * (1.0 + link.export_tax);
                link.selection += eta / theta * paid * (cost - size);
            }
        }
        link.border = (1.0 + link.export_tax) * link.goods;
        link.sales_move = (1.0 + link.export_tax) * link.goods_move;
        Some(link)
    }

    /// Taxes on purchases and prices of carbon.
    fn purchases(&mut self) {
        let equations = self.linearised.equations();
        if !equations.shape.wedges {
            return;
        }
        let moves = self.linearised.moves();
        let (m, uses) = (equations.layout.sectors, equations.shape.uses);
        let mut parts = Vec::new();
        equations.each_paid_use(|j, at, paid| {
            let (s, u) = (at / uses % m, at % uses);
            let bundle = j * equations.bundles() + equations.shape.bundle(s, u);
            let kept = paid * equations.purchase_net(at);
            parts.push((j, s, -paid * moves.use_price()[at] + kept * moves.price[bundle]));
        });
        for (j, s, value) in parts {
            self.add(j, s, j, Channel::OtherRevenue, value);
        }
        for j in 0..equations.layout.regions {
            // the change of revenue itself, and what it does not tell of a product
            self.parts.regions[j][Channel::OtherRevenue.place()] += self.linearised.purchase_revenue_move(j);
        }
    }

    /// Factors beyond what their prices tell, and deficits.
    fn factors(&mut self) {
        let equations = self.linearised.equations();
        let moves = self.linearised.moves();
        let (m, f) = (equations.layout.sectors, equations.layout.factors);
        let earned = equations.factor_income_by_region(&moves.earned);
        let shares = equations.technology.factor_share(&equations.point.nests).as_slice();
        let deficits = self.linearised.deficit_moves(self.direction);
        for j in 0..equations.layout.regions {
            let priced: f64 = (j * m * f..(j + 1) * m * f)
                .map(|at| shares[at] * equations.point.receipts[at / f] * moves.factor[at])
                .sum();
            self.parts.regions[j][Channel::Factors.place()] += earned[j] - priced;
            self.parts.regions[j][Channel::Transfers.place()] += deficits[j];
        }
    }

    /// From the accounts to log real income: parts over spending that counts, investment, distribution.
    fn spending(&mut self, real_income: &[f64]) {
        let equations = self.linearised.equations();
        let moves = self.linearised.moves();
        let real = equations.consumption.real_spending_moves(
            &equations.point.consumption,
            &moves.consumption,
            moves.use_price(),
        );
        let (n, m) = (equations.layout.regions, equations.layout.sectors);
        for (j, [counted, invested, spent]) in real.into_iter().enumerate() {
            self.parts.regions[j][Channel::Investment.place()] -= invested;
            self.parts.regions[j][Channel::Distribution.place()] += real_income[j] * spent - counted;
            let rows = std::iter::once(&mut self.parts.regions[j])
                .chain(&mut self.parts.sectors[j * m..(j + 1) * m])
                .chain(&mut self.parts.partners[j * n..(j + 1) * n]);
            rows.flatten().for_each(|value| *value /= spent);
        }
    }
}

/// A link in the world's unit of value, and how it moves.
#[derive(Debug, Default)]
struct Link {
    /// `d ln p` of the product, and with export tax.
    price: f64,
    border_price: f64,
    /// `d ln d`.
    waste: f64,
    /// Rates with live wedges in them.
    tariff: f64,
    export_tax: f64,
    /// Sales `Z'` and their change; at border prices likewise (the change at a given export tax).
    goods: f64,
    goods_move: f64,
    border: f64,
    sales_move: f64,
    selection: f64,
}
