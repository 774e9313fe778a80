//! The arguments of every command, with their help.

mod chains;
mod shock;
mod world;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::terminal::answer::EXIT_CODES;

pub use chains::{Indicators, Profile};
pub use shock::Shock;
pub use world::{Aggregate, Export, Import, World};

/// The world economy of industrial chains: what a shock or a policy does to whom.
///
/// oblate takes a table of the world economy (who makes what for whom), applies a scenario to it (tariffs, trade
/// costs, embargoes, subsidies, productivity, …), solves the new world trade equilibrium, and writes what happens
/// to every region, sector and trade link as tables, with everything needed to repeat the run.
#[derive(Debug, Parser)]
#[command(
    name = "oblate",
    version,
    max_term_width = 100,
    after_help = "Examples:\n  oblate run friend-shoring\n  oblate scenario list\n  oblate world info world-2014\n\n\
                  `oblate help COMMAND` tells more; `oblate --help` shows the exit codes.",
    after_long_help = long_after()
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Threads at most; one per core without it. Results do not depend on it.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Tell nothing but what was asked for, and errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Print one JSON object instead of text, for errors too.
    #[arg(long, global = true)]
    pub json: bool,
}

fn long_after() -> String {
    format!(
        "Examples:\n  oblate run friend-shoring\n  oblate run my.toml --world cp.world -o results --set tariff.1.set=0.25\n  \
         oblate scenario check my.toml\n  oblate world import --layout national DIR -o cp.world\n\n{EXIT_CODES}"
    )
}

/// How often something random is done.
fn count(text: &str) -> Result<u16, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| format!("write a whole number from 1 to {}, as in 100", u16::MAX))
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a scenario and write its results into a folder.
    Run(Run),
    /// Run shocks through inventories, day by day: the short run.
    Shock(Shock),
    /// Put runs side by side, with their differences.
    Compare(Compare),
    /// Tell what moves one outcome: its derivative to every tariff, cost, tax or other instrument.
    Gradient(Gradient),
    /// Tell friends and enemies: how much real income of each region moves with productivity in each other.
    Exposure(Exposure),
    /// Tell who depends on whom: chains of value, reliance, concentration and distance of sources, critical sectors.
    Indicators(Indicators),
    /// Tell one region or one sector in a page: its chains, its dependence, its leverage over others.
    Profile(Profile),
    /// Look at scenarios, those of the library and your own, and begin a new one.
    #[command(subcommand)]
    Scenario(Scenario),
    /// Look at worlds, make them from tables and write them as tables.
    #[command(subcommand)]
    World(World),
    /// Tell what to cite: the engine, the world and its sources, the elasticities, the papers behind the model.
    Cite(Cite),
    /// Print a script by which your shell completes commands, options and names.
    ///
    /// Bash completes the names of the library's scenarios and of the built-in worlds too.
    #[command(after_help = "Examples:\n  \
        oblate completions bash > ~/.local/share/bash-completion/completions/oblate\n  \
        oblate completions zsh > ~/.zfunc/_oblate\n  \
        oblate completions fish > ~/.config/fish/completions/oblate.fish")]
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page, or write one page for each command.
    #[command(after_help = "Examples:\n  oblate man | man -l -\n  oblate man -o ~/.local/share/man/man1")]
    Man {
        /// Folder for the pages; earlier pages of oblate are replaced, other files stay.
        #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: Option<PathBuf>,
    },
}

/// Run a scenario and write its results into a folder.
///
/// The tables of a scenario say which question it asks: shocks alone, where the world economy settles; `[short_run]`, what happens day by
/// day until then (`oblate help shock` tells more of it). Every variant of the scenario is solved. The folder holds `report.html`, which tells the answer in words and figures, the tables `regions`, `sectors` and `trade`, `summary.csv`
/// for people, and `run.json` with everything needed to repeat the run. The same inputs give the same bytes. A
/// folder that exists is never replaced unless you say `--overwrite`, and then only if it holds an earlier run.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    oblate run friend-shoring\n  \
    oblate run strait-closed --days 200\n  \
    oblate run my.toml --world cp.world -o results\n  \
    oblate run my.toml --set model.deficits=zero --set tariff.steel.set=0.25\n  \
    oblate run my.toml --variant strict --format csv --overwrite\n  \
    oblate run my.toml --export xlsx --export dta\n  \
    oblate run my.toml --starts 20\n  \
    oblate run my.toml --sensitivity 1000\n  \
    oblate run my.toml --dry-run")]
