//! How long goods travel: `transport`.

use oblate_world::{Id, Region};

use super::Chooser;
use crate::text::{At, Entry, Place, ProblemCode, Report, standing, table};
use crate::words::{Cells, KeyColumn, cells_of_file};

table! {
    /// Days that goods travel between regions; none within a region. A table comes before the distance, and that before `days`.
    Transport checked by some_transport {
        /// Days between any two regions.
        days: Option<At<f64>>,
        /// Kilometres that goods travel in a day, over the world's covariate `distance_km`; where it is missing, `days` count.
        km_per_day: Option<At<f64>>,
        /// A CSV or Parquet file with the days by `origin` and `destination`, in the column `value`.
        table: Option<At<String>>,
    }
}

/// Transport takes some days.
fn some_transport(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    if standing(entries, &["days", "km_per_day", "table"]).is_empty() {
        let message = format!("`{}` says nothing of days: add `days`, `km_per_day` or `table`", place.key);
        report.problem(ProblemCode::WrongKeys, place, message);
    }
}

/// The covariate that holds distances between regions.
const DISTANCE: &str = "distance_km";

impl Chooser<'_, '_, '_> {
    /// Days from origin to destination; none where something is wrong.
    pub(super) fn transport(&mut self, raw: &At<Transport>) -> Option<Vec<u16>> {
        let Transport { days, km_per_day, table } = &raw.value;
        let n = self.table.shape().regions;
        let mut exact = vec![days.as_ref().map_or(0.0, |days| days.value); n * n];
        if let Some(speed) = km_per_day {
            self.by_distance(speed, days.is_some(), &mut exact)?;
        }
        if let Some(path) = table {
            self.days_of_table(path, &mut exact)?;
        }
        (0..n).for_each(|home| exact[home * n + home] = 0.0);
        let legal = |days: &f64| (0.0..=f64::from(u16::MAX)).contains(days);
        if let Some(days) = exact.iter().find(|days| !legal(days)) {
            let message = format!("goods cannot travel for {days} days: write 0 to {}", u16::MAX);
            self.findings.report.problem(ProblemCode::OutOfBounds, &raw.place, message);
            return None;
        }
        // a day is the shortest time that is told
        Some(exact.iter().map(|days| days.round() as u16).collect())
    }

    /// Days that distances take; where none is known, `days` must say how long.
    fn by_distance(&mut self, speed: &At<f64>, has_days: bool, exact: &mut [f64]) -> Option<()> {
        let world = self.vocabulary.world;
        let (axis, n) = (&world.axes().regions, self.table.shape().regions);
        let report = &mut self.findings.report;
        if speed.value <= 0.0 {
            let message = format!("goods that travel {} km a day never arrive", speed.value);
            report.problem(ProblemCode::OutOfBounds, &speed.place, message);
            return None;
        }
        let Some(distance) = world.accounts().pair_covariates.iter().find(|found| found.name == DISTANCE)
        else {
            let message = format!("this world has no pair covariate `{DISTANCE}`: write `days` or a `table`");
            report.problem(ProblemCode::UnknownCovariate, &speed.place, message);
            return None;
        };
        let mut unknown: Vec<(Region, Region)> = Vec::new();
        for (origin, destination) in axis.ids().flat_map(|i| axis.ids().map(move |j| (i, j))) {
            let km = distance.values[(origin, destination)];
            if !km.is_nan() {
                exact[origin.index() * n + destination.index()] = km / speed.value;
            } else if origin != destination {
                unknown.push((origin, destination));
            }
        }
        if unknown.is_empty() || has_days {
            return Some(());
        }
        // a region without any distance is named, and not all others with it
        let of = |region: Region| unknown.iter().filter(move |(origin, _)| *origin == region).count();
        let most = axis.ids().map(of).max().unwrap_or(0);
        let named: Vec<&str> =
            axis.ids().filter(|&region| of(region) == most).map(|r| axis.code(r)).collect();
        let message =
            format!("distances of {} are not known: add `days` for the pairs without one", named.join(", "));
        report.problem(ProblemCode::UnknownCovariate, &speed.place, message);
        None
    }

    fn days_of_table(&mut self, path: &At<String>, exact: &mut [f64]) -> Option<()> {
        let (vocabulary, n) = (self.vocabulary, self.table.shape().regions);
        let cells = Cells {
            shape: vec![n, n],
            selected: (0..n * n).collect(),
            empty: None,
            columns: vec![
                KeyColumn::new("origin", true, &vocabulary.regions),
                KeyColumn::new("destination", true, &vocabulary.regions),
            ],
        };
        for (cell, days) in cells_of_file(self.tables, path, None, &cells, &mut self.findings.report)? {
            exact[cell] = days;
        }
        Some(())
    }
}
