//! Shocks in regions: on their sectors (subsidies, productivity, preferences) and on their factors.

use oblate_equilibrium::ShockKind;
use oblate_world::{Array2, Factor, Id, Region, Sector};

use super::cells::{Bound, Quantity, Step};
use super::change::RawChange;
use super::{Builder, Named, Stepper};
use crate::text::{At, Name, Words, table};
use crate::words::{Cells, Dictionary, KeyColumn, Regions};

table! {
    /// A change in sectors of regions.
    SectorShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

table! {
    /// A change of factor supply in regions.
    FactorShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Factors.
        #[schemars(extend("default" = "all"))]
        factors: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

/// The axis beside regions on which some shocks are.
struct Second<'a, I> {
    column: &'static str,
    dictionary: &'a Dictionary<I>,
}

impl<'v> Stepper<'v, '_, '_> {
    /// Steps on region × sector.
    pub(super) fn sectors(&mut self, shocks: &[At<SectorShock>], bound: Bound) -> Vec<Step> {
        let axis = Second { column: "sector", dictionary: &self.vocabulary.sectors };
        let size = self.vocabulary.world.axes().sectors.len();
        let step = |shock: &At<SectorShock>| {
            let SectorShock { name, sectors, places, change } = &shock.value;
            let cells = self.by_region(places, sectors.as_ref(), &axis, size);
            self.step(&shock.place, name.as_ref(), change, bound, cells)
        };
        shocks.iter().filter_map(step).collect()
    }

    /// Steps on region × factor.
    pub(super) fn factors(&mut self, shocks: &[At<FactorShock>], bound: Bound) -> Vec<Step> {
        let axis = Second { column: "factor", dictionary: &self.vocabulary.factors };
        let size = self.vocabulary.world.axes().factors.len();
        let step = |shock: &At<FactorShock>| {
            let FactorShock { name, factors, places, change } = &shock.value;
            let cells = self.by_region(places, factors.as_ref(), &axis, size);
            self.step(&shock.place, name.as_ref(), change, bound, cells)
        };
        shocks.iter().filter_map(step).collect()
    }

    /// The cells of regions and of the entries of a second axis that these words name.
    fn by_region<I: Id>(
        &mut self,
        places: &Regions,
        words: Option<&At<Words>>,
        second: &Second<'v, I>,
        size: usize,
    ) -> Option<Cells<'v>> {
        let regions = places.find(self.vocabulary, self.findings);
        let entries = self.findings.find(second.dictionary, words, size);
        let (regions, entries) = regions.zip(entries)?;
        Some(Cells {
            shape: vec![self.vocabulary.world.axes().regions.len(), size],
            selected: grid(&regions, &entries, size),
            empty: None,
            columns: vec![
                KeyColumn::new("region", true, &self.vocabulary.regions),
                KeyColumn::new(second.column, false, second.dictionary),
            ],
        })
    }
}

fn grid<A: Id, B: Id>(rows: &[A], columns: &[B], width: usize) -> Vec<usize> {
    rows.iter().flat_map(|a| columns.iter().map(move |b| a.index() * width + b.index())).collect()
}

impl Builder<'_, '_, '_> {
    pub(super) fn subsidy(&mut self, steps: &[Step]) -> Option<Array2<Region, Sector>> {
        let world = self.vocabulary.world;
        let tax = &world.accounts().production_tax;
        let output = world.gross_output();
        // (2.2): b = −T/Y; an industry without output has no rate, and none that matters
        let rates = tax.as_slice().iter().zip(output.as_slice());
        let baseline = rates.map(|(&t, &y)| if y == 0.0 { 0.0 } else { -t / y }).collect();
        self.sectors((ShockKind::Subsidy, "the subsidy"), steps, Bound::AboveMinusOne, baseline)
    }

    /// Hats by region and sector.
    pub(super) fn hats(&mut self, quantity: Named, steps: &[Step]) -> Option<Array2<Region, Sector>> {
        let size = self.vocabulary.world.gross_output().as_slice().len();
        self.sectors(quantity, steps, Bound::AboveZero, vec![1.0; size])
    }

    fn sectors(
        &mut self,
        (kind, name): Named,
        steps: &[Step],
        bound: Bound,
        baseline: Vec<f64>,
    ) -> Option<Array2<Region, Sector>> {
        let axes = self.vocabulary.world.axes();
        let cell = |at: usize| {
            let (region, sector) = (at / axes.sectors.len(), at % axes.sectors.len());
            format!(
                "{} in {}",
                axes.sectors.code(Sector::new(sector)),
                axes.regions.code(Region::new(region))
            )
        };
        let values = self.values(kind, Quantity { name, baseline, bound, cell: &cell }, steps)?;
        Some(Array2::from_vec([axes.regions.len(), axes.sectors.len()], values))
    }

    pub(super) fn factor_supply(&mut self, steps: &[Step]) -> Option<Array2<Region, Factor>> {
        let axes = self.vocabulary.world.axes();
        let shape = [axes.regions.len(), axes.factors.len()];
        let cell = |at: usize| {
            let (region, factor) = (at / shape[1], at % shape[1]);
            format!(
                "{} in {}",
                axes.factors.code(Factor::new(factor)),
                axes.regions.code(Region::new(region))
            )
        };
        let baseline = vec![1.0; shape[0] * shape[1]];
        let quantity = Quantity { name: "the supply", baseline, bound: Bound::AboveZero, cell: &cell };
        Some(Array2::from_vec(shape, self.values(ShockKind::FactorSupply, quantity, steps)?))
    }
}