pub struct Run {
    /// A scenario: its name in the library, or a TOML or JSON file.
    #[arg(value_name = "FILE_OR_NAME")]
    pub scenario: String,
    #[command(flatten)]
    pub on: On,
    /// Folder for the results; `runs/SCENARIO` without it.
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Run this variant only (`base` is the case without a variant); may be repeated.
    #[arg(long, value_name = "NAME")]
    pub variant: Vec<String>,
    /// Form of the tables.
    #[arg(long, value_enum, default_value_t = Format::Parquet)]
    pub format: Format,
    /// Write the tables for another program too; may be repeated.
    #[arg(long, value_enum, value_name = "PROGRAM")]
    pub export: Vec<Program>,
    /// Look for other equilibria from this many random starts of each variant, the same ones every time.
    ///
    /// Where returns to scale are strong, an equilibrium need not be the only one. What the starts came to is told on the
    /// screen and in the report; the table `equilibria` holds real incomes in each equilibrium.
    #[arg(long, value_name = "N", value_parser = count)]
    pub starts: Option<u16>,
    /// Solve every variant again under this many draws of the elasticities, the same ones every time.
    ///
    /// Elasticities are estimates. A draw multiplies each by a log-normal error, as large as the standard error of its source
    /// makes it unless `[sensitivity]` in the scenario says otherwise. The table `uncertainty` holds mean, spread and quantiles
    /// of real incomes, `draws` every draw, `drawn_elasticities` its elasticities; the report tells which of them matters most.
    #[arg(long, value_name = "N", value_parser = count)]
    pub sensitivity: Option<u16>,
    /// Days of a short run; those of the file without it.
    #[arg(long, value_name = "N", value_parser = count)]
    pub days: Option<u16>,
    /// Of a short run, write the table `days_industries` too: each industry on each day.
    #[arg(long)]
    pub industries: bool,
    /// Tell what would be run, with every change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Replace the folder if it holds an earlier run and nothing else.
    #[arg(long)]
    pub overwrite: bool,
    /// Show the report in the browser.
    #[arg(long)]
    pub open: bool,
}

/// Put runs side by side, with their differences, as one page.
///
/// A run is the folder that `oblate run` wrote, or a scenario, which is run for the comparison. The first one is what the
/// others are compared with; variants of a run are told one by one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    oblate compare friend-shoring near-shoring re-shoring\n  \
    oblate compare runs/before runs/after -o difference.html --open")]
pub struct Compare {
    /// Run folders, or scenarios: names in the library, or files.
    #[arg(value_name = "RUN", required = true)]
    pub runs: Vec<String>,
    /// The world for scenarios that are run; the one that each names without it.
    #[arg(long, value_name = "W")]
    pub world: Option<String>,
    /// The page.
    #[arg(long, short, value_name = "FILE", default_value = "comparison.html")]
    pub output: PathBuf,
    /// Replace the page if it exists.
    #[arg(long)]
    pub overwrite: bool,
    /// Show the page in the browser.
    #[arg(long)]
    pub open: bool,
}

/// Tell what moves one outcome: its derivative to every instrument of a kind, at a scenario's equilibrium.
///
/// One linear system gives all of them, exactly and not by differences. Outcomes are `welfare` (real income of the world),
/// `welfare:REGION`, `income:REGION` and `output:REGION/SECTOR`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    oblate gradient friend-shoring --of welfare:CHN --by tariff\n  \
    oblate gradient friend-shoring --of output:DEU/C29 --by iceberg -o gradient.csv")]
