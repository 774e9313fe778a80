//! What the tables of a short run hold, as data: the book is made from it, and a folder is read back by it.

use crate::description::{ColumnDescription, TableDescription, label, number, table};

const VARIANT: ColumnDescription = label("variant", "`base`, or the name of a variant of the file");
const DAY: ColumnDescription = number("day", "the day, from 0; where a step is longer, its first day");
const REGION: ColumnDescription = label("region", "code of the industry's region");
const SECTOR: ColumnDescription = label("sector", "code of the industry's sector");

const OUTPUT: ColumnDescription = number("output", "what is made on the day");
const VALUE_ADDED: ColumnDescription =
    number("value_added", "output less the inputs used, at the prices of before");
const FINAL_DEMAND: ColumnDescription = number("final_demand", "what final users want on the day");
const UNMET: ColumnDescription = number("unmet", "what of it they do not get");

const LOST: ColumnDescription = number(
    "value_added_lost",
    "value added over all days less what it would have been without shocks, as a loss",
);
const LOWEST_OUTPUT: ColumnDescription =
    number("lowest_output_pct", "output on its lowest day, in per cent of output without shocks");

/// The tables of a short run. Amounts are in the world's unit, of one step where they stand by day, else of all days.
pub const SHORT_RUN_TABLES: [TableDescription; 8] = [
    table(
        "summary",
        "a variant and the world, a region or a sector; always CSV",
        &[
            VARIANT,
            label("kind", "`world`, `region` or `sector`"),
            label("label", "`WLD`, or the code of the region or sector"),
            LOST,
            number("value_added_lost_pct", "the same in per cent of value added without shocks"),
            number("unmet_pct", "final demand that is not met, in per cent of final demand"),
            LOWEST_OUTPUT,
            number("lowest_day", "the day of it"),
        ],
    ),
    table(
        "days_regions",
        "a variant, a day and a region",
        &[
            VARIANT,
            DAY,
            label("region", "code of a region: where it is made, and where final users live"),
            OUTPUT,
            VALUE_ADDED,
            FINAL_DEMAND,
            UNMET,
        ],
    ),
    table(
        "days_sectors",
        "a variant, a day and a sector",
        &[
            VARIANT,
            DAY,
            label("sector", "code of a sector: what makes it, and what final users want"),
            OUTPUT,
            VALUE_ADDED,
            FINAL_DEMAND,
            UNMET,
        ],
    ),
    table(
        "bottlenecks",
        "a variant, an industry and an input that it lacked, the largest loss first",
        &[
            VARIANT,
            REGION,
            SECTOR,
            label("input", "code of the sector whose product it lacked"),
            number("first_day", "the first day on which it did"),
            number("output_lost", "output that it lost to that"),
        ],
    ),
    table(
        "suppliers",
        "a variant and an industry as a supplier",
        &[
            VARIANT,
            REGION,
            SECTOR,
            number("asked", "what it was asked for"),
            number("undelivered", "what of it was not delivered when it was asked for"),
            number("lost_to_capacity", "output that it lost because its own capacity was short"),
        ],
    ),
    table(
        "shocks",
        "a variant and a shock",
        &[
            VARIANT,
            label("shock", "its name in the file"),
            number("value_added_lost_alone", "value added that the world loses with this shock alone"),
            number(
                "value_added_lost_on_top",
                "value added that the world loses with all shocks, less what it loses without this one",
            ),
        ],
    ),
    table(
        "inventories",
        "a variant and a size of the inventories that all industries hold",
        &[
            VARIANT,
            number("inventories_times", "inventories over those of the run; 1 is the run itself"),
            number("value_added_lost", "value added that the world loses"),
            LOWEST_OUTPUT,
        ],
    ),
    table(
        "days_industries",
        "a variant, a day and an industry; with `--industries`",
        &[
            VARIANT,
            DAY,
            REGION,
            SECTOR,
            OUTPUT,
            VALUE_ADDED,
            number("demand", "what it is asked for"),
            number("capacity", "what its capital and labour could make"),
            label("lacks", "code of the product whose lack holds it back; empty where none does"),
        ],
    ),
];
