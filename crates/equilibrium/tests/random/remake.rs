//! A world with its regions and sectors reordered or split into equal parts.

use oblate_equilibrium::{Economy, Elasticity, Parameters, Shocks, Technology};
use oblate_world::{
    Accounts, Array2, Array3, Axes, Axis, FinalUse, Flows, Id, Region, Sector, TradeTensor, World,
};

/// For each new region and sector, the old one that it is, or is an equal part of.
#[derive(Debug, Clone)]
pub struct Parents {
    pub regions: Vec<usize>,
    pub sectors: Vec<usize>,
}

impl Parents {
    fn region(&self, j: Region) -> Region {
        Region::new(self.regions[j.index()])
    }

    fn sector(&self, s: Sector) -> Sector {
        Sector::new(self.sectors[s.index()])
    }

    fn region_part(&self, j: Region) -> f64 {
        part(&self.regions, j.index())
    }

    fn sector_part(&self, s: Sector) -> f64 {
        part(&self.sectors, s.index())
    }

    fn shape(&self) -> [usize; 2] {
        [self.regions.len(), self.sectors.len()]
    }

    /// A tensor whose cells are rates or hats.
    fn links(&self, old: &TradeTensor) -> TradeTensor {
        let [n, m] = self.shape();
        TradeTensor::from_fn([m, n, n], |s, j, i| old[(self.sector(s), self.region(j), self.region(i))])
    }

    fn cells(&self, old: &Array2<Region, Sector>) -> Array2<Region, Sector> {
        Array2::from_fn(self.shape(), |j, s| old[(self.region(j), self.sector(s))])
    }

    pub fn shocks(&self, old: &Shocks) -> Shocks {
        let factors = |old: &Array2<Region, oblate_world::Factor>| {
            Array2::from_fn([self.regions.len(), old.shape()[1]], |j, f| old[(self.region(j), f)])
        };
        Shocks {
            tariff: old.tariff.as_ref().map(|old| self.links(old)),
            export_tax: old.export_tax.as_ref().map(|old| self.links(old)),
            iceberg_hat: old.iceberg_hat.as_ref().map(|old| self.links(old)),
            subsidy: old.subsidy.as_ref().map(|old| self.cells(old)),
            productivity_hat: old.productivity_hat.as_ref().map(|old| self.cells(old)),
            factor_supply_hat: old.factor_supply_hat.as_ref().map(factors),
            deficits: old.deficits,
            ..Shocks::default()
        }
    }

    fn parameters(&self, old: &Parameters) -> Parameters {
        let list = |old: &[f64]| self.sectors.iter().map(|&s| old[s]).collect();
        let nest = |at: usize| match &old.technology.trees[0][at].elasticity {
            Elasticity::BySector(values) => list(values),
            other => panic!("random technologies differ by sector, not {other:?}"),
        };
        Parameters {
            technology: Technology::default_tree(nest(0), nest(1), nest(2)),
            scale_elasticity: list(&old.scale_elasticity),
            selection: list(&old.selection),
            ..Parameters::new(list(&old.trade_elasticity))
        }
    }

    pub fn economy(&self, world: &World, parameters: &Parameters) -> Economy {
        Economy::calibrate(&World::new(self.accounts(world)).unwrap(), &self.parameters(parameters)).unwrap()
    }

    fn accounts(&self, world: &World) -> Accounts {
        let old = world.accounts().clone();
        let [n, m] = self.shape();
        let axis_regions = Axis::of_codes((0..n).map(|j| format!("R{j}"))).unwrap();
        let axis_sectors = Axis::of_codes((0..m).map(|s| format!("s{s}"))).unwrap();
        let cell = |j, s| (self.region(j), self.sector(s));
        let both = |j, s| self.region_part(j) * self.sector_part(s);
        let factors = old.factor_income.shape()[2];
        Accounts {
            factor_income: Array3::from_fn([n, m, factors], |j, k, f| {
                let (parent, sector) = cell(j, k);
                both(j, k) * old.factor_income[(parent, sector, f)]
            }),
            production_tax: Array2::from_fn([n, m], |j, k| both(j, k) * old.production_tax[cell(j, k)]),
            tariff: old.tariff.as_ref().map(|tariff| self.links(tariff)),
            trade_elasticity: None,
            satellites: Vec::new(),
            region_covariates: Vec::new(),
            pair_covariates: Vec::new(),
            axes: Axes { regions: axis_regions, sectors: axis_sectors, ..old.axes.clone() },
            flows: self.flows(world),
            ..old
        }
    }

    /// A part buys its part from each part.
    fn flows(&self, world: &World) -> Flows {
        let [n, m] = self.shape();
        let trade = TradeTensor::from_fn([m, n, n], |s, j, i| {
            let parts = self.sector_part(s) * self.region_part(j) * self.region_part(i);
            parts * world.trade()[(self.sector(s), self.region(j), self.region(i))]
        });
        let intermediate = Array3::from_fn([n, m, m], |j, s, k| {
            let parts = self.region_part(j) * self.sector_part(s) * self.sector_part(k);
            parts * world.intermediate()[(self.region(j), self.sector(s), self.sector(k))]
        });
        let uses = world.axes().final_uses.len();
        let final_use = Array3::from_fn([n, m, uses], |j, s, c: FinalUse| {
            let parts = self.region_part(j) * self.sector_part(s);
            parts * world.final_use()[(self.region(j), self.sector(s), c)]
        });
        Flows::Common { trade, intermediate, final_use }
    }
}

fn part(parents: &[usize], at: usize) -> f64 {
    1.0 / parents.iter().filter(|&&parent| parent == parents[at]).count() as f64
}
