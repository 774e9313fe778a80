//! First-order welfare against derivatives of the exact real income, and against closed forms.

use crate::property::{Limit, holds, largest};
use crate::random;
use crate::random::{Draw, any_world};
use oblate_equilibrium::{Economy, Settings, Shocks, Welfare, solve, welfare};
use oblate_world::{Array2, RandomWorld, Region, TradeTensor};
use proptest::prelude::*;

/// A direction in which shocks are small: changes of tariffs in rate points, of logs of costs and productivity.
struct Direction {
    tariff: TradeTensor,
    iceberg: TradeTensor,
    productivity: Array2<Region, oblate_world::Sector>,
}

impl Direction {
    fn draw(economy: &Economy, seed: u64) -> Self {
        let mut draw = Draw(seed);
        let [n, m, _] = economy.factor_share.shape();
        Self {
            tariff: draw.links(economy, -0.5, 0.5, 0.0),
            iceberg: draw.links(economy, -0.5, 0.5, 0.0),
            productivity: Array2::from_fn([n, m], |_, _| draw.between(-0.5, 0.5)),
        }
    }

    fn without_tariffs(self) -> Self {
        Self { tariff: TradeTensor::zeros(self.tariff.shape()), ..self }
    }

    /// A step of this size along the direction.
    fn step(&self, economy: &Economy, size: f64) -> Shocks {
        let baseline = |s, j, i| economy.tariff.as_ref().map_or(0.0, |tariff| tariff[(s, j, i)]);
        let shape = self.tariff.shape();
        Shocks {
            tariff: Some(TradeTensor::from_fn(shape, |s, j, i| {
                baseline(s, j, i) + size * self.tariff[(s, j, i)]
            })),
            iceberg_hat: Some(TradeTensor::from_fn(shape, |s, j, i| (size * self.iceberg[(s, j, i)]).exp())),
            productivity_hat: Some(Array2::from_fn(self.productivity.shape(), |j, k| {
                (size * self.productivity[(j, k)]).exp()
            })),
            ..Shocks::default()
        }
    }
}

/// Derivative at zero of a list of values along a direction: central differences at two steps, extrapolated.
fn derivative(economy: &Economy, direction: &Direction, of: impl Fn(&Welfare) -> Vec<f64>) -> Vec<f64> {
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let at = |size: f64| {
        let shocks = direction.step(economy, size);
        of(&welfare(economy, &solve(economy, &shocks, &settings).unwrap(), &shocks))
    };
    let slope = |size: f64| -> Vec<f64> {
        at(size).iter().zip(at(-size)).map(|(up, down)| (up - down) / (2.0 * size)).collect()
    };
    slope(STEP / 2.0).iter().zip(slope(STEP)).map(|(half, whole)| (4.0 * half - whole) / 3.0).collect()
}

const STEP: f64 = 2e-3;

fn ln_real_income(welfare: &Welfare) -> Vec<f64> {
    welfare.real_income_pct.iter().map(|percent| (percent / 100.0).ln_1p()).collect()
}

/// Largest distance of two lists, relative to the largest value of the second.
fn distance(found: &[f64], wanted: &[f64]) -> f64 {
    assert_eq!(found.len(), wanted.len());
    let scale = largest(wanted.iter().map(|value| value.abs()));
    largest(found.iter().zip(wanted).map(|(found, wanted)| (found - wanted).abs() / scale))
}

const LIMIT: Limit = Limit(1e-6, "of the largest change");

#[test]
fn the_split_is_the_derivative_of_real_income() {
    let statement = "for small changes of tariffs, trade costs and productivity, first-order welfare (terms of trade, \
                     volume of trade and technology) is the derivative of the exact real income, with tariffs and deficits in \
                     the baseline";
    holds(statement, LIMIT, (any_world(), any::<bool>()), |(spec, ces)| {
        let economy = random::economy(&RandomWorld { production_taxes: false, ..spec.clone() }, ces);
        let direction = Direction::draw(&economy, spec.seed);
        let split = derivative(&economy, &direction, |welfare| {
            welfare.welfare_first_order_pct.iter().map(|percent| percent / 100.0).collect()
        });
        Ok(distance(&split, &derivative(&economy, &direction, ln_real_income)))
    });
}

