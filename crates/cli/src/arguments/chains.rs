//! The arguments of `oblate indicators` and `oblate profile`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Format;

/// Tell who depends on whom: chains of value, reliance, concentration and distance of sources, critical sectors.
///
/// No scenario is needed: indicators are of the world as it is. The folder holds one table for each subject (see the book's
/// page on tables) and `indicators.json`, which says what they are of. Regions are codes, ISO 3166 codes or built-in groups
/// (`@EU27`), sectors codes or `goods`, `manufacturing`, `services`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    oblate indicators\n  \
    oblate indicators cp.world -o chains --format csv\n  \
    oblate indicators --only exports,reliance --regions DEU,FRA --sectors C26\n  \
    oblate indicators --as-published DIR --only structure,exports\n  \
    oblate indicators --group EU=@EU27 --group NAFTA=USA,CAN,MEX")]
pub struct Indicators {
    /// The name of a built-in world, or a world file.
    #[arg(value_name = "W", default_value = "world-2014")]
    pub world: String,
    /// In place of W a folder of plain tables (layout `table`) whose cells are read as published. Nothing is mended: negative cells,
    /// such as inventories that are run down, stay, and accounts need not balance. For indicators alone; a run needs a world,
    /// which `oblate world import` makes.
    #[arg(long, value_name = "DIR", conflicts_with = "world")]
    pub as_published: Option<PathBuf>,
    /// Families of indicators, with commas between; all but `propagation-length` without it.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FAMILY")]
    pub only: Vec<Family>,
    /// Rows of these regions alone (who buys, exports, makes or stops), with commas between.
    #[arg(long, value_delimiter = ',', value_name = "REGION")]
    pub regions: Vec<String>,
    /// Rows of these sectors alone, with commas between.
    #[arg(long, value_delimiter = ',', value_name = "SECTOR")]
    pub sectors: Vec<String>,
    /// Regions that count as one where trade crosses borders: a name, `=`, and its members; may be repeated.
    #[arg(long, value_name = "NAME=REGION,…", value_parser = group)]
    pub group: Vec<(String, Vec<String>)>,
    /// Folder for the tables.
    #[arg(long, short, value_name = "DIR", default_value = "indicators")]
    pub output: PathBuf,
    /// Form of the tables.
    #[arg(long, value_enum, default_value_t = Format::Parquet)]
    pub format: Format,
    /// Replace the folder if it holds earlier indicators and nothing else.
    #[arg(long)]
    pub overwrite: bool,
}

/// A name and its members: `EU=@EU27`, `NAFTA=USA,CAN,MEX`.
fn group(text: &str) -> Result<(String, Vec<String>), String> {
    let wrong =
        || "write a name, `=`, and its members with commas between, as in NAFTA=USA,CAN,MEX".to_owned();
    let (name, members) = text.split_once('=').ok_or_else(wrong)?;
    let members: Vec<String> = members.split(',').map(|member| member.trim().to_owned()).collect();
    let given = !name.trim().is_empty() && members.iter().all(|member| !member.is_empty());
    given.then(|| (name.trim().to_owned(), members)).ok_or_else(wrong)
}

/// Tell one region or one sector in a page: its chains, its dependence, its leverage over others.
///
/// The page needs no network and shows every number that it draws. Where that of a region says what stops when an industry stops, it
/// follows every industry of the world, which takes a few seconds.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    oblate profile DEU\n  \
    oblate profile --sector C26 -o chips.html --open\n  \
    oblate profile @EU27 --world world-2014")]
#[command(group = clap::ArgGroup::new("subject").required(true).args(["region", "sector"]))]
pub struct Profile {
    /// A region, or a group such as `@EU27`, which then counts as one region.
    #[arg(value_name = "REGION")]
    pub region: Option<String>,
    /// A sector in place of a region.
    #[arg(long, value_name = "SECTOR")]
    pub sector: Option<String>,
    /// The name of a built-in world, or a world file.
    #[arg(long, value_name = "W", default_value = "world-2014")]
    pub world: String,
    /// The page; `profile-NAME.html` without it.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the page if it exists.
    #[arg(long)]
    pub overwrite: bool,
    /// Show the page in the browser.
    #[arg(long)]
    pub open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Family {
    /// Multipliers, linkages, length of chains, influence
    Structure,
    /// Regions: participation and position in chains, Koopman–Wang–Wei
    Regions,
    /// Value added by origin and final use
    ValueAdded,
    /// Exports taken apart: Borin–Mancini, Wang–Wei–Zhu, OECD
    Exports,
    /// Reliance at face value and look-through
    Reliance,
    /// Concentration, distance and likeness of sources; chokepoints
    Dispersion,
    /// What is lost when an industry is taken out of the table
    Extraction,
    /// Satellites along the chain: jobs, capital, CO2
    Footprint,
    /// What stops when an industry stops
    Stops,
    /// Average propagation length, a row for every pair of industries: only where it is named
    PropagationLength,
}

impl From<Family> for oblate::Family {
    fn from(family: Family) -> Self {
        match family {
            Family::Structure => Self::Structure,
            Family::Regions => Self::Regions,
            Family::ValueAdded => Self::ValueAdded,
            Family::Exports => Self::Exports,
            Family::Reliance => Self::Reliance,
            Family::Dispersion => Self::Dispersion,
            Family::Extraction => Self::Extraction,
            Family::Footprint => Self::Footprint,
            Family::Stops => Self::Stops,
            Family::PropagationLength => Self::PropagationLength,
        }
    }
}
