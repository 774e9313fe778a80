//! The folder of a short run.

use crate::error::EngineError;
use crate::folder::{MANIFEST, REPORT, RunFolder};
use crate::output_folder::unless_stopped;
use crate::shock::{ShockResult, ShockVariant, report, tables};
use oblate_tables::{Format, Table};

impl ShockVariant {
    /// The choices that avoid a trouble, in words.
    pub fn avoiding(&self, trouble: &oblate_propagation::Trouble) -> Vec<String> {
        tables::avoiding(self, trouble)
    }

    /// World totals: value added lost (in the world's unit and in per cent), and lowest output (in per cent, and its day).
    pub fn world_totals(&self) -> (f64, f64, f64, f64) {
        let world = tables::world(self);
        (world.value_added_lost, world.value_added_lost_pct, world.lowest_output_pct, world.lowest_day)
    }

    /// Value added lost by region, in per cent, the largest loss first.
    pub fn ranking(&self) -> Vec<(String, f64)> {
        let codes = self.model.table().regions().codes().map(str::to_owned);
        let mut ranking: Vec<_> =
            codes.zip(tables::totals(self, 0).iter().map(|totals| totals.value_added_lost_pct)).collect();
        ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranking
    }
}

impl ShockResult {
    /// The result tables, the summary first.
    pub fn tables(&self) -> Vec<Table> {
        tables::tables(&self.variants)
    }

    /// The report as an HTML page.
    pub fn report(&self) -> String {
        oblate_report::render(&report::report(self))
    }

    /// Writes tables, report and manifest; returns the names of the files.
    ///
    /// # Errors
    /// [`EngineError`] of class `Output`, or `Interrupted`; then nothing has changed on disk.
    pub fn write(
        &self,
        place: &RunFolder,
        format: Format,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<String>, EngineError> {
        place.write_with(|staging| {
            let to = |name: &str| EngineError::write(place.path().join(name));
            let mut files = vec![MANIFEST.to_owned()];
            for table in self.tables() {
                let form = if table.name == "summary" { Format::Csv } else { format };
                let name = format!("{}.{}", table.name, form.ending());
                unless_stopped(&name, stop)?;
                table.save(form, &staging.join(&name)).map_err(to(&name))?;
                files.push(name);
            }
            files.push(REPORT.to_owned());
            std::fs::write(staging.join(REPORT), self.report()).map_err(to(REPORT))?;
            let mut manifest = self.manifest.clone();
            manifest.files = files[1..].to_vec();
            let text = serde_json::to_string_pretty(&manifest).map_err(|error| to(MANIFEST)(error.into()))?;
            std::fs::write(staging.join(MANIFEST), text + "\n").map_err(to(MANIFEST))?;
            Ok(files)
        })
    }
}