pub struct Gradient {
    /// A scenario: its name in the library, or a TOML or JSON file.
    #[arg(value_name = "FILE_OR_NAME")]
    pub scenario: String,
    #[command(flatten)]
    pub on: On,
    /// The outcome.
    #[arg(long, value_name = "OUTCOME")]
    pub of: String,
    /// The kind of instrument.
    #[arg(long, value_enum)]
    pub by: Instrument,
    /// At the equilibrium of this variant; `base` without it.
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// File for all rows: CSV, or Parquet if its name ends in `.parquet`.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists.
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Instrument {
    /// Import tariffs, by origin, destination and sector
    Tariff,
    /// Export taxes, by origin, destination and sector
    ExportTax,
    /// Iceberg trade costs, by origin, destination and sector
    Iceberg,
    /// Fixed costs of market access, by origin, destination and sector
    FixedCost,
    /// Net output subsidies, by region and sector
    Subsidy,
    /// Productivity, by region and sector
    Productivity,
    /// Factor supply, by region and factor
    FactorSupply,
    /// Trade deficits, by region
    Deficit,
}

impl From<Instrument> for oblate::Instrument {
    fn from(instrument: Instrument) -> Self {
        match instrument {
            Instrument::Tariff => Self::Tariff,
            Instrument::ExportTax => Self::ExportTax,
            Instrument::Iceberg => Self::Iceberg,
            Instrument::FixedCost => Self::FixedCost,
            Instrument::Subsidy => Self::Subsidy,
            Instrument::Productivity => Self::Productivity,
            Instrument::FactorSupply => Self::FactorSupply,
            Instrument::Deficit => Self::Deficit,
        }
    }
}

/// Tell friends and enemies: how much real income of each region moves with productivity in each other.
///
/// For every pair of regions, what one per cent more productivity in all sectors of the first does to real income and
/// income in the second, at a scenario's equilibrium.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  oblate exposure friend-shoring -o exposure.csv")]
pub struct Exposure {
    /// A scenario: its name in the library, or a TOML or JSON file.
    #[arg(value_name = "FILE_OR_NAME")]
    pub scenario: String,
    #[command(flatten)]
    pub on: On,
    /// File for all rows: CSV, or Parquet if its name ends in `.parquet`.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists.
    #[arg(long)]
    pub overwrite: bool,
}

/// Tell what to cite: the engine, the world and its sources, the elasticities, the papers behind the model.
///
/// With a run's folder, exactly what that run used, from its `run.json`. Without one, what a run on the world uses whose
/// scenario chooses no parameters.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    oblate cite\n  \
    oblate cite runs/friend-shoring --format bibtex > sources.bib\n  \
    oblate cite --world cp.world --format csl > sources.json")]
pub struct Cite {
    /// The folder of a run.
    #[arg(value_name = "RUNFOLDER", value_hint = ValueHint::DirPath)]
    pub run: Option<PathBuf>,
    /// A world: the name of a built-in one, or a world file; the default one without it.
    #[arg(long, value_name = "W", conflicts_with = "run")]
    pub world: Option<String>,
    /// Form of the citations.
    #[arg(long, value_enum, default_value_t = Citation::Text)]
    pub format: Citation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Citation {
    /// Sentences with licences, by what they are for
    Text,
    /// BibTeX, for LaTeX
    Bibtex,
    /// CSL-JSON, for Zotero, pandoc and other reference managers
    Csl,
}

/// On which world a file is put, and with which changes.
#[derive(Debug, Args)]
pub struct On {
    /// A world: the name of a built-in one, or a world file; the one that the file names without it.
    #[arg(long, value_name = "W")]
    pub world: Option<String>,
    /// Set a key of the file anew; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub overrides: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub enum Scenario {
    /// List the scenarios of the library: name, mechanisms, title; with `--json` the question too.
    #[command(after_help = "Example:\n  oblate scenario list")]
    List,
    /// Show a scenario, ready to be changed and saved under another name.
    #[command(after_help = "Example:\n  oblate scenario show friend-shoring > my.toml")]
    Show {
        /// Its name in the library, or a file.
        #[arg(value_name = "FILE_OR_NAME")]
        scenario: String,
    },
    /// Begin a scenario: write a file that runs as it is and shows in comments all that can be said.
    #[command(
        after_help = "Examples:\n  oblate scenario new\n  oblate scenario new my.toml\n  oblate scenario new my.toml --overwrite"
    )]
    New {
        /// The file, ending in `.toml`.
        #[arg(default_value = "scenario.toml")]
        file: PathBuf,
        /// Replace the file if it exists.
        #[arg(long)]
        overwrite: bool,
    },
    /// Check a scenario on a world: every mistake at once, or every change old → new.
    #[command(
        after_help = "Examples:\n  oblate scenario check my.toml\n  oblate scenario check my.toml --world cp.world"
    )]
    Check {
        /// Its name in the library, or a file.
        #[arg(value_name = "FILE_OR_NAME")]
        scenario: String,
        #[command(flatten)]
        on: On,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Apache Parquet
    Parquet,
    /// Comma-separated text
    Csv,
}

impl From<Format> for oblate::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Parquet => Self::Parquet,
            Format::Csv => Self::Csv,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Program {
    /// Excel: one workbook, `results.xlsx`
    Xlsx,
    /// Stata: one data set a table, `NAME.dta`
    Dta,
}

impl From<Program> for oblate::Export {
    fn from(program: Program) -> Self {
        match program {
            Program::Xlsx => Self::Xlsx,
            Program::Dta => Self::Dta,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// Every flow in one table
    Table,
    /// National accounts and bilateral trade side by side
    National,
}

impl From<Layout> for oblate::Layout {
    fn from(layout: Layout) -> Self {
        match layout {
            Layout::Table => Self::Table,
            Layout::National => Self::National,
        }
    }
}
