//! The result tables once more, for programs that read neither Parquet nor CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use oblate_tables::{Table, write_dta, write_xlsx};

/// A program for which the tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// Excel: one workbook `results.xlsx`, a sheet for each table.
    Xlsx,
    /// Stata: one data set for each table, `NAME.dta`, format 118.
    Dta,
}

/// A file of an export, not written yet.
pub(super) struct ExportFile<'a> {
    pub(super) name: String,
    /// What Excel and Stata show as the title.
    title: String,
    content: Content<'a>,
}

enum Content<'a> {
    Workbook(Vec<&'a Table>),
    DataSet(&'a Table),
}

/// The files of all exports, each export once; `about` is the table that tells what the others are.
pub(super) fn files<'a>(
    exports: &[Export],
    tables: &'a [Table],
    title: &str,
    about: &'a Table,
) -> Vec<ExportFile<'a>> {
    let all: Vec<&Table> = tables.iter().chain([about]).collect();
    let mut files = Vec::new();
    if exports.contains(&Export::Xlsx) {
        let name = "results.xlsx".to_owned();
        files.push(ExportFile { name, title: title.to_owned(), content: Content::Workbook(all.clone()) });
    }
    if exports.contains(&Export::Dta) {
        files.extend(all.into_iter().map(|table| ExportFile {
            name: format!("{}.dta", table.name),
            title: format!("{}, {title}", table.name),
            content: Content::DataSet(table),
        }));
    }
    files
}

impl ExportFile<'_> {
    pub(super) fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        match &self.content {
            Content::Workbook(tables) => write_xlsx(tables, &self.title, &mut out)?,
            Content::DataSet(table) => write_dta(table, &self.title, variable_label, &mut out)?,
        }
        out.flush()
    }
}

/// What Stata shows beside the name of a variable.
fn variable_label(name: &str) -> &'static str {
    match name {
        "variant" => "Variant of the scenario; base is the case without a variant",
        "region" => "Region, group of regions, or WLD (the world)",
        "name" => "Name of the region",
        "sector" => "Sector",
        "origin" => "Region that sells",
        "destination" => "Region that buys",
        "variable" => "What the value is",
        "value" => "Value, in the unit beside it",
        "value_baseline" => "Sales at basic prices before the shock",
        "value_new" => "Sales at basic prices after the shock",
        "volume_new" => "Sales after the shock, at prices before it",
        "unit" => "Unit of the value",
        "real_income_pct" => "Real income, exact change in per cent",
        "real_wage_pct" => "Mean factor price over price index, change in per cent",
        "welfare_first_order_pct" => "Welfare to first order, change in per cent",
        "terms_of_trade_pct" => "Terms of trade, part of welfare to first order, per cent",
        "volume_of_trade_pct" => "Volume of trade, part of welfare to first order, per cent",
        "wage_hat" => "Mean factor price, new over baseline",
        "price_index_hat" => "Price index of final spending, new over baseline",
        "exports_hat" => "Exports at border prices, new over baseline",
        "imports_hat" => "Imports at border prices, new over baseline",
        "income_baseline" => "Income before the shock, in the unit of the world",
        "split" => "How the change of real income is split",
        "part" => "Channel, kind of shock, or entry of the scenario",
        "partner" => "Trade partner, or all",
        "elasticity_set" => "Set of trade elasticities",
        "group" => "Group of households",
        "factor" => "Factor of production",
        "equilibrium" => "Equilibrium; 1 is that of all other tables",
        "starts" => "Random starts that came to it",
        "draw" => "Draw of elasticities, from 1",
        "statistic" => "Mean, standard deviation or percentile over draws",
        "parameter" => "Elasticity that is drawn",
        "item" => "What is told",
        "text" => "What there is to tell",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::variable_label;
    use crate::long_run::RESULT_TABLES;

    #[test]
    fn stata_shows_what_every_column_holds() {
        for table in RESULT_TABLES {
            for (name, _) in table.shape() {
                let label = variable_label(name);
                assert!((1..=80).contains(&label.chars().count()), "`{name}` of `{}`: `{label}`", table.name);
            }
        }
    }
}
