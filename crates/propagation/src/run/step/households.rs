//! What final users want to buy today.

use crate::run::Run;
use crate::run::step::orders::over_weights;
use crate::settings::Consumption;
use crate::shocks::Payer;

impl Run<'_> {
    /// Final demand, and final orders over the weight of their suppliers.
    pub(super) fn want_final_goods(&mut self) {
        let day = self.day();
        let Self { model, calendar, work, .. } = self;
        let shocked = calendar.final_demand(day, &mut work.kept, &mut work.on_top);
        if shocked {
            let factors = work.kept.iter().zip(&work.on_top);
            for ((demand, base), (kept, on_top)) in
                work.final_demand.iter_mut().zip(&model.final_demand).zip(factors)
            {
                *demand = base * (kept + on_top);
            }
        } else {
            work.final_demand.copy_from_slice(&model.final_demand);
        }
        if let Consumption::FromIncome { households, benefits, persistence, saved } =
            model.settings.consumption
        {
            self.consume_from_income(households, benefits, persistence);
            self.spend(households, saved, shocked);
        }
        self.pay_for_rebuilding();
        self.over_final_weights();
    }

    /// Consumption that households of each region want in all.
    ///
    /// `ln c(t) = ρ ln c(t−1) + ½(1−ρ) ln(m l(t)) + ½(1−ρ) ln(m l_p(t))`. Equation: propagation.md (21.13) [Pichler et al. 2022, eq. 5].
    fn consume_from_income(&mut self, households: usize, benefits: f64, persistence: f64) {
        let day = self.day();
        let Self { model, calendar, state, .. } = self;
        let shape = model.shape();
        for j in 0..shape.regions {
            let own = j * shape.sectors..(j + 1) * shape.sectors;
            let labour = &model.table.labour[own.clone()];
            let before: f64 = labour.iter().sum();
            let now: f64 = labour.iter().zip(&state.labour[own]).map(|(labour, share)| labour * share).sum();
            let user = j * shape.final_uses + households;
            let spending: f64 = model.final_demand.iter().skip(user).step_by(shape.final_users()).sum();
            if before == 0.0 || spending == 0.0 {
                continue;
            }
            let of_region = calendar.expectation.iter().flat_map(|dated| {
                let strength = dated.timing.strength(day);
                dated.cells.iter().filter(move |(at, _)| *at == j).map(move |(_, loss)| 1.0 - loss * strength)
            });
            let expected: f64 = of_region.product();
            let propensity = spending / before;
            let income = propensity * (benefits * before + (1.0 - benefits) * now);
            let weight = 0.5 * (1.0 - persistence);
            let logs = weighted_log(persistence, state.consumption[j])
                + weighted_log(weight, income)
                + weighted_log(weight, propensity * expected * before);
            state.consumption[j] = logs.exp();
        }
    }

    /// Spreads the consumption of each region over products: what is not wanted is partly saved.
    ///
    /// `c[i] = θ[i] c (1−ε)`. Equation: propagation.md (21.14) [Pichler et al. 2022, eqs. 6-7].
    fn spend(&mut self, households: usize, saved: f64, shocked: bool) {
        let Self { model, state, work, .. } = self;
        let (users, uses) = (model.shape().final_users(), model.shape().final_uses);
        let kept = |at: usize| if shocked { work.kept[at] } else { 1.0 };
        for (j, consumption) in state.consumption.iter().enumerate() {
            let cells = || (j * uses + households..model.final_demand.len()).step_by(users);
            let before: f64 = cells().map(|at| model.final_demand[at]).sum();
            let wanted: f64 = cells().map(|at| model.final_demand[at] * kept(at)).sum();
            if before == 0.0 {
                continue;
            }
            let spent = consumption * (1.0 - saved * (1.0 - wanted / before));
            for at in cells() {
                let part = if wanted > 0.0 { model.final_demand[at] * kept(at) / wanted } else { 0.0 };
                let on_top = if shocked { work.on_top[at] * model.final_demand[at] } else { 0.0 };
                work.final_demand[at] = part * spent + on_top;
            }
        }
    }

    /// Takes rebuilding out of the final demand of the regions that pay for it.
    fn pay_for_rebuilding(&mut self) {
        let day = self.day();
        let Self { model, calendar, state, work, .. } = self;
        let shape = model.shape();
        let paying = calendar.projects.iter().zip(&state.rebuilding);
        let paying =
            paying.filter(|(project, _)| project.payer == Payer::FinalDemand && day >= project.orders_from);
        for (project, orders) in paying {
            for (buyer, left) in project.not_rebuilt(orders) {
                let region = oblate_world::Id::index(shape.region_of_buyer(buyer));
                let asked = left * project.factor / project.steps;
                let own = region * shape.final_uses..(region + 1) * shape.final_uses;
                let demand = work.final_demand.chunks_exact(shape.final_users());
                let total: f64 = demand.map(|users| users[own.clone()].iter().sum::<f64>()).sum();
                let kept = if total > asked { 1.0 - asked / total } else { 0.0 };
                for users in work.final_demand.chunks_exact_mut(shape.final_users()) {
                    for demand in &mut users[own.clone()] {
                        *demand *= kept;
                    }
                }
            }
        }
    }

    fn over_final_weights(&mut self) {
        let Self { model, state, work, .. } = self;
        work.final_orders.copy_from_slice(&work.final_demand);
        if !state.gain[1].is_empty() {
            over_weights(
                &mut work.final_orders,
                &state.weight[1],
                model.shape().final_users(),
                model.table.width(1),
            );
        }
    }
}

/// `w ln x`; nothing under a weight of zero, even where nothing is left of `x`.
fn weighted_log(weight: f64, value: f64) -> f64 {
    if weight == 0.0 { 0.0 } else { weight * value.ln() }
}