#[test]
fn parts_by_sector_and_by_partner_add_up() {
    let statement = "terms of trade, volume of trade and technology, each added up over sectors or over partners, are those of the \
                     region, and their sum is first-order welfare";
    let limit = Limit(1e-12, "of the largest part");
    holds(statement, limit, (any_world(), any::<bool>()), |(spec, ces)| {
        let economy = random::economy(&spec, ces);
        let shocks = Direction::draw(&economy, spec.seed).step(&economy, 0.2);
        let found = welfare(&economy, &solve(&economy, &shocks, &Settings::default()).unwrap(), &shocks);
        let (sectors, partners) = (&found.first_order_by_sector, &found.first_order_by_partner);
        let parts = [
            (&found.terms_of_trade_pct, &sectors.terms_of_trade_pct, &partners.terms_of_trade_pct),
            (&found.volume_of_trade_pct, &sectors.volume_of_trade_pct, &partners.volume_of_trade_pct),
            (&found.technology_pct, &sectors.technology_pct, &partners.technology_pct),
        ];
        let (mut gaps, mut scale) = (Vec::new(), f64::MIN_POSITIVE);
        let mut whole = vec![0.0; found.welfare_first_order_pct.len()];
        let gap = |found: &[f64], wanted: &[f64]| {
            largest(found.iter().zip(wanted).map(|(found, wanted)| (found - wanted).abs()))
        };
        for (total, by_sector, by_partner) in parts {
            let sums = |row: &[f64]| row.iter().sum::<f64>();
            scale = scale.max(largest(by_partner.as_slice().iter().map(|part| part.abs())));
            let over_sectors: Vec<f64> = economy.axes.regions.ids().map(|j| sums(by_sector.row(j))).collect();
            let over_partners: Vec<f64> =
                economy.axes.regions.ids().map(|j| sums(by_partner.row(j))).collect();
            gaps.extend([gap(&over_sectors, total), gap(&over_partners, total)]);
            whole.iter_mut().zip(over_partners).for_each(|(whole, part)| *whole += part);
        }
        gaps.push(gap(&whole, &found.welfare_first_order_pct));
        Ok(largest(gaps) / scale)
    });
}

/// What a small change of technology saves directly, by region, in the world's unit: productivity times output, less
/// trade costs times imports.
fn savings(world: &oblate_world::World, direction: &Direction) -> Vec<f64> {
    let axes = world.axes();
    let saved = |j: Region| -> f64 {
        let sector = |s| {
            let made = world.gross_output()[(j, s)] * direction.productivity[(j, s)];
            let wasted = axes.regions.ids().map(|i| world.trade()[(s, j, i)] * direction.iceberg[(s, j, i)]);
            made - wasted.sum::<f64>()
        };
        axes.sectors.ids().map(sector).sum()
    };
    axes.regions.ids().map(saved).collect()
}

#[test]
fn technology_is_weighted_by_output_and_imports() {
    let statement = "the part called technology is, to first order, productivity weighted by output less trade costs \
                     weighted by imports, over income";
    holds(statement, LIMIT, (any_world(), any::<bool>()), |(spec, ces)| {
        let world = spec.build();
        let economy = random::calibrate(&world, ces, spec.seed);
        let direction = Direction::draw(&economy, spec.seed).without_tariffs();
        let technology = derivative(&economy, &direction, |welfare| {
            welfare.technology_pct.iter().map(|percent| percent / 100.0).collect()
        });
        let wanted: Vec<f64> = savings(&world, &direction)
            .iter()
            .zip(&economy.income)
            .map(|(saved, income)| saved / income)
            .collect();
        Ok(distance(&technology, &wanted))
    });
}

#[test]
fn without_taxes_the_world_gains_what_technology_saves() {
    let statement = "without taxes the real income of the world, regions weighted by income, grows by the Domar weights \
                     of the changes in technology (Hulten 1978)";
    holds(statement, LIMIT, (any_world(), any::<bool>()), |(spec, ces)| {
        let spec = RandomWorld { tariffs: false, production_taxes: false, ..spec };
        let world = spec.build();
        let economy = random::calibrate(&world, ces, spec.seed);
        let direction = Direction::draw(&economy, spec.seed).without_tariffs();
        let gains = derivative(&economy, &direction, ln_real_income);
        let values =
            |of: &[f64]| -> f64 { of.iter().zip(&economy.income).map(|(gain, income)| gain * income).sum() };
        let saved = savings(&world, &direction);
        let size: f64 = saved.iter().map(|saved| saved.abs()).sum();
        Ok((values(&gains) - saved.iter().sum::<f64>()).abs() / size)
    });
}
