//! Where people live: the log of each region's population over the baseline. Equation: model.md section 5 `migration`.

use oblate_world::{Id, Region};

use crate::economy::{Economy, Migration};

/// Migration of one economy; unknowns are the log populations of the regions between which people move.
#[derive(Debug, Clone, Default)]
pub(crate) struct Movers {
    /// Regions with an unknown, in its order.
    pub regions: Vec<usize>,
    countries: Vec<Country>,
    elasticity: f64,
    /// Whether people take a factor along.
    moves: Vec<bool>,
}

/// The regions of a country, as places among the unknowns.
#[derive(Debug, Clone)]
struct Country {
    members: std::ops::Range<usize>,
    /// People from the first who live in the second: members × members.
    people: Vec<f64>,
}

impl Movers {
    pub(crate) fn new(economy: &Economy) -> Self {
        let Some(migration) = &economy.parameters.migration else { return Self::default() };
        let mut movers =
            Self { elasticity: migration.elasticity, moves: migration.moves.clone(), ..Self::default() };
        for country in &migration.countries {
            let first = movers.regions.len();
            movers.regions.extend(country.iter().map(|j| j.index()));
            movers
                .countries
                .push(Country { members: first..movers.regions.len(), people: people(migration, country) });
        }
        movers
    }

    pub(crate) fn len(&self) -> usize {
        self.regions.len()
    }

    /// Adds log populations to log factor supplies, region × factor.
    pub(crate) fn add_supply(&self, population: &[f64], supply: &mut [f64]) {
        let factors = self.moves.len();
        for (&j, population) in self.regions.iter().zip(population) {
            for f in (0..factors).filter(|&f| self.moves[f]) {
                supply[j * factors + f] += population;
            }
        }
    }

    /// The transpose of [`Movers::add_supply`]; adds to `population`.
    pub(crate) fn supply_adjoint(&self, supply: &[f64], population: &mut [f64]) {
        let factors = self.moves.len();
        for (&j, population) in self.regions.iter().zip(population) {
            *population +=
                (0..factors).filter(|&f| self.moves[f]).map(|f| supply[j * factors + f]).sum::<f64>();
        }
    }

    /// Log real income per head of the regions between which people move.
    fn per_head(&self, ln_real_income: &[f64], population: &[f64]) -> Vec<f64> {
        self.regions.iter().zip(population).map(|(&j, population)| ln_real_income[j] - population).collect()
    }

    /// Residuals: log population less that of those who choose the region; with their slopes in log real incomes per
    /// head, members × members of each country.
    pub(crate) fn residuals(
        &self,
        ln_real_income: &[f64],
        population: &[f64],
        into: &mut [f64],
    ) -> Vec<Vec<f64>> {
        let value = self.per_head(ln_real_income, population);
        self.countries
            .iter()
            .map(|country| country.settle(self.elasticity, &value, population, into))
            .collect()
    }

    /// How residuals move with log real incomes and log populations.
    pub(crate) fn tangent(
        &self,
        slopes: &[Vec<f64>],
        real_income: &[f64],
        population: &[f64],
        into: &mut [f64],
    ) {
        let value = self.per_head(real_income, population);
        for (country, slopes) in self.countries.iter().zip(slopes) {
            let here = &value[country.members.clone()];
            for (row, n) in slopes.chunks_exact(here.len()).zip(country.members.clone()) {
                let pulled: f64 = row.iter().zip(here).map(|(slope, value)| slope * value).sum();
                into[n] = population[n] - pulled;
            }
        }
    }

    /// The transpose of [`Movers::tangent`]; adds to `real_income` by region and to `population`.
    pub(crate) fn adjoint(
        &self,
        slopes: &[Vec<f64>],
        rows: &[f64],
        real_income: &mut [f64],
        population: &mut [f64],
    ) {
        for (country, slopes) in self.countries.iter().zip(slopes) {
            for (row, n) in slopes.chunks_exact(country.members.len()).zip(country.members.clone()) {
                population[n] += rows[n];
                for (slope, m) in row.iter().zip(country.members.clone()) {
                    real_income[self.regions[m]] -= slope * rows[n];
                    population[m] += slope * rows[n];
                }
            }
        }
    }

    /// Welfare of the people from a region over the baseline, `(Σ_n ℓ_on Ŵ_n^ν)^(1/ν)`, for regions between which people
    /// move.
    pub(crate) fn welfare(&self, ln_real_income: &[f64], population: &[f64]) -> Vec<(Region, f64)> {
        let value = self.per_head(ln_real_income, population);
        let mut welfare = Vec::new();
        for country in &self.countries {
            for (row, o) in country.people.chunks_exact(country.members.len()).zip(country.members.clone()) {
                let total: f64 = row.iter().sum();
                let sum: f64 = row
                    .iter()
                    .zip(country.members.clone())
                    .map(|(people, n)| people * (self.elasticity * value[n]).exp())
                    .sum();
                welfare.push((Region::new(self.regions[o]), (sum / total).powf(1.0 / self.elasticity)));
            }
        }
        welfare
    }
}

fn people(migration: &Migration, country: &[Region]) -> Vec<f64> {
    let pairs = country.iter().flat_map(|&o| country.iter().map(move |&n| (o, n)));
    pairs.map(|(o, n)| migration.people[o.index()] * migration.share[(o, n)]).collect()
}

impl Country {
    /// Residuals of one country, and the slopes of the log of those who choose a region in log values of all.
    fn settle(&self, elasticity: f64, value: &[f64], population: &[f64], into: &mut [f64]) -> Vec<f64> {
        let size = self.members.len();
        let value = &value[self.members.clone()];
        let mut chosen = vec![0.0; size * size];
        for (o, row) in self.people.chunks_exact(size).enumerate() {
            let weight = |n: usize| row[n] * (elasticity * value[n]).exp();
            let total: f64 = (0..size).map(weight).sum();
            let people: f64 = row.iter().sum();
            for n in 0..size {
                chosen[o * size + n] = if total > 0.0 { people * weight(n) / total } else { 0.0 };
            }
        }
        let mut slopes = vec![0.0; size * size];
        for n in 0..size {
            let new: f64 = (0..size).map(|o| chosen[o * size + n]).sum();
            let old: f64 = (0..size).map(|o| self.people[o * size + n]).sum();
            into[self.members.start + n] = population[self.members.start + n] - (new / old).ln();
            for m in 0..size {
                let shared: f64 = (0..size)
                    .map(|o| {
                        let people: f64 = self.people[o * size..][..size].iter().sum();
                        if people > 0.0 { chosen[o * size + n] * chosen[o * size + m] / people } else { 0.0 }
                    })
                    .sum();
                let own = if n == m { new } else { 0.0 };
                slopes[n * size + m] = elasticity * (own - shared) / new;
            }
        }
        slopes
    }
}
