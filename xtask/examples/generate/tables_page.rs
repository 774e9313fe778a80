//! The page of the book on tables, from what the engine and the readers of tables declare.

use oblate::{
    DERIVATIVE_TABLES, INDICATOR_TABLES, RESULT_TABLES, SHORT_RUN_TABLES, TableDescription, Unit,
    VariableDescription,
};
use oblate_sources::{LayoutTable, NATIONAL_LAYOUT, TABLE_LAYOUT};

const TOP: &str = "\
# Tables

*This page is generated from the code: `cargo xtask generate`.*

The tables that a run writes, and the tables that worlds are made from. What holds for all of them stands in [Files](../files.md).

## Result tables

In a run folder; Parquet or, with `--format csv`, CSV. `_hat` is new over baseline, `_pct` a change in per cent. A level
after the shock has the plain name, its baseline the ending `_baseline`. With `deficits = \"zero\"` the baseline is the world
without deficits. Missing numbers are null in Parquet and empty in CSV: all values of a region without a finite
price level, and hats of what was zero.

For groups and the world, levels are sums, `exports_hat`, `imports_hat`, `emissions_hat` and `population_hat` are ratios of sums, and all else is a mean
weighted by baseline income.
";

const SHORT_RUN: &str = "
## Tables of a short run

In the folder of a scenario with `[short_run]`; Parquet or, with `--format csv`, CSV. What they tell is defined with
[the short run](../propagation.md). Missing numbers are null in Parquet and empty in CSV.
";

const INDICATORS: &str = "
## Tables of indicators

In the folder of `oblate indicators`; Parquet or, with `--format csv`, CSV. Numbers in brackets are equations of
[the indicators](../indicators.md). Amounts are in the world's unit, shares are numbers between 0 and 1, losses are in per cent. Missing
numbers are null in Parquet and empty in CSV. Industries are told by their own region; where `--group` merges regions, borders,
origins and partners are those of the groups.
";

const DERIVATIVES: &str = "
## Tables of derivatives

`oblate gradient` and `oblate exposure` with `-o FILE`: one table, Parquet or CSV by the ending of its name.
";

const LAYOUTS: &str = "
## World folders

A folder of tables, each `NAME.csv` or `NAME.parquet`, not both, is made a world by `oblate world import`. A cell without a row is zero;
a fact without a row is missing. A name in capitals stands for any number of columns. More on both layouts: [Files](../files.md).
";

/// The text of the page.
pub fn page() -> String {
    let mut page = TOP.to_owned();
    let mut tables = |head: &str, prefix: &str, tables: &[TableDescription]| {
        page += head;
        page.extend(tables.iter().map(|table| result_table(prefix, table)));
    };
    tables("", "", &RESULT_TABLES);
    // names of tables of the long run, so that anchors need another one
    tables(SHORT_RUN, "short-run-", &SHORT_RUN_TABLES);
    tables(INDICATORS, "", &INDICATOR_TABLES);
    tables(DERIVATIVES, "", &DERIVATIVE_TABLES);
    page += LAYOUTS;
    for (name, tables) in [("table", &TABLE_LAYOUT[..]), ("national", &NATIONAL_LAYOUT[..])] {
        page += &format!("\n### Layout {name}\n\n| table | column | what |\n|---|---|---|\n");
        page.extend(tables.iter().map(|table| layout_table(name, table)));
    }
    page
}

fn result_table(prefix: &str, table: &TableDescription) -> String {
    let name = table.name;
    let place = format!("{prefix}{name}");
    let mut text = format!(
        "\n### Table {name}\n\nOne row is {}.\n\n| column of `{name}` | what |\n|---|---|\n",
        table.row
    );
    for column in table.columns {
        let anchor = anchor(&place, column.name);
        text += &format!("| <a id=\"{anchor}\"></a>`{}` | {} |\n", column.name, column.meaning);
    }
    if !table.variables.is_empty() {
        text += &format!("\n| variable of `{name}` | unit | what |\n|---|---|---|\n");
        text.extend(table.variables.iter().map(|variable| variable_row(&place, variable)));
    }
    text
}

fn variable_row(table: &str, variable: &VariableDescription) -> String {
    let unit = match variable.unit {
        Unit::Ratio => "ratio",
        Unit::Percent => "percent",
        Unit::Value => "value",
        Unit::People => "people",
        Unit::Emissions => "emissions",
        Unit::Count => "count",
    };
    let anchor = anchor(table, variable.name);
    format!("| <a id=\"{anchor}\"></a>`{}` | {unit} | {} |\n", variable.name, variable.meaning)
}

/// The rows of a table: its own, then one for each column.
fn layout_table(layout: &str, table: &LayoutTable) -> String {
    let anchor = anchor(layout, table.name);
    let mut text = format!("| <a id=\"{anchor}\"></a>**`{}`** | | {} |\n", table.name, table.meaning);
    for column in table.columns {
        text += &format!("| | `{}` | {} |\n", column.name, column.meaning);
    }
    text
}

fn anchor(table: &str, name: &str) -> String {
    format!("{table}-{}", name.replace([':', '_'], "-").to_lowercase())
}
