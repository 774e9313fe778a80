//! The arguments of `oblate world`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Format, Layout};

#[derive(Debug, Subcommand)]
pub enum World {
    /// List the built-in worlds.
    #[command(after_help = "Example:\n  oblate world list")]
    List,
    /// Tell what a world is: its axes, sources, licence, caveats and mends.
    #[command(after_help = "Examples:\n  oblate world info world-2014\n  oblate world info cp.world --json")]
    Info {
        /// The name of a built-in world, or a world file.
        #[arg(value_name = "W")]
        world: String,
    },
    /// Look a world over: balances, mends, zero cells, home supply, sizes, largest flows.
    #[command(after_help = "Example:\n  oblate world check world-2014")]
    Check {
        /// The name of a built-in world, or a world file.
        #[arg(value_name = "W")]
        world: String,
        /// List every mend, not only counts.
        #[arg(long)]
        mends: bool,
    },
    /// Make a world from a folder of plain tables, CSV or Parquet.
    #[command(after_help = "Examples:\n  oblate world import --layout table DIR -o my.world\n  \
        oblate world import --layout national DIR -o cp.world\n  \
        oblate world import --layout table DIR -o raw.world --mend-off drop-inventories")]
    Import(Import),
    /// Merge regions and sectors of a world.
    ///
    /// A map is a CSV file with the columns `from`, `to` and, if wanted, `name`: every code of the world under `from`,
    /// the code it becomes part of under `to`. An axis without a map stays as it is.
    #[command(
        after_help = "Example:\n  oblate world aggregate world-2014 --regions continents.csv --sectors three.csv -o small.world"
    )]
    Aggregate(Aggregate),
    /// Write a world as a folder of plain tables.
    #[command(after_help = "Examples:\n  oblate world export world-2014 --to csv -o tables\n  \
        oblate world export cp.world --to parquet --layout national -o tables")]
    Export(Export),
}

#[derive(Debug, Args)]
pub struct Import {
    /// The folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Its layout: `table` (every flow) or `national` (national accounts and bilateral trade side by side).
    #[arg(long, value_enum)]
    pub layout: Layout,
    /// The world file.
    #[arg(long, short, value_name = "W")]
    pub output: PathBuf,
    /// Switch a mend rule off; may be repeated.
    #[arg(long, value_name = "RULE")]
    pub mend_off: Vec<String>,
    /// Name of the world; that of the folder without it.
    #[arg(long)]
    pub name: Option<String>,
    /// Title of the world; its name without it.
    #[arg(long)]
    pub title: Option<String>,
    /// Replace the world file if it exists.
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Args)]
pub struct Aggregate {
    /// The name of a built-in world, or a world file.
    #[arg(value_name = "W")]
    pub world: String,
    /// CSV file `from,to[,name]` of regions.
    #[arg(long, value_name = "MAP", required_unless_present = "sectors")]
    pub regions: Option<PathBuf>,
    /// CSV file `from,to[,name]` of sectors.
    #[arg(long, value_name = "MAP")]
    pub sectors: Option<PathBuf>,
    /// The world file.
    #[arg(long, short, value_name = "W")]
    pub output: PathBuf,
    /// Name of the new world; that of its file without it.
    #[arg(long)]
    pub name: Option<String>,
    /// Replace the world file if it exists.
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// The name of a built-in world, or a world file.
    #[arg(value_name = "W")]
    pub world: String,
    /// Form of the tables.
    #[arg(long, value_enum)]
    pub to: Format,
    /// Layout of the folder.
    #[arg(long, value_enum, default_value_t = Layout::Table)]
    pub layout: Layout,
    /// The folder.
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace the tables of an earlier export; other files stay.
    #[arg(long)]
    pub overwrite: bool,
}
