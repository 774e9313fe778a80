//! What shocks, labour and inventories leave of output before the markets open.

use crate::run::Run;
use crate::settings::{InventoryLimit, Labour};
use crate::shocks::Calendar;

impl Run<'_> {
    /// Equations: propagation.md (21.4), (21.5).
    pub(super) fn limit_output(&mut self) {
        let day = self.day();
        self.spoil(day);
        self.count_damage(day);
        let Self { model, calendar, work, .. } = self;
        calendar.capacity_left(model, day, &work.damage, &mut work.capacity_left);
        calendar.labour_left(model.settings.overlap, day, &mut work.labour_left);
        self.employ();
        self.links_of_today();
        let Self { model, calendar, state, work, .. } = self;
        let retargeted = calendar.targets(day, &mut work.targets, model.shape());
        let relative = matches!(model.settings.limit, InventoryLimit::ShareOfTarget(_));
        let scale = (retargeted && relative).then_some(work.targets.as_slice());
        model.limits.bounds(&state.stock, &model.baseline, scale, &mut work.bound);
    }

    /// Inventories that are destroyed today.
    fn spoil(&mut self, day: f64) {
        let step = self.model.settings.step;
        for (start, cells) in &self.calendar.spoilt {
            if day >= *start && day < start + step {
                for &(at, share) in cells {
                    self.state.stock[at] *= 1.0 - share;
                }
            }
        }
    }

    /// Capital that is missing today, and what is asked for to rebuild it.
    fn count_damage(&mut self, day: f64) {
        let Self { model, calendar, state, work, .. } = self;
        work.damage.fill(0.0);
        work.rebuilding.fill(0.0);
        let Calendar { damages, projects, .. } = calendar;
        for (f, lost) in damages.iter().flat_map(|damage| damage.on(day, model.is_boario())) {
            work.damage[f] += lost;
        }
        let shape = model.shape();
        for (project, orders) in projects.iter().zip(&state.rebuilding) {
            if day < project.start {
                continue;
            }
            for (buyer, lost) in project.not_rebuilt(orders) {
                if buyer < shape.industries() {
                    work.damage[buyer] += lost;
                }
            }
            if day < project.orders_from {
                continue;
            }
            let by_product = orders.chunks_exact(shape.regions).zip(project.products.iter().cycle());
            for (suppliers, (k, _)) in by_product {
                for (i, order) in suppliers.iter().enumerate() {
                    work.rebuilding[i * shape.sectors + k] += order / project.steps;
                }
            }
        }
    }

    /// Labour at work, and what it leaves of capacity.
    ///
    /// Equation: propagation.md (21.4).
    fn employ(&mut self) {
        let Self { model, state, work, .. } = self;
        for f in 0..state.labour.len() {
            let able = work.labour_left[f];
            state.labour[f] = match model.settings.labour {
                Labour::Kept => able,
                Labour::HiredAndFired { hiring, firing } => {
                    let x = model.baseline[f];
                    let busy = state.bound[f].min(state.demand[f]) - state.capacity[f];
                    let change = if x > 0.0 && model.table.labour[f] > 0.0 { busy / x } else { 0.0 };
                    let speed = if change >= 0.0 { hiring } else { firing };
                    // under overproduction more may be idle than there are
                    able.min(state.labour[f] + speed * change).max(0.0)
                }
            };
            work.capacity_left[f] = work.capacity_left[f].min(state.labour[f]);
        }
    }
}
