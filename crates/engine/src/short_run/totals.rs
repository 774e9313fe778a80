//! What a short run comes to over all its days.

use oblate_propagation::{Sums, Trouble, Variation};

use super::ShockVariant;

/// Totals of an entry of an axis over the run, in per cent of what they would have been.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Totals {
    /// In the world's unit.
    pub value_added_lost: f64,
    /// In per cent of value added without shocks.
    pub value_added_lost_pct: f64,
    /// Final demand that was not met, in per cent of it.
    pub unmet_pct: f64,
    /// Lowest output of a day, in per cent of output without shocks.
    pub lowest_output_pct: f64,
    /// The day of it.
    pub lowest_day: f64,
}

impl ShockVariant {
    /// Totals by entry of an axis: 0 regions, 1 sectors.
    pub fn totals(&self, axis: usize) -> Vec<Totals> {
        let step = self.model.settings().step;
        let curves = if axis == 0 { &self.curves.regions } else { &self.curves.sectors };
        let of_entry = |(at, base): (usize, &Sums)| {
            let days = curves.len() as f64;
            let sum = |of: fn(&Sums) -> f64| curves.iter().map(|entries| of(&entries[at])).sum::<f64>();
            let lost = base.value_added * days - sum(|sums| sums.value_added);
            let lowest = curves.iter().map(|entries| entries[at].output).enumerate();
            let (day, lowest) = lowest.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, base.output));
            let part = |value: f64, of: f64| if of > 0.0 { 100.0 * value / of } else { 0.0 };
            Totals {
                value_added_lost: lost,
                value_added_lost_pct: part(lost, base.value_added * days),
                unmet_pct: part(sum(|sums| sums.unmet), sum(|sums| sums.final_demand)),
                lowest_output_pct: part(lowest, base.output),
                lowest_day: day as f64 * step,
            }
        };
        self.curves.baseline[axis].iter().enumerate().map(of_entry).collect()
    }

    /// Totals of the world.
    pub fn world_totals(&self) -> Totals {
        let (base, world) = (self.curves.world_baseline(), self.curves.world());
        let days = world.len() as f64;
        let lost = base.value_added * days - world.iter().map(|sums| sums.value_added).sum::<f64>();
        let unmet: f64 = world.iter().map(|sums| sums.unmet).sum();
        let wanted: f64 = world.iter().map(|sums| sums.final_demand).sum();
        let (day, lowest) = self.curves.trough().unwrap_or((0, 1.0));
        Totals {
            value_added_lost: lost,
            value_added_lost_pct: 100.0 * lost / (base.value_added * days),
            unmet_pct: 100.0 * unmet / wanted,
            lowest_output_pct: 100.0 * lowest,
            lowest_day: day as f64 * self.model.settings().step,
        }
    }

    /// Value added lost by region, in per cent, the largest loss first.
    pub fn ranking(&self) -> Vec<(String, f64)> {
        let codes = self.model.table().regions().codes().map(str::to_owned);
        let mut ranking: Vec<_> =
            codes.zip(self.totals(0).iter().map(|totals| totals.value_added_lost_pct)).collect();
        ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranking
    }

    /// Which choices made otherwise avoid a trouble, in words.
    pub fn avoiding(&self, trouble: &Trouble) -> Vec<String> {
        let others = self.choices.iter().filter(|other| other.avoids(trouble));
        let choices = others.filter_map(|other| match other.variation {
            Variation::Choice(remedy) => Some(remedy.to_string()),
            _ => None,
        });
        choices.collect()
    }
}
