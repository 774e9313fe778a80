//! The arguments of `oblate shock`.

use std::path::PathBuf;

use clap::Args;

use super::{Format, On, count};

/// Run shocks through inventories, day by day, and write what happens into a folder.
///
/// The folder holds `report.html` (the answer, curves by region and sector, where and when output is missing, the chain of bottlenecks,
/// what other inventories would have changed), the tables `days_regions`, `days_sectors`, `bottlenecks`, `suppliers`, `shocks` and
/// `inventories`, `summary.csv` for people, and `run.json` with everything needed to repeat the run. A run that collapses, starves or swings
/// says so, since when, what began it, and which other choice avoids it. Every variant of the file is run. The same inputs give the
/// same bytes.
///
/// A long run shows how far it is. What is done is kept in a file beside the folder, `FOLDER.part`, while it runs and when Ctrl-C stops it: the
/// same command goes on from there.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    oblate shock --list\n  \
    oblate shock lockdown-2020\n  \
    oblate shock lockdown-2020 --show > my-shocks.toml\n  \
    oblate shock my-shocks.toml --days 200 -o results --format csv\n  \
    oblate shock my-shocks.toml --set short_run.rationing=proportional --set labour_loss.1.loss=0.5")]
pub struct Shock {
    /// Shocks: a name in the library, or a TOML or JSON file.
    #[arg(value_name = "FILE_OR_NAME", required_unless_present = "list")]
    pub shocks: Option<String>,
    /// List the shocks of the library.
    #[arg(long, conflicts_with = "shocks")]
    pub list: bool,
    /// Show the file, ready to be changed and saved under another name.
    #[arg(long, requires = "shocks")]
    pub show: bool,
    #[command(flatten)]
    pub on: On,
    /// Run this variant only (`base` is the case without a variant); may be repeated.
    #[arg(long, value_name = "NAME")]
    pub variant: Vec<String>,
    /// Days that are run; those of the file without it.
    #[arg(long, value_name = "N", value_parser = count)]
    pub days: Option<u16>,
    /// Write the table `days_industries` too: output, value added, demand, capacity and the input that is lacking of each industry on
    /// each day.
    #[arg(long)]
    pub industries: bool,
    /// Folder for the results; `runs/NAME` without it.
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Form of the tables.
    #[arg(long, value_enum, default_value_t = Format::Parquet)]
    pub format: Format,
    /// Replace the folder if it holds an earlier run and nothing else.
    #[arg(long)]
    pub overwrite: bool,
    /// Show the report in the browser.
    #[arg(long)]
    pub open: bool,
}
