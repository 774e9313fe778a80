//! Industries that lose capacity, labour or capital, and the values by industry that a file gives.

use oblate_propagation::{
    CapitalLoss as Destruction, Effect, IndustryId, Payer, Rebuilding, Recovery, Shock,
};
use oblate_world::{Region, Sector};

use super::Builder;
use super::legal::Legal;
use super::timing::When;
use crate::log::Warning;
use crate::short_run::choices::PayerWord;
use crate::text::{At, Entry, Map, Name, Place, ProblemCode, Report, Words, find, table};
use crate::words::{Cells, KeyColumn, Regions, cells_of_file};

table! {
    /// A part of something that industries lose.
    Loss {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// The part that is lost, 0 to 1.
        loss: Option<At<f64>>,
        ..places: Regions,
        ..when: When,
        ..file: FromTable,
    }
}

table! {
    /// Capital that is destroyed, and how it comes back.
    CapitalLoss {
        /// What the shock is called.
        name: Option<At<Name>>,
        /// Sectors.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
        /// The part of the capital that is lost, 0 to 1.
        loss: Option<At<f64>>,
        /// Products that rebuild, with their shares; without it, capital comes back as `recovery` says.
        rebuild: Option<Map<At<f64>>>,
        /// Days in which rebuilding leaves a part 1/e uncovered.
        #[schemars(extend("default" = 365))]
        rebuild_days: Option<At<f64>>,
        /// Products needed per unit of capital that was lost.
        #[schemars(extend("default" = 1))]
        rebuild_factor: Option<At<f64>>,
        /// Who pays for it.
        #[schemars(extend("default" = "outside"))]
        payer: Option<At<PayerWord>>,
        ..places: Regions,
        ..when: When,
        ..file: FromTable,
    }
}

table! {
    /// A file in place of one value.
    FromTable checked by column_of_table {
        /// A CSV or Parquet file with values by `region` and `sector`, in place of one value for all.
        table: Option<At<String>>,
        /// The value column of the file.
        #[schemars(extend("default" = "value"))]
        column: Option<At<String>>,
    }
}

/// A column is one of a table file.
fn column_of_table(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if find(entries, "table").is_none()
        && let Some(column) = entries.iter().find(|entry| entry.key == "column")
    {
        let message =
            format!("`{}` has a `column` but no `table`: `column` goes with `table` only", place.key);
        report.problem(ProblemCode::WrongKeys, &column.place, message);
    }
}

/// How large a shock is, as written: one number, or a file of them.
pub(super) struct Given<'a> {
    pub key: &'static str,
    pub value: Option<&'a At<f64>>,
    pub file: &'a FromTable,
    pub legal: Legal,
}

/// A number for each industry.
pub(super) type Losses = Vec<(IndustryId, f64)>;

