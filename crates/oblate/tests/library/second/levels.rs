//! The second program for scenarios beyond Armington with one household: the plain transcription of the model
//! (`crates/equilibrium/tests/plain`), solved by a Newton–Krylov method of its own.

use std::sync::OnceLock;

use oblate::VariantResult;
use oblate_equilibrium::{DeficitRule, Parameters, Shocks};
use oblate_scenario::Resolved;
use oblate_world::{Array2, Factor, Id, Region, World};

use super::chains::{ChainLengths, Measure, SalesByUse};
use super::figures::Place;
use super::krylov::{largest, root};
use super::plain::answer::answer;
use super::plain::baseline::Baseline;
use super::plain::model::{Flow, Hats, Model, Structure};

/// The plain model of one case.
pub struct Levels {
    /// Codes of sectors and of factors.
    sectors: Vec<String>,
    factors: Vec<String>,
    baseline: Baseline,
    structure: Structure,
    parameters: Parameters,
    shocks: Shocks,
    /// The engine's answer, and its population of every region over the baseline's.
    found: Vec<f64>,
    population: Vec<f64>,
}

/// What the plain model answers.
pub struct Answer {
    hats: Hats,
    before: Flow,
    after: Flow,
    /// Population by region over the baseline's.
    population: Vec<f64>,
    /// Lengths of chains by region before and after, once somebody asks.
    chains: OnceLock<[ChainLengths; 2]>,
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
            population: vec![1.0; world.axes().regions.len()],
        };
        for moved in &found.equilibrium.migration {
            levels.population[moved.region.index()] = moved.population_hat;
        }
        // what nobody makes or buys has no hat in the engine, and hats of one here
        let nothing = |hat: f64| if hat > 0.0 { hat } else { 1.0 };
        levels.found =
            answer(&levels.model(), &found.baseline, &found.equilibrium).into_iter().map(nothing).collect();
        levels
    }

    fn model(&self) -> Model<'_> {
        self.model_under(&self.shocks)
    }

    fn model_under<'a>(&'a self, shocks: &'a Shocks) -> Model<'a> {
        let Self { baseline, parameters, structure, .. } = self;
        Model { baseline, parameters, structure, shocks, path: 1.0, tariff_step: None }
    }

    /// The shocks with the factors that people take along.
    fn shocks_with(&self, population: &[f64]) -> Shocks {
        let Some(migration) = &self.parameters.migration else { return self.shocks.clone() };
        let shape = [self.baseline.regions, self.factors.len()];
        let given = self.shocks.factor_supply_hat.as_ref();
        let supply = |j: Region, f: Factor| {
            let taken = if migration.moves[f.index()] { population[j.index()] } else { 1.0 };
            taken * given.map_or(1.0, |given| given[(j, f)])
        };
        Shocks { factor_supply_hat: Some(Array2::from_fn(shape, supply)), ..self.shocks.clone() }
    }

    /// Who would live where, over the baseline, at these real incomes over the baseline and populations (model.md, section 5).
    fn chosen(&self, real_income: &[f64], population: &[f64]) -> Vec<f64> {
        let mut chosen = vec![1.0; population.len()];
        let Some(migration) = &self.parameters.migration else { return chosen };
        let drawn = |n: Region| (real_income[n.index()] / population[n.index()]).powf(migration.elasticity);
        for country in &migration.countries {
            let living = |n: Region, drawn: &dyn Fn(Region) -> f64| -> f64 {
                let from = |&o: &Region| {
                    let all: f64 = country.iter().map(|&m| migration.share[(o, m)] * drawn(m)).sum();
                    migration.people[o.index()] * migration.share[(o, n)] * drawn(n) / all
                };
                country.iter().map(from).sum()
            };
            for &n in country {
                chosen[n.index()] = living(n, &drawn) / living(n, &|_| 1.0);
            }
        }
        chosen
    }

    fn real_incomes(&self, answer: &Answer) -> Vec<f64> {
        let model = self.model();
        (0..self.baseline.regions).map(|j| model.real_income(&answer.hats, &answer.after, j)).collect()
    }

    fn answer(&self, x: &[f64]) -> Answer {
        let model = self.model();
        let (hats, still) = (model.hats(x), Model { path: 0.0, ..model });
        Answer {
            before: still.flow(&still.hats(&vec![1.0; x.len()])),
            after: model.flow(&hats),
            population: vec![1.0; self.baseline.regions],
            chains: OnceLock::new(),
            hats,
        }
    }

    /// By how much the plain equations miss at the engine's answer, Walras' law and the choice of regions among them.
    pub fn gap(&self) -> f64 {
        let shocks = self.shocks_with(&self.population);
        let model = self.model_under(&shocks);
        let chosen = self.chosen(&self.real_incomes(&self.answer(&self.found)), &self.population);
        let misplaced = chosen.iter().zip(&self.population).map(|(chosen, found)| chosen / found - 1.0);
        largest(&model.residuals(&self.found))
            .max(model.walras(&self.found))
            .max(largest(&misplaced.collect::<Vec<_>>()))
    }

    /// The plain model's own answer: from hats of one, and where Newton's method does not find it from so far, from the
    /// engine's answer. People move until nobody wants to.
    pub fn solve(&self) -> Answer {
        const MOVES: usize = 200;
        let mut start = vec![1.0; self.model().size()];
        let mut population = vec![1.0; self.baseline.regions];
        for _ in 0..MOVES {
            let shocks = self.shocks_with(&population);
            let equations = |x: &[f64]| self.model_under(&shocks).residuals(x);
            let x = root(equations, &start).or_else(|| {
                println!("solved from the engine's answer");
                root(equations, &self.found)
            });
            start = x.expect("the plain model has a root");
            let answer = self.answer(&start);
            let chosen = self.chosen(&self.real_incomes(&answer), &population);
            let still = chosen.iter().zip(&population).all(|(new, old)| (new / old - 1.0).abs() < 1e-12);
            if still {
                return Answer { population, ..answer };
            }
            population.iter_mut().zip(chosen).for_each(|(old, new)| *old = (*old * new).sqrt());
        }
        panic!("people move on and on")
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
        if let Some(measure) = Measure::named(variable) {
            let [before, after] = answer.chains.get_or_init(|| self.chain_lengths(answer));
            let told = if variable.ends_with("_baseline") { before } else { after };
            return mean(&|j| told.of(measure)[j]);
        }
        match variable.split_once(':') {
            None if variable == "real_income_pct" => {
                mean(&|j| percent(self.model().real_income(&answer.hats, &answer.after, j)))
            }
            None if variable == "population_hat" => {
                let [j] = place.members[..] else { panic!("people are told by region") };
                answer.population[j]
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

    /// Lengths of chains before and after; the plain model tells sales by use where uses have their own sources.
    fn chain_lengths(&self, answer: &Answer) -> [ChainLengths; 2] {
        let (b, model) = (&self.baseline, self.model());
        assert!(b.pools > b.sectors, "chains are told where uses have their own sources");
        let still = Model { path: 0.0, ..self.model() };
        let unchanged = still.hats(&vec![1.0; self.found.len()]);
        let before = SalesByUse::of(b, |link| still.sales(&unchanged, &answer.before, link));
        let after = SalesByUse::of(b, |link| model.sales(&answer.hats, &answer.after, link));
        [before.lengths(), after.lengths()]
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
