//! The second program for scenarios beyond Armington with one household: the plain transcription of the model
//! (`crates/equilibrium/tests/plain`), solved by a Newton–Krylov method of its own.

use oblate_engine::VariantResult;
use oblate_equilibrium::{DeficitRule, Parameters, Shocks};
use oblate_scenario::Resolved;
use oblate_world::World;

use crate::figures::Place;
use crate::krylov::{largest, root};
use crate::plain::answer::answer;
use crate::plain::baseline::Baseline;
use crate::plain::model::{Flow, Hats, Model, Structure};

/// The plain model of one case.
pub struct Levels {
    /// Codes of sectors and of factors.
    sectors: Vec<String>,
    factors: Vec<String>,
    baseline: Baseline,
    structure: Structure,
    parameters: Parameters,
    shocks: Shocks,
    /// The engine's answer.
    found: Vec<f64>,
}

/// What the plain model answers.
pub struct Answer {
    hats: Hats,
    before: Flow,
    after: Flow,
}

impl Levels {
    /// The case on its world; `found` gives the elasticities that were asked for, and the engine's answer.
    pub fn of(world: &World, case: &Resolved, found: &VariantResult) -> Self {
        let parameters = found.baseline.parameters.clone();
        assert_eq!(case.shocks.deficits, DeficitRule::Fixed, "teach this program the rule");
        assert!(case.shocks.quantity_caps.is_empty(), "teach this program caps");
        assert!(case.shocks.deficit.is_none(), "teach this program deficits");
        let structure = (0..world.axes().sectors.len())
            .map(|s| [parameters.scale_elasticity[s], parameters.selection[s]])
            .collect();
        let baseline = Baseline::of(world, &parameters);
        let owned = |codes: &mut dyn Iterator<Item = &str>| codes.map(str::to_owned).collect();
        let mut levels = Self {
            sectors: owned(&mut world.axes().sectors.codes()),
            factors: owned(&mut world.axes().factors.codes()),
            baseline,
            structure,
            parameters,
            shocks: case.shocks.clone(),
            found: Vec::new(),
        };
        // what nobody makes or buys has no hat in the engine, and hats of one here
        let nothing = |hat: f64| if hat > 0.0 { hat } else { 1.0 };
        levels.found =
            answer(&levels.model(), &found.baseline, &found.equilibrium).into_iter().map(nothing).collect();
        levels
    }

    fn model(&self) -> Model<'_> {
        Model {
            baseline: &self.baseline,
            parameters: &self.parameters,
            structure: &self.structure,
            shocks: &self.shocks,
            path: 1.0,
            tariff_step: None,
        }
    }

    /// By how much the plain equations miss at the engine's answer, Walras' law among them.
    pub fn gap(&self) -> f64 {
        let model = self.model();
        largest(&model.residuals(&self.found)).max(model.walras(&self.found))
    }

    /// The plain model's own answer: from hats of one, and where Newton's method does not find it from so far, from the
    /// engine's answer.
    pub fn solve(&self) -> Answer {
        let model = self.model();
        let ones = vec![1.0; model.size()];
        let equations = |x: &[f64]| model.residuals(x);
        let x = root(equations, &ones).or_else(|| {
            println!("solved from the engine's answer");
            root(equations, &self.found)
        });
        let still = Model { path: 0.0, ..model };
        let hats = model.hats(&x.expect("the plain model has a root"));
        Answer { before: still.flow(&still.hats(&ones)), after: model.flow(&hats), hats }
    }

    /// A variable of a place. Behind a colon stands whose it is: a group of households, a factor, a sector.
    pub fn value(&self, answer: &Answer, variable: &str, place: &Place) -> f64 {
        let b = &self.baseline;
        let mean = |of: &dyn Fn(usize) -> f64| {
            let (sum, weights) = place
                .members
                .iter()
                .fold((0.0, 0.0), |(sum, weights), &j| (sum + b.income(j) * of(j), weights + b.income(j)));
            sum / weights
        };
        let sum = |of: &dyn Fn(usize) -> f64| place.members.iter().map(|&j| of(j)).sum::<f64>();
        let percent = |hat: f64| 100.0 * (hat - 1.0);
        match variable.split_once(':') {
            None if variable == "real_income_pct" => {
                mean(&|j| percent(self.model().real_income(&answer.hats, &answer.after, j)))
            }
            None if variable == "exports_hat" => {
                let still = self.model().hats(&vec![1.0; self.found.len()]);
                let before = sum(&|i| self.exports(&still, &answer.before, 0.0, i));
                sum(&|i| self.exports(&answer.hats, &answer.after, 1.0, i)) / before
            }
            Some(("real_income_pct", group)) => {
                let g = self.parameters.demand.groups.iter().position(|known| known.name == group);
                mean(&|j| percent(self.model().real_spending(&answer.hats, &answer.after, j, g.unwrap())))
            }
            Some(("factor_price_hat", factor)) => {
                let f = self.factors.iter().position(|code| code == factor).unwrap();
                mean(&|j| answer.hats.wage[j][0][f])
            }
            Some(("gross_output_hat", sector)) => {
                let k = self.sectors.iter().position(|code| code == sector).unwrap();
                mean(&|j| {
                    let subsidy = (1.0 + self.model().subsidy(j, k)) / (1.0 + b.subsidy[j][k]);
                    answer.hats.receipts[j][k] / subsidy
                })
            }
            _ => panic!("teach this program `{variable}`"),
        }
    }

    /// Exports at border prices.
    fn exports(&self, hats: &Hats, flow: &Flow, path: f64, i: usize) -> f64 {
        let (b, model) = (&self.baseline, Model { path, ..self.model() });
        let cells = (0..b.regions)
            .filter(|&j| j != i)
            .flat_map(|j| (0..b.sectors).flat_map(move |s| (0..b.pools).map(move |p| (j, s, p))));
        cells.map(|(j, s, p)| model.sales(hats, flow, (j, s, p, i)) * (1.0 + model.export_tax(s, j, i))).sum()
    }
}
