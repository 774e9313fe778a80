//! Taxes and subsidies on purchases: region × product × use.

use oblate_equilibrium::{Demand, FinalKind, ShockKind, Use, final_columns};
use oblate_world::{Array3, Axes, Id, Region, Sector};

use super::cells::{Bound, Quantity, Step};
use super::change::RawChange;
use super::{Builder, Shocks, Stepper};
use crate::text::{At, Name, ProblemCode, Words, table};
use crate::words::{Cells, KeyColumn, Regions};

table! {
    /// A tax on final purchases in regions.
    ConsumptionTax {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Products.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Who buys, among `households`, `investment` and `other`, where final uses are told apart.
        #[schemars(extend("default" = "all"))]
        uses: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

table! {
    /// A tax or subsidy on purchases of inputs in regions.
    InputShock {
        /// A name by which variants and `--set` address the shock.
        name: Option<At<Name>>,
        /// Products bought.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// Using sectors.
        #[schemars(extend("default" = "all"))]
        by: Option<At<Words>>,
        ..places: Regions,
        ..change: RawChange,
    }
}

/// The words for the columns of final spending, in their order.
pub(crate) fn column_words(axes: &Axes, demand: &Demand) -> Vec<&'static str> {
    let word = |kind| match kind {
        FinalKind::Households => "households",
        FinalKind::Investment => "investment",
        FinalKind::Other => "other",
    };
    final_columns(axes, demand).into_iter().map(|(kind, _)| word(kind)).collect()
}

impl<'v> Stepper<'v, '_, '_> {
    /// The steps of all taxes and subsidies on purchases.
    pub(super) fn purchases(&mut self, raw: &Shocks, demand: &Demand) -> Vec<Step> {
        let columns = column_words(self.vocabulary.world.axes(), demand);
        let mut steps: Vec<Step> =
            raw.consumption_tax.iter().filter_map(|shock| self.consumption(shock, &columns)).collect();
        steps.extend(
            raw.input_tax.iter().filter_map(|shock| self.input(shock, &columns, Bound::AboveMinusOne)),
        );
        let subsidies =
            raw.input_subsidy.iter().filter_map(|shock| self.input(shock, &columns, Bound::BelowOne));
        steps.extend(subsidies.map(Step::of_subsidy));
        steps
    }

    fn consumption(&mut self, shock: &At<ConsumptionTax>, columns: &[&'static str]) -> Option<Step> {
        let ConsumptionTax { name, sectors, uses, places, change } = &shock.value;
        let m = self.vocabulary.world.axes().sectors.len();
        let regions = places.find(self.vocabulary, self.findings);
        let products = self.findings.find(&self.vocabulary.sectors, sectors.as_ref(), m);
        let uses = self.columns(uses.as_ref(), columns);
        let column = KeyColumn::of_words("use", columns.to_vec(), m);
        let selected = regions
            .zip(products)
            .zip(uses)
            .map(|((regions, products), uses)| self.bought(&regions, &products, &uses, columns.len()));
        let cells = selected.map(|selected| self.purchase_cells(selected, column, columns.len()));
        self.step(&shock.place, name.as_ref(), change, Bound::AboveMinusOne, cells)
    }

    fn input(&mut self, shock: &At<InputShock>, columns: &[&'static str], bound: Bound) -> Option<Step> {
        let InputShock { name, sectors, by, places, change } = &shock.value;
        let m = self.vocabulary.world.axes().sectors.len();
        let regions = places.find(self.vocabulary, self.findings);
        let products = self.findings.find(&self.vocabulary.sectors, sectors.as_ref(), m);
        let users = self.findings.find(&self.vocabulary.sectors, by.as_ref(), m);
        let column = KeyColumn::new("user", false, &self.vocabulary.sectors);
        let selected = regions.zip(products).zip(users).map(|((regions, products), users)| {
            let users: Vec<usize> = users.into_iter().map(Id::index).collect();
            self.bought(&regions, &products, &users, columns.len())
        });
        let cells = selected.map(|selected| self.purchase_cells(selected, column, columns.len()));
        self.step(&shock.place, name.as_ref(), change, bound, cells)
    }

    fn purchase_cells(&self, selected: Vec<usize>, user: KeyColumn<'v>, columns: usize) -> Cells<'v> {
        let axes = self.vocabulary.world.axes();
        let m = axes.sectors.len();
        Cells {
            shape: vec![axes.regions.len(), m, m + columns],
            selected,
            empty: None,
            columns: vec![
                KeyColumn::new("region", true, &self.vocabulary.regions),
                KeyColumn::new("sector", false, &self.vocabulary.sectors),
                user,
            ],
        }
    }

    /// The positions, as uses, of the columns of final spending that words name.
    fn columns(&mut self, words: Option<&At<Words>>, columns: &[&'static str]) -> Option<Vec<usize>> {
        let m = self.vocabulary.world.axes().sectors.len();
        let all = |word: &At<String>| word.value == "all";
        let whole = |words: &At<Words>| words.value.of.iter().all(all) && words.value.except.is_empty();
        let Some(words) = words.filter(|words| !whole(words)) else {
            return Some((m..m + columns.len()).collect());
        };
        let report = &mut self.findings.report;
        if columns.len() == 1 {
            let message = "`uses` needs final uses told apart: set `final_uses = \"apart\"` in [demand]";
            report.problem(ProblemCode::Needs, &words.place, message);
            return None;
        }
        let mut positions = |words: &[At<String>]| {
            let mut found = Some(Vec::new());
            for word in words {
                let position = columns.iter().position(|column| *column == word.value);
                let named = match position {
                    Some(position) => Some(position..position + 1),
                    None if all(word) => Some(0..columns.len()),
                    None => {
                        let message = format!("unknown use `{}`", word.value);
                        report
                            .problem(ProblemCode::UnknownLabel, &word.place, message)
                            .among(&word.value, columns);
                        None
                    }
                };
                found = found.zip(named).map(|(found, named)| found.into_iter().chain(named).collect());
            }
            found
        };
        let of: Option<Vec<usize>> = positions(&words.value.of);
        let (of, except) = of.zip(positions(&words.value.except))?;
        Some(of.into_iter().filter(|at| !except.contains(at)).map(|at| m + at).collect())
    }

    fn bought(&self, regions: &[Region], products: &[Sector], uses: &[usize], columns: usize) -> Vec<usize> {
        let m = self.vocabulary.world.axes().sectors.len();
        let mut cells = Vec::with_capacity(regions.len() * products.len() * uses.len());
        for region in regions {
            for product in products {
                let first = (region.index() * m + product.index()) * (m + columns);
                cells.extend(uses.iter().map(|at| first + at));
            }
        }
        cells
    }
}

impl Builder<'_, '_, '_> {
    pub(super) fn purchase_tax(&mut self, steps: &[Step]) -> Option<Array3<Region, Sector, Use>> {
        let axes = self.vocabulary.world.axes();
        let columns = column_words(axes, &self.model.demand);
        let m = axes.sectors.len();
        let shape = [axes.regions.len(), m, m + columns.len()];
        let cell = |at: usize| {
            let (region, product, user) = (at / shape[2] / m, at / shape[2] % m, at % shape[2]);
            let user = match user.checked_sub(m) {
                Some(column) => columns[column],
                None => axes.sectors.code(Sector::new(user)),
            };
            let product = axes.sectors.code(Sector::new(product));
            format!("{product} bought by {user} in {}", axes.regions.code(Region::new(region)))
        };
        let baseline = if steps.is_empty() { Vec::new() } else { vec![0.0; shape.iter().product()] };
        let quantity =
            Quantity { name: "the purchase tax", baseline, bound: Bound::AboveMinusOne, cell: &cell };
        Some(Array3::from_vec(shape, self.values(ShockKind::PurchaseTax, quantity, steps)?))
    }
}