impl Builder<'_, '_, '_> {
    pub(super) fn loss(&mut self, shock: &At<Loss>, effect: fn(Losses) -> Effect) -> Option<Shock> {
        let Loss { name, sectors, loss, places, when, file } = &shock.value;
        let given = Given { key: "loss", value: loss.as_ref(), file, legal: Legal::Share };
        let losses = self.by_industry(&shock.place, places, sectors.as_ref(), &given);
        let timing = self.timing(&shock.place, when);
        let losses = losses?;
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing?, effect(losses)))
    }

    pub(super) fn capital(&mut self, shock: &At<CapitalLoss>) -> Option<Shock> {
        let CapitalLoss {
            name,
            sectors,
            loss,
            rebuild,
            rebuild_days,
            rebuild_factor,
            payer,
            places,
            when,
            file,
        } = &shock.value;
        let given = Given { key: "loss", value: loss.as_ref(), file, legal: Legal::Share };
        let losses = self.by_industry(&shock.place, places, sectors.as_ref(), &given);
        let mut timing = self.timing(&shock.place, when)?;
        let days = self.given(rebuild_days.as_ref(), 365.0, Legal::AtLeastOne)?;
        let factor = self.given(rebuild_factor.as_ref(), 1.0, Legal::Positive)?;
        let payer: Payer = payer.as_ref().map_or(PayerWord::Outside, |payer| payer.value).into();
        let rebuilding = match rebuild {
            None => None,
            Some(products) => {
                if products.0.is_empty() {
                    let message = format!(
                        "`{}` rebuilds with nothing: name the products that rebuild with their shares, as in {{ F = 1.0 }}, or leave \
                         `rebuild` out",
                        shock.place.key
                    );
                    self.findings.report.problem(ProblemCode::WrongKeys, &shock.place, message);
                    return None;
                }
                let mut shares = Vec::new();
                for (word, share) in &products.0 {
                    let words = Words::one(word);
                    let found = self.findings.find(&self.vocabulary.sectors, Some(&words), 0)?;
                    let part = self.number(share, Legal::Share)? / found.len() as f64;
                    shares.extend(found.into_iter().map(|sector| (sector, part)));
                }
                // what stands still is rebuilt only after the days at full strength
                timing.recovery = Recovery::Never;
                Some(Rebuilding { products: shares, factor, days, payer })
            }
        };
        let value_added = self.table.value_added();
        let lost = losses?.into_iter().map(|((region, sector), loss)| {
            let capital =
                self.capital_ratio * value_added[self.table.shape().industry(region, sector)].max(0.0);
            ((region, sector), loss * capital)
        });
        let industries = lost.filter(|(_, lost)| *lost > 0.0).collect();
        let effect = Effect::Capital(Destruction { industries, final_users: Vec::new(), rebuilding });
        Some(Shock::new(self.called(&shock.place, name.as_ref()), timing, effect))
    }

    /// The industries of regions and sectors that are named.
    pub(super) fn industries(
        &mut self,
        places: &Regions,
        sectors: Option<&At<Words>>,
    ) -> Option<Vec<(Region, Sector)>> {
        let regions = places.find(self.vocabulary, self.findings);
        let count = self.vocabulary.world.axes().sectors.len();
        let sectors = self.findings.find(&self.vocabulary.sectors, sectors, count);
        let (regions, sectors) = regions.zip(sectors)?;
        Some(regions.iter().flat_map(|&region| sectors.iter().map(move |&sector| (region, sector))).collect())
    }

    /// A value for each selected industry: the one of the file of shocks, or those of a table file.
    pub(super) fn by_industry(
        &mut self,
        place: &Place,
        places: &Regions,
        sectors: Option<&At<Words>>,
        given: &Given<'_>,
    ) -> Option<Losses> {
        let industries = self.industries(places, sectors);
        let Some(path) = &given.file.table else {
            let value = self.needed(place, given.key, given.value, given.legal);
            let (value, industries) = value.zip(industries)?;
            return Some(industries.into_iter().map(|industry| (industry, value)).collect());
        };
        if let Some(value) = given.value {
            let message =
                format!("`{}` and `table` both say how large the shock is: write one of them", given.key);
            self.findings.report.problem(ProblemCode::WrongKeys, &value.place, message);
        }
        let (vocabulary, shape) = (self.vocabulary, self.table.shape());
        let cells = Cells {
            shape: vec![shape.regions, shape.sectors],
            selected: industries?
                .into_iter()
                .map(|(region, sector)| shape.industry(region, sector))
                .collect(),
            empty: None,
            columns: vec![
                KeyColumn::new("region", true, &vocabulary.regions),
                KeyColumn::new("sector", false, &vocabulary.sectors),
            ],
        };
        let report = &mut self.findings.report;
        let values = cells_of_file(self.tables, path, given.file.column.as_ref(), &cells, report)?;
        if let Some((_, value)) = values.iter().find(|(_, value)| !given.legal.admits(*value)) {
            let message = format!("table `{}` gives {value}: it must be {}", path.value, given.legal.words());
            report.problem(ProblemCode::OutOfBounds, &path.place, message);
            return None;
        }
        if values.is_empty() {
            let reason = "no row of its table lies within its selection".to_owned();
            self.findings.warn(Warning::SelectsNothing { shock: place.key.clone(), reason });
        }
        Some(values.into_iter().map(|(industry, value)| (shape.place(industry), value)).collect())
    }
}
